"""What people see: tables, sentences and findings with rich; plain where there is no terminal."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Timer

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from kamxl.actions.reporting import ranking
from kamxl.actions.updating import Update
from kamxl.cells import CellValue
from kamxl.cli import words
from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import tier_name
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.movement import Movements
from kamxl.domain.policy import RATED, Criterion, Gate
from kamxl.findings import SEVERITIES, Finding, Severity
from kamxl.hosts.xlsx.lint import Fault
from kamxl.intake.mapping import Mapping
from kamxl.intake.raw import RawTable
from kamxl.text import Language, Text, number, percent
from kamxl.workbook import words as labels
from kamxl.workbook.merging.cells import WHY

TOP = 10
LISTED = 12
MOVERS = 5
OF_ONE_KIND = 3
# Work that takes longer shows how far it is.
PATIENCE = 1.0
# So that a row fits into 80 columns; names get what is left.
WIDTHS = {
    "rank": 4,
    "tier": 4,
    "score": 6,
    "quadrant": 13,
    "revenue_rank": 4,
    "share": 7,
    "warnings": 10,
}
NARROWEST_NAME = 12
RIGHT = frozenset({"rank", "score", "revenue_rank", "share"})
STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "dim"}


def plain(text: str) -> str:
    """Return someone's text without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


class Printer:
    """Says things in one language; with `aside` on stderr, because stdout belongs to JSON."""

    def __init__(self, language: Language, *, aside: bool = False) -> None:
        self.language: Language = language
        # Someone's names are neither markup nor emoji.
        self.console = Console(
            file=sys.stderr if aside else sys.stdout, markup=False, emoji=False, highlight=False
        )

    def say(self, sentence: str, style: str = "") -> None:
        """Print a paragraph, wrapped at words."""
        self.console.print(plain(sentence), style=style or None)

    def indented(self, sentence: str) -> None:
        """Print a paragraph that belongs to the one above."""
        self.console.print(Padding(plain(sentence), (0, 0, 0, 2)))

    def line(self, phrase: Text, **values: str) -> None:
        """Print a sentence with a path or a command, unbroken, so that people can copy it."""
        self.console.print(phrase(self.language).format(**values), soft_wrap=True)

    def gap(self) -> None:
        """Print an empty line."""
        self.console.print()

    def mapping(self, found: RawTable, mapping: Mapping) -> None:
        """Print which column of a file is what, and how its text was read."""
        kind = words.KINDS[mapping.kind](self.language)
        self.say(words.MAPPING(self.language).format(file=found.file, kind=kind), "bold")
        if found.encoding:
            delimiter = words.TAB(self.language) if found.delimiter == "\t" else found.delimiter
            values = {"encoding": found.encoding, "delimiter": delimiter}
            self.say(words.READ_AS(self.language).format(**values))
        table = _table((0, 1, 0, 0))
        table.add_column(words.HEADER(self.language), overflow="fold")
        table.add_column(words.TAKEN_AS(self.language), no_wrap=True)
        for column in mapping.columns:
            table.add_row(plain(column.header), column.key)
        self.console.print(table)

    def ranking(self, result: Assessment, limit: int | None = TOP) -> None:
        """Print the ranking, its first accounts or all, and the concentration in one sentence."""
        language, total = self.language, len(result)
        if not total:
            self.say(words.NO_ACCOUNTS(language))
            return
        rows = ranking(result)[:limit]
        title = (words.TOP if len(rows) < total else words.ALL)(language)
        title = title.format(count=len(rows), total=total)
        if any(finding.code == "S-DATA" for finding in result.findings):
            title += f" ({words.DATA_ALONE(language)})"
        self.say(title, "bold")
        table = _table()
        digits = max(4, len(str(total)))
        widths = {**WIDTHS, "rank": digits, "revenue_rank": digits}
        name_width = self.console.width - sum(widths.values()) - len(widths)
        for key, label in words.COLUMNS.items():
            table.add_column(
                label(language),
                justify="right" if key in RIGHT else "left",
                no_wrap=key not in ("revenue_rank", "warnings"),
                overflow="ellipsis" if key == "name" else "fold",
                min_width=widths.get(key),
                max_width=widths.get(key, max(name_width, NARROWEST_NAME)),
            )
        for row in rows:
            table.add_row(*self._row(result, row))
        self.console.print(table)
        if any(result.provisional[rows]):
            self.say(words.PROVISIONAL(language))

    def _row(self, result: Assessment, row: int) -> list[str]:
        language, portfolio = self.language, result.portfolio
        score, share = float(result.score[row]), float(result.disclosure_share[row])
        shown = "–" if score != score else number(score, 2, language)
        quadrant = int(result.quadrant[row])
        return [
            str(result.rank[row] or "–"),
            plain(portfolio.names[row] or portfolio.ids[row]),
            tier_name(int(result.tier[row])) or "–",
            f"({shown})" if result.provisional[row] else shown,
            words.QUADRANTS[QUADRANTS[quadrant - 1]](language) if quadrant else "–",
            str(result.revenue_rank[row] or "–"),
            "–" if share != share else percent(share, 1, language),
            ", ".join(words.LEVELS[key](language) for key in result.warnings(row)),
        ]

    def movements(self, moved: Movements, *, everything: bool = False) -> None:
        """Print how many accounts moved since the compared run, and which moved most, and why."""
        language, portfolio = self.language, moved.result.portfolio
        notable = [account for account in moved.ranked() if moved.notable[account]]
        self.say(
            words.MOVED(language).format(
                since=moved.then.day.isoformat(),
                moved=len(notable),
                new=sum(moved.new(account) for account in moved.ranked()),
                gone=len(moved.gone),
            ),
            "bold",
        )
        for account in notable if everything else notable[:MOVERS]:
            name = portfolio.names[account] or portfolio.ids[account]
            said = plain(f"{name}: {moved.sentence(account, language)}")
            self.console.print(Padding(said, (0, 0, 0, 2)))

    def concentration(self, result: Assessment) -> None:
        """Print how much hangs on few customers."""
        figures, language = result.concentration, self.language
        if figures.hhi is None or figures.effective is None:
            self.say(words.NO_CONCENTRATION(language))
            return
        self.say(
            words.CONCENTRATION(language).format(
                hhi=number(figures.hhi, 3, language),
                effective=number(figures.effective, 1, language),
                cr1=percent(figures.cr1 or 0.0, 1, language),
                cr5=percent(figures.cr5 or 0.0, 1, language),
                n50=figures.n50,
                level=words.LEVELS[result.portfolio_level](language),
            )
        )

    def criteria(self, criteria: Sequence[Criterion]) -> None:
        """Print criteria: key, name, weight, direction, axis, source and gate."""
        language = self.language
        if not criteria:
            self.say(words.NO_CRITERIA(language))
            return
        table = _table((0, 1, 0, 0))
        for key, label in words.CRITERIA.items():
            table.add_column(
                label(language),
                justify="right" if key == "weight" else "left",
                no_wrap=key in ("key", "weight", "axis"),
            )
        for criterion in criteria:
            weight = f"{criterion.weight:g}".replace(".", "," if language == "de" else ".")
            source = (
                labels.RATED_SOURCE
                if criterion.source == RATED
                else labels.ACCOUNT_COLUMNS[criterion.source]
            )
            table.add_row(
                plain(criterion.key),
                plain(criterion.name(language)),
                weight if criterion.active else f"({weight})",
                "+" if criterion.direction > 0 else "–",
                words.AXES[criterion.axis](language),
                source(language),
                self._gate(criterion.gate) if criterion.gate else "",
            )
        self.console.print(table)
        if not all(criterion.active for criterion in criteria):
            self.say(words.EXCLUDED(language))

    def _gate(self, gate: Gate) -> str:
        limit = f"≤ {gate.limit:g}".replace(".", "," if self.language == "de" else ".")
        effect = labels.CHOICES["gate_effect"][gate.effect](self.language)
        return f"{limit}: {gate.cap if gate.effect == 'cap' else effect}"

    def faults(self, faults: Sequence[Fault]) -> None:
        """Print the faults of a file: code, part and place, and what is wrong."""
        if not faults:
            self.say(words.NO_FAULTS(self.language))
            return
        for fault in faults:
            self.say(f"{fault.code}  {fault.part} {fault.place}".rstrip(), STYLES["error"])
            said = plain(fault.sentence(self.language))
            self.console.print(Padding(said, (0, 0, 0, 2)))
        self.say(words.FAULTS(self.language).format(count=len(faults)))

    def findings(self, findings: Sequence[Finding], *, everything: bool = False) -> None:
        """Print errors and warnings, infos only with `everything`, and count them all."""
        language = self.language
        if not findings:
            self.say(words.NO_FINDINGS(language))
            return
        shown = [f for f in findings if everything or f.severity != "info"]
        listed = shown if everything else _few_of_each(shown)[:LISTED]
        for finding in listed:
            severity = words.SEVERITIES[finding.severity](language)
            place = f"  {finding.place}" if finding.place else ""
            self.say(f"{severity}  {finding.code}{place}", STYLES[finding.severity])
            said = plain(f"{finding.text(language)} {finding.remedy(language)}")
            self.console.print(Padding(said, (0, 0, 0, 2)))
        if len(listed) < len(shown):
            self.say(words.MORE(language).format(count=len(shown) - len(listed)))
        counts = [
            words.COUNTED[severity](language).format(count=count)
            for severity in SEVERITIES
            if (count := sum(f.severity == severity for f in findings))
        ]
        hint = f"  {words.VERBOSE(language)}" if len(listed) < len(findings) else ""
        self.say(", ".join(counts) + hint)

    def changes(self, update: Update, *, everything: bool = False) -> None:
        """Print what would change: cells by sheet, new results counted."""
        language = self.language
        if update.patch.empty:
            self.say(words.NO_CHANGES(language))
            return
        sheets = dict.fromkeys((*(c.sheet for c in update.cells), *update.recalculated))
        for sheet in sheets:
            cells = [change for change in update.cells if change.sheet == sheet]
            results = [c for c in update.results if c.sheet == sheet] if everything else []
            counts = {"cells": len(cells), "results": update.recalculated.get(sheet, 0)}
            what = self._counted(counts)
            self.say(words.CHANGED_ON(language).format(sheet=sheet, what=what), "bold")
            listed = [*cells, *results] if everything else cells[:LISTED]
            if listed:
                table = _table((0, 1, 0, 0))
                for label in words.CHANGES.values():
                    table.add_column(label(language), overflow="fold")
                for change in listed:
                    table.add_row(change.cell, self._cell(change.old), self._cell(change.new),
                                  WHY[change.why](language))  # fmt: skip
                self.console.print(table)
            if len(listed) < len(cells):
                self.say(words.MORE(language).format(count=len(cells) - len(listed)))
        for sheet in update.added:
            self.say(words.SHEET_ADDED(language).format(sheet=sheet), "bold")
        if not (sheets or update.added):
            self.say(words.REMEMBERED(language))

    def rooms(self, rooms: Iterable[tuple[str, int, int]]) -> None:
        """Print on which sheets columns come in and rows move down."""
        listed = list(rooms)
        if not listed:
            return
        table = _table((0, 1, 0, 0))
        for key, label in words.ROOMS.items():
            table.add_column(label(self.language), justify="left" if key == "sheet" else "right")
        for sheet, columns, rows in listed:
            shown = (number(count, 0, self.language) if count else "–" for count in (columns, rows))
            table.add_row(plain(sheet), *shown)
        self.console.print(table)

    def written(self, update: Update, path: Path, changed: bool, backup: Path | None) -> None:
        """Print what was written where, and where the version before is."""
        if not changed:
            self.line(words.UNCHANGED, path=str(path))
            return
        what = self._counted(update.counts) or words.REMEMBERED(self.language)
        self.line(words.UPDATED, path=str(path), what=what)
        if backup is not None:
            self.line(words.BACKUP, path=str(backup))

    def _counted(self, counts: dict[str, int]) -> str:
        return ", ".join(
            text(self.language).format(count=number(counts[key], 0, self.language))
            for key, text in words.COUNTED_CHANGES.items()
            if counts.get(key)
        )

    def _cell(self, value: CellValue) -> str:
        if isinstance(value, float):
            text = f"{value:.10g}"
            return text.replace(".", ",") if self.language == "de" else text
        return "–" if value is None else plain(str(value))


def _few_of_each(findings: Sequence[Finding]) -> list[Finding]:
    """Return at most OF_ONE_KIND findings of each kind, so that no kind drowns the others."""
    counts: Counter[str] = Counter()
    few = []
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= OF_ONE_KIND:
            few.append(finding)
    return few


def _table(padding: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Table:
    return Table(box=box.SIMPLE_HEAD, padding=padding, pad_edge=False, show_edge=False)


@contextlib.contextmanager
def progress(steps: int, language: Language) -> Iterator[Callable[[Text], None]]:
    """Give a function that announces the next step; a bar appears on a terminal after a second."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task("", total=steps)
    begun = 0

    def announce(step: Text) -> None:
        nonlocal begun
        bar.update(task, description=step(language), completed=begun)
        begun += 1

    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield announce
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
