#!/usr/bin/env -S python3 -B
"""stasim run: what it prints, what it returns, and that nothing of it depends on who works."""
import json
import os
import re
import signal
import subprocess
import time
import xml.etree.ElementTree

from cli_tap import *

write("good/b.json", race("b holds"))
write("good/a/z.json", race("z holds"))
write("good/a.schema.json", "{")
write("good/http.conf", "[")
write("good/.hidden.json", "{")
write("fails.json", race("loser # is told", 404))
write("endless.json", ENDLESS)
write("bad.json", race().replace('"calls"', '"cals"'))

# ---- TAP, and what a failure says ----

code, out, err = stasim("run", "good")
equal((code, err), (0, ""), "a folder whose scenarios hold: exit 0 and no word on stderr")
equal(out, """TAP version 13
1..2
# Subtest: z holds
    1..2
    ok 1 - a claim of winner is answered 204
    ok 2 - a claim of loser is answered 409
ok 1 - z holds
# Subtest: b holds
    1..2
    ok 1 - a claim of winner is answered 204
    ok 2 - a claim of loser is answered 409
ok 2 - b holds
""", "into a pipe goes TAP, in the order of bytes; schemas, dialplans and hidden files are left out")

FAILED = """TAP version 13
1..1
# Subtest: loser \\# is told
    1..2
    ok 1 - a claim of winner is answered 204
    not ok 2 - a claim of loser is answered 404
      ---
      expected: "a claim of loser is answered 404"
      happened: "HAPPENED"
      rule: R22
      seed: 1
      at: 35ms
      file: "fails.json"
      line: 10
      where: "expect[1]"
      repeat: STASIM run --seed 1 fails.json
      ...
not ok 1 - loser \\# is told
"""
code, out, err = stasim("run", "fails.json")
equal(code, 1, "an expectation that does not hold: exit 1")
contains(out, "409 at 35ms", "it says what happened instead")
equal(re.sub('happened: ".*"', 'happened: "HAPPENED"', out), FAILED,
      "a block says what, why, with which seed, when, where, and how to see it again")
repeat = re.search("repeat: (.*)", out).group(1).replace("STASIM", STASIM)
again = subprocess.run(repeat, shell=True, text=True, stdout=subprocess.PIPE)
equal(again.stdout.replace(STASIM, "STASIM"), out, "the command to repeat repeats it")

def prove(path):
    return subprocess.run(["prove", "--exec", f"{STASIM} run --tap", path], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

contains(prove("good/b.json").stdout, "Result: PASS", "prove takes what passes")
proved = prove("fails.json")
contains(proved.stdout, "Failed test:  1", "prove takes what fails")
ok("Parse errors" not in proved.stdout, "and parses all of it")

# ---- Exit codes ----

code, out, err = stasim("run", "endless.json")
equal(code, 4, "stopped at a limit: exit 4")
contains(out, "not ok 2 - the run comes to its end", "which is a point of its own")

code, out, err = stasim("run", "bad.json", "good/b.json")
equal(code, 2, "a scenario that cannot be read: exit 2")
contains(out, "\nok 2 - b holds\n", "the others are run all the same")
contains(out, "not ok 1 - bad.json\n  ---\n  file: \"bad.json\"\n  problems:\n", "it fails with its problems")
ok(re.search(r"^bad\.json:7: error: .*cals.*calls", err, re.M), "stderr has file, line, and what was meant")
equal(stasim("run", "nosuch.json")[0], 2, "a file that is not there: exit 2")
os.mkdir("empty")
equal(stasim("run", "empty")[0], 2, "a folder without scenarios: exit 2")

equal(stasim("run", "endless.json", "fails.json")[0], 1, "1 is graver than 4")
equal(stasim("run", "bad.json", "endless.json", "fails.json")[0], 2, "2 is graver than 1")

# ---- Traces ----

code, out, err = stasim("run", "--trace", "one.jsonl", "good/b.json")
lines = [json.loads(line) for line in read("one.jsonl").splitlines()]
equal((code, lines[0]["scenario"], lines[0]["seed"]), (0, "b holds", 1), "a trace names scenario and seed")
ok([line["serial"] for line in lines[1:]] == list(range(1, len(lines))), "each of its lines is JSON, numbered")
stasim("run", "--trace", "two.jsonl", "good/b.json")
equal(read("two.jsonl"), read("one.jsonl"), "a second run writes the same bytes")
code, out, err = stasim("run", "--trace", "one.jsonl", "good")
equal(code, 2, "several runs do not fit into one file: exit 2")
contains(err, "need a folder", "and it says so")
code, out, err = stasim("run", "--seeds", "3..4", "--trace", "traces", "good")
equal(sorted(os.listdir("traces")), ["a-z.3.jsonl", "a-z.4.jsonl", "b.3.jsonl", "b.4.jsonl"],
      "they get a folder, and a file each")
write("other/b.json", race())
code, out, err = stasim("run", "--trace", "traces", "good/b.json", "other/b.json")
equal(code, 2, "two scenarios that would write the same trace: exit 2")
equal(stasim("run", "--trace", "no/such/file", "good/b.json")[0], 2, "a trace that cannot be written: exit 2")

odd = b"odd\xff.json"
with open(odd, "w") as file:
    file.write(race())
equal(stasim("run", "--trace", "odd.jsonl", odd)[0], 0, "a scenario whose name is no UTF-8 has a trace")
contains(read("odd.jsonl"), '"file":"odd\ufffd.json"', "that says so as JSON can")
for option in "--trace", "--junit":
    write("only.json", race())
    code, out, err = stasim("run", option, "./only.json", "only.json")
    equal((code, out, read("only.json")), (2, "", race()), f"{option} does not overwrite what is to be run")
    contains(err, "is to be read: it would be overwritten", "but says so")

for arguments in (["diagram", "-o", "only.json", "only.json"],
                  ["serve", "--listen", "127.0.0.1:0", "--trace", "only.json", "--scenario", "only.json"]):
    code, out, err = stasim(*arguments)
    equal((code, out, read("only.json")), (2, "", race()), f"nor does stasim {arguments[0]}")

# ---- Seeds, jobs, shards ----

many = ["run", "--seeds", "1..70", "good", "fails.json", "bad.json", "endless.json"]
alone = stasim(*many)
equal(stasim(*many[:1], "--jobs", "2", *many[1:]), alone, "two workers print what one prints")
equal(stasim(*many[:1], "--jobs", "7", *many[1:]), alone, "seven too")
contains(alone[1], "failed: 70 of 70 seeds", "a point says with how many seeds it failed")
write("own.json", race("own seeds", more='\n  "seed": 5, "seeds": 3,'))
equal(json.loads(stasim("run", "--json", "own.json")[1])["runs"], 3, "a scenario's own seeds are all run")
equal(json.loads(stasim("run", "--json", "--seed", "9", "own.json")[1])["seed"], 9, "unless one is given")
stasim("run", "--trace", "first", "--jobs", "1", "--seeds", "1..5", "good")
stasim("run", "--trace", "second", "--jobs", "2", "--seeds", "1..5", "good")
ok(len(os.listdir("first")) == 10 and
   all(read(f"first/{name}") == read(f"second/{name}") for name in os.listdir("first")),
   "traces do not depend on the number of workers")

for i in range(7):
    write(f"shards/{i}.json", race(f"scenario {i}"))
names = [json.loads(line)["scenario"] for part in (1, 2, 3)
         for line in stasim("run", "--json", "--shard", f"{part}/3", "shards")[1].splitlines()]
equal(sorted(names), [f"scenario {i}" for i in range(7)], "each scenario is in exactly one shard")
equal(stasim("run", "--shard", "2/2", "good/b.json")[1:], ("TAP version 13\n1..0 # SKIP no scenario in this shard\n", ""),
      "a shard may be empty")

# ---- Other forms ----

objects = [json.loads(line) for line in stasim("run", "--json", "good", "fails.json", "bad.json")[1].splitlines()]
equal([o["state"] for o in objects], ["passed", "passed", "failed", "unreadable"], "--json: an object a scenario")
equal([point.get("rule") for point in objects[2]["points"]], [None, "R22"], "a point that failed names its rule")
stasim("run", "--junit", "junit.xml", "good", "fails.json", "bad.json")
suites = xml.etree.ElementTree.parse("junit.xml").getroot().findall("testsuite")
equal([(s.get("tests"), s.get("failures"), s.get("errors")) for s in suites],
      [("2", "0", "0"), ("2", "0", "0"), ("2", "1", "0"), ("1", "0", "1")], "--junit: a suite a scenario")

# ---- At a terminal ----


contains(written_to_terminal("xterm", STASIM, "run", "good"), "1 of 2  good/a/z.json\r\033[K", "how far it is, until the next scenario")
equal(written_to_terminal("dumb", STASIM, "run", "good"), "passed: 2 scenarios, 4 expectations\n", "not where a line cannot be wiped")
equal(written_to_terminal("xterm", STASIM, "run", "--tap", "good"), stasim("run", "good")[1], "--tap: as in a pipe")

# ---- Trouble ----

with open("/dev/full", "w") as full:
    code, out, err = stasim("run", "good", stdout=full)
equal((code, err), (3, "stasim: standard output could not be written\n"), "a full disk: exit 3, and it says so")

gone = subprocess.Popen([STASIM, "run", "--seeds", "1..100", "shards"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
gone.stdout.close()
equal((gone.stderr.read(), gone.wait()), (b"", -signal.SIGPIPE), "a reader that has gone: the end of others in a pipe, and no noise")



def begin(*arguments):
    """What takes its time, and the processes that work for it."""
    process = subprocess.Popen([STASIM, *arguments], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    workers = ""
    while not workers and process.poll() is None:
        time.sleep(0.01)
        workers = read(f"/proc/{process.pid}/task/{process.pid}/children")
    return process, [int(pid) for pid in workers.split()]


def works(pid):
    try:
        return read(f"/proc/{pid}/stat").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


busy, workers = begin("run", "--seeds", "1..4000", "good/b.json")
os.kill(workers[0], signal.SIGKILL)
out, err = busy.communicate(timeout=TIMEOUT_S)
equal(busy.returncode, 3, "a worker that dies: exit 3")
contains(err, "stasim: good/b.json: seed ", "its scenario and seed are named")
contains(err, "killed by signal 9 (", "and what it died of")

endless, workers = begin("explore", "--jobs", "2", "--unreduced", f"{ROOT}/scenarios/demo/race-of-three.json")
endless.kill()
endless.wait()
until = time.monotonic() + 3  # left alone they would work for ten
while any(works(pid) for pid in workers) and time.monotonic() < until:
    time.sleep(0.01)
left = [pid for pid in workers if works(pid)]
equal(left, [], "no worker outlives stasim, however that ends")
for pid in left:
    os.kill(pid, signal.SIGKILL)
done()
