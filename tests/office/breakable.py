"""The process behind the extension, which fails at the n-th writing where a file says so."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from kamxl.buttons import office
from kamxl.hosts.office.remote import Ask, OfficeError, RemoteBook

BREAKS = Path(sys.argv[1])


class Breakable(RemoteBook):
    def __init__(self, ask: Ask) -> None:
        def breaking(what: str, given: list[Any]) -> Any:
            if what == "enter" and BREAKS.exists():
                left = int(BREAKS.read_text(encoding="utf-8")) - 1
                BREAKS.unlink()
                if left == 0:
                    raise OfficeError("LibreOffice is busy")
                BREAKS.write_text(str(left), encoding="utf-8")
            return ask(what, given)

        super().__init__(breaking)


vars(office)["RemoteBook"] = Breakable
office.main()
