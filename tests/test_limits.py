from __future__ import annotations

import io
import zipfile

import numpy as np

from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.build import built
from kamxl.limits import DEFAULT, MEGABYTE, RATIO, RATIO_FROM
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden

# The most accounts of a workbook with all formulas.
MOST = 100_000


def test_a_part_fits_into_the_whole() -> None:
    assert DEFAULT.file < DEFAULT.part < DEFAULT.unpacked


def test_a_workbook_of_a_thousand_strategy_sheets_has_few_enough_parts() -> None:
    # A sheet, its relations, a drawing, its relations, a chart; and some hundred parts beside.
    assert DEFAULT.entries > 1_000 * 5 + 500


def rated(count: int) -> bytes:
    """Return a workbook of so many accounts, every one of them rated."""
    dice = np.random.default_rng(1)
    portfolio = Portfolio(
        ids=tuple(f"{n:06d}" for n in range(count)),
        names=tuple(f"Account {n}" for n in range(count)),
        numbers={
            key: dice.lognormal(10, 1, count).round(2)
            for key in ("revenue", "revenue_y1", "revenue_y2", "margin", "potential")
        },
        ratings={
            key: Ratings.of([float(x) for x in dice.integers(1, 11, count)]) for key in golden.KEYS
        },
    )
    return built(render(Inputs(portfolio, golden.policy(), "de", golden.TODAY)))


def weighed(content: bytes) -> tuple[float, float, float]:
    """Return the megabytes of a file, of its largest part and of all parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = [entry.file_size for entry in archive.infolist()]
        for entry in archive.infolist():
            # Far enough from what would be taken for a bomb.
            if entry.file_size > RATIO_FROM:
                assert entry.file_size < RATIO / 2 * entry.compress_size, entry.filename
    return len(content) / MEGABYTE, max(sizes) / MEGABYTE, sum(sizes) / MEGABYTE


def test_the_largest_workbook_that_we_write_is_admitted() -> None:
    small, large = rated(100), rated(300)
    grown = [
        least + (most - least) * (MOST - 100) / (300 - 100)
        for least, most in zip(weighed(small), weighed(large), strict=True)
    ]
    assert grown[0] < DEFAULT.file
    assert grown[1] < DEFAULT.part
    assert grown[2] < DEFAULT.unpacked
    book = BookFile(large, "book.xlsx")
    widest = max(max((len(row) for row in book.read(name)), default=0) for name in book.sheets())
    assert widest * (MOST + 500) < DEFAULT.cells
