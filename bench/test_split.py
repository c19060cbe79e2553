"""Handing out and collecting many parts, beside plain writing and reading of the same cells.

Small unless told otherwise: `KAMXL_PARTS=500 KAMXL_PART_ACCOUNTS=200` is the size of a large firm.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import warnings
from itertools import count
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from kamxl.actions.collecting import collect
from kamxl.actions.run import run
from kamxl.actions.splitting import Division, Options, split
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.tables.returned import returned_files
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.parts import build_parts
from kamxl.hosts.xlsx.patching import patch
from kamxl.limits import Limits
from kamxl.profiles import load_profile
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render

PARTS = int(os.environ.get("KAMXL_PARTS", "6"))
ACCOUNTS = int(os.environ.get("KAMXL_PART_ACCOUNTS", "20"))
TODAY = dt.date(2026, 1, 1)
LIMITS = Limits(file=400)
GROUP = f"{PARTS} parts of {ACCOUNTS} accounts"


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Division]:
    folder = tmp_path_factory.mktemp("split")
    policy, n = load_profile("standard"), PARTS * ACCOUNTS
    rng = np.random.default_rng(1)
    portfolio = Portfolio(
        tuple(f"{place:06d}" for place in range(n)),
        tuple(f"Customer {place}" for place in range(n)),
        {"revenue": rng.lognormal(10, 1, n), "margin": rng.lognormal(9, 1, n)},
        {"owner": tuple(f"Manager {place % PARTS:03d}" for place in range(n))},
        ratings={c.key: Ratings.of(rng.integers(1, 11, n).tolist()) for c in policy.criteria},
    )
    master = folder / "master.xlsx"
    build(render(Inputs(portfolio, policy, "en", TODAY)), master)
    marks = count()
    made = split(
        run(read_book(master, LIMITS), TODAY), TODAY, Options(), lambda: f"m{next(marks)}", "master"
    )
    parts = folder / "parts"
    parts.mkdir()
    digests = build_parts(made.master, made.terms, made.pieces, parts, lambda _: None)
    patch(master, made.remembered(digests), None, LIMITS)
    return master, parts, made


def note(benchmark, master: Path) -> None:
    """Say how much memory it took at most, in MB, and how large the master is, in kB."""
    benchmark.group = GROUP
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    benchmark.extra_info |= {"peak_mb": peak // 1024, "master_kb": master.stat().st_size // 1024}


def test_split(benchmark, handed, tmp_path: Path) -> None:
    master, _, made = handed

    def again() -> None:
        build_parts(made.master, made.terms, made.pieces, tmp_path, lambda _: None)

    benchmark.pedantic(again, rounds=1)
    note(benchmark, master)


def test_collect(benchmark, handed) -> None:
    master, parts, _ = handed

    def again() -> None:
        found = run(read_book(master, LIMITS), TODAY)
        made = collect(found, returned_files([parts], master, LIMITS), TODAY)
        assert made.counts["returned"] == PARTS
        assert made.counts["taken"] == made.counts["conflicts"] == made.counts["invalid"] == 0

    benchmark.pedantic(again, rounds=1)
    note(benchmark, master)


def test_peer_writes_the_same_cells(benchmark, handed, tmp_path: Path) -> None:
    master, parts, _ = handed
    held = [
        [
            [list(row) for row in sheet]
            for sheet in map(read_book(path).read, read_book(path).sheets())
        ]
        for path in sorted(parts.glob("*.xlsx"))
    ]

    def write() -> None:
        for n, sheets in enumerate(held):
            with xlsxwriter.Workbook(str(tmp_path / f"{n}.xlsx")) as book:
                for rows in sheets:
                    sheet = book.add_worksheet()
                    for row, cells in enumerate(rows):
                        sheet.write_row(row, 0, [str(c) if c is not None else "" for c in cells])

    benchmark.pedantic(write, rounds=1)
    note(benchmark, master)


def test_peer_reads_the_same_cells(benchmark, handed) -> None:
    master, parts, _ = handed

    def read() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for path in sorted(parts.glob("*.xlsx")):
                for sheet in openpyxl.load_workbook(path, data_only=True):
                    list(sheet.iter_rows(values_only=True))

    benchmark.pedantic(read, rounds=1)
    note(benchmark, master)
