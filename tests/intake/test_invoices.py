from __future__ import annotations

import datetime as dt

import pytest

from kamxl.errors import InputError
from kamxl.intake.currencies import Rates, rates_of
from kamxl.intake.headers import recognise
from kamxl.intake.invoices import read_invoices
from tests.intake.drawn import table


def test_lines_are_columns_with_their_places() -> None:
    raw = table("""
        | Beleg | Kunden-Nr. | Kunde | Datum      | Betrag   | DB     | Region |
        | R1    | 00001      | A     | 31.01.2024 | 1.000,50 | 100,25 | Süd    |
        | R2    | 00001      | A     | 28.02.2024 | -5,00    |        | Süd    |
    """)
    lines, findings = read_invoices(raw, recognise(raw, ()).mapping)
    assert lines.ids == ("00001", "00001")
    assert lines.days == (dt.date(2024, 1, 31), dt.date(2024, 2, 28))
    assert lines.amounts == (1000.5, -5)
    assert lines.margins == (100.25, None)
    assert lines.orders == ("R1", "R2")
    assert lines.texts == {"region": ("Süd", "Süd")}
    assert lines.places == ("crm.xlsx!Kunden!B2", "crm.xlsx!Kunden!B3")
    assert findings == ()


def test_lines_that_cannot_be_summed_are_left_out_and_said() -> None:
    raw = table("""
        | Beleg | Kunden-Nr. | Datum      | Betrag |
        | R1    | a          | 31.01.2024 | 5,00   |
        | R2    |            | 31.01.2024 | 7,50   |
        | R3    | a          |            | 5,00   |
        | R4    | a          | 31.01.2024 |        |
        | R5    | a          | bald       | 5,00   |
        | R6    | a          | 31.01.2024 | viel   |
        | R7    | b          | 29.02.2024 | 6,00   |
        |       | Summe      |            | 28,50  |
    """)
    lines, findings = read_invoices(raw, recognise(raw, ()).mapping)
    assert lines.ids == ("a", "b")
    assert [(f.code, f.place.rpartition("!")[2]) for f in findings] == [
        ("I-TOTAL", "B9"),
        ("A-DATE", "C6"),
        ("A-NUMBER", "D7"),
        ("I-LINE-ID", "B3"),
        ("I-LINE-DATE", "C4"),
        ("I-LINE-AMOUNT", "D5"),
    ]
    assert "7.50" in findings[3].text("en")


CURRENCIES = """
    | Beleg | Kunden-Nr. | Datum      | Betrag | DB   | Währung |
    | R1    | a          | 31.01.2024 | 10,00  | 2,00 | USD     |
    | R2    | a          | 31.01.2025 | 10,00  |      | $       |
    | R3    | b          | 31.01.2025 | 10,00  | 2,00 | EUR     |
    | R4    | b          | 31.01.2025 | 10,00  | 2,00 | CHF     |
"""


def test_lines_are_converted_at_the_rate_of_their_year_and_rejected_without_one() -> None:
    raw = table(CURRENCIES)
    rates = rates_of("EUR", ["USD=0.92", "USD@2024=0.90"])
    lines, findings = read_invoices(raw, recognise(raw, ()).mapping, None, rates)
    assert lines.amounts == pytest.approx((10 * 0.90, 10 * 0.92, 10))
    assert lines.margins == (pytest.approx(2 * 0.90), None, 2)
    assert [(f.code, f.place.rpartition("!")[2]) for f in findings] == [("I-CURRENCY", "F5")]


def test_without_any_rate_the_table_is_refused_with_what_to_do() -> None:
    raw = table(CURRENCIES)
    with pytest.raises(InputError, match="no line is in a currency with a rate; say --currency"):
        read_invoices(raw, recognise(raw, ()).mapping, None, Rates("GBP"))


def test_without_any_line_the_table_is_refused() -> None:
    raw = table("| Beleg | Kunden-Nr. | Datum | Betrag |\n| R1 | | | 5 |")
    with pytest.raises(InputError, match="no line has a customer id, a date and an amount"):
        read_invoices(raw, recognise(raw, ()).mapping)
