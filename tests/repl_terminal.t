#!/usr/bin/env -S python3 -B
"""stasim repl at a terminal, driven key by key as a person does: editing, completion, history from run to
run, Ctrl-C and Ctrl-D, the status in the prompt, colours, and characters beyond ASCII."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from cli_tap import *

UP, LEFT, BACKSPACE, TAB, ENTER = "\033[A", "\033[D", "\x7f", "\t", "\r"
ESCAPES = re.compile(r"\033\[[0-9;?]*[A-Za-z]|\033[=>]")


def on_screen(raw):
    """The last line as it stands there: the cursor moves over what is written."""
    cells, column = [], 0
    for count, what, text in re.findall(r"(?s)\033\[([0-9;?]*)([A-Za-z])|(.)", raw.rsplit("\n", 1)[-1]):
        if what == "G":
            column = int(count or 1) - 1
        elif what == "C":
            column += int(count or 1)
        elif what == "K":
            del cells[column:]
        elif text == "\b":
            column -= 1
        elif text == "\r":
            column = 0
        elif text and text >= " ":
            cells[len(cells):] = [" "] * (column - len(cells))
            cells[column:column + 1] = [text]
            column += 1
    return "".join(cells)


class Terminal:
    def __init__(self, *arguments, **environment):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.environ.pop("NO_COLOR", None)
            os.environ.update({"TERM": "xterm", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": os.path.abspath("state"),
                               **environment})
            os.execv(STASIM, [STASIM, "repl", *arguments])
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.everything = self.raw = self.seen = ""

    def read(self):
        """False at the end."""
        try:
            part = os.read(self.master, 65536)
        except OSError:  # the end, on Linux
            part = b""
        self.raw += part.decode(errors="replace")
        self.everything += part.decode(errors="replace")
        self.seen = ESCAPES.sub("", self.raw)
        return bool(part)

    def until(self, text):
        """Everything up to `text`, which is waited for; it is not seen a second time."""
        end = time.monotonic() + 20
        while text not in self.seen:
            if not select.select([self.master], [], [], max(0, end - time.monotonic()))[0] or not self.read():
                ok(False, f"{text!r} is shown")
                diagnose(repr(self.seen[-300:]))
                return ""
        before, _, self.raw = self.seen.partition(text)
        self.seen = self.raw
        return before + text

    def line(self, keys):
        """The line, behind the prompt, once `keys` have been typed, the last of which can be seen."""
        self.type(keys)
        end = time.monotonic() + 20
        while keys[-1] not in on_screen(self.everything) and time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                self.read()
        return on_screen(self.everything).rsplit("> ", 1)[-1]

    def type(self, keys):
        os.write(self.master, keys.encode())

    def does(self, keys):
        """What is answered to a line, up to the next prompt."""
        self.type(keys + ENTER)
        self.until("\r\n")
        return self.until("> ")

    def ends(self):
        """Its exit code; it is waited for."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.05)[0]:
                self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.master)
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        ok(False, "it ends")
        return None


def begin(*arguments, **environment):
    terminal = Terminal(*arguments, **environment)
    terminal.until("> ")
    return terminal


def status_line():
    terminal = Terminal()
    contains(terminal.until("> "), "0ms  0 channels  0 broadcasts> ", "the prompt says how late it is, and what there is")
    terminal.does("app add sales-1 sales-2")
    contains(terminal.does("call"), "0ms  1 channel  1 broadcast> ", "and follows what happens")
    contains(terminal.does("advance 20ms"), "20ms  1 channel  1 broadcast> ", "and the time")
    contains(terminal.does("hold"), "  held> ", "and that it holds")
    terminal.type("\x04")
    equal(terminal.ends(), 0, "Ctrl-D leaves")


def editing():
    terminal = begin()
    contains(terminal.does("app add sales-1x" + BACKSPACE), "1 application is registered", "a character is taken back")
    contains(terminal.does("show pps" + LEFT * 3 + "a"), "sales-1 ", "one is put in between")
    contains(terminal.does("xxxx\x15clock"), "It is 0ms", "Ctrl-U takes the line back")
    contains(terminal.does("app add grün" + BACKSPACE * 2 + "ün"), "2 applications", "characters of several bytes are one")
    contains(terminal.does("show apps"), "grün", "and arrive as they are")
    terminal.type("claim nonsen\x03")
    terminal.until("^C")
    terminal.until("> ")
    contains(terminal.does("clock"), "It is 0ms", "Ctrl-C drops the line")
    contains(terminal.does("nonsense"), "There is no command", "a mistake")
    contains(terminal.does("clock"), "It is 0ms", "ends nothing")
    terminal.type("\x03")
    terminal.until("> ")
    terminal.type("\x04")
    equal(terminal.ends(), 0, "Ctrl-C on an empty line does not end it, Ctrl-D does")
    terminal = begin()
    terminal.type("quit" + ENTER)
    equal(terminal.ends(), 0, "quit leaves")


def completion():
    write("a-scenario.json", race())
    terminal = begin()
    terminal.does("app add sales-1 sales-2 support")
    terminal.does("call")
    for typed, done in (("cla", "claim "), ("claim sup", "claim support "), ("claim support c", "claim support call-1 "),
                        ("mo", "mo"), ("show ta", "show tasks "), ("show call", "show call-1 "), ("load a-s", "load a-scenario.json "),
                        ("broadcast ti", "broadcast timeout="), ("hangup by=sup", "hangup by=support "), ("broadcast notify=", "broadcast notify=yes "),
                        ("run un", "run until "), ("run until StasisSt", "run until StasisStart "), ("run until WaitE", "run until WaitEnded "),
                        ("step D", "step D call-1 "), ("modules unload r", "modules unload res "), ("help adv", "help advance "),
                        ("GET /ari/channels/c", "GET /ari/channels/call-1"), ("claim sal", "claim sales-"), ("app a", "app add "),
                        ("help app r", "help app remove "), ("save a-scenario.json a", "save a-scenario.json a-scenario.json "),
                        ("load a-scenario.json a", "load a-scenario.json at "),
                        ("event sup", "event support "), ("event support StasisE", "event support StasisEnd "), ("fault r", "fault remove ")):
        equal(terminal.line(typed + TAB + "#"), done + "#", f"{typed} and Tab")
        terminal.type("\x03")
        terminal.until("^C")
        terminal.until("> ")
    terminal.type("claim sales-" + TAB)
    contains(terminal.until("sales-2\r\n"), "sales-1  sales-2", "Tab where there are several: all are listed")
    terminal.until("> claim sales-")
    contains(terminal.does("1"), "204: first, so it wins", "and the line goes on")
    terminal.type("\x04")
    terminal.ends()


def history():
    terminal = begin(XDG_STATE_HOME=os.path.abspath("other"))
    terminal.does("app add first")
    terminal.does("app add second")
    contains(terminal.does(UP + UP), "first is registered already", "an earlier line comes back")
    terminal.type("\x04")
    terminal.ends()
    ok(os.path.exists("other/stasim/history"), "it is kept below XDG_STATE_HOME")
    terminal = begin(XDG_STATE_HOME=os.path.abspath("other"))
    contains(terminal.does(UP * 2), "1 application is registered", "from one run to the next")
    contains(terminal.does("\x12second" + ENTER) or "", "second", "Ctrl-R finds a line")
    terminal.type("\x04")
    terminal.ends()
    terminal = begin(XDG_STATE_HOME="", HOME=os.path.abspath("home"))
    terminal.does("clock")
    terminal.type("\x04")
    terminal.ends()
    ok(os.path.exists("home/.local/state/stasim/history"), "or below HOME")
    write("no-folder", "")
    terminal = begin(XDG_STATE_HOME=os.path.abspath("no-folder"))
    contains(terminal.does("clock"), "It is 0ms", "where it cannot be kept all else works")
    terminal.type("\x04")
    equal(terminal.ends(), 0, "to the end")


def colours():
    def colours_of(**environment):
        terminal = begin(**environment)
        terminal.does("call")
        terminal.does("claim a")
        terminal.type("\x04")
        terminal.ends()
        return set(re.findall(r"\033\[(3\d)m", terminal.everything))

    ok("32" in colours_of(), "what is good is green")
    equal(colours_of(NO_COLOR="1"), set(), "NO_COLOR: no colours")


def interrupted():
    """A world that never comes to rest: its run is stopped, and the session goes on."""
    write("endless.json", ENDLESS)
    terminal = begin()
    terminal.does("load endless.json")
    contains(terminal.does("run"), "stopped after many steps", "an endless run comes back")
    contains(terminal.does("clock"), "It is 0ms", "and so does the session")
    terminal.type("\x04")
    equal(terminal.ends(), 0, "and ends")


status_line()
editing()
completion()
history()
colours()
interrupted()
done()
