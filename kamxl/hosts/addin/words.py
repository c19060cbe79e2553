"""What the add-in itself says: the rest comes from the two catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.text import Text

TAB = Text.same("kamxl")
TAB_KEYS = Text.same("K")
CATEGORY = Text.same("kamxl")

SAID: Mapping[str, Text] = {
    "failed": Text(
        "This did not work; the workbook is as it was. \"kamxl doctor\" in a terminal says why.",
        "Das hat nicht geklappt; die Mappe ist, wie sie war. \"kamxl doctor\" in einem Terminal "
        "sagt, warum.",
    ),
    "no_workbook": Text("Open a workbook of kamxl first.", "Zuerst eine Mappe von kamxl öffnen."),
    "not_installed": Text(
        "There is no file that says where Python is. In a terminal: kamxl addin install",
        "Es gibt keine Datei, die sagt, wo Python ist. In einem Terminal: kamxl addin install",
    ),
    "no_library": Text(
        "xlwings' library could not be loaded. Install anew: kamxl addin install. Missing:",
        "Die Bibliothek von xlwings war nicht zu laden. Neu einrichten: kamxl addin install. "
        "Es fehlt:",
    ),
}  # fmt: skip
