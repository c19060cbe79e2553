"""The extension for LibreOffice: cell functions and a menu, made from the two catalogues."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kamxl import __version__
from kamxl.actions import catalogue as actions
from kamxl.actions.spec import Action
from kamxl.functions import catalogue as functions
from kamxl.functions.spec import Function
from kamxl.text import LANGUAGES, Text

EXTENSION = "kamxl.oxt"
IDENTIFIER = "com.kamxl"
FUNCTIONS, ACTIONS = "com.kamxl.Functions", "com.kamxl.Actions"
SHIM = Path(__file__).parent / "shim"
# A fixed day, so that the same version gives the same bytes.
CREATED = (2026, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PACKAGE = 'oor:package="org.openoffice.Office"'
OOR = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
# Where the actions stand: before Help in the menu of spreadsheets only.
CALC = "com.sun.star.sheet.SpreadsheetDocument"


def extension(python: str = "") -> bytes:
    """Return the .oxt: the same bytes for the same version, catalogues and Python.

    `python` is the interpreter that has kamxl; "" leaves that to the variable KAMXL_PYTHON.
    """
    files = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "kamxl.components": _components(),
        **projections(),
        "functions.json": _told(functions.CATALOGUE),
        "kamxl_component.py": _shim("kamxl_component"),
        "pythonpath/kamxl_book.py": _shim("kamxl_book"),
        "pythonpath/kamxl_bridge.py": _shim("kamxl_bridge"),
        "pythonpath/python.txt": f"{python}\n",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, CREATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return stream.getvalue()


def projections() -> dict[str, str]:
    """Return the files that are made from the catalogues, by their names in the extension."""
    return {
        "XKamxl.idl": idl(functions.CATALOGUE),
        "CalcAddIns.xcu": calc_addins(functions.CATALOGUE),
        "Addons.xcu": addons(actions.CATALOGUE),
    }


def idl(catalogue: Sequence[Function]) -> str:
    """Return the interface of all functions in UNO's language: any value in, rows of values out."""
    lines = ["module com { module kamxl {", "", "interface XKamxl {"]
    for function in catalogue:
        arguments = ", ".join(f"[in] any {_argument(one.name)}" for one in function.arguments)
        lines.append(f"    sequence< sequence< any > > {function.name}({arguments});")
    return "\n".join([*lines, "};", "", "}; };", ""])


def _argument(name: str) -> str:
    """Return an argument's name as the interface has it: no underscore, no word of its own."""
    return "the" + "".join(part.capitalize() for part in name.split("_"))


def calc_addins(catalogue: Sequence[Function]) -> str:
    """Return what the function wizard shows of all functions, in both languages."""
    made = [
        f'{HEAD}<oor:component-data {OOR} oor:name="CalcAddIns" {PACKAGE}>',
        '<node oor:name="AddInInfo">',
        f'<node oor:name="{FUNCTIONS}" oor:op="replace">',
        '<node oor:name="AddInFunctions">',
    ]
    for function in catalogue:
        made.append(f'<node oor:name="{function.name}" oor:op="replace">')
        made.append(_property("DisplayName", Text.same(function.name)))
        made.append(_property("Description", function.help))
        made.append('<prop oor:name="Category"><value>Add-In</value></prop>')
        made.append(_property("CompatibilityName", Text.same(function.name)))
        made.append('<node oor:name="Parameters">')
        for argument in function.arguments:
            made.append(f'<node oor:name="{_argument(argument.name)}" oor:op="replace">')
            made.append(_property("DisplayName", Text.same(argument.name)))
            made.append(_property("Description", argument.help))
            made.append("</node>")
        made.append("</node></node>")
    return "\n".join([*made, "</node></node></node></oor:component-data>", ""])


def addons(catalogue: Sequence[Action]) -> str:
    """Return menu and toolbar with all actions, in both languages."""
    menu, bar = [], []
    for number, action in enumerate(catalogue):
        entry = (
            f'<prop oor:name="URL" oor:type="xs:string"><value>service:{ACTIONS}?{action.key}'
            "</value></prop>" + _property("Title", action.label, kind=True)
            + '<prop oor:name="Target" oor:type="xs:string"><value>_self</value></prop>'
            + f'<prop oor:name="Context" oor:type="xs:string"><value>{CALC}</value></prop>'
        )  # fmt: skip
        menu.append(f'<node oor:name="N{number:03}" oor:op="replace">{entry}</node>')
        bar.append(f'<node oor:name="N{number:03}" oor:op="replace">{entry}</node>')
    return "\n".join(
        [
            f'{HEAD}<oor:component-data {OOR} oor:name="Addons" {PACKAGE}>',
            '<node oor:name="AddonUI">',
            f'<node oor:name="OfficeMenuBar"><node oor:name="{IDENTIFIER}" oor:op="replace">',
            _property("Title", Text.same("kamxl"), kind=True),
            '<prop oor:name="Target" oor:type="xs:string"><value>_self</value></prop>',
            f'<prop oor:name="Context" oor:type="xs:string"><value>{CALC}</value></prop>',
            '<node oor:name="Submenu">',
            *menu,
            "</node></node></node>",
            f'<node oor:name="OfficeToolBar"><node oor:name="{IDENTIFIER}" oor:op="replace">',
            *bar,
            "</node></node>",
            "</node></oor:component-data>",
            "",
        ]
    )


def _property(name: str, text: Text, *, kind: bool = False) -> str:
    values = "".join(
        f'<value xml:lang="{language}">{escape(text(language))}</value>' for language in LANGUAGES
    )
    typed = ' oor:type="xs:string"' if kind else ""
    return f'<prop oor:name="{name}"{typed}>{values}</prop>'


def _told(catalogue: Sequence[Function]) -> str:
    """Return the words of all functions as the component tells them."""
    told = {
        language: {
            function.name: {
                "help": function.help(language),
                "arguments": [[one.name, one.help(language)] for one in function.arguments],
            }
            for function in catalogue
        }
        for language in LANGUAGES
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _manifest() -> str:
    entries = (
        ("XKamxl.idl", "application/vnd.sun.star.uno-typelibrary;type=RDB"),
        ("kamxl.components", "application/vnd.sun.star.uno-components"),
        ("CalcAddIns.xcu", "application/vnd.sun.star.configuration-data"),
        ("Addons.xcu", "application/vnd.sun.star.configuration-data"),
    )
    lines = [
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type={quoteattr(kind)}/>'
        for path, kind in entries
    ]
    space = 'xmlns:manifest="http://openoffice.org/2001/manifest"'
    return "\n".join([f"{HEAD}<manifest:manifest {space}>", *lines, "</manifest:manifest>", ""])


def _components() -> str:
    """Return what is in the component, so that nothing need be run to install it."""
    services = {FUNCTIONS: (FUNCTIONS, "com.sun.star.sheet.AddIn"), ACTIONS: (ACTIONS,)}
    made = [
        f'{HEAD}<components xmlns="http://openoffice.org/2010/uno-components">',
        '<component loader="com.sun.star.loader.Python" uri="kamxl_component.py">',
    ]
    for implementation, names in services.items():
        inside = "".join(f'<service name="{name}"/>' for name in names)
        made.append(f'<implementation name="{implementation}">{inside}</implementation>')
    return "\n".join([*made, "</component>", "</components>", ""])


def _description() -> str:
    names = "".join(f'<name lang="{language}">kamxl</name>' for language in LANGUAGES)
    return (
        f'{HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<identifier value="{IDENTIFIER}"/>\n<version value="{__version__}"/>\n'
        f"<display-name>{names}</display-name>\n"
        "</description>\n"
    )


def _shim(name: str) -> str:
    return (SHIM / f"{name}.py").read_text(encoding="utf-8")
