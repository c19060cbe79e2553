"""Rendering and building a workbook beside XlsxWriter writing the same cells without a schema."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.worksheet import PlainWorksheet
from kamxl.profiles import load_profile
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book, Formula

COUNT = 1_000


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    rng = np.random.default_rng(3)
    policy = load_profile("standard")
    none = np.zeros(COUNT, bool)
    return Inputs(
        Portfolio(
            tuple(f"{n:05d}" for n in range(COUNT)),
            tuple(f"Account {n}" for n in range(COUNT)),
            {"revenue": rng.lognormal(10, 2, COUNT).round(2)},
            ratings={
                c.key: Ratings(rng.integers(1, 11, COUNT).astype(float), none, none)
                for c in policy.criteria
            },
        ),
        policy,
        "en",
        dt.date(2026, 1, 1),
    )


def test_render_and_build(benchmark, inputs: Inputs, tmp_path: Path) -> None:
    benchmark.group = f"workbook of {COUNT} accounts"
    benchmark.pedantic(lambda: build(render(inputs), tmp_path / "book.xlsx"), rounds=3)


def test_peer_the_same_cells_with_xlsxwriter(benchmark, inputs: Inputs, tmp_path: Path) -> None:
    book = render(inputs)
    benchmark.group = f"workbook of {COUNT} accounts"
    benchmark.pedantic(lambda: bare(book, tmp_path / "bare.xlsx"), rounds=3)


def bare(book: Book, path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for sheet in book.sheets:
            target = workbook.add_worksheet(sheet.name, PlainWorksheet)
            for cell in sheet.cells:
                content = cell.content
                if isinstance(content, Formula):
                    target.write_formula(cell.row, cell.column, content.text, None, 0)
                elif isinstance(content, (int, float)):
                    target.write_number(cell.row, cell.column, content)
                elif isinstance(content, str):
                    target.write_string(cell.row, cell.column, content)
            for table in sheet.tables:
                for place, column in enumerate(table.columns):
                    for row, value in enumerate(column.values, start=table.row + 1):
                        if column.formula:
                            target.write_formula(row, place, column.formula, None, 0)
                        elif isinstance(value, (int, float)):
                            target.write_number(row, place, value)
                        elif isinstance(value, str):
                            target.write_string(row, place, value)
