#!/usr/bin/env -S python3 -B
"""What the actions of a scenario's client become: requests, in which names in braces are replaced
and what is no part of a path or a text is written so that it cannot be mistaken."""
import json

from cli_tap import *

CLAIM = "/ari/events/claim?channelId=call-1&application=a"
# An action upon StasisStart, the request that it is, and its answer.
CASES = [
    ({"answer": {}}, "POST /ari/channels/call-1/answer", 204),
    ({"play": {"media": "sound:hello&world", "id": "play 1"}},
     "POST /ari/channels/call-1/play?media=sound:hello%26world&playbackId=play%201", 201),
    ({"variable": {"A": "a&b=\"c\"%/ü {app} {nothing} {"}},
     "POST /ari/channels/call-1/variable?variable=A&value=a%26b%3D%22c%22%25%2F%C3%BC%20a%20%7Bnothing%7D%20%7B", 204),
    ({"move": {"app": "b", "args": "x,y z"}}, "POST /ari/channels/call-1/move?app=b&appArgs=x,y%20z", 204),
    ({"hangup": {"reason": "busy"}}, "DELETE /ari/channels/call-1?reason=busy", 204),
    ({"hangup": {}}, "DELETE /ari/channels/call-1", 204),
    ({"continue": {"context": "in", "extension": "200", "priority": 2}},
     "POST /ari/channels/call-1/continue?context=in&extension=200&priority=2", 204),
    ({"continue": {"label": "later on"}}, "POST /ari/channels/call-1/continue?label=later%20on", 204),
    ({"continue": {}}, "POST /ari/channels/call-1/continue", 204),
    ({"claim": {"app": "b", "channel": "call-2"}}, "POST /ari/events/claim?channelId=call-2&application=b", 404),
    ({"userevent": {"name": "done {app}", "variables": {"q": "say \"hi\"\\\n{client}"}}},
     "POST /ari/events/user/done%20a?application=a&source=channel:call-1", 204),
    ({"userevent": {"name": "x", "app": "b", "channel": "call-1"}},
     "POST /ari/events/user/x?application=b&source=channel:call-1", 204),
    ({"subscribe": {}}, "POST /ari/applications/a/subscription?eventSource=channel:call-1", 200),
    ({"subscribe": {"app": "b", "to": "endpoint:PJSIP/alice"}},
     "POST /ari/applications/b/subscription?eventSource=endpoint:PJSIP%2Falice", 422),
    ({"unsubscribe": {"to": "channel:{channel}"}},
     "DELETE /ari/applications/a/subscription?eventSource=channel:call-1", 409),
    ({"filter": {"disallowed": ["CallClaimed"]}}, "PUT /ari/applications/a/eventFilter", 200),
    ({"request": "GET /ari/channels/{channel}/variable?variable={client}&{odd}={}"},
     "GET /ari/channels/call-1/variable?variable=one&{odd}={}", 404),
    ({"request": "POST /ari/channels/{channel}/variable", "body": {"variable": "B", "value": "{app}"}},
     "POST /ari/channels/call-1/variable", 204),
    ({"request": "POST /ari/channels/{channel}/variable", "body": "{\"variable\": \"B\", \"value\": \"{client}\"}"},
     "POST /ari/channels/call-1/variable", 204),
    ({"request": "POST /ari/channels/{channel}/variable", "body": "{"}, "POST /ari/channels/call-1/variable", 400),
    ({"request": "GET /ari/channels/a+b%20c"}, "GET /ari/channels/a+b%20c", 404),
    ({"request": "POST /ari/events/claim?channelId=a+b%20c&application=%61"},
     "POST /ari/events/claim?channelId=a+b%20c&application=%61", 404),
]


def scenario(number, action):
    return {"name": f"action {number}", "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(500)",
                                                     " same => n,Wait(1)", " same => n(later on),NoOp()",
                                                     "exten => 200,1,NoOp()", " same => n,Wait(1)"],
            "clients": [{"name": "one", "app": "a", "on": {"CallBroadcast": [{"claim": {}}],
                                                           "StasisStart": [{"after": "10ms", **action}]}},
                        {"app": "b"}],
            "calls": [{"id": "call-1", "to": "100@in", "hangup": {"at": "1s"}}],
            "expect": [{"event": {"app": "a", "type": "StasisStart"}}]}


def main():
    traced = {}
    for number, (action, request, status) in enumerate(CASES):
        path = write(f"{number:02}.json", json.dumps(scenario(number, action)))
        code, out, err = stasim("run", "--trace", f"{number:02}.jsonl", path)
        entries = [json.loads(line) for line in read(f"{number:02}.jsonl").splitlines()]
        asked = [e for e in entries if e.get("kind") == "request" and e["request"] != f"POST {CLAIM}"]
        answers = {e["name"]: e["status"] for e in entries if e.get("kind") == "answer"}
        equal([(e["request"], answers.get(e["name"])) for e in asked], [(request, status)], json.dumps(action)[:80])
        traced[number] = entries
    events = [e for e in traced[10] if e.get("name") == "ChannelUserevent" and e.get("kind") == "event"]
    said = [e["data"] for e in events]
    equal([(data.get("eventname"), data.get("userevent", {}).get("q")) for data in said],
          [("done a", 'say "hi"\\\none')], "a text of one's own arrives as it was")
    for number, value in ((17, "a"), (18, "one")):
        sets = [e["data"]["value"] for e in traced[number] if e.get("name") == "ChannelVarset"
                and e.get("data", {}).get("variable") == "B" and e["kind"] == "note"]
        equal(sets, [value], f"a body is replaced into: {value}")
    for number, about in ((20, (None, "a+b c")), (21, ("a", "a b c"))):
        entry = [e for e in traced[number] if e.get("kind") == "request" and "a+b" in e["request"]][0]
        equal((entry.get("app"), entry.get("channel")), about, f"what is asked about: {about[1]}")
    done()


main()
