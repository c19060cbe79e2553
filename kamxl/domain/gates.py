"""Gates (K.-o.-Kriterien, domain 4.5): what closes them, and which one goes before the others."""

from __future__ import annotations

import numpy as np

from kamxl.domain.explanation import CAP
from kamxl.domain.policy import SLOTS, TIERS, Gate, Policy, Tier
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.text import Language, Text

NO_GATE = -1
# The gate that no criterion has: an account whose reputation does not suit. It comes after all.
FIELD_GATE = SLOTS
FIELD_CAP: Tier = "C"
UNFIT = Text("Reputation does not suit", "Ruf passt nicht")

OPEN, FLAGS, EXCLUDES = 0, 1, 6


def severity(gate: Gate | None) -> int:
    """Return how hard a gate is when closed: 1 flags, 2 to 5 caps at A to D, 6 excludes."""
    if gate is None:
        return OPEN
    if gate.effect == "cap":
        return FLAGS + TIERS.index(gate.cap) + 1
    return EXCLUDES if gate.effect == "exclude" else FLAGS


FIELD_SEVERITY = severity(Gate(1, FIELD_CAP))


def unfit(portfolio: Portfolio) -> Bools:
    """Return where people said that the reputation of a scored account does not suit."""
    said = np.array([text == "no" for text in portfolio.text("reputation_fits")], dtype=bool)
    found: Bools = said & portfolio.scored
    return found


def closed_gates(effective: Floats, policy: Policy, unfit: Bools) -> tuple[Integers, Integers]:
    """Return the hardest closed gate of each account, and its severity.

    Gates are positions of criteria, FIELD_GATE or NO_GATE; of equally hard ones the first counts.
    """
    found = np.full(len(effective), NO_GATE, dtype=np.int64)
    hardest = np.zeros(len(effective), dtype=np.int64)
    for place, criterion in enumerate(policy.criteria):
        if criterion.gate is None or not criterion.active:
            continue
        limit = nine(policy.scale.from_ten(criterion.gate.limit))
        hard = severity(criterion.gate)
        closed = (at_nine_digits(effective[:, place]) <= limit) & (hard > hardest)
        found = np.where(closed, place, found)
        hardest = np.where(closed, hard, hardest)
    field = unfit & (hardest < FIELD_SEVERITY)
    return np.where(field, FIELD_GATE, found), np.where(field, FIELD_SEVERITY, hardest)


def tier_caps(severities: Integers) -> Integers:
    """Return the tier (1 to 4) at which closed gates cap, 0 where none does."""
    return np.where((severities > FLAGS) & (severities < EXCLUDES), severities - FLAGS, 0)


def field_gate_text(language: Language) -> str:
    """Return the gate of the reputation in words: Cap C: Reputation does not suit."""
    return f"{CAP(language)} {FIELD_CAP}: {UNFIT(language)}"
