"""The accounts as columns: what is known of each, with blank, zero and `?` kept apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from kamxl.domain.buying import FACTORS
from kamxl.domain.rounding import Bools, Floats
from kamxl.errors import PolicyError

# Number columns of an account, NaN where nothing is known. A zero is a known zero.
NUMBER_COLUMNS: tuple[str, ...] = (
    "revenue_y2",
    "revenue_y1",
    "revenue",
    "margin_y1",
    "margin",
    "potential",
    "order_cv",
    "orders",
    "service_hours",
    "service_cost",
    "credit_index",
    # Of the lifetime value: the part of the customers that stays from year to year, and the part
    # of it that one believes in; 0 to 1 both.
    "retention",
    "sustainability",
    # What the customer made us invest in the period, in currency (see `impulse`).
    "impulse_cost",
    # Recommendations given, customers won by them, and their revenue.
    "referrals",
    "referral_customers",
    "referral_revenue",
    # Fixed costs of a year that would go with the customer; what the customer owes today.
    "avoidable_costs",
    "receivables",
)
TEXT_COLUMNS: tuple[str, ...] = (
    "parent", "status", "owner", "segment", "region", "stage", "reputation_fits",
    "brand", "vision",
    "external",
    # The ideal customer profile knows these beside segment and region.
    "company_size", "use_case",
    # Plans to expand: yes or no. What the customer develops in us: service, technology, equipment.
    # Whether we may show the logo: no, asked, yes.
    "expansion", "impulse", "logo",
    # Who counts as one customer although the parent differs, and why; who buys from a reseller.
    "control_group", "control_reason", "end_customer",
    # Whether the owner is a key account manager; whether people want a strategy sheet in any case.
    "owner_role", "pinned",
    # By it two accounts are recognised as one customer.
    "vat_id",
)  # fmt: skip
DATE_COLUMNS: tuple[str, ...] = (
    "last_order", "contract_end", "customer_since", "first_order", "expansion_date", "logo_date",
)  # fmt: skip
# What people say about an account's tier; it stands with the ratings.
TIER_TEXTS: tuple[str, ...] = ("previous_tier", "override_tier", "override_by", "override_reason")
TIER_DATES: tuple[str, ...] = ("override_date", "override_until")
# In how many periods in a row before this one the score was beyond its tier: up +, down -.
TIER_NUMBERS: tuple[str, ...] = ("periods_before",)
# Where people expect an account on the matrix after the policy's horizon; it stands with the
# ratings, on their scale.
FORECASTS: tuple[str, ...] = ("forecast_attractiveness", "forecast_strength")
# What the customer thinks of us (us), how much each factor counts for it (w), and what it thinks of
# up to three competitors (a, b, c), factor by factor; on a sheet of their own.
RIVALS = ("a", "b", "c")
COMPARED_NUMBERS: tuple[str, ...] = tuple(
    f"{block}_{n}" for block in ("us", "w", *RIVALS) for n in range(1, FACTORS + 1)
)
COMPARED_TEXTS: tuple[str, ...] = tuple(f"competitor_{rival}" for rival in RIVALS)
# The questions of the strategic value, rated on the scale; they stand with the ratings.
SUBRATINGS: tuple[str, ...] = (
    "strategic_money",
    "strategic_reputation",
    "strategic_vision",
    "strategic_relation",
    "strategic_quality",
    "strategic_growth",
)

PROSPECT = "prospect"
CUSTOMER = "customer"

# What `external` says of a company of one's own group; blank is yes.
INTERNAL = "no"

KNOWN_UNKNOWN = "?"


@lru_cache(maxsize=4)
def _blank_texts(count: int) -> tuple[str, ...]:
    """Return a blank column: it is asked for account by account, and is the same each time."""
    return ("",) * count


@lru_cache(maxsize=4)
def _blank_dates(count: int) -> tuple[dt.date | None, ...]:
    return (None,) * count


@dataclass(frozen=True, slots=True)
class Ratings:
    """What people typed for one criterion: numbers, and where they typed `?` or something wrong.

    `values` holds NaN for blank, `?` and wrong; `unknown` and `wrong` tell these apart.
    """

    values: Floats
    unknown: Bools
    wrong: Bools

    @classmethod
    def of(cls, cells: Sequence[object]) -> Ratings:
        """Return ratings from raw cells: numbers, None or "" for blank, "?" for a known unknown."""
        values = np.full(len(cells), np.nan)
        unknown = np.zeros(len(cells), dtype=bool)
        wrong = np.zeros(len(cells), dtype=bool)
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, (int, float, np.floating, np.integer)) and not isinstance(
                cell, bool
            ):
                if not np.isnan(cell):
                    values[place] = cell
            elif isinstance(cell, str) and cell.strip() == KNOWN_UNKNOWN:
                unknown[place] = True
            else:
                wrong[place] = True
        return cls(values, unknown, wrong)

    @classmethod
    def blank(cls, count: int) -> Ratings:
        """Return ratings in which nothing has been typed."""
        return cls(np.full(count, np.nan), np.zeros(count, bool), np.zeros(count, bool))


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All customers and prospects, one place an account in every column.

    `ids` are text, `numbers` maps NUMBER_COLUMNS, TIER_NUMBERS, FORECASTS, SUBRATINGS and
    COMPARED_NUMBERS to floats (NaN: not known), `texts` maps TEXT_COLUMNS, TIER_TEXTS and
    COMPARED_TEXTS, `dates` DATE_COLUMNS and TIER_DATES; `leader` marks leaders of their industry.
    `ratings` maps criterion keys to what people typed. `scored` is False for an account that has no
    row for ratings, and for the second of two accounts with one id: it counts in the concentration,
    but has no score.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, tuple[dt.date | None, ...]] = field(default_factory=dict)
    leader: tuple[bool, ...] = ()
    ratings: Mapping[str, Ratings] = field(default_factory=dict)
    scored: Bools = field(default_factory=lambda: np.zeros(0, bool))

    def __post_init__(self) -> None:
        count = len(self.ids)
        fill = object.__setattr__
        fill(self, "leader", self.leader or (False,) * count)
        if len(self.scored) == 0:
            fill(self, "scored", np.ones(count, bool))
        fill(self, "numbers", {k: np.asarray(v, dtype=float) for k, v in self.numbers.items()})
        unknown = [
            key
            for key, names in (
                *(
                    (
                        key,
                        (
                            *NUMBER_COLUMNS,
                            *TIER_NUMBERS,
                            *FORECASTS,
                            *SUBRATINGS,
                            *COMPARED_NUMBERS,
                        ),
                    )
                    for key in self.numbers
                ),
                *((key, (*TEXT_COLUMNS, *TIER_TEXTS, *COMPARED_TEXTS)) for key in self.texts),
                *((key, (*DATE_COLUMNS, *TIER_DATES)) for key in self.dates),
            )
            if key not in names
        ]
        if unknown:
            raise PolicyError(f"unknown columns: {', '.join(unknown)}")
        columns: dict[str, int] = {"names": len(self.names), "leader": len(self.leader)}
        columns["scored"] = len(self.scored)
        columns |= {key: len(column) for key, column in self.numbers.items()}
        columns |= {key: len(column) for key, column in self.texts.items()}
        columns |= {key: len(column) for key, column in self.dates.items()}
        columns |= {f"rating {key}": len(column.values) for key, column in self.ratings.items()}
        uneven = [key for key, length in columns.items() if length != count]
        if uneven:
            raise PolicyError(f"{count} ids, but other lengths in: {', '.join(uneven)}")

    def __len__(self) -> int:
        return len(self.ids)

    def number(self, key: str) -> Floats:
        """Return a number column, NaN throughout where it was never given."""
        found = self.numbers.get(key)
        return np.full(len(self), np.nan) if found is None else found

    def text(self, key: str) -> tuple[str, ...]:
        """Return a text column, blank throughout where it was never given."""
        return self.texts.get(key) or _blank_texts(len(self))

    def date(self, key: str) -> tuple[dt.date | None, ...]:
        """Return a date column, None throughout where it was never given."""
        return self.dates.get(key) or _blank_dates(len(self))

    @property
    def internal(self) -> Bools:
        """Where a customer is one's own company: external is no."""
        return np.array([text == INTERNAL for text in self.text("external")], dtype=bool)

    def external_number(self, key: str) -> Floats:
        """Return a number column of external customers, NaN for those of one's own."""
        return np.where(self.internal, np.nan, self.number(key))

    def rated(self, key: str) -> Ratings:
        """Return what people typed for a criterion; blank throughout where nothing was."""
        return self.ratings.get(key) or Ratings.blank(len(self))
