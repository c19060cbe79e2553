"""What people choose about scoring survives being read back."""

import dataclasses
import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from kamxl.actions.run import renewed, run
from kamxl.domain.policy import Gate
from kamxl.domain.portfolio import SUBRATINGS
from kamxl.hosts.tables.book import read_book as open_file
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden

DAY = dt.date(2026, 1, 1)
ANSWERS = np.array([7.0, 2.5, math.nan, 11.0] + [math.nan] * 8)
BRAND = ("yes", "no", "", *[""] * 9)
VISION = ("aligned", "neutral", "contradictory", *[""] * 9)
FITS = ("yes", "no", "unclear", "", "vielleicht", *[""] * 7)


def chosen(language: Language) -> Inputs:
    """Return the golden accounts with a linear criterion, three gates, and answers."""
    policy, accounts = load_profile("standard"), golden.portfolio()
    first, second, third, fourth, *others = policy.criteria
    criteria = (
        dataclasses.replace(
            first, shape="linear", floor=-5.5, bands=(None, 10.0, *[None] * 6, 90.0)
        ),
        dataclasses.replace(second, gate=Gate(3, "C", "exclude")),
        dataclasses.replace(third, gate=Gate(2, "D", "flag")),
        dataclasses.replace(fourth, gate=Gate(2, "B")),
        *others,
    )
    return Inputs(
        dataclasses.replace(
            accounts,
            texts={**accounts.texts, "reputation_fits": FITS, "brand": BRAND, "vision": VISION},
            numbers={
                **accounts.numbers,
                **dict.fromkeys(SUBRATINGS, ANSWERS),
                "credit_index": ANSWERS * 100,
            },
        ),
        dataclasses.replace(
            policy,
            criteria=criteria,
            missing="neutral",
            icp_segment="Hotel, Bau",
            icp_segment_weight=70.0,
            icp_region="Süd",
        ),
        language,
        DAY,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_shapes_gates_policies_and_answers_survive_a_round_trip(
    language: Language, tmp_path: Path
) -> None:
    given = chosen(language)
    build(render(given), tmp_path / "book.xlsx")
    found = run(open_file(tmp_path / "book.xlsx"), DAY)
    read = renewed(found, "en" if language == "de" else "de")
    assert read.policy.missing == "neutral"
    for before, after in zip(given.policy.criteria, read.policy.criteria, strict=True):
        assert after.gate == before.gate
        assert (after.shape, after.floor) == (before.shape, before.floor)
        assert after.bands == before.bands
    assert read.portfolio.text("reputation_fits") == FITS
    assert read.portfolio.text("brand") == BRAND
    assert read.portfolio.text("vision") == VISION
    np.testing.assert_array_equal(read.portfolio.number("credit_index"), ANSWERS * 100)
    for key in ("icp_segment", "icp_segment_weight", "icp_region", "icp_region_weight"):
        assert getattr(read.policy, key) == getattr(given.policy, key)
    for key in SUBRATINGS:
        np.testing.assert_array_equal(read.portfolio.number(key), ANSWERS)
    assert [f.subject.account for f in found.findings if f.code == "A-CHOICE"] == [4]
