#!/usr/bin/env -S python3 -B
"""What Tab makes of a command line of stasim, in bash and in zsh."""
import os
import pty
import re
import select
import shutil
import subprocess
import time

from cli_tap import *

BASH = ["bash", "--norc", "--noprofile", "-i"]
ZSH = ["zsh", "-f", "-i"]
# Without questions about how much to list, and with keys as in Emacs, whatever EDITOR says.
BASH_BEGIN = r"""PS1='>'; set -o emacs; bind 'set bell-style none'
bind 'set enable-bracketed-paste off'; source '{}/packaging/stasim.bash'"""
ZSH_BEGIN = r"""PS1='>'; unset zle_bracketed_paste; bindkey -e; setopt no_beep no_prompt_cr no_prompt_sp
fpath=('{}/packaging' $fpath); autoload -U compinit; compinit -u -d zcompdump"""
MARK = "\x1f"
PATIENCE_S = 30


def main():
    os.mkdir("bin")
    os.symlink(STASIM, "bin/stasim")
    os.environ.update(PATH=f"{os.getcwd()}/bin:{os.environ['PATH']}", LC_ALL="C", TERM="dumb",
                      HISTFILE="", INPUTRC="/dev/null")
    write("races/one.json", race())
    write("dial plan.conf", "[in]\n")
    for name, shell, begin in (("bash", BASH, BASH_BEGIN), ("zsh", ZSH, ZSH_BEGIN)):
        if shutil.which(name):
            terminal = Terminal(shell, begin.format(ROOT))
            completes(name, terminal)
            terminal.close()
        else:
            print(f"# {name} is not here")
    done()


def completes(name, terminal):
    for typed, completed in (
            ("stasim expl", "stasim explore"),
            ("stasim help rep", "stasim help repl"),
            ("stasim --v", "stasim --version"),
            ("bin/stasim dem", "bin/stasim demo"),
            ("stasim run --ju", "stasim run --junit"),
            ("stasim run --tap --sh", "stasim run --tap --shard"),
            ("stasim run --seed 7 rac", "stasim run --seed 7 races"),
            ("stasim run races/on", "stasim run races/one.json"),
            ("stasim serve --dialplan di", r"stasim serve --dialplan dial\ plan.conf"),
            ("stasim serve --config r", "stasim serve --config races"),
            ("stasim serve --config d", "stasim serve --config d"),
            ("stasim serve --clock v", "stasim serve --clock virtual"),
            ("stasim diagram --format=m", "stasim diagram --format=mermaid"),
            ("stasim diagram --format ", "stasim diagram --format"),
            ("stasim run --jobs r", "stasim run --jobs r"),
            ("stasim run --xyz", "stasim run --xyz"),
            ("stasim nothing --", "stasim nothing --")):
        equal(terminal.after_tab(typed), completed, f"{name}: {typed}")
    for command in ("run", "serve"):
        options = re.findall(r"^  (--[a-z-]+)", stasim("help", command)[1], re.M)
        listed = terminal.listed(f"stasim {command} --")
        listed = {word for word in listed if word.startswith("--")}
        equal(sorted(listed - {"--"}), sorted(options), f"{name}: all options of {command}")
    commands = re.findall(r"^  ([a-z-]+) ", stasim("help")[1], re.M)
    equal(set(commands) - set(terminal.listed("stasim ")), set(), f"{name}: all commands")


class Terminal:
    """A shell that a person sits at."""

    def __init__(self, shell, begin):
        self.master, slave = pty.openpty()
        self.shell = subprocess.Popen(shell, stdin=slave, stdout=slave, stderr=slave,
                                      start_new_session=True)
        os.close(slave)
        self.type(begin.replace("\n", "; ") + "\n")
        self.answer_to("")

    def type(self, text):
        os.write(self.master, text.encode())

    def answer_to(self, keys):
        """All that is printed from the keys on to the end of what they ask for."""
        self.type(keys + "\x01printf '\\037%s' \x05 '' end\n")
        seen = ""
        end = time.monotonic() + PATIENCE_S
        while not seen.endswith(MARK + "end>"):
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise SystemExit(f"Bail out! no answer to {keys!r}: {seen!r}")
            seen += os.read(self.master, 65536).decode()
        return seen

    def after_tab(self, typed):
        """The words of the line, once Tab was pressed; blanks in them as a shell wants them. The
        slash behind a folder, which zsh takes away again, is left out."""
        words = self.answer_to(typed + "\t").split(MARK)[1:-2]
        return " ".join(word.replace(" ", r"\ ") for word in words).rstrip("/")

    def listed(self, typed):
        """What is offered where Tab, pressed twice, cannot decide."""
        seen = self.answer_to(typed + "\t\t").split(MARK)[0]
        return re.findall(r"(?<![\w-])-*[a-z-]+", seen)

    def close(self):
        self.type("exit\n")
        self.shell.wait(PATIENCE_S)
        os.close(self.master)


main()
