#!/usr/bin/env -S python3 -B
"""What stasim explore writes of a schedule that fails stands alone: a dialplan that lay in a file of
its own is in it, and stasim run repeats it from wherever it lies."""
import json
import os

from cli_tap import *

CLIENT = {"CallBroadcast": [{"claim": {}}]}
TIE = {"name": "sales wins",
       "clients": [{"app": "sales", "on": CLIENT}, {"app": "support", "on": CLIENT}],
       "calls": [{"id": "call-1", "to": "100@in", "hangup": {"at": "1s"}}],
       "expect": [{"claim": {"app": "sales", "status": 204}}]}
PLAN = "[in]\nexten => 100,1,StasisBroadcast(500)\r\n same => n,Hangup()\n"


def explored(name, scenario, *options):
    """Explores it from another folder; what is written, and what run says of that from a third."""
    path = write(f"there/{name}.json", json.dumps(scenario))
    os.makedirs("written", exist_ok=True)
    code, out, err = stasim("explore", "--tap", "--save", "written", *options, path)
    ok(code == 1 and f"repeat: {STASIM} run written/{name}.failing.json" in err, f"{name}: a violation is found")
    written = f"written/{name}.failing.json"
    if not ok(os.path.exists(written), "and written"):
        return {}
    equal(stasim("run", os.path.abspath(written), cwd="/")[0], 1, "stasim run repeats it")
    return json.loads(read(written))


def main():
    write("there/plans/tie.conf", PLAN)
    relative = explored("relative", {**TIE, "extensions": "plans/tie.conf"})
    equal((relative.get("dialplan"), relative.get("extensions")), (PLAN.replace("\r", "").splitlines(), None),
          "with the dialplan in it")
    absolute = explored("absolute", {**TIE, "extensions": os.path.abspath("there/plans/tie.conf")})
    equal(absolute.get("dialplan"), PLAN.replace("\r", "").splitlines(), "from an absolute path, too")
    ok(len(absolute.get("clients", [1, 2])) < 2, "and made small: one client is enough")
    ok("hangup" not in absolute["calls"][0], "without a hang-up")
    seeded = explored("seeded", {**TIE, "extensions": "plans/tie.conf", "seed": 3}, "--seed", "9", "--first")
    equal(seeded.get("seed"), 9, "with the seed that it was explored with")
    again = explored("again", relative)
    equal(again.get("schedule"), relative.get("schedule"), "one with a schedule of its own is as it was")
    done()


main()
