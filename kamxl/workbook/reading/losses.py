"""What of a filled workbook a fresh rendering would not hold: cells of people's own, in words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from kamxl.cells import CellValue, address, to_serial
from kamxl.domain.policy import SLOTS, TIERS, Criterion
from kamxl.findings import CATALOGUE
from kamxl.text import LANGUAGES, Text
from kamxl.workbook import words
from kamxl.workbook.context import (
    ACCOUNTS_HEADER,
    CRITERIA_HEADER,
    RATINGS_HEADER,
    STRENGTH_HEADER,
    Context,
)
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.accounts import as_text, choice
from kamxl.workbook.reading.book import ReadBook
from kamxl.workbook.reading.cells import Readable, SheetCells, label_key
from kamxl.workbook.reading.changes import ChangeCells
from kamxl.workbook.reading.policy import same_source
from kamxl.workbook.sheets import (
    accounts,
    changes,
    concentration,
    criteria,
    explanation,
    findings,
    matrix,
    ranking,
    ratings,
    settings,
    stability,
    start,
    strength,
    weights,
)
from kamxl.workbook.spec import Content, Formula, Link, Sheet

# Where the numbers of a list's rows stand: a workbook may have more of them than a fresh one.
LISTS: Mapping[str, tuple[int, int]] = {
    "ranking": (ranking.FIRST, ranking.PLACE["slot"]),
    "matrix": (matrix.FIRST, matrix.PLACE["slot"]),
    "stability": (stability.FIRST, stability.PLACE["slot"]),
    "concentration": (concentration.FIRST, concentration.PLACE["slot"]),
}
TABLES = ("accounts", "ratings", "strength")
# What the list of the stability says of an account as a whole or not at all.
STORED_TOGETHER = (("by", "beyond", "mover"), ("needed", "now", "enough", "next"))
LADDER_KEYS = ("ladder_", "rule_")


class Source(Readable, Protocol):
    """A readable workbook that knows where its formulas are."""

    def formulas(self, sheet: str) -> Mapping[int, int]:
        """Return by row a number whose bit c is set where column c has a formula."""
        ...


def losses(source: Source, read: ReadBook, fresh: Mapping[str, Sheet], known: Context) -> list[str]:
    """Return, in words with their places, the cells that a fresh rendering would drop.

    `fresh` are the sheets of that rendering by key, `known` is what they were rendered from.
    """
    found = list(read.lost)
    for key, name in read.names.items():
        sheet = _Held(source, read, key, name, fresh[key])
        if key in TABLES:
            found += _table_losses(sheet, known)
        elif key == "findings":
            found += _findings_losses(sheet)
        elif key == "changes":
            found += _changes_losses(sheet)
        else:
            found += _fixed_losses(sheet, known)
    return found


class _Held:
    """One sheet of the workbook beside the one that would take its place."""

    def __init__(self, source: Source, read: ReadBook, key: str, name: str, fresh: Sheet) -> None:
        self.read, self.key, self.name = read, key, name
        self.cells = SheetCells(read.places.file, name, source.read(name))
        self.formulas = source.formulas(name)
        self.fresh: dict[tuple[int, int], Content] = {
            (cell.row, cell.column): cell.content for cell in fresh.cells
        }
        self.fresh |= {(area.top, area.left): content for area, content, _ in fresh.merges}

    def is_formula(self, row: int, column: int) -> bool:
        return bool(self.formulas.get(row, 0) >> column & 1)

    def at(self, row: int, column: int) -> str:
        return f"{self.name}!{address(row, column)}"

    def filled(self) -> Iterator[tuple[int, int, CellValue]]:
        """Yield every cell that is not blank, formulas with a blank result included."""
        for row, line in enumerate(self.cells.rows):
            bits = self.formulas.get(row, 0)
            for column, value in enumerate(line):
                if (value is not None and value != "") or bits >> column & 1:
                    yield row, column, value


# ------------------------------------------------------------ sheets with a table


def _table_losses(sheet: _Held, known: Context) -> Iterator[str]:
    read = sheet.read
    if sheet.key == "accounts":
        cells, typed = read.accounts, accounts.INPUTS
        rows = dict(enumerate(read.places.account_rows))
        usual, order = ACCOUNTS_HEADER, (*accounts.INPUTS, *accounts.COMPUTED)
    elif sheet.key == "strength":
        assert read.strength is not None
        cells, typed = read.strength.cells, strength.TYPED
        rows = dict(read.places.strength_rows)
        usual, order = STRENGTH_HEADER, strength.KEYS
    else:
        cells, typed = read.ratings, ratings.TYPED
        rows, usual, order = dict(read.places.rating_rows), RATINGS_HEADER, ratings.KEYS
    by_column = {column: key for key, column in cells.columns.items()}
    moved = {order.index(key): column for key, column in cells.columns.items()}
    ours = _moved(sheet, lambda row: row + cells.header - usual, lambda c: moved.get(c, c))
    used = set(rows.values())
    extra: set[int] = set()
    computed: dict[int, list[int]] = {}
    above = set(read.strength.factor_cells) if sheet.key == "strength" and read.strength else set()
    for row, column, _ in sheet.filled():
        if (row, column) in above:
            if sheet.is_formula(row, column):
                yield f"the formula in {sheet.at(row, column)}"
        elif row < cells.header:
            if (row, column) not in ours:
                yield sheet.at(row, column)
        elif column not in by_column:
            if column not in extra:
                extra.add(column)
                yield _column_said(cells, row, column)
        elif row > cells.header and by_column[column] in typed:
            if sheet.is_formula(row, column) and row in used:
                computed.setdefault(column, []).append(row)
        elif (
            row > cells.header
            and row not in used
            and not sheet.is_formula(row, column)
            and cells.at(row, "id") is None
        ):
            yield sheet.at(row, column)
    for column, lines in computed.items():
        label = cells.heading(column)
        count = f"{len(lines)} formulas" if len(lines) > 1 else "the formula"
        yield f"{count} in column “{label}” on “{cells.name}” ({address(lines[0], column)})"
    for key in typed:
        column = cells.columns.get(key, -1)
        if column < 0:
            continue
        shown = _shown(sheet, known, key)
        for place, row in rows.items():
            value = cells.cell(row, column)
            kind = "yes_no" if key == "leader" else key
            if value is None or sheet.is_formula(row, column):
                continue
            if not _same(value, shown.get(place), kind):
                yield sheet.at(row, column)


def _column_said(cells: SheetCells, row: int, column: int) -> str:
    heading = cells.heading(column)
    if heading:
        return f"column “{heading}” on “{cells.name}” ({address(cells.header, column)})"
    return f"a column without a heading on “{cells.name}” ({address(row, column)})"


def _shown(sheet: _Held, known: Context, key: str) -> dict[int, CellValue]:
    """Return by account what the fresh table shows in a column."""
    if sheet.key == "accounts":
        return dict(enumerate(accounts.kept(known, key)))
    if sheet.key == "strength":
        return dict(zip(known.compared, strength.typed(known, key), strict=True))
    return dict(zip(known.rated, ratings.values_of(known, key), strict=True))


def _moved(
    sheet: _Held, to_row: Callable[[int], int], to_column: Callable[[int], int]
) -> set[tuple[int, int]]:
    """Return where cells of the fresh sheet stand: moved along, or left where they were.

    Where the two differ, one left behind must read as the fresh one does.
    """
    places: set[tuple[int, int]] = set()
    for (row, column), content in sheet.fresh.items():
        for at in ((to_row(row), to_column(column)), (row, column)):
            value = sheet.cells.cell(*at) if min(at) >= 0 else None
            if at == (row, column) == (to_row(row), to_column(column)) or _reads(
                sheet, at, value, content
            ):
                places.add(at)
    return places


def _reads(sheet: _Held, at: tuple[int, int], value: CellValue, content: Content) -> bool:
    if isinstance(content, Formula):
        return sheet.is_formula(*at)
    text = content.text if isinstance(content, Link) else content
    return value == text or label_key(value) == label_key(text)


# ------------------------------------------------------------ sheets whose cells have their place


def _findings_losses(sheet: _Held) -> Iterator[str]:
    notes = {label_key(findings.NONE(language)) for language in LANGUAGES}
    ends = {label_key(findings.MORE(language)).split("}")[-1] for language in LANGUAGES}
    for row, column, _ in sheet.filled():
        if column < len(findings.COLUMNS) and row >= findings.FIRST:
            text = label_key(sheet.cells.cell(row, 3))
            if sheet.cells.cell(row, 1) in CATALOGUE or text in notes:
                continue
            if text.startswith("…") and any(text.endswith(end) for end in ends):
                continue
        elif (row, column) in sheet.fresh:
            continue
        yield sheet.at(row, column)


def _changes_losses(sheet: _Held) -> Iterator[str]:
    """Yield what is neither remembered nor computed on the sheet of changes."""
    held = sheet.read.changes
    for row, column, value in sheet.filled():
        first = changes.FIRST if held is None else held.cells.header + 1
        if row < first - 2 or row == first - 1:
            ours = sheet.fresh.get((row, column)) not in (None, "")
        elif held is None:
            ours = False
        elif sheet.is_formula(row, column):
            ours = row >= first and column < len(changes.COLUMNS) and bool(held.key(row))
        else:
            ours = _is_remembered(held, row, column, value)
        if not ours:
            yield sheet.at(row, column)


def _is_remembered(held: ChangeCells, row: int, column: int, value: CellValue) -> bool:
    """Return whether a stored cell says what the run that it belongs to remembers."""
    stored = {at: key for key, at in held.cells.columns.items()}
    moved = held.cells.columns.get("key", changes.PLACE["key"]) - changes.PLACE["key"]
    names = dict(zip(changes.PLACE.values(), changes.PLACE, strict=True))
    key = stored.get(column) or names.get(column - moved, "")
    if row < held.cells.header:
        return key in held.runs
    was, now = (held.entries.get(which, {}).get(row) for which in ("was", "is"))
    if key in ("was", "is"):
        return (was if key == "was" else now) is not None
    if key == "key":
        return was is not None or now is not None
    if "was" not in held.runs or not held.key(row):
        return False
    if key == "id":
        return as_text(value) == held.key(row)
    if key == "name":
        return as_text(value) in {entry.name for entry in (was, now) if entry is not None}
    plain = _plain(value)
    if key == "hint":
        return isinstance(plain, float)
    if was is None:
        return False
    tier = TIERS[was.tier - 1] if was.tier else None
    expected = {"score_then": was.score, "rank_then": float(was.rank or math.nan)}
    if key in expected:
        return isinstance(plain, float) and math.isclose(plain, expected[key], rel_tol=1e-12)
    return (key == "tier_then" and plain == tier) or (
        key.startswith("t") and key[1:].isdigit() and isinstance(plain, float)
    )


def _fixed_losses(sheet: _Held, known: Context) -> Iterator[str]:
    to_row, to_column = _moves(sheet)
    typed = _typed_cells(sheet, known.inputs)
    named = {finding.place for finding in sheet.read.inputs.findings}
    moved = {(to_row(r), to_column(c)): content for (r, c), content in sheet.fresh.items()}
    steady = {at for at in sheet.fresh if at not in moved}
    listed = _rows_of_list(sheet)
    columns = {c for r, c in sheet.fresh if sheet.key in LISTS and r == LISTS[sheet.key][0]}
    stale = sheet.key == "stability" and (
        _is_stale(sheet, known) or len(listed) != _fresh_length(sheet)
    )
    for row, column, value in sheet.filled():
        at = (row, column)
        if sheet.key == "stability" and at not in steady:
            listing = row in listed and column in columns
            if not (
                _is_alike(sheet, at, value, moved.get(at))
                or (stale and _was_stored(sheet, at, value, moved.get(at), listing, known))
            ):
                yield sheet.at(row, column)
        elif at in typed:
            if sheet.is_formula(row, column):
                yield f"the formula in {sheet.at(row, column)}"
            elif not typed[at](value) and f"{sheet.read.places.file}!{sheet.at(*at)}" not in named:
                yield sheet.at(row, column)
        elif moved.get(at) is None and not (
            (at in steady and _reads(sheet, at, value, sheet.fresh[at]))
            or (row in listed and column in columns and sheet.is_formula(row, column))
            or (row in listed and column == LISTS[sheet.key][1])
            # Its values are stored, and fewer may be listed now.
            or (stale and row in listed and column in columns)
            or (sheet.key == "start" and _is_fingerprint(sheet, row, column))
        ):
            yield sheet.at(row, column)


def _fresh_length(sheet: _Held) -> int:
    """Return how many rows the list of the fresh sheet has."""
    first, column = LISTS[sheet.key]
    row = first
    while sheet.fresh.get((row, column)) == row - first + 1:
        row += 1
    return row - first


def _is_stale(sheet: _Held, known: Context) -> bool:
    """Return whether the stored values of the stability come from other inputs."""
    for place, now in enumerate(stability.fingerprint(known)):
        stored = sheet.cells.cell(1, stability.FINGERPRINT_COLUMN + place)
        if not isinstance(stored, (int, float)) or not math.isclose(
            stored, now, rel_tol=1e-11, abs_tol=1e-11
        ):
            return True
    return False


def _is_alike(sheet: _Held, at: tuple[int, int], value: CellValue, content: Content) -> bool:
    """Return whether the fresh sheet fills a cell too, and with the same kind of content."""
    if isinstance(content, Formula) or sheet.is_formula(*at):
        return isinstance(content, Formula) and sheet.is_formula(*at)
    text = content.text if isinstance(content, Link) else content
    return text not in (None, "") and isinstance(_plain(value), type(_plain(text)))


def _was_stored(
    sheet: _Held,
    at: tuple[int, int],
    value: CellValue,
    content: Content,
    listing: bool,
    known: Context,
) -> bool:
    """Return whether kamxl may have stored a value where, with other inputs, it stores none."""
    row, column = at
    words_known = {criterion.name(language) for criterion in known.policy.criteria
                   for language in LANGUAGES}  # fmt: skip
    number = isinstance(_plain(value), float)
    if sheet.is_formula(*at):
        return False
    if not listing:
        # Below the list: shares and levels, names of criteria and of accounts.
        names = {*known.portfolio.names, *_listed_names(sheet)}
        return content in ("", None) and (number or value in words_known or value in names)
    keys = tuple(stability.LIST)
    key = keys[column]
    if number != stability.LIST[key][1].startswith("calc."):
        return False
    for together in STORED_TOGETHER:
        if key in together and any(
            sheet.cells.cell(row, stability.PLACE[other]) in (None, "") for other in together
        ):
            # A closed gate is said alone, with the name of its criterion.
            return key == "needed" and any(name in str(value) for name in words_known)
    return True


def _listed_names(sheet: _Held) -> set[CellValue]:
    """Return the accounts that the stored list names, of which some may have gone."""
    return {sheet.cells.cell(row, stability.PLACE["name"]) for row in _rows_of_list(sheet)}


def _is_fingerprint(sheet: _Held, row: int, column: int) -> bool:
    """Return whether a cell belongs to the fingerprint: a fresh workbook may need none."""
    (top, left), (_, stored) = start.FINGERPRINT_AT, start.STORED_AT
    return (
        top <= row < top + len(start.FINGERPRINT)
        and column in (left, stored)
        and sheet.is_formula(row, left)
        and isinstance(sheet.cells.cell(row, stored), (int, float))
    )


def _rows_of_list(sheet: _Held) -> set[int]:
    """Return the rows that bear the numbers of a list, more of them than a fresh one perhaps."""
    if sheet.key not in LISTS:
        return set()
    first, column = LISTS[sheet.key]
    rows = set()
    row = first
    while sheet.cells.cell(row, column) == row - first + 1:
        rows.add(row)
        row += 1
    return rows


def _moves(sheet: _Held) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Return where rows and columns of the fresh sheet stand in the one that people changed."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    read = sheet.read
    if sheet.key == "criteria":
        held = read.criteria
        rows = {CRITERIA_HEADER: held.cells.header}
        rows |= {criteria.FIRST + slot: row for slot, row in held.slot_rows.items()}
        columns = {criteria.PLACE[key]: column for key, column in held.cells.columns.items()}
    elif sheet.key == "weights" and read.weights is not None:
        judged = read.weights
        rows = {weights.HEADER: judged.above.header, weights.PAIRS_HEADER: judged.pairs.header}
        rows |= {weights.FIRST + slot: row for slot, row in judged.rows.items()}
        rows |= {weights.PAIRS_FIRST + slot: row for slot, row in judged.pair_rows.items()}
        columns = {n: judged.pairs.columns[key] for n, key in enumerate(words.PAIR_COLUMNS)
                   if key in judged.pairs.columns}  # fmt: skip
    elif sheet.key == "explanation" and read.chosen is not None:
        rows = {explanation.CHOICES[key][1]: row for key, row in read.chosen.rows.items()}
    elif sheet.key == "stability":
        # What stands below the list moves with its length: one row for each ranked account.
        first, column = LISTS[sheet.key]
        wide = sum(
            isinstance(sheet.fresh.get((first + n, column)), int) for n in range(len(sheet.fresh))
        )
        now = len(_rows_of_list(sheet))
        rows = {first: first, first + stability.rows_of(wide): first + stability.rows_of(now)}
    elif sheet.key == "settings":
        held_settings = read.settings
        rows = {
            row: held_settings.rows[key]
            for key, row in _setting_rows().items()
            if key in held_settings.rows
        }
        columns = {
            settings.KEY: held_settings.key_column,
            settings.VALUE: held_settings.value_column,
            settings.USED: held_settings.beside_column,
        }
    return _along(rows), _along(columns)


def _along(known: Mapping[int, int]) -> Callable[[int], int]:
    """Return a function that moves what is not known as far as what is known before it."""
    if all(was == now for was, now in known.items()):
        return lambda place: place
    first = min(known)
    steps: dict[int, int] = {}
    by = known[first] - first
    for place in range(max(known) + 1):
        by = known[place] - place if place in known else by
        steps[place] = by
    return lambda place: place + steps.get(place, by)


def _setting_rows() -> dict[str, int]:
    places = {key: settings.row_of(key) for key in words.SETTINGS}
    places |= {
        f"ladder_{level}": settings.LADDER + 2 + n for n, level in enumerate(words.CHOICES["level"])
    }
    places |= {
        f"rule_{rule}_{level}": settings.RULES_AT + 2 + n
        for n, (rule, level) in enumerate(settings.RULE_ROWS)
    }
    return places


def _typed_cells(
    sheet: _Held, inputs: Inputs
) -> dict[tuple[int, int], Callable[[CellValue], bool]]:
    """Return the cells that people fill in, each with the question whether it stays as it is."""
    if sheet.key == "criteria":
        return _typed_criteria(sheet, inputs)
    if sheet.key == "weights":
        return _typed_weights(sheet, inputs)
    if sheet.key == "explanation" and sheet.read.chosen is not None:
        # Read as typed, and shown again.
        return {(row, 0): lambda value: True for row in sheet.read.chosen.rows.values()}
    return _typed_settings(sheet) if sheet.key == "settings" else {}


def _typed_criteria(
    sheet: _Held, inputs: Inputs
) -> dict[tuple[int, int], Callable[[CellValue], bool]]:
    made: dict[tuple[int, int], Callable[[CellValue], bool]] = {}
    held = sheet.read.criteria
    by_slot = {slot: key for key, slot in held.slots.items()}
    order = {criterion.key: n for n, criterion in enumerate(inputs.policy.criteria)}
    for slot in range(SLOTS):
        row = held.slot_rows.get(slot)
        key = by_slot.get(slot)
        if row is None:
            continue
        for column_key in criteria.TYPED:
            column = held.cells.columns.get(column_key)
            if column is None:
                continue
            if key is None:
                made[row, column] = lambda value: False
                continue
            criterion = inputs.policy.criteria[order[key]]
            shown = sheet.fresh.get((criteria.FIRST + order[key], criteria.PLACE[column_key]))
            made[row, column] = _stays(column_key, shown, criterion)
    return made


def _stays(column_key: str, shown: Content, criterion: Criterion) -> Callable[[CellValue], bool]:
    texts: dict[str, Text | None] = {
        "name": criterion.name,
        "description": criterion.description,
        **dict(zip(("anchor_1", "anchor_5", "anchor_10"), criterion.anchors, strict=True)),
    }

    def stays(value: CellValue) -> bool:
        if column_key in texts:
            text = texts[column_key]
            return text is not None and as_text(value) in (text.en, text.de)
        if column_key == "source":
            return same_source(as_text(value), str(shown))
        return _same(value, shown, "yes_no" if column_key == "active" else column_key)

    return stays


def _typed_weights(
    sheet: _Held, inputs: Inputs
) -> dict[tuple[int, int], Callable[[CellValue], bool]]:
    made: dict[tuple[int, int], Callable[[CellValue], bool]] = {}
    held = sheet.read.weights
    assert held is not None
    by_slot = {slot: key for key, slot in sheet.read.criteria.slots.items()}
    order = {criterion.key: n for n, criterion in enumerate(inputs.policy.criteria)}

    def add(at: tuple[int, int], usual: tuple[int, int] | None, kind: str) -> None:
        shown = None if usual is None else sheet.fresh.get(usual)
        made[at] = lambda value: _same(value, shown, kind)

    for slot, row in held.rows.items():
        key = by_slot.get(slot)
        for kind in weights.TYPED:
            if kind in held.above.columns:
                usual = None if key is None else (weights.FIRST + order[key], weights.PLACE[kind])
                add((row, held.above.columns[kind]), usual, kind)
    for slot, row in held.pair_rows.items():
        for other in range(slot + 1, SLOTS):
            column = held.pairs.columns.get(f"k{other + 1}")
            if column is None:
                continue
            first, second = by_slot.get(slot), by_slot.get(other)
            if first is None or second is None:
                add((row, column), None, "")
            elif order[first] < order[second]:
                add((row, column), weights.pair_cell(order[first], order[second]), "")
            else:
                shown = sheet.fresh.get(weights.pair_cell(order[second], order[first]))
                made[row, column] = lambda value, shown=shown: _same(  # type: ignore[misc]
                    1 / value if isinstance(value, float) and value else value, shown, ""
                )
    return made


def _typed_settings(sheet: _Held) -> dict[tuple[int, int], Callable[[CellValue], bool]]:
    made: dict[tuple[int, int], Callable[[CellValue], bool]] = {}
    held = sheet.read.settings
    for key, usual in _setting_rows().items():
        row = held.rows.get(key)
        if row is None:
            continue
        columns = [(settings.VALUE, held.value_column)]
        if key.startswith(LADDER_KEYS):
            columns.append((settings.USED, held.beside_column))
        for place, column in columns:
            shown = sheet.fresh.get((usual, place))
            made[row, column] = lambda value, shown=shown, key=key: _same(  # type: ignore[misc]
                value, shown, key
            )
    return made


# ------------------------------------------------------------ what counts as the same


def _same(value: CellValue, shown: Content, kind: str) -> bool:
    """Return whether a cell says the same as another, whatever its language and its type."""
    one, other = _plain(value), _plain(shown.text if isinstance(shown, (Formula, Link)) else shown)
    if isinstance(value, dt.date) and isinstance(other, str):
        one = as_text(value)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    first, second = as_text(one).strip(), as_text(other).strip()
    if kind in words.CHOICES:
        first, second = choice(kind, first), choice(kind, second)
    return first == second or (kind in ("language", "gate_cap") and _fold(first, second))


def _fold(first: str, second: str) -> bool:
    return first.casefold() == second.casefold()


def _plain(value: CellValue) -> CellValue:
    if isinstance(value, dt.date):
        return float(to_serial(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return value
