from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.cells import CellError
from kamxl.hosts.tables.biff import xls_errors, xlsb_errors
from tests.hosts.tables.binary import binary_workbook
from tests.hosts.tables.packing import workbook
from tests.office.client import Office


def test_error_cells_of_xlsb_are_found_by_row_and_column() -> None:
    # 200 columns and 300 rows: numbers of more than one group of seven bits.
    rows = [[None] * 200 for _ in range(300)]
    rows[299] = [*[None] * 199, CellError.VALUE]
    content = binary_workbook("Ü", rows)
    assert xlsb_errors(content, "Ü") == {(299, 199): CellError.VALUE}
    with pytest.raises(LookupError):
        xlsb_errors(content, "Kunden")


def test_error_cells_of_xls_are_found_whatever_lies_before(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    sheets = {"Vorher": [["=1/0"]], "Größe": [["ID"], [None, "=NA()", '="x"', "=1=1"]]}
    path.write_bytes(workbook(sheets))
    content = office.resave(path, tmp_path / "b.xls").read_bytes()
    assert xls_errors(content, "Größe") == {(1, 1): CellError.NA}
    assert xls_errors(content, "Vorher") == {(0, 0): CellError.DIV0}
