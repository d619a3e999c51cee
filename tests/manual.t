#!/usr/bin/env -S python3 -B
"""The man page that packaging/manual prints: every command with its options, examples that run, and
nothing that groff has to complain of."""
import os
import re
import shutil
import subprocess

from cli_tap import *

PREFIX = "/opt"
OPTION = re.compile(r"^  (--(?!help)[a-z-]+)", re.M)
# An example about a program of one's own: tests/cli_test.t runs it.
OF_ONES_OWN = "stasim test scenarios/clients -- node agent.js"


def main():
    made = subprocess.run([f"{ROOT}/packaging/manual", STASIM, PREFIX], text=True, stdout=subprocess.PIPE)
    page = made.stdout.replace(r"\-", "-").replace(r"\(aq", "'")
    equal((made.returncode, re.findall(r"@[A-Z]+@", page)), (0, []), "the man page leaves nothing open")
    told = dict(re.findall(r"^\.SS stasim (\w+)\n(.*?)(?=^\.S)", page, re.M | re.S))
    equal(list(told), re.findall(r"^  ([a-z]+)  ", stasim("help")[1], re.M), "it explains all commands")
    for command, section in told.items():
        equal(re.findall(r"^\.B (--[a-z-]+)", section, re.M), OPTION.findall(stasim("help", command)[1]),
              f"{command} with all its options")
    examples_run("".join(re.findall(r"^\.EX\n(.*?)^\.EE", page, re.M | re.S)))
    if shutil.which("groff"):
        set_by = subprocess.run(["groff", "-man", "-ww", "-Tascii", "-z"], input=made.stdout, text=True,
                                stderr=subprocess.PIPE)
        equal((set_by.returncode, set_by.stderr), (0, ""), "groff has nothing to say against it")
    else:
        skip("groff has nothing to say against it", "groff is not here")
    done()


def examples_run(examples):
    os.symlink(f"{ROOT}/scenarios", "scenarios")
    os.mkdir("bin")
    os.symlink(STASIM, "bin/stasim")
    path = f"{os.getcwd()}/bin:{os.environ['PATH']}"
    commands = examples.replace(f"{PREFIX}/share/stasim/", "").splitlines()
    ok(len(commands) > 3, "it has examples")
    for command in sorted(set(commands) - {OF_ONES_OWN}):
        one = subprocess.run(["sh", "-c", command], timeout=TIMEOUT_S, env={**os.environ, "PATH": path},
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        equal((one.returncode, one.stderr), (0, ""), f"the example: {command}")


main()
