"""The command `ledger`: invoice lines of many files become customers by period."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.table import Table

from kamxl.actions.ledgers import (
    account_table,
    explained,
    group_findings,
    ledger_inputs,
    ledger_report,
    period_table,
)
from kamxl.actions.new import known_locale
from kamxl.actions.reporting import findings_report
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer, plain, progress
from kamxl.cli.work import error_code, mapping_of, print_json, refuse, span_of
from kamxl.domain.assessment import assess
from kamxl.domain.periods import Grain
from kamxl.errors import UsageError
from kamxl.findings import gravest_first
from kamxl.hosts.tables.ledgers import expand, find_sources
from kamxl.hosts.tables.parquet import write_parquet
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.intake.currencies import code_of, rates_of
from kamxl.intake.numbers import number_readings
from kamxl.intake.ratetable import rate_rows, rows_of
from kamxl.ledger.engines import DuckEngine
from kamxl.ledger.summing import read, reconciled, summed
from kamxl.profiles import load_profile
from kamxl.rules import load_rules
from kamxl.text import number, percent
from kamxl.workbook.schema import render


def ledger(
    files: Sequence[str],
    output: Path | None,
    language: str | None,
    by: Grain,
    year_start: int,
    maps: Sequence[str],
    sheet: str | None,
    locale: str | None,
    currency: str,
    rates: Sequence[str],
    rate_table: Path | None,
    reported: str | None,
    profile: str | None,
    explain: str | None,
    limit: int,
    memory: int | None,
    *,
    once: bool,
    force: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Sum a ledger, say what is not counted, and write accounts or a workbook."""
    config = configured(language, locale)
    paths = expand(files)
    if output is not None:
        kind = "accounts" if output.suffix.casefold() != ".xlsx" else "workbook"
        refuse(output, force, paths, kind)
        if kind == "accounts":
            refuse(periods_path(output), force, paths, kind)
    span = span_of(by, year_start)
    checked = known_locale(config.locale)
    code = code_of(currency)
    label, target = _reported(reported)
    spoken = config.language
    with tempfile.TemporaryDirectory(prefix="kamxl-ledger-") as folder, progress(3, spoken) as step:
        step(words.READING)
        rows = rows_of(rates_of(code, rates))
        if rate_table is not None:
            rows += rate_rows(read_table(rate_table, None, config.limits), checked)
        found = find_sources(
            paths, Path(folder), mapping=mapping_of(maps), sheet=sheet, limits=config.limits
        )
        running = DuckEngine(memory or config.limits.ledger)
        try:
            came = read(
                running, found.sources, reporting=code, rates=rows, locale=checked, once=once
            )
            if explain is not None:
                return _explain(explained(running, came, explain, limit), spoken, as_json=as_json)
            step(words.JUDGING)
            names = ", ".join(path.name for path in paths[:3]) + (", …" if len(paths) > 3 else "")
            span = replace(span, currency=code, note=names)
            result, counts = summed(running, came, span)
        finally:
            running.close()
        periods = result.periods
        assert periods is not None
        more = list(group_findings(result.portfolio))
        if target is not None:
            more.append(reconciled(periods, target, label))
        result = replace(result, findings=gravest_first((*found.findings, *result.findings, *more)))
        findings = result.findings
        written: list[Path] = []
        if output is not None:
            step(words.WRITING)
            if output.suffix.casefold() == ".xlsx":
                inputs = ledger_inputs(
                    replace(result, findings=tuple(f for f in findings if f not in more)),
                    language=spoken,
                    profile=profile,
                    load_profile=load_profile,
                    currency=code,
                    reported=target,
                    source=names,
                )
                judged = assess(inputs.portfolio, inputs.policy, inputs.as_of)
                build(render(inputs, judged, load_rules(config.rules)), output)
                written = [output]
            else:
                with replacing(periods_path(output)) as beside, replacing(output) as temporary:
                    write_parquet(account_table(result.portfolio), temporary)
                    write_parquet(period_table(periods), beside)
                written = [output, periods_path(output)]
    printer = Printer(spoken, aside=as_json)
    report = ledger_report(result, counts, running.name, spoken)
    if as_json:
        print_json({**report, "findings": findings_report(findings, spoken)})
    else:
        _print(printer, report)
        printer.gap()
        printer.findings(findings, everything=verbose)
    for path in written:
        printer.line(words.WRITTEN, path=str(path))
    return error_code(findings)


def periods_path(output: Path) -> Path:
    """Return where customers by period are written: beside the accounts."""
    return output.with_suffix(".periods.parquet")


def _reported(text: str | None) -> tuple[str | None, float | None]:
    """Return the period, if one is named, and the amount of --reported."""
    if text is None:
        return None, None
    period, sign, amount = text.rpartition("=")
    readings = number_readings(amount)
    if readings.only is None or readings.ambiguous:
        raise UsageError(
            f"--reported {text}: say an amount such as 12000000, or 2025=12000000 for one period"
        )
    return (period.strip() if sign else None), readings.only


def _print(printer: Printer, report: dict[str, Any]) -> None:
    language = printer.language
    lines = report["lines"]
    printer.say(
        words.LEDGER(language).format(
            files=len(report["files"]), counted=lines["counted"], lines=lines["all"]
        )
    )
    for fault, count in lines["left"].items():
        printer.say(f"  {count}  {words.LEFT_OUT[fault](language)}")
    printer.gap()
    table = Table(box=None, pad_edge=False)
    heads = words.LEDGER_COLUMNS
    table.add_column(heads["period"](language))
    for key in ("revenue", "margin", "customers"):
        table.add_column(heads[key](language), justify="right")
    for period in report["periods"]:
        margin = period["margin"]
        table.add_row(
            period["label"] + (" *" if period["partial"] else ""),
            number(period["revenue"], 2, language),
            "–" if margin is None else number(margin, 2, language),
            str(period["customers"]),
        )
    printer.console.print(table)
    printer.gap()
    largest = report["largest"]
    printer.say(words.LARGEST(language).format(period=largest["period"]))
    for key in ("customers", "groups"):
        table = Table(box=None, pad_edge=False)
        table.add_column(heads[key](language))
        table.add_column(heads["revenue"](language), justify="right")
        table.add_column(heads["share"](language), justify="right")
        for entry in largest[key][:5]:
            share = entry["share"]
            table.add_row(
                plain(entry["name"]),
                number(entry["revenue"], 2, language),
                "–" if share is None else percent(share, 1, language),
            )
        printer.console.print(table)


def _explain(report: dict[str, Any], language: Any, *, as_json: bool) -> int:
    if as_json:
        print_json({**report, "language": language})
        return 0
    printer = Printer(language)
    heads = words.LEDGER_COLUMNS
    table = Table(box=None, pad_edge=False)
    for key in ("place", "date", "order", "amount", "rate", "counts", "left"):
        right = key in ("amount", "rate", "counts")
        table.add_column(
            heads[key](language), justify="right" if right else "left", overflow="fold"
        )
    for line in report["listed"]:
        amount = line["amount"]
        if isinstance(amount, float):
            amount = number(amount, 2, language)
        counts, rate = line["counts"], line["rate"]
        table.add_row(
            plain(line["place"]),
            line["date"] or "?",
            plain(line["order"] or ""),
            f"{plain(amount or '?')} {line['currency']}",
            "" if rate is None else f"{rate:.6g}",
            "" if counts is None else number(counts, 2, language),
            words.LEFT_OUT[line["left"]](language) if line["left"] else "",
        )
    printer.console.print(table)
    if report["lines"] > len(report["listed"]):
        printer.say(
            words.LINES_LISTED(language).format(listed=len(report["listed"]), lines=report["lines"])
        )
    printer.gap()
    table = Table(box=None, pad_edge=False)
    table.add_column(heads["period"](language))
    for key in ("lines", "counts"):
        table.add_column(heads[key](language), justify="right")
    for month in report["months"]:
        table.add_row(
            month["month"] or "?", str(month["lines"]), number(month["amount"], 2, language)
        )
    printer.console.print(table)
    return 0
