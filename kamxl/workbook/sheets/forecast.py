"""The columns of the ratings in which people say where they expect an account on the matrix."""

from __future__ import annotations

from kamxl.cells import CellValue
from kamxl.domain.portfolio import FORECASTS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context, typed
from kamxl.workbook.spec import Area, Table, Validation

TYPED = FORECASTS

ABOUT = Text(
    "Where you expect the account on the matrix; both are needed.",
    "Wo der Kunde in der Matrix erwartet wird; beide nötig.",
)
MESSAGE = Text(
    "On the scale of the ratings, for the matrix in the years of the settings. Blank: no forecast.",
    "Auf der Skala der Bewertung, für die Matrix in den Jahren der Einstellungen. Leer: keine.",
)
ERROR = Text("A number on the scale.", "Eine Zahl auf der Skala.")


def cells(context: Context, key: str) -> list[CellValue]:
    """Return what people typed in one of the columns, cells that could not be used as they were."""
    values = typed(context.portfolio.number(key))
    return [context.inputs.kept.get((key, a), values[a]) for a in context.rated]


def rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    """Return what may be typed into these columns."""
    return [
        Validation(
            Area(top, table.at(key), bottom, table.at(key)),
            "decimal",
            minimum="=kam_strength_least" if "strength" in key else "=kam_scale_low",
            maximum="=kam_strength_most" if "strength" in key else "=kam_scale",
            title=context.t(words.RATING_COLUMNS[key])[:32],
            message=context.t(MESSAGE),
            error=context.t(ERROR),
        )
        for key in TYPED
    ]
