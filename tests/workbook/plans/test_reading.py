from __future__ import annotations

import datetime as dt

from kamxl.cells import to_serial
from kamxl.domain.plan_facts import told_too_early
from tests.domain import golden
from tests.workbook.plans.paper import Paper


def test_an_untouched_sheet_says_nothing() -> None:
    paper = Paper()
    paper.run()
    facts = paper.plans().facts()["Cartech"]
    assert facts.goals is None
    assert facts.tasks is None
    assert facts.contacts is None
    assert facts.kpis is None


def test_what_people_write_becomes_facts() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Cartech")
    day = to_serial(golden.TODAY)
    for id_, key, value in (
        ("contacts+1", "name", "Ms Weber"),
        ("contacts+1", "influence", 5),
        ("contacts+1", "ours", "Jo"),
        ("contacts+1", "last", day),
        ("team.sales", "name", "Jo"),
        ("profile.needs", "answer", "fewer suppliers"),
        ("profile.challenges", "answer", "?"),
        ("charter.field", "answer", "drives"),
        ("reviews+1", "day", day + 5),
        ("services+1", "service", "hotline"),
        ("services+1", "known", "yes"),
        ("actions+1", "action", "call"),
        ("actions+1", "status", "running"),
    ):
        paper.type(sheet, id_, key, value)
    facts = paper.plans().facts()["Cartech"]
    assert facts.contacts is not None
    assert (facts.contacts[0].name, facts.contacts[0].influence) == ("Ms Weber", 5)
    assert facts.team == {"sales": "Jo", "service": "", "operations": ""}
    assert (facts.customer_needs, facts.challenges) == ("fewer suppliers", "?")
    assert facts.latest_contact == golden.TODAY + dt.timedelta(days=5)
    assert facts.services is not None
    assert facts.services[0].known is True
    assert facts.tasks is not None
    assert (facts.tasks[0].text, facts.tasks[0].status) == ("call", "running")


def test_a_customer_who_is_told_before_it_was_decided_is_noticed() -> None:
    """T5: the retail candidate; decided internally first."""
    paper = Paper()
    paper.run()
    sheet = paper.where("Einzelhandel")
    paper.type(sheet, "goals+1", "goal", "become a key account")
    paper.type(sheet, "goals+1", "decided", to_serial(dt.date(2026, 3, 1)))
    paper.type(sheet, "goals+1", "informed", to_serial(dt.date(2026, 2, 1)))
    facts = paper.plans().facts()["Einzelhandel"]
    assert facts.goals is not None
    assert told_too_early(facts.goals[0])
    codes = {
        finding.code
        for plan in paper.run().plans
        for finding in plan.findings
        if plan.id == "Einzelhandel"
    }
    assert "P-S1-ORDER" in codes


def test_an_action_after_the_trigger_of_its_need_is_noticed() -> None:
    """T7: the hotel renovates in May; what is due in June is too late."""
    paper = Paper()
    paper.run()
    sheet = paper.where("Hotel")
    paper.type(sheet, "needs+1", "need", "system upgrade for the renovation")
    paper.type(sheet, "needs+1", "due", to_serial(dt.date(2026, 5, 1)))
    paper.type(sheet, "actions+1", "action", "present a tailored solution")
    paper.type(sheet, "actions+1", "need", "system upgrade for the renovation")
    paper.type(sheet, "actions+1", "due", to_serial(dt.date(2026, 6, 1)))
    found = [f.code for plan in paper.run().plans for f in plan.findings if plan.id == "Hotel"]
    assert "P-LATE-FOR-NEED" in found
    paper.type(sheet, "actions+1", "due", to_serial(dt.date(2026, 4, 1)))
    found = [f.code for plan in paper.run().plans for f in plan.findings if plan.id == "Hotel"]
    assert "P-LATE-FOR-NEED" not in found
