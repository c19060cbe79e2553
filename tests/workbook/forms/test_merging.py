"""Laws of renewing a form, on histories of random edits against a simple model."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.cells import CellValue
from kamxl.text import Text
from kamxl.workbook.forms.laying import lay
from kamxl.workbook.forms.merging import Merged, merge
from kamxl.workbook.forms.reading import read_form
from kamxl.workbook.forms.spec import Field, Form, Line, Section
from kamxl.workbook.spec import Area, Link, Sheet

GOALS = Section(
    "goals",
    Text("Goals", "Ziele"),
    (
        Field("goal", Text("Goal", "Ziel"), "mixed"),
        Field("why", Text("Why", "Warum"), "human"),
        Field("remark", Text("Remark", "Anmerkung"), "computed"),
    ),
    spare=2,
)
KPIS = Section(
    "kpis",
    Text("KPIs", "Kennzahlen"),
    (
        Field("kpi", Text("KPI", "Kennzahl"), "computed"),
        Field("target", Text("Target", "Ziel"), "mixed"),
        Field("note", Text("Note", "Notiz"), "human"),
        Field("remark", Text("Remark", "Anmerkung"), "computed"),
    ),
    spare=1,
)
Rows = list[list[CellValue]]
Base = dict[str, dict[str, CellValue]]


def form(*lines: tuple[str, Mapping[str, CellValue]]) -> Form:
    return Form(
        "plan 00001",
        (GOALS, KPIS),
        tuple(Line(id_, id_.partition(".")[0], values) for id_, values in lines),
    )


class Paper:
    """A sheet as people see it: cells that they and kamxl write into, and what kamxl remembers."""

    def __init__(self, first: Form) -> None:
        sheet = Sheet("plan", "Plan", "#000000")
        lay(first, sheet, "en", top=0)
        self.rows: Rows = []
        for cell in sheet.cells:
            content = cell.content.text if isinstance(cell.content, Link) else cell.content
            assert not isinstance(content, tuple)
            self.put(cell.row, cell.column, content)
        self.base: Base = {
            line.id: {
                one.key: line.values.get(one.key)
                for one in first.section(line.section).fields
                if one.kind != "human"
            }
            for line in first.lines
        }
        self.deleted: set[str] = set()
        self.formulas: set[tuple[int, int]] = set()

    def put(self, row: int, column: int, value: CellValue) -> None:
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value

    def run(self, new: Form) -> Merged:
        filled = read_form(self.rows, new, self.base, self.formulas)
        assert filled is not None
        made = merge(new, filled, self.base, self.deleted, "en")
        for edit in made.edits:
            content = edit.content.text if isinstance(edit.content, Link) else edit.content
            assert not isinstance(content, tuple)
            self.put(edit.row, edit.column, content)
        self.base, self.deleted = made.remembered, made.deleted
        return made

    def row(self, id_: str) -> int:
        return next(row for row, cells in enumerate(self.rows) if cells and cells[0] == id_)

    def cell(self, id_: str, column: int) -> CellValue:
        line = self.rows[self.row(id_)]
        return line[column] if column < len(line) else None

    def texts(self) -> list[CellValue]:
        return [value for row in self.rows for value in row]


START = form(
    ("goals.grow", {"goal": "Grow by 10 %"}),
    ("kpis.sow", {"kpi": "Share of wallet", "target": 0.3}),
    ("kpis.csat", {"kpi": "Satisfaction", "target": 8}),
)


def test_running_again_changes_nothing() -> None:
    paper = Paper(START)
    assert not paper.run(START).edits


def test_a_proposal_that_nobody_touched_follows_the_new_figures() -> None:
    paper = Paper(START)
    paper.run(form(("kpis.sow", {"kpi": "Share of wallet", "target": 0.4}), *_rest("kpis.sow")))
    assert paper.cell("kpis.sow", 2) == 0.4


def test_a_person_wins_and_the_new_proposal_stands_beside_it() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis.sow"), 2, 0.5)
    newer = form(("kpis.sow", {"kpi": "Share of wallet", "target": 0.4}), *_rest("kpis.sow"))
    paper.run(newer)
    assert paper.cell("kpis.sow", 2) == 0.5
    assert paper.cell("kpis.sow", 4) == "New proposal: Target 0.4"
    assert not paper.run(newer).edits


def test_a_proposal_that_a_person_cleared_stays_away() -> None:
    paper = Paper(START)
    paper.put(paper.row("goals.grow"), 1, None)
    paper.run(START)
    assert paper.cell("goals.grow", 1) is None


def test_a_line_that_a_person_deleted_stays_deleted() -> None:
    paper = Paper(START)
    del paper.rows[paper.row("kpis.csat")]
    made = paper.run(START)
    assert made.deleted == {"kpis.csat"}
    paper.run(START)
    assert "Satisfaction" not in paper.texts()


def test_a_line_whose_rule_no_longer_fires_is_marked_and_stays() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis.sow"), 3, "agreed with Ms Weber")
    fewer = form(*_rest("kpis.sow"))
    made = paper.run(fewer)
    assert made.outdated == ["kpis.sow"]
    assert paper.cell("kpis.sow", 3) == "agreed with Ms Weber"
    assert paper.cell("kpis.sow", 4) == "Outdated: no longer proposed"
    assert not paper.run(fewer).edits
    paper.run(START)
    assert paper.cell("kpis.sow", 4) is None


def test_a_new_line_takes_a_spare_row_and_then_one_below_everything() -> None:
    paper = Paper(START)
    end = len(paper.rows)
    spare = paper.row("kpis+1")
    more = form(*_all(), ("kpis.nrr", {"kpi": "Retention"}), ("kpis.cts", {"kpi": "Cost"}))
    paper.run(more)
    assert paper.row("kpis.nrr") == spare
    assert paper.row("kpis.cts") == end  # kpis is the last part: it simply goes on
    assert not paper.run(more).edits


def test_a_spare_row_that_somebody_filled_is_not_taken() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis+1"), 1, "Visits a year")
    paper.run(form(*_all(), ("kpis.nrr", {"kpi": "Retention"})))
    assert paper.cell("kpis+1", 1) == "Visits a year"


def test_a_spare_row_beside_which_somebody_wrote_is_not_taken() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis+1"), 9, "ask Ms Weber")
    paper.run(form(*_all(), ("kpis.nrr", {"kpi": "Retention"})))
    assert paper.row("kpis.nrr") > paper.row("kpis+1")


def test_a_persons_text_that_kamxl_comes_to_propose_too_stays_the_persons() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis.sow"), 2, 0.4)
    for target, said in ((0.4, None), (0.6, "New proposal: Target 0.6")):
        paper.run(form(("kpis.sow", {"kpi": "Share of wallet", "target": target}),
                       *_rest("kpis.sow")))  # fmt: skip
        assert (paper.cell("kpis.sow", 2), paper.cell("kpis.sow", 4)) == (0.4, said)


@pytest.mark.parametrize("column", [1, 2])
def test_a_formula_of_a_persons_stays_though_its_result_is_what_kamxl_wrote(column: int) -> None:
    paper = Paper(START)
    paper.formulas.add((paper.row("kpis.sow"), column))
    made = paper.run(form(("kpis.sow", {"kpi": "Wallet", "target": 0.6}), *_rest("kpis.sow")))
    assert paper.cell("kpis.sow", column) == ("Share of wallet", 0.3)[column - 1]
    assert bool(made.overwritten) is (column == 1)


def test_a_spare_row_with_a_formula_that_gives_nothing_is_not_taken() -> None:
    paper = Paper(START)
    spare = paper.row("kpis+1")
    paper.formulas.add((spare, 2))
    paper.run(form(*_all(), ("kpis.nrr", {"kpi": "Retention"})))
    assert paper.rows[spare][0] == "kpis+1"


def test_a_computed_cell_that_was_cleared_is_computed_again() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis.sow"), 1, "ours")
    paper.run(START)
    paper.put(paper.row("kpis.sow"), 1, None)
    assert not paper.run(START).overwritten
    assert paper.cell("kpis.sow", 1) == "Share of wallet"


def test_a_proposal_deleted_while_its_rule_was_silent_is_not_made_again() -> None:
    paper = Paper(START)
    del paper.rows[paper.row("kpis.csat")]
    paper.run(form(*_rest("kpis.csat")))
    assert "kpis.csat" not in paper.base
    paper.run(START)
    assert "Satisfaction" not in paper.texts()


def test_what_somebody_wrote_among_the_ids_stays() -> None:
    paper = Paper(START)
    row = paper.row("kpis+1")
    paper.put(row, 0, 4711.0)
    paper.put(row, 3, "mine")
    paper.run(START)
    assert (paper.rows[row][0], paper.rows[row][3]) == (4711.0, "mine")


def test_a_row_that_a_person_inserted_gets_an_id() -> None:
    paper = Paper(START)
    at = paper.row("kpis.csat")
    paper.rows.insert(at, [None, "Visits", 12, "mine"])
    paper.run(START)
    assert paper.rows[at] == ["kpis+2", "Visits", 12, "mine"]


def test_a_copied_row_becomes_a_persons_own() -> None:
    paper = Paper(START)
    at = paper.row("kpis.sow")
    paper.rows.insert(at + 1, list(paper.rows[at]))
    paper.put(at + 1, 3, "second view")
    paper.put(at + 1, 2, 0.9)
    made = paper.run(START)
    assert made.copied == [at + 1]
    assert paper.cell("kpis+2", 3) == "second view"
    assert paper.cell("kpis.sow", 2) == 0.3


def test_a_sort_that_left_the_ids_behind_mixes_nothing_up() -> None:
    paper = Paper(START)
    sow, csat = paper.row("kpis.sow"), paper.row("kpis.csat")
    paper.put(sow, 3, "note on share")
    paper.put(csat, 3, "note on satisfaction")
    paper.rows[sow][1:], paper.rows[csat][1:] = paper.rows[csat][1:], paper.rows[sow][1:]
    paper.run(START)
    assert paper.row("kpis.csat") == sow
    assert paper.cell("kpis.csat", 3) == "note on satisfaction"
    assert paper.cell("kpis.sow", 3) == "note on share"


def test_a_sort_with_spare_rows_that_left_the_ids_behind_deletes_no_proposal() -> None:
    two = form(("goals.grow", {"goal": "Grow"}), ("goals.keep", {"goal": "Keep"}))
    paper = Paper(two)
    rows = [paper.row(id_) for id_ in ("goals.grow", "goals.keep", "goals+1")]
    paper.put(rows[0], 2, "they asked")
    # Down by one: keep stands where grow stood, a blank row where keep did, grow at the end.
    held = [paper.rows[row][1:] for row in rows]
    for row, cells in zip(rows, (held[1], held[2], held[0]), strict=True):
        paper.rows[row][1:] = cells
    made = paper.run(two)
    assert made.deleted == set()
    assert [paper.rows[row][0] for row in rows] == ["goals.keep", "goals+1", "goals.grow"]
    assert paper.cell("goals.grow", 2) == "they asked"


def test_a_sort_after_a_figure_was_overwritten_deletes_no_proposal() -> None:
    paper = Paper(START)
    sow, csat = paper.row("kpis.sow"), paper.row("kpis.csat")
    paper.put(sow, 1, "our share")
    paper.rows[sow][1:], paper.rows[csat][1:] = paper.rows[csat][1:], paper.rows[sow][1:]
    made = paper.run(START)
    assert made.deleted == set()
    assert {"Share of wallet", "our share", "Satisfaction"} <= {*paper.texts()}


def test_an_overwritten_figure_stays_and_is_said() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis.sow"), 1, "Our share")
    made = paper.run(START)
    assert [one.text for one in made.overwritten] == ["Our share"]
    assert paper.cell("kpis.sow", 1) == "Our share"


def test_without_a_memory_nothing_typed_is_taken_for_ours() -> None:
    paper = Paper(START)
    paper.put(paper.row("kpis.sow"), 2, 0.5)
    paper.base = {}
    paper.run(START)
    assert paper.cell("kpis.sow", 2) == 0.5


def _all() -> list[tuple[str, Mapping[str, CellValue]]]:
    return [(line.id, line.values) for line in START.lines]


def _rest(without: str) -> list[tuple[str, Mapping[str, CellValue]]]:
    return [(id_, values) for id_, values in _all() if id_ != without]


IDS = ("goals.grow", "goals.keep", "kpis.sow", "kpis.csat", "kpis.nrr", "kpis.cts")
generated = st.dictionaries(st.sampled_from(IDS), st.integers(0, 3), min_size=1).map(
    lambda chosen: form(
        *(
            (id_, {"goal": f"aim {n}"} if id_.startswith("goals") else {"kpi": id_, "target": n})
            for id_, n in sorted(chosen.items())
        )
    )
)
act = st.sampled_from(["type", "clear", "delete", "insert", "copy", "move"])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_people_do_what_they_typed_is_there_after_each_run(data: st.DataObject) -> None:
    paper = Paper(data.draw(generated))
    typed: set[str] = set()
    for quarter in range(data.draw(st.integers(1, 4))):
        for number in range(data.draw(st.integers(0, 5))):
            what = data.draw(act)
            rows = [
                row for row, cells in enumerate(paper.rows)
                if row and cells and isinstance(cells[0], str)
                and not cells[0].startswith(("title.", "headings."))
            ]  # fmt: skip
            if not rows:
                break
            row = data.draw(st.sampled_from(rows))
            text = f"typed {quarter}/{number}"
            if what == "type":
                column = data.draw(st.integers(1, 3))
                typed.discard(str(paper.rows[row][column] if column < len(paper.rows[row]) else ""))
                paper.put(row, column, text)
                typed.add(text)
            elif what == "clear":
                column = data.draw(st.integers(1, 3))
                typed.discard(str(paper.rows[row][column] if column < len(paper.rows[row]) else ""))
                paper.put(row, column, None)
            elif what == "delete":
                typed -= {str(value) for value in paper.rows[row]}
                del paper.rows[row]
            elif what == "insert":
                paper.rows.insert(row, [None, text])
                typed.add(text)
            elif what == "copy":
                paper.rows.insert(row, list(paper.rows[row]))
            else:
                other = data.draw(st.sampled_from(rows))
                paper.rows[row], paper.rows[other] = paper.rows[other], paper.rows[row]
        new = data.draw(generated)
        paper.run(new)
        assert typed <= {str(value) for value in paper.texts()}
        ids = [
            cells[0] for cells in paper.rows
            if cells and isinstance(cells[0], str)
            and not cells[0].startswith(("title.", "headings."))
        ]  # fmt: skip
        assert len(ids) == len(set(ids))
        again = paper.run(new)
        assert not again.edits


@pytest.mark.parametrize("base", [True, False])
def test_a_form_without_its_marks_is_none(base: bool) -> None:
    paper = Paper(START)
    del paper.rows[0]
    assert read_form(paper.rows, START, paper.base if base else {}) is None


def linked(target: str) -> Form:
    line = Line("kpis.cost", "kpis", {"kpi": "Cost"}, {"kpi": target})
    return Form("plan 00001", (GOALS, KPIS), (line,))


def test_a_link_follows_its_target_once() -> None:
    paper = Paper(linked("Plan!B1"))
    paper.run(linked("Plan!B1"))
    (edit,) = paper.run(linked("'Plan 2026'!B1")).edits
    assert edit.content == Link("Cost", "'Plan 2026'!B1")
    assert paper.run(linked("'Plan 2026'!B1")).edits == []


def test_rows_below_everything_get_rules_and_merged_cells_as_a_fresh_form_has_them() -> None:
    wide = Section(
        "wide",
        Text("Wide", "Breit"),
        (
            Field("text", Text("Text", "Text"), "computed", span=2),
            Field("answer", Text("Answer", "Antwort"), "human", choices=(Text("yes", "ja"),)),
            Field("day", Text("Day", "Tag"), "human", "wrap.date"),
        ),
    )
    line = Line("wide.a", "wide", {"text": "A"}), Line("wide.b", "wide", {"text": "B"})
    paper = Paper(START)
    end = len(paper.rows)
    made = paper.run(Form(START.uid, (GOALS, KPIS, wide), (*START.lines, *line)))
    # A blank row, the title and the headings come before the two lines.
    first = end + 3
    assert paper.row("wide.a") == first
    assert made.merges == [Area(row, 1, row, 2) for row in (first - 1, first, first + 1)]
    assert [(rule.area, rule.kind, rule.source) for rule in made.rules] == [
        (Area(first, 3, first + 1, 3), "list", "yes"),
        (Area(first, 4, first + 1, 4), "date", ""),
    ]
    fresh = Sheet("plan", "Plan", "#000000")
    lay(Form(START.uid, (wide,), line), fresh, "en", top=0)
    moved = first - fresh.validations[0].area.top
    assert [rule.area.top + moved for rule in fresh.validations] == [first, first]
    assert len(fresh.merges) == len(made.merges)
    again = paper.run(Form(START.uid, (GOALS, KPIS, wide), (*START.lines, *line)))
    assert (again.merges, again.rules, again.edits) == ([], [], [])
