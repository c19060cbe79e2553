"""Reads a filled workbook and judges it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from kamxl.cells import CellError, CellValue, address
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.concentration import ABC
from kamxl.domain.movement import Movements
from kamxl.domain.policy import TIERS, Criterion
from kamxl.domain.rounding import Floats
from kamxl.findings import Finding, Subject, gravest_first
from kamxl.profiles import PROFILES, load_profile
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.handing.part import MARK
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.accounts import as_text
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.reading.cells import Readable, SheetCells
from kamxl.workbook.remembering import moved, moved_findings
from kamxl.workbook.sheets import accounts, rating_columns, strength
from kamxl.workbook.spec import Area
from kamxl.workbook.state import State, unpacked
from kamxl.workbook.upgrades.steps import schema_of
from kamxl.workbook.weighing import weighing_findings

Stored = dict[str, Callable[[int], CellValue]]
# So many ratings must be on the smaller scale before the larger one is doubted.
FEWEST_FOR_SCALE = 3


class File(Readable, Protocol):
    """A readable workbook that also knows its formulas, tables and names, and what it remembers."""

    def formulas(self, sheet: str) -> Mapping[int, int]:
        """Return by row a number whose bit c is set where column c has a formula."""
        ...

    def texts(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the text of every formula by row and column."""
        ...

    def arrays(self, sheet: str) -> Mapping[tuple[int, int], Area]:
        """Return the areas over which one formula spreads, by the cell that holds it."""
        ...

    def tables(self, sheet: str) -> Mapping[str, Area]:
        """Return the extents of a sheet's tables, header included, by their names."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's own defined names stand for."""
        ...

    def digest(self, sheet: str) -> str:
        """Return what tells the bytes from which a sheet is read from others."""
        ...

    def state(self) -> bytes | None:
        """Return what kamxl remembered in the workbook, None where it has never been."""
        ...

    def properties(self) -> Mapping[str, str]:
        """Return the workbook's custom properties."""
        ...

    def printed(self, sheet: str) -> Area | None:
        """Return the print area of a sheet, None where it has none or several."""
        ...

    def unvalued(self, sheet: str) -> Collection[tuple[int, int]]:
        """Return the rows and columns of formulas that have no stored result."""
        ...

    def named_value(self, name: str) -> CellValue:
        """Return the stored value of a named cell."""
        ...


@dataclass(frozen=True)
class RunResult:
    """What a workbook says: inputs, their assessment, all findings.

    `memory` is what kamxl remembers in it. `checks` are the workbook's own checks by key, as
    stored: True, False (an error included), or None where there is no such cell or result.
    `of_result` are the findings that follow from the inputs alone.
    """

    inputs: Inputs
    result: Assessment
    findings: tuple[Finding, ...]
    checks: Mapping[str, bool | None]
    of_result: tuple[Finding, ...]
    memory: State | None = field(repr=False, compare=False)
    book: File = field(repr=False, compare=False)
    read: ReadBook = field(repr=False, compare=False)

    @cached_property
    def moved(self) -> Movements | None:
        """What moved since the latest run of an earlier day, None where none is remembered."""
        return moved(self.result, self.inputs)


def known_criteria() -> dict[str, Criterion]:
    """Return the criteria of all shipped profiles by key."""
    return {c.key: c for key in reversed(PROFILES) for c in load_profile(key).criteria}


def run(book: File, today: dt.date) -> RunResult:
    """Read and judge a workbook file; InputError where it is none of kamxl's, or a newer one's."""
    schema_of(book)
    state = book.state()
    memory = None if state is None else unpacked(state, book.name)
    read = read_book(book, known_criteria(), today)
    inputs = read.inputs
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    own = read.places.placed(
        (
            *result.findings,
            *scale_findings(inputs),
            *weighing_findings(inputs.policy, inputs.weights),
            *moved_findings(result, inputs),
        )
    )
    findings = gravest_first(
        (
            *inputs.findings,
            *own,
            *_unvalued_findings(book, read),
            # A part that was handed out holds figures of the whole as values.
            *(() if MARK in book.properties() else _formula_findings(book, read)),
            *(() if MARK in book.properties() else _stale(read, result)),
        )
    )
    return RunResult(
        inputs=inputs,
        result=result,
        findings=findings,
        of_result=tuple(own),
        checks={key: _holds(book.named_value(f"kam_check_{key}")) for key in words.CHECKS},
        memory=memory,
        book=book,
        read=read,
    )


def _holds(value: CellValue) -> bool | None:
    if isinstance(value, CellError):
        return False
    return bool(value) if isinstance(value, (bool, int, float)) else None


def scale_findings(inputs: Inputs) -> Iterable[Finding]:
    """Yield a finding where ratings look as if the scale had been switched after they were typed.

    Excel cannot convert what was typed: on 1 to 100, ratings of 1 to 10 make every score low.
    """
    if inputs.policy.scale.high == 10:
        return
    columns = [column.values for column in inputs.portfolio.ratings.values()]
    typed = np.concatenate(columns) if columns else np.zeros(0)
    typed = typed[~np.isnan(typed)]
    if len(typed) >= FEWEST_FOR_SCALE and typed.max() <= 10:
        yield Finding("S-SCALE", {"count": len(typed)}, Subject(field="scale"))


def _formula_findings(book: File, read: ReadBook) -> Iterable[Finding]:
    """Yield columns in which formulas were overwritten, and rows that have none."""
    for key, cells, computed, quadratic, rows, labels in (
        ("accounts", read.accounts, accounts.COMPUTED, accounts.QUADRATIC,
         read.places.account_rows, words.ACCOUNT_COLUMNS),
        ("ratings", read.ratings, rating_columns.COMPUTED, rating_columns.QUADRATIC,
         sorted(read.places.rating_rows.values()), words.RATING_COLUMNS),
        *((("strength", read.strength.cells, strength.COMPUTED, (),
            sorted(read.strength.rows.values()), words.STRENGTH_COLUMNS),)
          if read.strength else ()),
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


def _unvalued_findings(book: File, read: ReadBook) -> Iterable[Finding]:
    """Yield typed formulas whose result nobody has computed yet: they read as blank."""
    for cells, typed, rows in (
        (read.accounts, accounts.INPUTS, set(read.places.account_rows)),
        (read.ratings, rating_columns.TYPED, set(read.places.rating_rows.values())),
        *(
            ((read.strength.cells, strength.TYPED, set(read.strength.rows.values())),)
            if read.strength
            else ()
        ),
    ):
        columns = {cells.columns[key] for key in typed if key in cells.columns}
        bare = sorted(
            (row, column)
            for row, column in book.unvalued(cells.name)
            if row in rows and column in columns
        )
        if bare:
            yield _at("I-NO-VALUE", cells, *bare[0], {"count": len(bare)})


def _stale(read: ReadBook, result: Assessment) -> Iterable[Finding]:
    """Yield the first figure of each kind that the file stores otherwise than its inputs give."""
    rating_rows = list(read.places.rating_rows.items())
    account_rows = list(enumerate(read.places.account_rows))

    def known(column: Floats) -> Callable[[int], CellValue]:
        return lambda account: None if math.isnan(column[account]) else float(column[account])

    def rank(account: int) -> CellValue:
        return int(result.rank[account]) or None

    def tier(account: int) -> CellValue:
        return TIERS[result.tier[account] - 1] if result.tier[account] else None

    def abc(account: int) -> CellValue:
        return ABC[result.abc[account] - 1] if result.abc[account] else None

    in_ratings: Stored = {"score": known(result.score), "rank": rank, "tier": tier}
    in_accounts: Stored = {"share": known(result.share), "abc": abc}
    for cells, labels, rows, figures in (
        (read.ratings, words.RATING_COLUMNS, rating_rows, in_ratings),
        (read.accounts, words.ACCOUNT_COLUMNS, account_rows, in_accounts),
    ):
        for key, now in figures.items():
            if key not in cells.columns:
                continue
            for account, row in rows:
                stored, wanted = cells.at(row, key), now(account)
                if _same(stored, wanted):
                    continue
                en, de = (
                    f"{labels[key](language)} {_said(stored, language)} / {_said(wanted, language)}"
                    for language in LANGUAGES
                )
                yield _at("X-STALE", cells, row, cells.columns[key], {"check": Text(en, de)})
                break


def _said(value: CellValue, language: Language) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.6g}".replace(".", "," if language == "de" else ".")
    return as_text(value) or "–"


def _same(stored: CellValue, now: CellValue) -> bool:
    if isinstance(stored, (int, float)) and isinstance(now, (int, float)):
        return math.isclose(stored, now, rel_tol=1e-9, abs_tol=1e-9)
    return stored == now
