#!/usr/bin/env -S python3 -B
"""Whatever the shipped scenarios send over the wire fits the models that describe it, as strictly
as the strictest client reads them: every field is described, and those required are there."""
import json
import os
import re
import subprocess
import tempfile

from serving import PROGRAM, ROOT, Server, done, equal, ok

KINDS = {'string': str, 'Date': str, 'int': int, 'long': int, 'double': (int, float),
         'boolean': bool, 'object': dict}
DATE = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}')
EVENTS_MIN = 1000
TYPES_MIN = 15
ANSWERS_MIN = 10


def main():
    server = Server()
    api = Api(server)
    server.stop()
    check_itself(api)
    faults, types, events, answers = {}, set(), 0, 0
    for place, line in traced():
        if line['kind'] == 'event':
            name, found = line['name'], api.faults_of_event(line['data'])
            types.add(name)
            events += 1
        elif line['kind'] == 'answer' and line.get('data') and line['status'] in (200, 201):
            name, found = line['request'], api.faults_of_answer(line['request'], line['data'])
            answers += 1
        else:
            continue
        for fault in found:
            faults.setdefault(fault, f'{name} in {place}')
    equal(faults, {}, 'every event and every answer fits its model')
    ok(events >= EVENTS_MIN and len(types) >= TYPES_MIN, f'{events} events of {len(types)} types')
    ok(answers >= ANSWERS_MIN, f'{answers} answers')
    done()


def traced():
    """All lines of the traces of all scenarios, each with the file it comes from."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, 'run', '--json', '--trace', folder,
                        os.path.join(ROOT, 'scenarios')], stdout=subprocess.DEVNULL, check=True)
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                next(file)
                for line in file:
                    yield name, json.loads(line)


def check_itself(api):
    """What would be found, if it were there."""
    event = {'type': 'ChannelDestroyed', 'timestamp': '2026-01-01T00:00:00.000+0000',
             'application': 'a', 'cause': 16, 'cause_txt': 'x', 'channel': {}}
    channel = api.faults_of(api.models['Channel'], {}, 'Channel')
    ok('Channel.id is missing' in channel and len(channel) == 10, 'a channel of nothing')
    rows = [
        ({}, channel),
        ({'cause': '16'}, [*channel, 'ChannelDestroyed.cause is no int']),
        ({'cause': True}, [*channel, 'ChannelDestroyed.cause is no int']),
        ({'more': 1}, [*channel, 'ChannelDestroyed.more is not described']),
        ({'timestamp': 'today'}, [*channel, 'ChannelDestroyed.timestamp is no Date']),
        ({'application': None}, [*channel, 'ChannelDestroyed.application is no string']),
        ({'type': 'Nothing'}, ['Nothing is no model']),
    ]
    for change, want in rows:
        equal(sorted(api.faults_of_event({**event, **change})), sorted(want),
              f'an event with {change}')
    equal(api.faults_of_answer('GET /ari/channels?x=y', [{'id': 'x'}, 7])[-1],
          'Channel is no object', 'a list with a number in it')
    equal(api.faults_of_answer('GET /ari/playbacks/x', {'state': 'asleep'})[-1],
          'Playback.state may not be asleep', 'a word that is not among those allowed')


class Api:
    """The models and operations as the server describes them."""

    def __init__(self, server):
        listing = self.fetch(server, '/api-docs/resources.{format}')
        self.models, self.parents, self.operations = {}, {}, []
        for api in listing['apis']:
            declaration = self.fetch(server, api['path'])
            self.models.update(declaration['models'])
            for model in declaration['models'].values():
                self.parents.update({child: model['id'] for child in model.get('subTypes', [])})
            for path in declaration['apis']:
                for operation in path['operations']:
                    pattern = re.sub(r'{\w+}', '[^/?]+', path['path'])
                    self.operations.append((operation['httpMethod'], pattern, operation))
        # A literal segment beats one in braces.
        self.operations.sort(key=lambda row: row[1].count('['))

    @staticmethod
    def fetch(server, path):
        return json.loads(server.ask('GET', '/ari' + path.replace('{format}', 'json')).body)

    def faults_of_event(self, event):
        if event['type'] not in self.models:
            return [f'{event["type"]} is no model']
        return self.faults_of(self.models[event['type']], event, event['type'])

    def faults_of_answer(self, request, body):
        method, target = request.split(' ', 1)
        for known_method, pattern, operation in self.operations:
            if known_method == method and re.fullmatch(f'/ari{pattern}([?].*)?', target):
                return self.faults_of_value(operation['responseClass'], body,
                                            operation['responseClass'])
        return [] if '/api-docs/' in target else [f'{request} is no operation']

    def faults_of(self, model, value, where):
        if not isinstance(value, dict):
            return [f'{where} is no object']
        fields = self.fields_of(model)
        faults = [f'{where}.{name} is not described' for name in value if name not in fields]
        for name, field in fields.items():
            if name in value:
                faults += self.faults_of_value(field['type'], value[name], f'{where}.{name}')
                words = field.get('allowableValues', {}).get('values')
                if words and value[name] not in words:
                    faults.append(f'{where}.{name} may not be {value[name]}')
            elif field['required']:
                faults.append(f'{where}.{name} is missing')
        return faults

    def faults_of_value(self, kind, value, where):
        item = re.fullmatch(r'List\[(\w+)\]', kind)
        if item:
            if not isinstance(value, list):
                return [f'{where} is no list']
            return [f for v in value for f in self.faults_of_value(item[1], v, item[1])]
        if kind in self.models:
            return self.faults_of(self.models[kind], value, kind)
        sound = isinstance(value, KINDS[kind]) and (kind == 'boolean' or not isinstance(value, bool))
        if kind == 'Date':
            sound = sound and DATE.fullmatch(value)
        return [] if sound else [f'{where} is no {kind}']

    def fields_of(self, model):
        parent = self.parents.get(model['id'])
        inherited = self.fields_of(self.models[parent]) if parent else {}
        return {**inherited, **model['properties']}


main()
