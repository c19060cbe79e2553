"""`python -m kamxl.functions [en|de]` writes the manual: docs/functions.md, functions.de.md."""

import sys

from kamxl.functions.manual import manual
from kamxl.text import LANGUAGES

wanted = sys.argv[1] if len(sys.argv) > 1 else "en"
language = next((one for one in LANGUAGES if one == wanted), None)
if language is None:
    sys.exit(f"no manual in {wanted!r}; there are: {', '.join(LANGUAGES)}")
sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
sys.stdout.write(manual(language))
