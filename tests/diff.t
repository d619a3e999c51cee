#!/usr/bin/env -S python3 -B
"""stasim diff: recordings of the same scenario agree whatever a server makes up anew; whatever else
differs is named."""
import copy
import json

from cli_tap import *

BRIDGE = "6f1b8a52-3c1d-4e0f-9a7b-0123456789ab"


class Recording:
    """What `stasim record` would write of a race for one call; made up anew as `variant` says."""

    def __init__(self, variant=0):
        self.variant, self.rows, self.now = variant, [], 0.0
        self.host = f"127.0.0.{variant + 1}:{8088 + variant}"
        self.row("meta", scenario="a race", note="", wall=self.moment(), conn=None)
        self.open(1, "sales-1")
        self.open(2, "sales-2")
        self.ask(3, "POST /ari/channels?endpoint=Local/100@in&channelId=o-call-1&api_key=u:p" + str(variant),
                 200, {"id": "o-call-1", "name": self.name(";1"), "creationtime": self.moment()})
        for conn, app in ((1, "sales-1"), (2, "sales-2")):
            self.event(conn, app, "CallBroadcast", call_id="call-1")
        self.ask(4, "POST /ari/events/claim?channelId=call-1&application=sales-1", 204)
        for conn, app in ((1, "sales-1"), (2, "sales-2")):
            self.event(conn, app, "CallClaimed", winner_app="sales-1")
        self.event(1, "sales-1", "StasisStart", args=["a", "b"])
        self.ask(5, "POST /ari/events/claim?channelId=call-1&application=sales-2", 409,
                 {"message": "Channel already claimed"})
        self.ask(6, "POST /ari/bridges", 200, {"id": self.bridge(), "channels": []})
        self.now += 50
        self.event(1, "sales-1", "ChannelEnteredBridge", bridge={"id": self.bridge(), "channels": ["call-1"]})
        self.ask(7, f"DELETE /ari/bridges/{self.bridge()}", 204)
        self.ask(8, "GET /ari/channels", 200, [self.channel(), {"id": "o-call-1", "name": self.name(";1")}])
        self.ask(9, "GET /ari/asterisk/info", 200, {"build": {"os": f"Linux {variant}"}, "status": {"n": 1}})
        self.now += 50
        self.row("ws-out", conn=1, ws="sales-1", op=1, raw='{"type":"RESTRequest","request_id":"q1"}')
        self.frame(1, "sales-1", {"type": "RESTResponse", "request_id": "q1", "status_code": 200,
                                  "message_body": json.dumps({"id": self.bridge(), "n": 1})})
        self.now += 50
        self.event(1, "sales-1", "StasisEnd")
        self.row("ws-in", conn=1, ws="sales-1", frame={"fin": 1, "op": 8, "masked": False, "len": 2},
                 close_code=1000, close_reason="")
        self.row("ws-closed", conn=1, ws="sales-1", by="server", error="")

    def moment(self):
        return f"2026-11-21T0{self.variant}:06:43.67{self.variant}+0{self.variant}00"

    def name(self, leg):
        return f"Local/100@in-0000000{self.variant + 3}{leg}"

    def bridge(self):
        return BRIDGE[:-1] + "abcdef"[self.variant]

    def channel(self):
        return {"id": "call-1", "name": self.name(";2"), "state": "Ring", "creationtime": self.moment(),
                "linkedid": f"176722560{self.variant}.{7 + self.variant}",
                "channelvars": {"UNICASTRTP_LOCAL_PORT": str(10000 + self.variant)}}

    def row(self, dir, **more):
        self.now += 1 + self.variant / 8
        row = {"t_ms": self.now, "dir": dir, **more}
        self.rows.append({key: value for key, value in row.items() if value is not None})

    def open(self, conn, app):
        self.row("ws-handshake-req", conn=conn, label=app, raw=f"GET /ari/events?app={app} HTTP/1.1\r\n"
                 f"Host: {self.host}\r\nSec-WebSocket-Key: {self.variant}\r\n\r\n")
        self.row("ws-handshake-resp", conn=conn, label=app, status_line="HTTP/1.1 101 Switching Protocols",
                 headers=[["Upgrade", "websocket"], ["Sec-WebSocket-Accept", str(self.variant)]], body="")

    def ask(self, conn, line, status, body=None):
        text = json.dumps(body, separators=(",", ":")) if body is not None else ""
        reason = {200: "OK", 204: "No Content", 409: "Conflict"}[status]
        self.row("http-req", conn=conn, label="", line=line + " HTTP/1.1", body="",
                 headers=[["Host", self.host], ["Authorization", f"Basic {self.variant}"], ["Content-Length", "0"]])
        self.row("http-resp", conn=conn, label="", status_line=f"HTTP/1.1 {status} {reason}", ms=1.5,
                 headers=[["Server", f"Asterisk/{self.variant}"], ["Date", self.moment()],
                          ["Content-type", "application/json"], ["Content-Length", str(len(text))]], body=text)

    def event(self, conn, app, type, **more):
        self.frame(conn, app, {"type": type, "timestamp": self.moment(), **more, "channel": self.channel(),
                               "asterisk_id": f"42:01:0a:80:00:0{self.variant}", "application": app})

    def frame(self, conn, app, value):
        text = json.dumps(value, separators=(",", ":"))
        self.row("ws-in", conn=conn, ws=app, frame={"fin": 1, "op": 1, "masked": False, "len": len(text)}, raw=text)

    def save(self, path, rows=None):
        return write(path, "".join(json.dumps(row) + "\n" for row in rows or self.rows))

    def find(self, dir, part):
        """The place of the first row of that kind in which that stands."""
        return next(i for i, row in enumerate(self.rows)
                    if row["dir"] == dir and part in json.dumps(row).replace('\\"', '"'))


def differs(change, place, field, values, what, *options, lines=None, variant=1):
    """`change` is done to the rows of a second recording; then that, and nothing else, is named."""
    second = Recording(variant)
    change(second)
    code, out, err = stasim("diff", "--json", *options, "first.jsonl", second.save("second.jsonl"))
    found = [(d["place"] + (", " + d["frame"] if d["frame"] else ""), d["field"], d["values"])
             for d in json.loads(out)["differences"]] if out else err
    equal((code, found), (1, [(place, field, values)]), what)
    if lines:
        equal(json.loads(out)["differences"][0]["lines"], lines, "with the lines of both")


def replaced(value, old, new):
    """The value with `old` become `new` in the first of its texts that has it."""
    if isinstance(value, str):
        return value.replace(old, new, 1)
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        other = replaced(value[key], old, new)
        if other != value[key]:
            return dict(value, **{key: other}) if isinstance(value, dict) else value[:key] + [other] + value[key + 1:]
    return value


def sub(dir, part, old, new):
    """In the first row of that kind in which `part` stands, `old` becomes `new`."""
    def change(recording):
        i = recording.find(dir, part)
        other = replaced(recording.rows[i], old, new)
        assert other != recording.rows[i], (old, new)
        recording.rows[i] = other
    return change


def put(dir, part, *path):
    """The same for a value that is found by its path."""
    def change(recording):
        value = recording.rows[recording.find(dir, part)]
        for key in path[:-2]:
            value = value[key]
        value[path[-2]] = path[-1]
    return change


def swap(i, j):
    def change(recording):
        a, b = recording.find(*i), recording.find(*j)
        rows = recording.rows
        rows[a], rows[b] = dict(rows[b], t_ms=rows[a]["t_ms"]), dict(rows[a], t_ms=rows[b]["t_ms"])
    return change


first = Recording()
first.save("first.jsonl")
CLAIM = "POST /ari/events/claim?channelId=call-1&application=sales-"

# ---- What agrees ----
code, out, err = stasim("diff", "first.jsonl", "first.jsonl")
equal((code, err), (0, ""), "a recording agrees with itself")
contains(out, "first.jsonl and first.jsonl agree: ", "and says so")
for variant in range(1, 6):
    code, out, err = stasim("diff", "first.jsonl", Recording(variant).save("second.jsonl"))
    equal((code, out.count("\n"), err), (0, 1, ""), f"moments, ids, ports, addresses are made up anew: {variant}")
told = json.loads(stasim("diff", "--json", "first.jsonl", "second.jsonl")[1])
equal((told["files"], told["agree"], told["differences"], told["facts"] > 100),
      (["first.jsonl", "second.jsonl"], True, [], True), "--json says the same")

# ---- One byte ----
differs(sub("http-resp", "204 No", "204", "205"), CLAIM + "1", "status", ["204", "205"], "a status", lines=[11, 11])
differs(sub("http-resp", "204 No", "Content", "content"), CLAIM + "1", "reason", ["No Content", "No content"], "a reason")
differs(sub("http-resp", "204 No", "HTTP/1.1", "HTTP/1.0"), CLAIM + "1", "version", ["HTTP/1.1", "HTTP/1.0"], "a version")
differs(sub("http-resp", "204 No", "application/json", "application/jsom"), CLAIM + "1", "header Content-type",
        ["application/json", "application/jsom"], "a header's value")
differs(sub("http-resp", "204 No", "Content-type", "Content-Type"), CLAIM + "1", "name of a header",
        ["Content-type", "Content-Type"], "its letter case")
differs(put("http-resp", "409", "headers", 3, 1, "137"), CLAIM + "2", "header Content-Length",
        ["37", "137"], "a length that is not the body's")
differs(sub("http-resp", "409", "already", "Already"), CLAIM + "2", "body.message",
        ['"Channel already claimed"', '"Channel Already claimed"'], "a body", lines=[16, 16])
differs(sub("ws-in", "StasisStart", '"Ring"', '"RinG"'), "socket sales-1, frame 3, StasisStart of call-1",
        "channel.state", ['"Ring"', '"RinG"'], "an event", lines=[14, 14])
differs(sub("ws-in", "StasisStart", '["a","b"]', '["a","c"]'), "socket sales-1, frame 3, StasisStart of call-1",
        "args[1]", ['"b"', '"c"'], "an element of a list")
differs(sub("ws-in", "RESTResponse", '\\"n\\": 1', '\\"n\\": 2'), "socket sales-1, frame 5, RESTResponse of q1",
        "message_body.n", ["1", "2"], "JSON within JSON")
differs(sub("ws-out", "RESTRequest", "q1", "q2"), "socket sales-1, sent frame 1, RESTRequest of q1",
        "request_id", ['"q1"', '"q2"'], "a frame that was sent")
differs(put("ws-in", "close_code", "close_code", 1001), "socket sales-1, frame 7, close", "", ["close 1000 ", "close 1001 "],
        "a close code")
differs(put("ws-closed", "by", "by", "client"), "socket sales-1, frame 8, closed", "",
        ["closed by server", "closed by client"], "who closed it")
differs(put("ws-in", "StasisEnd", "frame", "fin", 0), "socket sales-1, frame 6, StasisEnd of call-1", "fin", ["1", "0"], "a flag of a frame")
differs(sub("http-req", "POST /ari/bridges", "bridges", "bridgez"), "POST /ari/bridges", "request",
        ["POST /ari/bridges", "POST /ari/bridgez"], "a request")
differs(put("ws-handshake-resp", "sales-1", "headers", 0, 1, "websoccet"), "socket sales-1", "header Upgrade",
        ["websocket", "websoccet"], "a header of a handshake")

# ---- What is not there, or too much ----
def without(dir, part):
    return lambda recording: recording.rows.pop(recording.find(dir, part))


def twice(dir, part):
    def change(recording):
        i = recording.find(dir, part)
        recording.rows.insert(i + 1, copy.deepcopy(recording.rows[i]))
    return change


def names(change, place, field, side, what):
    """The same where the value is a whole frame."""
    second = Recording(1)
    change(second)
    code, out, err = stasim("diff", "--json", "first.jsonl", second.save("second.jsonl"))
    found = [(d["place"] + (", " + d["frame"] if d["frame"] else ""), d["field"],
              [i for i in (0, 1) if d["values"][i] is not None]) for d in json.loads(out)["differences"]]
    equal((code, found), (1, [(place, field, [side])]), what)


names(without("ws-in", "StasisStart"), "socket sales-1, frame 3, StasisStart of call-1", "frame", 0, "a missing frame")
names(twice("ws-in", "StasisStart"), "socket sales-1, frame 4, StasisStart of call-1", "frame", 1, "an extra frame")
names(without("http-resp", "409"), CLAIM + "2", "answer", 0, "a missing answer")
names(twice("http-resp", "409"), CLAIM + "2", "answer", 1, "an extra one")
names(lambda r: r.__setattr__("rows", [row for row in r.rows if row.get("conn") != 7]), f"DELETE /ari/bridges/{first.bridge()}",
      "request", 0, "a missing request")
names(without("ws-closed", "by"), "socket sales-1, frame 8, closed", "frame", 0, "a socket that did not close")
differs(lambda r: r.rows[r.find("http-resp", "409")]["headers"].pop(2), CLAIM + "2", "header Content-type",
        ["application/json", None], "a missing header")
differs(lambda r: r.rows[r.find("http-resp", "409")]["headers"].append(["Allow", "GET"]), CLAIM + "2", "header Allow",
        [None, "GET"], "an extra header")
differs(lambda r: r.rows[r.find("http-resp", "409")]["headers"].reverse(), CLAIM + "2", "order of headers",
        ["Server", "Content-Length"], "headers in another order")
differs(sub("ws-in", "StasisStart", '"state":"Ring",', ""), "socket sales-1, frame 3, StasisStart of call-1",
        "channel.state", ['"Ring"', None], "a missing member")
differs(sub("ws-in", "StasisStart", '"args":', '"more":1,"args":'), "socket sales-1, frame 3, StasisStart of call-1",
        "more", [None, "1"], "an extra member")

# ---- Order ----
ENTERED, START, END = (("ws-in", name) for name in ("ChannelEnteredBridge", "StasisStart", "StasisEnd"))
differs(swap(START, ENTERED), "socket sales-1, frame 3, StasisStart of call-1", "order",
        ["before frame 4, ChannelEnteredBridge of call-1", "behind it"], "two frames in another order")
near = Recording(1)
swap(("ws-in", '"sales-1","channel"'), START)(near)  # CallClaimed of sales-1
equal(stasim("diff", "first.jsonl", near.save("second.jsonl"))[0], 0, "StasisStart and CallClaimed within some ms: as it comes")
code, out, err = stasim("diff", "--strict", "first.jsonl", "second.jsonl")
contains(out, ": order\n", "but not with --strict")
late = Recording(1)
swap(("ws-in", '"sales-1","channel"'), START)(late)
for row in late.rows[late.find("ws-in", "CallClaimed"):]:
    row["t_ms"] += 100
equal(stasim("diff", "first.jsonl", late.save("second.jsonl"))[0], 1, "not if it takes a tenth of a second")
across = Recording(1)
one = across.find("ws-in", "CallBroadcast")
two = one + 1
across.rows[one], across.rows[two] = across.rows[two], across.rows[one]
claims = [i for i, row in enumerate(across.rows) if row.get("conn") in (4, 5)]
moved = [across.rows[i] for i in claims]
for i, row in zip(claims, moved[2:] + moved[:2]):
    across.rows[i] = row
for row in across.rows:
    row["conn"] = row.get("conn", 0) + 10
equal(stasim("diff", "first.jsonl", across.save("second.jsonl"))[0], 0,
      "the order between connections, and their numbers, say nothing")
same = Recording(0)
claims = [i for i, row in enumerate(same.rows) if row.get("conn") in (4, 5)]
moved = [same.rows[i] for i in claims]
same.rows = [row for row in same.rows if row.get("conn") != 5]
place = same.find("http-req", "application=sales-1")
same.rows[place:place] = moved[2:]
equal(stasim("diff", "first.jsonl", same.save("second.jsonl"))[0], 0, "an answer that came sooner than what came to others")
code, out, err = stasim("diff", "--strict", "--json", "first.jsonl", "second.jsonl")
equal((code, [(d["place"], d["frame"], d["field"]) for d in json.loads(out)["differences"]]),
      (1, [("all connections", "answer 409 Conflict to whoever asked", "order")]), "but not with --strict")
equal(stasim("diff", "--strict", "first.jsonl", Recording(0).save("second.jsonl"))[0], 0, "the same is the same with --strict, too")
differs(sub("http-resp", "204 No", "Asterisk/0", "Asterisk/9"), CLAIM + "1", "header Server", ["Asterisk/0", "Asterisk/9"],
        "with --strict what the server is called counts", "--strict", variant=0)
differs(lambda r: r.rows[r.find("http-resp", "409")].update(t_ms=990), CLAIM + "2", "t_ms", ["16.00", "990.00"],
        "with --within moments do", "--within", "20", variant=0)
equal(stasim("diff", "--within", "20", "first.jsonl", Recording(1).save("second.jsonl"))[0], 0, "as far as they are farther apart")

# ---- Who wins ----
def race(winner, loser, apart_ms, path):
    """Both claim; `winner` was `apart_ms` sooner."""
    made = Recording(0)
    kept = made.find("http-req", "events/claim")
    made.rows, made.now = made.rows[:kept], 40.0
    for app, status in ((winner, 204), (loser, 409)):
        made.ask(20 if app == "sales-1" else 21, f"POST /ari/events/claim?channelId=call-1&application={app}", status,
                 None if status == 204 else {"message": "Channel already claimed"})
        made.now += apart_ms - 1
    numbers = {"sales-1": 1, "sales-2": 2}
    for app in numbers:
        made.event(numbers[app], app, "CallClaimed", winner_app=winner)
    made.event(numbers[winner], winner, "StasisStart", args=[])
    return made.save(path)


race("sales-1", "sales-2", 2, "one.jsonl")
equal(stasim("diff", "one.jsonl", race("sales-2", "sales-1", 2, "two.jsonl"))[::2], (0, ""),
      "which of two claims within some ms won is a matter of chance")
equal(stasim("diff", "--strict", "one.jsonl", "two.jsonl")[0], 1, "but not with --strict")
equal(stasim("diff", "one.jsonl", race("sales-2", "sales-1", 60, "two.jsonl"))[0], 1, "nor if one was long before the other")
write("two.jsonl", read(race("sales-2", "sales-1", 2, "two.jsonl")).replace('\\"args\\":[]', '\\"args\\":[1]'))
code, out, err = stasim("diff", "--json", "one.jsonl", "two.jsonl")
equal([(d["place"], d["field"]) for d in json.loads(out)["differences"]], [("socket sales-1", "args[0]")],
      "what else differs is named, in the place of the first")

def race_again(winners, path):
    """The same call is offered to both twice."""
    made = Recording(0)
    made.rows, made.now = made.rows[:made.find("http-req", "events/claim")], 40.0
    for winner in winners:
        made.now += 100
        for conn, app in ((1, "sales-1"), (2, "sales-2")):
            made.event(conn, app, "CallBroadcast", call_id="call-1")
        for app in (winner, "sales-2" if winner == "sales-1" else "sales-1"):
            made.ask(20 if app == "sales-1" else 21, f"POST /ari/events/claim?channelId=call-1&application={app}",
                     204 if app == winner else 409, None if app == winner else {"message": "Channel already claimed"})
        for conn, app in ((1, "sales-1"), (2, "sales-2")):
            made.event(conn, app, "CallClaimed", winner_app=winner)
    return made.save(path)


race_again(("sales-1", "sales-2"), "again.jsonl")
equal(stasim("diff", "again.jsonl", "again.jsonl")[::2], (0, ""), "one that is offered twice is not the same as once")
equal(stasim("diff", "again.jsonl", race_again(("sales-1", "sales-1"), "two.jsonl"))[::2], (0, ""),
      "and who has won the second time is a matter of chance, too")
equal(stasim("diff", "again.jsonl", race_again(("sales-2", "sales-2"), "two.jsonl"))[::2], (0, ""),
      "as is who has won the first time, whoever wins the second")

# ---- Ids ----
OTHER = " (each stood for another one before)"
differs(sub("ws-in", "ChannelEnteredBridge", Recording(1).bridge(), BRIDGE[:-1] + "0"),
        "socket sales-1, frame 4, ChannelEnteredBridge of call-1", "bridge.id" + OTHER,
        [f'"{first.bridge()}"', f'"{BRIDGE[:-1]}0"'], "a bridge that is not the one that was made")
differs(sub("ws-in", "StasisEnd", Recording(1).name(";2"), "Local/100@in-00000009;2"),
        "socket sales-1, frame 6, StasisEnd of call-1", "channel.name" + OTHER,
        ['"Local/100@in-00000003;2"', '"Local/100@in-00000009;2"'], "a channel of another number")
differs(sub("ws-in", "StasisEnd", Recording(1).name(";2"), Recording(1).name(";1")),
        "socket sales-1, frame 6, StasisEnd of call-1", "channel.name",
        ['"Local/100@in-00000003;2"', '"Local/100@in-00000004;1"'], "the other half")
unordered = Recording(1)
listing = unordered.rows[next(i for i, row in enumerate(unordered.rows) if row["dir"] == "http-resp" and row["conn"] == 8)]
listing["body"] = json.dumps(json.loads(listing["body"])[::-1], separators=(",", ":"))
equal(stasim("diff", "first.jsonl", unordered.save("second.jsonl"))[0], 0, "lists that a server keeps in no order")
listing["body"] = listing["body"].replace("Ring", "Rong")
code, out, err = stasim("diff", "--json", "first.jsonl", unordered.save("second.jsonl"))
equal([d["field"] for d in json.loads(out)["differences"]], ["body[0].state"], "what is in them counts")

for seconds, codes in ((2, (0, 1)), (3, (1, 1))):
    for path, value in (("one.jsonl", 1), ("two.jsonl", seconds)):
        lasted = Recording(0)
        lasted.event(1, "sales-1", "RecordingFinished", recording={"name": "r", "duration": value})
        lasted.save(path)
    equal((stasim("diff", "one.jsonl", "two.jsonl")[0], stasim("diff", "--strict", "one.jsonl", "two.jsonl")[0]), codes,
          f"whole seconds that something lasted: 1 and {seconds}")

# ---- For people ----
second = Recording(1)
sub("http-resp", "204 No", "204", "404")(second)
equal(stasim("diff", "first.jsonl", second.save("second.jsonl")), (1, f"""{CLAIM}1: status
  first.jsonl:11  204
  second.jsonl:11  404
first.jsonl and second.jsonl differ: 1 fact
""", ""), "place, field, both lines and values")
without("ws-in", "StasisEnd")(second)
contains(stasim("diff", "first.jsonl", second.save("second.jsonl"))[1],
         "socket sales-1, frame 6, StasisEnd of call-1: frame\n  first.jsonl:", "a frame is named by what it is")
contains(stasim("diff", "first.jsonl", "second.jsonl")[1], "\n  second.jsonl  there is none\n", "and so is its absence")

# ---- What is no recording ----
row = json.dumps({"t_ms": 1, "dir": "http-req", "conn": 1, "line": "GET / HTTP/1.1", "headers": [], "body": ""})
for text, message in [
    ("", "bad.jsonl: error: it is empty: a recording is a JSON object a line\n"),
    ("{", "bad.jsonl:1: error: "),
    (row + "\n[]\n", "bad.jsonl:2: error: a row is a JSON object\n"),
    ('{"t_ms": 1}', "bad.jsonl:1: error: dir: it is missing, or no text\n"),
    ('{"t_ms": 1, "dir": "smoke"}', "bad.jsonl:1: error: dir: there is no such kind of row\n"),
    ('{"dir": "note"}', "bad.jsonl:1: error: t_ms: it is missing, or no number\n"),
    (row.replace('"conn": 1', '"conn": "1"'), "bad.jsonl:1: error: conn: it is missing, or no integer\n"),
    (row.replace('"body": ""', '"body": 1'), "bad.jsonl:1: error: body: it is no text\n"),
    (row.replace('"line"', '"lime"'), "bad.jsonl:1: error: line: it is missing\n"),
    (row.replace("[]", "[[1, 2]]"), 'bad.jsonl:1: error: headers: it is no list of pairs of texts: [["Name", "value"]]\n'),
    (row.replace("[]", '[["Length"]], "raw": "GET /"'), 'bad.jsonl:1: error: headers: it is no list of pairs of texts: [["Name", "value"]]\n'),
    ('{"t_ms": 1, "dir": "ws-in", "conn": 1, "frame": {"op": 1}}', "bad.jsonl:1: error: raw: it is missing, or no text\n"),
    ('{"t_ms": 1, "dir": "ws-in", "conn": 1, "frame": 1, "raw": ""}', 'bad.jsonl:1: error: frame: it has no integer "op"\n'),
    ('{"t_ms": 1, "dir": "ws-closed", "conn": 1, "by": "server"}', "bad.jsonl:1: error: conn: no WebSocket was opened on it\n"),
    ('{"t_ms": 1, "dir": "http-resp", "conn": 1, "status_line": "", "headers": [], "body": null}',
     "bad.jsonl:1: error: conn: no request was sent on it\n"),
]:
    write("bad.jsonl", text)
    for files in (("first.jsonl", "bad.jsonl"), ("bad.jsonl", "first.jsonl")):
        code, out, err = stasim("diff", *files)
        if not ok((code, out) == (2, "") and (err == message or text == "{" and err.startswith(message)),
                  "exit 2: " + message.strip()):
            diagnose(code, out, err)
equal(stasim("diff", "first.jsonl", "nosuch.jsonl"), (2, "", "nosuch.jsonl: error: No such file or directory\n"), "a file that is not there")
for arguments in ((), ("first.jsonl",), ("first.jsonl",) * 3, ("--within", "x", "a", "b")):
    equal(stasim("diff", *arguments)[0], 2, "diff " + " ".join(arguments) + ": exit 2")
done()
