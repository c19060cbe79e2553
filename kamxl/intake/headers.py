"""Find the row of headers and say which column is what; `--map` goes before what is recognised."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from kamxl.domain.policy import Criterion
from kamxl.errors import InputError, UsageError
from kamxl.findings import Finding
from kamxl.intake.aliases import (
    ACCOUNT_KEYS,
    BY_NAME,
    INVOICE_KEYS,
    KEYS,
    RATING,
    UNITS,
    WRITTEN,
    YEAR_WORDS,
    YEARLY,
    joined,
)
from kamxl.intake.mapping import Column, Mapping, TableKind
from kamxl.intake.notes import Notes
from kamxl.intake.numbers import number_readings
from kamxl.intake.raw import RawTable
from kamxl.intake.stacked import stacked
from kamxl.intake.texts import COMPARED, as_text, fold
from kamxl.text import Text

SEARCHED_ROWS = 50
NEEDED_HEADERS = 2
NEAR = 0.84
# So many strange headers are looked up for what may be meant; a table of ours has fewer.
SUGGESTED = 100
_YEAR = re.compile(r"(?:fy|gj|wj)?((?:19|20)\d{2})|(?:fy|gj|wj)(\d{2})")
_PREFIX = re.compile(r"^\s*(?:rating|bewertung|score)\s*[:\-–]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The mapping of a table, and what to know about the columns that are not in it."""

    mapping: Mapping
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Claim:
    """What one header can be: a key, a yearly key with its year, or a rating."""

    column: int
    header: str
    key: str | None = None
    year: int | None = None
    rating: str | None = None
    joint: bool = False

    @property
    def recognised(self) -> bool:
        return self.key is not None or self.rating is not None


@dataclass(slots=True)
class _Reader:
    """Recognises headers for a set of criteria and a set of overrides (folded header to key)."""

    ratings: Map[str, str]
    overrides: Map[str, str] = field(default_factory=dict)

    def claim(self, column: int, header: str) -> _Claim:
        claim = _Claim(column, header)
        claim.key = self.overrides.get(joined(header))
        if claim.key is not None:
            claim.year = self._column_key(header)[1]
            return claim
        bare = _PREFIX.sub("", header)
        claim.rating = self.ratings.get(joined(bare))
        if bare == header or claim.rating is None:
            claim.key, claim.year = self._column_key(header)
        return claim

    def _column_key(self, header: str) -> tuple[str | None, int | None]:
        for words in _simpler(header):
            if key := BY_NAME.get("".join(words)):
                return key, None
            years = [year for word in words if (year := _year(word))]
            rest = "".join(w for w in words if _year(w) is None and w not in YEAR_WORDS)
            if len(years) == 1 and (key := BY_NAME.get(rest)) in YEARLY:
                return key, years[0]
        return None, None


def _simpler(header: str) -> Iterator[list[str]]:
    """Yield the words of a header: as it stands, without units, without what is in brackets."""
    words = fold(header).split()
    yield words
    yield [word for word in words if word not in UNITS]
    outside = fold(re.sub(r"[(\[].*?[)\]]", " ", header)).split()
    yield outside
    yield [word for word in outside if word not in UNITS]


def _year(word: str) -> int | None:
    found = _YEAR.fullmatch(word)
    return None if found is None else int(found[1] or f"20{found[2]}")


def recognise(
    table: RawTable,
    criteria: Sequence[Criterion],
    overrides: Map[str, str] | None = None,
    kind: TableKind | None = None,
) -> Recognised:
    """Return which column of a table is what, with findings about those that are not used.

    `overrides` maps keys to headers; `kind` is what a row is, where that is known. Raises
    InputError where there is no row of headers, a header named in `overrides` is missing, or two
    columns claim one key.
    """
    wanted = overrides or {}
    _check_keys(wanted, criteria)
    ratings = {
        joined(name): criterion.key
        for criterion in criteria
        for name in (criterion.key, criterion.name.en, criterion.name.de)
    }
    reader = _Reader(ratings, {joined(header): key for key, header in wanted.items()})
    row, claims, depth = _header_row(table, reader)
    _check_overrides(table, row, claims, wanted)
    for claim in claims:
        if claim.rating is not None and (claim.key is None or _on_scale(table, row, claim.column)):
            claim.key, claim.year = RATING + claim.rating, None
    _place_years(claims, wanted)
    _leave_to_overrides(claims, wanted)
    _refuse_rivals(table, row, claims)
    kind = kind or _kind(table, row, claims)
    keys = ACCOUNT_KEYS if kind == "accounts" else INVOICE_KEYS
    columns = tuple(
        Column(claim.key, claim.header, claim.column)
        for claim in claims
        if claim.key and (claim.key in keys or (kind == "accounts" and RATING in claim.key))
    )
    found = {column.key for column in columns}
    if not found & {"id", "name"}:
        raise InputError(
            "no column with customer ids or names was recognised; name it with "
            f'--map id="HEADER". The headers are: {_listed(claims)}',
            table.whole,
        )
    used = {column.column for column in columns}
    unused = [claim for claim in claims if claim.column not in used]
    notes = Notes()
    free = (keys & set(KEYS)) - found
    for place, claim in enumerate(unused):
        notes.add(_unused(table, row, claim, free if place < SUGGESTED else frozenset()))
    findings = list(notes.findings())
    if depth > 1:
        claim = next(claim for claim in claims if claim.column in used)
        joint = next((c for c in claims if c.column in used and c.joint), claim)
        values: dict[str, str | int | Text] = {"count": depth, "header": joint.header}
        findings.append(Finding("I-HEADERS", values, place=table.place(row, joint.column)))
    if "id" not in found:
        name = next(column for column in columns if column.key == "name")
        findings.append(
            Finding("I-NO-ID", {"header": name.header}, place=table.place(row, name.column))
        )
    return Recognised(Mapping(kind, row, columns), tuple(findings))


def _check_keys(wanted: Map[str, str], criteria: Sequence[Criterion]) -> None:
    allowed = (*KEYS, *(RATING + criterion.key for criterion in criteria))
    for key in wanted:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            advice = f"did you mean {near[0]!r}?" if near else f"the keys are: {', '.join(allowed)}"
            raise UsageError(f"--map knows no key {key!r}; {advice}")


def _header_row(table: RawTable, reader: _Reader) -> tuple[int, list[_Claim], int]:
    """Return the last row of headers, what each can be, and in how many rows they stand."""
    best: list[_Claim] = []
    for row, cells in enumerate(table.rows[:SEARCHED_ROWS]):
        claims = [
            reader.claim(column, cell.strip()[:COMPARED])
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and cell.strip()
        ]
        known = sum(claim.recognised for claim in claims)
        depth, texts = stacked(table, row)
        if depth > 1:
            both = [_stacked_claim(reader, column, parts) for column, parts in texts.items()]
            if sum(claim.recognised for claim in both) >= max(known, NEEDED_HEADERS):
                return row + depth - 1, both, depth
        if known >= NEEDED_HEADERS:
            return row, claims, 1
        best = best or claims
    if not any(
        table.cell(row, c) is not None
        for row in range(len(table.rows))
        for c in range(len(table.rows[row]))
    ):
        raise InputError("it is empty", table.whole)
    sheets = ", ".join(table.sheets)
    others = f" The sheets are: {sheets}; choose one with --sheet." if len(table.sheets) > 1 else ""
    raise InputError(
        f"none of the first {SEARCHED_ROWS} rows holds two headers that are recognised; name the "
        f'columns with --map, such as --map id="HEADER". First texts found: {_listed(best)}.'
        f"{others}",
        table.whole,
    )


def _stacked_claim(reader: _Reader, column: int, parts: Sequence[str]) -> _Claim:
    """Return what headers one above the other can be: all together, else the lowest alone."""
    claim = reader.claim(column, " ".join(parts))
    if not claim.recognised and len(parts) > 1:
        lowest = reader.claim(column, parts[-1])
        claim.key, claim.year, claim.rating = lowest.key, lowest.year, lowest.rating
    claim.joint = len(parts) > 1
    return claim


def _listed(claims: Sequence[_Claim], limit: int = 12) -> str:
    names = [f"“{claim.header[:40]}”" for claim in claims[:limit]]
    return ", ".join(names + ["…"] * (len(claims) > limit)) or "none"


def _check_overrides(
    table: RawTable, row: int, claims: Sequence[_Claim], wanted: Map[str, str]
) -> None:
    there = {joined(claim.header) for claim in claims}
    for key, header in wanted.items():
        if joined(header) not in there:
            raise InputError(
                f"--map {key}={header!r}: there is no such header; there are: "
                f"{_listed(claims, 40)}",
                f"{table.whole}!{row + 1}:{row + 1}",
            )


def _on_scale(table: RawTable, row: int, column: int) -> bool:
    """Return whether a column that may hold ratings or money holds nothing above 100 points."""
    values: list[float] = []
    for place in range(row + 1, len(table.rows)):
        cell = table.cell(place, column)
        if isinstance(cell, str):
            cell = number_readings(cell).only if cell.strip() != "?" else None
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            values.append(cell)
    if not values:
        return True
    high = 10 if max(values) <= 10 else 100
    return all(1 <= value <= high for value in values)


def _place_years(claims: Sequence[_Claim], wanted: Map[str, str]) -> None:
    """Give the latest year the key of the current year, the one before it the next, and so on."""
    for base, keys in YEARLY.items():
        dated = [claim for claim in claims if claim.key == base and claim.year is not None]
        chosen = [c for c in claims if base in wanted and joined(c.header) == joined(wanted[base])]
        others = [claim for claim in dated if claim not in chosen]
        if not others:
            continue
        latest = max(claim.year or 0 for claim in others) + len(chosen[:1])
        if chosen and chosen[0].year is not None:
            latest = chosen[0].year
        for claim in others:
            back = latest - (claim.year or 0)
            claim.key = keys[back] if 0 <= back < len(keys) else None


def _leave_to_overrides(claims: Sequence[_Claim], wanted: Map[str, str]) -> None:
    named = {key: joined(header) for key, header in wanted.items()}
    for claim in claims:
        if claim.key in named and joined(claim.header) != named[claim.key]:
            claim.key = None


def _refuse_rivals(table: RawTable, row: int, claims: Sequence[_Claim]) -> None:
    holders: dict[str, _Claim] = {}
    for claim in claims:
        if claim.key is None:
            continue
        rival = holders.setdefault(claim.key, claim)
        if rival is not claim:
            first, second = (table.place(row, c.column) for c in (rival, claim))
            cells = f"{first} (“{rival.header}”) and {second} (“{claim.header}”)"
            if joined(rival.header) == joined(claim.header):
                raise InputError(
                    f"two columns have the same header: {cells}; rename or delete one", first
                )
            raise InputError(
                f"two columns can be {claim.key!r}: {cells}; choose one with "
                f'--map {claim.key}="{claim.header}"',
                first,
            )


def _kind(table: RawTable, row: int, claims: Sequence[_Claim]) -> TableKind:
    """Return what a row is: an invoice line has a date and an amount, and ids repeat."""
    places = {claim.key: claim.column for claim in claims if claim.key}
    if "date" not in places or "revenue" not in places:
        return "accounts"
    if "order_id" in places:
        return "invoices"
    who = places.get("id", places.get("name"))
    if who is None:
        return "accounts"
    ids = [as_text(table.cell(place, who)) for place in range(row + 1, len(table.rows))]
    named = [name for name in ids if name]
    return "invoices" if len(set(named)) < len(named) else "accounts"


def _unused(table: RawTable, row: int, claim: _Claim, free: frozenset[str] | set[str]) -> Finding:
    place = table.place(row, claim.column)
    if not claim.recognised:
        names = [name for name, key in BY_NAME.items() if key in free]
        for words in _simpler(claim.header):
            near = difflib.get_close_matches("".join(words), names, 1, NEAR)
            if near and near[0] in WRITTEN:
                values = {"header": claim.header, "suggestion": WRITTEN[near[0]]}
                return Finding("I-NEAR", values | {"key": BY_NAME[near[0]]}, place=place)
    return Finding("I-UNUSED", {"header": claim.header}, place=place)
