"""Write columns of results as parquet with DuckDB, some accounts at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from kamxl.cells import from_serial
from kamxl.workbook.values import Result

# So many accounts are held at once; as many rows are a group in the file.
PIECE = 122_880
DAY = "date"
TEXTS = ("", "id")


def write_parquet(columns: Sequence[Result], count: int, path: Path) -> None:
    """Write columns by their keys into a file.

    Numbers are doubles, days dates, all else texts; what does not exist is null.
    """
    kinds = {
        one.key: "DATE" if one.style == DAY else "VARCHAR" if one.style in TEXTS else "DOUBLE"
        for one in columns
    }
    name = str(path).replace("'", "''")
    with duckdb.connect(config={"threads": "1"}) as engine:
        told = ", ".join(f'"{key}" {kind}' for key, kind in kinds.items())
        engine.execute(f"CREATE TABLE results ({told})")
        for first in range(0, count, PIECE):
            piece = {  # noqa: F841 -- DuckDB finds it by its name
                one.key: _array(one, first, min(first + PIECE, count), kinds[one.key])
                for one in columns
            }
            engine.execute("INSERT INTO results SELECT * FROM piece")
        engine.execute(f"COPY results TO '{name}' (FORMAT parquet)")


def _array(one: Result, first: int, last: int, kind: str) -> np.ndarray:
    cells = one.cells(first, last)
    if kind == "DOUBLE":
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
    if kind == "DATE":
        days: list[dt.date | None] = [
            from_serial(cell) if isinstance(cell, (int, float)) else None for cell in cells
        ]
        return np.array(days, dtype="datetime64[us]")
    return np.array(cells, dtype=object)
