"""What people choose and type about policies is read back, or said and replaced."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from kamxl.actions.run import known_criteria, run
from kamxl.cells import CellError, CellValue, address
from kamxl.domain.policy import LADDER, Gate, Policy, Scale
from kamxl.domain.portfolio import SUBRATINGS
from kamxl.findings import Finding
from kamxl.hosts.memory import MemoryBook
from kamxl.hosts.tables.book import read_book as open_file
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import settings
from kamxl.workbook.sheets.criteria import TOTAL_ROW
from tests.domain import golden
from tests.workbook.reading import made
from tests.workbook.reading.made import CRITERION, FIRST, TODAY, example, renewed, setting

DEFAULT = Policy(())


def read(**typed: CellValue) -> ReadBook:
    """Return what is read after settings were typed."""
    sheets = made.cells_of(made.render(example()))
    for key, value in typed.items():
        row, column = setting(key)
        sheets["Einstellungen"][row][column] = value
    return read_book(MemoryBook(sheets), known_criteria(), TODAY)


def criteria(*typed: tuple[int, str, CellValue]) -> ReadBook:
    """Return what is read after criteria were typed over, by their place."""
    sheets = made.cells_of(made.render(example()))
    for place, key, value in typed:
        sheets["Kriterien"][FIRST + place][CRITERION[key]] = value
    return read_book(MemoryBook(sheets), known_criteria(), TODAY)


def only(book: ReadBook) -> Finding:
    (finding,) = book.inputs.findings
    return finding


@pytest.mark.parametrize(
    ("key", "value"),
    [("minimum_coverage", 1.01), ("minimum_coverage", "70 %"), ("cut_strength", 0.9),
     ("borderline", -1), ("reported_revenue", -5), ("abc_b", True), ("risk_share", 0),
     ("contract_months", 6.5), ("mark_solvency", CellError.REF), ("shortlist", 0),
     ("key_account_limit", "viele"), ("labels", 51), ("reserve", -1), ("formula_limit", 1e6),
     ("risk_share_near", None), ("mark_share", None)],
)  # fmt: skip
def test_a_wrong_setting_is_said_at_its_cell_and_the_default_used(
    key: str, value: CellValue
) -> None:
    book = read(**{key: value})
    said = only(book)
    row, _ = setting(key)
    assert (said.code, said.place) == ("X-SETTING", f"book.xlsx!Einstellungen!C{row + 1}")
    policy = book.inputs.policy
    default = DEFAULT.abc[1] if key == "abc_b" else getattr(DEFAULT, key)
    assert (policy.abc[1] if key == "abc_b" else getattr(policy, key)) == default
    shown = "–" if default is None else f"{default:g}".replace(".", ",")
    assert f"es gilt {shown}." in said.text("de")


def test_a_reported_revenue_may_be_blank() -> None:
    assert read(reported_revenue=None).inputs.findings == ()


def test_borders_that_do_not_fall_are_all_replaced() -> None:
    book = read(border_b=8)
    assert only(book).code == "X-SETTING"
    assert "8 / 8 / 4" in only(book).text("en")
    assert book.inputs.policy.borders == DEFAULT.borders


@pytest.mark.parametrize("scale", [None, 1, 50, "10", True, 100.5])
def test_a_scale_is_ten_or_a_hundred(scale: CellValue) -> None:
    book = read(scale=scale)
    assert book.inputs.policy.scale == Scale(10)
    assert only(book).remedy("en") == "Choose 10, 100."
    assert read(scale=100.0).inputs.policy.scale == Scale(100)


def test_ties_are_never_broken_by_revenue_first() -> None:
    book = read(tie_break_1="revenue_volume")
    assert (only(book).code, book.inputs.policy.tie_break[0]) == ("X-SETTING", "")


def test_a_wrong_basis_a_wrong_language_and_a_missing_day_are_said_in_both_languages() -> None:
    basis, language, day = read(basis="Absatz"), read(language="fr"), read(as_of="morgen")
    assert "; Revenue is used" in only(basis).text("en")
    assert "es gilt Umsatz" in only(basis).text("de")
    assert basis.inputs.policy.basis == "revenue"
    assert only(language).code == "X-SETTING"
    assert language.inputs.language == "de"
    assert "; today is used" in only(day).text("en")
    assert day.inputs.as_of == TODAY


def test_a_rung_with_a_wrong_operator_or_threshold_keeps_its_default() -> None:
    for column, value in ((settings.VALUE, "="), (settings.USED, "10 %"), (settings.USED, None)):
        sheets = made.cells_of(made.render(example()))
        sheets["Einstellungen"][settings.LADDER + 2][column] = value
        book = read_book(MemoryBook(sheets), {}, TODAY)
        assert only(book).place == f"book.xlsx!Einstellungen!C{settings.LADDER + 3}"
        assert "es gilt >= 0.1" in only(book).text("de")
        assert book.inputs.policy.ladder == LADDER


def test_a_deleted_setting_is_said_and_has_its_default() -> None:
    sheets = made.cells_of(made.render(example(shortlist=3)))
    row, _ = setting("shortlist")
    del sheets["Einstellungen"][row]
    book = read_book(MemoryBook(sheets), {}, TODAY)
    assert (only(book).code, only(book).place) == ("X-SETTING", "book.xlsx!Einstellungen")
    assert book.inputs.policy.shortlist == DEFAULT.shortlist


@pytest.mark.parametrize(
    ("key", "value", "used", "shown"),
    [("weight", -1, 0.0, "0"), ("weight", "viel", 0.0, "0"),
     ("direction", "quer", 1, "hoch ist gut"),
     ("axis", "Tiefe", "none", "keine"), ("active", "x", False, "nein"),
     ("source", "Wetter", "rated", "bewertet"), ("gate_limit", 11, None, "–")],
)  # fmt: skip
def test_a_wrong_cell_of_a_criterion_is_said_and_a_default_used(
    key: str, value: CellValue, used: object, shown: str
) -> None:
    book = criteria((0, key, value))
    said = only(book)
    assert said.code == "X-CRITERION"
    assert said.place == f"book.xlsx!Kriterien!{address(FIRST, CRITERION[key])}"
    assert f"es gilt {shown}." in said.text("de")
    criterion = book.inputs.policy.criteria[0]
    assert (criterion.gate if key == "gate_limit" else getattr(criterion, key)) == used


def test_a_wrong_cap_is_c() -> None:
    book = criteria((0, "gate_limit", 3), (0, "gate_cap", "Z"))
    assert only(book).code == "X-CRITERION"
    assert book.inputs.policy.criteria[0].gate == Gate(3, "C")


def test_two_criteria_of_one_key_are_told_apart() -> None:
    book = criteria((1, "key", "revenue_volume"), (2, "key", "revenue_volume_2"))
    assert [finding.code for finding in book.inputs.findings] == ["X-CRITERION"] * 2
    keys = [criterion.key for criterion in book.inputs.policy.criteria]
    assert keys[:3] == ["revenue_volume", "revenue_volume_2", "revenue_volume_2_3"]


def test_a_place_that_stands_twice_counts_once() -> None:
    book = criteria((1, "slot", "K1"))
    said = only(book)
    assert (said.code, said.place) == ("X-CRITERION", "book.xlsx!Kriterien!A7")
    assert len(book.inputs.policy.criteria) == 11 - 1
    assert said.values["default"] == Text("nothing", "nichts")


def test_a_criterion_without_a_key_has_that_of_its_place() -> None:
    book = criteria((12, "name", "Neu"), (12, "active", "ja"), (12, "weight", 5))
    assert book.inputs.findings == ()
    assert book.inputs.policy.criteria[11].key == "slot_13"
    assert book.places.criteria_slots["slot_13"] == 12


def test_a_place_without_a_name_is_free() -> None:
    assert len(criteria((3, "name", None)).inputs.policy.criteria) == 11 - 1


def test_a_missing_column_of_criteria_is_said() -> None:
    sheets = made.cells_of(made.render(example()))
    for row in sheets["Kriterien"]:
        del row[CRITERION["weight"]]
    said = only(read_book(MemoryBook(sheets), {}, TODAY))
    assert (said.code, said.place) == ("X-COLUMN", "book.xlsx!Kriterien")


def test_the_sum_of_weights_moves_with_the_rows_above_it() -> None:
    sheets = made.cells_of(made.render(example()))
    rows = sheets["Kriterien"]
    rows.insert(0, [None] * len(rows[0]))
    rows.insert(FIRST + 4, [None] * len(rows[0]))
    book = read_book(MemoryBook(sheets), {}, TODAY)
    assert book.places.total_row == TOTAL_ROW + 2
    assert made.example().policy.weight_total == rows[TOTAL_ROW + 2][CRITERION["used_weight"]]


DAY = dt.date(2026, 1, 1)
ANSWERS = np.array([7.0, 2.5, math.nan, 11.0] + [math.nan] * 8)
BRAND = ("yes", "no", "", *[""] * 9)
VISION = ("aligned", "neutral", "contradictory", *[""] * 9)
IMPULSES = ("service", "technology", "equipment", *[""] * 9)
LOGOS = ("no", "asked", "yes", *[""] * 9)
GROUPS = ("Land Hessen", "=1+1", *[""] * 10)
NEW_DATES = ("customer_since", "first_order", "expansion_date", "logo_date")
DATES = (dt.date(2020, 2, 29), None, dt.date(2030, 1, 1), *[None] * 9)
KEPT_SETTINGS = (
    "icp_segment", "icp_segment_weight", "icp_region", "icp_region_weight", "icp_company_size",
    "icp_use_case", "lifetime_years", "retention", "discount", "annualise", "period_end",
    "reference_years", "reference_rating", "reference_key",
)  # fmt: skip
FITS = ("yes", "no", "unclear", "", "vielleicht", *[""] * 7)


def chosen(language: Language) -> Inputs:
    """Return the golden accounts with a linear criterion, three gates, and answers."""
    policy, accounts = load_profile("standard"), golden.portfolio()
    first, second, third, fourth, *others = policy.criteria
    criteria = (
        dataclasses.replace(
            first, shape="linear", floor=-5.5, bands=(None, 10.0, *[None] * 6, 90.0)
        ),
        dataclasses.replace(second, gate=Gate(3, "C", "exclude")),
        dataclasses.replace(third, gate=Gate(2, "D", "flag")),
        dataclasses.replace(fourth, gate=Gate(2, "B")),
        *others,
    )
    return Inputs(
        dataclasses.replace(
            accounts,
            texts={
                **accounts.texts,
                "reputation_fits": FITS,
                "brand": BRAND,
                "vision": VISION,
                "impulse": IMPULSES,
                "logo": LOGOS,
                "control_group": GROUPS,
            },
            numbers={
                **accounts.numbers,
                **dict.fromkeys(SUBRATINGS, ANSWERS),
                "credit_index": ANSWERS * 100,
                "retention": ANSWERS,
                "impulse_cost": ANSWERS,
            },
            dates={**accounts.dates, **dict.fromkeys(NEW_DATES, DATES)},
        ),
        dataclasses.replace(
            policy,
            criteria=criteria,
            missing="neutral",
            icp_segment="Hotel, Bau",
            icp_segment_weight=70.0,
            icp_region="Süd",
            icp_company_size="groß",
            icp_use_case="Kasse",
            lifetime_years=None,
            retention=0.8,
            discount=0.05,
            annualise="yes",
            period_end=dt.date(2025, 12, 31),
            reference_years=7,
            reference_rating=8.5,
            reference_key="product_fit",
        ),
        language,
        DAY,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_shapes_gates_policies_and_answers_survive_a_round_trip(
    language: Language, tmp_path: Path
) -> None:
    given = chosen(language)
    build(render(given), tmp_path / "book.xlsx")
    found = run(open_file(tmp_path / "book.xlsx"), DAY)
    read = renewed(found, "en" if language == "de" else "de")
    assert read.policy.missing == "neutral"
    for before, after in zip(given.policy.criteria, read.policy.criteria, strict=True):
        assert after.gate == before.gate
        assert (after.shape, after.floor) == (before.shape, before.floor)
        assert after.bands == before.bands
    assert read.portfolio.text("reputation_fits") == FITS
    assert read.portfolio.text("brand") == BRAND
    assert read.portfolio.text("vision") == VISION
    np.testing.assert_array_equal(read.portfolio.number("credit_index"), ANSWERS * 100)
    assert read.portfolio.text("impulse") == IMPULSES
    assert read.portfolio.text("logo") == LOGOS
    assert read.portfolio.text("control_group") == GROUPS
    for key in ("retention", "impulse_cost"):
        np.testing.assert_array_equal(read.portfolio.number(key), ANSWERS)
    for key in NEW_DATES:
        assert read.portfolio.date(key) == DATES
    for key in KEPT_SETTINGS:
        assert getattr(read.policy, key) == getattr(given.policy, key)
    for key in SUBRATINGS:
        np.testing.assert_array_equal(read.portfolio.number(key), ANSWERS)
    assert [f.subject.account for f in found.findings if f.code == "A-CHOICE"] == [4]
