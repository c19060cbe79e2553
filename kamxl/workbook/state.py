"""What kamxl remembers in a workbook of the last time it wrote it: the base of the next merge.

Remembered is what kamxl put there and nobody types: formulas and constants by sheet. The results
of formulas are not, since every run computes them anew.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from pydantic import TypeAdapter

from kamxl.cells import CellError, CellValue
from kamxl.errors import InputError
from kamxl.workbook.forms.memory import FormMemory, understood
from kamxl.workbook.forms.memory import told as told_of
from kamxl.workbook.spec import (
    Book,
    Chart,
    Conditional,
    Content,
    Formula,
    Link,
    Page,
    Sheet,
    Sparkline,
    Validation,
)
from kamxl.workbook.styles import is_typed

STATE_SCHEMA = 1
# The namespace of the part of the workbook that holds the state.
STATE_SPACE = "urn:kamxl:state:1"
# So many runs the workbook tells of.
RUNS = 50
# Stands for a row's own number in the formulas of a list, so that they read alike.
OWN_ROW = "§"
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """One run that changed something: its day (2026-01-31), the version, and what changed."""

    day: str
    version: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Bones:
    """What a sheet has besides cells: it changes when lists grow or texts of criteria change."""

    validations: list[Validation] = field(default_factory=list)
    conditionals: list[Conditional] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    sparklines: list[Sparkline] = field(default_factory=list)
    page: Page = field(default_factory=Page)

    @classmethod
    def of(cls, sheet: Sheet) -> Bones:
        """Return those of a sheet."""
        return cls(
            sheet.validations, sheet.conditionals, sheet.charts, sheet.sparklines, sheet.page
        )

    def sheet(self, key: str, name: str) -> Sheet:
        """Return a sheet that has these and no cells."""
        return Sheet(
            key, name, "#000000", self.page, validations=self.validations,
            conditionals=self.conditionals, charts=self.charts, sparklines=self.sparklines,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remembered:
    """What kamxl put into one sheet: contents by place; `ids` are those of its table's rows."""

    name: str
    contents: Mapping[At, Content]
    ids: Sequence[str] = ()
    bones: Bones = field(default_factory=lambda: Bones())


@dataclass(frozen=True, slots=True)
class State:
    """All that a workbook remembers: sheets by key, defined names, runs, and whose it was.

    `forms` are checklist and strategy sheets by their uids, `handed` is what was handed out (see
    `handing.rounds`).
    """

    version: str = ""
    language: str = ""
    sheets: Mapping[str, Remembered] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    runs: Sequence[Run] = ()
    source: str = ""
    slots: int = 0
    forms: Mapping[str, FormMemory] = field(default_factory=dict)
    handed: str = ""


def contents(sheet: Sheet) -> dict[At, tuple[Content, str, bool]]:
    """Return by place what a sheet holds: content, style, and whether people type there."""
    made: dict[At, tuple[Content, str, bool]] = {}
    for table in sheet.tables:
        for place, column in enumerate(table.columns):
            at = table.column + place
            header = "header" if column.formula else "header_input"
            made[table.row, at] = (column.label, header, False)
            live = bool(column.formula) and not column.stamped
            for row, value in enumerate(column.values, start=table.row + 1):
                content: Content = Formula(column.formula, value) if live else value
                made[row, at] = (content, column.style, not column.formula)
    for area, content, style in sheet.merges:
        made[area.top, area.left] = (content, style, is_typed(style))
    for cell in sheet.cells:
        made[cell.row, cell.column] = (cell.content, cell.style, is_typed(cell.style))
    return made


def remember(
    book: Book, runs: Sequence[Run] = (), forms: Mapping[str, FormMemory] | None = None
) -> State:
    """Return what to remember of a workbook as it is rendered."""
    return State(
        source=book.source,
        slots=book.slots,
        version=book.properties.get("kamxl_version", ""),
        language=book.language,
        sheets={sheet.key: _remembered(sheet) for sheet in book.sheets},
        names=dict(book.names),
        runs=tuple(runs)[-RUNS:],
        forms=forms or {},
    )


def _remembered(sheet: Sheet) -> Remembered:
    held: dict[At, Content] = {}
    for at, (content, _, typed) in contents(sheet).items():
        if not typed and content not in (None, ""):
            held[at] = content
    ids: Sequence[str] = ()
    for table in sheet.tables:
        if any(column.stamped for column in table.columns):
            column = table.columns[table.at("id") - table.column]
            ids = tuple(str(value or "") for value in column.values)
    return Remembered(sheet.name, held, ids, Bones.of(sheet))


# ------------------------------------------------------------ as bytes


def packed(state: State) -> bytes:
    """Return a state as the workbook holds it: the same bytes for the same state."""
    told: dict[str, Any] = {
        "schema": STATE_SCHEMA,
        "version": state.version,
        "language": state.language,
        "sheets": {
            key: {
                "name": sheet.name,
                "bones": BONES.dump_python(sheet.bones, mode="json", warnings=False),
                "ids": list(sheet.ids),
                "columns": _columns(sheet.contents),
            }
            for key, sheet in sorted(state.sheets.items())
        },
        "source": state.source,
        "slots": state.slots,
        "forms": {uid: told_of(memory) for uid, memory in sorted(state.forms.items())},
        "names": dict(sorted(state.names.items())),
        "runs": [[run.day, run.version, dict(sorted(run.counts.items()))] for run in state.runs],
    }
    if state.handed:
        told["handed"] = state.handed
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("utf-8"), 9)


def unpacked(data: bytes, file: str) -> State | None:
    """Return a remembered state, None where it is damaged.

    What is not understood is as good as nothing: the merge is then careful. But InputError where a
    later kamxl wrote it: to replace what that one remembers would lose it.
    """
    try:
        told = json.loads(_inflated(data, file))
        if int(told["schema"]) > STATE_SCHEMA:
            raise InputError(
                "a newer kamxl wrote this workbook; update kamxl, nothing was changed", file
            )
        return State(
            version=str(told["version"]),
            language=str(told["language"]),
            sheets={
                key: Remembered(
                    sheet["name"],
                    _places(sheet["columns"]),
                    tuple(map(str, sheet["ids"])),
                    BONES.validate_python(sheet["bones"]),
                )
                for key, sheet in told["sheets"].items()
            },
            names=dict(told["names"]),
            source=str(told["source"]),
            slots=int(told["slots"]),
            forms={str(uid): understood(memory) for uid, memory in told.get("forms", {}).items()},
            runs=tuple(Run(day, version, dict(counts)) for day, version, counts in told["runs"]),
            handed=str(told.get("handed", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return None


BONES: TypeAdapter[Bones] = TypeAdapter(Bones)
MOST_BYTES = 256 * 2**20


def _inflated(data: bytes, file: str) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(data, MOST_BYTES)
    if unpacking.unconsumed_tail:
        raise InputError("what kamxl remembers in the workbook is suspiciously large", file)
    return text


def _columns(held: Mapping[At, Content]) -> dict[str, list[list[Any]]]:
    """Return contents by column as runs: first row, how many, and what stands in each."""
    made: dict[str, list[list[Any]]] = {}
    for row, column in sorted(held, key=itemgetter(1, 0)):
        runs = made.setdefault(str(column), [])
        told = _told(row, held[row, column])
        if runs and runs[-1][0] + runs[-1][1] == row and _alike(runs[-1][2], told):
            runs[-1][1] += 1
        else:
            runs.append([row, 1, told])
    return made


def _alike(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _places(columns: Mapping[str, Iterable[Sequence[Any]]]) -> dict[At, Content]:
    made: dict[At, Content] = {}
    for column, runs in columns.items():
        for first, count, told in runs:
            for row in range(first, first + count):
                made[row, int(column)] = _content(row, told)
    return made


def _told(row: int, content: Content) -> Any:
    if isinstance(content, Formula):
        own = str(row + 1)
        if OWN_ROW in content.text:
            return f"={content.text}"
        text = content.text
        if own in text:
            text = _own_row_marked(text, own)
        return f"~{text}"
    if isinstance(content, CellError):
        return f"!{content.value}"
    if isinstance(content, Link):
        return f">{content.target}\n{content.text}"
    return f"'{content}" if isinstance(content, str) else content


def _own_row_marked(text: str, own: str) -> str:
    """Return a formula with a mark for the number of its own row, behind the letters of a column.

    A search for every number would take several times as long.
    """
    first, *parts = text.split(own)
    made = [first]
    before = first[-1:]
    for place, part in enumerate(parts, start=1):
        after = part[:1] or (own[:1] if place < len(parts) else "")
        mark = before.isascii() and before.isalpha() and not after.isdecimal()
        made.append(OWN_ROW if mark else own)
        made.append(part)
        before = part[-1:] or own[-1:]
    return "".join(made)


def _content(row: int, told: Any) -> Content:
    if not isinstance(told, str):
        plain: CellValue = told
        return plain
    kind, text = told[:1], told[1:]
    if kind == "~":
        return Formula(text.replace(OWN_ROW, str(row + 1)), None)
    if kind == "=":
        return Formula(text, None)
    if kind == ">":
        target, _, shown = text.partition("\n")
        return Link(shown, target)
    return CellError(text) if kind == "!" else text
