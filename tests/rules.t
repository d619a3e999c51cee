#!/usr/bin/env -S python3 -B
"""The rules of sim/RULES.md and what cites them hold together.

A rule is a line of sim/RULES.md that begins with `- **R22**`. It is cited
 - by a scenario whose "rules" list its number, and
 - by a line of sim/ (*.c, *.h) that writes its number, R22, or uses the name that
   sim/base/rule.h gives it, RULE_CLAIM_LOST. Of a range, R10 to R17, only what is written counts;
   the enum itself uses no name.
Citations elsewhere (cli/, include/, tests/, the rules themselves) must name a rule, too.
"""
import json
import pathlib
import re

from tap import *

NUMBER = re.compile(r"\bR([1-9][0-9]*)\b")
NAME = re.compile(r"\bRULE_[A-Z][A-Z0-9_]*\b")
RULE = re.compile(r"^- \*\*R([1-9][0-9]*)\*\*")
ENUM = re.compile(r"^\s*(RULE_[A-Z0-9_]+) = ([0-9]+),")
NAMES_FILE = "sim/base/rule.h"


def main():
    rules = read_rules()
    names = read_names()
    code, code_names = citations_in_text("sim", (".c", ".h"))
    scenarios = citations_in_scenarios()
    others = [c for folder in ("cli", "include", "tests")
              for c in citations_in_text(folder, (".c", ".h", ".t", ".json"))[0]]
    others += [(f"sim/RULES.md:{n}", int(number))
               for n, line in enumerate(lines_of("sim/RULES.md"), 1)
               for number in NUMBER.findall(line)]

    by_code = {n for _, n in code} | {names.get(name) for _, name in code_names}
    by_scenario = {number for _, number in scenarios}
    used_names = {name for _, name in code_names}
    known = set(rules)

    check(rules and rules == sorted(known), "the rules are numbered upwards, each number given once",
          [f"R{a} stands before R{b}" for a, b in zip(rules, rules[1:]) if a >= b])
    check_empty("every rule is cited by a scenario", uncited(known - by_scenario))
    check_empty("every rule is cited by a line of sim/", uncited(known - by_code))
    check_empty("every citation names a rule", strangers(code + scenarios + others, known))
    check_empty("every name in rule.h stands for a rule and is used",
                strangers(names.items(), known) + sorted(set(names) ^ used_names))


def read_rules():
    return [int(m.group(1)) for m in map(RULE.match, lines_of("sim/RULES.md")) if m]


def read_names():
    """Name to number, without the name for no rule."""
    found = (ENUM.match(line) for line in lines_of(NAMES_FILE))
    return {m.group(1): int(m.group(2)) for m in found if m and m.group(2) != "0"}


def citations_in_text(folder, endings):
    """Of numbers, and of names: lists of where and what."""
    numbers, names = [], []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix not in endings or str(path) == NAMES_FILE or not path.is_file():
            continue
        for n, line in enumerate(lines_of(path), 1):
            numbers += [(f"{path}:{n}", int(number)) for number in NUMBER.findall(line)]
            names += [(f"{path}:{n}", name) for name in NAME.findall(line) if name != "RULE_NONE"]
    return numbers, names


def citations_in_scenarios():
    found = []
    for path in sorted(pathlib.Path("scenarios").glob("*/*.json")):
        rules = json.loads(path.read_text(encoding="utf-8")).get("rules", [])
        found += [(str(path), int(rule[1:])) for rule in rules]
    return found


def lines_of(path):
    return pathlib.Path(path).read_text(encoding="utf-8", errors="replace").splitlines()


def strangers(citations, known):
    return [f"{where} cites R{number}" for where, number in citations if number not in known]


def uncited(numbers):
    return [f"R{number} is not" for number in sorted(numbers)]


def check_empty(what, breaches):
    check(not breaches, what, breaches)


def check(passed, what, details):
    if not ok(passed, what):
        diagnose("\n".join(details))


main()
done()
