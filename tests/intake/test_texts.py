from __future__ import annotations

import datetime as dt

import pytest

from kamxl.cells import CellError, CellValue
from kamxl.intake.texts import as_text, fold, is_total, is_yes, looks_like_formula, shown, status


def test_words_compare_without_case_accents_and_punctuation() -> None:
    assert fold("Umsätze (€)") == fold("UMSAETZE") == "umsatze"
    assert fold("Kunden-Nr.") == "kunden nr"
    assert fold("Straße") == fold("STRASSE")
    assert fold("Account #") == "account no"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (123.0, "123"),
        (1.5, "1.5"),
        (7, "7"),
        ("00001", "00001"),
        (" Val2 ", "Val2"),
        (True, "TRUE"),
        (None, ""),
        (CellError.NA, ""),
        (dt.datetime(2024, 5, 1), "2024-05-01"),
    ],
)
def test_a_cell_is_text_without_a_floats_round_trip(cell: CellValue, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-5 € Rabatt", "@sum", "\t=1", "\r=1", "＝1+1", "－x"]
)
def test_text_that_begins_like_a_formula_is_noticed(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("cell", ["-5", "-1.234,50 €", "+7", "-", "a=b", -5.0, None])
def test_negative_numbers_and_other_texts_are_no_formulas(cell: CellValue) -> None:
    assert not looks_like_formula(cell)


@pytest.mark.parametrize("cell", ["ja", "Yes", "x", "TRUE", "wahr", 1.0, 1, True])
def test_yes_has_many_words(cell: CellValue) -> None:
    assert is_yes(cell)


@pytest.mark.parametrize("cell", ["nein", "no", "", None, 0.0, False, CellError.NA])
def test_all_else_is_no(cell: CellValue) -> None:
    assert not is_yes(cell)


def test_customers_and_prospects_have_many_names() -> None:
    assert [status(word) for word in ("Kunde", "AKTIV", "Bestandskunde")] == ["customer"] * 3
    assert [status(word) for word in ("Interessent", "Lead", "prospect")] == ["prospect"] * 3
    assert status("gesperrt") is None


def test_a_total_is_told_by_its_label() -> None:
    assert is_total("Summe:")
    assert is_total("Grand Total")
    assert not is_total("Total Energies")


def test_a_long_text_is_quoted_short() -> None:
    assert shown("x" * 50) == "x" * 39 + "…"
    assert shown(CellError.NA) == "#N/A"
