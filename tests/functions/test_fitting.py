from __future__ import annotations

import pytest

from kamxl.cells import CellError
from kamxl.domain.policy import Policy
from kamxl.domain.suggestions import ideal_match
from kamxl.functions.calling import call, explain
from tests.domain.test_suggestions import accounts


def test_the_matched_weight_is_divided_by_the_weight_of_what_is_known() -> None:
    account, ideal = ["hotel", "", "50", "?"], ["Hotel , Spa", "North", "60", "x"]
    # Region and use are unknown, the size does not fit.
    assert call("KAM_ICP_MATCH", account, ideal, [50, 30, 20, 10]) == pytest.approx(50 / (50 + 20))
    assert call("KAM_ICP_MATCH", account, ideal) == 1 / 2


def test_an_attribute_for_which_any_would_do_does_not_count() -> None:
    assert call("KAM_ICP_MATCH", ["Hotel", "South"], ["Hotel", None]) == 1


def test_the_function_says_what_the_workbook_suggests() -> None:
    policy = Policy((), icp_segment="Hotel", icp_segment_weight=60, icp_region="North",
                    icp_region_weight=40)  # fmt: skip
    given = accounts(1, segment=("Hotel",), region=("South",))
    shown = call("KAM_ICP_MATCH", ["Hotel", "South"], ["Hotel", "North"], [60, 40])
    assert shown == ideal_match(given, policy)[0] == 60 / 100


def test_what_cannot_be_matched_says_why() -> None:
    assert call("KAM_ICP_MATCH", [None, "?"], ["Hotel", "North"]) is CellError.NA
    assert "nothing that the ideal asks for" in explain("KAM_ICP_MATCH", [None], ["Hotel"]).en
    assert call("KAM_ICP_MATCH", ["Hotel"], ["Hotel", "North"]) is CellError.VALUE
    assert call("KAM_ICP_MATCH", ["Hotel"], ["Hotel"], [-1]) is CellError.NUM
    assert call("KAM_ICP_MATCH", ["Hotel"], ["Hotel"], [0]) is CellError.DIV0
    assert call("KAM_ICP_MATCH", ["#REF!"], ["Hotel"]) is CellError.REF
