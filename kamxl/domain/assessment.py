"""`assess(portfolio, policy, today)`: everything about everyone, as frozen columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from kamxl.domain import (
    classes,
    concentration,
    contributions,
    control,
    duplicates,
    gates,
    ladder,
    lints,
    matrix,
    metrics,
    partyear,
    redundancy,
    relative,
    scoring,
    tiers,
)
from kamxl.domain.bands import band_rating
from kamxl.domain.classes import tier_name
from kamxl.domain.concentration import Concentration
from kamxl.domain.contributions import Mean
from kamxl.domain.explanation import gate_text, reason
from kamxl.domain.gates import FIELD_GATE, NO_GATE, field_gate_text
from kamxl.domain.lifetime import customer_years, reference_candidates
from kamxl.domain.policy import LEVELS, RATED, Level, Policy, Tier
from kamxl.domain.portfolio import FORECASTS, PROSPECT, Portfolio
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.domain.stages import stage_strengths
from kamxl.domain.subratings import STRATEGIC, mean_subratings, subrating_findings
from kamxl.findings import Finding, gravest_first
from kamxl.text import Language

# Where the strength of an account comes from.
StrengthSource = Literal["comparison", "criteria", "stage"]
FROM_NOTHING, FROM_COMPARISON, FROM_CRITERIA, FROM_STAGE = range(4)
STRENGTH_SOURCES: tuple[StrengthSource, ...] = ("comparison", "criteria", "stage")


@dataclass(frozen=True)
class Assessment:
    """How a portfolio is judged under a policy on a day: columns, one place an account.

    Floats are NaN and ranks 0 where a figure does not exist. `score`, `lowest`, `highest`,
    `attractiveness` and `strength` stand on the policy's scale; shares and coverage are fractions.
    `effective` and `contribution` are (accounts, criteria). `tier` is 1 to 4 for A to D: the
    `computed_tier`, or the one that people decided where `overridden`; `waiting` counts the periods
    in a row in which the score asked for a better (+) or a lower (-) one in vain. `abc` is 1 to 4
    for A, B, C, N, `xyz` 1 to 3 for X, Y, Z, `level` 0 to 4 for none to critical, `quadrant` 1 to 4
    as in `matrix.QUADRANTS`, `cell` 1 to 9 as in `matrix.CELL_GROUPS`; the cuts in use stand on
    their axes. With the mode `relative`, `strength` is a ratio: `comparison.ratio`, or criteria's
    points over the middle of the scale; `strength_source` is 1 to 3 as in STRENGTH_SOURCES;
    `gate` is the position of the criterion whose gate caps, or -1. `net_amount` is
    what counts of an external customer in the period, `amount` and `margin_amount` the same where
    part years are annualised by `annual_factor`. `group` is the position of the first account of
    each one's group; `group_net`, `group_amount` and the structural `group_part` stand there and
    are NaN elsewhere; `group_share` is a group's disclosure share, NaN where it is the account's.
    """

    portfolio: Portfolio
    policy: Policy
    today: dt.date
    effective: Floats
    contribution: Floats
    score: Floats
    coverage: Floats
    lowest: Floats
    highest: Floats
    assessable: Bools
    rank: Integers
    order: Integers
    tier: Integers
    computed_tier: Integers
    overridden: Bools
    waiting: Integers
    gate: Integers
    severity: Integers
    attractiveness: Floats
    strength: Floats
    cut_attractiveness: float
    cut_strength: float
    comparison: relative.Comparison
    strength_source: Integers
    quadrant: Integers
    cell: Integers
    borderline: Bools
    forecast_attractiveness: Floats
    forecast_strength: Floats
    annual_factor: Floats
    net_amount: Floats
    amount: Floats
    margin_amount: Floats
    share: Floats
    disclosure_share: Floats
    margin_share: Floats
    size_order: Integers
    cumulative: Floats
    abc: Integers
    xyz: Integers
    level: Integers
    endangered: Bools
    revenue_rank: Integers
    margin_rank: Integers
    concentration: Concentration
    margin_concentration: Concentration
    hhi_before: float | None
    group: Integers
    group_net: Floats
    group_amount: Floats
    group_part: Floats
    group_share: Floats
    group_level: Integers
    group_concentration: Concentration
    rule_levels: dict[str, Level]

    def __len__(self) -> int:
        return len(self.portfolio)

    @property
    def provisional(self) -> Bools:
        """Where there is a score, but too little coverage for a rank and a tier."""
        found: Bools = ~self.assessable & ~self.excluded & ~np.isnan(self.score)
        return found

    @property
    def excluded(self) -> Bools:
        """Where a closed gate excludes: the score is shown, without rank and tier."""
        found: Bools = self.severity == gates.EXCLUDES
        return found

    @cached_property
    def shown_contribution(self) -> Integers:
        """Contributions in hundredths of a point, (accounts, criteria).

        They sum to the score that is shown; a row is all 0 where there is none.
        """
        return contributions.shown_parts(self.contribution, self.score)

    @cached_property
    def mean(self) -> Mean:
        """The mean of the ranked accounts, in points."""
        return contributions.mean_of(self.contribution, self.effective, self.score, self.assessable)

    @cached_property
    def marks(self) -> dict[str, Bools]:
        """The three marks of a key customer (source 003): large share, solvent prospect, leader."""
        policy = self.policy
        place = policy.position(policy.solvency_key)
        prospect = np.array([s == PROSPECT for s in self.portfolio.text("status")], dtype=bool)
        solvent = np.zeros(len(self), dtype=bool)
        if place is not None:
            border = nine(policy.scale.from_ten(policy.mark_solvency))
            solvent = at_nine_digits(self.effective[:, place]) >= border
        return {
            "large": at_nine_digits(self.disclosure_share) >= nine(policy.mark_share),
            "solvent": prospect & solvent,
            "leader": np.array(self.portfolio.leader, dtype=bool),
        }

    @cached_property
    def references(self) -> Bools:
        """Who may vouch for us: long enough a customer, and well rated (row E4)."""
        place = self.policy.position(self.policy.reference_key)
        if place is None:
            return np.zeros(len(self), dtype=bool)
        years = customer_years(self.portfolio.date("customer_since"), self.today)
        return reference_candidates(years, self.effective[:, place], self.policy)

    @cached_property
    def ask_logo(self) -> Bools:
        """Known brands in tier A or B whose logo nobody has asked for yet (row G8).

        A `no` with a date is a refusal, without one nobody has asked.
        """
        brand = np.array([text == "yes" for text in self.portfolio.text("brand")], dtype=bool)
        asked = np.array(
            [
                logo in ("asked", "yes") or (logo == "no" and day is not None)
                for logo, day in zip(
                    self.portfolio.text("logo"), self.portfolio.date("logo_date"), strict=True
                )
            ],
            dtype=bool,
        )
        found: Bools = brand & ~asked & np.isin(self.tier, (1, 2))
        return found

    @property
    def shortlist_revenue(self) -> Bools:
        """The top by revenue, of all accounts with positive revenue."""
        return self._top(self.revenue_rank, self.portfolio.number("revenue"))

    @property
    def shortlist_margin(self) -> Bools:
        """The top by contribution margin, of all accounts with a positive one."""
        return self._top(self.margin_rank, self.portfolio.number("margin"))

    def _top(self, ranks: Integers, amounts: Floats) -> Bools:
        return (ranks > 0) & (ranks <= self.policy.shortlist) & (amounts > 0)

    def cap(self, account: int) -> Tier | None:
        """Return the tier at which a closed gate caps an account, or None."""
        return tier_name(int(gates.tier_caps(self.severity[[account]])[0]))

    def gate_text(self, account: int, language: Language) -> str:
        """Return the closed gate of an account and its effect in words, "" where none is."""
        if self.gate[account] == NO_GATE:
            return ""
        if self.gate[account] == FIELD_GATE:
            return field_gate_text(language)
        criterion = self.policy.criteria[self.gate[account]]
        return gate_text(criterion, self.policy.scale, language)

    def reason(self, account: int, language: Language) -> str:
        """Return why an account has its score: top contributions, costs, gate, coverage."""
        return reason(
            self.contribution[account],
            self.shown_contribution[account],
            [criterion.name(language) for criterion in self.policy.criteria],
            np.array(self.policy.weights),
            self.policy.scale.high,
            self.gate_text(account, language),
            float(self.coverage[account]),
            language,
        )

    def strength_from(self, account: int) -> StrengthSource | None:
        """Return where the strength of an account comes from, None where it has none."""
        source = int(self.strength_source[account])
        return STRENGTH_SOURCES[source - 1] if source else None

    def warnings(self, account: int) -> list[str]:
        """Return the rules that warn of an account: its level, and `endangered`."""
        level = LEVELS[self.level[account]]
        return [
            *([level] if level != "none" else []),
            *(["endangered"] if self.endangered[account] else []),
        ]

    @property
    def portfolio_level(self) -> Level:
        """The gravest level of any account or rule about the whole portfolio."""
        accounts = LEVELS[int(np.maximum(self.level, self.group_level).max(initial=0))]
        return ladder.highest([accounts, *self.rule_levels.values()])

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything the owner of the data should know, errors first."""
        return gravest_first(
            (
                *lints.weight_findings(self.policy),
                *lints.rating_findings(self.portfolio, self.policy),
                *subrating_findings(self.portfolio, self.policy),
                *redundancy.redundancy_findings(self),
                *lints.account_findings(self.portfolio),
                *lints.fraction_findings(self.portfolio),
                *control.parent_findings(self.portfolio),
                *lints.contract_findings(self.portfolio, self.today),
                *duplicates.duplicate_findings(self.portfolio),
                *lints.score_findings(self),
                *tiers.tier_findings(self),
                *lints.forecast_findings(self),
                *relative.comparison_findings(self),
                *lints.concentration_findings(self),
                *lints.group_findings(self),
                *lints.reference_findings(self),
            )
        )


def derived_ratings(portfolio: Portfolio, policy: Policy, place: int, today: dt.date) -> Floats:
    """Return the ratings that a criterion's figure gives, as they count; NaN where it has none."""
    criterion, scale = policy.criteria[place], policy.scale
    if criterion.source == RATED:
        return np.full(len(portfolio), np.nan)
    found = band_rating(
        metrics.metric(portfolio, criterion.source, today, policy),
        criterion.bands,
        criterion.shape,
        criterion.floor,
    )
    low, high = float(scale.low), float(scale.high)
    on_scale = scale.low + scale.step * (found - 1)
    return scoring.directed(on_scale, np.array(criterion.direction), low, high)


def effective_ratings(portfolio: Portfolio, policy: Policy, today: dt.date) -> Floats:
    """Return (accounts, criteria) ratings after bands, scale and direction; NaN where missing.

    What a person typed goes before what bands derive, and so does the mean of the questions behind
    the strategic value where it is not rated itself; `?`, text and out-of-scale count as missing.
    Excluded criteria, and accounts that are not scored, are NaN throughout.
    """
    low, high = float(policy.scale.low), float(policy.scale.high)
    columns = np.full((len(portfolio), len(policy.criteria)), np.nan)
    for place, criterion in enumerate(policy.criteria):
        if not criterion.active:
            continue
        typed = portfolio.rated(criterion.key)
        in_scale = (typed.values >= low) & (typed.values <= high)
        used = np.where(in_scale, typed.values, np.nan)
        untouched = np.isnan(typed.values) & ~typed.unknown & ~typed.wrong
        if criterion.source != RATED:
            derived = band_rating(
                metrics.metric(portfolio, criterion.source, today, policy),
                criterion.bands,
                criterion.shape,
                criterion.floor,
            )
            used = np.where(untouched, policy.scale.low + policy.scale.step * (derived - 1), used)
        if criterion.key == STRATEGIC:
            answered = mean_subratings(portfolio, low, high)
            used = np.where(untouched & ~np.isnan(answered), answered, used)
        columns[:, place] = scoring.directed(used, np.array(criterion.direction), low, high)
    columns[~portfolio.scored] = np.nan
    return columns


def assess(portfolio: Portfolio, policy: Policy, today: dt.date) -> Assessment:
    """Judge every account: score, rank, tier, matrix, shares, concentration, warnings.

    `today` is the day as of which contracts and recency are judged; it is never read from a clock.
    """
    scale = policy.scale
    weights = np.array(policy.weights, dtype=float)
    effective = effective_ratings(portfolio, policy, today)
    scores = scoring.weighted_scores(effective, weights, scale.low, scale.high, policy.missing)
    coverage = np.where(portfolio.scored, scores.coverage, np.nan)
    gate, hard = gates.closed_gates(effective, policy, gates.unfit(portfolio))
    judged = scoring.assessable(scores, policy.minimum_coverage) & (hard != gates.EXCLUDES)
    ranked = np.where(judged, scores.score, np.nan)

    axes = {
        axis: matrix.axis_values(
            effective, weights * np.array([c.axis == axis for c in policy.criteria], dtype=float)
        )
        for axis in ("attractiveness", "strength")
    }
    compared = relative.compare(portfolio, policy)
    source = np.where(~np.isnan(axes["strength"]), FROM_CRITERIA, FROM_NOTHING)
    if policy.strength_mode == "stage":
        by_stage = stage_strengths(portfolio.text("stage"), scale)
        known = portfolio.scored & ~np.isnan(by_stage)
        axes["strength"] = np.where(known, by_stage, axes["strength"])
        source = np.where(known, FROM_STAGE, source)
    by_rival = policy.strength_mode == "relative"
    if by_rival:
        known = portfolio.scored & ~np.isnan(compared.ratio)
        axes["strength"] = np.where(
            known, compared.ratio, relative.fallback(axes["strength"], scale)
        )
        source = np.where(known, FROM_COMPARISON, source)
    across = matrix.ruler_of(scale, relative=by_rival)
    on_matrix = {axis: np.where(judged, values, np.nan) for axis, values in axes.items()}
    cuts = (
        matrix.cut_of(
            policy.cut_mode, on_matrix["attractiveness"], policy.cut_attractiveness, scale
        ),
        matrix.cut_of(
            policy.cut_mode,
            on_matrix["strength"],
            policy.cut_relative if by_rival else policy.cut_strength,
            scale,
            relative=by_rival,
        ),
    )
    expected_a, expected_s = (portfolio.number(key) for key in FORECASTS)
    forecast = matrix.forecasts(expected_a, expected_s, scale, across)
    quadrant = matrix.quadrant_numbers(on_matrix["attractiveness"], on_matrix["strength"], *cuts)

    revenue, margin = portfolio.number("revenue"), portfolio.number("margin")
    # What is disclosed is as it was; only figures of structure are annualised.
    factor = partyear.factors(portfolio, policy, today)
    net = portfolio.external_number("margin" if policy.basis == "margin" else "revenue")
    amount, margin_amount = net * factor, portfolio.external_number("margin") * factor
    share = concentration.structural_shares(amount)
    reported = policy.reported_revenue if policy.basis == "revenue" else None
    disclosure = concentration.disclosure_shares(net, reported)
    size = concentration.size_order(amount)
    cumulative = concentration.cumulative_before(share, size)
    abc = concentration.abc_numbers(cumulative, amount, policy.abc)
    figures = replace(
        concentration.concentration(amount[~portfolio.internal]),
        total=concentration.net_total(net),
        overhang=concentration.overhang(net),
    )
    group = control.group_numbers(portfolio)
    group_net, group_amount = control.sums(group, net), control.sums(group, amount)
    group_share = control.group_shares(group, group_net, net, reported)
    before = portfolio.external_number("margin_y1" if policy.basis == "margin" else "revenue_y1")
    hhi_before = concentration.concentration(before).hhi

    rank = classes.competition_rank(ranked)
    previous = tiers.tier_column(portfolio, "previous_tier")
    counts = tiers.period_counts(portfolio)
    by_mode = tiers.mode_tiers(policy, ranked, rank, quadrant, abc, previous, counts)
    computed = np.where(by_mode > 0, np.maximum(by_mode, gates.tier_caps(hard)), 0)
    decided = tiers.overrides(portfolio, today)
    tier = np.where(decided > 0, decided, computed)

    def tie_key(key: str) -> Floats:
        place = policy.position(key)
        return np.zeros(len(portfolio)) if place is None else effective[:, place]

    # Accounts that are not scored have no place; the others come before them.
    places = classes.order_by(
        [
            np.where(portfolio.scored, np.nan_to_num(ranked, nan=-1.0), np.nan),
            *(np.where(judged, tie_key(key), 0.0) for key in policy.tie_break),
            np.where(judged, coverage, 0.0),
            np.where(judged, revenue, 0.0),
        ]
    )

    return Assessment(
        portfolio=portfolio,
        policy=policy,
        today=today,
        effective=effective,
        contribution=scoring.contributions(
            effective, weights, scale.low, scale.high, policy.missing
        ),
        score=scores.score,
        coverage=coverage,
        lowest=np.where(portfolio.scored, scores.lowest, np.nan),
        highest=np.where(portfolio.scored, scores.highest, np.nan),
        assessable=judged,
        rank=rank,
        order=np.where(portfolio.scored, places, 0),
        tier=tier,
        computed_tier=computed,
        overridden=decided > 0,
        waiting=tiers.waiting_periods(policy, ranked, previous, counts),
        gate=gate,
        severity=hard,
        attractiveness=axes["attractiveness"],
        strength=axes["strength"],
        cut_attractiveness=cuts[0],
        cut_strength=cuts[1],
        quadrant=quadrant,
        cell=matrix.cell_numbers(on_matrix["attractiveness"], on_matrix["strength"], scale, across),
        comparison=compared,
        strength_source=source,
        borderline=matrix.borderline(
            on_matrix["attractiveness"],
            on_matrix["strength"],
            *cuts,
            scale.distance(policy.borderline),
            across.stretch,
        ),
        forecast_attractiveness=forecast[0],
        forecast_strength=forecast[1],
        annual_factor=factor,
        net_amount=net,
        amount=amount,
        margin_amount=margin_amount,
        share=share,
        disclosure_share=disclosure,
        margin_share=concentration.structural_shares(margin_amount),
        size_order=size,
        cumulative=cumulative,
        abc=abc,
        xyz=concentration.xyz_numbers(portfolio.number("order_cv"), policy.xyz),
        level=ladder.level_numbers(disclosure, policy.ladder),
        endangered=ladder.endangered(
            disclosure,
            tier,
            gate >= 0,
            portfolio.date("contract_end"),
            today,
            share=policy.risk_share,
            share_near=policy.risk_share_near,
            months=policy.contract_months,
        ),
        revenue_rank=classes.competition_rank(revenue),
        margin_rank=classes.competition_rank(margin),
        concentration=figures,
        margin_concentration=concentration.concentration(margin_amount),
        hhi_before=hhi_before,
        group=group,
        group_net=group_net,
        group_amount=group_amount,
        group_part=control.parts(group_amount),
        group_share=group_share,
        group_level=ladder.level_numbers(group_share, policy.ladder),
        group_concentration=concentration.concentration(group_amount),
        rule_levels=ladder.portfolio_levels(
            figures.cr5, figures.hhi, hhi_before, policy.portfolio_rules
        ),
    )
