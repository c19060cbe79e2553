"""Make the inputs of a new workbook from a raw table, or from nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kamxl.domain.assessment import Assessment
from kamxl.domain.bands import propose_bands, propose_min_max, propose_percentiles
from kamxl.domain.metrics import metric
from kamxl.domain.periods import Periods
from kamxl.domain.policy import RATED, Criterion, Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Floats
from kamxl.errors import UsageError
from kamxl.findings import Finding, Subject, gravest_first
from kamxl.intake.accounts import read_accounts
from kamxl.intake.aliases import RATING
from kamxl.intake.currencies import Rates, code_of, rates_of
from kamxl.intake.headers import Recognised, recognise
from kamxl.intake.invoices import read_invoices
from kamxl.intake.mapping import Mapping as ColumnMapping
from kamxl.intake.raw import RawTable
from kamxl.intake.readings import LOCALES, Locale
from kamxl.ledger.aggregate import aggregate
from kamxl.ledger.periods import Span
from kamxl.text import Language, Text
from kamxl.workbook.context import Context
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.places import rendered

STANDARD = "standard"
DATA_ONLY = "data-only"
# Of these metrics less is better, so their bands descend.
LESS_IS_BETTER = frozenset({"order_cv", "recency"})
# What bands are proposed from; whatever it is, they are frozen numbers from then on.
Reference = Literal["deciles", "percentile", "min-max"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The accounts of one table as of a day; `period` is "" where no lines were summed.

    So is `periods` None.
    """

    portfolio: Portfolio
    findings: tuple[Finding, ...]
    as_of: dt.date
    period: str = ""
    periods: Periods | None = None


@dataclass(frozen=True, slots=True)
class NewResult:
    """What a new workbook is rendered from, and which column was what (None without a table)."""

    inputs: Inputs
    mapping: ColumnMapping | None


def new(
    table: RawTable | None,
    *,
    language: Language,
    profile: str | None,
    mapping: Mapping[str, str] | None,
    locale: str | None,
    today: dt.date,
    load_profile: Callable[[str], Policy],
    reference: Reference = "deciles",
    currency: str | None = None,
    rates: Sequence[str] = (),
    span: Span | None = None,
) -> NewResult:
    """Return the inputs of a new workbook, with bands proposed from the data by `reference`.

    `mapping` maps keys to headers and goes before what is recognised. Without `profile`, the
    standard one where there is no table, or it holds ratings or no figures at all, else the one for
    data alone. Amounts of other currencies than `currency` (that of the profile) are converted at
    `rates`, written USD=0.92 or USD@2024=0.90. `span` says how long the periods of invoice lines
    are, years without it. As of the end of the last period for invoice lines,
    of `today` otherwise. Raises InputError where the table cannot be used and UsageError for an
    unknown key, locale, rate or profile.
    """
    if table is None:
        policy = load_profile(profile or STANDARD)
        return NewResult(Inputs(Portfolio((), ()), policy, language, today), None)
    checked = known_locale(locale)
    policy, (found,) = recognise_all((table,), (mapping,), profile, load_profile)
    policy = in_currency(policy, currency)
    came = take(table, found, checked, today, rates_of(policy.currency, rates), span)
    policy = replace(policy, period=came.period or policy.period)
    fallback = None if profile else lambda: in_currency(load_profile(STANDARD), currency)
    policy, proposed = fitted(policy, came.portfolio, came.as_of, fallback, reference)
    inputs = Inputs(
        portfolio=came.portfolio,
        policy=policy,
        language=language,
        as_of=came.as_of,
        findings=gravest_first((*found.findings, *came.findings, *proposed)),
        source=table.file,
        periods=came.periods,
    )
    return NewResult(inputs, found.mapping)


def recognise_all(
    tables: Sequence[RawTable],
    overrides: Sequence[Mapping[str, str] | None],
    profile: str | None,
    load_profile: Callable[[str], Policy],
) -> tuple[Policy, tuple[Recognised, ...]]:
    """Return the policy, and which column of each table is what.

    Without `profile` the standard one where a table holds ratings, else the one for data alone.
    """

    def under(policy: Policy) -> tuple[Recognised, ...]:
        return tuple(
            recognise(table, policy.criteria, wanted)
            for table, wanted in zip(tables, overrides, strict=True)
        )

    policy = load_profile(profile or STANDARD)
    found = under(policy)
    rated = any(c.key.startswith(RATING) for f in found for c in f.mapping.columns)
    if profile is None and not rated:
        policy = load_profile(DATA_ONLY)
        found = under(policy)
    return policy, found


def in_currency(policy: Policy, currency: str | None) -> Policy:
    """Return a policy that reports in a currency, or in its own."""
    return replace(policy, currency=code_of(currency)) if currency else policy


def take(
    table: RawTable,
    found: Recognised,
    locale: Locale | None,
    today: dt.date,
    rates: Rates,
    span: Span | None = None,
) -> Taken:
    """Return the accounts of a table, summed where its rows are invoice lines, and by periods."""
    if found.mapping.kind == "accounts":
        portfolio, findings = read_accounts(table, found.mapping, locale, rates)
        return Taken(portfolio, findings, today)
    lines, findings = read_invoices(table, found.mapping, locale, rates)
    ledger = aggregate(
        lines.ids,
        lines.days,
        lines.amounts,
        names=lines.names,
        margins=lines.margins,
        orders=lines.orders,
        texts=lines.texts,
        place=lines.places.__getitem__,
        span=replace(span or Span(), currency=rates.reporting, note=table.file),
    )
    late = _future(lines.days, lines.places, today)
    said = (*findings, *ledger.findings, *late)
    return Taken(ledger.portfolio, said, ledger.as_of, ledger.period, ledger.periods)


def with_reference(criterion: Criterion, values: Floats, reference: Reference) -> Criterion:
    """Return a derived criterion with bands from the values; all None where they tell nothing.

    `deciles` are steps, `percentile` rises between the deciles, `min-max` from lowest to highest.
    """
    less = criterion.source in LESS_IS_BETTER
    if reference == "deciles":
        return replace(criterion, bands=propose_bands(values, less_is_better=less))
    propose = propose_percentiles if reference == "percentile" else propose_min_max
    floor, bands = propose(values, less_is_better=less)
    return replace(criterion, bands=bands, floor=floor, shape="linear")


def with_bands(
    policy: Policy, portfolio: Portfolio, as_of: dt.date, reference: Reference = "deciles"
) -> tuple[Policy, tuple[Finding, ...]]:
    """Return the policy with bands proposed for every derived criterion that has none.

    Where the data say nothing about a criterion, the profile for data alone excludes it and
    spreads its weight over the others.
    """
    criteria, findings = [], []
    for criterion in policy.criteria:
        blank = all(band is None for band in criterion.bands)
        if criterion.active and criterion.source != RATED and blank:
            subject = Subject(criterion=criterion.key)
            named = {"criterion": criterion.name}
            values = metric(portfolio, criterion.source, as_of, policy)[portfolio.scored]
            fit = with_reference(criterion, values, reference)
            if any(band is not None for band in fit.bands):
                criterion = fit
                findings.append(Finding("I-BANDS", named, subject))
            elif policy.profile == DATA_ONLY:
                criterion = replace(criterion, active=False)
                findings.append(Finding("I-INACTIVE", named, subject))
        criteria.append(criterion)
    if policy.profile == DATA_ONLY:
        criteria = spread(criteria)
    return replace(policy, criteria=tuple(criteria)), tuple(findings)


def spread(criteria: Sequence[Criterion]) -> list[Criterion]:
    """Return criteria whose active weights sum to 100 in whole points, by largest remainder.

    The weights of excluded criteria stay as they are; so do all where none is active.
    """
    total = math.fsum(c.effective_weight for c in criteria)
    if total <= 0:
        return list(criteria)
    exact = [100 * c.effective_weight / total for c in criteria]
    points = [math.floor(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: points[place] - exact[place])
    for place in by_remainder[: 100 - sum(points)]:
        points[place] += 1
    return [
        replace(c, weight=float(share)) if c.active else c
        for c, share in zip(criteria, points, strict=True)
    ]


def fitted(
    policy: Policy,
    portfolio: Portfolio,
    as_of: dt.date,
    fallback: Callable[[], Policy] | None,
    reference: Reference = "deciles",
) -> tuple[Policy, tuple[Finding, ...]]:
    """Return the policy with bands from the data, or another where the data say nothing at all."""
    fit = with_bands(policy, portfolio, as_of, reference)
    if fallback is not None and fit[0].profile == DATA_ONLY and fit[0].weight_total == 0:
        return with_bands(replace(fallback(), period=policy.period), portfolio, as_of, reference)
    return fit


def known_locale(locale: str | None) -> Locale | None:
    """Return the locale of that name, None for None; UsageError where there is none."""
    for known in LOCALES:
        if locale == known:
            return known
    if locale is None:
        return None
    raise UsageError(f"--locale knows no {locale!r}; choose {', '.join(LOCALES)}")


def _future(
    days: tuple[dt.date, ...], places: tuple[str, ...], today: dt.date
) -> tuple[Finding, ...]:
    late = [index for index, day in enumerate(days) if day > today]
    if not late:
        return ()
    last = max(days[index] for index in late)
    values: dict[str, str | int | Text] = {
        "count": len(late),
        "today": today.isoformat(),
        "last": last.isoformat(),
    }
    return (Finding("I-FUTURE", values, place=places[days.index(last)]),)


def new_findings(inputs: Inputs, result: Assessment, file: str) -> tuple[Finding, ...]:
    """Return all findings about a new workbook, gravest first, placed in it under its name."""
    places = replace(rendered(Context(inputs, result, ())), file=file)
    return gravest_first(places.placed((*inputs.findings, *result.findings)))
