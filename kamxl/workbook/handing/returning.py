"""What one returned file says, held against what was handed out: claims, lines, what is wrong.

The mark in a file only tells which part it is; what it may speak of stands with the master.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kamxl.cells import Grid, address
from kamxl.domain.policy import Policy
from kamxl.findings import Finding
from kamxl.text import Text
from kamxl.workbook.forms.memory import FormMemory
from kamxl.workbook.forms.reading import same
from kamxl.workbook.forms.spec import Field, section_of
from kamxl.workbook.handing.merging import Claim, Gone, Line
from kamxl.workbook.handing.part import MARK, MARKED
from kamxl.workbook.handing.rounds import Part, Round
from kamxl.workbook.handing.typed import (
    CHECKS,
    OWN,
    STRATEGY,
    Holding,
    Key,
    Typed,
    account_behind,
)
from kamxl.workbook.handing.validating import flaw
from kamxl.workbook.plans.naming import CHECKLIST
from kamxl.workbook.plans.reading import Plans

# How far down the hidden cell with the mark may have moved.
ROWS_SEARCHED = 12
# More columns of their own than this are no notes.
MOST_COLUMNS = 40


@dataclass(slots=True)
class Said:
    """What a returned file says: claims about cells, new lines, lines that are gone, findings.

    `invalid` counts cells that could not be used; the others of the file are.
    """

    file: str
    digest: str
    mark: str = ""
    owner: str = ""
    day: str = ""
    claims: list[Claim] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    invalid: int = 0


def mark_of(properties: Mapping[str, str], grids: Iterator[Grid]) -> str:
    """Return the mark of a part, "" where there is none; programs may have lost the property."""
    found = properties.get(MARK, "").strip()
    if found:
        return found
    for grid in grids:
        for cells in grid[:ROWS_SEARCHED]:
            for value in cells[:4]:
                if isinstance(value, str) and value.startswith(MARKED):
                    return value.removeprefix(MARKED).strip()
    return ""


def memory_of(one: Round) -> dict[str, FormMemory]:
    """Return what a part's forms were laid out with: by it lines are found again."""
    return {uid: FormMemory(lines=lines) for uid, lines in one.lines.items()}


def said_by(
    said: Said,
    one: Round,
    part: Part,
    holding: Holding,
    plans: Plans,
    policy: Policy,
    ids: Collection[str],
) -> Said:
    """Fill in what a return says; `ids` are the master's accounts."""
    _Comparison(said, one, part, holding, plans, policy, ids).compare()
    return said


class _Comparison:
    def __init__(
        self,
        said: Said,
        one: Round,
        part: Part,
        holding: Holding,
        plans: Plans,
        policy: Policy,
        ids: Collection[str],
    ) -> None:
        self.said, self.one, self.part, self.holding = said, one, part, holding
        self.plans, self.policy, self.ids = plans, policy, frozenset(ids)
        self.accounts = frozenset(part.accounts)
        self.fields = fields_of(plans)

    def compare(self) -> None:
        self._strangers()
        columns = {key.field for key in self.holding.cells if key.place == OWN}
        too_many = len(columns - set(self.one.headings)) > MOST_COLUMNS
        if too_many:
            self._note("H-COLUMNS", {"count": len(columns)})
        fresh: dict[tuple[str, str, str], dict[str, Typed]] = {}
        for key, typed in self.holding.cells.items():
            if key.account not in self.accounts:
                continue
            if key.place == OWN and too_many and key.field not in self.one.headings:
                continue
            if key.line and not self._known(key):
                fresh.setdefault((key.account, key.place, key.line), {})[key.field] = typed
            else:
                self._cell(key, typed)
        for (account, place, line), fields in fresh.items():
            self._line(account, place, line, fields)
        self._gone()

    def _known(self, key: Key) -> bool:
        return key.line in self.one.lines.get(_uid(key), {})

    def _cell(self, key: Key, typed: Typed) -> None:
        base = self.one.base(self.part, key)
        if same(base, typed.value) or self._usable(key, typed):
            self.said.claims.append(self._claim(key, base, typed))

    def _claim(self, key: Key, base: object, typed: Typed) -> Claim:
        said = self.said
        return Claim(
            key, base, typed.value, said.mark, said.owner, said.file, said.day  # type: ignore[arg-type]
        )  # fmt: skip

    def _usable(self, key: Key, typed: Typed) -> bool:
        field_ = self.fields.get((key.place, _section(key), key.field))
        why = flaw(key, typed.value, self.policy, field_)
        if why is not None:
            self.said.invalid += 1
            is_number = isinstance(typed.value, float)
            value = f"{typed.value:.15g}" if is_number else str(typed.value)[:60]
            self._note("H-INVALID", {"account": key.account, "value": value, "why": why}, typed)
            return False
        if typed.formula:
            self._note("H-FORMULA", {"account": key.account}, typed)
        return True

    def _line(self, account: str, place: str, line: str, fields: Mapping[str, Typed]) -> None:
        values = []
        for name, typed in sorted(fields.items()):
            key = Key(account, place, line, name)
            if typed.value is not None and self._usable(key, typed):
                values.append((name, typed.value))
        if values:
            said = self.said
            section = section_of(line)
            self.said.lines.append(
                Line(account, place, section, tuple(values), said.owner, said.file)
            )

    def _gone(self) -> None:
        """Note lines that they removed, and accounts that are not there any more."""
        missing = [id_ for id_ in self.part.accounts if id_ not in self.holding.names]
        if missing:
            self._note("H-MISSING", {"count": len(missing), "first": missing[0]})
        for uid, lines in self.one.lines.items():
            there = self.plans.sheets.get(uid)
            mine = {
                id_: account
                for id_ in lines
                if (account := account_behind(uid, id_)) in self.accounts
            }
            if there is None:
                if mine and uid != CHECKLIST:
                    self._note("H-SHEET", {"account": str(next(iter(mine.values())))})
                continue
            known = self.holding.lines.get(uid, {}).keys() | there.filled.unplaced
            for id_, account in mine.items():
                place = CHECKS if uid == CHECKLIST else STRATEGY
                typed = any(
                    (place, section_of_place(place, id_), name) in self.fields
                    and self.fields[place, section_of_place(place, id_), name].kind != "computed"
                    for name in lines[id_]
                )
                if id_ not in known and typed and account is not None:
                    said = self.said
                    self.said.gone.append(
                        Gone(account, place, id_, said.mark, said.owner, said.file, said.day)
                    )

    def _strangers(self) -> None:
        """Name accounts that this part was not given, where anything stands in their rows."""
        foreign: dict[str, Typed] = {}
        for key, typed in self.holding.cells.items():
            if key.account not in self.accounts and typed.value is not None:
                foreign.setdefault(key.account, typed)
        for id_, typed in foreign.items():
            code = "H-FOREIGN" if id_ in self.ids else "H-NEW"
            self._note(code, {"account": id_}, typed)
        if self.holding.twice:
            id_, _ = self.holding.twice[0]
            self._note("H-TWICE", {"count": len(self.holding.twice), "account": id_})

    def _note(
        self, code: str, values: Mapping[str, str | int | Text], typed: Typed | None = None
    ) -> None:
        place = self.said.file
        if typed is not None:
            place = f"{place}!{typed.sheet}!{address(typed.row, typed.column)}"
        values = {**values, "file": self.said.file}
        self.said.findings.append(Finding(code, values, place=place))


def _uid(key: Key) -> str:
    return CHECKLIST if key.place == CHECKS else f"strategy {key.account}"


def _section(key: Key) -> str:
    return section_of_place(key.place, key.line)


def section_of_place(place: str, line: str) -> str:
    """Return the key of a line's section; the parts of the checklist are alike."""
    section = section_of(line)
    return "q" if place == CHECKS and section != "candidates" else section


def fields_of(plans: Plans) -> dict[tuple[str, str, str], Field]:
    """Return the fields of all forms, by place, section and key."""
    made: dict[tuple[str, str, str], Field] = {}
    for uid, sheet in plans.sheets.items():
        place = CHECKS if uid == CHECKLIST else STRATEGY
        for section in sheet.form.sections:
            key = section.key if place == STRATEGY or section.key == "candidates" else "q"
            for one in section.fields:
                made.setdefault((place, key, one.key), one)
    return made
