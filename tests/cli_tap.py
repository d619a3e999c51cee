"""What the tests of the command line need beside TAP: a folder of their own, and stasim run in it."""
import os
import pty
import re
import subprocess
import sys
import tempfile

from tap import *

STASIM = os.path.abspath(os.environ.get("STASIM", "build/stasim"))
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIMEOUT_S = 60

if not os.access(STASIM, os.X_OK):
    print(f"1..0 # SKIP {STASIM} is not built")
    sys.exit(0)

_folder = tempfile.TemporaryDirectory(prefix="stasim-cli-")
os.chdir(_folder.name)
if " " in STASIM + ROOT:
    # Beside the blanks: a command that stasim tells would have quotes, which no test expects.
    _links = tempfile.TemporaryDirectory(prefix="stasim-links-")
    os.symlink(os.path.dirname(STASIM), f"{_links.name}/build")
    os.symlink(ROOT, f"{_links.name}/root")
    STASIM, ROOT = f"{_links.name}/build/{os.path.basename(STASIM)}", f"{_links.name}/root"


def write(path, text):
    if os.path.dirname(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    return path


def read(path):
    with open(path) as file:
        return file.read()


def stasim(*arguments, **options):
    """Runs stasim: code, stdout, stderr. Its own path is written as STASIM in what it printed."""
    environment = dict(os.environ, **{"LC_ALL": "C", **options.pop("environment", {})})
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    done = subprocess.run([STASIM, *arguments], text=True, timeout=TIMEOUT_S, env=environment,
                          **{**streams, **options})
    return done.returncode, (done.stdout or "").replace(STASIM, "STASIM"), done.stderr


def at_terminal(*command):
    """What a person sees in the end, without colours: of a line that was erased what was written after
    that."""
    return re.sub(r"[^\x00-\x1f]*\r\033\[K", "", written_to_terminal("dumb", *command))


def written_to_terminal(term, *command):
    """All that is written to a terminal of this kind, in one colour."""
    master, slave = pty.openpty()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
                               env={**os.environ, "TERM": term, "NO_COLOR": "1"})
    os.close(slave)
    seen = b""
    try:
        while part := os.read(master, 65536):
            seen += part
    except OSError:  # the end, on Linux
        pass
    os.close(master)
    process.wait(TIMEOUT_S)
    return seen.decode().replace("\r\n", "\n")


def race(name="a race", status=409, more=""):
    """A scenario in which winner claims at 20 ms and loser at 35 ms."""
    return f"""{{
  "name": "{name}",
  "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(500)"],
  "clients": [
    {{"app": "winner", "on": {{"CallBroadcast": [{{"after": "20ms", "claim": {{}}}}]}}}},
    {{"app": "loser", "on": {{"CallBroadcast": [{{"after": "35ms", "claim": {{}}}}]}}}}],
  "calls": [{{"id": "call-1", "to": "100@in", "hangup": {{"at": "100ms"}}}}],{more}
  "expect": [
    {{"claim": {{"app": "winner", "status": 204}}}},
    {{"claim": {{"app": "loser", "status": {status}}}}}]}}
"""


ENDLESS = """{"name": "round and round",
  "dialplan": ["[in]", "exten => 100,1,NoOp()", " same => n,Goto(1)"],
  "calls": [{"id": "call-1", "to": "100@in"}], "limits": {"steps": 1000},
  "expect": [{"event": {"type": "StasisStart"}, "count": 0}]}
"""
