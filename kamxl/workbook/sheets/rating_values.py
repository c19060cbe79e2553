"""The values of the ratings: what people typed, and what formulas result in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain.classes import beyond_counts
from kamxl.domain.gates import NO_GATE
from kamxl.domain.policy import TIERS
from kamxl.domain.portfolio import KNOWN_UNKNOWN, SUBRATINGS
from kamxl.domain.rounding import Floats, Integers, at_nine_digits
from kamxl.domain.scoring import missing_fill
from kamxl.domain.stages import stage_strengths
from kamxl.domain.subratings import mean_subratings
from kamxl.domain.tiers import held, overrides, period_counts, tier_column
from kamxl.workbook import words
from kamxl.workbook.context import Context, plain, take
from kamxl.workbook.inputs import RATING
from kamxl.workbook.sheets import forecast, suggested, tiers
from kamxl.workbook.sheets.rating_columns import WRONG


def typed_ratings(context: Context, slot: int) -> list[CellValue]:
    """Return what people typed for one place: numbers, `?`, what is wrong, or blank."""
    criterion = context.criteria[slot]
    if criterion is None:
        return [None] * len(context.rated)
    found = context.portfolio.rated(criterion.key)
    column = f"{RATING}{criterion.key}"
    return [
        context.inputs.kept.get((column, a), WRONG)
        if found.wrong[a]
        else KNOWN_UNKNOWN
        if found.unknown[a]
        else None
        if np.isnan(found.values[a])
        else float(found.values[a])
        for a in context.rated
    ]


def effective_cells(context: Context, slot: int) -> list[CellValue]:
    """Return what the column of ratings that count shows: numbers, "", `?` or `!`."""
    criterion = context.criteria[slot]
    if criterion is None or not criterion.active:
        return [""] * len(context.rated)
    values = context.result.effective[:, slot]
    found = context.portfolio.rated(criterion.key)
    outside = ~np.isnan(found.values) & np.isnan(values)
    return [
        WRONG
        if found.wrong[a] or outside[a]
        else KNOWN_UNKNOWN
        if found.unknown[a]
        else ""
        if np.isnan(values[a])
        else float(values[a])
        for a in context.rated
    ]


def sort_keys(context: Context) -> Floats:
    """Return what ranks sort by: the score, or a negative position where there is no rank."""
    result = context.result
    positions = np.array(context.account_places, dtype=float)
    return np.where(result.assessable, at_nine_digits(result.score), -positions)


def units(context: Context) -> Floats:
    """Return what a rating of 1 with a weight of 1 adds to the score; 0 where there is no rank."""
    result, policy = context.result, context.policy
    fill = missing_fill(policy.missing, policy.scale.low, policy.scale.high)
    base = (result.coverage if fill is None else 1.0) * np.float64(policy.weight_total)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(result.assessable, 1 / np.asarray(base), 0.0)


def values_of(context: Context, key: str) -> Sequence[CellValue]:
    """Return a column's cells: what was typed, or what its formula results in."""
    result, portfolio, rated = context.result, context.portfolio, context.rated
    if key.startswith(("k", "e")) and key[1:].isdigit():
        of = typed_ratings if key[0] == "k" else effective_cells
        return of(context, int(key[1:]) - 1)
    if key in tiers.TYPED:
        return tiers.typed(context, key)
    if key in suggested.FORMULAS:
        return plain(take(suggested.column(context, key), rated))
    if key in (*forecast.TYPED, *SUBRATINGS):
        return forecast.cells(context, key)

    def tie(name: str) -> list[CellValue]:
        place = context.policy.position(name)
        column = np.zeros(context.count) if place is None else result.effective[:, place]
        return judged(column)

    def judged(column: Floats) -> list[CellValue]:
        used = np.where(result.assessable, np.nan_to_num(at_nine_digits(column)), 0.0)
        return plain(take(used, rated))

    def stages() -> list[CellValue]:
        found = stage_strengths(portfolio.text("stage"), context.policy.scale)
        used = (context.policy.strength_mode == "stage") & np.array(
            [bool(id_) for id_ in portfolio.ids], dtype=bool
        )
        return plain(take(np.where(used, np.nan_to_num(found), 0.0), rated))

    def if_ranked(column: Floats) -> list[CellValue]:
        return plain(take(np.where(result.assessable, at_nine_digits(column), np.nan), rated))

    def letters(column: Integers) -> list[CellValue]:
        return [TIERS[column[a] - 1] if column[a] else "" for a in rated]

    def numbers(column: Integers) -> list[CellValue]:
        return [int(column[a]) for a in rated]

    by_rival = context.policy.strength_mode == "relative"
    simple: dict[str, Callable[[], Sequence[CellValue]]] = {
        "id": lambda: [portfolio.ids[a] for a in rated],
        "name": lambda: [portfolio.names[a] for a in rated],
        "account_row": lambda: [
            context.account_places[a] if portfolio.ids[a] else 0 for a in rated
        ],
        "rank": lambda: [int(result.rank[a]) or "" for a in rated],
        "order": lambda: [int(result.order[a]) for a in rated],
        "tier": lambda: letters(result.tier),
        "computed_tier": lambda: letters(result.computed_tier),
        "previous_no": lambda: numbers(tier_column(portfolio, "previous_tier")),
        "before_no": lambda: numbers(period_counts(portfolio)),
        "held_no": lambda: numbers(held(result)),
        "beyond_no": lambda: numbers(
            beyond_counts(
                held(result), tier_column(portfolio, "previous_tier"), period_counts(portfolio)
            )
        ),
        "periods_beyond": lambda: [int(result.waiting[a]) or "" for a in rated],
        "override_no": lambda: numbers(overrides(portfolio, context.inputs.as_of)),
        "key": lambda: plain(take(sort_keys(context), rated)),
        "tie1": lambda: tie(context.policy.tie_break[0]),
        "tie2": lambda: tie(context.policy.tie_break[1]),
        "tie3": lambda: judged(result.coverage),
        "tie4": lambda: judged(portfolio.number("revenue")),
        "strategic_mean": lambda: plain(
            take(
                mean_subratings(portfolio, context.policy.scale.low, context.policy.scale.high),
                rated,
            )
        ),
        "severity": lambda: numbers(result.severity),
        "gate": lambda: [
            0 if result.gate[a] == NO_GATE else int(result.gate[a]) + 1 for a in rated
        ],
        "on_attractiveness": lambda: if_ranked(result.attractiveness),
        "on_strength": lambda: if_ranked(result.strength),
        "cell": lambda: numbers(result.cell),
        "stage_strength": lambda: stages(),
        "strength_row": lambda: [
            context.strength_rows.get(a, 0) if by_rival and portfolio.ids[a] else 0 for a in rated
        ],
        "strength_source": lambda: [
            context.choice("strength_source", source) if (source := result.strength_from(a)) else ""
            for a in rated
        ],
        "quadrant": lambda: [int(result.quadrant[a]) for a in rated],
        "unit": lambda: plain(take(units(context), rated)),
        "borderline": lambda: [int(result.borderline[a]) for a in rated],
        "endangered": lambda: [int(result.endangered[a]) for a in rated],
        **{
            f"mark_{mark}": lambda found=found: [int(found[a]) for a in rated]  # type: ignore[misc]
            for mark, found in result.marks.items()
        },
        "mark_reference": lambda: [int(result.references[a]) for a in rated],
        "ask_logo": lambda: [int(result.ask_logo[a]) for a in rated],
        "reference": lambda: [_reference(context, a) for a in rated],
    }
    return simple[key]() if key in simple else plain(take(getattr(result, key), rated))


def _reference(context: Context, account: int) -> str:
    """Return in words what an account could do for our reputation."""
    said = (("reference", context.result.references), ("ask_logo", context.result.ask_logo))
    return "; ".join(context.t(words.PHRASES[key]) for key, found in said if found[account])


EMPTY: dict[str, CellValue] = dict.fromkeys(
    ("account_row", "tie1", "tie2", "tie3", "tie4", "severity", "gate", "previous_no",
     "override_no", "before_no", "held_no", "beyond_no", "quadrant", "cell", "stage_strength",
     "borderline", "endangered", "mark_large", "mark_solvent", "mark_leader", "mark_reference",
     "ask_logo", "strength_row", "unit"), 0
)  # fmt: skip
