"""TAP for tests in Python: numbered points, a diagnosis where one fails, the plan in the end."""
import sys

_points = 0
_failures = 0


def ok(passed, what):
    global _points, _failures
    _points += 1
    _failures += not passed
    print(f"{'' if passed else 'not '}ok {_points} - {what}", flush=True)
    return bool(passed)


def equal(got, want, what):
    if not ok(got == want, what):
        _tell("got ", got)
        _tell("want", want)


def contains(text, part, what):
    if not ok(part in text, what):
        print("#   looked for", repr(part))
        _tell("in ", text)


def skip(what, why):
    global _points
    _points += 1
    print(f"ok {_points} - {what} # SKIP {why}")


def done():
    print(f"1..{_points}")
    sys.exit(1 if _failures or not _points else 0)


def _tell(name, value):
    """A text line by line, as it stands."""
    for line in value.split("\n") if isinstance(value, str) else [repr(value)]:
        print(f"#   {name}  {line}", flush=True)
