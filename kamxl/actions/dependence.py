"""Disclosure and stress test as plain data for JSON: docs/json.md says what each field means."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

from kamxl.domain.assessment import Assessment
from kamxl.domain.disclosure import Reason, disclosure
from kamxl.domain.stresstest import Missing, Scenario, stress_test
from kamxl.workbook.sheets.disclosure import SIGNED

PREFIX = "disclosure_"


class MajorReport(TypedDict):
    """A customer, or group, of 10 % or more; `accounts` are the ids of its members."""

    label_en: str
    label_de: str
    name: str
    accounts: list[str]
    revenue: float
    share: float
    before: float | None
    share_before: float | None
    segment: str
    several_segments: bool
    reason: Reason
    reasoning: str


class SignedReport(TypedDict):
    """What people wrote under the disclosure; "" where nothing."""

    judgement: str
    prepared_by: str
    prepared_on: str
    reviewed_by: str
    reviewed_on: str


class DisclosureReport(TypedDict):
    """Customers of 10 % or more, the reconciliation, and the drafted note in both languages."""

    majors: list[MajorReport]
    revenue: float | None
    before: float
    of_accounts: float
    overhang: float
    reported: float | None
    difference: float | None
    reconciled: bool | None
    sentence_en: str
    sentence_de: str
    signed: SignedReport


class ScenarioReport(TypedDict):
    """The year without some customers; `no_loss`: cash lasts without end, `runway` is None."""

    accounts: list[str]
    lost_revenue: float
    lost_margin: float | None
    revenue: float
    margin: float | None
    ratio: float | None
    fixed_costs: float | None
    ebit: float | None
    break_even: float | None
    gap: float | None
    safety: float | None
    months_covered: float | None
    runway: float | None
    no_loss: bool


class StressReport(TypedDict):
    """The year, what is left of it without customers, and how firmly it stands."""

    year: ScenarioReport
    largest: list[ScenarioReport]
    chosen: ScenarioReport | None
    singly: list[ScenarioReport]
    carried: list[float | None]
    customers_until_loss: int | None
    never_a_loss: bool
    revenue_at_risk: float
    without_margin: int
    missing: list[Missing]


def disclosure_report(result: Assessment, answers: Mapping[str, object]) -> DisclosureReport:
    """Return who is to be disclosed; `answers` are what people wrote on the sheet, by key."""
    found = disclosure(result)
    ids = result.portfolio.ids
    return DisclosureReport(
        majors=[
            MajorReport(
                label_en=found.label(place, "en"),
                label_de=found.label(place, "de"),
                name=one.name,
                accounts=[ids[member] for member in one.members],
                revenue=one.revenue,
                share=one.share,
                before=one.before,
                share_before=one.share_before,
                segment=one.segment,
                several_segments=one.several_segments,
                reason=one.reason,
                reasoning=one.reasoning,
            )
            for place, one in enumerate(found.majors)
        ],
        revenue=found.revenue,
        before=found.before,
        of_accounts=found.of_accounts,
        overhang=found.overhang,
        reported=found.reported,
        difference=found.difference,
        reconciled=found.reconciled,
        sentence_en=found.sentence("en"),
        sentence_de=found.sentence("de"),
        signed=_signed(answers),
    )


def _signed(answers: Mapping[str, object]) -> SignedReport:
    def written(key: str) -> str:
        value = answers.get(PREFIX + key)
        if isinstance(value, dt.date):
            return value.isoformat()[:10]
        return "" if value is None else str(value)

    assert {PREFIX + key for key in SignedReport.__annotations__} == set(SIGNED)
    return SignedReport(
        judgement=written("judgement"),
        prepared_by=written("prepared_by"),
        prepared_on=written("prepared_on"),
        reviewed_by=written("reviewed_by"),
        reviewed_on=written("reviewed_on"),
    )


def stress_report(result: Assessment, chosen: Sequence[int]) -> StressReport:
    """Return the stress test; `chosen` are places of the customers that leave in the workbook."""
    found = stress_test(result, chosen)

    def told(one: Scenario) -> ScenarioReport:
        endless = one.runway is not None and math.isinf(one.runway)
        return ScenarioReport(
            accounts=[result.portfolio.ids[account] for account in one.lost],
            lost_revenue=one.lost_revenue,
            lost_margin=one.lost_margin,
            revenue=one.revenue,
            margin=one.margin,
            ratio=one.ratio,
            fixed_costs=one.fixed_costs,
            ebit=one.ebit,
            break_even=one.break_even,
            gap=one.gap,
            safety=one.safety,
            months_covered=one.months_covered,
            runway=None if endless else one.runway,
            no_loss=endless,
        )

    return StressReport(
        year=told(found.year),
        largest=[told(one) for one in found.largest],
        chosen=told(found.chosen) if found.chosen else None,
        singly=[told(one) for one in found.singly],
        carried=list(found.carried),
        customers_until_loss=found.customers_until_loss,
        never_a_loss=found.never_a_loss,
        revenue_at_risk=found.revenue_at_risk,
        without_margin=found.without_margin,
        missing=list(found.missing),
    )
