"""What a workbook remembers of its forms: what was generated last, and what people removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kamxl.cells import CellValue, to_serial
from kamxl.workbook.forms.reading import Remembered


@dataclass(frozen=True, slots=True)
class FormMemory:
    """What a workbook remembers of one form.

    `lines` is what was generated last, `deleted` the proposals that people removed, `proposed` when
    each proposal was first made, `archived` whether the account had left the segment. `sheet` is
    what its sheet was called: it tells the sheet from a copy that a person made. `seen` tells the
    bytes from which the form was read last, "" where that does not matter any more, and `said` is
    what came of it, as plain data.
    """

    lines: Remembered = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    proposed: Mapping[str, dt.date] = field(default_factory=dict)
    archived: bool = False
    sheet: str = ""
    seen: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


def told(memory: FormMemory) -> dict[str, Any]:
    """Return a memory as plain data; a day of a line is a number, as in the cell."""
    seen = {"seen": memory.seen, "said": dict(memory.said)} if memory.seen else {}
    return seen | {
        "lines": {
            id_: {key: _plain(value) for key, value in sorted(values.items())}
            for id_, values in sorted(memory.lines.items())
        },
        "deleted": sorted(memory.deleted),
        "proposed": {id_: day.isoformat() for id_, day in sorted(memory.proposed.items())},
        "archived": memory.archived,
        "sheet": memory.sheet,
    }


def understood(plain: Mapping[str, Any]) -> FormMemory:
    """Return a memory from plain data; ValueError, KeyError or TypeError where it is none."""
    return FormMemory(
        lines={
            str(id_): {str(key): value for key, value in values.items()}
            for id_, values in plain["lines"].items()
        },
        deleted=frozenset(map(str, plain["deleted"])),
        proposed={str(id_): dt.date.fromisoformat(day) for id_, day in plain["proposed"].items()},
        archived=bool(plain["archived"]),
        sheet=str(plain.get("sheet", "")),
        seen=str(plain.get("seen", "")),
        said=dict(plain.get("said", {})),
    )


def _plain(value: CellValue) -> object:
    return to_serial(value) if isinstance(value, dt.date) else value
