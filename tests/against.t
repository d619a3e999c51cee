#!/usr/bin/env -S python3 -B
"""stasim run --against and stasim record: what is skipped and why, what a server lacks, what a recording
holds, that nothing stays on the server, what is said of one that misbehaves, and how both are called."""
import json
import os
import re
import signal
import socket
import threading
import time

import serving
from cli_tap import *
from serving import ARI_CONF, Server

serving.PROGRAM = STASIM  # from the folder that cli_tap has gone to
SCENARIO = {
    "name": "a call is claimed", "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(500)"],
    "clients": [{"app": "sales-1", "on": {"CallBroadcast": [{"claim": {}}],
                                          "StasisStart": [{"hangup": {}}]}}],
    "calls": [{"id": "call-1", "to": "100@in"}],
    "expect": [{"claim": {"app": "sales-1", "status": 204}}]}


def main():
    what_is_skipped()
    how_it_is_named()
    what_a_server_lacks()
    over_the_websocket()
    coming_and_going()
    recordings()
    nothing_stays()
    servers_that_misbehave()
    answers_that_never_come()
    usage()
    done()


class Stage(Server):
    """A server with a scenario's dialplan."""

    def __init__(self, path, *options):
        super().__init__(*options, extensions_conf=stasim("dialplan", path)[1],
                         ari_conf=ARI_CONF.replace("channelvars", ";"))
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, *words):
        return stasim("run", "--against", self.url, *words)


# ---- What is not played ----

def what_is_skipped():
    notes = dict(SCENARIO, expect=SCENARIO["expect"] + [
        {"note": {"kind": "ClaimDecided"}}, {"event": {"type": "CallBroadcast",
         "where": {"timestamp": "2026-01-01T00:00:00.000+0000"}}},
        {"any": [{"note": {"kind": "WaitEnded"}}, {"claim": {"status": 409}}]},
        {"note": {"kind": "StasisStart"}}])
    path = write("notes.json", json.dumps(notes))
    with Stage(path) as server:
        code, out, _ = server.run("--tap", path)
        equal(code, 0, "what cannot be seen fails nothing")
        contains(out, f"# against {server.url}, times within 100ms", "the report says where and how exactly")
        equal(re.findall(r"^    ok (\d) .* # SKIP (.*)$", out, re.M), [
            ("2", "the server tells nobody of this entry of its journal"),
            ("3", "the server has a clock of its own"),
            ("4", "the server tells nobody of this entry of its journal"),
            ("5", "the server tells only the application concerned")], "and why each is skipped")
        server.run("--junit", "notes.xml", path)
        contains(read("notes.xml"), 'tests="5" failures="0" errors="0" skipped="4"', "JUnit's XML, too")
        equal(read("notes.xml").count("<skipped message=\"the server"), 4, "with each reason")
    whole = {"its faults are made by the server": {"faults": [
                 {"on": {"event": "CallBroadcast"}, "lose": True}]},
             "its schedule fixes the order of steps inside the server": {"schedule": ["P call-1"]},
             "its claimOrder fixes what the server sends first":
                 {"claimOrder": ["204", "CallClaimed", "StasisStart"]},
             "it sets the server's clock": {"start": "2026-01-01T00:00:00Z"},
             "it tests a program: `stasim test` plays it": {"programs": [{"app": "agent"}]},
             "nothing that it expects can be seen from outside":
                 {"expect": [{"note": {"kind": "ClaimDecided"}}]}}
    for why, part in whole.items():
        path = write("whole.json", json.dumps(dict(SCENARIO, **part)))
        code, out, err = stasim("run", "--tap", "--against", "http://127.0.0.1:9", path)
        equal((code, re.findall("^ok 1 - .* # SKIP (.*)$", out, re.M)), (0, [why]), why)


def how_it_is_named():
    path = write("plain.json", json.dumps(SCENARIO))
    with Stage(path) as server:
        for url in (f"http://localhost:{server.port}", f"http://127.0.0.1:{server.port}/ari/"):
            equal(stasim("run", "--tap", "--against", url, path)[0], 0, f"{url} will do".replace(str(server.port), "PORT"))
        code, out, _ = stasim("run", "--tap", "--against", f"http://[::1]:{server.port}", path)
        equal(code, 1, "where nobody listens nobody is found")
        contains(out, f"[::1]:{server.port}: GET /ari/asterisk/ping: ", "also with brackets")


def what_a_server_lacks():
    lacks = {"the server has no sound hello": {"sounds": {"hello": "1s"}},
             "the server has no phone PJSIP/bob": {"phones": {"PJSIP/bob": {"busy": "1s"}}},
             "the server shows no variable SKILL: channelvars of its ari.conf names those":
                 {"channelvars": ["SKILL"]}}
    path = write("plain.json", json.dumps(SCENARIO))
    with Stage(path, "--sound", "other=1s") as server:
        for why, part in lacks.items():
            needs = write("needs.json", json.dumps(dict(SCENARIO, **part)))
            code, out, _ = server.run("--tap", needs)
            equal((code, re.findall("^ok 1 - .* # SKIP (.*)$", out, re.M)), (0, [why]), why)
            is_clean(server, "and nothing stays of it")
        none = dict(SCENARIO, modules=[], expect=[{"claim": {"status": 501}}])
        none["clients"] = [{"app": "sales-1", "at": [{"at": "10ms", "claim": {}},
                                                     {"at": "20ms", "load": "res"},
                                                     {"at": "30ms", "claim": {}}]}]
        none["expect"].append({"claim": {"nth": 2, "status": 404}})
        code, out, err = server.run("--tap", write("modules.json", json.dumps(none)))
        equal((code, err), (0, ""), "modules are unloaded and loaded as the scenario has it")
        equal([server.ask("GET", f"/ari/asterisk/modules/{part}_stasis_broadcast.so").status
               for part in ("res", "app")], ["HTTP/1.1 200 OK"] * 2, "and are loaded again behind it")


def over_the_websocket():
    asks = json.loads(json.dumps(SCENARIO))
    asks["clients"][0]["requests"] = "websocket"
    asks["clients"][0]["on"]["CallBroadcast"].append(
        {"request": "POST /ari/events/user/seen?application=sales-1", "body": {"variables": {"A": "1"}}})
    asks["expect"] += [{"event": {"type": "ChannelUserevent", "where": {"userevent.A": "1"}}},
                       {"event": {"type": "StasisEnd"}}]
    path = write("asks.json", json.dumps(asks))
    with Stage(path) as server:
        code, out, err = stasim("record", "--against", server.url, path)
        rows = [json.loads(line) for line in out.splitlines()]
        frames = [json.loads(row["raw"]) for row in rows if row["dir"] == "ws-out"]
        equal([(frame["method"], frame["uri"]) for frame in frames], [
            ("POST", "events/claim?channelId=call-1&application=sales-1"),
            ("POST", "events/user/seen?application=sales-1"), ("DELETE", "channels/call-1")],
            "a client asks over its WebSocket where the scenario says so")
        equal({row["label"] for row in rows if row["dir"] == "http-req"}, {"caller"}, "and not over HTTP")
        equal(server.run("--tap", path)[0], 0, "and is answered there")


def coming_and_going():
    asks = [{"at": at, "request": "GET /ari/applications/sales-1"} for at in ("150ms", "250ms", "350ms", "450ms")]
    moves = [{"at": "100ms", "disconnect": {}}, {"at": "200ms", "connect": {}}, {"at": "300ms", "disconnect": {}},
             {"at": "300ms", "connect": {}}, {"at": "400ms", "reconnect": {}}]
    comes = dict(SCENARIO, calls=[], clients=[{"app": "sales-1", "at": moves}, {"app": "asks", "at": asks}], expect=[
        {"answer": {"request": "GET /ari/applications/sales-1", "nth": i + 1, "status": status}}
        for i, status in enumerate((404, 200, 200, 200))])
    path = write("comes.json", json.dumps(comes))
    with Stage(path) as server:
        code, out, _ = server.run("--tap", path)
        if not ok(code == 0, "a client leaves and comes as the scenario has it, also at one moment"):
            diagnose(out)


# ---- Recordings ----

def recordings():
    path = write("plain.json", json.dumps(SCENARIO))
    with Stage(path, "--user", "me:secret") as server:
        equal(stasim("record", "--against", server.url, "--user", "me:secret", path, "-o", "plain.jsonl"),
              (0, "", ""), "a scenario is recorded")
    rows = [json.loads(line) for line in read("plain.jsonl").splitlines()]
    equal((rows[0]["dir"], rows[0]["scenario"]), ("meta", SCENARIO["name"]), "it begins with what it is of")
    equal((rows[-1]["dir"], rows[-1]["state"]), ("result", "played"), "and ends with what became of it")
    ok(all(a["t_ms"] <= b["t_ms"] for a, b in zip(rows, rows[1:])), "its rows are in the order of time")
    asked = [row for row in rows if row["dir"] in ("http-req", "ws-handshake-req")]
    equal([row.get("line", row.get("raw")).removesuffix(" HTTP/1.1").split("?")[0] for row in asked],
          ["GET /ari/events", "POST /ari/channels", "POST /ari/events/claim", "DELETE /ari/channels/call-1"],
          "only what the scenario asks is in it")
    equal({"YXN0ZXJpc2s6YXN0ZXJpc2s=" in json.dumps(row) for row in asked}, {True},
          "with the credentials asterisk:asterisk, whoever asked")
    answers = [row["status_line"] for row in rows if row["dir"] == "http-resp"]
    equal(sorted(answers), ["HTTP/1.1 200 OK", "HTTP/1.1 204 No Content", "HTTP/1.1 204 No Content"],
          "each request has its answer")
    equal(sorted(json.loads(row["raw"])["type"] for row in rows if row["dir"] == "ws-in"),
          ["CallBroadcast", "ChannelHangupRequest", "StasisEnd", "StasisStart"], "each event is there as it came")


# ---- What stays ----

LEFT = {
    "name": "much is left", "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(500)"],
    "clients": [{"app": "sales-1", "on": {"CallBroadcast": [{"claim": {}}]},
                 "at": [{"at": "50ms", "request": request} for request in (
                     "POST /ari/bridges/b1", "POST /ari/bridges",
                     "POST /ari/channels?endpoint=Local/100@in&app=sales-1&channelId=two",
                     "POST /ari/channels/call-1/snoop?app=sales-1&spy=in",
                     "POST /ari/applications/sales-1/subscription?eventSource=bridge:b1,deviceState:Stasis:x",
                     "POST /ari/channels/call-1/record?name=kept&format=wav",
                     "PUT /ari/deviceStates/Stasis:x?deviceState=BUSY",
                     "PUT /ari/mailboxes/1@in?oldMessages=1&newMessages=1")]
                 + [{"at": "60ms", "filter": {"disallowed": ["StasisEnd"]}}]},
                {"app": "late", "connected": False, "at": [{"at": "300ms", "connect": {}}]}],
    "calls": [{"id": "call-1", "to": "100@in"}], "limits": {"time": "500ms"},
    "expect": [{"claim": {"app": "sales-1", "status": 204}}]}
LISTS = ("channels", "bridges", "applications", "recordings/stored", "deviceStates", "mailboxes")


def is_clean(server, what):
    until = time.monotonic() + 5
    left = None
    while left != {} and time.monotonic() < until:
        left = {name: body for name in LISTS
                if (body := server.ask("GET", f"/ari/{name}").body.decode()) != "[]"}
    equal(left, {}, what)


def nothing_stays():
    path = write("left.json", json.dumps(LEFT))
    with Stage(path) as server:
        equal(server.run("--tap", path)[0], 0, "a scenario that leaves much behind is played")
        is_clean(server, "and nothing of it stays on the server")
        endless = json.loads(json.dumps(LEFT))
        endless["limits"]["time"] = "60s"
        endless = write("endless.json", json.dumps(endless))
        code, out, _ = server.run("--tap", "--timeout", "90s", "--tolerance", "1ms", path, "nowhere.json")
        equal(code, 2, "one that cannot be read is told of, the others are played")
        code, out, _ = server.run("--tap", "--timeout", "1s", endless)
        equal(code, 4, "one that lasts longer than it may is not even begun")
        contains(out, "it lasts longer than --timeout allows", "and the report says so")
        for number in (signal.SIGINT, signal.SIGTERM):
            command = [STASIM, "run", "--tap", "--against", server.url, endless, path]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            while server.ask("GET", "/ari/recordings/live/kept").status != "HTTP/1.1 200 OK":
                time.sleep(0.01)
            process.send_signal(number)
            out = process.communicate(timeout=TIMEOUT_S)[0]
            equal((process.returncode, out.count("somebody has stopped it")), (4, 1),
                  f"{number.name} ends it in order")
            is_clean(server, "and nothing stays then, either")


# ---- Servers that misbehave ----

class Odd(threading.Thread):
    """A server that answers the first requests as they should be and then does something else."""
    alive = []  # so that their sockets stay open

    def __init__(self, *answers):
        super().__init__(daemon=True)
        self.alive.append(self)
        self.answers, self.sockets, self.lines = list(answers), [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.start()

    def run(self):
        for answer in self.answers:
            client = self.listener.accept()[0]
            self.sockets.append(client)
            request = b""
            while b"\r\n\r\n" not in request:
                request += client.recv(65536)
            self.lines.append(request.split(b"\r\n")[0].decode())
            if callable(answer):
                answer(client, request)
            elif answer is not None:
                client.sendall(answer)
                client.close()


PONG = b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{"ping":"pong"}'
READY = [PONG] * 3  # it is there and has the two modules


def upgrade(*frames):
    """Opens the WebSocket, sends this and closes."""
    def answer(client, request):
        import base64
        import hashlib
        key = re.search(rb"Sec-WebSocket-Key: (\S+)", request).group(1)
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        client.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + b"".join(frames))
        client.close()
    return answer


def servers_that_misbehave():
    path = write("plain.json", json.dumps(SCENARIO))
    event = json.dumps({"type": "CallBroadcast"}).encode()
    ping = "GET /ari/asterisk/ping: "
    socket_of = "the WebSocket of sales-1: "
    cases = [
        ("nonsense", [b"SSH-2.0-OpenSSH_9.2\r\n"], ping + "what it sends is no HTTP"),
        ("a status that is none", [b"HTTP/1.1 abc\r\n\r\n"], ping + "what it sends is no HTTP"),
        ("a header that is none", [b"HTTP/1.1 200 OK\r\nx\r\n\r\n"],
         ping + "what it sends has a header that is none"),
        ("no answer", [b""], ping + "it closed the connection without an answer"),
        ("half a head", [b"HTTP/1.1 200 OK\r\nConte"], ping + "it closed the connection in the middle of an answer"),
        ("half a body", [b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"],
         ping + "it closed the connection in the middle of an answer"),
        ("a length that is none", [b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"],
         ping + "its answer has a Content-Length that cannot be"),
        ("chunks that are none", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
         ping + "its answer has a chunk that is none"),
        ("a head without end", [b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 20000],
         ping + "the head of its answer is too long"),
        ("a line without end", [b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70000], ping + "the head of its answer is too long"),
        ("a head that ends too late", [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: " + b"b" * 66000 + b"\r\n\r\n"],
         ping + "the head of its answer is too long"),
        ("another kind of server", [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"],
         ping + "HTTP/1.1 404 Not Found"),
        ("a refused WebSocket", [*READY, b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"],
         socket_of + "it refuses the WebSocket: HTTP/1.1 503 No"),
        ("a handshake that is cut", [*READY, b"HTTP/1.1 101 Swi"],
         socket_of + "it closed the connection in the handshake of a WebSocket"),
        ("a wrong key", [*READY, b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n\r\n"],
         socket_of + "its answer to the handshake has the wrong Sec-WebSocket-Accept"),
        ("a WebSocket that is closed", [*READY, upgrade()], socket_of + "it closed the WebSocket"),
        ("a frame that is cut", [*READY, upgrade(b"\x81\x7e\x01")],
         socket_of + "it closed the WebSocket in the middle of a frame"),
        ("a goodbye", [*READY, upgrade(b"\x88\x02\x03\xe9")], socket_of + "it closed the WebSocket with code 1001"),
        ("a masked frame", [*READY, upgrade(b"\x81\x81abcd")], socket_of + "what it sends is no frame of a WebSocket"),
        ("a frame without end", [*READY, upgrade(b"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff")],
         socket_of + "it sends a frame that is too large"),
        ("a binary frame", [*READY, upgrade(b"\x82\x01a")], socket_of + "it sends a frame that is no text"),
        ("fragments out of order", [*READY, upgrade(b"\x80\x01a")], socket_of + "it sends fragments out of order"),
        ("an event that is no JSON", [*READY, upgrade(b"\x81\x01x")], socket_of + "it sends what is no event: x"),
        ("an event of nobody", [*READY, upgrade(b"\x81" + bytes([len(event)]) + event)],
         socket_of + "it sends what is no event: " + event.decode()),
        ("an answer that nobody asked for", [*READY, upgrade(b'\x81\x17{"type":"RESTResponse"}')],
         socket_of + "it answers what was not asked"),
    ]
    for what, answers, why in cases:
        misbehaves(what, Odd(*answers).url, path, why)
    odd = b"HTTP/1.1 409 \xff\x1b[2J\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    code, _, err = stasim("record", "--against", Odd(odd).url, path)
    equal((code, err.partition("ping: ")[2]), (1, "HTTP/1.1 409 \\xff\\x1b[2J\n"),
          "what it says does nothing to a terminal")
    half = write("half.json", json.dumps(dict(SCENARIO, modules=["res"])))
    code, out, err = stasim("run", "--tap", "--against", Odd(PONG, PONG, odd).url, half)
    equal((code, err), (0, ""), "and need not be UTF-8")
    contains(out, "app_stasis_broadcast.so with HTTP/1.1 409 \ufffd", "to be told")
    crumbs = (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + b"1\r\nx\r\n" * 200000
              + b"0\r\n\r\n")
    misbehaves("an answer in crumbs", Odd(crumbs, b"SSH-2.0-OpenSSH_9.2\r\n").url, path,
               "GET /ari/asterisk/modules/res_stasis_broadcast.so: what it sends is no HTTP")
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        gone = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    misbehaves("nobody there", gone, path, ping + "Connection refused")
    out = stasim("run", "--tap", "--trace", "gone.jsonl", "--against", gone, path)[1]
    equal(re.findall("^    (?:not )?ok .*$", out, re.M), ["    not ok 1 - the server does its part"],
          "what it would have expected is not judged then")
    contains(read("gone.jsonl"), '"forsaken"', "and the trace says how it ended")
    out = stasim("run", "--tap", "--against", gone, "--user", "it's me:secret", "--timeout", "9s", "--tolerance", "1s",
                 "--timeout", "8s", path)[1]
    contains(out, f"run --against {gone} --user 'it'\\''s me' --timeout 8s --tolerance 1s {path}\n",
             "how it is repeated: by the options that matter, without the password")
    misbehaves("silence", Odd(None).url, path, ping + "it does not answer in time", "--timeout", "1s")
    misbehaves("silence later", Odd(*READY, None).url, path, "an answer is missing at the end of --timeout",
               "--timeout", "1s")
    with Stage(path) as server:
        misbehaves("a wrong user", server.url, path, ping + "HTTP/1.1 401 Unauthorized: --user NAME:PASSWORD says "
                   "who asks", "--user", "me:wrong")
        other = dict(SCENARIO, calls=[{"id": "call-1", "to": "100@elsewhere", "variables": {"A": "b"}}])
    with Stage(path, "--user", "me:secret") as server:
        os.environ["ARI_PASSWORD"] = "secret"
        equal(server.run("--tap", "--user", "me", path)[0], 0, "a password may stand in ARI_PASSWORD")
        del os.environ["ARI_PASSWORD"]
    with Stage(path) as server:
        code, out, _ = server.run("--tap", write("other.json", json.dumps(other)))
        ok(code in (1, 2), "a call that the server's dialplan has no place for does not pass")
    stops_in_the_middle(path)


def misbehaves(what, url, path, why, *options):
    began = time.monotonic()
    code, out, err = stasim("run", "--tap", *options, "--against", url, path)
    out = out.replace(f'"{url.removeprefix("http://")}: ', '"')
    happened = re.findall('^      happened: (.*)$', out, re.M)
    equal((code, json.loads(happened[-1]) if happened else out + err), (1, why), f"{what}: {why}"[:120])
    ok(time.monotonic() - began < 8, "it does not take long")


def stops_in_the_middle(path):
    waits = dict(SCENARIO, clients=[{"app": "sales-1", "at": [{"at": "30s", "disconnect": {}}]}])
    waits = write("waits.json", json.dumps(waits))
    with Stage(path) as server:
        process = subprocess.Popen([STASIM, "run", "--tap", "--against", server.url, waits],
                                   stdout=subprocess.PIPE, text=True)
        while server.ask("GET", "/ari/channels/call-1").status != "HTTP/1.1 200 OK":
            time.sleep(0.01)
        server.process.kill()
        out = process.communicate(timeout=TIMEOUT_S)[0]
        equal(process.returncode, 1, "a server that is killed in the middle makes it fail")
        contains(out, "the WebSocket of sales-1: ", "and the report says how that was noticed")
        ok("repeat: " in out and f"--against {server.url}" in out, "and how it is repeated")


def open_websocket(client, request):
    upgrade()(client.dup(), request)


def answers_that_never_come():
    asks = dict(SCENARIO, clients=[{"app": "sales-1", "at": [
        {"at": "0ms", "request": "POST /ari/channels?endpoint=Local/100@in&app=sales-1&channelId=two"},
        {"at": "0ms", "request": "POST /ari/bridges/b1"}]}])
    odd = Odd(*READY, open_websocket, *[None] * 3, *[PONG] * 4)
    stasim("run", "--tap", "--timeout", "500ms", "--against", odd.url, write("asks.json", json.dumps(asks)))
    odd.join(TIMEOUT_S)
    deleted = sorted(line.split()[1] for line in odd.lines if line.startswith("DELETE "))
    near = [path for path in deleted if "call-1" in path and path != "/ari/channels/call-1"]
    equal((deleted, len(near)), (sorted(["/ari/bridges/b1", "/ari/channels/call-1", "/ari/channels/two", *near]), 1),
          "what may have been made by a request that was never answered is removed")


# ---- How it is called ----

def usage():
    path = write("plain.json", json.dumps(SCENARIO))
    wrong = {
        ("--against", "https://127.0.0.1"): "it begins with http://",
        ("--against", "http://"): "it names no host",
        ("--against", "http://a:b"): "the port is a number from 1 to 65535",
        ("--against", "http://a:70000"): "the port is a number from 1 to 65535",
        ("--against", "http://a/b"): "nothing but /ari can stand behind the port",
        ("--against", "http://127.0.0.1:9", "--user", "me"): "it is written NAME:PASSWORD",
        ("--against", "http://127.0.0.1:9", "--timeout", "5"): "--timeout '5' has no unit",
        ("--against", "http://127.0.0.1:9", "--seeds", "1..2"): "--seeds has no meaning with --against",
        ("--against", "http://127.0.0.1:9", "--jobs", "2"): "--jobs has no meaning with --against",
        ("--user", "a:b"): "--user has no meaning without --against",
        ("--against", "http://no-such-host.invalid"): "cannot find the host 'no-such-host.invalid'",
    }
    for words, why in wrong.items():
        code, _, err = stasim("run", *words, path)
        equal(code, 2, f"run {' '.join(words)}")
        contains(err, why, "and it is said why")
    for words, why in {(): "which scenario?", (path,): "which server?",
                       (path, path): "is one scenario too many",
                       (path, "--against", "http://127.0.0.1:9", "-o", path): "plain.json"}.items():
        code, _, err = stasim("record", *words)
        equal(code, 2, f"record with {len(words)} words")
        contains(err, why, "and it is said why")
    code, _, err = stasim("record", "--against", "http://127.0.0.1:9", path)
    equal((code, err), (1, "stasim: 127.0.0.1:9: GET /ari/asterisk/ping: Connection refused\n"), "record without a server")


main()
