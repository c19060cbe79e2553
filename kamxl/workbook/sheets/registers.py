"""Registers gathered from the strategy sheets: actions, needs, contacts, loyalty, balance.

They say what stood on the sheets when kamxl last wrote the file; each line leads to its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamxl.cells import CellValue, address, to_serial
from kamxl.domain.capacity import Load, owner_name
from kamxl.domain.managers import SKILLS, Profile
from kamxl.domain.programme import Group, Programme
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.forms.laying import LINE_HEIGHT, ROW_MARGIN, height_of
from kamxl.workbook.formulas import quoted
from kamxl.workbook.plans.reading import day_of
from kamxl.workbook.plans.registers import (
    Entry,
    actions,
    benefits,
    last_contacts,
    needs,
)
from kamxl.workbook.spec import Area, Conditional, Content, Link, Page, Sheet, shown

COLOUR = "#7A5C1F"
HEADER, FIRST = 3, 4
HEADER_HEIGHT = 28
ONE_LINE = LINE_HEIGHT + ROW_MARGIN
NOTES: Mapping[str, Text] = {
    "actions": Text(
        "Still to be done, overdue first; to change one, follow its link.",
        "Noch zu tun, Überfälliges zuerst; zum Ändern dem Link folgen.",
    ),
    "needs": Text("Needs to come, by day.", "Künftiger Bedarf, nach Termin."),
    "contacts": Text(
        "Who was last spoken with when.",
        "Mit wem zuletzt wann gesprochen wurde.",
    ),
    "loyalty": Text(
        "Benefits and references of key accounts.",
        "Vorteile und Referenzen der Schlüsselkunden.",
    ),
    "balance": Text(
        "Attention, capacity and results of key accounts beside the others.",
        "Betreuung, Kapazität und Ergebnisse der Schlüsselkunden neben den übrigen.",
    ),
}
AS_OF = Text("As of", "Stand")
NOTHING = Text("Nothing stands there.", "Hier steht nichts.")
ACCOUNT = words.ACCOUNT_COLUMNS["name"]
COLUMNS: Mapping[str, tuple[tuple[Text, float, str], ...]] = {
    "actions": (
        (ACCOUNT, 28, "calc_wrap"),
        (Text("Action", "Maßnahme"), 70, "calc_wrap"),
        (Text("Responsible", "Verantwortlich"), 24, "calc_wrap"),
        (Text("Due", "Termin"), 12, "calc_wrap.date"),
        (Text("Days overdue", "Tage überfällig"), 11, "calc_wrap.whole"),
        (Text("Status", "Status"), 12, "calc_wrap"),
        (Text("Progress", "Fortschritt"), 11, "calc_wrap.percent0"),
    ),
    "needs": (
        (ACCOUNT, 28, "calc_wrap"),
        (Text("Need", "Bedarf"), 50, "calc_wrap"),
        (Text("Trigger", "Auslöser"), 26, "calc_wrap"),
        (Text("Expected from", "Erwartet ab"), 12, "calc_wrap.date"),
        (Text("Value", "Wert"), 12, "calc_wrap.money"),
        (Text("Tailored solution", "Maßgeschneiderte Lösung"), 46, "calc_wrap"),
        (Text("Status", "Status"), 12, "calc_wrap"),
    ),
    "contacts": (
        (ACCOUNT, 30, "calc_wrap"),
        (Text("Tier", "Klasse"), 8, "tier"),
        (Text("Last contact", "Letzter Kontakt"), 13, "calc_wrap.date"),
        (Text("Days since", "Tage seither"), 11, "calc_wrap.whole"),
        (Text("Every … days", "Alle … Tage"), 11, "calc_wrap.whole"),
        (Text("Overdue", "Überfällig"), 11, "status"),
        (Text("People there", "Personen dort"), 11, "calc_wrap.whole"),
        (Text("People of ours", "Personen von uns"), 11, "calc_wrap.whole"),
        (words.ACCOUNT_COLUMNS["id"], 14, "calc_wrap.id"),
        (Text("Leads to", "Führt zu"), 30, "helper"),
    ),
    "loyalty": (
        (ACCOUNT, 28, "calc_wrap"),
        (Text("Benefit or reference", "Vorteil oder Referenz"), 60, "calc_wrap"),
        (Text("Cost", "Kosten"), 12, "calc_wrap.money"),
        (Text("Valid until", "Gültig bis"), 12, "calc_wrap.date"),
        (Text("Status", "Status"), 12, "calc_wrap"),
    ),
}
YES = words.CHOICES["yes_no"]["yes"]
VERDICTS: Mapping[str, Text] = {
    "balanced": Text("balanced", "ausgewogen"),
    "too little": Text("too little for key accounts", "zu wenig für Schlüsselkunden"),
    "too much": Text("too much for key accounts", "zu viel für Schlüsselkunden"),
    "unknown": Text("hours are not recorded", "Stunden sind nicht erfasst"),
}
HOURS = Text("Share of attention for key accounts", "Anteil der Betreuung für Schlüsselkunden")
TARGET = Text("Target", "Ziel")
SPREAD = Text("± {points} points", "± {points} Punkte")
VERDICT = Text("Verdict", "Urteil")
UNRECORDED = Text("Accounts without recorded hours", "Kunden ohne erfasste Stunden")
MANAGERS = Text("Capacity of key account managers", "Kapazität der Key Account Manager")
MANAGER = Text("Manager", "Betreuer")
ACCOUNTS = Text("Key accounts", "Schlüsselkunden")
REVENUE = words.ACCOUNT_COLUMNS["revenue"]
TOO_MANY = Text("Too many", "Zu viele")
OWN_RATINGS = Text("Own ratings, 1 to 10", "Selbsteinschätzung, 1 bis 10")
RESULTS = Text("What the programme brings", "Was das Programm bringt")
OTHERS = Text("Other accounts", "Übrige Kunden")
FIGURES: Mapping[str, tuple[Text, str]] = {
    "accounts": (Text("Accounts", "Kunden"), "calc.whole"),
    "revenue": (REVENUE, "calc.money"),
    "growth": (Text("Growth on the previous year", "Wachstum zum Vorjahr"), "calc.percent"),
    "net_retention": (Text("Net revenue retention", "Netto-Umsatzbindung"), "calc.percent"),
    "gross_retention": (Text("Gross revenue retention", "Brutto-Umsatzbindung"), "calc.percent"),
    "customer_retention": (Text("Customer retention", "Kundenbindung"), "calc.percent"),
    "margin": (words.ACCOUNT_COLUMNS["margin"], "calc.money"),
    "margin_change": (Text("Change of the margin", "Veränderung des DB"), "calc.money"),
    "average_order": (Text("Average order", "Durchschnittlicher Auftrag"), "calc.money"),
    "referrals": (Text("Referrals given", "Empfehlungen"), "calc.whole"),
    "referral_revenue": (Text("Revenue from referrals", "Umsatz aus Empfehlungen"), "calc.money"),
}


def sheets(context: Context) -> list[Sheet]:
    """Return the five sheets in their order, as of the day of the workbook."""
    made = _Registers(context)
    return [made.actions(), made.needs(), made.contacts(), made.loyalty(), made.balance()]


class _Registers:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.planning, self.language = context.planning, context.language
        self.today = context.inputs.as_of
        self.standings = list(self.planning.renewed.standings) if self.planning else []

    def t(self, text: Text) -> str:
        return text(self.language)

    def actions(self) -> Sheet:
        rows: list[list[Content]] = []
        for entry, late in actions(self.standings, self.today):
            values = entry.values
            rows.append(
                [
                    self.link(entry),
                    values.get("action") or values.get("what"),
                    values.get("owner"),
                    _serial(values.get("due")),
                    late,
                    values.get("status"),
                    values.get("progress"),
                ]
            )
        made = self.listed("actions", rows)
        last = max(FIRST, FIRST + len(rows) - 1)
        made.conditionals.append(
            Conditional(Area(FIRST, 3, last, 4), "formula", f"=N($E{FIRST + 1})>0", "bad")
        )
        return made

    def needs(self) -> Sheet:
        keys = ("need", "trigger", "due", "value", "solution", "status")
        return self.listed(
            "needs", [[self.link(one), *_fields(one, keys)] for one in needs(self.standings)]
        )

    def loyalty(self) -> Sheet:
        keys = ("benefit", "cost", "until", "status")
        return self.listed(
            "loyalty", [[self.link(one), *_fields(one, keys)] for one in benefits(self.standings)]
        )

    def contacts(self) -> Sheet:
        rows: list[list[Content]] = []
        if self.planning is None:
            return self._found_by_ranking(self.listed("contacts", rows), 0)
        renewed = self.planning.renewed
        facts = renewed.facts
        places = {id_: place for place, id_ in enumerate(facts.ids)}
        plans = {plan.id: plan for plan in renewed.plans}
        for one, day in last_contacts(self.standings, renewed.typed):
            place, plan = places[one.account], plans[one.account]
            target = f"{quoted(one.sheet)}!B1"
            rows.append(
                [
                    Link(one.name, target),
                    facts.value("tier", place),
                    None if day is None else to_serial(day),
                    None if day is None else (self.today - day).days,
                    plan.cadence,
                    self.t(YES) if plan.contact_overdue else None,
                    facts.value("contacts", place),
                    facts.value("our_contacts", place),
                    one.account,
                    f"#{target}",
                ]
            )
        return self._found_by_ranking(self.listed("contacts", rows), len(rows))

    def _found_by_ranking(self, made: Sheet, count: int) -> Sheet:
        """Name the accounts and the places of their sheets, by which Ranking leads there."""
        last = FIRST + max(count, 1) - 1
        ids = len(COLUMNS["contacts"]) - 2
        for name, column in (("kam_plan_ids", ids), ("kam_plan_places", ids + 1)):
            self.context.name_area(name, "contacts", Area(FIRST, column, last, column))
        self.context.name_cell("kam_contacts", "contacts", 0, 0)
        made.hidden_columns.add(ids + 1)
        return made

    def balance(self) -> Sheet:
        made = self.blank("balance")
        for column, width in enumerate((44, 18, 18, 14, *[23] * len(SKILLS))):
            made.width(column, width)
        made.page = Page(area=Area(0, 0, HEADER, 3), one_page=True)
        if self.planning is None:
            made.put(HEADER, 0, self.t(NOTHING), "calc_wrap")
            return made
        found = self.planning.balance
        row = HEADER
        made.put(row, 0, self.t(HOURS), "label")
        made.put(row, 1, found.share, "calc.percent")
        made.put(row + 1, 0, self.t(TARGET), "label")
        made.put(row + 1, 1, found.target, "calc.percent")
        spread = self.t(SPREAD).format(points=round(found.tolerance * 100))
        made.put(row + 1, 2, spread, "calc")
        made.put(row + 2, 0, self.t(VERDICT), "label")
        made.put(row + 2, 1, self.t(VERDICTS[found.verdict]), "calc_wrap")
        made.put(row + 3, 0, self.t(UNRECORDED), "label")
        made.put(row + 3, 1, found.unknown, "calc.whole")
        rated = {key: one for key, one in self.planning.profiles.items() if one.rated}
        # Managers last: only their number changes, and cells keep their look in place.
        row = self._results(made, row + 5, self.planning.programme)
        self._managers(made, row + 1, self.planning.loads, rated)
        last = max(cell.row for cell in made.cells)
        made.page = Page(area=Area(0, 0, last, 3 + (len(SKILLS) if rated else 0)), one_page=True)
        return made

    def _managers(
        self, made: Sheet, row: int, loads: Sequence[Load], rated: Mapping[str, Profile]
    ) -> None:
        """Put who looks after how many, beside their own ratings where there are any."""
        made.put(row, 0, self.t(MANAGERS), "heading")
        labels = (MANAGER, ACCOUNTS, REVENUE, TOO_MANY)
        for column, label in enumerate((*labels, *SKILLS.values()) if rated else labels):
            made.put(row + 1, column, self.t(label), "header")
        if rated:
            made.put(row, len(labels), self.t(OWN_RATINGS), "caption_line")
        alone = [one for key, one in rated.items()
                 if key not in {load.owner.casefold() for load in loads}]  # fmt: skip
        loads = [*loads, *(Load(owner_name(one.name), 0, 0.0, False, 0) for one in alone)]
        row += 2
        for load in loads:
            made.put(row, 0, load.owner, "calc")
            made.put(row, 1, load.accounts, "calc.whole")
            made.put(row, 2, load.revenue, "calc.money")
            made.put(row, 3, self.t(YES) if load.over else None, "status")
            profile = rated.get(load.owner.casefold())
            for skill in range(len(SKILLS) if rated else 0):
                rating = profile.ratings[skill] if profile else None
                made.put(row, len(labels) + skill, rating, "calc.rating")
            row += 1
        if not loads:
            made.put(row, 0, self.t(NOTHING), "calc")

    def _results(self, made: Sheet, row: int, programme: Programme) -> int:
        made.put(row, 0, self.t(RESULTS), "heading")
        made.put(row + 1, 0, None, "header")
        made.put(row + 1, 1, self.t(ACCOUNTS), "header")
        made.put(row + 1, 2, self.t(OTHERS), "header")
        for place, (key, (label, style)) in enumerate(FIGURES.items(), start=row + 2):
            made.put(place, 0, self.t(label), "label")
            for column, group in ((1, programme.key), (2, programme.others)):
                made.put(place, column, _figure(group, key), style)
        return row + 2 + len(FIGURES)

    def link(self, entry: Entry) -> Link:
        return Link(entry.name, f"{quoted(entry.sheet)}!{address(entry.row, 1)}")

    def blank(self, key: str) -> Sheet:
        made = Sheet(key, self.t(words.SHEETS[key]), COLOUR, freeze=(HEADER + 1, 0))
        made.protected = True
        made.put(0, 0, self.t(words.SHEETS[key]), "title")
        made.put(1, 0, self.t(NOTES[key]), "subtitle")
        made.put(2, 0, self.t(AS_OF), "caption_line")
        made.put(2, 1, to_serial(self.today), "caption_line.date")
        return made

    def listed(self, key: str, rows: list[list[Content]]) -> Sheet:
        made = self.blank(key)
        made.heights[HEADER] = HEADER_HEIGHT
        for column, (label, width, _) in enumerate(COLUMNS[key]):
            made.put(HEADER, column, self.t(label), "header")
            made.width(column, width)
        blanks: list[Content] = [None] * (len(COLUMNS[key]) - 1)
        for row, cells in enumerate(rows or [[self.t(NOTHING), *blanks]], start=FIRST):
            for column, (content, (_, _, style)) in enumerate(
                zip(cells, COLUMNS[key], strict=True)
            ):
                made.put(row, column, content, style)
            height = height_of(
                made,
                (
                    (column, 1, said)
                    for column, one in enumerate(cells)
                    if isinstance(said := shown(one), str)
                    if COLUMNS[key][column][2].startswith("calc_wrap")
                ),
            )
            if height > ONE_LINE:
                made.heights[row] = height
        last = FIRST + max(len(rows), 1) - 1
        made.page = Page(repeat=(HEADER, HEADER), area=Area(0, 0, last, len(COLUMNS[key]) - 1))
        return made


def _fields(entry: Entry, keys: Sequence[str]) -> list[Content]:
    return [
        _serial(entry.values.get(key)) if key in ("due", "until") else entry.values.get(key)
        for key in keys
    ]


def _serial(value: CellValue) -> CellValue:
    day = day_of(value)
    return value if day is None else to_serial(day)


def _figure(group: Group, key: str) -> CellValue:
    value = getattr(group, key)
    return None if value is None else float(value)
