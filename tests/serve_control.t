#!/usr/bin/env -S python3 -B
"""The control interface of `stasim serve`: every request of its table, right and wrong, and noise."""
import random
import subprocess

from controlling import *


def main():
    for test in (wrong_requests, what_there_is, calls, claims, claims_in_the_dark, filters, events, faults, slowness,
                 holding, journal, clock, verify, exports, reset, noise, all_of_it):
        test()
    done()


def wrong_requests():
    server = Control(ari_conf=ARI_CONF)
    before = server.get('/state')['seq']
    server.refuses(404, 'GET /stasim/help', 'GET', '/nothing/there')
    equal(server.raw('HEAD', '/state').code, 405, 'HEAD is nothing that can be asked')
    server.refuses(405, 'POST', 'GET', '/calls')
    equal(server.raw('PATCH', '/scenario')['Allow'], 'PUT,GET', 'what is allowed is told')
    server.refuses(400, 'line 1, column', 'POST', '/calls', b'{"to": ')
    server.refuses(400, 'must be a JSON object', 'POST', '/calls', b'[]')
    server.refuses(400, 'duplicate object key', 'POST', '/calls', b'{"to":"1@a","to":"2@a"}')
    server.refuses(400, 'is no JSON', 'POST', '/calls', b'{"to":"\xff@in"}')
    server.refuses(400, 'is no JSON', 'POST', '/calls', b'{"to":"a\\u0000b@in"}')
    server.refuses(400, 'there are id, to, broadcast', 'POST', '/calls', {'too': '100@in'})
    server.refuses(400, '"to" must be a text', 'POST', '/calls', {'to': 100})
    server.refuses(400, 'nothing is expected in a body', 'POST', '/reset', {'a': 1})
    server.refuses(400, 'no parameter "nosuch"', 'GET', '/journal?nosuch=1')
    server.refuses(400, 'there is none', 'GET', '/ready?nosuch=1')
    server.refuses(400, 'must be true or false', 'GET', '/journal?follow=yes')
    server.refuses(400, 'is not UTF-8', 'GET', '/journal?app=%ff')
    deep = b'{"expect":' + b'[' * 5000 + b']' * 5000 + b'}'
    server.refuses(400, 'maximum parsing depth', 'POST', '/verify', deep)
    equal(server.get('/state')['seq'], before, 'and nothing has happened')
    large = server.raw('PUT', '/scenario', 'Origin: http://ari.example.test', body=b' ' * (512 * 1024 + 1))
    equal((large.code, 'too large' in large.body.decode(), large['Access-Control-Allow-Origin']), (413, True, None),
          'a body of more than 512 kB')
    server.refuses(400, 'is no scenario', 'PUT', '/scenario', b'{"a":"' + b'x' * (512 * 1024 - 8) + b'"}')
    ok(server.is_well(), 'it goes on')
    server.stop()


def what_there_is():
    server = Control()
    ready = server.get('/ready')
    equal((ready['ready'], ready['ari']), (True, f'http://127.0.0.1:{server.port}/ari'), 'ready')
    rows = server.get('/help')
    ok(len(rows) > 20 and all(row['about'] and row['answer'] for row in rows), f'help tells of {len(rows)} requests')
    socket = WebSocket(server.port, 'sales-1,sales-2')
    server.do('POST', '/calls', {'id': 'x', 'to': '100@default', 'from': 'Alice <200>', 'phone': 'PJSIP/alice'})
    state = server.get('/state')
    equal([(app['name'], app['state'], app['client'], app['channels']) for app in state['apps']],
          [('sales-1', 'connected', 'c3', []), ('sales-2', 'connected', 'c3', [])], 'state: applications')
    call, = state['calls']
    equal((call['id'], call['name'], call['state'], call['exten'], call['context'], call['app'], call['caller']),
          ('x', 'PJSIP/alice-00000001', 'Ring', '100', 'default', None, {'name': 'Alice', 'number': '200'}), 'calls')
    broadcast, = state['broadcasts']
    equal((broadcast['channel'], broadcast['state'], sorted(one['app'] for one in broadcast['heard'])),
          ('x', 'offered', ['sales-1', 'sales-2']), 'broadcasts')
    server.ask('POST', '/ari/events/claim?channelId=x&application=sales-1')
    server.ask('POST', '/ari/events/claim?channelId=x&application=sales-2')
    server.ask('POST', '/ari/events/claim?channelId=nosuch&application=sales-2')
    state = server.get('/state')
    equal((state['calls'][0]['app'], state['apps'][0]['channels']), ('sales-1', ['x']), 'who holds a channel')
    broadcast, = state['broadcasts']
    equal((broadcast['winner'], broadcast['state'], [(one['app'], one['status']) for one in broadcast['claims']]),
          ('sales-1', 'session', [('sales-1', 204), ('sales-2', 409)]), 'who claimed, and what he got')
    equal({key: state['counters'][key] for key in ('broadcasts', 'won', 'conflict', 'not_found', 'lost_events')},
          {'broadcasts': 1, 'won': 1, 'conflict': 1, 'not_found': 1, 'lost_events': 0}, 'counters')
    equal(state['seq'], server.entries()[-1]['seq'], 'state: the number of the last entry in it')
    server.refuses(400, 'there are', 'GET', '/state?nosuch=1')
    server.refuses(400, 'there is none', 'GET', '/help?a=1')
    equal(server.raw('GET', '/main.js').code, 200, 'a file of the page')
    equal(server.raw('GET', '/?a=1').code, 400, 'the page has no parameters')
    equal(server.raw('GET', '?a=1').code, 400, 'nor has the way there')
    socket.close()
    server.stop()


def calls():
    plan = '[in]\nexten => 100,1,StasisBroadcast(5000)\n same => n,Hangup()\n'
    server = Control('--dialplan', kept('extensions.conf', plan))
    equal(server.do('POST', '/calls', {'to': '100@in', 'variables': {'__SKILL': 'sales'}}),
          (201, {'id': 'call-1', 'channel': 'call-1'}), 'a call')
    equal(sorted(call['id'] for call in server.get('/state')['calls']), ['call-1', 'o-call-1'], 'as a Local pair')
    equal(server.do('POST', '/calls', {'to': '100@in', 'phone': 'PJSIP/bob'})[1]['id'], 'call-2', 'the next one')
    equal(json.loads(server.ask('GET', '/ari/channels/call-1/variable?variable=SKILL').body), {'value': 'sales'}, 'variables')
    equal(server.do('POST', '/calls', {'id': 'x', 'broadcast': '2000,"^a,b$",v1:v2,yes'})[0], 201, 'a broadcast that was typed')
    began = server.entries('?type=BroadcastBegan')[-1]
    equal((began['channel'], began['data']['filter'], began['data']['timeout_ms']), ('x', '^a,b$', 2000), 'as in a dialplan')
    server.refuses(409, 'already', 'POST', '/calls', {'id': 'x', 'to': '100@in'})
    server.refuses(400, 'where to?', 'POST', '/calls', {})
    server.refuses(400, 'where to?', 'POST', '/calls', {'to': '100@in', 'broadcast': ''})
    server.refuses(400, 'no context [nowhere]', 'POST', '/calls', {'to': '100@nowhere'})
    server.refuses(400, 'no extension 7 in [in]', 'POST', '/calls', {'to': '7@in'})
    for wrong in ('100', '@in', '100@', 'a@b@c', 'x' * 100 + '@in'):
        server.refuses(400, 'an extension and its context', 'POST', '/calls', {'to': wrong})
    server.refuses(400, 'cannot stand in the dialplan', 'POST', '/calls', {'broadcast': '1)\nexten => s,2,Hangup('})
    server.refuses(400, '1 to 64 bytes', 'POST', '/calls', {'id': '', 'to': '100@in'})
    server.refuses(400, '1 to 64 bytes', 'POST', '/calls', {'id': 'x' * 65, 'to': '100@in'})
    server.refuses(400, 'members are texts', 'POST', '/calls', {'to': '100@in', 'variables': {'A': 1}})
    server.refuses(400, 'more than 64', 'POST', '/calls', {'to': '100@in', 'variables': {str(i): '' for i in range(65)}})
    server.refuses(400, 'longer than', 'POST', '/calls', {'to': '100@in', 'from': 'x' * 300})
    equal(server.do('DELETE', '/calls/call-1'), (204, None), 'the caller hangs up')
    equal(server.do('DELETE', '/calls/call-2?reason=busy'), (204, None), 'or is busy')
    server.wait_for(lambda: len(server.entries('?type=ChannelDestroyed')) == 3)
    ends = {entry['channel']: entry['data']['cause'] for entry in server.entries('?type=ChannelDestroyed')}
    equal((ends['o-call-1'], ends['call-2']), (16, 17), 'and it is told why')
    server.refuses(404, 'no channel "call-1"', 'DELETE', '/calls/call-1')
    server.refuses(400, 'is no reason', 'DELETE', '/calls/x?reason=whim')
    server.stop()


def claims():
    server = Control()
    socket = WebSocket(server.port, 'sales-1')
    server.do('POST', '/calls', {'id': 'x y', 'to': '100@default'})
    equal(server.do('POST', '/claims', {'app': 'sales-1', 'channel': 'x y'}), (200, {'status': 204, 'message': 'No Content'}),
          'a claim for an application wins')
    equal(server.do('POST', '/claims', {'app': 'é&=%', 'channel': 'x y'})[1]['status'], 409, 'another one loses')
    equal(server.do('POST', '/claims', {'app': 'a', 'channel': 'nosuch'})[1],
          {'status': 404, 'message': NOT_FOUND}, 'and one for nothing')
    server.refuses(400, '"channel" is missing', 'POST', '/claims', {'app': 'a'})
    server.refuses(400, 'longer than', 'POST', '/claims', {'app': 'a', 'channel': 'x' * 1001})
    server.do('POST', '/faults', {'on': {'request': 'POST /ari/events/claim'}, 'delayAnswer': '100ms'})
    began = time.monotonic()
    equal(server.do('POST', '/claims', {'app': 'a', 'channel': 'x y'})[1]['status'], 409, 'an answer may take its time')
    ok(time.monotonic() - began > 0.09, 'as a fault wants it')
    for answer in ('unheard', 'lost', 'cut', 'half-closed', 'silent'):
        server.do('DELETE', '/faults')
        server.do('POST', '/faults', {'on': {'request': 'POST /ari/events/claim'}, 'answer': answer})
        equal(server.do('POST', '/claims', {'app': 'a', 'channel': 'x y'})[1],
              {'status': 0, 'message': 'no answer would arrive: a fault sees to it'}, f'or not arrive: {answer}')
    socket.close()
    server.stop()


def filters():
    server = Control()
    socket = WebSocket(server.port, 'sales-1,sales-2,support')
    answer = server.do('POST', '/filter', {'arguments': '2000,^sales-'})[1]
    equal((sorted(answer['hears']), answer['deaf'], answer['findings'], answer['timeout_ms']),
          (['sales-1', 'sales-2'], ['support'], [], 2000), 'who would hear')
    answer = server.do('POST', '/filter', {'arguments': '500,^(sales-'})[1]
    equal((len(answer['hears']), {one['severity'] for one in answer['findings']} >= {'error'}), (3, True), 'what is no filter')
    answer = server.do('POST', '/filter', {'arguments': 'soon,.*'})[1]
    ok(len(answer['findings']) >= 2 and answer['timeout_ms'] == 500, 'what is doubtful')
    equal(len(server.do('POST', '/filter', {'arguments': ''})[1]['hears']), 3, 'nothing at all')
    equal([[one['severity'] for one in server.do('POST', '/filter', {'arguments': text})[1]['findings']]
           for text in ('500,^sales-[12]$', '500,^${WHO}')], [[], ['note', 'error']], 'a variable, and the end of a name')
    server.refuses(400, 'cannot stand in the dialplan', 'POST', '/filter', {'arguments': 'a\nb'})
    socket.close()
    server.stop()


def events():
    server = Control()
    socket = WebSocket(server.port, 'sales-1')
    event = {'type': 'ApplicationReplaced'}
    equal(server.do('POST', '/events', {'app': 'sales-1', 'event': event})[0], 202, 'an event is sent')
    equal(socket.event()['type'], 'ApplicationReplaced', 'and arrives')
    server.refuses(400, 'channel is missing', 'POST', '/events', {'app': 'sales-1', 'event': {'type': 'StasisEnd'}})
    server.refuses(404, 'no client is connected', 'POST', '/events', {'app': 'nobody', 'event': event})
    server.refuses(400, '"event" must be an object', 'POST', '/events', {'app': 'sales-1', 'event': 'StasisEnd'})
    socket.close()
    server.stop()


def faults():
    server = Control()
    equal(server.do('POST', '/faults', BUSY), (201, {'id': 0}), 'a fault is put to work')
    equal(server.ask('POST', '/ari/events/claim?channelId=x&application=a').status, 'HTTP/1.1 503 Service Unavailable', 'it bites')
    equal(server.get('/faults'), [{'id': 0, 'fault': BUSY, 'met': 1, 'struck': 1, 'holds': 0}], 'which is counted')
    equal(server.get('/state')['faults'], server.get('/faults'), 'in the state, too')
    server.refuses(400, 'did you mean', 'POST', '/faults', {'on': {'event': 'CallBroadcas'}, 'lose': True})
    server.refuses(400, 'is missing', 'POST', '/faults', {})
    server.refuses(404, 'GET /stasim/faults lists them', 'DELETE', '/faults/7')
    for number in (1 << 32, 1 << 64):  # both are 0 in fewer bits, and there is a fault 0
        server.refuses(404, 'GET /stasim/faults lists them', 'DELETE', f'/faults/{number}')
    server.refuses(400, 'nothing is expected', 'DELETE', '/faults', {'a': 1})
    server.refuses(400, 'there is none', 'GET', '/faults?a=1')
    equal(server.do('DELETE', '/faults/0'), (204, None), 'it is taken away')
    equal(server.ask('POST', '/ari/events/claim?channelId=x&application=a').status, 'HTTP/1.1 404 Not Found', 'and bites no more')
    server.do('POST', '/faults', BUSY)
    equal((server.do('DELETE', '/faults'), server.get('/faults')), ((204, None), []), 'all of them')
    equal({server.do('POST', '/faults', BUSY)[0] for _ in range(256)}, {201}, '256 can be at work')
    server.refuses(409, 'there is no room: 256', 'POST', '/faults', BUSY)
    server.stop()


def slowness():
    """However often a fault makes a client slow, the fault of another one lasts."""
    server = Control()
    often, once = server.connect(), server.connect()
    for connection, write in ((often, 1000000), (once, 1000)):
        connection.ask('GET', '/ari/sounds')
        connection.answer()
        client = server.entries('?kind=request')[-1]['client']
        server.do('POST', '/faults', {'on': {'request': 'GET /ari/sounds', 'client': client}, 'slow': {'write': write}})
    for connection in [often] * 20 + [once, often]:
        connection.ask('GET', '/ari/sounds')
        connection.answer()
    began = time.monotonic()
    once.ask('GET', '/ari/asterisk/info')
    size = len(once.answer().body)
    ok(time.monotonic() - began > (size - 100) / 1000, f'a client whose fault struck once gets {size} bytes slowly')
    server.stop()


def claims_in_the_dark():
    """There may be any number of claims that are never answered: of 2000 it is known that they wait."""
    server = Control('--clock', 'virtual')
    server.do('POST', '/clock', {'pause': True})
    for channel in 'xyz':
        server.do('POST', '/calls', {'id': channel, 'broadcast': '60000'})
    for app, effect in (('late', {'delayAnswer': '10s'}), ('lost', {'answer': 'lost'})):
        server.do('POST', '/faults', {'on': {'request': 'POST /ari/events/claim', 'app': app}, **effect})
    first, last, flood = [server.connect() for _ in range(3)]
    first.ask('POST', '/ari/events/claim?channelId=x&application=late')
    server.wait_for(lambda: server.entries('?kind=request'))
    for channel, count in (('x', 999), ('y', 1000)):
        body = json.dumps({'app': 'lost', 'channel': channel}).encode()
        for _ in range(count):
            flood.ask('POST', '/stasim/claims', JSON, body=body)
        for _ in range(count):
            flood.answer()
    last.ask('POST', '/ari/events/claim?channelId=z&application=late')
    server.wait_for(lambda: server.entries('?kind=request&channel=z'))
    server.do('POST', '/clock', {'advance': '10s'})
    first.answer(), last.answer()
    late = [claim['status'] for one in server.get('/state')['broadcasts'] for claim in one['claims'] if claim['app'] == 'late']
    equal(late, [None, 204], 'the oldest is forgotten first')
    server.stop()


def holding():
    server = Control()
    socket = WebSocket(server.port, 'sales-1,sales-2')
    equal(server.do('POST', '/hold', {'type': 'CallBroadcast', 'app': 'sales-1'}), (201, {'id': 0}), 'events are held')
    server.do('POST', '/calls', {'id': 'x', 'to': '100@default'})
    equal(socket.event()['application'], 'sales-2', 'others come')
    state = server.get('/state')
    equal((state['held'], state['holds'], state['faults']),
          (1, [{'id': 0, 'app': 'sales-1', 'type': 'CallBroadcast', 'held': 1}], []), 'what is held is told')
    equal(server.do('POST', '/release', {'app': 'sales-2'}), (200, {'released': 0}), 'nothing of another is released')
    equal(server.do('POST', '/release', {}), (200, {'released': 1}), 'all is')
    equal(socket.event()['application'], 'sales-1', 'and comes')
    equal(server.get('/state')['holds'], [], 'nothing is held any more')
    server.do('POST', '/hold', {'app': 'sales-2'})
    server.do('POST', '/hold', {'type': 'CallBroadcast'})
    holds = server.get('/state')['holds']
    equal([{key: hold[key] for key in hold if key != 'id'} for hold in holds],
          [{'app': 'sales-2', 'held': 0}, {'type': 'CallBroadcast', 'held': 0}], 'events of any type, or of any application')
    server.do('POST', '/release', {'app': 'sales-1'})
    server.do('POST', '/release', {'type': 'StasisStart'})
    equal(server.get('/state')['holds'], holds, 'of which a part may be released')
    server.do('POST', '/release', {'app': 'sales-2'})
    equal(server.get('/state')['holds'], holds[1:], 'or one whole')
    server.refuses(400, 'is not a type of event', 'POST', '/hold', {'type': 'Nosuch'})
    server.refuses(400, 'must be a text', 'POST', '/release', {'type': 1})
    socket.close()
    server.stop()


def journal():
    server = Control()
    equal(server.entries(), [], 'nothing has happened')
    socket = WebSocket(server.port, 'sales-1')
    server.do('POST', '/calls', {'id': 'x', 'to': '100@default'})
    server.do('POST', '/claims', {'app': 'sales-1', 'channel': 'x'})
    entries = server.entries()
    equal([entry['seq'] for entry in entries], list(range(1, len(entries) + 1)), 'each entry has its number')
    equal(sorted({entry['kind'] for entry in entries}), ['answer', 'client', 'event', 'note', 'request'], 'of all kinds')
    ok(all(a['t_us'] <= b['t_us'] for a, b in zip(entries, entries[1:])), 'in the order of time')
    for name, key in (('kind', 'kind'), ('app', 'app'), ('channel', 'channel'), ('type', 'name')):
        for value in sorted({entry.get(key) for entry in entries if entry.get(key)}):
            got = server.entries(f'?{name}={value}')
            want = [e for e in entries if (e.get(key) or (e['kind'] == 'client' and key == 'name' and e['client'])) == value]
            if got != want:
                equal(got, want, f'journal?{name}={value}')
    equal([e['seq'] for e in server.entries('?client=control')],
          [e['seq'] for e in entries if e.get('client') == 'control'], 'by kind, app, channel, type and client')
    equal(server.entries(f'?after={len(entries) - 2}'), entries[-2:], 'those behind a number')
    equal(server.entries('?limit=3'), entries[:3], 'so many')
    later = entries[-1]['t_us']
    equal(server.entries(f'?since={later}us'), [e for e in entries if e['t_us'] >= later], 'since a time')
    equal(server.raw('GET', '/journal')['Content-Type'], 'application/x-ndjson', 'as JSON Lines')
    for query, words in (('limit=10001', '10000 at most'), ('limit=-1', 'whole number'), ('after=x', 'whole number'),
                         ('after=99999999999999999999', 'whole number'), ('since=soon', 'a time is such as')):
        server.refuses(400, words, 'GET', f'/journal?{query}')
    socket.close()
    server.stop()


def clock():
    server = Control('--clock', 'virtual')
    socket = WebSocket(server.port, 'sales-1')
    server.do('POST', '/calls', {'id': 'x', 'broadcast': '500'})
    equal(server.do('POST', '/clock', {'advance': '499ms'})[1]['now_ms'], 499, 'time moves by hand')
    equal(server.get('/state')['broadcasts'][0]['state'], 'offered', 'not yet')
    equal(server.do('POST', '/clock', {'advance': '1ms'})[1]['now_ms'], 500, 'and on')
    equal(server.get('/state')['broadcasts'][0]['state'], 'ended', 'now it is over')
    server.do('POST', '/calls', {'id': 'y', 'broadcast': '1500'})
    equal(server.do('POST', '/clock', {'run': True})[1]['now_ms'], 2000, 'until nothing is due')
    equal([server.do('POST', '/clock', {word: True})[1]['paused'] for word in ('pause', 'resume')], [True, False], 'pause, resume')
    for body in ({}, {'advance': '1ms', 'run': True}, {'pause': False}):
        server.refuses(400, 'one of "advance"', 'POST', '/clock', body)
    server.refuses(400, '"200ms"', 'POST', '/clock', {'advance': 200})
    server.refuses(400, '"200ms"', 'POST', '/clock', {'advance': '-1ms'})
    socket.close()
    server.stop()
    wall = Control()
    wall.refuses(409, '--clock virtual', 'POST', '/clock', {'pause': True})
    wall.stop()
    plans = Control('--clock', 'virtual')
    plans.do('POST', '/clock', {'pause': True})
    plans.do('PUT', '/scenario', RACE)
    equal(plans.get('/state')['now_ms'], 0, 'paused, not even plans move it')
    plans.do('POST', '/clock', {'resume': True})
    equal(plans.get('/state')['counters']['won'], 1, 'then they do')
    plans.stop()


def verify():
    server = Control('--clock', 'virtual')
    server.do('PUT', '/scenario', RACE)
    server.do('POST', '/clock', {'run': True})
    good = [{'claim': {'app': 'sales-1'}, 'count': 1}, {'claim': {'app': 'sales-2', 'status': 409}},
            {'claim': {'channel': 'call-1'}, 'after': '41ms', 'never': True},
            {'event': {'app': 'nobody', 'type': 'CallBroadcast'}, 'never': True}]
    answer = server.do('POST', '/verify', {'expect': good})[1]
    equal((answer['passed'], [one['passed'] for one in answer['results']], answer['complete']), (True, [True] * 4, True),
          'what has happened is expected')
    answer = server.do('POST', '/verify', {'expect': [{'claim': {'app': 'sales-2', 'status': 204}}, *good]})[1]
    equal((answer['passed'], answer['results'][0]),
          (False, {'expect': 'expect[0]', 'passed': False, 'expected': 'a claim of sales-2 is answered 204', 'rule': 'R22',
                   'happened': 'it was answered 409 at 40ms, because sales-1 had won at 30ms (R22)'}),
          'what has not is told with what happened instead')
    server.refuses(400, 'expect[0].claim.statu', 'POST', '/verify', {'expect': [{'claim': {'statu': 204}}]})
    wrong = server.do('POST', '/verify', {'expect': [{'claim': {'statu': 204}}, 7]})[1]
    equal([one['where'] for one in wrong['problems']], ['expect[0].claim.statu', 'expect[1]'], 'each problem with its place')
    server.refuses(400, '"expect" is missing', 'POST', '/verify', {})
    server.stop()


def exports():
    server = Control('--clock', 'virtual')
    server.do('PUT', '/scenario', RACE)
    server.do('POST', '/clock', {'run': True})
    trace = server.raw('GET', '/trace')
    drawn = subprocess.run([PROGRAM, 'diagram', kept('trace.jsonl', trace.body)], capture_output=True, text=True,
                           check=False)
    equal((lines(trace.body)[0]['stasim_trace'], drawn.returncode), (1, 0), 'the trace is one')
    ok('sales-1 claims call-1' in drawn.stdout, 'of which stasim diagram makes a picture')
    own = server.raw('GET', '/diagram').body.decode().splitlines()
    equal(own[2:], drawn.stdout.splitlines()[-len(own) + 2:],
          'as the server does itself')
    ok(server.raw('GET', '/diagram?format=mermaid').body.startswith(b'sequenceDiagram'), 'as Mermaid')
    ok(server.raw('GET', '/diagram?format=svg').body.startswith(b'<svg'), 'as SVG')
    server.refuses(400, 'text, mermaid or svg', 'GET', '/diagram?format=png')
    server.refuses(400, 'there is none', 'GET', '/trace?a=1')
    equal(server.raw('GET', '/scenario').code, 200, 'and as a scenario')
    server.refuses(400, '1 to 200 bytes', 'GET', '/scenario?name=')
    server.stop()


def reset():
    server = Control()
    socket = WebSocket(server.port, 'sales-1')
    follower = Follower(server)
    server.do('POST', '/calls', {'to': '100@default'})
    server.do('POST', '/faults', BUSY)
    before = server.get('/state')['seq']
    equal(server.do('POST', '/reset'), (204, None), 'reset')
    state = server.get('/state')
    equal((state['calls'], state['broadcasts'], state['faults'], state['counters']['broadcasts']), ([], [], [], 0), 'nothing is left')
    equal([(app['name'], app['state']) for app in state['apps']], [('sales-1', 'connected')], 'but who is connected')
    entries = server.entries()
    equal((entries[0]['kind'], entries[0]['why'], entries[0]['seq']), ('reset', 'reset', before + 1), 'numbers go on')
    ok(state['now_ms'] < 1000, 'time begins again')
    server.do('POST', '/calls', {'id': 'again', 'to': '100@default'})
    while (event := socket.event()).get('channel', {}).get('id') != 'again':
        pass
    equal(event['type'], 'CallBroadcast', 'the socket is heard of')
    equal(follower.until(server.get('/state')['seq'])[-1]['seq'], server.get('/state')['seq'], 'who follows, follows')
    pipelined = server.connect()
    for method, path in (('POST', '/stasim/reset'), ('GET', '/stasim/state')):
        pipelined.ask(method, path)
    pipelined.answer()
    equal(json.loads(pipelined.answer().body)['calls'], [], 'what is asked behind it is asked of the new world')
    socket.close()
    server.stop()
    planned = Control('--clock', 'virtual', '--scenario', kept('race.json', RACE))
    planned.do('POST', '/claims', {'app': 'sales-2', 'channel': 'call-1'})
    planned.do('POST', '/reset')
    equal((planned.get('/state')['counters']['won'], planned.get('/state')['counters']['conflict']), (1, 1),
          'what --scenario brings begins anew')
    planned.stop()


def noise():
    """Whatever comes, each request is answered, and the server goes on."""
    server = Control('--clock', 'virtual')
    dice = random.Random(1)
    rows = server.get('/help')
    values = ['', 'x', '100@default', 'CallBroadcast', 0, -1, 1e300, True, None, [], {}, [[]], {'on': {}}, {'type': 'x'}, 'é' * 300,
              '\u202e<b>', '1ms', ['a'], {'claim': {}}, [{'claim': {}}], [{'never': True}], '${X', '$[1/0]', '^(a', 10 ** 400]
    codes = set()
    for _ in range(1500):
        row = dice.choice(rows)
        path = row['path'].replace('/stasim', '').replace('{id}', dice.choice(['0', 'call-1', '%00', '%ff', 'a%2fb', '..']))
        query = [f"{field['name']}={dice.choice(['', '1', 'true', '%ff', '5ms', 'svg', 'call-1'])}" for field in row.get('query', [])
                 if dice.random() < 0.3 and field['name'] != 'follow']
        body = {field['name']: dice.choice(values) for field in row.get('body', []) if dice.random() < 0.7}
        if 'document' in row:
            body = {dice.choice(['on', 'lose', 'name', 'calls', 'clients', 'dialplan', 'expect', 'hold', 'status', 'restart']):
                    dice.choice(values) for _ in range(3)}
        takes = 'body' in row or 'document' in row
        raw = json.dumps(body).encode()
        if takes and dice.random() < 0.2:
            raw = raw[:dice.randrange(len(raw))] + bytes([dice.randrange(256)])
        answer = server.raw(row['method'], path + ('?' + '&'.join(query) if query else ''), body=raw if takes else None)
        codes.add(answer.code)
        if answer.code >= 400 and not json.loads(answer.body)['message']:
            ok(False, f'{row} is refused without a word')
    ok(codes <= {200, 201, 202, 204, 301, 400, 404, 409}, f'1,500 requests of noise are answered: {sorted(codes)}')
    ok(server.is_well(), 'and the server goes on')
    code, said = server.stop()
    equal(code, 0, 'to its end')


def all_of_it():
    server = Control()
    missing = {(row['method'], row['path'].replace('/stasim', ''), good) for row in server.get('/help')
               for good in (True, False)} - ASKED
    equal(missing, set(), 'each request was asked here, right and wrong')
    server.stop()

main()
