"""Read a table of parquet with DuckDB."""

from __future__ import annotations

import datetime as dt
import decimal
import glob
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from kamxl.cells import CellValue
from kamxl.errors import InputError
from kamxl.intake.raw import RawTable
from kamxl.limits import DEFAULT, Limits


def read_parquet(path: Path, sheet: str, limits: Limits = DEFAULT) -> RawTable:
    """Return the table that a file holds; its first row are the names of the columns.

    Raises InputError with one sentence for what cannot be read, MemoryError for what unpacks to
    more than the limit. To be run in a child process (see `contained`).
    """
    name = glob.escape(str(path)).replace("'", "''")
    try:
        # Half of what the process gets: what is read is then held once more.
        most = f"{max(limits.memory // 2, 1)}MiB"
        with duckdb.connect(config={"memory_limit": most, "threads": "1"}) as engine:
            lines = engine.execute(f"SELECT count(*) FROM read_parquet('{name}')").fetchone()
            found = engine.execute(f"SELECT * FROM read_parquet('{name}')")
            header = [column[0] for column in found.description or ()]
            if lines is not None and lines[0] * len(header) > limits.cells:
                raise InputError(f"more than {limits.cells:,} cells; export fewer rows", path.name)
            rows = [[_value(cell) for cell in row] for row in found.fetchall()]
    except duckdb.OutOfMemoryException:
        raise MemoryError(path.name) from None
    except duckdb.Error:
        raise InputError(
            "this is no parquet file, or it is damaged; export it again", path.name
        ) from None
    return RawTable(path.name, sheet, [list(header), *rows], sheets=(sheet,))


def _value(cell: Any) -> CellValue:
    if isinstance(cell, decimal.Decimal):
        return float(cell)
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, (bool, int, float, str, dt.date)):
        # NaN is parquet's way to say nothing.
        return None if cell != cell else cell
    return None if cell is None else str(cell)


def write_parquet(table: Mapping[str, Sequence[Any]], path: Path) -> None:
    """Write columns of texts, numbers, truth values or days (None: not known), equally long."""
    types: dict[str, str] = {}
    for key, column in table.items():
        known = next((cell for cell in column if cell is not None), "")
        types[key] = next(
            name
            for kind, name in (
                (bool, "BOOLEAN"), (float, "DOUBLE"), (int, "BIGINT"), (dt.date, "DATE"),
                (str, "VARCHAR"),
            )
            if isinstance(known, kind)
        )  # fmt: skip
    listed = ", ".join(
        f'unnest(${n}::{type_}[]) AS "{key}"' for n, (key, type_) in enumerate(types.items(), 1)
    )
    target = str(path).replace("'", "''")
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE t AS SELECT {listed}", [list(c) for c in table.values()])
        engine.execute(f"COPY t TO '{target}' (FORMAT parquet)")
