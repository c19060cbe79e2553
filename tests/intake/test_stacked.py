from __future__ import annotations

from kamxl.intake.raw import RawTable
from kamxl.intake.stacked import stacked


def raw(*rows: list[object], merged: tuple[tuple[int, int, int, int], ...] = ()) -> RawTable:
    return RawTable("crm.xlsx", "Kunden", list(rows), merged=merged)  # type: ignore[arg-type]


def test_a_row_of_headers_alone_is_one_row() -> None:
    assert stacked(raw(["Nr", "Umsatz"], ["1", 5]), 0) == (1, {})


def test_merged_headers_are_joined_with_those_below() -> None:
    table = raw(
        ["Kunde", None, "Umsatz", None],
        ["Nr", "Name", 2024, 2025],
        ["1", "Alpha", 5, 6],
        merged=((0, 0, 0, 1), (0, 2, 0, 3)),
    )
    assert stacked(table, 0) == (
        2,
        {0: ["Kunde", "Nr"], 1: ["Kunde", "Name"], 2: ["Umsatz", "2024"], 3: ["Umsatz", "2025"]},
    )


def test_a_header_that_is_merged_downwards_stands_once() -> None:
    table = raw(["Nr", "Umsatz", None], [None, 2024, 2025], merged=((0, 0, 1, 0), (0, 1, 0, 2)))
    assert stacked(table, 0)[1][0] == ["Nr"]


def test_years_below_a_header_over_blanks_are_its_years() -> None:
    table = raw(["Nr", "Umsatz", None, "DB"], [None, "2024", "2025", None], ["1", 5, 6, 7])
    assert stacked(table, 0) == (
        2,
        {0: ["Nr"], 1: ["Umsatz", "2024"], 2: ["Umsatz", "2025"], 3: ["DB"]},
    )


def test_numbers_below_a_header_are_data_and_no_headers() -> None:
    assert stacked(raw(["Umsatz", None], [1000, 3000]), 0) == (1, {})


def test_an_area_over_the_whole_sheet_takes_no_time() -> None:
    table = raw(["Nr", "Umsatz"], ["1", 5], merged=((0, 0, 1_048_575, 16_383),))
    depth, texts = stacked(table, 0)
    assert (depth, texts[0]) == (2, ["Nr"])
