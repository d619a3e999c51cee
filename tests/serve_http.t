#!/usr/bin/env -S python3 -B
"""HTTP as `stasim serve` speaks it: answers, credentials, origins, bodies, limits, connections."""
import json
import os
import resource
import signal
import time

from serving import Server, basic, done, equal, ok

CLAIM = '/ari/events/claim?channelId=x1&application=a'
NOT_FOUND = b'{"message":"Channel not found or not in broadcast state"}'
ALLOWED = 'Origin: http://ari.example.test'
JSON = 'Content-Type: application/json'
FORM = 'Content-Type: application/x-www-form-urlencoded'
PREFLIGHT = ('Access-Control-Request-Method: POST', 'Access-Control-Request-Headers: x-a, x-b')


def check_answer(server):
    answer = server.ask('POST', CLAIM)
    equal(answer.status, 'HTTP/1.1 404 Not Found', 'a claim of nothing: status line')
    equal([k for k, _ in answer.headers],
          ['Server', 'Date', 'Cache-Control', 'Content-type', 'Content-Length'], 'its headers')
    equal(answer['Cache-Control'], 'no-cache, no-store', 'Cache-Control')
    equal(answer['Content-type'], 'application/json', 'Content-type')
    equal((answer['Content-Length'], answer.body), (str(len(NOT_FOUND)), NOT_FOUND), 'body')
    ok(time.strptime(answer['Date'], '%a, %d %b %Y %H:%M:%S GMT'), 'Date can be read')
    ping = json.loads(server.ask('GET', '/ari/asterisk/ping').body)
    now = time.strftime('%Y-%m-%dT%H', time.gmtime())
    equal(list(ping), ['ping', 'timestamp', 'asterisk_id'], 'a ping is answered')
    ok(ping['timestamp'].startswith(now) and ping['timestamp'].endswith('+0000'),
       f'with the time: {ping["timestamp"]}')


def check_paths(server):
    rows = [
        ('GET', '/ari', '405 Method Not Allowed', 'OPTIONS'),
        ('GET', '/ari/nothing', '404 Not Found', None),
        ('GET', '/ARI/asterisk/ping', '200 OK', None),
        ('get', '/ari/asterisk/%70ing', '200 OK', None),
        ('GET', '/ari/asterisk%2Fping', '404 Not Found', None),
        ('FOO', '/ari/asterisk/ping', '405 Method Not Allowed', 'OPTIONS,GET'),
        ('HEAD', '/ari/asterisk/ping', '405 Method Not Allowed', 'OPTIONS,GET'),
        ('OPTIONS', '/ari/events/claim', '204 No Content', 'OPTIONS,POST'),
        ('GET', '/nothing', '404 Not Found', None),
        ('GET', '/arithmetic', '404 Not Found', None),
        ('GET', '/ws', '426 Upgrade Required', None),
        ('GET', '/ari/events', '426 Upgrade Required', None),
    ]
    for method, path, status, allow in rows:
        answer = server.ask(method, path)
        equal((answer.status, answer['Allow']), (f'HTTP/1.1 {status}', allow), f'{method} {path}')
    equal(server.ask('HEAD', '/ari/asterisk/ping')['Content-Length'], '28', 'HEAD counts its body')
    equal(server.ask('GET', '/nothing', user=None)['Content-type'], 'text/html', 'pages are HTML')


def check_credentials(server):
    key = CLAIM + '&api_key='
    rows = [
        ('none', CLAIM, None, 401),
        ('a wrong password', CLAIM, basic('asterisk:wrong'), 401),
        ('an unknown user', CLAIM, basic('nobody:x'), 401),
        ('no colon', CLAIM, basic('asterisk'), 401),
        ('no base64', CLAIM, 'Authorization: Basic !!!', 401),
        ('another scheme', CLAIM, 'Authorization: Bearer abc', 401),
        ('the scheme in lower case', CLAIM, basic('asterisk:asterisk').replace('B', 'b'), 401),
        ('a header in lower case', CLAIM, basic('asterisk:asterisk').replace('A', 'a', 1), 404),
        ('api_key', key + 'asterisk:asterisk', None, 404),
        ('api_key with an escape', key + 'asterisk%3Aasterisk', None, 404),
        ('a wrong api_key', key + 'asterisk:wrong', None, 401),
        ('an api_key without a colon', key + 'asterisk', None, 401),
        ('bad Basic, good api_key', key + 'asterisk:asterisk', basic('x:y'), 401),
        ('good Basic, bad api_key', key + 'x:y', basic('asterisk:asterisk'), 404),
        ('a password behind a crypt', CLAIM, basic('hashed:secret'), 404),
        ('the same once more', CLAIM, basic('hashed:secret'), 404),
        ('a wrong one there', CLAIM, basic('hashed:Secret'), 401),
        ('none there', CLAIM, basic('hashed:'), 401),
        ('the crypt itself', CLAIM,
         basic('hashed:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA'), 401),
        ('who may only read', CLAIM, basic('ro:ro'), 403),
    ]
    for name, path, header, status in rows:
        answer = server.ask('POST', path, *[h for h in [header] if h], user=None)
        equal(int(answer.status.split()[1]), status, f'credentials: {name}')
    answer = server.ask('GET', '/ari/nothing', user=None)
    equal((answer['WWW-Authenticate'], answer.body),
          ('Basic realm="Asterisk REST Interface"', b'{"message":"Authentication required"}'),
          'how a 401 looks')
    equal(server.ask('POST', CLAIM, FORM, body=b'api_key=asterisk:asterisk', user=None).body,
          NOT_FOUND, 'api_key in a form')
    equal(server.ask('POST', '/ari/events/claim', JSON, user=None,
                     body=b'{"api_key":"asterisk:asterisk"}').status,
          'HTTP/1.1 401 Unauthorized', 'but not in JSON')
    equal(server.ask('GET', '/ari/asterisk/ping', user='ro:ro').status, 'HTTP/1.1 200 OK',
          'who may only read can read')
    equal(server.ask('FOO', '/ari/nothing', user='ro:ro').body,
          b'{"message":"Write access denied"}', 'and is refused before the path is looked at')


def check_origins(server):
    plain = server.ask('GET', '/ari/asterisk/ping', ALLOWED)
    equal((plain['Access-Control-Allow-Origin'], plain['Access-Control-Allow-Credentials']),
          ('http://ari.example.test', 'true'), 'an allowed origin')
    evil = server.ask('GET', '/ari/asterisk/ping', 'Origin: http://evil.test')
    equal(evil['Access-Control-Allow-Origin'], None, 'another one')
    good = server.ask('OPTIONS', '/ari/events/claim', ALLOWED, *PREFLIGHT)
    equal((good['Access-Control-Allow-Methods'], good['Access-Control-Allow-Headers']),
          ('OPTIONS,POST', 'x-a, x-b'), 'a preflight')
    bad = server.ask('OPTIONS', '/ari/events/claim', ALLOWED,
                     'Access-Control-Request-Method: DELETE')
    equal((bad['Allow'], bad['Access-Control-Allow-Methods']), ('OPTIONS,POST', None),
          'a preflight for a method that is not offered')
    refused = server.ask('OPTIONS', '/ari/events/claim', ALLOWED, *PREFLIGHT, user=None)
    equal((refused.status, refused['Access-Control-Allow-Origin']),
          ('HTTP/1.1 401 Unauthorized', 'http://ari.example.test'), 'one without credentials')


def raw(server, text, count=1):
    """Answers to what is sent as it is, with credentials where {auth} stands."""
    connection = server.connect()
    connection.send(text.replace('{auth}', basic('asterisk:asterisk')).encode('latin1'))
    answers = [connection.answer() for _ in range(count)]
    return connection, answers


def check_request_lines(server):
    rows = [
        ('HTTP/1.0', 'GET /ari/asterisk/ping HTTP/1.0\r\n{auth}\r\n\r\n', '200 OK'),
        ('no version', 'GET /ari/asterisk/ping\r\n{auth}\r\n\r\n', '200 OK'),
        ('HTTP/2.0', 'GET /ari/asterisk/ping HTTP/2.0\r\n{auth}\r\n\r\n', '200 OK'),
        ('bare LF', 'GET /ari/asterisk/ping HTTP/1.1\n{auth}\n\n', '200 OK'),
        ('a header without a colon', 'GET /ari/asterisk/ping HTTP/1.1\r\n{auth}\r\nBad\r\n\r\n',
         '200 OK'),
        ('a whole URL', 'GET http://here/ari/asterisk/ping HTTP/1.1\r\n{auth}\r\n\r\n',
         '404 Not Found'),
        ('one word', 'garbage\r\n\r\n', '400 Bad Request'),
        ('empty lines', '\r\n\r\n', '400 Bad Request'),
    ]
    for name, text, status in rows:
        _, answers = raw(server, text)
        equal(answers[0].status, f'HTTP/1.1 {status}', f'request line: {name}')


def check_connections(server):
    two = 'GET /ari/asterisk/ping HTTP/1.1\r\n{auth}\r\n\r\n' * 2
    connection, answers = raw(server, two, 2)
    equal([a.status for a in answers], ['HTTP/1.1 200 OK'] * 2, 'two requests at once')
    mixed = ('POST /ari/events/claim HTTP/1.1\r\n{auth}\r\n' + JSON + '\r\nContent-Length: 2\r\n'
             '\r\n{}GET /nothing HTTP/1.1\r\n\r\nHEAD /ari/asterisk/ping HTTP/1.1\r\n{auth}\r\n'
             '\r\nPOST ' + CLAIM + ' HTTP/1.1\r\n{auth}\r\nContent-Length: 5\r\n\r\nhello'
             'GET /ari/asterisk/ping HTTP/1.1\r\nConnection: close\r\n{auth}\r\n\r\n')
    connection = server.connect()
    connection.send(mixed.replace('{auth}', basic('asterisk:asterisk')).encode())
    got = [connection.answer(m).status.split()[1] for m in ('POST', 'GET', 'HEAD', 'POST', 'GET')]
    equal(got, ['400', '404', '405', '404', '200'], 'bodies and heads in one segment, in order')
    ok(connection.is_closed(), 'and closed after the one that says so')
    many = server.connect()
    many.send(('GET /ari/asterisk/ping HTTP/1.1\r\n' + basic('asterisk:asterisk') + '\r\n\r\n')
              .encode() * 5000)
    equal({many.answer().status for _ in range(5000)}, {'HTTP/1.1 200 OK'}, '5000 at once')
    for text, echo in (('GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 'close'),
                       ('GET / HTTP/1.1\r\nConnection: Close, x\r\n\r\n', 'close'),
                       ('GET / HTTP/1.0\r\n\r\n', None)):
        connection, answers = raw(server, text)
        equal((answers[0]['Connection'], connection.is_closed()), (echo, True), repr(text))
    connection, answers = raw(server, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n')
    ok(not connection.is_closed(0.1), 'HTTP/1.0 can keep the connection')
    slow = server.connect()
    for byte in ('GET /ari/asterisk/ping HTTP/1.1\r\n' + basic('asterisk:asterisk') +
                 '\r\n\r\n').encode():
        slow.send(bytes([byte]))
    equal(slow.answer().status, 'HTTP/1.1 200 OK', 'a request byte by byte')


def check_bodies(server):
    claim = b'{"channelId":"x1","application":"a"}'
    head = 'POST /ari/events/claim HTTP/1.1\r\n{auth}\r\n' + JSON + '\r\n'
    chunked = head + 'Transfer-Encoding: chunked\r\n\r\n'
    for name, body in (
            ('one chunk', '24\r\n' + claim.decode() + '\r\n0\r\n\r\n'),
            ('many', ''.join(f'1;x\r\n{chr(c)}\r\n' for c in claim) + '0\r\nTrailer: x\r\n\r\n')):
        _, answers = raw(server, chunked + body + 'GET / HTTP/1.1\r\n\r\n', 2)
        equal((answers[0].body, answers[1].status), (NOT_FOUND, 'HTTP/1.1 404 Not Found'),
              f'a body in chunks: {name}')
    connection = server.connect()
    connection.ask('POST', '/ari/events/claim', JSON, 'Expect: 100-continue',
                   f'Content-Length: {len(claim)}')
    equal(connection.answer().status, 'HTTP/1.1 100 Continue', 'a body that waits is asked for')
    connection.send(claim)
    equal(connection.answer().body, NOT_FOUND, 'and read')
    equal(server.ask('POST', '/ari/events/claim', JSON, 'Expect: 100-continue', body=claim).status,
          'HTTP/1.1 404 Not Found', 'one that is there already is not')
    connection = server.connect()
    connection.ask('POST', '/ari/events/claim', JSON, f'Content-Length: {len(claim)}')
    for byte in claim:
        connection.send(bytes([byte]))
    equal(connection.answer().body, NOT_FOUND, 'a body byte by byte')
    for length in ('abc', '-1', '', '1e3', '0x10'):
        connection, answers = raw(server, head + f'Content-Length: {length}\r\n\r\n')
        equal((answers[0].status, answers[0]['Connection'], connection.is_closed()),
              ('HTTP/1.1 400 Bad Request', 'close', True), f'Content-Length: {length}')


def check_limits(server):
    def form(size):
        return b'application=a&channelId=' + b'y' * (size - 24)
    equal(server.ask('POST', '/ari/events/claim', FORM, body=form(40960)).body, NOT_FOUND,
          'a body of 40960 bytes')
    for size in (40961, 50000, 1000000):
        connection = server.connect()
        connection.ask('POST', '/ari/events/claim', FORM, body=form(size))
        answer = connection.answer()
        equal((answer.status, answer['Connection'], answer.body, connection.is_closed()),
              ('HTTP/1.1 413 Request Entity Too Large', 'close',
               b'{"message":"Request body too large"}', True), f'a body of {size} bytes')
    equal(server.ask('POST', CLAIM, 'Content-Type: text/plain', body=b'z' * 500000).body, NOT_FOUND,
          'a body that nobody wants may be large')
    for name, path, headers, status in (
            ('a request line of 4056', CLAIM + 'x' * (4056 - 59), [], '404 Not Found'),
            ('one of 4156', CLAIM + 'x' * (4156 - 59), [], '400 Bad Request'),
            ('one of 20000', CLAIM + 'x' * 20000, [], '400 Bad Request'),
            ('a header of 3900', CLAIM, ['X-Big: ' + 'z' * 3900], '404 Not Found'),
            ('one of 4200', CLAIM, ['X-Big: ' + 'z' * 4200], '400 Bad Request'),
            ('90 headers', CLAIM, [f'X-{i}: 1' for i in range(90)], '404 Not Found'),
            ('120 headers', CLAIM, [f'X-{i}: 1' for i in range(120)],
             '413 Request Entity Too Large')):
        connection = server.connect()
        connection.ask('POST', path, *headers)
        answer = connection.answer()
        refused = not status.startswith('404')
        equal((answer.status, answer['Connection']),
              (f'HTTP/1.1 {status}', 'close' if refused else None), name)
        if refused:
            ok(connection.is_closed(), 'and the connection is closed')


def check_many(server):
    connections = [server.connect() for _ in range(300)]
    for connection in connections:
        connection.ask('GET', '/ari/asterisk/ping')
    equal({c.answer().status for c in connections}, {'HTTP/1.1 200 OK'}, '300 connections')
    for connection in connections:
        connection.close()
    leaving = server.connect()
    leaving.ask('POST', '/ari/channels?endpoint=Local/s@test&app=nobody')
    leaving.close()
    ok(server.is_well(), 'a client that does not wait for its answer')


def check_descriptors():
    """A server that cannot have more descriptors lets the others wait, and does not spin."""
    server = Server()
    few = len(os.listdir(f'/proc/{server.process.pid}/fd')) + 10
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (few, few))
    connections = [server.connect() for _ in range(20)]
    with open(f'/proc/{server.process.pid}/stat', encoding='ascii') as file:
        before = file.read().split()
    time.sleep(0.3)
    with open(f'/proc/{server.process.pid}/stat', encoding='ascii') as file:
        after = file.read().split()
    ticks = sum(int(after[i]) - int(before[i]) for i in (13, 14))
    ok(ticks < 5, f'no descriptor is left: in 0.3 s the processor is busy for {ticks} ticks')
    for connection in connections[:10]:
        connection.close()
    connections[-1].ask('GET', '/ari/asterisk/ping')
    equal(connections[-1].answer().status, 'HTTP/1.1 200 OK', 'then the last one has its turn')
    equal(server.stop(), (0, ''), 'and nothing went wrong')


def main():
    server = Server()
    equal(server.line, f'listening http://127.0.0.1:{server.port}/ari\n', 'what it says at the start')
    for check in (check_answer, check_paths, check_credentials, check_origins, check_request_lines,
                  check_connections, check_bodies, check_limits, check_many):
        check(server)
    equal(server.stop(), (0, ''), 'SIGTERM ends it, and nothing went wrong')
    server = Server('--clock', 'virtual', '--user', 'a:b:ro', '--user', 'c:d')
    equal(server.ask('GET', '/ari/asterisk/ping', user='a:b').body,
          b'{"ping":"pong","timestamp":"2026-01-01T00:00:00.000+0000",'
          b'"asterisk_id":"02:fc:00:00:00:01"}', 'a virtual clock stands still')
    equal([server.ask('POST', CLAIM, user=u).status.split()[1] for u in ('a:b', 'c:d')],
          ['403', '404'], 'users given as options')
    equal(server.stop(signal.SIGINT), (0, ''), 'SIGINT ends it too')
    if os.path.isdir('/proc/self/fd'):
        check_descriptors()
    done()


main()
