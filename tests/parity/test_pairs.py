"""Every two options of the settings together: formulas against kernels, in LibreOffice."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np

from kamxl.domain.policy import Criterion, Gate, Policy, Scale
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.domain.stages import STAGE_STRENGTH
from kamxl.hosts.xlsx.build import build
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden
from tests.domain.compared import compared
from tests.office.client import Office
from tests.parity.comparing import differences
from tests.parity.editing import retyped
from tests.parity.pairing import all_pairs

OPTIONS = {
    "missing": ("reweight", "neutral", "worst", "error"),
    "scale": (10, 100),
    "tier_mode": ("threshold", "quota", "matrix", "pareto"),
    "strength_mode": ("criteria", "stage", "relative"),
    "cut_mode": ("midpoint", "median", "custom"),
    "basis": ("revenue", "margin"),
    "gate": (None, Gate(3, "C"), Gate(4, "D", "exclude"), Gate(3, "C", "flag")),
    "bands": ("none", "step", "linear", "linear with floor"),
    "hysteresis": (0.0, 0.25),
    "hysteresis_periods": (1, 2),
    "previous": (False, True),
    "override": (False, True),
    "forecast": (False, True),
    "answers": (False, True),
    "grid": (2, 3),
    "inactive": (False, True),
    "annualise": ("no", "yes"),
    "lifetime": (0, 5),
    "internal": (False, True),
    "group": (False, True),
}
COUNT = len(golden.NAMES)
FIRST_ORDERS = (None, dt.date(2025, 9, 1), dt.date(2020, 1, 1), dt.date(2025, 7, 15))


def test_any_two_values_of_any_two_options_occur_together() -> None:
    made = all_pairs(OPTIONS)
    assert len(made) <= 40
    for (one, ones), (other, others) in itertools.combinations(OPTIONS.items(), 2):
        met = {(combination[one], combination[other]) for combination in made}
        assert met == set(itertools.product(ones, others))
    assert made == all_pairs(OPTIONS)


def turned(values: list[object], by: int) -> tuple[str, ...]:
    """Return values over and over, one an account, beginning with another one."""
    return tuple(str(values[(place + by) % len(values)]) for place in range(COUNT))


def policy(chosen: dict[str, object]) -> Policy:
    base = golden.policy()

    def criterion(made: Criterion) -> Criterion:
        if made.key == "revenue_volume" and chosen["bands"] != "none":
            shape = "step" if chosen["bands"] == "step" else "linear"
            floor = 10.0 if chosen["bands"] == "linear with floor" else None
            bands = (50.0, 150, 300, 500, 700, 900, 1500, 2400, 4000)
            made = replace(made, source="revenue", bands=bands, shape=shape, floor=floor)
        if made.key == "solvency":
            made = replace(made, gate=chosen["gate"])  # type: ignore[arg-type]
        if made.key == "reputation" and chosen["inactive"]:
            made = replace(made, active=False)
        return made

    keys = ("missing", "tier_mode", "strength_mode", "cut_mode", "basis", "hysteresis",
            "hysteresis_periods", "grid", "annualise")  # fmt: skip
    return replace(
        base,
        criteria=tuple(criterion(made) for made in base.criteria),
        scale=Scale(int(str(chosen["scale"]))),
        cut_attractiveness=6.5,
        cut_strength=5.0,
        cut_relative=1.1,
        lifetime_years=int(str(chosen["lifetime"])),
        draws=100,
        stability_accounts=3,
        **{key: chosen[key] for key in keys},  # type: ignore[arg-type]
    )


def portfolio(chosen: dict[str, object], turn: int) -> Portfolio:
    base = golden.portfolio()
    scale = Scale(int(str(chosen["scale"])))
    numbers, texts = dict(base.numbers), dict(base.texts)
    ratings = {
        key: Ratings(
            scale.from_ten(1) + scale.step * (found.values - 1), found.unknown, found.wrong
        )
        for key, found in base.ratings.items()
    }
    if chosen["bands"] != "none":
        ratings["revenue_volume"] = Ratings.blank(COUNT)
    if chosen["strength_mode"] == "relative":
        seen = compared(base, scale.high)
        numbers, texts = dict(seen.numbers), dict(seen.texts)
    if chosen["internal"]:
        texts["external"] = turned(["", "no", "yes", ""], turn)
    if chosen["group"]:
        texts["parent"] = turned(["", base.ids[turn % COUNT], "Konzern T", "Konzern T"], turn)
    dates = {**base.dates, "first_order": tuple(FIRST_ORDERS[(n + turn) % 4] for n in range(COUNT))}
    texts["stage"] = turned(["", *STAGE_STRENGTH], turn)
    if chosen["previous"]:
        texts["previous_tier"] = turned(["A", "B", "", "C", "D"], turn)
        numbers["periods_before"] = np.array([(place + turn) % 5 - 2.0 for place in range(COUNT)])
    if chosen["override"]:
        texts["override_tier"] = turned(["", "", "B", "", "D"], turn)
    for key in ("forecast_attractiveness", "forecast_strength") if chosen["forecast"] else ():
        numbers[key] = np.array([scale.from_ten(1 + (place + turn) % 10) for place in range(COUNT)])
    if chosen["answers"]:
        ratings["strategic_value"] = Ratings.blank(COUNT)
        for place, key in enumerate(("strategic_money", "strategic_vision")):
            numbers[key] = np.array([scale.from_ten(1 + (n + place) % 10) for n in range(COUNT)])
    return replace(base, numbers=numbers, texts=texts, ratings=ratings, dates=dates)


def test_any_two_options_together_compute_what_the_kernels_do(
    office: Office, tmp_path: Path
) -> None:
    made = [
        Inputs(portfolio(chosen, turn), policy(chosen), "en", golden.TODAY)
        for turn, chosen in enumerate(all_pairs(OPTIONS))
    ]
    first, *others = [render(inputs) for inputs in made]
    build(first, tmp_path / "book.xlsx")
    after = office.recalculate_steps(
        tmp_path / "book.xlsx", [[], *(retyped(first, other) for other in others)], formulas=False
    )
    wrong = [
        f"combination {place}: {line}"
        for place, (book, sheets) in enumerate(zip([first, *others], after, strict=True))
        for line in differences(book, sheets, 3)
    ]
    assert wrong == []
