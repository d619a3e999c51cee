"""What the tests of scenarios over a network share: a server of its own for each, set up so that the
scenario can be played there."""
import itertools
import json
import os
import subprocess
import sys
import time

from cli_tap import ROOT, STASIM, stasim

PATIENCE_S = 10
_numbers = itertools.count(1)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Stage:
    """A `stasim serve` with the dialplan that `stasim dialplan` prints for a scenario, its sounds,
    phones and channelvars, but nobody that calls or claims."""

    def __init__(self, path):
        place = os.path.relpath(path, f"{ROOT}/scenarios").replace("/", "-").removesuffix(".json")
        self.name = f"{place}.{next(_numbers)}"
        self.made = 0
        scenario = load(path)
        code, _, err = stasim("dialplan", path, "-o", f"{self.name}.conf")
        if code != 0:
            sys.exit(f"Bail out! no dialplan of {path}: {err}")
        kept = {key: scenario[key] for key in ("sounds", "phones", "channelvars") if key in scenario}
        with open(f"{self.name}.stage", "w", encoding="utf-8") as file:
            json.dump(dict(kept, name="a stage", extensions=f"{self.name}.conf"), file)

    def __enter__(self):
        """Its address."""
        self.made += 1
        port = f"{self.name}.{self.made}.port"
        self.process = subprocess.Popen([STASIM, "serve", "--scenario", f"{self.name}.stage", "--listen", "127.0.0.1:0",
                                         "--port-file", port], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        began = time.monotonic()
        while not os.path.exists(port) or not os.path.getsize(port):
            if self.process.poll() is not None or time.monotonic() - began > PATIENCE_S:
                sys.exit(f"Bail out! no server for {self.name}")
            time.sleep(0.005)
        with open(port, encoding="utf-8") as file:
            return f"http://127.0.0.1:{int(file.read())}"

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE_S)
