"""The border to pandas: accounts from and to tables, and what an assessment says as a table."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import math
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from kamxl.cells import CellError
from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import tier_name
from kamxl.domain.concentration import ABC
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.portfolio import (
    COMPARED_NUMBERS,
    COMPARED_TEXTS,
    DATE_COLUMNS,
    FORECASTS,
    KNOWN_UNKNOWN,
    NUMBER_COLUMNS,
    SUBRATINGS,
    TEXT_COLUMNS,
    TIER_DATES,
    TIER_NUMBERS,
    TIER_TEXTS,
    Portfolio,
    Ratings,
)
from kamxl.domain.stress import Stress
from kamxl.errors import PolicyError
from kamxl.text import Language

T = TypeVar("T")

RATING_PREFIX = "rating:"
TEXTS, DATES = (*TEXT_COLUMNS, *TIER_TEXTS, *COMPARED_TEXTS), (*DATE_COLUMNS, *TIER_DATES)
NUMBERS = (*NUMBER_COLUMNS, *TIER_NUMBERS, *FORECASTS, *SUBRATINGS, *COMPARED_NUMBERS)
FIXED_COLUMNS = ("id", "name", *NUMBERS, *TEXTS, *DATES, "leader", "scored")


def portfolio_from_frame(frame: pd.DataFrame) -> Portfolio:
    """Return the accounts of a table, one row an account.

    Columns, all but `id` optional: `id` (text; whole numbers become text, zeros that a number has
    lost are lost); `name` (where blank, the id); the numbers `revenue_y2`, `revenue_y1`, `revenue`,
    `margin_y1`, `margin`, `potential`, `order_cv`, `orders`, `service_hours`, `service_cost`,
    `credit_index`, `impulse_cost`, `referrals`, `referral_customers`, `referral_revenue`,
    `avoidable_costs`, `receivables`, in
    currency or as counts, missing where not known (0 is a known zero), and the fractions
    `retention` and `sustainability`; the texts `parent`,
    `status` ("customer" or "prospect"), `owner`, `segment`, `region`, `company_size`, `use_case`,
    `stage` (exploratory, basic, cooperative, interdependent, integrated or dissolving), `external`
    ("no" for one's own group), `brand` and `expansion` ("yes" or "no"), `vision` (aligned, neutral
    or contradictory), `reputation_fits` (yes, no or unclear), `impulse` (service, technology or
    equipment), `logo` (no, asked or yes), `control_group`, `control_reason`, `end_customer`,
    `vat_id`;
    the dates `last_order`, `contract_end`, `customer_since`, `first_order`, `expansion_date`,
    `logo_date`; `leader` (truth); about tiers the texts
    `previous_tier`, `override_tier` (both "A" to "D"), `override_by`, `override_reason` and the
    dates `override_date`, `override_until`; `periods_before`, a whole number, negative for down;
    `forecast_attractiveness` and `forecast_strength`, numbers on the scale;
    what customers think of us and of up to three competitors: `us_1` to `us_6`, `a_1` to `c_6` on
    the scale, the customer's own weights `w_1` to `w_6`, and the names `competitor_a` to
    `competitor_c`;
    and `rating:<criterion key>` with numbers on the scale, missing for not rated, "?" for a known
    unknown; any other text counts as a wrong rating. `scored` (truth) is for round trips; without
    it the second of two accounts with one id is not scored. PolicyError names a column that is
    unknown or twice, and the row of a wrong value.
    """
    _check_columns([str(label) for label in frame.columns])
    frame = frame.rename(columns=str)
    ids = tuple(_column(frame, "id", _identifier))
    named = _column(frame, "name", _text) if "name" in frame.columns else [""] * len(ids)
    names = tuple(name or key for name, key in zip(named, ids, strict=True))

    def given(keys: tuple[str, ...]) -> list[str]:
        return [key for key in keys if key in frame.columns]

    return Portfolio(
        ids=ids,
        names=names,
        numbers={
            key: np.array(_column(frame, key, _number), dtype=float) for key in given(NUMBERS)
        },
        texts={key: tuple(_column(frame, key, _text)) for key in given(TEXTS)},
        dates={key: tuple(_column(frame, key, _date)) for key in given(DATES)},
        leader=tuple(_column(frame, "leader", _truth)) if "leader" in frame.columns else (),
        ratings={
            label.removeprefix(RATING_PREFIX): Ratings.of(_cells(frame, label))
            for label in frame.columns
            if label.startswith(RATING_PREFIX)
        },
        scored=(
            np.array(_column(frame, "scored", _truth), dtype=bool)
            if "scored" in frame.columns
            else ~pd.Series(ids, dtype=object).duplicated().to_numpy(dtype=bool)
        ),
    )


def portfolio_to_frame(portfolio: Portfolio) -> pd.DataFrame:
    """Return the accounts as a table with the columns of `portfolio_from_frame`, which reverses it.

    Columns that the portfolio never had stay away. Ratings are object columns: numbers, None, "?",
    and "#VALUE!" for what had been wrong text. Dates are datetime64[s] at midnight.
    """
    columns: dict[str, pd.Series[Any]] = {
        "id": pd.Series(portfolio.ids, dtype="str"),
        "name": pd.Series(portfolio.names, dtype="str"),
    }
    for key in NUMBERS:
        if key in portfolio.numbers:
            columns[key] = pd.Series(portfolio.numbers[key], dtype="float64")
    for key in TEXTS:
        if key in portfolio.texts:
            columns[key] = pd.Series(portfolio.texts[key], dtype="str")
    for key in DATES:
        if key in portfolio.dates:
            columns[key] = pd.Series(
                np.array(portfolio.dates[key], dtype="datetime64[D]").astype("datetime64[s]")
            )
    columns["leader"] = pd.Series(portfolio.leader, dtype="bool")
    columns["scored"] = pd.Series(portfolio.scored, dtype="bool")
    for key, ratings in portfolio.ratings.items():
        columns[RATING_PREFIX + key] = pd.Series(_rating_cells(ratings), dtype="object")
    return pd.DataFrame(columns)


def assessment_to_frame(assessment: Assessment, language: Language = "en") -> pd.DataFrame:
    """Return what an assessment says of each account, in the order of the portfolio.

    Columns, named as in the JSON of `kamxl run --json`:

    - `id`, `name`: text
    - `score`: on the policy's scale, NaN where nothing is rated; `coverage`: fraction of the weight
      that is rated
    - `rank`: Int64, 1, 2, 2, 4; missing where coverage is too small; `tier`: "A" to "D" or missing,
      as people decided it, else `computed_tier`
    - `gate`: the gate that caps the tier, in words of `language`, or missing
    - `attractiveness`: on the scale; `strength`: too, but a ratio (1.0: as good as the best
      competitor) with the mode "relative"; `strength_source`: "comparison", "criteria", "stage" or
      missing; `quadrant`: "key", "development", "maintenance", "opportunistic" or missing
    - `revenue`: as given, in currency; `revenue_rank`: Int64
    - `share`: structural share, fraction; `disclosure_share`: of the reported total, fraction
    - `abc`: "A", "B", "C", "N" (no revenue) or missing
    - `warnings`: keys of the rules that warn, separated by ", ", "" for none
    - `reason`: a sentence in `language`, "" without a score
    """
    portfolio = assessment.portfolio
    rows = range(len(assessment))
    gates = [assessment.gate_text(row, language) or None for row in rows]
    return pd.DataFrame(
        {
            "id": pd.Series(portfolio.ids, dtype="str"),
            "name": pd.Series(portfolio.names, dtype="str"),
            "score": assessment.score,
            "coverage": assessment.coverage,
            "rank": _ranks(assessment.rank),
            "tier": _tiers(assessment.tier),
            "computed_tier": _tiers(assessment.computed_tier),
            "gate": pd.Series(gates, dtype="str"),
            "attractiveness": assessment.attractiveness,
            "strength": assessment.strength,
            "strength_source": pd.Series([assessment.strength_from(n) for n in rows], dtype="str"),
            "quadrant": pd.Series(_named(assessment.quadrant, QUADRANTS), dtype="str"),
            "revenue": portfolio.number("revenue"),
            "revenue_rank": _ranks(assessment.revenue_rank),
            "share": assessment.share,
            "disclosure_share": assessment.disclosure_share,
            "abc": pd.Series(_named(assessment.abc, ABC), dtype="str"),
            "warnings": pd.Series([", ".join(assessment.warnings(n)) for n in rows], dtype="str"),
            "reason": pd.Series([assessment.reason(n, language) for n in rows], dtype="str"),
        }
    )


def stress_to_frame(stress: Stress) -> pd.DataFrame:
    """Return the losses of a stress test, one row a loss, the year without any loss first.

    Columns: `lost` (ids, separated by ", ", "" for none), `lost_revenue`, `lost_margin`, `revenue`,
    `margin`, `ebit`, `break_even`, `gap` in currency; `ratio` and `safety` as fractions; `runway`
    in months (inf without a loss, missing without cash); `replacement` in customers of median size.
    Missing where a figure does not exist.
    """
    before = {
        "revenue": stress.revenue,
        "margin": stress.margin,
        "ebit": stress.ebit,
        "ratio": stress.ratio,
        "break_even": stress.break_even,
        "gap": None if stress.break_even is None else stress.break_even - stress.revenue,
        "safety": stress.safety,
    }
    rows = [before, *map(dataclasses.asdict, stress.losses)]
    columns = (
        "lost_revenue", "lost_margin", "revenue", "margin", "ebit", "ratio", "break_even", "gap",
        "safety", "runway", "replacement",
    )  # fmt: skip
    return pd.DataFrame(
        {
            "lost": pd.Series([", ".join(row.get("ids", ())) for row in rows], dtype="str"),
            **{key: pd.Series([row.get(key) for row in rows], dtype="float64") for key in columns},
        }
    )


def _named(numbers: Iterable[Any], names: tuple[str, ...]) -> list[str | None]:
    return [names[int(number) - 1] if number else None for number in numbers]


def _tiers(tiers: Iterable[Any]) -> pd.Series[Any]:
    return pd.Series([tier_name(int(number)) for number in tiers], dtype="str")


def _ranks(ranks: np.typing.NDArray[np.int64]) -> pd.Series[Any]:
    return pd.Series(ranks, dtype="Int64").mask(ranks == 0)


def _rating_cells(ratings: Ratings) -> list[float | str | None]:
    cells: list[float | str | None] = []
    for value, unknown, wrong in zip(ratings.values, ratings.unknown, ratings.wrong, strict=True):
        if wrong:
            cells.append(str(CellError.VALUE))
        elif unknown:
            cells.append(KNOWN_UNKNOWN)
        else:
            cells.append(None if math.isnan(value) else float(value))
    return cells


def _check_columns(labels: list[str]) -> None:
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise PolicyError(f"columns named twice: {', '.join(twice)}")
    if "id" not in labels:
        raise PolicyError("a table of accounts needs a column 'id'")
    complaints = []
    for label in labels:
        if label in FIXED_COLUMNS or label.startswith(RATING_PREFIX):
            continue
        near = difflib.get_close_matches(label, FIXED_COLUMNS, n=1)
        complaints.append(f"{label!r} (did you mean {near[0]!r}?)" if near else repr(label))
    if complaints:
        raise PolicyError(f"unknown columns: {', '.join(complaints)}")


def _cells(frame: pd.DataFrame, label: str) -> list[object]:
    """Return a column's cells as Python objects, None for everything pandas calls missing."""
    return [None if cell is None or pd.isna(cell) else cell for cell in frame[label].tolist()]


def _column(frame: pd.DataFrame, label: str, read: Callable[[object], T]) -> list[T]:
    values: list[T] = []
    for row, cell in enumerate(_cells(frame, label)):
        try:
            values.append(read(cell))
        except ValueError as wrong:
            raise PolicyError(f"column {label!r}, row {row}: {wrong}") from wrong
    return values


def _identifier(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, str) and cell:
        return cell
    raise ValueError(f"{cell!r} is not an id")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _number(cell: object) -> float:
    if cell is None:
        return math.nan
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    raise ValueError(f"{cell!r} is not a number")


def _date(cell: object) -> dt.date | None:
    if cell is None:
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str):
        return dt.date.fromisoformat(cell)
    raise ValueError(f"{cell!r} is not a date")


def _truth(cell: object) -> bool:
    if cell is None:
        return False
    if isinstance(cell, bool) or cell in (0, 1):
        return bool(cell)
    raise ValueError(f"{cell!r} is neither true nor false")
