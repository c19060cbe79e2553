"""The columns of the ratings: which there are, who fills them, and how they look."""

from __future__ import annotations

from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import SUBRATINGS, TIER_DATES
from kamxl.workbook import words
from kamxl.workbook.sheets import forecast, suggested, tiers

WRONG = "!"

# Typed columns stand between computed ones; the rest is helpers, folded away.
KEYS: tuple[str, ...] = tuple(words.RATING_COLUMNS)
TYPED = (
    "id", *(f"k{n}" for n in range(1, SLOTS + 1)), *SUBRATINGS, *tiers.TYPED, *forecast.TYPED,
)  # fmt: skip
COMPUTED = tuple(key for key in KEYS if key not in TYPED)
HELPERS = KEYS[KEYS.index("account_row") :]
QUADRATIC = ("rank", "order")

STYLES = {
    "id": "id", "rank": "whole", "score": "score", "coverage": "percent0", "lowest": "score",
    "highest": "score", "attractiveness": "score", "strength": "score",
    "on_attractiveness": "score", "on_strength": "score", "stage_strength": "score",
    **dict.fromkeys((*forecast.TYPED, *SUBRATINGS, *suggested.FORMULAS), "rating"),
    "strategic_mean": "score",
    **dict.fromkeys(("periods_before", "periods_beyond"), "whole"),
    **{f"k{n}": "rating" for n in range(1, SLOTS + 1)}, **dict.fromkeys(TIER_DATES, "date"),
    **{f"e{n}": "score" for n in range(1, SLOTS + 1)},
}  # fmt: skip
WIDTHS = {
    "id": 13, "name": 28, "score": 9, "coverage": 9, "rank": 7, "tier": 7, "previous_tier": 11,
    "periods_before": 11, "periods_beyond": 11,
    "forecast_attractiveness": 13, "forecast_strength": 11,
    "computed_tier": 12, "override_tier": 10, "override_by": 16, "override_reason": 34,
    "override_date": 13, "override_until": 12, "reference": 24,
}  # fmt: skip
