#!/usr/bin/env -S python3 -B
"""stasim explore leaves out orders, and no outcome: with and without reduction the same ones are
found, in small scenarios of every kind and in all shipped ones that are small enough."""
import glob
import itertools
import json
import os

from cli_tap import *

SCHEDULES_MAX = "4000"


def main():
    for name, scenario in SMALL.items():
        write("small.json", json.dumps({"name": name, **scenario}))
        compare("small.json", name)
    shared = os.path.join(ROOT, "scenarios")
    compared = sum(compare(path, os.path.relpath(path, shared), True)
                   for path in sorted(glob.glob(f"{shared}/*/*.json"))
                   if "programs" not in json.loads(read(path)))  # those test somebody else
    ok(compared >= 40, f"{compared} shipped scenarios are small enough")
    done()


def compare(path, what, may_be_large=False):
    whole = explored(path, "--unreduced", "--max-schedules", SCHEDULES_MAX) if may_be_large \
        else explored(path, "--unreduced")
    if may_be_large and not whole["complete"]:
        return False
    reduced = explored(path)
    kinds = reduced["alike"]
    got = {text(item["outcome"]) for item in reduced["outcomes"]}
    want = {text(in_order(item["outcome"], kinds)) for item in whole["outcomes"]}
    equal(got, want, f"{what}: the same outcomes")
    equal(sum(item["outcome"]["alike"] for item in reduced["outcomes"]), len(whole["outcomes"]),
          f"{what}: they stand for so many")
    return True


def explored(path, *options):
    code, out, err = stasim("explore", "--rules", "--report", "report.json", *options, path)
    if code not in (0, 4):
        ok(False, f"{path}: exit {code}: {err}")
    return json.loads(read("report.json"))["scenarios"][0]


def text(outcome):
    return json.dumps([outcome["calls"], {app: fate for app, fate in outcome["apps"].items() if fate}],
                      sort_keys=True)


def in_order(outcome, kinds):
    """As a reduced search tells it: of interchangeable applications the longest fate first."""
    apps = dict(outcome["apps"])
    for kind in set(kinds.values()):
        alike = [app for app in kinds if kinds[app] == kind]
        fates = sorted((apps.pop(app, {}) for app in alike), key=fate_key)
        apps.update(zip(alike, fates))
    return {"calls": outcome["calls"], "apps": apps}


def fate_key(fate):
    line = json.dumps(fate, sort_keys=True, separators=(",", ":"))
    return -len(line), line


def client(app, *, claims=1, ends=None, at=None, more=None):
    on = {"CallBroadcast": [{"after": f"{10 + i}ms", "claim": {}} for i in range(claims)]}
    if ends:
        on["StasisStart"] = [{"after": "1s", ends: {}}]
    on.update(more or {})
    return {"app": app, "on": on, **({"at": at} if at else {})}


def scenario(clients, dialplan="StasisBroadcast(300)", hangup=None, phone=True, behind=None, calls=1):
    lines = ["[in]", f"exten => 100,1,{dialplan}"] + ([f" same => n,{behind}"] if behind else [])
    placed = []
    for i in range(calls):
        call = {"id": f"call-{i + 1}", "to": "100@in"}
        if phone:
            call["phone"] = "PJSIP/alice"
        if hangup:
            call["hangup"] = {"after": hangup}
        placed.append(call)
    return {"dialplan": lines, "clients": clients, "calls": placed}


SMALL = {
    "one claimant": scenario([client("a")]),
    "one claimant and a hang-up": scenario([client("a")], hangup="1s"),
    "one claimant, a Local pair, a hang-up": scenario([client("a")], hangup="1s", phone=False),
    "two alike": scenario([client("a"), client("b")]),
    "two alike and a hang-up": scenario([client("a"), client("b")], hangup="1s"),
    "two that differ": scenario([client("a", ends="hangup"), client("b", ends="continue")]),
    "three alike": scenario([client("a"), client("b"), client("c")]),
    "two claims each": scenario([client("a", claims=2), client("b", claims=2)]),
    "two applications of one client": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"claim": {}}]}}], hangup="1s"),
    "told of the claim": scenario([client("a"), client("b")], "StasisBroadcast(300,,,yes)"),
    "told of the claim, and a hang-up": scenario([client("a")], "StasisBroadcast(300,,,yes)", "1s"),
    "a filter that tells two apart": scenario([client("a"), client("b")], "StasisBroadcast(300,^a)"),
    "a claim before any event": scenario([client("a"), client("b", at=[{"at": "1ms", "claim": {}}])]),
    "two rounds": scenario([client("a", ends="continue")], behind="StasisBroadcast(100)"),
    "two rounds of two": scenario([client("a"), client("b")], behind="StasisBroadcast(100)", hangup="1s"),
    "a winner that leaves": scenario([client("a", at=[{"at": "5ms", "disconnect": {}}])]),
    "one that comes later": scenario([client("a"), {"app": "b", "connected": False, "at": [
        {"at": "5ms", "connect": {}}, {"at": "6ms", "claim": {}}]}]),
    "timeout 0": scenario([client("a"), client("b")], "StasisBroadcast(0)"),
    "the session ends and the wait goes on": scenario([client("a", ends="continue"), client("b")], behind="Wait(1)"),
    "two calls": scenario([client("a")], calls=2),
    "nobody": scenario([], hangup="1s"),
}

main()
