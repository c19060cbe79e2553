from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.cli.rules import show
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.candidates import Segment
from kamxl.domain.rulebook import TABLES
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.forms.spec import FREE
from kamxl.workbook.plans.naming import CHECKLIST, proposal_of, section_key
from kamxl.workbook.plans.renewing import ARCHIVED, LIVE
from kamxl.workbook.spec import Link
from tests.domain import golden
from tests.workbook.plans.paper import Paper

SEGMENT = ("Cartech", "Technologie", "Fertigung", "Hotel", "Potenzialkunde", "Einzelhandel",
           "Branchenführer")  # fmt: skip
# The sections whose lines come from tables of rules, besides the questions of the checklist.
RULED = {"swot", "goals", "kpis", "needs", "actions", "risks", "loyalty", "unknown"}
RULES = {rule.id for table in TABLES for rule in getattr(load_rules(), table)}
LATER = dt.date(2026, 4, 1)


def other_ratings(name: str, key: str, rating: float, today: dt.date = golden.TODAY) -> Assessment:
    """Return the golden twelve with one rating changed."""
    portfolio = golden.portfolio()
    ratings = dict(portfolio.ratings)
    values = ratings[key].values.copy()
    values[golden.place(name)] = rating
    ratings[key] = replace(ratings[key], values=values)
    return assess(replace(portfolio, ratings=ratings), golden.policy(), today)


def without(name: str, today: dt.date = golden.TODAY) -> Assessment:
    """Return the golden twelve with an account's ratings all at 1: it leaves the segment."""
    portfolio = golden.portfolio()
    place = golden.place(name)
    ratings = {}
    for key, column in portfolio.ratings.items():
        values = column.values.copy()
        values[place] = 10.0 if key == "cost_to_serve" else 1.0
        ratings[key] = replace(column, values=values)
    return assess(replace(portfolio, ratings=ratings), golden.policy(), today)


def test_the_segment_gets_a_checklist_and_a_strategy_sheet_each() -> None:
    made = Paper().run()
    assert [added.sheet.name for added in made.added] == [
        "Checklist", *(f"Plan {name}" for name in SEGMENT)
    ]  # fmt: skip


def test_who_is_pinned_gets_one_too_and_the_limit_leaves_others_out() -> None:
    paper = Paper(segment=Segment(tiers=("A",), quadrants=(), limit=1), pinned=frozenset({"Vicom"}))
    names = [added.sheet.name for added in paper.run().added]
    assert names == ["Checklist", "Plan Cartech", "Plan Vicom"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_running_again_on_the_same_day_changes_nothing(language: Language) -> None:
    paper = Paper(language=language)
    paper.run()
    memory = paper.memory
    made = paper.run()
    assert not made.patches
    assert not made.added
    assert made.memory == memory


def test_the_id_of_every_generated_line_names_a_rule_that_can_be_looked_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    paper = Paper()
    paper.run()
    named = set()
    for form in paper.plans().sheets.values():
        for line in form.filled.lines:
            from_rules = line.section in RULED or line.section.startswith("q")
            if from_rules and FREE not in line.id:
                parts = proposal_of(line.id).split(":")
                known = [part for part in parts if part in RULES]
                assert len(known) == 1, line.id
                named.add(known[0])
    assert {"A1", "GOAL-KEEP", "KPI-GROWTH", "BEN-EVENT", "ACT-TEAM", "S-RATING"} <= named
    for rule in sorted(named):
        assert show(rule, None, "en", as_json=False) == 0
        assert rule in capsys.readouterr().out


def test_no_two_accounts_have_the_same_reasons_swot_and_kpis() -> None:
    made = Paper().run()
    told = []
    for added in made.added[1:]:
        ids = {cell.row: cell.content for cell in added.sheet.cells if cell.column == 0}
        texts = {
            (ids.get(area.top), area.left): content
            for area, content, _ in added.sheet.merges
            if str(ids.get(area.top, "")).startswith(("reasons.", "swot.", "kpis.", "why."))
        }
        texts |= {
            (ids.get(cell.row), cell.column): cell.content
            for cell in added.sheet.cells
            if cell.column and str(ids.get(cell.row, "")).startswith(("reasons.", "swot.", "kpis."))
        }
        told.append(texts)
    for one, other in itertools.combinations(told, 2):
        assert one != other


def test_contributions_add_up_to_the_shown_score() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Cartech")
    form = next(one for one in paper.plans().sheets.values() if one.name == sheet)
    lines = [line for line in form.filled.lines if line.section == "reasons"]
    for key in ("points", "mean", "beyond"):
        *parts, total = (line.values[key] for line in lines)
        assert round(sum(parts) * 100) == round(total * 100)  # type: ignore[operator, arg-type]
    assert lines[-1].values["points"] == 8.03


def test_figures_are_renewed_and_what_people_wrote_stays() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Hotel")
    paper.type(sheet, "profile.goals", "answer", "renovate the hotel")
    paper.type(sheet, _kpi(paper, sheet), "target", "750 EUR")
    before = paper.field(sheet, "reasons.relationship", "rating")
    paper.run(result=other_ratings("Hotel", "relationship", 8, LATER))
    assert (before, paper.field(sheet, "reasons.relationship", "rating")) == (9, 8)
    assert paper.field(sheet, "profile.goals", "answer") == "renovate the hotel"
    assert paper.field(sheet, _kpi(paper, sheet), "target") == "750 EUR"


def _kpi(paper: Paper, sheet: str) -> str:
    form = next(one for one in paper.plans().sheets.values() if one.name == sheet)
    return next(
        line.id for line in form.filled.lines
        if line.section == "kpis" and line.values.get("base")
    )  # fmt: skip


def test_a_due_day_counts_from_when_it_was_first_proposed() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Cartech")
    form = next(one for one in paper.plans().sheets.values() if one.name == sheet)
    action = next(line.id for line in form.filled.lines if line.section == "actions")
    due = paper.field(sheet, action, "due")
    made = paper.run(result=assess(golden.portfolio(), golden.policy(), LATER))
    assert paper.field(sheet, action, "due") == due
    assert not any(edit.why == "new line" for patch in made.patches for edit in patch.edits)


def test_who_leaves_the_segment_keeps_the_sheet_grey_and_at_the_end() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Hotel")
    paper.type(sheet, "profile.goals", "answer", "renovate the hotel")
    paper.run(result=without("Hotel"))
    assert paper.order[-1] == sheet
    assert paper.colours[sheet] == ARCHIVED
    checklist = paper.plans().sheets[CHECKLIST].name
    assert "no longer in the segment" in str(paper.field(checklist, "candidates.Hotel", "remark"))
    assert not paper.run().patches
    paper.run(result=golden.assessment())
    assert paper.colours[sheet] == LIVE
    assert paper.field(sheet, "profile.goals", "answer") == "renovate the hotel"
    assert paper.field(checklist, "candidates.Hotel", "remark") is None


def test_an_account_that_is_gone_altogether_is_archived_too() -> None:
    paper = Paper()
    paper.run()
    sheet = paper.where("Hotel")
    portfolio = golden.portfolio()
    scored = portfolio.scored.copy()
    scored[golden.place("Hotel")] = False
    result = assess(replace(portfolio, scored=scored), golden.policy(), golden.TODAY)
    paper.run(result=result)
    assert paper.colours[sheet] == ARCHIVED
    assert not paper.run().patches


def test_a_new_candidate_gets_a_sheet_and_a_part_at_the_end_of_the_checklist() -> None:
    paper = Paper(without("Hotel"))
    paper.run()
    assert "Plan Hotel" not in paper.order
    made = paper.run(result=golden.assessment())
    assert [added.sheet.name for added in made.added] == ["Plan Hotel"]
    checklist = paper.plans().sheets[CHECKLIST].name
    row, _ = paper.at(checklist, f"{section_key('q', 'Hotel')}.A1", "question")
    others, _ = paper.at(checklist, f"{section_key('q', 'Cartech')}.A1", "question")
    assert row > others
    assert not paper.run().patches


def test_a_renamed_sheet_is_recognised() -> None:
    paper = Paper()
    paper.run()
    old = paper.where("Hotel")
    paper.grids["Grand Hotel 2026"] = paper.grids.pop(old)
    paper.order[paper.order.index(old)] = "Grand Hotel 2026"
    made = paper.run(result=assess(golden.portfolio(), golden.policy(), LATER))
    assert not made.added
    assert paper.where("Hotel") == "Grand Hotel 2026"


def test_a_copied_sheet_is_a_persons_own() -> None:
    paper = Paper()
    paper.run()
    old = paper.where("Hotel")
    paper.grids["Hotel (2)"] = [list(row) for row in paper.grids[old]]
    paper.order.append("Hotel (2)")
    assert paper.plans().copies == {"strategy Hotel": ["Hotel (2)"]}
    made = paper.run(result=other_ratings("Hotel", "relationship", 8))
    assert "Hotel (2)" not in [patch.name for patch in made.patches]


def test_a_copy_put_before_the_sheet_is_not_taken_for_it() -> None:
    paper = Paper()
    paper.run()
    old = paper.where("Hotel")
    paper.grids["Hotel (2)"] = [list(row) for row in paper.grids[old]]
    paper.order.insert(0, "Hotel (2)")
    made = paper.run(result=other_ratings("Hotel", "relationship", 8, LATER))
    assert paper.where("Hotel") == old
    assert dict(made.copies) == {"Hotel (2)": old}
    assert paper.field(old, "reasons.relationship", "rating") == 8


def test_a_copy_is_known_by_its_name_where_the_sheet_was_renamed_too() -> None:
    paper = Paper()
    paper.run()
    old = paper.where("Hotel")
    for name in ("Plan Hotel (2)", "Grand Hotel"):
        paper.grids[name] = [list(row) for row in paper.grids[old]]
    paper.order[paper.order.index(old)] = "Grand Hotel"
    paper.order.insert(0, "Plan Hotel (2)")
    assert paper.where("Hotel") == "Grand Hotel"


def test_an_account_that_returns_is_on_the_checklist_though_its_line_was_deleted() -> None:
    paper = Paper()
    paper.run()
    portfolio = golden.portfolio()
    scored = portfolio.scored.copy()
    scored[golden.place("Hotel")] = False
    paper.run(result=assess(replace(portfolio, scored=scored), golden.policy(), golden.TODAY))
    checklist = paper.plans().sheets[CHECKLIST].name
    row, _ = paper.at(checklist, "candidates.Hotel", "name")
    del paper.grids[checklist][row]
    paper.run()
    paper.run(result=golden.assessment())
    assert paper.field(checklist, "candidates.Hotel", "name") == "Hotel"


def test_the_checklist_leads_to_sheets_by_the_names_that_people_gave_them() -> None:
    paper = Paper()
    paper.run()
    old = paper.where("Hotel")
    paper.grids["Grand Hotel"] = paper.grids.pop(old)
    paper.order[paper.order.index(old)] = "Grand Hotel"
    (patch,) = paper.run().patches
    (edit,) = patch.edits
    assert edit.content == Link("Hotel", "'Grand Hotel'!B1")


def test_a_question_mark_on_the_checklist_becomes_an_action() -> None:
    paper = Paper()
    paper.run()
    checklist = paper.plans().sheets[CHECKLIST].name
    paper.type(checklist, f"{section_key('q', 'Cartech')}.A4", "answer", "?")
    paper.run()
    form = paper.plans().sheets["strategy Cartech"]
    lines = [line for line in form.filled.lines if line.section == "actions"]
    origins = [line.values["origin"] for line in lines]
    assert "A4" in origins


def test_answers_count_and_confirm() -> None:
    paper = Paper(language="de")
    paper.run()
    checklist = paper.plans().sheets[CHECKLIST].name
    for number, answer in (("A1", "ja"), ("A2", "Ja"), ("A3", "nein")):
        paper.type(checklist, f"{section_key('q', 'Cartech')}.{number}", "answer", answer)
    paper.run()
    assert paper.field(checklist, "candidates.Cartech", "confirmed") == "2 von 3"


names = st.sampled_from(SEGMENT)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_over_four_quarters_nothing_typed_is_lost(data: st.DataObject) -> None:
    paper = Paper()
    paper.run()
    typed: dict[tuple[str, str, str], str] = {}
    for quarter in range(4):
        for number in range(data.draw(st.integers(0, 4))):
            account = data.draw(names)
            plan = paper.plans().sheets.get(f"strategy {account}")
            if plan is None:
                continue
            lines = [
                (line.id, one.key)
                for line in plan.filled.lines
                for one in plan.form.section(line.section).fields
                if one.kind != "computed"
            ]
            id_, key = data.draw(st.sampled_from(lines))
            text = f"{account} {quarter}/{number}"
            paper.type(plan.name, id_, key, text)
            typed[account, id_, key] = text
        who, rating = data.draw(names), data.draw(st.integers(1, 10))
        today = golden.TODAY + dt.timedelta(days=91 * quarter)
        kind = data.draw(st.sampled_from(["same", "gone", "rated"]))
        if kind == "same":
            result = assess(golden.portfolio(), golden.policy(), today)
        elif kind == "gone":
            result = without(who, today)
        else:
            result = other_ratings(who, "product_fit", rating, today)
        paper.run(result=result)
        for (account, id_, key), text in typed.items():
            assert paper.field(paper.where(account), id_, key) == text
        assert not paper.run().patches


def test_names_that_shorten_to_one_another_all_get_sheets() -> None:
    rng = np.random.default_rng(7)
    count = 60
    portfolio = golden.portfolio()
    picked = rng.integers(0, len(golden.NAMES), count)
    ratings = {
        key: replace(
            column,
            values=column.values[picked],
            unknown=column.unknown[picked],
            wrong=column.wrong[picked],
        )
        for key, column in portfolio.ratings.items()
    }  # fmt: skip
    many = replace(
        portfolio,
        ids=tuple(f"{n:05}" for n in range(count)),
        names=tuple(f"Maschinenfabrik Hinterwald Werk {n}" for n in range(count)),
        numbers={key: column[picked] for key, column in portfolio.numbers.items()},
        texts={key: tuple(column[n] for n in picked) for key, column in portfolio.texts.items()},
        dates={key: tuple(column[n] for n in picked) for key, column in portfolio.dates.items()},
        leader=tuple(portfolio.leader[n] for n in picked),
        ratings=ratings,
        scored=np.ones(count, dtype=bool),
    )
    paper = Paper(assess(many, golden.policy(), golden.TODAY), segment=Segment(limit=count))
    made = paper.run()
    names_of_sheets = [added.sheet.name for added in made.added]
    assert len(set(names_of_sheets)) == len(names_of_sheets) > 20


def test_the_limit_of_accounts_per_manager_is_the_policys() -> None:
    portfolio = golden.portfolio()
    texts = {**portfolio.texts, "owner": ("Jo",) * len(portfolio)}
    owned = replace(portfolio, texts=texts)
    answers = []
    for limit in (3, 30):
        policy = replace(golden.policy(), manager_limit=limit)
        made = Paper(assess(owned, policy, golden.TODAY)).run()
        answers.append(next(a.verdict for a in made.plans[0].answers if a.id == "B9"))
    assert answers == ["no", "yes"]
