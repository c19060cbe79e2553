"""A document as plain data: parts of paragraphs, figures, tables, pictures; numbers as they are."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from kamxl.text import Language, Text, day_text, number, percent

# How a value is shown; a text is left, all others right.
Kind = Literal["text", "money", "percent", "score", "whole", "index", "decimal", "day", "change"]
Tone = Literal["", "good", "warn", "bad"]
Value = float | str | dt.date | None
DECIMALS: dict[str, int] = {"money": 0, "score": 2, "whole": 0, "index": 4, "decimal": 1}
NOTHING = "–"
WITHOUT_END = Text("without end", "ohne Ende")
# What neither XML nor a reader can take.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Column(NamedTuple):
    """A column of a table; `width` is relative to the others'."""

    label: str
    kind: Kind
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several; a note is small."""

    text: str
    note: bool = False


class Figure(NamedTuple):
    """A figure with what it means."""

    label: str
    value: Value
    kind: Kind
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side."""

    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `tones` are by row, one column then tells by colour, too.

    `kinds` gives a row a kind of its own for all its numbers.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    tones: Sequence[Tone] = ()
    kinds: Sequence[Kind] = ()

    def kind(self, row: int, column: int) -> Kind:
        """Return how the value of a cell is shown."""
        own = self.columns[column].kind
        return self.kinds[row] if self.kinds and own != "text" else own

    def tone(self, row: int) -> Tone:
        """Return the tone of a row."""
        return self.tones[row] if self.tones else ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with a description for those who do not see it; its table stands beside."""

    title: str
    description: str
    svg: Element
    width: float
    height: float


Block = Paragraph | Figures | Table | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document with a heading."""

    key: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `facts` say what it is about, `foot` who made it from what."""

    title: str
    language: Language
    facts: Sequence[Figure]
    parts: Sequence[Part]
    foot: str = ""
    contents: str = field(default="")


def clean(text: str) -> str:
    """Return a text without what cannot be shown."""
    return CONTROL.sub(" ", text)


def said(value: Value, kind: Kind, language: Language) -> str:
    """Return a value as people of that language write it; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, dt.date):
        return day_text(value, language)
    if isinstance(value, str):
        return clean(value)
    if math.isinf(value):
        return WITHOUT_END(language)
    if kind == "percent":
        return percent(value, 1, language).replace("-", "−")
    if kind == "change":
        return f"{'+' if value > 0 else ''}{number(value, 2, language)}".replace("-", "−")
    return number(value, DECIMALS.get(kind, 2), language).replace("-", "−")
