"""A form renewed: what was generated last, what people left, and what would be generated now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kamxl.cells import CellValue
from kamxl.text import Language, Text
from kamxl.workbook.changing import Edit
from kamxl.workbook.forms.laying import (
    NEW_PART,
    heading_edits,
    heading_style,
    rules_of,
    style_of,
)
from kamxl.workbook.forms.reading import Filled, FilledForm, Remembered, same
from kamxl.workbook.forms.spec import FREE, REMARK, Field, Form, Line, Section, section_of
from kamxl.workbook.spec import Area, Validation

NEW_PROPOSAL = Text("New proposal: {field} {value}", "Neuer Vorschlag: {field} {value}")
OUTDATED = Text("Outdated: no longer proposed", "Veraltet: wird nicht mehr vorgeschlagen")
JOINED = Text("; ", "; ")
# Comes before a field's key where it is remembered to what its link leads.
LEADS = ">"
# Why a cell changes, for the list of changes.
NEW_LINE = Text("new line", "neue Zeile")
NEW_FIGURE = Text("new figure", "neue Angabe")
NEW_ID = Text("new id", "neue Kennung")
NEW_REMARK = Text("remark", "Anmerkung")
LED = Text("leads to where its sheet is now", "führt dorthin, wo das Blatt jetzt steht")
FORM_REASONS = (NEW_PART, NEW_LINE, NEW_FIGURE, NEW_ID, NEW_REMARK, LED)


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A computed cell in which a person wrote something else; it stays."""

    row: int
    column: int
    text: CellValue


@dataclass(slots=True)
class Merged:
    """The edits that renew a form, what to remember, and what deserves a word.

    `deleted` are ids of proposals that people removed: they are not proposed again. `rules` and
    `merges` are for rows that are put below everything, which so far had neither; `bottom` is the
    last of them, -1 where there is none.
    """

    edits: list[Edit] = field(default_factory=list)
    remembered: dict[str, dict[str, CellValue]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    overwritten: list[Overwritten] = field(default_factory=list)
    copied: list[int] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    rules: list[Validation] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    bottom: int = -1


def merge(
    form: Form,
    filled: FilledForm,
    remembered: Remembered,
    deleted: frozenset[str] | set[str],
    language: Language,
) -> Merged:
    """Return how a filled form becomes the new one without losing what people did.

    Rows are never moved. A new line takes a spare row of its section, or is put below everything.
    """
    return _Merge(form, filled, remembered, set(deleted), language).done()


def added(form: Form, filled: FilledForm, language: Language) -> Merged:
    """Return how lines that people made elsewhere come into a filled form.

    Each takes a spare row of its section, or is put below everything.
    """
    return _Merge(form, filled, {}, set(), language).adding()


class _Merge:
    def __init__(
        self,
        form: Form,
        filled: FilledForm,
        remembered: Remembered,
        deleted: set[str],
        language: Language,
    ) -> None:
        self.form, self.filled, self.old, self.language = form, filled, remembered, language
        self.made = Merged(deleted=deleted)
        self.sections = {section.key: section for section in form.sections}
        self.present = {line.id: line for line in filled.lines if line.id}
        self.next_row = filled.last + 1
        # The part that the sheet ends with can simply go on.
        self.ending = filled.ending
        self.rows: dict[str, list[int]] = {}
        for line in filled.lines:
            self.rows.setdefault(line.section, []).append(line.row)
        # Rows put below everything, stretch by stretch, each with its section.
        self.stretches: list[tuple[Section, list[int]]] = []

    def done(self) -> Merged:
        self._name_new_rows()
        wanted = {line.id for line in self.form.lines}
        for line in self.form.lines:
            there = self.present.get(line.id)
            if there is not None:
                self._renew(there, line)
                self.made.deleted.discard(line.id)
            elif line.id in self.made.deleted or (
                line.id in self.old and line.id not in self.filled.unplaced
            ):
                self.made.deleted.add(line.id)
            else:
                self._add(line)
        for id_, there in self.present.items():
            if id_ not in wanted and FREE not in id_ and id_ in self.old:
                self._retire(there)
        gone = self.old.keys() - self.present.keys() - self.filled.unplaced
        for id_ in gone - wanted:
            # A proposal that was removed while its rule was silent is not made again either.
            section = self.sections.get(section_of(id_))
            if section is not None and any(one.kind == "mixed" for one in section.fields):
                self.made.deleted.add(id_)
        return self._ruled()

    def adding(self) -> Merged:
        for line in self.form.lines:
            self._add(line)
        return self._ruled()

    def _ruled(self) -> Merged:
        for section, rows in self.stretches:
            self.made.rules += rules_of(
                section, rows, self.filled.columns, self.language, self.rows
            )
        return self.made

    # -------------------------------------------------------------- rows that people made

    def _name_new_rows(self) -> None:
        taken = {line.id for line in self.filled.lines}
        for line in self.filled.lines:
            if line.id and not line.renamed:
                continue
            if not line.id:
                number = 1
                while f"{line.section}{FREE}{number}" in taken:
                    number += 1
                line.id = f"{line.section}{FREE}{number}"
                taken.add(line.id)
                self.present[line.id] = line
                # It bears a new id already, so it is no spare row either.
                line.renamed = True
                if line.copied:
                    self.made.copied.append(line.row)
            self._edit(line.row, self.filled.id_column, line.id, "helper", NEW_ID.en)

    # -------------------------------------------------------------- lines that are there

    def _renew(self, there: Filled, line: Line) -> None:
        section = self.sections[line.section]
        old = self.old.get(line.id, {})
        kept: dict[str, CellValue] = {}
        remarks: list[str] = []
        for one in section.fields:
            if one.key == REMARK:
                continue
            now, new, before = there.values.get(one.key), line.values.get(one.key), old.get(one.key)
            if one.kind == "human":
                continue
            kept[one.key] = new
            if one.key in line.links:
                kept[LEADS + one.key] = line.links[one.key]
            untouched = same(now, before) if one.key in old else same(now, None)
            untouched = untouched and one.key not in there.formulas
            if same(now, new):
                if one.kind == "mixed" and one.key in old and not untouched:
                    # A person was there first: it does not follow later proposals.
                    kept[one.key] = before
                led = kept.get(LEADS + one.key)
                if led != old.get(LEADS + one.key) and one.key not in there.formulas:
                    self._field(there.row, section, one, line.content(one.key), now, LED.en)
                continue
            if untouched or (one.kind == "computed" and self._cleared(there, one)):
                self._field(there.row, section, one, line.content(one.key), now, NEW_FIGURE.en)
            elif one.kind == "mixed":
                if one.key not in old:
                    # Nobody knows whose it is; it is not remembered as ours either.
                    del kept[one.key]
                if one.key not in old or not same(new, before) or self._was_said(there, one):
                    remarks.append(self._proposal(one, new))
            else:
                self.made.overwritten.append(
                    Overwritten(there.row, self._column(section, one), now)
                )
                # What a person wrote stays theirs until they clear it.
                kept[one.key] = before
        self._remark(there, section, remarks, line.values.get(REMARK))
        kept[REMARK] = self._joined(remarks, line.values.get(REMARK))
        self.made.remembered[line.id] = kept

    def _cleared(self, there: Filled, one: Field) -> bool:
        return same(there.values.get(one.key), None) and one.key not in there.formulas

    def _was_said(self, there: Filled, one: Field) -> bool:
        """Return whether an earlier run has already shown a proposal beside this field."""
        said = there.values.get(REMARK)
        return (
            isinstance(said, str)
            and NEW_PROPOSAL(self.language).partition("{")[0] in said
            and (one.label(self.language) in said)
        )

    def _retire(self, there: Filled) -> None:
        section = self.sections[there.section]
        self.made.outdated.append(there.id)
        old = dict(self.old.get(there.id, {}))
        text = OUTDATED(self.language)
        self._remark(there, section, [text], None)
        old[REMARK] = text
        self.made.remembered[there.id] = old

    def _proposal(self, one: Field, value: CellValue) -> str:
        shown = "–" if value in (None, "") else str(value)
        return NEW_PROPOSAL(self.language).format(field=one.label(self.language), value=shown)

    def _joined(self, remarks: list[str], own: CellValue) -> str | None:
        parts = [*([str(own)] if own not in (None, "") else []), *remarks]
        return JOINED(self.language).join(parts) or None

    def _remark(self, there: Filled, section: Section, remarks: list[str], own: CellValue) -> None:
        if not any(one.key == REMARK for one in section.fields):
            return
        now, text = there.values.get(REMARK), self._joined(remarks, own)
        before = self.old.get(there.id, {}).get(REMARK)
        one = section.field(REMARK)
        if same(now, text):
            return
        if not self._cleared(there, one) and (REMARK in there.formulas or not same(now, before)):
            self.made.overwritten.append(Overwritten(there.row, self._column(section, one), now))
            return
        self._field(there.row, section, one, text, now, NEW_REMARK.en)

    # -------------------------------------------------------------- new lines

    def _add(self, line: Line) -> None:
        self.made.added.append(line.id)
        section = self.sections[line.section]
        spare = self._spare(section)
        row = self._below(section) if spare is None else spare
        self._edit(row, self.filled.id_column, line.id, "helper", NEW_LINE.en)
        for one in section.fields:
            value = line.content(one.key)
            self._field(row, section, one, value, None, NEW_LINE.en)
            if spare is None:
                self._spread(row, section, one, style_of(one), NEW_LINE.en)
        self.made.remembered[line.id] = generated(line, section)

    def _spare(self, section: Section) -> int | None:
        """Return a row of the section that nobody has used yet."""
        for id_, there in self.present.items():
            if (
                there.section == section.key
                and FREE in id_
                and not there.renamed
                and not there.filled
                and not there.beside
            ):
                del self.present[id_]
                self.filled.lines.remove(there)
                return there.row
        return None

    def _below(self, section: Section) -> int:
        """Return a new row below everything, under the section's title and headings."""
        if section.key != self.ending:
            self.ending = section.key
            made, self.next_row = heading_edits(
                section,
                self.next_row + 1,
                self.filled.columns,
                self.filled.id_column,
                self.language,
            )
            self.made.edits += made
            for one in section.fields if section.headings else ():
                self._spread(self.next_row - 1, section, one, heading_style(one), NEW_PART.en)
            self.stretches.append((section, []))
        elif not self.stretches:
            self.stretches.append((section, []))
        row = self.next_row
        self.stretches[-1][1].append(row)
        self.made.bottom = row
        self.next_row += 1
        return row

    def _spread(self, row: int, section: Section, one: Field, style: str, why: str) -> None:
        """Let a field reach over as many cells as in a form that is laid out afresh.

        Where a person has put a column in between, it does not.
        """
        first = section.places[one.key]
        columns = [self.filled.columns.get(first + n, -1) for n in range(one.span)]
        if one.span > 1 and columns == list(range(columns[0], columns[0] + one.span)):
            self.made.edits += [Edit(row, column, None, style, why) for column in columns[1:]]
            self.made.merges.append(Area(row, columns[0], row, columns[-1]))

    # -------------------------------------------------------------- cells

    def _column(self, section: Section, one: Field) -> int:
        place = section.places[one.key]
        return self.filled.columns.get(place, place + 1)

    def _field(
        self, row: int, section: Section, one: Field, content: object, old: CellValue, why: str
    ) -> None:
        place = section.places[one.key]
        if place in self.filled.columns:
            self.made.edits.append(
                Edit(row, self.filled.columns[place], content, style_of(one), why, old)  # type: ignore[arg-type]
            )

    def _edit(self, row: int, column: int, content: CellValue, style: str, why: str) -> None:
        self.made.edits.append(Edit(row, column, content, style, why))


def generated(line: Line, section: Section) -> dict[str, CellValue]:
    """Return what is remembered of a line that is written anew."""
    made = {one.key: line.values.get(one.key) for one in section.fields if one.kind != "human"}
    return made | {LEADS + key: target for key, target in line.links.items()}


def human(filled: FilledForm, form: Form) -> Iterator[tuple[Filled, Mapping[str, CellValue]]]:
    """Yield every line that a person wrote in, with what is theirs."""
    sections = {section.key: section for section in form.sections}
    for line in filled.lines:
        theirs = {
            one.key: line.values[one.key]
            for one in sections[line.section].fields
            if one.kind != "computed" and not same(line.values.get(one.key), None)
        }
        if theirs:
            yield line, theirs
