#!/bin/sh
# The live page of the control interface in a real browser: tests/page.js says what is tried.
if ! command -v node >/dev/null; then
    echo '1..0 # SKIP no Node.js: `scripts/deps --browser` installs it'
    exit 0
fi
exec node "${0%.t}.js"
