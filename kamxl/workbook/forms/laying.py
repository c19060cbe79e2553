"""A form laid out afresh on a sheet: hidden marks, titles, headings, lines, spare rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, islice

from kamxl.cells import address
from kamxl.text import Language, Text
from kamxl.workbook.changing import Edit
from kamxl.workbook.forms.reading import OWNER, place_key
from kamxl.workbook.forms.spec import (
    FRAME,
    FREE,
    HEADINGS,
    NOTE,
    TITLE,
    Field,
    Form,
    Section,
    section_of,
)
from kamxl.workbook.spec import Area, Content, Sheet, Validation

# A list in quotes and a message may be this long; longer lists are not offered.
LONGEST_TEXT = 255
LAST_DAY = 2958465
# Points of a line of text, and of a row beside it. A width counts digits of 11 points, the letters
# of a form have 9, those of its headings 10 and bold.
LINE_HEIGHT, ROW_MARGIN, LETTER = 11.75, 0.75, 0.9
HEADER_LINE, HEADER_LETTER = 13.0, 1.1
# A sheet is to print on two pages: what parts its sections is low.
TITLE_HEIGHT, GAP_HEIGHT = 15.0, 4.0
MOST_LINES = 8
USUAL_WIDTH = 8.43
# Why these cells change, for the list of changes.
NEW_PART = Text("new part", "neuer Teil")
# What is typed stands on yellow; what is proposed there too, since it may be replaced.
STYLES = {"human": "form_input", "mixed": "form_input", "computed": "calc_wrap"}


def style_of(one: Field) -> str:
    """Return the style of a field's cells: whose it is, and its number format."""
    base, _, number_format = one.style.partition(".")
    base = STYLES[one.kind] if base in ("", "wrap") else base
    return f"{base}.{number_format}" if number_format else base


def lay(form: Form, sheet: Sheet, language: Language, *, top: int) -> dict[str, int]:
    """Put a form on a sheet from a row on; return the row of each line, titles included.

    Column A holds the ids and the row `top` the marks of the columns; both are hidden.
    """
    sheet.put(top, 0, OWNER + form.uid, "helper")
    for place in range(max(section.width for section in form.sections)):
        sheet.put(top, place + 1, place_key(place), "helper")
    sheet.hidden_rows.add(top)
    rows: dict[str, int] = {}
    row = top + 1
    for section in form.sections:
        row = _section(form, section, sheet, language, row, rows)
    lines: dict[str, list[int]] = {}
    for id_, at in rows.items():
        if not id_.startswith(FRAME):
            lines.setdefault(section_of(id_), []).append(at)
    for section in form.sections:
        _rules(section, sheet, language, lines)
    return rows


def _section(
    form: Form, section: Section, sheet: Sheet, language: Language, row: int, rows: dict[str, int]
) -> int:
    rows[TITLE + section.key] = row
    columns = {place: place + 1 for place in range(section.width)}
    for edit in _heading(section, row, columns, 0, language):
        sheet.put(edit.row, edit.column, edit.content, edit.style)
        row = max(row, edit.row + 1)
    sheet.heights[rows[TITLE + section.key]] = TITLE_HEIGHT
    if section.note is not None:
        sheet.heights[rows[TITLE + section.key] + 1] = LINE_HEIGHT + ROW_MARGIN
    if section.headings:
        for one in section.fields:
            _spread(section, one, sheet, row - 1, one.label(language), heading_style(one))
        sheet.heights[row - 1] = height_of(
            sheet,
            (
                (section.places[one.key] + 1, one.span, one.label(language))
                for one in section.fields
            ),
            HEADER_LINE,
            HEADER_LETTER,
        )
    for line in form.of(section.key):
        rows[line.id] = row
        sheet.put(row, 0, line.id, "helper")
        for one in section.fields:
            _spread(section, one, sheet, row, line.content(one.key), style_of(one))
        texts = (
            (section.places[one.key] + 1, one.span, str(line.values.get(one.key) or ""))
            for one in section.fields
        )
        sheet.heights[row] = max(height_of(sheet, texts), section.tall)
        row += 1
    free = (id_ for n in count(1) if (id_ := f"{section.key}{FREE}{n}") not in rows)
    for id_ in islice(free, section.spare):
        rows[id_] = row
        sheet.put(row, 0, id_, "helper")
        for one in section.fields:
            _spread(section, one, sheet, row, None, style_of(one))
        # One without a height grows when somebody types a longer text.
        if section.tall:
            sheet.heights[row] = section.tall
        row += 1
    sheet.heights[row] = GAP_HEIGHT
    return row + 1


def height_of(
    sheet: Sheet,
    texts: Iterable[tuple[int, int, str]],
    line: float = LINE_HEIGHT,
    letter: float = LETTER,
) -> float:
    """Return the height that wrapped texts need, each given with its column and span."""
    lines = 1
    for column, span, text in texts:
        if sheet.widths and column not in sheet.widths:
            continue  # hidden behind what people see
        columns = range(column, column + span)
        width = sum(sheet.widths.get(at, (USUAL_WIDTH, 0))[0] for at in columns) / letter
        wanted = sum(max(math.ceil(len(part) / width), 1) for part in text.split("\n"))
        longest = max((len(word) for word in text.split()), default=0)
        lines = max(lines, wanted + (longest > width))
    return min(lines, MOST_LINES) * line + ROW_MARGIN


def _spread(
    section: Section, one: Field, sheet: Sheet, row: int, content: Content, style: str
) -> None:
    column = section.places[one.key] + 1
    if one.span > 1:
        sheet.merges.append((Area(row, column, row, column + one.span - 1), content, style))
    else:
        sheet.put(row, column, content, style)


def _rules(
    section: Section, sheet: Sheet, language: Language, by_section: Mapping[str, list[int]]
) -> None:
    columns = {place: place + 1 for place in range(section.width)}
    sheet.validations += rules_of(
        section, by_section.get(section.key, []), columns, language, by_section
    )


def rules_of(
    section: Section,
    rows: Sequence[int],
    columns: Mapping[int, int],
    language: Language,
    by_section: Mapping[str, Sequence[int]],
) -> list[Validation]:
    """Return what may be typed into the lines of a section that reach over some rows.

    `columns` says where the places stand, `by_section` which rows the lists are taken from.
    """
    made: list[Validation] = []
    for one in section.fields if rows else ():
        column = columns.get(section.places[one.key])
        if one.kind == "computed" or column is None:
            continue
        area = Area(min(rows), column, max(rows), column)
        title = one.label(language)[:32]
        message = one.message(language)[:LONGEST_TEXT] if one.message else ""
        source = ",".join(choice(language) for choice in one.choices)
        listed = by_section.get(one.list_of, [])
        if listed and 0 in columns:
            ends = (address(row, columns[0], absolute=True) for row in (min(listed), max(listed)))
            source = "=" + ":".join(ends)
        # People may write what the list lacks: it is a help, not a gate.
        if source and len(source) <= LONGEST_TEXT:
            rule = Validation(area, "list", source, title=title, message=message, warn_only=True)
        elif one.style.endswith(".date"):
            rule = Validation(
                area, "date", minimum=1, maximum=LAST_DAY, title=title, message=message,
                warn_only=True,
            )  # fmt: skip
        elif message:
            rule = Validation(area, "any", title=title, message=message)
        else:
            continue
        made.append(rule)
    return made


def heading_style(one: Field) -> str:
    """Return the style of a field's heading: whose its cells are."""
    return "header" if one.kind == "computed" else "header_input"


def _heading(
    section: Section, row: int, columns: Mapping[int, int], id_column: int, language: Language
) -> list[Edit]:
    made = [
        Edit(row, id_column, TITLE + section.key, "helper", NEW_PART.en),
        Edit(row, columns[0], section.title(language), "form_heading", NEW_PART.en),
    ]
    made += [
        Edit(row, columns[place], None, "form_heading", NEW_PART.en)
        for place in range(1, section.width)
        if place in columns
    ]
    row += 1
    if section.note is not None:
        made.append(Edit(row, id_column, NOTE + section.key, "helper", NEW_PART.en))
        made.append(Edit(row, columns[0], section.note(language), "caption_line", NEW_PART.en))
        row += 1
    if section.headings:
        made.append(Edit(row, id_column, HEADINGS + section.key, "helper", NEW_PART.en))
    return made


def heading_edits(
    section: Section, row: int, columns: Mapping[int, int], id_column: int, language: Language
) -> tuple[list[Edit], int]:
    """Return the edits that put a section's title and headings, and the row after them."""
    made = _heading(section, row, columns, id_column, language)
    last = max(edit.row for edit in made)
    if section.headings:
        made += [
            Edit(last, columns[place], one.label(language), heading_style(one), NEW_PART.en)
            for one in section.fields
            if (place := section.places[one.key]) in columns
        ]
    return made, last + 1
