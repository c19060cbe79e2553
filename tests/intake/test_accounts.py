from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from kamxl.cells import CellValue
from kamxl.domain.policy import Criterion
from kamxl.domain.portfolio import Portfolio
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.intake.accounts import read_accounts
from kamxl.intake.currencies import rates_of
from kamxl.intake.headers import recognise
from kamxl.intake.raw import RawTable
from kamxl.intake.readings import Locale
from kamxl.text import Text
from tests.intake.drawn import table

CRITERIA = (Criterion("relationship", Text("Relationship", "Beziehung"), 50),)


def read(raw: RawTable, locale: Locale | None = None) -> tuple[Portfolio, tuple[Finding, ...]]:
    return read_accounts(raw, recognise(raw, CRITERIA).mapping, locale)


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.removeprefix("crm.xlsx!Kunden!")) for finding in findings]


def test_a_text_that_is_too_long_is_cut_and_told() -> None:
    rows = [["Kunden-Nr.", "Firma"], ["00001", "A" * 8_000], ["00002", "B" * 8_001]]
    portfolio, findings = read(RawTable("crm.xlsx", "Kunden", rows))
    assert [len(name) for name in portfolio.names] == [8_000, 8_000]
    assert codes(findings) == [("I-LONG", "B3")]
    assert findings[0].values["count"] == 8_001


def test_a_german_export_becomes_accounts() -> None:
    portfolio, findings = read(
        table(
            """
            | Kunden-Nr. | Firma   | Umsatz 2024 | Umsatz 2023 | Status | Betreuer | Vertragsende |
            | 00001      | Cartech | 1.250,50    | 1.000,00    | Kunde  | Keller   | 31.12.2030   |
            | 00002      | Neu     |             |             | Lead   |          |              |
            """
        )
    )
    assert portfolio.ids == ("00001", "00002")
    assert portfolio.names == ("Cartech", "Neu")
    assert portfolio.number("revenue")[0] == 1250.5
    assert np.isnan(portfolio.number("revenue")[1])
    assert portfolio.text("status") == ("customer", "prospect")
    assert portfolio.text("owner") == ("Keller", "")
    assert portfolio.date("contract_end") == (dt.date(2030, 12, 31), None)
    assert findings == ()


def test_what_an_export_says_of_references_and_plans_is_taken_over() -> None:
    portfolio, findings = read(
        table(
            """
            | ID | Umsatz | Kunde seit | Expansionspläne | Expansion bis | Entwicklungsimpuls |
            | a  | 5      | 01.02.2015 | Ja              | 30.06.2027    | Technologie        |
            | b  | 6      |            | nein            |               | Equipment          |
            """
        )
    )
    assert portfolio.date("customer_since") == (dt.date(2015, 2, 1), None)
    assert portfolio.text("expansion") == ("yes", "no")
    assert portfolio.date("expansion_date") == (dt.date(2027, 6, 30), None)
    assert portfolio.text("impulse") == ("technology", "equipment")
    assert findings == ()


def test_amounts_of_another_currency_are_converted_and_counts_are_not() -> None:
    raw = table(
        """
        | ID | Revenue | Potential    | Orders | Currency |
        | a  | 1000    | 500          | 3      | USD      |
        | b  | 1000    | 500          | 3      | EUR      |
        | c  | 1000    | 500          | 3      |          |
        """
    )
    mapping = recognise(raw, CRITERIA).mapping
    portfolio, findings = read_accounts(raw, mapping, None, rates_of("EUR", ["USD=0.92"]))
    np.testing.assert_allclose(portfolio.number("revenue"), [1000 * 0.92, 1000, 1000])
    np.testing.assert_allclose(portfolio.number("potential"), [500 * 0.92, 500, 500])
    assert portfolio.number("orders").tolist() == [3, 3, 3]
    assert findings == ()


def test_a_missing_rate_rejects_the_amounts_and_is_never_taken_as_one() -> None:
    portfolio, findings = read(table("| ID | Revenue | Currency |\n| a | 5 | USD |\n| b | 6 | € |"))
    np.testing.assert_array_equal(portfolio.number("revenue"), [np.nan, 6])
    assert codes(findings) == [("I-CURRENCY", "C2")]
    assert findings[0].severity == "error"
    assert "--rate USD=" in findings[0].remedy("en")


def test_a_logo_is_permitted_asked_for_or_neither() -> None:
    portfolio, _ = read(
        table(
            """
            | ID | Revenue | Logo permission | Referrals | Referral revenue | Control group |
            | a  | 5       | angefragt       | 3         | 1200             | Land Hessen   |
            | b  | 6       | yes             | 0         |                  |               |
            | c  | 7       | vielleicht      |           |                  |               |
            """
        )
    )
    assert portfolio.text("logo") == ("asked", "yes", "vielleicht")
    np.testing.assert_array_equal(portfolio.number("referrals"), [3, 0, np.nan])
    np.testing.assert_array_equal(portfolio.number("referral_revenue"), [1200, np.nan, np.nan])
    assert portfolio.text("control_group") == ("Land Hessen", "", "")


def test_zero_blank_and_unknown_stay_three_things() -> None:
    portfolio, findings = read(
        table("| ID | Umsatz | Potenzial |\n| a | 0 | ? |\n| b |  | 5 |\n| c | 7 | 6 |")
    )
    assert portfolio.number("revenue")[0] == 0
    assert np.isnan(portfolio.number("revenue")[1])
    assert np.isnan(portfolio.number("potential")[0])
    assert portfolio.text("status") == ("prospect", "prospect", "customer")
    assert findings == ()


def test_who_once_had_revenue_is_a_customer() -> None:
    portfolio, _ = read(table("| ID | Umsatz 2024 | Umsatz 2023 |\n| a | 0 | 5 |\n| b | 0 | 0 |"))
    assert portfolio.text("status") == ("customer", "prospect")


def test_without_a_revenue_column_nothing_tells_a_prospect() -> None:
    portfolio, _ = read(table("| ID | Firma |\n| a | A |"))
    assert portfolio.text("status") == ("customer",)


def test_an_unknown_status_is_a_finding() -> None:
    portfolio, findings = read(table("| ID | Umsatz | Status |\n| a | 5 | gesperrt |"))
    assert portfolio.text("status") == ("customer",)
    assert codes(findings) == [("I-STATUS", "C2")]
    assert "Kunde" in findings[0].text("de")


def test_ids_lose_blanks_and_a_floats_point_but_no_zero() -> None:
    portfolio, findings = read(
        table(
            "| ID | Umsatz |\n| number | 1 |\n| blank | 2 |\n| 007 | 3 |",
            number=123.0,
            blank="Val2 ",
        )
    )
    assert portfolio.ids == ("123", "Val2", "007")
    assert codes(findings) == [("I-TRIMMED", "A3")]


def test_ids_that_trimming_makes_equal_are_duplicates() -> None:
    portfolio, findings = read(table("| ID | Umsatz |\n| a | 1 |\n| x | 2 |", x="a "))
    assert codes(findings) == [("I-TRIMMED", "A3"), ("A-DUPLICATE", "A3")]
    assert list(portfolio.scored) == [True, False]
    assert portfolio.number("revenue").sum() == 1 + 2


def test_an_account_without_id_counts_but_has_no_score() -> None:
    portfolio, findings = read(table("| ID | Firma | Umsatz |\n|  | A | 1 |\n| b | B | 2 |"))
    assert codes(findings) == [("A-ID", "A2")]
    assert list(portfolio.scored) == [False, True]
    assert portfolio.names == ("A", "B")


def test_an_account_without_name_is_called_by_its_id() -> None:
    assert read(table("| ID | Firma |\n| a |  |"))[0].names == ("a",)


def test_empty_rows_totals_and_repeated_headers_are_no_accounts() -> None:
    portfolio, findings = read(
        table("""
            | ID    | Firma | Umsatz |
            | a     | A     | 1      |
            |       |       |        |
            | ID    | Firma | Umsatz |
            | b     | Total | 2      |
            |       | Summe | 3      |
        """)
    )
    assert portfolio.names == ("A", "Total")
    assert codes(findings) == [("I-TOTAL", "B6"), ("I-BLANK", "A3")]


def test_a_cell_that_is_no_number_is_unknown_and_found() -> None:
    portfolio, findings = read(
        table("| ID | Umsatz |\n| a | 5,5 |\n| b | viel |\n| c | #DIV/0! |\n| d | 7,5 |")
    )
    assert codes(findings) == [("I-ERROR", "B4"), ("A-NUMBER", "B3")]
    assert np.isnan(portfolio.number("revenue")[1:3]).all()
    assert portfolio.number("revenue")[3] == 7.5


def test_a_cell_that_is_no_date_is_unknown_and_found() -> None:
    portfolio, findings = read(
        table("| ID | Vertragsende |\n| a | 31.12.2024 |\n| b | bald |\n| c | 01.02.2025 |")
    )
    assert codes(findings) == [("A-DATE", "B3")]
    assert portfolio.date("contract_end")[1:] == (None, dt.date(2025, 2, 1))


def test_a_column_that_is_mostly_wrong_is_refused_with_its_first_cell() -> None:
    with pytest.raises(InputError, match=r"crm.xlsx!Kunden!B2: most cells of “Umsatz”.*“viel”"):
        read(table("| ID | Umsatz |\n| a | viel |\n| b | mehr |\n| c | 5 |"))


def test_an_ambiguous_column_is_refused_with_both_readings() -> None:
    with pytest.raises(InputError, match=r"!B2: “Umsatz” holds “1,234”.*1.234 or 1234.*--locale"):
        read(table("| ID | Umsatz |\n| a | 1,234 |\n| b | 5 |"))


def test_a_clear_cell_decides_for_its_column() -> None:
    portfolio, _ = read(table("| ID | Umsatz |\n| a | 1,234 |\n| b | 5.50 |"))
    assert list(portfolio.number("revenue")) == [1234, 5.5]


@pytest.mark.parametrize(("locale", "value"), [("de", 1.234), ("en", 1234), ("ch", 1234)])
def test_a_locale_decides_what_the_column_does_not(locale: Locale, value: float) -> None:
    portfolio, _ = read(table("| ID | Umsatz |\n| a | 1,234 |"), locale)
    assert portfolio.number("revenue")[0] == value


def test_slashed_dates_are_read_by_their_clear_members_or_by_locale() -> None:
    unclear = table("| ID | Vertragsende |\n| a | 03/04/2024 |")
    clear = table("| ID | Vertragsende |\n| a | 03/04/2024 |\n| b | 31/12/2024 |")
    assert read(clear)[0].date("contract_end")[0] == dt.date(2024, 4, 3)
    assert read(clear, "en")[0].date("contract_end")[0] == dt.date(2024, 4, 3)
    assert read(unclear, "en")[0].date("contract_end")[0] == dt.date(2024, 3, 4)
    assert read(unclear, "de")[0].date("contract_end")[0] == dt.date(2024, 4, 3)
    with pytest.raises(InputError, match=r"!B2: .*2024-04-03 or 2024-03-04"):
        read(unclear)


def test_dates_of_a_workbook_and_serials_are_days() -> None:
    cells: dict[str, CellValue] = {
        "one": dt.datetime(2024, 5, 1, 9, 30),
        "two": dt.date(2024, 5, 2),
        "serial": 45657.0,
    }
    raw = table("| ID | Letzte Bestellung |\n| a | one |\n| b | two |\n| c | serial |", **cells)
    assert read(raw)[0].date("last_order") == (
        dt.date(2024, 5, 1),
        dt.date(2024, 5, 2),
        dt.date(2024, 12, 31),
    )


def test_formula_like_text_stays_text_and_is_said_once() -> None:
    portfolio, findings = read(
        table("| ID | Firma | Umsatz |\n| a | =1+1 | -5,50 |\n| b | @home | (3,25) |")
    )
    assert portfolio.names == ("=1+1", "@home")
    assert list(portfolio.number("revenue")) == [-5.5, -3.25]
    assert codes(findings) == [("I-FORMULA", "B2")]
    assert findings[0].values["count"] == 2


def test_formulas_without_results_are_found_where_a_column_is_used() -> None:
    raw = table("| ID | Umsatz | Farbe |\n| a |  |  |\n| b | 5 |  |")
    raw = RawTable(raw.file, raw.sheet, raw.rows, frozenset({(1, 1), (1, 2)}))
    portfolio, findings = read(raw)
    assert codes(findings) == [("I-NO-VALUE", "B2")]
    assert np.isnan(portfolio.number("revenue")[0])


def test_ratings_keep_blank_unknown_and_wrong_apart() -> None:
    portfolio, findings = read(
        table("| ID | Beziehung |\n| a | 7,5 |\n| b | ? |\n| c |  |\n| d | gut |\n| e | n |", n=9.0)
    )
    ratings = portfolio.rated("relationship")
    assert list(ratings.values[[0, 4]]) == [7.5, 9]
    assert list(ratings.unknown) == [False, True, False, False, False]
    assert list(ratings.wrong) == [False, False, False, True, False]
    assert findings == ()


def test_leaders_are_marked_by_yes() -> None:
    raw = table("| ID | Branchenführer |\n| a | ja |\n| b | nein |\n| c |  |\n| d | x |")
    assert read(raw)[0].leader == (True, False, False, True)


def test_a_company_of_ones_own_is_marked_by_no() -> None:
    raw = table("| ID | Externer Kunde |\n| a | ja |\n| b | Nein |\n| c |  |\n| d | vielleicht |")
    portfolio = read(raw)[0]
    assert portfolio.text("external") == ("yes", "no", "", "vielleicht")
    assert portfolio.internal.tolist() == [False, True, False, False]


def test_no_finding_is_without_a_place() -> None:
    _, findings = read(
        table(
            "| ID | Firma | Umsatz |\n|  | =A | 1 |\n| b | B | x |\n"
            "| b | #REF! | 3 |\n| c | C | 2 |"
        )
    )
    assert len(findings) == 5
    assert all(finding.place.startswith("crm.xlsx!Kunden!") for finding in findings)


def test_the_tier_of_the_last_period_is_taken_over() -> None:
    given = RawTable("crm.csv", None, [["Kundennr", "Kunde", "Vorklasse"], ["1", "A", "B"]])
    portfolio, _ = read_accounts(given, recognise(given, ()).mapping)
    assert portfolio.text("previous_tier") == ("B",)
