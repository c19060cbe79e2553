"""Forecasts for the matrix: typed, read back, and kept where they cannot be used."""

import dataclasses
import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from kamxl.domain.policy import Policy
from kamxl.hosts.tables.book import read_book as open_file
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.schema import render
from tests.domain import golden

DAY = dt.date(2026, 1, 1)
KEY = "forecast_strength"


def with_forecasts(language: Language, **options: object) -> Inputs:
    portfolio, policy = golden.portfolio(), load_profile("standard")
    numbers = {
        **portfolio.numbers,
        "forecast_attractiveness": np.array([8.0, math.nan, 11.0] + [5.5] * 9),
        KEY: np.array([7.25, 6.0, 3.0] + [math.nan] * 9),
    }
    changed: Policy = dataclasses.replace(policy, **options)
    return Inputs(dataclasses.replace(portfolio, numbers=numbers), changed, language, DAY)


def read_back(inputs: Inputs, path: Path) -> ReadBook:
    build(render(inputs), path)
    return read_book(open_file(path), {}, DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forecasts_and_options_of_the_matrix_survive_a_round_trip(
    language: Language, tmp_path: Path
) -> None:
    given = with_forecasts(language, cut_mode="median", grid=3, horizon=5)
    read = read_back(given, tmp_path / "book.xlsx").inputs
    for key in ("forecast_attractiveness", KEY):
        np.testing.assert_array_equal(read.portfolio.number(key), given.portfolio.number(key))
    assert (read.policy.cut_mode, read.policy.grid, read.policy.horizon) == ("median", 3, 5)


def test_a_text_as_forecast_is_named_and_shown_again(tmp_path: Path) -> None:
    given = dataclasses.replace(with_forecasts("en"), kept={(KEY, 3): "soon"})
    read = read_back(given, tmp_path / "book.xlsx").inputs
    assert read.kept[KEY, 3] == "soon"
    assert [f.code for f in read.findings if f.subject.field == KEY] == ["A-NUMBER"]
