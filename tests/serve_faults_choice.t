#!/usr/bin/env -S python3 -B
"""What faults of `stasim serve` do to events on a real WebSocket, and which request or event a fault
picks: by application, operation, channel, its number, and by chance from the seed."""
import json
import time

import serving
from serving import done, equal, kept, ok

DEVICE = '/ari/deviceStates/Stasis:'
DELAY_S = 0.3
REQUESTS = 40


def of(app, nth=None, **effect):
    """A fault of the news that this application gets of a device."""
    on = {'event': 'DeviceStateChanged', 'app': app}
    return {'on': {**on, 'nth': nth} if nth else on, **effect}


def on(request, status, **more):
    return {'on': {'request': request, **more}, 'status': status}


SCENARIO = {
    'name': 'choices of faults', 'dialplan': ['[in]', 'exten => s,1,NoOp()'],
    'programs': [{'apps': ['late', 'twice', 'lost', 'behind', 'held', 'odd', 'plain', 'mine']}],
    'calls': [{'id': name, 'to': 's@in', 'at': '1h'} for name in ('x', 'y')],
    'faults': [
        of('late', delay=f'{DELAY_S}s'),
        of('twice', 2, copies=2),
        of('lost', 1, lose=True),
        of('behind', 1, behind=1),
        of('held', 1, hold={'answer': 'GET /ari/mailboxes'}),
        of('odd', change={'type': 'FutureEvent', 'future': {'list': [1]}, 'timestamp': None}),
        on('POST /ari/channels/*/answer', 500, channel='x'),
        on('POST /ari/events/claim', 503, app='mine'),
        on('GET /ari/sounds', 500, nth=2),
        on('GET /ari/endpoints', 500, chance=50),
        on('GET /ari/applications', 500, until='0ms'),
        on('GET /ari/recordings/stored', 500, since='1h'),
    ],
    'limits': {'time': '2h'},
    'expect': [{'answer': {'request': 'GET /ari/sounds'}}],
}


def main():
    path = kept('faults.json', SCENARIO)
    server = serving.Server('--scenario', path)
    events(server)
    picked(server)
    equal(server.stop(), (0, ''), 'the server ends well')
    chance(path)
    done()


class Listener(serving.WebSocket):
    """An application that hears of one device."""

    def __init__(self, server, name):
        super().__init__(server.port, name)
        self.server, self.name = server, name
        server.ask('POST', f'/ari/applications/{name}/subscription?'
                           f'eventSource=deviceState:Stasis:{name}')

    def says(self, *states):
        for state in states:
            self.server.ask('PUT', f'{DEVICE}{self.name}?deviceState={state}')

    def event(self):
        return json.loads(self.read()[1])

    def hears(self, count):
        return [self.event()['device_state']['state'] for _ in range(count)]


def events(server):
    late = Listener(server, 'late')
    began = time.monotonic()
    late.says('BUSY')
    equal(late.hears(1), ['BUSY'], 'an event that is delayed comes')
    ok(time.monotonic() - began >= DELAY_S, 'so much later')
    for name, states, heard, what in (
            ('plain', ('BUSY', 'RINGING'), ['BUSY', 'RINGING'], 'without a fault each comes once'),
            ('twice', ('BUSY', 'RINGING', 'INUSE'), ['BUSY', 'RINGING', 'RINGING', 'INUSE'],
             'the second comes twice'),
            ('lost', ('BUSY', 'RINGING'), ['RINGING'], 'the first is lost'),
            ('behind', ('BUSY', 'RINGING', 'INUSE'), ['RINGING', 'BUSY', 'INUSE'],
             'the first comes behind the second')):
        listener = Listener(server, name)
        listener.says(*states)
        equal(listener.hears(len(heard)), heard, what)
    held = Listener(server, 'held')
    held.says('BUSY', 'RINGING')
    equal(held.hears(1), ['RINGING'], 'the first is held')
    server.ask('GET', '/ari/mailboxes')
    equal(held.hears(1), ['BUSY'], 'until that is answered which it waits for')
    odd = Listener(server, 'odd')
    odd.says('BUSY')
    event = odd.event()
    equal((event['type'], event['future'], 'timestamp' in event, event['application']),
          ('FutureEvent', {'list': [1]}, False, 'odd'),
          'an event of an unknown type, with an unknown field, without one of its own')


def status(server, method, path):
    return int(server.ask(method, path).status.split()[1])


def picked(server):
    equal([status(server, 'POST', f'/ari/channels/{name}/answer') for name in 'xy'], [500, 404],
          'by channel')
    equal([status(server, 'POST', f'/ari/events/claim?channelId=x&application={app}')
           for app in ('mine', 'yours')], [503, 404], 'by application')
    equal([status(server, 'GET', '/ari/sounds') for _ in range(3)], [200, 500, 200],
          'by number: only the second')
    equal([status(server, 'GET', f'/ari/{path}') for path in
           ('bridges', 'applications', 'recordings/stored')], [200] * 3,
          'another operation is no matter, nor one whose time is over or has not begun')


def chance(path):
    def pattern(*options):
        server = serving.Server('--scenario', path, *options)
        found = [status(server, 'GET', '/ari/endpoints') for _ in range(REQUESTS)]
        server.stop()
        return found

    first = pattern('--seed', '3')
    ok(REQUESTS / 5 < first.count(500) < REQUESTS * 4 / 5,
       f'by chance: {first.count(500)} of {REQUESTS}')
    equal(pattern('--seed', '3'), first, 'the same with the same seed')
    ok(pattern('--seed', '4') != first, 'others with another')


main()
