"""`python -m kamxl.functions > docs/functions.md` writes the manual afresh."""

import sys

from kamxl.functions.manual import manual

sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
sys.stdout.write(manual())
