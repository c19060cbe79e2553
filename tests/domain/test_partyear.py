import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.partyear import annual_factors
from kamxl.domain.policy import Policy
from tests.domain import golden

END = dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("first", "factor"),
    [
        (dt.date(2025, 7, 1), 12 / 6),
        (dt.date(2025, 7, 31), 12 / 6),
        (dt.date(2025, 10, 1), 12 / 3),
        (dt.date(2025, 2, 1), 12 / 11),
        (dt.date(2025, 11, 1), 1),  # two months tell too little
        (dt.date(2025, 1, 31), 1),  # all twelve
        (dt.date(2019, 7, 1), 1),
        (dt.date(2026, 3, 1), 1),
        (None, 1),
    ],
)
def test_a_part_year_counts_as_twelve_months_by_the_months_there_were(
    first: dt.date | None, factor: float
):
    assert annual_factors((first,), END)[0] == factor


def judged(**said: object) -> Assessment:
    accounts = dataclasses.replace(
        golden.of_revenues(600, 300, 100),
        dates={"first_order": (None, dt.date(2025, 7, 10), dt.date(2010, 1, 1))},
    )
    return assess(accounts, Policy((), **said), dt.date(2026, 1, 31))  # type: ignore[arg-type]


def test_part_years_stay_as_they_are_unless_someone_asks():
    found = judged()
    assert found.amount.tolist() == [600, 300, 100]
    assert not [finding for finding in found.findings if finding.code == "C-ANNUALISED"]


def test_an_annualised_part_year_changes_structure_and_not_what_is_disclosed():
    found = judged(annualise="yes", period_end=END)
    assert found.annual_factor.tolist() == [1, 12 / 6, 1]
    assert found.amount.tolist() == [600, 300 * 2, 100]
    assert found.share[1] == pytest.approx(600 / 1300)
    assert found.disclosure_share[1] == 300 / 1000
    assert found.concentration.total == 1000
    assert found.concentration.hhi == pytest.approx((600**2 + 600**2 + 100**2) / 1300**2)
    assert np.isnan(found.group_share).all()


def test_annualised_customers_are_named():
    (finding,) = [f for f in judged(annualise="yes").findings if f.code == "C-ANNUALISED"]
    assert finding.values == {"count": 1, "names": "b"}
    # Without an end of the period it ends as of the day of the assessment: July to January.
    assert judged(annualise="yes").annual_factor[1] == 12 / 7
