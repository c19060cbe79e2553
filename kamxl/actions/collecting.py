"""Takes in what came back of the parts that were handed out: reads, merges, and says what came."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from kamxl.actions.run import File, RunResult, known_criteria
from kamxl.actions.splitting import policy_digest
from kamxl.actions.updating import language_of
from kamxl.cells import CellValue, from_serial
from kamxl.errors import KamxlError, UsageError
from kamxl.findings import Finding, gravest_first
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.changing import Added, BookPatch, SheetPatch
from kamxl.workbook.forms.spec import Field
from kamxl.workbook.handing import listed
from kamxl.workbook.handing.applying import Target, form_uid, holds, patches, written
from kamxl.workbook.handing.merging import Claim, Line, Open, Outcome, merge
from kamxl.workbook.handing.returning import (
    Said,
    fields_of,
    mark_of,
    memory_of,
    said_by,
    section_of_place,
)
from kamxl.workbook.handing.rounds import Handed, Return, Round
from kamxl.workbook.handing.rounds import packed as packed_handed
from kamxl.workbook.handing.rounds import unpacked as unpacked_handed
from kamxl.workbook.handing.typed import Holding, Key, is_date, label_of, read_holding
from kamxl.workbook.plans.naming import sheet_name
from kamxl.workbook.plans.reading import Plans, read_plans
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.state import packed as packed_state
from kamxl.workbook.upgrades.steps import schema_of

# What may go wrong in a file that somebody made to go wrong: the file is named, others go on.
FAULTS = (
    KamxlError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError,
    EOFError, RuntimeError, SyntaxError, MemoryError,
)  # fmt: skip
NOBODY = Text("–", "–")


class Opened(Protocol):
    """A returned file that is opened when it is asked for."""

    def __call__(self) -> File:
        """Return the file; InputError where it cannot be used."""
        ...


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: its name, its digest, how it is opened, and what is odd about it.

    `odd` are codes of findings about the package: macros, links to elsewhere.
    """

    file: str
    digest: str
    open: Opened
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one part: whose it is, and when it came back, "" where it is missing."""

    owner: str
    file: str
    accounts: int
    returned: str
    overdue: bool


@dataclass(frozen=True)
class Collected:
    """What becomes of a master: the change, and what is to be said about it."""

    patch: BookPatch
    outcome: Outcome
    said: tuple[Said, ...]
    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]
    returns: tuple[Return, ...]
    due: str

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much came back, was taken, is open, could not be used."""
        return {
            "returned": sum(bool(one.returned) for one in self.standings),
            "parts": len(self.standings),
            "taken": len(self.outcome.taken) + len(self.outcome.removed),
            "rows": len(self.outcome.added),
            "conflicts": len(self.outcome.open),
            "invalid": sum(one.invalid for one in self.said),
            "unchanged": self.outcome.unchanged,
        }


def handed_of(found: RunResult) -> Handed:
    """Return what a master remembers of its parts; UsageError where it handed nothing out."""
    handed = unpacked_handed(found.memory.handed if found.memory else "", found.book.name)
    if not handed.rounds:
        raise UsageError(
            f"{found.book.name}: nothing was handed out of this workbook (kamxl split), so there "
            "is nothing to hold returns against"
        )
    return handed


def standings(handed: Handed, today: dt.date) -> tuple[Standing, ...]:
    """Return how it stands with the parts of the latest round."""
    one = handed.rounds[0]
    days: dict[str, str] = {}
    for back in handed.returns:
        days[back.mark] = min(back.day, days.get(back.mark, back.day))
    late = bool(one.due) and one.due < today.isoformat()
    return tuple(
        Standing(
            part.owner, part.file, len(part.accounts), days.get(part.mark, ""),
            late and part.mark not in days,
        )
        for part in one.parts
    )  # fmt: skip


def collect(found: RunResult, returned: Iterable[Returned], today: dt.date) -> Collected:
    """Return what becomes of a master that was read when files come back.

    What cannot be used of a file is a finding; the rest of it, and the others, are taken in.
    """
    return _Collection(found, today).collect(returned)


class _Collection:
    def __init__(self, found: RunResult, today: dt.date) -> None:
        self.found, self.today = found, today
        self.handed = handed_of(found)
        self.language: Language = language_of(found.read)
        forms = found.memory.forms if found.memory else {}
        self.plans: Plans = read_plans(found.book, tuple(found.read.names.values()), forms)
        self.holding: Holding = read_holding(found.read, self.plans, found.book.texts)
        self.target = Target(found.read, self.plans, self.holding, self.language)
        self.fields = fields_of(self.plans)
        self.findings: list[Finding] = []

    def collect(self, returned: Iterable[Returned]) -> Collected:
        conflicts = listed.read_listing(self.found.book, listed.CONFLICTS)
        choices, wrong = listed.choices_in(conflicts)
        for place, value in wrong:
            self._note("H-CHOICE", {"value": value}, place)
        files = {one.digest: one for one in sorted(returned, key=lambda r: (r.digest, r.file))}
        said = [self._read(one) for one in sorted(files.values(), key=lambda r: r.file)]
        for one in said:
            self.findings += one.findings
        outcome = merge(
            self._placed(claim for one in said for claim in one.claims),
            self.holding.value,
            lines=self._fitting(line for one in said for line in one.lines),
            held=lambda line: holds(self.target, line),
            gone=[gone for one in said for gone in one.gone],
            there=lambda gone: gone.line
            in self.holding.lines.get(form_uid(gone.account, gone.place), {}),
            known=self.handed.known,
            choices=choices,
            computed=self._computed,
        )  # fmt: skip
        handed = replace(self.handed, returns=self._returns(said, outcome), known=outcome.known)
        patch = self._patch(handed, said, outcome, conflicts)
        return Collected(
            patch,
            outcome,
            tuple(said),
            gravest_first(self.findings),
            standings(handed, self.today),
            handed.returns,
            handed.rounds[0].due,
        )

    def _computed(self, key: Key) -> bool:
        return key in self.holding.cells and bool(self.holding.cells[key].formula)

    # ------------------------------------------------------------ reading

    def _read(self, one: Returned) -> Said:
        said = Said(one.file, one.digest, day=self.today.isoformat())
        for code in one.odd:
            said.findings.append(Finding(code, {"file": one.file}, place=one.file))
        try:
            book = one.open()
            mark = mark_of(book.properties(), (book.read(name) for name in book.sheets()))
            known = self.handed.part(mark)
            if known is None:
                said.findings.append(Finding("H-UNKNOWN", {"file": one.file}, place=one.file))
                return said
            return self._compare(said, book, *known)
        except FAULTS as fault:
            why = str(fault) if isinstance(fault, KamxlError) else type(fault).__name__
            values: dict[str, str | int | Text] = {"file": one.file, "why": why}
            fresh = Said(one.file, one.digest, day=said.day)
            fresh.findings = [
                *(f for f in said.findings if f.code in one.odd),
                Finding("H-UNREADABLE", values, place=one.file),
            ]
            return fresh

    def _compare(self, said: Said, book: File, round_: Round, part: Any) -> Said:
        schema_of(book)
        said.mark, said.owner = part.mark, part.owner
        policy = self.found.inputs.policy
        read = read_book(book, known_criteria(), self.today)
        wanted = {key: slot for slot, key in enumerate(round_.criteria)}
        if read.criteria.slots != wanted:
            # The columns of the ratings mean what they meant when they were handed out.
            read = self._under(book, wanted, said)
        elif _judging(read.inputs.policy) != _judging(policy):
            said.findings.append(Finding("H-SETTINGS", {"file": said.file}, place=said.file))
        if round_.policy != policy_digest(policy):
            values: dict[str, str | int | Text] = {"file": said.file, "day": round_.day}
            said.findings.append(Finding("H-POLICY", values, place=said.file))
        plans = read_plans(book, tuple(read.names.values()), memory_of(round_))
        holding = read_holding(read, plans, book.texts)
        return said_by(said, round_, part, holding, plans, policy, self.holding.names)

    def _under(self, book: File, slots: Mapping[str, int], said: Said) -> Any:
        said.findings.append(Finding("H-SETTINGS", {"file": said.file}, place=said.file))
        read = read_book(book, known_criteria(), self.today)
        read.criteria.slots.clear()
        read.criteria.slots.update(slots)
        return read

    # ------------------------------------------------------------ what finds a place

    def _placed(self, claims: Iterable[Claim]) -> Iterable[Claim]:
        for claim in claims:
            if claim.base == claim.theirs or self.target.has_place(claim.key):
                yield claim
            else:
                self._homeless(claim.key.account, str(claim.theirs), claim.file)

    def _fitting(self, lines: Iterable[Line]) -> Iterable[Line]:
        for line in lines:
            there = self.plans.sheets.get(form_uid(line.account, line.place))
            if there and any(one.key == line.section for one in there.form.sections):
                yield line
            else:
                said = "; ".join(str(value) for _, value in line.values)
                self._homeless(line.account, said, line.file)

    def _homeless(self, account: str, value: str, file: str) -> None:
        self._note("H-PLACE", {"account": account, "value": value[:80], "file": file}, file)

    def _note(self, code: str, values: Mapping[str, str | int | Text], place: str) -> None:
        self.findings.append(Finding(code, values, place=place))

    # ------------------------------------------------------------ what is written

    def _returns(self, said: Sequence[Said], outcome: Outcome) -> tuple[Return, ...]:
        known = {one.digest for one in self.handed.returns}
        taken = Counter(one.file for one in outcome.taken)
        rows = Counter(one.file for one in outcome.added)
        open_ = Counter(one.file for one in outcome.open)
        fresh = [
            Return(
                one.digest, one.mark, one.file, one.day, one.owner, taken[one.file],
                open_[one.file], one.invalid, rows[one.file],
            )
            for one in said
            if one.mark and one.digest not in known
        ]  # fmt: skip
        return (*self.handed.returns, *fresh)

    def _patch(
        self,
        handed: Handed,
        said: Sequence[Said],
        outcome: Outcome,
        conflicts: listed.There | None,
    ) -> BookPatch:
        sheets = patches(self.target, outcome.taken, outcome.added, outcome.removed, self._field)
        log = listed.read_listing(self.found.book, listed.LOG)
        added: list[Added] = []
        names: dict[str, str] = {}
        taken = list(self.found.book.sheets())
        for listing, there, rows in (
            (listed.CONFLICTS, conflicts, self._conflicts(conflicts, outcome)),
            (listed.LOG, log, self._log(log, said, handed)),
        ):
            if there is not None:
                edits = listed.edits_of(listing, there, rows)
                sheets += [SheetPatch(there.name, edits)] if edits else []
            elif rows.values:
                name = sheet_name(listing.name(self.language), taken)
                taken.append(name)
                sheet = listed.sheet_of(listing, rows, self.language, name)
                added.append(Added(sheet, ""))
                names |= listed.name_of(listing, name)
        packed = packed_handed(handed)
        memory = self.found.memory
        state = None
        if memory is not None and packed != memory.handed:
            state = packed_state(replace(memory, handed=packed))
        return BookPatch(
            sheets=sheets, added=added, names=names, state=state, language=self.language
        )

    def _field(self, key: Key) -> Field | None:
        return self.fields.get((key.place, section_of_place(key.place, key.line), key.field))

    def _conflicts(self, there: listed.There | None, outcome: Outcome) -> listed.Rows:
        rows = listed.Rows()
        now = {one.key: one.new for one in outcome.taken}
        for one in outcome.open:
            rows.values[one.id] = self._row(one, now)
        for id_ in there.rows if there else ():
            if id_ in rows.values:
                continue
            assert there is not None
            kept = {key: there.value(id_, key) for key in listed.CONFLICTS.columns}
            if kept["done"] is None:
                choice = outcome.decided.get(id_)
                said = listed.CHOICES[choice] if choice else SETTLED
                kept["done"] = f"{said(self.language)}, {self.today.isoformat()}"
            rows.values[id_] = kept
        if there is not None:
            known = [id_ for id_ in there.rows if id_ in rows.values]
            fresh = [id_ for id_ in rows.values if id_ not in there.rows]
            rows.values = {id_: rows.values[id_] for id_ in (*known, *fresh)}
        return rows

    def _row(self, one: Open, now: Mapping[Key, CellValue]) -> dict[str, CellValue]:
        key = one.key
        field_ = self._field(key)
        criteria = {c.key: c.name for c in self.found.inputs.policy.criteria}
        labels = {(place, name): one.label for (_, place, name), one in self.fields.items()}
        stands = self.holding.cells.get(key)
        row = one.kind == "row"
        label = WHOLE if row else label_of(key, criteria, labels)

        def shown(value: CellValue) -> CellValue:
            if isinstance(value, float) and is_date(key, field_) and 1 <= value < 2958466:
                return from_serial(value).isoformat()
            return written(key, value, self.language)

        return {
            "account": key.account,
            "name": self.holding.names.get(key.account, ""),
            "where": stands.sheet if stands else self._sheet(key),
            "field": label(self.language),
            "line": self._line(key),
            "base": shown(one.base),
            "master": shown(now.get(key, self.holding.value(key))),
            "theirs": REMOVED(self.language) if row else shown(one.theirs),
            "who": one.owner,
            "file": one.file,
            "since": one.day,
        }  # fmt: skip

    def _sheet(self, key: Key) -> str:
        there = self.plans.sheets.get(form_uid(key.account, key.place)) if key.line else None
        if there is not None:
            return there.name
        name = "accounts" if key.place not in words.SHEETS else key.place
        return self.found.read.names.get(name, "")

    def _line(self, key: Key) -> str | None:
        """Return the first text of a line, by which people know it."""
        if not key.line:
            return None
        values = self.holding.lines.get(form_uid(key.account, key.place), {}).get(key.line, {})
        return next((v for v in values.values() if isinstance(v, str)), key.line)[:200]

    def _log(self, there: listed.There | None, said: Sequence[Said], handed: Handed) -> listed.Rows:
        """Return the rows of files that are not logged yet: one a file, one a finding."""
        rows = listed.Rows()
        backs = {one.digest: one for one in handed.returns}
        for one in said:
            if there and one.digest in there.rows:
                continue
            back = backs.get(one.digest)
            rows.values[one.digest] = {
                "day": one.day,
                "file": one.file,
                "owner": one.owner or NOBODY(self.language),
                "taken": back.taken if back else None,
                "rows": back.rows if back else None,
                "conflicts": back.conflicts if back else None,
                "invalid": back.invalid if back else None,
            }
            for number, finding in enumerate(one.findings, start=1):
                rows.values[f"{one.digest}.{number}"] = {
                    "day": one.day,
                    "file": one.file,
                    "owner": one.owner or NOBODY(self.language),
                    "text": finding.text(self.language),
                    "place": finding.place,
                }
        return rows


SETTLED = Text("settled", "erledigt")
WHOLE = Text("the whole line", "die ganze Zeile")
REMOVED = Text("removed", "entfernt")


def _judging(policy: Any) -> object:
    return [(c.key, c.weight, c.direction, c.active, c.bands) for c in policy.criteria]
