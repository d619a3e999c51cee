#!/usr/bin/env -S python3 -B
"""The forms in which `stasim run` tells what became of scenarios: names that would break TAP or XML,
problems with their places, and the summary at a terminal."""
import json
import xml.etree.ElementTree

from cli_tap import *

ODD = 'a "name" <of> & it\tall\nin \x01 # two\\'


def main():
    for test in (odd_names, problems, summary, orders, gravest):
        test()
    done()


def odd_names():
    write("odd.json", race(json.dumps(ODD)[1:-1]))
    code, out, _ = stasim("run", "--junit", "odd.xml", "odd.json")
    equal(code, 0, "a name may be any text")
    equal(out.splitlines()[-1], r'ok 1 - a "name" <of> & it all in   \# two' + "\\\\",
          "in TAP it stays on its line, and begins no directive")
    equal([suite.get("name") for suite in suites("odd.xml")], [ODD.replace("\x01", "?")], "in XML it stays a name")
    equal(last_line("odd.json"), "passed: 1 scenario, 2 expectations", "a summary leaves out what passed")


def problems():
    """Where each is, and that a warning is none of the errors."""
    write("bad.json", race().replace('"status": 204', '"statu": 204').replace("StasisBroadcast", "StasisBroadcst"))
    _, out, _ = stasim("run", "--junit", "bad.xml", "bad.json")
    told = [line.split(":")[0].strip() for line in out.splitlines() if "did you mean" in line]
    equal(told, ["warning", "error"], "TAP tells errors and warnings apart")
    error, = (case.find("error") for suite in suites("bad.xml") for case in suite)
    first, second = error.text.split("\n")
    contains(first, "bad.json:3: dialplan: application 'StasisBroadcst'", "JUnit has each problem with its place")
    contains(second, 'bad.json:9: expect[0].claim.statu: "statu" is no key', "on a line of its own")


def summary():
    write("good/a.json", race())
    write("good/b.json", race())
    write("endless.json", ENDLESS)
    write("fails.json", race("loser is told", 404))
    equal(last_line("good"), "passed: 2 scenarios, 4 expectations", "a summary counts")
    equal(last_line("good", "fails.json", "endless.json", "bad.json"),
          "not passed: 5 scenarios, 8 expectations, 1 failed, 1 could not be read, 1 stopped at a limit",
          "and says what went wrong how often")


def orders():
    both = json.loads(race("either"))
    both["clients"][1]["on"]["CallBroadcast"][0]["after"] = "21ms"
    write("either.json", json.dumps({**both, "eachOrder": ["claims"]}))
    lines = at_terminal(STASIM, "run", "either.json").splitlines()
    equal([line for line in lines if line.startswith("  when")][:1],
          ["  when      loser, winner claim call-1 in this order"], "it says in which order something fails")


def gravest():
    """An expectation that fails outweighs a run that is stopped."""
    write("both.json", ENDLESS.replace('"count": 0', '"count": 1'))
    equal(stasim("run", "both.json")[0], 1, "a run that is stopped, and in which something fails: exit 1")
    plan = ["[in]", "exten => 100,1,NoOp()", " same => n,GotoIf($[${RAND(0,1)} = 1]?endless)",
            " same => n,StasisBroadcast(500)", " same => n,Hangup()", " same => n(endless),Goto(endless)"]
    write("seeds.json", json.dumps({**json.loads(race()), "dialplan": plan, "limits": {"steps": 1000},
                                    "expect": [{"event": {"type": "StasisStart"}, "never": True}]}))
    codes = {stasim("run", "--seed", str(seed), "seeds.json")[0] for seed in range(1, 9)}
    equal(codes, {1, 4}, "with some seeds it is stopped, with others something fails")
    equal(stasim("run", "--seeds", "1..8", "seeds.json")[0], 1, "with all of them: exit 1")


def last_line(*arguments):
    return at_terminal(STASIM, "run", *arguments).splitlines()[-1]


def suites(path):
    return xml.etree.ElementTree.parse(path).getroot().findall("testsuite")


main()
