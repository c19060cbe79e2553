from __future__ import annotations

from kamxl.text import Text
from kamxl.workbook.forms.laying import heading_edits, lay
from kamxl.workbook.forms.reading import read_form
from kamxl.workbook.forms.spec import Field, Form, Line, Section
from kamxl.workbook.spec import Area, Link, Sheet

GOALS = Section(
    "goals",
    Text("Goals", "Ziele"),
    (
        Field("goal", Text("Goal", "Ziel"), "mixed", span=2),
        Field("due", Text("Due", "Termin"), "human", "wrap.date"),
    ),
    spare=1,
)
ACTIONS = Section(
    "actions",
    Text("Actions", "Maßnahmen"),
    (
        Field("action", Text("Action", "Maßnahme"), "computed", span=2),
        Field("goal", Text("Goal", "Ziel"), "human", list_of="goals"),
        Field("done", Text("Done", "Erledigt"), "human", choices=(Text("yes", "ja"),)),
    ),
    tall=30,
)
FORM = Form(
    "plan 1",
    (GOALS, ACTIONS),
    (
        Line("goals.grow", "goals", {"goal": "Grow"}),
        Line("actions.call", "actions", {"action": "Call"}, {"action": "Ranking!A1"}),
    ),
)


def laid() -> tuple[Sheet, dict[str, int]]:
    sheet = Sheet("plan", "Plan", "#000000")
    return sheet, lay(FORM, sheet, "de", top=2)


def test_lines_lie_below_their_headings_and_spare_rows_below_them() -> None:
    sheet, rows = laid()
    assert rows == {
        "title.goals": 3, "goals.grow": 5, "goals+1": 6,
        "title.actions": 8, "actions.call": 10,
    }  # fmt: skip
    ids = {cell.row: cell.content for cell in sheet.cells if cell.column == 0}
    assert ids[5] == "goals.grow"
    assert ids[6] == "goals+1"
    assert sheet.hidden_rows == {2}
    assert sheet.heights[10] == 30


def test_wide_fields_are_merged_and_the_next_ones_stand_behind_them() -> None:
    sheet, _ = laid()
    assert (Area(5, 1, 5, 2), "Grow", "form_input") in sheet.merges
    assert [cell.style for cell in sheet.cells if (cell.row, cell.column) == (5, 3)] == [
        "form_input.date"
    ]


def test_a_link_leads_on() -> None:
    sheet, _ = laid()
    contents = [content for area, content, _ in sheet.merges if area.top == 10]
    assert contents == [Link("Call", "Ranking!A1")]


def test_drop_downs_offer_words_or_the_lines_of_another_part() -> None:
    sheet, _ = laid()
    rules = {rule.area: rule for rule in sheet.validations}
    assert rules[Area(10, 3, 10, 3)].source == "=$B$6:$B$7"
    assert rules[Area(10, 4, 10, 4)].source == "ja"
    assert all(rule.warn_only for rule in sheet.validations)


def test_what_is_laid_is_read_back() -> None:
    sheet, rows = laid()
    grid: list[list[object]] = [[None] * 6 for _ in range(12)]
    for cell in sheet.cells:
        grid[cell.row][cell.column] = cell.content
    for area, content, _ in sheet.merges:
        grid[area.top][area.left] = content.text if isinstance(content, Link) else content
    filled = read_form(grid, FORM, {})  # type: ignore[arg-type]
    assert filled is not None
    assert {line.id: line.row for line in filled.lines} == {
        id_: row for id_, row in rows.items() if not id_.startswith("title.")
    }
    assert filled.lines[0].values == {"goal": "Grow", "due": None}


def test_a_part_goes_on_elsewhere_with_title_and_headings() -> None:
    edits, below = heading_edits(ACTIONS, 40, {0: 1, 2: 4, 3: 5}, 0, "en")
    assert below == 42
    assert [(e.row, e.column, e.content) for e in edits if e.content is not None] == [
        (40, 0, "title.actions"),
        (40, 1, "Actions"),
        (41, 0, "headings.actions"),
        (41, 1, "Action"),
        (41, 4, "Goal"),
        (41, 5, "Done"),
    ]
