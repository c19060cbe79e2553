"""The workbook that is open in LibreOffice: what the other process asks of it, as plain data."""

import base64
import os
import shutil
import tempfile

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import BorderLine2

XLSX = "Calc MS Excel 2007 XML"
BOLD, PLAIN = 150.0, 100.0
REMOVEABLE = 128  # com.sun.star.beans.PropertyAttribute.REMOVEABLE
SPACE = "urn:kamxl:state:1"
# com.sun.star.ui.dialogs.TemplateDescription: FILEOPEN_SIMPLE, FILESAVE_AUTOEXTENSION
OPEN, SAVE = 0, 10
ERRORS = {
    "#N/A": "=NA()",
    "#DIV/0!": "=1/0",
    "#NUM!": "=SQRT(-1)",
    "#VALUE!": "=#VALUE!",
    "#REF!": "=#REF!",
    "#NAME?": "=#NAME?",
    "#NULL!": "=#NULL!",
}


def arguments(**values):
    """Return keyword arguments the way UNO wants them."""
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Book:
    """One document; `do` answers what is asked."""

    def __init__(self, context, document):
        self.context, self.document = context, document
        self.indicator = None
        self.held = []
        self.grown = set()

    def do(self, what, given):
        """Return the answer to one request of the other process."""
        return getattr(self, "do_" + what)(*given)

    # ------------------------------------------------------------ the whole

    def do_name(self):
        title = (
            os.path.basename(uno.fileUrlToSystemPath(self.document.URL))
            if (self.document.URL.startswith("file:"))
            else self.document.Title
        )
        return title or "workbook"

    def do_from_1904(self):
        return self.document.NullDate.Year == 1904

    def do_copy(self):
        folder = tempfile.mkdtemp()
        try:
            path = os.path.join(folder, "copy.xlsx")
            self.document.storeToURL(uno.systemPathToFileUrl(path), arguments(FilterName=XLSX))
            with open(path, "rb") as file:
                return base64.b64encode(file.read()).decode()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def do_pause(self):
        document = self.document
        document.lockControllers()
        self.held.append(document.isAutomaticCalculationEnabled())
        document.enableAutomaticCalculation(False)
        document.UndoManager.lock()

    def do_resume(self):
        document = self.document
        self._look_again()
        if self.held:
            was = self.held.pop()
            for step in (
                document.UndoManager.unlock,
                lambda: document.enableAutomaticCalculation(was),
                document.unlockControllers,
            ):
                try:
                    step()
                except Exception:
                    pass

    def _look_again(self):
        """Enter the formulas anew that speak of tables that grew: else they see the old extent."""
        marks, self.grown = [name.casefold() + "[" for name in self.grown], set()
        for sheet in self.document.Sheets if marks else ():
            locked = sheet.isProtected()
            for at in sheet.queryContentCells(16).RangeAddresses:  # CellFlags.FORMULA
                area = sheet.getCellRangeByPosition(
                    at.StartColumn, at.StartRow, at.EndColumn, at.EndRow
                )
                texts = area.getFormulaArray()
                flat = [text for line in texts for text in line]
                if any(text.startswith("{") for text in flat) or not any(
                    mark in text.casefold() for text in flat for mark in marks
                ):
                    continue
                if locked:
                    sheet.unprotect("")
                # It prints commas between the brackets of a table, and reads semicolons.
                area.setFormulaArray(
                    tuple(tuple(t.replace("],[", "];[") for t in line) for line in texts)
                )
            if locked and not sheet.isProtected():
                sheet.protect("")

    def do_calculate(self):
        self.document.calculateAll()

    def do_forget_undo(self):
        # What was undone now would be undone in cells that hold something else by now.
        self.document.UndoManager.clear()

    # ------------------------------------------------------------ cells

    def do_active(self):
        controller = self.document.CurrentController
        sheet = controller.ActiveSheet
        cell = self.document.CurrentSelection
        row = column = 0
        if cell is not None and hasattr(cell, "RangeAddress"):
            row, column = cell.RangeAddress.StartRow, cell.RangeAddress.StartColumn
        return [sheet.Name, row, column]

    def do_select(self, sheet, row, column):
        controller = self.document.CurrentController
        there = self.sheet(sheet)
        controller.setActiveSheet(there)
        controller.select(there.getCellByPosition(column, row))

    def do_enter(self, sheet, row, column, cells):
        there = self.sheet(sheet)
        locked = there.isProtected()
        if locked:  # else some of it is refused without a word
            there.unprotect("")
            if there.isProtected():
                raise RuntimeError("the sheet " + repr(sheet) + " is protected with a password")
        try:
            self._enter(there, row, column, cells)
        finally:
            if locked:
                there.protect("")

    def _enter(self, there, row, column, cells):
        bottom, right = row + len(cells) - 1, column + len(cells[0]) - 1
        area = there.getCellRangeByPosition(column, row, right, bottom)
        area.setFormulaArray(tuple(tuple(map(self._spelled, line)) for line in cells))
        for down, line in enumerate(cells):
            for right, entry in enumerate(line):
                if isinstance(entry, bool):
                    self._truth(there.getCellByPosition(column + right, row + down), entry)
                elif isinstance(entry, str) and "\n" in entry:
                    there.getCellByPosition(column + right, row + down).setString(entry)

    def _spelled(self, entry):
        if entry is None:
            return ""
        if isinstance(entry, dict):
            return entry["formula"] if "formula" in entry else ERRORS[entry["error"]]
        if isinstance(entry, str):
            return "'" + entry
        return float(entry)

    def _truth(self, cell, entry):
        formats = self.document.NumberFormats
        locale = uno.createUnoStruct("com.sun.star.lang.Locale")
        cell.setValue(float(entry))
        cell.NumberFormat = formats.getStandardFormat(1024, locale)  # NumberFormat.LOGICAL

    def do_link(self, sheet, row, column, target):
        there = self.sheet(sheet)
        cell = there.getCellByPosition(column, row)
        text = cell.getString()
        locked = there.isProtected()
        if locked:  # else nothing is taken out of the cell, and the link is put beside it
            there.unprotect("")
        cell.setString("")
        if target:
            field = self.document.createInstance("com.sun.star.text.TextField.URL")
            field.Representation, field.URL = text, "#" + target
            inside = cell.Text
            inside.insertTextContent(inside.createTextCursor(), field, False)
        else:
            cell.setFormula("'" + text)
        if locked:
            there.protect("")

    # ------------------------------------------------------------ looks

    def do_dress(self, sheet, area, look):
        top, left, bottom, right = area
        cells = self.sheet(sheet).getCellRangeByPosition(left, top, right, bottom)
        if not look:
            cells.clearContents(32)  # CellFlags.HARDATTR
            return
        cells.CharFontName, cells.CharHeight = look["font_name"], float(look["font_size"])
        cells.CharColor = self.number(look["font_color"])
        cells.CharWeight = BOLD if look.get("bold") else PLAIN
        if "bg_color" in look:
            cells.CellBackColor = self.number(look["bg_color"])
        cells.IsTextWrapped = bool(look.get("text_wrap"))
        if "align" in look:
            cells.HoriJustify = uno.Enum(
                "com.sun.star.table.CellHoriJustify", str(look["align"]).upper()
            )
        if "indent" in look:
            cells.HoriJustify = uno.Enum("com.sun.star.table.CellHoriJustify", "LEFT")
            cells.ParaIndent = 353 * int(look["indent"])
        cells.VertJustify = {"top": 1, "vcenter": 2, "bottom": 3}.get(look["valign"], 0)
        if "num_format" in look:
            cells.NumberFormat = self.number_format(str(look["num_format"]))
        if "border" in look:
            line = BorderLine2()
            line.Color = self.number(look["border_color"])
            line.OuterLineWidth = line.LineWidth = 26
            for side in ("TopBorder", "BottomBorder", "LeftBorder", "RightBorder"):
                setattr(cells, side, line)
        protection = cells.CellProtection
        protection.IsLocked = bool(look.get("locked", True))
        cells.CellProtection = protection

    def number_format(self, code):
        locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        formats = self.document.NumberFormats
        key = formats.queryKey(code, locale, False)
        return formats.addNew(code, locale) if key == -1 else key

    def number(self, colour):
        return int(colour[1:], 16)

    # ------------------------------------------------------------ sheets, tables, names

    def sheet(self, name):
        sheets = self.document.Sheets
        if not sheets.hasByName(name):
            there = ", ".join(sheets.ElementNames)
            raise KeyError("no sheet " + repr(name) + "; there are: " + there)
        return sheets.getByName(name)

    def do_sheets(self):
        return list(self.document.Sheets.ElementNames)

    def do_extend(self, sheet, table, area):
        top, left, bottom, right = area
        there = self.sheet(sheet)
        address = there.getCellRangeByPosition(left, top, right, bottom).RangeAddress
        ranges = self.document.DatabaseRanges
        for name in ranges.ElementNames:
            if name.casefold() == table.casefold():
                ranges.getByName(name).setDataArea(address)
                self.grown.add(name)
                return
        ranges.addNewByName(table, address)
        ranges.getByName(table).ContainsHeader = True

    def do_bring(self, file, sheet, after):
        folder = tempfile.mkdtemp()
        try:
            path = os.path.join(folder, "kamxl-aside.xlsx")
            with open(path, "wb") as stream:
                stream.write(base64.b64decode(file))
            desktop = self.context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", self.context
            )
            aside = desktop.loadComponentFromURL(
                uno.systemPathToFileUrl(path), "_blank", 0, arguments(Hidden=True)
            )
            try:
                names = self.do_sheets()
                place = names.index(after) + 1 if after else len(names)
                self.document.Sheets.importSheet(aside, sheet, place)
            finally:
                aside.close(True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def do_remove(self, sheet):
        there = self.sheet(sheet)
        number = there.RangeAddress.Sheet
        ranges = self.document.DatabaseRanges
        for name in ranges.ElementNames:
            if ranges.getByName(name).DataArea.Sheet == number:
                ranges.removeByName(name)
        self.document.Sheets.removeByName(sheet)

    def do_colour(self, sheet, colour):
        there = self.sheet(sheet)
        old = there.TabColor
        there.TabColor = -1 if colour is None else self.number(colour)
        return None if old == -1 else "#%06X" % old

    def do_move(self, sheet, place):
        now = self.do_sheets().index(sheet)
        self.document.Sheets.moveByName(sheet, place + 1 if place > now else place)

    def do_define(self, name, content):
        names = self.document.NamedRanges
        there = next((n for n in names.ElementNames if n.casefold() == name.casefold()), None)
        old = "" if there is None else names.getByName(there).Content
        if there is None and content:
            base = uno.createUnoStruct("com.sun.star.table.CellAddress")
            names.addNewByName(name, content, base, 0)
        elif there is not None and content:
            names.getByName(there).setContent(content)
        elif there is not None:
            names.removeByName(there)
        return old

    # ------------------------------------------------------------ what it remembers

    def do_describe(self, properties):
        held = self.document.DocumentProperties.UserDefinedProperties
        info = held.PropertySetInfo
        old = {}
        for name, value in properties.items():
            old[name] = ""
            if info.hasPropertyByName(name):
                old[name] = str(held.getPropertyValue(name))
                held.removeProperty(name)
            if value:
                held.addProperty(name, REMOVEABLE, value)
        return old

    def do_remember(self, told):
        """Put the state among the pieces of XML that LibreOffice keeps of a workbook of Excel's."""
        builder = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.xml.dom.DocumentBuilder", self.context
        )
        bag = {item.Name: item.Value for item in self.document.InteropGrabBag}
        parts = list(bag.get("OOXCustomXml", ()))
        pages = list(bag.get("OOXCustomXmlProps", ()))
        for place in range(len(parts) - 1, -1, -1):
            root = parts[place].getDocumentElement()
            if root.getNamespaceURI() == SPACE:
                del parts[place]
                if place < len(pages):
                    del pages[place]
        if told is not None:
            parts.append(self._xml(builder, told[0]))
            pages.append(self._xml(builder, told[1]))
        bag["OOXCustomXml"] = uno.Any("[]com.sun.star.xml.dom.XDocument", tuple(parts))
        bag["OOXCustomXmlProps"] = uno.Any("[]com.sun.star.xml.dom.XDocument", tuple(pages))
        self.document.InteropGrabBag = arguments(**bag)

    def _xml(self, builder, text):
        stream = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.io.SequenceInputStream", self.context
        )
        stream.initialize((uno.ByteSequence(text.encode("utf-8")),))
        return builder.parse(stream)

    # ------------------------------------------------------------ speaking

    def do_progress(self, text):
        if self.indicator is not None:
            self.indicator.end()
            self.indicator = None
        if text and self.document.CurrentController is not None:
            self.indicator = self.document.CurrentController.Frame.createStatusIndicator()
            self.indicator.start(text, 1)

    def do_choose(self, title, endings, save_as):
        aside = os.environ.get("KAMXL_CHOICES", "")
        if aside:
            with open(aside, encoding="utf-8") as file:
                first, _, rest = file.read().partition("\n")
            with open(aside, "w", encoding="utf-8") as file:
                file.write(rest)
            return first
        picker = self.context.ServiceManager.createInstanceWithArgumentsAndContext(
            "com.sun.star.ui.dialogs.FilePicker", (SAVE if save_as else OPEN,), self.context
        )
        picker.setTitle(title)
        through = ";".join("*" + ending for ending in endings)
        picker.appendFilter(through, through)
        if save_as:
            folder, name = os.path.split(save_as)
            if folder:
                picker.setDisplayDirectory(uno.systemPathToFileUrl(folder))
            picker.setDefaultName(name)
        if picker.execute() != 1 or not picker.Files:
            return ""
        return uno.fileUrlToSystemPath(picker.Files[0])

    def do_show(self, path):
        desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )
        desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())

    def do_say(self, text):
        aside = os.environ.get("KAMXL_MESSAGES", "")
        if aside:
            with open(aside, "a", encoding="utf-8") as file:
                file.write(text + "\n\f")
            return
        parent = self.document.CurrentController.Frame.ContainerWindow
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
        parent.Toolkit.createMessageBox(parent, kind, 1, "kamxl", text).execute()
