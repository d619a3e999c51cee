#!/usr/bin/env -S python3 -B
"""Real clients against `stasim serve`: each lives through a whole call, loses a race, is late,
reconnects and is replaced; then all race for the same calls.

scripts/clients has put the published ones into the folder CLIENTS."""
import collections
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time

import serving
from serving import CLAIMED, NOT_FOUND, done, equal, ok, python_of_clients

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'clients')
INSTALLED = os.environ.get('CLIENTS', 'build/clients')
CALLS = 100
CALLS_AT_A_TIME = 10
EXTENSIONS = """[in]
exten => s,1,StasisBroadcast(5000,,sales:north)
 same => n,Hangup()
[far]
exten => s,1,Answer()
 same => n,Wait(60)
"""


def main():
    python = python_of_clients()
    if not python or not os.path.exists(os.path.join(INSTALLED, 'installed.json')):
        print('1..0 # SKIP the clients are not installed: `make clients` does it')
        sys.exit(0)
    programs = (('python', [python, 'websocket_requests.py']),
                ('ari-client', ['node', 'ari-client.js']),
                ('asterisk-ari', ['node', 'asterisk-ari.js']))
    server = serving.Server('--sound', 'hello=100ms', extensions_conf=EXTENSIONS)
    clients = [Client(server, *program) for program in programs]
    for client in clients:
        live(server, client)
        lose(server, client)
        reconnect(server, client)
    race(server, clients)
    for client in clients:
        client.end()
    code, said = server.stop()
    equal((code, said), (0, ''), 'the server ends well, and has nothing to say')
    done()


def live(server, client):
    """A whole call, from the broadcast to the end of the session."""
    client.does('connect', app=client.name)
    call = place(server)
    broadcast = client.sees('CallBroadcast', call)
    equal(broadcast['application'], client.name, f'{client.name} is offered a call')
    equal(broadcast['channel']['state'], 'Ring', 'of a channel that rings')
    client.does('claim', channel=call, app=client.name)
    equal(client.sees('StasisStart', call)['args'], ['sales', 'north'],
          'wins it, and gets StasisStart with the arguments')
    client.does('answer', channel=call)
    equal(client.sees('ChannelStateChange', call)['channel']['state'], 'Up', 'answers')
    playback = client.does('play', channel=call, media='sound:hello')
    for event in ('PlaybackStarted', 'PlaybackFinished'):
        equal(client.sees(event)['playback']['id'], playback, f'plays: {event}')
    bridge = client.does('bridge', channel=call)
    equal(client.sees('ChannelEnteredBridge', call)['bridge']['id'], bridge, 'bridges')
    client.does('hangup', channel=call)
    client.sees('ChannelLeftBridge', call)
    ok(client.sees('StasisEnd', call), 'hangs up, and sees StasisEnd')
    server.ask('DELETE', f'/ari/bridges/{bridge}')


def lose(server, client):
    """Another application is faster; then the call is over."""
    winner = serving.WebSocket(server.port, 'winner')
    call = place(server)
    client.sees('CallBroadcast', call)
    claim = f'/ari/events/claim?channelId={call}&application=winner'
    equal(server.ask('POST', claim).status, 'HTTP/1.1 204 No Content', 'another one claims a call')
    client.is_refused('claim', CLAIMED, 409, channel=call, app=client.name)
    server.ask('DELETE', f'/ari/channels/{call}')
    while b'"type":"StasisEnd"' not in winner.read()[1]:
        pass
    client.is_refused('claim', NOT_FOUND, 404, channel=call, app=client.name)
    winner.close()


def reconnect(server, client):
    client.does('disconnect')
    unregistered(server, client.name)
    client.does('connect', app=client.name)
    call = place(server)
    ok(client.sees('CallBroadcast', call), 'reconnects, and is offered calls again')
    other = serving.WebSocket(server.port, client.name)
    equal(client.sees('ApplicationReplaced')['application'], client.name, 'is replaced, and told so')
    other.close()
    server.ask('DELETE', f'/ari/channels/{call}')
    client.does('disconnect')


def race(server, clients):
    """All claim as soon as all have seen the call; another one begins each time."""
    for client in clients:
        client.does('connect', app=client.name)
    winners = collections.Counter()
    losers = collections.Counter()
    for first in range(0, CALLS, CALLS_AT_A_TIME):
        calls = [place(server) for _ in range(CALLS_AT_A_TIME)]
        for call in calls:
            for client in clients:
                client.sees('CallBroadcast', call)
        for number, call in enumerate(calls, first):
            turn = number % len(clients)
            for client in clients[turn:] + clients[:turn]:
                client.order('claim', channel=call, app=client.name)
        for call in calls:
            for client in clients:
                message = client.answers('claim', call)['message']
                winners[call] += message is None
                losers[call] += message == CLAIMED
        for call in calls:
            server.ask('DELETE', f'/ari/channels/{call}')
    equal(collections.Counter(winners.values()), {1: CALLS}, f'{CALLS} races: one winner each time')
    equal(collections.Counter(losers.values()), {len(clients) - 1: CALLS}, 'the others lose')


def place(server):
    """The channel of a new call, which is being broadcast."""
    place.count += 1
    call = f'call-{place.count}'
    answer = server.ask('POST', '/ari/channels?endpoint=Local/s@in&context=far&extension=s&priority=1'
                        f'&otherChannelId={call}')
    assert answer.status == 'HTTP/1.1 200 OK', answer.body
    return call


place.count = 0


def unregistered(server, app):
    """Waits until the server has seen the socket of an application go."""
    patience_s = time.monotonic() + serving.PATIENCE_S
    while server.ask('GET', f'/ari/applications/{app}').status != 'HTTP/1.1 404 Not Found':
        assert time.monotonic() < patience_s, 'the application stays registered'


class Client:
    """A client's program, whose lines are kept until somebody asks for them."""

    def __init__(self, server, name, command):
        self.name = name
        self.lines = []
        self.new_lines = queue.Queue()
        self.errors = open(os.path.join(server.folder, f'{name}.errors'), 'w+', encoding='utf-8')
        modules = os.path.abspath(os.path.join(INSTALLED, 'node_modules'))
        self.process = subprocess.Popen(
            [*command, f'http://127.0.0.1:{server.port}', 'asterisk', 'asterisk'], cwd=HERE,
            env=dict(os.environ, NODE_PATH=modules), text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self.errors)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.new_lines.put(json.loads(line))
        self.new_lines.put(None)

    def order(self, what, **how):
        try:
            self.process.stdin.write(json.dumps({'do': what, **how}) + '\n')
            self.process.stdin.flush()
        except BrokenPipeError:
            self.give_up('the program has ended')

    def does(self, what, **how):
        """Orders it to; what came of it."""
        self.order(what, **how)
        answer = self.answers(what, how.get('channel'))
        if answer['message'] is not None:
            self.give_up(f'cannot {what}: {answer["message"]}')
        return answer['value']

    def is_refused(self, what, message, status, **how):
        self.order(what, **how)
        answer = self.answers(what, how['channel'])
        equal((answer['message'], answer.get('status', status)), (message, status),
              f'cannot {what}: {status}')

    def answers(self, what, channel):
        return self.first(f'answer to {what}', lambda line: line.get('answer', {}).get('do') == what
                          and line['answer'].get('channel') == channel)

    def sees(self, kind, channel=None):
        def fits(line):
            event = line.get('event', {})
            return event.get('type') == kind and (
                channel is None or event['channel']['id'] == channel)
        return self.first(f'{kind} of {channel}', fits)['event']

    def first(self, what, fits):
        """Takes the first line that fits, which may be still to come."""
        deadline_s = time.monotonic() + serving.PATIENCE_S
        while True:
            for at, line in enumerate(self.lines):
                if fits(line):
                    return self.lines.pop(at)
            try:
                line = self.new_lines.get(timeout=max(0, deadline_s - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                self.give_up(f'no {what}')
            self.lines.append(line)

    def give_up(self, why):
        self.errors.seek(0)
        said = re.sub('^', '#   ', self.errors.read()[-2000:], flags=re.M)
        ok(False, f'{self.name}: {why}')
        print(said, flush=True)
        os._exit(1)

    def end(self):
        self.does('disconnect')
        self.process.stdin.close()
        equal(self.process.wait(serving.PATIENCE_S), 0, f'{self.name} ends well')
        self.errors.close()


main()
