"""What people type about tiers: shown, read again, kept where it cannot be used."""

from __future__ import annotations

import dataclasses
import datetime as dt
import warnings
from pathlib import Path

import openpyxl
import pytest

from kamxl.actions.run import known_criteria, run
from kamxl.cells import CellValue, to_serial
from kamxl.domain.policy import TierMode
from kamxl.domain.portfolio import TIER_DATES, TIER_TEXTS, Portfolio
from kamxl.hosts.tables.book import read_book as read_file
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.ranking import FIRST, PLACE
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.office.client import Office, Sheets
from tests.parity.comparing import differences
from tests.parity.editing import column_values, sheet_of, table_of, type_in_table, type_named
from tests.workbook.books import formulas

DAY = golden.TODAY
BIG_ORDER = golden.place("Großbesteller")


def decided() -> Portfolio:
    """Return the twelve accounts with previous tiers, and decisions of all kinds."""
    accounts = golden.portfolio()
    nobody = ("",) * 5
    return dataclasses.replace(
        accounts,
        texts={
            **accounts.texts,
            "previous_tier": ("B", "A", "", "c", "", "", "", "C", "A", "1", "", "D"),
            "override_tier": ("", "D", "", "", "", "", "", "A", "B", "C", " d ", "AB"),
            "override_by": ("", "Ann", *nobody, "=Bob", "Ann", "", "", ""),
            "override_reason": ("", "=1+1", *nobody, "bank guarantee", "", "", "so", ""),
        },
        dates={
            **accounts.dates,
            "override_date": (None, DAY, *(None,) * 10),
            # On the day itself it holds; the day after it does not.
            "override_until": (None, DAY, *(None,) * 6, DAY - dt.timedelta(1), None, None, None),
        },
    )


def inputs(language: Language = "de", mode: TierMode = "threshold") -> Inputs:
    policy = dataclasses.replace(golden.policy(), tier_mode=mode, reserve=2)
    return Inputs(decided(), policy, language, DAY)


def file_of(made: Inputs, folder: Path) -> Path:
    path = folder / "book.xlsx"
    build(render(made), path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_typed_about_tiers_is_read_again(tmp_path: Path, language: Language) -> None:
    path = file_of(inputs(language, "quota"), tmp_path)
    found = read_book(read_file(path), known_criteria(), DAY)
    for key in TIER_TEXTS:
        assert found.inputs.portfolio.text(key) == decided().text(key), key
    for key in TIER_DATES:
        assert found.inputs.portfolio.date(key) == decided().date(key), key
    assert found.inputs.policy.tier_mode == "quota"
    assert found.lost == ()


def test_each_finding_stands_at_the_cell_that_it_speaks_of(tmp_path: Path) -> None:
    result = run(read_file(file_of(inputs("en"), tmp_path)), DAY)
    places = {
        (f.code, f.place.rpartition("!")[0], f.subject.account)
        for f in result.findings
        if f.code.startswith("T-")
    }
    sheet = "book.xlsx!Ratings"
    assert places == {
        ("T-DEMOTED", sheet, 1),  # from A, decided a D
        ("T-OVERRIDE", sheet, 1),
        ("T-PROMOTED", sheet, 3),  # from c to B by its points
        ("T-PROMOTED", sheet, 7),  # from C, decided an A
        ("T-OVERRIDE", sheet, 7),
        ("T-DEMOTED", sheet, 8),  # from A to C: the decision has ended
        ("T-OVERRIDE-EXPIRED", sheet, 8),
        ("T-LETTER", sheet, 9),
        ("T-OVERRIDE-BARE", sheet, 9),
        ("T-OVERRIDE-BARE", sheet, 10),
        ("T-LETTER", sheet, 11),
    }


def edited(path: Path, key: str, account: int, content: object) -> Path:
    """Return the file after typing into a row of the ratings."""
    made = render(inputs("en"))
    table = table_of(made, "ratings")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of every part that it drops
        book = openpyxl.load_workbook(path)
    cell = book[sheet_of(made, "ratings").name].cell(table.row + 2 + account, table.at(key) + 1)
    cell.value = content
    book.save(path)
    return path


def test_a_day_that_is_none_is_said_and_kept(tmp_path: Path) -> None:
    path = edited(file_of(inputs("en"), tmp_path), "override_until", BIG_ORDER, "soon")
    found = read_book(read_file(path), known_criteria(), DAY).inputs
    assert [f.code for f in found.findings] == ["A-DATE"]
    assert found.kept == {("override_until", BIG_ORDER): "soon"}
    table = table_of(render(found), "ratings")
    column = next(column for column in table.columns if column.key == "override_until")
    assert column.values[BIG_ORDER] == "soon"


@pytest.mark.parametrize("mode", ["threshold", "quota", "matrix", "pareto"])
def test_every_mode_computes_what_its_kernel_does(
    office: Office, tmp_path: Path, mode: TierMode
) -> None:
    for language in LANGUAGES:
        made = render(inputs(language, mode))
        sheets = office.recalculate(file_of(inputs(language, mode), tmp_path), formulas=False)
        assert differences(made, sheets) == []


def test_typing_moves_tier_count_and_ranking_and_leaves_the_computed_tier(
    office: Office, tmp_path: Path
) -> None:
    plain = Inputs(golden.portfolio(), golden.policy(), "en", DAY)
    made = render(plain)
    path = file_of(plain, tmp_path)
    decide = [
        type_in_table(made, "ratings", "override_tier", BIG_ORDER, "a"),
        type_in_table(made, "ratings", "override_until", BIG_ORDER, to_serial(DAY)),
    ]
    on_the_day, next_day, by_quota = office.recalculate_steps(
        path,
        [
            decide,
            [type_named(made, "kam_as_of", to_serial(DAY) + 1)],
            [type_named(made, "kam_tier_mode", "by quota")],
        ],
        formulas=False,
    )

    def column(sheets: Sheets, key: str) -> str:
        return "".join(str(tier) for tier in column_values(made, sheets, "ratings", key))

    assert column(on_the_day, "tier") == "ABBBBCCACDDD"
    assert column(on_the_day, "computed_tier") == "ABBBBCCCCDDD"
    assert column(next_day, "tier") == "ABBBBCCCCDDD"
    # 0.1 · 12 = 1.2, 0.3 · 12 = 3.6, 0.6 · 12 = 7.2: the first 2, 4 and 8
    assert column(by_quota, "tier") == "AABBCCCCDDDD"
    ranking = on_the_day[sheet_of(made, "ranking").name]
    shown = [ranking.value(FIRST + BIG_ORDER, PLACE[key]) for key in ("tier", "computed_tier")]
    assert shown == ["A", "C"]


def test_an_error_in_a_decision_stays_in_its_row(office: Office, tmp_path: Path) -> None:
    made = render(inputs("en"))
    path = file_of(inputs("en"), tmp_path)
    for key in ("override_tier", "previous_tier", "override_until"):
        edited(path, key, 0, "=1/0")
    sheets = office.recalculate(path, formulas=False)
    found = column_values(made, sheets, "ratings", "tier")
    assert found[0] == "A"  # as if nothing had been typed
    assert found[1:] == [*table_values(made, "tier")[1:]]


def table_values(book: Book, key: str) -> list[CellValue]:
    return list(next(c for c in table_of(book, "ratings").columns if c.key == key).values)


def test_helpers_of_the_quotas_are_shared_by_all_rows() -> None:
    rows = [f for place, f in formulas(render(inputs("en"))) if place == "ratings computed_tier"]
    assert len(rows) == 1
    assert "COUNT" not in rows[0]
    assert "kam_quota_a_limit" in rows[0]
