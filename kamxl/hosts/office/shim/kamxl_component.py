"""The extension inside LibreOffice: cell functions and the actions of the menu.

Thin on purpose: what is computed is computed by kamxl in another process (kamxl_bridge).
"""

import json
import os
import struct
import sys

import uno
import unohelper

HERE = os.path.dirname(os.path.abspath(__file__))
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from com.kamxl import XKamxl  # noqa: E402
from com.sun.star.lang import XServiceInfo, XServiceName  # noqa: E402
from com.sun.star.sheet import XAddIn  # noqa: E402
from com.sun.star.task import XJobExecutor  # noqa: E402
from kamxl_book import Book  # noqa: E402
from kamxl_bridge import BRIDGE, Missing  # noqa: E402

FUNCTIONS = "com.kamxl.Functions"
ACTIONS = "com.kamxl.Actions"
CODES = {
    "#NULL!": 521,
    "#DIV/0!": 532,
    "#VALUE!": 519,
    "#REF!": 524,
    "#NAME?": 525,
    "#NUM!": 503,
    "#N/A": 32767,
}

with open(os.path.join(HERE, "functions.json"), encoding="utf-8") as stream:
    TOLD = json.load(stream)


def error(word):
    """Return the number that Calc shows as an error: a quiet NaN whose low word is its code."""
    return struct.unpack("<d", struct.pack("<II", CODES[word], 0x7FF80000))[0]


def to_json(value):
    """Return what Calc passes as plain data: rows of cells, numbers with their errors."""
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    if isinstance(value, float) and value != value:
        code = struct.unpack("<II", struct.pack("<d", value))[0]
        word = next((word for word, known in CODES.items() if known == code), "#VALUE!")
        return {"error": word}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return None


def to_calc(value):
    """Return one value as Calc takes it in a cell."""
    if isinstance(value, dict):
        return error(value["error"])
    if value is None:
        return ""
    return float(value) if isinstance(value, (bool, int)) else value


def rows(answer):
    """Return an answer as rows of cells."""
    cells = answer if isinstance(answer, list) else [[answer]]
    return tuple(tuple(map(to_calc, line)) for line in cells)


class Functions(unohelper.Base, XAddIn, XServiceName, XServiceInfo, XKamxl):
    """Every cell function; their names come from the catalogue."""

    def __init__(self, context):
        self.context = context
        self.locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")

    def getServiceName(self):
        return FUNCTIONS

    def getImplementationName(self):
        return FUNCTIONS

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (FUNCTIONS, "com.sun.star.sheet.AddIn")

    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale

    def _told(self, name):
        language = "de" if self.locale.Language == "de" else "en"
        return TOLD[language][name.upper()]

    def getProgrammaticFuntionName(self, name):
        return name.upper() if name.upper() in TOLD["en"] else ""

    def getDisplayFunctionName(self, name):
        return name.upper()

    def getFunctionDescription(self, name):
        return self._told(name)["help"]

    def getDisplayArgumentName(self, name, place):
        return self._told(name)["arguments"][place][0]

    def getArgumentDescription(self, name, place):
        return self._told(name)["arguments"][place][1]

    def getProgrammaticCategoryName(self, name):
        return "Add-In"

    def getDisplayCategoryName(self, name):
        return "Add-In"


def function(name):
    """Return the method behind a cell function. It never raises: Calc would show Err:502."""

    def method(self, *given):
        try:
            return rows(BRIDGE.ask({"call": name, "arguments": [to_json(one) for one in given]}))
        except Missing:
            return rows({"error": "#NAME?"})
        except Exception:
            return rows({"error": "#VALUE!"})

    method.__name__ = name
    return method


for key in TOLD["en"]:
    setattr(Functions, key, function(key))


class Actions(unohelper.Base, XJobExecutor, XServiceInfo):
    """The actions of menu and toolbar, on the document that lies in front."""

    def __init__(self, context):
        self.context = context

    def getImplementationName(self):
        return ACTIONS

    def supportsService(self, name):
        return name == ACTIONS

    def getSupportedServiceNames(self):
        return (ACTIONS,)

    def trigger(self, key):
        desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )
        document = desktop.getCurrentComponent()
        if document is None or not hasattr(document, "Sheets"):
            return
        book = Book(self.context, document)
        try:
            BRIDGE.ask({"action": key}, book)
        except Missing as wrong:
            book.do_resume()
            book.do_say("kamxl: " + str(wrong))


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(
    Functions, FUNCTIONS, (FUNCTIONS, "com.sun.star.sheet.AddIn")
)
g_ImplementationHelper.addImplementation(Actions, ACTIONS, (ACTIONS,))
