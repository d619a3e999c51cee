#!/usr/bin/env -S python3 -B
"""stasim repl in a pipe: every command, what is answered to a malformed one, and sessions that are
saved and then run. What a terminal adds is in repl_terminal.t."""
import json
import re

from cli_tap import *

UTF8 = {"LC_ALL": "C.UTF-8"}
KEYS = set()  # of all answers
RACE = ["app add sales-1 sales-2 support", "call", "advance 20ms", "claim sales-1", "claim sales-2"]


def session(*lines, options=(), environment=UTF8):
    """What a session prints and its exit code. Its commands are in session.txt."""
    write("session.txt", "\n".join(lines) + "\n")
    with open("session.txt") as script:
        code, out, err = stasim("repl", *options, stdin=script, environment=environment)
    if err:
        ok(False, f"nothing on standard error: {err}")
    return code, out


def answers(*lines):
    """The answers as objects, one a command."""
    code, out = session(*lines, options=["--json"])
    objects = [json.loads(line) for line in out.splitlines()]
    KEYS.update(key for one in objects for key in one)
    if [answer["command"] for answer in objects] != [line for line in lines]:
        ok(False, f"an object a line: {out}")
    return objects


def answer(*lines):
    """The last of them."""
    return answers(*lines)[-1]


def said(*lines):
    """The text of the last command."""
    return "\n".join(answer(*lines)["text"])


def refused(line, message, before=()):
    found = answer(*before, line)
    ok(not found["ok"] and message in "\n".join(found["text"]), f"{line}: {message}")
    if message not in "\n".join(found["text"]):
        diagnose(found["text"])


# ---- What a person sees first ----

def five_minutes():
    code, out = session("help")
    tour = re.findall(r"^  ([a-z]\S*(?: \S+)*)(?:  |$)", out.split("\n\n")[1], re.M)
    ok(len(tour) > 8, f"help says what to try: {tour}")
    code, out = session(*tour)
    equal(code, 0, "all of which can be done")
    for words in ("409: somebody was first (R22)", "404: no broadcast of it (R21)", "The first was sales-1, at 20ms.",
                  "Nobody had claimed it when the wait ended", "its time was up"):
        contains(out, words, f"and shows: {words}")


def help_for_everything():
    os.symlink(f"{ROOT}/scenarios", "scenarios")
    names = answer("help")["commands"]
    ok(len(names) > 35, f"{len(names)} commands")
    for name in names:
        text = said(f"help {name}")
        example = re.search(r"Example: (.*)", text)
        ok(text.startswith(name) and example and example[1].startswith(name), f"help {name}: with an example")
        found = answer(*RACE, example[1])
        known = found["ok"] or (name not in ("load", "save") and
                                not re.search("There is no command|it is `|has no", " ".join(found["text"])))
        ok(known, f"{example[1]}: can be typed")
    contains(said("help show"), "show channels", "help of a first word: all that begin so")


# ---- Each command ----

def applications():
    equal([app["name"] for app in answer("app add a b", "app list")["apps"]], ["a", "b"], "app add, app list")
    equal(answer("app add a", "app add a")["ok"], False, "app add: once")
    ok(answer("app add a all=yes", "show apps")["apps"][0]["subscribe_all"], "app add all=yes")
    equal(answer("app add a b", "app remove a", "app list")["apps"],
          [{"name": "b", "connected": True, "subscribe_all": False}], "app remove")
    refused("app remove sales-1", "holds call-1 and would stay in the registry", RACE)
    equal(answer(*RACE, "app disconnect sales-1", "app list")["apps"][0],
          {"name": "sales-1", "connected": False, "subscribe_all": False}, "app disconnect: inactive while it holds a call")
    equal(answer(*RACE, "app disconnect sales-1", "app add sales-1", "app list")["apps"][0]["connected"], True,
          "app add connects it again")
    refused("app disconnect nobody", "no client that could go")


def types(entries):
    return [entry["name"] for entry in entries if entry["kind"] == "event"]


def calls():
    happened = answer(*RACE[:2])["happened"]
    equal(sorted(entry["app"] for entry in happened if entry["kind"] == "event"), ["sales-1", "sales-2", "support"],
          "call: everybody is offered it")
    call = answer("call x to=200@in from=\"Alice <200>\" phone=PJSIP/bob", "show channels")["channels"][0]
    equal((call["id"], call["extension"], call["name"]), ("x", "200", "PJSIP/bob-00000001"), "call: what it is like")
    equal([c["id"] for c in answer("call", "call", "call phone=Local", "show channels")["channels"]],
          ["call-1", "call-2", "o-call-3", "call-3"], "call: names of its own; a Local pair")
    call = answer("call 200@in", "show channels")["channels"][0]
    equal((call["id"], call["extension"]), ("call-1", "200"), "call: a place is no name")
    refused("call call-1", "There is a call call-1 already", ["call"])
    contains(said("call to=abc@in"), "has no priority 1 of abc in context in", "call: a place that is not there is told")
    began = [entry for entry in answer("app add sales-1 other", "broadcast timeout=2s filter=^sales- args=a:b notify=yes")
             ["happened"] if entry["name"] == "BroadcastBegan"]
    equal((began[0]["data"]["filter"], began[0]["data"]["timeout_ms"]), ("^sales-", 2000), "broadcast: filter and timeout")
    happened = answer("app add sales-1 other", "broadcast filter=^sales- args=a:b notify=yes", "claim sales-1")["happened"]
    ok("CallClaimed" in types(happened), "broadcast notify=yes: CallClaimed")
    start = next(entry for entry in happened if entry["name"] == "StasisStart" and entry["kind"] == "event")
    equal(start["data"]["args"], ["a", "b"], "broadcast args=a:b: for the winner")
    again = answer(*RACE, "broadcast call-1 timeout=1s")["happened"]
    ok("StasisEnd" in types(again) and "CallBroadcast" in types(again), "broadcast of a held channel: a second round")
    refused("broadcast call-1", "is in the dialplan", ["call"])
    pattern = r"^(a|b),\d+\.[a-z]{2,3}$"
    shown = answer("broadcast 'filter=" + pattern + "'", "show broadcasts")["broadcasts"]
    equal(shown, [{"channel": "call-1", "filter": pattern, "winner": None, "finished": False, "notify_claimed": False}],
          "broadcast: the filter arrives as it was typed")


def status(found):
    return [entry["status"] for entry in found["happened"] if entry["kind"] == "answer"]


def claims():
    found = answers(*RACE, "hangup call-1", "claim sales-2", "claim nobody nosuch")
    equal([status(one) for one in found], [[], [], [], [204], [409], [], [404], [404]], "claims: 204, 409, 404")
    equal(status(answer(*RACE, "claim ghost call-1")), [409], "a claim needs no registration")
    equal(status(answer("call", "claim ghost")), [204], "and may win")
    refused("claim a", "There is no call yet")


def sessions():
    for command, event in (("hangup call-1 by=sales-1", "StasisEnd"), ("hangup", "ChannelHangupRequest"),
                           ("continue", "StasisEnd"), ("continue call-1 context=in extension=100", "CallBroadcast"),
                           ("move sales-2", "StasisStart"), ("move call-1 sales-2 args=x", "StasisStart"),
                           ("answer", "ChannelStateChange"), ("play call-1 sound:hello", "PlaybackStarted"),
                           ("play sound:hello", "PlaybackStarted")):
        ok(event in types(answer(*RACE, command)["happened"]), f"{command}: {event}")
    equal(status(answer("app add a", "call", "answer by=a")), [409], "answer: not while nobody holds it")
    equal(status(answer(*RACE, "hangup by=sales-1 reason=nonsense")), [400], "hangup: the reason goes over the wire")
    refused("hangup", "is over", [*RACE, "hangup", "run"])
    text = said("call phone=Local", "hangup o-call-1")
    ok("hangs up" in text and "DELETE" not in text, "hangup: of a Local pair by its caller's half")


def requests():
    for line, wanted in (("GET /ari/channels", 200), ("GET /channels", 200), ("GET /ari/nosuch", 404),
                         ("POST /ari/events/claim?channelId=call-1&application=support", 409),
                         ("POST /ari/channels/call-1/variable {\"variable\": \"A\", \"value\": \"b c\"}", 204),
                         ("PUT /ari/applications/sales-1/eventFilter {\"disallowed\": []}", 200),
                         ("DELETE /ari/channels/call-1", 204), ("DELETE /ari/channels/nosuch", 404)):
        equal(status(answer(*RACE, line)), [wanted], line)
    contains(said(*RACE, "GET /ari/channels"), '"id": "call-1"', "a body is shown")
    contains(said(*RACE, "POST /ari/channels/call-1/variable {\"variable\": \"A\", \"value\": \"b c\"}", "show call-1"),
             'variable  A = "b c"', "a body goes over the wire")


def time():
    equal(answer("call", "advance 200ms")["now_us"], 200000, "advance")
    equal(answer("call", "run")["now_us"], 500000, "run: to the end")
    equal(answer("app add a", "call", "run until WaitEnded")["now_us"], 500000, "run until an entry of the journal")
    equal(answer("load race.json", "run until 409")["now_us"], 35000, "run until a status")
    equal(answer("load race.json", "run until stasisstart")["now_us"], 20000, "run until an event, in any case")
    contains(said("run until StasisStart"), "That has not happened", "run until what does not happen")
    contains(said("run until StasisStrat"), "No event of ARI is called 'StasisStrat': did you mean 'StasisStart'?",
             "what may have been mistyped is told")
    contains(said("call", "clock"), "The next step is due at 200ms.", "clock")
    equal(answer("call", "advance 1.5s", "clock")["now_us"], 1500000, "the clock stands where it was moved to")
    for line, message in (("advance 5", "has no unit"), ("advance", "it is `advance TIME`"), ("run until", "run until EVENT"),
                          ("step nosuch", "There is no task 'nosuch'")):
        refused(line, message)


def steps():
    """Any order of the steps can be chosen: the second to find decides first; the deadline is first."""
    two = ["app add a b", "hold", "call"] + ["step D"] * 7
    two[3] = "step P"
    claimed = [*two, "claim a", "claim b"]
    tasks = answer(*claimed, "show tasks")["tasks"]
    equal([(task["task"], task["step"], task["ready"]) for task in tasks],
          [("D call-1", "D5 look", True), ("A a.1", "A request", True), ("A b.1", "A request", True)]
          if tasks[0]["task"].startswith("D") else
          [("A a.1", "A request", True), ("A b.1", "A request", True), ("D call-1", "D5 look", True)],
          "show tasks: what can come next")
    both = [*claimed, "step A a", "step A b", "step C a", "step C b"]
    equal(status(answer(*both, "step C b", "step C a", "release")), [204, 409], "b decides first")
    found = answers(*both, "step C b", "step C a", "release", "why")
    contains("\n".join(found[-1]["text"]), "The first was b", "and has won")
    late = [*two, "claim a", "step A a", "step C a"] + ["step D"] * 5
    found = answers(*late, "show broadcasts", "step C a", "step C a", "why")
    contains("\n".join(found[-1]["text"]), "Row 3 of the claim table", "found in time, decided behind the deadline: row 3")
    equal(found[-1]["status"], 404, "which is a 404")
    names = [entry["step"] for entry in answer(*two, "step")["happened"] if entry["kind"] == "step"]
    ok(names[0].startswith("D5"), "step without a name: the next one")
    for number in (1, len(tasks)):
        ok(answer(*claimed, f"step {number}")["ok"], f"step {number}: by its number in `show tasks`")
    refused(f"step {len(tasks) + 1}", "There is no task", claimed)
    refused("step a", "could be one of 3 tasks", [*claimed, "hold", "step A a", "claim a"])


def looks():
    equal(answer("show channels")["channels"], [], "show channels: none")
    equal(answer(*RACE, "show broadcasts")["broadcasts"][0]["winner"], "sales-1", "show broadcasts: the winner")
    channel = answer(*RACE, "show call-1")["channel"]
    equal((channel["application"], channel["variables"]), ("sales-1", {"STASISSTATUS": ""}), "show CHANNEL")
    refused("show nosuch", "no channel 'nosuch'")
    equal(len(answer(*RACE, "show trace 3")["trace"]), 3, "show trace 3")
    contains(answer(*RACE, "show diagram")["diagram"], "409: somebody was first (R22)", "show diagram")
    found = answer("app add sales-1 support", "filter ^sales-")
    equal((found["is_filter"], found["hears"]), (True, ["sales-1"]), "filter")
    found = answer("app add sales-1 support", "filter ^(?:sales)")
    equal((found["is_filter"], found["hears"]), (False, ["sales-1", "support"]), "filter: what is none lets everybody hear")
    refused("why", "Nothing has been answered yet")
    equal([answer(*RACE[:4], "why")[key] for key in ("status", "rule")], [204, "R24"], "why: 204")
    contains(said(*RACE, "why"), "The first was sales-1, at 20ms.", "why: who was first and when")
    contains(said("call", "claim a nosuch", "why"), "nosuch has never been broadcast", "why: never broadcast")
    contains(said("call", "run", "claim a", "why"), "the wait ended at 500ms: its time was up", "why: too late")
    contains(said("call", "hangup", "advance 1s", "claim a", "why"), "the wait ended at 200ms: hung up", "why: hung up")
    contains(said(*RACE, "hangup", "claim sales-2", "why"), "Its session is over, and with it the broadcast: since 20ms.",
             "why: the session is over")
    contains(said("POST /ari/events/claim", "why"), "channelId", "why: what is missing")
    late = 'fault add {"on": {"request": "POST /ari/events/claim", "nth": 1}, "delayAnswer": "50ms"}'
    contains(said("app add a", "call", "call", late, "claim a call-1", "advance 10ms", "claim a call-2", "advance 60ms", "why"),
             "It was decided at 0ms.", "why: the decision of this channel, not of another one that the same application won since")
    found = answer("GET /ari/channels", "why")
    ok("rule" not in found and "rule" not in "".join(found["text"][:2]), "why: where no rule decided none is named")


FORCED = 'fault add {"on": {"request": "POST /ari/events/claim"}, "status": 503}'
END = 'event sales-1 StasisEnd {"channel": "call-1"}'


def faults():
    equal([(e["app"], e["name"]) for e in answer(*RACE[:3], END)["happened"] if e["kind"] == "event"], [("sales-1", "StasisEnd")],
          "an event that nothing caused")
    refused(END, "There is no channel 'call-1'", RACE[:1])
    refused("event sales-1 StasisEnd {\"channel\": \"call-1\", \"chanel\": 1}", "chanel is no field", RACE)
    refused("event sales-1 StasisEnd {\"channel\": ", "cannot be read", RACE)
    refused("event sales-1 StasisEnd [1]", "no JSON object", RACE)
    refused("event nobody StasisEnd {}", "no client that could get it", RACE)
    refused("event sales-1 Channel", "is no type of event", RACE)
    found = answers(*RACE[:4], FORCED, "claim sales-2", "fault remove 0", "claim support", "fault list")
    equal([status(one) for one in found if "claim" in one["command"]], [[204], [], [503], [409]],
          "a fault strikes from now on, until it is removed")
    equal([(f["number"], f["struck"], f["off"]) for f in found[-1]["faults"]], [(0, 1, True)], "fault list: how often")
    equal(status(answer(*RACE[:3], FORCED, "undo", "claim sales-1")), [204], "undo of a fault")
    equal([app["name"] for app in answer(*RACE[:3], "fault add {\"on\": {\"app\": \"sales-1\"}, \"break\": \"after\"}",
                                         "show apps")["apps"]], ["sales-2", "support"], "a fault of no occasion strikes at once")
    contains(said("fault add {\"restart\": \"1s\"}"), "Only a server", "what only sockets suffer is said")
    refused("fault add {\"on\": {\"event\": \"any\"}, \"loose\": true}", "did you mean 'lose'?")
    refused("fault add {\"on\": {\"event\": \"any\"}}", "missing")
    refused("fault remove 0", "no such fault")
    refused("fault remove 0", "strikes once", [*RACE, END])
    refused("fault remove 0", "already", [*RACE, FORCED, "fault remove 0"])
    refused("fault remove x", "no such fault", [*RACE, FORCED])


def whole_sessions():
    contains(said("modules unload app"), "Done", "modules unload")
    contains(said("call", "modules unload app"), "It cannot", "not while it is in use")
    contains(said("modules load res"), "It cannot", "modules load: it is loaded")
    for name in ("app_stasis_broadcast", "app_stasis_broadcast.so"):
        contains(said(f"modules unload {name}"), "Done", f"{name} is a module, too")
    equal(status(answer("modules unload app", "modules unload res", "claim a x")), [501], "without modules a claim gets 501")
    refused("modules load xyz", "The modules are res")
    orders = {tuple(e["app"] for e in answer(f"seed {n}", "app add a b c d", "call")["happened"] if e["kind"] == "event")
              for n in range(6)}
    ok(len(orders) > 2, "seed: other orders")
    refused("seed 3", "`reset` first", ["call"])
    refused("seed x", "A seed is a whole number")
    contains(said("seed 5", "reset", "seed"), "5", "reset keeps the seed")
    equal(answer(*RACE, "reset", "show channels")["channels"], [], "reset")
    equal(answer(*RACE, "reset", "undo", "show channels")["channels"][0]["id"], "call-1", "undo of reset")
    found = answers(*RACE, "undo", "undo", "claim sales-2", "claim sales-1")
    contains(found[5]["text"][0], "Taken back: `claim sales-2`", "undo says what")
    equal([status(one) for one in found[-2:]], [[204], [409]], "undo: then the other may win")
    refused("undo", "nothing to take back")
    before = answers(*RACE, "run until StasisEnd", "show trace 1000")[-1]["trace"]
    after = answers(*RACE, "hangup", "undo", "run until StasisEnd", "show trace 1000")[-1]["trace"]
    equal(after, before, "undo: nothing is left of it")
    equal(session("quit", "nonsense"), (0, ""), "quit: nothing is read behind it")


def loads():
    equal(answer("load race.json at 20ms")["now_us"], 20000, "load at a moment")
    found = answers("load race.json at 25ms", "claim third", "run until 409", "why")
    equal(status(found[1]), [409], "load: a claim between its own")
    equal(answer("load race.json", "undo", "show apps")["apps"], [], "undo of load")
    refused("app disconnect winner", "follows its script", ["load race.json"])
    ok("ApplicationReplaced" in types(answer("load race.json", "advance 1ms", "app add winner")["happened"]),
       "a name of the scenario's clients can be taken from them")
    refused("load nosuch.json", "No such file or directory")
    refused("load race.json noon", "load FILE at 120ms")
    refused("load race.json at noon", "'noon' does not begin with a number: a duration is one such as 200ms")
    refused("load race.json at 99h", "'99h' is more than a day")
    write("broken.json", race().replace('"dialplan"', '"dailplan"'))
    refused("load broken.json", "did you mean 'dialplan'?")
    code, out = session("show channels", options=["race.json"])
    contains(out, "a race", "a scenario can be named on the command line")
    odd = write('a "race" \\ of two.json', race("with an odd name"))
    contains(session(options=[odd])[1], "with an odd name", "whatever it is called")
    planned = f"{ROOT}/scenarios/claim/two-find-the-context-and-one-decides-first.json"
    answered = [entry for entry in answer(f"load {planned}", "run")["happened"] if entry["kind"] == "answer"]
    equal([(e["app"], e["status"]) for e in answered if "claim" in e["request"]], [("sales-2", 204), ("sales-1", 409)]
          if answered[0]["app"] == "sales-2" else [("sales-1", 409), ("sales-2", 204)], "its schedule is followed")
    traces = [answers(f"load {planned}", *lines, "show trace 1000")[-1]["trace"]
              for lines in (["run"], ["run", "undo", "run"], ["advance 5ms", "run"], ["advance 5ms", "undo", "run"])]
    ok(all(trace == traces[0] for trace in traces), "also in parts, and after an undo")


# ---- What is wrong ----

def malformed():
    for line, message in (
            ("clam sales-1", "did you mean 'claim'?"), ("nonsense", "`help` lists them"), ("app", "It is one of `app add`"),
            ("app ad a", "It is one of `app add`"), ("claim", "Something is missing"), ("claim a b c", "That is too much"),
            ("broadcast timout=3", "did you mean 'timeout'?"), ("call \"x", "a quote is not closed"), ("\x01\x02", "There is no command"),
            ("call " + "x" * 9000, "too long"), ("call " + "x " * 40, "too many words"), ("call to=100", "That cannot be"),
            ("call id-" + "x" * 200, "That cannot be"), ("app add " + "n" * 74, "That cannot be"), ("app add a,b", "That cannot be"),
            ("help nonsense", "There is no command"), ("save", "Something is missing"), ("save no/such/folder.json", "cannot be written")):
        refused(line, message, ["app add a"])
        equal(answer("app add a", line, "app list")["apps"], [{"name": "a", "connected": True, "subscribe_all": False}],
              "and the session goes on as it was")
    for line in ('seed ""', "seed -1", "seed 7x", 'fault remove ""', 'show trace ""', "show trace -1"):
        ok(not answer("fault add {\"on\": {\"at\": \"1s\"}, \"restart\": {}}", line)["ok"], f"{line}: no number")
    equal(session("nonsense")[0], 2, "a refused command: exit code 2")
    for script, message in ((b"app add \xff\n", "it is not UTF-8"), (b"app add a\0b\n", "there is a NUL byte in it")):
        with open("session.txt", "wb") as file:
            file.write(script)
        with open("session.txt") as file:
            equal(stasim("repl", stdin=file), (2, f"That cannot be read: {message}.\n", ""), f"{script}: it is refused")
        with open("session.txt") as file:
            ok(json.loads(stasim("repl", "--json", stdin=file)[1])["command"], "with --json, too")
    folder = os.open(".", os.O_RDONLY)
    equal(stasim("repl", stdin=folder), (2, "", "stasim: cannot read standard input: Is a directory\n"), "a folder cannot be read")
    os.close(folder)
    equal(session("", "   ", "# a comment"), (0, ""), "empty lines and comments")
    code, out = session(*RACE, environment={"LC_ALL": "C"})
    ok(out.isascii() and "\033" not in out and ">" not in out.replace("->", ""), "in a pipe: no prompt, no colour, no UTF-8 unasked")


# ---- Round trips ----

ROUND_TRIPS = {
    "race": RACE,
    "apart": ["app add a b", "call", "advance 20ms", "claim a", "advance 15ms", "claim b", "advance 1s", "hangup",
              "advance 1ms", "claim b", "run"],
    "late": ["app add a", "call", "run", "claim a"],
    "hangup": ["app add a", "broadcast timeout=2s", "advance 50ms", "hangup", "advance 100ms", "claim a", "run"],
    "filtered": ["app add sales-1 other", "broadcast filter=^sales-", "claim other", "claim sales-1", "hangup by=other"],
    "rounds": ["app add a b", "call", "advance 10ms", "claim a", "broadcast call-1 timeout=1s notify=yes", "claim b", "claim a",
               "continue", "run"],
    "two calls": ["app add a b", "call", "advance 5ms", "call", "claim a call-1", "claim a call-2", "claim b call-1", "hangup call-2",
                  "move call-1 b", "hangup call-1", "run"],
    "steps": ["app add a b", "hold", "call", "step P"] + ["step D"] * 6 +
             ["claim a", "claim b", "step A a", "step A b", "step C b", "step C a", "step C a", "step C b", "release", "run"],
    "stopped between steps": ["app add a b", "hold", "call", "step P", "step D", "step D", "step D", "step D"],
    "stopped between two": ["app add a b", "hold", "call", "step P"] + ["step D"] * 5,
    "behind the deadline": ["app add a", "hold", "call", "step P"] + ["step D"] * 6 +
                           ["claim a", "step A a", "step C a"] + ["step D"] * 5 + ["step C a", "step C a", "release"],
    "requests": [*RACE, "answer", "play sound:hello", "POST /ari/channels/call-1/variable {\"variable\": \"A\", \"value\": \"b\"}",
                 "GET /ari/nosuch", "advance 2s", "DELETE /ari/channels/call-1", "run"],
    "modules": ["app add a", "modules unload app", "call", "run", "modules unload res", "claim a x", "modules load res",
                "modules load app", "call", "claim a call-2"],
    "faults": ["app add a b", "call", "claim a", FORCED, "claim b", "advance 5ms", "fault remove 0", "claim b", END.replace("sales-1", "b"),
               "fault add {\"on\": {\"event\": \"StasisEnd\"}, \"lose\": true}", "hangup", "run"],
    "faults at one moment": ["app add a b", "advance 1ms", "call", "claim b", FORCED, "claim a", "fault remove 0", "claim a", "hangup"],
    "disconnected": [*RACE[:3], "app disconnect sales-1", "claim sales-1", "claim support", "run", "app add sales-1"],
    "loaded": ["load race.json at 20ms", "claim third", "advance 5ms", "app add winner", "run"],
    "undone": [*RACE, "undo", "undo", "claim support", "advance 3ms", "undo", "hangup"],
    "nothing": [],
    "local": ["app add a all=yes", "call phone=Local from=\"Alice <200>\"", "claim a", "hangup call-1", "run"],
    "invalid filter": ["app add a b", "broadcast 'filter=^(?!a)' timeout=junk", "claim b", "run"],
}


def round_trips():
    for name, lines in ROUND_TRIPS.items():
        path = name.replace(" ", "-") + ".json"
        found = answers(*lines, f"save {path}", "show trace 100000")
        if not ok(found[-2]["ok"], f"{name}: is saved"):
            diagnose(found[-2]["text"])
            continue
        code, out, err = stasim("run", "--json", "--trace", "trace.jsonl", path)
        result = json.loads(out)
        equal((code, result["state"], len(result["points"])), (0, "passed", found[-2]["expectations"] or 1),
              f"{name}: passes with all its expectations")
        equal(stasim("lint", path)[0], 0, f"{name}: and is sound")
        happened = told(json.dumps(entry) for entry in found[-1]["trace"])
        equal(told(read("trace.jsonl").splitlines()[1:])[:len(happened)], happened, f"{name}: the same happens")
    saved = []
    for seed in range(5):
        session(f"seed {seed}", *ROUND_TRIPS["apart"], f"save apart-{seed}.json")
        saved.append(json.loads(read(f"apart-{seed}.json")))
    ok(not any("schedule" in one for one in saved), "where the order follows from the times none is written")
    ok("schedule" in json.loads(read("steps.json")), "where it was chosen it is")
    counts = {name: [e["count"] for e in json.loads(read(f"{name}.json"))["expect"] if "count" in e]
              for name in ("apart", "stopped-between-two")}
    ok(counts["apart"] and all(isinstance(count, int) for count in counts["apart"]), "events are counted exactly")
    equal(counts["stopped-between-two"], [{"min": 1}], "unless more may come at the same moment")
    wrong = json.loads(read("late.json"))
    wrong["expect"][0]["claim"]["status"] = 409
    write("wrong.json", json.dumps(wrong))
    equal(stasim("run", "wrong.json")[0], 1, "what is saved would fail if something else happened")


def told(lines):
    """What happened, without steps and their numbers."""
    entries = [json.loads(line) for line in lines]
    return [(e["t_us"], e["kind"], e.get("name"), e.get("app"), e.get("channel"), e.get("status"))
            for e in entries if e["kind"] not in ("step", "client")]


def keys():
    table = re.search(r"^### Answers as JSON\n(.*?)^#", read(f"{ROOT}/cli/COMMANDS.md"), re.M | re.S)[1]
    told = {key for row in re.findall(r"^\| (`.*?) \|", table, re.M) for key in re.findall("`(.*?)`", row)}
    equal(KEYS, told, "cli/COMMANDS.md names the keys of the answers, and these only")


five_minutes()
help_for_everything()
write("race.json", race())
applications()
calls()
claims()
sessions()
requests()
time()
steps()
looks()
faults()
whole_sessions()
loads()
malformed()
round_trips()
keys()
done()
