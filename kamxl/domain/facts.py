"""What is known of each account, as named figures that rules ask for; nothing known is no figure.

Facts are columns, one place an account. Numbers are NaN and texts "" where nothing is known; a
yes/no is 1 or 0, a date its ordinal. `rating.KEY` is the effective rating of a criterion on 1 to
10, `points.KEY` its contribution to the score.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from kamxl.domain.policy import Criterion
from kamxl.domain.rounding import Floats, nine
from kamxl.text import LANGUAGES, Language, Text, number

Strings = npt.NDArray[np.str_]
Unit = Literal[
    "money", "share", "points", "count", "factor", "rank", "days", "months", "years", "hours",
    "date", "choice", "yes_no", "text",
]  # fmt: skip
TEXTUAL: tuple[Unit, ...] = ("choice", "text")

UNKNOWN = Text("unknown", "unbekannt")
YES = Text("yes", "ja")
NO = Text("no", "nein")
AND = Text("and", "und")
RATING, POINTS = "rating.", "points."
RATED = Text("rating of {}", "Bewertung {}")
SCORED = Text("points for {}", "Punkte für {}")


@dataclass(frozen=True, slots=True)
class FactKind:
    """What a fact is: its label, its unit, what to enter when it is missing, its words."""

    label: Text
    unit: Unit
    enter: Text | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)

    @property
    def textual(self) -> bool:
        """Whether it compares as a text."""
        return self.unit in TEXTUAL


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a sentence used: its key, its label, its value (None: unknown), as shown."""

    key: str
    label: Text
    value: float | str | None
    shown: Text


@dataclass(frozen=True)
class Facts:
    """Named columns about accounts, and what is needed to put them into words.

    `kinds` says what each fact is; `ratings` and `points` are (accounts, criteria).
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    today: dt.date
    kinds: Mapping[str, FactKind]
    numbers: Mapping[str, Floats]
    texts: Mapping[str, Strings]
    criteria: tuple[Criterion, ...] = ()
    ratings: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    points: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    currency: str = "EUR"
    # What was asked of these facts already, by whoever asks.
    asked: dict[int, tuple[object, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for key in ("ratings", "points"):
            if getattr(self, key).shape[0] != len(self):
                object.__setattr__(self, key, np.full((len(self), len(self.criteria)), np.nan))

    def __len__(self) -> int:
        return len(self.ids)

    def kind(self, key: str) -> FactKind:
        """Return what a fact is; ratings and points of any criterion are facts."""
        for prefix, label in ((RATING, RATED), (POINTS, SCORED)):
            if key.startswith(prefix):
                named = self._criterion_name(key.removeprefix(prefix))
                text = Text(*(label(lang).format(named(lang)) for lang in LANGUAGES))
                return FactKind(text, "points")
        return self.kinds[key]

    def _criterion_name(self, key: str) -> Text:
        place = self.position(key)
        return Text.same(key) if place is None else self.criteria[place].name

    def position(self, key: str) -> int | None:
        """Return the place of an active criterion, or None."""
        for place, criterion in enumerate(self.criteria):
            if criterion.key == key and criterion.active:
                return place
        return None

    def number(self, key: str) -> Floats:
        """Return a fact as numbers, NaN throughout where it was never given."""
        for prefix, table in ((RATING, self.ratings), (POINTS, self.points)):
            if key.startswith(prefix):
                place = self.position(key.removeprefix(prefix))
                return self._nothing() if place is None else table[:, place]
        found = self.numbers.get(key)
        return self._nothing() if found is None else found

    def _nothing(self) -> Floats:
        return np.broadcast_to(np.nan, len(self))

    def text(self, key: str) -> Strings:
        """Return a fact as texts, "" throughout where it was never given."""
        found = self.texts.get(key)
        return np.broadcast_to("", len(self)) if found is None else found

    def known(self, key: str) -> npt.NDArray[np.bool_]:
        """Return where a fact is known."""
        if self.kind(key).textual:
            there: npt.NDArray[np.bool_] = self.text(key) != ""
            return there
        return ~np.isnan(self.number(key))

    def value(self, key: str, account: int) -> float | str | None:
        """Return one account's value, None where unknown."""
        if self.kind(key).textual:
            return str(self.text(key)[account]) or None
        found = float(self.number(key)[account])
        return None if np.isnan(found) else found

    def figure(self, key: str, account: int) -> Figure:
        """Return one account's fact with label and in words."""
        kind, value = self.kind(key), self.value(key, account)
        return Figure(key, kind.label, value, shown(value, kind, self.currency))

    def missing(self, key: str) -> Text:
        """Return what one would enter to make a fact known."""
        kind = self.kind(key)
        return kind.enter or kind.label

    def with_columns(self, columns: Mapping[str, Sequence[float] | Floats | Strings]) -> Facts:
        """Return the same facts with some added or replaced; each must be of a known kind."""
        numbers: dict[str, Floats] = dict(self.numbers)
        texts: dict[str, Strings] = dict(self.texts)
        for key, column in columns.items():
            if self.kinds[key].textual:
                texts[key] = np.asarray(column, dtype=str)
            else:
                numbers[key] = np.asarray(column, dtype=float)
        return replace(self, numbers=numbers, texts=texts)

    def taken(self, places: Sequence[int] | npt.NDArray[Any]) -> Facts:
        """Return the facts of some accounts only, in that order."""
        rows = np.asarray(places, dtype=np.int64)
        return replace(
            self,
            ids=tuple(self.ids[row] for row in rows),
            names=tuple(self.names[row] for row in rows),
            numbers={key: column[rows] for key, column in self.numbers.items()},
            texts={key: column[rows] for key, column in self.texts.items()},
            ratings=self.ratings[rows],
            points=self.points[rows],
        )


def shown(value: float | str | None, kind: FactKind, currency: str) -> Text:
    """Return a value in words of both languages."""
    return Text(*(_shown(value, kind, currency, language) for language in LANGUAGES))


def _shown(value: float | str | None, kind: FactKind, currency: str, language: Language) -> str:
    if value is None:
        return UNKNOWN(language)
    if isinstance(value, str):
        found = kind.choices.get(value)
        return found(language) if found else value
    value = nine(value)
    match kind.unit:
        case "money":
            return f"{_plain(value, 0, language)} {currency}"
        case "share":
            return f"{_plain(value * 100, 1, language)} %"
        case "date":
            day = dt.date.fromordinal(int(value))
            return day.strftime("%d.%m.%Y") if language == "de" else day.isoformat()
        case "yes_no":
            return (YES if value else NO)(language)
        case "points" | "factor":
            return _plain(value, 0 if value == round(value) else 2, language)
        case _:
            return _plain(value, 0 if value == round(value) else 1, language)


def _plain(value: float, decimals: int, language: Language) -> str:
    # Half away from zero, as spreadsheets show numbers, so that binary fractions do not decide.
    steps = math.floor(nine(abs(value) * 10**decimals) + 0.5)
    return number(
        math.copysign(steps / 10**decimals, value) + 0.0 if steps else 0.0, decimals, language
    )


def ordinals(days: Sequence[dt.date | None]) -> Floats:
    """Return dates as ordinals, NaN where there is none."""
    return np.array([np.nan if day is None else day.toordinal() for day in days], dtype=float)


def yes_no(texts: Sequence[str]) -> Floats:
    """Return 1 for yes, 0 for no and NaN for anything else."""
    words = {"yes": 1.0, "no": 0.0}
    return np.array([words.get(text, np.nan) for text in texts], dtype=float)


def enumerated(phrases: Sequence[Text], joint: Text = AND) -> Text:
    """Return phrases as one, none twice: a, b and c; there must be one at least."""

    def joined(language: Language) -> str:
        said = list(dict.fromkeys(phrase(language) for phrase in phrases))
        if len(said) == 1:
            return said[0]
        return f"{', '.join(said[:-1])} {joint(language)} {said[-1]}"

    return Text(joined("en"), joined("de"))
