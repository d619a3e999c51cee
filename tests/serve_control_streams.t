#!/usr/bin/env -S python3 -B
"""Who follows the journal of `stasim serve`: followers that agree, one that is too slow, and a server
that restarts under them."""
from controlling import *


def main():
    for test in (streams, slow_reader, heavy_entries, restart):
        test()
    done()


def streams():
    server = Control()
    server.do('POST', '/calls', {'to': '100@default'})
    followers = [Follower(server, '&after=0') for _ in range(3)]
    notes = Follower(server, '&after=0&kind=note')
    ok(b'Transfer-Encoding: chunked' in followers[0].head and b'application/x-ndjson' in followers[0].head, 'a stream of chunks')
    seen = []
    for _ in range(20):
        server.do('POST', '/calls', {'to': '100@default'})
    last = server.get('/state')['seq']
    seen = [follower.until(last) for follower in followers]
    equal(seen[0], server.entries(f'?limit=10000'), 'what is followed is what is in the journal')
    ok(seen[0] == seen[1] == seen[2], 'all followers see the same')
    equal(notes.until(last), [entry for entry in seen[0] if entry['kind'] == 'note'], 'or what they ask for')
    old = Connection(server.port)
    old.send(f'GET /stasim/journal?follow=true&after=0 HTTP/1.0\r\n{basic("asterisk:asterisk")}\r\n\r\n'.encode())
    while old.buffer.count(b'\n{') < last:
        old.more()
    ok(b'Transfer-Encoding' not in old.buffer, 'HTTP/1.0 knows of no chunks')
    fresh = Follower(server)
    server.do('POST', '/calls', {'id': 'fresh', 'to': '100@default'})
    equal(lines(fresh.chunk())[0]['data']['id'], 'fresh', 'without a number it begins now')
    fresh.ask('GET', '/stasim/ready')
    began = time.monotonic()
    while lines(text := fresh.chunk()):
        pass
    equal((text, time.monotonic() - began < 12), (b'\n', True), 'an empty line says that it lives')
    many = [Follower(server) for _ in range(100 - 6)]
    refused = server.raw('GET', '/journal?follow=true')
    equal((refused.code, 'already' in refused.body.decode()), (503, True), 'a hundred followers are enough')
    for one in many + followers:
        one.close()
    time.sleep(0.1)
    Follower(server).close()
    code, _ = server.stop()
    try:
        while True:
            fresh.more()
    except EOFError:
        pass
    equal((code, fresh.buffer), (0, b'0\r\n\r\n'), 'the end of the server is the end of a stream')


def slow_reader():
    server = Control('--clock', 'virtual')  # so that nothing happens by itself
    slow = Follower(server, '&after=0')
    fast = Follower(server, '&after=0')
    busy = server.connect()
    body = json.dumps({'to': '100@default', 'phone': 'PJSIP/a'}).encode()
    count, seen, last = 0, [], 0
    began = time.monotonic()
    while count < 40 or last < 45000:
        for _ in range(100):
            busy.ask('POST', '/stasim/calls', JSON, body=body)
        for _ in range(100):
            busy.answer()
        count += 1
        last = server.get('/state')['seq']
        seen += fast.until(last)
    took = time.monotonic() - began
    equal([entry['seq'] for entry in seen], list(range(1, len(seen) + 1)), 'who reads gets every entry')
    ok(len(seen) / took > 1000, f'{len(seen) / took:.0f} entries a second')
    server.do('POST', '/calls', {'id': 'end', 'to': '100@default'})
    end = server.get('/state')['seq']
    got = slow.until(end)
    lost = sum(entry['count'] for entry in got if entry['kind'] == 'lost')
    kept = [entry['seq'] for entry in got if entry['kind'] != 'lost']
    ok(lost > 0, f'who does not read loses {lost}')
    equal((len(kept) + lost, kept == sorted(set(kept)), kept[-1]), (end, True, end), 'and is told how many')
    first = server.entries('?limit=1')
    equal((first[0]['kind'], first[0]['count'], first[0]['seq']), ('lost', first[1]['seq'] - 1, first[1]['seq'] - 1),
          'who asks for what is gone, too')
    equal(end + 1 - first[1]['seq'], 20000, 'the newest 20,000 are there')
    equal(server.do('POST', '/verify', {'expect': []})[1]['complete'], False, 'verify says that it does not see all')
    server.refuses(409, 'POST /stasim/reset', 'GET', '/scenario')
    ok(server.is_well(), 'it goes on')
    server.stop()


def heavy_entries():
    """Of what is large fewer entries are kept: about 96 MB of them."""
    server = Control('--clock', 'virtual')
    busy = server.connect()
    body = json.dumps({'variables': {'filling': 'f' * 40000}}).encode()
    for _ in range(2600):
        busy.ask('POST', '/ari/events/user/E?application=nobody', JSON, body=body)
        busy.answer()
    first = server.entries('?limit=1')[0]
    last = server.get('/state')['seq']
    ok(first['kind'] == 'lost' and 4700 < last - first['seq'] < 5100,
       f'{last - first["seq"]} of {last} large entries are kept')
    server.stop()


def restart():
    server = Control()
    follower = Follower(server)
    asks = server.connect()
    asks.ask('GET', '/stasim/ready')
    asks.answer()
    socket = WebSocket(server.port, 'sales-1')
    asks.ask('POST', '/stasim/faults', JSON, body=json.dumps({'restart': '200ms'}).encode())
    equal(asks.answer().status, 'HTTP/1.1 201 Created', 'a server that restarts answers here')
    ok(socket.is_closed(), 'others are cut off')
    asks.ask('GET', '/stasim/state')
    equal(json.loads(asks.answer().body)['apps'], [], 'and forgotten')
    seen = []
    while not any(entry.get('why') == 'restart' for entry in seen):
        seen += lines(follower.chunk())
    ok(True, 'who follows is told')
    server.stop()

main()
