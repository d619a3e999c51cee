#!/usr/bin/env -S python3 -B
"""Every mistake that can be planted into the model is found: by stasim explore over the shipped
scenarios, which without one finds nothing, or by the test of the shuffle (test_fairness)."""
import glob
import json
import os
import re

from cli_tap import *

SCENARIOS = sorted(glob.glob(f"{ROOT}/scenarios/explore/*.json"))
# Of each mistake: the rule that is seen broken, or the words of the expectation.
FOUND_BY = {
    "context-leaves-early": "a claim is answered 404, never",
    "finished-first": "R112",
    "decide-without-lock": "R114",
    "not-finished-at-read": "R114",
    "no-look-at-deadline": "R111",
    "first-context-kept": "R11[78]",
    "wake-without-claim": "R111",
    "shuffle-keeps-last": None,  # test_fairness
    "second-claim-404": "R112",
    "start-to-last-claimant": "R115",
    "poll-ignores-hangup": "R119",
    "claimed-to-all": "support gets CallClaimed, never",
}


def main():
    code, out, err = stasim("explore", "--first", *SCENARIOS)
    equal((code, err), (0, ""), "without a mistake nothing is found")
    named = re.findall(r'\[MUTATE_\w+\] = "([\w-]+)"', read(f"{ROOT}/sim/base/mutate.c"))
    equal(set(named) - {"nothing"}, set(FOUND_BY), "all mistakes there are are tried")
    for name, pattern in FOUND_BY.items():
        find(name, pattern)
    done()


def find(name, pattern):
    code, out, err = stasim("explore", "--first", "--save", ".", "--mutate", name, *SCENARIOS)
    if pattern is None:
        equal(code, 0, f"{name}: no order of steps shows it; test_fairness does")
        return
    violations = re.findall(r"^# violated: (.*)$", out, re.M)
    equal(code, 1, f"{name}: exit 1")
    if not ok(any(re.match(pattern, v) for v in violations), f"{name}: found, by {pattern}"):
        diagnose(violations)
    kept = re.findall(r"repeat: \S+ run --mutate \S+ (\S+)", err)
    ok(kept, f"{name}: a schedule is kept")
    codes = {stasim("run", "--mutate", name, path)[0] for path in kept}
    ok(codes and codes <= {1, 3}, f"{name}: run repeats it")
    for path in glob.glob("*.failing.json"):
        os.unlink(path)


main()
