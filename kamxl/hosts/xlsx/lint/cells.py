"""Rows and cells, heard one by one: the only part of a workbook that is ever large."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from kamxl.cells import CellError
from kamxl.hosts.xlsx.lint.areas import COLUMNS, ROWS, area, column
from kamxl.hosts.xlsx.lint.formulas import Formulas
from kamxl.hosts.xlsx.lint.pages import check_height
from kamxl.hosts.xlsx.lint.parsing import TAGS, Attributes, check_children
from kamxl.hosts.xlsx.lint.repeats import Repeats
from kamxl.hosts.xlsx.lint.styles import within
from kamxl.hosts.xlsx.lint.texts import decoded, text_fault

KINDS = frozenset({"n", "s", "b", "e", "str", "inlineStr", "d"})
ERRORS = frozenset({error.value for error in CellError}) | {
    "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!",
    "#BUSY!", "#EXTERNAL!", "#PYTHON!",
}  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?|T?\d\d:\d\d(:\d\d(\.\d+)?)?Z?")
CELL_ORDER = ("f", "v", "is", "extLst")

Report = Callable[[str, str, object], None]


class Cells:
    """Hears the sheetData of one sheet."""

    def __init__(
        self,
        report: Report,
        formulas: Formulas,
        sheet: int,
        formats: int,
        headers: Mapping[tuple[int, int], str],
        chained: set[int],
        metadata: Mapping[str, int],
    ) -> None:
        self._report, self.formulas, self.sheet = report, formulas, sheet
        self.told = 0
        self.metadata = metadata
        self.formats, self.headers, self.chained = formats, headers, chained
        self.header_rows = {row for row, _ in headers}
        self.missing = set(headers)
        self.shared: dict[int, list[tuple[str, str]]] = {}  # header cells, by string
        self.highest, self.highest_at = -1, ""
        self.row, self.row_text = 0, "0"
        self.column = 0
        self.place = self.kind = ""
        self.formula: Attributes | None = None
        self.order: list[str] = []
        self.value: str | None = None
        self.texts: list[str] = []
        self.inline: list[str] | None = None
        self.phonetic = False
        self.groups: set[str] = set()
        self.good_formats: set[str] = set()

    def listen(self, parser: Any, done: Callable[[str], None]) -> None:
        """Hear the parser until sheetData ends."""
        self.done = done
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.texts.append

    def report(self, code: str, place: str, what: object) -> None:
        """Tell a fault, and count it."""
        self.told += 1
        self._report(code, place, what)

    def passes(self, repeats: Repeats) -> bool:
        """Pass over a row that repeats good ones; return whether it may be passed over."""
        if (
            repeats.number <= self.row
            or repeats.number > ROWS
            or repeats.number in self.header_rows
        ):
            return False
        self.row = repeats.number
        if repeats.highest > self.highest:
            self.highest, self.highest_at = repeats.highest, f"row {self.row}"
        return True

    # ------------------------------------------------------------ events
    def _start(self, name: str, attributes: Attributes) -> None:
        tag = TAGS[name]
        if tag == "c":
            self._cell(attributes)
        elif tag == "v" or tag == "t":
            self.texts.clear()
            if tag == "v":
                self.order.append(tag)
        elif tag == "f":
            self.texts.clear()
            self.order.append(tag)
            self.formula = attributes
        elif tag == "row":
            self._row(attributes)
        elif tag == "is":
            self.order.append(tag)
            self.inline = []
        elif tag == "rPh":
            self.phonetic = True
        elif self.inline is None and ":" not in tag and tag != "extLst":
            self.report("XML-ORDER", self.place or "sheetData", tag)

    def _end(self, name: str) -> None:
        tag = TAGS[name]
        if tag == "v":
            self.value = "".join(self.texts)
        elif tag == "c":
            self._finish()
        elif tag == "f":
            self._formula("".join(self.texts))
        elif tag == "t":
            if self.inline is not None and not self.phonetic:
                self.inline.append("".join(self.texts))
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "is":
            self.value, self.inline = "".join(self.inline or ()), None
        elif tag == "sheetData":
            self.done(name)

    def _row(self, attributes: Attributes) -> None:
        told = attributes.get("r")
        row = self.row + 1 if told is None else int(told) if within(told, ROWS + 1) else 0
        if row <= self.row:
            self.report("ROW-ORDER", f"row {told}", told)
        self.row = max(row, self.row)
        if self.row > ROWS:
            self.report("ROW-ORDER", f"row {self.row}", self.row)
        self.row_text = str(self.row)
        self.column = 0
        style = attributes.get("s")
        if style is not None and style not in self.good_formats:
            self._format(style, f"row {self.row}")
        if "ht" in attributes or "outlineLevel" in attributes:
            level = attributes.get("outlineLevel", "0")
            check_height(attributes.get("ht", "0"), level, f"row {self.row}", self.report)

    def _cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            at = self.column + 1
            self.place = f"row {self.row}, cell {at}"
        else:
            self.place = place
            row = self.row_text
            at = column(place[: -len(row)]) if place.endswith(row) else 0
            if not at:
                self.report("CELL-ADDRESS", place, place)
        if 0 < at <= self.column or at > COLUMNS:
            self.report("CELL-ORDER", self.place, "")
        if at:
            self.column = at
        style = attributes.get("s")
        if style is not None and style not in self.good_formats:
            self._format(style, self.place)
        if "cm" in attributes or "vm" in attributes:
            self._metadata(attributes)
        self.kind = attributes.get("t", "n")
        self.order.clear()
        self.value = self.formula = None

    def _format(self, style: str, place: str) -> None:
        if within(style, self.formats):
            self.good_formats.add(style)
        else:
            self.report("CELL-STYLE", place, style)

    def _metadata(self, attributes: Attributes) -> None:
        for key in ("cm", "vm"):
            told = attributes.get(key, "0")
            if not within(told, self.metadata.get(key, 0) + 1):
                self.report("CELL-METADATA", self.place, f"{key}={told}")

    def _finish(self) -> None:
        value, kind = self.value, self.kind
        if len(self.order) > 1:
            check_children(self.place, self.order, CELL_ORDER, self.report)
            if len(set(self.order)) < len(self.order):
                self.report("XML-ORDER", self.place, self.order[-1])
        if value is not None:
            if kind == "n":
                if value or self.formula is None:
                    self._number(value)
            elif kind == "s":
                self._string(value)
            elif kind == "str" or kind == "inlineStr":
                if fault := text_fault(value):
                    self.report(fault[0], self.place, fault[1])
            else:
                self._rare(kind, value)
        elif kind not in KINDS:
            self._rare(kind, "")
        if self.row in self.header_rows and (self.row, self.column) in self.headers:
            self._header(value, kind)

    def _number(self, value: str) -> None:
        try:
            good = math.isfinite(float(value)) and "_" not in value
        except ValueError:
            good = False
        if not good:
            self.report("CELL-NUMBER", self.place, value or "''")

    def _string(self, value: str) -> None:
        if not within(value, 2**31):
            self.report("CELL-STRING", self.place, value or "''")
        elif int(value) > self.highest:
            self.highest, self.highest_at = int(value), self.place

    def _rare(self, kind: str, value: str) -> None:
        if kind == "b":
            if value not in ("0", "1") and not (value == "" and self.formula is not None):
                self.report("CELL-BOOLEAN", self.place, value)
        elif kind == "e":
            if value not in ERRORS and not (value == "" and self.formula is not None):
                self.report("CELL-ERROR", self.place, value)
        elif kind == "d":
            if not DATE.fullmatch(value):
                self.report("CELL-DATE", self.place, value)
        elif kind not in KINDS:
            self.report("CELL-TYPE", self.place, kind)

    def _header(self, value: str | None, kind: str) -> None:
        place = (self.row, self.column)
        self.missing.discard(place)
        expected = self.headers[place]
        if self.formula is not None or value is None or kind not in ("s", "str", "inlineStr"):
            self.report("TABLE-HEADER", self.place, expected)
        elif kind == "s":
            if within(value, 2**31):
                self.shared.setdefault(int(value), []).append((self.place, expected))
        elif not same_header(value, expected):
            self.report("TABLE-HEADER", self.place, expected)

    # ------------------------------------------------------------ formulas
    def _formula(self, text: str) -> None:
        attributes, place = self.formula or {}, self.place
        if self.chained:
            self.chained.discard(self.row * (COLUMNS + 1) + self.column)
        if attributes and (kind := attributes.get("t", "normal")) != "normal":
            if kind == "shared":
                if self._shared(attributes, text):
                    return
            elif kind == "dataTable":
                return
            elif area(attributes.get("ref", "")) is None or kind != "array":
                self.report("FORMULA-ARRAY", place, attributes.get("ref", kind))
        for code, what in self.formulas.check(text, self.sheet):
            self.report(code, place, what)

    def _shared(self, attributes: Attributes, text: str) -> bool:
        """Return whether the cell only refers to a formula that another one holds."""
        group = attributes.get("si", "")
        if not text:
            if group not in self.groups:
                self.report("FORMULA-SHARED", self.place, group or "''")
            return True
        if "ref" in attributes or group not in self.groups:
            self.groups.add(group)
            if area(attributes.get("ref", "")) is None or not group.isdecimal():
                self.report("FORMULA-SHARED", self.place, group or "''")
        return False


def same_header(text: str, expected: str) -> bool:
    """Return whether a header cell says the name of its column."""
    return decoded(text).replace("\r\n", "\n") == expected.replace("\r\n", "\n")
