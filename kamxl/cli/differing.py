"""What `kamxl diff` does: reads two workbooks, compares, and says or writes what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from kamxl.actions.diff_report import diff_report
from kamxl.actions.differing import differ
from kamxl.actions.run import run as run_book
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import TOP, Printer, progress
from kamxl.cli.work import print_json, refuse
from kamxl.domain.edits import Likely
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.text import Language
from kamxl.workbook.differing.book import diff_book
from kamxl.workbook.differing.diff import Diff
from kamxl.workbook.differing.labels import (
    input_label,
    is_percent,
    policy_label,
    policy_value,
    shown,
    worded,
)
from kamxl.workbook.differing.plans import PlanEdit

# Cells of one account, and settings, that are listed without --verbose.
CELLS = 6
SETTINGS = 12


def diff(
    before: Path,
    after: Path,
    output: Path | None,
    account: str | None,
    language: str | None,
    *,
    force: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Say what differs between two workbooks, or write it as a workbook `output`. Returns 0."""
    config = configured(language)
    if output is not None:
        refuse(output, force, [before, after])
    with progress(3 if output else 2, config.language) as step:
        step(words.READING)
        files = [read_book(path, config.limits) for path in (before, after)]
        step(words.JUDGING)
        today = dt.date.today()
        one, other = (run_book(file, today) for file in files)
        found = differ(one, other)
        if account is not None:
            found.pair_of(account)
        if output is not None:
            step(words.WRITING)
            build(diff_book(found, config.language), output)
    printer = Printer(config.language, aside=as_json)
    if as_json:
        print_json(diff_report(found, config.language, account))
    else:
        Teller(printer, found, account, everything=verbose or account is not None).tell()
    if output is not None:
        printer.gap()
        printer.line(words.WRITTEN, path=str(output))
    return 0


class Teller:
    """Says what differs, account by account, in one language."""

    def __init__(
        self, printer: Printer, diff: Diff, account: str | None, *, everything: bool
    ) -> None:
        self.printer, self.diff, self.account = printer, diff, account
        self.everything = everything
        self.language: Language = printer.language

    def tell(self) -> None:
        """Print a summary, policy, accounts, and those that came or went."""
        diff, language = self.diff, self.language
        match = diff.found.match
        self.printer.say(f"{diff.names[0]} → {diff.names[1]}", "bold")
        if diff.same:
            self.printer.say(words.DIFF_SAME(language))
            return
        counts = {
            "both": len(match.pairs), "came": len(match.came), "gone": len(match.gone),
            "moved": len(diff.moved), "inputs": len(diff.inputs), "policy": len(diff.policy),
            "plans": len(diff.plans),
        }  # fmt: skip
        self.printer.say(words.DIFF_COUNTS(language).format(**counts))
        self._policy()
        self._accounts()

    def _policy(self) -> None:
        if not self.diff.policy:
            return
        self.printer.gap()
        self.printer.say(words.DIFF_POLICY(self.language), "bold")
        lines = []
        for edit in self.diff.policy:
            label = policy_label(edit.key, self.diff.policies)(self.language)
            ends = (
                shown(policy_value(edit.key, value), self.language, as_percent=is_percent(edit.key))
                for value in (edit.before, edit.after)
            )
            lines.append(f"{label}: {' → '.join(ends)}")
        self._lines(lines, SETTINGS)

    def _accounts(self) -> None:
        diff, language, found = self.diff, self.language, self.diff.found
        if self.account is None:
            pairs: Sequence[int] = diff.touched if self.everything else diff.touched[:TOP]
            came, gone = found.match.came, found.match.gone
        else:
            pair = diff.pair_of(self.account)
            pairs = () if pair is None else (pair,)
            came = tuple(
                p for p in found.match.came if found.after.portfolio.ids[p] == self.account
            )
            gone = tuple(
                p for p in found.match.gone if found.before.portfolio.ids[p] == self.account
            )
        for pair in pairs:
            new = found.match.pairs[pair][1]
            self.printer.gap()
            self.printer.say(self._name(new), "bold")
            said = found.words(pair, language)
            self.printer.indented(said or words.DIFF_UNMOVED(language))
            self._lines(self._cells(new), CELLS)
        if self.account is None and len(pairs) < len(diff.touched):
            self.printer.gap()
            more = words.MORE(language).format(count=len(diff.touched) - len(pairs))
            self.printer.say(f"{more} {words.VERBOSE(language)}")
        if came or gone:
            self.printer.gap()
        if came:
            names = [self._name(place) for place in came]
            self.printer.say(words.DIFF_CAME(language), "bold")
            self._lines(names, TOP)
        if gone:
            likely = {one.gone: one for one in diff.likely}
            self.printer.say(words.DIFF_GONE(language), "bold")
            self._lines([self._gone(place, likely.get(place)) for place in gone], TOP)

    def _cells(self, new: int) -> list[str]:
        diff, language = self.diff, self.language
        lines = []
        for edit in diff.inputs_of.get(new, ()):
            label = input_label(edit.key, diff.policies)(language)
            ends = (shown(worded(edit.key, value), language) for value in (edit.before, edit.after))
            lines.append(f"{label}: {' → '.join(ends)}")
        id_ = diff.found.after.portfolio.ids[new]
        return [*lines, *(self._plan(edit) for edit in diff.plans_of.get(id_, ()))]

    def _plan(self, edit: PlanEdit) -> str:
        language = self.language
        start = f"{edit.sheet}, {edit.section(language)}, “{edit.about}”"
        if edit.field is None:
            return f"{start}: {words.DIFF_LINES[edit.status](language)}"
        ends = " → ".join(shown(value, language) for value in (edit.before, edit.after))
        return f"{start}: {edit.field(language)}: {ends}"

    def _name(self, new: int) -> str:
        portfolio = self.diff.found.after.portfolio
        return f"{portfolio.names[new]} ({portfolio.ids[new]})"

    def _gone(self, old: int, likely: Likely | None) -> str:
        portfolio = self.diff.found.before.portfolio
        said = f"{portfolio.names[old]} ({portfolio.ids[old]})"
        if likely is None:
            return said
        hint = words.DIFF_MERGED if likely.merged else words.DIFF_RENUMBERED
        return f"{said}: {hint(self.language).format(account=self._name(likely.into))}"

    def _lines(self, lines: Sequence[str], most: int) -> None:
        listed = lines if self.everything else lines[:most]
        for line in listed:
            self.printer.indented(line)
        if len(listed) < len(lines):
            self.printer.indented(words.MORE(self.language).format(count=len(lines) - len(listed)))
