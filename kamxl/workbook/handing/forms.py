"""The checklist and the strategy sheets of a part: the master's lines, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from kamxl.cells import CellValue
from kamxl.text import LANGUAGES, Language, number
from kamxl.workbook.forms.spec import FREE, Form, Line, Section, section_of
from kamxl.workbook.handing.rounds import LineBase
from kamxl.workbook.handing.typed import account_behind
from kamxl.workbook.plans.checklist_sections import PART, part
from kamxl.workbook.plans.naming import CHECKLIST, account_of, section_account
from kamxl.workbook.plans.reading import Plans
from kamxl.workbook.plans.renewing import checklist_sheet, strategy_sheet
from kamxl.workbook.spec import Sheet


def form_sheets(
    plans: Plans,
    lines: LineBase,
    names: Mapping[str, str],
    without: Collection[str],
    language: Language,
) -> Iterator[Sheet]:
    """Yield the sheets of some accounts, by id with their names; sections `without` stay away."""
    for uid, sheet in plans.sheets.items():
        account = account_of(uid)
        if uid != CHECKLIST and account not in names:
            continue
        sections = [
            _titled(section, names)
            for section in sheet.form.sections
            if section.key not in without and _of_part(section, names)
        ]
        kept = [section.key for section in sections]
        made = [
            Line(id_, section_of(id_), _filled(values, sections, section_of(id_)))
            for id_, values in lines.get(uid, {}).items()
            if section_of(id_) in kept and account_behind(uid, id_) in names and _stays(id_, values)
        ]
        form = Form(uid, tuple(sections), tuple(made))
        if uid == CHECKLIST:
            if made:
                yield checklist_sheet(form, sheet.name, language)
            continue
        title = names[str(account)] or str(account)
        heading = title if title == account else f"{title} ({account})"
        yield strategy_sheet(form, sheet.name, heading, language)[0]


def veiled(lines: LineBase, shares: Mapping[str, Collection[float]]) -> dict[
    str, dict[str, dict[str, CellValue]]
]:  # fmt: skip
    """Return lines that tell no share; `shares` are those of each account, as fractions."""
    told = {id_: _told(fractions) for id_, fractions in shares.items()}

    def clean(account: str | None, value: CellValue) -> CellValue:
        fractions, pattern = told.get(account or "", (frozenset(), None))
        if isinstance(value, str) and pattern is not None:
            return pattern.sub("–", value)
        return None if isinstance(value, float) and value in fractions else value

    return {
        uid: {
            id_: {
                key: shown
                for key, value in values.items()
                if (shown := clean(account_behind(uid, id_), value)) is not None
            }
            for id_, values in form.items()
        }
        for uid, form in lines.items()
    }


def _told(fractions: Collection[float]) -> tuple[frozenset[float], re.Pattern[str] | None]:
    """Return what tells a share: the number, and how it reads."""
    known = frozenset(f for f in fractions if f > 0)
    read = {
        number(f * 100, n, language) for f in known for n in (0, 1, 2) for language in LANGUAGES
    }
    if not known:
        return known, None
    words = "|".join(re.escape(text) for text in sorted(read, key=len, reverse=True))
    return known, re.compile(rf"(?<![\d.,])(?:{words})(?=\s?%)")


def _of_part(section: Section, names: Mapping[str, str]) -> bool:
    return not _is_part(section) or section_account(PART, section.key) in names


def _is_part(section: Section) -> bool:
    return section.key.startswith(PART) and any(one.key == "answer" for one in section.fields)


def _titled(section: Section, names: Mapping[str, str]) -> Section:
    if not _is_part(section):
        return section
    account = section_account(PART, section.key)
    return replace(section, title=part(account, names[account]).title)


def _stays(id_: str, values: Mapping[str, CellValue]) -> bool:
    """Return whether a line is laid out as one; spare ones come by themselves."""
    return bool(values) or FREE not in id_


def _filled(
    values: Mapping[str, CellValue], sections: Sequence[Section], key: str
) -> dict[str, CellValue]:
    section = next(one for one in sections if one.key == key)
    return {one.key: values.get(one.key) for one in section.fields}
