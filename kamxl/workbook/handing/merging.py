"""The merge of what came back, cell by cell: what was handed out, what the master holds, theirs.

Pure and without order: the same returns give the same outcome in whatever order they are read. A
change is taken where nobody else changed that cell; otherwise a person decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kamxl.cells import CellValue
from kamxl.workbook.forms.reading import same
from kamxl.workbook.handing.typed import Key

# cell: one cell. row: a line that they removed.
Kind = Literal["cell", "row"]
Choice = Literal["master", "theirs"]


class Claim(NamedTuple):
    """What one returned file says about one cell, and which file it is."""

    key: Key
    base: CellValue
    theirs: CellValue
    mark: str
    owner: str
    file: str
    day: str


class Line(NamedTuple):
    """A line of a form that was not there when it was handed out, by its fields."""

    account: str
    place: str
    section: str
    values: tuple[tuple[str, CellValue], ...]
    owner: str
    file: str


class Gone(NamedTuple):
    """A line that a return has no more, with what people had typed in it when it went out."""

    account: str
    place: str
    line: str
    mark: str
    owner: str
    file: str
    day: str


@dataclass(frozen=True, slots=True)
class Open:
    """What a person has to decide: one other value of a cell, or a line that they removed."""

    key: Key
    kind: Kind
    base: CellValue
    theirs: CellValue
    mark: str
    owner: str
    file: str
    day: str
    content: str = ""

    @property
    def id(self) -> str:
        """What tells it from all others, whoever says it and whenever."""
        return told([list(self.key), self.kind, _folded(self.base), _folded(self.theirs)])


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier merges left: what is done with, by its digest, and what is still open."""

    done: frozenset[str] = frozenset()
    open: tuple[Open, ...] = ()


class Taken(NamedTuple):
    """A cell of the master that becomes another one."""

    key: Key
    old: CellValue
    new: CellValue
    owner: str
    file: str
    chosen: bool = False


@dataclass(slots=True)
class Outcome:
    """What a merge does: cells that change, new lines, lines that go, what is open, what is done.

    `unchanged` counts claims that say what was handed out or what the master holds by now.
    """

    taken: list[Taken] = field(default_factory=list)
    added: list[Line] = field(default_factory=list)
    removed: list[Open] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    decided: dict[str, Choice] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    unchanged: int = 0

    @property
    def known(self) -> Known:
        """What the next merge is to know."""
        return Known(self.done, tuple(self.open))


def told(content: object) -> str:
    """Return a digest of plain data."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _folded(value: CellValue) -> CellValue:
    return float(f"{value:.12g}") if isinstance(value, float) else value


def line_id(line: Line) -> str:
    """Return what tells a new line from others: where it belongs and what stands in it."""
    values = sorted((key, _folded(value)) for key, value in line.values)
    return told([line.account, line.place, line.section, values])


def merge(
    claims: Iterable[Claim],
    master: Callable[[Key], CellValue],
    *,
    lines: Iterable[Line] = (),
    held: Callable[[Line], bool] = lambda _: False,
    gone: Iterable[Gone] = (),
    there: Callable[[Gone], bool] = lambda _: True,
    known: Known | None = None,
    choices: Mapping[str, str] | None = None,
    computed: Callable[[Key], bool] = lambda _: False,
) -> Outcome:
    """Return what becomes of what came back.

    `master` gives the master's cell, `computed` says that a person put a formula there, `held` that
    the master has a line already, `there` that it has one still. `known` are what earlier merges
    left, `choices` what people chose, by the id of what was open: master or theirs.
    """
    made = _Merge(master, known or Known(), choices or {}, computed)
    made.cells(claims)
    made.gone(gone, there)
    made.new(lines, held)
    return made.finished()


class _Merge:
    def __init__(
        self,
        master: Callable[[Key], CellValue],
        known: Known,
        choices: Mapping[str, str],
        computed: Callable[[Key], bool],
    ) -> None:
        self.master, self.known, self.choices, self.computed = master, known, choices, computed
        self.made = Outcome()
        self.done = set(known.done)
        self.asked = {one.id for one in known.open}

    def cells(self, claims: Iterable[Claim]) -> None:
        """Merge cells; what was open before and is not said again stays open."""
        found: dict[Key, dict[str, Open]] = {}
        for claim in claims:
            if same(claim.theirs, claim.base):
                self.made.unchanged += 1
            else:
                self._note(
                    found,
                    Open(claim.key, "cell", claim.base, claim.theirs, claim.mark, claim.owner,
                         claim.file, claim.day),
                )  # fmt: skip
        for one in self.known.open:
            if one.kind == "cell":
                self._note(found, one)
        for key in sorted(found):
            self._cell(key, sorted(found[key].values(), key=lambda one: one.id))

    @staticmethod
    def _note(found: dict[Key, dict[str, Open]], one: Open) -> None:
        known = found.setdefault(one.key, {})
        other = known.get(one.id)
        if other is None or (one.day, one.owner, one.file) < (other.day, other.owner, other.file):
            known[one.id] = one

    def _cell(self, key: Key, said: Sequence[Open]) -> None:
        now = self.master(key)
        fresh = [one for one in said if one.id not in self.done]
        self.made.unchanged += len(said) - len(fresh)
        chosen = [one for one in fresh if self.choices.get(one.id) == "theirs"]
        if len({told(_folded(one.theirs)) for one in chosen}) == 1:
            self._take(key, now, chosen[0], chosen=True)
            for one in fresh:
                self._decide(one, "theirs" if same(one.theirs, chosen[0].theirs) else "master")
            return
        left = []
        for one in fresh:
            if self.choices.get(one.id) == "master":
                self._decide(one, "master")
            elif same(one.theirs, now):
                self.made.unchanged += 1
                self.done.add(one.id)
            else:
                left.append(one)
        values = {told(_folded(one.theirs)) for one in left}
        # What a person was asked once is never answered for him.
        asked = any(one.id in self.asked for one in left) or any(
            one.id in self.made.decided for one in fresh
        )
        if len(values) == 1 and same(now, left[0].base) and not self.computed(key) and not asked:
            self._take(key, now, left[0], chosen=False)
            self.done.update(one.id for one in left)
        else:
            self.made.open += left

    def _take(self, key: Key, now: CellValue, one: Open, *, chosen: bool) -> None:
        if not same(now, one.theirs):
            self.made.taken.append(Taken(key, now, one.theirs, one.owner, one.file, chosen))

    def _decide(self, one: Open, choice: Choice) -> None:
        self.made.decided[one.id] = choice
        self.done.add(one.id)

    def gone(self, gone: Iterable[Gone], there: Callable[[Gone], bool]) -> None:
        """Let a person decide on lines that a return has no more."""
        found: dict[str, Open] = {one.id: one for one in self.known.open if one.kind == "row"}
        for line in gone:
            key = Key(line.account, line.place, line.line, "")
            one = Open(key, "row", None, None, line.mark, line.owner, line.file, line.day)
            if there(line):
                found.setdefault(one.id, one)
        for id_ in sorted(found):
            one = found[id_]
            if id_ in self.done:
                continue
            choice = self.choices.get(id_)
            if choice == "theirs":
                self.made.removed.append(one)
                self._decide(one, "theirs")
            elif choice == "master":
                self._decide(one, "master")
            else:
                self.made.open.append(one)

    def new(self, lines: Iterable[Line], held: Callable[[Line], bool]) -> None:
        """Add lines that nobody has added before."""
        said = [(line_id(line), line.owner, line.file, line) for line in lines]
        said.sort(key=lambda one: one[:3], reverse=True)
        found = {id_: line for id_, _, _, line in said}
        for id_ in sorted(found):
            if id_ in self.done:
                self.made.unchanged += 1
                continue
            self.done.add(id_)
            if not held(found[id_]):
                self.made.added.append(found[id_])

    def finished(self) -> Outcome:
        """Return what was made of it, in an order that does not depend on that of the files."""
        self.made.open.sort(key=lambda one: (one.key, one.id))
        self.made.done = frozenset(self.done)
        return self.made
