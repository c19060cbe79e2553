"""Made-up inputs for workbooks: portfolios and policies with all that people type."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from kamxl.cells import CellValue
from kamxl.domain.buying import DEFAULT_FACTORS, Factor
from kamxl.domain.policy import (
    BAND_COUNT,
    LEVELS,
    METRICS,
    PORTFOLIO_RULES,
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
    Portfolio,
    Ratings,
)
from kamxl.domain.stages import STAGE_STRENGTH
from kamxl.domain.subratings import STRATEGIC
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.inputs import Chosen, Inputs, WeightsInput
from kamxl.workbook.sheets.stress import LOST

TODAY = dt.date(2026, 1, 31)
POOL = 10
# With round amounts that sum to this, shares are multiples of 5 %.
TOTAL = 1000.0
# Few, so that the tables of strength have as many rows.
COMPARED_MOST = 5
NAMES = (
    "Müller & Söhne", "=1+1", "North/South", "Bon app'", "", "-5 € Rabatt", "O'Neil \"Q\"", "@x",
    "Ж 東京", "12345",
)  # fmt: skip
IDS = ("{:05d}", "K-{}", "a*{}", "x?{}", "t~{}", "{}", "=id{}")


LETTER = st.sampled_from(["", "", "A", "B", "C", "D", " b ", "d", "E", "AB"])
TIERS_SAID: dict[str, st.SearchStrategy[object]] = {
    "previous_tier": LETTER,
    "override_tier": st.one_of(st.just(""), LETTER),
    "override_by": st.sampled_from(["", "Ann", "=Bob"]),
    "override_reason": st.sampled_from(["", "so", "=1+1"]),
}


@dataclass(frozen=True)
class Shape:
    """What two workbooks must share so that one can be typed into the other."""

    language: Language
    count: int
    unscored: int
    reserve: int


@st.composite
def shapes(draw: st.DrawFn, least: int, most: int) -> Shape:
    count = draw(st.integers(least, most))
    return Shape(
        draw(st.sampled_from(["en", "de"])),
        count,
        draw(st.integers(0, min(2, count - 1))),
        draw(st.integers(0, 3)),
    )


def cents(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low, high).map(lambda amount: amount / 100)


AMOUNT = st.one_of(
    st.just(math.nan),
    st.just(0.0),
    cents(-500_00, 10_000_00),
    cents(-500_00, 10_000_00),
    st.sampled_from([100.0, 250.0, 1000.0, 99_999_999.99]),
)
NUMBERS: dict[str, st.SearchStrategy[float]] = {
    **dict.fromkeys(NUMBER_COLUMNS, AMOUNT),
    "order_cv": st.one_of(st.just(math.nan), cents(0, 300)),
    "orders": st.one_of(st.just(math.nan), st.integers(0, 40).map(float)),
    "retention": st.sampled_from([math.nan, 0.0, 0.5, 0.85, 0.9, 1.0, 1.5, -0.1]),
    "sustainability": st.sampled_from([math.nan, 0.0, 0.25, 0.7, 1.0, 2.0]),
    "credit_index": st.sampled_from(
        [math.nan, 99.0, 100.0, 149.5, 150.0, 299.0, 349.0, 350.0, 499.9, 500.0, 600.0, 601.0]
    ),
}
ATTRIBUTE = st.sampled_from(["", "Hotel", "  hotel", "Bau  &  Holz", "Süd", "Bau"])
IDEAL = st.sampled_from(["", " ", "Hotel", "hotel, Bau & Holz", "SÜD ,Bau", ","])
NUMBER_NAMES = [key for key in NUMBER_COLUMNS if key != "revenue"]
DAYS = st.one_of(
    st.none(),
    st.integers(-400, 400).map(lambda days: TODAY + dt.timedelta(days)),
    # The horizon of six months is 2026-07-31, of one month 2026-02-28.
    st.sampled_from(
        [dt.date(2026, 7, 30), dt.date(2026, 7, 31), dt.date(2026, 8, 1), dt.date(2026, 2, 28),
         dt.date(2026, 3, 1), TODAY, TODAY - dt.timedelta(1)]
    ),
)  # fmt: skip


def ratings(high: int, *, clean: bool) -> st.SearchStrategy[object]:
    step = 1 if high == 10 else 11
    if clean:
        return st.one_of(
            st.sampled_from([None, "?"]),
            *[st.integers(1, 10).map(lambda x: 1 + step * (x - 1))] * 4,
        )
    return st.one_of(
        st.none(),
        st.integers(1, 10).map(lambda x: 1 + step * (x - 1)),
        st.integers(1, 10).map(lambda x: 1 + step * (x - 1)),
        st.sampled_from([1.5, 2.25, 5.5, 9.75]),
        st.sampled_from(["?", " ? ", "gut", 0, high + 1, -3, 0.99]),
    )


@st.composite
def bands(draw: st.DrawFn) -> tuple[float | None, ...]:
    """Return thresholds, ascending or descending, with gaps; perhaps one only, perhaps none."""
    chosen = draw(
        st.one_of(
            st.lists(cents(-200, 400), min_size=BAND_COUNT, max_size=BAND_COUNT),
            st.lists(cents(-100_00, 9_000_00), min_size=BAND_COUNT, max_size=BAND_COUNT),
            st.just([50.0, 100, 150, 200, 250, 500, 1000, 4000, 8000]),
        )
    )
    ordered = sorted(chosen, reverse=draw(st.booleans()))
    gaps = draw(st.lists(st.booleans(), min_size=BAND_COUNT, max_size=BAND_COUNT))
    return tuple(None if gap else band for gap, band in zip(gaps, ordered, strict=True))


GATES = [
    None, None, Gate(3), Gate(2, "D"), Gate(4.5, "B"), Gate(3), Gate(3, "D", "exclude"),
    Gate(5, "C", "flag"),
]  # fmt: skip


@st.composite
def criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    count = draw(st.integers(1, SLOTS))
    made = []
    for place in range(count):
        derived = draw(st.sampled_from([False, False, True]))
        sources = st.sampled_from([*METRICS, "revenue", "revenue"])
        made.append(
            Criterion(
                key=f"k{place}" if place or draw(st.booleans()) else STRATEGIC,
                name=Text(f"Criterion {place}", f"Kriterium {place}"),
                weight=draw(st.one_of(st.integers(0, 40), st.sampled_from([0.5, 12.5, 33.3]))),
                direction=draw(st.sampled_from([1, -1])),
                axis=draw(st.sampled_from(["attractiveness", "strength", "none"])),
                source=draw(sources) if derived else RATED,
                bands=draw(bands()) if derived else (),
                shape=draw(st.sampled_from(["step", "linear"])),
                floor=draw(st.sampled_from([None, None, -5.0, 0.0, 120.5])),
                active=draw(st.sampled_from([True, True, True, False])),
                gate=draw(st.sampled_from(GATES)),
            )
        )
    others = sum(criterion.weight for criterion in made[:-1])
    if others <= 100 and draw(st.booleans()):
        made = [replace(criterion, active=True) for criterion in made]
        made[-1] = replace(made[-1], weight=100 - others)
    return tuple(made)


@st.composite
def steps(draw: st.DrawFn, levels: tuple[str, ...], high: int, unit: int = 1) -> tuple[Step, ...]:
    points = st.integers(1, high // unit).map(lambda x: x * unit)
    found = sorted(draw(st.lists(points, min_size=len(levels), max_size=len(levels))))
    return tuple(
        Step(level, draw(st.sampled_from([">=", ">"])), threshold / 100)  # type: ignore[arg-type]
        for level, threshold in zip(levels, found, strict=True)
    )


def quotas() -> st.SearchStrategy[tuple[float, float, float]]:
    """Return shares, numbers, or both; cumulative."""
    share = st.integers(0, 99).map(lambda x: x / 100)
    number = st.one_of(st.integers(1, 15).map(float), st.just(2.5))
    few = st.lists(st.one_of(share, number), min_size=3, max_size=3)
    return few.map(sorted).map(lambda x: (x[0], x[1], x[2]))


@st.composite
def factors(draw: st.DrawFn) -> tuple[Factor, ...]:
    """Return the shipped factors with weights of their own; all of them may be zero."""
    weights = st.sampled_from([0.0, 10.0, 20.0, 33.3])
    return tuple(replace(factor, weight=draw(weights)) for factor in DEFAULT_FACTORS)


@st.composite
def comparisons(
    draw: st.DrawFn, scale: Scale, count: int
) -> tuple[dict[str, np.ndarray], dict[str, tuple[str, ...]]]:
    """Return what customers of a few accounts think; some of it blank or off the scale."""
    few = min(count, COMPARED_MOST)
    points = [scale.from_ten(x) for x in (1.0, 4.0, 5.5, 5.5, 7.25, 10.0)]
    views = st.sampled_from([math.nan, *points, *points, scale.high + 1.0, -2.0])
    weights = st.sampled_from([math.nan, math.nan, 0.0, 12.5, 40.0, 100.0, 101.0, -1.0])
    numbers: dict[str, np.ndarray] = {}
    for key in COMPARED_NUMBERS:
        column = np.full(count, math.nan)
        of = weights if key.startswith("w_") else views
        column[:few] = draw(st.lists(of, min_size=few, max_size=few))
        numbers[key] = column
    names = st.lists(st.sampled_from(["", "Rivalix", "Ä & Ö"]), min_size=few, max_size=few)
    texts = {key: (*draw(names), *[""] * (count - few)) for key in COMPARED_TEXTS}
    return numbers, texts


@st.composite
def policies(draw: st.DrawFn, reserve: int, *, edges: bool) -> Policy:
    """Return settings of all kinds; with `edges`, round ones that round inputs meet exactly."""
    judged = draw(criteria())
    keys = [criterion.key for criterion in judged]
    if not edges and draw(st.booleans()):
        return Policy(judged, tie_break=(keys[0], keys[-1]), solvency_key=keys[0], reserve=reserve,
                      scale=Scale(draw(st.sampled_from([10, 100]))))  # fmt: skip
    tenths = (
        st.sampled_from([2.0, 4.0, 6.0, 8.0])
        if edges
        else st.integers(10, 100).map(lambda x: x / 10)
    )
    borders = draw(st.lists(tenths, min_size=3, max_size=3, unique=True).map(sorted))
    unit = 5 if edges else 1
    parts = st.integers(0, 100 // unit).map(lambda x: x * unit / 100)
    shares = st.integers(1, 60 // unit).map(lambda x: x * unit / 100)
    return Policy(
        judged,
        scale=Scale(draw(st.sampled_from([10, 100]))),
        missing=draw(st.sampled_from(["reweight", "neutral", "worst", "error"])),
        minimum_coverage=draw(parts),
        tier_mode=draw(st.sampled_from(["threshold", "threshold", "quota", "matrix", "pareto"])),
        quotas=draw(quotas()),
        hysteresis=draw(st.sampled_from([0.0, 0.25, 0.25, 1.0, 2.5])),
        hysteresis_periods=draw(st.sampled_from([1, 1, 2, 3])),
        borders=(borders[2], borders[1], borders[0]),
        tie_break=(draw(st.sampled_from([*keys, "", "nobody"])), draw(st.sampled_from(keys))),
        cut_attractiveness=draw(tenths),
        cut_strength=draw(tenths),
        cut_mode=draw(st.sampled_from(["midpoint", "median", "custom"])),
        grid=draw(st.sampled_from([2, 3])),
        strength_mode=draw(st.sampled_from(["criteria", "stage", "relative"])),
        cut_relative=draw(st.sampled_from([0.9, 1.0, 1.25])),
        factors=draw(factors()),
        horizon=draw(st.integers(1, 5)),
        borderline=draw(st.sampled_from([0.0, 0.25, 1.0, 3.0])),
        moved=draw(st.sampled_from([0.01, 0.25, 1.0])),
        basis=draw(st.sampled_from(["revenue", "margin"])),
        reported_revenue=draw(
            st.sampled_from([None, TOTAL]) if edges else st.one_of(st.none(), cents(0, 50_000_00))
        ),
        reported_before=draw(st.sampled_from([None, 900.0, 1e6])),
        receivables_limit=draw(st.sampled_from([0.05, 0.2, 0.25, 1.0])),
        fixed_costs=draw(st.sampled_from([None, 0.0, 1000.0, 25_000.5, 1e8])),
        cash=draw(st.sampled_from([None, 0.0, 600.0])),
        substitution=draw(st.sampled_from([0.0, 0.2, 1.0])),
        abc=tuple(sorted((draw(parts), draw(parts)))),  # type: ignore[arg-type]
        xyz=tuple(sorted((draw(parts), draw(parts)))),  # type: ignore[arg-type]
        ladder=draw(steps(LEVELS[1:], 80, unit)),
        portfolio_rules={
            rule: draw(steps(tuple(step.level for step in given), 90))
            for rule, given in PORTFOLIO_RULES.items()
        },
        risk_share=draw(shares),
        risk_share_near=draw(shares),
        contract_months=draw(st.sampled_from([0, 1, 6, 12])),
        mark_share=draw(shares),
        mark_solvency=draw(tenths),
        icp_segment=draw(IDEAL),
        icp_segment_weight=draw(st.sampled_from([0.0, 50.0, 12.5])),
        icp_region=draw(IDEAL),
        icp_region_weight=draw(st.sampled_from([0.0, 50.0, 70.0])),
        icp_company_size=draw(IDEAL),
        icp_use_case=draw(IDEAL),
        icp_use_case_weight=draw(st.sampled_from([0.0, 50.0])),
        lifetime_years=draw(st.sampled_from([None, 0, 1, 5, 5])),
        retention=draw(st.sampled_from([0.9, 0.5, 0.0, 1.0])),
        discount=draw(st.sampled_from([0.1, 0.0, 0.035])),
        annualise=draw(st.sampled_from(["no", "yes"])),
        period_end=draw(st.sampled_from([None, dt.date(2025, 12, 31), dt.date(2026, 6, 30)])),
        reference_years=draw(st.sampled_from([0, 1, 5])),
        reference_rating=draw(tenths),
        reference_key=draw(st.sampled_from([*keys, "nobody"])),
        solvency_key=draw(st.sampled_from([*keys, "nobody"])),
        shortlist=draw(st.integers(1, 5)),
        plan_tiers=draw(st.sampled_from(["none", "a", "b", "c"])),
        plan_matrix=draw(st.sampled_from(["none", "key", "development"])),
        plan_limit=draw(st.sampled_from([0, 1, 50])),
        manager_limit=draw(st.sampled_from([1, 2, 5])),
        balance_mode=draw(st.sampled_from(["even", "proportional"])),
        balance_spread=draw(st.sampled_from([0.0, 0.15, 0.5])),
        reserve=reserve,
        period=draw(st.sampled_from(["", "2025", "Jan–Dez 2025"])),
    )


@st.composite
def portfolios(draw: st.DrawFn, shape: Shape, policy: Policy, *, edges: bool) -> Portfolio:
    """Return accounts; many of them repeat a few rows, which makes ties.

    With `edges`, shares are multiples of 5 % and every rating of an account is the same after
    direction, or blank: so that scores are whole numbers, and only coverage tells equals apart.
    """
    count = shape.count
    pool = min(count, POOL)
    clean = draw(st.booleans())

    def rows(of: st.SearchStrategy[object]) -> list[object]:
        few = draw(st.lists(of, min_size=pool, max_size=pool))
        turn = draw(st.integers(0, pool - 1)) if count > pool else 0
        return [few[(place + turn * (place // pool)) % pool] for place in range(count)]

    given = draw(st.lists(st.sampled_from(NUMBER_NAMES), max_size=6, unique=True))
    numbers = {
        key: np.array(rows(NUMBERS[key]), dtype=float)  # type: ignore[arg-type]
        for key in ["revenue", *given]
    }
    for key in (*FORECASTS, *SUBRATINGS) if draw(st.booleans()) else ():
        high = policy.scale.high
        numbers[key] = np.array(  # type: ignore[assignment]
            rows(st.sampled_from([math.nan, 1.0, 5.5, 7.25, float(high), high + 1.0, -2.0]))
        )
    if draw(st.booleans()):
        numbers["periods_before"] = np.array(  # type: ignore[assignment]
            rows(st.sampled_from([math.nan, 0.0, 1.0, 2.0, -1.0, -2.5, 1.9, 200.0]))
        )
    if edges:
        numbers["revenue"] = np.array(rows(st.integers(0, 4).map(lambda x: 50.0 * x)), dtype=float)
        numbers["revenue"][-1] = max(TOTAL - numbers["revenue"][:-1].sum(), 0.0)
    elif count > pool and draw(st.booleans()):
        numbers["revenue"] = np.round(numbers["revenue"] + np.arange(count) % 7, 2)
    level = rows(st.sampled_from([2, 4, 4, 6, 6, 8]))
    views, rivals = draw(comparisons(policy.scale, count)) if draw(st.booleans()) else ({}, {})
    numbers |= views  # type: ignore[arg-type]

    def points(criterion: Criterion) -> list[object]:
        if not edges:
            return rows(ratings(policy.scale.high, clean=clean))
        blank = rows(st.sampled_from([False, False, False, True]))
        return [
            None if gone else policy.scale.from_ten(x if criterion.direction > 0 else 11 - x)  # type: ignore[operator]
            for x, gone in zip(level, blank, strict=True)
        ]

    ids = [str(form).format(place) for place, form in enumerate(rows(st.sampled_from(IDS)))]
    scored = np.ones(count, bool)
    for place in draw(st.permutations(range(count)) if count < 30 else st.just(range(5, 9)))[
        : shape.unscored
    ]:
        scored[place] = False
        ids[place] = draw(st.sampled_from([ids[place], ""]))
    return Portfolio(
        ids=tuple(ids),
        names=tuple(map(str, rows(st.sampled_from(NAMES)))),
        numbers=numbers,
        texts={
            "status": tuple(
                map(str, rows(st.sampled_from(["", "customer", "prospect", "dormant"])))
            ),
            "owner": tuple(map(str, rows(st.sampled_from(["", "Ann", "=Bob"])))),
            "external": tuple(map(str, rows(st.sampled_from(["", "", "yes", "no", "maybe"])))),
            "parent": tuple(_parents(draw, ids)),
            "segment": tuple(map(str, rows(ATTRIBUTE))),
            "region": tuple(map(str, rows(ATTRIBUTE))),
            "brand": tuple(map(str, rows(st.sampled_from(["", "yes", "no", "5"])))),
            "vision": tuple(
                map(str, rows(st.sampled_from(["", "*", "aligned", "neutral", "contradictory"])))
            ),
            "reputation_fits": tuple(
                map(str, rows(st.sampled_from(["", "yes", "unclear", "no", "5"])))
            ),
            **{
                key: tuple(map(str, rows(st.sampled_from(["", "*", "5", *words.CHOICES[key]]))))
                for key in ("expansion", "impulse", "logo", "owner_role", "pinned")
            },
            **{
                key: tuple(map(str, rows(ATTRIBUTE)))
                for key in ("company_size", "use_case", "control_group", "end_customer")
            },
            "vat_id": tuple(map(str, rows(st.sampled_from(["", "DE123456789", "=1+1", "0815"])))),
            "control_reason": tuple(map(str, rows(st.sampled_from(["", "=1+1", "so"])))),
            "stage": tuple(map(str, rows(st.sampled_from(["", "?*", "far", *STAGE_STRENGTH])))),
            **{key: tuple(map(str, rows(cells))) for key, cells in TIERS_SAID.items()},
            **rivals,
        },
        dates={
            key: tuple(rows(DAYS))  # type: ignore[arg-type]
            for key in (*DATE_COLUMNS, "override_date", "override_until")
        },
        leader=tuple(bool(cell) for cell in rows(st.sampled_from([False, False, True]))),
        ratings={
            criterion.key: Ratings.of(points(criterion))
            for criterion in policy.criteria
            if draw(st.sampled_from([True, True, True, False]))
        },
        scored=scored,
    )


def _parents(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """Return parents: nobody, another account, a name; chains and circles happen."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    share = draw(st.sampled_from([0.0, 0.3, 0.8]))
    others = [*ids, "Konzern T", " konzern  t", "K*"]
    return [random.choice(others) if random.random() < share else "" for _ in ids]


SAATY = [1 / n for n in range(9, 1, -1)] + [float(n) for n in range(1, 10)]


@st.composite
def judgements(draw: st.DrawFn, policy: Policy) -> WeightsInput:
    """Return what was judged about weights: nothing, a part, all of it; consistent or not."""
    keys = [criterion.key for criterion in policy.criteria]
    pairs = list(itertools.combinations(keys, 2))
    # One seed for all of them: drawn one by one they would fill what Hypothesis may draw.
    random = Random(draw(st.integers(0, 2**32 - 1)))
    share, noise = draw(st.sampled_from([0.0, 0.9, 1.0, 1.0])), draw(st.sampled_from([0, 0.4, 2]))
    true = {key: random.uniform(1, 9) for key in keys}

    def ratio(first: str, second: str) -> float:
        wanted = true[first] / true[second] * math.exp(random.uniform(-noise, noise))
        return min(SAATY, key=lambda cell: abs(math.log(cell / wanted))) if noise else wanted

    def kept(names: Sequence[object]) -> list[Any]:
        return [name for name in names if random.random() < share]

    return WeightsInput(
        {key: random.choice(["important", "less", "excluded"]) for key in kept(keys)},
        {key: random.choice([0.0, 12.5, 50.0, 100.0]) for key in kept(keys)},
        {pair: ratio(*pair) for pair in kept(pairs)},
    )


@st.composite
def choices(draw: st.DrawFn, portfolio: Portfolio) -> Chosen:
    """Return which accounts are explained: none, by id, as an entry, by another name, or nobody."""
    said = st.sampled_from(["{}", "{} – ", "{} – was else", "{} – {}", "{}x", "", ""])
    ids = st.sampled_from(portfolio.ids)
    return Chosen(*(draw(said).format(draw(ids), draw(ids)) for _ in range(2)))


@st.composite
def losses(draw: st.DrawFn, portfolio: Portfolio) -> dict[str, CellValue]:
    """Return which customers leave: nobody, by id or entry, one twice, one that is none."""
    said = st.sampled_from(["{}", "{} – was else", "{}x", ""])
    ids = st.sampled_from(portfolio.ids)
    made = {key: draw(said).format(draw(ids)) for key in [*LOST][: draw(st.integers(0, 4))]}
    return {key: text for key, text in made.items() if text}


@st.composite
def inputs(draw: st.DrawFn, shape: Shape) -> Inputs:
    edges = draw(st.booleans())
    policy = draw(policies(shape.reserve, edges=edges))
    portfolio = draw(portfolios(shape, policy, edges=edges))
    return Inputs(
        portfolio,
        policy,
        shape.language,
        draw(st.sampled_from([TODAY, dt.date(2025, 3, 1)])),
        weights=draw(judgements(policy)),
        chosen=draw(choices(portfolio)),
        answers=draw(losses(portfolio)),
    )


@dataclass(frozen=True)
class Series:
    """Inputs of one shape: a workbook's first ones, and what is typed into it after."""

    shape: Shape
    inputs: tuple[Inputs, ...]

    def __repr__(self) -> str:
        return f"<{len(self.inputs)} inputs of {self.shape}>"


@st.composite
def series(draw: st.DrawFn, most: int, rounds: int, least: int = 1) -> Series:
    shape = draw(shapes(least, most))
    return Series(shape, tuple(draw(inputs(shape)) for _ in range(1 + rounds)))
