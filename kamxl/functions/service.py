"""Functions about kamxl itself."""

from __future__ import annotations

from importlib import metadata

from kamxl.functions.spec import Answer, Example, Function
from kamxl.text import Text

VERSION = metadata.version("kamxl")


def _kam_version() -> Answer:
    return VERSION


KAM_VERSION = Function(
    "KAM_VERSION",
    Text(
        "The version of kamxl that computes the functions of this program.",
        "Die Version von kamxl, die die Funktionen dieses Programms rechnet.",
    ),
    (),
    _kam_version,
    Example((), VERSION, Text("the installed version", "die installierte Version")),
    category="service",
)

SERVICE = (KAM_VERSION,)
