#!/usr/bin/env -S python3 -B
"""`stasim check` on what a server has seen: clients that really race, over sockets, make a history
that is possible; one answer changed in it, and it is not."""
import json
import os
import re
import subprocess
import threading

from serving import FOLDER, PROGRAM, Connection, Server, WebSocket, done, equal, kept, ok

APPS = [f'app-{i}' for i in range(4)]
CALLS = [f'call-{i}' for i in range(40)]
DIALPLAN = """[in]
exten => 100,1,StasisBroadcast(60000)
[out]
exten => s,1,Wait(60)
"""


class Claimant(threading.Thread):
    """Claims each call it hears of, over a connection of its own, and keeps the answers."""

    def __init__(self, port, app):
        super().__init__()
        self.app = app
        self.events = WebSocket(port, app)
        self.requests = Connection(port)
        self.answers = {}

    def run(self):
        while len(self.answers) < len(CALLS):
            event = json.loads(self.events.read()[1])
            if event['type'] == 'CallBroadcast':
                call = event['channel']['id']
                self.requests.ask('POST', f'/ari/events/claim?channelId={call}&application={self.app}')
                self.answers[call] = int(self.requests.answer('POST').status.split()[1])


def history_of_race():
    trace = os.path.join(FOLDER, 'trace.jsonl')
    server = Server('--trace', trace, extensions_conf=DIALPLAN)
    claimants = [Claimant(server.port, app) for app in APPS]
    for claimant in claimants:
        claimant.start()
    for call in CALLS:
        server.ask('POST', f'/ari/channels?endpoint=Local/100@in&context=out&extension=s'
                   f'&channelId=from-{call}&otherChannelId={call}')
    for claimant in claimants:
        claimant.join()
    equal(server.stop()[0], 0, 'the server ends well')
    equal([call for call in CALLS if [c.answers.get(call) for c in claimants].count(204) != 1], [],
          'each call is won once')
    with open(trace, encoding='utf-8') as file:
        return trace, [json.loads(line) for line in file]


def check(path):
    ended = subprocess.run([PROGRAM, 'check', path], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def doctored(history, index, **changes):
    """The same history with one line that says something else, or (status=None) without it."""
    lines = history[:index] + [{**history[index], **changes}] + history[index + 1:]
    if changes.get('status', 0) is None:
        del lines[index]
    return check(kept('doctored.jsonl', ''.join(json.dumps(line) + '\n' for line in lines)))


def main():
    trace, history = history_of_race()
    code, said = check(trace)
    equal((code, said), (0, f'{trace}: ok: {len(CALLS) * len(APPS)} claims\n'), 'what a server did is possible')
    answers = [i for i, line in enumerate(history)
               if line.get('kind') == 'answer' and '/events/claim' in line['request']]
    equal(len(answers), len(CALLS) * len(APPS), 'each claim has its answer in the trace')
    lost = [i for i in answers if history[i]['status'] == 409]
    won = [i for i in answers if history[i]['status'] == 204]
    for what, index, status in [('a second winner', lost[len(lost) // 2], 204),
                                ('a winner who is told 409', won[len(won) // 2], 409)]:
        line = history[index]
        code, said = doctored(history, index, status=status)
        equal(code, 1, f'{what}: exit 1')
        of_call = {other['name'] for other in history
                   if other.get('kind') == 'answer' and other.get('channel') == line['channel']}
        named = of_call & set(re.findall(r'[\w.-]+', said))
        ok('violation' in said and named and line['channel'] in said,
           f'{what}: claims of that call are named: {said.strip()}')
    code, said = doctored(history, lost[0], status=None)
    ok(code == 0 and '1 of them never answered' in said, 'an answer that is missing may have been any')
    done()


main()
