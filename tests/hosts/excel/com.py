"""What pywin32 would give: just enough for the real `xlwings.udfs` and its converters to run here.

`xlwings._xlwindows` is the real module too, so error codes, Decimals, blanks and dates are cleaned
by the code that cleans them on Windows. Only the operating system is stood in for.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
ERROR_CODES = {
    "#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265,
    "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246,
}  # fmt: skip


class _Anything:
    """Answers every attribute and every call with itself: the Windows libraries of ctypes."""

    def __init__(self, *_: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self


class ComRange:
    """A range as COM hands it to a function: `Value` is a scalar, or a tuple of rows."""

    def __init__(self, rows: list[list[Any]]) -> None:
        one = len(rows) == 1 and len(rows[0]) == 1
        self.Value = rows[0][0] if one else tuple(tuple(row) for row in rows)
        self.Row = self.Column = 1
        self.Rows = types.SimpleNamespace(Count=len(rows))
        self.Columns = types.SimpleNamespace(Count=len(rows[0]))
        self.Worksheet = types.SimpleNamespace(
            Name="Sheet1",
            Parent=types.SimpleNamespace(Name="book.xlsx", Application=_Anything()),
        )
        type_info = types.SimpleNamespace(
            GetTypeAttr=lambda: types.SimpleNamespace(iid=RANGE_IID),
        )
        self._oleobj_ = types.SimpleNamespace(GetTypeInfo=lambda: type_info)


def _module(name: str, **attributes: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(attributes)
    return module


def _pywin32() -> dict[str, types.ModuleType]:
    dispatched = {name: type(name, (), {}) for name in ("CDispatch", "DispatchBaseClass")}
    client = _module(
        "win32com.client",
        Dispatch=lambda thing, **_: thing,
        DispatchEx=lambda thing: thing,
        CoClassBaseClass=object,
        **dispatched,
    )
    return {
        "pythoncom": _module("pythoncom", __file__="pythoncom.dll", CoInitialize=lambda: None),
        "pywintypes": _module(
            "pywintypes",
            IID=str,
            TimeType=dt.datetime,
            com_error=type("com_error", (Exception,), {}),
            error=type("error", (Exception,), {}),
        ),
        "win32com": _module("win32com", client=client),
        "win32com.client": client,
        "win32api": _module("win32api"),
        "win32con": _module("win32con"),
        "win32gui": _module("win32gui"),
        "win32process": _module("win32process", GetWindowThreadProcessId=lambda _: (0, 1)),
        "win32timezone": _module(
            "win32timezone", TimeZoneInfo=types.SimpleNamespace(utc=lambda: dt.UTC)
        ),
        # The real one starts a COM server thread; call_udf only wants its event loop.
        "xlwings.com_server": _module("xlwings.com_server", loop=None),
    }


@contextmanager
def windows() -> Iterator[Any]:
    """Give the real `xlwings.udfs`, with `xw.func`, `xw.arg` and `xw.ret` as they are there."""
    stood_in = _pywin32()
    ours = (*stood_in, "xlwings._xlwindows", "xlwings._win32patch", "xlwings.udfs", "kam_functions")
    decorators = {name: getattr(xw, name) for name in ("func", "arg", "ret")}
    libraries = {name: vars(ctypes).get(name) for name in ("PyDLL", "windll", "oledll")}
    engines, by_name = list(xw.engines.engines), dict(xw.engines.engines_by_name)
    _forget(ours)
    sys.modules.update(stood_in)
    for name in libraries:
        setattr(ctypes, name, _Anything())
    try:
        from xlwings import _xlwindows, udfs

        xw.engines.add(xw.Engine(impl=_xlwindows.engine))
        vars(xw).update(func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret)
        yield udfs
    finally:
        vars(xw).update(decorators)
        for name, library in libraries.items():
            if library is None:
                delattr(ctypes, name)
            else:
                setattr(ctypes, name, library)
        xw.engines.engines, xw.engines.engines_by_name = engines, by_name
        _forget(ours)


def _forget(modules: tuple[str, ...]) -> None:
    for name in modules:
        sys.modules.pop(name, None)
        if name.startswith("xlwings."):
            vars(xw).pop(name.removeprefix("xlwings."), None)
