"""Who gets which accounts, and the inputs of a part: nothing of anybody else's is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain.assessment import Assessment
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.workbook.inputs import Chosen, Inputs, Memory
from kamxl.workbook.reading.accounts import first_of

# Typed texts of an account that may name another one.
NAMING = ("parent", "control_group", "end_customer")
# Figures that only the whole portfolio gives: carried as values.
FIGURES = (
    "share", "disclosure_share", "margin_share", "cumulative", "group_share", "level",
    "group_level", "endangered", "abc", "revenue_rank", "margin_rank", "rank", "tier",
    "computed_tier", "waiting", "quadrant", "cell", "borderline",
)  # fmt: skip
# Of these those that tell how large the whole is.
SHARES = ("share", "disclosure_share", "margin_share", "cumulative", "group_share")


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts, by their places, that go to one person; `shared` go to others too."""

    owner: str
    accounts: tuple[int, ...]
    shared: tuple[int, ...] = ()


def several(text: str) -> list[str]:
    """Return the names in a cell, parted by semicolons or lines, each once."""
    found: dict[str, str] = {}
    for part in text.replace("\n", ";").split(";"):
        name = " ".join(part.split())
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def groups(
    values: Sequence[str], ids: Sequence[str], *, first_only: bool = False
) -> tuple[list[Group], tuple[int, ...]]:
    """Return who gets which accounts, by name, and the accounts that nobody gets.

    `values` says of each account whose it is: one name or several. An account with several goes to
    each, or with `first_only` to the first. The second of two accounts with one id goes to nobody.
    """
    names: dict[str, str] = {}
    members: dict[str, list[int]] = {}
    shared: dict[str, list[int]] = {}
    first, nobody = first_of(ids), []
    for account, value in enumerate(values):
        owners = several(value)
        if not owners or first.get(ids[account]) != account:
            nobody.append(account)
            continue
        for owner in owners[:1] if first_only else owners:
            key = owner.casefold()
            names.setdefault(key, owner)
            members.setdefault(key, []).append(account)
            if len(owners) > 1:
                shared.setdefault(key, []).append(account)
    made = [Group(names[key], tuple(members[key]), tuple(shared.get(key, ()))) for key in members]
    made.sort(key=lambda group: (group.owner.casefold(), group.owner))
    return made, tuple(nobody)


def hidden_in(portfolio: Portfolio, accounts: Collection[int]) -> list[tuple[str, str]]:
    """Return the texts, by id and column, that name accounts outside a part: they are left out."""
    inside = {place for account in accounts for place in _called(portfolio, account)}
    outside = {
        name
        for account in range(len(portfolio))
        if account not in accounts
        for name in _called(portfolio, account)
    } - inside
    made = []
    for column in NAMING:
        texts = portfolio.text(column)
        for account in accounts:
            if texts[account].strip().casefold() in outside:
                made.append((portfolio.ids[account], column))
    return made


def _called(portfolio: Portfolio, account: int) -> set[str]:
    found = {portfolio.ids[account].casefold(), portfolio.names[account].strip().casefold()}
    return found - {""}


def restricted(inputs: Inputs, accounts: Sequence[int], policy: Policy) -> Inputs:
    """Return inputs with these accounts alone: no manager's words, no memory, no source."""
    whole = inputs.portfolio
    at = np.array(accounts, dtype=np.int64)
    hidden = set(hidden_in(whole, frozenset(accounts)))

    def texts(key: str, column: Sequence[str]) -> tuple[str, ...]:
        return tuple("" if (whole.ids[a], key) in hidden else column[a] for a in accounts)

    portfolio = Portfolio(
        ids=tuple(whole.ids[a] for a in accounts),
        names=tuple(whole.names[a] for a in accounts),
        numbers={key: column[at] for key, column in whole.numbers.items()},
        texts={key: texts(key, column) for key, column in whole.texts.items()},
        dates={key: tuple(column[a] for a in accounts) for key, column in whole.dates.items()},
        leader=tuple(whole.leader[a] for a in accounts),
        ratings={
            key: Ratings(one.values[at], one.unknown[at], one.wrong[at])
            for key, one in whole.ratings.items()
        },
        scored=whole.scored[at],
    )
    place = {account: n for n, account in enumerate(accounts)}
    kept: Mapping[tuple[str, int], CellValue] = {
        (key, place[account]): value
        for (key, account), value in inputs.kept.items()
        if account in place
    }
    return replace(
        inputs,
        portfolio=portfolio,
        # What the company has and must pay is nobody's to know who fills in a part.
        policy=replace(policy, fixed_costs=None, cash=None),
        findings=(),
        source="",
        kept=kept,
        chosen=Chosen(),
        managers=(),
        memory=Memory(),
        periods=None,
        answers={},
    )


def frozen(policy: Policy, result: Assessment) -> Policy:
    """Return the policy of a part: a median cut becomes the number that it is in the master."""
    if policy.cut_mode != "median":
        return policy
    scale = policy.scale
    across = result.cut_strength
    relative = policy.strength_mode == "relative"

    def to_ten(value: float) -> float:
        return 1 + (value - scale.low) / scale.step

    return replace(
        policy,
        cut_mode="custom",
        cut_attractiveness=to_ten(result.cut_attractiveness),
        cut_strength=policy.cut_strength if relative else to_ten(across),
        cut_relative=across if relative else policy.cut_relative,
    )


def carried(
    part: Assessment, master: Assessment, accounts: Sequence[int], *, shares: bool
) -> Assessment:
    """Return a part's assessment with the figures of the whole portfolio; shares only if wanted."""
    at = np.array(accounts, dtype=np.int64)
    figures = {key: getattr(master, key)[at] for key in FIGURES}
    if not shares:
        nothing = np.full(len(at), np.nan)
        figures |= dict.fromkeys(SHARES, nothing)
        for key in ("level", "group_level"):
            figures[key] = np.zeros(len(at), dtype=np.int64)
        figures["endangered"] = part.endangered & False
    return replace(part, **figures)


def differing(part: Assessment, master: Assessment, accounts: Sequence[int]) -> str | None:
    """Return the key of a criterion, or `score`, that a part judges otherwise; None: all alike."""
    at = np.array(accounts, dtype=np.int64)
    for place, criterion in enumerate(part.policy.criteria):
        one, other = part.effective[:, place], master.effective[at, place]
        if not np.array_equal(one, other, equal_nan=True):
            return criterion.key
    same = np.array_equal(part.score, master.score[at], equal_nan=True)
    return None if same else "score"
