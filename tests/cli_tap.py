"""What the tests of the command line need: TAP, a folder of their own, and stasim run in it."""
import os
import subprocess
import sys
import tempfile

STASIM = os.path.abspath(os.environ.get("STASIM", "build/stasim"))
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIMEOUT_S = 60

if not os.access(STASIM, os.X_OK):
    print(f"1..0 # SKIP {STASIM} is not built")
    sys.exit(0)

_folder = tempfile.TemporaryDirectory(prefix="stasim-cli-")
os.chdir(_folder.name)
_points = 0
_failures = 0


def ok(passed, what):
    global _points, _failures
    _points += 1
    _failures += not passed
    print(f"{'ok' if passed else 'not ok'} {_points} - {what}", flush=True)
    return passed


def equal(got, want, what):
    if not ok(got == want, what):
        for name, value in (("got ", got), ("want", want)):
            for line in str(value).split("\n"):
                print(f"#   {name}  {line}")


def contains(text, part, what):
    if not ok(part in text, what):
        print("#   looked for", repr(part))
        for line in text.split("\n"):
            print("#   in ", line)


def done():
    print(f"1..{_points}")
    sys.exit(1 if _failures or not _points else 0)


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
