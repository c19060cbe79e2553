"""Formulas against kernels: made-up inputs are typed over others in LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kamxl.hosts.xlsx.build import build
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.office.client import Office
from tests.parity import made
from tests.parity.comparing import differences
from tests.parity.editing import retyped

# A failure is told with its cells; shrinking through LibreOffice would take an hour.
HEAVY = {
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
    "deadline": None,
}


def typed_over(office: Office, folder: Path, given: Sequence[Inputs]) -> list[str]:
    """Render the first inputs, type each of the others over them, return what differs."""
    first, *others = [render(inputs) for inputs in given]
    path = folder / "book.xlsx"
    build(first, path)
    after = office.recalculate_steps(
        path, [[], *(retyped(first, other) for other in others)], formulas=False
    )
    return [
        f"round {place}: {line}"
        for place, (book, sheets) in enumerate(zip([first, *others], after, strict=True))
        for line in differences(book, sheets)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parity")


@pytest.mark.slow
@settings(max_examples=30, **HEAVY)
@given(made.series(most=12, rounds=5))
def test_small_portfolios_typed_over_others_compute_what_the_kernels_do(
    office: Office, folder: Path, given: made.Series
) -> None:
    assert typed_over(office, folder, given.inputs) == []


@pytest.mark.slow
@settings(max_examples=5, **HEAVY)
@given(made.series(least=100, most=300, rounds=2))
def test_large_portfolios_typed_over_others_compute_what_the_kernels_do(
    office: Office, folder: Path, given: made.Series
) -> None:
    assert typed_over(office, folder, given.inputs) == []
