"""Holds LibreOffice for the tests: JSON requests in, JSON answers out, one a line.

Runs on the Python that has UNO (the system's), never inside the test process: `import uno`
replaces `__import__`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.FormulaResult import ERROR as ERROR_RESULT

RESTART_PLEASE = 81  # what soffice.bin returns when its first start wrote a new profile
EXCEL_GRAMMAR = 3  # com.sun.star.sheet.AddressConvention.XL_OOX
START_SECONDS = 60
ERRORS_ASKED_SINGLY = 40
PASSING_SHEET = "kamxl passing sheet"

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
    ".pdf": "calc_pdf_Export",
}

SETTINGS = [
    # path, property, value
    ("org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("org.openoffice.Office.Common/Misc", "UseDocumentSystemFileLocking", "false"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Save/Document", "AutoSave", "false"),
    ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
]


def write_profile(profile: Path, locale: str) -> None:
    """Write the settings LibreOffice starts with into a new profile."""
    settings = [*SETTINGS, ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale)]
    items = "\n".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for path, name, value in settings
    )
    target = profile / "user" / "registrymodifications.xcu"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}\n</oor:items>\n",
        encoding="utf-8",
    )


def arguments(**values: object) -> tuple[PropertyValue, ...]:
    """Return keyword arguments the way UNO wants them."""
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Program:
    """A running soffice.bin and the desktop inside it."""

    def __init__(self, binary: str, profile: Path, locale: str) -> None:
        self.binary, self.profile = binary, profile
        self.locale = locale
        self.more: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None
        self.desktop: object = None
        self.context: object = None

    def start(self) -> None:
        self.stop()
        write_profile(self.profile, self.locale)
        pipe = f"kamxl-{os.getpid()}-{uuid.uuid4().hex[:12]}"
        deadline = time.monotonic() + START_SECONDS
        self._launch(pipe)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                code = self.process.poll()
                if code == RESTART_PLEASE:
                    self._launch(pipe)
                elif code is not None:
                    raise RuntimeError(f"LibreOffice ended at once with exit code {code}") from None
                if time.monotonic() > deadline:
                    self.stop()
                    raise RuntimeError("LibreOffice did not answer in time") from None
                time.sleep(0.05)
        self.context = context
        self.desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        provider = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", context
        )
        # With threads even a hard recalculation read an old result of a neighbour, after many edits
        # at once; one thread computes the same file right.
        calculation = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            arguments(nodepath="/org.openoffice.Office.Calc/Formula/Calculation"),
        )
        calculation.UseThreadedCalculationForFormulaGroups = False
        calculation.commitChanges()
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            arguments(nodepath="/org.openoffice.Setup/Product"),
        )
        self.version = product.getPropertyValue("ooSetupVersionAboutBox")

    def _launch(self, pipe: str) -> None:
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PYTHON", "LC_", "LANG", "DISPLAY", "WAYLAND"))
        }
        environment.update(HOME=str(self.profile), LC_ALL="C.UTF-8", SAL_USE_VCLPLUGIN="svp")
        self.process = subprocess.Popen(
            [
                self.binary,
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nolockcheck",
                "--nofirststartwizard",
                f"-env:UserInstallation={self.profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp",
                *self.more,
            ],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            stderr=sys.stderr,
            env=environment,
        )

    def stop(self) -> None:
        process, self.process, self.desktop = self.process, None, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def open(self, path: str, *, hidden: bool = True) -> object:
        document = self.desktop.loadComponentFromURL(
            Path(path).resolve().as_uri(),
            "_blank",
            0,
            arguments(Hidden=hidden, MacroExecutionMode=0, UpdateDocMode=0),
        )
        if document is None:
            raise RuntimeError(f"LibreOffice cannot open {Path(path).name}")
        return document


def store(document: object, path: str) -> None:
    target = Path(path)
    document.storeToURL(
        target.resolve().as_uri(),
        arguments(FilterName=FILTERS[target.suffix.lower()], Overwrite=True),
    )


def enter_formula(document: object, cell: object, formula: str) -> None:
    """Enter a formula written in Excel's grammar."""
    if "[" in formula:
        # The parser loses references to table columns; LibreOffice's own grammar keeps them, and
        # differs in the separator.
        parts = re.split(r'("[^"]*")', formula)
        parts[::2] = [part.replace(",", ";") for part in parts[::2]]
        cell.setFormula("=" + "".join(parts))
        return
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    parser.FormulaConvention = EXCEL_GRAMMAR
    cell.setTokens(parser.parseFormula(formula, cell.CellAddress))


def annotate(document: object, sheet: object, row: int, column: int, value: str) -> None:
    sheet.Annotations.insertNew(sheet.getCellByPosition(column, row).CellAddress, value)


def colour(document: object, sheet: object, row: int, column: int, value: float) -> None:
    sheet.getCellByPosition(column, row).CellBackColor = int(value)


def rename(document: object, sheet: object, row: int, column: int, value: str) -> None:
    sheet.Name = value


def sort(document: object, sheet: object, row: int, column: int, value: list) -> None:
    """Sort the rows of a range by its first column, the largest first."""
    bottom, right = map(int, value[0])
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = 0, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    area = sheet.getCellRangeByPosition(column, row, right, bottom)
    uno.invoke(area, "sort", (arguments(SortFields=fields, ContainsHeader=False),))


def copy_row(document: object, sheet: object, row: int, column: int, to: float) -> None:
    area = sheet.Rows.getByIndex(row).RangeAddress
    target = sheet.getCellByPosition(0, int(to)).CellAddress
    sheet.copyRange(target, area)


def copy_sheet(document: object, sheet: object, row: int, column: int, name: str) -> None:
    document.Sheets.copyByName(sheet.Name, name, row)


def widen(document: object, sheet: object, row: int, column: int, width: float) -> None:
    sheet.Columns.getByIndex(column).Width = int(width)


# What a person does to the layout of a sheet: rows, columns, names, order, looks.
LAYOUT = {
    "insert_rows": lambda document, sheet, row, column, n: sheet.Rows.insertByIndex(row, int(n)),
    "delete_rows": lambda document, sheet, row, column, n: sheet.Rows.removeByIndex(row, int(n)),
    "insert_columns": lambda document, sheet, row, column, n: sheet.Columns.insertByIndex(
        column, int(n)
    ),
    "rename": rename,
    "move": lambda document, sheet, row, column, to: document.Sheets.moveByName(
        sheet.Name, int(to)
    ),
    "add": lambda document, sheet, row, column, name: document.Sheets.insertNewByName(name, row),
    "comment": annotate,
    "colour": colour,
    "sort": sort,
    "copy_row": copy_row,
    "copy_sheet": copy_sheet,
    "width": widen,
}


def edit(document: object, change: dict) -> None:
    """Apply one edit: a value, a text, a formula in Excel's grammar, a blank, or a block."""
    sheets = document.Sheets
    if not sheets.hasByName(change["sheet"]):
        raise KeyError(f"no sheet {change['sheet']!r}; there are {list(sheets.ElementNames)}")
    sheet = sheets.getByName(change["sheet"])
    row, column, kind, value = change["row"], change["column"], change["kind"], change["value"]
    if kind == "block":
        area = sheet.getCellRangeByPosition(
            column, row, column + len(value[0]) - 1, row + len(value) - 1
        )
        if sheet.isProtected():  # bulk writing obeys protection, writing cell by cell does not
            sheet.unprotect("")
        area.setDataArray(tuple(tuple("" if v is None else v for v in line) for line in value))
        return
    if kind in LAYOUT:
        if sheet.isProtected():
            sheet.unprotect("")
        LAYOUT[kind](document, sheet, row, column, value)
        return
    cell = sheet.getCellByPosition(column, row)
    if kind == "value":
        cell.setValue(value)
    elif kind == "string":
        cell.setString(value)
    elif kind == "blank":
        cell.setFormula("")
    elif kind == "formula":
        enter_formula(document, cell, value.removeprefix("="))
    else:
        raise ValueError(f"unknown kind of edit {kind!r}")


def error_codes(document: object, sheet: object, area: object) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and code of each cell in error."""
    found = area.queryFormulaCells(ERROR_RESULT).RangeAddresses
    places = [
        (row, column)
        for at in found
        for row in range(at.StartRow, at.EndRow + 1)
        for column in range(at.StartColumn, at.EndColumn + 1)
    ]
    if len(places) <= ERRORS_ASKED_SINGLY:
        for row, column in places:
            yield row, column, sheet.getCellByPosition(column, row).getError()
        return
    # Asking cell by cell takes 1.5 ms each; formulas on a passing sheet tell all at once.
    left, right = min(at.StartColumn for at in found), max(at.EndColumn for at in found)
    top, bottom = min(at.StartRow for at in found), max(at.EndRow for at in found)
    quoted = sheet.Name.replace("'", "''")
    formulas = [[""] * (right - left + 1) for _ in range(bottom - top + 1)]
    for row, column in places:
        formulas[row - top][column - left] = (
            f"=ERRORTYPE($'{quoted}'.{column_letters(column)}{row + 1})"
        )
    document.Sheets.insertNewByName(PASSING_SHEET, document.Sheets.Count)
    try:
        passing = document.Sheets.getByName(PASSING_SHEET)
        answers = passing.getCellRangeByPosition(0, 0, right - left, bottom - top)
        answers.setFormulaArray(tuple(map(tuple, formulas)))
        codes = answers.getDataArray()
    finally:
        document.Sheets.removeByName(PASSING_SHEET)
    for row, column in places:
        yield row, column, int(codes[row - top][column - left])


def column_letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read(document: object, *, formulas: bool) -> list[dict]:
    """Return every sheet's used cells from A1 on; a cell in error is None in `data`."""
    result = []
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        data = [list(line) for line in area.getDataArray()]
        errors = {}
        for row, column, code in error_codes(document, sheet, area):
            errors[f"{row},{column}"] = code
            data[row][column] = None
        texts = None
        if formulas:
            texts = [
                [text if text.startswith(("=", "{=")) else "" for text in line]
                for line in area.getFormulaArray()
            ]
        result.append({"name": sheet.Name, "data": data, "formulas": texts, "errors": errors})
    return result


def recalculate(program: Program, request: dict) -> list[list[dict]]:
    document = program.open(request["path"])
    try:
        answers = []
        for edits in request["steps"]:
            if request.get("by_itself"):
                for change in edits:
                    edit(document, change)
                answers.append(read(document, formulas=request["formulas"]))
                continue
            document.lockControllers()
            document.enableAutomaticCalculation(False)
            for change in edits:
                edit(document, change)
            document.enableAutomaticCalculation(True)
            document.unlockControllers()
            document.calculateAll()
            answers.append(read(document, formulas=request["formulas"]))
        if request.get("save_as"):
            store(document, request["save_as"])
        return answers
    finally:
        document.close(True)


def follow(program: Program, request: dict) -> list[list[str]]:
    """Return the sheet and the cell to which each target leads: what a click on a link does."""
    document = program.open(request["path"], hidden=False)
    try:
        controller = document.CurrentController
        first = document.Sheets.getByIndex(0)
        found = []
        for target in request["targets"]:
            controller.setActiveSheet(first)
            # Where nobody ever looks: a target that leads nowhere stays there.
            controller.select(first.getCellByPosition(90, 900))
            program.desktop.loadComponentFromURL(f"{document.URL}#{target}", "_default", 0, ())
            cell = document.CurrentSelection.AbsoluteName.replace("$", "")
            found.append([controller.ActiveSheet.Name, cell.rpartition(".")[2]])
        return found
    finally:
        document.close(True)


def convert(program: Program, request: dict) -> None:
    # What a person does has a window; a hidden document loses parts on the way.
    document = program.open(request["path"], hidden=False)
    try:
        store(document, request["out"])
    finally:
        document.close(True)


def answer(program: Program, request: dict) -> object:
    locale = request.get("locale") or program.locale
    alive = program.process is not None and program.process.poll() is None
    if not alive or locale != program.locale:
        program.locale = locale
        program.start()
    action = request["action"]
    if action == "version":
        return program.version
    if action == "recalculate":
        return recalculate(program, request)
    if action == "follow":
        return follow(program, request)
    if action == "convert":
        return convert(program, request)
    raise ValueError(f"unknown action {action!r}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--profile", required=True, type=Path)
    parser.add_argument("--locale", default="en-US")
    options = parser.parse_args()
    program = Program(options.binary, options.profile.resolve(), options.locale)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                reply = {"result": answer(program, request)}
            except Exception as error:
                text = getattr(error, "Message", None) or str(error)
                reply = {"error": f"{type(error).__name__}: {text}"}
            sys.stdout.write(json.dumps(reply, separators=(",", ":")) + "\n")
            sys.stdout.flush()
    finally:
        program.stop()


if __name__ == "__main__":
    main()
