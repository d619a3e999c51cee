#!/usr/bin/env -S python3 -B
"""`scripts/fuzz keep` keeps what a target reaches, and what was found. The target is a stand-in for one
made with libFuzzer: it merges by copying."""
import os
import shutil
import subprocess

from cli_tap import *

MERGES = """#!/bin/sh
for word; do
    case $word in
    -*) ;;
    *) [ -n "${kept:-}" ] && cp "$word"/* "$kept"; kept=${kept:-$word} ;;
    esac
done
"""

for folder in ("scripts", "tests/fuzz/corpus", "tests/fuzz/found"):
    os.makedirs(folder)
shutil.copy(f"{ROOT}/scripts/fuzz", "scripts")
write("tests/fuzz/corpus/filter.txt", "^sales-\n")
write("build/fuzz/tests/fuzz/fuzz_filter", MERGES)
os.chmod("build/fuzz/tests/fuzz/fuzz_filter", 0o755)
write("build/fuzz/fuzz/filter/inputs/reached", "a\tb\\\n")
write("build/fuzz/fuzz/filter/findings/crash-1", "\x01(")
kept = subprocess.run(['scripts/fuzz', 'keep', 'build/fuzz', 'filter'], stdout=subprocess.PIPE, text=True)
equal(kept.returncode, 0, "scripts/fuzz keep")
contains(kept.stdout, "fuzz: filter: 3 of 3 inputs kept", "says how much it keeps")
equal(read("tests/fuzz/found/filter.txt"), "\\x01(\n", "the finding, in printable letters")
equal(read("tests/fuzz/corpus/filter.txt"), "\\x01(\n^sales-\na\\tb\\\\\\n\n", "what was saved, what was found and what was reached")
equal(os.listdir("build/fuzz/fuzz/filter/findings"), [], "and a finding is kept once")
done()
