#!/usr/bin/env -S python3 -B
"""What a dialplan does and says, a line a case: its steps, the variables it leaves, what it says in
the journal, and how long the call takes."""
import json

from cli_tap import *

# name, steps, variables in the end, lines of the journal (level, line), and when the call is over.
CASES = [
    # Saying something
    ("Verbose() without a level", ["Verbose(one, two)"], {}, [("Verbose", "one, two")], "0ms"),
    ("Verbose() with a level", ["Verbose(3,deep)"], {}, [("Verbose", "deep")], "0ms"),
    ("Log() with a level", ["Log(ERROR,it broke)"], {}, [("ERROR", "it broke")], "0ms"),
    ("Log() without one", ["Log(alone)"], {}, [("Log", "alone")], "0ms"),
    # Setting
    ("one assignment keeps its commas", ["Set(A=b,c)"], {"A": "b,c"}, [], "0ms"),
    ("several", ["Set(A=1,B=2)"], {"A": "1", "B": "2"}, [], "0ms"),
    ("a comma in brackets divides nothing", ["Set(A=f(1,x=2),B=[3,y=4])"],
     {"A": "f(1,x=2)", "B": "[3,y=4]"}, [], "0ms"),
    ("nor one in quotes, nor behind a backslash", [r'Set(A="1,x=2",B=3\,y=4)'],
     {"A": '"1,x=2"', "B": r"3\,y=4"}, [], "0ms"),
    ("blanks around a name are none of its", ["Set( A =1, B=2)"], {"A": "1", "B": "2"}, [], "0ms"),
    ("no assignment at all", ["Set(A)"], {},
     [("warning", "Set() without a `=`: write Set(NAME=value)")], "0ms"),
    ("a function that cannot be set", ["Set(LEN(x)=1)"], {},
     [("warning", "Set() of a function that cannot be set")], "0ms"),
    ("a part that cannot", ["Set(CHANNEL(name)=x)"], {},
     [("warning", "Set() of a function that cannot be set")], "0ms"),
    ("nor this of the caller", ["Set(CALLERID(dnid)=1)"], {},
     [("warning", "Set() of a function that cannot be set")], "0ms"),
    ("a bracket that is not closed", ["Set(GLOBAL(A=1)"], {},
     [("warning", "Set() of a function that cannot be set")], "0ms"),
    ("what can", ["Set(GLOBAL(G)=g)", "Set(CHANNEL(language)=de)", "Set(CHANNEL(accountcode)=acc)",
                  "Set(CALLERID(num)=200)", "Set(CALLERID(name)=Bob)",
                  "Set(ALL=${G} ${GLOBAL(G)} ${CHANNEL(language)} ${CHANNEL(accountcode)} ${CALLERID(all)})"],
     {"ALL": 'g g de acc "Bob" <200>'}, [], "0ms"),
    ("both parts of the caller at once, and its number by the other name",
     ['Set(CALLERID(all)="Bob B" <200>)', "Set(A=${CALLERID(name)}|${CALLERID(num)})", "Set(CALLERID(number)=7)",
      "Set(B=${CALLERID(all)})"], {"A": "Bob B|200", "B": '"Bob B" <7>'}, [], "0ms"),
    ("a global is changed", ["Set(GLOBAL(G)=1)", "Set(GLOBAL(G)=2)", "Set(A=${G})"], {"A": "2"}, [], "0ms"),
    # Reading
    ("where it is", ["Set(A=${EXTEN}@${CONTEXT},${PRIORITY} ${HANGUPCAUSE} ${UNIQUEID})"],
     {"A": "100@in,1 0 call-1"}, [], "0ms"),
    ("the clock is that of the world", ["Set(A=${EPOCH})"], {"A": "1767225600"}, [], "0ms"),
    ("a part of the caller that there is not", ["Set(A=${CALLERID(shoe)})"], {"A": ""},
     [("warning", "bad argument: CALLERID(shoe)")], "0ms"),
    ("a function that there is not", ["Set(A=${SHOUT(x)})"], {"A": ""},
     [("warning", "no such function: SHOUT(x)")], "0ms"),
    # Functions
    ("CUT()", ["Set(L=a-b-c-d)", "Set(A=${CUT(L,,2)} ${CUT(L,-,3-)} ${CUT(L,-,-2)} ${CUT(L,-,1&4)})"],
     {"A": "b c-d a-b a-d"}, [], "0ms"),
    ("CUT() of no field", ["Set(L=a-b)", "Set(A=${CUT(L,-,x)}${CUT(L,-,0)}${CUT(L)})"], {"A": ""},
     [("warning", "bad argument: CUT(L,-,x)"), ("warning", "bad argument: CUT(L,-,0)"),
      ("warning", "bad argument: CUT(L)")], "0ms"),
    ("IF() in blanks", ['Set(A=${IF(1?  x y  : z )}|${IF(0?x:\t"z")}|${IF(1?":")})'], {"A": "x y|z|:"}, [], "0ms"),
    ("RAND() of what is left out", ["Set(A=${IF($[${RAND()} >= 0]?yes)}${IF($[${RAND(,0)} = 0]?yes)})"], {"A": "yesyes"}, [], "0ms"),
    ("STRFTIME() of a time that is none", ["Set(A=${STRFTIME(99999999999999999)})"], {"A": ""},
     [("warning", "bad argument: STRFTIME(99999999999999999)")], "0ms"),
    ("FILTER()", [r"Set(A=${FILTER(0-9a\-\\n,b4-a-7)})"], {"A": "4-a-7"}, [], "0ms"),
    ("FILTER() of nothing", ["Set(A=${FILTER(abc)})"], {"A": ""},
     [("warning", "bad argument: FILTER(abc)")], "0ms"),
    ("IF()", ['Set(A=${IF(1? "yes" :no)}${IF(0?yes:"n:o")}${IF(0?yes)})'], {"A": "yesn:o"}, [], "0ms"),
    ("IF() of no question", ["Set(A=${IF(1)})"], {"A": ""}, [("warning", "bad argument: IF(1)")], "0ms"),
    ("LEN(), EXISTS(), ISNULL()", ["Set(A=${LEN(abc)}${EXISTS(x)}${EXISTS()}${ISNULL()}${ISNULL(x)})"],
     {"A": "31010"}, [], "0ms"),
    ("letters", ["Set(A=${TOUPPER(aZ9)}${TOLOWER(aZ9)})"], {"A": "AZ9az9"}, [], "0ms"),
    ("RAND() between a number and itself", ["Set(A=${RAND(7,7)})"], {"A": "7"}, [], "0ms"),
    ("RAND() of nothing sensible", ["Set(A=${RAND(9,1)}${RAND(x)}${RAND(-1,4)}${RAND(0,9999999999)})"],
     {"A": ""}, [("warning", f"bad argument: RAND({given})")
                 for given in ("9,1", "x", "-1,4", "0,9999999999")], "0ms"),
    ("STRFTIME()", ["Set(A=${STRFTIME(86400,UTC,%Y-%m-%d %s%)}${STRFTIME(0,GMT,%H)})"],
     {"A": "1970-01-02 86400%00"}, [], "0ms"),
    ("STRFTIME() of now", ["Set(A=${STRFTIME(,,%Y)})"], {"A": "2026"}, [], "0ms"),
    ("STRFTIME() where it is not UTC, and of no time", ["Set(A=${STRFTIME(0,Europe/Berlin,%H)}${STRFTIME(x)})"],
     {"A": "00"}, [("warning", "bad argument: STRFTIME(0,Europe/Berlin,%H)"),
                   ("warning", "bad argument: STRFTIME(x)")], "0ms"),
    # Going elsewhere
    ("GotoIf() without a place for what holds", ["GotoIf(1?:there)", "Set(A=stays)"], {"A": "stays"}, [], "0ms"),
    ("GotoIf() without a question", ["GotoIf(1)", "Set(A=stays)"], {"A": "stays"}, [], "0ms"),
    ("blanks around a place are none of its", ["GotoIf(1? in , 100 , 3 :)", "Set(A=never)", "Set(B=on)"],
     {"A": None, "B": "on"}, [], "0ms"),
    ("GosubIf() without a place", ["GosubIf(0?there)", "Set(A=stays)"], {"A": "stays"}, [], "0ms"),
    ("Goto() nowhere", ["Goto(nowhere)", "Set(A=never)"], {"A": None},
     [("warning", "no such label or priority to go to")], "0ms"),
    *((f"Goto({place})", [f"Goto({place})", "Set(A=never)"], {"A": None},
       [("warning", "no such label or priority to go to")], "0ms") for place in ("0", "-1", "1x", "100001", "in,100,0")),
    ("Goto() to a priority of another extension", ["Goto(in,h,1)"], {"CAUSE": "0"}, [], "0ms"),
    ("Gosub() nowhere", ["Gosub(nowhere)", "Set(A=never)"], {"A": None},
     [("warning", "Gosub() to nowhere, or nested too deeply")], "0ms"),
    ("Return() from nowhere", ["Return()", "Set(A=never)"], {"A": None},
     [("warning", "Return() without a Gosub()")], "0ms"),
    ("While() without its end", ["While(0)", "Set(A=never)"], {"A": None},
     [("warning", "While() without an EndWhile()")], "0ms"),
    ("EndWhile() without its beginning", ["EndWhile()", "Set(A=on)"], {"A": "on"},
     [("warning", "EndWhile() without a While()")], "0ms"),
    ("a While() within one that is skipped",
     ["While(0)", "While(1)", "EndWhile()", "Set(A=never)", "EndWhile()", "Set(B=on)"],
     {"A": None, "B": "on"}, [], "0ms"),
    ("ExecIf() of what does not hold", ["ExecIf(0?Set(A=no))", "ExecIf(1)", "Set(B=on)"],
     {"A": None, "B": "on"}, [], "0ms"),
    ("ExecIf() without brackets, and with colons in them",
     ["ExecIf(1?NoOp)", "ExecIf(1?Set(A=a:b):Set(A=c))"], {"A": "a:b"}, [], "0ms"),
    ("nor are those around an application its", ["ExecIf(1? Set(A=1) : Set(A=2) )", "ExecIf(0?NoOp(): )"],
     {"A": "1"}, [], "0ms"),
    ("ExecIf() of what there is not", ["ExecIf(1?Sing(la))", "Set(A=never)"], {"A": None}, [], "0ms"),
    # Time
    ("Wait()", ["Wait(1.5)"], {}, [], "1500ms"),
    ("Wait() of no time", ["Wait(soon)"], {}, [("warning", "Wait() needs a number of seconds")], "0ms"),
    *((f"Wait({time})", [f"Wait({time})"], {}, [("warning", "Wait() needs a number of seconds")], "0ms")
      for time in ("-1", "nan", "90000", "1e9")),
    ("Busy() ends after its time", ["Busy(2)", "Set(A=never)"], {"A": None, "CAUSE": "17"}, [], "2s"),
    ("so does Congestion()", ["Congestion(3)", "Set(A=never)"], {"A": None, "CAUSE": "34"}, [], "3s"),
    ("Busy() where the call has ended already", ["Hangup()", "Set(A=never)"], {"A": None}, [], "1s",
     ["exten => h,1,Busy(1)", " same => n,Set(CAUSE=never)"]),
    ("Hangup() with a word", ["Hangup(busy)"], {"CAUSE": "17"}, [], "0ms"),
    ("Hangup() with what is none", ["Hangup(999)"], {"CAUSE": "16"}, [], "0ms"),
    ("sounds one after another", ["Playback(one&two,noanswer)"], {"PLAYBACKSTATUS": "SUCCESS"}, [], "1250ms"),
    ("sounds of which one is missing", ["Background(one&none)", "Set(A=${BACKGROUNDSTATUS})"],
     {"A": "FAILED"}, [], "1s"),
]


def main():
    names = []
    for number, (name, steps, variables, lines, over, *behind) in enumerate(CASES):
        extension = ["[in]", f"exten => 100,1,{steps[0]}", *(f" same => n,{step}" for step in steps[1:]),
                     *(behind[0] if behind else ["exten => h,1,Set(CAUSE=${HANGUPCAUSE})"])]
        said = [{"note": {"kind": "DialplanLine", "where": {"level": level, "line": line}}}
                for level, line in lines]
        expected = [{"order": said}] if len(said) > 1 else said
        names.append(write(f"{number:02}.json", json.dumps({
            "name": name, "dialplan": extension, "sounds": {"one": "1s", "two": "250ms"},
            # A phone has one channel, and no other leg that waits for it to be answered.
            "calls": [{"id": "call-1", "to": "100@in", "phone": "PJSIP/alice"}],
            "expect": [{"variable": {"channel": "call-1", **variables}}] * bool(variables) + expected + [
                {"note": {"kind": "DialplanLine"}, "count": len(lines)},
                {"channel": {"id": "call-1", "gone": True}, "at": over},
                *([{"channel": {"id": "call-1", "gone": False}, "at": before(over)}] if over != "0ms" else [])],
        })))
    code, out, err = stasim("run", "--json", *names)
    told = [json.loads(line) for line in out.splitlines()]
    equal((code, len(told)), (0, len(CASES)), "all are run")
    ok("error" not in err, "with warnings at most") or diagnose(err)
    for (name, *_), result in zip(CASES, told):
        failed = [f"{point['expected']}: {point.get('happened')}"
                  for point in result.get("points", []) if not point["passed"]]
        equal((result["state"], failed), ("passed", []), name)
    done()


def before(moment):
    milliseconds = float(moment[:-2]) if moment.endswith("ms") else 1000 * float(moment[:-1])
    return f"{milliseconds - 1:.0f}ms"


main()
