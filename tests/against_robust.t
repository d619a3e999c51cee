#!/usr/bin/env -S python3 -B
"""`stasim run --against` a server that is away, silent, slow, talks nonsense or ends in the middle:
it ends in time and says what happened, closes its sockets, and takes back what it has made."""
import json
import os
import signal
import socket
import struct
import subprocess
import threading
import time

from cli_tap import *
from cli_tap import STASIM

SCENARIO = {
    "name": "a race",
    "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(800,,,yes)", " same => n,Hangup()"],
    "clients": [
        {"app": "sales-1", "on": {"CallBroadcast": [{"after": "50ms", "claim": {}}],
                                  "StasisStart": [{"after": "50ms", "answer": {}},
                                                  {"after": "60ms", "request": "POST /ari/bridges?bridgeId=b-1"}]}},
        {"app": "sales-2", "on": {"CallBroadcast": [{"after": "250ms", "claim": {}}]}}],
    "calls": [{"id": "call-1", "to": "100@in", "hangup": {"at": "700ms"}}],
    "expect": [{"claim": {"app": "sales-1", "status": 204}}, {"claim": {"app": "sales-2", "status": 409}},
               {"event": {"app": "sales-1", "type": "StasisStart"}, "count": 1}]}
write("race.json", json.dumps(SCENARIO))
TIMEOUT = 3       # what --timeout says
CLEANING_UP = 6   # longest


class Backend:
    """A `stasim serve` behind the mischief."""

    def __init__(self):
        stasim("dialplan", "race.json", "-o", "race.conf")
        if os.path.exists("port"):
            os.unlink("port")
        self.process = subprocess.Popen([STASIM, "serve", "--listen", "127.0.0.1:0", "--port-file", "port",
                                         "--dialplan", "race.conf"], stdout=subprocess.DEVNULL)
        while not os.path.exists("port") or not read("port"):
            time.sleep(0.01)
        self.port = int(read("port"))

    def ask(self, path):
        with socket.create_connection(("127.0.0.1", self.port), 5) as line:
            line.sendall(f"GET /ari/{path}?api_key=asterisk:asterisk HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while part := line.recv(65536):
                answer += part
        return answer.partition(b"\r\n\r\n")[2].decode()

    def is_clean(self):
        """Nothing is left of what a scenario made there; its last words may still be on their way."""
        for _ in range(100):
            left = [self.ask(path) for path in ("channels", "bridges", "applications")]
            if left == ["[]"] * 3:
                return True
            time.sleep(0.02)
        diagnose(left)
        return False

    def stop(self):
        self.process.kill()
        self.process.wait()


class Proxy:
    """Passes on what stasim and the backend say to each other; `mischief(line, data)` makes of what
    the server says what stasim gets, and None of what ends the connection."""

    def __init__(self, port, mischief=lambda line, data: data):
        self.backend, self.mischief = port, mischief
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.open, self.ever, self.lock = set(), 0, threading.Lock()
        self.fresh = 0  # how often one was made when stasim's ends of all others were closed
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = {"client": client, "server": None, "asked": b"", "got": b"", "number": self.ever}
            with self.lock:
                self.fresh += not any(is_established(one) for one in self.open)
                self.ever += 1
                self.open.add(client)
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        try:
            if self.backend:
                line["server"] = socket.create_connection(("127.0.0.1", self.backend), 5)
                line["server"].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.bring, args=(line,), daemon=True).start()
            while data := line["client"].recv(65536):
                line["asked"] += data
                if self.backend:
                    line["server"].sendall(data)
                elif b"\r\n\r\n" in line["asked"] and not self.say(line, b""):
                    break
        except OSError:
            pass
        self.end(line)

    def bring(self, line):
        try:
            while data := line["server"].recv(65536):
                line["got"] += data
                if not self.say(line, data):
                    break
        except OSError:
            pass
        self.end(line)

    def say(self, line, data):
        data = self.mischief(line, data)
        if data:
            line["client"].sendall(data)
        return data is not None

    def end(self, line):
        for one in (line["client"], line["server"]):
            try:
                one and one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        with self.lock:
            self.open.discard(line["client"])
        line["client"].close()

    def closes(self):
        """stasim's end of every connection is closed."""
        for _ in range(100):
            if not self.open:
                return True
            time.sleep(0.02)
        return False


def is_established(line):
    """Seen in the kernel, where the other end's close is known at once."""
    try:
        return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) == b"\1"
    except OSError:
        return False


def is_socket(line):
    return b"Upgrade: websocket" in line["asked"] or b"upgrade: websocket" in line["asked"].lower()


def play(url, *options, path="race.json", timeout_s=TIMEOUT):
    began = time.monotonic()
    code, out, err = stasim("run", "--json", "--against", url, "--timeout", f"{timeout_s}s", *options, path)
    took = time.monotonic() - began
    return code, [json.loads(line) for line in out.splitlines()], err, took


def why(outcome):
    """All that it says of what went wrong."""
    return " | ".join([outcome.get("failure", "")] + [point.get("happened", "") for point in outcome.get("points", [])]
                      + [outcome.get("skipped", "")])


def survives(what, mischief, codes=(1, 4), backend=True, says="", within_s=TIMEOUT + CLEANING_UP):
    """It ends by itself with one of these codes, in time, all sockets closed and the backend clean."""
    proxy = Proxy(server.port if backend else None, mischief)
    code, outcomes, err, took = play(proxy.url)
    if not ok(code in codes and took < within_s, f"{what}: it ends with code {code} after {took:.1f} s"):
        diagnose(f"wanted one of {codes} within {within_s} s")
        diagnose(outcomes, err)
    told = " ".join(map(why, outcomes)) + err
    if code != 0:
        ok(len(told.strip(" |")) > 10 and says in told, f"and says why: {told.strip(' |')[:150]}")
    ok(proxy.closes(), "its sockets are closed")
    if backend:
        ok(server.is_clean(), "nothing of it is left on the server")
    proxy.listener.close()


def once(condition, act):
    """`act` for the first piece of data on which the condition holds."""
    done = []

    def mischief(line, data):
        if not done and condition(line, data):
            done.append(True)
            return act(line, data)
        return data
    return mischief


def has(word):
    return lambda line, data: is_socket(line) and word in data


def frame(op, data, fin=1, length=None):
    size = len(data) if length is None else length
    head = bytes([fin << 7 | op]) + (bytes([size]) if size < 126 else struct.pack(">BH", 126, size) if size < 65536
                                     else struct.pack(">BQ", 127, size))
    return head + data


server = Backend()

# ---- A server that is well, and one that is slow ----
survives("nothing wrong", lambda line, data: data, (0,))


def slowly(line, data):
    for i in range(0, len(data), 7):
        line["client"].sendall(data[i:i + 7])
        time.sleep(0.0005)
    return b""


survives("seven bytes at a time", slowly, (0,))

# ---- Away ----
free = socket.create_server(("127.0.0.1", 0))
nobody = free.getsockname()[1]
free.close()
code, outcomes, err, took = play(f"http://127.0.0.1:{nobody}")
ok(code not in (0, 3) and code > 0 and took < TIMEOUT + CLEANING_UP, f"nobody listens: code {code} after {took:.1f} s")
contains(" ".join(map(why, outcomes)) + err, f"127.0.0.1:{nobody}", "and it is said where nobody is")
for url in ("127.0.0.1", "ftp://127.0.0.1:1", "http://127.0.0.1:0", "http://127.0.0.1:70000", "http://"):
    equal(stasim("run", "--against", url, "race.json")[0], 2, f"{url} is no server: exit 2")

# ---- HTTP that is none ----
for what, answer in [
    ("silence", b""),
    ("nonsense", b"\x00\xff\x00 nonsense\r\n\r\n"),
    ("half a head", b"HTTP/1.1 200 OK\r\nContent-Le"),
    ("half a body", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"),
    ("a status that is none", b"HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
    ("a negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
    ("a length beyond all", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}"),
    ("a chunk that is none", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
    ("a head without end", b"HTTP/1.1 200 OK\r\n" + b"X-Y: " + b"z" * 2000000),
    ("a thousand answers", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" * 1000),
    ("a refusal", b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
]:
    survives(what, lambda line, data: answer, (1, 4), backend=False)
    if answer:
        survives(what + ", and closed", lambda line, data: line["client"].sendall(answer), (1, 4), backend=False)

# ---- In the middle of a scenario ----
START, OFFER = b'"StasisStart"', b'"CallBroadcast"'
survives("a frame breaks off", once(has(START), lambda line, data: line["client"].sendall(data[:len(data) // 2])))
survives("a frame's head breaks off", once(has(START), lambda line, data: line["client"].sendall(data[:1])))
survives("a socket ends before an event", once(has(OFFER), lambda line, data: None))


def reset(line, data):
    line["client"].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line["client"].close()


survives("a socket is reset", once(has(OFFER), reset))
for what, data in [
    ("a frame of an unknown kind", frame(3, b"{}")),
    ("a masked frame", b"\x81\x82\0\0\0\0{}"),
    ("reserved bits", b"\xf1\x02{}"),
    ("a frame of 2^63 bytes", frame(1, b"{}", length=1 << 63)),
    ("a frame of 2^40 bytes", frame(1, b"{}", length=1 << 40)),
    ("a continuation of nothing", frame(0, b"{}")),
    ("a ping in two parts", frame(9, b"x", fin=0)),
    ("a ping that is too long", frame(9, b"x" * 126)),
    ("a text that is no UTF-8", frame(1, b'{"type":"\xff\xfe"}')),
    ("a close with half a code", frame(8, b"\x03")),
    ("a close", frame(8, b"\x03\xf3" + b"bye")),
    ("a text that is no JSON", frame(1, b"hello")),
    ("JSON that is no event", frame(1, b"[1,2,3]")),
    ("an event without a type", frame(1, b"{}")),
    ("bytes", frame(2, b"\0\1\2")),
]:
    survives(what, once(has(OFFER), lambda line, offer: data + offer), (0, 1, 4))
survives("ten thousand pings", once(has(OFFER), lambda line, offer: frame(9, b"hey") * 10000 + offer), (0, 1, 4))
survives("an event in three parts", once(has(OFFER), lambda line, offer:
         frame(1, offer[4:14], fin=0) + frame(9, b"") + frame(0, offer[14:20], fin=0) + frame(0, offer[20:])
         if offer[1] == 126 and len(offer) == 4 + struct.unpack(">H", offer[2:4])[0] else offer), (0,))
survives("a handshake with another answer", lambda line, data: data.replace(b"ccept: ", b"ccept: x", 1))
survives("a handshake that is refused", once(lambda line, data: is_socket(line) and b" 101 " in data, lambda line, data:
         b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
survives("no answer to a claim", once(lambda line, data: b"events/claim" in line["asked"], lambda line, data: b""))
survives("an answer to a claim breaks off", once(lambda line, data: b"events/claim" in line["asked"],
                                                 lambda line, data: line["client"].sendall(data[:12])))

# ---- The server dies, the user stops ----
proxy = Proxy(server.port, once(has(START), lambda line, data: server.process.kill()))
code, outcomes, err, took = play(proxy.url)
ok(code in (1, 4) and took < TIMEOUT + CLEANING_UP, f"the server dies in the middle: code {code} after {took:.1f} s")
ok(proxy.closes(), "its sockets are closed")
server.stop()
server = Backend()
for number in (signal.SIGINT, signal.SIGTERM):
    seen = threading.Event()
    proxy = Proxy(server.port, once(has(START), lambda line, data: seen.set() or data))
    process = subprocess.Popen([STASIM, "run", "--tap", "--against", proxy.url, "race.json", "race.json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ok(seen.wait(10), f"{number.name}: in the middle of a session")
    time.sleep(0.1)
    process.send_signal(number)
    began = time.monotonic()
    out, err = process.communicate(timeout=20)
    ok(process.returncode not in (0, 3) and time.monotonic() - began < CLEANING_UP,
       f"it ends with code {process.returncode}")
    ok(proxy.closes(), "its sockets are closed")
    ok(server.is_clean(), "channel, bridge and applications are gone")

# ---- Several scenarios ----
proxy = Proxy(server.port)
code, outcomes, err, took = play(proxy.url, "race.json")
equal((code, len(outcomes)), (0, 2), "two scenarios in a row")
ok(proxy.closes() and proxy.fresh == 2, "all sockets of the first are closed before the second begins")
server.stop()
done()
