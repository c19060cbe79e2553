"""An account's tier: computed by one of four modes, held by hysteresis, overridden by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kamxl.domain.classes import (
    group_tiers,
    held_tiers,
    periods_beyond,
    quota_tiers,
    tier_name,
    tier_number,
)
from kamxl.domain.gates import FLAGS
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Bools, Floats, Integers
from kamxl.findings import Finding, Subject
from kamxl.text import LANGUAGES, Text

if TYPE_CHECKING:
    from kamxl.domain.assessment import Assessment

LETTERS = {
    "previous_tier": Text("Previous tier", "Vorklasse"),
    "override_tier": Text("Tier by hand", "Klasse von Hand"),
}
NO_TIER = Text("no tier", "keine Klasse")
NOT_SAID = Text("not said", "nicht genannt")
UNTIL = Text(", until {}", ", bis {}")
GATE = Text(", over the closed gate ({})", ", über das K.-o.-Kriterium hinweg ({})")


def tier_column(portfolio: Portfolio, key: str) -> Integers:
    """Return a column of typed tiers as 1 to 4, 0 where there is none or the account not scored."""
    numbers = np.array([tier_number(name) for name in portfolio.text(key)], dtype=np.int64)
    return np.where(portfolio.scored, numbers, 0)


def period_counts(portfolio: Portfolio) -> Integers:
    """Return in how many periods in a row before this one a score was beyond its tier, signed.

    What is no number counts as none, parts of a period are cut off.
    """
    typed = np.nan_to_num(portfolio.number("periods_before"))
    return np.where(portfolio.scored, np.trunc(np.clip(typed, -99, 99)), 0).astype(np.int64)


def mode_tiers(
    policy: Policy,
    scores: Floats,
    ranks: Integers,
    quadrants: Integers,
    abc: Integers,
    previous: Integers,
    before: Integers,
) -> Integers:
    """Return tiers by the policy's mode, before gates: 1 to 4, 0 where there is no rank.

    `scores` are those of ranked accounts on the policy's scale, NaN elsewhere. Only the mode
    `threshold` looks at the `previous` tier, and at the periods `before` this one.
    """
    match policy.tier_mode:
        case "quota":
            return quota_tiers(ranks, policy.quotas)
        case "matrix":
            return group_tiers(quadrants, ranks)
        case "pareto":
            return group_tiers(abc, ranks)
        case "threshold":
            return held_tiers(
                scores, *_borders(policy, previous), before, policy.hysteresis_periods
            )


def _borders(policy: Policy, previous: Integers) -> tuple[list[float], Integers, float]:
    borders = [policy.scale.from_ten(border) for border in policy.borders]
    return borders, previous, policy.scale.distance(policy.hysteresis)


def waiting_periods(
    policy: Policy, scores: Floats, previous: Integers, before: Integers
) -> Integers:
    """Return for how many periods, this one included, a change of tier has been waiting, signed."""
    if policy.tier_mode != "threshold":
        return np.zeros(len(scores), np.int64)
    return periods_beyond(scores, *_borders(policy, previous), before, policy.hysteresis_periods)


def held(result: Assessment) -> Integers:
    """Return the tiers that the scores of this period ask for, beyond previous ones; 0: no rank."""
    previous = tier_column(result.portfolio, "previous_tier")
    scores = np.where(result.assessable, result.score, np.nan)
    return held_tiers(scores, *_borders(result.policy, previous))


def expired(portfolio: Portfolio, today: dt.date) -> Bools:
    """Return where an override has ended: the last day on which it holds lies before `today`."""
    ended = [until is not None and until < today for until in portfolio.date("override_until")]
    past: Bools = (tier_column(portfolio, "override_tier") > 0) & np.array(ended, dtype=bool)
    return past


def overrides(portfolio: Portfolio, today: dt.date) -> Integers:
    """Return the tiers that people decided and that hold `today`, 0 where there is none."""
    return np.where(expired(portfolio, today), 0, tier_column(portfolio, "override_tier"))


def tier_findings(result: Assessment) -> Iterator[Finding]:
    """Yield tiers that differ from the previous ones, and decisions of people about tiers."""
    portfolio, today = result.portfolio, result.today
    yield from _letter_findings(portfolio)
    previous = tier_column(portfolio, "previous_tier")
    for code, moved in (
        ("T-DEMOTED", result.tier > previous),
        ("T-PROMOTED", result.tier < previous),
    ):
        for account in np.flatnonzero(moved & (previous > 0) & (result.tier > 0)).tolist():
            yield Finding(
                code,
                {
                    "account": portfolio.names[account],
                    "previous": tier_name(int(previous[account])) or "",
                    "tier": tier_name(int(result.tier[account])) or "",
                },
                Subject(account, field="previous_tier"),
            )
    for account in np.flatnonzero(result.overridden).tolist():
        named = portfolio.text("override_by")[account].strip()
        why = portfolio.text("override_reason")[account].strip()
        yield Finding(
            "T-OVERRIDE" if named and why else "T-OVERRIDE-BARE",
            _decision(result, account),
            Subject(account, field="override_tier"),
        )
    for account in np.flatnonzero(expired(portfolio, today)).tolist():
        yield Finding(
            "T-OVERRIDE-EXPIRED",
            {
                "account": portfolio.names[account],
                "override": portfolio.text("override_tier")[account].strip().upper(),
                "until": str(portfolio.date("override_until")[account]),
                "tier": tier_name(int(result.tier[account])) or NO_TIER,
            },
            Subject(account, field="override_until"),
        )


def _letter_findings(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield typed tiers that are none."""
    for key, label in LETTERS.items():
        for account in np.flatnonzero(portfolio.scored).tolist():
            name = portfolio.text(key)[account]
            if name.strip() and not tier_number(name):
                yield Finding(
                    "T-LETTER",
                    {"account": portfolio.names[account], "column": label, "value": name},
                    Subject(account, field=key),
                )


def _decision(result: Assessment, account: int) -> dict[str, str | int | Text]:
    """Return who decided what, when and why, and what it goes over."""
    portfolio = result.portfolio

    def said(key: str) -> str | Text:
        return portfolio.text(key)[account].strip() or NOT_SAID

    until = portfolio.date("override_until")[account]
    closed = result.severity[account] > FLAGS
    gates = [result.gate_text(account, language) for language in LANGUAGES]
    return {
        "account": portfolio.names[account],
        "tier": tier_name(int(result.tier[account])) or "",
        "computed": tier_name(int(result.computed_tier[account])) or NO_TIER,
        "by": said("override_by"),
        "date": str(portfolio.date("override_date")[account] or "") or NOT_SAID,
        "reason": said("override_reason"),
        "until": _filled(UNTIL, [str(until), str(until)]) if until else "",
        "gate": _filled(GATE, gates) if closed else "",
    }


def _filled(phrase: Text, values: Sequence[str]) -> Text:
    return Text(*(phrase(lang).format(v) for lang, v in zip(LANGUAGES, values, strict=True)))
