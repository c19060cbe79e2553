"""What every host of the functions keeps to; the calls are in `tests.functions.cases`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest

from kamxl.cells import CellError, CellValue
from tests.functions.cases import CASES, Argument, Case

Rows = Sequence[Sequence[CellValue]]


class FunctionContract:
    """`evaluate` returns the rows of cells that a call shows; errors are CellError.

    `gaps` are cases in which the host cannot agree, by id, with the reason: each must fail, so that
    none outlives its reason. Cases that a host cannot even put are left out by `takes`.
    """

    gaps: Mapping[str, str] = {}

    def evaluate(self, function: str, arguments: Sequence[Argument]) -> Rows:
        raise NotImplementedError

    def takes(self, case: Case) -> bool:
        """Whether the host can put such a call at all."""
        return True

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Put the calls that the host takes, and no others."""
        if "case" in metafunc.fixturenames:
            calls = [case for case in CASES if self.takes(case)]
            assert len(calls) > len(CASES) // 2
            metafunc.parametrize("case", calls, ids=[case.id for case in calls])

    def test_a_call_shows_on_this_host_what_it_shows_on_all(self, case: Case) -> None:
        found = self.evaluate(case.function, case.arguments)
        if case.id in self.gaps:
            assert not same(found, case.rows), f"agrees now: {self.gaps[case.id]}"
        else:
            assert same(found, case.rows), f"{found} is not {case.rows}"


def same(found: Rows, expected: Rows) -> bool:
    """Return whether cells are the same: numbers to 12 digits, a blank is an empty text."""
    if [len(row) for row in found] != [len(row) for row in expected]:
        return False
    return all(
        _same(one, other)
        for row, rows in zip(found, expected, strict=True)
        for one, other in zip(row, rows, strict=True)
    )


def _same(found: CellValue, expected: CellValue) -> bool:
    if isinstance(expected, CellError) or isinstance(found, CellError):
        return found is expected
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        if isinstance(expected, bool) is not isinstance(found, bool):
            return False
        return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
    return (found or "") == (expected or "")
