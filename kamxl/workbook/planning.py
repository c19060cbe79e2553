"""What checklists, strategy sheets and registers of a workbook are made from, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kamxl.domain.assessment import Assessment
from kamxl.domain.balance import Balance, balance
from kamxl.domain.candidates import segment_of
from kamxl.domain.capacity import Load, capacity_findings, loads
from kamxl.domain.firmness import sentence
from kamxl.domain.managers import Profile, by_owner
from kamxl.domain.programme import Programme, programme
from kamxl.domain.rulebook import Rulebook
from kamxl.domain.sensitivity import Sensitivity
from kamxl.findings import Finding
from kamxl.text import LANGUAGES
from kamxl.workbook import words
from kamxl.workbook.forms.memory import FormMemory
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.plans.reading import Plans
from kamxl.workbook.plans.renewing import Renewed, Wanted, renew, undigested
from kamxl.workbook.remembering import moved

WANTED = "yes"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file holds of plans: its forms, what is remembered of them, names of its sheets.

    `names` are those of kamxl's other sheets by key. `digest` tells the bytes of a sheet from
    others, "" where nobody is to remember them.
    """

    plans: Plans = field(default_factory=Plans)
    memory: Mapping[str, FormMemory] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    digest: Callable[[str], str] = undigested


@dataclass(frozen=True, slots=True)
class Planning:
    """The forms renewed, and the figures of the programme that the registers show.

    `profiles` are the managers' own ratings by name, as owners are compared.
    """

    renewed: Renewed
    balance: Balance
    loads: tuple[Load, ...]
    profiles: Mapping[str, Profile]
    programme: Programme
    findings: tuple[Finding, ...]


def plan(
    inputs: Inputs,
    result: Assessment,
    firm: Sensitivity,
    rulebook: Rulebook,
    filled: Filled | None = None,
) -> Planning:
    """Return the plans of some inputs: afresh, or how those of a file become the new ones."""
    filled = filled or Filled()
    policy, portfolio, language = inputs.policy, inputs.portfolio, inputs.language
    pinned = portfolio.text("pinned")
    names = {key: filled.names.get(key, text(language)) for key, text in words.SHEETS.items()}
    places = {int(account): place for place, account in enumerate(firm.accounts)}

    def says(account: int) -> Mapping[str, str]:
        place = places.get(account)
        return {
            "reason": result.reason(account, language),
            "gate": result.gate_text(account, language),
            "firmness": "" if place is None else sentence(firm, place, language),
        }

    renewed = renew(
        Wanted(
            result=result,
            rulebook=rulebook,
            segment=segment_of(policy),
            pinned=frozenset(
                id_ for id_, wanted in zip(portfolio.ids, pinned, strict=True) if wanted == WANTED
            ),
            language=language,
            taken=(*filled.taken, *_labels(), *names.values()),
            after="",
            checklist_after=names.get("trace", names["concentration"]),
            says=says,
            moved=_moved(inputs, result),
        ),
        filled.plans,
        filled.memory,
        filled.digest,
    )
    key = renewed.chosen.mask(len(result))
    return Planning(
        renewed,
        balance(
            portfolio.number("service_hours"),
            portfolio.number("revenue"),
            key,
            policy.balance_mode,
            policy.balance_spread,
        ),
        loads(result, key, policy.manager_limit),
        by_owner(row.profile for row in inputs.managers),
        programme(portfolio, key),
        (
            *(finding for made in renewed.plans for finding in made.findings),
            *capacity_findings(result, key, policy.manager_limit),
        ),
    )


def _labels() -> Sequence[str]:
    """Return what kamxl calls its own sheets in either language: no plan is called so."""
    return [text(language) for text in words.SHEETS.values() for language in LANGUAGES]


def _moved(inputs: Inputs, result: Assessment) -> dict[str, tuple[str, ...]]:
    found = moved(result, inputs)
    if found is None:
        return {}
    said: dict[str, tuple[str, ...]] = {}
    for account, id_ in enumerate(inputs.portfolio.ids):
        text = found.sentence(account, inputs.language)
        if text:
            said.setdefault(id_, (text,))
    return said
