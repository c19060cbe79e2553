"""How much hangs on few customers (domain 3.1 to 3.4).

Two denominators: the *disclosure share* d = r / R of each account's net amount in the reported
total, for the ladder; and the *structural share* s = max(r, 0) / Σ max(r, 0), which sums to 1, for
HHI, Gini, ABC and the curves. Amounts are NaN where unknown: left out of everything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamxl.domain.rounding import Floats, Integers, at_nine_digits, nine

ABC = ("A", "B", "C", "N")
XYZ = ("X", "Y", "Z")
# Of so many the bounds of HHI are shown: often no more than a top ten is known.
LISTED = 10


def structural_shares(amounts: Floats) -> Floats:
    """Return s: 0 for amounts of 0 or less, NaN where unknown or where no amount is positive."""
    positive = np.maximum(amounts, 0.0)
    total = math.fsum(positive[~np.isnan(positive)])
    return positive / total if total > 0 else np.full(len(amounts), np.nan)


def disclosure_shares(amounts: Floats, reported: float | None = None) -> Floats:
    """Return d: net amounts over the reported total, or over their own sum; NaN if that is ≤ 0."""
    total = math.fsum(amounts[~np.isnan(amounts)]) if reported is None else reported
    return amounts / total if total > 0 else np.full(len(amounts), np.nan)


def size_order(amounts: Floats) -> Integers:
    """Return 1 to n by falling positive amount, ties as listed; 0 where not positive or unknown."""
    places = np.zeros(len(amounts), dtype=np.int64)
    positive = np.flatnonzero(amounts > 0)
    rounded = at_nine_digits(amounts[positive])
    places[positive[np.argsort(-rounded, kind="stable")]] = np.arange(1, len(positive) + 1)
    return places


def cumulative_before(shares: Floats, order: Integers) -> Floats:
    """Return the share of all larger accounts, NaN where an account has no place."""
    result = np.full(len(shares), np.nan)
    placed = np.flatnonzero(order > 0)
    by_size = placed[np.argsort(order[placed])]
    running = np.concatenate(([0.0], np.cumsum(shares[by_size])[:-1]))
    result[by_size] = running
    return result


def abc_numbers(before: Floats, amounts: Floats, borders: tuple[float, float]) -> Integers:
    """Return 1 to 4 for A, B, C, N by the cumulative share *before* an account; 0 where unknown.

    So a customer with 85 % of the revenue is A. N: no positive amount.
    """
    rounded = at_nine_digits(before)
    numbers = 1 + (rounded >= nine(borders[0])).astype(np.int64) + (rounded >= nine(borders[1]))
    return np.where(np.isnan(amounts), 0, np.where(amounts > 0, numbers, 4))


def xyz_numbers(variation: Floats, borders: tuple[float, float]) -> Integers:
    """Return 1 to 3 for X, Y, Z by the variation coefficient of orders; 0 where unknown."""
    rounded = at_nine_digits(variation)
    numbers = 1 + (rounded >= nine(borders[0])).astype(np.int64) + (rounded >= nine(borders[1]))
    return np.where(np.isnan(variation), 0, numbers)


def herfindahl(shares: Floats) -> float | None:
    """Return HHI = Σ s², 1/n to 1; None without shares."""
    known = shares[~np.isnan(shares)]
    return math.fsum(known * known) if len(known) else None


def normalised(hhi: float, count: int) -> float:
    """Return HHI* = (HHI − 1/n) / (1 − 1/n); for one customer it is defined as 1."""
    return 1.0 if count == 1 else (hhi - 1 / count) / (1 - 1 / count)


def top_share(shares: Floats, count: int) -> float | None:
    """Return CRk, the share of the k largest; None without shares."""
    known = shares[shares > 0]
    if len(known) == 0:
        return None
    return math.fsum(np.sort(known)[::-1][:count])


def customers_for(shares: Floats, part: float = 0.5) -> int | None:
    """Return the smallest number of customers that together carry *more* than a part (N50)."""
    falling = np.sort(shares[shares > 0])[::-1]
    if len(falling) == 0:
        return None
    return int(np.sum(at_nine_digits(np.cumsum(falling)) <= nine(part))) + 1


def gini(shares: Floats) -> float | None:
    """Return G = Σ (2i − n − 1) x / (n Σ x), x ascending, over positive shares: 0 to (n−1)/n."""
    ascending = np.sort(shares[shares > 0])
    count = len(ascending)
    if count == 0:
        return None
    factors = 2 * np.arange(1, count + 1) - count - 1
    return math.fsum(factors * ascending) / (count * math.fsum(ascending))


def surprisal(shares: Floats) -> Floats:
    """Return s ln s, whose negative sum is Shannon's H; 0 where a share is 0 or unknown."""
    positive = np.where(shares > 0, shares, 1.0)
    return positive * np.log(positive)


def shannon(shares: Floats) -> float | None:
    """Return H = −Σ s ln s in nats, 0 to ln n; None without positive shares."""
    return 0.0 - math.fsum(surprisal(shares)) if np.any(shares > 0) else None


def hhi_bounds(shares: Floats, rest: float) -> tuple[float, float]:
    """Return between what HHI lies when only the largest shares are known, and how much is left.

    Lowest where the rest falls to countless customers; highest where it falls to as few as can be,
    none of them larger than the smallest known: Σs² + ⌊ρ/s⌋ s² + (ρ − ⌊ρ/s⌋ s)².
    """
    smallest, lowest = float(np.min(shares)), math.fsum(shares * shares)
    whole = math.floor(nine(rest / smallest))
    return lowest, lowest + whole * smallest**2 + (rest - whole * smallest) ** 2


def net_total(amounts: Floats) -> float | None:
    """Return the sum of the known amounts; None where none is known."""
    known = amounts[~np.isnan(amounts)]
    return math.fsum(known) if len(known) else None


def overhang(amounts: Floats) -> float:
    """Return the sum of negative amounts: credit notes beyond the sales (Gutschriftüberhang)."""
    return math.fsum(amounts[amounts < 0])


@dataclass(frozen=True, slots=True)
class Concentration:
    """The portfolio's figures; None where they do not exist. Shares and indices as fractions.

    `n` counts accounts with a positive amount, `total` is the net sum, `overhang` the sum of
    negative accounts (credit notes), `unknown` how many accounts have no amount. `shannon` and
    `theil` are in nats, `diversity` is exp(H) in customers, `evenness` H / ln n; `hhi_low` and
    `hhi_high` are what the ten largest alone tell about HHI.
    """

    n: int
    total: float | None
    cr1: float | None
    cr3: float | None
    cr5: float | None
    cr10: float | None
    hhi: float | None
    hhi_normalised: float | None
    effective: float | None
    n50: int | None
    gini: float | None
    gini_corrected: float | None
    shannon: float | None
    diversity: float | None
    evenness: float | None
    theil: float | None
    hhi_low: float | None
    hhi_high: float | None
    overhang: float
    unknown: int


def concentration(amounts: Floats) -> Concentration:
    """Return all figures of a column of net amounts, in currency, NaN where unknown."""
    known = amounts[~np.isnan(amounts)]
    shares = structural_shares(known)
    count = int(np.sum(known > 0))
    hhi = herfindahl(shares) if count else None
    inequality = gini(shares)
    entropy = shannon(shares)
    largest = np.sort(shares[shares > 0])[::-1][:LISTED]
    low, high = (
        hhi_bounds(largest, max(nine(1 - math.fsum(largest)), 0.0)) if count else (None, None)
    )
    return Concentration(
        n=count,
        total=net_total(amounts),
        cr1=top_share(shares, 1),
        cr3=top_share(shares, 3),
        cr5=top_share(shares, 5),
        cr10=top_share(shares, 10),
        hhi=hhi,
        hhi_normalised=None if hhi is None else normalised(hhi, count),
        effective=None if hhi is None else 1 / hhi,
        n50=customers_for(shares),
        gini=inequality,
        gini_corrected=(
            None if inequality is None or count < 2 else inequality * count / (count - 1)
        ),
        shannon=entropy,
        diversity=None if entropy is None else math.exp(entropy),
        evenness=None if entropy is None or count < 2 else entropy / math.log(count),
        theil=None if entropy is None else math.log(count) - entropy,
        hhi_low=low,
        hhi_high=high,
        overhang=overhang(amounts),
        unknown=int(np.sum(np.isnan(amounts))),
    )
