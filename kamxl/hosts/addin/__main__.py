"""`python -m kamxl.hosts.addin udfs/vba` writes the sources of the add-in afresh, to be read."""

import sys
from pathlib import Path

from kamxl.hosts.addin.project import SHOWN, sources

for name, text in sources(xlwings=SHOWN).items():
    (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8", newline="\n")
