from __future__ import annotations

from kamxl.limits import DEFAULT


def test_a_part_fits_into_the_whole() -> None:
    assert DEFAULT.file < DEFAULT.part < DEFAULT.unpacked


def test_a_workbook_of_a_thousand_strategy_sheets_has_few_enough_parts() -> None:
    # A sheet, its relations, a drawing, its relations, a chart; and some hundred parts beside.
    assert DEFAULT.entries > 1_000 * 5 + 500
