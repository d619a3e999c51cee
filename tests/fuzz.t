#!/bin/sh
# The targets of the fuzzer take every saved input: those that reach what there is to reach
# (tests/fuzz/corpus/), and those by which something was found (tests/fuzz/found/).
set -u
cd "$(dirname "$0")/.." || exit 2

count=0
for source in tests/fuzz/fuzz_*.c; do
    target=$(basename "$source" .c)
    files=$(find tests/fuzz/corpus tests/fuzz/found -name "${target#fuzz_}.txt")
    count=$((count + 1))
    # shellcheck disable=SC2086 # names of ours, without blanks
    said=$("${BUILD:-build}/tests/fuzz/$target" $files 2>&1) || printf 'not '
    echo "ok $count - $target: $(echo "$said" | tail -n 1)"
    echo "$said" | head -n 20 | sed 's/^/# /' >&2
done
echo "1..$count"
