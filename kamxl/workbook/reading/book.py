"""`read_book(source)`: inputs, their places, and what belongs to no input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kamxl.domain.buying import DEFAULT_FACTORS
from kamxl.domain.policy import Criterion, Policy
from kamxl.errors import InputError
from kamxl.text import Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Chosen, Inputs, Memory, WeightsInput
from kamxl.workbook.places import Places
from kamxl.workbook.reading.accounts import portfolio_of, read_accounts, read_ratings
from kamxl.workbook.reading.answers import AnswerCells, read_answers, read_losses
from kamxl.workbook.reading.cells import Readable, SheetCells, label_key, our_sheets, read_sheet
from kamxl.workbook.reading.changes import ChangeCells, read_changes
from kamxl.workbook.reading.explanation import ChosenCells, read_explanation
from kamxl.workbook.reading.managers import read_managers
from kamxl.workbook.reading.periods import PeriodCells, read_periods
from kamxl.workbook.reading.policy import CriteriaRows, SettingRows, read_criteria, read_settings
from kamxl.workbook.reading.strength import StrengthRows, read_strength
from kamxl.workbook.reading.weights import WeightRows, read_weights
from kamxl.workbook.remembering import rotated
from kamxl.workbook.sheets import disclosure
from kamxl.workbook.values import PROPERTY


@runtime_checkable
class Propertied(Protocol):
    """A workbook that knows its custom properties."""

    def properties(self) -> Mapping[str, str]:
        """Return them by name."""
        ...


@dataclass(frozen=True, slots=True)
class ReadBook:
    """What people typed, where it stands, and places of content that belongs to no input.

    `names` are the names of kamxl's sheets by key; `lost` are places in them, `sheet!cell`.
    """

    inputs: Inputs
    places: Places
    names: Mapping[str, str]
    lost: tuple[str, ...]
    accounts: SheetCells
    ratings: SheetCells
    criteria: CriteriaRows
    settings: SettingRows
    weights: WeightRows | None
    chosen: ChosenCells | None
    changes: ChangeCells | None
    strength: StrengthRows | None = None
    answers: Mapping[str, AnswerCells] = field(default_factory=dict)


def read_book(source: Readable, known: Mapping[str, Criterion], today: dt.date) -> ReadBook:
    """Return the inputs of a filled workbook; InputError where it is none.

    `known` are the criteria of the shipped profiles by key; `today` stands in for a missing date,
    and is the day of this run: it compares with an earlier day's.
    """
    if isinstance(source, Propertied) and source.properties().get(PROPERTY):
        raise InputError(
            "this workbook holds values only, because it has so many accounts: nothing in it can "
            "be changed; change its source, and make it anew by kamxl new",
            source.name,
        )
    names = our_sheets(source)
    criteria = read_criteria(read_sheet(source, names, "criteria"), known)
    settings = read_settings(read_sheet(source, names, "settings"))
    accounts = read_accounts(read_sheet(source, names, "accounts"))
    ratings = read_ratings(read_sheet(source, names, "ratings"), accounts, criteria.slots)
    weights = None
    if "weights" in names:
        weights = read_weights(read_sheet(source, names, "weights"), criteria.slots)
    chosen = None
    if "explanation" in names:
        rated = [accounts.ids[account] for account in ratings.rows]
        chosen = read_explanation(read_sheet(source, names, "explanation"), rated)
    changes = read_changes(read_sheet(source, names, "changes")) if "changes" in names else None
    managers = read_managers(settings)
    strength = None
    if "strength" in names:
        strength = read_strength(read_sheet(source, names, "strength"), accounts)
    policy = Policy(
        criteria=tuple(criteria.criteria),
        factors=strength.factors if strength else DEFAULT_FACTORS,
        **settings.values,
    )
    language = settings.language or _language(names)
    portfolio = portfolio_of(
        accounts,
        ratings,
        strength.numbers if strength else {},
        strength.texts if strength else {},
    )
    answers: dict[str, AnswerCells] = {}
    by_period = PeriodCells()
    if "periods" in names:
        by_period = read_periods(read_sheet(source, names, "periods"))
    if "disclosure" in names:
        answers["disclosure"] = read_answers(
            read_sheet(source, names, "disclosure"), disclosure.SIGNED
        )
    if "stress" in names:
        answers["stress"] = read_losses(read_sheet(source, names, "stress"), portfolio)
    return ReadBook(
        inputs=Inputs(
            portfolio=portfolio,
            policy=policy,
            language=language,
            as_of=settings.as_of or today,
            findings=(
                *settings.findings,
                *criteria.findings,
                *accounts.findings,
                *ratings.findings,
                *(weights.findings if weights else ()),
                *(strength.findings if strength else ()),
                *(chosen.findings if chosen else ()),
                *managers.findings,
                *by_period.findings,
                *(finding for one in answers.values() for finding in one.findings),
            ),
            source=source.name,
            kept={**accounts.kept, **ratings.kept, **(strength.kept if strength else {})},
            weights=weights.typed if weights else WeightsInput(),
            chosen=chosen.typed if chosen else Chosen(),
            managers=managers.typed,
            answers={
                **{key: cell for one in answers.values() for key, cell in one.typed.items()},
                **by_period.kept,
            },
            periods=by_period.periods,
            memory=rotated(changes.memory() if changes else Memory(), today),
        ),
        places=Places(
            file=source.name,
            names=names,
            account_rows=tuple(accounts.rows),
            account_columns=accounts.cells.columns,
            rating_rows=ratings.rows,
            rating_columns=ratings.cells.columns,
            criteria_rows=criteria.rows,
            criteria_columns=criteria.cells.columns,
            criteria_slots=criteria.slots,
            setting_rows=settings.rows,
            setting_column=settings.value_column,
            accounts_header=accounts.cells.header,
            ratings_header=ratings.cells.header,
            total_row=criteria.total_row,
            strength_rows=strength.rows if strength else {},
            strength_columns=strength.cells.columns if strength else {},
        ),
        names=names,
        lost=(*accounts.lost, *ratings.lost, *(strength.lost if strength else ()), *by_period.lost),
        accounts=accounts.cells,
        ratings=ratings.cells,
        criteria=criteria,
        settings=settings,
        weights=weights,
        strength=strength,
        answers=answers,
        chosen=chosen,
        changes=changes,
    )


def _language(names: Mapping[str, str]) -> Language:
    return "de" if label_key(names["accounts"]) == label_key(words.SHEETS["accounts"].de) else "en"
