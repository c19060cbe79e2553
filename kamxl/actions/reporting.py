"""What is judged as plain data for JSON: docs/json.md says what each field means."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import numpy as np
from typing_extensions import TypedDict

from kamxl.actions.dependence import (
    DisclosureReport,
    StressReport,
    disclosure_report,
    stress_report,
)
from kamxl.actions.updating import CellChange, Update
from kamxl.cells import CellError, CellValue
from kamxl.domain.assessment import Assessment
from kamxl.domain.capacity import owner_name
from kamxl.domain.classes import tier_name
from kamxl.domain.concentration import ABC
from kamxl.domain.contributions import UNITS
from kamxl.domain.managers import Profile, by_owner
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.movement import GONE, NONE, Movements
from kamxl.domain.policy import Level
from kamxl.findings import Finding
from kamxl.text import Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.merging.cells import WHY
from kamxl.workbook.sheets.stress import lost_accounts

# Raised whenever a field changes its meaning or goes.
REPORT_SCHEMA: Literal[1] = 1


class ContributionReport(TypedDict):
    """What a criterion adds to a score: points that sum to the score with two decimals."""

    criterion: str
    points: float


class CellChangeReport(TypedDict):
    """One cell that changes; `formula` is "" where it holds none."""

    sheet: str
    cell: str
    old: float | str | bool | None
    new: float | str | bool | None
    formula: str
    why: str


class UpdateReport(TypedDict):
    """What a run changes: new results of formulas, cells written, sheets added."""

    written: str | None
    backup: str | None
    results: list[CellChangeReport]
    cells: list[CellChangeReport]
    sheets: list[str]


class AccountReport(TypedDict):
    """One account; None where a figure does not exist."""

    id: str
    name: str
    score: float | None
    coverage: float | None
    rank: int | None
    tier: str | None
    computed_tier: str | None
    gate: str | None
    attractiveness: float | None
    strength: float | None
    strength_source: str | None
    quadrant: str | None
    revenue: float | None
    revenue_rank: int | None
    amount: float | None
    share: float | None
    disclosure_share: float | None
    abc: str | None
    warnings: list[str]
    reason: str | None
    contributions: list[ContributionReport]


class ConcentrationReport(TypedDict):
    """The figures of the whole portfolio; None where they do not exist."""

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
    theil: float | None
    hhi_before: float | None
    overhang: float | None
    level: Level


class MovementReport(TypedDict):
    """An account that moved notably since the compared run, is new, or is gone."""

    id: str
    name: str
    status: str
    change: float | None
    score_before: float | None
    rank_before: int | None
    tier_before: str | None
    criterion: str | None
    points: float | None
    text: str


class ChangesReport(TypedDict):
    """What moved since an earlier run; `since` is None where none is remembered."""

    since: str | None
    accounts: list[MovementReport]


class ManagerReport(TypedDict):
    """What a key account manager says of the own skills, 1 to 10; None where nothing."""

    name: str
    communication: float | None
    sales: float | None
    relations: float | None


class FindingReport(TypedDict):
    """One thing to know; `place` is `file!sheet!cell` or "" where no cell is meant."""

    code: str
    severity: str
    place: str
    text: str


class SettingsReport(TypedDict):
    """What figures stand on: scale, amounts, and the cuts of the matrix that are in use."""

    scale: Literal[10, 100]
    basis: Literal["revenue", "margin"]
    currency: str
    period: str
    cut_attractiveness: float
    cut_strength: float


class Report(TypedDict):
    """Everything that `--json` prints."""

    schema: Literal[1]
    language: Language
    as_of: str
    strength_mode: str
    settings: SettingsReport
    accounts: list[AccountReport]
    concentration: ConcentrationReport
    disclosure: DisclosureReport
    stress: StressReport
    changes: ChangesReport
    managers: list[ManagerReport]
    findings: list[FindingReport]
    update: UpdateReport | None


def report(
    result: Assessment,
    findings: Iterable[Finding],
    language: Language,
    moved: Movements | None = None,
    update: UpdateReport | None = None,
    managers: Iterable[Profile] = (),
    inputs: Inputs | None = None,
) -> Report:
    """Return an assessment as plain data: accounts in the order of the ranking, unscored last.

    `moved` is what moved since the run that the workbook remembers, `update` what kamxl changed;
    `managers` are the key account managers' own ratings. `inputs` tell what people chose and wrote
    beside the stress test and the disclosure.
    """
    return Report(
        schema=REPORT_SCHEMA,
        language=language,
        as_of=result.today.isoformat(),
        strength_mode=result.policy.strength_mode,
        settings=_settings(result),
        accounts=[_account(result, row, language) for row in ranking(result)],
        concentration=concentration_report(result),
        disclosure=disclosure_report(result, {} if inputs is None else inputs.answers),
        stress=stress_report(result, [] if inputs is None else lost_accounts(inputs)),
        changes=changes_report(moved, language),
        managers=managers_report(managers),
        findings=findings_report(findings, language),
        update=update,
    )


def _settings(result: Assessment) -> SettingsReport:
    policy = result.policy
    return SettingsReport(
        scale=100 if policy.scale.high == 100 else 10,
        basis=policy.basis,
        currency=policy.currency,
        period=policy.period,
        cut_attractiveness=result.cut_attractiveness,
        cut_strength=result.cut_strength,
    )


def managers_report(managers: Iterable[Profile]) -> list[ManagerReport]:
    """Return own ratings as plain data, the first of each name."""
    made = []
    for profile in by_owner(managers).values():
        communication, sales, relations = profile.ratings
        made.append(
            ManagerReport(
                name=owner_name(profile.name),
                communication=communication,
                sales=sales,
                relations=relations,
            )
        )
    return made


def ranking(result: Assessment) -> list[int]:
    """Return the accounts' positions in the order of the ranking, unscored ones last."""
    last = len(result) + 1
    places = np.where(result.order > 0, result.order, last)
    return [int(row) for row in np.argsort(places, kind="stable")]


def findings_report(findings: Iterable[Finding], language: Language) -> list[FindingReport]:
    """Return findings as plain data; `text` says what is the matter and what to do."""
    return [
        FindingReport(
            code=finding.code,
            severity=finding.severity,
            place=finding.place,
            text=f"{finding.text(language)} {finding.remedy(language)}",
        )
        for finding in findings
    ]


def _account(result: Assessment, row: int, language: Language) -> AccountReport:
    portfolio = result.portfolio
    abc, quadrant = int(result.abc[row]), int(result.quadrant[row])
    return AccountReport(
        id=portfolio.ids[row],
        name=portfolio.names[row],
        score=_figure(result.score[row]),
        coverage=_figure(result.coverage[row]),
        rank=int(result.rank[row]) or None,
        tier=tier_name(int(result.tier[row])),
        computed_tier=tier_name(int(result.computed_tier[row])),
        gate=result.gate_text(row, language) or None,
        attractiveness=_figure(result.attractiveness[row]),
        strength=_figure(result.strength[row]),
        strength_source=result.strength_from(row),
        quadrant=QUADRANTS[quadrant - 1] if quadrant else None,
        revenue=_figure(portfolio.number("revenue")[row]),
        revenue_rank=int(result.revenue_rank[row]) or None,
        amount=_figure(result.amount[row]),
        share=_figure(result.share[row]),
        disclosure_share=_figure(result.disclosure_share[row]),
        abc=ABC[abc - 1] if abc else None,
        warnings=result.warnings(row),
        reason=result.reason(row, language) or None,
        contributions=_contributions(result, row),
    )


def changes_report(moved: Movements | None, language: Language) -> ChangesReport:
    """Return what moved as plain data, what moved most first, then what is gone."""
    if moved is None:
        return ChangesReport(since=None, accounts=[])
    listed = [n for n in moved.ranked() if moved.notable[n] or moved.new(n)]
    here = [_movement(moved, account, language) for account in listed]
    gone = [
        MovementReport(
            id=moved.then.ids[row],
            name=moved.then.names[row],
            status="gone",
            change=None,
            **_before(moved, row),
            criterion=None,
            points=None,
            text=f"{GONE(language)}.",
        )
        for row in moved.gone
    ]
    return ChangesReport(since=moved.then.day.isoformat(), accounts=[*here, *gone])


class _Before(TypedDict):
    score_before: float | None
    rank_before: int | None
    tier_before: str | None


def _before(moved: Movements, row: int) -> _Before:
    if row == NONE:
        return _Before(score_before=None, rank_before=None, tier_before=None)
    then = moved.then
    return _Before(
        score_before=_figure(then.score[row]),
        rank_before=int(then.rank[row]) or None,
        tier_before=tier_name(int(then.tier[row])),
    )


def _movement(moved: Movements, account: int, language: Language) -> MovementReport:
    portfolio, criteria = moved.result.portfolio, moved.result.policy.criteria
    most = int(moved.most[account])
    return MovementReport(
        id=portfolio.ids[account],
        name=portfolio.names[account],
        status="new" if moved.new(account) else "moved",
        change=int(moved.change[account]) / UNITS if moved.comparable[account] else None,
        **_before(moved, int(moved.row[account])),
        criterion=criteria[most].key if 0 <= most < len(criteria) else None,
        points=None if most == NONE else moved.amount(account) / UNITS,
        text=moved.sentence(account, language),
    )


def _contributions(result: Assessment, row: int) -> list[ContributionReport]:
    if math.isnan(float(result.score[row])):
        return []
    return [
        ContributionReport(criterion=criterion.key, points=int(points) / UNITS)
        for criterion, points in zip(
            result.policy.criteria, result.shown_contribution[row], strict=True
        )
        if criterion.effective_weight > 0
    ]


def concentration_report(result: Assessment) -> ConcentrationReport:
    """Return the figures of the whole portfolio as plain data."""
    figures = result.concentration
    return ConcentrationReport(
        n=figures.n,
        total=_figure(figures.total),
        cr1=_figure(figures.cr1),
        cr3=_figure(figures.cr3),
        cr5=_figure(figures.cr5),
        cr10=_figure(figures.cr10),
        hhi=_figure(figures.hhi),
        hhi_normalised=_figure(figures.hhi_normalised),
        effective=_figure(figures.effective),
        n50=figures.n50,
        gini=_figure(figures.gini),
        gini_corrected=_figure(figures.gini_corrected),
        shannon=_figure(figures.shannon),
        theil=_figure(figures.theil),
        hhi_before=_figure(result.hhi_before),
        overhang=_figure(figures.overhang),
        level=result.portfolio_level,
    )


def update_report(
    update: Update, language: Language, written: Path | None, backup: Path | None
) -> UpdateReport:
    """Return what a run changes, complete; `written` is the file, None when it stays."""

    def told(change: CellChange) -> CellChangeReport:
        return CellChangeReport(
            sheet=change.sheet,
            cell=change.cell,
            old=_plain(change.old),
            new=_plain(change.new),
            formula=change.formula,
            why=WHY[change.why](language),
        )

    return UpdateReport(
        written=str(written) if written else None,
        backup=str(backup) if backup else None,
        results=[told(change) for change in update.results],
        cells=[told(change) for change in update.cells],
        sheets=list(update.added),
    )


def _plain(value: CellValue) -> float | str | bool | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, CellError) else value


def _figure(value: float | None) -> float | None:
    """Return a plain float, None for NaN: JSON has no word for it."""
    return None if value is None or not math.isfinite(value) else float(value)
