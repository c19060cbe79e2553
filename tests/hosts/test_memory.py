from __future__ import annotations

from kamxl.hosts.memory import MemoryBook
from tests.hosts.contract import PortContract, Typed


class TestMemoryBook(PortContract):
    def open(self, cells: Typed) -> MemoryBook:
        return MemoryBook(cells, self.name)


def test_the_book_keeps_its_own_copy_of_the_cells() -> None:
    rows = [["a"], ["b", "c"]]
    book = MemoryBook({"S": rows})
    book.write("S", 0, 0, [["x"]])
    assert rows == [["a"], ["b", "c"]]
    assert book.cells["S"] == [["x", None], ["b", "c"]]


def test_what_was_read_does_not_change_with_the_book() -> None:
    book = MemoryBook({"S": [["a"]]})
    read = book.read("S")
    book.write("S", 0, 0, [["x"]])
    assert [list(row) for row in read] == [["a"]]
