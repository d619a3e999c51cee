#!/usr/bin/env -S python3 -B
"""No command line in the documents is run by nobody. Sessions, the blocks of kind "console", are run by
tests/documents.t. Each file, which is a block with a name, and each other line or `span` that is a command
is run here, or by what is named here, where certain words must then stand."""
import os
import re
import shlex
import shutil
import subprocess

from cli_tap import *
from documents import BLOCK, DOCUMENTS

HERE = None
RUN_BY = {
    "race.json": ("tests/documents.t", "sound_json("),
    "tie.json": ("tests/documents.t", "sound_json("),
    "history.jsonl": ("cli/COMMANDS.md", "$ stasim check history.jsonl"),
    "agents.c": ("README.md", "$ cc agents.c"),
    "explore.slurm": ("README.md", "$ sbatch --wait explore.slurm"),
    "scenarios.yml": ("tests/documents.t", 'read("scenarios.yml")'),
    "parallel.sh": ("tests/documents.t", '["sh", "parallel.sh"]'),
    "sales.js": ("tests/serve_examples.t", "'node', 'sales.js'"),
    "support.py": ("tests/serve_examples.t", "python, 'support.py'"),
    "call.sh": ("tests/serve_examples.t", "['sh', 'call.sh']"),
    "control.sh": ("tests/serve_control_document.t", r"```sh control\.sh"),
    "control.txt": ("tests/serve_control_document.t", r"```text control\.txt"),
    "make": HERE,
    "make check": ("Makefile", "$(sort $(wildcard tests/*.t))"),
    "make demo": HERE,
    "make check TESTS=tests/rules.t": HERE,
    "make check TESTS='tests/rules.t tests/scenarios.t'": HERE,
    "make check PROVE_FLAGS=-v TESTS=build/tests/test_world": HERE,
    "DEPS=skip make check": ("tests/install.t", "$ENV{DEPS} = 'skip'"),
    "gdb --args build/stasim run --seed 1 tie.json": HERE,
    "build/tests/test_scenario_schema --write": HERE,
    "scripts/scenario-reference": HERE,
    "tests/documents.t --write": HERE,
    "tests/serve_control_document.t --write": HERE,
    "make help": ("tests/make.t", "make('help')"),
    "make bench": ("tests/make.t", "make('bench')"),
    "make coverage": ("tests/make.t", "make('coverage')"),
    "make soak": ("tests/make.t", "make('soak')"),
    "make soak SOAK_SECONDS=60 SOAK_SEED=7": ("tests/make.t", "make('soak SOAK_SECONDS=60 SOAK_SEED=7')"),
    "make asan": ("tests/make.t", "make('asan')"),
    "make memcheck": (".ci/run", "make memcheck"),
    "make lint": (".ci/run", "make lint"),
    "make fuzz FUZZ_SECONDS=600": (".ci/run", "make fuzz FUZZ_SECONDS="),
    "make fuzz FUZZ_SECONDS=60 FUZZ_TARGETS=filter": (".ci/run", "make fuzz FUZZ_SECONDS="),
    "scripts/fuzz keep build/fuzz": ("tests/fuzz_kept.t", "'scripts/fuzz', 'keep', 'build/fuzz'"),
    "scripts/deps --browser": (".ci/run", "scripts/deps --browser"),
    "sudo make install": ("tests/install.t", "make install"),
    'make install PREFIX="$HOME/.local"': ("tests/make.t", 'make(\'install PREFIX="$HOME/.local"\')'),
    "make dist": ("tests/install.t", "make BUILD=$temp dist"),
    "make deb": ("tests/install.t", "$make deb"),
    "npm install ari-client": ("tests/clients/package.json", '"ari-client"'),
    "pip install requests websocket-client": ("scripts/deps", "py3-requests"),
    "stasim test scenarios/clients -- node agent.js": ("tests/cli_test.t", "LIBRARY"),
}
PROGRAM = re.compile(r"(?:[A-Z]+=\S+ )?(?:sudo |make\b|stasim |scripts/|packaging/|(?:build/)?tests/\S+ "
                     r"|gdb |npm |pip |podman )")
# Usages, and commands that are but spoken of: without arguments, or with options alone.
SPOKEN_OF = re.compile(r"stasim .*(?:\[|\b[A-Z]{4,}|…)|stasim \w+(?: -[-\w ]*)?$|stasim help|make \w+$"
                       r"|(?:packaging|tests)/\S+$")


def main():
    commands = [(name, command) for name, text in DOCUMENTS.items() for command in commands_in(text)]
    for name, command in commands:
        ok(command in RUN_BY, f"{name}: it is known who runs: {command}")
    equal(sorted(set(RUN_BY) - {command for _, command in commands}), [], "and nothing that is in no document")
    for command, by in RUN_BY.items():
        if by is HERE:
            runs(command)
        else:
            path, words = by
            ok(words in read(f"{ROOT}/{path}"), f"{path} runs: {command}")
    done()


def commands_in(text):
    prose = BLOCK.sub("", text)
    lines = [line for line in re.findall(r"^    (\S.*?)(?: +# .*)?$", prose, re.M) if PROGRAM.match(line)]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^    .*$", "", prose, flags=re.M))
    spans = [span for span in spans if PROGRAM.match(span) and not SPOKEN_OF.match(span)]
    lines = [line for line in lines if not re.match("stasim ", line) or not SPOKEN_OF.match(line)]
    return [name for _, name, _ in BLOCK.findall(text) if name] + lines + spans


def runs(command):
    if "WATCHED" in os.environ:
        skip(command, "a watched program can be neither built anew nor watched by a debugger")
        return
    if not re.search("make|gdb", command):
        writes_nothing_new(command)
        return
    program = re.search(r"\b(make|gdb)\b", command).group()
    if not shutil.which(program):
        skip(command, f"{program} is not here")
    elif program == "gdb":
        named = {name: text for _, name, text in BLOCK.findall(DOCUMENTS["CONTRIBUTING.md"])}
        write("tie.json", named["tie.json"])
        command = command.replace("build/stasim", shlex.quote(STASIM))
        said = shell(command.replace("--args", "-batch -ex 'break must_fail' -ex run --args")).stdout
        contains(said, "Breakpoint 1 at ", f"{command}: must_fail is there")
        contains(said, "exited with code 01", "and the scenario fails in it as it does outside")
    elif "MAKELEVEL" not in os.environ:
        skip(command, "only where make has built everything")
    else:
        build = os.path.relpath(os.environ["BUILD"], os.path.realpath(ROOT))
        command = re.sub(r"\bbuild/", build + "/", command)
        made = shell(command, cwd=ROOT, env={**os.environ, "DEPS": "skip", "BUILD": build})
        if not ok(made.returncode == 0, command):
            diagnose(made.stdout)


def shell(command, **options):
    return subprocess.run(["sh", "-c", command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)


def writes_nothing_new(command):
    """In a copy of the tree."""
    if not os.path.exists("tree"):
        shutil.copytree(ROOT, "tree", ignore=shutil.ignore_patterns("build", ".git"))
    test = re.sub(r"\bbuild/", os.path.dirname(STASIM) + "/", command).split()
    if not os.access(test[0] if os.path.isabs(test[0]) else f"tree/{test[0]}", os.X_OK):
        skip(command, "it is not built")
        return
    alone = {name: value for name, value in os.environ.items() if name not in ("BUILD", "MAKELEVEL")}
    ended = subprocess.run(test, cwd="tree", env={**alone, "STASIM": STASIM}, stdout=subprocess.DEVNULL)
    equal(ended.returncode, 0, command)
    kept = [*DOCUMENTS, "scenarios/scenario.schema.json", "scenarios/trace.schema.json"]
    equal([path for path in kept if read(f"tree/{path}") != read(f"{ROOT}/{path}")], [], "writes what is there")


main()
