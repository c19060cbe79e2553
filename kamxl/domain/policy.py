"""The policy: criteria with weights, borders, gates, the ladder. Data of the workbook, not code."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kamxl.domain.buying import DEFAULT_FACTORS, FACTORS, Factor
from kamxl.errors import PolicyError
from kamxl.text import Text

Axis = Literal["attractiveness", "strength", "none"]
Tier = Literal["A", "B", "C", "D"]
Operator = Literal[">=", ">"]
Level = Literal["none", "notice", "warning", "high", "critical"]
Basis = Literal["revenue", "margin"]
Missing = Literal["reweight", "neutral", "worst", "error"]
TierMode = Literal["threshold", "quota", "matrix", "pareto"]
CutMode = Literal["midpoint", "median", "custom"]
StrengthMode = Literal["criteria", "stage", "relative"]
Answer = Literal["no", "yes"]
# The lowest tier, and the quadrants, whose accounts get a checklist and a strategy sheet.
PlanTiers = Literal["none", "a", "b", "c"]
PlanMatrix = Literal["none", "key", "development"]
BalanceMode = Literal["even", "proportional"]
GateEffect = Literal["cap", "exclude", "flag"]
Shape = Literal["step", "linear"]

TIERS: tuple[Tier, ...] = ("A", "B", "C", "D")
LEVELS: tuple[Level, ...] = ("none", "notice", "warning", "high", "critical")
SLOTS = 15
BAND_COUNT = 9

# What an export tells about an account, and whether more of it is a higher number on the bands.
# The source of a criterion is "rated" or one of these.
METRICS: tuple[str, ...] = (
    "revenue",
    "potential",
    "growth",
    "order_cv",
    "margin",
    "margin_ratio",
    "cost_ratio",
    "recency",
    "orders",
    "lifetime",
)
RATED = "rated"


@dataclass(frozen=True, slots=True)
class Scale:
    """Points run from `low` to `high`; borders and gates are kept on 1 to 10 and converted."""

    high: int = 10
    low: int = 1

    def __post_init__(self) -> None:
        if self.low != 1 or self.high not in (10, 100):
            raise PolicyError(f"a scale is 1 to 10 or 1 to 100, not {self.low} to {self.high}")

    @property
    def step(self) -> float:
        """Points of this scale for one point of 1 to 10: 1 or 11."""
        return (self.high - self.low) / 9

    def from_ten(self, value: float) -> float:
        """Return a value of the scale 1 to 10 on this scale: y = 1 + 11 (x - 1) on 1 to 100."""
        return self.low + self.step * (value - 1)

    def distance(self, value: float) -> float:
        """Return a distance of the scale 1 to 10 on this scale."""
        return self.step * value


@dataclass(frozen=True, slots=True)
class Gate:
    """Closed when the effective rating (after direction) is at most `limit`.

    `limit` stands on the scale 1 to 10. Effect `cap`: the tier is at best `cap`; `exclude`: no rank
    and no tier; `flag`: said, nothing else. The score stays visible in all three.
    """

    limit: float
    cap: Tier = "C"
    effect: GateEffect = "cap"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that accounts are judged by.

    `direction` is +1 (high is good) or -1 (high is bad; inverted once, at rating level).
    `source` is "rated", or the metric from whose bands a rating follows where nobody typed one.
    `bands` are up to nine thresholds for the ratings 2 to 10, None where a rating is not given;
    ascending, or descending where less is better. `shape` step: a rating holds from its threshold
    to the next; linear: it rises between them, from 1 at `floor` where that is given. Reference
    values are frozen here, whatever they were proposed from (deciles, lowest and highest).
    """

    key: str
    name: Text
    weight: float
    direction: Literal[1, -1] = 1
    axis: Axis = "attractiveness"
    source: str = RATED
    bands: tuple[float | None, ...] = ()
    active: bool = True
    gate: Gate | None = None
    anchors: tuple[Text | None, Text | None, Text | None] = (None, None, None)
    description: Text | None = None
    shape: Shape = "step"
    floor: float | None = None

    def __post_init__(self) -> None:
        if self.source != RATED and self.source not in METRICS:
            raise PolicyError(f"criterion {self.key!r}: unknown source {self.source!r}")
        if not math.isfinite(self.weight) or self.weight < 0:
            raise PolicyError(f"criterion {self.key!r}: weight {self.weight!r} is not 0 or more")
        if len(self.bands) > BAND_COUNT:
            raise PolicyError(f"criterion {self.key!r}: more than {BAND_COUNT} band thresholds")

    @property
    def effective_weight(self) -> float:
        """The weight that counts: 0 when the criterion is excluded."""
        return self.weight if self.active else 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: from where a share has which level. The operator is part of it."""

    level: Level
    operator: Operator
    threshold: float

    def reached(self, value: float) -> bool:
        """Return whether a value, already rounded to 9 digits, reaches this rung."""
        return value >= self.threshold if self.operator == ">=" else value > self.threshold


# Domain 3.3: 10 % discloses (inclusive), 20 and 35 % warn, more than 50 % is a mono-customer.
LADDER = (
    Step("notice", ">=", 0.10),
    Step("warning", ">=", 0.20),
    Step("high", ">=", 0.35),
    Step("critical", ">", 0.50),
)
# The thresholds of HHI are borrowed from antitrust, as a convention.
PORTFOLIO_RULES: Mapping[str, tuple[Step, ...]] = {
    "cr5": (Step("warning", ">=", 0.50), Step("high", ">=", 0.75)),
    "hhi": (Step("notice", ">=", 0.10), Step("high", ">", 0.18)),
    "hhi_change": (Step("notice", ">=", 0.01),),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that decides how accounts are judged. Scores' limits stand on 1 to 10."""

    criteria: tuple[Criterion, ...]
    profile: str = "standard"
    scale: Scale = field(default_factory=Scale)
    missing: Missing = "reweight"
    minimum_coverage: float = 0.70
    tier_mode: TierMode = "threshold"
    quotas: tuple[float, float, float] = (0.10, 0.30, 0.60)
    hysteresis: float = 0.25
    hysteresis_periods: int = 1
    borders: tuple[float, float, float] = (8.0, 6.0, 4.0)
    tie_break: tuple[str, str] = ("lifetime_value", "relationship")
    cut_mode: CutMode = "midpoint"
    grid: int = 2
    strength_mode: StrengthMode = "criteria"
    cut_attractiveness: float = 5.5
    cut_strength: float = 5.5
    # Of R, where the strength is relative to the best competitor.
    cut_relative: float = 1.0
    factors: tuple[Factor, ...] = DEFAULT_FACTORS
    borderline: float = 0.25
    moved: float = 0.25
    horizon: int = 3
    # None: the horizon; 0: without end.
    lifetime_years: int | None = 5
    retention: float = 0.90
    discount: float = 0.10
    basis: Basis = "revenue"
    reported_revenue: float | None = None
    reported_before: float | None = None
    # For the stress test: of a year, in currency; what of lost revenue others replace.
    fixed_costs: float | None = None
    cash: float | None = None
    substitution: float = 0.0
    # Of all receivables, what a lender takes from one group of customers at most.
    receivables_limit: float = 0.20
    # Amounts of customers who came within the period, as if of a whole year; it ends on
    # `period_end`, or as of the day of the assessment.
    annualise: Answer = "no"
    period_end: dt.date | None = None
    abc: tuple[float, float] = (0.80, 0.95)
    # Of quarters; of months twice as much is usual.
    xyz: tuple[float, float] = (0.25, 0.50)
    ladder: tuple[Step, ...] = LADDER
    portfolio_rules: Mapping[str, tuple[Step, ...]] = field(
        default_factory=lambda: dict(PORTFOLIO_RULES)
    )
    risk_share: float = 0.20
    risk_share_near: float = 0.10
    contract_months: int = 6
    mark_share: float = 0.10
    mark_solvency: float = 7.0
    solvency_key: str = "solvency"
    icp_segment: str = ""
    icp_segment_weight: float = 50.0
    icp_region: str = ""
    icp_region_weight: float = 50.0
    icp_company_size: str = ""
    icp_company_size_weight: float = 50.0
    icp_use_case: str = ""
    icp_use_case_weight: float = 50.0
    reference_years: int = 5
    reference_rating: float = 7.0
    reference_key: str = "relationship"
    shortlist: int = 20
    key_account_limit: int = 35
    plan_tiers: PlanTiers = "b"
    plan_matrix: PlanMatrix = "key"
    plan_limit: int = 50
    manager_limit: int = 5
    balance_mode: BalanceMode = "even"
    balance_spread: float = 0.15
    currency: str = "EUR"
    period: str = ""
    labels: int = 20
    stability_accounts: int = 30
    draws: int = 2000
    reserve: int = 50
    formula_limit: int = 5000

    def __post_init__(self) -> None:
        keys = [criterion.key for criterion in self.criteria]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PolicyError(f"criteria named twice: {', '.join(twice)}")
        if len(keys) > SLOTS:
            raise PolicyError(f"{len(keys)} criteria; there are {SLOTS} places")
        if not self.borders[0] > self.borders[1] > self.borders[2]:
            raise PolicyError(f"tier borders must fall from A to C, not {self.borders}")
        if len(self.factors) != FACTORS:
            raise PolicyError(f"{len(self.factors)} factors of choice; there are {FACTORS}")
        if self.grid not in (2, 3):
            raise PolicyError(f"the matrix has 2 x 2 or 3 x 3 cells, not {self.grid}")
        if not self.quotas[0] <= self.quotas[1] <= self.quotas[2]:
            raise PolicyError(f"quotas are cumulative and must not fall: {self.quotas}")
        if self.tie_break[0] in ("revenue", "revenue_volume"):
            raise PolicyError("ties are never broken by revenue first")

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights that count, one a criterion; excluded criteria have 0."""
        return tuple(criterion.effective_weight for criterion in self.criteria)

    @property
    def weight_total(self) -> float:
        """The sum of the weights that count; 100 is expected."""
        return math.fsum(self.weights)

    def position(self, key: str) -> int | None:
        """Return the place of a criterion by its key, or None."""
        for place, criterion in enumerate(self.criteria):
            if criterion.key == key:
                return place
        return None

    def on_scale(self, high: int) -> Policy:
        """Return the same policy on the scale 1 to 10 or 1 to 100; ratings must follow."""
        return replace(self, scale=Scale(high))
