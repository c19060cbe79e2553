import pytest

from kamxl.domain.portfolio import DATE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS
from kamxl.intake import aliases


def test_every_column_of_a_portfolio_has_a_name_in_a_file() -> None:
    named = set(aliases.BY_NAME.values())
    assert {"id", "name", "leader", *NUMBER_COLUMNS, *TEXT_COLUMNS, *DATE_COLUMNS} <= named
    assert named == set(aliases.KEYS)


def test_no_name_stands_for_two_columns() -> None:
    claims = [
        (aliases.joined(name), key)
        for key, names in aliases._ALIASES.items()
        for name in names.split(",")
    ]
    doubtful = {name for name, key in claims if aliases.BY_NAME[name] != key}
    assert doubtful == set()


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Kundennummer", "id"),
        ("Kunden-Nr.", "id"),
        ("Debitor", "id"),
        ("Customer ID", "id"),
        ("customer_id", "id"),
        ("Account No.", "id"),
        ("Kunde", "name"),
        ("Firma", "name"),
        ("Customer name", "name"),
        ("UMSÄTZE", "revenue"),
        ("Nettoumsatz", "revenue"),
        ("DB", "margin"),
        ("Rechnungsdatum", "date"),
        ("Betreuer", "owner"),
        ("Branchenführer", "leader"),
        ("Potenzial", "potential"),
        ("Vertragsende", "contract_end"),
        ("Letzte Bestellung", "last_order"),
        ("Betreuungskosten", "service_cost"),
        ("Betreuungszeit", "service_hours"),
        ("Konzern", "parent"),
        ("Land", "region"),
        ("Belegnummer", "order_id"),
    ],
)
def test_common_headers_are_known(header: str, key: str) -> None:
    assert aliases.BY_NAME[aliases.joined(header)] == key
