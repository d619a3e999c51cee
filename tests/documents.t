#!/usr/bin/env -S python3 -B
"""The documents are true: their commands print what they say, their files are sound, their references
lead somewhere; every command, option and key is told; what README.md says of many machines is done
by one. With --write, what the commands print is put into them, and the tables of options.

A block whose first line names a file (```json race.json) is that file. A block of kind "console"
is a session at a terminal, in a folder that holds those files and scenarios/: lines that begin
with "$ " are run, the others are what they print."""
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree

from cli_tap import *
from documents import BLOCK, DOCUMENTS

MARK = "\x1e"  # printed before each command of a session
README, COMMANDS, SCENARIOS = [DOCUMENTS[name] for name in ("README.md", "cli/COMMANDS.md", "scenarios/README.md")]
BLOCKS = [block for text in DOCUMENTS.values() for block in BLOCK.findall(text)]
FAILING = {"tie.json"}
SCHEMA = json.loads(read(f"{ROOT}/scenarios/scenario.schema.json"))
OPTION = re.compile(r"^  (--(?!help)\S+(?: \S+)*)(?: {2,}|\n {20})(.*(?:\n {20}.*)*)", re.M)
OPTION_TABLE = re.compile(r"^(## `stasim (\w+)`\n(?:(?!## ).*\n)*?)\| Option \| Meaning \|\n(?:\|.*\n)*", re.M)


def main():
    prepare()
    if sys.argv[1:] == ["--write"]:
        for name, text in DOCUMENTS.items():
            write(f"{ROOT}/{name}", OPTION_TABLE.sub(with_options, BLOCK.sub(rewritten, text)))
        return
    for kind, name, text in BLOCKS:
        if kind == "console" and (missing := missing_for(commands_of(text))):
            skip("prints what is said: " + commands_of(text)[0], missing)
        elif kind == "console":
            equal(session(commands_of(text)), text, "prints what is said: " + commands_of(text)[0])
        elif kind == "json":
            sound_json(name, text)
    for name, text in DOCUMENTS.items():
        leads_somewhere(name, text)
    runs_on_many_machines()
    names_every_command_and_option()
    names_every_key()
    names_every_code_variable_and_entry()
    names_every_key_that_is_printed()
    done()


# ---- What it shows ----

def prepare():
    """Puts the files of the documents, stasim and what else their commands need into place."""
    for _, name, text in BLOCKS:
        if name:
            write(name, text)
    os.symlink(f"{ROOT}/scenarios", "scenarios")
    os.mkdir("bin")
    os.symlink(STASIM, "bin/stasim")
    write("bin/sbatch", SBATCH)
    os.chmod("bin/sbatch", 0o755)
    os.environ.update(PATH=f"{os.getcwd()}/bin:{os.environ['PATH']}", LC_ALL="C.UTF-8", TERM="dumb")
    if can_install():
        installed = subprocess.run(["make", "-C", ROOT, "install", f"PREFIX={os.getcwd()}/installed",
                                    f"BUILD={os.path.relpath(os.environ['BUILD'], os.path.realpath(ROOT))}"],
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if not ok(installed.returncode == 0, "make install"):
            diagnose(installed.stdout)
        os.symlink(shutil.which(os.environ.get("CC", "cc").split()[0]), "bin/cc")
        os.environ["PKG_CONFIG_PATH"] = "installed/lib/pkgconfig"


def can_install():
    """Called by make, all is built and nothing is built anew; watched code cannot be linked so."""
    return ("MAKELEVEL" in os.environ or sys.argv[1:] == ["--write"]) and "BUILD" in os.environ and "WATCHED" not in os.environ


def commands_of(text):
    """The commands of a session; one whose line ends with a backslash has a further line."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", text, re.M)


def missing_for(commands):
    """Why they cannot be run here; None: they can be."""
    if any(re.match(r"cc |\./", command) for command in commands) and not can_install():
        return "only where make has built everything, and not watched"
    if any(re.match("curl ", command) for command in commands) and not shutil.which("curl"):
        return "curl is not here"
    return None


def session(commands):
    script = "".join(f"status=$?; printf '\\036'; (exit $status)\n{command}\n" for command in commands)
    outputs = at_terminal("sh", "-c", script).replace(ROOT + "/", "").split(MARK)[1:]
    return "".join(f"$ {command}\n{output}" for command, output in zip(commands, outputs))


def rewritten(block):
    kind, _, text = block.groups()
    runs = kind == "console" and not missing_for(commands_of(text))
    return f"```console\n{session(commands_of(text))}```" if runs else block.group()


def sound_json(name, text):
    """A scenario, or some keys of one, which are then put into that of README.md."""
    try:
        scenario = json.loads(text)
    except ValueError as error:
        ok(False, f"JSON that is JSON: {error}")
        return
    is_whole = "expect" in scenario
    path = write(name or "unnamed.json", text if is_whole else json.dumps({**json.loads(read("race.json")), **scenario}))
    equal(stasim("lint", path), (0, "1 file: 0 errors, 0 warnings, 0 notes\n", ""), f"{path} is sound")
    if is_whole:
        equal(stasim("run", path)[0], 1 if path in FAILING else 0, f"{path} holds, or fails on purpose")


# ---- Many machines ----

# As much of Slurm as a job with an array needs.
SBATCH = """#!/bin/sh
[ "$1" = --wait ] && shift
tasks=$(sed -n 's/^#SBATCH .*--array=1-\\([0-9]*\\).*/\\1/p' "$1")
echo 'Submitted batch job 1'
for task in $(seq "$tasks"); do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=$tasks sh "$1" >slurm-1_$task.out || exit
done
"""


def runs_on_many_machines():
    text = read("scenarios.yml")
    shards = re.search(r"shard: \[(.*)\]", text).group(1).split(", ")
    command = re.search(r"- run: (.*)", text).group(1)
    tested = []
    for shard in shards:
        one = subprocess.run(shlex.split(command.replace("${{ matrix.shard }}", shard)),
                             stdout=subprocess.DEVNULL)
        cases = xml.etree.ElementTree.parse("results.xml").iter("testsuite")
        tested += [case.get("name") for case in cases]
        ok(one.returncode == 0, f"part {shard} of a matrix")
    whole = subprocess.run(["stasim", "run", "--junit", "whole.xml", "scenarios"], stdout=subprocess.DEVNULL)
    cases = [case.get("name") for case in xml.etree.ElementTree.parse("whole.xml").iter("testsuite")]
    equal((whole.returncode, sorted(tested)), (0, sorted(cases)), "together they are all scenarios")
    if not shutil.which("parallel"):
        skip("GNU parallel spreads a search", "parallel is not here")
        return
    for part in glob.glob("part.*.json"):
        os.unlink(part)
    os.environ.setdefault("HOME", os.getcwd())
    spread = subprocess.run(["sh", "parallel.sh"], text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    equal((spread.returncode, spread.stdout), (0, stasim("explore", "--rules", "--merge", *sorted(glob.glob("part.*.json")))[1]),
          "GNU parallel spreads a search")
    equal(len(glob.glob("part.*.json")), 8, "over eight processes")


# ---- What they refer to ----

def leads_somewhere(name, text):
    prose = BLOCK.sub("", text)
    anchors = anchors_of(text)
    equal(sorted(set(anchors)), sorted(anchors), f"{name}: no two headings have the same anchor")
    links = [link for link in re.findall(r"\]\(([^)]*)\)", prose) if not re.match("https?:", link)]
    links = [os.path.normpath(os.path.join(os.path.dirname(name), link)) if link[0] != "#" else name + link
             for link in links]
    equal([link for link in links if "#" in link and not finds_heading(*link.split("#"))], [],
          f"{name}: every link to a heading finds it")
    paths = [link.partition("#")[0] for link in links]
    paths += re.findall(r"`((?:sim|cli|include|packaging|scenarios|scripts|tests)/[^` ]*)`", prose)
    equal([path for path in paths if not glob.glob(f"{ROOT}/{path}")], [], f"{name}: every file named is there")
    if can_install() and name == "README.md":
        paths = re.findall(r"`((?:bin|include|lib|share)/[^`]*)`", section(README, "Installing"))
        equal([path for path in paths if not os.path.exists(f"installed/{path}")], [],
              "every file is installed where it is said to be")
    targets = set(re.findall(r"^([a-z]+):.*## ", read(f"{ROOT}/Makefile"), re.M))
    equal(set(re.findall(r"(?:`|^    |=\w+ )make ([a-z]+)", text, re.M)) - targets, set(), f"{name}: every make target named is there")
    variables = set(re.findall(r"^    make .*?\b([A-Z_]+)=", text, re.M)) - {"TESTS", "PREFIX", "PROVE_FLAGS"}
    makefile = read(f"{ROOT}/Makefile")
    equal([name for name in variables if f"$({name})" not in makefile], [], f"{name}: every variable of make, too")


def anchors_of(text):
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
            for title in re.findall(r"^#+ (.*)$", BLOCK.sub("", text), re.M)]


def finds_heading(name, anchor):
    return anchor in anchors_of(DOCUMENTS.get(name, ""))


def names_every_command_and_option():
    listed = re.findall(r"^  ([a-z]+)  +(.*)$", stasim("help")[1], re.M)
    told = re.findall(r"^\| \[`stasim (\w+)`\]\(cli/COMMANDS.md#stasim-\1\) \| (.*) \|$", README, re.M)
    equal(told, listed, "README.md lists the commands as stasim help does")
    for command, _ in listed:
        has_options = OPTION.search(stasim("help", command)[1])
        equal([found.group(2) for found in OPTION_TABLE.finditer(COMMANDS) if found.group(2) == command],
              [command] * bool(has_options), f"stasim {command} has a table of options if it has options")
    equal(OPTION_TABLE.sub(with_options, COMMANDS), COMMANDS, "the options are told as stasim help tells them")


def with_options(found):
    """The section of a command up to its options, and these as its help has them."""
    rows = [f"| `{escape(name)}` | {escape(' '.join(text.split()))} |"
            for name, text in OPTION.findall(stasim("help", found.group(2))[1])]
    return found.group(1) + "| Option | Meaning |\n| --- | --- |\n" + "".join(row + "\n" for row in rows)


def escape(text):
    return text.replace("|", "\\|")


def names_every_key():
    upToDate = subprocess.run([f"{ROOT}/scripts/scenario-reference", "--check"], text=True,
                              stderr=subprocess.PIPE)
    equal((upToDate.returncode, upToDate.stderr), (0, ""), "the scenario reference is that of the schema")
    told = {}  # the keys by the object they belong to
    for title, body in re.findall(r"^### (.*)\n((?:(?!#).*\n)*)", SCENARIOS, re.M):
        told[title.replace(" ", "-")] = set(re.findall(r"^\| `([^`]+)` \|", body, re.M))
    for actor in ("reaction", "timed"):
        told[actor] |= told["action"]
    for name, definition in dict(SCHEMA["$defs"], scenario=SCHEMA).items():
        equal(told.get(name), set(definition["properties"]), f"every key of {name} is told")


def names_every_code_variable_and_entry():
    codes = re.findall(r"^    CODE_\w+ = (\d),", read(f"{ROOT}/cli/base/exit.h"), re.M)
    equal(first_column(COMMANDS, "Exit codes"), codes, "the exit codes are those there are")
    sources = "".join(read(path) for path in glob.glob(f"{ROOT}/cli/**/*.c", recursive=True))
    asked = set(re.findall(r'\bgetenv\("(\w+)"\)', sources))
    equal(asked - set(re.findall(r"\b[A-Z_]{4,}\b", section(COMMANDS, "Environment"))), set(),
          "every variable of the environment that is asked for is named")
    entries = first_column(SCENARIOS, "Entries of the journal")
    ok(len(entries) > 5, "the trace names entries of the journal")
    path = write("entries.json", json.dumps({
        "name": "entries", "expect": [{"note": {"kind": entry}} for entry in entries]}))
    equal(stasim("lint", path)[1], "1 file: 0 errors, 0 warnings, 0 notes\n", "that there are")


def names_every_key_that_is_printed():
    printed = set(json.loads(stasim("filter", "--json", "a")[1]))
    told, = re.findall(r"^The JSON object: (.*?)\n\n", section(COMMANDS, "`stasim filter`"), re.M | re.S)
    equal(words(told), printed, "stasim filter --json prints the keys that are told")
    write("unknown.json", json.dumps({"name": 1}))
    objects = [json.loads(line) for line in
               stasim("run", "--json", "wrong.json", "unknown.json")[1].splitlines()]
    printed = {key for one in objects + objects[0]["points"] + objects[1]["problems"] for key in one}
    equal(printed - words(section(COMMANDS, "JSON")), set(), "stasim run --json prints no other key")


def words(text):
    return set(re.findall(r"`([^`]*)`", text))


def section(text, title):
    return re.search(rf"^#+ {title}\n(.*?)^#", BLOCK.sub("", text) + "#", re.M | re.S).group(1)


def first_column(text, title):
    return re.findall(r"^\| `?(\w+)`? \|", section(text, title), re.M)[1:]


main()
