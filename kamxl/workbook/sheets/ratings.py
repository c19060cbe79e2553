"""Ratings: step 3, one row an account, one column a criterion; the score stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from kamxl.cells import CellValue, column_letters
from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import SUBRATINGS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import RATINGS_HEADER, Context, spread
from kamxl.workbook.sheets import forecast, suggested, tiers
from kamxl.workbook.sheets.criteria_places import helper
from kamxl.workbook.sheets.rating_columns import (
    COMPUTED,
    HELPERS,
    KEYS,
    QUADRATIC,
    STYLES,
    WIDTHS,
    WRONG,
)
from kamxl.workbook.sheets.rating_formulas import FORMULAS
from kamxl.workbook.sheets.rating_values import EMPTY, values_of
from kamxl.workbook.spec import Area, Column, Conditional, Page, Sheet, Table, Validation

TITLE = Text("Ratings", "Bewertung")
NOTE = Text(
    "Step 3: a number on the scale, ? for what you know you do not know, blank for what nobody has "
    "judged. What is derived from figures needs no rating; a typed one goes before it.",
    "Schritt 3: eine Zahl auf der Skala, ? für bekannt Unbekanntes, leer für nicht Beurteiltes. "
    "Aus Zahlen Abgeleitetes braucht keine Bewertung; Getipptes geht vor.",
)
WEIGHT = Text("Weight", "Gewicht")


def columns(context: Context) -> list[Column]:
    """Return all columns of the table."""
    made = []
    for key in KEYS:
        computed = key in COMPUTED
        base = "helper" if key in HELPERS else "calc" if computed else "input"
        if key in ("tier", "computed_tier"):
            base = "tier"
        number = STYLES.get(key, "")
        values: Sequence[CellValue] = values_of(context, key) if context.rated else ()
        places = [context.positions[account] for account in context.rated]
        empty = EMPTY.get(key, "" if computed else None)
        values = spread(values, places, context.rating_rows, empty)
        made.append(
            Column(
                key,
                context.t(words.RATING_COLUMNS[key]),
                values,
                f"{base}.{number}" if number else base,
                WIDTHS.get(key, 7 if key.startswith("k") else 10),
                context.compiled(FORMULAS[key]) if computed else "",
                stamped=context.stamped and key in QUADRATIC,
                level=1 if key in HELPERS else 0,
            )
        )
    return made


RATING_ERROR = Text(
    "A number on the scale, or ? for unknown.", "Eine Zahl auf der Skala oder ? für unbekannt."
)
ID_MESSAGE = Text(
    "Number of an account, as on the sheet of accounts.",
    "Nummer eines Kunden wie auf dem Blatt Kunden.",
)


def sheet(context: Context) -> Sheet:
    """Return the sheet: criteria's names and weights on top, the table below."""
    made = Sheet(
        "ratings", context.sheet_name("ratings"), "#1F5A7A", freeze=(RATINGS_HEADER + 1, 2)
    )
    table = Table("ratings", RATINGS_HEADER, 0, columns(context), context.rating_rows)
    made.tables.append(table)
    made.put(0, 0, context.t(TITLE), "title")
    made.put(1, 0, context.t(NOTE), "subtitle")
    made.heights[2] = 110
    made.heights[RATINGS_HEADER] = 30
    made.put(3, table.at("coverage"), context.t(WEIGHT), "caption")
    for slot in range(SLOTS):
        criterion = context.criteria[slot]
        column = table.at(f"k{slot + 1}")
        name = context.t(criterion.name) if criterion else ""
        made.put(2, column, context.f(f"={helper('name', slot)}", name), "turned")
        weight = criterion.effective_weight if criterion else 0.0
        made.put(3, column, context.f(f"={helper('weight', slot)}", weight), "caption.decimal")
    top, bottom = RATINGS_HEADER + 1, RATINGS_HEADER + context.rating_rows
    first, last = table.at("k1"), table.at(f"k{SLOTS}")
    context.name_cell("kam_ratings_head", "ratings", RATINGS_HEADER, 0)
    context.name_area("kam_ratings_ids", "ratings", Area(top, 0, 1048575, 0))
    made.page = Page(repeat=(2, RATINGS_HEADER), area=Area(0, 0, bottom, last))
    made.validations.append(
        Validation(
            Area(top, 0, bottom, 0),
            "any",
            title=context.t(words.RATING_COLUMNS["id"]),
            message=context.t(ID_MESSAGE),
        )
    )
    made.validations.extend(_rating_rules(context, table, top, bottom))
    made.validations.extend(tiers.rules(context, table, top, bottom))
    made.validations.extend(forecast.rules(context, table, top, bottom))
    made.validations.extend(_answer_rules(context, table, top, bottom))
    made.put(3, table.at(SUBRATINGS[0]), context.t(ANSWERS_ARE), "caption")
    made.put(3, table.at(suggested.FIRST), context.t(suggested.ABOUT), "caption")
    made.put(3, table.at(forecast.TYPED[0]), context.t(forecast.ABOUT), "caption")
    made.put(3, table.at("previous_tier"), context.t(tiers.BY_HAND), "caption")
    typed, counts = _letter(table, "k1"), _letter(table, "e1")
    made.conditionals += [
        Conditional(Area(top, first, bottom, last), "formula",
                    f'={counts}{top + 1}="{WRONG}"', "bad", stop=True),
        Conditional(Area(top, first, bottom, last), "formula",
                    f'=AND(LEN({typed}{top + 1})=0,ISNUMBER({counts}{top + 1}))', "good"),
        Conditional(Area(2, first, bottom, last), "formula",
                    f"={_letter(table, 'k1')}$3=\"\"", "dim"),
        Conditional(Area(top, table.at("coverage"), bottom, table.at("coverage")), "formula",
                    f"=AND(ISNUMBER(${_letter(table, 'coverage')}{top + 1}),"
                    f"ROUND(${_letter(table, 'coverage')}{top + 1},9)<kam_minimum_coverage)",
                    "warn"),
    ]  # fmt: skip
    return made


ANSWERS_ARE = Text(
    "Six questions; their mean counts where the strategic value is blank.",
    "Sechs Fragen; ihr Mittel zählt, wo der strategische Wert leer ist.",
)
ANSWER_ERROR = Text("A number on the scale, or blank.", "Eine Zahl auf der Skala oder leer.")


def _answer_rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    return [
        Validation(
            Area(top, table.at(key), bottom, table.at(key)),
            "decimal",
            minimum="=kam_scale_low",
            maximum="=kam_scale",
            title=context.t(words.RATING_COLUMNS[key])[:32],
            message=context.t(ANSWERS_ARE),
            error=context.t(ANSWER_ERROR),
        )
        for key in SUBRATINGS
    ]


def _letter(table: Table, key: str) -> str:
    return column_letters(table.at(key))


def _rating_rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    rules = []
    for slot in range(SLOTS):
        criterion = context.criteria[slot]
        column = table.at(f"k{slot + 1}")
        cell = f"{_letter(table, f'k{slot + 1}')}{top + 1}"
        title = context.t(criterion.name) if criterion else ""
        anchors = criterion.anchors if criterion else (None, None, None)
        message = "\n".join(
            f"{mark}: {context.t(anchor)}"
            for mark, anchor in zip((1, 5, 10), anchors, strict=True)
            if anchor
        )
        rules.append(
            Validation(
                Area(top, column, bottom, column),
                "custom",
                f'=OR({cell}="?",AND(ISNUMBER({cell}),{cell}>=kam_scale_low,{cell}<=kam_scale))',
                title=title[:32],
                message=message if len(message) <= 255 else message[:254] + "…",
                error=context.t(RATING_ERROR),
            )
        )
    return rules
