from __future__ import annotations

import pytest

from kamxl.actions.run import known_criteria
from kamxl.cells import address
from kamxl.domain.assessment import assess
from kamxl.findings import Finding, Subject
from kamxl.hosts.memory import MemoryBook
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.places import Places, rendered
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.sheets import concentration, criteria_places, settings
from tests.domain import golden
from tests.workbook.reading import made
from tests.workbook.reading.made import ACCOUNT, FIRST, RATING, TODAY, example, name


def fresh(language: Language = "de") -> Places:
    return rendered(Context(example(language), golden.assessment(), ()))


def reread(sheets: dict[str, list[list[made.CellValue]]] | None = None) -> Places:
    cells = sheets or made.cells_of(made.render(example()))
    return read_book(MemoryBook(cells), known_criteria(), TODAY).places


def of(places: Places, **subject: int | str) -> str:
    return places.of(Finding("S-DATA", subject=Subject(**subject)))  # type: ignore[arg-type]


CASES: list[tuple[dict[str, int | str], str, int, int]] = [
    ({"account": 3}, "accounts", FIRST + 3, ACCOUNT["id"]),
    ({"account": 3, "field": "revenue"}, "accounts", FIRST + 3, ACCOUNT["revenue"]),
    ({"account": 3, "field": "disclosure_share"}, "accounts", FIRST + 3,
     ACCOUNT["disclosure_share"]),
    ({"account": 3, "criterion": "product_fit"}, "ratings", FIRST + 3, RATING["k7"]),
    ({"account": 3, "field": "coverage"}, "ratings", FIRST + 3, RATING["coverage"]),
    ({"account": 3, "field": "endangered"}, "ratings", FIRST + 3, RATING["endangered"]),
    ({"criterion": "product_fit"}, "criteria", FIRST + 6, criteria_places.PLACE["name"]),
    ({"criterion": "product_fit", "field": "weight"}, "criteria", FIRST + 6,
     criteria_places.PLACE["weight"]),
    ({"field": "key_account_limit"}, "settings", settings.row_of("key_account_limit"),
     settings.VALUE),
    ({"field": "hhi"}, "concentration", concentration.FIGURE_ROW["hhi"], 1),
    ({"field": "weight_total"}, "criteria", criteria_places.TOTAL_ROW,
     criteria_places.PLACE["used_weight"]),
    ({"field": "weight"}, "criteria", criteria_places.TOTAL_ROW,
     criteria_places.PLACE["used_weight"]),
    ({"field": "ratings"}, "ratings", FIRST - 1, 0),
    ({"field": "revenue"}, "accounts", FIRST - 1, ACCOUNT["revenue"]),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "sheet", "row", "column"), CASES)
def test_a_finding_is_at_the_cell_that_it_speaks_of(
    subject: dict[str, int | str], sheet: str, row: int, column: int
) -> None:
    for language in LANGUAGES:
        assert of(fresh(language), **subject) == f"{name(sheet, language)}!{address(row, column)}"
    assert of(reread(), **subject) == f"book.xlsx!{name(sheet)}!{address(row, column)}"


@pytest.mark.parametrize(("subject", "sheet", "row", "column"), CASES)
def test_a_finding_follows_its_cell_where_columns_were_moved_and_rows_inserted(
    subject: dict[str, int | str], sheet: str, row: int, column: int
) -> None:
    cells = made.cells_of(made.render(example()))
    for key in ("accounts", "ratings", "criteria"):
        rows = [[None, *reversed(line)] for line in cells[name(key)]]
        cells[name(key)] = [[None] * len(rows[0]), *rows]
    moved = cells[name(sheet)]
    if sheet in ("accounts", "ratings", "criteria"):
        row, column = row + 1, len(moved[0]) - 1 - column
    wanted = f"book.xlsx!{name(sheet)}!{address(row, column)}"
    assert of(reread(cells), **subject) == wanted


def test_a_finding_about_nothing_in_particular_is_in_the_file() -> None:
    assert of(fresh()) == of(fresh(), field="nonsense") == ""
    assert of(reread()) == of(reread(), field="nonsense", criterion="nobody") == "book.xlsx"


def test_a_rating_of_an_account_without_a_row_of_ratings_is_at_the_account() -> None:
    cells = made.cells_of(made.render(example()))
    del cells["Bewertung"][FIRST + 3]
    assert of(reread(cells), account=3, criterion="product_fit") == "book.xlsx!Kunden!A9"


def test_a_sheet_that_is_missing_has_its_english_name() -> None:
    cells = made.cells_of(made.render(example()))
    del cells["Konzentration"]
    row = concentration.FIGURE_ROW["hhi"]
    assert of(reread(cells), field="hhi") == f"book.xlsx!Concentration!B{row + 1}"


def test_a_place_that_is_known_already_stays() -> None:
    known = Finding("S-DATA", subject=Subject(field="ratings"), place="x.csv!B7")
    assert fresh().placed([known, Finding("S-DATA", subject=Subject(field="ratings"))]) == [
        known,
        Finding("S-DATA", subject=Subject(field="ratings"), place="Bewertung!A5"),
    ]


def test_a_criterion_beyond_a_gap_is_rated_in_its_own_column() -> None:
    cells = made.cells_of(made.render(example()))
    cells["Kriterien"][FIRST + 2][criteria_places.PLACE["name"]] = None
    places = reread(cells)
    assert of(places, account=0, criterion="product_fit") == (
        f"book.xlsx!Bewertung!{address(FIRST, RATING['k7'])}"
    )
    assert places.criteria_slots["product_fit"] == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_the_example_has_a_cell(language: Language) -> None:
    inputs = example(language)
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    placed = fresh(language).placed(result.findings)
    assert len(placed) == len(result.findings) > 0
    names = {label(language) for label in words.SHEETS.values()}
    assert all(finding.place.split("!")[0] in names for finding in placed)
