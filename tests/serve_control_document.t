#!/usr/bin/env -S python3 -B
"""The lines in the document of the control interface print what it says, and its table is that of the
server. With --write, it gets the table and what its lines print."""
import subprocess

from controlling import *

DOCUMENT = os.path.join(ROOT, 'cli/server/CONTROL.md')
EXAMPLE = re.compile(r'^```sh control\.sh\n(.*?)^```\n(.*?)^```text control\.txt\n(.*?)^```$', re.M | re.S)
TABLE = re.compile(r'^\| Request \| Meaning \| Answer \|\n\| --- \| --- \| --- \|\n(?:\|.*\n)*', re.M)


def main():
    if sys.argv[1:] == ['--write']:
        with open(DOCUMENT, encoding='utf-8') as file:
            text = file.read()
        with open(DOCUMENT, 'w', encoding='utf-8') as file:
            file.write(EXAMPLE.sub(lambda found: shown(found, ran(found)), TABLE.sub(table, text)))
        return
    document()
    done()


def document():
    with open(DOCUMENT, encoding='utf-8') as file:
        text = file.read()
    example = EXAMPLE.search(text)
    equal(example and ran(example), example and example.group(3), "the lines of CONTROL.md print what it says")
    found = TABLE.search(text)
    equal(found and found.group(), table(), "its table is that of the server")


def ran(example):
    server = Control('--clock', 'virtual')
    script = example.group(1).replace(':8088', f':{server.port}')
    out = subprocess.run(['sh', '-c', script], capture_output=True, text=True, check=False)
    server.stop()
    return out.stdout + out.stderr


def shown(example, output):
    return f'```sh control.sh\n{example.group(1)}```\n{example.group(2)}```text control.txt\n{output}```'


def table(_=None):
    server = Control()
    rows = server.get('/help')
    server.stop()
    text = '| Request | Meaning | Answer |\n| --- | --- | --- |\n'
    for row in rows:
        told = ''.join(f" `{field['name']}`{', required' if field['required'] else ''}: {field['about']}"
                       for field in row.get('query', []) + row.get('body', []))
        told += f" The body: {row['document']}." if 'document' in row else ''
        text += f"| `{row['method']} {row['path']}` | {row['about']}{told} | {row['answer']} |\n".replace('|wall', '\\|wall')
    return text

main()
