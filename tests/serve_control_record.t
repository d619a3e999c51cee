#!/usr/bin/env -S python3 -B
"""What `stasim serve` has seen, as a scenario that `stasim run` passes; and another one put in its
place."""
import subprocess

from controlling import *


def main():
    for test in (scenarios, odd_scenarios, releases):
        test()
    done()


def scenarios():
    server = Control()
    first, second = WebSocket(server.port, 'sales-1'), WebSocket(server.port, 'sales-2,support', query='&subscribeAll=true')
    server.do('POST', '/calls', {'id': 'x', 'to': '100@default', 'from': 'Alice <200>', 'variables': {'__A': 'b'}})
    server.ask('POST', '/ari/events/claim?channelId=x&application=sales-1')
    server.ask('POST', '/ari/events/claim?api_key=asterisk:asterisk&channelId=x&application=support', user=None)
    server.ask('POST', '/ari/channels/x/answer')
    fault = server.do('POST', '/faults', {'on': {'event': 'CallBroadcast', 'app': 'support'}, 'lose': True})[1]['id']
    server.do('POST', '/calls', {'id': 'y', 'broadcast': '5000,^s,a:b,yes', 'phone': 'PJSIP/alice'})
    server.do('DELETE', f'/faults/{fault}')
    server.do('POST', '/hold', {'app': 'sales-2', 'type': 'CallBroadcast'})
    server.do('POST', '/calls', {'id': 'z', 'broadcast': '5000,^sales-'})
    server.do('POST', '/release', {})
    server.do('POST', '/claims', {'app': 'sales-2', 'channel': 'z'})
    server.do('DELETE', '/calls/x')
    first.close()
    server.do('DELETE', '/calls/y')
    seen = server.raw('GET', '/scenario?name=seen')
    document = json.loads(seen.body)
    equal((document['name'], 'attachment' in seen['Content-Disposition'], 'description' in document), ('seen', True, False),
          'what was seen is a scenario, and all of it comes again')
    run = subprocess.run([PROGRAM, 'run', kept('seen.json', seen.body)], capture_output=True, text=True, check=False)
    ok(run.returncode == 0 and run.stdout.count('\n    ok ') > 15, 'which stasim run passes')
    if run.returncode != 0:
        diagnose(run.stdout + run.stderr)
    for words in ('first claim of sales-1 on x is answered 204', 'first claim of support on x is answered 409',
                  'first claim of sales-2 on z is answered 204', 'sales-2 gets CallBroadcast about z, exactly once'):
        ok(words in run.stdout, f'it expects: {words}')
    ok('api_key' not in seen.body.decode() and 'support gets CallBroadcast about y' not in run.stdout, 'no password, nothing lost')
    server.refuses(400, 'no scenario', 'PUT', '/scenario', {'name': 'x', 'calls': 3})
    server.refuses(400, 'names a file', 'PUT', '/scenario', {'name': 'x', 'extensions': '/etc/passwd'})
    ok(server.get('/state')['seq'] > 5, 'a scenario that is none changes nothing')
    equal(server.do('PUT', '/scenario', RACE), (204, None), 'another one comes to life')
    state = server.get('/state')
    equal([app['client'] for app in state['apps']], ['sales-1', 'c2', 'c2'], 'beside those who are connected')
    equal(server.entries()[0]['why'], 'scenario', 'in another world')
    second.close()
    server.stop()


def odd_scenarios():
    """What no scenario can say is left out, and what is too much."""
    server = Control()
    apps = ','.join(f'app-{i}' for i in range(30))
    socket = WebSocket(server.port, apps)
    form = 'Content-Type: application/x-www-form-urlencoded'
    for method, path in (('GET', '/ari/channels/' + 'y' * 100), ('FOO1', '/ari/channels'), ('GET', '/ari/nosuch?a={b}'),
                         ('POST', '/ari/events/claim?channelId=x&application=a,b'), ('GET', '/elsewhere'),
                         ('POST', '/ari/events/claim?channelId=x&application=' + 'a' * 100)):
        server.ask(method, path)
    server.ask('POST', '/ari/events/claim', form, body=b'channelId=x&application=app-1')
    server.ask('POST', '/ari/events/claim', JSON, body=b'{"channelId": "x", "application": "app-1"}')
    server.do('POST', '/calls', {'id': 'c' * 64, 'broadcast': '500,app-[12]$'})
    equal(server.raw('GET', '/scenario').code, 200, 'odd requests are no reason to have no scenario')
    for i in range(40):
        server.do('POST', '/calls', {'broadcast': '500'})
    document = server.get('/scenario')
    ok(1000 < len(document['expect']) <= 1024 and 'too many' in document['description'], 'nor is what is too much for one')
    run = subprocess.run([PROGRAM, 'run', kept('much.json', document)], capture_output=True, check=False)
    equal(run.returncode, 0, 'it passes')
    socket.close()
    server.stop()

def releases():
    """What is released is held no more; faults that hold requests go on, as long as nobody takes them away."""
    server = Control()
    server.do('POST', '/faults', {'on': {'request': 'GET /ari/sounds'}, 'hold': True})
    server.do('POST', '/hold', {'type': 'StasisStart'})
    server.do('POST', '/release', {})
    equal([fault['id'] for fault in server.get('/faults')], [0], 'a fault that holds requests goes on')
    held, released = server.get('/scenario')['faults']
    equal((held['hold'], 'until' in held['on'], 'until' in released['on']), (True, False, True), 'so it does when it is played again')
    server.stop()


main()
