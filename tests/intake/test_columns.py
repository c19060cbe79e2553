from __future__ import annotations

import time

from kamxl.intake.columns import Columns
from kamxl.intake.headers import recognise
from kamxl.intake.notes import LISTED, Notes
from kamxl.intake.raw import RawTable
from tests.intake.drawn import table


def columns(raw: RawTable, notes: Notes | None = None) -> Columns:
    return Columns(raw, recognise(raw, ()).mapping, None, notes or Notes())


def test_places_are_those_of_the_file_though_rows_are_skipped() -> None:
    read = columns(table("| ID | Umsatz |\n|  |  |\n| a | 5 |"))
    assert read.rows == [2]
    assert read.place(0, "revenue") == "crm.xlsx!Kunden!B3"
    assert read.who(0) == "a"


def test_a_number_no_firm_can_have_is_not_one() -> None:
    notes = Notes()
    read = columns(table("| ID | Umsatz |\n| a | big |\n| b | 5 |", big=1e300), notes)
    assert read.numbers("revenue") == [None, 5]
    assert [finding.code for finding in notes.findings()] == ["A-NUMBER"]


def test_many_flaws_of_one_kind_are_counted_not_listed() -> None:
    notes = Notes()
    flawed, fine = ("\n| a | x |" * 30, "\n| b | 5 |" * 40)
    columns(table("| ID | Umsatz |" + flawed + fine), notes).numbers("revenue")
    assert [f.code for f in notes.findings()] == ["A-NUMBER"] * LISTED + ["I-MORE"]


def test_a_hundred_thousand_cells_are_read_in_seconds() -> None:
    rows = [["ID", "Umsatz"], *([f"{n:06}", f"{n:,}.50".replace(",", "'")] for n in range(100_000))]
    begin = time.perf_counter()
    values = columns(RawTable("a.csv", "a", rows)).numbers("revenue")
    assert values[99_999] == 99_999.5
    assert time.perf_counter() - begin < 10
