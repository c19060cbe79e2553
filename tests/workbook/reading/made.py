"""Filled workbooks for the tests of reading: rendered in memory or into a file, then edited."""

from __future__ import annotations

import dataclasses
import math
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from hypothesis import strategies as st

from kamxl.actions.run import RunResult, run
from kamxl.cells import CellValue
from kamxl.domain.policy import (
    BAND_COUNT,
    METRICS,
    RATED,
    SLOTS,
    Criterion,
    Gate,
    Policy,
    Scale,
    Step,
)
from kamxl.domain.portfolio import (
    COMPARED_NUMBERS,
    COMPARED_TEXTS,
    DATE_COLUMNS,
    FORECASTS,
    NUMBER_COLUMNS,
    SUBRATINGS,
    TEXT_COLUMNS,
    TIER_DATES,
    TIER_NUMBERS,
    TIER_TEXTS,
    Portfolio,
    Ratings,
)
from kamxl.hosts.memory import MemoryBook
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.accounts import first_of
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import accounts, criteria_places, rating_columns, settings
from kamxl.workbook.spec import Book, Content, Formula, Link
from tests.domain import golden
from tests.parity.made import judgements

TODAY = golden.TODAY
# Where the first account and its ratings stand in a workbook fresh from kamxl.
FIRST = 5
ACCOUNT = {key: n for n, key in enumerate((*accounts.INPUTS, *accounts.COMPUTED))}
RATING = {key: n for n, key in enumerate(rating_columns.KEYS)}
CRITERION = criteria_places.PLACE
# Numbers that stand with the ratings.
RATED_NUMBERS = (*TIER_NUMBERS, *FORECASTS, *SUBRATINGS)
LETTERS_SAID = st.sampled_from(["", "", "A", "B", "C", "D", " b ", "E"])


def example(language: Language = "de", **policy: object) -> Inputs:
    """Return the twelve accounts under the profile `standard`."""
    return Inputs(
        golden.portfolio(),
        dataclasses.replace(golden.policy(), **policy),  # type: ignore[arg-type]
        language,
        TODAY,
        source="crm.csv",
    )


def name(key: str, language: Language = "de") -> str:
    """Return a sheet's name."""
    return words.SHEETS[key](language)


def label(key: str, language: Language = "de") -> str:
    """Return the heading of a column of accounts."""
    return words.ACCOUNT_COLUMNS[key](language)


def setting(key: str) -> tuple[int, int]:
    """Return where a setting's value stands in a fresh workbook."""
    return settings.row_of(key), settings.VALUE


def _plain(content: Content) -> CellValue:
    if isinstance(content, Formula):
        return content.value
    return content.text if isinstance(content, Link) else content


def cells_of(book: Book) -> dict[str, list[list[CellValue]]]:
    """Return what a rendered workbook shows, sheet by sheet."""
    found: dict[str, list[list[CellValue]]] = {}
    for sheet in book.sheets:
        places: dict[tuple[int, int], CellValue] = {
            (cell.row, cell.column): _plain(cell.content) for cell in sheet.cells
        }
        places |= {(area.top, area.left): _plain(content) for area, content, _ in sheet.merges}
        for table in sheet.tables:
            for n, column in enumerate(table.columns, start=table.column):
                places[table.row, n] = column.label
                places |= {
                    (row, n): value for row, value in enumerate(column.values, start=table.row + 1)
                }
        height = 1 + max(row for row, _ in places)
        width = 1 + max(column for _, column in places)
        rows: list[list[CellValue]] = [[None] * width for _ in range(height)]
        for (row, column), value in places.items():
            rows[row][column] = value
        found[sheet.name] = rows
    return found


def in_memory(inputs: Inputs) -> MemoryBook:
    """Return a rendered workbook that is open in a program without formulas."""
    return MemoryBook(cells_of(render(inputs)))


def built(inputs: Inputs, path: Path) -> Path:
    """Return the file of a rendered workbook."""
    build(render(inputs), path)
    return path


def edited(path: Path, edit: Callable[[Any], object], out: Path | None = None) -> Path:
    """Return a workbook changed with openpyxl, which keeps formulas, but none of their results."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(out or path)
    return out or path


def judged(path: Path) -> RunResult:
    """Return what `run` says of a file."""
    return run(read_book(path), TODAY)


def renewed(found: RunResult, language: Language | None = None) -> Inputs:
    """Return the inputs that were read as they may be rendered afresh, in either language."""
    language = language or found.inputs.language
    ids = found.inputs.portfolio.ids
    first = first_of(ids)
    scored = np.array([first.get(id_) == account for account, id_ in enumerate(ids)], dtype=bool)
    return dataclasses.replace(
        found.inputs,
        portfolio=dataclasses.replace(found.inputs.portfolio, scored=scored),
        language=language,
        findings=(),
    )


def codes(findings: Sequence[Any]) -> list[str]:
    """Return the findings' codes."""
    return [finding.code for finding in findings]


# ------------------------------------------------------------ what is compared


def padded(policy: Policy) -> Policy:
    """Return the policy with all nine thresholds spelled out, as a workbook has them."""
    return dataclasses.replace(
        policy,
        criteria=tuple(
            dataclasses.replace(c, bands=(*c.bands, *[None] * (BAND_COUNT - len(c.bands))))
            for c in policy.criteria
        ),
    )


def assert_same_accounts(found: Portfolio, wanted: Portfolio, policy: Policy) -> None:
    """Assert that nothing about the accounts differs, ratings included."""
    assert found.ids == wanted.ids
    assert found.names == wanted.names
    assert found.leader == wanted.leader
    assert list(found.scored) == list(wanted.scored)
    for key in (*NUMBER_COLUMNS, *RATED_NUMBERS):
        np.testing.assert_array_equal(found.number(key), wanted.number(key), err_msg=key)
    for key in (*TEXT_COLUMNS, *TIER_TEXTS):
        assert found.text(key) == wanted.text(key), key
    for key in (*DATE_COLUMNS, *TIER_DATES):
        assert found.date(key) == wanted.date(key), key
    for criterion in policy.criteria:
        one, other = found.rated(criterion.key), wanted.rated(criterion.key)
        np.testing.assert_array_equal(one.values, other.values, err_msg=criterion.key)
        assert list(one.unknown) == list(other.unknown)
        assert list(one.wrong) == list(other.wrong)


# ------------------------------------------------------------ made up

# Everything that XML can carry, except that it makes one of all ends of lines.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])
PHRASES = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
NAMES = st.one_of(
    st.just(""), PHRASES, st.sampled_from(["=1+1", "-5 € Rabatt", "_x0041_", "00123", " a ", "@x"])
)


def floats(low: float, high: float) -> st.SearchStrategy[float]:
    """Return numbers of the fifteen digits that a spreadsheet holds, none of them minute."""
    return st.floats(low, high).map(lambda value: round(float(f"{value:.15g}"), 6))


AMOUNTS = st.one_of(
    st.just(math.nan),
    st.just(0.0),
    st.integers(-500_000, 5_000_000).map(lambda cents: cents / 100),
    floats(-1e15, 1e15),
)
DAYS = st.one_of(st.none(), st.dates(TODAY.replace(year=1950), TODAY.replace(year=2100)))


@st.composite
def _criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    made = []
    for place in range(draw(st.integers(1, SLOTS))):
        derived = draw(st.booleans())
        phrase = st.builds(Text, PHRASES, PHRASES)
        made.append(
            Criterion(
                key=f"crit_{place}",
                name=draw(phrase),
                weight=draw(st.one_of(st.integers(0, 40), floats(0.01, 1000))),
                direction=draw(st.sampled_from([1, -1])),
                axis=draw(st.sampled_from(["attractiveness", "strength", "none"])),
                source=draw(st.sampled_from(METRICS)) if derived else RATED,
                bands=tuple(
                    draw(st.lists(st.one_of(st.none(), floats(-1e9, 1e9)), max_size=BAND_COUNT))
                ),
                active=draw(st.booleans()),
                gate=draw(
                    st.sampled_from(
                        [
                            None,
                            Gate(3),
                            Gate(4.5, "B"),
                            Gate(1, "D", "exclude"),
                            Gate(2, "C", "flag"),
                        ]
                    )
                ),
                anchors=(draw(st.none() | phrase), draw(st.none() | phrase), None),
                description=draw(st.none() | phrase),
                shape=draw(st.sampled_from(["step", "linear"])),
                floor=draw(st.none() | floats(-1e9, 1e9)),
            )
        )
    return tuple(made)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Return a policy in which everything that can be set has been set anew."""
    judged_by = draw(_criteria())
    keys = [criterion.key for criterion in judged_by]
    tenths = st.integers(10, 100).map(lambda tenth: tenth / 10)
    parts = st.integers(1, 100).map(lambda percent: percent / 100)
    borders = draw(st.lists(tenths, min_size=3, max_size=3, unique=True).map(sorted))
    default = Policy(())

    def turned(steps: Sequence[Step]) -> tuple[Step, ...]:
        operators = st.sampled_from([">=", ">"])
        return tuple(Step(step.level, draw(operators), draw(parts)) for step in steps)

    return Policy(
        judged_by,
        profile=draw(st.sampled_from(["standard", "data-only", "unser"])),
        scale=Scale(draw(st.sampled_from([10, 100]))),
        missing=draw(st.sampled_from(["reweight", "neutral", "worst", "error"])),
        minimum_coverage=draw(parts),
        tier_mode=draw(st.sampled_from(["threshold", "quota", "matrix", "pareto"])),
        quotas=draw(st.sampled_from([(0.1, 0.3, 0.6), (1.0, 2.5, 7.0), (0.0, 0.5, 3.0)])),
        hysteresis=draw(st.sampled_from([0.0, 0.25, 1.5])),
        hysteresis_periods=draw(st.integers(1, 5)),
        cut_mode=draw(st.sampled_from(["midpoint", "median", "custom"])),
        grid=draw(st.sampled_from([2, 3])),
        strength_mode=draw(st.sampled_from(["criteria", "stage"])),
        horizon=draw(st.integers(1, 20)),
        xyz=(draw(parts), draw(parts)),
        icp_segment=draw(st.sampled_from(["", "Hotel", "Bau, Handel"])),
        icp_segment_weight=draw(st.integers(0, 100)),
        icp_region=draw(st.sampled_from(["", "Süd"])),
        icp_region_weight=draw(st.integers(0, 100)),
        stability_accounts=draw(st.sampled_from([1, 5, 30])),
        draws=draw(st.sampled_from([100, 300])),
        borders=(borders[2], borders[1], borders[0]),
        tie_break=(draw(st.sampled_from([*keys, ""])), draw(st.sampled_from([*keys, "nobody"]))),
        cut_attractiveness=draw(tenths),
        cut_strength=draw(tenths),
        cut_relative=draw(st.sampled_from([0.9, 1.0, 1.25])),
        factors=tuple(
            dataclasses.replace(
                factor,
                weight=draw(st.sampled_from([0.0, 12.5, 20.0])),
                name=draw(st.sampled_from([factor.name, Text.same("Unser Faktor")])),
            )
            for factor in default.factors
        ),
        borderline=draw(st.sampled_from([0.0, 0.25, 3.0])),
        moved=draw(st.sampled_from([0.01, 0.25, 2.5])),
        basis=draw(st.sampled_from(["revenue", "margin"])),
        reported_revenue=draw(st.one_of(st.none(), floats(0, 1e12))),
        reported_before=draw(st.one_of(st.none(), floats(0, 1e12))),
        fixed_costs=draw(st.one_of(st.none(), floats(0, 1e12))),
        cash=draw(st.one_of(st.none(), floats(0, 1e12))),
        substitution=draw(parts),
        receivables_limit=draw(parts),
        abc=(draw(parts), draw(parts)),
        ladder=turned(default.ladder),
        portfolio_rules={rule: turned(steps) for rule, steps in default.portfolio_rules.items()},
        risk_share=draw(parts),
        risk_share_near=draw(parts),
        contract_months=draw(st.integers(0, 120)),
        mark_share=draw(parts),
        mark_solvency=draw(tenths),
        solvency_key=draw(st.sampled_from([*keys, ""])),
        shortlist=draw(st.integers(1, 50)),
        key_account_limit=draw(st.integers(1, 50)),
        plan_tiers=draw(st.sampled_from(["none", "a", "b", "c"])),
        plan_matrix=draw(st.sampled_from(["none", "key", "development"])),
        plan_limit=draw(st.integers(0, 500)),
        manager_limit=draw(st.integers(1, 1000)),
        balance_mode=draw(st.sampled_from(["even", "proportional"])),
        balance_spread=draw(st.integers(0, 50).map(lambda percent: percent / 100)),
        currency=draw(st.sampled_from(["EUR", "CHF", "T€"])),
        period=draw(st.sampled_from(["", "2025", "Jan–Dez"])),
        labels=draw(st.integers(0, 50)),
        reserve=draw(st.integers(0, 60)),
        formula_limit=draw(st.sampled_from([1, 3, 5000])),
    )


@st.composite
def inputs(draw: st.DrawFn, most: int = 8) -> Inputs:
    """Return inputs of all kinds; what is wrong in them is wrong as people would type it."""
    policy = draw(policies())
    count = draw(st.integers(0, most))

    def column(of: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(of, min_size=count, max_size=count))

    ids = tuple(f"{draw(st.sampled_from(['0', 'K-', '=', 'ä*~?']))}{n}" for n in range(count))
    scored = column(st.sampled_from([True, True, True, False]))

    def rated(of: st.SearchStrategy[Any], blank: Any) -> list[Any]:
        """Return cells that stand with the ratings: who has no row there has none."""
        return [cell if on else blank for cell, on in zip(column(of), scored, strict=True)]

    high = policy.scale.high
    rating = st.one_of(
        st.none(), st.integers(1, high), floats(1, high), st.sampled_from(["?", 0, high + 1])
    )
    return Inputs(
        Portfolio(
            ids,
            tuple(column(NAMES)),
            {
                **{
                    key: np.array(column(AMOUNTS), dtype=float)
                    for key in (*NUMBER_COLUMNS, *COMPARED_NUMBERS)
                },
                **{key: np.array(rated(AMOUNTS, math.nan), dtype=float) for key in RATED_NUMBERS},
            },
            {
                key: tuple(
                    column(st.sampled_from(["", *words.CHOICES[key], "ruhend"]))
                    if key in words.CHOICES
                    else column(NAMES)
                )
                for key in (*TEXT_COLUMNS, *COMPARED_TEXTS)
            }
            | {
                key: tuple(rated(LETTERS_SAID if key.endswith("_tier") else NAMES, ""))
                for key in TIER_TEXTS
            },
            {
                **{key: tuple(column(DAYS)) for key in DATE_COLUMNS},
                **{key: tuple(rated(DAYS, None)) for key in TIER_DATES},
            },
            tuple(column(st.booleans())),
            {
                criterion.key: Ratings.of(
                    [cell if on else None for cell, on in zip(column(rating), scored, strict=True)]
                )
                for criterion in policy.criteria
            },
            np.array(scored, dtype=bool),
        ),
        policy,
        draw(st.sampled_from(LANGUAGES)),
        draw(st.dates(TODAY.replace(year=2000), TODAY.replace(year=2099))),
        weights=draw(judgements(policy)),
    )


def column_of(letters: str) -> int:
    """Return a column's number from 0: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
