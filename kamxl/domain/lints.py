"""What to say about a policy and its result: weights, gates, coverage, concentration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from kamxl.domain.control import group_name
from kamxl.domain.gates import EXCLUDES, FIELD_GATE, FLAGS
from kamxl.domain.lifetime import fractions
from kamxl.domain.policy import LEVELS, Policy
from kamxl.domain.portfolio import CUSTOMER, FORECASTS, Portfolio
from kamxl.domain.rounding import nine
from kamxl.findings import Finding, Subject
from kamxl.text import Text, number_text, percent_text

if TYPE_CHECKING:
    from kamxl.domain.assessment import Assessment

LADDER_CODES = {
    "notice": "C-NOTICE",
    "warning": "C-WARNING",
    "high": "C-HIGH",
    "critical": "C-CRITICAL",
}
GATE_CODES = {FLAGS: "G-FLAG", EXCLUDES: "G-EXCLUDE"}
REVENUE_CRITERION = "revenue_volume"
LIFETIME, POTENTIAL = "lifetime_value", "revenue_potential"
MOST_CRITERIA, FEWEST_CRITERIA = 10, 3
MOST_WEIGHT = 0.4
NAMES_LISTED = 5
UNALLOCATED = 0.005

WEAK = Text("of tier C or D", "in Klasse C oder D")
CAPPED = Text("behind a closed gate", "mit einem K.-o.-Kriterium, das greift")
ENDING = Text("on a contract about to end", "mit auslaufendem Vertrag")


def weight_findings(policy: Policy) -> Iterator[Finding]:
    """Yield what domain 4.6 and the sources say about weights: sum, revenue alone, number."""
    total = policy.weight_total
    if total <= 0:
        yield Finding("W-ZERO", subject=Subject(field="weight"))
        return
    if nine(total) != 100:
        decimals = 0 if nine(total) == round(total) else 2
        yield Finding(
            "W-SUM", {"total": number_text(total, decimals)}, Subject(field="weight_total")
        )
    # An excluded criterion is no other than a deleted one.
    by_key = {c.key: c.weight / total for c in policy.criteria if c.active}
    revenue = by_key.get(REVENUE_CRITERION, 0.0)
    place = Subject(criterion=REVENUE_CRITERION, field="weight")
    if nine(revenue) == 1:
        yield Finding("W-REV-ONLY", subject=place)
    elif nine(revenue) > 0.5:
        yield Finding("W-REV", {"share": percent_text(revenue)}, place)
    if LIFETIME in by_key and nine(by_key[LIFETIME]) < nine(by_key.get(POTENTIAL, 0.0)):
        yield Finding(
            "W-SUST",
            {
                "potential": percent_text(by_key[POTENTIAL]),
                "lifetime": percent_text(by_key[LIFETIME]),
            },
            Subject(criterion=LIFETIME, field="weight"),
        )
    count = sum(weight > 0 for weight in by_key.values())
    for criterion in policy.criteria:
        share = by_key.get(criterion.key, 0.0)
        said = criterion.key == REVENUE_CRITERION and nine(share) > 0.5
        if nine(share) > MOST_WEIGHT and count >= FEWEST_CRITERIA and not said:
            yield Finding(
                "W-MAX",
                {"criterion": criterion.name, "share": percent_text(share)},
                Subject(criterion=criterion.key, field="weight"),
            )
    if count > MOST_CRITERIA:
        yield Finding("W-MANY", {"count": count}, Subject(field="weight"))
    elif count < FEWEST_CRITERIA and nine(revenue) != 1:
        yield Finding("W-FEW", {"count": count}, Subject(field="weight"))


def rating_findings(portfolio: Portfolio, policy: Policy) -> Iterator[Finding]:
    """Yield every rating that is wrong, and every known unknown, of the criteria that count."""
    low, high = policy.scale.low, policy.scale.high
    for criterion in policy.criteria:
        if not criterion.active:
            continue
        typed = portfolio.rated(criterion.key)
        outside = ~np.isnan(typed.values) & ((typed.values < low) | (typed.values > high))
        for code, places in (
            ("R-RANGE", outside),
            ("R-TEXT", typed.wrong),
            ("R-UNKNOWN", typed.unknown),
        ):
            for account in np.flatnonzero(places):
                yield Finding(
                    code,
                    {
                        "account": portfolio.names[account],
                        "criterion": criterion.name,
                        "value": f"{typed.values[account]:g}",
                        "low": low,
                        "high": high,
                    },
                    Subject(int(account), criterion.key),
                )


def score_findings(result: Assessment) -> Iterator[Finding]:
    """Yield accounts without enough ratings, closed gates, and too many accounts in tier A."""
    portfolio, policy = result.portfolio, result.policy
    if not any(np.any(~np.isnan(r.values)) for r in portfolio.ratings.values()) and np.any(
        ~np.isnan(result.score)
    ):
        yield Finding("S-DATA", subject=Subject(field="ratings"))
    for account in np.flatnonzero(result.provisional):
        yield Finding(
            "S-COVERAGE",
            {
                "account": portfolio.names[account],
                "coverage": percent_text(float(result.coverage[account])),
                "minimum": percent_text(policy.minimum_coverage, 0),
                "lowest": number_text(float(result.lowest[account]), 2),
                "highest": number_text(float(result.highest[account]), 2),
            },
            Subject(int(account), field="coverage"),
        )
    for account in np.flatnonzero(np.isnan(result.score) & (result.coverage > 0)):
        yield Finding(
            "S-MISSING",
            {
                "account": portfolio.names[account],
                "coverage": percent_text(float(result.coverage[account])),
            },
            Subject(int(account), field="coverage"),
        )
    for account in np.flatnonzero(portfolio.scored & (result.coverage == 0)):
        yield Finding(
            "S-NONE", {"account": portfolio.names[account]}, Subject(int(account), field="coverage")
        )
    closed: list[int] = np.flatnonzero(result.gate >= 0).tolist()
    for place in closed:
        field = result.gate[place] == FIELD_GATE
        yield Finding(
            GATE_CODES.get(int(result.severity[place]), "G-CAP"),
            {
                "account": portfolio.names[place],
                "gate": Text(*(result.gate_text(place, lang) for lang in ("en", "de"))),
                "cap": result.cap(place) or "",
            },
            Subject(place, field="reputation_fits")
            if field
            else Subject(place, policy.criteria[result.gate[place]].key),
        )
    best = int(np.sum(result.tier == 1))
    if best > policy.key_account_limit:
        yield Finding(
            "T-LIMIT",
            {"count": best, "limit": policy.key_account_limit},
            Subject(field="key_account_limit"),
        )


def account_findings(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield customers whose revenue is not known (blank is not zero), and those of one's own."""
    status = portfolio.text("status")
    missing = [
        account
        for account in np.flatnonzero(np.isnan(portfolio.number("revenue")) & ~portfolio.internal)
        if status[account] in ("", CUSTOMER)
    ]
    if missing:
        names = ", ".join(portfolio.names[account] for account in missing[:NAMES_LISTED])
        more = ", …" if len(missing) > NAMES_LISTED else ""
        yield Finding(
            "A-REVENUE",
            {"count": len(missing), "names": names + more},
            Subject(int(missing[0]), field="revenue"),
        )
    internal = np.flatnonzero(portfolio.internal)
    if len(internal):
        names = ", ".join(portfolio.names[account] for account in internal[:NAMES_LISTED])
        more = ", …" if len(internal) > NAMES_LISTED else ""
        yield Finding(
            "A-INTERNAL",
            {"count": len(internal), "names": names + more},
            Subject(int(internal[0]), field="external"),
        )


def fraction_findings(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield parts of the lifetime value that are not between 0 and 1: there is none then."""
    for key in ("retention", "sustainability"):
        values = portfolio.number(key)
        for account in np.flatnonzero(~np.isnan(values) & ~fractions(values)).tolist():
            yield Finding(
                "A-FRACTION",
                {
                    "account": portfolio.names[account] or portfolio.ids[account],
                    "value": f"{values[account]:g}",
                },
                Subject(account, field=key),
            )


def group_findings(result: Assessment) -> Iterator[Finding]:
    """Yield groups that reach a higher rung together, and part years that were annualised."""
    portfolio = result.portfolio
    higher = (result.group_level > result.level) & (result.group >= 0)
    for first in sorted({int(result.group[account]) for account in np.flatnonzero(higher)}):
        members = np.flatnonzero(result.group == first)
        if result.group_level[first] <= result.level[members].max():
            continue
        names = ", ".join(portfolio.names[account] for account in members[:NAMES_LISTED])
        yield Finding(
            "C-GROUP",
            {
                "group": group_name(portfolio, first),
                "names": names + (", …" if len(members) > NAMES_LISTED else ""),
                "share": percent_text(float(result.group_share[first])),
            },
            Subject(first, field="group_share"),
        )
    annualised = np.flatnonzero(result.annual_factor != 1)
    if len(annualised):
        names = ", ".join(portfolio.names[account] for account in annualised[:NAMES_LISTED])
        yield Finding(
            "C-ANNUALISED",
            {
                "count": len(annualised),
                "names": names + (", …" if len(annualised) > NAMES_LISTED else ""),
            },
            Subject(int(annualised[0]), field="annual_factor"),
        )


def reference_findings(result: Assessment) -> Iterator[Finding]:
    """Yield known brands in tier A or B whose logo nobody asked for, and who may vouch for us."""
    portfolio = result.portfolio
    for code, found, field in (
        ("A-LOGO", result.ask_logo, "logo"),
        ("A-REFERENCE", result.references, "customer_since"),
    ):
        accounts = np.flatnonzero(found)
        if len(accounts):
            names = ", ".join(portfolio.names[account] for account in accounts[:NAMES_LISTED])
            more = ", …" if len(accounts) > NAMES_LISTED else ""
            yield Finding(
                code,
                {"count": len(accounts), "names": names + more},
                Subject(int(accounts[0]), field=field),
            )


def forecast_findings(result: Assessment) -> Iterator[Finding]:
    """Yield forecasts of which one value is missing or off the scale."""
    portfolio = result.portfolio
    typed = [~np.isnan(portfolio.number(key)) for key in FORECASTS]
    unused = (typed[0] | typed[1]) & np.isnan(result.forecast_strength)
    for account in np.flatnonzero(unused).tolist():
        yield Finding(
            "M-FORECAST",
            {"account": portfolio.names[account] or portfolio.ids[account]},
            Subject(account, field=FORECASTS[0]),
        )


def contract_findings(portfolio: Portfolio, today: dt.date) -> Iterator[Finding]:
    """Yield accounts whose contract has ended before `today`: a gate that only flags."""
    for account, end in enumerate(portfolio.date("contract_end")):
        if end is not None and end < today:
            yield Finding(
                "A-CONTRACT",
                {"account": portfolio.names[account], "end": end.isoformat()},
                Subject(account, field="contract_end"),
            )


def concentration_findings(result: Assessment) -> Iterator[Finding]:
    """Yield every rung reached, the endangered accounts, and the portfolio's own warnings."""
    portfolio, policy, figures = result.portfolio, result.policy, result.concentration
    if figures.n == 0:
        yield Finding("C-NONE", subject=Subject(field="revenue"))
        return
    thresholds = {step.level: step.threshold for step in policy.ladder}
    for account in sorted(np.flatnonzero(result.level), key=lambda a: -result.disclosure_share[a]):
        level = LEVELS[result.level[account]]
        yield Finding(
            LADDER_CODES[level],
            {
                "account": portfolio.names[account],
                "share": percent_text(float(result.disclosure_share[account])),
                "threshold": percent_text(thresholds[level], 0),
            },
            Subject(int(account), field="level"),
        )
    for account in np.flatnonzero(result.endangered):
        why = CAPPED if result.gate[account] >= 0 else ENDING
        if result.tier[account] >= 3 and nine(float(result.disclosure_share[account])) >= nine(
            policy.risk_share
        ):
            why = WEAK
        yield Finding(
            "C-ENDANGERED",
            {
                "account": portfolio.names[account],
                "share": percent_text(float(result.disclosure_share[account])),
                "why": why,
            },
            Subject(int(account), field="endangered"),
        )
    yield from _portfolio_findings(result)


def _portfolio_findings(result: Assessment) -> Iterator[Finding]:
    figures, levels, reported = (
        result.concentration,
        result.rule_levels,
        result.policy.reported_revenue,
    )
    if levels["cr5"] != "none" and figures.cr5 is not None:
        yield Finding("C-CR5", {"value": percent_text(figures.cr5)}, Subject(field="cr5"))
    if levels["hhi"] != "none" and figures.hhi is not None and figures.effective is not None:
        yield Finding(
            "C-HHI",
            {
                "value": number_text(figures.hhi, 4),
                "effective": number_text(figures.effective, 1),
            },
            Subject(field="hhi"),
        )
    if levels["hhi_change"] != "none" and figures.hhi is not None and result.hhi_before is not None:
        yield Finding(
            "C-HHI-CHANGE",
            {"value": number_text(figures.hhi, 4), "before": number_text(result.hhi_before, 4)},
            Subject(field="hhi_change"),
        )
    erratic = np.flatnonzero((result.abc == 1) & (result.xyz == 3))
    if len(erratic):
        by_size = erratic[np.argsort(result.size_order[erratic])]
        names = ", ".join(result.portfolio.names[account] for account in by_size[:NAMES_LISTED])
        yield Finding(
            "C-AZ",
            {
                "count": len(erratic),
                "names": names + (", …" if len(erratic) > NAMES_LISTED else ""),
            },
            Subject(int(by_size[0]), field="xyz"),
        )
    negative = int(np.sum(result.amount < 0))
    if negative:
        yield Finding(
            "C-CREDIT",
            {"count": negative, "amount": number_text(figures.overhang, 2)},
            Subject(field="overhang"),
        )
    if reported is not None and figures.total is not None and reported > 0:
        difference = (reported - figures.total) / reported
        if abs(nine(difference)) > UNALLOCATED:
            yield Finding(
                "C-RECONCILE",
                {
                    "sum": number_text(figures.total, 2),
                    "reported": number_text(reported, 2),
                    "difference": percent_text(difference),
                },
                Subject(field="reported_revenue"),
            )
