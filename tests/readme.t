#!/usr/bin/env -S python3 -B
"""README.md is true: its commands print what it says, its files are sound, its references lead
somewhere, every option and every key is in it. With --write, what the commands print is put into it.

A block whose first line names a file (```json race.json) is that file. A block of kind "console"
is a session at a terminal, in a folder that holds those files and scenarios/: lines that begin
with "$ " are run, the others are what they print."""
import glob
import json
import os
import pty
import re
import shutil
import subprocess
import sys

from cli_tap import *

BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)
MARK = "\x1e"  # printed before each command of a session
README = read(f"{ROOT}/README.md")
SCHEMA = json.loads(read(f"{ROOT}/scenarios/scenario.schema.json"))
OPTION = r"^  (--(?!help)[a-z-]+(?: [^ `\n]+)?)"
PROSE = BLOCK.sub("", README)


def main():
    prepare()
    if sys.argv[1:] == ["--write"]:
        write(f"{ROOT}/README.md", BLOCK.sub(rewritten, README))
        return
    for kind, name, text in BLOCK.findall(README):
        if kind == "console":
            equal(session(commands_of(text)), text, "prints what is said: " + commands_of(text)[0])
        elif kind == "json":
            sound_json(name, text)
    leads_somewhere()
    names_every_option()
    names_every_key()
    names_every_code_variable_and_entry()
    names_every_key_that_is_printed()
    done()


# ---- What it shows ----

def prepare():
    """Puts the files of README, stasim and what else its commands need into place."""
    for _, name, text in BLOCK.findall(README):
        if name:
            write(name, text)
    os.symlink(f"{ROOT}/scenarios", "scenarios")
    os.mkdir("bin")
    os.symlink(STASIM, "bin/stasim")
    os.environ.update(PATH=f"{os.getcwd()}/bin:{os.environ['PATH']}", LC_ALL="C.UTF-8", TERM="dumb")
    if can_install():
        installed = subprocess.run(["make", "-C", ROOT, "install", f"PREFIX={os.getcwd()}/installed"],
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if not ok(installed.returncode == 0, "make install"):
            print("# " + installed.stdout.replace("\n", "\n# "))
        os.symlink(shutil.which(os.environ.get("CC", "cc").split()[0]), "bin/cc")
        os.environ["PKG_CONFIG_PATH"] = "installed/lib/pkgconfig"


def can_install():
    """Called by make, all is built and nothing is built anew; watched code cannot be linked so."""
    return ("MAKELEVEL" in os.environ or sys.argv[1:] == ["--write"]) and "WATCHED" not in os.environ


def commands_of(text):
    """The commands of a session; one whose line ends with a backslash has a further line."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", text, re.M)


def session(commands):
    if any(re.match(r"cc |\./", command) for command in commands) and not can_install():
        return "".join(text for _, _, text in BLOCK.findall(README) if commands_of(text) == commands)
    script = "".join(f"status=$?; printf '\\036'; (exit $status)\n{command}\n" for command in commands)
    outputs = at_terminal(script).split(MARK)[1:]
    return "".join(f"$ {command}\n{output}" for command, output in zip(commands, outputs))


def at_terminal(script):
    """What a person sees in the end: of a line that was erased what was written after that."""
    master, slave = pty.openpty()
    shell = subprocess.Popen(["sh", "-c", script], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave)
    os.close(slave)
    seen = b""
    try:
        while part := os.read(master, 65536):
            seen += part
    except OSError:  # the end, on Linux
        pass
    os.close(master)
    shell.wait(TIMEOUT_S)
    text = seen.decode().replace("\r\n", "\n").replace(ROOT + "/", "")
    return re.sub(rf"[^\n{MARK}]*\r\033\[K", "", text)


def rewritten(block):
    kind, _, text = block.groups()
    return f"```console\n{session(commands_of(text))}```" if kind == "console" else block.group()


def sound_json(name, text):
    try:
        is_scenario = "expect" in json.loads(text)
    except ValueError as error:
        ok(False, f"JSON that is JSON: {error}")
        return
    if is_scenario:
        path = write(name or "unnamed.json", text)
        equal(stasim("lint", path), (0, "1 file: 0 errors, 0 warnings, 0 notes\n", ""), f"{path} is sound")
        equal(stasim("run", path)[0], 0, f"{path} holds")


# ---- What it refers to ----

def leads_somewhere():
    anchors = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
               for title in re.findall(r"^#+ (.*)$", PROSE, re.M)]
    equal(sorted(set(anchors)), sorted(anchors), "no two headings have the same anchor")
    links = re.findall(r"\]\(([^)]*)\)", PROSE)
    equal([link for link in links if link.startswith("#") and link[1:] not in anchors], [],
          "every link into it finds its heading")
    paths = [link for link in links if not re.match("#|https?:", link)]
    paths += re.findall(r"`((?:sim|cli|include|packaging|scenarios|scripts|tests)/[^` ]*)`", PROSE)
    equal([path for path in paths if not os.path.exists(f"{ROOT}/{path}")], [], "every file named is there")
    if can_install():
        paths = re.findall(r"`((?:bin|include|lib|share)/[^`]*)`", section("Installing"))
        equal([path for path in paths if not os.path.exists(f"installed/{path}")], [],
              "every file is installed where it is said to be")
    targets = set(re.findall(r"^([a-z]+):.*## ", read(f"{ROOT}/Makefile"), re.M))
    equal(set(re.findall(r"(?:`|^    |=\w+ )make ([a-z]+)", README, re.M)) - targets, set(), "every make target named is there")


def names_every_option():
    listed = stasim("help")[1]
    for command in re.findall(r"^  ([a-z]+)  ", listed, re.M):
        if f"<!-- stasim {command} -->" in README:
            continue  # a place that is kept free
        found = re.search(rf"^### `stasim {command}`\n(.*?)^##", README, re.M | re.S)
        known = set(re.findall(OPTION, re.sub(", -[a-z]", "", stasim("help", command)[1]), re.M))
        told = found.group(1).replace(r"\|", "|") if found else ""
        told = set(re.findall(OPTION.replace("^  ", r"^\| `"), told, re.M))
        ok(found, f"stasim {command} has a section")
        equal(told, known, f"stasim {command}: the options are those it has")


def names_every_key():
    upToDate = subprocess.run([f"{ROOT}/scripts/scenario-reference", "--check"], text=True,
                              stderr=subprocess.PIPE)
    equal((upToDate.returncode, upToDate.stderr), (0, ""), "the scenario reference is that of the schema")
    told = {}  # the keys by the object they belong to
    for title, body in re.findall(r"^#### (.*)\n((?:(?!#).*\n)*)", PROSE, re.M):
        told[title.replace(" ", "-")] = set(re.findall(r"^\| `([^`]+)` \|", body, re.M))
    for actor in ("reaction", "timed"):
        told[actor] |= told["action"]
    for name, definition in dict(SCHEMA["$defs"], scenario=SCHEMA).items():
        equal(told.get(name), set(definition["properties"]), f"every key of {name} is told")


def names_every_code_variable_and_entry():
    codes = re.findall(r"^    CODE_\w+ = (\d),", read(f"{ROOT}/cli/exit.h"), re.M)
    equal(first_column("Exit codes"), codes, "the exit codes are those there are")
    sources = "".join(read(path) for path in glob.glob(f"{ROOT}/cli/**/*.c", recursive=True))
    asked = set(re.findall(r'\bgetenv\("(\w+)"\)', sources))
    equal(asked - set(re.findall(r"\b[A-Z_]{4,}\b", section("Environment"))), set(),
          "every variable of the environment that is asked for is named")
    entries = first_column("Entries of the journal")
    ok(len(entries) > 5, "the trace names entries of the journal")
    path = write("entries.json", json.dumps({
        "name": "entries", "expect": [{"note": {"kind": entry}} for entry in entries]}))
    equal(stasim("lint", path)[1], "1 file: 0 errors, 0 warnings, 0 notes\n", "that there are")


def names_every_key_that_is_printed():
    printed = set(json.loads(stasim("filter", "--json", "a")[1]))
    row, = re.findall(r"^\| `--json` .*", section("`stasim filter`"), re.M)
    equal(printed - words(row), set(), "stasim filter --json prints no other key")
    equal(words(row) - printed, {"--json"}, "and each of these")
    write("unknown.json", json.dumps({"name": 1}))
    objects = [json.loads(line) for line in
               stasim("run", "--json", "wrong.json", "unknown.json")[1].splitlines()]
    printed = {key for one in objects + objects[0]["points"] + objects[1]["problems"] for key in one}
    equal(printed - words(section("JSON")), set(), "stasim run --json prints no other key")


def words(text):
    return set(re.findall(r"`([^`]*)`", text))


def section(title):
    return re.search(rf"^#+ {title}\n(.*?)^#", PROSE + "#", re.M | re.S).group(1)


def first_column(title):
    return re.findall(r"^\| `?(\w+)`? \|", section(title), re.M)[1:]


main()
