#!/usr/bin/env -S python3 -B
"""Who may ask the control interface of `stasim serve`, from which page, and where it listens."""
from controlling import *

CHANGES = [('POST', '/calls', {'to': '100@default'}), ('POST', '/claims', {'app': 'a', 'channel': 'b'}),
           ('POST', '/faults', BUSY), ('DELETE', '/faults', None), ('POST', '/hold', {}), ('POST', '/release', {}),
           ('POST', '/events', {'app': 'a', 'event': {}}), ('POST', '/clock', {'pause': True}),
           ('PUT', '/scenario', {'name': 'x'}), ('POST', '/reset', None), ('DELETE', '/calls/x', None)]


def main():
    for test in (off_unless_asked, who_may_ask, from_elsewhere, own_address):
        test()
    done()


def off_unless_asked():
    server = Server(ari_conf=None, extensions_conf=None)
    equal([server.ask('GET', path).status for path in ('/stasim', '/stasim/', '/stasim/state')],
          ['HTTP/1.1 404 Not Found'] * 3, 'without --control there is nothing under /stasim')
    server.stop()


def who_may_ask():
    server = Control(ari_conf=ARI_CONF)
    refused = server.raw('GET', '/state', user=None)
    equal((refused.code, refused['WWW-Authenticate'] is not None), (401, True), 'nobody: 401')
    equal(server.raw('GET', '/state', user='asterisk:wrong').code, 401, 'a wrong password: 401')
    equal(server.raw('GET', '/nothing', user=None).code, 401, 'nobody is not even told what there is')
    equal(server.raw('GET', '/state?api_key=asterisk:asterisk', user=None).code, 200, 'api_key')
    equal(server.raw('GET', '/', user=None).code, 401, 'the page is not for everybody')
    equal(server.raw('GET', '/state', user='ro:ro').code, 200, 'who may only read reads')
    for method, path in (('POST', '/reset'), ('POST', '/calls'), ('DELETE', '/faults'), ('PUT', '/scenario')):
        equal(server.raw(method, path, body={}, user='ro:ro').code, 403, f'and does no {method} {path}')
    page = server.raw('GET', '/')
    equal((page.code, page['Content-Type']), (200, 'text/html; charset=utf-8'), 'the page')
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'none'"):
        ok(part in page['Content-Security-Policy'], f'its policy: {part}')
    equal((page['X-Content-Type-Options'], page['Referrer-Policy']), ('nosniff', 'no-referrer'), 'and what goes with it')
    for name in re.findall(r'(?:src|href)="([\w.]+\.(?:js|css))"', page.body.decode()):
        file = server.raw('GET', f'/{name}', user=None)
        kind = 'text/css' if name.endswith('css') else 'text/javascript'
        equal((file.code, file['Content-Type']), (200, f'{kind}; charset=utf-8'), f'{name}, which everybody may have')
    equal(server.raw('GET', '/nothing.css').code, 404, 'a file that is not there')
    equal((server.raw('GET', '').code, server.raw('GET', '')['Location']), (301, '/stasim/'), '/stasim leads to /stasim/')
    server.stop()


def from_elsewhere():
    server = Control(ari_conf=ARI_CONF)  # ARI_CONF allows http://ari.example.test to read ARI
    before = server.get('/state')
    for method, path, body in CHANGES:
        if body is not None:
            answer = server.ask(method, f'/stasim{path}', body=json.dumps(body).encode())
            equal(answer.status, 'HTTP/1.1 415 Unsupported Media Type', f'{method} {path} without a Content-Type')
    for origin in ('http://ari.example.test', 'http://evil.example', 'null', 'http://here.evil.example', 'here'):
        for method, path, body in CHANGES:
            answer = server.raw(method, path, f'Origin: {origin}', body=body)
            if answer.code != 403 or answer['Access-Control-Allow-Origin']:
                ok(False, f'{method} {path} from {origin}: {answer.status}')
    after = server.get('/state')
    for state in (before, after):
        del state['now_ms'], state['clock']
    equal(after, before, 'no form and no page of another origin changes anything')
    equal(server.raw('POST', '/calls', 'Origin: http://here', body={'to': '100@default'}).code, 201, 'the own page does')
    read = server.raw('GET', '/state', 'Origin: http://ari.example.test')
    equal((read.code, read['Access-Control-Allow-Origin']), (200, None), 'and others may not read what they ask for')
    asked = server.raw('OPTIONS', '/calls', 'Origin: http://evil.example', 'Access-Control-Request-Method: POST')
    equal((asked.code, asked['Access-Control-Allow-Methods']), (405, None), 'nor are they told that they may')
    server.stop()


def own_address():
    server = Server('--control-listen', '127.0.0.1:0', '--log', ari_conf=None, extensions_conf=None)
    equal(server.ask('GET', '/stasim/ready').status, 'HTTP/1.1 404 Not Found', '--control-listen: not where ARI is')
    line = server.process.stdout.readline().decode()
    port = int(re.search(r':(\d+)/stasim/', line).group(1))
    here = Connection(port)
    here.ask('GET', '/stasim/ready')
    equal(json.loads(here.answer().body)['ari'], f'http://127.0.0.1:{server.port}/ari', 'it is told where ARI is')
    here.ask('GET', '/ari/channels')
    equal(here.answer().status, 'HTTP/1.1 404 Not Found', 'which is not served there')
    here.ask('POST', '/stasim/faults', JSON, body=b'{"refuse": "10s"}')
    here.answer()
    time.sleep(0.05)
    try:
        server.connect().close()
        refused = False
    except ConnectionError:
        refused = True
    other = Connection(port)
    other.ask('DELETE', '/stasim/faults')
    equal((refused, other.answer().status), (True, 'HTTP/1.1 204 No Content'), 'no fault closes it')
    ok(server.is_well(), 'the fault is over')
    server.stop()

main()
