from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from kamxl.errors import InputError, UsageError
from kamxl.hosts.tables.ledgers import expand, find_sources
from kamxl.ledger.engines import DuckEngine
from kamxl.ledger.periods import Span
from kamxl.ledger.summing import read, summed

ROWS = [("00042", dt.date(2024, 1, 31), 1.5, "a"), ("00042", dt.date(2024, 2, 1), -0.25, "b")]
HEAD = ("Kundennummer", "Datum", "Betrag", "Rechnung")


def revenue(*files: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, DuckEngine() as engine:
        found = find_sources(files, Path(folder))
        periods = summed(engine, read(engine, found.sources), Span("month"))[0].periods
    assert periods is not None
    return {
        f"{id_} {label}": float(periods.revenue[row, column])
        for row, id_ in enumerate(periods.ids)
        for column, label in enumerate(periods.labels)
    }


def text(folder: Path, encoding: str = "utf-8", newline: str = "\n", before: str = "") -> Path:
    lines = [";".join(HEAD), *(f"{i};{d:%d.%m.%Y};{a};{o}" for i, d, a, o in ROWS)]
    path = folder / "a.csv"
    path.write_bytes((before + newline.join(lines) + newline).encode(encoding))
    return path


WANTED = {"00042 2024-01": 1.5, "00042 2024-02": -0.25}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_is_read_whatever_it_is_stored_in(tmp_path: Path, encoding: str, newline: str) -> None:
    assert revenue(text(tmp_path, encoding, newline)) == WANTED


def test_names_of_old_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Kunde;Datum;Betrag;Beleg\nMüller;2024-01-31;3;a\n".encode("cp1252"))
    assert revenue(path) == {"Müller 2024-01": 3}


def test_lines_before_the_headers_are_passed_over(tmp_path: Path) -> None:
    assert revenue(text(tmp_path, before="sep=;\nInvoices of 2024\n\n")) == WANTED


def test_a_workbook_is_read_as_the_same_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    assert revenue(tmp_path / "a.xlsx") == WANTED


@pytest.mark.parametrize("kind", ["DECIMAL(18, 2)", "DOUBLE", "VARCHAR"])
def test_parquet_of_any_type_is_read(tmp_path: Path, kind: str) -> None:
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE t (id VARCHAR, date TIMESTAMP, amount {kind}, invoice INT)")
        for at, (id_, day, amount, _) in enumerate(ROWS):
            engine.execute("INSERT INTO t VALUES (?, ?, ?, ?)", [id_, day, str(amount), at])
        engine.execute(f"COPY t TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    assert revenue(tmp_path / "a.parquet") == WANTED


def test_an_id_stored_as_a_number_has_no_decimals(tmp_path: Path) -> None:
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT 42.0::DOUBLE AS id, DATE '2024-01-31' AS date, 1 AS amount, 'x' AS "
            f"invoice) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)"
        )
    assert revenue(tmp_path / "a.parquet") == {"42 2024-01": 1}


def test_patterns_and_folders_are_expanded_and_each_file_comes_once(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = expand([str(tmp_path), str(tmp_path / "?.csv"), str(tmp_path / "a.csv")])
    assert [path.name for path in found] == ["a.csv", "b.csv"]
    with pytest.raises(UsageError, match="no such files"):
        expand([str(tmp_path / "*.xlsx")])


def test_a_file_with_a_pattern_in_its_name_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].csv").write_text("x", encoding="utf-8")
    assert expand([str(tmp_path / "a[1].csv")]) == (tmp_path / "a[1].csv",)


def test_a_missing_file_and_one_without_amounts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        find_sources([tmp_path / "a.csv"], tmp_path)
    path = tmp_path / "b.csv"
    path.write_text("Kunde;Datum\nx;2024-01-01\n", encoding="utf-8")
    with pytest.raises(InputError, match="the amount of a line"):
        find_sources([path], tmp_path)
