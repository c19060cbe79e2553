"""What older versions of kamxl put into workbooks: by it their cells are told from people's.

Formulas are kept without the cells that they refer to, so that they are recognised wherever they
stand; texts and numbers as they were written; rules, conditional formats and charts with the areas
that they had in the shipped example.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import NamedTuple

from kamxl.cells import CellValue
from kamxl.text import Language
from kamxl.workbook.merging.references import masked
from kamxl.workbook.reading.cells import label_key
from kamxl.workbook.spec import Content, Formula, Link
from kamxl.workbook.state import BONES, Bones, Remembered


class Written(NamedTuple):
    """What was written into one sheet."""

    formulas: Collection[str]
    texts: Collection[str]
    numbers: Collection[float]


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """What an older version put into a sheet, how wide; of `whole` ones every constant."""

    written: Written
    bones: Bones = field(default_factory=Bones)
    whole: bool = False
    columns: int = 0

    def formula(self, text: str) -> bool:
        """Return whether a formula is kamxl's."""
        return masked(text) in self.written.formulas

    def constant(self, value: CellValue) -> bool:
        """Return whether a text or number is kamxl's."""
        if isinstance(value, str):
            return label_key(value) in self.written.texts
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return float(value) in self.written.numbers

    def knowing(self, remembered: Remembered | None) -> KnownSheet:
        """Return it with what the workbook itself remembers."""
        if remembered is None:
            return self
        contents = remembered.contents.values()
        return replace(
            self,
            written=Written(
                {*self.written.formulas, *(masked(f.text) for f in _formulas(contents))},
                {*self.written.texts, *(label_key(text) for text in _texts(contents))},
                {*self.written.numbers, *_numbers(contents)},
            ),
            bones=remembered.bones,
            whole=False,
        )


def _formulas(contents: Collection[Content]) -> list[Formula]:
    return list({one.text: one for one in contents if isinstance(one, Formula)}.values())


def _texts(contents: Collection[Content]) -> list[str]:
    found = [one.text if isinstance(one, Link) else one for one in contents]
    return [one for one in found if isinstance(one, str)]


def _numbers(contents: Collection[Content]) -> list[float]:
    return [
        float(one)
        for one in contents
        if isinstance(one, (int, float)) and not isinstance(one, bool)
    ]


# Sheets on which nobody types: of the results that stand there as constants all are kamxl's.
WHOLE = ("stability", "explanation", "changes")


@cache
def known_sheets(schema: int, language: Language) -> Mapping[str, KnownSheet]:
    """Return by key what a schema's version put into its sheets, in a language."""
    file = resources.files("kamxl.workbook.upgrades") / "known" / f"{schema}.{language}.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    return {
        key: KnownSheet(
            Written(
                frozenset(sheet["formulas"]),
                frozenset(label_key(text) for text in sheet["texts"]),
                frozenset(map(float, sheet["numbers"])),
            ),
            BONES.validate_python(sheet["bones"]),
            key in WHOLE,
            int(sheet["columns"]),
        )
        for key, sheet in told["sheets"].items()
    }
