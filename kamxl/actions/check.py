"""Everything a workbook should be told, its own failed checks included. Writes nothing."""

from __future__ import annotations

import datetime as dt

from kamxl.actions.run import File, RunResult, run
from kamxl.findings import Finding, gravest_first
from kamxl.workbook import words


def failed_checks(found: RunResult) -> list[Finding]:
    """Return a finding for each of the workbook's own checks that is stored as FALSE."""
    return [
        Finding("X-CHECK", {"check": label}, place=found.inputs.source)
        for key, (label, _) in words.CHECKS.items()
        if found.checks[key] is False
    ]


def check(book: File, today: dt.date) -> tuple[Finding, ...]:
    """Return all findings about a workbook file, gravest first."""
    found = run(book, today)
    return gravest_first((*found.findings, *failed_checks(found)))
