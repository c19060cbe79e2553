from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from kamxl.actions.differing import differ
from kamxl.actions.run import RunResult, run
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.errors import UsageError
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.build import built
from kamxl.limits import Limits
from kamxl.text import Language
from kamxl.workbook.differing.diff import Diff
from kamxl.workbook.inputs import Inputs, WeightsInput
from kamxl.workbook.schema import render
from tests.domain import golden

OLD = Path(__file__).parents[1] / "data" / "old"


def book(
    accounts: Portfolio | None = None,
    policy: Policy | None = None,
    language: Language = "en",
    name: str = "a.xlsx",
    **changes: object,
) -> RunResult:
    """Return a workbook file that was written and read again."""
    inputs = Inputs(
        accounts or golden.portfolio(), policy or golden.policy(), language, golden.TODAY,
        **changes,  # type: ignore[arg-type]
    )  # fmt: skip
    return run(BookFile(built(render(inputs)), name, Limits()), golden.TODAY)


def edits(diff: Diff) -> list[tuple[str, str, object, object]]:
    ids = diff.found.after.portfolio.ids
    return [(ids[e.after_at], e.key, e.before, e.after) for e in diff.inputs]


def test_the_same_accounts_in_two_languages_differ_in_nothing() -> None:
    assert differ(book(), book(language="de")).same


def test_a_typed_cell_a_weight_and_their_effect_are_told() -> None:
    accounts = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    criteria = tuple(
        dataclasses.replace(c, weight=25.0) if c.key == "reputation" else c
        for c in golden.policy().criteria
    )
    later = dataclasses.replace(golden.policy(), criteria=criteria)
    diff = differ(book(), book(accounts, later, "de", "b.xlsx"))
    assert edits(diff) == [("Vicom", "rating:relationship", 2.0, 9.0)]
    assert [(e.key, e.before, e.after) for e in diff.policy] == [
        ("criterion:reputation:weight", 5.0, 25.0)
    ]
    pair = diff.pair_of("Vicom")
    assert pair is not None
    assert diff.found.scores(pair) == (492, 562, 585)
    assert not diff.same
    assert diff.names == ("a.xlsx", "b.xlsx")


def test_the_day_and_judgements_on_weights_belong_to_the_policy() -> None:
    weights = WeightsInput({"solvency": "less"}, {"reputation": 40.0}, {})
    later = run(
        BookFile(
            built(
                render(
                    Inputs(
                        golden.portfolio(), golden.policy(), "en", dt.date(2026, 4, 1),
                        weights=weights, answers={"lost_1": "Hotel"},
                    )
                )
            ),
            "b.xlsx", Limits(),
        ),
        golden.TODAY,
    )  # fmt: skip
    found = {e.key: (e.before, e.after) for e in differ(book(), later).policy}
    assert found.pop("answer:lost_1")[0] is None
    assert found == {
        "as_of": (golden.TODAY, dt.date(2026, 4, 1)),
        "weights:importance:solvency": (None, "less"),
        "weights:swing:reputation": (None, 40.0),
    }


def test_accounts_that_came_went_or_were_merged() -> None:
    names = ("Cartech", "Neu", *golden.NAMES[2:])
    revenue = golden.REVENUE.copy()
    revenue[1], revenue[2] = 7.0, revenue[1] + revenue[2]
    later = dataclasses.replace(
        golden.with_numbers(golden.portfolio(), revenue=revenue.tolist()), ids=names, names=names
    )
    diff = differ(book(), book(later))
    assert [diff.found.after.portfolio.ids[p] for p in diff.found.match.came] == ["Neu"]
    assert [diff.found.before.portfolio.ids[p] for p in diff.found.match.gone] == ["Technologie"]
    (one,) = diff.likely
    # Fertigung's 900 became 900 + 800.
    assert (diff.found.after.portfolio.ids[one.into], one.merged) == ("Fertigung", True)
    assert diff.pair_of("Neu") is None
    with pytest.raises(UsageError, match="neither workbook has an account 'Nobody'"):
        diff.pair_of("Nobody")


def test_what_could_not_be_used_is_compared_as_it_was_typed() -> None:
    accounts = golden.with_rating(golden.portfolio(), "Hotel", "reputation", "good")
    place = golden.place("Hotel")
    old = book(accounts, kept={("rating:reputation", place): "good"})
    new = book(accounts, kept={("rating:reputation", place): "better"})
    assert edits(differ(old, new)) == [("Hotel", "rating:reputation", "good", "better")]


@pytest.mark.parametrize("schema", [1, 2, 3, 4])
def test_workbooks_of_older_layouts_are_compared_too(schema: int) -> None:
    older, german = (
        run(BookFile(path.read_bytes(), path.name, Limits()), golden.TODAY)
        for path in (OLD / f"schema{schema}.en.xlsx", OLD / f"schema{schema}.de.xlsx")
    )
    diff = differ(older, older)
    assert diff.same
    across = differ(older, german)
    assert (across.found.by.sum(axis=1) == across.found.change).all()
    assert np.array_equal(
        across.found.by_inputs.sum(axis=1) + across.found.by_policy.sum(axis=1),
        across.found.change,
    )
