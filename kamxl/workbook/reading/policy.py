"""Reads criteria and settings into a policy; what is not allowed is reported, a default used."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kamxl.cells import CellValue
from kamxl.domain.policy import (
    BAND_COUNT,
    LADDER,
    LEVELS,
    METRICS,
    PORTFOLIO_RULES,
    RATED,
    SLOTS,
    TIERS,
    Axis,
    Criterion,
    Gate,
    GateEffect,
    Operator,
    Policy,
    Scale,
    Shape,
    Step,
    Tier,
)
from kamxl.domain.suggestions import PROFILE
from kamxl.errors import InputError
from kamxl.findings import Finding, Subject
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.context import CRITERIA_HEADER
from kamxl.workbook.reading.accounts import as_date, as_text, choice
from kamxl.workbook.reading.cells import ROWS_SEARCHED, SheetCells, label_key
from kamxl.workbook.sheets import criteria_places as layout
from kamxl.workbook.sheets.settings import (
    CHOSEN,
    HEADINGS,
    LIMITS,
    OPTIONAL,
    RULE_ROWS,
    USED,
    VALUE,
    WHOLE,
)

SLOT = re.compile(r"[ck](\d{1,2})", re.IGNORECASE)
TODAY = Text("today", "der heutige Tag")
OF_THE_SHEETS = Text("that of the sheets’ names", "die der Blattnamen")
FROM_LIST = Text("one from the list", "einen Eintrag der Liste")
NOTHING = Text("nothing", "nichts")
DEFAULT = Policy(())


@dataclass(slots=True)
class CriteriaRows:
    """The criteria, in which place each stands, and in which row.

    `slot_rows` are the rows of all places, those without a criterion included.
    """

    cells: SheetCells
    slot_rows: dict[int, int] = field(default_factory=dict)
    criteria: list[Criterion] = field(default_factory=list)
    slots: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def total_row(self) -> int:
        """The row of the sum of weights, which moves with the places above it."""
        last = max(self.slot_rows, default=None)
        moved = (
            self.cells.header - CRITERIA_HEADER
            if last is None
            else self.slot_rows[last] - layout.FIRST - last
        )
        return layout.TOTAL_ROW + moved


def read_criteria(sheet: SheetCells, known: Mapping[str, Criterion]) -> CriteriaRows:
    """Return the criteria of the places that have a name.

    `known` are criteria by key whose texts exist in both languages: a name or anchor that was not
    changed keeps its translation.
    """
    cells = sheet.under(words.CRITERIA_COLUMNS)
    found = CriteriaRows(cells)
    for column in ("slot", *layout.TYPED):
        if column not in cells.columns:
            found.findings.append(
                Finding(
                    "X-COLUMN",
                    {"column": words.CRITERIA_COLUMNS[column]},
                    place=f"{cells.file}!{cells.name}",
                )
            )
    for row in range(cells.header + 1, len(cells.rows)):
        label = as_text(cells.at(row, "slot")).strip()
        match = SLOT.fullmatch(label)
        if not match or not 1 <= int(match[1]) <= SLOTS:
            continue
        slot = int(match[1]) - 1
        twice = slot in found.slot_rows
        if not twice:
            found.slot_rows[slot] = row
        if cells.at(row, "name") is None:
            continue
        key = as_text(cells.at(row, "key")).strip() or f"slot_{slot + 1}"
        if twice:
            _note(found, row, "slot", key, label, NOTHING, FROM_LIST)
            continue
        if key in found.slots:
            free = f"{key}_{slot + 1}"
            while free in found.slots:
                free += "_"
            _note(found, row, "key", key, key, free, FROM_LIST)
            key = free
        found.slots[key], found.rows[key] = slot, row
        found.criteria.append(_criterion(found, row, key, known.get(key)))
    return found


def _note(
    found: CriteriaRows,
    row: int,
    column: str,
    key: str,
    value: CellValue,
    default: str | Text,
    allowed: str | Text,
) -> None:
    found.findings.append(
        Finding(
            "X-CRITERION",
            {
                "criterion": key,
                "column": words.CRITERIA_COLUMNS[column],
                "value": as_text(value),
                "default": default,
                "allowed": allowed,
            },
            Subject(criterion=key, field=column),
            found.cells.place(row, found.cells.columns.get(column, 0)),
        )
    )


def _criterion(found: CriteriaRows, row: int, key: str, known: Criterion | None) -> Criterion:
    cells = found.cells

    def text(column: str, original: Text | None) -> Text | None:
        value = as_text(cells.at(row, column))
        if not value:
            return None
        if original is not None and value in (original.en, original.de):
            return original
        return Text.same(value)

    def number(column: str, low: float, high: float, default: float | None) -> float | None:
        value = cells.at(row, column)
        if value is None:
            return default
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        _note(found, row, column, key, value, as_text(default) or "–", f"{low:g} – {high:g}")
        return default

    def chosen(column: str, kind: str, default: str) -> str:
        value = as_text(cells.at(row, column))
        if not value:
            return default
        answer = choice(kind, value)
        if answer in words.CHOICES[kind]:
            return answer
        label = words.CHOICES[kind][default]
        _note(found, row, column, key, value, label, FROM_LIST)
        return default

    source = as_text(cells.at(row, "source"))
    metric = _source(source)
    if metric is None:
        _note(found, row, "source", key, source, words.RATED_SOURCE, FROM_LIST)
    limit = number("gate_limit", 1, 10, None)
    cap = as_text(cells.at(row, "gate_cap")).strip().upper() or "C"
    if cap not in TIERS:
        _note(found, row, "gate_cap", key, cap, "C", "B, C, D")
        cap = "C"
    effect = cast(GateEffect, chosen("gate_effect", "gate_effect", "cap"))
    name = text("name", known.name if known else None)
    original = known.anchors if known else (None, None, None)
    return Criterion(
        key=key,
        name=name or Text.same(key),
        weight=number("weight", 0, 1e9, 0.0) or 0.0,
        direction=-1 if chosen("direction", "direction", "high") == "low" else 1,
        axis=cast(Axis, chosen("axis", "axis", "none")),
        source=metric or RATED,
        bands=tuple(number(f"band_{n + 2}", -1e300, 1e300, None) for n in range(BAND_COUNT)),
        active=chosen("active", "yes_no", "no") == "yes",
        gate=None if limit is None else Gate(limit, cast(Tier, cap), effect),
        anchors=(
            text("anchor_1", original[0]),
            text("anchor_5", original[1]),
            text("anchor_10", original[2]),
        ),
        description=text("description", known.description if known else None),
        shape=cast(Shape, chosen("shape", "shape", "step")),
        floor=number("band_1", -1e300, 1e300, None),
    )


def _source(label: str) -> str | None:
    """Return the metric that a label means, "rated", or None where it means nothing."""
    if not label:
        return RATED
    wanted = label_key(label)
    for key, text in {RATED: words.RATED_SOURCE, **words.ACCOUNT_COLUMNS}.items():
        if (key == RATED or key in METRICS) and wanted in {
            label_key(text(language)) for language in LANGUAGES
        }:
            return key
    return None


def same_source(one: str, other: str) -> bool:
    """Return whether two labels mean the same source, whatever their language."""
    return (_source(one) or one) == (_source(other) or other)


@dataclass(slots=True)
class SettingRows:
    """The settings as a policy needs them, and in which row each stands."""

    cells: SheetCells
    rows: dict[str, int]
    key_column: int
    value_column: int
    beside_column: int
    values: dict[str, Any] = field(default_factory=dict)
    as_of: dt.date | None = None
    language: Language | None = None
    findings: list[Finding] = field(default_factory=list)

    def raw(self, key: str, *, beside: bool = False) -> CellValue:
        """Return the cell of a setting, or the one beside it: the threshold of a rung."""
        column = self.beside_column if beside else self.value_column
        return self.cells.cell(self.rows[key], column) if key in self.rows else None


def read_settings(sheet: SheetCells) -> SettingRows:
    """Return the settings, found by their keys; a missing or wrong one has its default.

    InputError where the sheet has none of the keys.
    """
    rows: dict[str, int] = {}
    key_column = 0
    known = {*words.SETTINGS, *(f"ladder_{level}" for level in LEVELS[1:])}
    known |= {f"rule_{rule}_{level}" for rule, level in RULE_ROWS}
    for row, line in enumerate(sheet.rows):
        for column, value in enumerate(line):
            if isinstance(value, str) and value in known and value not in rows:
                rows[value], key_column = row, column
                break
    if not rows:
        raise InputError(
            "the column of keys is missing; restore it from a fresh workbook",
            f"{sheet.file}!{sheet.name}",
        )
    found = SettingRows(
        sheet,
        rows,
        key_column,
        setting_column(sheet, VALUE, key_column),
        setting_column(sheet, USED, key_column),
    )
    _simple(found)
    _steps(found)
    return found


def setting_column(sheet: SheetCells, place: int, key_column: int) -> int:
    """Return where a column of the settings stands: under its heading, else where it was."""
    wanted = {label_key(HEADINGS[place](language)) for language in LANGUAGES}
    for line in sheet.rows[:ROWS_SEARCHED]:
        for column, value in enumerate(line):
            if column > key_column and label_key(value) in wanted:
                return column
    return key_column + place


def _wrong(
    found: SettingRows, key: str, value: CellValue, default: object, allowed: str | Text
) -> None:
    label = words.SETTINGS[key][0] if key in words.SETTINGS else Text.same(key)
    found.findings.append(
        Finding(
            "X-SETTING",
            {
                "setting": label,
                "value": as_text(value),
                "default": default if isinstance(default, Text) else _said(default),
                "allowed": allowed,
            },
            Subject(field=key),
            found.cells.place(found.rows[key], found.value_column)
            if key in found.rows
            else f"{found.cells.file}!{found.cells.name}",
        )
    )


def _said(default: object) -> Text:
    said = as_text(cast(CellValue, default)) or "–"
    return Text(said, said.replace(".", ",") if isinstance(default, float) else said)


def _simple(found: SettingRows) -> None:
    policy: dict[str, Any] = {}
    a, b, c = DEFAULT.borders
    numbers = {
        "border_a": a,
        "border_b": b,
        "border_c": c,
        **{f"quota_{tier}": quota for tier, quota in zip("abc", DEFAULT.quotas, strict=True)},
        "abc_a": DEFAULT.abc[0],
        "abc_b": DEFAULT.abc[1],
        "xyz_x": DEFAULT.xyz[0],
        "xyz_y": DEFAULT.xyz[1],
        **{key: getattr(DEFAULT, key) for key in LIMITS if hasattr(DEFAULT, key)},
    }
    read: dict[str, Any] = {}
    for key, default in numbers.items():
        value = found.raw(key)
        low, high = LIMITS[key]
        read[key] = default
        if value is None:
            if key in OPTIONAL and key in found.rows:
                read[key] = None
            elif default is not None:
                _wrong(found, key, value, default, f"{low:g} – {high:g}")
        elif (
            isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
        ):
            whole = key in WHOLE
            if whole and float(value) != int(value):
                _wrong(found, key, value, default, f"{low:g} – {high:g}")
            else:
                read[key] = int(value) if whole else float(value)
        else:
            _wrong(found, key, value, default, f"{low:g} – {high:g}")
    borders = (read.pop("border_a"), read.pop("border_b"), read.pop("border_c"))
    if not borders[0] > borders[1] > borders[2]:
        _wrong(found, "border_a", " / ".join(f"{x:g}" for x in borders), "8 / 6 / 4", "A > B > C")
        borders = (a, b, c)
    quotas = tuple(read.pop(f"quota_{tier}") for tier in "abc")
    if not quotas[0] <= quotas[1] <= quotas[2]:
        _wrong(
            found, "quota_a", " / ".join(f"{x:g}" for x in quotas), "0.1 / 0.3 / 0.6", "A ≤ B ≤ C"
        )
        quotas = DEFAULT.quotas
    policy["quotas"] = quotas
    policy["xyz"] = (read.pop("xyz_x"), read.pop("xyz_y"))
    policy |= {"borders": borders, "abc": (read.pop("abc_a"), read.pop("abc_b")), **read}
    scale = found.raw("scale")
    if isinstance(scale, bool) or scale not in (10, 100):
        _wrong(found, "scale", scale, 10, "10, 100")
        scale = 10
    policy["scale"] = Scale(int(cast(float, scale)))
    grid = found.raw("grid")
    if isinstance(grid, bool) or grid not in (2, 3):
        _wrong(found, "grid", grid, DEFAULT.grid, "2, 3")
        grid = DEFAULT.grid
    policy["grid"] = int(cast(float, grid))
    texts = ("currency", "period", "profile", "solvency_key", "reference_key")
    for key in (*texts, *(f"icp_{key}" for key in PROFILE)):
        value = found.raw(key)
        if key in found.rows:
            policy[key] = as_text(value)
    first = as_text(found.raw("tie_break_1")).strip()
    if first in ("revenue", "revenue_volume"):
        _wrong(found, "tie_break_1", first, "–", FROM_LIST)
        first = ""
    policy["tie_break"] = (first, as_text(found.raw("tie_break_2")).strip())
    for kind in CHOSEN:
        chosen, default = choice(kind, as_text(found.raw(kind))), getattr(DEFAULT, kind)
        if chosen not in words.CHOICES[kind]:
            _wrong(found, kind, chosen, words.CHOICES[kind][default], FROM_LIST)
            chosen = default
        policy[kind] = chosen
    if "cut_mode" not in found.rows and (
        (policy["cut_attractiveness"], policy["cut_strength"])
        != (DEFAULT.cut_attractiveness, DEFAULT.cut_strength)
    ):
        # A workbook from before there were modes: its cuts were always its own.
        policy["cut_mode"] = "custom"
    language = as_text(found.raw("language")).strip()
    found.language = next((known for known in LANGUAGES if known == language.casefold()), None)
    if language and found.language is None:
        _wrong(found, "language", language, OF_THE_SHEETS, ", ".join(LANGUAGES))
    end = found.raw("period_end")
    policy["period_end"] = as_date(end)
    if end is not None and policy["period_end"] is None:
        _wrong(found, "period_end", end, NOTHING, "YYYY-MM-DD")
    found.as_of = as_date(found.raw("as_of"))
    if found.as_of is None:
        _wrong(found, "as_of", found.raw("as_of"), TODAY, "YYYY-MM-DD")
    found.values = policy


def _steps(found: SettingRows) -> None:
    def step(key: str, default: Step) -> Step:
        operator = as_text(found.raw(key)).strip()
        threshold = found.raw(key, beside=True)
        if (
            operator in (">=", ">")
            and isinstance(threshold, (int, float))
            and not isinstance(threshold, bool)
        ):
            return Step(default.level, cast(Operator, operator), float(threshold))
        _wrong(
            found,
            key,
            f"{operator} {as_text(threshold)}".strip(),
            f"{default.operator} {default.threshold:g}",
            ">= 0.1",
        )
        return default

    found.values["ladder"] = tuple(step(f"ladder_{rung.level}", rung) for rung in LADDER)
    found.values["portfolio_rules"] = {
        rule: tuple(step(f"rule_{rule}_{rung.level}", rung) for rung in rungs)
        for rule, rungs in PORTFOLIO_RULES.items()
    }
