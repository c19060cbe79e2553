from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from kamxl.cells import to_serial
from kamxl.hosts.tables.parquet_writing import write_parquet
from kamxl.workbook.values import Make, Result

DAY = dt.date(2026, 5, 1)


def fixed(*cells: object) -> Make:
    return lambda first, last: list(cells[first:last])  # type: ignore[arg-type]


def test_columns_come_back_with_their_kinds_and_blanks(tmp_path: Path) -> None:
    columns = [
        Result("id", "Id", "id", fixed("001", "ü'1")),
        Result("score", "Score", "score", fixed(7.25, None)),
        Result("rank", "Rank", "whole", fixed(None, 2)),
        Result("contract_end", "End", "date", fixed(None, to_serial(DAY))),
        Result("tier", "Tier", "", fixed("A", None)),
        Result("warning", "Warning", "", fixed(None, None)),
    ]
    path = tmp_path / "it's.parquet"
    write_parquet(columns, 2, path)
    name = str(path).replace("'", "''")
    found = duckdb.connect().execute(f"SELECT * FROM read_parquet('{name}')")
    assert [column[0] for column in found.description] == [one.key for one in columns]
    assert found.fetchall() == [
        ("001", 7.25, None, None, "A", None),
        ("ü'1", None, 2.0, DAY, None, None),
    ]
