#!/usr/bin/env -S python3 -B
"""What GET /stasim/state says of broadcasts: who was offered a call, who claimed it when, what came
of it. Time is moved by hand, so all of it can be known."""
from controlling import *

DIALPLAN = """[in]
exten => 100,1,StasisBroadcast(2000,^sales-)
 same => n,StasisBroadcast(1000,(a)+(b)+(c)+(d)+)
 same => n,Hangup()
exten => 200,1,StasisBroadcast(60000)
exten => 300,1,StasisBroadcast(0)
"""
KEPT = 1000


class Virtual(Control):
    def __init__(self):
        super().__init__('--clock', 'virtual', extensions_conf=DIALPLAN)

    def do(self, method, path, body=None):
        code, answer = super().do(method, path, body)
        assert code < 300, answer
        return answer

    def claim(self, app):
        return self.do('POST', '/claims', {'app': app, 'channel': 'x'})['status']

    def advance(self, time):
        self.do('POST', '/clock', {'advance': time})

    def broadcasts(self, count=100):
        return self.do('GET', f'/state?broadcasts={count}')['broadcasts']


def main():
    server = Virtual()
    socket = WebSocket(server.port, 'sales-1,sales-2,support')
    whole(server)
    two_rounds(server)
    unanswered(server)
    many(server)
    socket.close()
    equal(server.stop(), (0, ''), 'the server ends well')
    done()


def whole(server):
    """One from its beginning to after its end."""
    server.do('POST', '/calls', {'id': 'x', 'to': '100@in', 'from': 'Alice <200>'})
    offered, = server.broadcasts()
    heard = sorted(offered.pop('heard'), key=lambda one: one['app'])
    equal(heard, [{'app': 'sales-1', 'at_ms': 0}, {'app': 'sales-2', 'at_ms': 0}], 'who was offered it')
    equal(offered, {
        'channel': 'x', 'round': 1, 'state': 'offered', 'filter': '^sales-',
        'caller': {'name': 'Alice', 'number': '200'}, 'to': '100@in', 'timeout_ms': 2000, 'began_ms': 0,
        'deadline_ms': 2000, 'waited_ms': None, 'why': None, 'winner': None, 'session_ms': None,
        'left_ms': None, 'ended_ms': None, 'status': None, 'deaf': ['support'], 'claims': []},
          'all that is known of it, and nobody else')
    server.advance('20.5ms')
    server.claim('sales-2')
    server.advance('250us')
    server.claim('sales-1')
    won, = server.broadcasts()
    equal((won['state'], won['winner'], won['why'], won['waited_ms'], won['session_ms']),
          ('session', 'sales-2', 'claimed', 20.5, 20.5), 'who won, to a fraction of a millisecond')
    equal(won['claims'], [
        {'app': 'sales-2', 'at_ms': 20.5, 'answered_ms': 20.5, 'status': 204, 'rule': 'R24'},
        {'app': 'sales-1', 'at_ms': 20.75, 'answered_ms': 20.75, 'status': 409, 'rule': 'R22'}],
          'each claim and its answer')
    server.advance('979.25ms')
    server.do('DELETE', '/calls/x')
    server.advance('1s')
    server.claim('support')
    over, = server.broadcasts()
    equal((over['state'], over['left_ms'], over['ended_ms'], over['status']), ('ended', 1000, 1000, 'SUCCESS'),
          'its end')
    equal((over['claims'][-1]['app'], over['claims'][-1]['status']), ('support', 404),
          'a claim that comes too late is told with it')


def two_rounds(server):
    """Of the same call; the second has a filter that is none."""
    server.do('POST', '/calls', {'id': 'x', 'to': '100@in'})
    server.advance('2s')
    first, second = server.broadcasts(2)
    equal((first['state'], first['why'], first['status'], first['round']), ('ended', 'deadline', 'TIMEOUT', 1),
          'nobody claims it')
    equal((second['round'], second['state'], bool(second['refused']), second['deaf'], len(second['heard'])),
          (2, 'offered', True, [], 3), 'it is offered once more, and a void filter keeps nobody out')
    equal(server.claim('support'), 204, 'who claims it then')
    first, second = server.broadcasts(2)
    equal((first['claims'], len(second['claims'])), ([], 1), 'claims the second')
    server.do('DELETE', '/calls/x')


def unanswered(server):
    """A claim whose answer is on its way; the caller hangs up."""
    server.do('POST', '/faults', {'on': {'request': 'POST /ari/events/claim', 'nth': 1}, 'delay': '250ms'})
    server.do('POST', '/calls', {'id': 'x', 'to': '200@in'})
    claim = server.connect()
    claim.ask('POST', '/ari/events/claim?channelId=x&application=sales-1')
    while not server.broadcasts(1)[0]['claims']:
        pass
    (asked,), began_ms = server.broadcasts(1)[0]['claims'], server.broadcasts(1)[0]['began_ms']
    equal(asked, {'app': 'sales-1', 'at_ms': began_ms, 'answered_ms': None, 'status': None, 'rule': None},
          'a claim without an answer')
    server.do('DELETE', '/calls/x')
    server.advance('250ms')
    claim.answer()
    claim.close()
    over, = server.broadcasts(1)
    equal((over['why'], over['winner'], over['claims'][0]['answered_ms']), ('hung up', None, began_ms + 250),
          'the caller was faster')


def many(server):
    """The oldest make room, but not the one that still waits."""
    server.do('POST', '/reset')
    server.do('POST', '/calls', {'id': 'waits', 'to': '200@in'})
    for number in range(KEPT + 5):
        server.do('POST', '/calls', {'id': f'c{number}', 'to': '300@in'})
    kept = [one['channel'] for one in server.broadcasts(2 * KEPT)]
    equal((len(kept), kept[0], kept[1], kept[-1]), (KEPT, 'waits', 'c6', f'c{KEPT + 4}'), f'{KEPT} are kept')
    equal([one['channel'] for one in server.broadcasts(2)], [f'c{KEPT + 3}', f'c{KEPT + 4}'], 'or fewer, the newest')
    equal(server.do('GET', '/state')['counters']['broadcasts'], KEPT + 6, 'and all are counted')


main()
