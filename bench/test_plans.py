"""Strategy sheets: all of them built, and one run after one cell changed; run in place.

`KAMXL_BENCH=small` leaves out what takes minutes.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest

from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.patching import patch
from kamxl.profiles import load_profile
from kamxl.rules import load_rules
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render

SMALL = os.environ.get("KAMXL_BENCH") == "small"
TODAY = dt.date(2026, 1, 31)
# Accounts, and how many of them have a strategy sheet.
GROWING = [(500, 125), (500, 250), (500, 500)]
ACCOUNTS = [(1_000, 20), (10_000, 20)]
SIZES = [(200, 25)] if SMALL else GROWING + ACCOUNTS
NAMES = [f"{accounts} accounts, {sheets} strategy sheets" for accounts, sheets in SIZES]


def inputs(accounts: int, sheets: int) -> Inputs:
    """Return a portfolio whose first accounts are wanted on strategy sheets."""
    rng = np.random.default_rng(3)
    policy = replace(load_profile("standard"), plan_tiers="none", plan_matrix="none")
    none = np.zeros(accounts, bool)
    portfolio = Portfolio(
        tuple(f"{n:05d}" for n in range(accounts)),
        tuple(f"Account {n}" for n in range(accounts)),
        {"revenue": rng.lognormal(10, 2, accounts).round(2)},
        texts={"pinned": tuple("yes" if n < sheets else "no" for n in range(accounts))},
        ratings={
            c.key: Ratings(rng.integers(1, 11, accounts).astype(float), none, none)
            for c in policy.criteria
        },
    )
    return Inputs(portfolio, policy, "en", TODAY)


def make(accounts: int, sheets: int, path: Path) -> None:
    """Build a workbook of some accounts and strategy sheets from nothing."""
    build(render(inputs(accounts, sheets), None, load_rules(None)), path)


def renewed(path: Path) -> None:
    """Do what `kamxl run` does."""
    found = update(run(read_book(path), TODAY), TODAY, None, load_rules(None))
    patch(path, found.patch)


@cache
def settled(accounts: int, sheets: int) -> Path:
    """Return a workbook that has had its first run: the second changes nothing."""
    path = Path(mkdtemp()) / "book.xlsx"
    make(accounts, sheets, path)
    renewed(path)
    return path


def typed(path: Path, column: str, value: float) -> None:
    """Type a number for the fourth account."""
    found = run(read_book(path), TODAY)
    cells, row = found.read.accounts, found.read.places.account_rows[3]
    edit = Edit(row, cells.columns[column], value, "input", "")
    patch(path, BookPatch([SheetPatch(cells.name, [edit])]))


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_all_built(benchmark, size: tuple[int, int], tmp_path: Path) -> None:
    benchmark.group = NAMES[SIZES.index(size)]
    benchmark.pedantic(lambda: make(*size, tmp_path / "book.xlsx"), rounds=1)


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("column", ["service_hours", "revenue"])
def test_a_run_after_one_cell_changed(benchmark, size: tuple[int, int], column: str) -> None:
    """Hours concern one account alone; revenue moves the share and rank of many."""
    benchmark.group = NAMES[SIZES.index(size)]
    path = settled(*size)
    values = iter((123_456.0, 234_567.0, 345_678.0))
    benchmark.pedantic(lambda: renewed(path), setup=lambda: typed(path, column, next(values)))


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_a_run_that_changes_nothing(benchmark, size: tuple[int, int]) -> None:
    benchmark.group = NAMES[SIZES.index(size)]
    path = settled(*size)
    renewed(path)
    benchmark.pedantic(lambda: renewed(path), rounds=1)


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_the_lint_of_the_whole_file(benchmark, size: tuple[int, int]) -> None:
    benchmark.group = NAMES[SIZES.index(size)]
    check: Callable[[], object] = lambda: lint(settled(*size))  # noqa: E731
    benchmark.pedantic(check, rounds=1)
