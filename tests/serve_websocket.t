#!/usr/bin/env -S python3 -B
"""The event WebSocket of `stasim serve`: handshakes, applications, frames, requests as messages,
slow clients and the end."""
import json
import socket
import time

from serving import KEY, Server, UPGRADE, WebSocket, done, equal, ok

VERSIONS = '7, 8, 13'


def apps(server):
    answer = server.ask('GET', '/ari/applications')
    return [app['name'] for app in json.loads(answer.body)]


def check_handshakes(server):
    socket_ = WebSocket(server.port, 'ivr-1', 'Sec-WebSocket-Protocol: ari')
    equal((socket_.handshake.status, socket_.handshake.headers),
          ('HTTP/1.1 101 Switching Protocols',
           [('Upgrade', 'websocket'), ('Connection', 'Upgrade'),
            ('Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='),
            ('Sec-WebSocket-Protocol', 'ari')]), 'the answer, to the letter')
    socket_.close()
    protocols = [('', None, 101), ('foo', None, 400), ('foo, ari', 'ari', 101), ('ARI', 'ARI', 101),
                 ('aria', None, 400)]
    for asked, answered, status in protocols:
        handshake = WebSocket(server.port, 'x', f'Sec-WebSocket-Protocol: {asked}').handshake
        equal((int(handshake.status.split()[1]), handshake['Sec-WebSocket-Protocol']),
              (status, answered), f'subprotocol {asked!r}')
    version = 'Sec-WebSocket-Version: '
    rows = [
        ('no upgrade', (KEY, version + '13'), 426),
        ('another upgrade', ('Upgrade: h2c', KEY, version + '13'), 426),
        ('no Connection', ('Upgrade: websocket', KEY, version + '13'), 101),
        ('other letters', ('Upgrade: WebSocket', KEY, version + '13'), 101),
        ('no key', UPGRADE, 400),
        ('a short key', UPGRADE + ('Sec-WebSocket-Key: abc',), 101),
        ('no version', ('Upgrade: websocket', KEY), 400),
        ('version 7', ('Upgrade: websocket', KEY, version + '7'), 101),
        ('version 8', ('Upgrade: websocket', KEY, version + '8'), 101),
        ('version 12', ('Upgrade: websocket', KEY, version + '12'), 400),
        ('version 14', ('Upgrade: websocket', KEY, version + '14'), 400),
    ]
    for name, headers, status in rows:
        answer = server.ask('GET', '/ari/events?app=x', *headers)
        equal((int(answer.status.split()[1]), answer['Sec-WebSocket-Version']),
              (status, VERSIONS if status == 400 else None), f'handshake: {name}')
    for name, user, status in (('nobody', None, 401), ('who may only read', 'ro:ro', 101)):
        handshake = WebSocket(server.port, 'x', user=user).handshake
        equal(int(handshake.status.split()[1]), status, f'handshake of {name}')
    key = WebSocket(server.port, 'x', user=None, query='&api_key=asterisk%3Aasterisk').handshake
    equal(key.status, 'HTTP/1.1 101 Switching Protocols', 'api_key')
    origin = WebSocket(server.port, 'x', 'Origin: http://ari.example.test').handshake
    equal(origin['Access-Control-Allow-Origin'], None, 'no CORS headers on a 101')
    refused = server.connect()
    refused.ask('GET', '/ari/events', *UPGRADE, KEY)
    first = refused.answer().status
    refused.ask('GET', '/ari/asterisk/ping')
    equal((first, refused.answer().status), ('HTTP/1.1 400 Bad Request', 'HTTP/1.1 200 OK'),
          'a refused handshake is answered once, and the connection goes on')


def check_apps(server):
    time.sleep(0.05)
    equal(apps(server), [], 'applications go with their sockets')
    n73, n74 = 'n' * 73, 'n' * 74
    rows = [('a', ['a']), ('a,b', ['a', 'b']), ('a%2Cb', ['a', 'b']), ('a,%20b', ['a', 'b']),
            ('a&app=b', ['a']), ('a%20b', ['a b']), ('%C3%A5', ['å']), (n73, [n73]),
            ('a,', 500), (',', 500), (n74, 500), ('a,b,' + n74, 500), ('', 400)]
    for query, want in rows:
        client = WebSocket(server.port, query)
        status = int(client.handshake.status.split()[1])
        got = apps(server) if status == 101 else status
        equal(got, want, f'app={query[:12]}')
        client.close()
        time.sleep(0.02)
        equal(apps(server), [], 'nothing is left of it')
    twice = WebSocket(server.port, 'same,same')
    equal(json.loads(twice.read()[1])['type'], 'ApplicationReplaced', 'one name twice in a list')
    newer = WebSocket(server.port, 'same')
    event = json.loads(twice.read()[1])
    equal((list(event), event['application']),
          (['type', 'timestamp', 'application', 'asterisk_id'], 'same'), 'a newer client replaces')
    twice.write(8, b'\x03\xe8')
    equal(twice.closed_with(), 1000, 'the older one leaves')
    equal(apps(server), ['same'], 'which changes nothing')
    newer.close()


def check_frames(server):
    client = WebSocket(server.port, 'frames')
    client.write(9, b'hello')
    equal(client.read(), (10, b'hello'), 'a ping is answered')
    client.write(9, b'p' * 125)
    equal(client.read(), (10, b'p' * 125), 'of 125 bytes too')
    client.write(10, b'unasked')
    client.write(2, b'binary')
    request = b'{"type":"RESTRequest","request_id":"r","method":"GET","uri":"asterisk/ping"}'
    client.write(1, request)
    equal(json.loads(client.read()[1])['status_code'], 200, 'pongs and binary frames are ignored')
    client.write(1, request[:20], last=False)
    client.write(9, b'between')
    client.write(0, request[20:40], last=False)
    client.write(0, request[40:])
    equal((client.read(), json.loads(client.read()[1])['request_id']), ((10, b'between'), 'r'),
          'a message in fragments, with a ping between them')
    for byte in client.frame(1, request):
        client.send(bytes([byte]))
    equal(json.loads(client.read()[1])['status_code'], 200, 'a frame byte by byte')
    client.send(client.frame(1, request) * 200)
    equal({json.loads(client.read()[1])['status_code'] for _ in range(200)}, {200}, '200 at once')
    big = json.dumps({'type': 'RESTRequest', 'method': 'POST', 'uri': 'events/claim',
                      'content_type': 'application/json',
                      'message_body': json.dumps({'channelId': 'y' * 30000, 'application': 'a'})})
    client.write(1, big.encode())
    equal(json.loads(client.read()[1])['status_code'], 404, 'a large message')
    client.write(8, b'\x03\xe9bye')
    equal(client.closed_with(), 1000, 'a close is answered with 1000')
    empty = WebSocket(server.port, 'frames')
    empty.write(8)
    equal(empty.closed_with(), 1000, 'one without a code too')


def check_messages(server):
    """Each refusal of a message: what is wrong, and what the answer says."""
    client = WebSocket(server.port, 'first,second')

    def ask(**request):
        client.write(1, json.dumps({'type': 'RESTRequest', 'transaction_id': 't',
                                    'request_id': 'r', **request}).encode())
        return json.loads(client.read()[1])
    answer = ask(method='POST', uri='events/claim?channelId=x1',
                 query_strings=[{'name': 'application', 'value': 'a&b=c %'}])
    equal(list(answer), ['type', 'transaction_id', 'request_id', 'status_code', 'reason_phrase',
                         'uri', 'content_type', 'message_body', 'application', 'timestamp',
                         'asterisk_id'], 'the keys of an answer, in order')
    equal([answer[k] for k in ('type', 'transaction_id', 'request_id', 'status_code',
                               'reason_phrase', 'uri', 'content_type', 'message_body',
                               'application')],
          ['RESTResponse', 't', 'r', 404, 'Not Found', 'events/claim', 'application/json',
           '{"message":"Channel not found or not in broadcast state"}', 'first'], 'and their values')
    equal(list(ask(method='OPTIONS', uri='events/claim')),
          ['type', 'transaction_id', 'request_id', 'status_code', 'reason_phrase', 'uri',
           'application', 'timestamp', 'asterisk_id'], 'an answer without a body')
    body = {'content_type': 'application/json', 'message_body': '{"channelId":"x"}'}
    rows = [
        ({'type': 'Other'}, '', "Unknown request type."),
        ({'type': 1}, '', "No 'type' property."),
        ({'method': 'GET'}, '', "Empty or missing 'uri' property."),
        ({'method': 'GET', 'uri': ''}, '', "Empty or missing 'uri' property."),
        ({'uri': 'a/b'}, 'a/b', "Unknown or missing 'method' property."),
        ({'method': 'get', 'uri': 'a?b'}, 'a', "Unknown or missing 'method' property."),
        ({'method': 1, 'uri': 'a'}, 'a', "Unknown or missing 'method' property."),
        ({'method': 'GET', 'uri': 'events?app=x'}, 'events',
         "Can't upgrade to websocket from a websocket"),
        ({'method': 'GET', 'uri': 'a', 'query_strings': [{'nam': 'a'}]}, 'a',
         "Unable to parse 'query_strings' array."),
        ({'method': 'GET', 'uri': 'a', 'query_strings': [1]}, 'a',
         "Unable to parse 'query_strings' array."),
        ({'method': 'GET', 'uri': 'a', 'message_body': '{}'}, 'a',
         "No 'content_type' for 'message_body'."),
        ({'method': 'GET', 'uri': 'a', **body, 'content_type': 'text/plain'}, 'a',
         "Unknown content type."),
        ({'method': 'GET', 'uri': 'a', **body, 'message_body': '{'}, 'a',
         "Unable to parse 'message_body' as 'application/json'."),
    ]
    for request, uri, message in rows:
        answer = ask(**request)
        equal((answer['status_code'], answer['reason_phrase'], answer['uri'],
               json.loads(answer['message_body'])['message']), (400, 'Bad request', uri, message),
              f'{request}')
    for text in ('not json', '"text"', '1', 'null', '', '{} x'):
        client.write(1, text.encode())
        answer = json.loads(client.read()[1])
        equal((answer['status_code'], answer['reason_phrase'], answer['uri'],
               'message_body' in answer),
              (400, 'Failed to parse request message JSON', '', False), f'the message {text!r}')
    rows = [('/asterisk/ping', 405), ('ari/asterisk/ping', 404), ('asterisk/ping/', 404),
            ('nothing', 404)]
    for uri, status in rows:
        equal(ask(method='GET', uri=uri)['status_code'], status, f'uri {uri}')
    equal(ask(method='POST', uri='events/claim', message_body={})['status_code'], 400,
          'a body that is an object is none')
    equal(ask(method='GET', uri='asterisk/ping', transaction_id=1, request_id=2)['request_id'], '',
          'ids that are numbers')
    reader = WebSocket(server.port, 'reader', user='ro:ro')
    reader.write(1, b'{"type":"RESTRequest","method":"POST","uri":"events/claim"}')
    equal(json.loads(reader.read()[1])['status_code'], 403, 'credentials are those of the handshake')
    client.close()
    reader.close()


def user_event(server, app, size=0):
    body = json.dumps({'variables': {'filling': 'f' * size}}).encode()
    return server.ask('POST', f'/ari/events/user/E?application={app}',
                      'Content-Type: application/json', body=body)


def check_slow_client(server):
    slow = WebSocket(server.port, 'slow')
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    quick = WebSocket(server.port, 'quick')
    connection = server.connect()
    body = json.dumps({'variables': {'filling': 'f' * 30000}}).encode()
    gone, took_s = False, []
    for _ in range(2000):
        began = time.monotonic()
        connection.ask('POST', '/ari/events/user/E?application=slow',
                       'Content-Type: application/json', body=body)
        gone = connection.answer().status.endswith('404 Not Found')
        took_s.append(time.monotonic() - began)
        if gone:
            break
    ok(gone, 'a client that never reads is cut off and its application unregistered')
    # Once in a while a busy machine itself takes its time.
    late = sum(took > 0.1 for took in took_s)
    ok(late <= len(took_s) // 100 and max(took_s) < 2,
       f'nobody waits for it ({late} of {len(took_s)} over 100 ms, at most {max(took_s):.3f} s)')
    equal(user_event(server, 'quick').status, 'HTTP/1.1 204 No Content', 'the others are served')
    equal(json.loads(quick.read()[1])['type'], 'ChannelUserevent', 'and get their events')
    quick.close()
    slow.close()


def check_late_reader(server):
    """What is held for a client that reads late, but reads, comes whole and in order."""
    client = WebSocket(server.port, 'late')
    connection = server.connect()
    for i in range(300):
        connection.ask('POST', f'/ari/events/user/E{i}?application=late')
    for _ in range(300):
        connection.answer()
    equal([json.loads(client.read()[1])['eventname'] for _ in range(300)],
          [f'E{i}' for i in range(300)], '300 events in order')
    client.close()


def main():
    server = Server()
    for check in (check_handshakes, check_apps, check_frames, check_messages, check_slow_client,
                  check_late_reader):
        check(server)
    clients = [WebSocket(server.port, f'app-{i}') for i in range(20)]
    idle = server.connect()
    began = time.monotonic()
    result = server.stop()
    equal([c.closed_with() for c in clients], [1001] * 20, 'at the end all are told: 1001')
    ok(idle.is_closed(), 'and other connections are closed')
    equal(result, (0, ''), 'nothing went wrong')
    ok(time.monotonic() - began < 3, 'and it does not take long')
    done()


main()
