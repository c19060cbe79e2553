"""What the button New proposes; what it does is seen in `tests/buttons` and `tests/office`."""

from __future__ import annotations

from pathlib import Path

from kamxl.actions.beginning import ENDINGS, LISTS, _suggested
from kamxl.hosts.tables import reading


def test_every_list_that_kamxl_reads_can_be_chosen() -> None:
    assert set(LISTS) == {*reading.CSV_SUFFIXES, *reading.BOOK_SUFFIXES, reading.PARQUET}
    assert set(ENDINGS) <= set(LISTS)


def test_a_free_name_beside_the_list_is_proposed(tmp_path: Path) -> None:
    assert _suggested("", "book.xlsx") == "book.xlsx"
    source = str(tmp_path / "crm.csv")
    assert _suggested(source, "book.xlsx") == str(tmp_path / "book.xlsx")
    (tmp_path / "book.xlsx").touch()
    (tmp_path / "book2.xlsx").touch()
    assert _suggested(source, "book.xlsx") == str(tmp_path / "book3.xlsx")
