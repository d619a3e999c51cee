#!/usr/bin/env -S python3 -B
"""The examples that cli/COMMANDS.md gives for `stasim serve` run as they stand there, but for the port: a
program in Node.js and one in Python race for the call that a third, with curl, places and ends."""
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from serving import CLAIMED, PATIENCE_S, ROOT, Server, done, equal, python_of_clients

DOCUMENT = os.path.join(ROOT, 'cli/COMMANDS.md')
MODULES = os.path.abspath(os.path.join(os.environ.get('CLIENTS', 'build/clients'), 'node_modules'))


def main():
    python = python_of_clients()
    if not python or not shutil.which('curl') or not os.path.exists(MODULES):
        print('1..0 # SKIP the clients are not installed: `make clients` does it')
        sys.exit(0)
    server = Server(ari_conf=None, extensions_conf=None)
    with tempfile.TemporaryDirectory() as folder:
        for name in ('sales.js', 'support.py', 'call.sh'):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(example(name).replace('8088', str(server.port)))
        rivals = [Program(folder, 'node', 'sales.js'), Program(folder, python, 'support.py')]
        for rival in rivals:
            equal(rival.says(), 'ready', 'an application is ready')
        called = subprocess.run(['sh', 'call.sh'], cwd=folder, capture_output=True, text=True,
                                timeout=PATIENCE_S, check=False)
        check_call(*called.stdout.splitlines())
        equal(sorted(rival.says() for rival in rivals), [f'lost call-1: {CLAIMED}', 'won call-1'],
              'one wins, the other loses')
        for rival in rivals:
            rival.end()
    equal(server.stop(), (0, ''), 'the server ends well, and has nothing to say')
    done()


def example(name):
    """What the document says is in this file."""
    with open(DOCUMENT, encoding='utf-8') as file:
        return re.search(rf'^```\w+ {name}\n(.*?)^```$', file.read(), re.M | re.S).group(1)


def check_call(placed, seen, late, ended):
    equal(json.loads(placed)['state'], 'Down', 'curl places a call')
    channel = json.loads(seen)
    equal((channel['id'], channel['state']), ('call-1', 'Up'), 'which is answered by its winner')
    equal(json.loads(late), {'message': CLAIMED}, 'a late claim is refused')
    equal(ended, '', 'the call is ended')


class Program:
    def __init__(self, folder, *command):
        self.process = subprocess.Popen(
            command, cwd=folder, text=True, stdout=subprocess.PIPE,
            env=dict(os.environ, NODE_PATH=MODULES))
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        """ari-client has more to say: that descriptions of this version are old."""
        for line in self.process.stdout:
            if line.startswith(('ready', 'won ', 'lost ')):
                self.lines.put(line.rstrip('\n'))

    def says(self):
        try:
            return self.lines.get(timeout=PATIENCE_S)
        except queue.Empty:
            return 'nothing'

    def end(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()


main()
