"""The sheet of explanation: another choice in LibreOffice gives what the kernels say."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.comparison import explain
from kamxl.domain.contributions import UNITS
from kamxl.domain.policy import Criterion, Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook.inputs import Chosen, Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import criteria
from kamxl.workbook.sheets.explained import FIRST, STEP_AT, TOTAL
from kamxl.workbook.sheets.explanation import LIST, PLACE
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.domain.strategies import on_hundred
from tests.office.client import Edit, Office, Sheets
from tests.parity.comparing import differences
from tests.parity.editing import sheet_of, type_named, value

both = pytest.mark.parametrize("language", LANGUAGES)


def book(
    typed: Chosen,
    language: Language = "en",
    accounts: Portfolio | None = None,
    policy: Policy | None = None,
) -> Book:
    return render(
        Inputs(
            golden.portfolio() if accounts is None else accounts,
            policy or golden.policy(),
            language,
            golden.TODAY,
            chosen=typed,
        )
    )


def listed(made: Book, sheets: Sheets) -> dict[str, tuple[float, float, float]]:
    """Return by criterion's name both points and the difference, as LibreOffice computes them."""
    sheet = sheets[sheet_of(made, "explanation").name]
    found = {}
    for row in range(FIRST, FIRST + 15):
        name = sheet.value(row, PLACE["name"])
        if name:
            found[str(name)] = tuple(
                sheet.value(row, PLACE[key]) for key in ("points", "other_points", "difference")
            )
    return found  # type: ignore[return-value]


CHOICES = (
    Chosen("Cartech", "Vicom"),
    Chosen("Vicom – Vicom", "Cartech – another name"),
    Chosen("Potenzialkunde", "Großbesteller"),
    Chosen("Gelegenheit C", ""),
    Chosen("", "Hotel"),
    Chosen("Hotel", "Hotel"),
    Chosen("nobody", ""),
    Chosen("Vicom", "nobody"),
)


@both
def test_another_choice_is_explained_at_once(
    office: Office, tmp_path: Path, language: Language
) -> None:
    made = book(Chosen(), language)
    build(made, tmp_path / "book.xlsx")
    steps = [
        [
            type_named(made, "kam_explanation_account", typed.account or None),
            type_named(made, "kam_explanation_other", typed.other or None),
        ]
        for typed in CHOICES
    ]
    after = office.recalculate_steps(tmp_path / "book.xlsx", steps, formulas=False)
    for typed, sheets in zip(CHOICES, after, strict=True):
        assert (typed, differences(book(typed, language), sheets)) == (typed, [])


def test_cartech_and_vicom_differ_as_in_the_domain_and_everything_adds_up(
    office: Office, tmp_path: Path
) -> None:
    made = book(Chosen("Cartech", "Vicom"))
    build(made, tmp_path / "book.xlsx")
    sheets = office.recalculate(tmp_path / "book.xlsx", [], formulas=False)
    found = listed(made, sheets)
    kernel = explain(golden.assessment(), "Cartech", "Vicom")
    by_name = {c.name("en"): c.key for c in golden.policy().criteria}
    assert {by_name[name]: round(line[2], 9) for name, line in found.items()} == {
        key: points for key, points in kernel.difference_points().items() if key != "solvency"
    }
    # From the largest gain to the largest loss.
    gains = [line[2] for line in found.values()]
    assert gains == sorted(gains, reverse=True)
    sheet = sheets[sheet_of(made, "explanation").name]
    for n, key in enumerate(("points", "other_points", "difference")):
        total = sheet.value(TOTAL, PLACE[key])
        assert sum(line[n] for line in found.values()) == pytest.approx(total, abs=1e-9)
    assert value(made, sheets, "kam_explained_sentence") == kernel.sentence()


def test_on_the_scale_to_100_with_missing_ratings_the_points_add_up_to_the_shown_scores(
    office: Office, tmp_path: Path
) -> None:
    for missing in ("reweight", "neutral", "worst"):
        policy = dataclasses.replace(golden.policy(), missing=missing).on_scale(100)
        accounts = on_hundred(golden.portfolio())
        made = book(Chosen("Potenzialkunde", ""), "de", accounts, policy)
        build(made, tmp_path / "book.xlsx")
        sheets = office.recalculate(tmp_path / "book.xlsx", [], formulas=False)
        assert differences(made, sheets) == []
        kernel = explain(assess(accounts, policy, golden.TODAY), "Potenzialkunde")
        own, others, apart = (
            sum(column) for column in zip(*listed(made, sheets).values(), strict=True)
        )
        assert own * UNITS == pytest.approx(kernel.own_total)
        assert others * UNITS == pytest.approx(kernel.other_total)
        assert apart * UNITS == pytest.approx(kernel.own_total - kernel.other_total)


def test_criteria_beyond_the_room_of_the_chart_are_summed_as_others(
    office: Office, tmp_path: Path
) -> None:
    made = book(Chosen("Cartech", "Vicom"))
    assert value(made, _as_rendered(office, made, tmp_path), "kam_waterfall_bars") == 10
    sheet = sheet_of(made, "criteria").name
    row = criteria.FIRST + 11
    edits = [
        Edit.text(sheet, row, criteria.PLACE["name"], "Digital fit"),
        Edit.number(sheet, row, criteria.PLACE["weight"], 10),
        Edit.text(sheet, row, criteria.PLACE["active"], "yes"),
    ]
    sheets = office.recalculate(tmp_path / "book.xlsx", edits, formulas=False)
    shown = sheets[sheet_of(made, "explanation").name]
    labels = [str(shown.value(FIRST + step, STEP_AT["label"])) for step in range(12)]
    assert labels[9].startswith("Others ")
    assert labels[10] == "Difference +3.11"
    assert labels[11] == ""
    changes = [shown.value(FIRST + step, STEP_AT["change"]) for step in range(12)]
    assert sum(changes) == pytest.approx(311)  # type: ignore[arg-type]
    # The list has room for all of them.
    assert "Digital fit" in listed(made, sheets)


def _as_rendered(office: Office, made: Book, folder: Path) -> Sheets:
    build(made, folder / "book.xlsx")
    return office.recalculate(folder / "book.xlsx", [], formulas=False)


def test_without_accounts_nothing_is_explained_and_with_one_it_is_its_own_mean() -> None:
    empty = sheet_of(book(Chosen(), accounts=Portfolio((), ())), "explanation")
    cells = {(cell.row, cell.column): cell.content for cell in empty.cells}
    assert cells[TOTAL, PLACE["points"]].value == ""  # type: ignore[union-attr]
    fit = Criterion("fit", Text.same("Fit"), 100.0)
    one = Portfolio(("a",), ("A",), ratings={"fit": Ratings.of([7.0])})
    alone = sheet_of(book(Chosen(), accounts=one, policy=Policy((fit,))), "explanation")
    cells = {(cell.row, cell.column): cell.content for cell in alone.cells}
    shown = [cells[TOTAL, PLACE[key]].value for key in ("points", "other_points", "difference")]  # type: ignore[union-attr]
    assert shown == [7.0, 7.0, 0.0]


def test_the_chart_shows_every_criterion_with_weight_and_the_total() -> None:
    one = sheet_of(book(Chosen()), "explanation")
    (chart,) = one.charts
    assert chart.kind == "waterfall"
    area = chart.series[0].values[1]
    assert area.bottom - area.top + 1 == 10 + 1
    assert len(LIST) == PLACE["equal"] + 1
