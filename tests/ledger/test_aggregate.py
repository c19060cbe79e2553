from __future__ import annotations

import csv
import datetime as dt
import math
import os
import random
import statistics
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.ledger.aggregate import Ledger, aggregate

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def summed(*lines: tuple[str, str, float], **more: object) -> Ledger:
    ids, days, amounts = zip(*lines, strict=True)
    return aggregate(ids, [day(d) for d in days], amounts, place=lambda n: f"#{n}", **more)  # type: ignore[arg-type]


def value(ledger: Ledger, key: str, account: str) -> float:
    return float(ledger.portfolio.number(key)[ledger.portfolio.ids.index(account)])


THREE_YEARS = (("a", "2022-01-31", 1.0), ("a", "2024-12-01", 4.0))


def test_years_are_calendar_years_where_data_end_in_december() -> None:
    ledger = summed(
        ("a", "2022-01-01", 10), ("a", "2022-12-31", 1), ("a", "2023-01-01", 20),
        ("a", "2023-12-31", 2), ("a", "2024-01-01", 30), ("a", "2024-12-05", 3),
    )  # fmt: skip
    assert ledger.as_of == day("2024-12-31")
    assert ledger.period == "2024-01 – 2024-12"
    assert value(ledger, "revenue", "a") == 30 + 3
    assert value(ledger, "revenue_y1", "a") == 20 + 2
    assert value(ledger, "revenue_y2", "a") == 10 + 1


def test_years_roll_to_the_end_of_the_last_month() -> None:
    ledger = summed(("a", "2023-02-28", 1), ("a", "2023-03-01", 2), ("a", "2024-02-10", 4))
    assert ledger.as_of == day("2024-02-29")
    assert ledger.period == "2023-03 – 2024-02"
    assert value(ledger, "revenue", "a") == 2 + 4


def test_a_customer_without_lines_in_a_year_has_a_known_zero() -> None:
    ledger = summed(*THREE_YEARS, ("b", "2023-05-01", 7))
    assert value(ledger, "revenue", "b") == 0
    assert value(ledger, "revenue_y1", "b") == 7
    assert ledger.portfolio.text("status") == ("customer", "customer")


def test_a_year_that_the_data_do_not_cover_is_unknown() -> None:
    ledger = summed(("a", "2023-02-01", 5), ("a", "2024-12-01", 4))
    assert math.isnan(value(ledger, "revenue_y1", "a"))
    assert math.isnan(value(ledger, "revenue_y2", "a"))
    partial = next(f for f in ledger.findings if f.code == "I-PARTIAL")
    assert partial.values == {"start": "2023-02-01", "from_": "2023-01-01"}
    assert partial.place == "#0"


def test_a_single_year_needs_no_word_about_years_before_it() -> None:
    ledger = summed(("a", "2024-03-01", 5), ("a", "2024-12-01", 4))
    assert [finding.code for finding in ledger.findings] == ["I-PERIODS"]


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=40))
def test_sums_are_exact_to_the_cent(cents: list[int]) -> None:
    ledger = summed(*(("a", "2024-12-01", cent / 100) for cent in cents))
    assert value(ledger, "revenue", "a") == sum(cents) / 100


def test_amounts_beyond_64_bits_of_millionths_are_exact_too() -> None:
    ledger = summed(("a", "2024-12-01", 98_765_432_109_876.5), ("a", "2024-12-02", 0.25))
    assert value(ledger, "revenue", "a") == 98_765_432_109_876.75


def test_fractions_of_a_cent_are_kept() -> None:
    ledger = summed(("a", "2024-12-01", 6.8714), ("a", "2024-12-02", 0.0001))
    assert value(ledger, "revenue", "a") == 6.8715


def test_margin_exists_only_where_it_is_given() -> None:
    lines = (("a", "2022-01-31", 1.0), ("a", "2023-06-01", 2.0), ("a", "2024-12-01", 4.0))
    assert "margin" not in summed(*lines).portfolio.numbers
    ledger = summed(*lines, margins=(0.5, 0.75, -1.25))
    assert value(ledger, "margin", "a") == -1.25
    assert value(ledger, "margin_y1", "a") == 0.75


def test_a_line_without_margin_makes_its_year_unknown() -> None:
    ledger = summed(*THREE_YEARS, ("b", "2024-05-01", 4), margins=(1.0, None, 2.0))
    assert math.isnan(value(ledger, "margin", "a"))
    assert value(ledger, "margin", "b") == 2
    assert [f.code for f in ledger.findings if f.severity == "warning"] == ["I-LINE-MARGIN"]


def test_orders_are_distinct_orders_of_the_last_year_with_something_bought() -> None:
    ledger = summed(
        ("a", "2023-12-31", 5), ("a", "2024-02-01", 5), ("a", "2024-02-01", 6),
        ("a", "2024-03-01", 5), ("a", "2024-12-01", -5),
        orders=("R0", "R1", "R1", "R2", "C3"),
    )  # fmt: skip
    assert value(ledger, "orders", "a") == len({"R1", "R2"})
    assert ledger.portfolio.date("last_order") == (day("2024-03-01"),)


def test_without_order_numbers_days_are_counted() -> None:
    ledger = summed(("a", "2024-02-01", 5), ("a", "2024-02-01", 6), ("a", "2024-12-01", 5))
    assert value(ledger, "orders", "a") == len({"2024-02-01", "2024-12-01"})


def quarters(
    account: str, *amounts: float, end: int = 2024 * 4 + 3
) -> list[tuple[str, str, float]]:
    """Return a line in each of the last quarters, the latest last; zero is no line."""
    lines = []
    for back, amount in enumerate(reversed(amounts)):
        year, quarter = divmod(end - back, 4)
        lines.append((account, f"{year}-{quarter * 3 + 3:02}-15", amount))
    return [line for line in lines if line[2]]


def test_order_stability_is_the_variation_of_quarters() -> None:
    amounts = (10.0, 20.0, 10.0, 20.0, 10.0, 20.0)
    ledger = summed(*quarters("a", *amounts))
    assert value(ledger, "order_cv", "a") == pytest.approx(5 / 15)


def test_a_quarter_without_orders_counts_as_zero() -> None:
    ledger = summed(*quarters("a", 10, 0, 0, 10, 10, 10))
    expected = statistics.pstdev([10, 0, 0, 10, 10, 10]) / (40 / 6)
    assert value(ledger, "order_cv", "a") == pytest.approx(expected)


def test_quarters_before_the_first_order_do_not_count() -> None:
    ledger = summed(*quarters("a", *[10.0] * 12), *quarters("b", *[7.0] * 6))
    assert value(ledger, "order_cv", "b") == 0


def test_no_more_than_twelve_quarters_count() -> None:
    ledger = summed(*quarters("a", 999, *[10.0] * 12))
    assert value(ledger, "order_cv", "a") == 0


def test_fewer_than_six_quarters_or_no_positive_mean_say_nothing_of_stability() -> None:
    ledger = summed(
        *quarters("a", *[10.0] * 12), *quarters("b", *[7.0] * 5), *quarters("c", *[-1.0] * 12),
        *quarters("d", 1, *[-1.0] * 11),
    )  # fmt: skip
    for account in ("b", "c", "d"):
        assert math.isnan(value(ledger, "order_cv", account))


def test_the_most_frequent_name_is_used_and_the_others_are_said() -> None:
    ledger = summed(
        ("a", "2024-01-01", 1), ("a", "2024-02-01", 1), ("a", "2024-03-01", 1),
        ("b", "2024-01-01", 1), ("b", "2024-02-01", 1),
        names=("Old", "Right", "Right", "Before", "After"),
    )  # fmt: skip
    assert dict(zip(ledger.portfolio.ids, ledger.portfolio.names, strict=True)) == {
        "a": "Right",
        "b": "After",
    }
    merged = [f for f in ledger.findings if f.code == "I-MERGED"]
    assert [(f.values["id"], f.place) for f in merged] == [("a", "#1"), ("b", "#4")]


def test_owner_and_region_are_the_commonest_and_blanks_do_not_count() -> None:
    ledger = summed(
        ("a", "2024-01-01", 1), ("a", "2024-02-01", 1), ("a", "2024-03-01", 1),
        texts={"owner": ("", "", "Keller"), "region": ("Süd", "Nord", "Süd")},
    )  # fmt: skip
    assert ledger.portfolio.text("owner") == ("Keller",)
    assert ledger.portfolio.text("region") == ("Süd",)
    assert "segment" not in ledger.portfolio.texts
    assert [f.code for f in ledger.findings] == ["I-PERIODS"]


def test_credit_notes_are_netted_and_said() -> None:
    ledger = summed(("a", "2024-01-01", 10), ("a", "2024-02-01", -2.5), ("b", "2024-02-01", -1))
    credit = next(f for f in ledger.findings if f.code == "I-CREDIT")
    assert value(ledger, "revenue", "a") == 10 - 2.5
    assert credit.place == "#1"
    assert "2 lines" in credit.text("en")
    assert "-3.50" in credit.text("en")


def test_accounts_come_by_revenue_then_by_id() -> None:
    ledger = summed(("c", "2024-01-01", 1), ("b", "2024-01-01", 1), ("a", "2024-02-01", 5))
    assert ledger.portfolio.ids == ("a", "b", "c")


def test_a_ledger_without_lines_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="needs lines"):
        aggregate([], [], [])


def test_a_hundred_thousand_lines_take_less_than_three_seconds() -> None:
    draw = random.Random(1)
    count = 100_000
    ids = [f"c{draw.randrange(900)}" for _ in range(count)]
    days = [dt.date(2021, 1, 1) + dt.timedelta(draw.randrange(1460)) for _ in range(count)]
    amounts = [draw.randrange(-1000, 50_000) / 100 for _ in range(count)]
    begin = time.perf_counter()
    ledger = aggregate(ids, days, amounts, names=ids, margins=amounts, orders=ids)
    assert time.perf_counter() - begin < 3
    assert len(ledger.portfolio) == 900


def real(file: str) -> list[dict[str, str]]:
    path = DATA / file
    if not path.exists():
        why = f"{path} is missing; see shared/data"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("file", "total", "accounts"),
    [
        ("northwind_orders.csv", Decimal("1265793.04"), 89),
        ("superstore_lines.csv", Decimal("2297200.86"), 793),
        ("uci_online_retail_sample_lines.csv", Decimal("373086.01"), 875),
    ],
)
def test_real_lines_sum_as_an_independent_count_does(
    file: str, total: Decimal, accounts: int
) -> None:
    rows = real(file)
    assert round(sum(Decimal(row["revenue"]) for row in rows), 2) == total
    days = [day(row["date"]) for row in rows]
    ledger = aggregate(
        [row["customer_id"] for row in rows],
        days,
        [float(row["revenue"]) for row in rows],
        orders=[row["order_id"] for row in rows],
    )
    sums: dict[str, Decimal] = defaultdict(Decimal)
    orders: dict[str, set[str]] = defaultdict(set)
    for row, when in zip(rows, days, strict=True):
        back = (ledger.as_of.year - when.year) * 12 + ledger.as_of.month - when.month
        amount = Decimal(row["revenue"])
        sums[row["customer_id"]] += amount if back < 12 else 0
        if back < 12 and amount > 0:
            orders[row["customer_id"]].add(row["order_id"])
    assert len(ledger.portfolio) == accounts == len(sums)
    assert [float(sums[key]) for key in ledger.portfolio.ids] == list(
        ledger.portfolio.number("revenue")
    )
    assert [len(orders[key]) for key in ledger.portfolio.ids] == list(
        ledger.portfolio.number("orders")
    )
    assert np.all(np.nan_to_num(ledger.portfolio.number("order_cv")) >= 0)
