#!/usr/bin/env -S python3 -B
"""Nothing that a scenario says is obeyed: not by a terminal, and not by who reads TAP."""
import json
import re

from cli_tap import *

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
scenario = json.loads(race())
scenario["name"] = "odd # SKIP it\nok 7 \x1b[31m\x9b2J\u202e"
scenario["description"] = "described \x1b[2J\x9b31m"
scenario["clients"][0]["app"] = "winner\x1b[1m\x9bm"
scenario["calls"][0]["id"] = "call\x1b]0;x\x07"
scenario["expect"] = [{"claim": {"app": "loser", "status": 204}}]
write("odd.json", json.dumps(scenario))
write("odd # SKIP.json", race())
stasim("run", "--trace", "odd.jsonl", "odd.json")

for command in ("run", "explore", "demo", "diagram", "diagram odd.jsonl", "diagram --format mermaid", "diagram --format svg",
                "dialplan", "lint", "repl"):
    words = command.split() + ([] if command.endswith("jsonl") else ["odd.json"])
    code, out, err = stasim(*words)
    ok(code in (0, 1) and (out + err).strip(), f"{command}: it is told")
    equal(UNSEEN.findall(out + err), [], "and nothing of it cannot be seen")
for command in ("run", "explore"):
    for path in ("odd.json", "odd # SKIP.json"):
        out = stasim(command, "--tap", path)[1]
        points = [line for line in out.splitlines() if re.match("(not )?ok ", line)]
        ok(len(points) == 1 and not re.search(r"[^\\]#", points[0]), f"{command} --tap {path}: one point, which says nothing else")
program = {"name": "a program", "dialplan": scenario["dialplan"], "programs": [{"app": "agent"}],
           "calls": [{"id": "call-1", "to": "100@in"}], "expect": [{"program": {"running": True}}]}
contains(stasim("explore", "--tap", write("a # TODO.json", json.dumps(program)))[1], "ok 1 - a \\# TODO.json # SKIP it tests a program\n",
         "explore --tap: a scenario that is left out, too")
done()
