"""Brings a workbook of an older kamxl up to the layout of this one, with all that people did in it.

First its sheets get room: cells move as people move them when they insert columns and rows, and
everything that speaks of them follows. Then the new layout is merged in, as a run does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kamxl.actions.run import File, known_criteria
from kamxl.actions.run import run as run_book
from kamxl.actions.updating import (
    Update,
    known_inputs,
    language_of,
    layout_of,
    rendered_with,
    update,
)
from kamxl.domain.assessment import assess
from kamxl.domain.rulebook import Rulebook
from kamxl.workbook.merging.aligning import At
from kamxl.workbook.merging.former import Former, FormerSheet
from kamxl.workbook.merging.held import cell_of, held_sheet
from kamxl.workbook.merging.shaping import BookShape
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.schema import SCHEMA_VERSION
from kamxl.workbook.spec import Content, Formula
from kamxl.workbook.state import unpacked
from kamxl.workbook.upgrades.bones import printing, stretched
from kamxl.workbook.upgrades.known import KnownSheet, known_sheets
from kamxl.workbook.upgrades.room import Room, recognised, room_for, with_charts
from kamxl.workbook.upgrades.steps import schema_of

# Sheets of lists that a run lays out anew by itself.
RENEWED = ("findings", "actions", "needs", "contacts", "loyalty", "balance")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workbook needs: by key of a sheet its room, and what is kamxl's in it."""

    schema: int
    names: Mapping[str, str]
    rooms: Mapping[str, Room]
    known: Mapping[str, KnownSheet]
    ours: Mapping[str, frozenset[At]]

    @property
    def shape(self) -> BookShape:
        """Where the cells of all sheets go."""
        return BookShape({room.shape.name: room.shape for room in self.rooms.values()})


def plan_upgrade(book: File, today: dt.date) -> Plan | None:
    """Return what an older workbook needs, None where it is of this layout.

    InputError where it is a newer kamxl's, or none of kamxl's.
    """
    schema = schema_of(book)
    if schema == SCHEMA_VERSION:
        return None
    state = book.state()
    memory = None if state is None else unpacked(state, book.name)
    read = read_book(book, known_criteria(), today)
    language = language_of(read)
    inputs = known_inputs(read.inputs, memory, language)
    layout, _ = layout_of(book, read, inputs, memory)
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    sheets = rendered_with(inputs, result, layout)
    written = known_sheets(schema, language)
    rooms, known, ours = {}, {}, {}
    there = book.names()
    for sheet in sheets.sheets:
        if sheet.key not in read.names or sheet.key in RENEWED or sheet.key not in written:
            continue
        old = memory.sheets.get(sheet.key) if memory else None
        wrote = written[sheet.key].knowing(old)
        area = book.printed(read.names[sheet.key])
        known[sheet.key] = replace(wrote, bones=printing(wrote.bones, area))
        held = held_sheet(book, read.names[sheet.key])
        named = []
        for name, reference in sheets.names.items():
            new_cell, old_cell = cell_of(reference), cell_of(there.get(name, ""))
            if new_cell and old_cell and (new_cell[0], old_cell[0]) == (sheet.name, held.name):
                named.append((new_cell[1], old_cell[1]))
        filled = recognised(held, known[sheet.key], sheet)
        room = room_for(sheet, held, filled, named, wrote.columns)
        if room is not None and not (room.shape.identity and old is not None):
            rooms[sheet.key] = with_charts(room, sheet, known[sheet.key].bones.charts)
            ours[sheet.key] = frozenset(at for at in filled.cells if at[1] not in room.own)
    return Plan(schema, read.names, rooms, known, ours)


def upgrade(book: File, plan: Plan, today: dt.date, rulebook: Rulebook | None = None) -> Update:
    """Return what changes in a workbook that has been given the room that a plan asks for."""
    sheets = {}
    names = {room.shape.name: room for room in plan.rooms.values()}
    for key, room in plan.rooms.items():
        held = held_sheet(book, room.shape.name)
        ours: dict[At, Content] = {}
        for row, column in plan.ours[key]:
            place = room.shape.place(row, column)
            text = held.texts.get(place)
            value = held.value(*place)
            ours[place] = value if text is None else Formula(text, value)
        bones = stretched(plan.known[key].bones, room.shape, names)
        sheets[key] = FormerSheet(room.shape, room.alignment, ours, bones)
    return update(run_book(book, today), today, None, rulebook, Former(plan.schema, sheets))
