"""What the tests of the control interface share: a server that has it, who asks it and who follows it,
and a scenario of a race."""
import json
import re
import time

from serving import *

JSON = 'Content-Type: application/json'
BUSY = {'on': {'request': 'POST /ari/events/claim'}, 'status': 503}
RACE = {'name': 'race', 'dialplan': ['[in]', 'exten => 100,1,StasisBroadcast(500)', ' same => n,Hangup()'],
        'calls': [{'id': 'call-1', 'to': '100@in', 'at': '10ms'}],
        'clients': [{'app': 'sales-1', 'on': {'CallBroadcast': [{'after': '20ms', 'claim': {}}]}},
                    {'app': 'sales-2', 'on': {'CallBroadcast': [{'after': '30ms', 'claim': {}}]}}]}
ASKED = set()  # (method, path, good or not): what this test has asked for


class Control(Server):
    def __init__(self, *options, **more):
        super().__init__('--control', *options, **{'ari_conf': None, 'extensions_conf': None, **more})

    def raw(self, method, path, *headers, body=None, **more):
        """The answer, its status also as a number."""
        if body is not None:
            headers += (JSON,)
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.ask(method, f'/stasim{path}', *headers, body=body or b'', **more)
        answer.code = int(answer.status.split()[1])
        row = (method, re.sub(r'\?.*', '', re.sub(r'^/(calls|faults)/.+', r'/\1/{id}', path)))
        row = ('GET', '/{file}') if re.search(r'\.(js|css|svg)$', path) else row
        ASKED.add((*row, answer.code < 400))
        return answer

    def do(self, method, path, body=None):
        """The status, and the JSON of the answer if it has any."""
        answer = self.raw(method, path, body=body)
        return answer.code, json.loads(answer.body) if answer.body else None

    def get(self, path):
        return self.do('GET', path)[1]

    def entries(self, query=''):
        return lines(self.raw('GET', f'/journal{query}').body)

    @staticmethod
    def wait_for(condition):
        began = time.monotonic()
        while not condition() and time.monotonic() - began < PATIENCE_S:
            time.sleep(0.01)

    def refuses(self, code, words, method, path, body=None):
        got, answer = self.do(method, path, body)
        message = answer.get('message', '') if isinstance(answer, dict) else ''
        ok(got == code and words in message, f'{method} {path} {str(body)[:100]}: {code}, {words}')
        if got != code or words not in message:
            diagnose('got ', got, message)


class Follower(Connection):
    """Reads the chunks of a stream as they come."""

    def __init__(self, server, query=''):
        super().__init__(server.port)
        self.ask('GET', f'/stasim/journal?follow=true{query}')
        while b'\r\n\r\n' not in self.buffer:
            self.more()
        self.head, _, self.buffer = self.buffer.partition(b'\r\n\r\n')

    def chunk(self):
        while b'\r\n' not in self.buffer:
            self.more()
        size, _, self.buffer = self.buffer.partition(b'\r\n')
        data = self.take(int(size, 16) + 2)
        return data[:-2]

    def until(self, seq):
        """All entries, up to the one of this number."""
        found = []
        while not found or found[-1]['seq'] < seq:
            found += lines(self.chunk())
        return found


def lines(text):
    return [json.loads(line) for line in text.decode().splitlines() if line]
