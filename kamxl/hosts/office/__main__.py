"""`python -m kamxl.hosts.office udfs/office` writes the extension's made files, to be read."""

import sys
from pathlib import Path

from kamxl.hosts.office.extension import projections

for name, text in projections().items():
    (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8", newline="\n")
