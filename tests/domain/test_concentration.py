import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.concentration import (
    ABC,
    XYZ,
    abc_numbers,
    concentration,
    cumulative_before,
    customers_for,
    disclosure_shares,
    gini,
    herfindahl,
    hhi_bounds,
    normalised,
    shannon,
    size_order,
    structural_shares,
    surprisal,
    top_share,
    xyz_numbers,
)
from tests.domain import golden

BLANK = math.nan


def column(*amounts: float) -> np.ndarray:
    return np.array(amounts, dtype=float)


def abc(*amounts: float) -> str:
    values = column(*amounts)
    before = cumulative_before(structural_shares(values), size_order(values))
    return "".join(
        ABC[number - 1] if number else "-" for number in abc_numbers(before, values, (0.80, 0.95))
    )


# ---------------------------------------------------------------- golden


def test_the_golden_figures_of_section_8():
    found = golden.assessment().concentration
    assert found.n == 11
    assert found.total == 12_000
    assert found.cr1 == 4200 / 12_000 == 0.35
    assert found.cr3 == pytest.approx((4200 + 2400 + 1500) / 12_000) == pytest.approx(0.675)
    assert found.cr5 == pytest.approx((4200 + 2400 + 1500 + 900 + 800) / 12_000)
    assert found.cr10 == pytest.approx((12_000 - 50) / 12_000)
    assert found.hhi == pytest.approx(0.1960069444, abs=1e-10)
    assert found.hhi_normalised == pytest.approx(0.1156076389, abs=1e-10)
    assert found.effective == pytest.approx(5.1018601, abs=1e-7)
    assert found.gini == pytest.approx(0.5234848, abs=1e-7)
    assert found.gini_corrected == pytest.approx(0.5758333, abs=1e-7)
    assert found.n50 == 2
    assert (found.overhang, found.unknown) == (0, 0)


def test_the_golden_entropies():
    found = golden.assessment().concentration
    assert found.shannon == pytest.approx(1.9228143371, abs=1e-10)
    assert found.diversity == pytest.approx(math.exp(1.9228143371), abs=1e-8)
    assert found.evenness == pytest.approx(0.8018758613, abs=1e-10)
    assert found.theil == pytest.approx(0.4750809357, abs=1e-10)
    assert found.theil == pytest.approx(math.log(11) - 1.9228143371, abs=1e-9)


def test_three_largest_bound_hhi_between_17_81_and_21_50_per_cent():
    shares = structural_shares(golden.REVENUE)
    low, high = hhi_bounds(np.sort(shares)[::-1][:3], 1 - 0.675)
    assert low == pytest.approx((4200**2 + 2400**2 + 1500**2) / 12_000**2)
    # 32.5 % holds two more of the third's 12.5 %, and 7.5 %.
    assert high == pytest.approx(low + 2 * 0.125**2 + 0.075**2)
    assert (round(low, 4), round(high, 4)) == (0.1781, 0.2150)
    assert low < herfindahl(shares) < high


def test_ten_or_fewer_customers_leave_nothing_to_bound():
    found = concentration(column(50, 30, 20))
    assert found.hhi_low == found.hhi_high == found.hhi == pytest.approx(0.25 + 0.09 + 0.04)


def test_ten_equal_customers_of_twenty_bound_hhi_exactly():
    # Ten times 5 % are known, ten more fit into the rest.
    found = concentration(column(*[5.0] * 20))
    assert found.hhi_low == pytest.approx(10 * 0.05**2)
    assert found.hhi_high == pytest.approx(20 * 0.05**2) == pytest.approx(found.hhi)


def test_one_customer_has_no_entropy_and_no_evenness():
    found = concentration(column(100.0, 0.0, -5.0))
    assert (found.shannon, found.diversity, found.theil) == (0.0, 1.0, 0.0)
    assert found.evenness is None
    assert math.copysign(1, found.shannon or 0.0) == 1


def test_without_a_positive_amount_there_is_no_entropy():
    found = concentration(column(0.0, -5.0, BLANK))
    assert shannon(column(BLANK)) is None
    assert (found.shannon, found.theil, found.hhi_low, found.hhi_high) == (None,) * 4


def test_equal_customers_have_all_entropy_there_is():
    found = concentration(column(*[7.0] * 8))
    assert found.shannon == pytest.approx(math.log(8))
    assert found.evenness == pytest.approx(1)
    assert found.theil == pytest.approx(0, abs=1e-12)
    assert surprisal(column(0.0, BLANK, 1.0)).tolist() == [0.0, 0.0, 0.0]


def test_the_class_of_variation_begins_at_its_border():
    numbers = xyz_numbers(column(0, 0.2499, 0.25, 0.49, 0.5, 3, BLANK), (0.25, 0.50))
    assert "".join(XYZ[n - 1] if n else "-" for n in numbers) == "XXYYZZ-"


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60))
def test_the_bounds_of_the_ten_largest_hold_hhi(amounts: list[int]):
    found = concentration(column(*amounts))
    assert found.hhi is not None
    assert found.hhi_low is not None
    assert found.hhi_high is not None
    assert found.hhi_low - 1e-9 <= found.hhi <= found.hhi_high + 1e-9


def test_hhi_is_the_sum_of_squared_shares():
    revenues = (4200, 2400, 1500, 900, 800, 700, 600, 400, 300, 150, 50)
    expected = sum(r * r for r in revenues) / 12_000**2
    assert golden.assessment().concentration.hhi == pytest.approx(expected, abs=1e-15)


def test_the_golden_abc_classes():
    found = golden.assessment()
    classes = {name: ABC[n - 1] for name, n in zip(golden.NAMES, found.abc, strict=True)}
    by_class = {letter: {name for name in classes if classes[name] == letter} for letter in ABC}
    assert by_class == {
        "A": {"Vicom", "Großbesteller", "Cartech", "Fertigung", "Technologie"},
        "B": {"Einzelhandel", "Hotel", "Branchenführer"},
        "C": {"Gelegenheit A", "Gelegenheit B", "Gelegenheit C"},
        "N": {"Potenzialkunde"},
    }


def test_by_margin_the_big_order_customer_shrinks_from_20_to_4_4_per_cent():
    found = golden.assessment()
    assert found.share[golden.place("Großbesteller")] == 2400 / 12_000 == 0.2
    assert found.margin_share[golden.place("Großbesteller")] == pytest.approx(120 / 2752)
    assert round(120 / 2752, 3) == 0.044
    assert found.margin_concentration.hhi == pytest.approx(0.1615423984, abs=1e-10)


def test_the_margin_can_be_chosen_as_basis():
    by_margin = dataclasses.replace(golden.policy(), basis="margin")
    found = assess(golden.portfolio(), by_margin, golden.TODAY)
    assert found.concentration.hhi == pytest.approx(0.1615423984, abs=1e-10)
    assert found.share[golden.place("Vicom")] == pytest.approx(756 / 2752)
    assert found.level[golden.place("Großbesteller")] == 0


# ---------------------------------------------------------------- edge cases of 3.4


def test_a_credit_note_has_a_negative_disclosure_share_and_no_structural_share():
    amounts = column(4200, 2400, 1500, -500)
    assert disclosure_shares(amounts).tolist() == [
        4200 / 7600,
        2400 / 7600,
        1500 / 7600,
        -500 / 7600,
    ]
    assert structural_shares(amounts).tolist() == [4200 / 8100, 2400 / 8100, 1500 / 8100, 0]
    found = concentration(amounts)
    assert (found.n, found.total, found.overhang) == (3, 7600, -500)
    assert found.hhi == pytest.approx((4200**2 + 2400**2 + 1500**2) / 8100**2)
    assert found.hhi == pytest.approx(0.3909465, abs=1e-7)
    assert abc(4200, 2400, 1500, -500) == "AABN"


def test_the_base_matters_at_the_border_of_a_mono_customer():
    amounts = column(4200, 2400, 1900, -500)
    assert disclosure_shares(amounts)[0] == 4200 / 8000 == 0.525
    assert structural_shares(amounts)[0] == pytest.approx(4200 / 8500) == pytest.approx(0.4941176)


@pytest.mark.parametrize("amounts", [(), (0, 0), (-5, -3), (0, -1, BLANK), (BLANK, BLANK)])
def test_without_a_positive_amount_no_figure_exists(amounts: tuple[float, ...]):
    found = concentration(column(*amounts))
    assert found.n == 0
    assert found.cr1 is found.cr3 is found.cr5 is found.cr10 is None
    assert found.hhi is found.hhi_normalised is found.effective is found.n50 is None
    assert found.gini is found.gini_corrected is None
    assert np.isnan(structural_shares(column(*amounts))).all()
    assert np.isnan(disclosure_shares(column(*amounts))).all()


def test_without_any_amount_there_is_no_total_but_zeros_have_one():
    assert concentration(column(BLANK)).total is None
    assert concentration(column(0, 0)).total == 0


def test_a_net_total_of_zero_gives_no_disclosure_share_but_structural_ones():
    assert np.isnan(disclosure_shares(column(500, -500))).all()
    assert structural_shares(column(500, -500)).tolist() == [1, 0]


def test_one_customer_is_full_concentration():
    found = concentration(column(700))
    assert (found.n, found.cr1, found.cr10, found.hhi) == (1, 1, 1, 1)
    assert found.hhi_normalised == 1
    assert (found.effective, found.n50, found.gini) == (1, 1, 0)
    assert found.gini_corrected is None
    assert abc(700) == "A"


def test_prospects_without_revenue_do_not_count_so_gini_is_523_and_not_563():
    revenues = golden.REVENUE
    found = concentration(revenues)
    assert found == concentration(revenues[revenues > 0])
    ascending = np.sort(revenues)
    n = len(ascending)
    with_prospect = sum((2 * i - n - 1) * x for i, x in enumerate(ascending, 1)) / (n * 12_000)
    assert round(float(found.gini or 0), 3) == 0.523
    assert round(float(with_prospect), 3) == 0.563


def test_a_blank_revenue_is_left_out_and_counted_and_a_zero_is_class_n():
    found = concentration(column(600, BLANK, 400, 0))
    assert (found.n, found.total, found.unknown) == (2, 1000, 1)
    assert found.hhi == pytest.approx(0.6**2 + 0.4**2)
    assert abc(600, BLANK, 400, 0) == "A-AN"
    assert np.isnan(disclosure_shares(column(600, BLANK))[1])


def test_a_reported_total_is_the_base_of_disclosure_shares():
    assert disclosure_shares(column(600, 400), 2000).tolist() == [0.3, 0.2]
    assert np.isnan(disclosure_shares(column(600, 400), 0)).all()


def test_equal_amounts_are_ordered_as_listed():
    assert size_order(column(5, 9, 5, 0, BLANK, 9)).tolist() == [3, 1, 4, 0, 0, 2]


def test_a_customer_with_85_per_cent_is_a_because_nobody_stands_before_it():
    assert abc(85, 10, 5) == "ABC"
    assert abc(79, 1, 15, 5) == "ACAB"  # before them: 0, 99, 79 and 94 %


def test_exactly_80_per_cent_before_an_account_ends_class_a():
    assert abc(*[10] * 10) == "A" * 8 + "BB"


def test_n50_needs_more_than_half():
    assert customers_for(column(0.5, 0.5)) == 2
    assert customers_for(column(0.501, 0.499)) == 1
    assert customers_for(column(*[0.1] * 10)) == 6


def test_equal_customers_have_the_least_concentration():
    found = concentration(column(*[7] * 8))
    assert found.hhi == pytest.approx(1 / 8)
    assert found.hhi_normalised == pytest.approx(0)
    assert found.gini == pytest.approx(0)
    assert found.effective == pytest.approx(8)


def test_a_group_that_only_together_has_ten_per_cent_raises_hhi():
    rolled_up = [1200 if r == 800 else r for r in golden.REVENUE if r != 400]
    found = concentration(np.array(rolled_up))
    assert disclosure_shares(np.array(rolled_up))[1] == 1200 / 12_000 == 0.1
    assert found.hhi == pytest.approx(0.2004513889, abs=1e-10)


def test_ten_times_ten_per_cent_is_exactly_ten_per_cent_each():
    shares = disclosure_shares(column(*[0.1] * 10))
    assert [round(share, 9) for share in shares.tolist()] == [0.1] * 10


# ---------------------------------------------------------------- laws

AMOUNTS = st.lists(
    st.one_of(
        st.just(BLANK), st.just(0.0), st.integers(-10_000, 10_000_000).map(lambda c: c / 100)
    ),
    max_size=60,
)


@given(AMOUNTS)
def test_structural_shares_sum_to_one_where_there_are_any(amounts: list[float]):
    shares = structural_shares(np.array(amounts, dtype=float))
    known = shares[~np.isnan(shares)]
    if np.any(np.array(amounts) > 0):
        assert math.fsum(known) == pytest.approx(1, abs=1e-9)
        assert np.all(known >= 0)
    else:
        assert len(known) == 0


@given(AMOUNTS)
def test_disclosure_shares_sum_to_one_when_nothing_is_reported_apart(amounts: list[float]):
    shares = disclosure_shares(np.array(amounts, dtype=float))
    known = shares[~np.isnan(shares)]
    if len(known):
        assert math.fsum(known) == pytest.approx(1, abs=1e-6)


@given(AMOUNTS)
def test_figures_keep_their_bounds(amounts: list[float]):
    found = concentration(np.array(amounts, dtype=float))
    if found.n == 0:
        return
    assert found.hhi is not None
    assert found.hhi_normalised is not None
    assert found.gini is not None
    assert found.effective is not None
    assert 1 / found.n - 1e-12 <= found.hhi <= 1 + 1e-12
    assert -1e-12 <= found.hhi_normalised <= 1 + 1e-12
    assert 1 - 1e-9 <= found.effective <= found.n + 1e-9
    assert -1e-12 <= found.gini <= (found.n - 1) / found.n + 1e-12
    ratios = [found.cr1, found.cr3, found.cr5, found.cr10]
    assert all(ratio is not None for ratio in ratios)
    assert ratios == sorted(ratios)  # type: ignore[type-var]
    if found.n <= 10:
        assert found.cr10 == pytest.approx(1)


@given(AMOUNTS, st.randoms())
def test_figures_do_not_depend_on_the_order_of_the_accounts(amounts: list[float], random):
    shuffled = list(amounts)
    random.shuffle(shuffled)
    before = concentration(np.array(amounts, dtype=float))
    after = concentration(np.array(shuffled, dtype=float))
    for field in dataclasses.fields(before):
        assert getattr(after, field.name) == pytest.approx(getattr(before, field.name))


@given(AMOUNTS)
def test_every_positive_amount_has_its_own_place_and_a_share_before_it(amounts: list[float]):
    values = np.array(amounts, dtype=float)
    order = size_order(values)
    positive = values > 0
    assert sorted(order[positive]) == list(range(1, int(positive.sum()) + 1))
    assert not order[~positive].any()
    before = cumulative_before(structural_shares(values), order)
    assert np.all((before[positive] >= 0) & (before[positive] < 1 + 1e-9))
    assert np.isnan(before[~positive]).all()


def test_kernels_say_none_without_shares():
    nothing = column(BLANK)
    assert herfindahl(nothing) is top_share(nothing, 3) is gini(nothing) is None
    assert customers_for(nothing) is None
    assert normalised(0.25, 4) == 0


# ---------------------------------------------------------------- customers of one's own group


def internal(*names: str, **numbers: list[float]) -> Assessment:
    accounts = golden.with_numbers(golden.portfolio(), **numbers)
    said = tuple("no" if name in names else "" for name in golden.NAMES)
    accounts = dataclasses.replace(accounts, texts={**accounts.texts, "external": said})
    return assess(accounts, golden.policy(), golden.TODAY)


def test_a_company_of_ones_own_has_no_share_and_is_not_counted():
    found, vicom = internal("Vicom"), golden.place("Vicom")
    figures = found.concentration
    assert (figures.n, figures.total, figures.unknown) == (10, 12_000 - 4200, 0)
    assert figures.cr1 == pytest.approx(2400 / 7800)
    assert found.margin_concentration.total == golden.MARGIN.sum() - 756
    for column in (found.amount, found.share, found.disclosure_share, found.margin_share):
        assert math.isnan(column[vicom])
    assert (found.abc[vicom], found.level[vicom], found.endangered[vicom]) == (0, 0, False)
    assert found.share[golden.place("Cartech")] == pytest.approx(1500 / 7800)


def test_it_keeps_its_score_and_its_place_by_revenue():
    found, vicom = internal("Vicom"), golden.place("Vicom")
    assert found.score[vicom] == golden.assessment().score[vicom]
    assert found.revenue_rank[vicom] == 1


def test_it_is_left_out_of_the_year_before_as_well():
    before = [10.0] * 11 + [90.0]
    assert internal("Gelegenheit C", revenue_y1=before).hhi_before == pytest.approx(1 / 11)
    assert internal(revenue_y1=before).hhi_before == pytest.approx((11 * 10**2 + 90**2) / 200**2)


def test_it_is_told_and_its_revenue_is_not_asked_for():
    revenue = [math.nan if name == "Vicom" else 10.0 for name in golden.NAMES]
    found = internal("Vicom", revenue=revenue)
    codes = [finding.code for finding in found.findings]
    assert "A-REVENUE" not in codes
    (finding,) = [finding for finding in found.findings if finding.code == "A-INTERNAL"]
    assert finding.severity == "info"
    assert "1 in all: Vicom;" in finding.text("en")
