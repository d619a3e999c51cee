#!/usr/bin/env -S python3 -B
"""What the commands say of files that they cannot read or write, and what they return."""
from cli_tap import *

write("x.json", race())
os.mkdir("empty")

# ---- A file that is not there, and a folder with nothing in it ----

READERS = {"run": [], "explore": [], "lint": [], "dialplan": [], "test": ["--", "true"],
           "run --against http://127.0.0.1:9": []}
for command, behind in READERS.items():
    for path, why in (("nosuch.json", "No such file or directory"), ("empty", "nothing to be read in this folder")):
        code, out, err = stasim(*command.split(), path, *behind)
        equal(code, 2, f"{command} {path}: exit 2")
        contains(out + err, f"{path}: error: {why}\n", "and why")
stasim("run", "--junit", "junit.xml", "nosuch.json")
contains(read("junit.xml"), "<error>nosuch.json: No such file or directory</error>", "JUnit: without a line where there is none")
write("half.json", '{"stasim_explore": 1,\n "scenarios": [')
contains(stasim("explore", "--merge", "half.json")[2], "half.json:2: error: ", "explore --merge: the line of a report that is none")
equal(stasim("check", "empty"), (2, "", "stasim: empty: nothing to be read in this folder\n"), "check empty: the same")

# ---- What cannot be written, and what must not be ----

for option in ("--report", "--save"):
    code, out, err = stasim("explore", option, "nosuch/x", "x.json")
    equal((code, out), (2, ""), f"explore {option}: that it cannot be written is told before the search")
    contains(err, f"stasim: {option}: cannot write ", "and why")
contains(stasim("explore", "--save", "x.json", "x.json")[2], "cannot write into 'x.json': Not a directory", "a file is no folder")
write("folder/x.json", race())
for command in ("run --junit", "run --trace", "explore --report", "dialplan --output"):
    code, out, err = stasim(*command.split(), "folder/x.json", "folder")
    equal((code, out, err), (2, "", f"stasim: {command.split()[1]}: 'folder/x.json' is to be read: it would be overwritten\n"),
          f"{command}: what is to be read is not overwritten")
equal(read("folder/x.json"), race(), "and is as it was")

# ---- More files than anybody has ----

os.mkdir("many")
write("many/x.jsonl", "")
for name in "abcdefghij":  # each a way back into the folder: ten times as many paths a level
    os.symlink(".", f"many/{name}")
code, out, err = stasim("check", "many")
equal((code, out), (2, ""), "too many files: exit 2")
contains(err, "stasim: more than 100000 files to be read", "and why")
done()
