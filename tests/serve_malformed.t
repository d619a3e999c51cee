#!/usr/bin/env -S python3 -B
"""What clients should not send: requests, handshakes, frames and messages that are cut off, too large,
wrongly encoded or nonsense. Each is answered, or the connection is closed, as the row says; and
whatever it was, the next client is served."""
import json
import socket
import struct
import time

from serving import KEY, Server, UPGRADE, WebSocket, basic, done, equal, ok

AUTH = basic('asterisk:asterisk') + '\r\n'
PING = 'GET /ari/asterisk/ping HTTP/1.1\r\n' + AUTH
CLAIM = 'POST /ari/events/claim?channelId=x&application=a HTTP/1.1\r\n' + AUTH
JSON = 'Content-Type: application/json\r\n'
FORM = 'Content-Type: application/x-www-form-urlencoded\r\n'
HANDSHAKE = '\r\n'.join((*UPGRADE, KEY)) + '\r\n'
IDLE_S = 15
BAD_UTF8 = [
    b'\x80', b'\xbf', b'\xc0\x80', b'\xc1\xbf', b'\xc3', b'\xc3\x28', b'\xe0\x80\x80',
    b'\xe2\x82', b'\xe2\x28\xa1', b'\xed\xa0\x80', b'\xed\xbf\xbf', b'\xf0\x80\x80\x80',
    b'\xf0\x9f\x98', b'\xf4\x90\x80\x80', b'\xf5\x80\x80\x80', b'\xf8\x88\x80\x80\x80', b'\xfe',
    b'\xff', b'ok \xff', b'\xef\xbf\xbd\xff',
]


def first_lines():
    """Status by what stands in the first line."""
    rows = [
        ('', 400), (' ', 400), ('\t', 400), ('GET', 400), ('GET ', 400), (' GET', 400),
        ('\0', 400), ('\0 \0 \0', 404), ('\x16\x03\x01\x02 \x01', 404), ('HTTP/1.1 200 OK', 404),
        ('GET\0/ari HTTP/1.1', 404), ('GET /ari\0/x HTTP/1.1', 401),
        ('GET \xff\xfe HTTP/1.1', 404), ('\xff /ari/asterisk/ping HTTP/1.1', 401),
        ('GET * HTTP/1.1', 404), ('OPTIONS * HTTP/1.1', 404), ('GET ari HTTP/1.1', 404),
        ('CONNECT here:80 HTTP/1.1', 404), ('GET http:// HTTP/1.1', 404),
        ('GET / HTTP/1.1 more', 404), ('GET / HTTP/9.9', 404), ('GET / FTP', 404),
        ('GET /ari/../ari/asterisk/ping HTTP/1.1', 401), ('GET //ari/asterisk/ping HTTP/1.1', 404),
        ('GET /ari/%00 HTTP/1.1', 401), ('GET /ari? HTTP/1.1', 401), ('G' * 4000 + ' / x', 404),
        ('G' * 5000 + ' / x', 400), ('GET ' + '/' * 4000 + ' x', 404), ('GET /' + 'x' * 9000, 400),
        ('x' * 100000, 400),
    ]
    return [(f'first line {line[:30]!r}', line + '\r\n\r\n', status) for line, status in rows]


def uris():
    rows = [
        ('asterisk/ping%', 404), ('asterisk/ping%2', 404), ('asterisk/ping%zz', 404),
        ('asterisk/%00ping', 404), ('%61sterisk/ping%00', 200), ('asterisk%2fping', 404),
        ('asterisk//ping', 405), ('/asterisk/ping', 405), ('asterisk/ping;x=1', 404),
        ('asterisk/../asterisk/ping', 404), ('channels/%ff', 404), ('channels/%c0%80', 404),
        ('channels/%22%5c%0a', 404), ('channels/' + '%41' * 1000, 404), ('a/' * 1900, 404),
        ('asterisk/variable', 400), ('asterisk/variable?variable', 400),
        ('asterisk/variable?variable=%', 200), ('asterisk/variable?variable=%ff%fe', 200),
        ('asterisk/variable?&&&=&==&variable=x&=', 200), ('asterisk/ping?' + '&' * 3000, 200),
        ('asterisk/ping?' + 'a=b&' * 900, 200), ('asterisk/variable?variable=%00x', 400),
    ]
    return [(f'GET /ari/{uri[:40]}', f'GET /ari/{uri} HTTP/1.1\r\n{AUTH}\r\n', status)
            for uri, status in rows]


def headers():
    rows = [
        ('no name', ': x', 200), ('no colon', 'x', 200), ('a blank first', ' folded: x', 200),
        ('a NUL', 'X: a\0b', 200), ('bytes', 'X-\xff: \xfe', 200), ('only a colon', ':', 200),
        ('a bare CR', 'X: a\rY: b', 200), ('nothing behind it', 'X:', 200),
        ('5000 bytes', 'X: ' + 'x' * 5000, 400), ('a name of 5000 bytes', 'x' * 5000 + ': y', 400),
        ('a million bytes', 'X: ' + 'x' * 1000000, 400),
        ('200 of them', '\r\n'.join(['X: y'] * 200), 413),
        ('10,000 of them', '\r\n'.join(f'X-{i}: y' for i in range(10000)), 413),
        ('another Authorization', 'Authorization: Basic x', 200),
        ('two hosts', 'Host: a\r\nHost: b', 200), ('a Host of bytes', 'Host: \xff"\\', 200),
        ('an Origin of bytes', 'Origin: \xff', 200), ('an empty Origin', 'Origin:', 200),
        ('an empty Connection', 'Connection:', 200), ('Connection: ,,,', 'Connection: ,,,', 200),
        ('an unknown expectation', 'Expect: 200-maybe', 200),
        ('an expectation without a body', 'Expect: 100-continue', 200),
        ('an unknown upgrade', 'Upgrade: h2c\r\nConnection: Upgrade', 200),
    ]
    return [(f'header: {name}', f'{PING}{text}\r\n\r\n', status) for name, text, status in rows]


def credentials():
    words = ['', 'Basic', 'Basic ', 'Basic =', 'Basic ====', 'Basic \xff', 'Basic Og==', 'Basic %%',
             'Basic YXN0ZXJpc2s6', 'Basic OmFzdGVyaXNr', 'basic YXN0ZXJpc2s6YXN0ZXJpc2s=',
             'Basic ' + 'QUFB' * 900, 'Bearer x', 'Digest username="x"', 'Basic AGE6AGI=',
             'Basic /////w==']
    rows = [(f'Authorization: {word[:30]!r}',
             f'GET /ari/asterisk/ping HTTP/1.1\r\nAuthorization: {word}\r\n\r\n', 401)
            for word in words]
    keys = ['', ':', 'asterisk', 'asterisk:', ':asterisk', '%', '%00', 'asterisk%3A', '%ff:%ff',
            'asterisk:asterisk:ro', 'x' * 3900]
    return rows + [(f'api_key={key[:30]}', f'GET /ari/asterisk/ping?api_key={key} HTTP/1.1\r\n\r\n',
                    401) for key in keys]


def bodies():
    def counted(text, kind=JSON):
        data = text.encode() if isinstance(text, str) else text
        return (CLAIM + kind + f'Content-Length: {len(data)}\r\n\r\n').encode('latin1') + data
    rows = [(f'Content-Length: {length[:20]}', f'{CLAIM}{JSON}Content-Length: {length}\r\n\r\n', want)
            for length, want in (
                ('-1', 400), ('+1', 400), ('1 1', 400), ('1,1', 400), ('0x1', 400), ('1.0', 400),
                ('a', 400), ('\xb2', 400), ('9' * 19, 413), ('9' * 400, 413), ('40961', 413),
                ('18446744073709551616', 413), ('18446744073709551615', 413), ('2147483648', 413))]
    rows += [(f'JSON {text[:30]!r}', counted(text), 400) for text in (
        '{', '}', '[', '{"a"', '{"a":}', '{"a":1,}', "{'a':1}", '{"a":01}', '{"a":1e}', '{"a":tru}',
        '{"a":"\\x"}', '{"a":"\\u12"}', '{"a":"\n"}', '{} {}', '\0', 'x', '"', '\ufeff{}',
        '{"a":"\\ud800"}', '{"a":1e999}', '[' * 40000, '{"a":' * 8000, '{"a":"\\u0000"}')]
    rows += [(f'JSON with {bad!r}', counted(b'{"a":"' + bad + b'"}'), 400) for bad in BAD_UTF8]
    rows += [(f'JSON that is no request: {text[:30]}', counted(text), 404) for text in (
        '[]', '{}', '{"":""}', '[[[]]]', '{"a":' + '[' * 500 + ']' * 500 + '}')]
    rows += [(f'JSON in which a parameter is no text: {text}', counted(text), 400) for text in (
        '{"channelId":[]}', '{"channelId":{}}', '{"channelId":null}', '{"application":1234567890123}')]
    rows += [(f'a form {text[:30]!r}', counted(text, FORM), 404) for text in (
        '', '&', '=', '%', 'a=%', 'a=%zz', '%00=%00', '=&=&=', 'a', 'a=b;c=d', b'\xff\xfe\0')]
    rows.append(('a body of 40,961 bytes', counted('x' * 40961), 413))
    rows.append(('one of a million', counted('x' * 1000000), 413))
    return rows


def chunks():
    rows = [
        ('x\r\n', 400), ('\r\n', 400), (';\r\n', 400), ('-1\r\n', 400), ('g\r\n', 400),
        ('0x1\r\n', 400), ('+1\r\n', 400), ('1 1 1\r\na\r\n', 'waits'), ('ffffffff\r\n', 413),
        ('a001\r\n', 413), ('f' * 100 + '\r\n', 413), ('ffffffffffffffffffff\r\n', 413),
        ('1\r\nab\r\n', 400), ('1\r\na\n', 'waits'), ('2\r\n{}x\r\n', 400), ('5\r\n{}\r\n0', 'waits'),
        ('0\r\n' + 'X: y\r\n' * 200, 400), ('0\r\n' + 'x' * 5000, 400), ('1;' + 'x' * 5000, 400),
        ('1', 'waits'), ('0\r\n', 'waits'), ('0\r\nX: y\r\n', 'waits'), ('\0\r\n', 400),
        ('1\r\na' * 3, 400), ('a000\r\n' + 'x' * 40960 + '\r\n1\r\n', 413),
    ]
    return [(f'chunks {text[:30]!r}', f'{CLAIM}{JSON}Transfer-Encoding: chunked\r\n\r\n{text}', want)
            for text, want in rows]


def handshakes():
    def handshake(app, headers=HANDSHAKE):
        return f'GET /ari/events?app={app} HTTP/1.1\r\n{AUTH}{headers}\r\n'
    rows = [(f'app={app[:30]}', handshake(app), want) for app, want in (
        ('', 400), (',', 500), (',,,', 500), ('%20', 500), ('%00', 400), ('a%00b', 101),
        ('%ff', 101), ('%c0%80,%ed%a0%80', 101), ('a,' * 1000, 500), ('x' * 74, 500),
        ('x' * 3000, 500), ('%', 101), ('a,' * 999 + 'a', 101), ('%22%5c%0a', 101))]
    plain = ('Upgrade: websocket\r\nConnection: Upgrade\r\n')
    rows += [(f'handshake: {name}', handshake('a', plain + headers), want)
             for name, headers, want in (
                 ('no key', 'Sec-WebSocket-Version: 13\r\n', 400),
                 ('an empty key', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key:\r\n', 400),
                 ('a key of bytes', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: \xff\r\n', 101),
                 ('a key of 4000 bytes',
                  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ' + 'x' * 4000 + '\r\n', 101),
                 ('no version', KEY + '\r\n', 400),
                 ('version x', KEY + '\r\nSec-WebSocket-Version: x\r\n', 400),
                 ('version 13.0', KEY + '\r\nSec-WebSocket-Version: 13.0\r\n', 400),
                 ('version -1', KEY + '\r\nSec-WebSocket-Version: -1\r\n', 400),
                 ('protocol \xff', HANDSHAKE + 'Sec-WebSocket-Protocol: \xff\r\n', 400),
                 ('protocols ,,,', HANDSHAKE + 'Sec-WebSocket-Protocol: ,,,\r\n', 101))]
    rows.append(('handshake with POST',
                 f'POST /ari/events?app=a HTTP/1.1\r\n{AUTH}{HANDSHAKE}\r\n', 405))
    rows.append(('handshake without credentials',
                 f'GET /ari/events?app=a HTTP/1.1\r\n{HANDSHAKE}\r\n', 401))
    return rows


def check_requests(server):
    rows = (first_lines() + uris() + headers() + credentials() + bodies() + chunks() +
            handshakes())
    for name, text, want in rows:
        connection = server.connect()
        send(connection, text if isinstance(text, bytes) else text.encode('latin1'))
        equal((status_of(connection, want), server.is_well()), (want, True), name)
        connection.close()
    return len(rows)


def send(connection, data):
    """The server may close before all of it is read."""
    try:
        connection.send(data)
    except ConnectionError:
        pass


def status_of(connection, want):
    """The status of the first answer; 'waits' when the server waits for more."""
    connection.socket.settimeout(0.05 if want == 'waits' else 5)
    try:
        while b'\r\n' not in connection.buffer:
            connection.more()
    except TimeoutError:
        return 'waits'
    except (OSError, EOFError):
        return 'closed'
    return int(connection.buffer.split(b' ')[1])


def check_cut_requests(server):
    """Every beginning of a request, after which the client closes its half, or all, or resets."""
    whole = (f'POST /ari/events/claim HTTP/1.1\r\n{AUTH}{JSON}Expect: 100-continue\r\n'
             'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n').encode()
    said = 0
    for size in range(0, len(whole), 2):
        connection = server.connect()
        send(connection, whole[:size])
        if size % 3 == 0:
            connection.socket.shutdown(socket.SHUT_WR)
            connection.socket.settimeout(5)
            while connection.socket.recv(1000) != b'':
                pass
        elif size % 3 == 1:
            reset(connection)
        connection.close()
        said += not server.is_well()
    equal(said, 0, 'a request cut off anywhere')
    connection = server.connect()
    send(connection, (PING + '\r\n').encode())
    connection.socket.shutdown(socket.SHUT_WR)
    equal(connection.answer().status, 'HTTP/1.1 200 OK', 'who asks and closes his half is answered')
    return len(whole) // 2


def reset(connection):
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


def frames():
    """(name, bytes, the code of the close that follows; None: all goes on)"""
    frame = WebSocket.frame
    rows = [(f'reserved bits {bits}', frame(None, 1, b'{}', reserved=bits), 1002)
            for bits in range(1, 8)]
    rows += [(f'opcode {code}', frame(None, code, b'x'), 1002)
             for code in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)]
    rows += [(f'opcode {code}, not masked', frame(None, code, b'{}', masked=False), 1002)
             for code in (0, 1, 2, 8, 9, 10)]
    rows += [(f'opcode {code} of {size} bytes', frame(None, code, b'x' * size), 1002)
             for code in (8, 9, 10) for size in (126, 127, 1000, 70000)]
    rows += [(f'opcode {code} in fragments', frame(None, code, b'x', last=False), 1002)
             for code in (8, 9, 10)]
    rows += [
        ('a fragment of nothing', frame(None, 0, b'x'), 1002),
        ('a message within a message', frame(None, 1, b'{', last=False) + frame(None, 1, b'}'), 1002),
        ('a binary one within a text', frame(None, 1, b'{', last=False) + frame(None, 2, b'}'), 1002),
        ('131,073 bytes', frame(None, 1, b'x' * 131073), 1009),
        ('131,073 bytes in fragments', frame(None, 1, b'x' * 131072, last=False) + frame(None, 0, b'x'),
         1009),
        ('fragments without end', frame(None, 2, b'x' * 1000, last=False) +
         frame(None, 0, b'x' * 1000, last=False) * 200, 1009),
        ('a size of 2^63', b'\x81\xff' + b'\x80' + bytes(7) + b'mask', 1009),
        ('a size of 2^64 - 1', b'\x81\xff' + b'\xff' * 8 + b'mask', 1009),
        ('a close of 1 byte', frame(None, 8, b'x'), 1002),
        ('a close with bad UTF-8', frame(None, 8, b'\x03\xe8\xff'), 1002),
        ('a close and more', frame(None, 8, b'\x03\xe8') + frame(None, 1, b'{}') * 100, 1000),
        ('an unasked pong', frame(None, 10, b'hello'), None),
        ('1000 unasked pongs', frame(None, 10) * 1000, None),
        ('an empty text', frame(None, 1), None),
        ('an empty binary one', frame(None, 2), None),
        ('nothing but empty fragments', frame(None, 1, last=False) + frame(None, 0, last=False) * 1000 +
         frame(None, 0), None),
        ('a ping between fragments of one byte', frame(None, 1, b'{', last=False) +
         frame(None, 9, b'p' * 125) + frame(None, 0, b'}'), None),
        ('the size in too many bytes', b'\x81\xfe\x00\x02mask' + bytes(2), None),
        ('binary bytes', frame(None, 2, bytes(range(256))), None),
        ('HTTP', PING.encode() + b'\r\n', 1002),
        ('TLS', b'\x16\x03\x01\x02\x00\x01\x00\x01', 1002),
        ('only ones', b'\xff' * 100, 1002),
        ('only zeros', bytes(100), 1002),
    ]
    rows += [(f'a text of {bad!r}', frame(None, 1, bad), 1007) for bad in BAD_UTF8]
    rows += [(f'{bad!r} over two fragments', frame(None, 1, bad[:1], last=False) +
              frame(None, 0, bad[1:]), 1007) for bad in BAD_UTF8]
    return rows


def check_frames(server):
    rows = frames()
    for name, data, want in rows:
        client = WebSocket(server.port, 'frames')
        send(client, data)
        if want is None:
            client.write(9, b'still here')
            got = None if still_here(client) else 'gone'
        else:
            got = code_of(client)
        equal((got, server.is_well()), (want, True), f'frame: {name}')
        client.close()
    equal(json.loads(server.ask('GET', '/ari/applications').body), [], 'their applications have gone')
    return len(rows)


def still_here(client):
    try:
        while client.read() != (10, b'still here'):
            pass
    except (OSError, EOFError):
        return False
    return True


def code_of(client):
    try:
        return client.closed_with()
    except (OSError, EOFError):
        return 'closed'


def check_cut_frames(server):
    whole = WebSocket.frame(None, 1, b'{"type":"RESTRequest"' + b' ' * 200 + b'}')
    said = 0
    for size in [*range(1, 20), *range(20, len(whole), 20)]:
        client = WebSocket(server.port, 'cut')
        send(client, whole[:size])
        if size % 2:
            reset(client)
        client.close()
        said += not server.is_well()
    equal(said, 0, 'a frame cut off anywhere')
    client = WebSocket(server.port, 'half')
    client.write(1, b'{}')
    client.socket.shutdown(socket.SHUT_WR)
    ok(json.loads(client.read()[1])['status_code'] == 400 and code_of(client) in ('closed', 1000),
       'who closes his half of a WebSocket is answered, and then gone')
    return 30


def check_messages(server):
    """Each member of a request with each kind of value: an answer, and never 200 or 204."""
    values = [None, True, 0, -1, 1.5, '', 'x', '\0', '"', '%', '?', '/', [], {}, [1], [[]], [{}],
              {'a': 1}, 'x' * 5000, '\ud7ff\U0010ffff']
    good = {'type': 'RESTRequest', 'method': 'POST', 'uri': 'events/claim', 'request_id': 'r',
            'transaction_id': 't', 'content_type': 'application/json', 'message_body': '{}',
            'query_strings': []}
    client = WebSocket(server.port, 'messages')
    wrong = []
    for key in good:
        for value in values:
            client.write(1, json.dumps({**good, key: value}).encode())
            status = json.loads(client.read()[1])['status_code']
            if status < 400:
                wrong.append((key, value, status))
    equal(wrong, [], f'{len(good) * len(values)} messages with a member that makes no sense')
    pair = [{'name': 'a'}, {'value': 'a'}, {'name': 1, 'value': 'a'}, {'name': 'a', 'value': None},
            {'name': '', 'value': ''}, {'name': '%&=?#', 'value': '\0'}, 'a=b', None, []]
    for value in pair:
        client.write(1, json.dumps({**good, 'query_strings': [value]}).encode())
        equal(json.loads(client.read()[1])['status_code'], 400, f'query_strings [{value!r}]')
    for text in (b'[' * 100000, b'{"a":' * 20000, b'{"type":"RESTRequest","type":1}', b'{"a":"\\u0000"}',
                 b'{"a":1e9999}', b'nul', b'{"\\u0000":1}', b'\xef\xbb\xbf{}'):
        client.write(1, text)
        equal(json.loads(client.read()[1])['status_code'], 400, f'the message {text[:30]!r}')
    ok(server.is_well(), 'and the next client is served')
    client.close()
    return len(good) * len(values) + len(pair) + 8


class Slow:
    """Clients that keep a connection busy with nothing; each is given as long as an idle one."""

    def __init__(self, server):
        self.began = time.monotonic()
        self.connections = {'idle': server.connect(), 'a byte at a time': server.connect()}
        for name, text in (
                ('half a first line', 'GET /ari/ast'), ('half a header', PING + 'X: y'),
                ('half a body', CLAIM + JSON + 'Content-Length: 10\r\n\r\n{'),
                ('half a chunk', CLAIM + JSON + 'Transfer-Encoding: chunked\r\n\r\n5\r\n{')):
            self.connections[name] = server.connect()
            self.connections[name].send(text.encode())

    def check(self):
        byte_by_byte = self.connections['a byte at a time']
        while time.monotonic() < self.began + IDLE_S - 1:
            byte_by_byte.send(b'x')
            time.sleep(0.5)
        for name, connection in self.connections.items():
            ok(not connection.is_closed(0.001), f'{name}: waited for')
        for name, connection in self.connections.items():
            ok(connection.is_closed(3), f'{name}: closed after {IDLE_S} s')


def check_floods(server):
    """Much of what is allowed one by one."""
    client = WebSocket(server.port, 'flood')
    client.socket.settimeout(10)
    client.send(client.frame(9, b'p' * 100) * 500)
    equal([client.read() for _ in range(500)], [(10, b'p' * 100)] * 500, '500 pings at once')
    held = [server.connect() for _ in range(500)]
    for connection in held:
        connection.send(b'GET /ari')
    ok(server.is_well(), '500 connections with half a request each')
    deaf = server.connect()
    deaf.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.socket.settimeout(0.2)
    try:
        for _ in range(3000):
            deaf.send((PING + '\r\n').encode() * 100)
        stalled = False
    except TimeoutError:
        stalled = True
    ok(stalled and server.is_well(), 'who asks and never reads is not read any more')
    for connection in [client, deaf, *held]:
        connection.close()
    ok(server.is_well(), 'and when they go, others are served')


def main():
    server = Server()
    slow = Slow(server)
    count = check_requests(server) + check_cut_requests(server)
    count += check_frames(server) + check_cut_frames(server) + check_messages(server)
    ok(count >= 200, f'{count} things that clients should not send')
    check_floods(server)
    slow.check()
    equal(server.stop(), (0, ''), 'nothing went wrong')
    done()


main()
