from __future__ import annotations

import datetime as dt

from kamxl.cells import to_serial
from kamxl.workbook.differing.plans import plan_edits
from tests.workbook.plans.paper import Paper


def test_plans_beside_themselves_have_no_edits() -> None:
    paper = Paper()
    paper.run()
    assert plan_edits(paper.plans(), paper.plans(), one_language=True) == []


def test_fields_are_compared_by_the_ids_of_their_lines() -> None:
    paper = Paper()
    paper.run()
    before = paper.plans()
    sheet = paper.where("Cartech")
    due = dt.date(2026, 3, 1)
    paper.type(sheet, "actions+1", "action", "Call Ms Weber")
    paper.type(sheet, "actions+1", "due", to_serial(due))
    paper.type(sheet, "actions+1", "status", "running")
    found = plan_edits(before, paper.plans(), one_language=True)
    assert [(e.account, e.sheet, e.line, e.status) for e in found] == [
        ("Cartech", sheet, "actions+1", "changed")
    ] * 3
    assert {e.field.en: (e.before, e.after) for e in found if e.field} == {
        "Action": (None, "Call Ms Weber"),
        "Due": (None, due),
        "Status": (None, next(e.after for e in found if e.field and e.field.en == "Status")),
    }
    assert {e.about for e in found} == {"Call Ms Weber"}
    # Words of a list are the same word in whatever language.
    status = next(e.after for e in found if e.field and e.field.en == "Status")
    assert status("de") == "läuft"  # type: ignore[misc, operator, union-attr]
    paper.type(sheet, "actions+1", "status", "läuft")
    again = plan_edits(before, paper.plans(), one_language=True)
    assert [e.after for e in again] == [e.after for e in found]


def test_an_answer_in_the_checklist_belongs_to_its_account() -> None:
    paper = Paper()
    paper.run()
    before = paper.plans()
    checklist = paper.plans().sheets["checklist"]
    line = next(
        one for one in checklist.filled.lines if one.section == "qHotel" and one.id.count(".")
    )
    paper.type(checklist.name, line.id, "answer", "yes")
    (edit,) = plan_edits(before, paper.plans(), one_language=True)
    assert (edit.account, edit.section.de, edit.status) == ("Hotel", "Checkliste", "changed")
    assert edit.after("de") == "ja"  # type: ignore[misc, operator, union-attr]
    assert plan_edits(before, paper.plans(), one_language=True, missing={"Hotel"}) == []


def test_a_plan_that_only_one_file_has_tells_what_people_wrote_in_it() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Hotel")
    paper.type(sheet, "goals+1", "goal", "Win the new house")
    after = paper.plans()
    bare = type(after)({uid: s for uid, s in after.sheets.items() if uid != "strategy Hotel"})
    (came,) = plan_edits(bare, after, one_language=True)
    assert (came.account, came.status, came.about, came.field) == (
        "Hotel", "new", "Win the new house", None,
    )  # fmt: skip
    (went,) = plan_edits(after, bare, one_language=True)
    assert went.status == "gone"
