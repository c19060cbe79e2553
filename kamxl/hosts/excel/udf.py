"""Cell functions as xlwings serves them: every argument as rows of cells, errors as their words.

xlwings off Windows passes everything through silently, so all checks stand in the catalogue and
xlwings only receives what has been checked. No type hints on purpose: it would convert by them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import xlwings as xw

from kamxl.cells import CellError, CellValue
from kamxl.functions import catalogue
from kamxl.functions.calling import call
from kamxl.functions.spec import Function
from kamxl.text import Language

CATEGORY = "kamxl"


def doorway(name: str, language: Language = "en") -> Callable[..., Any]:
    """Return the catalogue's function of that name, for a module that Excel imports."""
    function = catalogue.function(name)
    cell = _cell_function(function, language)
    # Decorators mark the function that they receive; each xw.arg sets the category back, so
    # xw.func comes last.
    for argument in function.arguments:
        xw.arg(argument.name, ndim=2, err_to_str=True, doc=argument.help(language))(cell)
    xw.func(category=CATEGORY)(cell)
    return cell


def _cell_function(function: Function, language: Language) -> Callable[..., Any]:
    def cell(*arguments: Any) -> Any:
        return to_excel(call(function, *arguments))

    cell.__name__ = cell.__qualname__ = function.name
    cell.__doc__ = function.help(language)
    cell.__annotations__ = {}
    # xlwings reads names and optionality from the signature; None is "left out" to the gate.
    vars(cell)["__signature__"] = inspect.Signature(
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if argument.required else None,
            )
            for argument in function.arguments
        ]
    )
    return cell


def to_excel(result: Any) -> Any:
    """Return a result as xlwings writes it; an error is its word, which VBA makes an error."""
    if isinstance(result, (list, tuple)):
        return [[_value(cell) for cell in row] for row in result]
    return _value(result)


def _value(cell: CellValue) -> Any:
    return cell.value if isinstance(cell, CellError) else cell
