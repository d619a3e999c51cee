#!/usr/bin/env -S python3 -B
"""What a user gives `stasim serve`: the files of a real server, options, and mistakes in both, which
are named by file, line and setting before anything is served."""
import json
import os
import re
import signal
import subprocess
import tempfile

from serving import FOLDER, PROGRAM, PATIENCE_S, Server, WebSocket, diagnose, done, equal, ok

PING = '/ari/asterisk/ping'
REAL = """;
; Asterisk REST Interface
;
;--
[not-a-user](!)
--;
[general]
enabled = yes       ; When set to no, ARI support is disabled.
pretty = no
auth_realm = Asterisk REST Interface
;websocket_write_timeout = 100
#include users.conf
#tryinclude missing.conf

;--------------------
[later]
type => user
password => a\\;b
"""
USERS = '[included]\ntype = user\nread_only = yes\npassword = secret ; not this\n'
GENERAL = '[general]\n'
USER = '[bob]\ntype=user\n'


def write(folder, **files):
    for name, text in files.items():
        with open(os.path.join(folder, name + '.conf'), 'w', encoding='utf-8') as file:
            file.write(text)


def check_real_files():
    write(FOLDER, ari=REAL, users=USERS, http='[general]\nenabled=yes\nbindaddr=192.0.2.1\n'
          'bindport=1\nprefix=\n[post_mappings]\nuploads = /tmp\n')
    server = Server('--config', FOLDER, '--user', 'later:new', ari_conf='[general]\n')
    rows = [('included:secret', 'GET', '200 OK'), ('included:secret', 'POST', '403 Forbidden'),
            ('later:new', 'GET', '200 OK'), ('later:a;b', 'GET', '401 Unauthorized'),
            ('asterisk:asterisk', 'GET', '401 Unauthorized')]
    for user, method, status in rows:
        equal(server.ask(method, PING, user=user).status[9:], status,
              f'{user}, {method}: files and --user, which replaces what they say')
    ok(server.line.startswith('listening http://127.0.0.1:'), '--listen replaces http.conf')
    server.stop()


def check_order():
    """Whichever stands first."""
    with tempfile.TemporaryDirectory() as folder:
        write(folder, ari='[bob]\ntype=user\npassword=old\n', http=GENERAL + 'bindport=1\n')
        server = Server('--user', 'bob:new', '--config', folder, ari_conf=None, extensions_conf='')
        equal([server.ask('GET', PING, user=f'bob:{word}').status[9:] for word in ('new', 'old')],
              ['200 OK', '401 Unauthorized'], '--user counts, also before --config')
        server.stop()


def check_lists():
    """Blanks around the items of a list are none of their names."""
    server = Server(ari_conf='[general]\nchannelvars = SKILL , PRIORITY\t,LAST\n[asterisk]\ntype=user\npassword=asterisk\n')
    channel = json.loads(server.ask('POST', '/ari/channels?endpoint=Local/s@far&app=ivr').body)
    equal(channel['channelvars'], {'SKILL': '', 'PRIORITY': '', 'LAST': ''}, 'channelvars')
    server.stop()


def check_bad_files():
    rows = [
        ('ari', 'password=x\n', r'ari\.conf:1: a \[section\] must stand before'),
        ('ari', GENERAL + 'pretty=maybe\n', r'ari\.conf:2: pretty: it must be yes or no$'),
        ('ari', GENERAL + '\npretty\n', r'ari\.conf:3: this is neither a section nor NAME'),
        ('ari', GENERAL + '[x\n', r'ari\.conf:2: a section needs a closing bracket'),
        ('ari', '[x](!)\ntype=user\n', r'ari\.conf:1: x: templates are not supported'),
        ('ari', GENERAL + ';--\n', r'ari\.conf:2: a block comment that never ends'),
        ('ari', GENERAL + '#exec date\n', r'ari\.conf:2: of directives only #include'),
        ('ari', GENERAL + '#include\n', r'ari\.conf:2: it needs the path of a file'),
        ('ari', GENERAL + '#include "gone.conf"\n', r'gone\.conf: No such file'),
        ('ari', GENERAL + '#include <ari.conf>\n', r'too many files include each other'),
        ('ari', GENERAL + 'x' * 5000 + '\n', r'ari\.conf:2: this line is too long'),
        ('ari', '[bob]\ntype=peer\n', r'ari\.conf:2: type: only sections of type=user'),
        ('ari', USER, r'ari\.conf: \[bob\]: it has no password'),
        ('ari', USER + 'read_only=perhaps\n', r'ari\.conf:3: read_only: it must be yes or no'),
        ('ari', USER + 'password_format=md5\n', r'ari\.conf:3: password_format: it must be plain'),
        ('ari', USER + 'password=$9$\npassword_format=crypt\n',
         r'ari\.conf: \[bob\]: its password is none that crypt\(\) makes'),
        ('http', GENERAL + 'bindport=65536\n', r'http\.conf:2: bindport: it must be a number'),
        ('http', GENERAL + 'bindport=8o\n', r'http\.conf:2: bindport: it must be a number'),
        ('http', GENERAL + 'prefix=pbx\n', r'http\.conf:2: prefix: only /ari without'),
        ('http', GENERAL + 'bindaddr=300.1.1.1\n', r"there is no host '300\.1\.1\.1'"),
    ]
    for name, text, says in rows:
        with tempfile.TemporaryDirectory() as folder:
            write(folder, **{name: text})
            listen = [] if 'bindaddr' in text else ['--listen', '127.0.0.1:0']
            refused([*listen, '--config', folder], says)
    for name in ('ari', 'http', 'extensions'):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, name + '.conf'))
            refused(['--listen', '127.0.0.1:0', '--config', folder], name + r'\.conf: Is a directory')
            os.rmdir(os.path.join(folder, name + '.conf'))
            refused(['--config', folder], r'a folder with ari\.conf, http\.conf or ext')


def check_warnings():
    rows = [
        ('http', GENERAL + 'enabled=no\n', 'http.conf:2: warning: enabled: it is served all the same'),
        ('http', GENERAL + 'tlsenable=yes\n', 'http.conf:2: warning: tlsenable: only HTTP'),
        ('http', GENERAL + 'tlscertfile=/x\n', 'http.conf:2: warning: tlscertfile: only HTTP'),
        ('http', GENERAL + 'enabled=yes\ntlsenable=no\n', ''),
        ('ari', GENERAL + 'enabled=no\n' + USER + 'password=x\n', 'ari.conf:2: warning: enabled: it is'),
    ]
    for name, text, says in rows:
        with tempfile.TemporaryDirectory() as folder:
            write(folder, **{name: text})
            server = Server('--config', folder, ari_conf=None, extensions_conf=None)
            code, said = server.stop()
            ok(code == 0 and says in said and (says or not said),
               f'{text!r}: {says or "no warning"}')


def check_bad_options():
    rows = [
        ('--listen', '8088', 'must be HOST:PORT'), ('--listen', ':1', 'must be HOST:PORT'),
        ('--listen', 'a:b', 'must be HOST:PORT'), ('--listen', 'a:65536', 'must be HOST:PORT'),
        ('--listen', '[]:0', "no host ''"), ('--user', 'bob', 'must be NAME:PASSWORD'),
        ('--user', 'bob:', 'must be NAME:PASSWORD'), ('--user', ':x', 'must be NAME:PASSWORD'),
        ('--user', 'bob::ro', 'must be NAME:PASSWORD'), ('--sound', 'beep', 'must be NAME=LENGTH'),
        ('--sound', 'beep=5', 'must be a time'), ('--phone', 'al', 'must be NAME=BEHAVIOUR'),
        ('--phone', 'al=sings', 'a phone answers'), ('--phone', 'al=busy:x', 'must be one such as'),
        ('--seed', '-1', 'a whole number'), ('--clock', 'sun', 'must be wall or virtual'),
        ('--port-file', '/nowhere/port', 'No such file'), ('--config', '/nowhere', 'a folder with'),
    ]
    for option, value, says in rows:
        listen = [] if option == '--listen' else ['--listen', '127.0.0.1:0']
        refused([*listen, option, value], re.escape(says))


def check_port():
    server = Server()
    refused(['--listen', f'127.0.0.1:{server.port}'], 'Address already in use')
    client = WebSocket(server.port, 'ivr')
    server.process.send_signal(signal.SIGINT)
    equal(client.closed_with(), 1001, 'SIGINT: a client is told that the server goes')
    equal(server.process.wait(PATIENCE_S), 0, 'it ends well')
    ok(not os.path.exists(os.path.join(server.folder, 'port')), 'and no file names a port where nobody listens')
    server.stop()
    with open('/dev/full', 'w', encoding='utf-8') as full:
        ended = subprocess.run([PROGRAM, 'serve', '--listen', '127.0.0.1:0'],
                               stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S,
                               check=False)
    equal((ended.returncode, ended.stderr.count('\n')), (3, 1),
          'a server that cannot say where it listens does not serve')


def refused(options, says):
    """It ends at once, with the code of bad input, and says why."""
    ended = subprocess.run([PROGRAM, 'serve', *options], capture_output=True, text=True,
                           timeout=PATIENCE_S, check=False)
    equal((ended.returncode, ended.stdout), (2, ''), 'is refused: ' + ' '.join(options[-2:]))
    if not ok(re.search(says, ended.stderr, re.M), f'and says {says}'):
        diagnose(ended.stderr)


def main():
    check_real_files()
    check_order()
    check_lists()
    check_bad_files()
    check_warnings()
    check_bad_options()
    check_port()
    done()


main()
