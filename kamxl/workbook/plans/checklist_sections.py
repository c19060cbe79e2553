"""The parts of the checklist: who is a candidate, and 33 questions for each. Source: domain 5.2."""

from __future__ import annotations

from kamxl.text import Text
from kamxl.workbook.forms.spec import REMARK, Field, Section
from kamxl.workbook.plans.naming import section_key
from kamxl.workbook.plans.strategy_sections import DUE, OWNER, REMARK_LABEL, STATE, STATUS

# Comes before an account in the key of its part.
PART = "q"
ANSWERS = {
    "yes": Text("yes", "ja"),
    "no": Text("no", "nein"),
    "unclear": Text("unclear", "unklar"),
}
# A person may also say that nobody knows: it becomes an action.
UNKNOWN = Text("?", "?")
DECISIONS = {
    "key": Text("Key account", "Schlüsselkunde"),
    "candidate": Text("Development candidate", "Entwicklungskandidat"),
    "no": Text("No", "Nein"),
}
CANDIDATES = Section(
    "candidates",
    Text("Candidates", "Kandidaten"),
    (
        Field("id", Text("Account no.", "Kundennummer"), "computed", "wrap.id"),
        Field("name", Text("Account", "Kunde"), "computed"),
        Field("why", Text("On the list because", "Auf der Liste, weil"), "computed"),
        Field("met", Text("Met (computed)", "Erfüllt (errechnet)"), "computed"),
        Field("confirmed", Text("Met (answered)", "Erfüllt (beantwortet)"), "computed"),
        Field("open", Text("Open ?", "Offene ?"), "computed", "wrap.whole"),
        Field("complete", Text("Plan filled", "Plan gefüllt"), "computed", "wrap.percent0"),
        Field("proposal", Text("Proposal", "Vorschlag"), "computed"),
        Field(
            "decision",
            Text("Decision", "Entscheidung"),
            "human",
            choices=tuple(DECISIONS.values()),
            message=Text(
                "kamxl proposes, people decide.", "kamxl schlägt vor, Menschen entscheiden."
            ),
        ),
        Field("by", Text("Decided by", "Entschieden von"), "human"),
        Field("day", Text("Decided on", "Entschieden am"), "human", "wrap.date"),
        Field(REMARK, REMARK_LABEL, "computed"),
    ),
)


def part(account: str, name: str) -> Section:
    """Return the part of the checklist for an account."""
    heading = f"{name} ({account})" if name and name != account else account
    return Section(
        section_key(PART, account),
        Text(heading, heading),
        (
            Field("number", Text("No.", "Nr."), "computed"),
            Field("question", Text("Question", "Frage"), "computed", span=3),
            Field("automatic", Text("Computed", "Errechnet"), "computed"),
            Field("reason", Text("Because", "Weil"), "computed", span=2),
            Field(
                "answer",
                Text("Answer", "Antwort"),
                "human",
                choices=(*ANSWERS.values(), UNKNOWN),
                message=Text(
                    "Yes, no or ? (nobody knows yet: an action)",
                    "Ja, nein oder ? (weiß noch niemand: eine Maßnahme)",
                ),
            ),
            Field("evidence", Text("Evidence", "Beleg"), "human", span=2),
            Field("day", Text("Date", "Datum"), "human", "wrap.date"),
            Field("owner", OWNER, "human"),
            Field("follow", Text("Follow-up", "Folgemaßnahme"), "human"),
            Field("due", DUE, "human", "wrap.date"),
            Field("status", STATE, "human", choices=STATUS),
            Field(REMARK, REMARK_LABEL, "computed"),
        ),
    )
