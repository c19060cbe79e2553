from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from kamxl.errors import InputError
from kamxl.hosts.tables import read_table
from kamxl.hosts.tables.parquet import read_parquet
from kamxl.limits import Limits

TABLE = """
SELECT '007' AS id, 'Müller' AS name, 12.50::DECIMAL(10, 2) AS revenue, DATE '2025-01-03' AS since,
       TIMESTAMP '2025-01-03 08:00:00' AS seen, true AS active, 'nan'::DOUBLE AS margin,
       NULL AS note, [1, 2] AS list
"""


def test_columns_are_named_in_the_first_row_and_values_keep_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "it's [crm]*.parquet"
    with duckdb.connect() as engine:
        engine.sql(TABLE).write_parquet(str(tmp_path / "plain.parquet"))
    (tmp_path / "plain.parquet").rename(path)
    table = read_table(path)
    assert table.rows == [
        ["id", "name", "revenue", "since", "seen", "active", "margin", "note", "list"],
        [
            "007", "Müller", 12.5, dt.date(2025, 1, 3), dt.datetime(2025, 1, 3, 8), True, None,
            None, "[1, 2]",
        ],
    ]  # fmt: skip


def test_what_is_no_parquet_or_too_much_is_said(tmp_path: Path) -> None:
    path = tmp_path / "crm.parquet"
    path.write_bytes(b"PAR1" + bytes(50))
    with pytest.raises(InputError, match=r"crm.parquet: this is no parquet file"):
        read_table(path)
    with duckdb.connect() as engine:
        engine.sql("SELECT 1 AS a, 2 AS b FROM range(3)").write_parquet(str(path))
    with pytest.raises(InputError, match="more than 5 cells"):
        read_parquet(path, "crm", Limits(cells=5))
