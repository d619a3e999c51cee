#!/usr/bin/env -S python3 -B
"""stasim lint: the mistakes of scenarios and dialplans, without running them."""
import os
import re

from cli_tap import *

write("folder/good.json", race())
write("folder/good.conf", "[in]\nexten => 100,1,StasisBroadcast(500)\n same => n,Hangup()\n")
write("folder/x.schema.json", "{")
write("folder/note.txt", "{")
equal(stasim("lint", "folder"), (0, "2 files: 0 errors, 0 warnings, 0 notes\n", ""), "a clean folder: exit 0")

write("bad.json", race().replace('"calls"', '"cals"'))
write("broken.json", '{"name": "x",\n "dialplan": [\n')
write("bad.conf", "[in]\nexten => 100,1,StasisBroadcats(500)\nrubbish\n")
for name, pattern, what in [
    ("bad.json", r"^bad\.json:7: error: .*cals.*calls", "an unknown key has its line and a suggestion"),
    ("broken.json", r"^broken\.json:\d+: error: ", "bad JSON has its line"),
    ("bad.conf", r"^bad\.conf:3: error: ", "so has a line that is no dialplan"),
    ("nosuch.json", r"^nosuch\.json: error: No such file", "a file that is not there"),
    ("nosuch.conf", r"^nosuch\.conf: error: No such file", "nor that dialplan"),
]:
    code, out, err = stasim("lint", name)
    equal(code, 2, f"{name}: exit 2")
    if not ok(re.search(pattern, out, re.M), what):
        diagnose(out)
contains(stasim("lint", "bad.conf")[1], "StasisBroadcast", "an unknown application has a suggestion")

write("warned.conf", "[in]\nexten => 100,1,StasisBroadcats(500)\n")
code, out, err = stasim("lint", "warned.conf")
equal(code, 0, "a warning alone: exit 0")
contains(out, "1 file: 0 errors, 1 warning, ", "it is counted")
write("binary.conf", "\0\nrubbish\n\0\nrubbish\n")
equal(stasim("lint", "binary.conf")[1].count("\n"), 2, "of a file that is no text one line is told, and the sum")
os.mkfifo("folder/pipe.json")
equal(stasim("lint", "folder")[1], "2 files: 0 errors, 0 warnings, 0 notes\n", "a pipe in a folder is not waited for")
os.unlink("folder/pipe.json")
code, out, err = stasim("lint", "bad.json", "folder", "bad.conf")
ok(out.index("bad.json:") < out.index("bad.conf:") and "4 files: " in out, "all are read, in the order they were named")

for pattern, words in [
    ("_", "an empty pattern: something must follow the '_'"),
    ("_[", "an extension without a priority"),
    ("_1[]", "an empty set '[]'"),
    ("_[9-1]", "a range that runs backwards"),
    ("_.1", "nothing behind a '.' or '!' is looked at"),
    ("_!X", "nothing behind a '.' or '!' is looked at"),
    ("_1-X", "a '-' stands for itself here"),
    ("_xX", "a small x, z or n stands for itself here"),
    ("_1z", "a small x, z or n stands for itself here"),
    ("_n", "a small x, z or n stands for itself here"),
]:
    write("pattern.conf", f"[in]\nexten => {pattern},1,NoOp()\n same => n,Hangup()\n")
    contains(stasim("lint", "pattern.conf")[1], f"pattern.conf:2: ", f"{pattern} has a line")
    contains(stasim("lint", "pattern.conf")[1], words, f"that says: {words}")
for line, words in [
    ("exten => 1,0,NoOp()", ""), ("exten => 1,x,NoOp()", ""), ("exten => 1,1000000000,NoOp()", ""),
    ("exten => 1,n(),NoOp()", ""), ("exten => 1,n(a,NoOp()", ""), ("exten => 1,n(a)b,NoOp()", ""),
    ("exten => 1,1", ""), ("exten => 1", ""), ("exten =>", ""), ("exten", ""), ("same => n,NoOp()", ""),
    ("[in", ""), ("[]", ""), ("[" + "c" * 300 + "]", ""), ("exten => " + "1" * 300 + ",1,NoOp()", ""),
    ("exten => 1,n(" + "l" * 300 + "),NoOp()", ""), ("include => ", ""), ("switch => x", "switch"),
    ("ignorepat => 9", "ignorepat"), ('#include "x.conf"', "#include"),
    ("exten => 1,1,GotoIfTime(9:00-17:00,mon-fri,*,*?a,1)", "GotoIfTime"),
]:
    write("line.conf", f"[first]\n{line}\n")
    code, out, err = stasim("lint", "line.conf")
    ok(out.startswith("line.conf:2: ") and words in out, f"{line[:40]}: " + out.splitlines()[0][13:80])
done()
