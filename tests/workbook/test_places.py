"""Where a finding is: the cell that it speaks of."""

from __future__ import annotations

import dataclasses
import re

import pytest

from kamxl.cells import address
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book, Cell
from tests.domain import golden
from tests.workbook.books import book, sheet


def listed(made: Book) -> dict[str, str]:
    """Return the place of each code on the sheet of findings; the last one of a code."""
    rows: dict[int, dict[int, object]] = {}
    for cell in sheet(made, "findings").cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.content
    return {
        str(row[1]): str(row[2])
        for row in rows.values()
        if re.fullmatch(r"[A-Z]-.*", str(row.get(1)))
    }


def made_with(language: Language) -> Book:
    accounts = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 11)
    accounts = golden.with_rating(accounts, "Hotel", "reputation", "gut")
    policy = dataclasses.replace(golden.policy(), reported_revenue=50_000.0)
    return render(Inputs(accounts, policy, language, golden.TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_rating_is_found_in_its_cell(language: Language) -> None:
    made = made_with(language)
    table = sheet(made, "ratings").tables[0]
    name = sheet(made, "ratings").name
    for code, account, key in (
        ("R-RANGE", "Vicom", "relationship"),
        ("R-TEXT", "Hotel", "reputation"),
    ):
        slot = golden.policy().position(key)
        assert slot is not None
        row = table.row + 1 + golden.place(account)
        assert listed(made)[code] == f"{name}!{address(row, table.at(f'k{slot + 1}'))}"


def test_the_reported_revenue_is_found_in_the_settings() -> None:
    made = made_with("en")
    place = listed(made)["C-RECONCILE"]
    assert made.names["kam_reported_revenue"].replace("$", "") == place


def test_every_place_is_a_cell_that_holds_something() -> None:
    for language in LANGUAGES:
        made = made_with(language)
        cells: dict[str, set[str]] = {}
        for one in made.sheets:
            found: set[str] = {
                address(cell.row, cell.column) for cell in one.cells if isinstance(cell, Cell)
            }
            for table in one.tables:
                found |= {
                    address(table.row + row, table.column + column)
                    for row in range(table.rows + 1)
                    for column in range(len(table.columns))
                }
            cells[one.name] = found
        for code, place in listed(made).items():
            if place:
                name, _, cell = place.rpartition("!")
                assert cell in cells[name.strip("'")], (code, place)


def test_the_golden_book_places_its_findings() -> None:
    assert all(listed(book("golden", "de")).values())
