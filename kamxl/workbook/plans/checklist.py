"""The checklist as it would be generated now: the candidates, and 33 questions for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamxl.domain.account_plan import AccountPlan
from kamxl.text import Language, Text
from kamxl.workbook.forms.spec import REMARK, Form, Line
from kamxl.workbook.plans.checklist_sections import ANSWERS, CANDIDATES, PART, part
from kamxl.workbook.plans.naming import CHECKLIST, line_id, section_key

OF = Text("{count} of {total}", "{count} von {total}")
GONE = Text(
    "no longer in the segment: its sheets are kept", "nicht mehr im Segment: Blätter bleiben"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One account of the checklist: its plan, why it is there, and where its sheet is."""

    plan: AccountPlan
    name: str
    because: Text
    sheet: str = ""
    gone: bool = False


def checklist_form(candidates: Sequence[Candidate], language: Language) -> Form:
    """Return the form of the checklist; accounts that left the segment are said and stay."""
    parts = [part(each.plan.id, each.name) for each in candidates]
    lines = [_candidate(each, language) for each in candidates]
    for each in candidates:
        lines += _answers(each.plan, language)
    return Form(CHECKLIST, (CANDIDATES, *parts), tuple(lines))


def _candidate(each: Candidate, language: Language) -> Line:
    result = each.plan.result
    return Line(
        line_id(CANDIDATES.key, each.plan.id),
        CANDIDATES.key,
        {
            "id": each.plan.id,
            "name": each.name,
            "why": each.because(language),
            "met": OF(language).format(count=result.yes, total=result.total),
            "confirmed": OF(language).format(count=result.confirmed, total=result.decided),
            "open": result.open,
            "complete": each.plan.completeness.share,
            "proposal": result.proposal(language),
            REMARK: GONE(language) if each.gone else None,
        },
        {"name": f"'{each.sheet.replace(chr(39), chr(39) * 2)}'!B1"} if each.sheet else {},
    )


def _answers(plan: AccountPlan, language: Language) -> list[Line]:
    key = section_key(PART, plan.id)
    return [
        Line(
            line_id(key, answer.id),
            key,
            {
                "number": answer.id,
                "question": answer.question(language),
                "automatic": ANSWERS[answer.verdict](language),
                "reason": answer.reason(language),
            },
        )
        for answer in plan.answers
    ]


def decided(answer: str, words: Mapping[str, Text] = ANSWERS) -> str:
    """Return what a person answered as a key: yes, no, `?`, "" where blank or not understood."""
    tidy = " ".join(answer.split()).casefold()
    if tidy == "?":
        return "?"
    for key, word in words.items():
        if tidy in {word.en, word.de, word.en[0], word.de[0]}:
            return "?" if key == "unclear" else key
    return ""
