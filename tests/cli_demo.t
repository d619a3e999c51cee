#!/usr/bin/env -S python3 -B
"""stasim demo: the picture of a run, as text."""
from cli_tap import *

RACE = """a race

           caller  dialplan  broadcast  loser  winner
     0 ms    |------->|          |        |      |     call-1 comes in for 100@in
             |        |--------->#        |      |     StasisBroadcast to all for 500 ms
             |        |          #------->|      |     CallBroadcast: who wants it?
             |        |          #--------+----->|     CallBroadcast: who wants it?
             |        |          #        |      |
    20 ms    |        |          #<-------+------|     winner claims call-1
             |        |          |--------+----->|     204: first, so it wins (R24)
             |        |----------+--------+----->#     StasisStart: the session begins
             |        |          |        |      #
    35 ms    |        |          |<-------|      #     loser claims call-1
             |        |          |------->|      #     409: somebody was first (R22)
             |        |          |        |      #
   100 ms    |------->|          |        |      #     the caller of call-1 hangs up
             |        |----------+--------+----->#     ChannelHangupRequest
             |        |----------+--------+----->|     StasisEnd: the session is over
             |        |          *        |      |     the broadcast is over (R15)
             |        |<---------|        |      |     STASISSTATUS is SUCCESS
             |        *          |        |      |     call-1 is hung up
             |        *          |        |      |     call-1 is over

2 of the 2 expectations in race.json hold.
"""

write("race.json", race())
code, out, err = stasim("demo", "race.json")
equal((code, err), (0, ""), "a scenario that holds: exit 0")
equal(out, RACE, "who did what to whom, when and why")
equal(stasim("demo", "race.json")[1], out, "the same bytes each time")
ok("\033" not in out and out.isascii(), "no colours into a pipe, and ASCII where the locale has no more")
unicode = stasim("demo", "race.json", environment={"LC_ALL": "C.UTF-8"})[1]
ok("▶" in unicode and len(unicode.splitlines()) == len(out.splitlines()), "lines as lines in UTF-8")

code, out, err = stasim("demo", cwd=ROOT)
equal(code, 0, "the shipped race holds")
for words in ("sales-2 claims call-1", "204:", "409:", "404:", "StasisStart", "STASISSTATUS is SUCCESS"):
    contains(out, words, f"it shows {words}")
ok(all(len(line) <= 100 for line in out.replace(os.path.realpath(ROOT) + "/", "").splitlines()), "within 100 columns")
ok(not any(line != line.rstrip() for line in out.splitlines()), "no line ends with spaces")

many = ", ".join(f'{{"app": "application-{i:02}"}}' for i in range(40))
write("many.json", race().replace('"clients": [', f'"clients": [{many},'))
code, out, err = stasim("demo", "many.json")
ok(code == 0 and "others" in out and all(len(line) <= 100 for line in out.splitlines()),
   "forty applications: numbers for names, and those without room share a lane")

write("fails.json", race(status=404))
equal(stasim("demo", "fails.json")[0], 1, "an expectation that does not hold: exit 1")
write("endless.json", ENDLESS)
equal(stasim("demo", "endless.json")[0], 4, "a limit: exit 4")
equal(stasim("demo", "nosuch.json")[0], 2, "no such scenario: exit 2")
done()
