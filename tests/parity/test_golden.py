"""The golden table of domain section 8: as rendered, and after single edits in LibreOffice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kamxl.domain.policy import Criterion, Policy, Step
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.domain.strategies import on_hundred
from tests.office.client import Edit, Office, Sheets
from tests.parity.comparing import differences
from tests.parity.editing import (
    CHART_CELLS,
    column_values,
    named,
    retyped,
    sheet_of,
    type_in_table,
    type_named,
    value,
)

RESERVE = 4


def policy() -> Policy:
    return dataclasses.replace(golden.policy(), reserve=RESERVE)


def book(
    portfolio: Portfolio | None = None, judged: Policy | None = None, language: Language = "en"
) -> Book:
    accounts = golden.portfolio() if portfolio is None else portfolio
    return render(Inputs(accounts, judged or policy(), language, golden.TODAY))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def recalculated(office: Office, path: Path, made: Book, edits: list[Edit] | None = None) -> Sheets:
    build(made, path)
    return office.recalculate(path, edits or [], formulas=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_both_scales_the_formulas_compute_the_results_beside_them(
    office: Office, path: Path, language: Language
) -> None:
    ten = book(language=language)
    hundred = book(on_hundred(golden.portfolio()), policy().on_scale(100), language)
    assert differences(ten, recalculated(office, path, ten)) == []
    assert differences(hundred, recalculated(office, path, hundred)) == []


def test_an_empty_book_computes_what_stands_in_it(office: Office, path: Path) -> None:
    empty = book(Portfolio((), ()), language="de")
    sheets = recalculated(office, path, empty)
    assert differences(empty, sheets) == []
    assert value(empty, sheets, "kam_step_3") == "offen"


def test_under_a_german_locale_the_formulas_compute_the_same(
    tmp_path: Path, office: Office
) -> None:
    del office  # asked for, so that the test runs only where LibreOffice is
    with Office(tmp_path / "german", locale="de-DE") as german:
        for language in LANGUAGES:
            made = book(language=language)
            path = tmp_path / f"{language}.xlsx"
            assert differences(made, recalculated(german, path, made)) == []


# ---------------------------------------------------------------- one edit, and all follows


def weight(of: Policy, key: str, points: float) -> Policy:
    return dataclasses.replace(
        of,
        criteria=tuple(
            dataclasses.replace(c, weight=points) if c.key == key else c for c in of.criteria
        ),
    )


def steepened(of: Policy) -> Policy:
    return dataclasses.replace(
        of,
        ladder=(Step("notice", ">", 0.05), *of.ladder[1:3], Step("critical", ">=", 0.35)),
    )


def revenue(name: str, amount: float) -> Portfolio:
    amounts = golden.REVENUE.copy()
    amounts[golden.place(name)] = amount
    return golden.with_numbers(golden.portfolio(), revenue=[*amounts])


Change = Callable[[Book], list[Edit]]


def on_ladder(made: Book, name: str, rung: int, content: float | str) -> Edit:
    sheet, row, column = named(made, name)
    if isinstance(content, str):
        return Edit.text(sheet, row + rung, column, content)
    return Edit.number(sheet, row + rung, column, content)


def at_criterion(made: Book, key: str, column: str, content: float | str) -> Edit:
    from kamxl.workbook.sheets.criteria import FIRST, PLACE

    place = policy().position(key)
    assert place is not None
    sheet = sheet_of(made, "criteria").name
    if isinstance(content, str):
        return Edit.text(sheet, FIRST + place, PLACE[column], content)
    return Edit.number(sheet, FIRST + place, PLACE[column], content)


def slot(key: str) -> str:
    place = policy().position(key)
    assert place is not None
    return f"k{place + 1}"


VICOM = golden.place("Vicom")
CHANGES: dict[str, tuple[Change, Callable[[], Book]]] = {
    "a weight": (
        lambda made: [at_criterion(made, "relationship", "weight", 40.0)],
        lambda: book(judged=weight(policy(), "relationship", 40)),
    ),
    "an excluded criterion": (
        lambda made: [at_criterion(made, "solvency", "active", "no")],
        lambda: book(
            judged=dataclasses.replace(
                policy(),
                criteria=tuple(
                    dataclasses.replace(c, active=c.key != "solvency") for c in policy().criteria
                ),
            )
        ),
    ),
    "a rating": (
        lambda made: [type_in_table(made, "ratings", slot("solvency"), VICOM, 2)],
        lambda: book(golden.with_rating(golden.portfolio(), "Vicom", "solvency", 2)),
    ),
    "a rating taken back": (
        lambda made: [type_in_table(made, "ratings", slot("relationship"), VICOM, None)],
        lambda: book(golden.with_rating(golden.portfolio(), "Vicom", "relationship", None)),
    ),
    "a revenue": (
        lambda made: [type_in_table(made, "accounts", "revenue", VICOM, 420)],
        lambda: book(revenue("Vicom", 420)),
    ),
    "a revenue taken back": (
        lambda made: [type_in_table(made, "accounts", "revenue", VICOM, None)],
        lambda: book(revenue("Vicom", np.nan)),
    ),
    "the ladder": (
        lambda made: [
            on_ladder(made, "kam_ladder_operator", 0, ">"),
            on_ladder(made, "kam_ladder_threshold", 0, 0.05),
            on_ladder(made, "kam_ladder_operator", 3, ">="),
            on_ladder(made, "kam_ladder_threshold", 3, 0.35),
        ],
        lambda: book(judged=steepened(policy())),
    ),
    "a border": (
        lambda made: [type_named(made, "kam_border_a", 7.25)],
        lambda: book(judged=dataclasses.replace(policy(), borders=(7.25, 6.0, 4.0))),
    ),
    "the basis": (
        lambda made: [type_named(made, "kam_basis", "Contribution margin")],
        lambda: book(judged=dataclasses.replace(policy(), basis="margin")),
    ),
}


@pytest.mark.slow
def test_what_one_edit_changes_is_what_the_kernels_say(office: Office, path: Path) -> None:
    made = book()
    build(made, path)
    back = retyped(made, made)
    steps = [[*back, *change(made)] for change, _ in CHANGES.values()]
    after = office.recalculate_steps(path, steps, formulas=False)
    for (what, (_, expected)), sheets in zip(CHANGES.items(), after, strict=True):
        assert (what, differences(expected(), sheets, edited=True)) == (what, [])


def test_a_weight_moves_the_score_the_rank_the_chart_and_the_check(
    office: Office, path: Path
) -> None:
    made = book()
    build(made, path)
    change = [at_criterion(made, "relationship", "weight", 40.0)]
    before, after = office.recalculate_steps(path, [[], change], formulas=False)
    assert value(made, before, "kam_check_weights") == 1
    assert value(made, after, "kam_check_weights") == 0
    for key in ("score", "rank", "strength"):
        old, new = (column_values(made, sheets, "ratings", key) for sheets in (before, after))
        assert old != new, key
    matrix = sheet_of(made, "matrix").name
    points = [
        [sheets[matrix].value(row, column) for row in range(5, 17) for column in range(9, 18)]
        for sheets in (before, after)
    ]
    assert points[0] != points[1]


def test_a_scale_typed_in_the_settings_moves_everything_but_the_axes_of_the_charts(
    office: Office, path: Path
) -> None:
    made = book()
    hundred = book(on_hundred(golden.portfolio()), policy().on_scale(100))
    build(made, path)
    charts = {named(made, name) for name in CHART_CELLS}
    kept = [
        edit for edit in retyped(made, hundred) if (edit.sheet, edit.row, edit.column) not in charts
    ]
    sheets = office.recalculate(path, kept, formulas=False)
    matrix = sheet_of(made, "matrix").name
    assert [
        line for line in differences(hundred, sheets, 10_000)[1:] if matrix + "!" not in line[:8]
    ] == []
    # The points are drawn where they were: y = 1 + (x − 1) / 11.
    assert [line for line in differences(made, sheets, 10_000)[1:] if line.startswith(matrix)] == []


def test_ratings_of_the_old_scale_are_marked_when_the_scale_is_typed_anew(
    office: Office, path: Path
) -> None:
    hundred = book(on_hundred(golden.portfolio()), policy().on_scale(100))
    sheets = recalculated(office, path, hundred, [type_named(hundred, "kam_scale", 10)])
    assert value(hundred, sheets, "kam_check_ratings") == 0


def test_the_day_moves_contracts_and_recency_only_when_it_is_typed(
    office: Office, path: Path
) -> None:
    accounts = dataclasses.replace(
        golden.portfolio(),
        dates={
            "contract_end": (dt.date(2026, 9, 30),) * 12,
            "last_order": (dt.date(2025, 12, 1),) * 12,
        },
    )
    made = render(Inputs(accounts, policy(), "en", golden.TODAY))
    later = render(Inputs(accounts, policy(), "en", dt.date(2026, 3, 30)))
    edit = type_named(made, "kam_as_of", 46111)
    assert dt.date(1899, 12, 30) + dt.timedelta(46111) == dt.date(2026, 3, 30)
    assert differences(later, recalculated(office, path, made, [edit])) == []


# ---------------------------------------------------------------- a criterion activated by hand


def test_a_criterion_activated_in_the_workbook_counts_without_python(
    office: Office, path: Path
) -> None:
    from kamxl.workbook.sheets.criteria import FIRST, PLACE

    made = book()
    points = [float(3 + place % 7) for place in range(12)]
    added = Criterion("", golden.policy().criteria[0].name.same("Digital fit"), 10.0, axis="none")
    assert len(policy().criteria) == 11
    wider = dataclasses.replace(policy(), criteria=(*policy().criteria, added))
    accounts = golden.portfolio()
    accounts = dataclasses.replace(accounts, ratings={**accounts.ratings, "": Ratings.of(points)})
    criteria = sheet_of(made, "criteria").name
    row = FIRST + 11
    edits = [
        Edit.text(criteria, row, PLACE["name"], "Digital fit"),
        Edit.number(criteria, row, PLACE["weight"], 10),
        Edit.text(criteria, row, PLACE["active"], "yes"),
        *(type_in_table(made, "ratings", "k12", place, points[place]) for place in range(12)),
    ]
    sheets = recalculated(office, path, made, edits)
    assert differences(book(accounts, wider), sheets, edited=True) == []
    assert value(made, sheets, "kam_weight_total") == 110


def test_accounts_told_apart_by_case_alone_keep_their_own_ratings(
    office: Office, path: Path
) -> None:
    # Salesforce's ids are such; the first account has no row of ratings, so that rows differ.
    ids = ("x", "001Ab", "001AB", "001aB")
    accounts = Portfolio(
        ids,
        ids,
        {"revenue": np.array([1.0, 2, 3, 4])},
        ratings={"relationship": Ratings.of([None, 1, 5, 9])},
        scored=np.array([False, True, True, True]),
    )
    made = book(accounts, weight(policy(), "relationship", 100))
    sheets = recalculated(office, path, made)
    assert column_values(made, sheets, "ratings", "account_row") == [2, 3, 4]
    assert differences(made, sheets) == []
    # Where none has the very id, the case does not matter.
    sheets = recalculated(
        office, path, book(), [type_in_table(book(), "ratings", "id", 0, "CARTECH")]
    )
    assert column_values(book(), sheets, "ratings", "account_row")[0] == 1
