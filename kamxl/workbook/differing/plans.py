"""What differs in checklists and strategy sheets: lines by their ids, whatever their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from kamxl.cells import CellError, CellValue
from kamxl.domain.edits import Value
from kamxl.text import LANGUAGES, Text
from kamxl.workbook.forms.reading import Filled, same
from kamxl.workbook.forms.spec import REMARK, Field
from kamxl.workbook.plans.checklist_sections import PART
from kamxl.workbook.plans.naming import account_of, section_account
from kamxl.workbook.plans.reading import Plans, PlanSheet, day_of

CHECKLIST = Text("Checklist", "Checkliste")
Status = Literal["new", "changed", "gone"]
# How much of a line's text says which one is meant.
LONGEST = 60


class PlanEdit(NamedTuple):
    """A field of a plan's line that holds something else, or a line that only one file has.

    `line` is its id, "" where a person made it and no run has named it yet; `about` says what it is
    about. `sheet` and `section` are titles; the field of a whole line is None.
    """

    account: str
    sheet: str
    section: Text
    line: str
    about: str
    status: Status
    field: Text | None
    before: Value
    after: Value


def plan_edits(
    before: Plans, after: Plans, *, one_language: bool, missing: Collection[str] = ()
) -> list[PlanEdit]:
    """Return what differs, sheet by sheet and line by line.

    What kamxl computes follows from other cells and is not listed; a proposal that no person has
    touched is, where both files have `one_language`. Of accounts that one file lacks (`missing`)
    nothing is said.
    """
    found: list[PlanEdit] = []
    for uid in dict.fromkeys((*before.sheets, *after.sheets)):
        old, new = before.sheets.get(uid), after.sheets.get(uid)
        lines = _edits(uid, old, new, one_language)
        found += [edit for edit in lines if edit.account not in missing]
    return found


def _edits(
    uid: str, old: PlanSheet | None, new: PlanSheet | None, one_language: bool
) -> Iterator[PlanEdit]:
    was = _by_id(old) if old else {}
    now = _by_id(new) if new else {}
    for key in dict.fromkeys((*was, *now)):
        one, other = was.get(key), now.get(key)
        if one is None or other is None:
            sheet, line = (new, other) if one is None else (old, one)
            assert sheet is not None
            assert line is not None
            status: Status = "new" if one is None else "gone"
            if sheet.theirs(line) or (line.id and line.filled and old and new and one_language):
                about = _about(sheet, line)
                yield _edit(uid, sheet, line, about, status, None, None, None)
            continue
        assert old is not None
        assert new is not None
        touched = old.theirs(one) or new.theirs(other)
        if one.section != other.section:
            continue
        for field in new.form.section(other.section).fields:
            ours = field.kind == "computed" or field.key == REMARK
            if ours or (field.kind == "mixed" and not (touched or one_language)):
                continue
            first, last = (_value(field, line.values.get(field.key)) for line in (one, other))
            if not _alike(first, last):
                yield _edit(
                    uid, new, other, _about(new, other), "changed", field.label, first, last
                )


def _by_id(sheet: PlanSheet) -> Mapping[str, Filled]:
    """Return lines by their ids; those that have none by what stands in them."""
    lines: dict[str, Filled] = {}
    for line in sheet.filled.lines:
        key = line.id or f"{line.section}\n{sorted((k, str(v)) for k, v in line.values.items())}"
        while key in lines:
            key += "\n"
        lines[key] = line
    return lines


def _edit(
    uid: str,
    sheet: PlanSheet,
    line: Filled,
    about: str,
    status: Status,
    field: Text | None,
    before: Value,
    after: Value,
) -> PlanEdit:
    account, title = account_of(uid), sheet.form.section(line.section).title
    if account is None:
        account = ""
        if line.section.startswith(PART):
            account, title = section_account(PART, line.section), CHECKLIST
        else:
            account = str(line.values.get("id") or "")
    return PlanEdit(account, sheet.name, title, line.id, about, status, field, before, after)


def _about(sheet: PlanSheet, line: Filled) -> str:
    """Return the first text of a line, shortened."""
    for field in sheet.form.section(line.section).fields:
        value = line.values.get(field.key)
        if isinstance(value, str) and len(value.strip()) > 3 and field.key != "number":
            tidy = " ".join(value.split())
            return tidy if len(tidy) <= LONGEST else tidy[: LONGEST - 2].rstrip() + " …"
    return line.id


def _value(field: Field, value: CellValue) -> Value:
    """Return what stands in a field: days as days, words of a list in both languages."""
    if value is None or value == "":
        return None
    if field.style.endswith(".date"):
        day = day_of(value)
        if day is not None:
            return day
    if isinstance(value, CellError):
        return value.value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        tidy = " ".join(value.split()).casefold()
        for choice in field.choices:
            if tidy in [choice(language).casefold() for language in LANGUAGES]:
                return choice
        return value.replace("\r\n", "\n").strip() or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _alike(one: Value, other: Value) -> bool:
    if isinstance(one, Text) or isinstance(other, Text):
        return one == other
    return same(one, other)
