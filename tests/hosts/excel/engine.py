"""An xlwings engine in memory, on the documented interface `xlwings.base_classes`.

It takes what it is given as Excel does: `=A1` is a formula, `00001` the number 1, `1/2` a date,
`TRUE` a truth value, `#N/A` an error, and an apostrophe in front makes any of them text. It opens
workbooks, copies sheets between them and saves copies; of looks it keeps only which cells have
one. What `api` gives are the names of Excel's own object model that kamxl uses. Nothing here
computes: a formula that is entered has no result.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import xlwings as xw
from xlwings import base_classes

from kamxl.cells import CellError, CellValue
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.memory import RememberingWorkbook
from kamxl.hosts.xlsx.patching import bare_cells
from kamxl.hosts.xlsx.worksheet import PlainWorksheet
from kamxl.workbook.spec import Area, Formula
from kamxl.workbook.state import STATE_SPACE

ERRORS = {error.value: error for error in CellError}
# https://learn.microsoft.com/office/vba/api/excel.protection
ALLOWANCES = (
    *("AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows"),
    *("AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks"),
    *("AllowDeletingColumns", "AllowDeletingRows"),
    *("AllowSorting", "AllowFiltering", "AllowUsingPivotTables"),
)
Place = tuple[int, int]
Held = CellValue | Formula


class BrokenError(Exception):
    """Excel gives up in the middle, as a test wants it."""


def as_typed(value: Any) -> Held:
    """Return what Excel makes of a value that it is given."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        held: Held = value
        return held
    if value == "":
        return None
    if value[0] == "'":
        return value[1:]
    if value in ERRORS:
        return ERRORS[value]
    if value[0] in "=+-@":
        return Formula(value, None)
    if value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    if re.fullmatch(r"\s*\d+([.,]\d+)*\s*%?", value):
        return float(re.sub(r"[^\d.]", "", value))
    if re.fullmatch(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?", value):
        return dt.datetime(2026, 1, 1)
    return value


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, row: int, column: int, rows: int, columns: int) -> None:
        self._sheet = sheet
        self._place = (row, column, rows, columns)
        self.options: dict[str, Any] = {}
        self.Hyperlinks = types.SimpleNamespace(Add=self._link)

    api = property(lambda self: self)
    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self._place[0])
    column = property(lambda self: self._place[1])
    shape = property(lambda self: self._place[2:])

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    def __call__(self, arg1: int, arg2: int) -> Range:
        return Range(self._sheet, self.row + arg1 - 1, self.column + arg2 - 1, 1, 1)

    def places(self) -> Iterator[Place]:
        row, column, rows, columns = self._place
        return ((r, c) for r in range(row, row + rows) for c in range(column, column + columns))

    @property
    def area(self) -> Area:
        row, column, rows, columns = self._place
        return Area(row - 1, column - 1, row + rows - 2, column + columns - 2)

    def _link(self, anchor: Range, address: str, sub_address: str) -> None:
        self._sheet.refuse_protected()
        self._sheet.links[self.row, self.column] = sub_address

    def ClearHyperlinks(self) -> None:
        self._sheet.links.pop((self.row, self.column), None)

    @property
    def formula(self) -> Any:
        raise NotImplementedError

    @formula.setter
    def formula(self, value: Any) -> None:
        sheet = self._sheet
        sheet.refuse_protected()
        sheet.written(self.area)
        flat = [cell for row in value for cell in row]
        for place, cell in zip(self.places(), flat, strict=True):
            typed = as_typed(cell)
            if place in sheet.days and isinstance(typed, float):
                typed = dt.datetime(1899, 12, 30) + dt.timedelta(days=typed)
            if typed is None:
                sheet.stored.pop(place, None)
            else:
                sheet.stored[place] = typed

    def _look(self, value: object) -> None:
        self._sheet.refuse_protected()
        self._sheet.dressed.update(self.places())

    number_format = property(lambda self: "General", _look)
    color = property(lambda self: None, _look)
    wrap_text = property(lambda self: False, _look)
    horizontal_alignment = property(lambda self: "general", _look)
    vertical_alignment = property(lambda self: "bottom", _look)
    Locked = property(lambda self: True, _look)
    IndentLevel = property(lambda self: 0, _look)

    @property
    def font(self) -> Any:
        return types.SimpleNamespace()

    @property
    def borders(self) -> Any:
        return types.SimpleNamespace(set=lambda sides, **look: None)

    def clear_formats(self) -> None:
        self._sheet.dressed.difference_update(self.places())

    def select(self) -> None:
        self._sheet.book.app.selected = self


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, name: str, area: Area) -> None:
        self._sheet, self._name, self.area = sheet, name, area

    api = property(lambda self: self)
    parent = property(lambda self: self._sheet)
    name = property(lambda self: self._name)

    def resize(self, range: xw.Range) -> None:
        self._sheet.refuse_protected()
        self.area = range.impl.area


class Tables(base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __len__(self) -> int:
        return len(self._sheet.tables_list)

    def __iter__(self) -> Iterator[Table]:
        return iter(self._sheet.tables_list)

    def add(self, source: xw.Range, name: str, **more: Any) -> Table:
        self._sheet.tables_list.append(Table(self._sheet, name, source.impl.area))
        return self._sheet.tables_list[-1]


class Tab:
    """The tab of a sheet as Excel's object model has it: colours are numbers, blue first."""

    def __init__(self) -> None:
        self._colour: int | None = None

    @property
    def ColorIndex(self) -> int:
        return -4142 if self._colour is None else 1

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        self._colour = None

    @property
    def Color(self) -> Any:
        return self._colour

    @Color.setter
    def Color(self, value: int) -> None:
        self._colour = value


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name
        self.stored: dict[Place, Held] = {}
        self.dressed: set[Place] = set()
        self.days: set[Place] = set()
        self.links: dict[Place, str] = {}
        self.tables_list: list[Table] = []
        self.Tab = Tab()
        self.ProtectContents = self.ProtectDrawingObjects = self.ProtectScenarios = False
        self.Protection = types.SimpleNamespace()
        self._password = ""

    def Protect(
        self, Password: str, DrawingObjects: bool, Contents: bool, Scenarios: bool, **allow: bool
    ) -> None:
        """As the worksheet of Excel's own object model does, which `api` gives on Windows."""
        self._password, self.ProtectContents = Password, Contents
        self.ProtectDrawingObjects, self.ProtectScenarios = DrawingObjects, Scenarios
        self.Protection = types.SimpleNamespace(**(dict.fromkeys(ALLOWANCES, False) | allow))

    def Unprotect(self, Password: str) -> None:
        if Password != self._password:
            raise PermissionError("the password is wrong")
        self.ProtectContents = self.ProtectDrawingObjects = self.ProtectScenarios = False

    def refuse_protected(self) -> None:
        if self.ProtectContents:
            raise PermissionError(f"{self.name} is protected")

    def written(self, area: Area) -> None:
        self._book.writes.append((self.name, area))
        self._book.before_write(len(self._book.writes))

    api = property(lambda self: self)
    name = property(lambda self: self._name)
    book = property(lambda self: self._book)
    index = property(lambda self: self._book.sheets_list.index(self) + 1)
    tables = property(Tables)

    def Activate(self) -> None:
        self._book.active_sheet = self

    def delete(self) -> None:
        self._book.sheets_list.remove(self)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        assert before is None
        assert after is not None
        book = after.book
        made = Sheet(book, self.name)
        made.stored, made.dressed = dict(self.stored), set(self.dressed)
        made.days, made.links = set(self.days), dict(self.links)
        book.sheets_list.insert(after.index, made)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        sheets = self._book.sheets_list
        sheets.remove(self)
        sheets.insert(sheets.index(before) if before else sheets.index(after) + 1, self)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        (top, left), (bottom, right) = (
            (corner.row, corner.column) if isinstance(corner, Range) else corner
            for corner in (arg1, arg2 or arg1)
        )
        return Range(self, top, left, bottom - top + 1, right - left + 1)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheets = book.sheets_list

    @property
    def active(self) -> Sheet:
        return self._book.active_sheet or self._sheets[0]

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            return self._sheets[name_or_index - 1]
        return next(sheet for sheet in self._sheets if sheet.name == name_or_index)

    def __len__(self) -> int:
        return len(self._sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._sheets)

    def __contains__(self, name_or_index: str | int) -> bool:
        return any(sheet.name == name_or_index for sheet in self._sheets)


class Name(base_classes.Name):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name

    api = property(lambda self: self)
    name = property(lambda self: self._name)

    @property
    def refers_to(self) -> str:
        return self._book.defined[self._name]

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._book.defined[self._name] = value

    def delete(self) -> None:
        del self._book.defined[self._name]


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self._book = book

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self._book, name)) for name in self._book.defined]

    def add(self, name: str, refers_to: str) -> Name:
        self._book.defined[name] = refers_to
        return Name(self._book, name)


class Counted:
    """A collection of Excel's object model: counted from 1."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    @property
    def Count(self) -> int:
        return len(self._items)

    def Item(self, place: int) -> Any:
        return self._items[place - 1]


class Property:
    def __init__(self, owner: dict[str, str], name: str) -> None:
        self._owner, self.Name = owner, name

    @property
    def Value(self) -> str:
        return self._owner[self.Name]

    def Delete(self) -> None:
        del self._owner[self.Name]


class Properties(Counted):
    def __init__(self, owner: dict[str, str]) -> None:
        super().__init__([Property(owner, name) for name in owner])
        self._owner = owner

    def Add(self, name: str, link: bool, kind: int, value: str) -> None:
        assert (link, kind) == (False, 4)
        self._owner[name] = value


class XmlPart:
    def __init__(self, owner: list[XmlPart], xml: str) -> None:
        self._owner, self.xml = owner, xml

    @property
    def space(self) -> str:
        return ElementTree.fromstring(self.xml).tag[1:].partition("}")[0]

    def Delete(self) -> None:
        self._owner.remove(self)


class XmlParts:
    def __init__(self) -> None:
        self.parts: list[XmlPart] = []

    def SelectByNamespace(self, space: str) -> Counted:
        return Counted([part for part in self.parts if part.space == space])

    def Add(self, xml: str) -> None:
        self.parts.append(XmlPart(self.parts, xml))


class Book(base_classes.Book):
    Date1904 = False

    def __init__(self, app: App, name: str, sheets: tuple[str, ...] = ()) -> None:
        self._app, self._name = app, name
        self.sheets_list = [Sheet(self, sheet) for sheet in sheets]
        self.active_sheet: Sheet | None = None
        self.defined: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.CustomXMLParts = XmlParts()
        self.writes: list[tuple[str, Area]] = []
        self.before_write: Callable[[int], None] = lambda number: None

    api = property(lambda self: self)
    app = property(lambda self: self._app)
    name = property(lambda self: self._name)
    fullname = property(lambda self: self._name)
    sheets = property(Sheets)
    names = property(Names)
    CustomDocumentProperties = property(lambda self: Properties(self.properties))

    def activate(self) -> None:
        self._app.active_book = self

    def close(self) -> None:
        self._app.opened.remove(self)

    @property
    def state(self) -> bytes | None:
        found = self.CustomXMLParts.SelectByNamespace(STATE_SPACE)
        if not found.Count:
            return None
        return base64.b64decode(ElementTree.fromstring(found.Item(1).xml).text or "")

    def load(self, content: bytes) -> None:
        """Become what a file holds, protection aside."""
        file, bare = BookFile(content, self.name), bare_cells(content, self.name)
        for name in file.sheets():
            sheet = Sheet(self, name)
            self.sheets_list.append(sheet)
            texts = file.texts(name)
            for row, values in enumerate(file.read(name)):
                for column, value in enumerate(values):
                    place, text = (row + 1, column + 1), texts.get((row, column))
                    held: Held = value if text is None else Formula(text, value)
                    if held is not None:
                        sheet.stored[place] = held
                    if isinstance(value, dt.date):
                        sheet.days.add(place)
                    if not bare(name, row, column):
                        sheet.dressed.add(place)
            sheet.tables_list = [Table(sheet, *one) for one in file.tables(name).items()]
        self.defined = {name: f"={place}" for name, place in file.names().items()}
        if (state := file.state()) is not None:
            told = base64.b64encode(state).decode()
            self.CustomXMLParts.Add(f'<state xmlns="{STATE_SPACE}">{told}</state>')

    def SaveCopyAs(self, path: str) -> None:
        with RememberingWorkbook(path, {"strings_to_formulas": False}) as file:
            file.state = self.state
            looks = [file.add_format({"bold": True}), file.add_format({"num_format": "yyyy-mm-dd"})]
            for sheet in self.sheets_list:
                _save(sheet, file.add_worksheet(sheet.name, PlainWorksheet), looks)
            for name, place in self.defined.items():
                if not name.startswith("_xlnm"):
                    file.define_name(name, place)
            for name, value in self.properties.items():
                file.set_custom_property(name, value, "text")


def _save(sheet: Sheet, target: Any, looks: list[Any]) -> None:
    plain, day = looks
    for table in sheet.tables_list:
        top, left, bottom, right = table.area
        heads = [{"header": str(sheet.stored[top + 1, c + 1])} for c in range(left, right + 1)]
        target.add_table(top, left, bottom, right, {"name": table.name, "columns": heads})
    for row, column in sheet.dressed:
        target.write_blank(row - 1, column - 1, None, plain)
    for place, held in sheet.stored.items():
        at = (place[0] - 1, place[1] - 1)
        look = plain if place in sheet.dressed else None
        if isinstance(held, Formula):
            value = held.value
            shown = value.value if isinstance(value, CellError) else value
            if isinstance(shown, dt.date):
                shown, look = (shown - dt.date(1899, 12, 30)).days, day
            target.write_formula(*at, held.text, look, "" if shown is None else shown)
        elif isinstance(held, dt.date):
            target.write_datetime(*at, held, day)
        elif isinstance(held, CellError):
            target.write_formula(*at, f"={held.value}", look, held.value)
        elif isinstance(held, bool):
            target.write_boolean(*at, held, look)
        elif isinstance(held, (int, float)):
            target.write_number(*at, held, look)
        else:
            target.write_string(*at, str(held), look)


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self._app = app

    api = property(lambda self: self)
    app = property(lambda self: self._app)
    active = property(lambda self: self._app.active_book)

    def __call__(self, name: str) -> Book:
        for book in self._app.opened:
            if book.name == name:
                return book
        raise KeyError(name)

    def __iter__(self) -> Iterator[Book]:
        return iter(self._app.opened)

    def __len__(self) -> int:
        return len(self._app.opened)

    def open(
        self, fullname: str, update_links: bool | None, read_only: bool | None, *more: Any
    ) -> Book:
        # Aside to copy from it, or for a person to see.
        assert (update_links, read_only) in ((False, True), (None, None))
        book = Book(self._app, Path(fullname).name)
        book.load(Path(fullname).read_bytes())
        self._app.opened.append(book)
        self._app.active_book = book
        return book


def _setting(name: str) -> Any:
    def get(app: App) -> Any:
        return app._set[name]

    def put(app: App, value: Any) -> None:
        app.settings.append((name, value))
        app._set[name] = value

    return property(get, put)


class App(base_classes.App):
    """Remembers what was set, in `settings`, and what was said, in `alerts`."""

    def __init__(self) -> None:
        self.settings: list[tuple[str, Any]] = []
        self.alerts: list[str] = []
        # What a person chooses, one after the other, and what they were asked.
        self.choices: list[str] = []
        self.asked: list[tuple[str, ...]] = []
        self.opened: list[Book] = []
        self.active_book: Book | None = None
        self.selected: Range | None = None
        self.calculated = 0
        self.AutoCorrect = types.SimpleNamespace(
            AutoFillFormulasInLists=True, AutoExpandListRange=True
        )
        self._set = {
            "screen_updating": True,
            "calculation": "automatic",
            "enable_events": True,
            "display_alerts": True,
            "status_bar": False,
        }

    api = property(lambda self: self)
    engine = property(lambda self: engine)
    pid = property(lambda self: 1)
    books = property(Books)
    selection = property(lambda self: self.selected)

    def calculate(self) -> None:
        self.calculated += 1

    def GetOpenFilename(self, filters: str, index: int, title: str) -> str | bool:
        self.asked.append((title, filters))
        return self.choices.pop(0) or False

    def GetSaveAsFilename(self, name: str, filters: str, index: int, title: str) -> str | bool:
        self.asked.append((title, filters, name))
        return self.choices.pop(0) or False

    def alert(self, prompt: str, *more: Any) -> str:
        self.alerts.append(prompt)
        return "ok"

    screen_updating = _setting("screen_updating")
    calculation = _setting("calculation")
    enable_events = _setting("enable_events")
    display_alerts = _setting("display_alerts")
    status_bar = _setting("status_bar")


class Engine:
    name = "memory"
    type = "desktop"
    apps: tuple[App, ...] = ()

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        return "" if x is None or x != x else x


engine = Engine()


def open_book(*sheets: str, name: str = "book.xlsx") -> xw.Book:
    """Return an open workbook of this engine with blank sheets."""
    return _opened(Book(App(), name, sheets))


def open_file(content: bytes, name: str) -> xw.Book:
    """Return a workbook file as it lies open in this engine."""
    book = Book(App(), name)
    book.load(content)
    return _opened(book)


def _opened(book: Book) -> xw.Book:
    book.app.opened.append(book)
    book.app.active_book = book
    return xw.Book(impl=book)


@contextmanager
def calling(book: xw.Book) -> Iterator[None]:
    """Make a workbook the one from which `xw.Book.caller()` says that Excel calls."""
    book.set_mock_caller()
    try:
        yield
    finally:
        del xw.Book._mock_caller
