"""What `kamxl upgrade` does: reads, plans, writes, and says what came and what moved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from kamxl.actions.reporting import REPORT_SCHEMA, findings_report, update_report
from kamxl.actions.updating import Update
from kamxl.actions.upgrading import Plan, plan_upgrade
from kamxl.actions.upgrading import upgrade as upgraded
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer, progress
from kamxl.cli.work import error_code, print_json, refuse
from kamxl.hosts.tables.book import XLSX, BookFile
from kamxl.hosts.tables.reading import file_content
from kamxl.hosts.xlsx.patching import Patched, patch
from kamxl.hosts.xlsx.patching.reshaping.moving import reshaped
from kamxl.rules import load_rules
from kamxl.text import Language
from kamxl.workbook.changing import BookPatch
from kamxl.workbook.schema import SCHEMA_VERSION
from kamxl.workbook.upgrades.steps import SCHEMAS


def upgrade(
    book: Path,
    output: Path | None,
    language: str | None,
    *,
    rules: Path | None,
    dry: bool,
    force: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Bring a workbook up to this layout, in place or in a copy `output`; `dry` writes nothing."""
    config = configured(language, rules=rules)
    if output is not None:
        refuse(output, force, [book])
    today = dt.date.today()
    found: Update | None = None
    written: Patched | None = None
    with progress(2 if dry else 3, config.language) as step:
        step(words.READING)
        content = file_content(book, XLSX, config.limits)
        plan = plan_upgrade(BookFile(content, book.name, config.limits), today)
        step(words.JUDGING)
        if plan is not None:
            made = reshaped(content, plan.shape, book.name, config.limits)
            roomy = BookFile(made, book.name, config.limits)
            found = upgraded(roomy, plan, today, load_rules(config.rules))
        if not dry:
            step(words.WRITING)
            change = BookPatch() if found is None else found.patch
            shape = plan.shape if plan else None
            written = patch(book, change, output, config.limits, shape)
    printer = Printer(config.language, aside=as_json)
    place = output or book
    backup = book.with_name(written.backup.name) if written and written.backup else None
    if as_json:
        there = place if written and written.changed else None
        print_json(_told(plan, found, config.language, there, backup))
    elif plan is not None and found is not None:
        _say(printer, plan)
        if dry:
            printer.changes(found, everything=verbose)
        else:
            printer.gap()
            printer.findings(found.findings, everything=verbose)
    if plan is None or found is None:
        printer.line(words.LAYOUT_CURRENT, path=str(book), schema=str(SCHEMA_VERSION))
    elif written is not None:
        printer.gap()
        printer.written(found, place, written.changed, backup)
    return error_code(found.findings) if found else 0


def _say(printer: Printer, plan: Plan) -> None:
    """Print from which layout to which, what came since, and what moves where."""
    printer.line(words.LAYOUTS, old=str(plan.schema), new=str(SCHEMA_VERSION))
    for schema, text in SCHEMAS.items():
        if schema > plan.schema:
            printer.line(words.CAME, schema=str(schema), what=text(printer.language))
    printer.rooms(
        (shape.name, shape.inserted_columns, shape.moved_rows)
        for shape in plan.shape.sheets.values()
        if not shape.identity
    )


def _told(
    plan: Plan | None,
    found: Update | None,
    language: Language,
    written: Path | None,
    backup: Path | None,
) -> dict[str, Any]:
    """Return what is said as JSON."""
    moved = [
        {"sheet": s.name, "columns": s.inserted_columns, "rows_moved": s.moved_rows}
        for s in (plan.shape.sheets.values() if plan else ())
        if not s.identity
    ]
    return {
        "schema": REPORT_SCHEMA,
        "language": language,
        "from": plan.schema if plan else SCHEMA_VERSION,
        "to": SCHEMA_VERSION,
        "moved": moved,
        "update": update_report(found, language, written, backup) if found else None,
        "findings": findings_report(found.findings, language) if found else [],
    }
