"""What the commands do: read, judge, write, and only then speak. Each returns the exit code."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from kamxl.actions.check import check as check_book
from kamxl.actions.demo import FOLDER
from kamxl.actions.demo import demo as demo_inputs
from kamxl.actions.export import crm_csv
from kamxl.actions.into import into
from kamxl.actions.joining import join
from kamxl.actions.new import Reference, new_findings
from kamxl.actions.new import new as new_inputs
from kamxl.actions.reporting import REPORT_SCHEMA, findings_report, report, update_report
from kamxl.actions.run import run as run_book
from kamxl.actions.updating import update
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import TOP, Printer, progress
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.movement import Movements
from kamxl.domain.periods import Grain
from kamxl.domain.policy import RATED
from kamxl.domain.portfolio import Portfolio
from kamxl.errors import InputError, UsageError
from kamxl.findings import Finding, gravest_first
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.tables.parquet_writing import write_parquet
from kamxl.hosts.tables.reading import BOOK_SUFFIXES, read_table
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.naming import cut, flaw_of
from kamxl.hosts.xlsx.patching import Patched, patch
from kamxl.hosts.xlsx.patching.locks import locked, refuse_open
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.intake.mapping import Mapping as ColumnMapping
from kamxl.intake.raw import RawTable
from kamxl.ledger.periods import Span
from kamxl.limits import Limits
from kamxl.profiles import load_profile
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, number
from kamxl.workbook import words as labels
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from kamxl.workbook.values import MOST_ACCOUNTS, results, values_book

# The templates' day: the same bytes whenever they are written.
TEMPLATE_DAY = dt.date(2026, 1, 1)
MAPPING = ".mapping.json"
ENDINGS: Mapping[str, str] = {
    "workbook": ".xlsx",
    "table": ".csv",
    "accounts": ".parquet",
    "page": ".html",
    "pdf": ".pdf",
    "results": ".parquet",
    "profile": ".toml",
    "rules": ".toml",
    "extension": ".oxt",
    "addin": ".xlam",
    "macros": ".xlsm",
}


def new(
    book: Path,
    sources: Sequence[Path],
    language: str | None,
    profile: str | None,
    maps: Sequence[str],
    sheets: Sequence[str],
    locale: str | None,
    reference: Reference,
    currency: str | None,
    rates: Sequence[str],
    by: Grain,
    year_start: int,
    *,
    template: Path | None,
    rules: Path | None,
    force: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Make a workbook from files, and report its first ranking."""
    config = configured(language, locale, rules)
    as_table = book.suffix.casefold() == ENDINGS["results"]
    refuse(book, force, sources, "results" if as_table else "workbook")
    wanted = mapping_of(maps)
    options: dict[str, Any] = {
        "language": config.language,
        "profile": profile,
        "mapping": wanted,
        "locale": config.locale,
        "today": dt.date.today(),
        "load_profile": load_profile,
        "reference": reference,
        "currency": currency,
        "rates": rates,
        "span": span_of(by, year_start),
    }
    with progress(3, config.language) as step:
        step(words.READING)
        tables = [
            read_table(path, sheet, config.limits)
            for path, sheet in zip(sources, _sheets(sources, sheets), strict=True)
        ]
        if len(tables) == 1:
            single = new_inputs(tables[0], **options)
            inputs, mappings = single.inputs, tuple(m for m in (single.mapping,) if m)
        else:
            joined = join(tables, **options)
            inputs, mappings = joined.inputs, joined.mappings
        step(words.JUDGING)
        result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
        count, most = len(inputs.portfolio), config.limits.accounts
        flat = as_table or count > most
        if flat:
            _refuse_flat(book, template, count, as_table=as_table)
            findings = gravest_first((*inputs.findings, *result.findings))
        else:
            findings = new_findings(inputs, result, book.name)
        step(words.WRITING)
        if as_table:
            with replacing(mapping_path(book)) as kept, replacing(book) as temporary:
                kept.write_text(_mapping_text(tables, mappings), encoding="utf-8")
                write_parquet(results(inputs, result), count, temporary)
        else:
            content = (
                values_book(inputs, result, findings, most)
                if flat
                else render(inputs, result, load_rules(config.rules))
            )
            _write_new(book, content, template, tables, mappings, config.limits, force=force)
    printer = Printer(config.language, aside=as_json)
    if as_json:
        print_json(report(result, findings, config.language, inputs=inputs))
    else:
        for table, mapping in zip(tables, mappings, strict=True):
            printer.mapping(table, mapping)
            printer.gap()
        _print_report(printer, result, findings, verbose)
    printer.gap()
    printer.line(words.WRITTEN, path=str(book))
    printer.line(words.WRITTEN, path=str(mapping_path(book)))
    if flat:
        if not as_table:
            spoken = config.language
            printer.line(
                words.VALUES_ONLY, count=number(count, 0, spoken), most=number(most, 0, spoken)
            )
        return error_code(findings)
    sheet = labels.SHEETS["ratings"](config.language)
    printer.line(words.NEXT_NEW, sheet=sheet, book=shlex.quote(str(book)))
    rated = [criterion for criterion in inputs.policy.criteria if criterion.source == RATED]
    if rated and not any(criterion.active for criterion in rated):
        criteria = labels.SHEETS["criteria"](config.language)
        printer.line(words.NEXT_DATA_ONLY, criteria=criteria)
    return error_code(findings)


def run(
    book: Path,
    output: Path | None,
    language: str | None,
    weights: str | None = None,
    *,
    rules: Path | None,
    dry: bool,
    force: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Report a filled workbook and bring it up to date, in place or in a copy `output`.

    With `weights` it gets what the sheet of weights proposes. With `dry` nothing is written, and
    all that would change is listed.
    """
    config = configured(language, rules=rules)
    if output is not None:
        refuse(output, force, [book])
    with progress(2 if dry else 3, config.language) as step:
        step(words.READING)
        file = read_book(book, config.limits)
        step(words.JUDGING)
        today = dt.date.today()
        found = update(run_book(file, today), today, weights, load_rules(config.rules))
        written: Patched | None = None
        if not dry:
            step(words.WRITING)
            written = patch(book, found.patch, output, config.limits)
    printer = Printer(config.language, aside=as_json)
    place = output or book
    backup = book.with_name(written.backup.name) if written and written.backup else None
    if as_json:
        there = place if written and written.changed else None
        told = update_report(found, config.language, there, backup)
        print_json(
            report(
                found.result,
                found.findings,
                config.language,
                found.moved,
                told,
                [row.profile for row in found.inputs.managers],
                found.inputs,
            )
        )
    elif dry:
        printer.changes(found, everything=verbose)
    else:
        _print_report(printer, found.result, found.findings, verbose, moved=found.moved)
    if written is not None:
        printer.gap()
        printer.written(found, place, written.changed, backup)
    return error_code(found.findings)


def check(book: Path | None, language: str | None, *, as_json: bool) -> int:
    """List all findings of a workbook, its failed checks included."""
    config = configured(language)
    if book is None:
        raise UsageError("name a workbook, or any file by --file FILE")
    with progress(1, config.language) as step:
        step(words.READING)
        findings = check_book(read_book(book, config.limits), dt.date.today())
    if as_json:
        listed = findings_report(findings, config.language)
        head = {"schema": REPORT_SCHEMA, "language": config.language}
        print_json({**head, "findings": listed})
    else:
        Printer(config.language).findings(findings, everything=True)
    return error_code(findings)


def check_file(file: Path, book: Path | None, language: str | None, *, as_json: bool) -> int:
    """List the faults of any workbook file: what Excel would repair or refuse."""
    config = configured(language)
    if book is not None:
        raise UsageError("name a workbook or --file FILE, not both")
    with progress(1, config.language) as step:
        step(words.READING)
        if file.exists() and not file.is_file():
            raise InputError("this is a folder, a device or a pipe; name a file", str(file))
        try:
            faults = lint(file)
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", str(file)) from None
    if as_json:
        listed = [
            {
                "code": fault.code,
                "part": fault.part,
                "place": fault.place,
                "text": fault.sentence(config.language),
            }
            for fault in faults
        ]
        print_json({"language": config.language, "file": file.name, "faults": listed})
    else:
        Printer(config.language).faults(faults)
    return int(bool(faults))


def export(book: Path, output: Path, language: str | None, *, force: bool) -> int:
    """Write the judgement of a workbook as a table for a CRM, and say what is wrong with it."""
    refuse(output, force, [book], "table")
    config = configured(language)
    with progress(3, config.language) as step:
        step(words.READING)
        file = read_book(book, config.limits)
        step(words.JUDGING)
        found = run_book(file, dt.date.today())
        step(words.WRITING)
        table = crm_csv(found.result, config.language)
        with replacing(output) as temporary:
            # The mark at the beginning lets Excel see that it is UTF-8.
            temporary.write_text(table, encoding="utf-8-sig", newline="")
    printer = Printer(config.language)
    if errors := [f for f in found.findings if f.severity == "error"]:
        printer.findings(errors)
    printer.line(words.WRITTEN, path=str(output))
    return error_code(found.findings)


def demo(folder: Path, language: str | None) -> int:
    """Make the example's workbook in `kamxl-demo` and show its ranking."""
    config = configured(language)
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; create it or name another")
    target = folder / FOLDER
    book = target / f"key-accounts.{config.language}.xlsx"
    with progress(3, config.language) as step:
        step(words.READING)
        made = demo_inputs(read_table, config.language, load_profile)
        step(words.JUDGING)
        result = assess(made.inputs.portfolio, made.inputs.policy, made.inputs.as_of)
        findings = new_findings(made.inputs, result, book.name)
        content = render(made.inputs, result, load_rules(config.rules))
        step(words.WRITING)
        _make(target)
        build(content, book)
    printer = Printer(config.language)
    _print_report(printer, result, findings, verbose=False, limit=None)
    printer.gap()
    printer.line(words.WRITTEN, path=str(book.resolve()))
    return 0


def templates(folder: Path) -> int:
    """Write the empty workbook in both languages."""
    _make(folder)
    for language in LANGUAGES:
        inputs = Inputs(Portfolio((), ()), load_profile("standard"), language, TEMPLATE_DAY)
        build(render(inputs), folder / f"key_accounts.{language}.xlsx")
    return 0


def mapping_path(book: Path) -> Path:
    """Return where the mapping of a new workbook is kept: beside it."""
    return book.with_name(cut(book.stem, len(MAPPING)) + MAPPING)


def _refuse_flat(book: Path, template: Path | None, count: int, *, as_table: bool) -> None:
    """Raise UsageError where results as values cannot be written as they are wanted."""
    if template is not None:
        raise UsageError(
            f"{book}: results as values take no template; leave --template out, or raise accounts "
            "under [limits] in a kamxl.toml"
        )
    if not as_table and count > MOST_ACCOUNTS:
        raise UsageError(
            f"{book}: a sheet takes {MOST_ACCOUNTS:,} accounts, and there are {count:,}; write "
            "the results as parquet by naming the file .parquet instead of .xlsx"
        )


def _mapping_text(tables: Sequence[RawTable], mappings: Sequence[ColumnMapping]) -> str:
    kept = [
        {
            "file": table.file,
            "sheet": table.sheet,
            "encoding": table.encoding or None,
            "delimiter": table.delimiter or None,
            **json.loads(mapping.to_json()),
        }
        for table, mapping in zip(tables, mappings, strict=True)
    ]
    return json.dumps({"sources": kept}, ensure_ascii=False, indent=2) + "\n"


def _write_new(
    book: Path,
    content: Book,
    template: Path | None,
    tables: Sequence[RawTable],
    mappings: Sequence[ColumnMapping],
    limits: Limits,
    *,
    force: bool,
) -> None:
    # The mapping is moved into place after the workbook, or not at all.
    with replacing(mapping_path(book)) as temporary:
        temporary.write_text(_mapping_text(tables, mappings), encoding="utf-8")
        if template is None:
            with locked(book):
                if book.exists() and not force:
                    raise UsageError(f"{book}: another run of kamxl has just written it")
                build(content, book)
        else:
            there = read_book(template, limits).sheets()
            patch(template, into(content, template.name, there), book, limits)


def _print_report(
    printer: Printer,
    result: Assessment,
    findings: Sequence[Finding],
    verbose: bool,
    limit: int | None = TOP,
    moved: Movements | None = None,
) -> None:
    printer.ranking(result, None if verbose else limit)
    printer.gap()
    if moved is not None:
        printer.movements(moved, everything=verbose)
        printer.gap()
    printer.concentration(result)
    printer.gap()
    printer.findings(findings, everything=verbose)


def print_json(content: Any) -> None:
    """Print plain data as JSON on stdout."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    # As bytes: JSON is UTF-8 whatever the console speaks.
    typer.echo((text + "\n").encode("utf-8"), nl=False)


def error_code(findings: Sequence[Finding]) -> int:
    """Return the exit code: 1 where a finding is an error."""
    return int(any(finding.severity == "error" for finding in findings))


def refuse(target: Path, force: bool, sources: Sequence[Path], kind: str = "workbook") -> None:
    """Raise UsageError where a target's name has another ending, it is a source, or there is one.

    `kind` is one of ENDINGS.
    """
    if target.suffix.casefold() != ENDINGS[kind]:
        raise UsageError(f"{target}: the name of a {kind} ends in {ENDINGS[kind]}")
    if flaw := flaw_of(target.name, windows=sys.platform == "win32"):
        raise UsageError(f"{target}: {flaw}")
    if target.is_dir():
        raise UsageError(f"{target}: this is a folder; name a file in it")
    if any(_same(target, source) for source in sources):
        raise UsageError(f"{target}: this is the input, which is never changed; name another file")
    if target.exists() and not force:
        raise UsageError(f"{target}: there is such a file; name another, or replace it by --force")
    refuse_open(target)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def mapping_of(maps: Sequence[str]) -> Mapping[str, str]:
    """Return what is said by KEY=HEADER; UsageError for anything else and for a key said twice."""
    wanted: dict[str, str] = {}
    for entry in maps:
        key, sign, header = (part.strip() for part in entry.partition("="))
        if not (key and sign and header):
            raise UsageError(f'--map {entry}: say --map KEY="HEADER", such as --map id="Debtor"')
        if key in wanted:
            raise UsageError(f"--map names {key!r} twice; leave out one")
        wanted[key] = header
    return wanted


def span_of(by: Grain, year_start: int) -> Span:
    """Return how lines are cut into periods; UsageError where no month has that number."""
    if not 1 <= year_start <= 12:
        raise UsageError(f"--year-start is a month from 1 to 12, not {year_start}")
    return Span(by, year_start)


def _sheets(sources: Sequence[Path], sheets: Sequence[str]) -> list[str | None]:
    """Return the sheet to read of each file, None where it has none or none was named."""
    books = [n for n, path in enumerate(sources) if path.suffix.casefold() in BOOK_SUFFIXES]
    if len(sources) == 1:
        books = [0]
    if len(sheets) > 1 and len(sheets) != len(books):
        raise UsageError(f"--sheet is named {len(sheets)} times for {len(books)} workbooks")
    if sheets and not books:
        raise UsageError("only workbooks have sheets; leave out --sheet")
    each = list(sheets) * len(books) if len(sheets) == 1 else list(sheets)
    named = dict(zip(books, each, strict=False))
    return [named.get(n) for n in range(len(sources))]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made ({error.strerror}); name another") from None
