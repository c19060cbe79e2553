"""Tables grow downwards over free cells; whatever stands in the way is named."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching import carried
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.spec import Area
from tests.hosts.xlsx.patching import corpus


def grown(
    content: bytes, area: Area, *edits: Edit, name: str = "deals", adopted: frozenset[int] =
    frozenset(), sheet: str = "Data",
) -> bytes:  # fmt: skip
    patch = SheetPatch(sheet, edits, tables={name: area}, adopted=adopted)
    return carried(content, BookPatch([patch]), "book.xlsx")


def refusal(content: bytes, area: Area, *edits: Edit, name: str = "deals") -> str:
    with pytest.raises(InputError) as caught:
        grown(content, area, *edits, name=name)
    return str(caught.value)


def with_below(write: str, value: object = "in the way") -> bytes:
    """Return a workbook with a table at A1:B3, and something below it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        data = book.add_worksheet("Data")
        data.add_table("A1:B3", {"name": "deals", "data": [["a", 1], ["b", 2]]})
        data.add_table("D1:E9", {"name": "beside"})
        match write:
            case "cell":
                data.write("B5", value)
            case "format":
                data.write_blank("B5", None, book.add_format({"bold": True}))
            case "merge":
                data.merge_range("A5:B5", "")
            case "table":
                data.add_table("A6:B8", {"name": "below"})
            case "spill":
                data.write_dynamic_array_formula("A5:A6", "=SEQUENCE(2)", None, 1)
            case "total":
                data.add_table("H1:I4", {"name": "sums", "total_row": True})
    return stream.getvalue()


def test_a_table_grows_with_its_filter() -> None:
    after = grown(with_below(""), Area(0, 0, 6, 1))
    book = openpyxl.load_workbook(io.BytesIO(after))
    table = book["Data"].tables["deals"]
    assert (table.ref, table.autoFilter.ref) == ("A1:B7", "A1:B7")
    assert book["Data"].tables["beside"].ref == "D1:E9"
    assert grown(after, Area(0, 0, 6, 1)) is after


def test_cells_that_have_only_a_format_are_free() -> None:
    assert grown(with_below("format"), Area(0, 0, 6, 1))


@pytest.mark.parametrize(
    ("write", "why"),
    [
        ("cell", r"Data!B5: the table “deals” needs rows 4 to 6, but this cell is in use"),
        ("merge", r"Data!A5:B5: the table “deals” needs rows 4 to 6 and meets merged cells"),
        ("table", r"Data!A6:B8: .* meets the table “below”"),
        ("spill", r"Data!A5:A6: .* meets a formula that fills several cells"),
    ],
)
def test_what_stands_in_the_way_is_named(write: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        grown(with_below(write), Area(0, 0, 5, 1))


def test_what_the_change_writes_itself_is_not_in_the_way() -> None:
    after = grown(with_below("cell"), Area(0, 0, 4, 1), Edit(4, 1, 5.0, "text", ""))
    assert corpus.values(after, "Data")["B5"] == 5.0


def test_rows_that_people_typed_below_may_be_taken_in_as_they_are() -> None:
    before = with_below("cell")
    after = grown(before, Area(0, 0, 4, 1), adopted=frozenset({4}))
    assert corpus.raw(after, "Data", "B5") == corpus.raw(before, "Data", "B5")
    assert openpyxl.load_workbook(io.BytesIO(after))["Data"].tables["deals"].ref == "A1:B5"


@pytest.mark.parametrize("area", [Area(0, 0, 1, 1), Area(0, 0, 9, 2), Area(1, 0, 9, 1)])
def test_a_table_neither_shrinks_nor_moves(area: Area) -> None:
    assert "only grows downwards" in refusal(with_below(""), area)


def test_a_table_with_a_total_row_does_not_grow() -> None:
    assert "total row" in refusal(with_below("total"), Area(0, 7, 9, 8), name="sums")


def test_a_table_that_is_gone_is_named() -> None:
    assert "no table “gone”" in refusal(with_below(""), Area(0, 0, 9, 1), name="gone")


def test_two_headers_that_would_be_equal_are_refused() -> None:
    said = refusal(with_below(""), Area(0, 0, 4, 1), Edit(0, 1, "Column1", "text", ""))
    assert "Data!B1: the header of the table “deals”" in said


def test_the_validator_accepts_a_grown_table(tmp_path: Path) -> None:
    after = grown(with_below(""), Area(0, 0, 6, 1), Edit(6, 0, "z", "input", ""))
    assert corpus.faults(after, tmp_path) == set()
