"""What every host's port keeps to. A host's test subclasses this and says how to open a file."""

from __future__ import annotations

import pytest

from kamxl.cells import CellError, CellValue
from kamxl.errors import UsageError
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.build import built
from kamxl.workbook.port import Entry, Port
from kamxl.workbook.spec import Area, Book, Column, Content, Formula, Sheet, Table
from kamxl.workbook.styles import style


def file(cells: dict[str, list[list[Content]]], state: bytes | None = b"before") -> bytes:
    """Return a workbook's file with a table on each sheet that begins with `Id`."""
    sheets = []
    for name, rows in cells.items():
        sheet = Sheet(name.casefold(), name, "#1F5A7A")
        if rows and rows[0][0] == "Id":
            column = Column("id", "Id", [str(row[0]) for row in rows[1:]], "input.id", 10)
            sheet.tables.append(Table("things", 0, 0, [column], len(rows) - 1))
        else:
            for row, values in enumerate(rows):
                for place, value in enumerate(values):
                    sheet.put(row, place, value, "input")
        sheets.append(sheet)
    names = {"kam_first": f"{next(iter(cells))}!$A$1"}
    return built(Book(sheets, names, "en", {"kamxl_version": "1"}, "t", state=state))


class PortContract:
    """`open` returns a port on a workbook that lies open."""

    name = "book.xlsx"

    def open(self, content: bytes, name: str) -> Port:
        raise NotImplementedError

    def port(self, **cells: list[list[Content]]) -> Port:
        return self.open(file(cells), self.name)

    def read(self, port: Port, sheet: str) -> list[list[CellValue]]:
        return [list(row) for row in BookFile(port.copy(), port.name).read(sheet)]

    def test_a_port_knows_the_file_and_its_sheets_in_order(self) -> None:
        port = self.port(Ratings=[[1.0]], Accounts=[[2.0]])
        assert port.name == self.name
        assert port.sheets() == ("Ratings", "Accounts")
        assert not port.from_1904

    @pytest.mark.parametrize(
        "entry",
        [
            1.5, 0.0, "Müller & Söhne", "A", "00001", "=1+1", "+49 30 1234", "-", "@home", "1/2",
            "3.5", "TRUE", "wahr", "'quoted", " blank at the front", "line\nbreak", "1e5", "10%",
            "2026-01-31", "12:30",
        ],
    )  # fmt: skip
    def test_what_is_entered_is_what_a_copy_holds(self, entry: Entry) -> None:
        port = self.port(S=[["header"]])
        port.enter("S", 1, 0, [[entry]])
        read = self.read(port, "S")[1][0]
        assert read == entry
        assert type(read) is type(entry)

    def test_truth_values_and_errors_arrive(self) -> None:
        port = self.port(S=[["header"]])
        port.enter("S", 1, 0, [[True, False, CellError.NA, CellError.DIV0]])
        assert self.read(port, "S")[1] == [True, False, CellError.NA, CellError.DIV0]

    def test_a_formula_is_entered_as_files_write_it(self) -> None:
        port = self.port(S=[["a", "b"]], T=[[1.0]])
        formula = '=IF(SUM(T!A1,1,2)>3,"a;b,c",S!$A$1)'
        port.enter("S", 1, 0, [[Formula(formula, None), "x"]])
        port.calculate()
        texts = BookFile(port.copy(), port.name).texts("S")
        assert texts[1, 0].replace("'", "").replace("$S!", "S!") in (
            formula, formula.replace("S!$A$1", "$A$1"),
        )  # fmt: skip

    def test_a_rectangle_lands_where_it_is_put_and_the_rest_stays(self) -> None:
        port = self.port(S=[["a", "b", "c"], ["d", "e", "f"]], T=[["t"]])
        port.enter("S", 1, 1, [[1.0, 2.0], [3.0, 4.0]])
        assert self.read(port, "S") == [["a", "b", "c"], ["d", 1.0, 2.0], [None, 3.0, 4.0]]
        assert self.read(port, "T") == [["t"]]

    def test_none_makes_a_cell_blank(self) -> None:
        port = self.port(S=[["a", "b"], ["c", "d"]])
        port.enter("S", 0, 1, [[None], [None]])
        assert [row[0] for row in self.read(port, "S")] == ["a", "c"]
        assert all(len(row) == 1 or row[1] is None for row in self.read(port, "S"))

    def test_a_sheet_that_is_not_there_is_named_with_those_that_are(self) -> None:
        port = self.port(Accounts=[["a"]])
        with pytest.raises(UsageError, match=r"'Account'.*Accounts"):
            port.enter("Account", 0, 0, [["x"]])

    def test_a_table_grows_and_comes_into_being(self) -> None:
        port = self.port(S=[["Id"], ["a"]], T=[["Step", "Day"], ["x", "y"]])
        port.extend("S", "things", Area(0, 0, 3, 0))
        port.extend("T", "steps", Area(0, 0, 1, 1))
        file = BookFile(port.copy(), port.name)
        assert file.tables("S") == {"things": Area(0, 0, 3, 0)}
        assert file.tables("T") == {"steps": Area(0, 0, 1, 1)}

    def test_a_name_leads_elsewhere_and_back(self) -> None:
        port = self.port(S=[["a"], ["b"]])
        assert bare(port.define("kam_first", "S!$A$2")) == "S!$A$1"
        assert port.define("kam_second", "S!$A$1") == ""
        names = BookFile(port.copy(), port.name).names()
        assert bare(names["kam_first"]) == "S!$A$2"
        assert bare(names["kam_second"]) == "S!$A$1"
        assert bare(port.define("kam_second", "")) == "S!$A$1"
        assert "kam_second" not in BookFile(port.copy(), port.name).names()

    def test_what_a_workbook_remembers_is_replaced(self) -> None:
        port = self.port(S=[["a"]])
        assert BookFile(port.copy(), port.name).state() == b"before"
        port.remember(b"\x00\xff after" * 1000)
        assert BookFile(port.copy(), port.name).state() == b"\x00\xff after" * 1000
        port.remember(b"again")
        assert BookFile(port.copy(), port.name).state() == b"again"

    def test_a_workbook_that_remembers_nothing_can_learn(self) -> None:
        port = self.open(file({"S": [["a"]]}, state=None), self.name)
        assert BookFile(port.copy(), port.name).state() is None
        port.remember(b"first")
        assert BookFile(port.copy(), port.name).state() == b"first"
        port.remember(None)
        assert BookFile(port.copy(), port.name).state() is None

    def test_properties_are_told_when_they_change(self) -> None:
        port = self.port(S=[["a"]])
        port.describe({"kamxl_version": "2", "kamxl_more": "x"})
        old = port.describe({"kamxl_version": "3", "kamxl_more": ""})
        assert old == {"kamxl_version": "2", "kamxl_more": "x"}
        assert port.describe({"kamxl_more": "", "kamxl_version": "3"}) == {
            "kamxl_more": "", "kamxl_version": "3",
        }  # fmt: skip

    def test_a_sheet_comes_from_a_file_and_goes(self) -> None:
        port = self.port(S=[["a"]], T=[["t"]])
        port.bring(file({"New": [["brought", 7.0]]}), "New", "S")
        assert port.sheets() == ("S", "New", "T")
        assert self.read(port, "New") == [["brought", 7.0]]
        port.bring(file({"Last": [["z"]]}), "Last", "")
        assert port.sheets() == ("S", "New", "T", "Last")
        port.remove("New")
        assert port.sheets() == ("S", "T", "Last")

    def test_sheets_move_and_their_tabs_have_colours(self) -> None:
        port = self.port(A=[["a"]], B=[["b"]], C=[["c"]])
        port.move("A", 2)
        assert port.sheets() == ("B", "C", "A")
        port.move("A", 1)
        assert port.sheets() == ("B", "A", "C")
        first = port.colour("A", "#9CA3AF")
        assert port.colour("A", first) == "#9CA3AF"
        assert port.colour("A", None) == first

    def test_looks_come_and_go(self) -> None:
        port = self.port(S=[["a"]])
        port.dress("S", Area(4, 4, 5, 6), style("input.money", "en"))
        port.dress("S", Area(4, 4, 5, 6), {})
        assert self.read(port, "S") == [["a"]]

    def test_a_cell_leads_somewhere_and_nowhere_again(self) -> None:
        port = self.port(S=[["to T"]], T=[["t"]])
        port.link("S", 0, 0, "T!A1")
        assert self.read(port, "S") == [["to T"]]
        port.link("S", 0, 0, "")
        assert self.read(port, "S") == [["to T"]]

    def test_a_selected_cell_is_the_active_one(self) -> None:
        port = self.port(S=[["a"]], T=[["t", "u"]])
        port.select("T", 0, 1)
        assert port.active() == ("T", 0, 1)

    def test_what_was_held_back_is_given_back(self) -> None:
        port = self.port(S=[["a"]])
        with port.paused():
            port.progress("busy")
            port.enter("S", 0, 0, [["b"]])
        port.progress("")
        assert self.read(port, "S") == [["b"]]


def bare(reference: str) -> str:
    """Return a reference without the marks that programs put around the names of sheets."""
    return reference.replace("'", "").removeprefix("$")
