from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamxl.cells import CellError
from kamxl.errors import InputError
from kamxl.hosts.tables import read_table
from kamxl.hosts.tables.foreign import read_foreign
from kamxl.limits import Limits
from tests.hosts.tables.binary import binary_workbook
from tests.hosts.tables.packing import workbook
from tests.office.client import Office

ROWS = [
    ["ID", "Firma", "Umsatz", "Seit", "Marge"],
    ["00012", "Müller & Söhne", 1234.5, dt.date(2025, 3, 1), "=NA()"],
    ["7", "Ö", -5, dt.date(2023, 3, 15), "=1/0"],
]
BINARY = binary_workbook("Kunden", [["ID", "Marge"], ["007", CellError.NA], [None, CellError.DIV0]])


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_what_a_program_saves_in_another_format_reads_alike(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    book = tmp_path / "crm.xlsx"
    book.write_bytes(workbook({"Leer": [], "Alt": [["x"]], "Kunden": ROWS}, hidden=["Alt"]))
    saved = office.resave(book, tmp_path / f"crm{suffix}")
    table = read_table(saved)
    assert (table.file, table.sheet) == (f"crm{suffix}", "Kunden")
    assert set(table.sheets) == {"Alt", "Kunden", "Leer"}
    assert [list(row) for row in table.rows] == [
        ROWS[0],
        ["00012", "Müller & Söhne", 1234.5, dt.date(2025, 3, 1), CellError.NA],
        ["7", "Ö", -5, dt.date(2023, 3, 15), CellError.DIV0],
    ]
    assert read_table(saved, "alt").sheet == "Alt"
    with pytest.raises(InputError, match=r"there is no sheet “Neu”; there are: Leer, Alt, Kunden"):
        read_table(saved, "Neu")


def test_a_binary_workbook_is_read_with_its_error_cells(tmp_path: Path) -> None:
    path = tmp_path / "crm.xlsb"
    path.write_bytes(BINARY)
    table = read_table(path)
    assert [list(row) for row in table.rows] == [
        ["ID", "Marge"], ["007", CellError.NA], [None, CellError.DIV0],
    ]  # fmt: skip


def test_a_workbook_is_what_it_is_inside_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "crm.xls"
    path.write_bytes(workbook({"Kunden": [["ID"], ["007"]]}))
    assert read_table(path).rows[1] == ["007"]


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", bytes(600), BINARY[:-200], b"\xd0\xcf\x11"]
)
def test_what_is_damaged_is_one_sentence(kind: str, content: bytes) -> None:
    with pytest.raises(InputError, match=r"crm: .*damaged"):
        read_foreign(content, "crm", kind, None)


def test_cells_that_span_too_much_are_refused() -> None:
    with pytest.raises(InputError, match=r"crm.xlsb!Kunden: the cells span more than 5"):
        read_foreign(BINARY, "crm.xlsb", "xlsb", None, Limits(cells=5))


def test_an_empty_workbook_says_so() -> None:
    with pytest.raises(InputError, match="every sheet is empty"):
        read_foreign(binary_workbook("Leer", [[None]]), "crm.xlsb", "xlsb", None)
