import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.concentration import structural_shares
from kamxl.domain.control import (
    STEPS,
    farthest,
    group_keys,
    group_name,
    group_numbers,
    parents,
    roots,
)
from kamxl.domain.groups import ultimate_parents
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from tests.domain import golden


def accounts(ids: str, **texts: tuple[str, ...]) -> Portfolio:
    names = tuple(ids.split())
    return Portfolio(names, names, texts=texts)


def judged(portfolio: Portfolio, *revenues: float) -> Assessment:
    given_ = dataclasses.replace(portfolio, numbers={"revenue": np.array(revenues, dtype=float)})
    return assess(given_, Policy(()), golden.TODAY)


def codes(result: Assessment) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_daughter_of_a_daughter_belongs_to_the_ultimate_parent():
    given_ = accounts("a b c d", parent=("b", "c", "", ""))
    assert group_numbers(given_).tolist() == [0, 0, 0, 3]
    assert group_name(given_, 0) == "c"


def test_who_names_the_same_parent_is_one_group_though_nobody_is_that_parent():
    given_ = accounts("a b c", parent=("Konzern T", " konzern  t ", ""))
    assert group_numbers(given_).tolist() == [0, 0, 2]
    assert group_keys(given_) == ["c:konzern t", "c:konzern t", "#3"]
    assert group_name(given_, 0) == "Konzern T"


def test_common_control_goes_before_the_legal_parent():
    given_ = accounts(
        "a b c d", parent=("d", "d", "", ""), control_group=("Land Hessen", "", "land hessen", "")
    )
    assert group_numbers(given_).tolist() == [0, 1, 0, 1]
    assert group_name(given_, 2) == "land hessen"


def test_daughters_follow_their_mother_into_her_control_group():
    given_ = accounts("a b c", parent=("b", "", ""), control_group=("", "Bund", "Bund"))
    assert group_numbers(given_).tolist() == [0, 0, 0]


def test_one_is_no_group_with_oneself():
    given_ = accounts("a b", parent=("A", ""))
    assert group_keys(given_) == ["#1", "#2"]


def test_a_circle_of_parents_is_an_error_and_everyone_in_it_a_group_of_its_own():
    given_ = accounts("a b c d", parent=("b", "a", "a", ""))
    assert group_numbers(given_).tolist() == [0, 1, 2, 3]
    (finding,) = [f for f in judged(given_, 1, 1, 1, 1).findings if f.code == "A-PARENT-CIRCLE"]
    assert finding.severity == "error"
    assert finding.values == {"count": 3, "names": "a, b, c"}


def test_chains_end_within_eight_steps_as_formulas_follow_them():
    ids = [f"n{n}" for n in range(STEPS + 2)]
    given_ = accounts(" ".join(ids), parent=("", *ids[:-1]))
    root, endless = roots(parents(given_))
    assert root[STEPS] == 0
    assert endless.tolist() == [*[False] * (STEPS + 1), True]


def test_a_chain_of_more_than_eight_steps_is_told_with_its_end_and_is_no_circle():
    ids = [f"n{n}" for n in range(STEPS + 3)]
    given_ = accounts(" ".join([*ids, "x", "y"]), parent=("", *ids[:-1], "y", "x"))
    found = {f.code: f for f in judged(given_, *[1] * (STEPS + 5)).findings}
    assert found["A-PARENT-CHAIN"].values == {"count": 2, "names": "n9, n10", "parent": "n0"}
    assert "mehr als acht Stufen" in found["A-PARENT-CHAIN"].text("de")
    assert found["A-PARENT-CIRCLE"].values == {"count": 2, "names": "x, y"}
    # What `groups` and KAM_GROUP say of any length, results say after the remedy.
    mended = accounts(" ".join(ids), parent=("", *["n0"] * (len(ids) - 1)))
    assert set(group_numbers(mended).tolist()) == {0}
    assert ultimate_parents(given_.ids, given_.text("parent")).ultimate[10] == "n0"


@given(st.lists(st.integers(0, 11), min_size=12, max_size=12))
def test_a_chain_ends_in_itself_unless_it_is_a_circle(direct: list[int]):
    chain = np.array(direct, dtype=np.int64)
    top = farthest(chain)
    for account in range(12):
        seen = [account]
        while chain[seen[-1]] not in seen:
            seen.append(int(chain[seen[-1]]))
        ends = chain[seen[-1]] == seen[-1]
        assert (chain[top[account]] == top[account]) == ends
        assert not ends or top[account] == seen[-1]


@given(st.lists(st.sampled_from(["a", "b", "c", "d", ""]), min_size=4, max_size=4))
def test_without_circles_groups_are_those_of_chains_of_any_length(chain: list[str]):
    given_ = accounts("a b c d", parent=tuple(chain))
    found = ultimate_parents(given_.ids, chain)
    if not found.circular.any():
        tops = [found.ultimate.index(name) for name in found.ultimate]
        assert group_numbers(given_).tolist() == tops


def test_an_orphan_parent_is_a_warning_but_a_name_that_two_share_is_not():
    given_ = accounts("a b c", parent=("Konzern T", "Konzern T", "Weg GmbH"))
    (finding,) = [f for f in judged(given_, 1, 1, 1).findings if f.code == "A-PARENT"]
    assert finding.values == {"account": "c", "parent": "Weg GmbH"}


def test_many_orphans_are_counted_after_twenty():
    ids = [f"n{n}" for n in range(22)]
    given_ = accounts(" ".join(ids), parent=tuple(f"P{n}" for n in range(22)))
    result = judged(given_, *[1] * 22)
    assert codes(result).count("A-PARENT") == 20
    (more,) = [f for f in result.findings if f.code == "I-MORE"]
    assert more.values == {"count": 2, "code": "A-PARENT"}


def test_a_control_group_needs_a_reason():
    given_ = accounts(
        "a b c", control_group=("Bund", "Bund", "Land"), control_reason=("", "Haushalt", "")
    )
    (finding,) = [f for f in judged(given_, 1, 1, 1).findings if f.code == "A-CONTROL"]
    assert finding.values == {"group": "Land"}


def konzern_t() -> Assessment:
    twelve = golden.portfolio()
    parent = tuple(
        "Konzern T" if name in ("Technologie", "Branchenführer") else "" for name in twelve.names
    )
    texts = {**twelve.texts, "parent": parent}
    return assess(dataclasses.replace(twelve, texts=texts), golden.policy(), golden.TODAY)


def test_6_67_and_3_33_per_cent_are_disclosed_only_after_the_roll_up():
    found = konzern_t()
    one, other = golden.place("Technologie"), golden.place("Branchenführer")
    assert found.level[[one, other]].tolist() == [0, 0]
    assert found.disclosure_share[one] == 800 / 12000
    # (800 + 400) / 12,000 is exactly 10 %, and the rule is ≥.
    assert found.group_share[[one, other]].tolist() == [0.1, 0.1]
    assert found.group_level[[one, other]].tolist() == [1, 1]
    (finding,) = [f for f in found.findings if f.code == "C-GROUP"]
    assert finding.values["group"] == "Konzern T"
    assert finding.values["names"] == "Technologie, Branchenführer"


def test_both_views_stand_beside_each_other():
    found = konzern_t()
    assert found.concentration.hhi == pytest.approx(0.1960069444)
    assert found.concentration.n == 11
    assert found.group_concentration.hhi == pytest.approx(0.2004513889)
    assert found.group_concentration.n == 10


def test_a_group_is_netted_before_anything_is_cut_off():
    given_ = accounts("a b c", parent=("K", "K", ""))
    found = judged(given_, 500, -200, 300)
    np.testing.assert_array_equal(found.group_net, [300, np.nan, 300])
    np.testing.assert_array_equal(found.group_part, [0.5, np.nan, 0.5])
    # Alone 500 of 800 positive; the group 300 of 600.
    np.testing.assert_allclose(structural_shares(found.amount), [500 / 800, 0, 300 / 800])


def test_a_group_below_zero_has_no_structural_share_and_a_negative_one_to_disclose():
    given_ = accounts("a b c", parent=("K", "K", ""))
    found = judged(given_, 100, -200, 300)
    np.testing.assert_array_equal(found.group_part, [0, np.nan, 1])
    np.testing.assert_allclose(found.group_share, [-100 / 200, -100 / 200, np.nan])


def test_a_company_of_ones_own_adds_nothing_to_its_group():
    given_ = accounts("a b", parent=("K", "K"), external=("yes", "no"))
    found = judged(given_, 100, 900)
    np.testing.assert_array_equal(found.group_net, [100, np.nan])
    np.testing.assert_array_equal(found.group_share, [np.nan, 1])


def test_without_a_positive_total_groups_have_no_share():
    found = judged(accounts("a b", parent=("K", "K")), -5, 2)
    assert np.isnan(found.group_share).all()
    assert found.group_part.tolist()[0] == 0
