#!/bin/sh
# Every shipped scenario holds whatever is drawn, also one that names its seed or fixes a schedule.
[ -x "${STASIM:=build/stasim}" ] || { echo "1..0 # SKIP $STASIM is not built"; exit 0; }
[ -d scenarios ] || { echo '1..0 # SKIP there are no scenarios'; exit 0; }
exec "$STASIM" run --tap --seeds 1..20 scenarios/
