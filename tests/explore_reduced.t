#!/usr/bin/env -S python3 -B
"""stasim explore leaves out orders, and no outcome: with and without reduction the same ones are
found, in small scenarios of every kind and in all shipped ones that are small enough. Nor does it
take two states for the same that are not: what schedules drawn by chance come to, which know of no
states, is among what it has found."""
import glob
import itertools
import json
import os
import re

from cli_tap import *

SCHEDULES_MAX = "4000"
DRAWN = "150"


def main():
    for name, scenario in SMALL.items():
        write("small.json", json.dumps({"name": name, **scenario}))
        compare("small.json", name)
    count()
    at_once_taken()
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
    drawn = explored(path, "--random", DRAWN)
    equal({text(item["outcome"]) for item in drawn["outcomes"]} - got, set(),
          f"{what}: what is drawn has been found")
    return True


def count():
    """How many orders lead to each end is counted right, though states are met again."""
    clients = [{"app": "a", "at": [{"at": "0ms", "claim": {}}]}]
    write("small.json", json.dumps({"name": "two rounds at once", **scenario(
        clients, "StasisBroadcast(0)", behind="StasisBroadcast(0)")}))
    won = [item for item in explored("small.json", "--unreduced")["outcomes"]
           if "won" in item["outcome"]["apps"]["a"]]
    equal([item["schedules"] for item in won],
          [ways([step["step"] for step in item["example"]]) for item in won],
          f"a claim that wins in either of {len(won)} rounds: so many orders")


def at_once_taken():
    """A step that is not tried in every order is named as where it is defined."""
    sources = {path: read(path) for path in glob.glob(f"{ROOT}/sim/*/*.c")}
    table = re.search(r"STEPS\[\] = \{(.*?)\n\};", sources[f"{ROOT}/sim/scenario/explore_eager.c"], re.S).group(1)
    named = re.findall(r'\{"([^"]+)", \w+\}', table)
    defined = re.findall(r'struct step \w+ = \{\s*"([^"]+)"', "".join(sources.values()))
    ok(len(named) >= 16 and len(set(named)) == len(named), f"{len(named)} steps may be taken at once, each named once")
    equal(sorted(set(named) - set(defined)), [], "there are such steps")


def ways(steps):
    """A claim that wins is found behind D3 and decided before D6 of its round; it has been asked at
    any time before, and is answered at any time behind."""
    thread = [step for step in steps if step[0] not in "AC"]
    enters = len(thread) - thread[::-1].index("D3 context enters")
    read = thread.index("D6 read the winner", enters)
    return sum((found + 1) * (len(thread) - decided + 1)
               for found in range(enters, read + 1) for decided in range(found, read + 1))


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


def session(*actions, app="a", more=None):
    """One that claims and then asks for things, each a moment after the one before."""
    asked = [{"after": f"{i + 1}s", **action} for i, action in enumerate(actions)]
    return {"app": app, "on": {"CallBroadcast": [{"claim": {}}], "StasisStart": asked, **(more or {})}}


def comes(*plan):
    return [{"at": moment, deed: {}} for moment, deed in zip(plan[::2], plan[1::2])]


def ask(line):
    return {"request": line.replace("CHANNEL", "/ari/channels/{channel}")}


def at_once(*clients, **more):
    """Delays are kept: what races does so at one moment, and what is left of that shows later."""
    return {**scenario(list(clients), **more), "explore": {"order": "times"}}


def with_faults(faults, *clients, **more):
    return {**scenario(list(clients) or [client("a"), client("b")], **more), "faults": faults}


def played(name):
    return ask(f"POST CHANNEL/play?media=sound:tone&playbackId={name}")


def playing(app, line):
    """One claims and plays; another asks for something that may come before the session, before
    the sound, or while it is heard."""
    return [{"app": app, "on": {"CallBroadcast": [{"nth": 1, "claim": {}}], "StasisStart": [PLAY]}},
            {"app": "b", "on": {"StasisStart": [{"continue": {}}]},
             "at": [{"at": "0ms", **ask(line)}]}]


CLAIM = "POST /ari/events/claim"
HOLD, PLAY = ask("POST CHANNEL/hold"), ask("POST CHANNEL/play?media=sound:vm-intro&playbackId=p")
CLOSE = {"at": [{"at": "20s", **ask("DELETE /ari/bridges/b")}]}


def scenario(clients, dialplan="StasisBroadcast(300)", hangup=None, phone=True, behind=None, calls=1,
             at="0ms"):
    lines = ["[in]", f"exten => 100,1,{dialplan}"] + ([f" same => n,{behind}"] if behind else [])
    placed = []
    for i in range(calls):
        call = {"id": f"call-{i + 1}", "to": "100@in", "at": at}
        if phone:
            call["phone"] = "PJSIP/alice"
        if hangup:
            call["hangup"] = {"after": hangup}
        placed.append(call)
    return {"dialplan": lines, "clients": clients, "calls": placed}


SET_GLOBAL = "POST /ari/asterisk/variable?variable=G&value=1"
SUBROUTINE = [
    "[in]", "exten => 100,1,Set(GLOBAL(G)=)", " same => n,GotoIf(${G}?later)",
    " same => n,Gosub(pause,s,1)", " same => n,Hangup()",
    " same => n(later),Gosub(pause,s,1)", " same => n,StasisBroadcast(0)",
    "[pause]", "exten => s,1,Wait(1)", " same => n,Set(GLOBAL(G)=)", " same => n,Wait(1)",
    " same => n,Return()"]
ONE_BEFORE_BOTH = [
    "[in]", "exten => 100,1,GotoIf(${G}?b)",
    " same => n,StasisBroadcast(0,^a)", " same => n,Goto(both)",
    " same => n(b),StasisBroadcast(0,^b)",
    " same => n(both),Set(GLOBAL(G)=)", " same => n,StasisBroadcast(100)"]

EARLIER_BY_CHANCE = [
    "[in]", "exten => 100,1,GotoIf(${G}?other)",
    " same => n,StasisBroadcast(0,nobody)", " same => n,Goto(both)",
    " same => n(other),Set(STASISSTATUS=)", " same => n,Set(STASISSTATUS=TIMEOUT)",
    " same => n(both),Set(GLOBAL(G)=)", " same => n,StasisBroadcast(500,^[ab]$)"]

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
    "two of one client, of which the first event counts": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"nth": 1, "claim": {}}]}}], hangup="1s"),
    "two of one client, that look at the event": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"if": {"application": "a"}, "claim": {}}]}}]),
    "two of one client, that look at the call": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"if": {"channel.id": "call-1"}, "claim": {}}]}}]),
    "two of one client, that leave": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"claim": {}}, {"disconnect": {}}]}}]),
    "two of one client, that claim at a time": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"claim": {}}]}, "at": [{"at": "5ms", "claim": {}}]}]),
    "an application that two clients have": scenario(
        [client("a"), {"name": "other", "app": "a", "on": {"CallBroadcast": [{"claim": {}}]}}, client("b")]),
    "one that claims for another": scenario(
        [client("a"), {"app": "b", "on": {"CallBroadcast": [{"claim": {"app": "a"}}]}}, client("c")]),
    "two that differ in what they do at a time": scenario(
        [client("a", at=[{"at": "5ms", "claim": {}}]), client("b", at=[{"at": "6ms", "disconnect": {}}])]),
    "two that do the same at a time": scenario(
        [client("a", at=[{"at": "5ms", "claim": {}}]), client("b", at=[{"at": "6ms", "claim": {}}])]),
    "two of which an expectation names one": {
        **scenario([client("a"), client("b")]), "expect": [{"claim": {"app": "a"}}]},
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
    "one answers, another rings": scenario(
        [session({"answer": {}}, {"continue": {}}), session(ask("POST CHANNEL/ring"), app="b")]),
    "answered and hung up": scenario([session({"answer": {}}, HOLD)], hangup="1s"),
    "a playback and a hang-up": scenario([session(PLAY)], hangup="1s"),
    "a playback that is stopped": scenario(
        [session(PLAY, ask("DELETE /ari/playbacks/p"), {"continue": {}})], behind="Playback(tt)"),
    "a bridge that is left": scenario(
        [session(ask("POST /ari/bridges/b"), ask("POST /ari/bridges/b/addChannel?channel={channel}"),
                 {"continue": {}})], hangup="1s"),
    "a recording and its digit": scenario(
        [session(ask("POST CHANNEL/record?name=r&format=wav&maxDurationSeconds=2"), {"continue": {}})]),
    "two variables of two clients": scenario(
        [session(ask("POST CHANNEL/variable?variable=V&value=1"), {"continue": {}}),
         {"app": "b", "at": [{"at": "1s", **ask("POST /ari/channels/call-1/variable?variable=V&value=2")}]}],
        behind='GotoIf($["${V}" = "2"]?9)'),
    "a move to one that leaves": scenario(
        [session(ask("POST CHANNEL/move?app=b")),
         {"app": "b", "at": [{"at": "2s", "disconnect": {}}]}], hangup="3s"),
    "a place to go on at": scenario(
        [session(ask("POST CHANNEL/continue?priority=3"), {"continue": {}})], behind="Wait(1)"),
    "a phone that is dialled": scenario([client("a", ends="continue")], behind="Dial(PJSIP/bob,5)", hangup="1s"),
    "a global that two calls set": scenario(
        [client("a")], "Set(GLOBAL(G)=${CHANNEL(name)})", behind="StasisBroadcast(100)", calls=2),
    "an answer that is late": with_faults([{"on": {"request": CLAIM, "nth": 1}, "delayAnswer": "1s"}]),
    "an event that is lost": with_faults([{"on": {"event": "CallBroadcast", "nth": 1}, "lose": True}]),
    "an event behind the next": with_faults([{"on": {"event": "CallBroadcast", "nth": 1}, "behind": 1}],
                                            client("a", claims=2)),
    "the second claim is refused": with_faults([{"on": {"request": CLAIM, "nth": 2}, "status": 503}]),
    "a connection that breaks": with_faults(
        [{"on": {"event": "StasisStart", "app": "a"}, "break": "before"}], hangup="1s"),
    "one that leaves between its two copies": scenario(
        [{"apps": ["a", "b"], "on": {"CallBroadcast": [{"claim": {}}, {"disconnect": {}}]}}]),
    "a third event that is lost, whoever had the second": {
        **at_once({"app": "a", "on": {"CallBroadcast": [{"nth": 2, "claim": {}}]}},
                  {"app": "b", "at": [{"at": "0ms", "disconnect": {}}]},
                  dialplan="StasisBroadcast(100)", behind="StasisBroadcast(100,^a)"),
        "faults": [{"on": {"event": "CallBroadcast", "nth": 3}, "lose": True}]},
    "a winner that nobody tells": {
        **with_faults([{"on": {"request": CLAIM}, "answer": "lost"}],
                      {"app": "a", "at": [{"at": "0ms", "claim": {}}]}),
        "limits": {"time": "1ms"}},
    "a claim of the call that came first": at_once(
        {"app": "a", "on": {"CallBroadcast": [{"nth": 1, "after": "1s", "claim": {}}]}},
        dialplan="StasisBroadcast(3000)", calls=2),
    "two playbacks, and one is stopped": {
        **at_once({"app": "a", "on": {
            "CallBroadcast": [{"nth": 1, "claim": {}}],
            "StasisStart": [played("p"), played("q"), {"after": "100ms", "continue": {}}]}},
            {"app": "b", "at": [{"at": "1s", **ask("DELETE /ari/playbacks/p")},
                                {"at": "3500ms", "claim": {}}]}, behind="StasisBroadcast(1000)"),
        "sounds": {"tone": "2s"}},
    "a session that is to end, and plays": at_once(
        *playing("a", "POST /ari/channels/call-1/continue"), behind="StasisBroadcast(0)"),
    "a session that is to move, and plays": at_once(
        *playing("a", "POST /ari/channels/call-1/move?app=b"), behind="StasisBroadcast(0)"),
    "a request under way, of whichever was offered the call first": {
        **scenario([{"apps": ["a", "b"], "on": {"CallBroadcast": [{"nth": 1, "claim": {}}]}},
                    {"app": "c", "at": [{"at": "0ms", **ask(SET_GLOBAL)}]}]),
        "dialplan": ONE_BEFORE_BOTH},
    "a second event, to one who may have missed the first": at_once(
        {"app": "a", "on": {"CallBroadcast": [{"nth": 2, "claim": {}}]},
         "at": comes("0ms", "disconnect", "50ms", "connect")},
        dialplan="StasisBroadcast(100)", behind="StasisBroadcast(100)"),
    "an event that is late, of whichever call came first": {
        **at_once({"app": "a", "on": {"CallBroadcast": [{"nth": 2, "claim": {}}]}},
                  dialplan="StasisBroadcast(3000)", calls=2),
        "faults": [{"on": {"event": "CallBroadcast", "nth": 1}, "delay": "1s"}]},
    "a variable that decides what follows": at_once(
        {"app": "a", "on": {
            "CallBroadcast": [{"nth": 1, "claim": {}}],
            "StasisStart": [{"after": "1s", **ask("POST CHANNEL/variable?variable=V&value=0")},
                            {"after": "2s", "continue": {}}]}},
        {"app": "b", "at": [
            {"at": "1s", **ask("POST /ari/channels/call-1/variable?variable=V&value=1")}]},
        behind="ExecIf(${V}?StasisBroadcast(0))"),
    "one that connects again, and may have been replaced": at_once(
        {"app": "a", "name": "x", "connected": False, "on": {"CallBroadcast": [{"claim": {}}]},
         "at": comes("0ms", "connect", "0ms", "disconnect", "2s", "connect")},
        {"app": "a", "name": "y", "connected": False, "at": comes("1s", "connect")},
        at="3s"),
    "two claims refused, each in its own way": {
        **at_once(*({"app": app, "on": {"CallBroadcast": [{"claim": {}}]}} for app in "ab")),
        "faults": [{"on": {"request": CLAIM, "nth": 1}, "status": 500},
                   {"on": {"request": CLAIM, "nth": 2}, "status": 503},
                   {"on": {"request": CLAIM}, "delay": "1s"}]},
    "a winner that leaves before it is handed the call, or behind that": at_once(
        {"app": "a", "on": {"CallBroadcast": [{"claim": {}}], "CallClaimed": [{"disconnect": {}}],
                            "StasisStart": [{"continue": {}}]}}, dialplan="StasisBroadcast(300,,,yes)"),
    "a shuffle that depends on whether there was another before": {
        **scenario([*({"app": app, "on": {"CallBroadcast": [{"claim": {}}]}} for app in "ab"),
                    {"app": "c", "at": [{"at": "0ms", **ask(SET_GLOBAL)}]}]),
        "faults": [{"on": {"event": "CallBroadcast", "nth": 1}, "lose": True}],
        "dialplan": EARLIER_BY_CHANCE},
    "a subroutine with two callers": {
        **at_once({"app": "a", "at": [{"at": "0ms", **ask(SET_GLOBAL)}]}), "dialplan": SUBROUTINE},
}

main()
