"""Works out what a run changes in a workbook: plain data, carried out by a host."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kamxl import __version__
from kamxl.actions.run import File, RunResult, scale_findings
from kamxl.cells import CellValue, address
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.movement import Movements
from kamxl.domain.rulebook import Rulebook
from kamxl.domain.sensitivity import sensitivity
from kamxl.errors import InputError
from kamxl.findings import CATALOGUE, Finding, gravest_first
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.changing import BookPatch
from kamxl.workbook.context import (
    ACCOUNTS_HEADER,
    RATINGS_HEADER,
    STRENGTH_HEADER,
    Context,
    Layout,
)
from kamxl.workbook.forms.memory import FormMemory
from kamxl.workbook.handing.part import MARK
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.merging.aligning import Alignment
from kamxl.workbook.merging.book import merge_book, merge_sheet
from kamxl.workbook.merging.cells import RECALCULATED, Held
from kamxl.workbook.merging.foreign import stale
from kamxl.workbook.merging.former import Former
from kamxl.workbook.merging.merge import Merge, Rendered
from kamxl.workbook.merging.telling import LOGGED, kept_findings
from kamxl.workbook.places import Places
from kamxl.workbook.planning import Filled, Planning, plan
from kamxl.workbook.plans.known import known_sheets, same_base
from kamxl.workbook.plans.reading import read_plans, unknown
from kamxl.workbook.reading.accounts import as_text, first_of
from kamxl.workbook.reading.book import ReadBook
from kamxl.workbook.reading.cells import SheetCells, label_key
from kamxl.workbook.remembering import moved, moved_findings
from kamxl.workbook.schema import lay_out
from kamxl.workbook.sheets import findings, rating_columns, strength
from kamxl.workbook.sheets.accounts import INPUTS
from kamxl.workbook.spec import Area, Book, Content, Formula, shown
from kamxl.workbook.state import (
    RUNS,
    At,
    Remembered,
    Run,
    State,
    packed,
    remember,
)
from kamxl.workbook.upgrades.steps import refuse_older
from kamxl.workbook.weighing import taken, weighing_findings

# What a run mends by itself, or says anew.
MENDED = frozenset({"X-FORMULA", "X-BELOW", "X-STALE"})


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that changes: where, from what to what, and why (in English, a key of WHY)."""

    sheet: str
    cell: str
    old: CellValue
    new: CellValue
    formula: str
    why: str


@dataclass(frozen=True, slots=True)
class Update:
    """What a run changes: the change itself, and the workbook's judgement once it is made.

    `pending` are sheets whose rules, charts or print areas are left for another run.
    """

    patch: BookPatch
    inputs: Inputs
    result: Assessment
    findings: tuple[Finding, ...]
    recalculated: Mapping[str, int]
    cells: tuple[CellChange, ...]
    results: tuple[CellChange, ...]
    added: tuple[str, ...]
    pending: tuple[str, ...] = ()

    @property
    def moved(self) -> Movements | None:
        """What moved since the latest run of an earlier day, None where none is remembered."""
        return moved(self.result, self.inputs)

    @property
    def counts(self) -> dict[str, int]:
        """How many results, cells, rows and sheets change."""
        made = {
            "results": sum(self.recalculated.values()),
            "cells": len(self.cells),
            "sheets": len(self.added),
        }
        return {key: count for key, count in made.items() if count}


def update(
    found: RunResult,
    today: dt.date,
    weights: str | None = None,
    rulebook: Rulebook | None = None,
    former: Former | None = None,
    *,
    live: bool = False,
    shortcut: bool = True,
) -> Update:
    """Return what a run changes in the workbook that was read.

    `weights` is the method whose proposal on the sheet of weights takes the place of the weights;
    UsageError where it proposes none yet. With a rulebook checklists and strategy sheets are
    renewed, and come into being where they are wanted. `live` is for a workbook that lies open: its
    program computes results by itself; rules, charts and print areas stay as they are, and so does
    what is remembered of them, so that a later run renews them.
    Strategy sheets that are as they were are not read again; without `shortcut` they are, and what
    comes of it is the same.
    `former` is what an older kamxl had put into a workbook that has been given room since.
    """
    book, read = found.book, found.read
    if MARK in book.properties():
        raise InputError(
            "this is a part that was handed out; send it back, and run the master that it is "
            "collected into",
            book.name,
        )
    if former is None:
        refuse_older(book)
    memory = found.memory
    language = language_of(read)
    known = known_inputs(found.inputs, memory, language)
    result = found.result
    if not np.array_equal(known.portfolio.scored, found.inputs.portfolio.scored):
        result = assess(known.portfolio, known.policy, known.as_of)
    wanted, wanted_result, said = known, result, list[Finding]()
    if weights is not None:
        policy, finding = taken(known.policy, known.weights, weights)
        wanted, said = replace(known, policy=policy), [finding]
        wanted_result = assess(wanted.portfolio, wanted.policy, wanted.as_of)
    layout, new_rows = layout_of(book, read, known, memory)
    places = replace(
        read.places,
        rating_rows={a: read.places.ratings_header + row for a, row in layout.ratings.items()},
    )
    planning, firm = None, None
    if rulebook is not None:
        firm = sensitivity(wanted_result)
        planning = plan(
            wanted, wanted_result, firm, rulebook, _filled(book, read, memory, shortcut)
        )
        said += planning.findings
        said += _form_findings(planning, book.name)
    listed = _listed(found, wanted, wanted_result, said, places, lacking=former is not None)
    runs = memory.runs if memory else ()
    laid = _context(wanted, wanted_result, listed, layout, runs, planning)
    if firm is not None:
        laid.sensitivity = firm  # that of the same result
    before = fresh = lay_out(laid)
    if wanted is not known:
        before = lay_out(_context(known, result, listed, layout, runs, planning))
    rendered = Rendered(
        fresh,
        before,
        new_rows={"ratings": new_rows},
        unknown=_unknown(read, layout),
        results=not live and _compact(read),
        structures=not live,
        former=former,
    )
    merge = merge_book(book, read.names, rendered, memory)
    if LOGGED in merge.held and merge.bases[LOGGED] is None:
        before_it = _listed_before(merge.held[LOGGED])
        merge.bases[LOGGED] = before_it
        merge.lost.pop(LOGGED, None)
        if before_it.contents:
            # The list stands where it always does: its old lines say nothing about rows that moved.
            merge.alignments[LOGGED] = Alignment(merge.held[LOGGED].name)
        merge_sheet(merge, LOGGED)
    listed = gravest_first((*listed, *kept_findings(merge)))
    context = _context(wanted, wanted_result, listed, layout, runs, planning)
    _relist(merge, context)
    patch = _patched(merge, planning)
    if patch.empty:
        # Then only what is remembered may be another one: to tell takes its time.
        patch = _written(merge, book, planning)
    if not patch.empty:
        run = Run(today.isoformat(), __version__, _counts(merge, planning))
        context.runs = (*runs, run)[-RUNS:]
        _relist(merge, context)
        patch = _written(merge, book, planning, context.runs)
    if patch.sheets and stale(book, merge, [one.sheet for one in planning.renewed.told] if planning
                              else ()):  # fmt: skip
        patch = replace(patch, recalculate=True)
    cells, results = _changes(merge)
    if planning is not None:
        cells = (*cells, *_form_changes(planning))
        listed = gravest_first((*listed, *_copied_rows(planning, book.name)))
    return Update(
        patch=patch,
        inputs=wanted,
        result=wanted_result,
        findings=listed,
        recalculated={m.name: len(m.values) for m in merge.merged.values() if m.values},
        cells=cells,
        results=results,
        added=tuple(added.sheet.name for added in patch.added),
        pending=merge.pending() if live else (),
    )


def _filled(book: File, read: ReadBook, memory: State | None, shortcut: bool) -> Filled:
    """Return what a file holds of plans."""
    forms = memory.forms if memory else {}
    known = known_sheets(book, forms, book.digest) if shortcut else unknown
    plans = read_plans(book, tuple(read.names.values()), forms, known)
    return Filled(plans, forms, book.sheets(), read.names, book.digest)


def _form_findings(planning: Planning, file: str) -> Iterable[Finding]:
    """Yield the computed cells of checklist and strategy sheets in which people wrote."""
    for told in planning.renewed.told:
        cells = told.merged.overwritten
        if cells:
            first = min(cells, key=lambda cell: (cell.row, cell.column))
            cell = address(first.row, first.column)
            values: dict[str, str | int | Text] = {
                "count": len(cells),
                "cell": cell,
                "sheet": told.sheet,
            }
            yield Finding("X-KEPT", values, place=f"{file}!{told.sheet}!{cell}")
    for name, sheet in planning.renewed.copies.items():
        yield Finding("X-COPY", {"copy": name, "sheet": sheet}, place=f"{file}!{name}")


def _copied_rows(planning: Planning, file: str) -> Iterable[Finding]:
    """Yield the rows that people copied: told once, as the next run finds them named."""
    for told in planning.renewed.told:
        copied = told.merged.copied
        if copied:
            cell = address(min(copied), 1)  # the ids before it are hidden
            values: dict[str, str | int | Text] = {
                "count": len(copied),
                "cell": cell,
                "sheet": told.sheet,
            }
            yield Finding("X-ROW", values, place=f"{file}!{told.sheet}!{cell}")


def language_of(read: ReadBook) -> Language:
    """Return the language of the workbook's headings: its sheets may have been renamed."""
    cells = read.accounts
    there = {label_key(cells.heading(column)) for column in cells.columns.values()}
    german = sum(label_key(text.de) in there for text in words.ACCOUNT_COLUMNS.values())
    english = sum(label_key(text.en) in there for text in words.ACCOUNT_COLUMNS.values())
    return "de" if german > english else "en"


def known_inputs(inputs: Inputs, memory: State | None, language: Language) -> Inputs:
    """Return the inputs that were read, as they are rendered: every account with an id is rated."""
    ids = inputs.portfolio.ids
    first = first_of(ids)
    scored = np.array([first.get(id_) == account for account, id_ in enumerate(ids)], dtype=bool)
    return replace(
        inputs,
        portfolio=replace(inputs.portfolio, scored=scored),
        language=language,
        source=memory.source if memory else "",
        findings=(),
    )


def rendered_with(inputs: Inputs, result: Assessment, layout: Layout) -> Book:
    """Return a rendering in the layout of a file, without plans and findings."""
    return lay_out(_context(inputs, result, (), layout, ()))


def _compact(read: ReadBook) -> bool:
    """Return whether criteria fill their places from the first on, as a rendering lays them out."""
    return list(read.criteria.slots.values()) == list(range(len(read.criteria.slots)))


def _context(
    inputs: Inputs,
    result: Assessment,
    listed: Iterable[Finding],
    layout: Layout,
    runs: Iterable[Run],
    planning: Planning | None = None,
) -> Context:
    return Context(
        inputs, result, tuple(listed), layout=layout, runs=tuple(runs), planning=planning
    )


def _listed(
    found: RunResult,
    wanted: Inputs,
    result: Assessment,
    said: Iterable[Finding],
    places: Places,
    *,
    lacking: bool = False,
) -> tuple[Finding, ...]:
    """Return what the workbook is told once the run has mended what it can.

    With `lacking` columns and settings are there afterwards that were not.
    """
    rated = found.inputs.portfolio.scored
    kept = [
        finding
        for finding in found.findings
        if finding.code not in MENDED
        and finding not in found.of_result
        and not (lacking and _lacks(found, finding))
        and not (
            finding.code == "A-NO-RATINGS"
            and finding.subject.account is not None
            and wanted.portfolio.scored[finding.subject.account]
            and not rated[finding.subject.account]
        )
    ]
    own = places.placed(
        (
            *result.findings,
            *scale_findings(wanted),
            *weighing_findings(wanted.policy, wanted.weights),
            *moved_findings(result, wanted),
            *said,
        )
    )
    return gravest_first((*kept, *own))


def _lacks(found: RunResult, finding: Finding) -> bool:
    """Return whether a finding says that a column or setting is not there."""
    if finding.code == "X-COLUMN":
        return True
    return finding.code == "X-SETTING" and finding.subject.field not in found.read.settings.rows


# ------------------------------------------------------------ how the file is laid out


def layout_of(
    book: File, read: ReadBook, known: Inputs, memory: State | None
) -> tuple[Layout, frozenset[int]]:
    """Return where rows stand and will stand, and the rows of ratings that are new."""
    places = read.places
    of_accounts = {a: row - places.accounts_header for a, row in enumerate(places.account_rows)}
    rated = {a: row - places.ratings_header for a, row in places.rating_rows.items()}
    last = _last_typed(read.ratings, rating_columns.TYPED) - places.ratings_header
    new: set[int] = set()
    for account in np.flatnonzero(known.portfolio.scored).tolist():
        if account not in rated:
            last += 1
            rated[account] = last
            new.add(RATINGS_HEADER + last)
    rated = {a: row for a, row in rated.items() if known.portfolio.scored[a]}
    compared: dict[int, int] = {}
    rows = {
        "accounts": max(_rows_of(book, read.accounts, "accounts"), *of_accounts.values(), 1),
        "ratings": max(_rows_of(book, read.ratings, "ratings"), *rated.values(), 1),
        "strength": strength.rows_for(0),
    }
    if read.strength is not None:
        cells = read.strength.cells
        compared = {a: row - cells.header for a, row in read.strength.rows.items()}
        least = _last_typed(cells, strength.TYPED) - cells.header
        rows["strength"] = max(_rows_of(book, cells, "strength"), least, 1)
    slots = memory.slots if memory and memory.slots else _slots(book, read)
    if slots < min(len(known.portfolio), known.policy.formula_limit) or slots == 0:
        wanted = rows["accounts"] + known.policy.reserve
        slots = max(min(wanted, known.policy.formula_limit), 1)
    first = read.accounts.columns.get(INPUTS[0], 0)
    columns = {key: at - first + 1 for key, at in read.accounts.columns.items() if at >= first}
    return Layout(of_accounts, rated, compared, rows, slots, columns), frozenset(new)


def _unknown(read: ReadBook, layout: Layout) -> dict[str, frozenset[int]]:
    """Return the rows, as they are rendered, whose formulas give what nobody knows.

    Rows of totals, and a second row for one account. A row of ratings whose account is gone is
    known: it gives nothing.
    """
    header = read.places.accounts_header
    known = set(read.places.account_rows)
    totals = [
        row - header + ACCOUNTS_HEADER
        for row in range(header + 1, len(read.accounts.rows))
        if row not in known and any(read.accounts.at(row, key) is not None for key in INPUTS)
    ]
    made = {"accounts": frozenset(totals)}
    of_strength = read.strength.cells if read.strength else None
    ids = {id_.casefold() for id_ in read.inputs.portfolio.ids if id_}
    for key, cells, used, usual in (
        ("ratings", read.ratings, layout.ratings, RATINGS_HEADER),
        ("strength", of_strength, layout.strength, STRENGTH_HEADER),
    ):
        if cells is None:
            continue
        rows = set(used.values())
        made[key] = frozenset(
            row - cells.header + usual
            for row in range(cells.header + 1, len(cells.rows))
            if row - cells.header not in rows
            and as_text(cells.at(row, "id")).strip().casefold() in ids
        )
    return made


def _rows_of(book: File, cells: SheetCells, table: str) -> int:
    area: Area | None = book.tables(cells.name).get(table)
    return 0 if area is None else area.bottom - cells.header


def _last_typed(cells: SheetCells, keys: Collection[str]) -> int:
    columns = [cells.columns[key] for key in keys if key in cells.columns]
    for row in range(len(cells.rows) - 1, cells.header, -1):
        if any(cells.cell(row, column) is not None for column in columns):
            return row
    return cells.header


def _slots(book: File, read: ReadBook) -> int:
    """Return how many rows the ranking has: they bear numbers from 1 on."""
    name = read.names.get("ranking")
    if name is None:
        return 0
    cells = SheetCells(book.name, name, book.read(name)).under(words.RANKING_COLUMNS)
    count = 0
    while cells.at(cells.header + 1 + count, "slot") == count + 1:
        count += 1
    return count


# ------------------------------------------------------------ what is written


def _relist(merge: Merge, context: Context) -> None:
    """Lay the sheet of findings out anew, and merge it once more."""
    file = f"{merge.source.name}!"
    inside = [f.at(f.place.removeprefix(file)) for f in context.findings]
    sheet = findings.sheet(replace(context, findings=inside))
    book = merge.rendered.book
    sheets = [sheet if one.key == LOGGED else one for one in book.sheets]
    merge.rendered = replace(merge.rendered, book=replace(book, sheets=sheets))
    if LOGGED in merge.alignments:
        merge_sheet(merge, LOGGED)
    merge.added = [
        replace(added, sheet=sheet) if added.sheet.key == LOGGED else added for added in merge.added
    ]


def _listed_before(held: Held) -> Remembered:
    """Return the findings that kamxl had listed in a workbook that remembers nothing."""
    listed: dict[At, Content] = {}
    none = {text for language in LANGUAGES for text in (findings.NONE(language),)}
    for row in range(findings.FIRST, len(held.rows)):
        if held.value(row, 1) in CATALOGUE or held.value(row, 3) in none:
            for column in range(len(findings.COLUMNS)):
                listed[row, column] = held.value(row, column)
    return Remembered(held.name, listed)


def _patched(merge: Merge, planning: Planning | None) -> BookPatch:
    """Return the change of the workbook, without what it remembers."""
    patch = merge.patch()
    if planning is None:
        return patch
    renewed = planning.renewed
    return replace(
        patch,
        sheets=(*patch.sheets, *renewed.patches),
        added=(*patch.added, *renewed.added),
    )


def _written(
    merge: Merge, book: File, planning: Planning | None, runs: Iterable[Run] = ()
) -> BookPatch:
    patch = _patched(merge, planning)
    before: Mapping[str, FormMemory] = merge.base.forms if merge.base else {}
    forms = before
    if planning is not None:
        forms = planning.renewed.memory
        if patch.empty:
            forms = _seen_before(forms, before)
    state = merge.state(remember(merge.rendered.book, tuple(runs) or _runs(merge), forms))
    data = packed(state)
    if data == book.state():
        return patch
    properties = {}
    older = merge.rendered.former is not None
    if merge.base is None or merge.base.version != state.version or older:
        properties = dict(merge.rendered.book.properties)
    return replace(patch, state=data, properties=properties)


def _seen_before(
    forms: Mapping[str, FormMemory], before: Mapping[str, FormMemory]
) -> dict[str, FormMemory]:
    """Return what is remembered with the readings of before: those alone are no change.

    Where something else of a form is remembered now, its reading is worth nothing.
    """
    made = {}
    for uid, memory in forms.items():
        old = before.get(uid, FormMemory())
        if (memory.seen, memory.said) != (old.seen, old.said):
            alike = bool(old.seen) and same_base(memory, old)
            seen, said = (old.seen, old.said) if alike else ("", {})
            memory = replace(memory, seen=seen, said=said)
        made[uid] = memory
    return made


def _runs(merge: Merge) -> tuple[Run, ...]:
    return tuple(merge.base.runs) if merge.base else ()


def _counts(merge: Merge, planning: Planning | None) -> dict[str, int]:
    patches = planning.renewed.patches if planning else ()
    added = planning.renewed.added if planning else ()
    made = {
        "results": sum(len(m.values) for m in merge.merged.values()),
        "cells": sum(len(m.edits) for m in merge.merged.values())
        + sum(len(patch.edits) for patch in patches),
        "sheets": len(merge.added) + len(added),
    }
    return {key: count for key, count in made.items() if count}


def _changes(merge: Merge) -> tuple[tuple[CellChange, ...], tuple[CellChange, ...]]:
    cells, results = [], []
    for merged in merge.merged.values():
        for edit in merged.edits:
            content = edit.content
            formula = content.text if isinstance(content, Formula) else ""
            if edit.old is None and content in (None, ""):
                continue  # a new cell that is blank, in its look
            cells.append(
                CellChange(merged.name, address(edit.row, edit.column), edit.old,
                           shown(content), formula, edit.why)
            )  # fmt: skip
        for (row, column), value in merged.values.items():
            results.append(
                CellChange(merged.name, address(row, column), merged.was.get((row, column)),
                           value, "", RECALCULATED.en)
            )  # fmt: skip
    return tuple(cells), tuple(results)


def _form_changes(planning: Planning) -> Iterable[CellChange]:
    """Yield the cells that change on checklist and strategy sheets; marks of lines are not told."""
    for sheet in planning.renewed.patches:
        for edit in sheet.edits:
            if edit.style != "helper":
                yield CellChange(
                    sheet.name, address(edit.row, edit.column), edit.old, shown(edit.content), "",
                    edit.why,
                )  # fmt: skip
