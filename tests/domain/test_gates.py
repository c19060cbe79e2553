import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.gates import EXCLUDES, FIELD_GATE, FIELD_SEVERITY, NO_GATE, severity
from kamxl.domain.policy import Criterion, Gate, Policy, Scale
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.text import Text
from tests.domain import golden

TODAY = dt.date(2026, 1, 1)


def judged(
    gates: list[Gate | None], *ratings: list[float], scale: int = 10, **given: object
) -> Assessment:
    """Return accounts under criteria k0, k1, … of equal weight, with these gates."""
    criteria = tuple(
        Criterion(f"k{place}", Text(f"Criterion {place}", f"Kriterium {place}"), 10, gate=gate)
        for place, gate in enumerate(gates)
    )
    names = tuple("abcdefgh"[: len(ratings)])
    columns = np.array(ratings)
    portfolio = Portfolio(
        names,
        names,
        ratings={f"k{n}": Ratings.of(columns[:, n].tolist()) for n in range(len(gates))},
        **given,  # type: ignore[arg-type]
    )
    return assess(portfolio, Policy(criteria, scale=Scale(scale)), TODAY)


def test_an_excluding_gate_leaves_the_score_and_takes_rank_and_tier():
    found = judged([Gate(3, effect="exclude"), None], [2, 10], [7, 7], [6, 6])
    assert found.score.tolist() == [6, 7, 6]
    assert found.rank.tolist() == [0, 1, 2]
    assert found.tier.tolist() == [0, 2, 2]
    assert found.order.tolist() == [3, 1, 2]
    assert found.quadrant[0] == 0
    assert not found.provisional.any()
    assert found.gate_text(0, "en") == "Excluded: Criterion 0 ≤ 3"
    assert found.gate_text(0, "de") == "Ausgeschlossen: Kriterium 0 ≤ 3"
    assert [f.code for f in found.findings if f.code[:2] in ("G-", "S-")] == ["G-EXCLUDE"]


def test_a_flagging_gate_is_said_and_changes_nothing():
    flagged = judged([Gate(3, "D", "flag"), None], [2, 10], [7, 7])
    open_ = judged([None, None], [2, 10], [7, 7])
    for column in ("score", "rank", "tier", "order", "quadrant"):
        np.testing.assert_array_equal(getattr(flagged, column), getattr(open_, column))
    assert flagged.cap(0) is None
    assert flagged.gate_text(0, "en") == "Note: Criterion 0 ≤ 3"
    assert "G-FLAG" in {f.code for f in flagged.findings}


def test_of_several_closed_gates_excluding_goes_before_capping_and_capping_before_a_flag():
    flag, cap_b, cap_d, out = (
        Gate(3, "D", "flag"), Gate(3, "B"), Gate(3, "D"), Gate(3, "A", "exclude")
    )  # fmt: skip
    assert [severity(gate) for gate in (None, flag, cap_b, cap_d, out)] == [0, 1, 3, 5, 6]
    assert judged([flag, cap_b, cap_d, out], [1, 1, 1, 1]).gate[0] == 3
    assert judged([flag, cap_b, cap_d, out], [1, 1, 1, 9]).gate[0] == 2
    assert judged([flag, cap_b, cap_d, out], [1, 1, 9, 9]).gate[0] == 1
    assert judged([flag, cap_b, cap_d, out], [1, 9, 9, 9]).gate[0] == 0
    assert judged([flag, cap_b, cap_d, out], [9, 9, 9, 9]).gate[0] == NO_GATE
    assert judged([cap_d, cap_d], [1, 1]).gate[0] == 0


@pytest.mark.parametrize(("said", "tier"), [("no", 3), ("unclear", 1), ("yes", 1), ("", 1)])
def test_a_reputation_that_does_not_suit_caps_at_c(said: str, tier: int):
    found = judged([None], [9], texts={"reputation_fits": (said,)})
    assert found.tier[0] == tier
    if said == "no":
        assert (found.gate[0], found.severity[0]) == (FIELD_GATE, FIELD_SEVERITY)
        assert found.cap(0) == "C"
        assert found.gate_text(0, "de") == "Deckel C: Ruf passt nicht"
        assert found.reason(0, "en").endswith("Cap C: Reputation does not suit.")


def test_the_gate_of_a_criterion_goes_before_that_of_the_reputation_when_equally_hard():
    no = {"texts": {"reputation_fits": ("no",)}}
    assert judged([Gate(3, "C")], [1], **no).gate[0] == 0
    assert judged([Gate(3, "B")], [1], **no).gate[0] == FIELD_GATE
    assert judged([Gate(3, "D")], [1], **no).gate[0] == 0
    assert judged([Gate(3, effect="exclude")], [1], **no).severity[0] == EXCLUDES


@pytest.mark.parametrize("effect", ["cap", "exclude", "flag"])
def test_a_closed_gate_of_any_effect_endangers_a_large_account(effect: str):
    gate = Gate(3, "B", effect)  # type: ignore[arg-type]
    revenues = {"revenue": np.array([15.0, 85.0])}
    found = judged([gate, None, None], [2, 10, 10], [7, 7, 7], numbers=revenues)
    assert found.disclosure_share[0] == 15 / 100
    assert found.endangered.tolist() == [True, False]


def test_gates_are_the_same_on_both_scales():
    gates = [Gate(3, effect="exclude"), Gate(4.5, "B")]
    ten = judged(gates, [3, 9], [4, 4], [9, 5])
    hundred = judged(gates, [23, 89], [34, 34], [89, 45], scale=100)
    np.testing.assert_array_equal(ten.gate, hundred.gate)
    np.testing.assert_array_equal(ten.rank, hundred.rank)


def test_a_contract_that_has_ended_is_a_warning_and_one_that_ends_today_is_not():
    accounts = golden.portfolio()
    ends = (TODAY - dt.timedelta(1), TODAY, *[None] * (len(accounts) - 2))
    dates = {**accounts.dates, "contract_end": ends}
    found = assess(dataclasses.replace(accounts, dates=dates), golden.policy(), TODAY)
    said = [f for f in found.findings if f.code == "A-CONTRACT"]
    assert [(f.subject.account, f.severity) for f in said] == [(0, "warning")]
