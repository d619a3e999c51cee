#!/usr/bin/env -S python3 -B
"""What `stasim record` keeps can be replayed: by the tool that replays the recordings of a real
server, against another `stasim serve`. STASIM_SHARED names the folder in which the tool is."""
import concurrent.futures
import json
import os
import subprocess
import sys

TOOL = os.path.join(os.environ.get("STASIM_SHARED", ""), "tools", "replay.py")
if not os.environ.get("STASIM_SHARED") or not os.path.exists(TOOL):
    print("1..0 # SKIP STASIM_SHARED does not name the tool's folder")
    sys.exit(0)

from cli_tap import *
from staged import Stage

PLAYS_MAX = 3  # on a busy machine what is asked in time comes too late
SCENARIOS = (
    "claim/the-first-claim-wins-at-once", "claim/the-loser-gets-409-during-the-session-and-404-after-it",
    "claimed/winner-and-losers-are-told", "dispatch/every-application-gets-exactly-one-copy",
    "filter/only-apps-that-match-hear", "ari/a-playback-goes-from-sound-to-sound", "ari/variables-are-set-at-once",
    "ari/requests-are-checked-in-order", "ari/move-needs-an-application", "ari/a-bridge-is-left-before-it-is-entered",
    "session/continue-may-name-a-place", "hangup/unclaimed-the-status-is-timeout", "demo/race-of-three",
    "arguments/args-are-cut-at-every-colon")


def replay(name):
    """The facts that agree, of how many; and what differs."""
    path = f"{ROOT}/scenarios/{name}.json"
    stage = Stage(path)
    for _ in range(PLAYS_MAX):
        with stage as url:
            code, _, err = stasim("record", "--against", url, "-o", f"{stage.name}.jsonl", path)
        result = {"differ": f"code {code}: {err}"}
        if code != 0:
            continue
        with stage as url:
            told = subprocess.run([sys.executable, TOOL, "--base", url, "--json", f"{stage.name}.jsonl"], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_S, check=False)
        result = json.loads(told.stdout)["traces"][0] if told.stdout else {"differ": told.stderr}
        if result.get("ok"):
            break
    return result


with concurrent.futures.ThreadPoolExecutor(5) as pool:
    for name, result in zip(SCENARIOS, pool.map(replay, SCENARIOS)):
        if not ok(result.get("ok") and result["facts"] > 5, f"{name}: recorded and replayed, {result.get('facts')} facts agree"):
            diagnose(json.dumps(result.get("differ"))[:2000])
done()
