#!/usr/bin/env -S python3 -B
"""The commands, their help, and what is said of a wrong word."""
from cli_tap import *

code, out, err = stasim()
equal((code, out), (2, ""), "without a command: exit 2")
contains(err, "Usage: stasim COMMAND", "and the usage on stderr")
code, out, err = stasim("help")
equal((code, err), (0, ""), "help is no error")
commands = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
ok({"run", "lint", "demo"} <= set(commands), "it lists the commands")
for name in [word for word in commands if word not in ("help", "--version")]:
    by_help, by_option = stasim("help", name), stasim(name, "--help")
    equal(by_help, by_option, f"help {name} and {name} --help say the same")
    equal((by_help[0], by_help[1].split()[:3]), (0, ["Usage:", "stasim", name]),
          "which begins with the usage")
    ok(all(len(line) <= 80 and line == line.rstrip() for line in by_help[1].splitlines()),
       "fits into 80 columns, and no line ends in blanks")
for word in ("help", "--help", "--version"):
    equal(stasim("help", word), stasim("help"), f"help {word}: it is explained there")
code, out, err = stasim("--version")
ok(code == 0 and out.startswith("stasim ") and len(out.split()) == 2, "--version")

write("x.json", race())
for arguments, words in [
    (["rum"], "unknown command 'rum': did you mean 'run'?"),
    (["help", "lnt"], "unknown command 'lnt': did you mean 'lint'?"),
    (["--versoin"], "unknown option '--versoin': did you mean '--version'?"),
    (["xyzzy"], "unknown command 'xyzzy'\n"),
    (["run"], "which scenarios?"),
    (["lint"], "which files?"),
    (["run", "--sed", "3", "x.json"], "unknown option '--sed': did you mean '--seed'?"),
    (["run", "--tpa", "x.json"], "unknown option '--tpa': did you mean '--tap'?"),
    (["run", "-x", "x.json"], "unknown option '-x'"),
    (["run", "x.json", "--seed"], "--seed needs a value: --seed N"),
    (["run", "--tap=yes", "x.json"], "--tap takes no value"),
    (["run", "--seed", "-1", "x.json"], "--seed must be a whole number from 0"),
    (["run", "--seed=3x", "x.json"], "not '3x'"),
    (["run", "--seed", "9223372036854775808", "x.json"], "--seed must be"),
    (["run", "--seed", "18446744073709551617", "x.json"], "--seed must be"),
    (["run", "--seeds", "5..3", "x.json"], "A is at most B"),
    (["run", "--seeds", "5", "x.json"], "two whole numbers with '..' between them"),
    (["run", "--seeds", "1..1000001", "x.json"], "at most 1000000 seeds"),
    (["run", "--jobs", "0", "x.json"], "--jobs must be a whole number from 1 to 256"),
    (["run", "--shard", "3/2", "x.json"], "I goes from 1 to N"),
    (["run", "--shard", "0/2", "x.json"], "I goes from 1 to N"),
    (["run", "--tap", "--json", "x.json"], "exclude each other"),
    (["run", "--seed", "1", "--seeds", "1..2", "x.json"], "exclude each other"),
    (["demo", "x.json", "y.json"], "one scenario at a time"),
    (["repl", "x.json", "y.json"], "one scenario at a time, not also 'y.json'"),
    (["diagram", "--seed", "9223372036854775808", "x.json"], "--seed must be a whole number from 0 to 9223372036854775807"),
    (["serve", "--seed", "9223372036854775808"], "--seed must be"),
]:
    code, out, err = stasim(*arguments)
    equal((code, out), (2, ""), f"stasim {' '.join(arguments)}: exit 2")
    contains(err, words, "with words that help")

equal(stasim("run", "--seed=7", "--", "x.json")[0], 0, "--seed=7 and -- are understood")
equal(stasim("run", "x.json", "--tap")[1], stasim("run", "--tap", "x.json")[1], "options may follow")
done()
