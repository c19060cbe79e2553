from __future__ import annotations

import numpy as np
import pytest

from kamxl.cells import CellError
from kamxl.functions.calling import call, explain
from kamxl.functions.explaining import LONGEST
from tests.domain import golden

WEIGHTS = [50, 30, 20]
NAMES = ["Revenue", "Fit", "Reputation"]


def test_points_are_hundredths_that_add_up_to_the_shown_score() -> None:
    # 10/3 + 11/3 + 11/3 = 10.666…, shown 10.67: of .33 + .67 + .67 nothing is lost or added.
    (points,) = call("KAM_EXPLAIN", [10, 11, 11], [1, 1, 1], None, 100)  # type: ignore[misc]
    assert points == [3.33, 3.67, 3.67]
    assert sum(points) == pytest.approx(10.67)


def test_a_missing_rating_stays_blank_and_the_others_carry_its_weight() -> None:
    (points,) = call("KAM_EXPLAIN", [8, 6, None], WEIGHTS)  # type: ignore[misc]
    assert points == [8 * 50 / 80, 6 * 30 / 80, ""]


def test_each_account_has_its_row_and_its_error() -> None:
    found = call("KAM_EXPLAIN", [[8, 6, 5], [8, "#REF!", 5], [11, 1, 1], [1, None, None]], WEIGHTS)
    assert found == [
        [8 * 50 / 100, 6 * 30 / 100, 5 * 20 / 100],
        [CellError.REF] * 3,
        [CellError.NUM] * 3,
        [CellError.NA] * 3,
    ]


def test_with_names_it_is_the_sentence_that_the_workbook_shows() -> None:
    result = golden.assessment()
    policy, place = result.policy, golden.place("Cartech")
    ratings = [None if np.isnan(x) else x for x in result.effective[place].tolist()]
    for language in ("en", "de"):
        names = [criterion.name(language) for criterion in policy.criteria]
        said = call(
            "KAM_EXPLAIN", ratings, list(policy.weights), None, None, None, names, None, language
        )
        assert said == result.reason(place, language)


def test_a_criterion_without_a_name_is_told_by_its_place() -> None:
    said = call("KAM_EXPLAIN", [9], [1], None, None, None, [[""]], None, "de")
    assert said == [[9.0]] or said == 9.0
    said = call("KAM_EXPLAIN", [9, 9], [1, 1], None, None, None, ["Fit", None], None, "de")
    assert said == ("Stark: Fit 4,50, Kriterium 2 4,50. Kostet Punkte: Fit 0,50, Kriterium 2 0,50.")


def test_against_another_account_it_is_the_difference() -> None:
    arguments = ([8, 6, 5], WEIGHTS, None, None, None)
    assert call("KAM_EXPLAIN", *arguments, None, [6, 6, 10]) == [[(8 - 6) * 0.5, 0.0, -5 * 0.2]]
    assert call("KAM_EXPLAIN", *arguments, NAMES, [6, 6, 10]) == (
        "This account 6.80: as much as the other (6.80). Ahead by: Revenue +1.00. "
        "Behind by: Reputation −1.00."
    )
    assert call("KAM_EXPLAIN", *arguments, NAMES, [6, 6, 5], "de") == (
        "Dieser Kunde 6,80: 1,00 mehr als der andere (5,80). Vorn durch: Revenue +1,00."
    )


def test_cartech_is_ahead_of_vicom_by_what_the_field_says() -> None:
    result = golden.assessment()
    one, other = (result.effective[golden.place(name)].tolist() for name in ("Cartech", "Vicom"))
    weights = list(result.policy.weights)
    (points,) = call("KAM_EXPLAIN", one, weights, None, None, None, None, other)  # type: ignore[misc]
    assert sum(p for p in points if p != "") == pytest.approx(8.03 - 4.92)  # 3.11


def test_the_other_must_be_one_account_with_a_score() -> None:
    arguments = ([8, 6, 5], WEIGHTS, None, None, None, NAMES)
    assert call("KAM_EXPLAIN", *arguments, [[1, 1, 1], [2, 2, 2]]) is CellError.VALUE
    assert call("KAM_EXPLAIN", *arguments, [[1, None, None]]) is CellError.NA
    assert (
        "against: only 50.0 % of the weight is rated"
        in explain("KAM_EXPLAIN", *arguments, [[1, None, None]]).en
    )
    assert call("KAM_EXPLAIN", [8, 6, 5], WEIGHTS, None, None, None, ["a"]) is CellError.VALUE


def test_a_sentence_is_never_longer_than_excel_takes_in_an_array() -> None:
    names = [name * 20 for name in NAMES]
    said = call("KAM_EXPLAIN", [8, 6, 5], WEIGHTS, None, None, None, names)
    assert isinstance(said, str)
    assert len(said) <= LONGEST
    assert said.endswith("…")


def test_ten_thousand_accounts_are_explained_in_one_call() -> None:
    ratings = [[row % 10 + 1, 5, None] for row in range(10_000)]
    said = call("KAM_EXPLAIN", ratings, WEIGHTS, None, None, None, NAMES)
    assert isinstance(said, list)
    assert said[9] == [
        "Strong: Revenue 6.25, Fit 1.88. Costs points: Fit 1.88. Rated: 80 % of the weight."
    ]
