from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kamxl.cli import main
from kamxl.hosts.tables.book import read_book

LINES = (
    "Kundennummer;Kunde;Datum;Betrag;Rechnung;Konzern\n"
    "1;Nord;2024-01-15;100,50;R1;H\n2;Süd;2024-06-15;60;R2;H\n3;West;2024-12-15;140;R3;\n"
    "1;Nord;2024-12-20;oops;R4;H\n"
)


@pytest.fixture
def invoices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAMXL_LANGUAGE", "en")
    path = tmp_path / "invoices.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["ledger", *arguments])
    return int(ended.value.code or 0)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run(*arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


def test_both_views_are_printed_customers_and_groups(
    invoices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = printed(capsys, "invoices.csv")
    assert code == 1
    assert report["lines"] == {"all": 4, "counted": 3, "left": {"amount": 1}}
    largest = report["largest"]
    assert [entry["id"] for entry in largest["customers"]] == ["3", "1", "2"]
    group = largest["groups"][0]
    assert (group["name"], group["accounts"], group["revenue"]) == ("H", 2, 100.5 + 60)
    assert group["share"] == 160.5 / 300.5
    assert report["findings"][0]["code"] == "L-AMOUNT"


def test_accounts_and_periods_are_written_and_accounts_are_read_again(
    invoices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("inv*.csv", "--by", "quarter", "-o", "accounts.parquet") == 1
    with duckdb.connect() as engine:
        rows = engine.execute(
            "SELECT id, period, revenue FROM 'accounts.periods.parquet' "
            "WHERE revenue <> 0 ORDER BY id"
        ).fetchall()
    assert rows == [("1", "2024-Q1", 100.5), ("2", "2024-Q2", 60.0), ("3", "2024-Q4", 140.0)]
    with pytest.raises(SystemExit):
        main(["new", "book.xlsx", "--from", "accounts.parquet"])
    file = read_book(Path("book.xlsx"))
    assert file is not None
    assert run("invoices.csv", "-o", "accounts.parquet") == 2
    assert "--force" in capsys.readouterr().err


def test_a_workbook_is_made_and_knows_the_reported_revenue(
    invoices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("invoices.csv", "-o", "book.xlsx", "--reported", "2024=400") == 1
    assert "L-REPORTED" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["check", "book.xlsx"])
    assert ended.value.code in (0, 1)


def test_the_lines_behind_a_customer_are_listed_counted_or_not(
    invoices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = printed(capsys, "invoices.csv", "--explain", "1")
    assert code == 0
    assert report["lines"] == 2
    first, second = report["listed"]
    assert (first["place"], first["date"], first["counts"], first["left"]) == (
        "invoices.csv!invoices!A2", "2024-01-15", 100.5, None,
    )  # fmt: skip
    assert (second["amount"], second["counts"], second["left"]) == ("oops", None, "amount")
    assert report["months"][0] == {"month": "2024-01", "lines": 1, "left": 0, "amount": 100.5}
    _, short = printed(capsys, "invoices.csv", "--explain", "1", "--limit", "1")
    assert (short["lines"], len(short["listed"])) == (2, 1)
    assert run("invoices.csv", "--explain", "1", "--limit", "1") == 0
    assert "1 of 2 lines are listed" in capsys.readouterr().out
    assert run("invoices.csv", "--explain", "9") == 2
    assert "no line is of a customer" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_speaks_both_languages(
    invoices: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert run("invoices.csv", "--language", language, "--verbose") == 1
    out = capsys.readouterr().out
    assert ("Zeitraum" in out, "Period " in out) == (language == "de", language == "en")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["invoices.csv", "--year-start", "13"], "--year-start"),
        (["invoices.csv", "--reported", "much"], "--reported"),
        (["invoices.csv", "-o", "out.txt"], "accounts ends in .parquet"),
        (["nothing-*.csv"], "no such files"),
        (["invoices.csv", "-o", "invoices.parquet", "--map", "nokey=X"], "no key"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    invoices: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert run(*arguments) == 2
    error = capsys.readouterr().err
    assert why in error
    assert "Traceback" not in error


def test_rates_come_from_a_table(invoices: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invoices.write_text(
        "Kundennummer;Datum;Betrag;Währung;Beleg\n1;2024-01-15;100;USD;a\n", encoding="utf-8"
    )
    Path("rates.csv").write_text("currency;period;rate\nUSD;2024-Q1;0,9\n", encoding="utf-8")
    code, report = printed(capsys, "invoices.csv", "--rates", "rates.csv")
    assert (code, report["periods"][0]["revenue"]) == (0, 100 * 0.9)
