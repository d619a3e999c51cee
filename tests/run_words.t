#!/usr/bin/env -S python3 -B
"""What stasim run says of expectations that do not hold: what was expected, and what happened."""
import json

from cli_tap import *

SCENARIO = {
    "name": "words", "dialplan": ["[in]", "exten => 100,1,Set(V=1)", " same => n,StasisBroadcast(500,,x:y)",
                                  " same => n,Set(V=2)", " same => n,Wait(10)"],
    "clients": [{"app": "a", "on": {"CallBroadcast": [{"after": "20ms", "claim": {}}],
                                    "StasisStart": [{"after": "100ms", "continue": {}}]}},
                {"app": "b", "on": {"CallBroadcast": [{"after": "40ms", "claim": {}}]}}, {"app": "c"}],
    "calls": [{"id": "call-1", "to": "100@in", "hangup": {"at": "1s"}, "caller": "Alice <200>",
               "phone": "PJSIP/alice"}],
}
START = {"app": "a", "type": "StasisStart"}
ENDED = "it was answered 204 at 20ms"
# An expectation, what is said of it, and what happened instead.
CASES = [
    ({"event": {"app": "b", "type": "StasisStart"}}, "b gets StasisStart", "these did: CallBroadcast at 0ms"),
    ({"event": {"app": "c", "nth": 2}}, "c gets the second event", ""),
    ({"event": {"type": "StasisStart"}, "never": True}, "somebody gets StasisStart, never", "20ms"),
    ({"event": START, "count": 2}, "a gets StasisStart, exactly 2 times", "once"),
    ({"event": START, "count": 0}, "a gets StasisStart, never", "20ms"),
    ({"event": START, "count": {"min": 2, "max": 3}}, "a gets StasisStart, 2 to 3 times", "once"),
    ({"event": START, "count": {"min": 2}}, "a gets StasisStart, at least 2 times", "once"),
    ({"event": {"app": "a"}, "count": {"max": 1}}, "a gets an event, 0 to 1 times", " times"),
    ({"event": {"type": "CallBroadcast"}, "count": 1}, "somebody gets CallBroadcast, exactly once", "3 times, once too often"),
    ({"event": {"app": "b", "type": "StasisStart", "nth": 1, "channel": "call-1"}}, "b gets the first StasisStart about call-1", ""),
    ({"event": {**START, "nth": 4}}, "a gets the 4th StasisStart", ""),
    ({"event": {**START, "args": ["x"]}}, 'a gets StasisStart with args ["x"]', '["x", "y"]'),
    ({"event": {**START, "where": {"channel.name": "PJSIP/bob"}}},
     'a gets StasisStart with channel.name = "PJSIP/bob"', "PJSIP/alice"),
    ({"event": {**START, "where": {"channel.name": {"matches": "bob"}, "channel.state": {"contains": "Up"}}}},
     'a gets StasisStart with channel.name matching "bob" and channel.state containing "Up"', ""),
    ({"event": {**START, "where": {"args": {"contains": "z"}}}}, 'a gets StasisStart with args containing "z"', ""),
    ({"event": {**START, "where": {"channel.id": {"absent": True}}}}, "a gets StasisStart with no channel.id", ""),
    ({"event": {**START, "where": {"args.7": {"absent": False}}}}, "a gets StasisStart with a args.7", ""),
    ({"event": {**START, "where": {"args.0": "y", "args.1": "x"}}}, 'with args.0 = "y" and args.1 = "x"', ""),
    ({"claim": {"app": "a"}, "within": "10ms"}, "a claim of a is answered, within 10ms of its CallBroadcast", "20ms"),
    ({"event": START, "within": "10ms", "of": {"claim": {"app": "b"}}},
     "a gets StasisStart, within 10ms of a claim of b is answered", "20ms"),
    *(({"event": {**START, "where": {path: wanted}}}, f"{path}", "")
      for path, wanted in (("args.2", "x"), ("args.100000", "y"), ("channel.name", {"contains": 1}), ("args", {"matches": "x"}),
                           ("channel.caller", {"contains": "200"}), ("channel.caller.name", {"contains": "Bob"}),
                           ("channel.caller.number", {"absent": True}), ("channel.dialplan.priority", "2"))),
    ({"event": START, "after": "30ms", "before": "40ms"}, "a gets StasisStart, not before 30ms, not after 40ms", "20ms"),
    ({"claim": {"app": "a", "status": 409}}, "a claim of a is answered 409", ENDED),
    ({"claim": {"app": "c"}}, "a claim of c is answered", "no such claim was made; others made 2"),
    ({"claim": {"channel": "call-1", "nth": 2, "status": 204}}, "the second claim on call-1 is answered 204", "409"),
    ({"claim": {"nth": 3}}, "the third claim is answered", ""),
    ({"answer": {"request": "GET /ari/channels", "status": 200}}, "a GET /ari/channels is answered 200", "no such request was made"),
    ({"answer": {"request": "POST /ari/channels/*/continue", "client": "b"}}, "a POST /ari/channels/*/continue", ""),
    ({"note": {"kind": "WaitEnded", "where": {"why": "deadline"}}},
     'the journal has WaitEnded with why = "deadline"', "claimed"),
    ({"note": {"kind": "Fault", "nth": 2}}, "the journal has the second Fault", ""),
    ({"variable": {"channel": "call-1", "V": "3"}}, 'V of call-1 is "3" at the end', '"2"'),
    ({"variable": {"V": ["1", "3"]}}, 'V of call-1 was, one after another, ["1", "3"] at the end', '["1", "2"]'),
    ({"variable": {"V": None, "W": "1"}}, 'V of call-1 is not set and W of call-1 is "1" at the end', '"2"'),
    ({"variable": {"W": "1"}, "at": "10ms"}, 'W of call-1 is "1" at 10ms', "never set"),
    ({"channel": {"id": "call-1", "gone": False}}, "call-1 is not gone at the end", "1s"),
    ({"channel": {"id": "call-1", "gone": True}, "at": "500ms"}, "call-1 is gone at 500ms", "still there"),
    ({"channel": {"id": "call-1", "state": "Up"}, "at": "500ms"}, "call-1 is in state Up at 500ms", "Ring"),
    ({"channel": {"id": "call-1", "gone": False, "state": "Ring", "place": "in,100,9"}, "at": "500ms"},
     "call-1 is not gone and in state Ring and at in,100,9 at 500ms", "in,100,4"),
    ({"channel": {"id": "call-1", "place": "in,100,9"}}, "call-1 is at in,100,9 at the end", ""),
    ({"order": [{"event": START}, {"claim": {"app": "c"}}]},
     "in this order: a gets StasisStart, then a claim of c is answered", ""),
    ({"any": [{"claim": {"app": "c"}}, {"event": {"app": "c", "type": "StasisEnd"}}]},
     "a claim of c is answered; or c gets StasisEnd", ""),
]


def main():
    path = write("words.json", json.dumps({**SCENARIO, "expect": [case[0] for case in CASES]}))
    code, out, err = stasim("run", "--json", path)
    points = json.loads(out).get("points", []) if out else []
    equal((code, len(points), err), (1, len(CASES), ""), "all are looked at")
    for point, (expectation, expected, happened) in zip(points, CASES):
        equal((point["passed"], point["expected"].endswith(expected) or expected in point["expected"]),
              (False, True), expected)
        contains(point.get("happened", ""), happened, "  and what happened")
    done()


main()
