import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.edits import (
    Edit,
    Likely,
    PolicyEdit,
    input_edits,
    likely,
    matched,
    policy_edits,
    typed,
)
from kamxl.domain.policy import Gate
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.text import Text
from tests.domain import golden


def edits(before: Portfolio, after: Portfolio) -> list[Edit]:
    return input_edits(typed(before), typed(after), matched(before, after).pairs)


def test_accounts_are_matched_by_id_and_twins_in_their_order():
    before = Portfolio(("a", "b", "b", "c"), ("A", "B", "B", "C"))
    after = Portfolio(("b", "d", "a", "b", "b"), ("B", "D", "A", "B", "B"))
    match = matched(before, after)
    assert match.pairs == ((1, 0), (0, 2), (2, 3))
    assert (match.came, match.gone) == ((1, 4), (3,))


def test_a_portfolio_beside_itself_has_no_edits():
    assert edits(golden.portfolio(), golden.portfolio()) == []
    assert policy_edits(golden.policy(), golden.policy()) == []


def test_every_kind_of_cell_is_compared():
    day = dt.date(2026, 5, 1)
    before = Portfolio(
        ("1",), ("Old",), {"revenue": np.array([100.0]), "orders": np.array([0.0])},
        {"owner": ("",)}, {"contract_end": (None,)}, (False,), {"fit": Ratings.of([7])},
    )  # fmt: skip
    after = Portfolio(
        ("1",), ("New",), {"revenue": np.array([120.0]), "orders": np.array([np.nan])},
        {"owner": ("Kim",)}, {"contract_end": (day,)}, (True,), {"fit": Ratings.of(["?"])},
    )  # fmt: skip
    assert {(e.key, e.before, e.after) for e in edits(before, after)} == {
        ("name", "Old", "New"),
        ("leader", False, True),
        ("owner", None, "Kim"),
        ("contract_end", None, day),
        ("revenue", 100.0, 120.0),
        ("orders", 0.0, None),
        ("rating:fit", 7.0, "?"),
    }


def test_a_column_that_only_one_file_has_is_blank_in_the_other():
    before = Portfolio(("1",), ("A",))
    after = Portfolio(("1",), ("A",), {"revenue": np.array([5.0])}, leader=(False,))
    assert edits(before, after) == [Edit(0, 0, "revenue", None, 5.0)]
    assert edits(after, before) == [Edit(0, 0, "revenue", 5.0, None)]


def test_digits_that_programs_cut_off_are_no_edit():
    before = Portfolio(("1",), ("A",), {"revenue": np.array([0.1 + 0.2])})
    after = Portfolio(("1",), ("A",), {"revenue": np.array([0.3])})
    assert edits(before, after) == []


def test_cells_that_could_not_be_used_are_compared_as_they_were_typed():
    accounts = Portfolio(("1",), ("A",), ratings={"fit": Ratings.of(["good"])})
    one = typed(accounts, {("rating:fit", 0): "good", ("revenue", 0): "much"})
    other = typed(accounts, {("rating:fit", 0): "better", ("revenue", 0): "much"})
    assert input_edits(one, other, [(0, 0)]) == [Edit(0, 0, "rating:fit", "good", "better")]


def test_settings_and_criteria_are_compared_by_key():
    before = golden.policy()
    criteria = tuple(
        dataclasses.replace(c, weight=c.weight + 5, gate=Gate(4, "D")) if c.key == "solvency" else c
        for c in before.criteria
        if c.key != "reputation"
    )
    after = dataclasses.replace(
        before, criteria=criteria, borders=(8.5, 6.0, 4.0), minimum_coverage=0.8
    )
    found = {edit.key: (edit.before, edit.after) for edit in policy_edits(before, after)}
    assert found == {
        "border_a": (8.0, 8.5),
        "minimum_coverage": (0.70, 0.8),
        "criterion:solvency:weight": (0.0, 5.0),
        "criterion:solvency:gate_limit": (3.0, 4.0),
        "criterion:solvency:gate_cap": ("C", "D"),
        "criterion:reputation:name": (before.criteria[7].name, None),
        "criterion:reputation:weight": (5.0, None),
    }


def test_ladder_scale_and_factors_are_settings_too():
    before = golden.policy()
    ladder = (dataclasses.replace(before.ladder[0], operator=">"), *before.ladder[1:])
    factor = dataclasses.replace(before.factors[0], name=Text("Price", "Preis"))
    after = dataclasses.replace(
        before.on_scale(100), ladder=ladder, factors=(factor, *before.factors[1:])
    )
    assert policy_edits(before, after) == [
        PolicyEdit("scale", 10.0, 100.0),
        PolicyEdit("factor:1:name", before.factors[0].name, factor.name),
        PolicyEdit("ladder_notice", ">= 0.1", "> 0.1"),
    ]


@pytest.mark.parametrize(
    ("name", "vat", "revenue", "expected"),
    [
        ("Müller", "", 100, [Likely(1, 1, merged=False)]),  # the name, whatever the case
        ("Other", "DE 1", 100, [Likely(1, 1, merged=False)]),  # the VAT id, blanks aside
        ("Other", "", 100, []),
    ],
)
def test_an_account_that_came_under_another_id_is_recognised(name, vat, revenue, expected):
    before = Portfolio(
        ("1", "2"), ("A", "MÜLLER"), {"revenue": np.array([10.0, 100.0])},
        {"vat_id": ("", "de1")},
    )  # fmt: skip
    after = Portfolio(
        ("1", "9"), ("A", name), {"revenue": np.array([10.0, revenue])}, {"vat_id": ("", vat)}
    )
    assert likely(before, after, matched(before, after)) == expected


def test_an_account_that_went_into_another_is_recognised_by_its_revenue():
    before = Portfolio(
        ("1", "2", "3"), ("A", "B", "C"),
        {"revenue": np.array([10.0, 5.0, 7.0]), "revenue_y1": np.array([8.0, 4.0, 9.0])},
    )  # fmt: skip
    after = Portfolio(
        ("1", "3"), ("A", "C"),
        {"revenue": np.array([10.0 + 5.0, 7.0]), "revenue_y1": np.array([8.0 + 4.0, 9.0])},
    )  # fmt: skip
    assert likely(before, after, matched(before, after)) == [Likely(1, 0, merged=True)]
    other = dataclasses.replace(
        after, numbers={**after.numbers, "revenue_y1": np.array([11.0, 9.0])}
    )
    assert likely(before, other, matched(before, other)) == []
