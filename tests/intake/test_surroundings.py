from __future__ import annotations

import dataclasses

from kamxl.findings import Finding
from kamxl.intake.mapping import Column, Mapping
from kamxl.intake.notes import Notes
from kamxl.intake.surroundings import note_surroundings
from tests.intake.drawn import table

MAPPING = Mapping("accounts", 0, (Column("id", "Nr", 0), Column("name", "Kunde", 1)))


def noted(drawing: str, filled: list[int], hidden: frozenset[int] = frozenset()) -> list[Finding]:
    notes = Notes()
    note_surroundings(dataclasses.replace(table(drawing), hidden=hidden), MAPPING, filled, notes)
    return list(notes.findings())


def test_blank_rows_are_counted_between_the_first_row_and_the_last() -> None:
    (found,) = noted("| Nr | Kunde |\n|  |  |\n| 1 | A |\n|  |  |\n| 2 | B |\n|  |  |", [2, 4])
    assert (found.code, found.values["count"], found.place) == ("I-BLANK", 2, "crm.xlsx!Kunden!A2")


def test_hidden_rows_that_hold_something_are_counted() -> None:
    (found,) = noted("| Nr | Kunde |\n| 1 | A |\n| 2 | B |", [1, 2], frozenset({0, 2, 9}))
    assert (found.code, found.values["count"], found.place) == ("I-HIDDEN", 1, "crm.xlsx!Kunden!A3")


def test_cells_under_no_header_are_counted() -> None:
    (found,) = noted("| Nr | Kunde | |\n| 1 | A | x |\n| 2 | B | y |", [1, 2])
    assert (found.code, found.values["count"], found.place) == ("I-BESIDE", 2, "crm.xlsx!Kunden!C2")
    assert found.values["value"] == "x"


def test_a_plain_table_is_nothing_to_speak_of() -> None:
    assert noted("| Nr | Kunde |\n| 1 | A |\n| 2 | B |", [1, 2]) == []
