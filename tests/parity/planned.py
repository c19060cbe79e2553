"""What must hold of checklists, strategy sheets and registers after a run, whatever people did."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamxl.actions.updating import Update
from kamxl.cells import CellValue, address, to_serial
from kamxl.domain.plan_facts import PlanFacts
from kamxl.domain.rulebook import Rulebook
from kamxl.domain.sensitivity import sensitivity
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.workbook import words
from kamxl.workbook.forms.merging import OUTDATED
from kamxl.workbook.forms.reading import same
from kamxl.workbook.forms.spec import FRAME, FREE, section_of
from kamxl.workbook.planning import Filled, plan
from kamxl.workbook.plans.naming import CHECKLIST, account_of
from kamxl.workbook.plans.reading import Plans, read_plans
from kamxl.workbook.spec import Sheet, shown
from kamxl.workbook.state import State
from tests.parity.histories import COMPUTING
from tests.parity.planners import (
    FACED,
    REGISTERS,
    Grids,
    Lying,
    Planner,
    lying,
    places,
    section_for,
    value_at,
)
from tests.parity.raw import Raw

Lines = Mapping[str, Mapping[str, CellValue]]
FED_BY = {"actions": ("actions", "unknown"), "needs": ("needs",), "loyalty": ("loyalty",)}
# Below this row nothing of kamxl's stands on a list.
BESIDE = 300
CLOSED = {"done", "dropped", "erledigt", "verworfen"}


def grids_of(book: BookFile) -> Grids:
    return {name: [list(line) for line in book.read(name)] for name in book.sheets()}


# ------------------------------------------------------------ what people did


def see_what_people_did(
    before: Grids,
    formulas: Mapping[str, Mapping[tuple[int, int], str]],
    after: Grids,
    people: Planner,
    found: Update,
) -> None:
    """See that all of theirs stands where it stood, on the line that it belongs to."""
    # Registers and lists repeat what stands on the sheets.
    registers = {people.register(key) for key in REGISTERS}
    stood = places(before, people.typed)
    stands = places(after, people.typed)
    lists = {words.SHEETS[key](people.language) for key in COMPUTING}
    for value, there in stood.items():
        if value not in people.listed:
            stood[value] = {
                one for one in there
                if one[0] not in registers and (one[0] not in lists or one[1] >= BESIDE)
                and one[1:] not in formulas.get(one[0], {})
            }  # fmt: skip
    for value, there in stood.items():
        assert there <= stands.get(value, set()), f"{value!r} moved from {there}"
    for name, grid in before.items():
        form = lying(grid)
        if form is None:
            continue
        now = lying(after[name])
        if name in people.copies:
            assert [list(map(_plain, line)) for line in grid] == [
                list(map(_plain, line)) for line in after[name]
            ], f"the copy {name} changed"
            continue
        assert now is not None, name
        _see_rows(name, form, now, before, after, people)
    _see_reports(after, people, found)


def _see_rows(
    name: str, form: Lying, now: Lying, before: Grids, after: Grids, people: Planner
) -> None:
    grid, new = before[name], after[name]
    ids = dict(now.lines)
    own = [id_ for id_ in ids.values() if not id_.startswith(FRAME)]
    assert len(set(own)) == len(own), f"{name}: an id stands twice"
    for row, id_ in form.lines:
        if id_.startswith(FRAME):
            assert ids.get(row) == id_, f"{name}!{row + 1}: {id_} is {ids.get(row)}"
            continue
        section = section_for(form.uid, id_)
        blank = not any(value_at(grid, row, c) is not None for c in form.places.values())
        loose = (form.uid, section_of(id_)) in people.loose
        assert row in ids, f"{name}!{row + 1} lost its id {id_}"
        assert section_of(ids[row]) == section_of(id_)
        if not loose and not (FREE in id_ and blank):
            assert ids[row] == id_, f"{name}!{row + 1}: {id_} is {ids[row]} now"
        if section is None:
            continue
        for one in section.fields:
            at = form.at(row, one, section)
            if at and one.kind == "human":
                was, is_ = value_at(grid, *at), value_at(new, *at)
                assert _plain(was) == _plain(is_), f"{name}!{address(*at)}: {was!r} is {is_!r}"
    ours = {form.ids, *form.places.values()}
    for row, line in enumerate(grid):
        for column, value in enumerate(line):
            if column not in ours and value not in (None, ""):
                assert _plain(value) == _plain(value_at(new, row, column)), (
                    f"{name}!{address(row, column)}: {value!r} changed"
                )
    for value, (uid, id_, key) in people.belongs.items():
        if uid != form.uid:
            continue
        section = section_for(uid, id_)
        rows = [row for row, line in enumerate(new) if value in line]
        if not rows or section is None:
            continue
        if (uid, section.key) in people.loose and (
            section.key not in FACED or (uid, id_) in people.over_ids()
        ):
            continue
        assert [ids.get(row) for row in rows] == [id_], f"{name}: {value!r} belongs to {id_}"
        assert new[rows[0]].index(value) == now.places[section.places[key]]


def _see_reports(after: Grids, people: Planner, found: Update) -> None:
    told = {finding.place.partition("!")[2].rpartition("!")[0] for finding in found.findings
            if finding.code == "X-KEPT"}  # fmt: skip
    for name, grid in after.items():
        form = lying(grid)
        if form is None or name in people.copies:
            continue
        for row, id_ in form.lines:
            section = None if id_.startswith(FRAME) else section_for(form.uid, id_)
            for one in section.fields if section and FREE not in id_ else ():
                at = form.at(row, one, section) if section else None
                if at and one.kind == "computed" and value_at(grid, *at) in people.overwritten:
                    assert name in told, f"{name}!{address(*at)} is not reported"


# ------------------------------------------------------------ what kamxl says


@dataclass(frozen=True)
class _Typed(Plans):
    """What people typed, on no sheet: all forms are laid out afresh."""

    typed: Mapping[str, PlanFacts] = field(default_factory=dict)

    def facts(self) -> dict[str, PlanFacts]:
        return dict(self.typed)


def expected(book: BookFile, again: Update, memory: State, rules: Rulebook) -> dict[str, Lines]:
    """Return what each form would hold if it were laid out afresh, by uid, id and field."""
    typed = read_plans(book, (), memory.forms).facts()
    firm = sensitivity(again.result)
    made = plan(again.inputs, again.result, firm, rules, Filled(_Typed(typed=typed), memory.forms))
    return dict(_lines(added.sheet) for added in made.renewed.added)


def _lines(sheet: Sheet) -> tuple[str, Lines]:
    grid: list[list[CellValue]] = []

    def put(row: int, column: int, value: CellValue) -> None:
        while len(grid) <= row:
            grid.append([])
        grid[row].extend([None] * (column + 1 - len(grid[row])))
        grid[row][column] = value

    for cell in sheet.cells:
        put(cell.row, cell.column, shown(cell.content))
    for area, content, _ in sheet.merges:
        put(area.top, area.left, shown(content))
    form = lying(grid)
    assert form is not None
    made: dict[str, dict[str, CellValue]] = {}
    for row, id_ in form.lines:
        section = section_for(form.uid, id_)
        if not id_.startswith(FRAME) and FREE not in id_ and section is not None:
            made[id_] = {one.key: value_at(grid, row, section.places[one.key] + 1)
                         for one in section.fields}  # fmt: skip
    return form.uid, made


def see_what_kamxl_says(
    after: Grids, wanted: Mapping[str, Lines], people: Planner, memory: State
) -> None:
    """See that computed cells are right, and proposals too where nobody touched them."""
    there = {form.uid: (name, form) for name, grid in after.items()
             if name not in people.copies and (form := lying(grid)) is not None}  # fmt: skip
    for uid, lines in wanted.items():
        assert uid in there, f"{uid} has no sheet"
        name, form = there[uid]
        grid = after[name]
        rows = {id_: row for row, id_ in form.lines}
        for id_, values in lines.items():
            section = section_for(uid, id_)
            assert section is not None
            deleted = (uid, id_) in people.deleted
            unsure = (uid, section.key) in people.unsure
            if id_ not in rows:
                assert deleted or unsure, f"{name}: {id_} is missing"
                continue
            assert not deleted or unsure or (uid, id_) in people.copied, (
                f"{name}: {id_} was deleted"
            )
            loose = (uid, section.key) in people.ever_loose
            for one in section.fields:
                at = form.at(rows[id_], one, section)
                if at is None or one.key == "remark" or one.kind == "human":
                    continue
                value = value_at(grid, *at)
                place = f"{name}!{address(*at)} ({id_}, {one.key})"
                if (uid, id_, one.key) in people.cleared:
                    assert value is None, f"{place}: {value!r} came back"
                elif (uid, id_, one.key) in people.touched or value in people.typed:
                    continue
                elif one.kind == "computed" or not loose:
                    assert same(value, values[one.key]), (
                        f"{place}: {value!r}, not {values[one.key]!r}"
                    )
    _see_outdated(after, there, wanted, people, memory)
    _see_that_no_two_are_alike(after, there, memory)


def _see_outdated(
    after: Grids,
    there: Mapping[str, tuple[str, Lying]],
    wanted: Mapping[str, Lines],
    people: Planner,
    memory: State,
) -> None:
    for uid, lines in wanted.items():
        name, form = there[uid]
        if uid == CHECKLIST:
            continue  # whose accounts are gone altogether
        for row, id_ in form.lines:
            section = None if id_.startswith(FRAME) or FREE in id_ else section_for(uid, id_)
            if section is None or id_ in lines or id_ not in memory.forms[uid].lines:
                continue
            at = form.at(row, section.field("remark"), section)
            said = value_at(after[name], *at) if at else None
            wrote = said in people.typed or (uid, id_, "remark") in people.touched
            assert at is None or wrote or OUTDATED(people.language) in str(said), (
                f"{name}!{row + 1}: {id_} is outdated and does not say so: {said!r}"
            )


def _see_that_no_two_are_alike(
    after: Grids, there: Mapping[str, tuple[str, Lying]], memory: State
) -> None:
    told = []
    for uid, (name, form) in there.items():
        if account_of(uid) is not None and not memory.forms[uid].archived:
            told.append({
                id_: tuple(value_at(after[name], row, c) for c in form.places.values())
                for row, id_ in form.lines
                if section_of(id_) in ("reasons", "why", "swot", "kpis") and FREE not in id_
                and not id_.startswith(FRAME)
            })  # fmt: skip
    for one, other in itertools.combinations(told, 2):
        assert one != other


# ------------------------------------------------------------ registers


def see_registers(path: Path, after: Grids, people: Planner, memory: State) -> None:
    """See that registers say what stands on the sheets now, and that their links lead there."""
    live = {
        name: form for name, grid in after.items()
        if name not in people.copies and (form := lying(grid)) is not None
        and account_of(form.uid) is not None and not memory.forms[form.uid].archived
    }  # fmt: skip
    raw = Raw(path)
    for key, texts in (("actions", ("action", "what")), ("needs", ("need",)),
                       ("loyalty", ("benefit",))):  # fmt: skip
        if key in people.registers:
            continue
        name = people.register(key)
        links = raw.links(name)
        wanted = []
        for sheet, form in live.items():
            for row, id_ in form.lines:
                if id_.startswith(FRAME) or section_of(id_) not in FED_BY[key]:
                    continue
                said, status = _said(form, after[sheet], row, id_, texts)
                if said is not None and (key == "loyalty" or status not in CLOSED):
                    wanted.append((sheet, row, str(_plain(said))))
        listed = []
        for row, line in enumerate(after[name][4:], start=4):
            if value_at(after[name], row, 1) is None:
                continue
            target = links.get(address(row, 0), "")
            sheet, _, cell = target.rpartition("!")
            sheet = sheet.strip("'").replace("''", "'")
            digits = "".join(filter(str.isdigit, cell.split(":")[0]))
            listed.append((sheet, int(digits or 0) - 1, str(_plain(line[1]))))
        assert sorted(listed) == sorted(wanted), (
            f"{name}: {set(listed) - set(wanted)} are listed, {set(wanted) - set(listed)} not"
        )


def _said(
    form: Lying, grid: Sequence[Sequence[CellValue]], row: int, id_: str, texts: Sequence[str]
) -> tuple[CellValue, str]:
    section = section_for(form.uid, id_)
    assert section is not None
    keys = [key for key in texts if key in section.places]
    at = form.at(row, section.field(keys[0]), section) if keys else None
    said = value_at(grid, *at) if at else None
    if "status" not in section.places:
        return said, ""
    where = form.at(row, section.field("status"), section)
    status = value_at(grid, *where) if where else None
    return said, str(status or "").strip().casefold()


def _plain(value: CellValue) -> CellValue:
    if isinstance(value, dt.date):
        return float(to_serial(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value


def opened(path: Path) -> BookFile:
    return read_book(path)
