"""The parts of a strategy sheet, from the head to the changes, with its four steps as the spine.

Source: domain 5.3. Twelve places of equal width lie side by side; every section ends with a remark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamxl.text import Text
from kamxl.workbook.forms.spec import REMARK, Field, Kind, Section

PLACES = 12
REMARK_LABEL = Text("Remark", "Anmerkung")
STATUS = (
    Text("open", "offen"),
    Text("running", "läuft"),
    Text("done", "erledigt"),
    Text("dropped", "verworfen"),
)
YES_NO = (Text("yes", "ja"), Text("no", "nein"))
ROLES = (
    Text("Sponsor", "Sponsor"),
    Text("Decision maker", "Entscheider"),
    Text("Champion", "Fürsprecher"),
    Text("User", "Nutzer"),
    Text("Opponent", "Gegner"),
)
SWOT_KINDS = (
    Text("Strength", "Stärke"),
    Text("Weakness", "Schwäche"),
    Text("Opportunity", "Chance"),
    Text("Threat (risk)", "Bedrohung (Risiko)"),
)
SURE = (Text("assumed", "Annahme"), Text("confirmed", "bestätigt"))
LIGHTS = (Text("on track", "im Plan"), Text("at risk", "gefährdet"), Text("missed", "verfehlt"))

OWNER = Text("Responsible", "Verantwortlich")
DUE = Text("Due", "Termin")
STATE = Text("Status", "Status")
NOTE = Text("Note", "Notiz")
GOAL = Text("Goal", "Ziel")


def _section(
    key: str,
    title: Text,
    *fields: Field,
    spare: int = 0,
    note: Text | None = None,
    headings: bool = True,
    tall: float = 0,
) -> Section:
    width = sum(one.span for one in fields)
    assert width == PLACES, f"{key} takes {width} places"
    remark = Field(REMARK, REMARK_LABEL, "computed")
    return Section(key, title, (*fields, remark), spare, note, headings, tall)


def _text(key: str, label: Text, kind: Kind, span: int = 1, style: str = "wrap") -> Field:
    return Field(key, label, kind, style, span=span)


HEAD = _section(
    "head",
    Text("Account", "Kunde"),
    _text("fact", Text("What", "Was"), "computed", 2),
    _text("figure", Text("Now", "Jetzt"), "computed", 4),
    _text("fact2", Text("What", "Was"), "computed", 2),
    _text("figure2", Text("Now", "Jetzt"), "computed", 4),
    headings=False,
)
CONTROL = _section(
    "control",
    Text("Approval and review", "Freigabe und Überprüfung"),
    _text("question", Text("What", "Was"), "computed", 4),
    _text("entry", Text("Entry", "Eintrag"), "human", 4),
    _text("when", Text("On", "Am"), "human", 2, "wrap.date"),
    _text("who", Text("By", "Von"), "human", 2),
)
SUMMARY = _section(
    "summary",
    Text("1 Summary", "1 Zusammenfassung"),
    _text("text", Text("In short", "Kurz gefasst"), "computed", PLACES),
    headings=False,
    tall=24,
)
CHARTER = _section(
    "charter",
    Text("Our intent", "Unsere Absicht"),
    _text("question", Text("Question", "Frage"), "computed", 4),
    _text("answer", Text("Answer", "Antwort"), "human", 8),
    tall=24,
)
REASONS = _section(
    "reasons",
    Text("2 Why a key account", "2 Warum Schlüsselkunde"),
    _text("criterion", Text("Criterion", "Kriterium"), "computed", 3),
    _text("weight", Text("Weight", "Gewicht"), "computed", 1, "wrap.percent0"),
    _text("rating", Text("Rating", "Bewertung"), "computed", 1, "wrap.rating"),
    _text("points", Text("Points", "Punkte"), "computed", 1, "wrap.score"),
    _text("mean", Text("Mean", "Mittel"), "computed", 1, "wrap.score"),
    _text("beyond", Text("Difference", "Abweichung"), "computed", 1, "wrap.change"),
    _text("chart", Text("Waterfall", "Wasserfall"), "computed", 4),
)
# What the waterfall draws stands in hidden columns behind the remarks.
STEPS: Mapping[str, Text] = {
    "base": Text("Base", "Sockel"),
    "total": Text("Sum", "Summe"),
    "up": Text("Above the mean", "Über dem Mittel"),
    "up_below": Text("Above the mean", "Über dem Mittel"),
    "down": Text("Below the mean", "Unter dem Mittel"),
    "down_below": Text("Below the mean", "Unter dem Mittel"),
}
REASONS = replace(
    REASONS,
    fields=(*REASONS.fields, *(Field(key, label, "computed") for key, label in STEPS.items())),
)
REASON_TEXTS = _section(
    "why",
    Text("Gates, stability, change", "Deckel, Stabilität, Veränderung"),
    _text("text", Text("In words", "In Worten"), "computed", PLACES),
    headings=False,
    tall=24,
)
PROFILE = _section(
    "profile",
    Text("3 Account profile", "3 Kundenprofil"),
    _text("question", Text("Question", "Frage"), "computed", 4),
    _text("answer", Text("Answer", "Antwort"), "human", 8),
    tall=18,
    note=Text(
        "A question mark says: we should know this and do not; it becomes an action.",
        "Ein Fragezeichen heißt: Das sollten wir wissen und wissen es nicht; "
        "daraus wird eine Maßnahme.",
    ),
)
UNKNOWNS = _section(
    "unknown",
    Text("What we do not know yet", "Was wir noch nicht wissen"),
    _text("what", Text("What", "Was"), "mixed", 6),
    _text("how", Text("How we find out", "Wie wir es herausfinden"), "human", 3),
    Field("owner", OWNER, "mixed", span=2),
    Field("due", DUE, "mixed", "wrap.date"),
    spare=1,
)
FIGURES = _section(
    "figures",
    Text("4 Figures", "4 Zahlen"),
    _text("measure", Text("Figure", "Kennzahl"), "computed", 3),
    _text("y2", Text("2 years before", "Vorvorjahr"), "computed", 2),
    _text("y1", Text("Previous year", "Vorjahr"), "computed", 2),
    _text("now", Text("Now", "Jetzt"), "computed", 2),
    _text("text", Text("In words", "In Worten"), "computed", 3),
)
CONTACTS = _section(
    "contacts",
    Text("5 Relationship map", "5 Beziehungslandkarte"),
    _text("name", Text("Name", "Name"), "human", 2),
    _text("function", Text("Function", "Funktion"), "human", 2),
    Field("role", Text("Role", "Rolle"), "human", choices=ROLES),
    Field(
        "influence",
        Text("Influence", "Einfluss"),
        "human",
        "wrap.rating",
        message=Text("1 (little) to 5 (decides)", "1 (gering) bis 5 (entscheidet)"),
    ),
    Field(
        "attitude",
        Text("Attitude", "Haltung"),
        "human",
        "wrap.rating",
        message=Text("-2 (against us) to +2 (for us)", "-2 (gegen uns) bis +2 (für uns)"),
    ),
    _text("ours", Text("Our contact", "Unser Kontakt"), "human", 2),
    Field("last", Text("Last contact", "Letzter Kontakt"), "human", "wrap.date"),
    Field("sure", Text("Assumed?", "Annahme?"), "human", choices=SURE),
    Field("note", NOTE, "human"),
    spare=4,
)
MAP = _section(
    "map",
    Text("What the map says", "Was die Landkarte sagt"),
    _text("text", Text("In words", "In Worten"), "computed", PLACES),
    headings=False,
)
WHITESPACE = _section(
    "room",
    Text("6 Room for expansion", "6 Spielraum für Ausbau"),
    _text("product", Text("Product or service", "Produkt oder Leistung"), "mixed", 3),
    _text("unit", Text("Unit or site", "Bereich oder Standort"), "mixed", 2),
    _text("actual", Text("Actual", "Ist"), "mixed", 1, "wrap.money"),
    _text("potential", Text("Potential", "Potenzial"), "mixed", 1, "wrap.money"),
    _text("gap", Text("Gap", "Lücke"), "computed", 1, "wrap.money"),
    _text("chance", Text("Chance", "Chance"), "human", 1, "wrap.percent0"),
    _text("note", Text("How we get there", "Wie wir dahin kommen"), "human", 3),
    spare=2,
)
SWOT = _section(
    "swot",
    Text(
        "7 SWOT: our position at this account",
        "7 SWOT: unsere Position bei diesem Kunden",
    ),
    Field("kind", Text("Kind", "Art"), "mixed", choices=SWOT_KINDS, span=2),
    _text("entry", Text("Entry", "Eintrag"), "mixed", 6),
    _text("rule", Text("Rule", "Regel"), "computed", 1),
    Field("measure", Text("Measure", "Maßnahme"), "human", span=3, list_of="actions"),
    spare=3,
    note=Text(
        "Every opportunity and threat needs a measure of section 12.",
        "Jede Chance und jede Bedrohung braucht eine Maßnahme aus Abschnitt 12.",
    ),
)
GOALS = _section(
    "goals",
    Text("8 Step 1: set goals", "8 Schritt 1: Ziele setzen"),
    Field("goal", GOAL, "mixed"),
    _text("how", Text("How", "Wie"), "mixed"),
    _text("why", Text("Why", "Warum"), "mixed"),
    _text("what", Text("What", "Was"), "mixed"),
    _text("ours", Text("Benefit for us", "Nutzen für uns"), "mixed"),
    _text("theirs", Text("Benefit for the account", "Nutzen für den Kunden"), "mixed"),
    _text("measure", Text("Measured by", "Messgröße"), "mixed"),
    _text("base", Text("Baseline", "Basis"), "mixed"),
    _text("target", Text("Target", "Zielwert"), "mixed"),
    Field("due", DUE, "mixed", "wrap.date"),
    _text("decided", Text("Decided internally", "Intern beschlossen"), "human", 1, "wrap.date"),
    _text("informed", Text("Account informed", "Kunde informiert"), "human", 1, "wrap.date"),
    spare=2,
    note=Text(
        "Decide internally first; only then tell the account.",
        "Erst intern beschließen, dann den Kunden informieren.",
    ),
    tall=24,
)
SERVICES = _section(
    "services",
    Text("9 Step 2: deliver", "9 Schritt 2: Liefern"),
    _text("service", Text("Product or service", "Leistung"), "mixed", 2),
    _text("standard", Text("Standard (SLA)", "Standard (SLA)"), "human", 2),
    _text("process", Text("Process", "Prozess/Verfahren"), "human", 2),
    Field("owner", OWNER, "human", span=2),
    _text("frequency", Text("Frequency", "Frequenz"), "human"),
    Field("known", Text("Account knows", "Kunde kennt es"), "human", choices=YES_NO),
    Field("status", STATE, "human", choices=STATUS, span=2),
    spare=2,
)
TEAM = _section(
    "team",
    Text("Team", "Team"),
    _text("role", Text("Role", "Rolle"), "mixed", 3),
    _text("name", Text("Name", "Name"), "human", 3),
    _text("task", Text("Task", "Aufgabe"), "human", 6),
    spare=1,
)
KPIS = _section(
    "kpis",
    Text("10 Step 3: measure", "10 Schritt 3: Messen"),
    _text("kpi", Text("KPI", "Kennzahl"), "computed", 3),
    _text("base", Text("Baseline", "Basis"), "mixed"),
    _text("target", Text("Target", "Zielwert"), "mixed"),
    _text("actual", Text("Actual", "Ist"), "mixed"),
    Field("light", Text("Light", "Ampel"), "mixed", choices=LIGHTS),
    _text("trend", Text("Trend", "Trend"), "computed"),
    _text("why", Text("Chosen because", "Gewählt, weil"), "computed", 4),
    spare=1,
)
NEEDS = _section(
    "needs",
    Text("11 Step 4: anticipate needs", "11 Schritt 4: Künftigen Bedarf erkennen"),
    _text("need", Text("Need", "Bedarf"), "mixed", 2),
    _text("problem", Text("Task or problem", "Aufgabe/Problem"), "human", 2),
    _text("trigger", Text("Trigger", "Auslöser"), "mixed", 1),
    Field("due", Text("Expected from", "Erwartet ab"), "mixed", "wrap.date"),
    _text("value", Text("Value", "Wert"), "human", 1, "wrap.money"),
    _text("solution", Text("Tailored solution", "Maßgeschneiderte Lösung"), "mixed", 2),
    Field("goal", GOAL, "human", list_of="goals"),
    Field("status", STATE, "human", choices=STATUS),
    _text("source", Text("Source, date", "Quelle, Datum"), "human"),
    spare=2,
)
ACTIONS = _section(
    "actions",
    Text("12 Actions", "12 Maßnahmen"),
    _text("action", Text("Action", "Maßnahme"), "mixed", 4),
    _text("origin", Text("Origin", "Herkunft"), "computed"),
    Field("goal", GOAL, "human", list_of="goals"),
    Field("owner", OWNER, "mixed"),
    Field("due", DUE, "mixed", "wrap.date"),
    Field("need", Text("For the need", "Für den Bedarf"), "human", list_of="needs"),
    Field("status", STATE, "human", choices=STATUS),
    _text("progress", Text("Progress", "Fortschritt"), "human", 1, "wrap.percent0"),
    Field("note", NOTE, "human"),
    spare=4,
)
RISKS = _section(
    "risks",
    Text("13 Risks", "13 Risiken"),
    _text("risk", Text("Risk", "Risiko"), "mixed", 4),
    Field(
        "chance", Text("Likelihood", "W’keit"), "mixed", "wrap.rating",
        message=Text("1 (hardly) to 5 (almost sure)", "1 (kaum) bis 5 (fast sicher)"),
    ),
    Field(
        "impact", Text("Impact", "Auswirkung"), "mixed", "wrap.rating",
        message=Text("1 (small) to 5 (existential)", "1 (klein) bis 5 (existenziell)"),
    ),
    _text("amount", Text("At risk", "Gefährdet"), "computed", 1, "wrap.money"),
    _text("counter", Text("Countermeasure", "Gegenmaßnahme"), "mixed", 3),
    _text("sign", Text("Early sign", "Frühindikator"), "mixed", 2),
    spare=2,
)  # fmt: skip
LOYALTY = _section(
    "loyalty",
    Text("14 Loyalty and reference", "14 Loyalität und Referenz"),
    _text("benefit", Text("Benefit or reference", "Vorteil oder Referenz"), "mixed", 4),
    _text("cost", Text("Cost", "Kosten"), "human", 1, "wrap.money"),
    _text("until", Text("Valid until", "Gültig bis"), "human", 1, "wrap.date"),
    Field("status", STATE, "human", choices=STATUS),
    Field("note", NOTE, "human", span=5),
    spare=1,
)
REVIEWS = _section(
    "reviews",
    Text("15 Meetings and reviews", "15 Treffen und Überprüfungen"),
    _text("day", Text("Date", "Datum"), "human", 1, "wrap.date"),
    _text("people", Text("Participants", "Teilnehmer"), "human", 2),
    _text("topic", Text("Topic", "Thema"), "human", 3),
    _text("result", Text("Result", "Ergebnis"), "human", 4),
    _text("next", Text("Next step", "Nächster Schritt"), "human", 2),
    spare=2,
)
CHANGES = _section(
    "changes",
    Text("16 Changes since the last run", "16 Veränderungen seit dem letzten Lauf"),
    _text("text", Text("Change", "Veränderung"), "computed", PLACES),
    headings=False,
)

SECTIONS: tuple[Section, ...] = (
    HEAD, CONTROL, SUMMARY, CHARTER, REASONS, REASON_TEXTS, PROFILE, UNKNOWNS, FIGURES, CONTACTS,
    MAP, WHITESPACE, SWOT, GOALS, SERVICES, TEAM, KPIS, NEEDS, ACTIONS, RISKS, LOYALTY, REVIEWS,
    CHANGES,
)  # fmt: skip

# Questions that people answer: by section, the id's last part and the text.
QUESTIONS: dict[str, dict[str, Text]] = {
    "control": {
        "approved": Text("Approved", "Freigegeben"),
        "next": Text("Next review", "Nächste Überprüfung"),
        "status": Text(
            "Key account? The decision is yours.", "Schlüsselkunde? Die Entscheidung ist Ihre."
        ),
    },
    "charter": {
        "field": Text("Where do we play at this account?", "Wo spielen wir bei diesem Kunden?"),
        "value": Text("What value do we bring?", "Welchen Nutzen bringen wir?"),
        "gain": Text("How does the account gain from it?", "Wie gewinnt der Kunde daran?"),
        "ours": Text("What do we gain?", "Was gewinnen wir?"),
    },
    "profile": {
        "business": Text("Business", "Geschäft"),
        "goals": Text("The account's goals", "Ziele des Kunden"),
        "needs": Text("Needs", "Bedürfnisse"),
        "challenges": Text("Challenges", "Herausforderungen"),
        "buying": Text("Purchasing strategy", "Einkaufsstrategie"),
        "problem": Text(
            "Which core problem do we solve as experts?",
            "Welches Kernproblem lösen wir als Experten?",
        ),
        "benefit": Text(
            "Benefit of the long relationship", "Nutzen der langfristigen Beziehung"
        ),
        "offer": Text("Individual offer", "Individuelles Angebot"),
        "value": Text(
            "Value proposition: benefit, investment, return",
            "Nutzenversprechen: Nutzen, Investition, Rendite",
        ),
        "impulse": Text(
            "What it moves in us: service, technology, equipment",
            "Entwicklungsimpuls: Service, Technologie, Ausrüstung",
        ),
    },
}  # fmt: skip
