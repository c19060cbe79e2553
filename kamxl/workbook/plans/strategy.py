"""One account's strategy sheet as it would be generated now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kamxl.cells import CellValue
from kamxl.domain.account_plan import AccountPlan
from kamxl.domain.comparison import Explanation
from kamxl.domain.contributions import UNITS, waterfall
from kamxl.domain.facts import Facts
from kamxl.domain.kpis import Kpi
from kamxl.domain.plan_facts import TEAMS
from kamxl.domain.planning import FROM_QUESTION, ProposedAction
from kamxl.domain.rounding import nine
from kamxl.text import Language, Text, percent
from kamxl.workbook.forms.reading import Remembered
from kamxl.workbook.forms.spec import Form, Line
from kamxl.workbook.plans.naming import line_id, uid
from kamxl.workbook.plans.strategy_sections import (
    LIGHTS,
    QUESTIONS,
    SECTIONS,
    STEPS,
    SWOT_KINDS,
)

TEAM_NAMES: Mapping[str, Text] = {
    "sales": Text("Sales", "Vertrieb"),
    "service": Text("Service", "Service"),
    "operations": Text("Operations", "Betrieb"),
}
SWOT_KIND = dict(zip(("strength", "weakness", "opportunity", "threat"), SWOT_KINDS, strict=True))
TOTAL = Text("Score", "Punktwert")
EVERYTHING = Text("Everything we sell", "Unser ganzes Angebot")
TIER_MOVE = Text("{before} → {now}", "{before} → {now}")
RANKED = Text("{score}, rank {rank}", "{score}, Rang {rank}")
SHARE_WARNED = Text("{share} ({level})", "{share} ({level})")
LACKING = Text("The plan still lacks: {missing}.", "Dem Plan fehlt noch: {missing}.")
EVERY_DAYS = Text("every {days} days", "alle {days} Tage")
OVERDUE = Text("overdue: {days} days ago", "überfällig: vor {days} Tagen")
NOBODY_MAPPED = Text(
    "No contact stands on the map yet: name a sponsor, a decision maker and a champion.",
    "Noch steht niemand auf der Karte: Sponsor, Entscheider und Fürsprecher eintragen.",
)
MAPPED = Text(
    "{theirs} people at the account, {ours} of ours.",
    "{theirs} Personen beim Kunden, {ours} von uns.",
)
BOW_TIE = Text(
    "A one-person relation: aim at three of theirs and two of ours.",
    "Eine Einpersonen-Beziehung: mindestens drei dort und zwei von uns anstreben.",
)
NOTHING_CHANGED = Text("Nothing has changed.", "Nichts hat sich geändert.")
# What the head says of an account, two to a row: by fact.
HEAD_FACTS: tuple[str, ...] = ("owner", "stage", "contract_end", "growth")
CONTACTS_WANTED, OURS_WANTED = 3, 2


@dataclass(frozen=True, slots=True)
class View:
    """All that one strategy sheet is made from; `place` is the account's among `facts`.

    `changes` are sentences on what moved since the run before, `decisions` what people answered on
    the checklist.
    """

    plan: AccountPlan
    facts: Facts
    place: int
    explanation: Explanation | None
    as_of: dt.date
    firmness: str = ""
    gate: str = ""
    reason: str = ""
    changes: Sequence[str] = ()
    kpi_names: Mapping[str, Text] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)


def strategy_form(view: View, remembered: Remembered, language: Language) -> Form:
    """Return the form of an account's strategy; baselines stay as they were first proposed."""
    made = _Strategy(view, remembered, language)
    return Form(uid(view.plan.id), SECTIONS, tuple(made.lines()))


class _Strategy:
    def __init__(self, view: View, remembered: Remembered, language: Language) -> None:
        self.view, self.remembered, self.language = view, remembered, language
        self.plan, self.facts, self.place = view.plan, view.facts, view.place

    def t(self, text: Text | None) -> str:
        return "" if text is None else text(self.language)

    def shown(self, fact: str) -> str:
        return self.facts.figure(fact, self.place).shown(self.language)

    def label(self, fact: str) -> str:
        """Return what a fact is called, as a heading."""
        said = self.t(self.facts.kind(fact).label)
        return said[:1].upper() + said[1:]

    def line(self, section: str, id_: str, **values: CellValue) -> Line:
        return Line(line_id(section, id_), section, values)

    def lines(self) -> Iterator[Line]:
        yield from self.head()
        for section, questions in QUESTIONS.items():
            for key, question in questions.items():
                yield self.line(section, key, question=self.t(question))
        if self.plan.summary is not None:
            yield self.line("summary", "facts", text=self.t(self.plan.summary.text))
        yield from self.reasons()
        yield from self.unknowns()
        yield from self.figures()
        yield self.line("map", "coverage", text=self.coverage())
        yield from self.room()
        for point in self.plan.swot.points:
            yield self.line(
                "swot",
                point.id,
                kind=self.t(SWOT_KIND[point.part]),
                entry=self.t(point.sentence),
                rule=point.rule,
            )
        yield from self.goals()
        for team in TEAMS:
            yield self.line("team", team, role=self.t(TEAM_NAMES[team]))
        for kpi in self.plan.kpis:
            yield self.kpi(kpi)
        yield from self.to_do()
        for benefit in self.plan.proposals.benefits:
            yield self.line("loyalty", benefit.id, benefit=self.t(benefit.benefit))
        for number, change in enumerate(self.view.changes or (self.t(NOTHING_CHANGED),), start=1):
            yield self.line("changes", str(number), text=change)

    # ------------------------------------------------------------ what is computed

    def head(self) -> Iterator[Line]:
        pairs = list(self.head_pairs())
        for number in range(0, len(pairs), 2):
            (fact, figure), (fact2, figure2) = pairs[number], (*pairs, ("", ""))[number + 1]
            yield self.line(
                "head", str(number // 2 + 1), fact=fact, figure=figure, fact2=fact2, figure2=figure2
            )

    def head_pairs(self) -> Iterator[tuple[str, str]]:
        label = {key: self.label(key) for key in self.facts.kinds}
        tier, before = self.shown("tier"), self.facts.value("previous_tier", self.place)
        moved = before and before != self.facts.value("tier", self.place)
        yield (
            label["tier"],
            self.t(TIER_MOVE).format(before=self.shown("previous_tier"), now=tier)
            if moved
            else tier,
        )
        yield (
            label["score"],
            self.t(RANKED).format(score=self.shown("score"), rank=self.shown("rank")),
        )
        yield label["quadrant"], self.shown("quadrant")
        yield (
            label["share"],
            self.t(SHARE_WARNED).format(share=self.shown("share"), level=self.shown("level")),
        )
        for fact in HEAD_FACTS:
            yield label[fact], self.shown(fact)
        if self.plan.plan_type is not None:
            yield self.t(Text("Plan", "Plan")), self.t(self.plan.plan_type.name)
        yield self.t(Text("Contact", "Kontakt")), self.contact()
        done = self.plan.completeness
        share = percent(done.share, 0, self.language)
        yield self.t(Text("Plan filled", "Plan gefüllt")), share
        yield (
            self.t(Text("As of", "Stand")),
            self.view.as_of.strftime("%d.%m.%Y" if self.language == "de" else "%Y-%m-%d"),
        )

    def contact(self) -> str:
        days = self.facts.value("days_since_contact", self.place)
        if self.plan.contact_overdue and isinstance(days, float):
            return self.t(OVERDUE).format(days=int(days))
        if self.plan.cadence is None:
            return "–"
        return self.t(EVERY_DAYS).format(days=self.plan.cadence)

    def reasons(self) -> Iterator[Line]:
        found = self.view.explanation
        if found is not None:
            total = sum(criterion.effective_weight for criterion in self.facts.criteria)
            counted = [n for n, one in enumerate(self.facts.criteria) if one.effective_weight > 0]
            steps = waterfall(found.differences[counted] / UNITS)
            for place, n in enumerate(counted):
                criterion = self.facts.criteria[n]
                rating = float(found.own_ratings[n])
                yield self.line(
                    "reasons",
                    criterion.key,
                    criterion=self.t(criterion.name),
                    weight=criterion.effective_weight / total,
                    rating=None if rating != rating else nine(rating),
                    points=int(found.own[n]) / UNITS,
                    mean=int(found.others[n]) / UNITS,
                    beyond=int(found.differences[n]) / UNITS,
                    **{key: nine(float(getattr(steps, key)[place])) for key in STEPS},
                )
            yield self.line(
                "reasons",
                "total",
                criterion=self.t(TOTAL),
                weight=1.0,
                points=found.own_total / UNITS,
                mean=found.other_total / UNITS,
                beyond=(found.own_total - found.other_total) / UNITS,
                **{key: nine(float(getattr(steps, key)[-1])) for key in STEPS},
            )
        for key in ("reason", "gate", "firmness"):
            text = getattr(self.view, key)
            if text:
                yield self.line("why", key, text=text)
        missing = self.missing()
        if missing:
            yield self.line("why", "missing", text=missing)

    def asked(self, action: ProposedAction) -> bool:
        """Return whether an action only finds out what nobody has called unknown by hand yet."""
        return action.source == FROM_QUESTION and self.view.decisions.get(action.rule) != "?"

    def missing(self) -> str:
        missing = ", ".join(self.t(each) for each in self.plan.completeness.missing)
        return self.t(LACKING).format(missing=missing) if missing else ""

    def unknowns(self) -> Iterator[Line]:
        for action in self.plan.proposals.actions:
            if self.asked(action):
                yield self.line(
                    "unknown",
                    action.id,
                    what=self.t(action.action),
                    owner=self.t(action.role),
                    due=action.due,
                )

    def figures(self) -> Iterator[Line]:
        for key, before, earlier, words in (
            ("revenue", "revenue_before", "revenue_y2", "growth"),
            ("margin", "margin_before", "", "margin_trend"),
            ("margin_ratio", "", "", "xyz"),
            ("potential", "", "", "share_of_wallet"),
            ("service_cost", "", "", "cost_ratio"),
            ("average_order", "", "", "orders"),
        ):
            yield self.line(
                "figures",
                key,
                measure=self.label(key),
                y2=self.shown(earlier) if earlier else None,
                y1=self.shown(before) if before else None,
                now=self.shown(key),
                text=f"{self.label(words)}: {self.shown(words)}",
            )

    def coverage(self) -> str:
        theirs = self.facts.value("contacts", self.place)
        ours = self.facts.value("our_contacts", self.place)
        if not isinstance(theirs, float) or theirs == 0:
            return self.t(NOBODY_MAPPED)
        ours = ours if isinstance(ours, float) else 0.0
        said = self.t(MAPPED).format(theirs=int(theirs), ours=int(ours))
        if theirs < CONTACTS_WANTED or ours < OURS_WANTED:
            said = f"{said} {self.t(BOW_TIE)}"
        return said

    def room(self) -> Iterator[Line]:
        values = {key: self.facts.value(key, self.place) for key in ("revenue", "potential", "gap")}
        if values["potential"] is not None:
            yield self.line(
                "room",
                "all",
                product=self.t(EVERYTHING),
                actual=values["revenue"],
                potential=values["potential"],
                gap=values["gap"],
            )

    # ------------------------------------------------------------ what is proposed

    def first(self, line: str, key: str, now: CellValue) -> CellValue:
        """Return what a field held when it was first proposed: a baseline does not move."""
        return self.remembered.get(line, {}).get(key, now)

    def goals(self) -> Iterator[Line]:
        for goal in self.plan.proposals.goals:
            base = self.first(line_id("goals", goal.id), "base", self.t(goal.baseline) or None)
            yield self.line(
                "goals",
                goal.id,
                goal=self.t(goal.goal),
                how=self.t(goal.how),
                why=self.t(goal.why),
                what=self.t(goal.what),
                ours=self.t(goal.benefit_us),
                theirs=self.t(goal.benefit_customer),
                measure=goal.kpi and self.kpi_name(goal.kpi),
                base=base,
                target=self.t(goal.target) or None,
                due=goal.due,
            )

    def kpi_name(self, key: str) -> str:
        return self.t(self.view.kpi_names[key]) if key in self.view.kpi_names else key

    def kpi(self, kpi: Kpi) -> Line:
        shown = self.t(kpi.shown) if kpi.value is not None else None
        base = self.first(line_id("kpis", kpi.id), "base", shown)
        target = self.first(line_id("kpis", kpi.id), "target", self.t(kpi.target_shown) or None)
        return self.line(
            "kpis",
            kpi.id,
            kpi=f"{self.t(kpi.name)} ({self.t(kpi.unit)})",
            base=base,
            target=target,
            actual=shown,
            light=self.light(kpi),
            trend=None if shown is None or base is None else "=" if base == shown else "→",
            why=self.t(kpi.why),
        )

    def light(self, kpi: Kpi) -> str | None:
        if kpi.value is None or kpi.target is None:
            return None
        reached = nine(kpi.direction * (kpi.value - kpi.target)) >= 0
        return self.t(LIGHTS[0 if reached else 1])

    def to_do(self) -> Iterator[Line]:
        proposed = self.plan.proposals
        for need in proposed.needs:
            yield self.line(
                "needs",
                need.id,
                need=self.t(need.need),
                solution=self.t(need.solution),
                due=need.trigger,
            )
        for action in proposed.actions:
            if self.asked(action):
                continue
            yield self.line(
                "actions",
                action.id,
                action=self.t(action.action),
                origin=action.rule,
                owner=self.t(action.role),
                due=action.due,
            )
        for risk in proposed.risks:
            yield self.line(
                "risks",
                risk.id,
                risk=self.t(risk.risk),
                chance=float(risk.likelihood),
                impact=float(risk.impact),
                amount=risk.stake,
                counter=self.t(risk.counter),
                sign=self.t(risk.indicator),
            )
