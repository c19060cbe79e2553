"""Reads a filled workbook, judges it, and says what a fresh rendering would drop."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import TIERS, Criterion
from kamxl.errors import WouldLose
from kamxl.findings import Finding, Subject, gravest_first
from kamxl.profiles import PROFILES, load_profile
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.reading.cells import Readable, SheetCells
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import accounts, ratings
from kamxl.workbook.spec import Book

LISTED = 12
# Sheets whose cells all have a fixed place; the others hold tables that people extend.
FIXED = ("start", "overview", "criteria", "ranking", "matrix", "concentration", "settings")


class File(Readable, Protocol):
    """A readable workbook that also knows its formulas and what in it is not ours."""

    def formulas(self, sheet: str) -> Mapping[int, int]:
        """Return by row a number whose bit c is set where column c has a formula."""
        ...

    def named_value(self, name: str) -> CellValue:
        """Return the stored value of a named cell."""
        ...

    def foreign(self, ours: dict[str, int]) -> list[str]:
        """Return in words what is not ours, given our sheets and their numbers of charts."""
        ...


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a workbook says: inputs, their assessment, all findings, what would be lost.

    `checks` are the workbook's own checks by key, as stored: True, False, or None where unknown.
    """

    inputs: Inputs
    result: Assessment
    findings: tuple[Finding, ...]
    foreign: tuple[str, ...]
    checks: Mapping[str, bool | None]


def known_criteria() -> dict[str, Criterion]:
    """Return the criteria of all shipped profiles by key."""
    return {c.key: c for key in reversed(PROFILES) for c in load_profile(key).criteria}


def run(book: File, today: dt.date) -> RunResult:
    """Read and judge a workbook file; InputError where it is not one of kamxl's."""
    read = read_book(book, known_criteria(), today)
    inputs = read.inputs
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    own = read.places.placed(result.findings)
    findings = gravest_first(
        (*inputs.findings, *own, *_formula_findings(book, read), *_stale(read, result))
    )
    return RunResult(
        inputs=inputs,
        result=result,
        findings=findings,
        foreign=tuple(_foreign(book, read)),
        checks={
            key: value if isinstance(value, bool) else None
            for key in words.CHECKS
            for value in (book.named_value(f"kam_check_{key}"),)
        },
    )


def renewed(found: RunResult, language: Language | None = None) -> Inputs:
    """Return the inputs for a fresh rendering; raises WouldLose where that would drop anything."""
    refuse_loss(found)
    ids = found.inputs.portfolio.ids
    first = {id_: account for account, id_ in reversed(list(enumerate(ids))) if id_}
    scored = np.array([first.get(id_) == account for account, id_ in enumerate(ids)], dtype=bool)
    return replace(
        found.inputs,
        portfolio=replace(found.inputs.portfolio, scored=scored),
        language=language or found.inputs.language,
        findings=(),
    )


def refuse_loss(found: RunResult) -> None:
    """Raise WouldLose, naming what a fresh rendering would drop."""
    lost = list(found.foreign)
    lost += [
        f"{finding.place} ({finding.text('en')})"
        for finding in found.findings
        if finding.code in ("X-SETTING", "X-CRITERION")
    ]
    if lost:
        more = f" and {len(lost) - LISTED} more" if len(lost) > LISTED else ""
        raise WouldLose(
            f"{found.inputs.source}: a fresh workbook would drop {'; '.join(lost[:LISTED])}{more}. "
            "Move these elsewhere first, or go on with the file as it is: nothing was written."
        )


def _formula_findings(book: File, read: ReadBook) -> Iterable[Finding]:
    """Yield columns in which formulas were overwritten, and rows that have none."""
    for key, cells, computed, quadratic, rows, labels in (
        ("accounts", read.accounts, accounts.COMPUTED, accounts.QUADRATIC,
         read.places.account_rows, words.ACCOUNT_COLUMNS),
        ("ratings", read.ratings, ratings.COMPUTED, ratings.QUADRATIC,
         sorted(read.places.rating_rows.values()), words.RATING_COLUMNS),
    ):  # fmt: skip
        stamped = len(read.inputs.portfolio) > read.inputs.policy.formula_limit
        wanted = [k for k in computed if k in cells.columns and not (stamped and k in quadratic)]
        mask = sum(1 << cells.columns[k] for k in wanted)
        found = book.formulas(cells.name)
        bare = [row for row in rows if not found.get(row, 0) & mask]
        if bare:
            yield _at(
                "X-BELOW",
                cells,
                bare[0],
                cells.columns.get("id", 0),
                {"count": len(bare), "table": words.SHEETS[key]},
            )
        without = set(bare)
        for column_key in wanted:
            column = cells.columns[column_key]
            missing = [
                row for row in rows if row not in without and not found.get(row, 0) >> column & 1
            ]
            if missing:
                yield _at(
                    "X-FORMULA",
                    cells,
                    missing[0],
                    column,
                    {"count": len(missing), "column": labels[column_key]},
                )


def _at(
    code: str, cells: SheetCells, row: int, column: int, values: dict[str, str | int | Text]
) -> Finding:
    values = {**values, "cell": address(row, column)}
    return Finding(code, values, Subject(), cells.place(row, column))


def _stale(read: ReadBook, result: Assessment) -> Iterable[Finding]:
    """Yield the first score, rank or tier that the file stores otherwise than its inputs give."""
    for key, label in (("score", "score"), ("rank", "rank"), ("tier", "tier")):
        for account, row in read.places.rating_rows.items():
            stored = read.ratings.at(row, key)
            now: CellValue
            if key == "score":
                score = float(result.score[account])
                now = None if math.isnan(score) else score
            elif key == "rank":
                now = int(result.rank[account]) or None
            else:
                now = TIERS[result.tier[account] - 1] if result.tier[account] else None
            if not _same(stored, now):
                column = read.ratings.columns.get(key, 0)
                check = f"{words.RATING_COLUMNS[label].en} {stored} / {now}"
                yield _at("X-STALE", read.ratings, row, column, {"check": check})
                break


def _same(stored: CellValue, now: CellValue) -> bool:
    if isinstance(stored, (int, float)) and isinstance(now, (int, float)):
        return math.isclose(stored, now, rel_tol=1e-9, abs_tol=1e-9)
    return stored == now


def _foreign(book: File, read: ReadBook) -> Iterable[str]:
    """Yield what a fresh rendering would drop: sheets, charts, comments, cells of one's own."""
    fresh = render(replace(read.inputs, findings=()))
    by_key = {sheet.key: sheet for sheet in fresh.sheets}
    ours = {name: len(by_key[key].charts) for key, name in read.names.items() if key in by_key}
    yield from book.foreign(ours)
    yield from read.lost
    for key in FIXED:
        if key in read.names:
            yield from _strays(book, read.names[key], fresh, key)


def _strays(book: File, name: str, fresh: Book, key: str) -> Iterable[str]:
    sheet = next(sheet for sheet in fresh.sheets if sheet.key == key)
    ours = {(cell.row, cell.column) for cell in sheet.cells}
    ours |= {(area.top, area.left) for area, _, _ in sheet.merges}
    for row, line in enumerate(book.read(name)):
        for column, value in enumerate(line):
            if value not in (None, "") and (row, column) not in ours:
                yield f"{name}!{address(row, column)}"
