#!/usr/bin/env -S python3 -B
"""Every shipped scenario has the same verdict in process and over the network, each expectation of
it; and two recordings of it, made against two servers, agree.

STASIM_AGREE_ROUNDS says how many times over each is played; STASIM_AGREE_LONGEST_S leaves out those
that last longer."""
import concurrent.futures
import glob
import json
import os

from cli_tap import *
from staged import Stage, load

ROUNDS = int(os.environ.get("STASIM_AGREE_ROUNDS", "1"))
LONGEST_S = float(os.environ.get("STASIM_AGREE_LONGEST_S", "6"))
AT_ONCE = 8           # they mostly wait
PLAYS_MAX = 3         # on a busy machine what is asked in time comes too late
TOLERANCE = "250ms"
VISIBLE_MIN = 100
RECORDED = ("a-bridge-is-left", "a-playback-goes", "variables-are-set", "the-loser-gets-409", "winner-and-losers",
            "the-first-claim-wins", "of-two-at-nearly", "move-needs", "continue-is-answered", "two-rounds")


def outcome(*arguments):
    code, out, err = stasim("run", "--json", *arguments)
    return json.loads(out) if out else {"state": f"code {code}: {err}", "points": []}


def differences(inside, outside):
    """What the two verdicts differ in; what cannot be seen from outside is not compared."""
    if outside["state"] == "skipped":
        return []
    seen = [point for point in outside["points"] if "skipped" not in point]
    told = {point["where"]: point for point in inside["points"]}
    found = [f"{point['where']}: {point['expected']}: {point.get('happened', 'holds')}" for point in seen
             if point["passed"] != told.get(point["where"], {}).get("passed")]
    return found or ([f"{outside['state']}: {outside.get('failure', '')}"] if outside["state"] != inside["state"] else [])


def play(path):
    """How often it had to be played, what was skipped, and what differs."""
    scenario = load(path)
    inside = outcome("--seed", str(scenario.get("seed", 1)), path)
    if inside.get("ended_at_us", 0) > LONGEST_S * 1e6:
        return {"left out": f"it lasts {inside['ended_at_us'] / 1e6:.0f} s"}
    stage = Stage(path)
    plays, found, outside = 0, [], {}
    for _ in range(ROUNDS):
        for _ in range(PLAYS_MAX):
            with stage as url:
                outside = outcome("--against", url, "--timeout", "60s", "--tolerance", TOLERANCE, path)
            plays += 1
            found = differences(inside, outside)
            if not found:
                break
        if found or outside["state"] == "skipped":
            break
    return {"plays": plays, "found": found, "outside": outside}


def record(path):
    """What two recordings differ in."""
    stage = Stage(path)
    for _ in range(PLAYS_MAX):
        files = []
        for side in "ab":
            files.append(f"{stage.name}.{side}.jsonl")
            with stage as url:
                code, _, err = stasim("record", "--against", url, "-o", files[-1], path)
            if code != 0:
                return f"code {code}: {err}"
        code, out, err = stasim("diff", *files)
        if code == 0:
            return ""
    return out + err


paths = [path for path in sorted(glob.glob(f"{ROOT}/scenarios/*/*.json")) if "programs" not in load(path)]
visible, hidden, again = 0, {}, 0
with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
    recorded = [path for path in paths if os.path.basename(path).startswith(RECORDED)]
    recordings = [(path, pool.submit(record, path)) for path in recorded]
    for path, result in zip(paths, pool.map(play, paths)):
        name = os.path.relpath(path, f"{ROOT}/scenarios")
        if "left out" in result:
            print(f"# {name}: {result['left out']}")
            continue
        state = result["outside"]["state"]
        if state == "skipped":
            hidden.setdefault(result["outside"]["skipped"], []).append(name)
            continue
        visible += 1
        again += result["plays"] - ROUNDS
        if not ok(not result["found"], f"{name}: {state}, inside and over the network"):
            diagnose("\n".join(result["found"]))
        for point in result["outside"]["points"]:
            if "skipped" in point:
                print(f"#   {point['where']} is not seen: {point['skipped']}")
    for why, names in sorted(hidden.items()):
        print(f"# {len(names)} cannot be played so: {why}")
    print(f"# {again} plays were repeated")
    ok(visible >= VISIBLE_MIN, f"{visible} of {len(paths)} scenarios can be seen from outside")
    for path, result in recordings:
        if not ok(result.result() == "", f"{os.path.basename(path)}: recorded against two servers, they agree"):
            diagnose(result.result())
ok(len(recordings) >= 6, f"{len(recordings)} scenarios are recorded")
done()
