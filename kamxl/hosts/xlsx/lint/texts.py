"""Texts of cells: shared ones, and what a text may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kamxl.hosts.xlsx.lint.formulas import utf16
from kamxl.hosts.xlsx.lint.parsing import Attributes, Scan

LONGEST = 32_767
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
NEVER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def decoded(text: str) -> str:
    """Return a text with its _xHHHH_ resolved."""
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_fault(text: str) -> tuple[str, object] | None:
    """Return the fault of a cell's text, if there is one."""
    if len(text) > LONGEST // 2:
        length = utf16(decoded(text))
        if length > LONGEST:
            return "CELL-LENGTH", f"{length:,}"
    if "_x" in text:
        plain = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if "\ufffd" in plain and "\ufffd" not in text:
            return "CELL-CHARACTER", "half of a pair"
        text = plain
    if not text.isascii() and (found := NEVER.search(text)):
        return "CELL-CHARACTER", f"U+{ord(found[0]):04X}"
    return None


class SharedStrings(Scan):
    """Counts shared strings, looks at each, and keeps those that are asked for."""

    def __init__(self, wanted: Mapping[int, list[tuple[str, str, str]]]) -> None:
        self.texts: list[str] = []
        self.count = 0
        self.faults: list[tuple[str, str, object]] = []
        self.wanted = wanted
        self.kept: dict[int, str] = {}
        self._inside = self._phonetic = False
        super().__init__()
        self.parser.CharacterDataHandler = self._hear

    def start(self, tag: str, attributes: Attributes) -> None:
        """Begin a text."""
        if tag == "si":
            self.texts.clear()
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._inside = not self._phonetic

    def end(self, tag: str) -> None:
        """Look at a text that is whole."""
        if tag == "t":
            self._inside = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            text = "".join(self.texts)
            if fault := text_fault(text):
                self.faults.append((fault[0], f"si {self.count}", fault[1]))
            if self.count in self.wanted:
                self.kept[self.count] = text
            self.count += 1

    def _hear(self, text: str) -> None:
        if self._inside:
            self.texts.append(text)
