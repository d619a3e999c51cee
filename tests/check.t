#!/usr/bin/env -S python3 -B
"""stasim check: histories of claims that can have happened, and that cannot."""
import json
import os
import re

from cli_tap import *


def main():
    traces()
    by_hand()
    mutants()
    undecided()
    partly_known()
    unreadable()
    done()


def claim(name, asked, answered=None, status=None, app="a", channel="call-1"):
    line = {"claim": name, "channel": channel, "app": app, "asked_us": asked}
    return {**line, **({} if answered is None else {"answered_us": answered, "status": status})}


def check(*lines, options=()):
    write("history.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    code, out, err = stasim("check", *options, "history.jsonl")
    return code, out + err


def told(began=None, ended=None, channel="call-1"):
    line = {"broadcast": channel}
    return {**line, **({} if began is None else {"began_us": began}), **({} if ended is None else {"ended_us": ended})}


def traces():
    """What the model does is possible: all shipped scenarios, in several orders."""
    os.makedirs("traces", exist_ok=True)
    stasim("run", "--seeds", "1..3", "--trace", "traces", f"{ROOT}/scenarios")
    code, out, err = stasim("check", "traces")
    equal((code, err), (0, ""), "every trace of the shipped scenarios is possible")
    ok(len(re.findall(": ok: [1-9]", out)) > 150, "and has claims")


def by_hand():
    won, lost = claim("c1", 10, 20, 204), claim("c2", 15, 30, 409, "b")
    for what, lines, code in [
        ("one wins, one loses", [won, lost], 0),
        ("no claims", [], 0),
        ("two win", [won, claim("c2", 15, 30, 204, "b")], 1),
        ("two win two channels", [won, claim("c2", 15, 30, 204, "b", "call-2")], 0),
        ("one loses to nobody", [lost], 1),
        ("it loses to one whose answer never came", [claim("c1", 10), lost], 0),
        ("but not to one that asked only afterwards", [claim("c1", 31), lost], 1),
        ("it is told so before the winner is", [claim("c1", 10, 40, 204), claim("c2", 15, 30, 409)], 0),
        ("but not before the winner has asked", [claim("c1", 31, 40, 204), claim("c2", 15, 30, 409)], 1),
        ("404, 204, 409, 404", [claim("c0", 1, 2, 404), won, claim("c2", 21, 22, 409), claim("c3", 23, 24, 404)], 0),
        ("404 between 204 and 409", [won, claim("c2", 21, 22, 404), claim("c3", 23, 24, 409)], 1),
        ("404 at the same time as 204 and 409", [won, claim("c2", 21, 22, 409), claim("c3", 15, 22, 404)], 0),
        ("a second win is a second broadcast, if there is one",
         [told(), told(), won, claim("c2", 30, 40, 204)], 0),
        ("a win before the broadcast begins", [told(began=25), won], 1),
        ("a win after it has ended", [told(0, 5), won], 1),
        ("404 in the session, whose end is known", [told(0, 50), won, claim("c2", 30, 40, 404)], 1),
        ("404 behind it", [told(0, 50), won, claim("c2", 30, 60, 404)], 0),
        ("409 behind it", [told(0, 50), won, claim("c2", 51, 60, 409)], 1),
        ("409 that began before its end", [told(0, 50), won, claim("c2", 49, 60, 409)], 0),
        ("other statuses say nothing", [claim("c1", 10, 20, 501), claim("c2", 10, 20, 400)], 0),
        ("what is unknown need not have happened", [won, claim("c2", 5), claim("c3", 6), claim("c4", 21, 22, 409)], 0),
        ("an unknown claim wins once at most",
         [claim("c1", 1), told(0, 50), claim("c2", 10, 20, 409), claim("c3", 21, 30, 204)], 1),
    ]:
        got, out = check(*lines)
        if not ok(got == code, f"{what}: {'possible' if code == 0 else 'impossible'}"):
            diagnose(got, out)
    code, out = check(won, claim("c2", 15, 30, 204, "b"))
    contains(out, "history.jsonl: violation: 2 claims; line 2: claim c2 of call-1 for b cannot have been answered 204: "
                  "a's claim c1 (line 1) had won it", "the claim is named, and the winner")
    code, out = check(claim("c1", 10), lost)
    contains(out, "ok: 2 claims, 1 of them never answered", "open claims are counted")


def mutants():
    """A trace of a broken model is impossible, without a look inside."""
    scenario = json.loads(race())
    scenario["expect"] = []
    write("race.json", json.dumps(scenario))
    stasim("run", "--mutate", "context-leaves-early", "--trace", "broken.jsonl", "race.json")
    code, out, err = stasim("check", "broken.jsonl")
    equal(code, 1, "a trace of a context that leaves too early is impossible")
    contains(out, "cannot have been answered 404", "and says which answer")


def undecided():
    many = [claim(f"c{i}", 1) for i in range(8)]
    code, out = check(*many, claim("x", 2, 3, 409), claim("y", 4, 5, 204), options=("--limit", "2"))
    equal(code, 4, "not decided within the limit: exit 4")
    contains(out, "undecided", "the third answer")
    contains(out, "; call-1: no answer within 2 states; --limit N, up to 40000000, looks further",
             "what could not be decided, and what helps")
    decided = claim("z", 1, 2, 204, channel="call-2")
    code, out = check(*many, claim("x", 2, 3, 409), claim("y", 4, 5, 204), decided, options=("--limit", "2"))
    contains(out, "; call-1: no answer", "one that is decided behind it is not named instead")
    equal(check(*many, claim("x", 2, 3, 409), claim("y", 4, 5, 204))[0], 1, "without it, decided")


def partly_known():
    equal(check({"stasim_trace": 1}, {"kind": "note", "serial": 1, "name": "WinnerRead"},
                {"kind": "answer", "serial": 2, "request": "POST /ari/events/claim", "status": 400})[0], 0,
          "what names no channel says nothing")
    equal(check(told(), claim("c1", 1, 2, 503), claim("c2", 3, 4, 400))[0], 0, "nor does an answer that decides nothing")
    equal(check(told(5), claim("c1", 1, 4, 204))[0], 1, "nobody wins before the broadcast")
    equal(check(told(None, 5), claim("c1", 6, 7, 204))[0], 1, "nor behind it, if only its end is told")
    equal(check(told(), told(), claim("c1", 1, 2, 204), claim("c2", 3, 4, 204))[0], 0, "two broadcasts have two winners")
    equal(check(told(), told(), *(claim(f"c{i}", 2 * i, 2 * i + 1, 204) for i in range(3)))[0], 1, "but not three")
    code, out = check(claim("c1", 1, 2, 409))
    equal(code, 1, "nobody loses where nobody has won")
    contains(out, "nobody had won it", "which is said")
    lines = [claim(f"c{call}.{i}", 10 * call + i, 10 * call + i + 1, 409 if i else 204, channel=f"call-{call}")
             for call in range(5000) for i in range(4)]
    code, out = check(*lines)
    equal((code, out), (0, "history.jsonl: ok: 20000 claims\n"), "5000 channels are as many searches")
    lines[-1]["status"] = 204
    code, out = check(*lines)
    ok(code == 1 and "line 20000: claim c4999.3 of call-4999" in out, "of which one finds a second winner")


def unreadable():
    equal(stasim("check")[0], 2, "no history: exit 2")
    equal(stasim("check", "nosuch.jsonl")[0], 2, "a file that is not there: exit 2")
    for line in ('{"claim": 1}', "[]", "{", '{"x": 1}', '{"claim":"c","channel":"x","app":"a","asked_us":5,"answered_us":4,"status":204}',
                 '{"claim":"c","app":"a","asked_us":5}', '{"claim":"c","channel":"x","asked_us":5}',
                 '{"claim":"c","channel":"x","app":"a"}', '{"claim":"c","channel":"x","app":"a","asked_us":-1}',
                 '{"claim":"c","channel":"x","app":"a","asked_us":"5"}', '{"claim":"c","channel":"x","app":"a","asked_us":5,"status":204}',
                 '{"broadcast": 1}', '{"kind": "note", "name": "WinnerRead"}', '{"kind": 1, "serial": 1}',
                 '{"claim":"c","claim":"d","channel":"x","app":"a","asked_us":5}'):
        write("bad.jsonl", '\n' + line + "\n")
        code, out, err = stasim("check", "bad.jsonl")
        ok(code == 2 and "bad.jsonl: line 2: " in err, f"{line}: exit 2, with its line")


main()
