"""The words in which a form is described: sections of lines, and whose each field is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kamxl.cells import CellValue, to_serial
from kamxl.text import Text
from kamxl.workbook.spec import Content, Link

# computed: ours alone. human: theirs alone. mixed: a proposal that a person may replace.
Kind = Literal["computed", "human", "mixed"]
# Stands between a section's key and the number of a line that people fill.
FREE = "+"
# Comes before a section's key in the ids of its title, its note, and its row of headings.
TITLE, NOTE, HEADINGS = "title.", "note.", "headings."
FRAME = (TITLE, NOTE, HEADINGS)
# What a line says of itself: a newer proposal, or that its rule no longer fires.
REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a section.

    `choices` are what may be picked in it, `list_of` is the section whose first field lists them;
    `span` says over how many places the cell reaches.
    """

    key: str
    label: Text
    kind: Kind
    style: str = "wrap"
    choices: tuple[Text, ...] = ()
    message: Text | None = None
    span: int = 1
    list_of: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of a form: fields side by side, and spare lines that lie ready for people.

    A text that may be long makes its lines `tall`, in points.
    """

    key: str
    title: Text
    fields: tuple[Field, ...]
    spare: int = 0
    note: Text | None = None
    headings: bool = True
    tall: float = 0

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each field by its key, counted from 0."""
        places: dict[str, int] = {}
        place = 0
        for one in self.fields:
            places[one.key] = place
            place += one.span
        return places

    @property
    def width(self) -> int:
        """How many places the fields take."""
        return sum(one.span for one in self.fields)

    def field(self, key: str) -> Field:
        """Return a field by its key."""
        return next(field for field in self.fields if field.key == key)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it would be generated now, by the keys of its section's fields.

    The id says what the line is about and does not depend on the order of lines. `links` lead from
    a field to a cell of this workbook.
    """

    id: str
    section: str
    values: Mapping[str, CellValue]
    links: Mapping[str, str] = field(default_factory=dict)

    def content(self, key: str) -> Content:
        """Return what the line's cell holds; a day as spreadsheets count it."""
        value = self.values.get(key)
        if isinstance(value, dt.date):
            return to_serial(value)
        if key in self.links and isinstance(value, str):
            return Link(value, self.links[key])
        return value


@dataclass(frozen=True)
class Form:
    """A whole form: `uid` tells it from others whatever its sheet is called."""

    uid: str
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.key: section for section in self.sections}

    @cached_property
    def _by_section(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.section, []).append(line)
        return found

    def section(self, key: str) -> Section:
        """Return a section by its key."""
        return self._sections[key]

    def of(self, section: str) -> list[Line]:
        """Return the lines of a section in their order."""
        return self._by_section.get(section, [])


def section_of(id_: str) -> str:
    """Return the key of the section that a line's id belongs to."""
    for mark in FRAME:
        if id_.startswith(mark):
            return id_.removeprefix(mark).partition(FREE)[0]
    return id_.partition(".")[0].partition(FREE)[0]
