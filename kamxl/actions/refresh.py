"""Judges the open workbook anew: writes its findings, and ranks that are stored as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamxl.actions.run import known_criteria, scale_findings
from kamxl.actions.spec import Host, Outcome
from kamxl.cells import CellValue
from kamxl.domain.assessment import assess
from kamxl.findings import Finding, gravest_first
from kamxl.text import Text
from kamxl.workbook.context import Context
from kamxl.workbook.port import Port
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.reading.cells import SheetCells
from kamxl.workbook.sheets import accounts, findings, ratings, start
from kamxl.workbook.weighing import weighing_findings


def refresh(port: Port, today: dt.date) -> tuple[Finding, ...]:
    """Read the open workbook through a port, assess it, write back in one call a sheet.

    Formulas compute by themselves; written are the sheet of findings and, in a workbook that holds
    ranks as values, these with the fingerprint of their inputs. A changed limit makes no formula a
    value: that takes a fresh workbook.
    `today` stands in where the workbook has no date of its own. Returns the findings.
    """
    read = read_book(port, known_criteria(), today)
    inputs = read.inputs
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    own = read.places.placed(
        (
            *result.findings,
            *scale_findings(inputs),
            *weighing_findings(inputs.policy, inputs.weights),
        )
    )
    found = gravest_first((*inputs.findings, *own))
    context = Context(inputs, result, found)
    if _holds_values(port, read):
        _stamp(port, read, context)
    if "findings" in read.names:
        _write_findings(port, read.names["findings"], context)
    return found


def on_host(host: Host) -> Outcome:
    """Refresh the workbook in front, and say how much there is to look at."""
    found = refresh(host.port, host.today)
    return Outcome(
        Text(
            f"Refreshed: {len(found)} findings on the sheet of findings.",
            f"Aktualisiert: {len(found)} Hinweise auf dem Blatt der Hinweise.",
        ),
        found,
    )


def _write_findings(port: Port, name: str, context: Context) -> None:
    before = len(port.read(name)) - findings.FIRST
    rows: list[list[CellValue]] = [list(row) for row in findings.rows(context)]
    width = len(findings.COLUMNS)
    rows += [[None] * width for _ in range(max(before - len(rows), 0))]
    port.write(name, findings.FIRST, 0, rows)


def _holds_values(port: Port, read: ReadBook) -> bool:
    """Return whether the workbook was written with ranks as values: it then has a fingerprint."""
    if "start" not in read.names:
        return False
    first = SheetCells(port.name, read.names["start"], port.read(read.names["start"]))
    return first.cell(*start.STORED_AT) is not None


def _stamp(port: Port, read: ReadBook, context: Context) -> None:
    account_rows = list(read.places.account_rows)
    rating_rows = [read.places.rating_rows[account] for account in context.rated]
    for key in accounts.QUADRATIC:
        _column(port, read.accounts, key, account_rows, accounts.computed_values(context, key))
    for key in ratings.QUADRATIC:
        _column(port, read.ratings, key, rating_rows, ratings.values_of(context, key))
    stored: list[list[CellValue]] = [[value] for value in start.fingerprint(context)]
    port.write(read.names["start"], *start.STORED_AT, stored)


def _column(
    port: Port, cells: SheetCells, key: str, rows: Sequence[int], values: Sequence[CellValue]
) -> None:
    if key not in cells.columns or not rows:
        return
    top, bottom = min(rows), max(rows)
    made: list[list[CellValue]] = [[cells.at(row, key)] for row in range(top, bottom + 1)]
    for row, value in zip(rows, values, strict=True):
        made[row - top] = [value]
    port.write(cells.name, top, cells.columns[key], made)
