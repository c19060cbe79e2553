from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.errors import InputError
from kamxl.hosts.tables import read_table
from kamxl.limits import Limits
from tests.hosts.tables.packing import workbook


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path, sheet: str | None = None) -> str:
    with pytest.raises(InputError) as error:
        read_table(path, sheet)
    assert error.value.place
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_text_file_is_a_table_named_after_it(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "crm.CSV", b"ID;Firma\n00001;A\n"))
    assert (table.file, table.sheet) == ("crm.CSV", "crm")
    assert table.cell(1, 0) == "00001"


def test_a_workbook_is_the_table_of_a_sheet(tmp_path: Path) -> None:
    path = written(tmp_path, "crm.xlsx", workbook({"A": [["ID"]], "B": [["x"]]}))
    assert read_table(path).sheet == "A"
    assert read_table(path, "B").sheet == "B"


def test_what_is_not_there_or_no_table_is_said(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "missing.csv")
    assert "folder" in refused(tmp_path)
    assert "only .csv and .xlsx" in refused(written(tmp_path, "crm.pdf", b"%PDF"))
    assert "empty" in refused(written(tmp_path, "crm.csv", b""))


def test_a_file_is_what_its_first_bytes_say(tmp_path: Path) -> None:
    book = workbook({"A": [["ID"]]})
    assert "name .xlsx" in refused(written(tmp_path, "book.csv", book))
    assert "not a workbook" in refused(written(tmp_path, "text.xlsx", b"ID;Firma\n"))
    assert "a web page" in refused(written(tmp_path, "page.xlsx", b" <html><table/></html>"))


def test_an_encrypted_workbook_says_what_to_do(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    encrypted = ole + "EncryptedPackage".encode("utf-16-le")
    assert "remove the password" in refused(written(tmp_path, "secret.xlsx", encrypted))
    assert "name .xls" in refused(written(tmp_path, "old.csv", ole))


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, "crm.csv", b"a;b\n" * 2**19)
    with pytest.raises(InputError, match="larger than 1 MB") as error:
        read_table(path, limits=Limits(file=1))
    assert error.value.place == "crm.csv"


def test_text_and_parquet_have_no_sheets(tmp_path: Path) -> None:
    assert "leave out --sheet" in refused(written(tmp_path, "crm.csv", b"a;b\n"), "A")
    assert "leave out --sheet" in refused(written(tmp_path, "crm.parquet", b"PAR1"), "A")
