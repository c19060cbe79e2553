from __future__ import annotations

from kamxl.domain.summary import plan_type, summary
from kamxl.rules import shipped_rules
from tests.domain import golden
from tests.domain.planned import a_fact, facts


def test_the_summary_of_the_endangered_large_account_says_so() -> None:
    said = summary(facts(), shipped_rules().sentences, golden.place("Vicom"))
    assert said is not None
    assert "endangered large account" in said.text.en
    assert "Warnstufe für den Anteil: hoch." in said.text.de


def test_where_nothing_is_known_there_is_only_the_name() -> None:
    said = summary(a_fact(), shipped_rules().sentences, 0)
    assert said is not None
    assert said.text.en == "One: unknown, looked after by unknown."
    assert summary(a_fact(), (), 0) is None


def test_a_plan_is_for_what_the_quadrant_says() -> None:
    def kind(quadrant: str) -> str:
        found = plan_type(a_fact(quadrant=quadrant), shipped_rules().plan_types, 0)
        return found.id if found else ""

    assert [kind(q) for q in ("key", "development", "maintenance", "opportunistic")] == [
        "PLAN-EXPAND", "PLAN-ACQUIRE", "PLAN-RETAIN", "PLAN-SERVE",
    ]  # fmt: skip
    assert plan_type(a_fact(), shipped_rules().plan_types, 0) is None
