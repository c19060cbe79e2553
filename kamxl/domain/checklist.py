"""The checklist: each question answered yes, no or unclear, with the figures that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamxl.domain.conditions import UNCLEAR, VERDICTS, Verdict, ask, ask_once
from kamxl.domain.facts import Facts, Figure
from kamxl.domain.rulebook import Decision, Part, Question, Recommendation, Silence
from kamxl.domain.wording import Statement, filled, lacking_text
from kamxl.text import Text

UNDECIDED = Text("Too little is known for a proposal.", "Für einen Vorschlag ist zu wenig bekannt.")
OPEN_MARK = "?"


@dataclass(frozen=True, slots=True)
class Answer:
    """The automatic answer to one question; `missing` says what would make it clear."""

    id: str
    part: Part
    question: Text
    verdict: Verdict
    reason: Text
    figures: tuple[Figure, ...]
    missing: tuple[Text, ...]
    action: Text
    role: str
    days: int

    def open(self, decided: str) -> bool:
        """Whether somebody has to find out: a person typed `?`, or nobody knows."""
        return decided.strip() == OPEN_MARK or (not decided.strip() and self.verdict == "unclear")


def checklists(facts: Facts, questions: Sequence[Question]) -> tuple[tuple[Answer, ...], ...]:
    """Return the answers to all questions, one tuple an account."""
    found: list[list[Answer]] = [[] for _ in range(len(facts))]
    for question in questions:
        asked = ask(question.when, facts)
        for account, answer in enumerate(asked.answers.tolist()):
            missing = tuple(facts.missing(key) for key in asked.lacking(account))
            said = (
                Statement(
                    lacking_text(missing), tuple(facts.figure(k, account) for k in _facts(question))
                )
                if answer == UNCLEAR
                else filled(question.reason, question, facts, account)
            )
            found[account].append(
                Answer(
                    id=question.id,
                    part=question.part,
                    question=question.question,
                    verdict=VERDICTS[answer],
                    reason=said.text,
                    figures=said.figures,
                    missing=missing,
                    action=filled(question.action, question, facts, account).text,
                    role=question.role,
                    days=question.days,
                )
            )
    return tuple(tuple(answers) for answers in found)


def _facts(question: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in question.when for key in one.facts))


@dataclass(frozen=True, slots=True)
class Result:
    """The result line: automatic and confirmed answers, open questions, and what they propose.

    `yes`, `no` and `unclear` count automatic answers; `confirmed` those that people answered yes,
    `decided` all that they answered yes or no; each open question makes an action.
    `recommendation` is the id of the rule that proposes the `decision`, "" where none fires.
    """

    yes: int
    no: int
    unclear: int
    confirmed: int
    decided: int
    open: int
    recommendation: str
    decision: Decision | None
    proposal: Text
    reason: Text
    figures: tuple[Figure, ...]

    @property
    def total(self) -> int:
        """Return how many questions there are."""
        return self.yes + self.no + self.unclear


def result(
    answers: Sequence[Answer],
    decisions: Mapping[str, str],
    recommendations: Sequence[Recommendation],
    facts: Facts,
    account: int,
) -> Result:
    """Return the result line of one account; `decisions` are people's answers (yes, no, `?`)."""
    verdicts = [answer.verdict for answer in answers]
    typed = [decisions.get(answer.id, "") for answer in answers]
    rule, statement = recommended(recommendations, facts, account)
    return Result(
        yes=verdicts.count("yes"),
        no=verdicts.count("no"),
        unclear=verdicts.count("unclear"),
        confirmed=typed.count("yes"),
        decided=typed.count("yes") + typed.count("no"),
        open=sum(answer.open(said) for answer, said in zip(answers, typed, strict=True)),
        recommendation=rule.id if rule else "",
        decision=rule.decision if rule else None,
        proposal=rule.name if rule else UNDECIDED,
        reason=statement.text,
        figures=statement.figures,
    )


def recommended(
    rules: Sequence[Recommendation], facts: Facts, account: int
) -> tuple[Recommendation | None, Statement]:
    """Return the first recommendation whose rule fires, and why; or what is missing for one."""
    silent: list[Silence] = []
    for rule in rules:
        asked = ask_once(rule.when, facts)
        if asked.answers[account] == 1:
            return rule, filled(rule.sentence, rule, facts, account)
        if asked.answers[account] == UNCLEAR:
            missing = tuple(facts.missing(key) for key in asked.lacking(account))
            silent.append(Silence(rule.id, "", missing))
    missing = tuple(dict.fromkeys(each for silence in silent for each in silence.missing))
    return None, Statement(lacking_text(missing) if missing else UNDECIDED)
