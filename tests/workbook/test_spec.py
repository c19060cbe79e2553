from __future__ import annotations

import pytest

from kamxl.workbook.spec import Area, Column, Sheet, Table


def test_a_table_tells_where_a_column_stands() -> None:
    columns = [Column(key, key.upper(), [], "calc", 9) for key in ("a", "b")]
    table = Table("accounts", 4, 2, columns, 0)
    assert table.at("b") == 2 + 1
    with pytest.raises(KeyError, match="accounts has no column 'c'"):
        table.at("c")


def test_a_sheet_collects_what_is_put_on_it() -> None:
    sheet = Sheet("start", "Start", "#000000")
    sheet.put(1, 2, "x")
    sheet.width(3, 12.5, level=1)
    assert sheet.cells[0] == (1, 2, "x", "text")
    assert sheet.widths == {3: (12.5, 1)}


def test_an_area_holds_its_ends() -> None:
    assert Area(1, 2, 3, 4)._asdict() == {"top": 1, "left": 2, "bottom": 3, "right": 4}
