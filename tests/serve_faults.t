#!/usr/bin/env -S python3 -B
"""Faults that only sockets can suffer, carried out by `stasim serve --scenario`: each is set off by a
request of its own, and seen by a client that says and reads plain bytes."""
import json
import time

import serving
from serving import done, equal, kept, ok

DEVICE = '/ari/deviceStates/Stasis:'
SOON_S = 0.3


def on(path, **effect):
    method, _, path = path.partition(' ')
    return {'on': {'request': f'{method} {path}'}, **effect}


SCENARIO = {
    'name': 'faults of sockets', 'dialplan': ['[in]', 'exten => s,1,NoOp()'],
    'programs': [{'apps': ['half', 'gone', 'all', 'told', 'slow', 'a', 'other']}],
    'faults': [
        on('GET /ari/sounds', status=503),
        on('GET /ari/channels/*', status=404),
        on('GET /ari/bridges/*', status=404),
        on('GET /ari/mailboxes/*', status=404),
        on('GET /ari/endpoints/*/*', status=404),
        on('POST /ari/channels/new', status=409),
        on('POST /ari/channels/*/answer', status=409),
        on('POST /ari/events/claim', status=409),
        on('GET /ari/playbacks/y', status=409, message='busy playing'),
        on(f'PUT {DEVICE}unheard', answer='unheard'),
        on(f'PUT {DEVICE}lost', answer='lost'),
        on(f'PUT {DEVICE}cut', answer='cut'),
        on(f'PUT {DEVICE}half', answer='half-closed'),
        on(f'PUT {DEVICE}silent', answer='silent'),
        on(f'PUT {DEVICE}late', delayAnswer='300ms'),
        on(f'PUT {DEVICE}later', delay='300ms'),
        on(f'PUT {DEVICE}later-cut', delay='100ms'),
        on(f'PUT {DEVICE}later-cut', answer='cut'),
        {'on': {'event': 'DeviceStateChanged', 'app': 'half'}, 'break': 'during'},
        {'on': {'event': 'DeviceStateChanged', 'app': 'gone'}, 'break': 'before'},
        {'on': {'event': 'DeviceStateChanged', 'app': 'all'}, 'break': 'after'},
        on('GET /ari/mailboxes', break_='after'),
        on('GET /ari/endpoints', to='told', send={
            'type': 'DeviceStateChanged', 'device_state': {'name': 'x', 'state': 'BUSY'}}),
        on('GET /ari/bridges', ignorePings='400ms'),
        on('GET /ari/playbacks/x', refuse='400ms'),
        on('GET /ari/asterisk/variable', restart='400ms'),
        on('GET /ari/recordings/stored', slow={'write': 1000}),
        on('GET /ari/applications', slow={'read': 500}),
    ],
    'expect': [{'answer': {'request': 'GET /ari/sounds'}}],
}


def main():
    for fault in SCENARIO['faults']:
        if 'break_' in fault:
            fault['break'] = fault.pop('break_')
    path = kept('faults.json', SCENARIO)
    for test in (answers, events, everything, deaf, refusing, restarting, slow):
        server = serving.Server('--scenario', path)
        test(server)
        equal(server.stop(), (0, ''), f'{test.__name__}: the server ends well')
    done()


def put(server, name):
    connection = server.connect()
    connection.ask('PUT', f'{DEVICE}{name}?deviceState=BUSY')
    return connection


def state(server, name):
    return json.loads(server.ask('GET', f'{DEVICE}{name}').body)['state']


def received(connection, seconds=serving.PATIENCE_S):
    """All that comes until the other side closes, and how that ends; None: it does not."""
    connection.socket.settimeout(seconds)
    data = connection.buffer
    try:
        while more := connection.socket.recv(65536):
            data += more
        return data, 'closed'
    except ConnectionResetError:
        return data, 'reset'
    except TimeoutError:
        return data, None


def answers(server):
    descriptors = server.descriptors()
    equal(server.ask('GET', '/ari/sounds').status, 'HTTP/1.1 503 Service Unavailable',
          'a status is forced')
    for line, said in (
            ('GET /ari/sounds', b'Service Unavailable'),
            ('GET /ari/channels/x', b'Channel not found'),
            ('GET /ari/bridges/x', b'Bridge not found'),
            ('GET /ari/mailboxes/x', b'Mailbox is does not exist'),
            ('GET /ari/endpoints/PJSIP/x', b'Endpoint not found'),
            ('POST /ari/channels/new?endpoint=Local/1@in&app=a', b'Conflict'),
            ('POST /ari/channels/x/answer', b'Channel not in Stasis application'),
            ('POST /ari/events/claim?channelId=x&application=a',
             b'Channel has already been claimed by another application'),
            ('GET /ari/playbacks/y', b'busy playing')):
        equal(server.ask(*line.split()).body, b'{"message":"' + said + b'"}', f'what {line} is told')
    data, end = received(put(server, 'unheard'))
    equal((data, end), (b'', 'reset'), 'a connection is reset before the request is looked at')
    equal(state(server, 'unheard'), 'UNKNOWN', 'and nothing was done')
    data, end = received(put(server, 'lost'))
    equal((data, end), (b'', 'reset'), 'a connection is reset instead of the answer')
    equal(state(server, 'lost'), 'BUSY', 'and the request was carried out')
    data, end = received(put(server, 'cut'))
    ok(data.startswith(b'HTTP/1.1 204') and b'\r\n\r\n' not in data and end == 'closed',
       'half of an answer comes, then the end')
    data, end = received(put(server, 'later-cut'))
    ok(data.startswith(b'HTTP/1.1 204') and b'\r\n\r\n' not in data and end, 'after a delay, too')
    connection = put(server, 'half')
    ok(connection.is_closed(), 'the server shuts its side')
    connection.close()
    connection = put(server, 'silent')
    connection.send(b'GET /ari/asterisk/ping HTTP/1.1\r\n\r\n')
    equal(received(connection, SOON_S), (b'', None), 'an answer never comes, nor any other')
    connection.close()
    equal(server.descriptors(descriptors), descriptors, 'and when the client leaves, nothing is left')
    for name, at_once in (('late', 'BUSY'), ('later', 'UNKNOWN')):
        began = time.monotonic()
        connection = put(server, name)
        time.sleep(SOON_S / 3)
        equal(state(server, name), at_once, f'a {name} answer: the state before it comes')
        equal(connection.answer('PUT').status, 'HTTP/1.1 204 No Content', 'it comes all the same')
        ok(time.monotonic() - began >= 0.3, 'so much later')


def events(server):
    for name, check in (('half', lambda data: 0 < len(data) < 150),
                        ('gone', lambda data: data == b''),
                        ('all', lambda data: data.endswith(b'}'))):
        socket = serving.WebSocket(server.port, name)
        server.ask('POST', f'/ari/applications/{name}/subscription?'
                          f'eventSource=deviceState:Stasis:of-{name}')
        server.ask('PUT', f'{DEVICE}of-{name}?deviceState=BUSY')
        data, end = received(socket)
        ok(check(data) and end, f'a WebSocket breaks, {name} of the event has come')


def everything(server):
    sockets = [serving.WebSocket(server.port, name) for name in ('x1', 'x2')]
    server.ask('GET', '/ari/mailboxes')
    equal([received(socket)[1] for socket in sockets], ['closed', 'closed'],
          'all WebSockets break at once')
    told = serving.WebSocket(server.port, 'told')
    server.ask('GET', '/ari/endpoints')
    event = json.loads(told.read()[1])
    equal((event['type'], event['application'], event['device_state']['state']),
          ('DeviceStateChanged', 'told', 'BUSY'), 'an event is sent on demand')


def deaf(server):
    socket = serving.WebSocket(server.port, 'x')
    socket.write(9, b'one')
    equal(socket.read(), (10, b'one'), 'a ping is answered')
    server.ask('GET', '/ari/bridges')
    socket.write(9, b'two')
    equal(received(socket, SOON_S), (b'', None), 'then it is not')
    time.sleep(0.2)
    socket.write(9, b'three')
    socket.socket.settimeout(serving.PATIENCE_S)
    equal(socket.read(), (10, b'three'), 'and then again')


def refusing(server):
    stays = serving.WebSocket(server.port, 'x')
    began = time.monotonic()
    server.ask('GET', '/ari/playbacks/x')
    ok(is_refused(server), 'a connection is refused, as if nobody listened')
    while is_refused(server) and time.monotonic() - began < serving.PATIENCE_S:
        time.sleep(0.01)
    ok(time.monotonic() - began >= 0.4, 'for as long as that lasts')
    ok(server.is_well(), 'then the same port is open again')
    stays.write(9, b'')
    equal(stays.read(), (10, b''), 'those that there were are served on')


def is_refused(server):
    try:
        server.connect().close()
        return False
    except ConnectionRefusedError:
        return True


def restarting(server):
    server.ask('PUT', f'{DEVICE}kept?deviceState=BUSY')
    socket = serving.WebSocket(server.port, 'x')
    asking = server.connect()
    asking.ask('GET', '/ari/asterisk/variable?variable=A')
    ok(received(asking)[1] and received(socket)[1], 'all connections end')
    ok(is_refused(server), 'nobody listens')
    until = time.monotonic() + serving.PATIENCE_S
    while not server.is_well() and time.monotonic() < until:
        time.sleep(0.01)
    equal(state(server, 'kept'), 'UNKNOWN', 'and then nothing is known any more')
    equal(json.loads(server.ask('GET', '/ari/applications').body), [], 'nor anybody')
    ok(serving.WebSocket(server.port, 'x').handshake.status.startswith('HTTP/1.1 101'),
       'who comes is welcome')


def slow(server):
    server.ask('GET', '/ari/recordings/stored')
    began = time.monotonic()
    answer = server.ask('GET', '/ari/asterisk/info')
    seconds = time.monotonic() - began
    ok(seconds > (len(answer.body) - 100) / 1000, f'{len(answer.body)} bytes come slowly')
    server.ask('GET', '/ari/applications')
    began = time.monotonic()
    ok(server.is_well() and time.monotonic() - began > 0.1, 'and a request is read slowly')


main()
