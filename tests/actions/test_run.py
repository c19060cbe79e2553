from __future__ import annotations

import dataclasses
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kamxl.actions.run import RunResult, known_criteria
from kamxl.cells import CellValue, address, column_letters
from kamxl.domain.portfolio import Ratings
from kamxl.findings import Finding
from kamxl.hosts.tables.book import read_book
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.sheets import criteria_places
from kamxl.workbook.sheets.accounts import COMPUTED, INPUTS
from kamxl.workbook.sheets.settings import row_of
from tests.office.client import Edit, Office
from tests.workbook.reading import made
from tests.workbook.reading.made import (
    ACCOUNT,
    CRITERION,
    FIRST,
    RATING,
    TODAY,
    built,
    codes,
    edited,
    example,
    judged,
    name,
    setting,
)

# The first columns beside the table of accounts, and the cell of a setting.
BESIDE, BEYOND = (column_letters(len((*INPUTS, *COMPUTED)) + n) for n in (0, 1))
COVERAGE = f"C{row_of('minimum_coverage') + 1}"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the twelve accounts, in German; tests edit copies."""
    return built(example(), tmp_path_factory.mktemp("run") / "kunden.xlsx")


Typed = dict[tuple[str, int, int], CellValue]


def typed(path: Path, cells: Typed, out: Path) -> Path:
    """Return a workbook in which cells were typed over, rows and columns from 0."""

    def type_in(book: Any) -> None:
        for (sheet, row, column), value in cells.items():
            book[sheet].cell(row + 1, column + 1).value = value

    return edited(path, type_in, out)


def account(place: int, key: str) -> tuple[str, int, int]:
    return name("accounts"), FIRST + place, ACCOUNT[key]


def rating(place: int, key: str) -> tuple[str, int, int]:
    return name("ratings"), FIRST + place, RATING[key]


def by_code(found: RunResult, code: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.code == code]


# ------------------------------------------------------------ what is read


def test_a_fresh_workbook_has_the_findings_of_its_assessment(fresh: Path) -> None:
    found = judged(fresh)
    assert codes(found.findings) == codes(found.result.findings)
    assert found.checks == dict.fromkeys(found.checks, True)


def test_the_template_that_nobody_filled_is_read(tmp_path: Path) -> None:
    inputs = dataclasses.replace(
        example(), portfolio=made.Portfolio((), ()), policy=example().policy
    )
    found = judged(built(inputs, tmp_path / "b.xlsx"))
    assert len(found.inputs.portfolio) == 0
    assert set(codes(found.findings)).isdisjoint({"X-STALE", "X-FORMULA", "X-BELOW"})


def test_what_is_wrong_in_every_cell_survives_with_moved_columns(tmp_path: Path) -> None:
    inputs = example()
    keys = [criterion.key for criterion in inputs.policy.criteria]
    wrong = {(f"rating:{key}", place): f"{key} {place}" for key in keys for place in range(12)}
    wrong |= {("revenue", place): f"ca. {place}" for place in range(12)}
    portfolio = dataclasses.replace(
        inputs.portfolio, numbers={}, ratings={key: Ratings.of(["x"] * 12) for key in keys}
    )
    inputs = dataclasses.replace(inputs, portfolio=portfolio, kept=wrong)
    path = built(inputs, tmp_path / "b.xlsx")

    def insert(book: Any) -> None:
        for key in ("accounts", "ratings"):
            sheet = book[name(key)]
            # Columns change places: openpyxl moves cells, but no table.
            for row in sheet.iter_rows(min_row=FIRST, max_col=7):
                row[0].value, row[6].value = row[6].value, row[0].value

    found = judged(edited(path, insert))
    assert found.inputs.kept == wrong
    places = {finding.place for finding in found.findings if finding.code == "R-TEXT"}
    # The first criterion moved from G to A.
    assert {f"b.xlsx!Bewertung!A{FIRST + 1 + n}" for n in range(12)} <= places
    assert {f"b.xlsx!Bewertung!Q{FIRST + 1 + n}" for n in range(12)} <= places
    assert len(places) == 12 * len(keys)


# ------------------------------------------------------------ what the file itself says


def test_overwritten_formulas_are_counted_and_the_first_is_named(
    fresh: Path, tmp_path: Path
) -> None:
    cells: Typed = {account(3, "share"): 0.5, account(5, "share"): 0.5, rating(7, "score"): 9}
    found = by_code(judged(typed(fresh, cells, tmp_path / "b.xlsx")), "X-FORMULA")
    column = address(0, ACCOUNT["share"])[:-1]
    assert [(finding.place, finding.values["count"]) for finding in found] == [
        (f"b.xlsx!Kunden!{column}9", 2),
        ("b.xlsx!Bewertung!E13", 1),
    ]


def test_rows_below_a_table_have_no_formulas_and_are_counted(fresh: Path, tmp_path: Path) -> None:
    cells: Typed = {account(12, "id"): "n1", account(13, "id"): "n2", rating(12, "id"): "n1"}
    found = by_code(judged(typed(fresh, cells, tmp_path / "b.xlsx")), "X-BELOW")
    assert [(finding.place, finding.values["count"]) for finding in found] == [
        ("b.xlsx!Kunden!A18", 2),
        ("b.xlsx!Bewertung!A18", 1),
    ]


def test_stored_figures_that_no_longer_fit_are_said_in_both_languages(
    fresh: Path, tmp_path: Path
) -> None:
    """The parts of the package are edited, so that all results stay as they were stored."""
    path = tmp_path / "b.xlsx"
    column = address(FIRST, ACCOUNT["revenue"])
    with zipfile.ZipFile(fresh) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/worksheets/sheet3.xml":
                content, hits = re.subn(
                    rf'(<c r="{column}"[^>]*><v>)1500(</v>)'.encode(), rb"\g<1>3000\2", content
                )
                assert hits == 1
            new.writestr(entry, content)
    (share,) = by_code(judged(path), "X-STALE")
    assert share.place == f"b.xlsx!Kunden!{address(FIRST, ACCOUNT['share'])}"
    # 1500 of 12000 before, 3000 of 13500 now.
    assert f"Share {1500 / 12000:.6g} / {3000 / 13500:.6g}" in share.text("en")
    assert "Anteil 0,125 / 0,222222" in share.text("de")


def test_a_formula_that_nobody_computed_yet_is_said(fresh: Path, tmp_path: Path) -> None:
    cells: Typed = {account(1, "revenue"): "=400*2", rating(2, "k1"): "=5+1"}
    found = by_code(judged(typed(fresh, cells, tmp_path / "b.xlsx")), "I-NO-VALUE")
    assert [finding.place for finding in found] == [
        f"b.xlsx!{sheet}!{address(row, column)}" for sheet, row, column in cells
    ]


def test_a_scale_switched_after_rating_is_doubted(fresh: Path, tmp_path: Path) -> None:
    row, column = setting("scale")
    found = judged(typed(fresh, {("Einstellungen", row, column): 100}, tmp_path / "b.xlsx"))
    (doubt,) = by_code(found, "S-SCALE")
    assert doubt.place == f"b.xlsx!Einstellungen!C{row + 1}"
    # Twelve accounts, eleven criteria, and two cells of the Potenzialkunde blank.
    count = 12 * 11 - 2
    assert f"none of the {count} ratings is above 10" in doubt.text("en")
    assert by_code(judged(fresh), "S-SCALE") == []


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [([1, 5, 10], True), ([1, 5], False), ([1, 5, 11], False), (["?", "?", "?"], False),
     ([1, None, 2, "?", 3], True), ([], False)],
)  # fmt: skip
def test_three_ratings_up_to_ten_make_a_scale_of_a_hundred_doubtful(
    tmp_path: Path, cells: list[object], doubted: bool
) -> None:
    inputs = example()
    ratings = {"product_fit": Ratings.of([*cells, *[None] * (12 - len(cells))])}
    portfolio = dataclasses.replace(inputs.portfolio, ratings=ratings)
    made_of = Inputs(portfolio, inputs.policy.on_scale(100), "de", TODAY)
    found = judged(built(made_of, tmp_path / "b.xlsx"))
    assert bool(by_code(found, "S-SCALE")) == doubted


def test_checks_are_read_as_libreoffice_stores_them(
    fresh: Path, tmp_path: Path, office: Office
) -> None:
    saved = tmp_path / "saved.xlsx"
    office.recalculate(
        fresh, [Edit.number("Kriterien", FIRST, CRITERION["weight"], 90)], save_as=saved
    )
    found = judged(saved)
    assert found.checks == {key: key != "weights" for key in found.checks}


def test_every_place_of_a_finding_is_the_cell_that_it_speaks_of(
    fresh: Path, tmp_path: Path
) -> None:
    cells: Typed = {
        rating(8, "k11"): 99,
        rating(0, "k3"): "gut",
        account(6, "revenue"): None,
        ("Kriterien", FIRST, CRITERION["weight"]): 100,
    }
    found = {finding.code: finding for finding in judged(
        typed(fresh, cells, tmp_path / "b.xlsx")).findings}  # fmt: skip
    file = read_book(tmp_path / "b.xlsx")
    for code, value in (("R-RANGE", 99), ("R-TEXT", "gut"), ("A-REVENUE", None), ("W-REV", 100)):
        _, sheet, cell = found[code].place.split("!")
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        column = made.column_of(letters)
        assert file.read(sheet)[int(number) - 1][column] == value
    assert found["W-SUM"].place == (
        f"b.xlsx!Kriterien!{address(criteria_places.TOTAL_ROW, CRITERION['used_weight'])}"
    )


def test_the_criteria_of_all_profiles_are_known_those_of_the_standard_first() -> None:
    known = known_criteria()
    assert {criterion.key for criterion in example().policy.criteria} <= set(known)
    assert known["revenue_volume"] == example().policy.criteria[0]
