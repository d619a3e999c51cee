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
equal(stasim("check", "empty"), (2, "", "stasim: empty: nothing to be read in this folder\n"), "check empty: the same")

# ---- More files than anybody has ----

os.mkdir("many")
write("many/x.jsonl", "")
for name in "abcdefghij":  # each a way back into the folder: ten times as many paths a level
    os.symlink(".", f"many/{name}")
code, out, err = stasim("check", "many")
equal((code, out), (2, ""), "too many files: exit 2")
contains(err, "stasim: more than 100000 files to be read", "and why")
done()
