#!/usr/bin/env -S python3 -B
"""What stasim lint says of a value of a scenario that cannot be: the line, the place, what stands
there and what belongs there."""
import json
import re

from cli_tap import *

GOOD = {"name": "good", "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(500)"],
        "clients": [{"app": "a", "on": {"CallBroadcast": [{"claim": {}}]}}],
        "calls": [{"id": "call-1", "to": "100@in"}],
        "expect": [{"claim": {"app": "a", "status": 204}}]}


def action(**keys):
    return {"clients": [{"app": "a", "on": {"CallBroadcast": [keys]}}]}


def call(**keys):
    return {"calls": [{"to": "100@in", **keys}]}


def expect(**keys):
    return {"expect": [keys]}


def sends(event):
    return {"faults": [{"on": {"at": "1s", "app": "a"}, "send": event}]}


IN_FAULT = "faults[0].send"
# What replaces keys of the good one; the place, and words of what is said of it.
CASES = [
    # What stands there, and what belongs there
    (expect(count=1.5, claim={}), "expect[0].count", "the number 1.5 stands where a whole number or an object belongs"),
    (expect(claim={"status": "204"}), "expect[0].claim.status", 'the text "204" stands where a whole number'),
    (expect(claim={}, never="yes"), "expect[0].never", 'the text "yes" stands where true or false belongs'),
    (expect(claim=True), "expect[0].claim", "true stands where an object belongs"),
    ({"calls": None}, "calls", "null stands where a list belongs"),
    ({"name": False}, "name", "false stands where a text belongs"),
    ({"dialplan": {}}, "dialplan", "an object stands where a list belongs"),
    ({"dialplan": "[in]"}, "dialplan", 'the text "[in]" stands where a list belongs: put it into [ ]'),
    ({"name": ["x"]}, "name", "a list stands where a text belongs"),
    (action(after=20, claim={}), "clients[0].on.CallBroadcast[0].after",
     "stands where a duration such as \"20ms\" belongs: put it into quotes, with its unit"),
    ({"seeds": {}}, "seeds", "an object stands where"),
    # Numbers, texts, lists
    (expect(claim={"status": 1}), "expect[0].claim.status", "1 is out of range: from 100 to 599"),
    ({"limits": {"steps": 0}}, "limits.steps", "0 is out of range"),
    ({"name": "x" * 70000}, "name", "the text is longer than"),
    ({"expect": [{"any": [{"claim": {}}]}]}, "expect[0].any", "the list has 1 elements: at least 2 belong there"),
    ({"expect": [{"any": [{"claim": {}}] * 2000}]}, "expect[0].any", "the list has 2000 elements: "),
    # Texts of a form
    (call(hangup={"at": "1 hour"}), "calls[0].hangup.at", "this must be a duration"),
    ({"clients": [{"app": ""}]}, "clients[0].app", '"" is empty'),
    ({"clients": [{"app": "a,b"}]}, "clients[0].app", "has a comma: write several as"),
    ({"clients": [{"app": "a" * 74}]}, "clients[0].app", "is longer than 73 bytes"),
    (call(id=""), "calls[0].id", '"" is empty'),
    (call(id="c" * 65), "calls[0].id", "is longer than 64 bytes"),
    (call(to="100"), "calls[0].to", '"100"'),
    (call(to="@in"), "calls[0].to", '"@in"'),
    (call(to="100@"), "calls[0].to", '"100@"'),
    (call(to="1@2@3"), "calls[0].to", '"1@2@3"'),
    (call(to="1" * 160 + "@in"), "calls[0].to", "is longer than 160 bytes"),
    ({"rules": ["22"]}, "rules[0]", "is no R followed by a number"),
    ({"rules": ["R0"]}, "rules[0]", "is no R followed by a number"),
    ({"rules": ["R1", "R" + "12345"]}, "rules[1]", "is no R followed by a number"),
    ({"rules": ["R1x"]}, "rules[0]", "is no R followed by a number"),
    (expect(answer={"request": "GET"}), "expect[0].answer.request", "is not a method, one space and a path"),
    (expect(answer={"request": "GET /a b"}), "expect[0].answer.request", "is not a method, one space"),
    (expect(answer={"request": " /a"}), "expect[0].answer.request", "is not a method, one space"),
    ({"began": "yesterday"}, "began", "is no key of scenario"),
    (expect(event={"type": "StasisBegin"}), "expect[0].event.type", '"StasisBegin" is not'),
    ({"start": "2026-02-29T00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2100-01-01T00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "1969-12-31T23:59:59Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-13-01T00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-00-01T00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-04-31T00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-04-00T00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-01-01T24:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-01-01T00:60:00Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-01-01T00:00:60Z"}, "start", "is no such moment after 1970"),
    ({"start": "2026-01-01 00:00:00Z"}, "start", "is no such moment after 1970"),
    ({"start": {}}, "start", "an object stands where a moment such as"),
    ({"start": -1}, "start", "-1 is out of range"),
    # Keys
    ({"zzz": 1}, "zzz", '"zzz" is no key of scenario: it has '),
    ({"strange key": 1}, '["strange key"]', '"strange key" is no key of scenario'),
    (call(hangup={"at": "1s", "after": "1s"}), "calls[0].hangup.after", '"after" stands beside "at"'),
    (call(hangup={}), "calls[0].hangup", 'one of "at", "after" is missing'),
    ({"calls": [{"id": "x"}]}, "calls[0]", "to"),
    # What does not belong together
    ({"extensions": "x.conf"}, "extensions", '"extensions" stands beside "dialplan"'),
    ({"dialplan": ["rubbish"]}, "dialplan", "a line before the first section: begin with [name]"),
    ({"calls": [{"id": "x", "to": "100@in"}, {"id": "x", "to": "100@in"}]}, "calls[1].id", 'the id "x" is taken by calls[0]'),
    ({"calls": [{"id": "x", "to": "100@in"}, {"id": "o-x", "to": "100@in"}]}, "calls[1].id",
     'the id "o-x" is taken by calls[0], whose far half it would name'),
    (action(claim={}, body={}), "clients[0].on.CallBroadcast[0].body", 'a "body" belongs to a "request"'),
    (action(variable={"A": "1", "B": "2"}), "clients[0].on.CallBroadcast[0].variable", "2 variables are named: one belongs here"),
    (action(variable={"channel": "call-1"}), "clients[0].on.CallBroadcast[0].variable", "0 variables are named"),
    ({"clients": [{"apps": ["a", "a"]}]}, "clients[0].apps[1]", "is in the list already"),
    ({"clients": [{"app": "a"}, {"name": "a", "app": "b"}]}, "clients[1]", 'clients[0] is called "a" too: give this one a "name" of its own'),
    ({"expect": [{"claim": {}, "count": 1, "never": True}]}, "expect[0].count", '"count" and "never" say the same: keep one'),
    (expect(claim={}, count={"min": 3, "max": 2}), "expect[0].count", "min is 3 and max is 2"),
    (expect(claim={}, of={"claim": {}}), "expect[0].of", '"of" needs "within": how long after it?'),
    (expect(claim={}, after="2s", before="1s"), "expect[0].after", "no moment is both after this and before"),
    (expect(channel={"id": "call-1"}), "expect[0].channel", "what of it?"),
    (expect(variable={"channel": "call-1"}), "expect[0].variable", "no variable is named"),
    (expect(channel={"id": "call-1", "gone": True}, count=1), "expect[0].count", "belongs beside"),
    (expect(claim={}, at="1s"), "expect[0].at", "belongs beside"),
    ({"calls": [{"to": "100@in", "at": "2h"}]}, "calls[0].at", "never comes: the scenario ends at 1h"),
    (expect(claim={"client": "nobody"}), "expect[0].claim.client", 'there is no client called "nobody"'),
    (expect(claim={"app": "ab"}), "expect[0].claim.app", "no client registers an application"),
    (expect(note={"kind": "WaitEnded", "where": {"what": "x"}}), "expect[0].note.where.what",
     'is no field of WaitEnded: it has "why"'),
    (expect(note={"kind": "WaitEnded", "where": {"why": "deadlin"}}), "expect[0].note.where.why",
     "is never \"deadlin\": did you mean 'deadline'?"),
    (expect(event={"app": "a", "type": "StasisStart", "where": {"channel.nam": "x"}}),
     'expect[0].event.where["channel.nam"]', "\"nam\" is no field of Channel: did you mean 'name'?"),
    ({"programs": [{"app": "p"}], "expect": [{"program": {"name": "p"}}]}, "expect[0].program", "what of it?"),
    ({"faults": [{"on": {"event": "CallBroadcast"}, "lose": False}]}, "faults[0].lose", "false means nothing: leave it out"),
    ({"faults": [{"on": {"at": "1s"}, "send": {"type": "StasisEnd", "channel": "call-1"}}]}, "faults[0].on",
     'to whom is it sent? "app" is missing'),
    ({"faults": [{"on": {"at": "1s"}, "lose": True}]}, "faults[0].lose", "cannot be done to"),
    ({"faults": [{"on": {"request": "GET /ari/channels"}, "copies": 2}]}, "faults[0].copies", "cannot be done to"),
    ({"faults": [{"on": {"event": "CallBroadcast"}, "status": 503}]}, "faults[0].status", "cannot be done to"),
    ({"programs": [{"apps": ["p"]}, {"apps": ["p"]}]}, "programs[1]", 'programs[0] is called "p" too'),
    ({"claimOrder": ["204", "204", "StasisStart"]}, "claimOrder", "each of the three stands in it once"),
    # Events that are sent
    (sends({"type": "StasisBegin"}), IN_FAULT, "StasisBegin"),
    (sends({"type": "Event"}), IN_FAULT, "Event"),
    (sends({"type": "StasisEnd", "channel": "call-1", "args": []}), IN_FAULT, "args is no field of this type of event"),
    (sends({"type": "StasisStart", "channel": "call-1"}), IN_FAULT, "args"),
    (sends({"type": "StasisStart", "channel": "call-1", "args": "x"}), IN_FAULT, "args must be a list, each a string"),
    (sends({"type": "StasisStart", "channel": "call-1", "args": ["x", 1]}), IN_FAULT, "args.1 must be a text: string"),
    (sends({"type": "StasisEnd", "channel": 1}), IN_FAULT, "channel"),
    (sends({"type": "StasisEnd", "channel": {"id": "x"}}), IN_FAULT, "channel"),
    (sends({"type": "ChannelDtmfReceived", "channel": "call-1", "digit": "1", "duration_ms": "80"}), IN_FAULT,
     "duration_ms must be a whole number"),
    (sends({"type": "DeviceStateChanged", "device_state": {"name": "x", "state": "SINGING"}}), IN_FAULT,
     "device_state.state must be a word that its model knows, such as UNKNOWN"),
    (sends({"type": "DeviceStateChanged", "device_state": {"name": "x", "state": "BUSY", "more": 1}}), IN_FAULT,
     "device_state.more is no field of DeviceState"),
    (sends({"type": "ChannelUserevent", "eventname": "x", "userevent": "y"}), IN_FAULT,
     "userevent must be an object"),
    (sends({"type": "ChannelHangupRequest", "channel": "call-1", "soft": "yes"}), IN_FAULT,
     "soft must be true or false"),
    (sends({"type": "ChannelCallerId", "channel": "call-1", "caller_presentation": 1.5,
            "caller_presentation_txt": "x"}), IN_FAULT, "caller_presentation must be a whole number"),
]


def two(earlier, later, **more):
    """Two calls, a second apart."""
    return {"calls": [{"id": earlier, "to": "100@in", **more}, {"id": later, "to": "100@in", "at": "1s"}]}


TAKEN = "of an id of calls[0], which is there before: a real server answers 409"
# What can be run all the same; "" where nothing is wrong.
WARNED = [
    (two("call-10", "call-1"), f'calls[1].id: "call-1" is the beginning {TAKEN}'),
    (two("CALL-1", "call-1"), f'calls[1].id: "call-1" is the beginning {TAKEN}'),
    (two("x", "o"), f'calls[1].id: "o" is the beginning {TAKEN}'),
    (two("call-10", "call-1", hangup={"after": "500ms"}), ""),
    (two("call-1", "call-10"), ""),
    ({"programs": [{"app": "p"}], "eachOrder": ["claims"]}, "eachOrder: no program is tried in several orders"),
    ({"eachOrder": ["claims"]}, ""),
]


# Files that are no JSON, and a hint.
UNSOUND = [
    (b"", "there is nothing in this file"),
    (b" \n\t", "there is nothing in this file"),
    (b'{"name": "x",}', "no comma stands behind the last"),
    (b'{"rules": ["R1" ,\n ]}', "no comma stands behind the last"),
    (b'{"name": }', "this is no sound JSON: "),
    (b'{"name": "x"} // so', "this is no sound JSON: "),
    (b'{"name": /* x */ 1}', "there are no comments in JSON"),
    (b"{\n# name\n}", "there are no comments in JSON"),
    (b"{'name': 1}", "texts stand in double quotes"),
    (b'{"name": "\xff"}', "a file of text in UTF-8 belongs here"),
    (b'{"name": "a\\u0000b"}', "\\u0000 cannot be part of a text"),
    (b'{"a\\u0000": 1}', "\\u0000 cannot be part of a text"),
    (b"[" * 5000, "lists and objects are nested too deeply"),
    (b"[]", "a scenario is one JSON object"),
    (b'{"name": "x", "name": "y"}', "name"),
]


# Sound JSON in which a place is not found by looking for its key.
WRITTEN_ODDLY = [
    ('{"description": "a \\"name\\": ]}{[",\n"name":\n1}', 2, "name: "),
    ('{"x":[],\n"n\\u0061me":2}', 2, "name: "),
    ('{"seeds":7,"tags":[[],{}],\n"rules":["R1",\n"R2",\n"x"],"name":"n"}', 4, "rules[2]: "),
    ('{"clients":[{"app":"a","on":{}},\n{"app":"b","at":[{"at":"1s","claim":{}},\n{"at":"x","claim":{}}]}]}', 3, "clients[1].at[1].at: "),
    ('{"calls":[\n\n{"to":"100@in","variables":{"a.b":"1",\n"c\\nd":2}}]}', 4, r'calls[0].variables["c\x0ad"]: '),
    ('{"limits" : \r\n{\t"steps"\t:\r\n-5 } }', 2, "limits.steps: "),
    ('{"x\\u001b[31m": 1}', 1, r'["x\x1b[31m"]: "x\x1b[31m" is no key of scenario'),
    ('{"x":{"name":1},"y":[{"name":2}],\n"name":3}', 2, "name: "),
]


def main():
    lines = {}
    names = []
    for number, (keys, place, _) in enumerate(CASES):
        # The key that is wrong, or stands nearest to what is missing, has a line of its own.
        text = json.dumps({**GOOD, **keys}, indent=1)
        names.append(write(f"{number:02}.json", text))
        lines[names[-1]] = text.split("\n")
    code, out, err = stasim("lint", *names)
    equal((code, err), (2, ""), "exit 2")
    said = [re.match(r"(\S+):(\d+): error: (.*)", line) for line in out.splitlines()]
    said = [match.groups() for match in said if match]
    for name, (keys, place, words) in zip(names, CASES):
        mine = [(number, text) for path, number, text in said if path == name]
        fitting = [number for number, text in mine if text.startswith(f"{place}: ") and words in text]
        if not ok(fitting, f"{place}: {words}"):
            diagnose("said:", mine)
            continue
        key = re.search(r'([\w. ]+)"\]$|(\w+)$|$', place)
        key = key.group(1) or key.group(2)
        line = lines[name][int(fitting[0]) - 1]
        ok(not key or f'"{key}"' in line or "rubbish" in line, f"  its line: {line.strip()[:60]}")
    for keys, words in WARNED:
        write("warned.json", json.dumps({**GOOD, **keys}, indent=1))
        code, out, err = stasim("lint", "warned.json")
        equal(code, 0, f"{keys}: exit 0")
        ok(f": warning: {words}" in out if words else "0 warnings" in out, words or "nothing is said")
    for text, line, words in WRITTEN_ODDLY:
        write("odd.json", text)
        contains(stasim("lint", "odd.json")[1], f"odd.json:{line}: error: {words}", f"line {line} of {text[:40]!r}")
    for number, (text, words) in enumerate(UNSOUND):
        with open("unsound.json", "wb") as file:
            file.write(text)
        contains(stasim("lint", "unsound.json")[1], words, f"{text[:30]}: {words}")
    done()


main()
