"""Edits the XML of a workbook file as spreadsheet programs would: rows, names, order, looks.

For sheets without formulas, such as checklists and strategy sheets: nothing that refers to a sheet
from elsewhere is moved along, except the names of sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from kamxl.cells import CellValue, address
from kamxl.workbook.spec import Formula
from tests.hosts.xlsx.patching import corpus
from tests.hosts.xlsx.unpacking import Unpacked

ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
CELL = re.compile(r"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
AREA = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
SHEETS = re.compile(r"<sheet [^>]*?/>")
QUOTES = {'"': "&quot;"}
# What cannot be in a file twice.
PARTS = re.compile(r"<(drawing|legacyDrawing|tableParts|hyperlinks|extLst)\b.*", re.DOTALL)


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class Raw:
    """A workbook file whose sheets are edited as XML; `save` puts it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts = corpus.parts(path.read_bytes())
        self.sheets = Unpacked(path).sheets

    def save(self) -> None:
        self.path.write_bytes(corpus.packed(self.parts))

    # ------------------------------------------------------------ cells

    def put(self, sheet: str, row: int, column: int, value: CellValue | Formula) -> None:
        """Write into a cell; it keeps its format."""

        def change(cells: dict[int, str]) -> None:
            old = re.match(r'<c\b[^>]*?\bs="(\d+)"', cells.get(column, ""))
            head = f'<c r="{address(row, column)}"' + (f' s="{old[1]}"' if old else "")
            if isinstance(value, Formula):
                held = "" if value.value is None else f"<v>{value.value}</v>"
                kind = ' t="str"' if isinstance(value.value, str) else ""
                cells[column] = f"{head}{kind}><f>{escape(value.text[1:])}</f>{held}</c>"
            elif isinstance(value, str):
                text = f'<t xml:space="preserve">{escape(value)}</t>'
                cells[column] = f'{head} t="inlineStr"><is>{text}</is></c>'
            elif value is None:
                cells[column] = f"{head}/>"
            else:
                cells[column] = f"{head}><v>{value}</v></c>"

        self._cells(sheet, row, change)

    def style(self, sheet: str, row: int, column: int, style: int) -> None:
        """Give a cell another format."""

        def change(cells: dict[int, str]) -> None:
            old = cells.get(column, f'<c r="{address(row, column)}"/>')
            bare = re.sub(r'^(<c\b[^>]*?) s="\d+"', r"\1", old)
            cells[column] = bare.replace("<c ", f'<c s="{style}" ', 1)

        self._cells(sheet, row, change)

    def styles(self, sheet: str) -> dict[tuple[int, int], str]:
        """Return the number of each cell's format."""
        found = re.findall(r"<c\b([^>]*?)/?>", self._text(sheet))
        made = {}
        for attributes in found:
            at, style = (
                re.search(r'\br="([A-Z]+)(\d+)"', attributes),
                re.search(r'\bs="(\d+)"', attributes),
            )
            if at:
                made[int(at[2]) - 1, column_of(at[1])] = style[1] if style else "0"
        return made

    def _cells(self, sheet: str, row: int, change: Callable[[dict[int, str]], None]) -> None:
        def one(body: str) -> str:
            cells = {}
            for cell in CELL.findall(body):
                at = re.search(r'\br="([A-Z]+)\d+"', cell)
                assert at is not None
                cells[column_of(at[1])] = cell
            change(cells)
            return "".join(cells[column] for column in sorted(cells))

        rows = self._rows(sheet)
        attributes, body = rows.get(row, ("", ""))
        rows[row] = (attributes, one(body))
        self._put_rows(sheet, rows)

    # ------------------------------------------------------------ rows

    def insert_rows(self, sheet: str, at: int, count: int) -> None:
        self._shift(sheet, lambda row: row + count if row >= at else row)

    def delete_rows(self, sheet: str, at: int, count: int) -> None:
        def moved(row: int) -> int | None:
            if row < at:
                return row
            return None if row < at + count else row - count

        self._shift(sheet, moved)

    def reorder(self, sheet: str, rows: Mapping[int, int], *, ids: bool) -> None:
        """Let rows change places as a sort does; without `ids` column A stays behind."""
        there = self._rows(sheet)
        held = {row: self._split(there.get(row, ("", ""))[1]) for row in rows}
        for row, to in rows.items():
            first = held[row if ids else to].get(0, "")
            others = {column: cell for column, cell in held[row].items() if column}
            cells = {**({0: first} if first else {}), **others}
            body = "".join(_renumbered(cell, to) for _, cell in sorted(cells.items()))
            there[to] = (there.get(to, ("", ""))[0], body)
        self._put_rows(sheet, there)

    def copy_row(self, sheet: str, row: int, to: int) -> None:
        """Copy the cells of a row over those of another one."""
        there = self._rows(sheet)
        body = there.get(row, ("", ""))[1]
        there[to] = ("", "".join(_renumbered(cell, to) for cell in CELL.findall(body)))
        self._put_rows(sheet, there)

    @staticmethod
    def _split(body: str) -> dict[int, str]:
        cells = {}
        for cell in CELL.findall(body):
            at = re.search(r'\br="([A-Z]+)\d+"', cell)
            assert at is not None
            cells[column_of(at[1])] = cell
        return cells

    def _shift(self, sheet: str, moved: Callable[[int], int | None]) -> None:
        rows = self._rows(sheet)
        new = {}
        for row, (attributes, body) in rows.items():
            to = moved(row)
            if to is not None:
                new[to] = (
                    attributes,
                    "".join(_renumbered(cell, to) for cell in CELL.findall(body)),
                )
        self._put_rows(sheet, new)
        text = self._text(sheet)
        head, mark, tail = text.partition("</sheetData>")

        def area(found: re.Match[str]) -> str:
            places = [_area(one, moved) for one in found[2].split()]
            kept = " ".join(place for place in places if place)
            return f'{found[1]}="{kept}"' if kept else f'{found[1]}=""'

        tail = re.sub(r'\b(ref|sqref)="([^"]*)"', area, tail)
        # What has no place any more goes.
        tail = re.sub(
            r'<(\w+)\b[^>]*\b(?:ref|sqref)=""[^>]*?(?:/>|>.*?</\1>)', "", tail, flags=re.DOTALL
        )
        for name in ("mergeCell", "dataValidation", "hyperlink"):
            tail = re.sub(rf"<{name}s\b[^>]*></{name}s>", "", tail)
            count = len(re.findall(rf"<{name}\b", tail))
            tail = re.sub(rf'(<{name}s\b[^>]*?count=)"\d+"', rf'\1"{count}"', tail)
        tail = re.sub(
            r"(<formula[12]?>)(\$[A-Z]+\$\d+:\$[A-Z]+\$\d+)(</)",
            lambda found: found[1] + (_area(found[2], moved) or found[2]) + found[3],
            tail,
        )
        self._put(sheet, head + mark + tail)

    def _rows(self, sheet: str) -> dict[int, tuple[str, str]]:
        data = self._text(sheet).partition("<sheetData>")[2].partition("</sheetData>")[0]
        made = {}
        for attributes, body in ROW.findall(data):
            number = re.search(r'\br="(\d+)"', attributes)
            assert number is not None
            bare = re.sub(r' (?:r|spans)="[^"]*"', "", attributes)
            made[int(number[1]) - 1] = (bare, body)
        return made

    def _put_rows(self, sheet: str, rows: Mapping[int, tuple[str, str]]) -> None:
        head, _, rest = self._text(sheet).partition("<sheetData>")
        tail = rest.partition("</sheetData>")[2]
        made = "".join(
            f'<row r="{row + 1}"{attributes}>{body}</row>'
            for row, (attributes, body) in sorted(rows.items())
        )
        last = max(rows, default=0) + 1
        head = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:AZ{last}"/>', head)
        self._put(sheet, f"{head}<sheetData>{made}</sheetData>{tail}")

    # ------------------------------------------------------------ sheets

    def rename(self, sheet: str, name: str) -> None:
        """Give a sheet another name; whatever speaks of it says so too."""
        self._change_book(
            lambda text: text.replace(f' name="{escape(sheet, QUOTES)}" ',
                                      f' name="{escape(name, QUOTES)}" ')
        )  # fmt: skip
        old, new = (f"'{one.replace(chr(39), chr(39) * 2)}'!" for one in (sheet, name))
        spoken = [old, sheet + "!"] if re.fullmatch(r"\w+", sheet) else [old]
        for part in self.parts:
            if re.fullmatch(r"xl/(workbook|charts/chart\d+)\.xml", part):
                text = self.parts[part].decode()
                for one in spoken:
                    text = re.sub(
                        rf"(?<![\w']){re.escape(escape(one))}",
                        escape(new).replace("\\", r"\\"),
                        text,
                    )
                self.parts[part] = text.encode()
        self.sheets = {name if one == sheet else one: part for one, part in self.sheets.items()}

    def move(self, sheet: str, place: int) -> None:
        """Put a sheet at another place among all."""
        names = list(self.sheets)
        names.remove(sheet)
        names.insert(place, sheet)
        was = list(self.sheets)

        def change(text: str) -> str:
            tags = SHEETS.findall(text)
            by_name = dict(zip(was, tags, strict=True))
            text = text.replace("".join(tags), "".join(by_name[name] for name in names))
            return re.sub(
                r'localSheetId="(\d+)"',
                lambda found: f'localSheetId="{names.index(was[int(found[1])])}"',
                text,
            )

        self._change_book(change)
        self.sheets = {name: self.sheets[name] for name in names}

    def copy_sheet(self, sheet: str, name: str, place: int) -> None:
        """Copy the cells of a sheet to a new one."""
        part = f"xl/worksheets/copy{len(self.parts)}.xml"
        body = PARTS.sub("</worksheet>", self._text(sheet))
        body = re.sub(r'\btabSelected="1"', "", body)
        self.parts[part] = body.encode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        corpus.declared(self.parts, part, kind)
        corpus.related(self.parts, "xl/workbook.xml", "worksheet", part.removeprefix("xl/"))
        rels = self.parts["xl/_rels/workbook.xml.rels"].decode()
        id_ = re.findall(r'Id="(rId\d+)"', rels)[-1]

        def change(text: str) -> str:
            number = max(map(int, re.findall(r'sheetId="(\d+)"', text))) + 1
            tag = f'<sheet name="{escape(name, QUOTES)}" sheetId="{number}" r:id="{id_}"/>'
            return text.replace("</sheets>", f"{tag}</sheets>")

        self._change_book(change)
        self.sheets[name] = part
        self.move(name, place)

    def add_sheet(self, name: str) -> None:
        """Add a blank sheet at the end."""
        source = next(iter(self.sheets))
        self.copy_sheet(source, name, len(self.sheets))
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        self._put(name, f'<worksheet xmlns="{space}"><dimension ref="A1"/><sheetData></sheetData>'
                        "</worksheet>")  # fmt: skip

    def widen(self, sheet: str, column: int, width: float) -> None:
        """Give a column of its own a width."""
        number = column + 1
        tag = f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        text = self._text(sheet)
        if f'min="{number}"' not in text:
            self._put(sheet, text.replace("</cols>", f"{tag}</cols>", 1))

    def columns(self, sheet: str) -> str:
        """Return what is said of the widths of columns."""
        found = re.search(r"<cols>.*?</cols>", self._text(sheet), re.DOTALL)
        return found[0] if found else ""

    def merged(self, sheet: str) -> set[str]:
        """Return the merged ranges."""
        return set(re.findall(r'<mergeCell ref="([^"]*)"', self._text(sheet)))

    def links(self, sheet: str) -> dict[str, str]:
        """Return the places within the workbook that cells lead to."""
        tags = re.findall(r"<hyperlink\b[^>]*>", self._text(sheet))
        made = {}
        for tag in tags:
            ref, to = re.search(r'\bref="([^"]*)"', tag), re.search(r'\blocation="([^"]*)"', tag)
            if ref and to:
                made[ref[1]] = unescape(to[1], {"&quot;": '"', "&apos;": "'"})
        return made

    def _text(self, sheet: str) -> str:
        return self.parts[self.sheets[sheet]].decode()

    def _put(self, sheet: str, text: str) -> None:
        self.parts[self.sheets[sheet]] = text.encode()

    def _change_book(self, change: Callable[[str], str]) -> None:
        text = self.parts["xl/workbook.xml"].decode()
        self.parts["xl/workbook.xml"] = change(text).encode()


def _renumbered(cell: str, row: int) -> str:
    return re.sub(r'(<c\b[^>]*?\br="[A-Z]+)\d+"', rf'\g<1>{row + 1}"', cell, count=1)


def _area(area: str, moved: Callable[[int], int | None]) -> str:
    """Return a range after rows moved, "" when nothing of it is left."""
    ends = AREA.findall(area)
    first, last = int(ends[0][3]) - 1, int(ends[-1][3]) - 1
    left = [to for row in range(first, last + 1) if (to := moved(row)) is not None]
    if not left:
        return ""
    rows = (min(left) + 1, max(left) + 1)
    made = [f"{a}{b}{c}{row}" for (a, b, c, _), row in zip((ends[0], ends[-1]), rows, strict=True)]
    return made[0] if len(ends) == 1 else ":".join(made)
