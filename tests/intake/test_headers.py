from __future__ import annotations

import pytest

from kamxl.cells import CellValue
from kamxl.domain.policy import Criterion
from kamxl.errors import InputError, UsageError
from kamxl.intake.headers import Recognised, recognise
from kamxl.intake.raw import RawTable
from kamxl.text import Text
from tests.intake.drawn import table

CRITERIA = (
    Criterion("relationship", Text("Relationship", "Beziehung"), 50),
    Criterion("revenue_potential", Text("Revenue potential", "Umsatzpotenzial"), 50),
)


def found(drawing: str, overrides: dict[str, str] | None = None, **typed: CellValue) -> Recognised:
    return recognise(table(drawing, **typed), CRITERIA, overrides)


def test_the_headers_are_the_first_row_with_two_known_ones() -> None:
    recognised = found("""
        | Kundenliste 2024 |            |          |
        |                  |            |          |
        | Kunden-Nr.       | Firma      | Umsatz € |
        | 00001            | Cartech    | 5        |
    """)
    assert recognised.mapping.header_row == 2
    assert recognised.mapping.headers == {
        "id": "Kunden-Nr.",
        "name": "Firma",
        "revenue": "Umsatz €",
    }
    assert recognised.mapping.kind == "accounts"
    assert recognised.findings == ()


def test_years_are_ordered_whatever_their_place() -> None:
    mapping = found("""
        | ID | Umsatz 2022 | Revenue 2024 (EUR) | Umsatz GJ 2023 | DB 2023 | DB 2024 | Umsatz 2019 |
        | 1  | 1           | 3                  | 2              | 1       | 2       | 0           |
    """).mapping
    assert mapping.headers == {
        "id": "ID",
        "revenue_y2": "Umsatz 2022",
        "revenue": "Revenue 2024 (EUR)",
        "revenue_y1": "Umsatz GJ 2023",
        "margin_y1": "DB 2023",
        "margin": "DB 2024",
    }


def test_a_missing_year_leaves_a_gap() -> None:
    mapping = found("""
        | ID | FY24 Revenue | FY22 Revenue |
        | 1  | 1            | 3            |
    """).mapping
    assert set(mapping.headers) == {"id", "revenue", "revenue_y2"}


def test_a_chosen_revenue_is_the_current_year_and_the_years_before_follow() -> None:
    drawing = """
        | ID | Umsatz 2024 | Umsatz 2023 | Umsatz 2022 |
        | 1  | 1           | 3           | 4           |
    """
    headers = found(drawing, {"revenue": "Umsatz 2023"}).mapping.headers
    assert headers == {"id": "ID", "revenue": "Umsatz 2023", "revenue_y1": "Umsatz 2022"}


def test_a_criterion_is_recognised_by_key_and_name_in_both_languages() -> None:
    for header in ("relationship", "Relationship", "BEZIEHUNG", "Bewertung: Beziehung"):
        mapping = found(f"""
            | ID | Kunde | {header} |
            | 1  | A     | 7        |
        """).mapping
        assert mapping.headers["rating:relationship"] == header


def test_a_header_that_can_be_a_rating_or_money_is_told_by_its_values() -> None:
    rated = found("""
        | ID | Umsatzpotenzial |
        | 1  | 7               |
        | 2  | ?               |
    """)
    money = found("""
        | ID | Umsatzpotenzial |
        | 1  | 250.000,00      |
        | 2  | ?               |
    """)
    assert "rating:revenue_potential" in rated.mapping.headers
    assert "potential" in money.mapping.headers


def test_lines_with_date_amount_and_order_are_invoices() -> None:
    mapping = found("""
        | Beleg | Kunden-Nr. | Datum      | Betrag | Potenzial |
        | R1    | 1          | 2024-01-31 | 5      | 9         |
    """).mapping
    assert mapping.kind == "invoices"
    assert "potential" not in mapping.headers


def test_without_orders_repeated_ids_tell_invoices_from_accounts() -> None:
    head = "| Kunden-Nr. | Datum | Umsatz |\n"
    assert found(head + "| 1 | 2024-01-31 | 5 |\n| 1 | 2024-02-01 | 5 |").mapping.kind == "invoices"
    assert found(head + "| 1 | 2024-01-31 | 5 |\n| 2 | 2024-02-01 | 5 |").mapping.kind == "accounts"


def test_a_near_miss_is_suggested_and_an_unknown_header_is_named() -> None:
    near, unused = found("""
        | Kundennummer | Nettoumsatzz | Firma | Lieblingsfarbe |
        | 1            | 5            | A     | blau           |
    """).findings
    assert (near.code, near.place) == ("I-NEAR", "crm.xlsx!Kunden!B1")
    assert near.values["suggestion"] == "Nettoumsatz"
    assert near.values["key"] == "revenue"
    assert (unused.code, unused.place) == ("I-UNUSED", "crm.xlsx!Kunden!D1")


def test_a_named_header_goes_before_a_recognised_one() -> None:
    recognised = found(
        """
        | ID | Firma | Kunde | Wert |
        | 1  | A     | B     | 5    |
        """,
        {"name": "Kunde", "revenue": "wert"},
    )
    assert recognised.mapping.headers == {"id": "ID", "name": "Kunde", "revenue": "Wert"}
    assert [finding.code for finding in recognised.findings] == ["I-UNUSED"]


def test_two_columns_that_claim_one_key_are_refused_with_both_cells() -> None:
    with pytest.raises(InputError, match=r"A1 .*“Firma”.* and crm.xlsx!Kunden!C1 .*“Kunde”.*--map"):
        found("| Firma | ID | Kunde |\n| A | 1 | B |")


def test_one_header_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"same header: .*B1.*C1"):
        found("| ID | Umsatz | Umsatz |\n| A | 1 | 2 |")


def test_names_serve_as_ids_where_there_are_none() -> None:
    recognised = found("| Firma | Umsatz |\n| A | 1 |")
    assert [finding.code for finding in recognised.findings] == ["I-NO-ID"]


def test_without_ids_and_names_there_are_no_accounts() -> None:
    with pytest.raises(InputError, match=r'--map id="HEADER".*“Umsatz”'):
        found("| Umsatz | Region |\n| 1 | Süd |")


def test_without_known_headers_the_texts_found_are_named() -> None:
    raw = RawTable("crm.xlsx", "Deckblatt", [["Bericht"]], sheets=("Deckblatt", "Daten"))
    with pytest.raises(
        InputError, match=r"crm.xlsx!Deckblatt: .*“Bericht”.*Deckblatt, Daten.*--sheet"
    ):
        recognise(raw, CRITERIA)


def test_an_empty_table_is_said_to_be_empty() -> None:
    with pytest.raises(InputError, match="it is empty"):
        recognise(RawTable("a.csv", "a", [[None], []]), CRITERIA)


def test_a_named_header_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match="no such header; there are: “ID”, “Firma”"):
        found("| ID | Firma |\n| 1 | A |", {"revenue": "Umsatz"})


def test_an_unknown_key_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match="did you mean 'revenue'"):
        found("| ID | Firma |\n| 1 | A |", {"revenu": "Umsatz"})


def test_a_saved_mapping_finds_the_columns_of_the_next_export() -> None:
    before = found("| ID | Wert | Firma |\n| 1 | 5 | A |", {"revenue": "Wert"}).mapping
    after = found("| Firma | ID | Wert |\n| A | 1 | 5 |", before.headers).mapping
    assert after.headers == before.headers
    assert after.column("revenue").column == 2  # type: ignore[union-attr]
