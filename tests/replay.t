#!/usr/bin/env -S python3 -B
"""Replays the recordings of a real server against `stasim serve`: a test point each. They are not
part of the project: STASIM_SHARED names the folder that has them, with the tool that replays them.

Called with --console URL COMMAND this is instead the real server's console, as far as a recording
needs one: "module load X" and "module unload X" become requests. Called with --tool and its options
it is the tool, in more of a hurry."""
import concurrent.futures
import functools
import glob
import importlib.util
import json
import os
import re
import subprocess
import sys

from serving import Connection, Server, diagnose

SHARED = os.environ.get('STASIM_SHARED', '')
GOLDEN = os.path.join(SHARED, 'golden')
TOOL = os.path.join(SHARED, 'tools', 'replay.py')
AT_ONCE = 6  # they mostly wait
LIMIT_S = 200
PLAYS_MAX = 4
LATE_S = 0.05  # the recorded requests keep 100 ms away from what the server does by the clock
SOON_S = 1
# The sounds that the real server had.
OPTIONS = ['--config', GOLDEN, '--listen', '127.0.0.1:0',
           '--sound', 'oracle-beep=1s', '--sound', 'oracle-long=8s']
# What is known to differ and why: by recording, a pattern of the place.
KNOWN = {
    'o1-rest-over-websocket': [
        (r'^socket 1 ivr-1 frame 63 ', 'asterisk/info tells of the machine that the real server ran '
         'on; the tool compares only its shape over HTTP, but all of it over a WebSocket')],
}
# Recordings that end in a crash, which the tool compares with a sound server.
ALSO = ('o3-unsolicited-pong', 's13-move-without-app')
# The longest come first.
SLOW = ('h3-', 't2-', 's02-', 'q4-', 'd1-', 's06-', 's07-', 'g3-', 's05-', 'h1-')


def main():
    if sys.argv[1:2] == ['--console']:
        console(*sys.argv[2:])
        return
    if sys.argv[1:2] == ['--tool']:
        tool()
        return
    paths = sorted(glob.glob(os.path.join(GOLDEN, '*.jsonl')), key=order)
    if not SHARED or not paths or not os.path.exists(TOOL):
        print('1..0 # SKIP no recordings: STASIM_SHARED does not name their folder')
        return
    print(f'1..{len(paths)}', flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for number, result in enumerate(pool.map(replay_in_time, paths), 1):
            failed += not report(number, result)
    sys.exit(failed > 0)


def order(path):
    name = os.path.basename(path)
    return next((i for i, slow in enumerate(SLOW) if name.startswith(slow)), len(SLOW)), name


def replay_in_time(path):
    """A recording is played in real time. On a busy machine the client may be so late that it was
    another conversation, which proves nothing: that is played again. What differs is not."""
    for _ in range(PLAYS_MAX):
        result = replay(path)
        if result.get('ok') or result.get('late_s', 0) < LATE_S:
            break
    return result


def replay(path):
    """What the tool says of one recording, with a server of its own."""
    server = Server(*OPTIONS, ari_conf=None, extensions_conf=None)
    base = f'http://127.0.0.1:{server.port}'
    own = [sys.executable, '-B', os.path.abspath(__file__)]
    command = [*own, '--tool', '--json', '--base', base,
               '--cli', ' '.join([*own, '--console', base, '"{}"'])]
    command += [word for name in ALSO for word in ('--also', name)]
    try:
        run = subprocess.run([*command, path], capture_output=True, text=True, timeout=LIMIT_S,
                             check=False)
        result = json.loads(run.stdout)['traces'][0]
        result['late_s'] = float(run.stderr.split()[-1]) if 'skipped' not in result else 0
    except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
        result = {'trace': os.path.basename(path), 'ok': False, 'broken': str(error)}
    result['ended'] = server.stop()[0]
    return result


def report(number, result):
    name = result['trace']
    if 'skipped' in result:
        print(f'ok {number} - {name} # SKIP {result["skipped"]}', flush=True)
        return True
    differ = result.get('differ', [])
    known = [(fact, why) for fact in differ for pattern, why in KNOWN.get(name, ())
             if re.search(pattern, fact['where'])]
    # The tool shows the first ten alone: more cannot all be known.
    good = result.get('ended') == 0 and 'broken' not in result and (
        result['ok'] or len(known) == len(differ) == result['facts'] - result['agree'])
    agree = f'{result.get("agree", 0)} of {result.get("facts", 0)} facts'
    print(f'{"" if good else "not "}ok {number} - {name}: {agree}', flush=True)
    for fact, why in known:
        print(f'# known: {fact["where"]}: {why}')
    if not good:
        diagnose(f'failed: {name}: the server ended with {result.get("ended")} {result.get("broken", "")}, '
                 f'the client was {result.get("late_s", 0):.3f} s late')
        for fact in differ:
            diagnose(f'{fact["where"]}\n  want {json.dumps(fact["wanted"])}\n  got  {json.dumps(fact["got"])}')
    return good


def tool():
    """The tool, which for each frame normalises all frames of the socket: that took it tens of
    milliseconds, more than it sometimes has. Its last line on standard error is how late it was."""
    spec = importlib.util.spec_from_file_location('replay', TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.normalise = functools.cache(module.normalise)
    run = module.Replay.run

    def run_and_tell(play):
        run(play)
        print(lateness_s(play.t), file=sys.stderr)
    module.Replay.run = run_and_tell
    del sys.argv[1]
    module.main()


def lateness_s(trace):
    """How much longer than recorded the client took, at worst, from a step to one soon after it. If
    the server owes it something it waits longer on purpose: that is no excuse."""
    if any(row['lost'] and row['at'] is None for row in trace.expected):
        return 0
    steps, slack = [], 0
    for step in trace.actions:
        slack += step['slack']
        recorded = step['t_ms'] / 1000
        steps.append((recorded, step['at'] - recorded - slack))
    return max((later - sooner for i, (began, sooner) in enumerate(steps)
                for recorded, later in steps[i:] if recorded - began < SOON_S), default=0)


def console(base, command):
    words = command.split()
    methods = {'load': 'POST', 'unload': 'DELETE'}
    if words[0] == 'module' and words[1] in methods:
        connection = Connection(int(base.rsplit(':', 1)[1]))
        connection.ask(methods[words[1]], f'/ari/asterisk/modules/{words[2]}')
        print(connection.answer().status)


main()
