#!/usr/bin/env -S python3 -B
"""The traces of all shipped scenarios, read by somebody who knows only their schema: every line is
as it says, they tell the history of every request, and their steps are a schedule that repeats the
run to the byte."""
import glob
import json
import shutil

from cli_tap import *

SEED = "5"
with open(f"{ROOT}/scenarios/trace.schema.json", encoding="utf-8") as file:
    KINDS = json.load(file)["$defs"]
ENTRIES = {kind["if"]["properties"]["name"]["const"]: kind["then"]["properties"]["data"]
           for kind in KINDS["journal"]["allOf"]}


def main():
    shutil.copytree(f"{ROOT}/scenarios", "scenarios")
    stasim("run", "--seed", SEED, "--trace", "traces", "scenarios")
    traces = {path: read_trace(path) for path in sorted(glob.glob("traces/*"))}
    ok(len(traces) > 100, "every scenario leaves a trace")
    equal([f"{path}: {line}" for path, trace in traces.items() for line in trace[1:] if not fits(line)], [],
          "every line is as its schema says")
    equal([f"{path}: {name}" for path, trace in traces.items() for name in half_told(trace)], [],
          "every request is told of when it is made and when it is answered")
    ends(traces)
    repeats(traces)
    done()


def read_trace(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def fits(line):
    if not has_keys_of(line, KINDS[line["kind"]]):
        return False
    entry = ENTRIES.get(line["name"]) if line["kind"] == "note" else None
    if not entry:
        return True
    return has_keys_of(line["data"], entry) and all(
        isinstance(value, {"string": str, "integer": int}[entry["properties"][key]["type"]])
        and value in entry["properties"][key].get("enum", [value])
        for key, value in line["data"].items())


def has_keys_of(line, schema):
    return set(schema["required"]) <= set(line) <= set(schema["properties"])


def half_told(trace):
    """Requests that are not answered once, after they were made; but for those a fault strikes."""
    made, told = set(), []
    struck = any(line.get("name") == "Fault" for line in trace)
    for line in trace:
        if line.get("kind") == "request":
            made.add(line["name"])
        elif line.get("kind") == "answer":
            if line["name"] not in made:
                told.append(line["name"])
            made.discard(line["name"])
    return told + ([] if struck else sorted(made))


def ends(traces):
    equal({(trace[-1]["kind"], trace[-1]["state"]) for trace in traces.values()}, {("end", "passed")},
          "the last line says how it ended")
    path = traces[next(iter(traces))][0]["file"]
    with open(path, encoding="utf-8") as file:
        scenario = json.load(file)
    write("limit.json", json.dumps(scenario | {"limits": {"steps": 3}}))
    write("failed.json", json.dumps(scenario | {"expect": [{"note": {"kind": "WinnerRead"}, "count": 77}]}))
    for name in ("limit", "failed"):
        stasim("run", "--trace", f"{name}.jsonl", f"{name}.json")
        end = read_trace(f"{name}.jsonl")[-1]
        equal((end["kind"], end["state"], "why" in end, fits(end)), ("end", name, name == "limit", True), f"also {name}")


def repeats(traces):
    """Their steps are put into the scenarios, which are run once more."""
    for trace in traces.values():
        path = trace[0]["file"]
        with open(path, encoding="utf-8") as file:
            scenario = json.load(file)
        scenario["schedule"] = [{"task": line["task"], "step": line["step"]}
                                for line in trace[1:] if line["kind"] == "step"]
        scenario.pop("eachOrder", None)  # it is one order now
        write(path, json.dumps(scenario))
    stasim("run", "--seed", SEED, "--trace", "repeated", "scenarios")
    equal([path for path in traces if read(path) != read(path.replace("traces", "repeated", 1))], [],
          "with their steps as a schedule every run is repeated to the byte")


main()
