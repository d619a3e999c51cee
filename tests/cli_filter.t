#!/usr/bin/env -S python3 -B
"""stasim filter: each limit and its byte, what does not compile, warnings, names, JSON, and the
dialplan it advises, which is run to see that the very pattern arrives."""
import json
import random

from cli_tap import *

KEYS = ["pattern", "accepted", "reason", "offset", "compiles", "matches", "undecided", "warnings",
        "dialplan"]
NAME_MAX = "n" * 73


def found(pattern, *options):
    """The JSON object, once it is known to be one line with all keys and nothing contradictory."""
    code, out, err = stasim("filter", "--json", *options, "--", pattern)
    finding = json.loads(out)
    serves = finding["accepted"] and finding["compiles"]
    sound = (list(finding) == KEYS and out.count("\n") == 1 and err == ""
             and code == (0 if serves else 1)
             and serves == (finding["reason"] is None) == (finding["offset"] is None)
             and (finding["accepted"] or not finding["compiles"]))
    if not sound:
        ok(False, f"{pattern!r}: {code} {out!r} {err!r} is no sound answer")
    return finding


def verdict(pattern):
    finding = found(pattern)
    return finding["accepted"], finding["compiles"], finding["offset"], finding["reason"]


def refusals():
    groups = "(a)+" * 3
    deep = "((("
    for pattern, offset, reason in [
        ("a" * 257, 256, "longer than 256 bytes"),
        ("\u00fc" * 129, 256, "longer than 256 bytes"),
        ("(" * 10 + "x(a" + ")" * 11, 11, "groups nest deeper than 10"),
        (groups + "b(c)*", 16, "more than 3 groups are quantified"),
        (groups + "(c)?", 15, "more than 3 groups are quantified"),
        (groups + "(c){2,}", 15, "more than 3 groups are quantified"),
        ("a{101}", 4, "a bound in { } is above 100"),
        ("a{1,101}", 6, "a bound in { } is above 100"),
        ("a{4000000000000000000000}", 4, "a bound in { } is above 100"),
        ("(a){101}", 6, "a bound in { } is above 100"),
        ("a{101", 4, "a bound in { } is above 100"),
        (deep + "a|" * 21 + "a)))", 44, "more than 20 '|' in a group deeper than 2"),
    ]:
        equal(verdict(pattern), (False, False, offset, reason), f"{pattern[:40]} is refused")
    for pattern, why in [
        ("a" * 256, "256 bytes"), ("(" * 10 + "a" + ")" * 10, "ten groups in one another"),
        (groups + "(c)", "three quantified groups"), ("a{100}", "a bound of 100"),
        (deep + "a|" * 20 + "a)))", "20 alternatives deeper than 2"),
        ("((" + "a|" * 60 + "a))", "any number of them at depth 2"),
        ("[((((((((((((]", "parentheses in a class"), (r"\(" * 12, "escaped parentheses"),
    ]:
        equal(verdict(pattern), (True, True, None, None), f"{why} are accepted")


def failures():
    for pattern, offset, part in [
        ("ab(c", 2, "never closed"), ("*a", 0, "nothing to repeat"),
        ("a|*b", 2, "nothing to repeat"), ("^*", 1, "nothing to repeat"),
        ("^(?!test)", 2, "Perl"), ("a(?:b|c)", 2, "Perl"), ("(?i)a", 1, "Perl"),
        ("a(?<=b)", 2, "Perl"), ("(?P<name>a)", 1, "Perl"), ("a{x}", 1, "'{' begins no bound"),
        (r"\p{L}", 2, "'{' begins no bound"), ("a{2,1}", 1, "first number is the larger"),
        ("{1}", 0, "nothing to repeat"), ("ab\\", 2, "a backslash at the end"),
        ("[[:word:]]", 3, "no class has this name"), ("a[b", 1, "never closed"),
        ("[z-a]", 3, "reversed"), (r"(a)\2", 3, "not complete"),
        ("[\\](((", 5, "never closed"),  # the validation takes all of it for a class
    ]:
        accepted, compiles, at, reason = verdict(pattern)
        equal((accepted, compiles, at), (True, False, offset), f"{pattern} does not compile")
        contains(reason, part, "... and it is said why")


def warnings():
    letter = "this escape means the letter itself"
    stacked = "a quantifier behind a quantifier repeats once more"
    lone, in_class = "this ')' closes nothing", "in a class a backslash stands for itself"
    sign = "this escape is no sign"
    every, none = "the empty string matches", "no name can match"
    for pattern, wanted in [
        (r"^a\d+$", [f"at byte 2: {letter}"]), (r"^a\d\t\x{41}$", [f"at byte 2: {letter}"]),
        (r"a\Z", [f"at byte 1: {letter}"]), (r"a\0", [f"at byte 1: {letter}"]),
        (r"^a+?b", [f"at byte 3: {stacked}"]), (r"^a{2}?b", [f"at byte 5: {stacked}"]),
        (r"^a*+b", [f"at byte 3: {stacked}"]), ("ab)", [f"at byte 2: {lone}"]),
        (r"a[\d]", [f"at byte 2: {in_class}"]), (r"a\<b", [f"at byte 1: {sign}"]),
        (r"a\'", [f"at byte 1: {sign}"]), (r"\w?", [every]), ("", [every]), ("a*", [every]),
        ("a{74}", [none]), (r"\d)+?", [f"at byte 0: {letter}",
                                                       f"at byte 2: {lone}",
                                                       f"at byte 4: {stacked}"]),
        (r"^\w+\.\S[^]a-z]{2,}(b|c)\1\b$", []), ("a{73}", []), ("^(ivr|sales)-[0-9]+$", []),
    ]:
        got = found(pattern)["warnings"]
        equal([text[:len(want)] for text, want in zip(got, wanted)] + got[len(wanted):], wanted,
              f"{pattern or 'an empty pattern'} and its warnings")


def harm():
    """Patterns measured on glibc: those it suffers from, in MB where they were, and those not."""
    for pattern, part, least_mb, most_mb in [
        ("((a{100}){100}){100}", "compiling it takes a great deal of memory", 150, 300),
        ("((a?){100}){100}$", "compiling it takes a great deal of memory", 400, 1600),
        ("a{100}{100}{100}{100}", "compiling it takes a great deal of memory", 2900, 30000),
        ("a{,32767}", "compiling it takes a great deal of memory", 4000, 16000),
        ("(a?+?){22}", "the time to compile it explodes", 0, 100),
        (r"()\1+*", "overflow the stack", 0, 100),
    ]:
        text = next((text for text in found(pattern)["warnings"] if "the real server" in text), "")
        contains(text, part, f"{pattern} would hurt the real server")
        size = text.rpartition("estimated memory: ")[2].rstrip(")").replace("less than", "")
        number, unit = size.split() if size else ("-1", "MB")
        ok(least_mb <= float(number) * {"MB": 1, "GB": 1000}[unit] <= most_mb,
           f"... by estimate with {size}")
    for pattern in ("(a+)+$", "(a*){100}$", "a{100}", "(a{100}){100}", r"(a)\1"):
        ok(not any("the real server" in text for text in found(pattern)["warnings"]),
           f"{pattern} would not")
    equal(found("a{100}{100}{100}{100}{100}{100}{100}{100}{100}")["warnings"][-1].split("(")[1],
          "estimated memory: more than 1000 TB)", "the estimate has an end")


def names():
    def matches(pattern, *options):
        return found(pattern, *options)["matches"]

    equal(matches("^b", "--names", "a,b,ab,ba"), ["b", "ba"], "--names: those that match")
    equal(matches("b", "--names", "b,b", "--names=c", "--names", "xb"), ["b", "b", "xb"],
          "several options add up, in their order")
    equal(matches("^ b$", "--names", "a, b"), [" b"], "a blank belongs to a name")
    equal(matches("(", "--names", "a,b"), ["a", "b"], "without a filter everyone is notified")
    equal(matches("a{101}", "--names", "a,b"), ["a", "b"], "... if it is refused as well")
    equal(matches("n$", "--names", NAME_MAX), [NAME_MAX], "a name of 73 bytes")
    equal(found("()\\1+*", "--names", "\u00fc,a")["undecided"], ["\u00fc"],
          "what cannot be decided is told apart")

    never = found(r"(a){0}b\1", "--names", "\u00fc,b")
    equal((never["matches"], never["undecided"], never["warnings"]), ([], [], ["no name can match"]),
          "a group that is deleted cannot be referred to, which is no question")

    with open("names", "wb") as file:
        file.write(b"\xef\xbb\xbf\r\none\r\n\ntwo\nwith space\n\xff\n\xc3\xbc\ttab\r\n" + NAME_MAX.encode()
                   + b"\r\nlast")
    everyone = ["one", "two", "with space", "\ufffd", "\u00fc\ttab", NAME_MAX, "last"]
    equal(matches("", "--names-from", "names"), everyone,
          "--names-from: a line a name, with a byte order mark, CRLF, empty lines and odd bytes")
    with open("names") as file:
        equal(json.loads(stasim("filter", "--json", "--names-from", "-", "t$", stdin=file)[1])
              ["matches"], ["last"], "- is standard input")
    equal(matches("^.$", "--names-from", "names", "--names", "z"), ["z"],
          "a byte that is no UTF-8 is no character")
    equal(matches(b"^\xff$", "--names-from", "names"), ["\ufffd"], "... but is equal to itself")
    write("none", "")
    equal(matches("", "--names-from", "none"), [], "an empty file has no names")

    write("nul", "a\nb\0c\n")
    write("many", "a\n" * 100001)
    write("long", "a\n\n" + NAME_MAX + "n\n")
    write("longer", "a" * 1000000)
    write("return", NAME_MAX + "\rn\n")
    for option, value, words in [
        ("--names", "a,,b", "--names: an empty name"), ("--names", "a,", "--names: an empty name"),
        ("--names", NAME_MAX + "n", "--names: a name longer than 73 bytes"),
        ("--names", "", "--names needs a value: --names A,B,C"),
        ("--names-from", "absent", "--names-from: cannot read 'absent': No such file"),
        ("--names-from", "/", "--names-from: cannot read '/': Is a directory"),
        ("--names-from", "nul", "nul:2: a NUL byte: is this a text file?"),
        ("--names-from", "long", "long:3: a name longer than 73 bytes"),
        ("--names-from", "longer", "longer:1: a name longer than 73 bytes"),
        ("--names-from", "return", "return:1: a name longer than 73 bytes"),
        ("--names-from", "many", "many:100001: more than 100000 names"),
    ]:
        code, out, err = stasim("filter", option, value, "a")
        equal((code, out), (2, ""), f"{option} {value[:20]}: exit 2")
        contains(err, words, "with words that help")


def usage():
    for arguments, words in [
        ([], "which pattern? Name one"), (["--json"], "which pattern? Name one"),
        (["a", "b"], "one pattern at a time, not also 'b'"),
        (["--nmaes", "a", "b"], "unknown option '--nmaes': did you mean '--names'?"),
        (["--json=yes", "a"], "--json takes no value"),
        (["-in-.*"], "unknown option '-in-.*' (an operand that begins with '-' stands behind --)"),
        (["a", "--names"], "--names needs a value: --names A,B,C"),
    ]:
        code, out, err = stasim("filter", *arguments)
        equal((code, out), (2, ""), f"stasim filter {' '.join(arguments)}: exit 2")
        contains(err, words, "with words that help")
    equal(stasim("filter", "a", "--names", "a"), stasim("filter", "--names", "a", "--", "a"),
          "options may follow the pattern")
    equal(found("-in")["pattern"], "-in", "behind -- a pattern may begin with a dash")


def text():
    equal(stasim("filter", "--names", "ivr-1,x", "^ivr-"), (0, """\
pattern    ^ivr-
accepted   yes
compiles   yes
dialplan   StasisBroadcast(500,^ivr-)
matches    ivr-1
no match   x
""", ""), "a filter, for people")
    equal(stasim("filter", "--names", "x", "\u00fc{3}b{200}"), (1, """\
pattern    \u00fc{3}b{200}
accepted   no, at byte 9: a bound in { } is above 100
           \u00fc{3}b{200}
                   ^
           So it is no filter: every application is offered the call.
dialplan   StasisBroadcast(500,\u00fc{3}b{200})
notified   x
""", ""), "one that is refused: the caret stands below the byte")
    code, out, err = stasim("filter", "a" * 100 + "(" + "b" * 100)
    contains(out, "\n           ..." + "a" * 40 + "(" + "b" * 18 + "...\n" + " " * 54 + "^\n",
             "of a long pattern the part around the byte")
    contains(stasim("filter", "sales\u200b-", environment={"LC_ALL": "C.UTF-8"})[1], r"pattern    sales\xe2\x80\x8b-",
             "a character without a width is seen")
    out = stasim("filter", b"\x1b[2J\xff\t\xe2\x80\xae", "--names", "\x1b")[1]
    ok(not set(out) & set("\x1b\t\u202e") and r"\x1b[2J\xff\x09\xe2\x80\xae" in out,
       "nothing moves the cursor")
    contains(out, r"(where \xNN is shown that byte itself must stand)", "which is said")
    out = stasim("filter", "a\nb")[1]
    contains(out, "dialplan   cannot be written: a newline in it would end the line\n",
             "no dialplan can have a newline in an argument")
    contains(stasim("filter", "a" * 5000)[1], "dialplan   cannot be written: it is too long",
             "nor any number of bytes")


def arriving(dialplans):
    """The filters that arrive at broadcasts with these applications, each alone in an extension."""
    lines = ["[in]"] + [f"exten => {100 + i},1,{line}" for i, line in enumerate(dialplans)]
    calls = [{"id": f"call-{100 + i}", "to": f"{100 + i}@in"} for i in range(len(dialplans))]
    write("arriving.json", json.dumps({
        "name": "arriving", "dialplan": lines, "calls": calls, "limits": {"steps": 1000000},
        "expect": [{"event": {"type": "StasisStart"}, "count": 0}]}))
    code, out, err = stasim("run", "--trace", "trace", "arriving.json")
    if code != 0:
        ok(False, f"a scenario of the advised lines: {out}{err}")
        return []
    began = [json.loads(line) for line in read("trace").splitlines() if "BroadcastBegan" in line]
    heard = {entry["channel"]: entry["data"]["filter"] for entry in began}
    return [heard.get(call["id"]) for call in calls]


def dialplan():
    known = [
        "^ivr-.*", 'say"hi"', '"', r"a\.b", "\\\\", r"^(x)\1$", "a;b", r"\;", ";--a--;", "a,b",
        "a{1,2}", "[1,2](a,b)", "a${0}b", "$[a]", "${${x}}", "$$[x]", "a$|b$", " a ", "  ", "\t",
        "a\rb", "(", "a)", "[(]", "][", "=>,", "#include", "a\\", '\\"', ",", "a\u00fc", "%{x}",
        "'a b'", "a&b|c", "~!@:;<>?/", "\x01",
    ]
    bytes_of_interest = '$${{}}[[]](()),,\\\\"";;--ab|+. \t'
    chance = random.Random(1)
    patterns = known + ["".join(chance.choices(bytes_of_interest, k=chance.randint(1, 30)))
                        for _ in range(60)]
    advised = [found(pattern)["dialplan"] for pattern in patterns]
    arrived = arriving(advised)
    for pattern, line, got in zip(known, advised, arrived):
        equal(got, pattern, f"{pattern!r} arrives by way of {line!r}")
    equal(arrived[len(known):], patterns[len(known):], "60 patterns by chance arrive as well")
    naive = arriving([f"StasisBroadcast(500,{pattern})" for pattern in ["a,b", r"a\.b", "a${0}b"]])
    equal(naive, ["a", "a.b", "ab"], "which they do not as they stand")

    printed = [line[11:] for pattern in patterns if pattern.isprintable()
               for line in stasim("filter", "--", pattern)[1].splitlines()
               if line.startswith("dialplan ")]
    equal(printed, [line for pattern, line in zip(patterns, advised) if pattern.isprintable()],
          "people are told the same line")
    equal(found("a\nb")["dialplan"], None, "a newline cannot be written")
    equal(found(b"a\xff")["dialplan"], None, "JSON cannot say a byte that is no UTF-8")
    equal(found(b"a\xff")["pattern"], "a\ufffd", "... and shows it as U+FFFD")
    quotes, backslash, quote = "in quotes: ", "\\\\ for each \\, ", "\\\" for each \", "
    dollar, semicolon = "\\ behind the $, ", "\\; for each ;, "
    for pattern, reasons in [
        ("ab", []), ("a,b", [quotes]), (r"a\.b", [backslash]), ('a"b', [quote]),
        ("a;b", [semicolon]), ("a${0}b", [dollar]),
        ('(;$[\\"', [quotes, backslash, quote, dollar, semicolon]),
    ]:
        told = stasim("filter", pattern)[1].partition("\ndialplan")[2].splitlines()[1:]
        told = [line.strip() for line in told if not line.startswith(" " * 11 + "in pairs")]
        equal([line[:line.find(", ") + 2] if line[0] == "\\" else line[:len(quotes)]
               for line in told], reasons, f"{pattern}: why it is written so")


def anything():
    """Whatever the bytes: an answer, the same for people and programs."""
    chance = random.Random(2)
    some = b"ab(){},|[]^$.*+?\\1-:=\xc3\xbc\xff\x01\n"
    labels = {"matches  ", "no match ", "undecided", "notified "}
    differing = []
    for _ in range(80):
        pattern = bytes(chance.choices(some, k=chance.randint(1, 24)))
        finding = found(pattern, "--names", "a,ab,\u00fc,b-1")
        code, out, _ = stasim("filter", "--names", "a,ab,\u00fc,b-1", "--", pattern)
        heard = [line[11:] for line in out.splitlines() if line[:9] in {"matches  ", "notified "}]
        said = [line for line in out.splitlines() if line[:9] in labels]
        if (heard != finding["matches"] or len(said) != 4 or code != (finding["reason"] is not None)
                or len(pattern) < (finding["offset"] or 0)):
            differing.append(pattern)
    equal(differing, [], "80 patterns of any bytes: people and programs are told the same")


for part in (refusals, failures, warnings, harm, names, usage, text, dialplan, anything):
    part()
done()
