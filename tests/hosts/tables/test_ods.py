from __future__ import annotations

import io
import zipfile

import pytest

from kamxl.cells import CellError
from kamxl.hosts.tables.ods import ods_errors

HEAD = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:calcext="c" xmlns:text="x">'
    '<table:table table:name="Other"><table:table-row><table:table-cell '
    'calcext:value-type="error"/></table:table-row></table:table><table:table table:name="Kunden">'
)
ERROR = '<table:table-cell {}calcext:value-type="error"><text:p>{}</text:p></table:table-cell>'
TAIL = "</table:table></office:document-content>"


def opened(rows: str) -> dict[tuple[int, int], CellError]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", HEAD + rows + TAIL)
    return ods_errors(stream.getvalue(), "Kunden")


def row(cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def test_errors_are_counted_past_what_is_repeated() -> None:
    blanks = '<table:table-cell table:number-columns-repeated="3"/>'
    found = opened(row("<table:table-cell/>", 5) + row(blanks + ERROR.format("", "#N/A")))
    assert found == {(5, 3): CellError.NA}


def test_an_error_that_is_repeated_stands_in_each_cell() -> None:
    twice = 'table:number-columns-repeated="2" '
    assert opened(row(ERROR.format(twice, "#DIV/0!"), 2)) == dict.fromkeys(
        [(0, 0), (0, 1), (1, 0), (1, 1)], CellError.DIV0
    )


def test_an_error_of_the_programs_own_is_a_wrong_value() -> None:
    assert opened(row(ERROR.format("", "Err:502"))) == {(0, 0): CellError.VALUE}


def test_text_that_is_no_xml_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="XML"):
        opened("<table:table-row>")
