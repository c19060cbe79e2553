"""What every host's port keeps to. A host's test subclasses this and says how to open a book."""

from __future__ import annotations

import datetime as dt

import pytest

from kamxl.cells import CellError, CellValue, Grid
from kamxl.errors import UsageError
from kamxl.workbook.port import Port

Typed = dict[str, list[list[CellValue]]]


class PortContract:
    """`open` returns a port on a workbook that people have filled with `cells`."""

    name = "book.xlsx"

    def open(self, cells: Typed) -> Port:
        raise NotImplementedError

    @staticmethod
    def rows(grid: Grid) -> list[list[CellValue]]:
        return [list(row) for row in grid]

    def test_a_port_knows_the_file_and_its_sheets_in_order(self) -> None:
        port = self.open({"Ratings": [[1.0]], "Accounts": [[2.0]]})
        assert port.name == self.name
        assert port.sheets() == ("Ratings", "Accounts")

    def test_cells_are_read_from_a1_on_even_where_the_corner_is_blank(self) -> None:
        port = self.open({"S": [[None, None], [None, 7.0]]})
        assert self.rows(port.read("S")) == [[None, None], [None, 7.0]]

    def test_an_empty_sheet_has_no_rows(self) -> None:
        assert self.rows(self.open({"S": []}).read("S")) == []

    def test_blank_rows_and_columns_at_the_end_are_not_read(self) -> None:
        port = self.open({"S": [["a", None, ""], [None, None, None]]})
        assert self.rows(port.read("S")) == [["a"]]

    @pytest.mark.parametrize(
        "value",
        [
            1.5,
            0.0,
            True,
            False,
            "Müller & Söhne",
            "A",
            "00001",
            "=1+1",
            "+49 30 1234",
            "-",
            "@home",
            "1/2",
            "3.5",
            "TRUE",
            "wahr",
            "'quoted",
            " blank at the front",
            "line\nbreak",
            dt.date(2026, 3, 31),
            dt.datetime(2026, 3, 31, 12, 30),
            CellError.NA,
            CellError.DIV0,
        ],
    )
    def test_what_is_written_is_what_is_read(self, value: CellValue) -> None:
        port = self.open({"S": [["header"]]})
        port.write("S", 1, 0, [[value]])
        read = port.read("S")[1][0]
        assert read == value
        assert type(read) is type(value)

    def test_a_rectangle_lands_where_it_is_put_and_the_rest_stays(self) -> None:
        port = self.open({"S": [["a", "b", "c"], ["d", "e", "f"]], "T": [["t"]]})
        port.write("S", 1, 1, [[1.0, 2.0], [3.0, 4.0]])
        assert self.rows(port.read("S")) == [
            ["a", "b", "c"],
            ["d", 1.0, 2.0],
            [None, 3.0, 4.0],
        ]
        assert self.rows(port.read("T")) == [["t"]]

    def test_none_makes_a_cell_blank(self) -> None:
        port = self.open({"S": [["a", "b"], ["c", "d"]]})
        port.write("S", 0, 1, [[None], [None]])
        assert self.rows(port.read("S")) == [["a"], ["c"]]

    def test_writing_nothing_changes_nothing(self) -> None:
        port = self.open({"S": [["a"]]})
        port.write("S", 5, 5, [])
        assert self.rows(port.read("S")) == [["a"]]

    def test_a_sheet_that_is_not_there_is_named_with_those_that_are(self) -> None:
        port = self.open({"Accounts": [["a"]]})
        with pytest.raises(UsageError, match=r"'Account'.*Accounts"):
            port.read("Account")
        with pytest.raises(UsageError, match=r"'Account'.*Accounts"):
            port.write("Account", 0, 0, [["x"]])
