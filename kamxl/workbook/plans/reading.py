"""Checklists and strategy sheets of a filled workbook, found by their marks, not by their names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kamxl.cells import CellValue, Grid, from_serial
from kamxl.domain.plan_facts import (
    TEAMS,
    Contact,
    Goal,
    Need,
    PlanFacts,
    Service,
    Task,
)
from kamxl.text import LANGUAGES, Text
from kamxl.workbook.forms.memory import FormMemory
from kamxl.workbook.forms.reading import (
    OWNER,
    Filled,
    FilledForm,
    Remembered,
    read_form,
    same,
)
from kamxl.workbook.forms.spec import FREE, Form, Section, section_of
from kamxl.workbook.plans.checklist import decided
from kamxl.workbook.plans.checklist_sections import CANDIDATES, PART, part
from kamxl.workbook.plans.naming import (
    CHECKLIST,
    account_of,
    proposal_of,
    section_account,
    section_key,
)
from kamxl.workbook.plans.strategy_sections import QUESTIONS, SECTIONS, STATUS, YES_NO

# How Excel and LibreOffice call a copy: Plan Hotel (2), Plan Hotel_2.
COPY = re.compile(r"( \(\d+\)|_\d+)$")
# How far down the hidden row of marks may have moved.
ROWS_SEARCHED = 20
# By the key of a status, as the domain knows it.
STATUS_KEYS = ("open", "running", "done", "dropped")


class Readable(Protocol):
    """A workbook whose sheets can be read."""

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on."""
        ...

    def texts(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the text of every formula by row and column."""
        ...


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A form as it lies in a file: the name of its sheet, what it is, and its lines."""

    name: str
    form: Form
    filled: FilledForm
    remembered: Remembered = field(default_factory=dict)

    def facts(self, decisions: Mapping[str, str]) -> PlanFacts:
        """Return what people planned there; `decisions` are their answers on the checklist."""
        return _Plan(self).facts(decisions)

    def theirs(self, line: Filled) -> bool:
        """Return whether a person has touched a line: a proposal alone is nobody's word.

        Of a generated line's proposals only those tell that are remembered.
        """
        old = self.remembered.get(line.id, {})
        own = not line.id or FREE in line.id
        return any(
            not same(line.values.get(one.key), old.get(one.key))
            for one in self.form.section(line.section).fields
            if one.kind == "human" or (one.kind == "mixed" and (own or one.key in old))
        )


@dataclass(frozen=True, slots=True)
class Plans:
    """All forms of a workbook by uid; `copies` are other sheets that bear the uid of one.

    A copied sheet is a person's own: it is neither read nor changed. So is one whose hidden marks
    were damaged.
    """

    sheets: Mapping[str, PlanSheet] = field(default_factory=dict)
    copies: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def accounts(self) -> list[str]:
        """Return the accounts that have a strategy sheet, in the order of the sheets."""
        found = (account_of(uid) for uid in self.sheets)
        return [account for account in found if account is not None]

    def facts(self) -> dict[str, PlanFacts]:
        """Return what people planned and answered, by account."""
        answers = self._answers()
        return {
            account: there.facts(answers.get(account, {}))
            if (there := self.sheets.get(f"strategy {account}")) is not None
            else PlanFacts(decisions=answers.get(account, {}))
            for account in dict.fromkeys([*self.accounts(), *answers])
        }

    def _answers(self) -> dict[str, dict[str, str]]:
        checklist = self.sheets.get(CHECKLIST)
        found: dict[str, dict[str, str]] = {}
        for line in checklist.filled.lines if checklist else ():
            if line.section.startswith(PART) and FREE not in line.id and line.id:
                said = decided(_text(line.values.get("answer")))
                if said:
                    account = section_account(PART, line.section)
                    found.setdefault(account, {})[proposal_of(line.id)] = said
        return found


def unknown(_: str) -> PlanSheet | None:
    """Return a sheet that need not be read: none."""
    return None


def read_plans(
    source: Readable,
    ours: Collection[str],
    memory: Mapping[str, FormMemory],
    known: Callable[[str], PlanSheet | None] = unknown,
) -> Plans:
    """Return the forms of a workbook; `ours` are the names of its other sheets.

    `known` gives by its name a sheet that need not be read, because it is as it was.

    Of a sheet and its copies the one with the remembered name is kamxl's, else the first whose name
    does not read like a copy's.
    """
    bearing: dict[str, list[str]] = {}
    as_before: dict[str, PlanSheet] = {}
    for name in source.sheets():
        if name in ours:
            continue
        there = known(name)
        if there is not None:
            as_before[name] = there
        uid = uid_of(source.read(name)) if there is None else there.form.uid
        if uid is not None:
            bearing.setdefault(uid, []).append(name)
    found: dict[str, PlanSheet] = {}
    copies: dict[str, list[str]] = {}
    for uid, names in bearing.items():
        old = memory.get(uid, FormMemory())
        for name in sorted(names, key=lambda one: (one != old.sheet, bool(COPY.search(one)))):
            if uid not in found and name in as_before:
                found[uid] = as_before[name]
                continue
            grid = source.read(name)
            form = Form(uid, SECTIONS if account_of(uid) is not None else _checklist(grid), ())
            filled = None
            if uid not in found:
                filled = read_form(grid, form, old.lines, source.texts(name).keys())
            if filled is None:
                copies.setdefault(uid, []).append(name)
            else:
                found[uid] = PlanSheet(name, form, filled, old.lines)
    return Plans(found, copies)


def uid_of(grid: Grid) -> str | None:
    """Return the uid that a sheet carries in its hidden row, None where it is no form of ours."""
    for cells in grid[:ROWS_SEARCHED]:
        for value in cells:
            if isinstance(value, str) and value.startswith(OWNER):
                uid = value.removeprefix(OWNER)
                if uid == CHECKLIST or account_of(uid) is not None:
                    return uid
    return None


def _checklist(grid: Grid) -> tuple[Section, ...]:
    """Return the parts of the checklist that stand in a file, by the ids of its lines."""
    accounts: dict[str, None] = {}
    for cells in grid:
        for value in cells:
            if isinstance(value, str) and section_of(value).startswith(PART):
                key = section_of(value)
                account = section_account(PART, key)
                if account and section_key(PART, account) == key and "." in value:
                    accounts.setdefault(account)
            if value not in (None, ""):
                break
    return (CANDIDATES, *(part(account, "") for account in accounts))


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def day_of(value: CellValue) -> dt.date | None:
    """Return a cell as a day, None where it is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value < 2958466:
        return from_serial(value)
    return None


def _number(value: CellValue) -> float | None:
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if known else None  # type: ignore[arg-type]


def _one_of(value: CellValue, words: tuple[Text, ...], keys: tuple[str, ...]) -> str:
    tidy = " ".join(_text(value).split()).casefold()
    for word, key in zip(words, keys, strict=True):
        if tidy and tidy in [word(language).casefold() for language in LANGUAGES]:
            return key
    return ""


class _Plan:
    """What people wrote on one strategy sheet, as the domain wants it."""

    def __init__(self, sheet: PlanSheet) -> None:
        self.lines: dict[str, list[Filled]] = {}
        for line in sheet.filled.lines:
            if sheet.theirs(line):
                self.lines.setdefault(line.section, []).append(line)

    def of(self, section: str, *wanted: str) -> Iterator[Filled]:
        """Yield the lines of a section in which one of some fields is filled."""
        for line in self.lines.get(section, []):
            if any(_text(line.values.get(key)) for key in wanted):
                yield line

    def answer(self, section: str, key: str) -> str | None:
        for line in self.lines.get(section, []):
            if proposal_of(line.id) == key:
                return _text(line.values.get("answer")) or None
        return None

    def facts(self, decisions: Mapping[str, str]) -> PlanFacts:
        profile = {key: self.answer("profile", key) for key in QUESTIONS["profile"]}
        charter = tuple(self.answer("charter", key) or "" for key in QUESTIONS["charter"])
        return PlanFacts(
            goals=tuple(self.goals()) or None,
            team=self.team(),
            services=tuple(self.services()) or None,
            contacts=tuple(self.contacts()) or None,
            last_contact=max(self.meetings(), default=None),
            needs=tuple(self.needs()) or None,
            tasks=tuple(self.tasks()) or None,
            kpis=tuple(proposal_of(line.id) for line in self.of("kpis", "target")) or None,
            offers=int(bool(profile["offer"])) if profile["offer"] else None,
            benefits=len(list(self.of("loyalty", "until", "status", "cost"))) or None,
            business=profile["business"],
            objectives=profile["goals"],
            customer_needs=profile["needs"],
            challenges=profile["challenges"],
            purchasing=profile["buying"],
            long_benefit=profile["benefit"],
            charter=charter if any(charter) else None,
            decisions=decisions,
        )

    def goals(self) -> Iterator[Goal]:
        for line in self.of("goals", "goal", "how", "what", "decided", "informed"):
            values = line.values
            yield Goal(
                id=_text(values.get("goal")) or line.id,
                text=_text(values.get("goal")),
                how=_text(values.get("how")),
                why=_text(values.get("why")),
                what=_text(values.get("what")),
                benefit_us=_text(values.get("ours")),
                benefit_customer=_text(values.get("theirs")),
                due=day_of(values.get("due")),
                decided=day_of(values.get("decided")),
                informed=day_of(values.get("informed")),
            )

    def team(self) -> dict[str, str] | None:
        named = dict.fromkeys(TEAMS, "")
        for line in self.lines.get("team", []):
            key = proposal_of(line.id)
            if key in named:
                named[key] = _text(line.values.get("name"))
        return named if any(named.values()) else None

    def services(self) -> Iterator[Service]:
        for line in self.of("services", "service", "standard", "process"):
            known = _one_of(line.values.get("known"), YES_NO, ("yes", "no"))
            yield Service(
                text=_text(line.values.get("service")),
                standard=_text(line.values.get("standard")),
                process=_text(line.values.get("process")),
                known={"yes": True, "no": False}.get(known),
            )

    def contacts(self) -> Iterator[Contact]:
        for line in self.of("contacts", "name"):
            values = line.values
            yield Contact(
                name=_text(values.get("name")),
                role=_text(values.get("role")),
                influence=_number(values.get("influence")),
                attitude=_number(values.get("attitude")),
                ours=_text(values.get("ours")),
                last_contact=day_of(values.get("last")),
            )

    def meetings(self) -> Iterator[dt.date]:
        for line in self.lines.get("reviews", []):
            day = day_of(line.values.get("day"))
            if day is not None:
                yield day

    def needs(self) -> Iterator[Need]:
        for line in self.of("needs", "need", "problem"):
            values = line.values
            status = _one_of(values.get("status"), STATUS, STATUS_KEYS)
            yield Need(
                id=_text(values.get("need")) or line.id,
                text=_text(values.get("need")) or _text(values.get("problem")),
                trigger=day_of(values.get("due")),
                value=_number(values.get("value")),
                solution=_text(values.get("solution")),
                goal=_text(values.get("goal")),
                met=status in ("done", "dropped"),
            )

    def tasks(self) -> Iterator[Task]:
        for line in self.of("actions", "action"):
            values = line.values
            yield Task(
                id=line.id,
                text=_text(values.get("action")),
                owner=_text(values.get("owner")),
                due=day_of(values.get("due")),
                status=_one_of(values.get("status"), STATUS, STATUS_KEYS) or "open",
                goal=_text(values.get("goal")),
                need=_text(values.get("need")),
                source=_text(values.get("origin")),
            )
