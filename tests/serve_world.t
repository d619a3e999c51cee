#!/usr/bin/env -S python3 -B
"""What `stasim serve` serves: a scenario beside real clients, its clock, its log and its trace, and
JSON for people."""
import json
import os
import re
import time

from serving import FOLDER, ROOT, Server, WebSocket, done, equal, kept, ok

SCENARIO = {
    'name': 'a rival beside you',
    'seed': 7,
    'channelvars': ['SKILL'],
    'dialplan': ['[in]', 'exten => _X!,1,StasisBroadcast(5000)', ' same => n,Hangup()'],
    'calls': [{'id': 'call-1', 'to': '100@in'}, {'id': 'call-2', 'to': '200@in', 'at': '600ms'}],
    'clients': [{'name': 'rival-1', 'app': 'rival', 'on': {'CallBroadcast': [
        {'channel': 'call-2', 'claim': {}}]}}],
    'expect': [{'claim': {'app': 'rival', 'status': 204}}],
}


def check_scenario():
    trace_path = os.path.join(FOLDER, 'trace.jsonl')
    server = Server('--scenario', kept('scenario.json', SCENARIO), '--log', '--trace', trace_path,
                    ari_conf='[asterisk]\ntype=user\npassword=asterisk\n', extensions_conf=None)
    client = WebSocket(server.port, 'real', user=None, query='&api_key=asterisk:asterisk')
    event = client.event_of('CallBroadcast')
    equal((event['channel']['id'], event['channel']['channelvars']), ('call-2', {'SKILL': ''}),
          'a call of the scenario is broadcast to a real client')
    time.sleep(0.05)
    answers = [server.ask('POST', f'/ari/events/claim?channelId={c}&application=real').status[9:]
               for c in ('call-2', 'call-1')]
    equal(answers, ['409 Conflict', '204 No Content'],
          'its client has claimed one, the other is free for the real one')
    equal(client.event_of('StasisStart')['channel']['id'], 'call-1', 'whose session begins')
    client.write(1, b'{"type":"RESTRequest","request_id":"q","method":"POST",'
                    b'"uri":"channels/call-1/answer"}')
    equal(client.event_of('RESTResponse')['status_code'], 204, 'and goes on over its WebSocket')
    client.write(1, b'{}')
    client.write(1, b'{"type":"RESTRequest","method":"GET","uri":"events"}')
    client.event_of('RESTResponse'), client.event_of('RESTResponse')
    client.close()
    connection = server.connect()
    connection.ask('GET', '/nothing')
    connection.send(b'garbage\x1b\r\n\r\n')
    connection.answer()
    time.sleep(0.05)
    code, said = server.stop()
    equal(code, 0, 'it ends well')
    check_log(said)
    with open(trace_path, encoding='utf-8') as file:
        check_trace([json.loads(line) for line in file])


def check_log(said):
    lines = said.splitlines()
    ok(all(re.match(r'\d\d:\d\d:\d\d\.\d\d\d \S+ \S', line) for line in lines),
       'a line of the log: when, who, what')
    rows = [
        r' rival-1 gets CallBroadcast for rival about call-2$',
        r' c1 connect$',
        r' c1 gets CallBroadcast for real about call-2$',
        r' rival-1 POST /ari/events/claim\?channelId=call-2&application=rival -> 204 \(R24\)$',
        r' c2 POST /ari/events/claim\?channelId=call-2&application=real -> 409 '
        r'Channel has already been claimed by another application \(R22\)$',
        r' c1 POST /ari/channels/call-1/answer -> 204',
        r' c1 disconnect$',
        r' c1 GET /ari/events\?app=real&api_key= -> 101$',
        r' c1 GET /ari/events -> 400 Can\'t upgrade to websocket from a websocket$',
        r' c1 sends a message that is no request$',
        r' c4 GET /nothing -> 404$',
        r' c4 Invalid Request$',
    ]
    for row in rows:
        equal(len([line for line in lines if re.search(row, line)]), 1, f'the log says:{row}')
    ok('asterisk:asterisk' not in said, 'but no password')


def check_trace(lines):
    equal((lines[0]['stasim_trace'], lines[0]['scenario'], lines[0]['seed']),
          (1, 'a rival beside you', 7), 'the header of the trace')
    equal([line['serial'] for line in lines[1:]], list(range(1, len(lines))), 'all is in order')
    equal({line['kind'] for line in lines[1:]},
          {'step', 'note', 'event', 'request', 'answer', 'client', 'end'}, 'all kinds are there')
    equal((lines[-1]['kind'], lines[-1]['state']), ('end', 'ended'), 'the end is told')
    schema = read_schema()
    wrong = [line for line in lines[1:] if not fits(line, schema[line['kind']])]
    entries = {kind['if']['properties']['name']['const']: kind['then']['properties']['data']
               for kind in schema['journal']['allOf']}
    notes = [line for line in lines[1:] if line['kind'] == 'note' and line['name'] in entries]
    wrong += [line for line in notes if not fits(line['data'], entries[line['name']])]
    ok({'BroadcastBegan', 'ClaimFound', 'ClaimDecided'} <= {line['name'] for line in notes},
       'the journal has entries of its own')
    equal(wrong, [], 'and each line is as trace.schema.json says')
    claim = [line for line in lines if line.get('name') == 'c2.1']
    equal([(line['kind'], line['request'], line['client'], line['app'], line['channel'],
            line.get('status'), line.get('rule')) for line in claim],
          [(kind, 'POST /ari/events/claim?channelId=call-2&application=real', 'c2', 'real',
            'call-2', status, rule)
           for kind, status, rule in (('request', None, None), ('answer', 409, 'R22'))],
          'a request and its answer')
    equal([line['did'] for line in lines if line.get('client') == 'c1' and 'did' in line],
          ['connect', 'sends a message that is no request', 'disconnect'],
          'a client comes, says nonsense, and goes')
    event = next(line for line in lines if line.get('client') == 'c1' and line['kind'] == 'event')
    equal((event['app'], event['data']['application']), ('real', 'real'), 'an event as it was sent')
    ok(not any('asterisk:asterisk' in json.dumps(line) for line in lines), 'no password')


def read_schema():
    with open(os.path.join(ROOT, 'scenarios', 'trace.schema.json'), encoding='utf-8') as file:
        return json.load(file)['$defs']


def fits(line, schema):
    return set(schema['required']) <= set(line) <= set(schema['properties'])


def check_clock():
    server = Server('--scenario', kept('scenario.json', SCENARIO), '--clock', 'virtual',
                    extensions_conf=None)
    ping = json.loads(server.ask('GET', '/ari/asterisk/ping').body)
    equal(ping['timestamp'], '2026-01-01T00:00:00.600+0000',
          'a virtual clock goes as far as the scenario has plans')
    equal(server.ask('POST', '/ari/events/claim?channelId=call-1&application=a').status[9:12],
          '204', 'where the broadcast of a call still waits')
    server.stop()
    server = Server()
    connection = server.connect()
    time.sleep(1.2)
    connection.ask('GET', '/ari/asterisk/ping')
    seconds = json.loads(connection.answer().body)['timestamp'][17:23]
    behind = (time.time() - float(seconds)) % 60
    ok(behind < 0.5 or behind > 59.5, f'on the wall clock a pause counts ({behind:.3f} s behind)')
    server.stop()


def check_pretty():
    server = Server(ari_conf='[general]\npretty=yes\n[asterisk]\ntype=user\npassword=asterisk\n')
    equal(server.ask('GET', '/ari/nothing').body, b'{\n  "message": "Resource not found"\n}',
          'pretty: an error')
    equal(server.ask('GET', '/ari/asterisk/ping').body.split(b'\n')[1], b'  "ping": "pong",',
          'an answer')
    client = WebSocket(server.port, 'a')
    server.ask('POST', '/ari/events/user/E?application=a')
    equal(client.read()[1].split(b'\n')[1], b'  "type": "ChannelUserevent",', 'an event')
    client.write(1, b'{}')
    equal(client.read()[1].split(b'\n')[1], b'  "type": "RESTResponse",', 'an answer as a message')
    equal(server.stop(), (0, ''), 'it ends well')


def check_furniture():
    """What options bring: phones, sounds, and without anything the dialplan that is built in."""
    server = Server('--phone', 'alice=answers:100ms', '--phone', 'SIP/bob=busy:10ms',
                    '--sound', 'long=300ms', extensions_conf=None)
    client = WebSocket(server.port, 'a')

    def originate(endpoint, rest=''):
        began = time.monotonic()
        server.ask('POST', f'/ari/channels?endpoint={endpoint}&channelId=x{rest}')
        return began
    began = originate('PJSIP/alice', '&app=a')
    event = client.event_of('StasisStart')
    took = time.monotonic() - began
    ok(event['channel']['name'].startswith('PJSIP/alice-') and 0.09 < took < 1,
       f'a phone that answers after 100 ms: {took * 1000:.0f} ms')
    for sound, state, least in (('long', 'done', 0.29), ('missing', 'failed', 0)):
        began = time.monotonic()
        server.ask('POST', f'/ari/channels/x/play?media=sound:{sound}')
        state_is = client.event_of('PlaybackFinished')['playback']['state']
        equal((state_is, time.monotonic() - began >= least), (state, True), f'the sound {sound}')
    server.ask('DELETE', '/ari/channels/x')
    client.event_of('ChannelDestroyed')
    server.ask('POST', '/ari/applications/a/subscription?eventSource=channel:')
    originate('SIP/bob', '&app=a')
    equal(client.event_of('ChannelDestroyed')['cause'], 17, 'a phone that is busy')
    originate('Local/anything@default', '&otherChannelId=y&context=wait&extension=s')
    equal(client.event_of('CallBroadcast')['channel']['id'], 'y',
          'the built-in dialplan broadcasts whatever comes in')
    equal(server.ask('POST', '/ari/events/claim?channelId=y&application=a').status[9:12], '204',
          'for anybody to claim')
    client.close()
    equal(server.stop(), (0, ''), 'nothing went wrong')


def check_start():
    """Once is enough: the machine may have other things to do."""
    if os.environ.get('SANITIZE'):
        return
    times = []
    for _ in range(10):
        server = Server()
        times.append(server.started_s * 1000)
        server.stop()
    ok(min(times) < 50, f'it is ready in less than 50 ms: {min(times):.0f} to {max(times):.0f}')


def check_mistakes():
    missing = os.path.join(FOLDER, 'missing', 'file')
    broken = kept('broken.json', {'name': 'x', 'calls': 1})
    for option, value, says in (('--scenario', broken, 'broken.json:1: error: calls'),
                                ('--scenario', missing, 'missing'),
                                ('--trace', missing, 'cannot write'),
                                ('--dialplan', missing, 'No such file')):
        code, said = Server.fails(option, value)
        equal((code, says in said), (2, True), f'{option} {os.path.basename(value)}: {said.splitlines()[0]}')


def main():
    check_scenario()
    check_clock()
    check_pretty()
    check_furniture()
    check_start()
    check_mistakes()
    done()


main()
