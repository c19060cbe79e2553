"""What a call of a cell function costs: bare kernel, gate, gate again, xlwings' `call_udf`.

    .venv/bin/python -m pytest bench/test_functions.py --benchmark-enable

COM itself is a stub (tests/hosts/excel/com.py): what Excel adds to a call is not in these figures.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from kamxl.domain.scoring import assessable, weighted_scores
from kamxl.functions.calling import call
from tests.hosts.excel.com import MISSING, ComRange, windows

WEIGHTS = [15.0, 12, 15, 10, 10, 5, 10, 5, 10, 8]
ROWS, CELLS = 10_000, 20_000
HOSTS = ("kernel", "gate", "again", "xlwings")
Call = Callable[[list[list[float]]], Any]


def ratings(count: int, seed: int) -> list[list[float]]:
    made: list[list[float]] = np.random.default_rng(seed).uniform(1, 10, (count, 10)).tolist()
    return made


@pytest.fixture(scope="module")
def udfs() -> Iterator[Any]:
    with windows() as real:
        yield real


@pytest.fixture
def evaluate(request: pytest.FixtureRequest, udfs: Any) -> Call:
    weights = np.array(WEIGHTS)

    def kernel(rows: list[list[float]]) -> Any:
        scores = weighted_scores(np.array(rows), weights, 1, 10)
        return np.where(assessable(scores, 0.7), scores.score, np.nan).tolist()

    def gate(rows: list[list[float]]) -> Any:
        return call("KAM_SCORE", rows, WEIGHTS)

    def xlwings(rows: list[list[float]]) -> Any:
        given = (ComRange(rows), ComRange([WEIGHTS]), MISSING, MISSING, MISSING)
        return udfs.call_udf("kam_functions", "KAM_SCORE", given, None, None)

    hosts: dict[str, Call] = {"kernel": kernel, "gate": gate, "again": gate, "xlwings": xlwings}
    return hosts[request.param]


@pytest.mark.parametrize(
    ("evaluate", "host"), [(host, host) for host in HOSTS], indirect=["evaluate"]
)
def test_ten_thousand_rows_in_one_call(benchmark, evaluate: Call, host: str) -> None:
    benchmark.group = f"KAM_SCORE of {ROWS} accounts in one call"
    seeds = itertools.repeat(0) if host == "again" else itertools.count(1)
    benchmark.pedantic(
        evaluate, setup=lambda: ((ratings(ROWS, next(seeds)),), {}), rounds=5, warmup_rounds=1
    )


@pytest.mark.parametrize(
    ("evaluate", "host"), [(host, host) for host in HOSTS], indirect=["evaluate"]
)
def test_twenty_thousand_cells_of_one_account_each(benchmark, evaluate: Call, host: str) -> None:
    benchmark.group = f"KAM_SCORE in {CELLS} cells, an account each"
    seeds = itertools.repeat(0) if host == "again" else itertools.count(1)

    def fill(rows: list[list[float]]) -> None:
        for row in rows:
            evaluate([row])

    rounds = 2 if host == "again" else 1
    benchmark.pedantic(
        fill, setup=lambda: ((ratings(CELLS if host != "again" else 4_000, next(seeds)),), {}),
        rounds=rounds, warmup_rounds=int(host == "again"),
    )  # fmt: skip
