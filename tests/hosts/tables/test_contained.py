from __future__ import annotations

import datetime as dt
import json

import pytest

from kamxl.cells import CellError, CellValue
from kamxl.errors import InputError
from kamxl.hosts.tables.contained import read_contained, work
from kamxl.intake.raw import RawTable
from kamxl.limits import Limits
from tests.hosts.tables.binary import binary_workbook

BINARY = binary_workbook("Kunden", [["ID"], ["007"]])


def test_a_child_process_reads_and_hands_over_what_it_read() -> None:
    table = read_contained(BINARY, "crm.xlsb", "xlsb", "Kunden")
    assert (table.file, table.sheet, table.sheets) == ("crm.xlsb", "Kunden", ("Kunden",))
    assert table.rows == [["ID"], ["007"]]


def test_what_the_child_refuses_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"^crm.xlsb: the workbook is damaged") as error:
        read_contained(BINARY[:100], "crm.xlsb", "xlsb", None)
    assert error.value.place == "crm.xlsb"


def test_a_file_that_takes_too_much_ends_the_child_alone() -> None:
    large = binary_workbook("Kunden", [[1.5] * 300] * 1000)
    for limits in (Limits(memory=1), Limits(seconds=0)):
        with pytest.raises(InputError, match="more memory or time"):
            read_contained(large, "crm.xlsb", "xlsb", None, limits)


def test_every_kind_of_cell_travels() -> None:
    cells: list[CellValue] = [
        "007", 1.5, -5, True, None, CellError.NA, dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 8),
    ]  # fmt: skip
    order = {"file": "b", "kind": "ods", "sheet": None, "limits": {"cells": 7}}

    def read(content: bytes, file: str, kind: str, sheet: str | None, limits: Limits) -> RawTable:
        assert (content, file, kind, sheet, limits.cells) == (b"x\ny", "b", "ods", None, 7)
        return RawTable(file, "S", [cells], frozenset({(0, 9)}), ("S",))

    answer = json.loads(work(json.dumps(order).encode() + b"\nx\ny", read, lambda _: None))
    assert answer["sheet"] == "S"
    assert answer["unvalued"] == [[0, 9]]
    assert answer["rows"][0][5:] == [
        {"error": "#N/A"}, {"day": "2025-03-01"}, {"time": "2025-03-01T08:00:00"},
    ]  # fmt: skip
