from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from kamxl.actions.new import NewResult, Reference, new, spread
from kamxl.domain.bands import propose_bands
from kamxl.domain.policy import Criterion, Policy
from kamxl.errors import UsageError
from kamxl.hosts.tables import read_table
from kamxl.intake.raw import RawTable
from kamxl.profiles import load_profile
from kamxl.text import Text
from tests.intake.drawn import table

TODAY = dt.date(2026, 1, 15)
DATA = Path(__file__).parents[2].parent / "shared" / "data"


def small_profile(key: str) -> Policy:
    """Return a hand-made policy: two derived criteria and a rated one."""
    return Policy(
        (
            Criterion(
                "revenue_volume", Text("Revenue volume", "Umsatzvolumen"), 40, source="revenue"
            ),
            Criterion("recency", Text("Recency", "Aktualität"), 20, source="recency"),
            Criterion("relationship", Text("Relationship", "Beziehung"), 40),
        ),
        profile=key,
        tie_break=("relationship", "recency"),
    )


def made(raw: RawTable | None, profile: str | None = None, **options: str) -> NewResult:
    return new(
        raw,
        language="de",
        profile=profile,
        mapping=None,
        locale=options.get("locale"),
        today=TODAY,
        load_profile=small_profile,
    )


def codes(result: NewResult) -> list[str]:
    return [finding.code for finding in result.inputs.findings]


ACCOUNTS = "| ID | Umsatz | Letzte Bestellung |" + "".join(
    f"\n| {n:03} | {n * 100} | 2025-12-{n:02} |" for n in range(1, 11)
)


def test_without_a_table_there_is_an_empty_portfolio_under_the_standard_profile() -> None:
    result = made(None)
    assert len(result.inputs.portfolio) == 0
    assert result.inputs.policy == small_profile("standard")
    assert (result.inputs.as_of, result.mapping, codes(result)) == (TODAY, None, [])


def test_a_list_without_ratings_is_judged_by_data_alone() -> None:
    result = made(table(ACCOUNTS))
    assert result.inputs.policy.profile == "data-only"
    assert result.inputs.as_of == TODAY
    assert result.inputs.source == "crm.xlsx"
    assert result.mapping is not None
    assert result.mapping.kind == "accounts"


def test_a_list_with_ratings_is_judged_by_the_standard_profile() -> None:
    result = made(table("| ID | Umsatz | Beziehung |\n| a | 5 | 7 |"))
    assert result.inputs.policy.profile == "standard"
    assert list(result.inputs.portfolio.rated("relationship").values) == [7]


def test_a_chosen_profile_goes_before_what_the_table_suggests() -> None:
    assert made(table(ACCOUNTS), "standard").inputs.policy.profile == "standard"


def test_bands_are_proposed_from_the_data_and_said() -> None:
    result = made(table(ACCOUNTS))
    revenue, recency, _ = result.inputs.policy.criteria
    assert revenue.bands == propose_bands(np.arange(100.0, 1001, 100))
    days = np.array([(TODAY - dt.date(2025, 12, n)).days for n in range(1, 11)], float)
    assert recency.bands == propose_bands(days, less_is_better=True)
    assert recency.bands[0] > recency.bands[-1]  # type: ignore[operator]
    assert codes(result) == ["I-BANDS", "I-BANDS"]


def test_reference_values_are_frozen_whatever_they_are_proposed_from() -> None:
    def revenue(reference: Reference) -> Criterion:
        result = new(
            table(ACCOUNTS), language="en", profile=None, mapping=None, locale=None, today=TODAY,
            load_profile=small_profile, reference=reference,
        )  # fmt: skip
        return result.inputs.policy.criteria[0]

    steps, percentile, line = map(revenue, get_args(Reference))
    assert (steps.shape, steps.floor) == ("step", None)
    assert (percentile.shape, percentile.floor) == ("linear", 100)
    assert percentile.bands == steps.bands
    assert (line.shape, line.floor, line.bands) == ("linear", 100, (*(None,) * 8, 1000))


def test_bands_that_a_profile_brings_stay_as_they_are() -> None:
    def with_bands(key: str) -> Policy:
        criterion = Criterion(
            "revenue_volume", Text.same("R"), 1, source="revenue", bands=(1.0, 2.0)
        )
        return Policy((criterion,), profile=key)

    result = new(
        table(ACCOUNTS), language="en", profile=None, mapping=None, locale=None, today=TODAY,
        load_profile=with_bands,
    )  # fmt: skip
    assert result.inputs.policy.criteria[0].bands == (1.0, 2.0)


def test_a_criterion_without_data_is_excluded_only_where_data_are_all_there_is() -> None:
    raw = table("| ID | Umsatz |\n| a | 5 |\n| b | 7 |")
    data_only, standard = made(raw), made(raw, "standard")
    assert [c.active for c in data_only.inputs.policy.criteria] == [True, False, True]
    assert [c.active for c in standard.inputs.policy.criteria] == [True, True, True]
    assert codes(data_only) == ["I-BANDS", "I-INACTIVE"]
    assert codes(standard) == ["I-BANDS"]


def test_invoice_lines_are_summed_as_of_the_end_of_their_last_month() -> None:
    result = made(
        table("""
            | Beleg | Kunden-Nr. | Datum      | Betrag | Farbe |
            | R1    | 00001      | 2024-11-03 | 10.25  | x     |
            | R2    | 00001      | 2024-12-03 | 20.50  | x     |
            | R3    |            | 2024-12-03 | 1.00   | x     |
        """)
    )
    inputs = result.inputs
    assert inputs.as_of == dt.date(2024, 12, 31)
    assert inputs.policy.period == "2024-01 – 2024-12"
    assert inputs.portfolio.number("revenue")[0] == 10.25 + 20.5
    assert codes(result)[0] == "I-LINE-ID"  # errors come first
    assert set(codes(result)) >= {"I-UNUSED", "I-PERIODS", "I-INACTIVE"}


def test_lines_of_the_future_are_said() -> None:
    result = made(
        table(
            "| Beleg | ID | Datum | Betrag |\n| 1 | a | 2025-12-03 | 5 |\n"
            "| 2 | a | 2062-01-01 | 5 |"
        )
    )
    future = next(f for f in result.inputs.findings if f.code == "I-FUTURE")
    assert future.place == "crm.xlsx!Kunden!B3"
    assert future.severity == "error"


def test_an_unknown_locale_is_refused() -> None:
    with pytest.raises(UsageError, match="choose de, en, ch"):
        made(table(ACCOUNTS), locale="fr")


def test_every_finding_about_a_cell_names_it_in_both_languages() -> None:
    result = made(table("| ID | Umsatz | Farbe |\n|  | 5 | x |\n| b | x | y |\n| b | 7 | z |"))
    for finding in result.inputs.findings:
        assert finding.text("en")
        assert finding.text("de")
        assert finding.place or finding.code in ("I-BANDS", "I-INACTIVE")


@pytest.mark.parametrize(
    ("file", "kind", "accounts"),
    [
        ("northwind_orders.csv", "invoices", 89),
        ("northwind_customers.csv", "accounts", 93),
        ("superstore_lines.csv", "invoices", 793),
        ("uci_online_retail_sample_lines.csv", "invoices", 875),
    ],
)
def test_real_exports_become_inputs(file: str, kind: str, accounts: int) -> None:
    path = DATA / file
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing; see shared/data")
        pytest.skip(f"{path} is missing; see shared/data")
    result = new(
        read_table(path), language="en", profile=None, mapping=None, locale=None, today=TODAY,
        load_profile=load_profile,
    )  # fmt: skip
    assert result.mapping is not None
    assert result.mapping.kind == kind
    assert len(result.inputs.portfolio) == accounts
    # A list of names alone gives nothing to judge by: people must rate.
    judged_by = "standard" if file == "northwind_customers.csv" else "data-only"
    assert result.inputs.policy.profile == judged_by
    assert result.inputs.policy.weight_total == 100
    assert not [finding for finding in result.inputs.findings if finding.severity == "error"]
    trimmed = "Val2" in result.inputs.portfolio.ids
    assert trimmed == (file == "northwind_customers.csv")


def test_the_weights_of_excluded_criteria_go_to_the_others_in_whole_points() -> None:
    criteria = load_profile("data-only").criteria
    some = [replace(c, active=c.key in ("revenue_volume", "growth", "recency")) for c in criteria]
    points = {c.key: c.weight for c in spread(some) if c.active}
    # 25 : 20 : 15 of 60 are 41 2/3, 33 1/3 and 25; the point left over goes to the largest rest.
    assert points == {"revenue_volume": 42, "growth": 33, "recency": 25}
