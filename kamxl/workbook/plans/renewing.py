"""Checklist and strategy sheets, made afresh or renewed where they lie.

`renew` compares three states of each form: what was generated last, what people left, and what
would be generated now. An account that leaves the segment keeps its sheet, grey and at the end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kamxl.domain.account_plan import AccountPlan, account_plans, candidate_facts
from kamxl.domain.assessment import Assessment
from kamxl.domain.candidates import Candidates, Segment, candidates
from kamxl.domain.comparison import compared
from kamxl.domain.facts import Facts
from kamxl.domain.plan_facts import PlanFacts
from kamxl.domain.rulebook import Rulebook
from kamxl.text import Language, Text
from kamxl.workbook.changing import Added, Edit, SheetPatch
from kamxl.workbook.forms.laying import height_of, lay
from kamxl.workbook.forms.memory import FormMemory
from kamxl.workbook.forms.merging import Merged, generated, merge
from kamxl.workbook.forms.reading import Remembered
from kamxl.workbook.forms.spec import Form, section_of
from kamxl.workbook.plans.checklist import Candidate, checklist_form
from kamxl.workbook.plans.known import KnownSheet, form_digest, said_of, same_base
from kamxl.workbook.plans.naming import CHECKLIST, NAMED, account_of, sheet_name, uid
from kamxl.workbook.plans.reading import Plans, PlanSheet
from kamxl.workbook.plans.registers import Standing, laid, standing
from kamxl.workbook.plans.strategy import View, strategy_form
from kamxl.workbook.plans.strategy_sections import PLACES, STEPS
from kamxl.workbook.spec import Area, Chart, Link, Page, Series, Sheet, Validation, shown

LIVE, ARCHIVED = "#1F5A7A", "#9CA3AF"
CHECKLIST_NAME = Text("Checklist", "Checkliste")
CHECKLIST_TITLE = Text(
    "Checklist for key accounts", "Checkliste zur Identifizierung von Schlüsselkunden"
)
CHECKLIST_NOTE = Text(
    "Computed answers are renewed by every run; what stands on yellow is yours and stays.",
    "Errechnete Antworten erneuert jeder Lauf; was auf Gelb steht, ist Ihres und bleibt.",
)
BACK = Text("Back to the ranking", "Zurück zur Rangliste")
# By its name the ranking is found whatever people call it.
RANKING = "kam_ranking"
# Widths of the places, and of the remark behind them.
STRATEGY_WIDTHS = (*[13.5] * PLACES, 16.0)
CHECKLIST_WIDTHS = (
    12.0, 32.0, 20.0, 12.0, 12.0, 24.0, 24.0, 18.0, 16.0, 14.0, 14.0, 16.0, 16.0, 12.0, 11.0, 20.0,
)  # fmt: skip
TITLE_ROW, NOTE_ROW, TOP = 0, 1, 2
CHART_TITLE = Text("Beside the mean of all", "Gegenüber dem Mittel aller")
CHART_SAYS = Text(
    "By how many points each criterion lifts or lowers the score against the mean.",
    "Um wie viele Punkte jedes Kriterium den Punktwert gegenüber dem Mittel hebt oder senkt.",
)
CHART_WIDTH = 390
PIXELS_PER_POINT = 4 / 3


@dataclass(frozen=True, slots=True)
class Told:
    """What deserves a word about one form: its sheet, and what a merge noticed."""

    uid: str
    sheet: str
    merged: Merged


@dataclass(frozen=True, slots=True)
class Renewed:
    """How the forms of a workbook become the new ones, and what to remember of them.

    `copies` are sheets that people copied from ours, with the names of those.
    """

    patches: tuple[SheetPatch, ...]
    added: tuple[Added, ...]
    memory: Mapping[str, FormMemory]
    plans: tuple[AccountPlan, ...]
    facts: Facts
    chosen: Candidates
    told: tuple[Told, ...]
    sheets: Mapping[str, str]
    standings: tuple[Standing, ...]
    typed: Mapping[str, PlanFacts]
    copies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What plans are made from: the assessment, the rules, and what people set.

    `taken` are names of sheets that are there, `after` the sheet behind which new ones go ("": at
    the end), `checklist_after` that of the checklist;
    `says` gives an account's sentences: on firmness, the gate, the reason, and what moved.
    """

    result: Assessment
    rulebook: Rulebook
    segment: Segment
    pinned: frozenset[str]
    language: Language
    taken: tuple[str, ...] = ()
    after: str = ""
    checklist_after: str = ""
    says: Callable[[int], Mapping[str, str]] = lambda _: {}
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)


def undigested(_: str) -> str:
    """Return a digest of a sheet that nobody is to remember."""
    return ""


def renew(
    wanted: Wanted,
    plans: Plans,
    memory: Mapping[str, FormMemory] | None = None,
    digest: Callable[[str], str] = undigested,
) -> Renewed:
    """Return what changes on the forms of a workbook, and which are new.

    `digest` tells the bytes of a sheet from others.
    """
    return _Renewal(wanted, plans, memory or {}, digest).done()


class _Renewal:
    def __init__(
        self,
        wanted: Wanted,
        plans: Plans,
        memory: Mapping[str, FormMemory],
        digest: Callable[[str], str],
    ) -> None:
        self.wanted, self.plans, self.memory, self.digest = wanted, plans, memory, digest
        self.language = wanted.language
        portfolio = wanted.result.portfolio
        self.place_of: dict[str, int] = {}
        for place, id_ in enumerate(portfolio.ids):
            if portfolio.scored[place]:
                self.place_of.setdefault(id_, place)
        self.chosen = candidates(wanted.result, wanted.segment, wanted.pinned)
        current = {portfolio.ids[place] for place in self.chosen.places}
        kept = dict.fromkeys([*plans.accounts(), *plans.facts()])
        self.gone = [id_ for id_ in kept if id_ not in current and id_ in self.place_of]
        self.typed: Mapping[str, PlanFacts] = plans.facts()
        self.patches: list[SheetPatch] = []
        self.added: list[Added] = []
        self.remembered: dict[str, FormMemory] = {}
        self.told: list[Told] = []
        self.standings: list[Standing] = []
        self.names: dict[str, str] = {}

    def done(self) -> Renewed:
        everyone = replace(
            self.chosen,
            places=(*self.chosen.places, *(self.place_of[id_] for id_ in self.gone)),
            because=(*self.chosen.because, *(Text("–", "–") for _ in self.gone)),
        )
        facts = candidate_facts(
            self.wanted.result,
            everyone,
            self.wanted.rulebook,
            self.typed,
            accounts_per_manager=self.wanted.result.policy.manager_limit,
        )
        proposed = {
            account: memory.proposed
            for key, memory in self.memory.items()
            if (account := account_of(key)) is not None
        }
        made = account_plans(facts, everyone, self.wanted.rulebook, self.typed, proposed)
        self._name(made)
        for place, plan in enumerate(made):
            self._strategy(facts, place, plan)
        self._checklist(facts, everyone, made)
        self._untouched()
        return Renewed(
            tuple(self.patches),
            tuple(self.added),
            self.remembered,
            made,
            facts,
            self.chosen,
            tuple(self.told),
            self.names,
            tuple(self.standings),
            self.typed,
            self._copies(),
        )

    def _copies(self) -> dict[str, str]:
        """Return by the name of each copy of a sheet of ours that of the sheet itself."""
        return {
            name: self.plans.sheets[uid_].name
            for uid_, names in self.plans.copies.items()
            for name in names
            if uid_ in self.plans.sheets
        }

    def _name(self, made: Iterable[AccountPlan]) -> None:
        """Give every account that has none yet the name of its sheet; a renamed sheet keeps its."""
        taken = list(self.wanted.taken)
        for plan in made:
            there = self.plans.sheets.get(uid(plan.id))
            if there is not None:
                self.names[plan.id] = there.name
            elif plan.id not in self.gone:
                portfolio = self.wanted.result.portfolio
                name = portfolio.names[plan.account] or plan.id
                wished = NAMED(self.language).format(name=name)
                self.names[plan.id] = sheet_name(wished, taken)
            if plan.id in self.names:
                taken.append(self.names[plan.id])

    def _strategy(self, facts: Facts, place: int, plan: AccountPlan) -> None:
        key, gone = uid(plan.id), plan.id in self.gone
        old = self.memory.get(key, FormMemory())
        form = strategy_form(self._view(facts, place, plan), old.lines, self.language)
        there = self.plans.sheets.get(key)
        memory = replace(old, proposed=self._proposed(old, plan), archived=gone, seen="", said={})
        generated = form_digest(form, self.language)
        if (
            isinstance(there, KnownSheet)
            and there.generated == generated
            and not (gone or old.archived)
        ):
            # It was read and merged before, and nothing of all that is another.
            self.remembered[key] = replace(memory, sheet=there.name, seen=old.seen, said=old.said)
            self.standings.append(Standing(plan.id, facts.names[place], there.name, there.lines))
            self._patch(key, there.name, there.merged, None)
            return
        if there is None:
            if not gone:
                self._add(form, plan, memory)
            return
        merged = merge(form, there.filled, old.lines, old.deleted, self.language)
        self.remembered[key] = replace(
            memory,
            lines=merged.remembered,
            deleted=frozenset(merged.deleted),
            sheet=there.name,
        )
        made = {(edit.row, edit.column): shown(edit.content) for edit in merged.edits}
        if not gone:
            stands = standing(there, made, facts.names[place])
            self.standings.append(stands)
            if not merged.edits and not old.archived:
                self._remember(key, generated, old, stands, merged)
        colour = None if gone == old.archived else ARCHIVED if gone else LIVE
        self._patch(
            key,
            there.name,
            merged,
            colour,
            to_the_end=gone and not old.archived,
            heights=_heights(there, merged.edits, STRATEGY_WIDTHS),
            bones=_bones(there, merged, len(STRATEGY_WIDTHS)),
        )

    def _remember(
        self, key: str, generated: str, old: FormMemory, stands: Standing, merged: Merged
    ) -> None:
        """Remember what a sheet says that stays as it is, if what is remembered of it stays too."""
        memory = self.remembered[key]
        seen = self.digest(stands.sheet)
        if seen and same_base(memory, old):
            said = said_of(generated, memory, self.typed[stands.account], stands, merged)
            if said:
                self.remembered[key] = replace(memory, seen=seen, said=said)

    def _patch(
        self,
        key: str,
        name: str,
        merged: Merged,
        colour: str | None,
        *,
        to_the_end: bool = False,
        heights: Mapping[int, float] | None = None,
        bones: tuple[Sheet, Sheet] | None = None,
    ) -> None:
        self.told.append(Told(key, name, merged))
        if merged.edits or colour or to_the_end:
            self.patches.append(
                SheetPatch(
                    name,
                    tuple(merged.edits),
                    colour=colour,
                    to_the_end=to_the_end,
                    heights=heights or {},
                    structure=bones[0] if bones else None,
                    former=bones[1] if bones else None,
                    merges=tuple(merged.merges),
                )
            )

    def _proposed(self, old: FormMemory, plan: AccountPlan) -> dict[str, dt.date]:
        found = dict(old.proposed)
        made = plan.proposals
        for group in (made.goals, made.actions, made.risks, made.needs, made.benefits):
            for one in group:
                found.setdefault(one.id, self.wanted.result.today)
        return found

    def _view(self, facts: Facts, place: int, plan: AccountPlan) -> View:
        said = self.wanted.says(plan.account)
        return View(
            plan=plan,
            facts=facts,
            place=place,
            explanation=compared(self.wanted.result, plan.account),
            as_of=self.wanted.result.today,
            firmness=said.get("firmness", ""),
            gate=said.get("gate", ""),
            reason=said.get("reason", ""),
            changes=self.wanted.moved.get(plan.id, ()),
            kpi_names={rule.id: rule.name for rule in self.wanted.rulebook.kpis},
            decisions=self.typed[plan.id].decisions if plan.id in self.typed else {},
        )

    def _add(self, form: Form, plan: AccountPlan, memory: FormMemory) -> None:
        portfolio = self.wanted.result.portfolio
        title = portfolio.names[plan.account] or plan.id
        heading = title if title == plan.id else f"{title} ({plan.id})"
        name = self.names[plan.id]
        sheet, rows = strategy_sheet(form, name, heading, self.language)
        self.standings.append(laid(form, rows, title, name))
        self.added.append(Added(sheet, self.wanted.after))
        self.remembered[form.uid] = replace(memory, lines=_remembered(form), sheet=name)

    def _checklist(self, facts: Facts, everyone: Candidates, made: Sequence[AccountPlan]) -> None:
        listed = [
            Candidate(
                plan,
                facts.names[place],
                everyone.because[place],
                self.names.get(plan.id, ""),
                plan.id in self.gone,
            )
            for place, plan in enumerate(made)
        ]
        form = checklist_form(listed, self.language)
        old = self.memory.get(CHECKLIST, FormMemory())
        there = self.plans.sheets.get(CHECKLIST)
        if there is None:
            if not listed:
                return
            name = sheet_name(
                CHECKLIST_NAME(self.language), [*self.wanted.taken, *self.names.values()]
            )
            sheet = checklist_sheet(form, name, self.language)
            self.added.insert(0, Added(sheet, self.wanted.checklist_after))
            self.remembered[CHECKLIST] = FormMemory(lines=_remembered(form), sheet=name)
            return
        known = {section.key for section in form.sections}
        gone = tuple(one for one in there.form.sections if one.key not in known)
        form = replace(form, sections=(*form.sections, *gone))
        merged = merge(form, there.filled, old.lines, old.deleted, self.language)
        self.remembered[CHECKLIST] = FormMemory(
            lines=merged.remembered, deleted=frozenset(merged.deleted), sheet=there.name
        )
        heights = _heights(there, merged.edits, CHECKLIST_WIDTHS)
        bones = _bones(there, merged, len(CHECKLIST_WIDTHS))
        self._patch(CHECKLIST, there.name, merged, None, heights=heights, bones=bones)

    def _untouched(self) -> None:
        """Archive the sheets of accounts that are not in the portfolio any more."""
        for key, there in self.plans.sheets.items():
            if key in self.remembered or key == CHECKLIST:
                continue
            old = self.memory.get(key, FormMemory())
            self.remembered[key] = replace(old, archived=True, sheet=there.name)
            if not old.archived:
                self._patch(key, there.name, Merged(), ARCHIVED, to_the_end=True)


def strategy_sheet(
    form: Form, name: str, heading: str, language: Language
) -> tuple[Sheet, dict[str, int]]:
    """Return a strategy sheet laid out afresh, and the row of each line."""
    key = f"plan {account_of(form.uid)}"
    sheet, rows = _form_sheet(form, key, name, heading, STRATEGY_WIDTHS, language)
    sheet.page = replace(sheet.page, landscape=False, tall=2, full=True)
    _chart(form, sheet, rows, language)
    return sheet, rows


def checklist_sheet(form: Form, name: str, language: Language) -> Sheet:
    """Return the sheet of the checklist laid out afresh."""
    title = CHECKLIST_TITLE(language)
    sheet, _ = _form_sheet(form, CHECKLIST, name, title, CHECKLIST_WIDTHS, language)
    sheet.put(NOTE_ROW, 5, CHECKLIST_NOTE(language), "subtitle")
    return sheet


def _chart(form: Form, sheet: Sheet, rows: Mapping[str, int], language: Language) -> None:
    """Put the waterfall of the reasons beside them; its steps stand in hidden columns."""
    section = form.section("reasons")
    lines = [rows[line.id] for line in form.of("reasons")]
    for key in STEPS:
        sheet.hidden_columns.add(section.places[key] + 1)
    if not lines:
        return

    def area(key: str) -> tuple[str, Area]:
        column = section.places[key] + 1
        return sheet.name, Area(lines[0], column, lines[-1], column)

    sheet.charts.append(
        Chart(
            "steps", lines[0], section.places["chart"] + 1, CHART_WIDTH,
            round(sum(sheet.heights[row] for row in lines) * PIXELS_PER_POINT),
            CHART_TITLE(language), CHART_SAYS(language), "", "",
            [
                Series(label(language), area("criterion"), area(key), key.partition("_")[0])
                for key, label in STEPS.items()
            ],
            y_format="+0.0;-0.0;0",
        )
    )  # fmt: skip


def _form_sheet(
    form: Form, key: str, name: str, title: str, widths: Sequence[float], language: Language
) -> tuple[Sheet, dict[str, int]]:
    sheet = Sheet(key, name, LIVE, freeze=(TOP, 0))
    sheet.hidden_columns.add(0)
    sheet.width(0, 4)
    for place, width in enumerate(widths):
        sheet.width(place + 1, width)
    sheet.put(TITLE_ROW, 1, title, "title")
    sheet.put(NOTE_ROW, 1, Link(BACK(language), RANKING), "link")
    rows = lay(form, sheet, language, top=TOP)
    last = max(cell.row for cell in sheet.cells)
    sheet.page = Page(area=Area(0, 1, last, len(widths)))
    return sheet, rows


def _heights(there: PlanSheet, edits: Iterable[Edit], widths: Sequence[float]) -> dict[int, float]:
    """Return how tall rows must be for the texts that are written into them now."""
    sheet = Sheet("", "", LIVE, widths={n + 1: (width, 0) for n, width in enumerate(widths)})
    sections = {section.key: section for section in there.form.sections}
    filled = there.filled
    place_of = {column: place for place, column in filled.columns.items()}
    spans = {line.row: sections.get(line.section) for line in filled.lines}
    edits = list(edits)
    for edit in edits:
        if edit.column == filled.id_column and isinstance(edit.content, str):
            spans[edit.row] = sections.get(section_of(edit.content))
    texts: dict[int, list[tuple[int, int, str]]] = {}
    for edit in edits:
        said, section = shown(edit.content), spans.get(edit.row)
        place = place_of.get(edit.column)
        if section is None or place is None or not isinstance(said, str):
            continue
        span = next((f.span for f in section.fields if section.places[f.key] == place), 1)
        texts.setdefault(edit.row, []).append((place + 1, span, said))
    return {row: height_of(sheet, found) for row, found in texts.items()}


def _bones(there: PlanSheet, merged: Merged, places: int) -> tuple[Sheet, Sheet] | None:
    """Return the rules and the print area that rows below everything need, and those before.

    None where no row came; rules for other rows are in neither, so they stay as they are.
    """
    filled = there.filled
    if merged.bottom < 0:
        return None
    first, last = filled.id_column + 1, filled.columns.get(places - 1, places)

    def sheet(bottom: int, rules: list[Validation]) -> Sheet:
        page = Page(area=Area(0, first, bottom, last))
        return Sheet("", there.name, LIVE, page=page, validations=rules)

    return sheet(merged.bottom, merged.rules), sheet(filled.last, [])


def form_bones(
    there: PlanSheet, merged: Merged
) -> tuple[dict[int, float], tuple[Sheet, Sheet] | None]:
    """Return how tall rows must be, and the rules and print area of rows below everything."""
    widths = CHECKLIST_WIDTHS if there.form.uid == CHECKLIST else STRATEGY_WIDTHS
    return _heights(there, merged.edits, widths), _bones(there, merged, len(widths))


def _remembered(form: Form) -> Remembered:
    """Return what is remembered of a form that is laid out afresh."""
    return {line.id: generated(line, form.section(line.section)) for line in form.lines}
