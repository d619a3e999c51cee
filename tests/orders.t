#!/usr/bin/env -S python3 -B
"""A scenario that says "eachOrder" is run in each order in which a network may bring things: what
the winner of a claim gets, and claims at nearly the same time."""
import glob
import json
import os

from cli_tap import *

FIRST = {"claim": {"app": "sales-1", "status": 204}}
STARTED = {"order": [{"claim": {"status": 204}}, {"event": {"type": "StasisStart"}}]}


def scenario(path, expect, each, afters=("20ms", "21ms"), plan="500,,,yes", **more):
    clients = [{"app": f"sales-{i + 1}", "on": {
        "CallBroadcast": [{"after": after, "claim": {}}], "StasisStart": [{"after": "50ms", "hangup": {}}]}}
        for i, after in enumerate(afters)]
    return write(path, json.dumps({
        "name": path, "dialplan": ["[in]", f"exten => 100,1,StasisBroadcast({plan})", " same => n,Hangup()"],
        "clients": clients, "calls": [{"id": "call-1", "to": "100@in"}],
        **({"eachOrder": each} if each else {}), "expect": expect, **more}))


def run(path, *options):
    code, out, err = stasim("run", "--json", *options, path)
    told = json.loads(out)
    return code, told, told["points"][0] if told.get("points") else None


# ---- Claims ----
race = scenario("race.json", [FIRST], ["claims"])
code, told, point = run(race)
equal((code, told["runs"], told["orders"]), (1, 2, 1), "two claims a millisecond apart have two orders, and it fails in one")
equal((point["order"], point["order_text"], point["failures"], point["seed"]),
      (1, "sales-2, sales-1 claim call-1 in this order", 1, 1), "which one is said")
equal(point["happened"], "it was answered 409 at 21.001ms, because sales-2 had won at 21ms (R22)", "and why")
equal(run(race, "--order", "1")[1]["state"], "failed", "--order repeats it")
equal([run(race, "--order", n)[1][key] for n, key in (("0", "state"), ("0", "runs"))], ["passed", 1], "--order 0: as it comes")
equal(run(race, "--order", "2")[:1] + (run(race, "--order", "2")[1]["skipped"],), (0, "it has not so many orders"), "there is no order 2")
equal(run(scenario("plain.json", [FIRST], []))[1]["runs"], 1, "a scenario that does not say so is run once")
for afters, orders in ((("20ms", "25ms"), 2), (("20ms", "26ms"), 1), (("20ms", "20ms", "21ms"), 6),
                       (("20ms",) * 4, 24), (("20ms",) * 7, 7), (("20ms", "21ms", "300ms", "301ms"), 4)):
    code, told, point = run(scenario("many.json", [{"claim": {"status": 204}, "count": 1}], ["claims"], afters))
    equal((code, told["runs"]), (0, orders), f"claims after {', '.join(afters)}: {orders} runs")
code, told, point = run(scenario("edge.json", [{"claim": {"app": "sales-1", "status": 204}}], ["claims"], ("499ms", "501ms")))
equal((code, told["runs"]), (0, 1), "a deadline between two claims is no matter of chance")
code, told, point = run(scenario("last.json", [{"claim": {"status": 204}, "count": 1}], ["claims"], ("499990us", "499999us")))
equal((code, told["runs"]), (0, 1), "nor is one that a later claim would miss")
firsts = []
for app in range(1, 8):
    wins = {"claim": {"app": f"sales-{app}", "status": 204}}
    code, told, point = run(scenario("seven.json", [wins], ["claims"], ("20ms", "21ms") + ("22ms",) * 5))
    firsts.append(told["runs"] - point["failures"])
equal(firsts, [1] * 7, "of seven each is first once")
two = [{"id": f"call-{i}", "to": "100@in", "at": f"{i}s"} for i in (1, 2)]
equal(run(scenario("calls.json", [{"claim": {"status": 204}, "count": 2}], ["claims"], calls=two))[1]["runs"], 4,
      "orders of two calls are combined")
lots = [{"id": f"call-{i}", "to": "100@in", "at": f"{i}s"} for i in range(1, 13)]
equal(run(scenario("lots.json", [{"claim": {"status": 204}, "count": 12}], ["claims"], calls=lots))[1]["runs"], 13,
      "those of twelve, too many to be combined, take turns")

# ---- What the winner gets ----
code, told, point = run(scenario("gifts.json", [STARTED], ["winner"], ("20ms",)))
equal((code, told["runs"], told["orders"], told["state"]), (1, 7, 6, "failed"), "204, CallClaimed and StasisStart have six orders")
equal(point["failures"], 3, "it fails where StasisStart is before the 204")
equal(point["order_text"], "the winner gets StasisStart then 204 before any CallClaimed", "the first such order is named")
loose = [{"claim": {"status": 204}, "count": 1}, {"event": {"type": "StasisStart"}, "count": 1}]
equal(run(scenario("loose.json", loose, ["winner"], ("20ms",)))[1]["state"], "passed", "what holds in all of them passes")
code, told, point = run(scenario("quiet.json", loose, ["winner"], ("20ms",), plan="500"))
equal((told["runs"], told["ended_at_us"]), (3, 70000), "without CallClaimed there are two, and nobody waits for it")
equal(run(scenario("nobody.json", [{"claim": {}, "never": True}], ["winner", "claims"], ()))[1]["runs"], 1, "without a winner there are none")
seen = set()
for pair in (("204", "CallClaimed"), ("CallClaimed", "204"), ("StasisStart", "CallClaimed"), ("CallClaimed", "StasisStart"),
             ("204", "StasisStart"), ("StasisStart", "204")):
    happening = [{"claim": {"status": 204}} if name == "204" else {"event": {"type": name}} for name in pair]
    code, told, point = run(scenario("pair.json", [{"order": happening}], ["winner"], ("20ms",)), "--seed", "3")
    seen.add((point["failures"] - (told["runs"] == 7 and run("pair.json", "--order", "0", "--seed", "3")[0])))
equal(seen, {3}, "each of the three is before each other one in half of the orders")
equal(run(scenario("both.json", loose, ["winner", "claims"]))[1]["runs"], 13, "both together are combined")

# ---- How it is told ----
code, out, err = stasim("run", "--tap", race)
contains(out, '      order: "sales-2, sales-1 claim call-1 in this order"\n      failed: 1 of 2 runs\n', "TAP names the order")
contains(out, "      repeat: STASIM run --seed 1 --order 1 race.json\n", "and repeats it")
stasim("run", "--junit", "junit.xml", race)
contains(read("junit.xml"), ">seed 1, at 21.001ms, rule R22, order 1, line ", "so does JUnit")
equal(stasim("run", "--tap", "--seeds", "1..40", "--jobs", "2", race), stasim("run", "--tap", "--seeds", "1..40", race),
      "with seeds and jobs it is the same")
equal(json.loads(stasim("run", "--json", "--seeds", "1..40", race)[1])["runs"], 80, "each seed has each order")
stasim("run", "--trace", "base.jsonl", race)
stasim("run", "--trace", "zero.jsonl", "--order", "0", race)
stasim("run", "--trace", "one.jsonl", "--order", "1", race)
equal(read("base.jsonl"), read("zero.jsonl"), "the trace is that of the run as it comes")
ok(read("one.jsonl") != read("zero.jsonl"), "or of the order that is asked for")

# ---- What is shipped ----
DEPENDS = {
    "claimed/told-between-the-decision-and-its-204": "it is about the order inside the server, which its journal tells",
    "faults/a-slow-answer-does-not-matter": "its fault makes the order",
}
marked = 0
for path in glob.glob(f"{ROOT}/scenarios/*/*.json"):
    told = json.loads(read(path))
    name = os.path.relpath(path, f"{ROOT}/scenarios").removesuffix(".json")
    marked += "eachOrder" in told
    if "programs" in told or "schedule" in told:
        continue
    if "extensions" in told:
        told["extensions"] = os.path.join(os.path.dirname(path), told["extensions"])
    told["eachOrder"] = ["claims"] if "claimOrder" in told else ["winner", "claims"]
    write(f"forced/{name}.json", json.dumps(told))
code, out, err = stasim("run", "--json", "--seed", "1", "forced")
forced = [json.loads(line) for line in out.splitlines()]
ok(len(forced) > 100 and marked >= 3, f"{marked} shipped scenarios are run in each order by themselves, {len(forced)} are here")
equal(sorted(one["file"].removeprefix("forced/").removesuffix(".json") for one in forced if one["state"] != "passed"),
      sorted(DEPENDS), "all others of them hold in each order, too, but for those that are about one")

# ---- What does not fit ----
for more, message in [
    ({"claimOrder": ["204", "CallClaimed", "StasisStart"]}, 'eachOrder: "claimOrder" names one order: leave out one of them'),
    ({"schedule": ["D call-1"]}, 'eachOrder: "schedule" fixes the order: leave out one of them'),
]:
    code, out, err = stasim("lint", scenario("bad.json", [FIRST], ["winner"], **more))
    equal(code, 2, "refused with " + next(iter(more)))
    contains(out, message, "and said why")
equal(stasim("lint", scenario("bad.json", [FIRST], ["calls"]))[0], 2, "an unknown word is refused")
equal(stasim("lint", scenario("good.json", [FIRST], ["claims"], claimOrder=["204", "CallClaimed", "StasisStart"]))[0], 0,
      "claims may come in any order where the gifts have one")
done()
