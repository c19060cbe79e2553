"""What `kamxl split`, `kamxl collect` and `kamxl status` do."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kamxl.actions.collecting import Collected, handed_of, standings
from kamxl.actions.collecting import collect as collected
from kamxl.actions.reporting import findings_report
from kamxl.actions.run import run as run_book
from kamxl.actions.splitting import WITHOUT, Division, Options
from kamxl.actions.splitting import split as divided
from kamxl.actions.updating import Update, update
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer, progress
from kamxl.cli.work import error_code, print_json
from kamxl.errors import UsageError
from kamxl.hosts.tables.book import XLSX, BookFile, read_book
from kamxl.hosts.tables.reading import file_content
from kamxl.hosts.tables.returned import returned_files
from kamxl.hosts.xlsx.parts import build_parts
from kamxl.hosts.xlsx.patching import Patched, carried, patch
from kamxl.rules import load_rules
from kamxl.text import Language

MANIFEST = "manifest.json"
TOKEN_BYTES = 16
# So many parts are listed; the manifest has all.
LISTED = 30


def split(
    book: Path,
    folder: Path,
    language: str | None,
    *,
    by: str,
    first_only: bool,
    due: str | None,
    shares: bool,
    without: Sequence[str],
    dry: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Divide a master into parts in a folder, and remember in it who got what."""
    config = configured(language)
    today = dt.date.today()
    unknown = [name for name in without if name not in WITHOUT]
    if unknown:
        raise UsageError(f"--without {unknown[0]}: choose {', '.join(WITHOUT)}")
    options = Options(by, first_only, _day(due), shares, tuple(dict.fromkeys(without)))
    found = run_book(read_book(book, config.limits), today)
    made = divided(found, today, options, lambda: secrets.token_hex(TOKEN_BYTES), book.stem)
    digests: dict[str, str] = {}
    printer = Printer(config.language, aside=as_json)
    if not dry:
        _refuse_there(folder, made, force)
        digests = _write(book, folder, made, config.limits, config.language)
    if as_json:
        print_json({"language": config.language, "written": not dry, **made.manifest(digests)})
    else:
        _say(printer, made)
    if not dry:
        printer.line(words.SPLIT_WRITTEN, count=str(len(made.pieces)), path=str(folder))
    return 0


def collect(
    places: Sequence[Path],
    master: Path,
    language: str | None,
    *,
    rules: Path | None,
    dry: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Take in what came back, in place, and bring the master up to date by it."""
    config = configured(language, rules=rules)
    today = dt.date.today()
    written: Patched | None = None
    with progress(3, config.language) as step:
        step(words.READING)
        found = run_book(read_book(master, config.limits), today)
        files = returned_files(places, master, config.limits)
        made = collected(found, files, today)
        if not dry and not made.patch.empty:
            step(words.JUDGING)
            content = carried(
                file_content(master, XLSX, config.limits), made.patch, master.name, config.limits
            )
            there = run_book(BookFile(content, master.name, config.limits), today)
            change: Update = update(there, today, None, load_rules(config.rules))
            step(words.WRITING)
            written = patch(master, change.patch, None, config.limits, before=made.patch)
    backup = written.backup.name if written and written.backup else None
    if as_json:
        print_json(_told(made, config.language, master if written else None, backup))
    else:
        _say_collected(Printer(config.language), made, written, master, backup, verbose)
    return error_code(made.findings)


def _told(
    made: Collected, language: Language, written: Path | None, backup: str | None
) -> dict[str, object]:
    outcome = made.outcome
    return {
        "language": language,
        **made.counts,
        "due": made.due or None,
        "written": str(written) if written else None,
        "backup": backup,
        "parts_of": [
            {
                "owner": one.owner,
                "file": one.file,
                "accounts": one.accounts,
                "returned": one.returned or None,
                "overdue": one.overdue,
            }
            for one in made.standings
        ],
        "changes": [
            {**one.key._asdict(), "old": one.old, "new": one.new, "by": one.owner,
             "file": one.file, "chosen": one.chosen}
            for one in outcome.taken
        ],
        "new_lines": [
            {"account": one.account, "place": one.place, "section": one.section,
             "values": dict(one.values), "by": one.owner, "file": one.file}
            for one in outcome.added
        ],
        "open": [
            {"id": one.id, **one.key._asdict(), "kind": one.kind, "base": one.base,
             "theirs": one.theirs, "by": one.owner, "file": one.file, "since": one.day}
            for one in outcome.open
        ],
        "findings": findings_report(made.findings, language),
    }  # fmt: skip


def _say_collected(
    printer: Printer,
    made: Collected,
    written: Patched | None,
    master: Path,
    backup: str | None,
    verbose: bool,
) -> None:
    language = printer.language
    printer.say(words.COLLECTED(language).format(**made.counts), "bold")
    if made.outcome.open:
        printer.say(words.DECIDE(language))
    printer.gap()
    printer.findings(made.findings, everything=verbose)
    printer.gap()
    if written is None or not written.changed:
        printer.line(words.COLLECTED_NOTHING, path=str(master))
        return
    printer.line(words.WRITTEN, path=str(master))
    if backup:
        printer.line(words.COLLECTED_BACKUP, path=str(master.with_name(backup)))


def status(master: Path, language: str | None, *, as_json: bool) -> int:
    """Say which parts are out, back and overdue."""
    config = configured(language)
    today = dt.date.today()
    handed = handed_of(run_book(read_book(master, config.limits), today))
    found, one = standings(handed, today), handed.rounds[0]
    conflicts = len(handed.known.open)
    back = sum(bool(part.returned) for part in found)
    if as_json:
        print_json(
            {
                "language": config.language,
                "day": one.day,
                "due": one.due or None,
                "returned": back,
                "parts": len(found),
                "conflicts": conflicts,
                "parts_of": [
                    {"owner": part.owner, "file": part.file, "accounts": part.accounts,
                     "returned": part.returned or None, "overdue": part.overdue}
                    for part in found
                ],
            }
        )  # fmt: skip
        return 0
    printer, spoken = Printer(config.language), config.language
    printer.say(
        words.STATUS(spoken).format(
            day=one.day, due=one.due or "–", back=back, parts=len(found), conflicts=conflicts
        ),
        "bold",
    )
    for part in found:
        word = (
            words.STATUS_BACK(spoken).format(day=part.returned)
            if part.returned
            else (words.STATUS_LATE if part.overdue else words.STATUS_OUT)(spoken)
        )
        printer.say(f"{part.owner}: {word} ({part.file})")
    return 0


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--due {text}: write the day as 2026-01-31") from None


def _refuse_there(folder: Path, made: Division, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: this is a file; name a folder")
    there = [p.file for p in made.pieces if (folder / p.file).exists()]
    if there and not force:
        raise UsageError(
            f"{folder / there[0]}: there is such a file; name another folder, or replace it by "
            "--force"
        )


def _write(
    book: Path, folder: Path, made: Division, limits: object, language: Language
) -> dict[str, str]:
    """Build all parts aside; then remember them in the master, then put them in their place."""
    from kamxl.limits import Limits

    assert isinstance(limits, Limits)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".kamxl-", dir=folder))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from None
    try:
        with counting(len(made.pieces), language) as done:
            digests = build_parts(made.master, made.terms, made.pieces, aside, done)
        text = json.dumps(made.manifest(digests), ensure_ascii=False, indent=2) + "\n"
        (aside / MANIFEST).write_text(text, encoding="utf-8")
        patch(book, made.remembered(digests), None, limits)
        for name in (*(piece.file for piece in made.pieces), MANIFEST):
            (aside / name).replace(folder / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return digests


def _say(printer: Printer, made: Division) -> None:
    language = printer.language
    for part in made.round.parts[:LISTED]:
        printer.say(
            words.PART_LINE(language).format(
                owner=part.owner,
                count=len(part.accounts),
                shared=len(part.shared),
                file=part.file,
            )
        )
    if len(made.round.parts) > LISTED:
        printer.say(words.PART_MORE(language).format(count=len(made.round.parts) - LISTED))
    if made.left:
        printer.say(
            words.PART_LEFT(language).format(
                count=len(made.left), by=made.round.by, first=made.left[0] or "–"
            )
        )


@contextlib.contextmanager
def counting(total: int, language: Language) -> Iterator[Callable[[int], None]]:
    """Give a function that tells how many of all are done; a bar appears on a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda count: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words.WRITING(language), total=total)
        yield lambda count: bar.update(task, completed=count)
