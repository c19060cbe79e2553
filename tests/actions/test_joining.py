from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kamxl.actions.joining import JoinResult, join
from kamxl.errors import InputError, UsageError
from kamxl.intake.raw import RawTable
from kamxl.profiles import load_profile
from tests.intake.drawn import table

TODAY = dt.date(2026, 1, 15)

ACCOUNTS = """
    | Kundennummer | Kunde   | Betreuer | Umsatz | Potenzial | Beziehung & Engagement |
    | 00042        | Cartech | Vogt     | 999    | 5000      | 8                      |
    | b            | Vicom   |          | 999    | 7000      | 4                      |
    | c            | Still   | Brandt   | 999    | 100       |                        |
"""
INVOICES = """
    | Rechnungsnummer | Kundennummer | Kunde      | Datum      | Betrag | Betreuer |
    | R1              | 00042        | Cartech AG | 2025-11-03 | 100.50 | Kern     |
    | R2              | 00042        | Cartech AG | 2025-12-03 | 200    | Kern     |
    | R3              | b            | Vicom      | 2024-12-03 | 70     | Kern     |
    | R4              | new          | Newcomer   | 2025-12-04 | 30     | Kern     |
    | R0              | b            | Vicom      | 2024-01-02 | 1      | Kern     |
"""


def named(drawing: str, file: str) -> RawTable:
    return replace(table(drawing), file=file)


def joined(accounts: str = ACCOUNTS, invoices: str = INVOICES, **mapping: str) -> JoinResult:
    return join(
        (named(accounts, "accounts.csv"), named(invoices, "invoices.csv")),
        language="en",
        profile=None,
        mapping={key.replace("_of", ""): header for key, header in mapping.items()},
        locale=None,
        today=TODAY,
        load_profile=load_profile,
    )


def said(result: JoinResult, code: str) -> str:
    (finding,) = [f for f in result.inputs.findings if f.code == code]
    return finding.text("en")


def test_master_data_come_from_the_accounts_and_revenue_from_the_invoices() -> None:
    result = joined()
    portfolio = result.inputs.portfolio
    assert portfolio.ids == ("00042", "b", "c", "new")
    assert portfolio.names == ("Cartech", "Vicom", "Still", "Newcomer")
    assert list(portfolio.number("revenue")) == [100.5 + 200, 0, 0, 30]
    assert list(portfolio.number("revenue_y1")) == [0, 70 + 1, 0, 0]
    assert list(portfolio.number("potential"))[:3] == [5000, 7000, 100]
    assert list(portfolio.rated("relationship").values[:2]) == [8, 4]
    assert portfolio.date("last_order") == (
        dt.date(2025, 12, 3), dt.date(2024, 12, 3), None, dt.date(2025, 12, 4)
    )  # fmt: skip
    assert list(portfolio.number("orders")) == [2, 0, 0, 1]
    assert result.inputs.source == "accounts.csv + invoices.csv"
    assert result.inputs.as_of == dt.date(2025, 12, 31)
    assert result.inputs.policy.period == "2025-01 – 2025-12"
    assert [mapping.kind for mapping in result.mappings] == ["accounts", "invoices"]


def test_what_the_accounts_leave_blank_the_invoices_fill() -> None:
    assert joined().inputs.portfolio.text("owner") == ("Vogt", "Kern", "Brandt", "Kern")


def test_a_year_that_the_invoices_do_not_cover_stays_unknown_for_everyone() -> None:
    assert np.all(np.isnan(joined().inputs.portfolio.number("revenue_y2")))


def test_ids_that_only_the_invoices_have_are_appended_and_said() -> None:
    result = joined()
    assert said(result, "I-JOIN-NEW").startswith("1 ids of the invoices are not in accounts.csv")
    assert bool(result.inputs.portfolio.scored[3])
    assert np.isnan(result.inputs.portfolio.rated("relationship").values[3])


def test_accounts_without_a_line_have_a_known_zero_and_are_named() -> None:
    assert "1 accounts have no line in invoices.csv (first: Still)" in said(joined(), "I-JOIN-NONE")


def test_a_revenue_column_of_the_accounts_is_said_to_be_unused() -> None:
    result = joined()
    assert "“Umsatz” is not used: invoices.csv" in said(result, "I-JOIN-UNUSED")
    (finding,) = [f for f in result.inputs.findings if f.code == "I-JOIN-UNUSED"]
    assert finding.place == "accounts.csv!Kunden!D1"


def test_an_id_that_lost_its_zeros_is_an_error_and_stays_its_own_account() -> None:
    result = joined(invoices=INVOICES.replace("| R4              | new", "| R4              | 42 "))
    assert "first: “42” in the invoices, “00042” in accounts.csv" in said(result, "I-JOIN-ZEROS")
    assert result.inputs.findings[0].severity == "error"
    assert result.inputs.portfolio.ids[-1] == "42"


def test_of_two_rows_with_one_id_the_first_has_the_revenue() -> None:
    accounts = ACCOUNTS + "    | b | Again | x | 1 | 1 | 5 |\n    | c | Still | | 1 | 1 | |"
    portfolio = joined(accounts=accounts).inputs.portfolio
    assert portfolio.ids[:5] == ("00042", "b", "c", "b", "c")
    assert list(portfolio.number("revenue_y1")) == [0, 71, 0, 0, 0, 0]


def test_the_total_is_that_of_the_invoices_whatever_the_accounts() -> None:
    portfolio = joined().inputs.portfolio
    assert float(np.sum(portfolio.number("revenue"))) == 100.5 + 200 + 30


def test_a_row_without_an_id_has_unknown_revenue() -> None:
    portfolio = joined(accounts=ACCOUNTS + "    |  | Nobody | x | 1 | 1 | 5 |").inputs.portfolio
    assert portfolio.names[3] == "Nobody"
    assert np.isnan(portfolio.number("revenue")[3])


def test_without_a_column_of_status_whoever_bought_is_a_customer() -> None:
    status = joined().inputs.portfolio.text("status")
    assert status == ("customer", "customer", "prospect", "customer")


def test_given_statuses_stay() -> None:
    accounts = ACCOUNTS.replace("Betreuer", "Status").replace("Vogt", "Interessent")
    assert joined(accounts=accounts).inputs.portfolio.text("status")[0] == "prospect"


def test_an_account_list_without_names_takes_them_from_the_invoices() -> None:
    accounts = "| Kundennummer | Potenzial |\n| b | 5 |\n| x | 7 |"
    assert joined(accounts=accounts).inputs.portfolio.names[:2] == ("Vicom", "x")


def test_without_ratings_the_joined_data_are_judged_as_data_alone() -> None:
    accounts = "| Kundennummer | Kunde | Potenzial |\n| b | Vicom | 5 |"
    assert joined(accounts=accounts).inputs.policy.profile == "data-only"
    assert joined().inputs.policy.profile == "standard"


def test_lists_that_share_no_id_are_refused() -> None:
    with pytest.raises(InputError, match="no id of the invoices"):
        joined(accounts="| Kundennummer | Kunde |\n| zz | Vicom |")


def test_two_lists_of_one_kind_are_refused_with_what_each_is() -> None:
    with pytest.raises(UsageError, match=r"accounts\.csv: accounts, invoices\.csv: accounts"):
        joined(invoices=ACCOUNTS)


def test_a_mapping_goes_to_the_table_that_has_the_header() -> None:
    accounts = ACCOUNTS.replace("Kundennummer", "Schluessel-X")
    result = joined(accounts=accounts, id_of="Schluessel-X")
    assert result.inputs.portfolio.ids[0] == "00042"


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"id": "Nowhere"}, "no such header in accounts.csv and invoices.csv"),
        ({"rating:relationship": "Nowhere"}, "no such header in accounts.csv and invoices.csv"),
        ({"idd": "Kunde"}, "--map knows no key 'idd'; did you mean 'id'"),
        ({"idd": "Nowhere"}, "--map knows no key 'idd'; did you mean 'id'"),
    ],
)
def test_a_mapping_that_fits_no_table_is_refused(mapping: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        joined(**mapping)


def test_findings_of_the_invoices_are_about_the_joined_accounts() -> None:
    invoices = INVOICES.replace("| Vicom      | 2024-01-02", "| Vicom GmbH | 2024-01-02")
    result = joined(invoices=invoices)
    (merged,) = [f for f in result.inputs.findings if f.code == "I-MERGED"]
    assert merged.subject.account == result.inputs.portfolio.ids.index("b")
