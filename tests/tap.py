"""TAP for tests in Python: numbered points, a diagnosis where one fails, the plan in the end."""
import sys

_points = 0
_failures = 0


def ok(passed, what):
    global _points, _failures
    _points += 1
    _failures += not passed
    print(f"{'' if passed else 'not '}ok {_points} - {what}", flush=True)
    if not passed:
        diagnose(f"failed: {what}")
    return bool(passed)


def equal(got, want, what):
    if not ok(got == want, what):
        diagnose("got ", got)
        diagnose("want", want)


def contains(text, part, what):
    if not ok(part in text, what):
        diagnose("looked for", repr(part))
        diagnose("in ", text)


def skip(what, why):
    global _points
    _points += 1
    print(f"ok {_points} - {what} # SKIP {why}")


def done():
    print(f"1..{_points}")
    sys.exit(1 if _failures or not _points else 0)


def diagnose(*values):
    """Values beside each other, a text line by line as it stands: to standard error, since a harness shows of
    standard output no more than that a point has failed."""
    *names, last = values
    for line in last.split("\n") if isinstance(last, str) else [repr(last)]:
        print("#  ", *names, line, file=sys.stderr, flush=True)
