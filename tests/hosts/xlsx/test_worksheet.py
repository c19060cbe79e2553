from __future__ import annotations

from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from kamxl.hosts.xlsx.build import built
from kamxl.workbook.spec import Book, Sheet


@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_numbers_come_back_with_all_their_digits(
    tmp_path_factory: object, numbers: list[float]
) -> None:
    sheet = Sheet("s", "S", "#000000")
    for row, number in enumerate([1 / 6, 0.1 + 0.2, 1e15, *numbers]):
        sheet.put(row, 0, number)
    path = Path(tmp_path_factory.mktemp("digits")) / "b.xlsx"  # type: ignore[attr-defined]
    path.write_bytes(built(Book([sheet], {}, "en", {}, "t")))
    rows = openpyxl.load_workbook(path)["S"].iter_rows(values_only=True)
    assert [float(row[0]) for row in rows] == [1 / 6, 0.1 + 0.2, 1e15, *numbers]  # type: ignore[arg-type]
