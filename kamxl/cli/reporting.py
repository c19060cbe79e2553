"""What `kamxl report` does: reads a workbook or its JSON, and writes a report to print."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamxl.actions.printing.reading import read_report
from kamxl.actions.printing.whole import printed
from kamxl.actions.reporting import Report, report
from kamxl.actions.run import run as run_book
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer, progress
from kamxl.cli.work import refuse
from kamxl.config import Config
from kamxl.errors import InputError
from kamxl.hosts.paper import pdf
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.limits import MEGABYTE
from kamxl.pages.html import html
from kamxl.pages.office import flat_text


def write_report(
    source: Path, output: Path | None, language: str | None, *, as_pdf: bool, force: bool
) -> int:
    """Write the report of a workbook, or of what `kamxl run --json` printed. Returns 0."""
    config = configured(language)
    kind = "pdf" if as_pdf else "page"
    target = output or source.with_suffix(".pdf" if as_pdf else ".html")
    refuse(target, force, [source], kind)
    with progress(3, config.language) as step:
        step(words.READING)
        found = _read(source, config, asked=language is not None)
        step(words.JUDGING)
        document = printed(found, source.name)
        # Asked before anything is written, and the slowest part of all.
        content = html(document).encode("utf-8")
        if as_pdf:
            content = pdf(flat_text(document), content)
        step(words.WRITING)
        with replacing(target) as temporary:
            temporary.write_bytes(content)
    Printer(config.language).line(words.WRITTEN, path=str(target))
    return 0


def _read(source: Path, config: Config, *, asked: bool) -> Report:
    if source.suffix.casefold() == ".json":
        found = read_report(_bytes(source, config), source.name)
        if asked:
            found["language"] = config.language
        return found
    ran = run_book(read_book(source, config.limits), dt.date.today())
    return report(
        ran.result,
        ran.findings,
        config.language,
        ran.moved,
        None,
        [row.profile for row in ran.inputs.managers],
        ran.inputs,
    )


def _bytes(path: Path, config: Config) -> bytes:
    most = config.limits.file * MEGABYTE
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except FileNotFoundError:
        raise InputError("there is no such file; check the path", str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(path)) from None
    if len(content) > most:
        raise InputError(f"the file is larger than {config.limits.file} MB", path.name)
    return content
