"""Find the error cells of an OpenDocument spreadsheet."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from kamxl.cells import CellError

_ERRORS = {str(error): error for error in CellError}
# More errors than a list of customers has cells.
_MOST = 1_000_000
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})


def ods_errors(content: bytes, sheet: str) -> dict[tuple[int, int], CellError]:
    """Return the error cells of a sheet by row and column."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    look = _Look(sheet)
    parser = expat.ParserCreate()
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.characters
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise ValueError("content.xml is not XML") from None
    return look.errors


class _Look:
    def __init__(self, sheet: str) -> None:
        self.errors: dict[tuple[int, int], CellError] = {}
        self._sheet = sheet
        self._inside = self._erroneous = False
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._inside = attributes.get("table:name") == self._sheet
            self._row = 0
        elif not self._inside:
            return
        elif tag == "table:table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", "1"))
            self._column = 0
        elif tag in _CELLS:
            self._columns = int(attributes.get("table:number-columns-repeated", "1"))
            self._erroneous = attributes.get("calcext:value-type") == "error"
            self._text = []

    def characters(self, text: str) -> None:
        if self._erroneous:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if not self._inside:
            return
        if tag == "table:table":
            self._inside = False
        elif tag == "table:table-row":
            self._row += self._rows
        elif tag in _CELLS:
            if self._erroneous:
                # The program words its own errors otherwise, such as Err:502.
                if len(self.errors) + self._rows * self._columns > _MOST:
                    raise ValueError(f"more than {_MOST} errors")
                error = _ERRORS.get("".join(self._text).strip(), CellError.VALUE)
                for row in range(self._row, self._row + self._rows):
                    for column in range(self._column, self._column + self._columns):
                        self.errors[row, column] = error
            self._column += self._columns
            self._erroneous = False
