"""What a master remembers of what it handed out: the base of the merge, and who got what.

Nothing that a returned file says of itself is taken for true: its mark only tells which of these
parts it is, and what it may speak of stands here.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kamxl.cells import CellValue
from kamxl.errors import InputError
from kamxl.workbook.handing.merging import Known, Open
from kamxl.workbook.handing.typed import Key

SCHEMA = 1
# So many rounds of handing out are remembered: returns of older ones are too old.
ROUNDS = 4
MOST_BYTES = 512 * 2**20
LineBase = Mapping[str, Mapping[str, Mapping[str, CellValue]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its mark, whose it is, and the accounts in it (`shared` are others' too).

    `hidden` are texts, by id and column, that were left out since they name other accounts.
    """

    mark: str
    owner: str
    accounts: tuple[str, ...]
    shared: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    file: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One handing out: its day, until when it is to be back, its parts, and what they held.

    `values` are typed cells that were not blank; `lines` all fields of the lines of forms, by uid
    and id; `without` what was left out; `policy` tells one policy from another, `criteria` are the
    keys of its criteria in their order.
    """

    day: str
    due: str
    by: str
    policy: str
    layout: int
    version: str
    without: tuple[str, ...]
    parts: tuple[Part, ...]
    values: Mapping[Key, CellValue] = field(default_factory=dict)
    lines: LineBase = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    def base(self, part: Part, key: Key) -> CellValue:
        """Return what a cell held when a part was handed out."""
        if (key.account, key.field) in part.hidden:
            return None
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class Return:
    """A file that came back: what it is, when it was first read, and what came of it."""

    digest: str
    mark: str
    file: str
    day: str
    owner: str
    taken: int = 0
    conflicts: int = 0
    invalid: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Handed:
    """All rounds, newest first, the files that came back, and what the merge knows by now."""

    rounds: tuple[Round, ...] = ()
    returns: tuple[Return, ...] = ()
    known: Known = field(default_factory=Known)

    def part(self, mark: str) -> tuple[Round, Part] | None:
        """Return a part by its mark, None where this master never handed it out."""
        for one in self.rounds:
            for part in one.parts:
                if part.mark == mark:
                    return one, part
        return None

    def with_round(self, new: Round) -> Handed:
        """Return this with a new round; the oldest ones are forgotten."""
        return replace(self, rounds=(new, *self.rounds)[:ROUNDS])


def packed(handed: Handed) -> str:
    """Return it as a text, the same one for the same content."""
    told = {
        "schema": SCHEMA,
        "rounds": [_round(one) for one in handed.rounds],
        "returns": [
            [r.digest, r.mark, r.file, r.day, r.owner, r.taken, r.conflicts, r.invalid, r.rows]
            for r in handed.returns
        ],
        "done": sorted(handed.known.done),
        "open": [_open(one) for one in handed.known.open],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def unpacked(text: str, file: str) -> Handed:
    """Return it from a text; InputError where it is damaged or a newer kamxl's."""
    if not text:
        return Handed()
    try:
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(base64.b64decode(text), MOST_BYTES)
        if unpacking.unconsumed_tail:
            raise ValueError
        told = json.loads(plain)
        if int(told["schema"]) > SCHEMA:
            raise InputError("a newer kamxl handed parts of this workbook out; update kamxl", file)
        return Handed(
            tuple(_round_of(one) for one in told["rounds"]),
            tuple(Return(*one) for one in told["returns"]),
            Known(
                frozenset(map(str, told["done"])),
                tuple(Open(Key(*one[0]), *one[1:]) for one in told["open"]),
            ),
        )
    except (ValueError, KeyError, TypeError, zlib.error):
        raise InputError(
            "what the workbook remembers of its parts is damaged; take the backup beside it", file
        ) from None


def _open(one: Open) -> list[Any]:
    return [
        list(one.key), one.kind, one.base, one.theirs, one.mark, one.owner, one.file, one.day,
        one.content,
    ]  # fmt: skip


def _round(one: Round) -> dict[str, Any]:
    values: dict[str, list[list[Any]]] = {}
    for key, value in one.values.items():
        values.setdefault(key.account, []).append([key.place, key.line, key.field, value])
    return {
        "day": one.day,
        "due": one.due,
        "by": one.by,
        "policy": one.policy,
        "layout": one.layout,
        "version": one.version,
        "without": list(one.without),
        "parts": [
            [p.mark, p.owner, list(p.accounts), list(p.shared), [list(h) for h in p.hidden],
             p.file, p.digest]
            for p in one.parts
        ],
        "values": values,
        "lines": one.lines,
        "headings": list(one.headings),
        "criteria": list(one.criteria),
    }  # fmt: skip


def _round_of(told: Mapping[str, Any]) -> Round:
    parts: Sequence[Any] = told["parts"]
    return Round(
        day=str(told["day"]),
        due=str(told["due"]),
        by=str(told["by"]),
        policy=str(told["policy"]),
        layout=int(told["layout"]),
        version=str(told["version"]),
        without=tuple(told["without"]),
        parts=tuple(
            Part(
                mark, owner, tuple(accounts), tuple(shared),
                tuple((id_, column) for id_, column in hidden), file, digest,
            )
            for mark, owner, accounts, shared, hidden, file, digest in parts
        ),
        values={
            Key(account, place, line, name): value
            for account, cells in told["values"].items()
            for place, line, name, value in cells
        },
        lines=told["lines"],
        headings=tuple(told["headings"]),
        criteria=tuple(told["criteria"]),
    )  # fmt: skip
