"""A form laid out afresh on a sheet: hidden marks, titles, headings, lines, spare rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamxl.text import Language
from kamxl.workbook.changing import Edit
from kamxl.workbook.forms.reading import OWNER, place_key
from kamxl.workbook.forms.spec import FREE, HEADINGS, TITLE, Field, Form, Section
from kamxl.workbook.spec import Area, Content, Sheet, Validation

# A list in quotes may be this long; longer ones are not offered.
LONGEST_LIST = 255
LONGEST_MESSAGE = 255
# What is typed stands on yellow; what is proposed there too, since it may be replaced.
STYLES = {"human": "input_wrap", "mixed": "input_wrap", "computed": "calc_wrap"}
CONTINUED = "heading"


def style_of(one: Field) -> str:
    """Return the style of a field's cells: whose it is, and its number format."""
    base, _, number_format = one.style.partition(".")
    base = STYLES[one.kind] if base in ("", "wrap") else base
    return f"{base}.{number_format}" if number_format else base


def lay(
    form: Form, sheet: Sheet, language: Language, *, top: int, order: Sequence[str] | None = None
) -> dict[str, int]:
    """Put a form on a sheet from a row on; return the row of each line.

    Column A holds the ids and the row `top` the marks of the columns; both are hidden.
    """
    widest = max(len(section.fields) for section in form.sections)
    sheet.put(top, 0, OWNER + form.uid, "helper")
    for place in range(widest):
        sheet.put(top, place + 1, place_key(place), "helper")
    sheet.hidden_rows.add(top)
    rows: dict[str, int] = {}
    row = top + 1
    for section in form.sections:
        if order is not None and section.key not in order:
            continue
        row = _section(form, section, sheet, language, row, rows)
    return rows


def _section(
    form: Form, section: Section, sheet: Sheet, language: Language, row: int, rows: dict[str, int]
) -> int:
    for edit in _heading(section, row, {p: p + 1 for p in range(len(section.fields))}, 0, language):
        sheet.put(edit.row, edit.column, edit.content, edit.style)
        row = max(row, edit.row + 1)
    first = row
    for line in form.of(section.key):
        rows[line.id] = row
        sheet.put(row, 0, line.id, "helper")
        for place, one in enumerate(section.fields):
            sheet.put(row, place + 1, line.content(one.key), style_of(one))
        row += 1
    for number in range(1, section.spare + 1):
        sheet.put(row, 0, f"{section.key}{FREE}{number}", "helper")
        for place, one in enumerate(section.fields):
            blank: Content = None
            sheet.put(row, place + 1, blank, style_of(one))
        row += 1
    if row > first:
        _rules(section, sheet, language, first, row - 1)
    return row + 1


def _rules(section: Section, sheet: Sheet, language: Language, first: int, last: int) -> None:
    for place, one in enumerate(section.fields):
        if one.kind == "computed":
            continue
        area = Area(first, place + 1, last, place + 1)
        message = one.message(language)[:LONGEST_MESSAGE] if one.message else ""
        source = ",".join(choice(language) for choice in one.choices)
        if one.choices and len(source) <= LONGEST_LIST:
            sheet.validations.append(
                Validation(area, "list", source, title=one.label(language)[:32], message=message)
            )
        elif one.style.endswith(".date"):
            sheet.validations.append(
                Validation(
                    area, "date", minimum=1, maximum=2958465,
                    title=one.label(language)[:32], message=message, warn_only=True,
                )
            )  # fmt: skip
        elif message:
            sheet.validations.append(
                Validation(area, "any", title=one.label(language)[:32], message=message)
            )


def _heading(
    section: Section, row: int, columns: Mapping[int, int], id_column: int, language: Language
) -> list[Edit]:
    why = "new part"
    made = [
        Edit(row, id_column, TITLE + section.key, "helper", why),
        Edit(row, columns[0], section.title(language), "heading", why),
    ]
    made += [
        Edit(row, column, None, "heading", why)
        for place, column in columns.items()
        if 0 < place < len(section.fields)
    ]
    row += 1
    if section.note is not None:
        made.append(Edit(row, columns[0], section.note(language), "caption_line", why))
        row += 1
    if section.headings:
        made.append(Edit(row, id_column, HEADINGS + section.key, "helper", why))
        made += [
            Edit(
                row, columns[place], one.label(language),
                "header" if one.kind == "computed" else "header_input", why,
            )
            for place, one in enumerate(section.fields)
            if place in columns
        ]  # fmt: skip
    return made


def heading_edits(
    section: Section, row: int, columns: Mapping[int, int], id_column: int, language: Language
) -> tuple[list[Edit], int]:
    """Return the edits that put a section's title and headings, and the row after them."""
    made = _heading(section, row, columns, id_column, language)
    return made, max(edit.row for edit in made) + 1
