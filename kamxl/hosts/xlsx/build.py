"""Builds a workbook file from its description with XlsxWriter."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell

from kamxl.cells import CellError
from kamxl.hosts.xlsx.charts import make_chart
from kamxl.hosts.xlsx.filling import ERRORS, cached
from kamxl.hosts.xlsx.lint import refuse_faulty
from kamxl.hosts.xlsx.memory import RememberingWorkbook
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.hosts.xlsx.worksheet import PlainWorksheet
from kamxl.workbook.spec import (
    Area,
    Book,
    Conditional,
    Content,
    Formula,
    Link,
    Sheet,
    Table,
    Validation,
)
from kamxl.workbook.styles import BRAND, MARKS, style

# A fixed day, so that the same inputs give the same bytes.
CREATED = dt.datetime(2026, 1, 1)
A4 = 9


def build(book: Book, path: Path) -> None:
    """Write the workbook; the file appears whole or not at all.

    It is looked at first: KamxlError where Excel would repair or refuse it.
    """
    with replacing(path) as temporary:
        _Builder(book).write(str(temporary))
        refuse_faulty(temporary)


def built(book: Book) -> bytes:
    """Return the workbook's file without a disk; nobody has looked at it yet."""
    stream = io.BytesIO()
    _Builder(book).write(stream)
    return stream.getvalue()


class _Builder:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.formats: dict[str, Any] = {}

    def write(self, target: str | io.BytesIO) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        if not isinstance(target, str):
            options["in_memory"] = True
        self.workbook = RememberingWorkbook(target, options)
        self.workbook.state = self.book.state
        self.workbook.set_properties(
            {"title": self.book.title, "author": "kamxl", "created": CREATED}
        )
        for name, value in self.book.properties.items():
            self.workbook.set_custom_property(name, value, "text")
        self.workbook.set_calc_mode("auto")
        sheets = [
            (sheet, self.workbook.add_worksheet(sheet.name, PlainWorksheet))
            for sheet in self.book.sheets
        ]
        for sheet, target in sheets:
            self._sheet(sheet, target)
        for name, reference in self.book.names.items():
            self.workbook.define_name(name, f"={reference}")
        sheets[0][1].activate()
        try:
            self.workbook.close()
        except FileCreateError as error:
            # What the system said, such as that the disk is full.
            raise error.args[0] from None

    def _format(self, key: str) -> Any:
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(style(key, self.book.language))
        return self.formats[key]

    def _mark(self, key: str) -> Any:
        name = f"mark {key}"
        if name not in self.formats:
            self.formats[name] = self.workbook.add_format(MARKS[key])
        return self.formats[name]

    def _sheet(self, sheet: Sheet, target: Any) -> None:
        target.set_tab_color(sheet.colour)
        target.hide_gridlines(2)
        self._columns(sheet, target)
        for row, height in sheet.heights.items():
            target.set_row(row, height)
        for row in sheet.hidden_rows:
            target.set_row(row, None, None, {"hidden": True})
        for table in sheet.tables:
            self._table(table, target)
        # Ids are text on purpose; Excel need not mark every one of them.
        ids = [
            xl_range(table.row + 1, table.at("id"), table.row + table.rows, table.at("id"))
            for table in sheet.tables
        ]
        if ids:
            target.ignore_errors({"number_stored_as_text": " ".join(ids)})
        for cell in sheet.cells:
            self._put(target, cell.row, cell.column, cell.content, self._format(cell.style))
        for area, content, key in sheet.merges:
            target.merge_range(*area, "", self._format(key))
            self._put(target, area.top, area.left, content, self._format(key))
        for validation in sheet.validations:
            target.data_validation(*validation.area, _validation(validation))
        for conditional in sheet.conditionals:
            target.conditional_format(*conditional.area, self._conditional(conditional))
        if sheet.sparklines:
            target.add_sparkline(
                sheet.sparklines[0].row,
                sheet.sparklines[0].column,
                {
                    "location": [
                        xl_rowcol_to_cell(line.row, line.column) for line in sheet.sparklines
                    ],
                    "range": [_reference(sheet.name, line.area) for line in sheet.sparklines],
                    "markers": True,
                    "show_hidden": True,
                    "series_color": BRAND,
                },
            )
        for chart in sheet.charts:
            target.insert_chart(
                chart.row,
                chart.column,
                make_chart(self.workbook, chart),
                {"description": chart.description, "object_position": 2, "x_offset": 4},
            )
        if sheet.freeze:
            target.freeze_panes(*sheet.freeze)
        self._page(sheet, target)
        if sheet.protected:
            target.protect("", {"format_columns": True, "format_rows": True, "objects": False})

    def _columns(self, sheet: Sheet, target: Any) -> None:
        widths = dict(sheet.widths)
        for table in sheet.tables:
            for place, column in enumerate(table.columns):
                widths[table.column + place] = (column.width, column.level)
        folded = False
        for at, (width, level) in sorted(widths.items()):
            options: dict[str, Any] = {"level": level, "hidden": True} if level else {}
            if folded and not level:
                options = {"collapsed": True}
            target.set_column(at, at, width, None, options)
            folded = bool(level)
        if folded:
            after = max(widths) + 1
            target.set_column(after, after, None, None, {"collapsed": True})
        for at in sheet.hidden_columns:
            target.set_column(at, at, widths.get(at, (2, 0))[0], None, {"hidden": True})

    def _table(self, table: Table, target: Any) -> None:
        last_column = table.column + len(table.columns) - 1
        target.add_table(
            table.row,
            table.column,
            table.row + table.rows,
            last_column,
            {
                "name": table.name,
                "style": None,
                "columns": [
                    {
                        "header": column.label,
                        "header_format": self._format(
                            "header" if column.formula else "header_input"
                        ),
                        "format": self._format(column.style),
                    }
                    for column in table.columns
                ],
            },
        )
        # Given above, XlsxWriter would write every formula once more, with 0 as its result.
        declared = target.tables[-1]["columns"]
        for column, told in zip(table.columns, declared, strict=True):
            if column.formula and not column.stamped:
                told["formula"] = column.formula.removeprefix("=")
        target.fill(
            table.row + 1,
            table.column,
            [
                (column.values, self._format(column.style), told.get("formula") or "")
                for column, told in zip(table.columns, declared, strict=True)
            ],
        )

    def _put(self, target: Any, row: int, column: int, content: Content, form: Any) -> None:
        if content is None:
            target.write_blank(row, column, None, form)
        elif isinstance(content, Formula):
            target.write_formula(row, column, content.text, form, cached(content.value))
        elif isinstance(content, Link):
            target.write_url(row, column, f"internal:{content.target}", form, content.text)
        elif isinstance(content, bool):
            target.write_boolean(row, column, content, form)
        elif isinstance(content, (int, float)):
            target.write_number(row, column, content, form)
        elif isinstance(content, CellError):
            target.write_formula(row, column, f"={ERRORS[content]}", form, content.value)
        else:
            target.write_string(row, column, str(content), form)

    def _conditional(self, conditional: Conditional) -> dict[str, Any]:
        if conditional.kind == "bar":
            return {"type": "data_bar", "bar_color": "#9CC5DB", "bar_solid": True}
        return {
            "type": "formula",
            "criteria": conditional.formula,
            "format": self._mark(conditional.style),
            "stop_if_true": conditional.stop,
        }

    def _page(self, sheet: Sheet, target: Any) -> None:
        page = sheet.page
        target.set_paper(A4)
        if page.landscape:
            target.set_landscape()
        if page.full:
            target.set_margins(left=0.25, right=0.25, top=0.3, bottom=0.45)
        else:
            target.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        target.fit_to_pages(page.wide, 1 if page.one_page else page.tall)
        if page.repeat:
            target.repeat_rows(*page.repeat)
        if page.repeat_columns:
            target.repeat_columns(*page.repeat_columns)
        if page.area:
            target.print_area(*page.area)
        footer = {"margin": 0.2} if page.full else None
        target.set_footer("&L&8&F – &A&R&8&P / &N", footer)


def _reference(sheet: str, area: Area) -> str:
    return f"{quote_sheetname(sheet)}!{xl_range_abs(*area)}"


def _validation(rule: Validation) -> dict[str, Any]:
    made: dict[str, Any] = {"validate": rule.kind, "ignore_blank": True}
    if rule.kind == "list":
        made["source"] = rule.source if rule.source.startswith("=") else rule.source.split(",")
    elif rule.kind == "custom":
        made["value"] = rule.source
    elif rule.kind in ("decimal", "whole", "date"):
        made |= {"criteria": "between", "minimum": rule.minimum, "maximum": rule.maximum}
    if rule.message:
        made |= {"input_title": rule.title or None, "input_message": rule.message}
    if rule.error:
        made |= {"error_title": rule.title or None, "error_message": rule.error}
    if rule.warn_only:
        made["error_type"] = "warning"
    return made
