from __future__ import annotations

import datetime as dt

from kamxl.cells import to_serial
from kamxl.workbook.plans.reading import day_of
from kamxl.workbook.plans.registers import actions, benefits, last_contacts, needs
from tests.domain import golden
from tests.workbook.plans.paper import Paper


def test_what_is_overdue_comes_first_and_what_is_done_is_gone() -> None:
    paper = Paper()
    made = paper.run()
    first = actions(list(made.standings), golden.TODAY)
    assert first
    assert all(late is None for _, late in first)
    sheet = paper.where("Hotel")
    paper.type(sheet, "actions+1", "action", "Offer the new system")
    paper.type(sheet, "actions+1", "due", to_serial(golden.TODAY - dt.timedelta(days=9)))
    paper.type(sheet, "actions+2", "action", "Say thank you")
    paper.type(sheet, "actions+2", "status", "done")
    found = actions(list(paper.run().standings), golden.TODAY)
    assert (found[0][0].values["action"], found[0][1]) == ("Offer the new system", 9)
    assert "Say thank you" not in [entry.values.get("action") for entry, _ in found]


def test_each_line_says_where_it_stands() -> None:
    paper = Paper()
    made = paper.run()
    entry, _ = actions(list(made.standings), golden.TODAY)[0]
    cells = paper.grids[entry.sheet][entry.row]
    assert entry.values.get("action", entry.values.get("what")) in cells


def test_needs_come_by_their_day_and_benefits_of_all_accounts_are_listed() -> None:
    paper = Paper()
    paper.run()
    for account, day in (("Hotel", 20), ("Cartech", 10)):
        sheet = paper.where(account)
        paper.type(sheet, "needs+1", "need", f"renovation of {account}")
        paper.type(sheet, "needs+1", "due", to_serial(golden.TODAY + dt.timedelta(days=day)))
    standings = list(paper.run().standings)
    typed = [entry.values["need"] for entry in needs(standings) if entry.values.get("due")]
    assert typed[:2] == ["renovation of Cartech", "renovation of Hotel"]
    assert benefits(standings)


def test_who_was_never_spoken_with_comes_first() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Cartech")
    paper.type(sheet, "contacts+1", "name", "Ms Weber")
    paper.type(sheet, "contacts+1", "last", to_serial(golden.TODAY - dt.timedelta(days=3)))
    made = paper.run()
    found = last_contacts(list(made.standings), made.typed)
    assert found[-1][0].account == "Cartech"
    assert found[-1][1] == golden.TODAY - dt.timedelta(days=3)
    assert found[0][1] is None


def test_a_new_line_stands_in_the_register_in_the_same_run() -> None:
    paper = Paper()
    paper.run()
    checklist = paper.plans().sheets["checklist"].name
    paper.type(checklist, "qCartech.A4", "answer", "?")
    standings = list(paper.run().standings)
    texts = [
        entry.values.get("action")
        for entry, _ in actions(standings, golden.TODAY)
        if entry.account == "Cartech"
    ]
    assert any(text and "Estimate the potential" in str(text) for text in texts)


def test_days_are_read_from_dates_and_from_numbers() -> None:
    day = dt.date(2026, 5, 4)
    assert day_of(day) == day_of(dt.datetime(2026, 5, 4, 9)) == day_of(float(to_serial(day))) == day
    assert day_of("soon") is None
    assert day_of(True) is None
