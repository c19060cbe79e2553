"""All that differs between two workbooks: what the command, JSON and the sheets tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kamxl.domain.difference import Difference
from kamxl.domain.edits import Edit, Likely, PolicyEdit
from kamxl.domain.policy import Policy
from kamxl.errors import UsageError
from kamxl.workbook.differing.plans import PlanEdit


@dataclass(frozen=True)
class Diff:
    """Two workbooks beside each other; `names` are those of their files."""

    names: tuple[str, str]
    found: Difference
    inputs: tuple[Edit, ...]
    policy: tuple[PolicyEdit, ...]
    plans: tuple[PlanEdit, ...]
    likely: tuple[Likely, ...]

    @property
    def policies(self) -> tuple[Policy, Policy]:
        """The earlier and the later policy."""
        return self.found.before.policy, self.found.after.policy

    @cached_property
    def moved(self) -> tuple[int, ...]:
        """The pairs of accounts whose judgement is another one, those that moved most first."""
        return tuple(pair for pair in self.found.ordered() if self.found.moved(pair))

    @cached_property
    def inputs_of(self) -> Mapping[int, list[Edit]]:
        """Typed cells that differ, by the later position of their account."""
        by: dict[int, list[Edit]] = {}
        for edit in self.inputs:
            by.setdefault(edit.after_at, []).append(edit)
        return by

    @cached_property
    def plans_of(self) -> Mapping[str, list[PlanEdit]]:
        """What differs in plans, by account."""
        by: dict[str, list[PlanEdit]] = {}
        for edit in self.plans:
            by.setdefault(edit.account, []).append(edit)
        return by

    @cached_property
    def touched(self) -> tuple[int, ...]:
        """The pairs of accounts of which anything differs, those that moved most first."""
        ids = self.found.after.portfolio.ids
        moved = set(self.moved)
        return tuple(
            pair
            for pair in self.found.ordered()
            if pair in moved
            or (new := self.found.match.pairs[pair][1]) in self.inputs_of
            or ids[new] in self.plans_of
        )

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        match = self.found.match
        return not (
            self.inputs or self.policy or self.plans or self.moved or match.came or match.gone
        )

    def pair_of(self, account: str) -> int | None:
        """Return the pair of an account by its id, None where only one file has it.

        UsageError where neither has it.
        """
        found = self.found
        for pair, (_, new) in enumerate(found.match.pairs):
            if found.after.portfolio.ids[new] == account:
                return pair
        if account not in (*found.before.portfolio.ids, *found.after.portfolio.ids):
            raise UsageError(f"neither workbook has an account {account!r}; name one by its id")
        return None
