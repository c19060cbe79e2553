"""How complete a plan is: which of the things that people owe it stand there (A9, B20, D5, D11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kamxl.domain.plan_facts import TEAMS, PlanFacts
from kamxl.domain.wording import lacking_text
from kamxl.text import Text

CHARTER_QUESTIONS = 4
CONTACTS, OUR_CONTACTS, KPIS = 3, 2, 3


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the mandatory things stand in a plan, and which do not."""

    filled: int
    total: int
    missing: tuple[Text, ...]

    @property
    def share(self) -> float:
        """The filled part, 0 to 1."""
        return self.filled / self.total

    @property
    def text(self) -> Text | None:
        """What is missing, as a sentence; None where nothing is."""
        return lacking_text(self.missing) if self.missing else None


def completeness(plan: PlanFacts, tier: str) -> Completeness:
    """Return how complete a plan is; class A owes more (all teams, the benefit of the long run)."""
    owed = list(_owed(plan, tier))
    missing = tuple(label for label, there in owed if not there)
    return Completeness(len(owed) - len(missing), len(owed), missing)


def _said(text: str | None) -> bool:
    return bool(text and text.strip() and text.strip() != "?")


def _owed(plan: PlanFacts, tier: str) -> Iterator[tuple[Text, bool]]:
    goals, tasks = plan.goals or (), plan.tasks or ()
    contacts = plan.contacts or ()
    yield (
        Text("goals of the customer", "Ziele des Kunden"),
        _said(plan.objectives),
    )
    yield Text("needs of the customer", "Bedürfnisse des Kunden"), _said(plan.customer_needs)
    yield (
        Text("challenges of the customer", "Herausforderungen des Kunden"),
        _said(plan.challenges),
    )
    yield (
        Text("our intent (four questions)", "unsere Absicht (vier Fragen)"),
        sum(map(_said, plan.charter or ())) >= CHARTER_QUESTIONS,
    )
    yield (
        Text("a goal with how, why and what", "ein Ziel mit Wie, Warum und Was"),
        any(all(map(_said, (goal.how, goal.why, goal.what))) for goal in goals),
    )
    yield (
        Text("the benefit for both sides of each goal", "der Nutzen beider Seiten bei jedem Ziel"),
        bool(goals) and all(_said(g.benefit_us) and _said(g.benefit_customer) for g in goals),
    )
    yield (
        Text("day on which the goals were decided", "Tag, an dem die Ziele beschlossen wurden"),
        plan.decided is not None,
    )
    named = sum(_said((plan.team or {}).get(team)) for team in TEAMS)
    yield (
        (
            Text("sales, service and operations", "Vertrieb, Service und Betrieb"),
            named == len(TEAMS),
        )
        if tier == "A"
        else (Text("a team", "ein Team"), named > 0)
    )
    yield (
        Text("three contacts, two of ours", "drei Ansprechpartner, zwei eigene Kontakte"),
        len({c.name.casefold() for c in contacts if _said(c.name)}) >= CONTACTS
        and len({c.ours.casefold() for c in contacts if _said(c.ours)}) >= OUR_CONTACTS,
    )
    yield Text("three KPIs", "drei Kennzahlen"), len(plan.kpis or ()) >= KPIS
    yield (
        Text("a future need with its day", "ein künftiger Bedarf mit Termin"),
        any(need.trigger for need in plan.needs or ()),
    )
    yield (
        Text(
            "owner and day of every open action",
            "Verantwortliche und Termine aller offenen Maßnahmen",
        ),
        bool(tasks) and all(_said(task.owner) and task.due for task in tasks if task.open),
    )
    if tier == "A":
        yield (
            Text("benefit of the long relationship", "Nutzen der langfristigen Beziehung"),
            _said(plan.long_benefit),
        )
