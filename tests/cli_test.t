#!/usr/bin/env -S python3 -B
"""`stasim test`: good programs pass all scenarios of the library, and each planted mistake is caught
by the scenario that is about it; programs are told where the server is, and always ended."""
import concurrent.futures
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from cli_tap import ROOT, STASIM, done, equal, ok

LIBRARY = f'{ROOT}/scenarios/clients'
PARTS = 3  # of the library, at the same time: most of it is waiting
SPEED = '2'
PYTHON = [sys.executable, f'{ROOT}/tests/clients/agent.py']
NODE = ['node', f'{ROOT}/tests/clients/agent.js']
CAUGHT = {
    'claims-everything': 'broadcast-twice',
    'ignores-409': 'loses-a-race',
    'never-reconnects': 'socket-dropped',
    'answers-before-start': 'start-late',
    'leaks-on-hangup': 'start-never',
    'trusts-every-type': 'unknown-type',
    'answers-twice': 'start-twice',
    'gives-up-on-500': 'status-500',
    'fights-back': 'replaced',
    'waits-for-the-204': 'answer-lost',
}


def main():
    agents = [('Python', PYTHON)] + ([('Node', NODE)] if shutil.which('node') else [])
    with concurrent.futures.ThreadPoolExecutor(2 * PARTS) as pool:
        for check in [pool.submit(good, *agent, part) for agent in agents for part in range(PARTS)]:
            check.result()()
        for check in [pool.submit(planted, *agent, fault) for agent in agents for fault in CAUGHT]:
            check.result()()
        for check in [pool.submit(work) for work in (told, silent, long_words, absent, killed, stubborn, interrupted,
                                                     exit_code, left_out, each, reports)]:
            check.result()()
    ok(len(glob.glob(f'{LIBRARY}/*.json')) >= 25, 'the library has at least 25 scenarios')
    done()


def run(scenarios, command, *options, timeout=120):
    return subprocess.run([STASIM, 'test', *options, *scenarios, '--', *command], text=True,
                          capture_output=True, timeout=timeout)


def outcomes(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def good(name, command, part):
    """A check of one part; what it prints comes in order."""
    files = sorted(glob.glob(f'{LIBRARY}/*.json'))[part::PARTS]
    result = run(files, command, '--speed', SPEED, '--json')
    slow = [one['file'] for one in outcomes(result) if one['state'] != 'passed']
    if slow:  # on a busy machine: once more, and slower
        result = run(slow, command, '--json')
    failed = [(one['file'], one.get('points'), one.get('output')) for one in outcomes(result)
              if one['state'] != 'passed']
    return lambda: equal((result.returncode, failed, result.stderr), (0, [], ''),
                         f'{name}: the good agent passes {len(files)} scenarios')


def planted(name, command, fault):
    result = run([f'{LIBRARY}/{CAUGHT[fault]}.json'], [*command, '--fault', fault], '--speed', SPEED,
                 '--json')
    states = [one['state'] for one in outcomes(result)]
    return lambda: equal((result.returncode, states), (1, ['failed']),
                         f'{name}: an agent that {fault} is caught by {CAUGHT[fault]}')


def scenario(**more):
    """A file with one in which nothing is wanted of the program but what `more` says."""
    file = tempfile.NamedTemporaryFile('w', suffix='.json', delete=False)
    json.dump({'name': 'own', 'programs': [{'app': 'agent'}], 'limits': {'time': '300ms'},
               'expect': [{'program': {'running': True}}], **more}, file)
    file.close()
    return file.name


def told():
    """A program is told where the server is, and what it prints is shown where it fails."""
    show = 'echo $ARI_URL $ARI_HOST $ARI_PORT $ARI_USERNAME $ARI_PASSWORD $ARI_APP; echo "$@"'
    result = run([scenario()], ['sh', '-c', show, 'sh', '{url}/ari', '{app}', '<{port}>'], '--json')
    outcome, = outcomes(result)
    environment, arguments = outcome['output']
    url, host, port, user, password, app = environment.split()

    def check():
        equal((url, host, user, app), (f'http://127.0.0.1:{port}', '127.0.0.1', 'agent', 'agent'),
              'its environment says where the server is')
        ok(password, 'and the password')
        equal(arguments, f'{url}/ari agent <{port}>', 'and so do its arguments')
        equal(outcome['points'][0]['happened'], 'the program agent ended before, with code 0',
              'one that ends before it is registered fails')
    return check


def long_words():
    script = f'echo {{app}}: {"x" * 5000}; exit 3'
    result = run([scenario()], ['sh', '-c', script], '--json')
    return lambda: equal(outcomes(result)[0]['output'], ['agent: ' + 'x' * 5000], 'a word of the command is as long as it is')


def silent():
    result = run([scenario()], PYTHON, '--tap')
    return lambda: ok('output:' not in result.stdout and result.returncode == 0,
                      'of a scenario that passes nothing is shown that the program prints')


def absent():
    result = run([scenario()], ['/nowhere/at/all'], '--json')
    outcome, = outcomes(result)
    return lambda: equal((result.returncode, outcome['output']),
                         (1, ["stasim: cannot run '/nowhere/at/all': No such file or directory"]),
                         'a program that is not there is said to be so')


def killed():
    """It has printed more than is shown, which is the end of it."""
    result = run([scenario()], ['sh', '-c', 'seq 1 9000; kill -KILL $$'], '--json')
    outcome, = outcomes(result)
    return lambda: equal((outcome['points'][0]['happened'], outcome['output'][-1]),
                         ('the program agent ended before, with code 137', '9000'),
                         'one that a signal ends has a code that says so, and its last words are shown')


def stubborn():
    """What does not listen to SIGTERM is killed, with all that it has started."""
    mark = f'stasim-test-{os.getpid()}-stubborn'
    script = f'trap "" TERM; sh -c "sleep 60; : {mark}" & exec {" ".join(PYTHON)}; : {mark}'
    result = run([scenario()], ['sh', '-c', script], '--json')
    left = running(mark)
    return lambda: equal((result.returncode, left), (0, False), 'one that will not end is killed')


def interrupted():
    mark = f'stasim-test-{os.getpid()}-interrupted'
    process = subprocess.Popen([STASIM, 'test', f'{LIBRARY}/takes-a-call.json', '--', 'sh', '-c',
                                f'sleep 60; : {mark}'], text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    until = time.monotonic() + 20
    while not running(mark) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=20)[1]
    left = running(mark)
    return lambda: equal((process.returncode, left, err),
                         (4, False, f'stasim: {LIBRARY}/takes-a-call.json: somebody has stopped it\n'),
                         'an interrupted test ends its program, and says so')


def running(mark):
    for path in glob.glob('/proc/[0-9]*/cmdline'):
        try:
            with open(path, 'rb') as file:
                arguments = file.read().split(b'\0')
        except OSError:
            continue
        if b'sh' in arguments[0] and any(mark.encode() in one for one in arguments):
            return True
    return False


def exit_code():
    end = scenario(programs=[{'app': 'agent', 'start': 'each'}],
                   faults=[{'on': {'at': '50ms', 'app': 'agent'},
                            'send': {'type': 'ApplicationReplaced'}}],
                   expect=[{'program': {'exit': 0, 'running': False}}])
    wrong = scenario(programs=[{'app': 'agent', 'start': 'each'}],
                     expect=[{'program': {'exit': 3}}])
    result = run([end, wrong], PYTHON, '--json')
    first, second = outcomes(result)
    return lambda: equal((first['state'], second['points'][0].get('happened')),
                         ('passed', 'it still ran'), 'the exit code can be expected')


def left_out():
    result = run([f'{ROOT}/scenarios/claim', scenario()], PYTHON, '--tap')
    skipped = result.stdout.count('# SKIP')
    played = subprocess.run([STASIM, 'run', '--tap', LIBRARY], text=True, capture_output=True)

    def check():
        ok(result.returncode == 0 and skipped > 3, 'scenarios without programs are left out')
        ok(played.returncode == 0 and played.stdout.count('# SKIP') > 25,
           'and those with programs by `stasim run`')
    return check


def each():
    """A program that counts its starts: one for two scenarios, or one for each."""
    with tempfile.TemporaryDirectory() as folder:
        count = ['sh', '-c', f'echo x >>{folder}/starts; exec {" ".join(PYTHON)}']
        once = run([scenario(), scenario()], count, '--json')
        with open(f'{folder}/starts', encoding='ascii') as file:
            starts_once = len(file.readlines())
        fresh = {'programs': [{'app': 'agent', 'start': 'each'}]}
        anew = run([scenario(**fresh), scenario(**fresh)], count, '--json')
        with open(f'{folder}/starts', encoding='ascii') as file:
            starts_each = len(file.readlines()) - starts_once
    return lambda: equal((once.returncode, starts_once, anew.returncode, starts_each), (0, 1, 0, 2),
                         'a program stays from one scenario to the next, or each has a fresh one')


def reports():
    with tempfile.TemporaryDirectory() as folder:
        result = run([scenario(expect=[{'claim': {'client': 'agent', 'status': 204}}])], PYTHON,
                     '--tap', '--junit', f'{folder}/junit.xml', '--runs', '2', '--speed', SPEED)
        with open(f'{folder}/junit.xml', encoding='utf-8') as file:
            junit = file.read()

    def check():
        ok('not ok 1 - a claim of agent is answered 204' in result.stdout and
           'failed: 2 of 2 seeds' in result.stdout, 'TAP says what failed, and how often')
        ok(f'test --speed {SPEED} --seed 1 ' in result.stdout and ' -- ' in result.stdout,
           'and how to repeat it, as fast')
        ok('<failure' in junit, 'and so does JUnit')
    return check


main()
