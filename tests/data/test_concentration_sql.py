"""Concentration on real data equals an independent computation in SQL."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import defaultdict

import duckdb
import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.portfolio import Portfolio
from kamxl.profiles import load_profile
from tests.data.sources import real

FILES = ("northwind_orders.csv", "superstore_lines.csv", "uci_online_retail_sample_lines.csv")

FIGURES = """
with customers as (
    select trim(customer_id) as id, sum(revenue)::double as net
    from read_csv(?, types = {'customer_id': 'varchar', 'revenue': 'decimal(18, 6)'})
    group by 1
), positive as (
    select
        id,
        net,
        net / sum(net) over () as share,
        row_number() over (order by net desc, id) as place,
        row_number() over (order by net, id desc) as ascending,
        count(*) over () as n
    from customers where net > 0
), running as (
    select *, sum(share) over (order by place) as reached from positive
)
select
    max(n) as n,
    (select sum(net) from customers) as total,
    sum(share) filter (place <= 1) as cr1,
    sum(share) filter (place <= 3) as cr3,
    sum(share) filter (place <= 5) as cr5,
    sum(share) filter (place <= 10) as cr10,
    sum(share * share) as hhi,
    (sum(share * share) - 1 / max(n)) / (1 - 1 / max(n)) as hhi_normalised,
    1 / sum(share * share) as effective,
    min(place) filter (reached > 0.5) as n50,
    -- Gini by the area under the Lorenz curve, not by our formula.
    1 - sum((2 * reached_up - share) / n) as gini,
    coalesce((select sum(net) from customers where net < 0), 0) as overhang
from (select *, sum(share) over (order by ascending) as reached_up from running)
"""

SHARES = """
with customers as (
    select trim(customer_id) as id, sum(revenue)::double as net
    from read_csv(?, types = {'customer_id': 'varchar', 'revenue': 'decimal(18, 6)'})
    group by 1
)
select
    id,
    greatest(net, 0) / sum(greatest(net, 0)) over (),
    net / sum(net) over (),
    case
        when net <= 0 then 4
        when round(sum(greatest(net, 0)) over (order by net desc, id) - net, 9)
            < round(0.80 * sum(greatest(net, 0)) over (), 9) then 1
        when round(sum(greatest(net, 0)) over (order by net desc, id) - net, 9)
            < round(0.95 * sum(greatest(net, 0)) over (), 9) then 2
        else 3
    end
from customers
"""


def portfolio(name: str) -> Portfolio:
    """Return one account per customer, its revenue the sum of its raw lines."""
    lines: dict[str, list[float]] = defaultdict(list)
    with real(name).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            lines[line["customer_id"].strip()].append(float(line["revenue"]))
    ids = tuple(sorted(lines))
    return Portfolio(ids, ids, {"revenue": np.array([math.fsum(lines[key]) for key in ids])})


@pytest.mark.parametrize("name", FILES)
def test_the_portfolios_figures_equal_those_of_sql(name: str):
    found = assess(portfolio(name), load_profile("standard"), dt.date(2026, 1, 1)).concentration
    with duckdb.connect() as connection:
        answer = connection.execute(FIGURES, [str(real(name))])
        columns = [column[0] for column in answer.description or ()]
        row = answer.fetchone()
    assert row is not None
    for column, expected in zip(columns, row, strict=True):
        assert getattr(found, column) == pytest.approx(expected, rel=1e-9, abs=1e-9), column
    assert found.gini is not None
    assert found.gini_corrected == pytest.approx(found.gini * found.n / (found.n - 1))


@pytest.mark.parametrize("name", FILES)
def test_shares_and_abc_classes_of_every_customer_equal_those_of_sql(name: str):
    accounts = portfolio(name)
    found = assess(accounts, load_profile("standard"), dt.date(2026, 1, 1))
    with duckdb.connect() as connection:
        rows = connection.execute(SHARES, [str(real(name))]).fetchall()
    expected = {key: (share, disclosed, abc) for key, share, disclosed, abc in rows}
    assert expected.keys() == set(accounts.ids)
    np.testing.assert_allclose(found.share, [expected[key][0] for key in accounts.ids], atol=1e-12)
    np.testing.assert_allclose(
        found.disclosure_share, [expected[key][1] for key in accounts.ids], atol=1e-12
    )
    assert found.abc.tolist() == [expected[key][2] for key in accounts.ids]


def test_the_totals_are_those_of_the_datas_readme():
    assert math.fsum(portfolio(FILES[0]).number("revenue")) == pytest.approx(1_265_793.04, abs=0.01)
    assert math.fsum(portfolio(FILES[1]).number("revenue")) == pytest.approx(2_297_200.86, abs=0.01)
    retail = portfolio(FILES[2]).number("revenue")
    assert len(retail) == 875
    assert int(np.sum(retail < 0)) == 24


def test_the_customer_whose_cancellation_lies_outside_the_sample_has_45_per_cent():
    found = assess(portfolio(FILES[2]), load_profile("standard"), dt.date(2026, 1, 1))
    assert round(float(np.nanmax(found.disclosure_share)), 2) == 0.45
    assert {"C-HIGH", "C-CREDIT"} <= {finding.code for finding in found.findings}
