"""The documents, by their paths in the tree, README.md first, and the blocks in them: kind, name, text."""
import glob
import re

from cli_tap import ROOT, read

BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)
PATHS = ["README.md", *sorted({*glob.glob("*.md", root_dir=ROOT)} - {"README.md"}),
         *sorted(path for folder in ("cli", "scenarios", "sim", "tests")
                 for path in glob.glob(f"{folder}/**/*.md", root_dir=ROOT, recursive=True))]
DOCUMENTS = {path: read(f"{ROOT}/{path}") for path in PATHS}
