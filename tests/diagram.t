#!/usr/bin/env -S python3 -B
"""stasim diagram: the picture of a race of two, of ten, of a timeout, a hang-up and two rounds, as text,
Mermaid and SVG; of a scenario and of its trace."""
import json
import re
import xml.etree.ElementTree as ElementTree

from cli_tap import *

UTF8 = {"LC_ALL": "C.UTF-8"}
SVG = "{http://www.w3.org/2000/svg}"


def scenario(path, dialplan, clients, call, **more):
    return write(path, json.dumps({
        "name": f"the picture; <{path}>", "dialplan": ["[in]", f"exten => 100,1,{dialplan}", *more.get("then", [])],
        "clients": clients, "calls": [dict({"id": "call-1", "to": "100@in", "phone": "PJSIP/alice"}, **call)],
        "expect": [{"channel": {"id": "call-1", "gone": True}}]}))


def claims(app, after):
    return {"app": app, "on": {"CallBroadcast": [{"after": after, "claim": {}}],
                               "StasisStart": [{"after": "2s", "hangup": {}}]}}


RACE = scenario("race.json", "StasisBroadcast(500)", [claims("a", "20ms"), claims("b", "35ms")], {})
TEN = scenario("ten.json", "StasisBroadcast(500)",
               [claims(f"agent-{i}", f"{20 + i}ms") for i in range(10)], {})
TIMEOUT = scenario("timeout.json", "StasisBroadcast(2500)", [{"app": "a"}], {})
HANGUP = scenario("hangup.json", "StasisBroadcast(2500)", [{"app": "a"}], {"hangup": {"at": "450ms"}})
ROUNDS = scenario("rounds.json", "StasisBroadcast(500)",
                  [{"app": "a", "on": {"CallBroadcast": [{"nth": 2, "after": "20ms", "claim": {}}],
                                       "StasisStart": [{"after": "30ms", "continue": {}}]}}], {},
                  then=[" same => n,StasisBroadcast(700)"])
ALL = [RACE, TEN, TIMEOUT, HANGUP, ROUNDS]



def drawn(path, *options):
    code, out, err = stasim("diagram", path, *options, environment=UTF8)
    if (code, err) != (0, ""):
        ok(False, f"{path} {options}: {code} {err}")
    return out


def rows(text):
    """The rows of a picture: moment, lanes, words."""
    found = []
    for line in text.splitlines()[3:]:
        match = re.fullmatch(r"(.{10})(.*[│║├┤╟╢●▶◀┊]) *(.*)", line)
        if match:
            found.append((match[1].strip(), match[2], match[3]))
    return found


def words(path):
    return [row[2] for row in rows(drawn(path)) if row[2]]


# ---- Text ----

def text():
    for path in ALL:
        out = drawn(path)
        ok(all(len(line) <= 100 for line in out.splitlines()), f"{path}: within 100 columns")
        ok(not any(line.endswith(" ") for line in out.splitlines()), f"{path}: no spaces at ends")
        ascii_out = stasim("diagram", path)[1]
        ok(ascii_out.isascii() and len(ascii_out.splitlines()) == len(out.splitlines()),
           f"{path}: in ASCII as many lines")
    race()
    equal([row[0] for row in rows(drawn(TIMEOUT)) if row[0]], ["0 ms", "┊", "2500 ms"],
          "timeout: a wait above a second is folded")
    contains(drawn(TIMEOUT), "2.5s later", "and says how long it was")
    equal(words(TIMEOUT)[3:6], ["2.5s later", "the deadline: nobody claimed in time",
                                "the broadcast is over (R16)"], "timeout: the deadline, and the end")
    equal([row[0] for row in rows(drawn(HANGUP)) if row[0]], ["0 ms", "450 ms", "600 ms"],
          "hang-up: noticed at the next look")
    contains(drawn(HANGUP), "the wait is over: hung up", "hang-up: why the wait was over")
    rounds = words(ROUNDS)
    equal([word for word in rounds if "StasisBroadcast" in word],
          ["StasisBroadcast to all for 500 ms", "StasisBroadcast to all for 700 ms"], "two rounds")
    equal([word for word in rounds if "STASISSTATUS" in word],
          ["STASISSTATUS is TIMEOUT", "STASISSTATUS is SUCCESS"], "and how each ended")
    ten = drawn(TEN)
    contains(ten, "1 agent-0  2 agent-1  3 agent-2", "ten have numbers for names")
    ok("others" not in ten, "and a lane each")
    equal(len(re.findall("409: somebody was first", ten)), 9, "nine of ten lose")


def race():
    found = rows(drawn(RACE))
    equal([row[2] for row in found if row[2]][:10], [
        "call-1 comes in for 100@in", "StasisBroadcast to all for 500 ms",
        "CallBroadcast: who wants it?", "CallBroadcast: who wants it?", "a claims call-1",
        "204: first, so it wins (R24)", "StasisStart: the session begins", "b claims call-1",
        "409: somebody was first (R22)", "1.985s later"], "race: what happened, in order")
    lanes = {row[2]: row[1] for row in found}
    for line, begins in (("StasisBroadcast to all for 500 ms", "▶║"), ("a claims call-1", "║◀"),
                         ("StasisStart: the session begins", "▶║"), ("b claims call-1", "│◀")):
        contains(lanes[line], begins, f"race: the bars at: {line}")
    ok("║" not in lanes["StasisEnd: the session is over"], "race: the session's bar has ended")


# ---- Mermaid ----

LINE = re.compile(r"    (title .+|participant p\d+ as .+|Note (left of|over) p\d+: .+|"
                  r"p\d+(->>|-->>)p\d+: .+|(activate|deactivate) p\d+)")


def mermaid():
    for path in ALL:
        lines = drawn(path, "--format", "mermaid").splitlines()
        equal(lines[0], "sequenceDiagram", f"{path}: a sequence diagram")
        equal([line for line in lines[1:] if not LINE.fullmatch(line)], [], f"{path}: of known lines")
        ok(not any(re.search("[;<>]", re.sub("#\\d+;|-+>>", "", line)) for line in lines),
           f"{path}: nothing that Mermaid would misread")
        depth = {}
        for line in lines:
            what, _, lane = line.strip().partition(" ")
            depth[lane] = depth.get(lane, 0) + {"activate": 1, "deactivate": -1}.get(what, 0)
        equal(set(depth.values()), {0}, f"{path}: every bar that begins ends")
    lines = drawn(RACE, "--format", "mermaid").splitlines()
    for line in ("    title the picture#59; #60;race.json#62;", "    participant p3 as a", "    p3->>p2: a claims call-1",
                 "    p2-->>p3: 204: first, so it wins (R24)", "    p2-->>p4: 409: somebody was first (R22)",
                 "    Note left of p0: 35ms"):
        ok(line in lines, f"Mermaid: {line.strip()}")


# ---- SVG ----

def svg():
    for path in ALL:
        root = ElementTree.fromstring(drawn(path, "--format", "svg"))
        equal(root.tag, SVG + "svg", f"{path}: SVG that XML can read")
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        equal(tags - {"svg", "title", "style", "rect", "text", "line", "path", "circle", "g"}, set(),
              f"{path}: no scripts, nothing from elsewhere")
        width, height = int(root.get("width")), int(root.get("height"))
        inside = all(0 <= float(e.get("x")) <= width and 0 <= float(e.get("y")) <= height
                     for e in root.iter(SVG + "text"))
        ok(inside, f"{path}: all text is inside")
        shown = [e.find(SVG + "text").text for e in root.iter(SVG + "g")]
        equal(shown, list(mermaid_words(path)),
              f"{path}: the same rows as in Mermaid")
    root = ElementTree.fromstring(drawn(RACE, "--format", "svg"))
    bars = [(e.get("class"), int(e.get("height"))) for e in root.iter(SVG + "rect") if e.get("class")]
    equal([kind for kind, _ in bars], ["wait", "session"], "race: a wait and a session")
    ok(0 < bars[0][1] < bars[1][1], "the session lasts longer than the wait")
    contains(drawn(RACE, "--format", "svg"), "its deadline would have been at 500ms", "and the deadline is shown")
    ok("deadline would" not in drawn(TIMEOUT, "--format", "svg"), "unless the wait lasted until then")


def mermaid_words(path):
    for line in drawn(path, "--format", "mermaid").splitlines():
        match = re.fullmatch(r"    (?:p\d+-+>>p\d+|Note over p\d+): (.*)", line)
        if match:
            yield re.sub(r"#(\d+);", lambda code: chr(int(code[1])), match[1])


# ---- Where it comes from and where it goes ----

def files():
    stasim("run", "--trace", "race.jsonl", RACE)
    for form in ("text", "mermaid", "svg"):
        equal(drawn("race.jsonl", "--format", form), drawn(RACE, "--format", form), f"{form}: a trace as its scenario")
    equal((drawn(RACE, "-o", "out.txt"), read("out.txt")), ("", drawn(RACE)), "-o writes a file")
    equal((drawn(RACE, "--output", "out.svg", "--format=svg"), read("out.svg")), ("", drawn(RACE, "--format", "svg")),
          "--output does, too")
    orders = {drawn(TEN, "--seed", str(seed)) for seed in range(5)}
    ok(len(orders) > 1, "--seed changes the order of the copies")
    for arguments, message in ((["nosuch.json"], "nosuch.json cannot be read"), ([], "Name a scenario or a trace"),
                               ([RACE, "--format", "svgg"], "did you mean 'svg'?"), ([RACE, TEN], "one at a time"),
                               ([RACE, "-o", "no/such/folder"], "cannot be written"), ([RACE, "-x"], "unknown option '-x'"),
                               (["broken.jsonl"], "broken.jsonl:3: error: this is no entry of a trace")):
        write("broken.jsonl", "\n".join(read("race.jsonl").splitlines()[:2] + ["{}"]) + "\n")
        code, out, err = stasim("diagram", *arguments)
        ok(code == 2 and out == "" and message in err, f"diagram {' '.join(arguments)}: {message}")
    cut = dict(json.loads(read(TIMEOUT)), limits={"steps": 5})
    code, out, err = stasim("diagram", write("cut.json", json.dumps(cut)), environment=UTF8)
    ok(code == 4 and "StasisBroadcast" in out and "after 5 steps" in err, "a run that is stopped at a limit is drawn, and told by 4")
    two = json.loads(read(TIMEOUT))
    two["calls"].append({"id": "call-2", "to": "100@in", "phone": "PJSIP/bob", "at": "1s"})
    contains(drawn(write("two.json", json.dumps(two))), "call-2: STASISSTATUS is TIMEOUT",
             "of several calls each row says which it is about")


# ---- Odd ones ----

def crowd():
    path = scenario("crowd.json", "StasisBroadcast(500)", [{"app": f"app-{i:02}"} for i in range(70)], {})
    lanes = re.findall("participant p[0-9]+ as (.+)", drawn(path, "--format", "mermaid"))
    equal(lanes, ["caller", "dialplan", "broadcast", *(f"app-{i:02}" for i in range(60)), "others"],
          "of very many the last share a lane")


def ended_twice():
    """An event that a fault makes up is no second end of a session."""
    twice = json.loads(read(RACE))
    twice["faults"] = [{"on": {"at": "1s"}, "to": "a", "send": {"type": "StasisEnd", "channel": "call-1"}}]
    ElementTree.fromstring(drawn(write("twice.json", json.dumps(twice)), "--format", "svg"))
    lines = drawn("twice.json", "--format", "mermaid").splitlines()
    ends = [i for i, line in enumerate(lines) if "StasisEnd" in line]
    bars = [i for i, line in enumerate(lines) if line == "    deactivate p3"]
    ok(len(ends) == 2 and len(bars) == 1 and ends[0] < bars[0] < ends[1], "a session that ends twice ends when it does first")


text()
mermaid()
svg()
files()
crowd()
ended_twice()
done()
