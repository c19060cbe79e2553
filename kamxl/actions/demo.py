"""The main job on the shipped example: twelve accounts and their invoices of three years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

from kamxl.actions.joining import JoinResult, join
from kamxl.domain.policy import Policy
from kamxl.intake.raw import RawTable
from kamxl.text import Language

FILES = ("accounts.csv", "invoices.csv")
FOLDER = "kamxl-demo"
# The day after the last period of the example, so that it never grows old.
TODAY = dt.date(2026, 1, 1)
# What the stress test needs beside the accounts: fixed costs of the year, and cash, in EUR.
FIXED_COSTS, CASH = 2_200_000.0, 600_000.0


def demo(
    read: Callable[[Path], RawTable], language: Language, load_profile: Callable[[str], Policy]
) -> JoinResult:
    """Return the inputs of the example's workbook; `read` returns the table of a file."""
    with resources.as_file(resources.files("kamxl.actions") / "example") as folder:
        tables = [read(folder / file) for file in FILES]
    joined = join(
        tables,
        language=language,
        profile=None,
        mapping=None,
        locale="de",
        today=TODAY,
        load_profile=load_profile,
    )
    policy = replace(joined.inputs.policy, fixed_costs=FIXED_COSTS, cash=CASH)
    return replace(joined, inputs=replace(joined.inputs, policy=policy))
