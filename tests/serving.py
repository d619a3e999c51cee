"""What the tests of `stasim serve` share beside TAP: the program under test, and clients so plain that
they can say anything, right or wrong."""
import base64
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

from tap import *

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get('STASIM', 'build/stasim')
PATIENCE_S = 10
CLAIMED = 'Channel has already been claimed by another application'
NOT_FOUND = 'Channel not found or not in broadcast state'
ARI_CONF = """; The users and settings of these tests.
[general]
channelvars=SKILL_REQUIRED,PRIORITY
allowed_origins=http://ari.example.test,http://127.0.0.1:9999

[asterisk]
type=user
password=asterisk

[ro]
type=user
password=ro
password_format=plain
read_only=yes

[hashed]
type = user
password = $5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA ; secret
password_format = crypt
"""
EXTENSIONS_CONF = """[test]
exten => s,1,StasisBroadcast(${BARGS})
 same => n,Hangup()
[far]
exten => s,1,Answer()
 same => n,Wait(60)
"""
_folder = tempfile.TemporaryDirectory()
FOLDER = _folder.name  # of files that end with the test


class Server:
    """One running `stasim serve`; the file ari.conf and the like lie in `folder`."""

    def __init__(self, *options, ari_conf=ARI_CONF, extensions_conf=EXTENSIONS_CONF):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = self.temporary.name
        files = {'ari.conf': ari_conf, 'extensions.conf': extensions_conf}
        files = {name: text for name, text in files.items() if text is not None}
        config = ['--config', self.folder] if files else []
        for name, text in files.items():
            with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
                file.write(text)
        port_path = os.path.join(self.folder, 'port')
        self.errors = open(os.path.join(self.folder, 'errors'), 'w+', encoding='utf-8')
        began = time.monotonic()
        self.process = subprocess.Popen(
            [PROGRAM, 'serve', *config, '--listen', '127.0.0.1:0', '--port-file', port_path,
             *options], stdout=subprocess.PIPE, stderr=self.errors)
        while not os.path.exists(port_path):
            if self.process.poll() is not None or time.monotonic() - began > PATIENCE_S:
                sys.exit(f'Bail out! the server does not start: {self.said()}')
            time.sleep(0.001)
        self.started_s = time.monotonic() - began
        with open(port_path, encoding='utf-8') as file:
            self.port = int(file.read())
        self.line = self.process.stdout.readline().decode()

    @staticmethod
    def fails(*options):
        """Its exit code and what it says, where it cannot even begin."""
        ended = subprocess.run([PROGRAM, 'serve', '--listen', '127.0.0.1:0', *options],
                               capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        return ended.returncode, ended.stderr

    def said(self):
        self.errors.seek(0)
        return self.errors.read()

    def stop(self, number=signal.SIGTERM):
        """Its exit code, and what it said on standard error."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_S)
        said = self.said()
        self.process.stdout.close()
        self.errors.close()
        self.temporary.cleanup()
        return code, said

    def descriptors(self, wanted=None):
        """How many it has open; where a number is wanted, it has some time to come to that."""
        began = time.monotonic()
        while True:
            count = len(os.listdir(f'/proc/{self.process.pid}/fd'))
            if wanted in (None, count) or time.monotonic() - began > PATIENCE_S:
                return count
            time.sleep(0.01)

    def connect(self):
        return Connection(self.port)

    def ask(self, method, path, *headers, body=b'', user='asterisk:asterisk'):
        """One request on a connection of its own."""
        connection = self.connect()
        connection.ask(method, path, *headers, body=body, user=user)
        answer = connection.answer(method)
        connection.close()
        return answer

    def is_well(self):
        """Answers another client, as it should."""
        try:
            return self.ask('GET', '/ari/asterisk/ping').status == 'HTTP/1.1 200 OK'
        except OSError:
            return False


def kept(name, content):
    """A file with this text, or this document as JSON: its path."""
    path = os.path.join(FOLDER, name)
    if isinstance(content, bytes):
        content = content.decode()
    with open(path, 'w', encoding='utf-8') as file:
        file.write(content if isinstance(content, str) else json.dumps(content))
    return path


def python_of_clients():
    """A Python with what clients in it need; None: there is none."""
    for python in ('python3', '/usr/bin/python3'):
        asked = [python, '-c', 'import requests, websocket']
        if subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    return None


def basic(user):
    return 'Authorization: Basic ' + base64.b64encode(user.encode()).decode()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __getitem__(self, name):
        """The value of a header; None: there is none."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b''

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def ask(self, method, path, *headers, body=b'', user='asterisk:asterisk'):
        lines = [f'{method} {path} HTTP/1.1', 'Host: here', *headers]
        if user:
            lines.append(basic(user))
        if body:
            lines.append(f'Content-Length: {len(body)}')
        self.send('\r\n'.join(lines + ['', '']).encode() + body)

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError
        self.buffer += data

    def take(self, size):
        while len(self.buffer) < size:
            self.more()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def answer(self, method='GET'):
        while b'\r\n\r\n' not in self.buffer:
            self.more()
        head, _, self.buffer = self.buffer.partition(b'\r\n\r\n')
        status, *lines = head.decode('latin1').split('\r\n')
        answer = Answer(status, [tuple(line.split(': ', 1)) for line in lines], b'')
        if method != 'HEAD' and status.split()[1] != '101':
            answer.body = self.take(int(answer['Content-Length'] or 0))
        return answer

    def is_closed(self, seconds=PATIENCE_S):
        """The other side closes, and says nothing before it does."""
        self.socket.settimeout(seconds)
        try:
            return self.buffer == b'' and self.socket.recv(1) == b''
        except ConnectionError:
            return True
        except OSError:
            return False


KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
UPGRADE = ('Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13')


class WebSocket(Connection):
    def __init__(self, port, apps, *headers, query='', user='asterisk:asterisk'):
        super().__init__(port)
        self.ask('GET', f'/ari/events?app={apps}{query}', *UPGRADE, KEY, *headers, user=user)
        self.handshake = self.answer()

    def frame(self, opcode, payload=b'', last=True, masked=True, reserved=0):
        """The bytes of a frame as a client sends it."""
        head = bytes([last << 7 | reserved << 4 | opcode])
        bit = masked << 7
        if len(payload) < 126:
            head += bytes([bit | len(payload)])
        elif len(payload) < 65536:
            head += struct.pack('>BH', bit | 126, len(payload))
        else:
            head += struct.pack('>BQ', bit | 127, len(payload))
        if not masked:
            return head + payload
        mask = b'\x12\x34\x56\x78'
        return head + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload))

    def write(self, opcode, payload=b'', **how):
        self.send(self.frame(opcode, payload, **how))

    def read(self):
        """(opcode, payload) of the next frame, which must be whole and not masked."""
        head = self.take(2)
        size = head[1]
        if size == 126:
            size = struct.unpack('>H', self.take(2))[0]
        elif size == 127:
            size = struct.unpack('>Q', self.take(8))[0]
        assert head[0] & 0xf0 == 0x80 and size < 1 << 24, head
        return head[0] & 15, self.take(size)

    def event(self):
        """The next event."""
        opcode, payload = self.read()
        assert opcode == 1, opcode
        return json.loads(payload)

    def event_of(self, kind):
        """The next event of that type."""
        while (event := self.event())['type'] != kind:
            pass
        return event

    def closed_with(self):
        """The code of the close frame that comes next, after which nothing does."""
        opcode, payload = self.read()
        while opcode != 8:
            opcode, payload = self.read()
        return struct.unpack('>H', payload)[0] if self.is_closed() else 'still open'
