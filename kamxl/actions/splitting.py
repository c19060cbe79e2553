"""Divides a master into parts, one a person: who gets what, and what is remembered of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kamxl import __version__
from kamxl.actions.run import File, RunResult
from kamxl.actions.updating import known_inputs, language_of
from kamxl.cells import CellValue, address
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import TIERS, Policy
from kamxl.domain.portfolio import TEXT_COLUMNS
from kamxl.errors import InputError, UsageError
from kamxl.text import LANGUAGES
from kamxl.workbook import words
from kamxl.workbook.changing import BookPatch
from kamxl.workbook.forms.spec import FREE, section_of
from kamxl.workbook.handing.dividing import Group, groups, hidden_in
from kamxl.workbook.handing.forms import veiled
from kamxl.workbook.handing.part import MARK, Master, Terms
from kamxl.workbook.handing.rounds import Handed, Part, Round
from kamxl.workbook.handing.rounds import packed as packed_handed
from kamxl.workbook.handing.rounds import unpacked as unpacked_handed
from kamxl.workbook.handing.typed import CHECKS, PERSONS, Holding, account_behind, read_holding
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.plans.naming import CHECKLIST
from kamxl.workbook.plans.naming import STRATEGY as STRATEGY_UID
from kamxl.workbook.plans.reading import read_plans
from kamxl.workbook.reading.cells import label_key
from kamxl.workbook.schema import SCHEMA_VERSION
from kamxl.workbook.sheets import criteria_places
from kamxl.workbook.sheets.settings import LIMITS
from kamxl.workbook.state import State
from kamxl.workbook.state import packed as packed_state

TIER = "tier"
WITHOUT: Mapping[str, tuple[str, ...]] = {"persons": PERSONS}
MANIFEST_SCHEMA = 1
# What a file may not be called, and how much of a name it bears.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Options:
    """How a master is divided: by what column, how shared accounts go, what stays away."""

    by: str = "owner"
    first_only: bool = False
    due: dt.date | None = None
    shares: bool = True
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One part to be made: whose it is, its mark, the name of its file, its properties."""

    group: Group
    mark: str
    file: str
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Division:
    """How a master is divided: the pieces, who is left over, and what the master will remember."""

    master: Master
    terms: Terms
    pieces: tuple[Piece, ...]
    left: tuple[str, ...]
    round: Round
    handed: Handed
    memory: State

    def remembered(self, digests: Mapping[str, str]) -> BookPatch:
        """Return the change of the master, once the files are made: their digests by mark."""
        parts = tuple(replace(p, digest=digests[p.mark]) for p in self.round.parts)
        handed = self.handed.with_round(replace(self.round, parts=parts))
        state = replace(self.memory, handed=packed_handed(handed))
        return BookPatch(state=packed_state(state), language=self.memory.language)

    def manifest(self, digests: Mapping[str, str]) -> dict[str, Any]:
        """Return who got what, as plain data; without the marks, which only the parts know."""
        return {
            "schema": MANIFEST_SCHEMA,
            "day": self.round.day,
            "due": self.round.due or None,
            "by": self.round.by,
            "version": self.round.version,
            "layout": self.round.layout,
            "policy": self.round.policy,
            "without": list(self.round.without),
            "shares": self.terms.shares,
            "parts": [
                {
                    "owner": part.owner,
                    "file": part.file,
                    "sha256": digests.get(part.mark),
                    "accounts": list(part.accounts),
                    "shared": list(part.shared),
                }
                for part in self.round.parts
            ],
            "left_over": list(self.left),
        }


def split(
    found: RunResult, today: dt.date, options: Options, marks: Callable[[], str], stem: str
) -> Division:
    """Return how a master that was read is divided; `marks` gives each part a mark of its own.

    UsageError where there is nothing to divide by, a policy that a part could not keep, or the
    workbook is a part itself.
    """
    book, read = found.book, found.read
    if MARK in book.properties():
        raise UsageError(f"{book.name}: this is a part that was handed out; divide the master")
    if found.memory is None:
        raise UsageError(f"{book.name}: kamxl has never written this workbook; kamxl run it first")
    refuse_following(book, found)
    handed = unpacked_handed(found.memory.handed, book.name)
    inputs = known_inputs(found.inputs, found.memory, language_of(read))
    result = found.result
    if inputs.portfolio.scored.tolist() != result.portfolio.scored.tolist():
        result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    plans = read_plans(book, tuple(read.names.values()), found.memory.forms)
    holding = read_holding(read, plans, book.texts)
    values, by = column_of(options.by, inputs, result, holding)
    made, nobody = groups(values, inputs.portfolio.ids, first_only=options.first_only)
    if not made:
        raise UsageError(
            f"{book.name}: no account says its “{options.by}”, so there is nobody to hand out to"
        )
    without = tuple(key for name in options.without for key in WITHOUT[name])
    lines = _lines(holding, without)
    if not options.shares:
        lines = _without_shares(lines, result, holding)
    terms = Terms(
        today.isoformat(), options.due.isoformat() if options.due else "", options.shares, without
    )
    one = Round(
        day=terms.day,
        due=terms.due,
        by=by,
        policy=policy_digest(inputs.policy),
        layout=SCHEMA_VERSION,
        version=__version__,
        without=options.without,
        parts=(),
        values={
            key: typed.value
            for key, typed in holding.cells.items()
            if typed.value is not None and _handed(key.line, without)
        },
        lines=lines,
        headings=tuple(holding.headings),
        criteria=tuple(criterion.key for criterion in inputs.policy.criteria),
    )
    pieces, parts, taken = [], [], set[str]()
    for group in made:
        mark, file = marks(), _file(stem, group.owner, taken)
        ids = tuple(inputs.portfolio.ids[a] for a in group.accounts)
        parts.append(
            Part(
                mark,
                group.owner,
                ids,
                tuple(inputs.portfolio.ids[a] for a in group.shared),
                tuple(hidden_in(inputs.portfolio, frozenset(group.accounts))),
                file,
            )
        )
        about = {
            "kamxl_part_owner": group.owner,
            "kamxl_part_day": one.day,
            "kamxl_part_due": one.due or "–",
            "kamxl_part_policy": one.policy,
            "kamxl_part_accounts": str(len(ids)),
        }
        pieces.append(Piece(group, mark, file, about))
    ids_out = {id_ for part in parts for id_ in part.accounts}
    one = replace(
        one,
        parts=tuple(parts),
        values={key: value for key, value in one.values.items() if key.account in ids_out},
    )
    return Division(
        master=Master(inputs, result, plans, lines, _own(found, holding, inputs)),
        terms=terms,
        pieces=tuple(pieces),
        left=tuple(inputs.portfolio.ids[account] for account in nobody),
        round=one,
        handed=handed,
        memory=found.memory,
    )


def _handed(line: str, without: Sequence[str]) -> bool:
    return not line or section_of(line) not in without


def _lines(holding: Holding, without: Sequence[str]) -> dict[str, dict[str, dict[str, CellValue]]]:
    """Return the lines of forms that go out: those of sections left out stay with the master."""
    return {
        uid: {
            id_: values
            for id_, values in lines.items()
            # A spare row that nobody used is no line yet.
            if _handed(id_, without) and (values or FREE not in id_)
        }
        for uid, lines in holding.lines.items()
        if any(account_behind(uid, id_) for id_ in lines)
    }


def _without_shares(
    lines: dict[str, dict[str, dict[str, CellValue]]], result: Assessment, holding: Holding
) -> dict[str, dict[str, dict[str, CellValue]]]:
    """Return lines without shares; what went out is what comes back, so the base says it too."""
    columns = (result.share, result.disclosure_share, result.margin_share, result.group_share)
    shares = {
        id_: [float(column[account]) for column in columns if column[account] > 0]
        for account, id_ in enumerate(result.portfolio.ids)
    }
    made = veiled(lines, shares)
    for key, typed in holding.cells.items():
        uid = CHECKLIST if key.place == CHECKS else f"{STRATEGY_UID}{key.account}"
        if key.line and key.line in made.get(uid, {}):
            value = made[uid][key.line].get(key.field)
            if value != typed.value:
                holding.cells[key] = replace(typed, value=value)
    return made


def _own(found: RunResult, holding: Holding, inputs: Inputs) -> dict[str, Sequence[CellValue]]:
    """Return people's own columns as they stand, one value an account."""
    rows, cells = found.read.places.account_rows, found.read.accounts
    return {
        heading: [cells.cell(rows[account], column) for account in range(len(inputs.portfolio))]
        for heading, column in holding.headings.items()
    }


def policy_digest(policy: Policy) -> str:
    """Return what tells one policy from another."""
    return hashlib.sha256(repr(policy).encode()).hexdigest()[:16]


def column_of(
    by: str, inputs: Inputs, result: Assessment, holding: Holding
) -> tuple[Sequence[str], str]:
    """Return by whom or what accounts are divided, one text each, and the column's key.

    `by` is a key, a heading in either language, or that of a column of people's own.
    """
    wanted = label_key(by)
    if wanted in (TIER, label_key(words.RATING_COLUMNS["tier"].de)):
        return [TIERS[number - 1] if number else "" for number in result.tier.tolist()], TIER
    for key in TEXT_COLUMNS:
        label = words.ACCOUNT_COLUMNS[key]
        if wanted in (label_key(key), *(label_key(label(language)) for language in LANGUAGES)):
            chosen = words.CHOICES.get(key, {})
            return [
                chosen[text](inputs.language) if text in chosen else text
                for text in inputs.portfolio.text(key)
            ], key
    for heading in holding.headings:
        if label_key(heading) == wanted:
            cells = {
                key.account: typed.value
                for key, typed in holding.cells.items()
                if key.place == "own" and key.field == heading
            }
            return [_shown(cells.get(id_)) for id_ in inputs.portfolio.ids], heading
    raise UsageError(
        f"--by {by}: there is no such column; name {TIER}, a column of the sheet of accounts such "
        "as owner or region, or one of your own beside them"
    )


def _shown(value: CellValue) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def refuse_following(book: File, found: RunResult) -> None:
    """Raise InputError where a criterion or a setting follows the data by a formula of people's.

    A minimum, maximum or percentile of the whole is another one in a part: a part would score
    otherwise.
    """
    read = found.read
    cells = read.criteria.cells
    rows = {row: key for key, row in read.criteria.rows.items()}
    columns = {cells.columns[key] for key in criteria_places.TYPED if key in cells.columns}
    for (row, column), text in sorted(book.texts(cells.name).items()):
        if row in rows and column in columns:
            raise InputError(
                f"the criterion “{rows[row]}” follows the data by the formula {text}: a part "
                "would score its accounts otherwise than the master; put the number in its place",
                f"{book.name}!{cells.name}!{address(row, column)}",
            )
    name = read.names["settings"]
    values = {read.settings.rows[key]: key for key in LIMITS if key in read.settings.rows}
    for (row, column), text in sorted(book.texts(name).items()):
        if column == read.settings.value_column and row in values:
            raise InputError(
                f"the setting “{values[row]}” is a formula ({text}): a part could not keep it; put "
                "the number in its place",
                f"{book.name}!{name}!{address(row, column)}",
            )


def _file(stem: str, owner: str, taken: set[str]) -> str:
    """Return the name of a part's file: the master's and whose it is."""
    tidy = " ".join(FORBIDDEN.sub(" ", owner).split()).strip(". ")[:LONGEST_NAME] or "-"
    number = 1
    while True:
        name = f"{stem} - {tidy}{'' if number == 1 else f' {number}'}.xlsx"
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
        number += 1
