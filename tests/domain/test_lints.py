import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.lints import weight_findings
from kamxl.domain.policy import Criterion, Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.findings import Finding, Subject
from kamxl.profiles import PROFILES, load_profile
from kamxl.text import Text
from tests.domain import golden


def weigh(**weights: float) -> list[str]:
    return [finding.code for finding in weight_findings(golden.reweighted(weights))]


def only(found: Assessment, code: str) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.code == code]
    return finding


def codes(found: Assessment) -> set[str]:
    return {finding.code for finding in found.findings}


@pytest.mark.parametrize("profile", [key for key in PROFILES if key != "blank"])
def test_the_weights_of_shipped_profiles_need_no_remark(profile: str):
    assert list(weight_findings(load_profile(profile))) == []


def test_weights_of_zero_are_an_error():
    assert weigh() == ["W-ZERO"]


def test_weights_that_do_not_sum_to_100_are_said_aloud_never_mended_silently():
    policy = golden.reweighted({"lifetime_value": 30, "product_fit": 30, "relationship": 30})
    (finding,) = weight_findings(policy)
    assert (finding.code, finding.severity) == ("W-SUM", "warning")
    assert "sum to 90, not 100" in finding.text("en")
    assert weigh(lifetime_value=39, product_fit=31, relationship=29.5) == ["W-SUM"]


def test_float_noise_in_the_sum_is_not_remarked():
    assert weigh(lifetime_value=33.1, product_fit=33.2, relationship=33.7) == []
    criteria = tuple(Criterion(f"k{i}", Text.same(f"K{i}"), 100 / 7) for i in range(7))
    assert list(weight_findings(Policy(criteria))) == []


@pytest.mark.parametrize(
    ("revenue", "expected"),
    [(40, []), (50, ["W-MAX"]), (51, ["W-REV"]), (100, ["W-REV-ONLY"])],
)
def test_revenue_is_at_most_half_of_the_weight(revenue: float, expected: list[str]):
    rest = (100 - revenue) / 2
    assert weigh(revenue_volume=revenue, lifetime_value=rest, relationship=rest) == expected


def test_no_criterion_decides_almost_alone():
    assert weigh(lifetime_value=40, product_fit=30, relationship=30) == []
    policy = golden.reweighted({"lifetime_value": 41, "product_fit": 30, "relationship": 29})
    (finding,) = weight_findings(policy)
    assert (finding.code, finding.subject.criterion) == ("W-MAX", "lifetime_value")
    assert "„Lebenszeitwert (Nachhaltigkeit)“ allein trägt 41,0 %" in finding.text("de")


def test_of_two_criteria_one_always_has_half_so_only_their_number_is_remarked():
    assert weigh(lifetime_value=50, product_fit=50) == ["W-FEW"]


def test_sustainability_counts_more_than_growth():
    fair = {
        "lifetime_value": 20.0,
        "revenue_potential": 20.0,
        "product_fit": 30.0,
        "relationship": 30.0,
    }
    assert weigh(**fair) == []
    assert weigh(**fair | {"lifetime_value": 19, "product_fit": 31}) == ["W-SUST"]


def test_more_than_ten_and_fewer_than_three_criteria_are_remarked():
    assert weigh(lifetime_value=50, product_fit=50) == ["W-FEW"]
    eleven = dict.fromkeys(golden.KEYS, 100 / 11)
    assert weigh(**eleven) == ["W-MANY"]


def test_a_rating_outside_the_scale_is_an_error_of_that_cell_and_does_not_count():
    accounts = golden.with_rating(golden.portfolio(), "Cartech", "product_fit", 11)
    found = assess(accounts, golden.policy(), golden.TODAY)
    finding = only(found, "R-RANGE")
    assert finding.severity == "error"
    assert finding.subject == Subject(golden.place("Cartech"), "product_fit")
    assert "the rating 11 for “Product fit” is outside the scale 1 to 10" in finding.text("en")
    cartech = golden.place("Cartech")
    assert found.coverage[cartech] == 90 / 100
    assert found.score[cartech] == pytest.approx((803 - 10 * 9) / 90)


def test_a_zero_is_not_a_blank():
    accounts = golden.with_rating(golden.portfolio(), "Cartech", "product_fit", 0)
    assert "R-RANGE" in codes(assess(accounts, golden.policy(), golden.TODAY))
    accounts = golden.with_rating(golden.portfolio(), "Cartech", "product_fit", None)
    assert "R-RANGE" not in codes(assess(accounts, golden.policy(), golden.TODAY))


@pytest.mark.parametrize(
    ("cell", "code", "severity"),
    [("good", "R-TEXT", "error"), ("?", "R-UNKNOWN", "info"), (None, None, None)],
)
def test_text_question_mark_and_blank_are_told_apart(
    cell: object, code: str | None, severity: str | None
):
    accounts = golden.with_rating(golden.portfolio(), "Hotel", "reputation", cell)
    found = assess(accounts, golden.policy(), golden.TODAY)
    about = [f for f in found.findings if f.subject == Subject(golden.place("Hotel"), "reputation")]
    assert [(f.code, f.severity) for f in about] == ([(code, severity)] if code else [])
    assert found.coverage[golden.place("Hotel")] == 95 / 100


def test_ratings_of_an_excluded_criterion_are_not_remarked():
    accounts = golden.with_rating(golden.portfolio(), "Hotel", "reputation", 99)
    policy = golden.policy()
    without = dataclasses.replace(
        policy,
        criteria=tuple(
            dataclasses.replace(c, active=c.key != "reputation") for c in policy.criteria
        ),
    )
    found = assess(accounts, without, golden.TODAY)
    assert "R-RANGE" not in codes(found)
    assert "W-SUM" in codes(found)


def test_a_provisional_score_is_told_with_its_interval():
    strict = dataclasses.replace(golden.policy(), minimum_coverage=0.80)
    finding = only(assess(golden.portfolio(), strict, golden.TODAY), "S-COVERAGE")
    lowest, highest = (454 + 25 * 1) / 100, (454 + 25 * 10) / 100
    assert (lowest, highest) == (4.79, 7.04)
    assert "between 4.79 and 7.04" in finding.text("en")
    assert "75,0 %" in finding.text("de")


def test_accounts_without_ratings_are_told_one_by_one():
    found = assess(golden.of_revenues(5, 3), golden.policy(), golden.TODAY)
    assert [f.subject.account for f in found.findings if f.code == "S-NONE"] == [0, 1]


def test_a_ranking_from_data_alone_says_so():
    policy = load_profile("data-only")
    bands = dataclasses.replace(policy.criteria[0], bands=(1.0, 2.0, *(None,) * 7), weight=100)
    found = assess(
        golden.of_revenues(5, 1),
        dataclasses.replace(policy, criteria=(bands, *policy.criteria[6:])),
        golden.TODAY,
    )
    assert found.score.tolist() == [3, 2]
    assert "S-DATA" in codes(found)
    assert "S-DATA" not in codes(golden.assessment())


def test_a_closed_gate_is_told():
    finding = only(golden.assessment(), "G-CAP")
    assert finding.subject.account == golden.place("Großbesteller")
    assert "Deckel C: Zahlungsfähigkeit ≤ 3" in finding.text("de")
    assert "Cap C: Solvency ≤ 3" in finding.text("en")


def test_too_many_accounts_of_tier_a_are_told():
    few = dataclasses.replace(golden.policy(), key_account_limit=0)
    assert "T-LIMIT" in codes(assess(golden.portfolio(), few, golden.TODAY))
    assert "T-LIMIT" not in codes(golden.assessment())


def test_customers_without_revenue_are_listed_but_prospects_are_not():
    accounts = golden.with_numbers(
        golden.portfolio(),
        revenue=[
            np.nan if name in ("Hotel", "Potenzialkunde") else revenue
            for name, revenue in zip(golden.NAMES, golden.REVENUE, strict=True)
        ],
    )
    finding = only(assess(accounts, golden.policy(), golden.TODAY), "A-REVENUE")
    assert finding.values["count"] == 1
    assert finding.values["names"] == "Hotel"


def test_at_most_five_names_are_listed():
    found = assess(golden.of_revenues(*[np.nan] * 7, 1), golden.policy(), golden.TODAY)
    assert only(found, "A-REVENUE").values["names"] == "a, b, c, d, e, …"


def test_without_any_positive_amount_the_concentration_says_only_that():
    found = assess(golden.of_revenues(0, -5), golden.policy(), golden.TODAY)
    assert {code for code in codes(found) if code.startswith("C-")} == {"C-NONE"}


def test_negative_customers_are_told_with_their_amount():
    found = assess(golden.of_revenues(4200, 2400, 1500, -500), golden.policy(), golden.TODAY)
    assert "-500.00" in only(found, "C-CREDIT").text("en")


@pytest.mark.parametrize(
    ("reported", "told"), [(12_000, False), (12_060, False), (12_061, True), (11_900, True)]
)
def test_a_difference_of_more_than_half_a_per_cent_to_the_reported_revenue_is_told(
    reported: float, told: bool
):
    policy = dataclasses.replace(golden.policy(), reported_revenue=reported)
    assert ("C-RECONCILE" in codes(assess(golden.portfolio(), policy, golden.TODAY))) is told


def test_a_rise_of_hhi_is_told():
    before = [100.0] * 12
    accounts = golden.with_numbers(golden.portfolio(), revenue_y1=before)
    finding = only(assess(accounts, golden.policy(), golden.TODAY), "C-HHI-CHANGE")
    assert "0.1960" in finding.text("en")
    assert "0.0833" in finding.text("en")  # 12 · (1/12)²


def test_endangered_accounts_are_told_with_why():
    said = {
        golden.NAMES[f.subject.account or 0]: f.text("en")
        for f in golden.assessment().findings
        if f.code == "C-ENDANGERED"
    }
    assert set(said) == {"Vicom", "Großbesteller"}


def test_large_customers_with_erratic_orders_are_named():
    variation = [0.6 if name in ("Vicom", "Hotel") else 0.1 for name in golden.NAMES]
    found = assess(
        golden.with_numbers(golden.portfolio(), order_cv=variation), golden.policy(), golden.TODAY
    )
    finding = only(found, "C-AZ")
    assert finding.subject == Subject(golden.place("Vicom"), field="xyz")
    # The Hotel is Z, but B.
    assert "1 in all: Vicom." in finding.text("en")


def test_errors_come_first():
    accounts = golden.with_rating(golden.portfolio(), "Gelegenheit C", "product_fit", 77)
    found = assess(accounts, golden.policy(), golden.TODAY).findings
    severities = [("error", "warning", "info").index(finding.severity) for finding in found]
    assert severities == sorted(severities)
    assert found[0].code == "R-RANGE"


def test_every_finding_of_a_bad_portfolio_reads_in_both_languages():
    accounts = Portfolio(
        ids=("1", "1", "2"),
        names=("Eins", "Eins", "Zwei"),
        numbers={"revenue": np.array([np.nan, 9.0, -1.0])},
        ratings={"product_fit": Ratings.of([11, "x", "?"])},
        scored=np.array([True, False, True]),
    )
    for finding in assess(accounts, golden.policy(), golden.TODAY).findings:
        for language in ("en", "de"):
            said = finding.text(language) + finding.remedy(language)
            assert "{" not in said
            assert "nan" not in said
