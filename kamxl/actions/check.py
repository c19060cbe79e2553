"""Everything a workbook should be told, its own failed checks included. Writes nothing."""

from __future__ import annotations

import datetime as dt

from kamxl.actions.run import File, RunResult, run
from kamxl.cells import address
from kamxl.findings import Finding, gravest_first
from kamxl.workbook import words
from kamxl.workbook.sheets import start


def failed_checks(found: RunResult) -> list[Finding]:
    """Return a finding for each of the workbook's own checks stored as FALSE or as an error."""
    sheet = found.read.names.get("start")
    return [
        Finding(
            "X-CHECK",
            {"check": label},
            place=f"{found.inputs.source}!{sheet}!{address(start.CHECK_ROW + line, 1)}"
            if sheet
            else found.inputs.source,
        )
        for line, (key, (label, _)) in enumerate(words.CHECKS.items())
        if found.checks[key] is False
    ]


def check(book: File, today: dt.date) -> tuple[Finding, ...]:
    """Return all findings about a workbook file, gravest first."""
    found = run(book, today)
    return gravest_first((*found.findings, *failed_checks(found)))
