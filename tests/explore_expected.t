#!/usr/bin/env -S python3 -B
"""What an expectation asks about makes states differ: of every kind of expectation stasim explore
finds, with reduction as without, an order in which it holds and one in which it does not."""
import json

from cli_tap import *

CLAIMS = {"CallBroadcast": [{"after": "10ms", "claim": {}}]}
WORLD = {"dialplan": ["[in]", "exten => 100,1,StasisBroadcast(300)", " same => n,Set(SEEN=1)"],
         "clients": [{"app": "a", "on": {**CLAIMS, "StasisStart": [{"answer": {}}, {"continue": {}}]}},
                     {"app": "b", "on": CLAIMS}],
         "calls": [{"id": "call-1", "to": "100@in", "phone": "PJSIP/alice"}]}
WON, LOST = {"app": "a", "status": 204}, {"app": "a", "status": 409}
ENDED, BROADCAST = {"kind": "WaitEnded"}, {"type": "CallBroadcast", "app": "a"}
START = {"type": "StasisStart", "app": "a"}

# What comes of this call is always the same: only what is asked of it at one moment tells orders apart.
CALL = "/ari/channels/call-1"
ONE, OTHER = f"POST {CALL}/variable?variable=V&value=1", f"POST {CALL}/variable?variable=V&value=2"
SET, FIRST, SECOND = ({"request": f"POST {CALL}/variable", **who} for who in ({}, {"client": "x"}, {"client": "y"}))
TOLD_APART = {
    "the last value": (ONE, OTHER, {"variable": {"V": "1"}}),
    "all values": (ONE, OTHER, {"variable": {"V": ["1", "2"]}}),
    "the second value of all": (ONE, OTHER, {"note": {"kind": "ChannelVarset", "nth": 2, "where": {"value": "1"}}}),
    "whose answer is first": (ONE, OTHER, {"order": [{"answer": SECOND}, {"answer": FIRST}]}),
    "whose request is first": (ONE, OTHER, {"order": [{"answer": {**SET, "nth": 1}}, {"answer": FIRST}]}),
    "a state": (f"POST {CALL}/answer", f"DELETE {CALL}", {"channel": {"id": "call-1", "state": "Up"}}),
    "a place": (f"POST {CALL}/continue?priority=2", f"POST {CALL}/continue?priority=3",
                {"channel": {"id": "call-1", "place": "in,100,3"}, "at": "1500ms"}),
    "a session's arguments": (f"POST {CALL}/move?app=x&appArgs=1", f"POST {CALL}/move?app=x&appArgs=2",
                              {"event": {"type": "StasisStart", "nth": 2, "args": ["1"]}}),
    "a request that comes too late": (ONE, f"POST {CALL}/continue", {"answer": {**SET, "status": 204}}),
}

# Each holds in some orders only.
EXPECTED = {
    "a claim": {"claim": WON},
    "a claim that never is": {"claim": WON, "never": True},
    "claims that are counted": {"claim": {"status": 409}, "count": 1},
    "claims, at most so many": {"claim": {"status": 404}, "count": {"max": 1}},
    "the first claim": {"claim": {"nth": 1, **WON}},
    "the second claim": {"claim": {"nth": 2, "status": 204}},
    "a note's fields": {"note": {**ENDED, "where": {"why": "deadline"}}},
    "the second event": {"event": {"app": "a", "nth": 2, "where": {"type": "StasisStart"}}},
    "an event's fields": {"event": {**START, "where": {"channel.id": "call-1"}}},
    "an event's arguments": {"event": {**START, "args": []}},
    "an answer": {"answer": {"request": "POST /ari/events/claim", "nth": 2, "status": 204}},
    "an order": {"order": [{"event": START}, {"claim": {"app": "b", "status": 409}}]},
    "an order with the second of a kind": {"order": [
        {"claim": {"nth": 1, "status": 204}}, {"claim": {"nth": 2, "status": 409}}]},
    "either of two": {"any": [{"claim": WON}, {"note": {**ENDED, "where": {"why": "deadline"}}}]},
    "a variable": {"variable": {"channel": "call-1", "STASISSTATUS": "SUCCESS"}},
    "a variable's values": {"variable": {"channel": "call-1", "STASISSTATUS": ["", "TIMEOUT"]}},
    "a variable at a moment": {"variable": {"channel": "call-1", "SEEN": "1"}, "at": "100ms"},
    "a channel's state": {"channel": {"id": "call-1", "state": "Up"}},
    "a channel's place": {"channel": {"id": "call-1", "place": "in,100,1"}, "at": "100ms"},
    "a channel at a moment": {"channel": {"id": "call-1", "gone": True}, "at": "300ms"},
    "after a moment": {"note": ENDED, "after": "300ms"},
    "before a moment": {"note": ENDED, "before": "200ms"},
    "between two moments": {"claim": {"app": "b"}, "after": "0ms", "before": "10ms"},
    "within a time": {"note": ENDED, "within": "100ms", "of": {"event": BROADCAST}},
    "a claim within a time of its broadcast": {"claim": {"app": "a"}, "within": "10ms"},
}

# Each ends the same: what is answered differs, and was decided before it was answered.
CLAIM, RING = "POST /ari/events/claim", f"POST {CALL}/ring"
CLAIMANTS = [{"app": app, "on": {"CallBroadcast": [{"claim": {}}]}} for app in "ab"]
DECIDED = {
    "which of two refusals it was": {
        "clients": CLAIMANTS, "faults": [
            {"on": {"request": CLAIM, "nth": 1}, "status": 500, "message": "one"},
            {"on": {"request": CLAIM, "nth": 2}, "status": 500, "message": "two"},
            {"on": {"request": CLAIM}, "delay": "1s"}],
        "expect": [{"answer": {"client": "a", "where": {"message": "one"}}}]},
    "that it was done, while the session lasted": {
        "clients": [{"app": "a", "on": CLAIMS}, {"app": "x", "at": [{"at": "1s", "request": RING}]}],
        "calls": [{**WORLD["calls"][0], "hangup": {"at": "1s"}}],
        "expect": [{"order": [{"event": {"type": "StasisEnd"}}, {"answer": {"client": "x", "status": 204}}]}]},
}


def main():
    for what, expectation in EXPECTED.items():
        compare(what, {**WORLD, "expect": [expectation]})
    for what, (x, y, expectation) in TOLD_APART.items():
        clients = [{"app": name, "at": [{"at": "1s", "request": line}]} for name, line in (("x", x), ("y", y))]
        compare(what, {"dialplan": WORLD["dialplan"][:1] + ["exten => 100,1,StasisBroadcast(300)"] +
                       [" same => n,Wait(1)"] * 2, "clients": [{"app": "a", "on": CLAIMS}] + clients,
                       "calls": WORLD["calls"], "explore": {"order": "times"}, "expect": [expectation]})
    for what, scenario in DECIDED.items():
        compare(what, {**WORLD, **scenario, "explore": {"order": "times"}})
    together()
    too_much()
    done()


def violated(what, scenario, *options):
    write("small.json", json.dumps({"name": what, **scenario}))
    code, out, err = stasim("explore", "--report", "report.json", *options, "small.json")
    if code not in (0, 1):
        ok(False, f"{what}: exit {code}: {out} {err}")
    report = json.loads(read("report.json"))["scenarios"][0]
    return [(item["expectation"], item["sometimes"]) for item in report["violations"]]


def compare(what, scenario, found=[(0, True)]):
    whole, reduced = (sorted(violated(what, scenario, *options)) for options in (["--unreduced"], []))
    equal(whole, found, f"{what}: holds in some orders")
    equal(reduced, whole, f"{what}: and so it does when alike states are met once")


def together():
    """Several that do not hold are told apart, also those of one rule."""
    expected = [{"claim": WON}, {"claim": {"app": "b", "status": 204}}, {"claim": {"status": 404}, "never": True}]
    compare("each of three", {**WORLD, "expect": expected}, [(i, True) for i in range(3)])


def too_much():
    for what, more, why in [
        ("more expectations than are kept apart", {"expect": [{"claim": WON}] * 257}, "are too many to keep apart"),
        ("a schedule that does not fit", {"schedule": ["A nobody.1"]}, "A nobody.1"),
    ]:
        write("small.json", json.dumps({"name": what, **WORLD, **more}))
        code, out, err = stasim("explore", "small.json")
        equal(code, 4, f"{what}: exit 4")
        contains(out, why, "it is said why")


main()
