#!/usr/bin/env -S python3 -B
"""stasim dialplan: what it prints is what the scenarios say, read back by lint, run and serve."""
import glob
import json

from cli_tap import *


def scenario(path, lines, **more):
    return write(path, json.dumps({"name": path, "dialplan": lines,
                                   "calls": [{"id": "call-1", "to": "100@in"}], **more}, indent=1))


def body(out):
    """Without the comments and the settings it begins with."""
    return out.partition("autofallthrough=yes\n\n")[2]


CALLER = "\n[stasim-caller]\nexten => s,1,Answer()\n same => n,Wait(86400)\n same => n,Hangup()\n"

# ---- One ----
a = scenario("a.json", ["[in]", "exten => 100,1,StasisBroadcast(500,^sales-)", " same => n,Hangup()"])
code, out, err = stasim("dialplan", a)
equal((code, err), (0, ""), "one scenario: exit 0")
equal(body(out), "[in]\nexten => 100,1,StasisBroadcast(500,^sales-)\n same => n,Hangup()\n" + CALLER,
      "its lines, and where the far ends of calls wait")
contains(out, "; The dialplan of\n;   a.json\n", "it says of which")

odd = scenario("odd.json", [
    "[globals]", "WAIT = 1\\;2", "[in]", "include => more", "include => most",
    "exten => _1[2-4]X.,5(there),Set(A=1\\;2)", " same => 9,NoOp(behind a gap)", " same => n(end),Hangup",
    "[more]", "exten => h,1,NoOp(${A} (x) \"y, z\")", "[most]", "exten => t,1,Wait(1)",
    "[in]", "exten => 100,1,StasisBroadcast"],
    sounds={"beep": "1s"}, phones={"PJSIP/alice": {"answers": "2s"}}, channelvars=["SKILL"])
code, out, err = stasim("dialplan", odd)
equal(body(out), r"""[globals]
WAIT=1\;2

[in]
exten => 100,1,StasisBroadcast()
exten => _1[2-4]X.,5(there),Set(A=1\;2)
 same => 9,NoOp(behind a gap)
 same => n(end),Hangup()
include => more
include => most

[more]
exten => h,1,NoOp(${A} (x) "y, z")

[most]
exten => t,1,Wait(1)
""" + CALLER, "globals, labels, gaps, includes and semicolons are kept")
for need in ("the sound beep", "the phone PJSIP/alice", "in ari.conf: channelvars=SKILL"):
    contains(out, f"; odd.json needs {need}\n", "it says that it needs " + need)
again = scenario("again.json", [line for line in out.splitlines() if line])
equal(body(stasim("dialplan", again)[1]), body(out), "read back, it is the same")

# ---- Several ----
b = scenario("b.json", ["[in]", "exten => 200,1,NoOp()", "[other]", "exten => 100,1,Hangup()"])
code, out, err = stasim("dialplan", a, b)
equal((code, body(out), err), (0, """[in]
exten => 100,1,StasisBroadcast(500,^sales-)
 same => n,Hangup()
exten => 200,1,NoOp()

[other]
exten => 100,1,Hangup()
""" + CALLER, ""), "contexts of two are put together")
equal(stasim("dialplan", a, a)[:1] + (body(stasim("dialplan", a, a)[1]),), (0, body(stasim("dialplan", a)[1])),
      "what both have stands there once")

for what, lines, message in [
    ("another argument", ["[in]", "exten => 100,1,StasisBroadcast(400,^sales-)", " same => n,Hangup()"],
     "c.json:5: error: [in] 100,1 is StasisBroadcast(400,^sales-) here and StasisBroadcast(500,^sales-) in a.json:5\n"),
    ("another application", ["[in]", "exten => 100,1,StasisBroadcast(500,^sales-)", " same => n,Wait(1)"],
     "c.json:6: error: [in] 100,2 is Wait(1) here and Hangup() in a.json:6\n"),
    ("one priority more", ["[in]", "exten => 100,1,StasisBroadcast(500,^sales-)", " same => n,Hangup()", " same => n,Wait(1)"],
     "c.json:7: error: [in] 100,3 is Wait(1) here and missing in a.json:5\n"),
    ("one less", ["[in]", "exten => 100,1,StasisBroadcast(500,^sales-)"],
     "c.json:5: error: [in] 100,2 is missing here and Hangup() in a.json:6\n"),
    ("another label", ["[in]", "exten => 100,1,StasisBroadcast(500,^sales-)", " same => n(x),Hangup()"],
     "c.json:6: error: [in] 100,2 is Hangup() with the label 'x' here and Hangup() in a.json:6\n"),
    ("the caller's place", ["[stasim-caller]", "exten => s,1,Hangup()", "[in]", "exten => 100,1,StasisBroadcast(500,^sales-)", " same => n,Hangup()"],
     "c.json:5: error: [stasim-caller] s,1 is Hangup() here and Answer() in (the far end of calls):2\n"),
]:
    equal(stasim("dialplan", a, scenario("c.json", lines)), (2, "", message), what + ": both places are named")
g, h = (scenario(f"{x}.json", ["[globals]", f"N={x}", "[in]", f"include => {x}", "exten => 100,1,NoOp()", f"[{x}]", "exten => 1,1,NoOp()"]) for x in "gh")
equal(stasim("dialplan", g, h), (2, "",
      "h.json:5: error: [globals] N is 'h' here and 'g' in g.json:5\n"
      "h.json:7: error: [in] includes h here and g in g.json:7\n"
      ), "so are those of a global variable and of an include")
s = scenario("s.json", ["[in]", "exten => 200,1,NoOp()", "exten => h,1,NoOp()", "exten => _2X,1,NoOp()", "include => x", "[x]", "exten => 1,1,NoOp()"])
equal(stasim("dialplan", a, s)[::2], (0, "".join(
    f"s.json:{line}: warning: [in] {what} is for the calls of a.json now, too\n"
    for line, what in ((6, "h"), (7, "_2X"), (8, "include x")))),
    "a special extension, a pattern or an include that a call of another would run into is a warning")

# ---- What cannot be ----
equal(stasim("dialplan")[0], 2, "no scenario: exit 2")
equal(stasim("dialplan", "nosuch.json")[::2], (2, "nosuch.json: error: No such file or directory\n"), "one that is not there")
write("broken.json", "{")
equal(stasim("dialplan", a, "broken.json")[0], 2, "one that cannot be read")
cut = scenario("cut.json", ["[in]", "exten => 100,1,Set(A=1\n[evil])"])
equal(stasim("dialplan", cut), (2, "", "cut.json:5: error: a line break within a line, which no extensions.conf can have\n"),
      "a line break within a line is refused")
equal(stasim("dialplan", a, "--output", "a.json")[0], 2, "it does not overwrite a scenario")
equal(stasim("dialplan", a, "-o", "no/folder")[0], 2, "nor write where it cannot")
equal((stasim("dialplan", a, "-o", "a.conf")[:2], read("a.conf")), ((0, ""), stasim("dialplan", a)[1]), "-o writes a file")

# ---- Of all that are shipped ----
different, unread = [], []
paths = sorted(glob.glob(f"{ROOT}/scenarios/*/*.json"))
for path in paths:
    told = json.loads(read(path))
    if "programs" in told or "extensions" in told or "schedule" in told:
        continue
    stasim("dialplan", path, "-o", "one.conf")
    if "\n1 file: " in "\n" + stasim("lint", "one.conf")[1].replace("1 file: 0 errors", ""):
        unread.append(path)
    told.pop("dialplan", None)
    write("one.json", json.dumps(dict(told, extensions="one.conf")))
    stasim("run", "--seed", "1", "--trace", "old.jsonl", path)
    stasim("run", "--seed", "1", "--trace", "new.jsonl", "one.json")
    if read("old.jsonl").split("\n")[1:] != read("new.jsonl").split("\n")[1:]:
        different.append(path)
ok(len(paths) > 100, f"there are scenarios: {len(paths)}")
equal(unread, [], "lint finds no error in what is printed of any")
equal(different, [], "with what is printed everything happens as before")
done()
