from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kamxl.limits import DEFAULT
from tests.hosts.tables.binary import binary_workbook

PROBE = """
import resource
from kamxl.hosts.tables.child import confine
from kamxl.limits import Limits
confine(Limits(memory=500))
print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""


def test_an_order_on_its_input_is_answered_on_its_output() -> None:
    limits = {"cells": DEFAULT.cells}
    order = json.dumps({"file": "b.xlsb", "kind": "xlsb", "sheet": None, "limits": limits})
    content = binary_workbook("Kunden", [["ID"]])
    answer = subprocess.run(
        [sys.executable, "-m", "kamxl.hosts.tables.child"],
        input=order.encode() + b"\n" + content,
        capture_output=True,
        check=True,
    ).stdout
    assert json.loads(answer)["rows"] == [["ID"]]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_memory_is_taken_away() -> None:
    probe = [sys.executable, "-c", PROBE]
    said = subprocess.run(probe, capture_output=True, check=True, text=True).stdout
    assert int(said) == 500 * 2**20
