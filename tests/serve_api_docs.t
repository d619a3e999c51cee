#!/usr/bin/env -S python3 -B
"""The API as it describes itself: what published clients need of it, and that it is all of ARI.

With STASIM_SHARED, a folder with spec/ari-surface.json, every operation and model is held against
what is documented there.
"""
import json
import os
import re
import subprocess

from serving import PROGRAM, Server, done, equal, ok

METHODS = {'GET', 'POST', 'PUT', 'DELETE'}
PRIMITIVES = {'void', 'string', 'boolean', 'int', 'long', 'double', 'Date', 'object', 'binary',
              'containers'}
EVENTS = 45


def main():
    server = Server()
    listing = fetch(server, 'resources')
    equal([listing[key] for key in ('apiVersion', 'swaggerVersion', 'basePath')],
          ['12.0.0', '1.1', 'http://here/ari'], 'the list: its versions, and the host as asked for')
    declarations = {}
    for api in listing['apis']:
        name = re.fullmatch(r'/api-docs/(\w+)\.{format}', api['path'])[1]
        declarations[name] = fetch(server, name)
        check_declaration(api, declarations[name], name)
    check_types(declarations)
    check_events(declarations['events'])
    check_operations(server, declarations)
    equal(server.stop()[0], 0, 'the server ends well')
    check_surface(declarations)
    done()


def fetch(server, name):
    answer = server.ask('GET', f'/ari/api-docs/{name}.json')
    equal((answer.status, answer['Content-type']), ('HTTP/1.1 200 OK', 'application/json'),
          f'{name}.json')
    return json.loads(answer.body)


def check_declaration(api, declaration, name):
    """What swagger-py and swagger-client ask of it."""
    equal(list(declaration), ['apiVersion', 'swaggerVersion', 'basePath', 'resourcePath', 'apis',
                              'models'], f'{name}: its keys')
    equal(declaration['basePath'], 'http://here/ari', f'{name}: where requests go')
    equal(declaration['resourcePath'], api['path'], f'{name}: where it stands itself')
    ok(api['description'], f'{name}: is described')
    nicknames = [o['nickname'] for _, o in operations_of(declaration)]
    equal(sorted(set(nicknames)), sorted(nicknames), f'{name}: each nickname is given once')
    paths = [api['path'] for api in declaration['apis']]
    equal(sorted(set(paths)), sorted(paths), f'{name}: each path is given once')
    wrong = [f'{path} {o["nickname"]}' for path, o in operations_of(declaration)
             if not is_operation(path, o)]
    wrong += [key for key, model in declaration['models'].items()
              if model['id'] != key or not model['description']
              or not all(isinstance(p['required'], bool) for p in model['properties'].values())]
    equal(wrong, [], f'{name}: its operations and models are well formed')


def is_operation(path, operation):
    parameters = operation['parameters']
    in_path = {p['name'] for p in parameters if p['paramType'] == 'path'}
    return (operation['httpMethod'] in METHODS and operation['summary']
            and in_path == set(re.findall(r'{(\w+)}', path))
            and all(is_parameter(p) for p in parameters)
            and all(isinstance(e['code'], int) and e['reason']
                    for e in operation['errorResponses']))


def is_parameter(parameter):
    """Of its kind, and its default is of its type and allowed."""
    kinds = {'string': str, 'int': int, 'long': int, 'boolean': bool}
    default = parameter.get('defaultValue')
    allowed = parameter.get('allowableValues', {}).get('values', [default])
    return (parameter['paramType'] in ('path', 'query', 'body')
            and isinstance(parameter['required'], bool)
            and isinstance(parameter['allowMultiple'], bool)
            and (default is None or type(default) is kinds[parameter['dataType']])
            and (default is None or default in allowed))


def check_types(declarations):
    """Every type that is named is a model or primitive."""
    models = [key for d in declarations.values() for key in d['models']]
    equal(sorted(set(models)), sorted(models), 'each model is described once')
    known = PRIMITIVES | set(models)
    named = set()
    for declaration in declarations.values():
        for _, operation in operations_of(declaration):
            named |= {operation['responseClass']}
            named |= {p['dataType'] for p in operation['parameters']}
        for model in declaration['models'].values():
            named |= {p['type'] for p in model['properties'].values()}
    bare = {re.sub(r'^List\[(\w+)\]$', r'\1', name) for name in named}
    equal(sorted(bare - known), [], 'every type that is named is known')


def check_events(declaration):
    models = declaration['models']
    equal(models['Message']['discriminator'], 'type', 'the type of a message tells its model')
    events = models['Event']['subTypes']
    equal(len(events), EVENTS, 'the number of events')
    equal([name for name in events if name not in models], [], 'each event has a model')
    socket = next(o for path, o in operations_of(declaration) if path == '/events')
    equal((socket['httpMethod'], socket.get('upgrade')), ('GET', 'websocket'), 'the WebSocket')


def check_operations(server, declarations):
    """`stasim serve --operations` lists those that do not answer 501."""
    listed = subprocess.run([PROGRAM, 'serve', '--operations'], capture_output=True, text=True,
                            check=True).stdout.splitlines()
    unheard, refused = [], []
    for declaration in declarations.values():
        for path, operation in operations_of(declaration):
            method = operation['httpMethod']
            answer = server.ask(method, '/ari' + re.sub(r'[{}]', '', path))
            (refused if answer.status.startswith('HTTP/1.1 501') else unheard).append(
                ' '.join((method, '/ari' + path)))
    equal(sorted(' '.join(line.split()[:2]) for line in listed), sorted(unheard),
          'what --operations lists is simulated, and nothing else')
    print(*(f'# not simulated: {line}' for line in refused), sep='\n', flush=True)


def check_surface(declarations):
    path = os.path.join(os.environ.get('STASIM_SHARED', ''), 'spec', 'ari-surface.json')
    if not os.path.isabs(path) or not os.path.exists(path):
        ok(True, 'the documented API # SKIP ari-surface.json is not here')
        return
    with open(path, encoding='utf-8') as file:
        documented = {r['name']: r for r in json.load(file)['resources']}
    equal(sorted(declarations), sorted(documented), 'the resources are those documented')
    for name, resource in documented.items():
        declaration = declarations[name]
        for key in ('apiVersion', 'swaggerVersion', 'resourcePath'):
            equal(declaration[key], resource[key], f'{name}: {key} as documented')
        ours = {(o['httpMethod'], path): plain_operation(o)
                for path, o in operations_of(declaration)}
        theirs = {(o.pop('method'), o.pop('path')): o for o in resource['operations']}
        check_same_keys(ours, theirs, f'{name}: operations')
        for key in ours.keys() & theirs.keys():
            equal(ours[key], theirs[key], f'{" ".join(key)} as documented')
        models = {key: plain_model(m) for key, m in declaration['models'].items()}
        check_same_keys(models, resource['models'], f'{name}: models')
        for key in models.keys() & resource['models'].keys():
            theirs = resource['models'][key]
            if 'subTypes' in theirs:
                theirs['subTypes'].sort()
            equal(models[key], theirs, f'the model {key} as documented')


def check_same_keys(ours, theirs, what):
    equal((sorted(ours - theirs.keys()), sorted(theirs - ours.keys())), ([], []),
          f'{what}: nothing more, nothing less')


def plain_operation(operation):
    """In the form of ari-surface.json, where what is not so is left out."""
    parameters = [present(name=p['name'], type=p['dataType'], required=p['required'],
                          multiple=p['allowMultiple'], allowed=p.get('allowableValues'),
                          **{'in': p['paramType']},
                          **({'default': p['defaultValue']} if 'defaultValue' in p else {}))
                  for p in operation['parameters']]
    return present(nickname=operation['nickname'], returns=operation['responseClass'],
                   params=parameters, errors=[e['code'] for e in operation['errorResponses']],
                   upgrade=operation.get('upgrade'))


def plain_model(model):
    fields = {name: present(type=p['type'], required=p['required'],
                            allowed=p.get('allowableValues', {}).get('values'))
              for name, p in model['properties'].items()}
    return {'fields': fields, **present(subTypes=sorted(model.get('subTypes', [])),
                                        discriminator=model.get('discriminator'))}


def present(**members):
    """Without those that are empty; a default may be false or 0."""
    return {key: value for key, value in members.items() if key == 'default' or value}


def operations_of(declaration):
    return [(api['path'], o) for api in declaration['apis'] for o in api['operations']]


main()
