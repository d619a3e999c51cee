#!/usr/bin/env -S python3 -B
"""stasim explore: what it prints, its exit codes, shards that add up, a failing schedule made small."""
import json
import os
import pty
import re
import subprocess
import threading

from cli_tap import *

TWO = f"{ROOT}/scenarios/explore/two-race-against-deadline-and-hang-up.json"


def main():
    outcomes()
    shards()
    by_chance()
    orders()
    failing()
    orders_of_its_own()
    progress()
    bad_usage()
    done()


def reports(name="report.json"):
    return json.loads(read(name))["scenarios"]


def counts(report):
    return {json.dumps(item["outcome"], sort_keys=True): item.get("schedules") for item in report["outcomes"]}


def outcomes():
    code, out, err = stasim("explore", "--report", "report.json", TWO)
    equal((code, err), (0, ""), "what holds in every order: exit 0, nothing on standard error")
    contains(out, "ok 1 - two claimants", "a test point")
    contains(out, "all interleavings explored", "it says that all were explored")
    contains(out, "SUCCESS: sales-2 409, sales-1 won 204; stands for 2", "and what they lead to")
    report = reports()[0]
    ok(report["complete"] and report["states"] > 50, "the report has the same")
    for item in report["outcomes"]:
        scenario = json.loads(read(TWO))
        scenario.update(schedule=item["example"], expect=[])
        write("example.json", json.dumps(scenario))
        if stasim("run", "example.json")[0] != 0:
            ok(False, f"the example of {item['outcome']} runs")
    ok(True, "the example of each outcome is a schedule that run repeats")
    whole = stasim("explore", "--report", "again.json", "--jobs", "2", TWO)[0]
    equal((whole, set(counts(reports("again.json")[0]))), (0, set(counts(report))),
          "two processes find the same outcomes")


def shards():
    whole = explore_unreduced("whole.json")
    ok(all(n > 0 for n in counts(whole).values()), "without reduction each outcome has its schedules")
    equal(sum(counts(whole).values()), whole["schedules"], "and they are all there are")
    reduced = set(counts(reports()[0]))
    for parts in 1, 2, 3, 7:
        files = []
        for i in range(1, parts + 1):
            files.append(f"part-{i}-of-{parts}.json")
            explore_unreduced(files[-1], "--shard", f"{i}/{parts}")
        code, out, err = stasim("explore", "--merge", "--report", "merged.json", *files)
        merged = reports("merged.json")[0]
        equal((code, counts(merged)), (0, counts(whole)), f"{parts} shards add up to the whole")
        found = set()
        for i in range(1, parts + 1):
            stasim("explore", "--report", "part.json", "--shard", f"{i}/{parts}", TWO)
            found |= set(counts(reports("part.json")[0]))
        equal(found, reduced, f"{parts} reduced shards find what the whole finds")
    code, out, err = stasim("explore", "--merge", "part-1-of-3.json", "part-3-of-3.json")
    contains(out, "not ok 1 - two claimants, the deadline and a hang-up: in every order at most one wins: "
             "2 of 3 shards explored", "a shard that is missing is told")
    equal(code, 4, "and is a limit")
    explore_unreduced("jobs.json", "--jobs", "3")
    equal(counts(reports("jobs.json")[0]), counts(whole), "so do processes")


def explore_unreduced(name, *options):
    code = stasim("explore", "--unreduced", "--report", name, *options, TWO)[0]
    if code != 0:
        ok(False, f"{name}: exit {code}")
    return reports(name)[0]


def by_chance():
    code, out, err = stasim("explore", "--random", "300", "--report", "random.json", TWO)
    contains(out, "300 schedules tried at random", "a random search says so")
    equal(sum(counts(reports("random.json")[0]).values()), 300, "each schedule is counted")
    stasim("explore", "--random", "300", "--seed", "1", "--report", "other.json", TWO)
    equal(counts(reports("other.json")[0]), counts(reports("random.json")[0]), "the same seed, the same schedules")
    stasim("explore", "--random", "300", "--jobs", "2", "--report", "other.json", TWO)
    equal(counts(reports("other.json")[0]), counts(reports("random.json")[0]), "with any number of processes")
    code, out, err = stasim("explore", "--pct", "3", "--max-schedules", "200", "--report", "pct.json", TWO)
    equal((code, sum(counts(reports("pct.json")[0]).values())), (0, 200), "so is one by priorities")
    ok(len(reports("pct.json")[0]["outcomes"]) > 2, "which finds several outcomes")
    code, out, err = stasim("explore", "--max-schedules", "5", TWO)
    equal(code, 4, "stopped at a limit: exit 4")
    contains(out, "not ok 1 - two claimants, the deadline and a hang-up: in every order at most one wins: stopped at a limit: 5 schedules", "it is said")


def orders():
    """20 ms are before 35 ms where delays are kept, and only there."""
    scenario = json.loads(race())
    scenario["expect"] = [{"claim": {"app": "winner", "status": 204}}]
    scenario["explore"] = {"order": "times"}
    write("times.json", json.dumps(scenario))
    equal(stasim("explore", "times.json")[0], 0, "with the order of times the first claim wins")
    scenario["explore"]["order"] = "any"
    write("any.json", json.dumps(scenario))
    equal(stasim("explore", "any.json")[0], 1, "in any order it need not")
    two = {"name": "two of one", "dialplan": ["[in]", "exten => 100,1,StasisBroadcast(500)"],
           "clients": [{"app": "a", "at": [{"at": "1ms", "request": "GET /ari/channels/call-1/variable?variable=X"},
                                           {"at": "2ms", "claim": {}}]}],
           "calls": [{"to": "100@in", "phone": "PJSIP/alice"}],
           "expect": [{"order": [{"note": {"kind": "ClaimFound"}}, {"answer": {"request": "GET /ari/channels/call-1/variable"}}]}]}
    write("any.json", json.dumps(two))
    write("clients.json", json.dumps({**two, "explore": {"order": "clients"}}))
    stasim("explore", "--report", "any.out", "any.json")
    stasim("explore", "--report", "clients.out", "clients.json")
    started = {name: {[step["task"] for step in item["example"] if step["task"].startswith("A ")][0]
                      for item in reports(name)[0]["outcomes"]} for name in ("any.out", "clients.out")}
    equal(started["clients.out"], {"A a.1"}, "with the order of clients each does first what comes first")


def failing():
    scenario = json.loads(read(TWO))
    scenario["clients"].append({"app": "bystander", "on": {"CallBroadcast": [{"claim": {}}]}})
    scenario["expect"] = [{"claim": {"status": 409}, "never": True}, {"claim": {"status": 204}, "count": {"max": 1}}]
    write("lost.json", json.dumps(scenario))
    os.makedirs("kept", exist_ok=True)
    code, out, err = stasim("explore", "--save", "kept", "lost.json")
    equal(code, 1, "what does not hold in every order: exit 1")
    contains(out, "violated: a claim is answered 409, never", "what is violated")
    contains(err, "StasisBroadcast to all", "its diagram is shown")
    contains(err, " run kept/lost.failing.json", "and how to repeat it")
    small = json.loads(read("kept/lost.failing.json"))
    equal(len(small["clients"]), 2, "of three claimants two are left")
    ok("hangup" not in small["calls"][0], "nobody hangs up any more")
    equal(len(small["expect"]), 1, "one expectation is left")
    tasks = [step["task"] for step in small["schedule"]]
    changes = sum(a != b for a, b in zip(tasks, tasks[1:]))
    ok(changes <= 7, f"the schedule goes from task to task {changes} times")
    runs = [stasim("run", "--trace", f"{i}.jsonl", "kept/lost.failing.json")[0] for i in (1, 2)]
    equal(runs, [1, 1], "run fails in the same way")
    lines = [line for line in read("1.jsonl").splitlines()]
    equal(lines, read("2.jsonl").splitlines(), "and always the same")
    steps = [[s["task"], s["step"]] for s in map(json.loads, lines) if s.get("kind") == "step"]
    equal(steps[:len(tasks)], [[s["task"], s["step"]] for s in small["schedule"]], "step by step")


def orders_of_its_own():
    """A scenario that is to be run in each order fails in one: that one is kept."""
    clients = [{"app": app, "on": {"CallBroadcast": [{"claim": {}}]}} for app in ("a", "b")]
    write("each.json", json.dumps({
        "name": "each", "seeds": 3, "eachOrder": ["claims"], "clients": clients,
        "dialplan": ["[in]", "exten => 1,1,StasisBroadcast(100)"], "calls": [{"id": "c", "to": "1@in"}],
        "expect": [{"claim": {"status": 409}, "count": 1}]}))
    code, out, err = stasim("explore", "each.json")
    contains(err, "repeat: ", "a scenario with \"eachOrder\": a schedule is kept")
    equal((code, stasim("run", "each.failing.json")[0]), (1, 1), "and run repeats it")


def progress():
    """On a terminal a line says how far it is, whoever searches; elsewhere nothing does."""
    six = f"{ROOT}/scenarios/arguments/any-other-word-does-not-notify.json"
    for jobs in "1", "2":
        command = ["explore", "--rules", "--max-schedules", "60000", "--jobs", jobs, six]
        shown = at_terminal(command)
        lines = shown.split("\r\033[K")
        pattern = r"\d+ states, \d+ steps/s, (at least )?\d+ outcomes, \d+\.\d% of the orders(, at most \d+ s more at this pace)?"
        ok(len(lines) > 2 and all(re.fullmatch(pattern, line) for line in lines[1:-1]),
           f"--jobs {jobs}: on a terminal it says how far it is")
        equal([lines[0], lines[-1]], ["", ""], f"--jobs {jobs}: and wipes that away in the end")
    equal(stasim(*command)[2], "", "elsewhere it does not")


def at_terminal(arguments):
    """What comes on standard error, where that is a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen([STASIM, *arguments], stdout=subprocess.DEVNULL, stderr=slave,
                               env=dict(os.environ, TERM="xterm"))
    os.close(slave)
    chunks = []

    def listen():
        try:
            while chunk := os.read(master, 65536):
                chunks.append(chunk)
        except OSError:  # the end of a terminal
            pass

    listener = threading.Thread(target=listen)
    listener.start()
    process.wait()
    listener.join()
    os.close(master)
    return b"".join(chunks).decode()


def bad_usage():
    for arguments, what in [
        ([], "no scenario"), (["nosuch.json"], "a file that is not there"), (["--shard", "3/2", TWO], "shard 3 of 2"),
        (["--pct", "0", TWO], "no depth"), (["--mutate", "sleep", TWO], "a mistake that nobody makes"),
        (["--merge", TWO], "a scenario is no report"),
    ]:
        equal(stasim("explore", *arguments)[0], 2, f"{what}: exit 2")


main()
