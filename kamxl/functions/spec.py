"""What a cell function is: a name, help in two languages, arguments, a body and an example."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kamxl.cells import CellError, CellValue, Grid
from kamxl.errors import UsageError
from kamxl.text import Text

# What Excel's function wizard shows before it cuts.
HELP_LIMIT = 255
# Excel takes at most 255 arguments; VBA's ParamArray-free procedures 60.
ARGUMENT_LIMIT = 60

# KAM1 would be a cell, KAM.SCORE cannot be written in VBA.
_NAME = re.compile(r"KAM_[A-Z0-9_]+")
_ARGUMENT = re.compile(r"[a-z][a-z0-9_]*")
# xlwings puts the calling range into an argument of this name.
_RESERVED = ("caller",)

Category = Literal["scoring", "concentration", "economics", "service"]

# Under which heading a function wizard lists a function.
CATEGORIES: Mapping[Category, Text] = {
    "scoring": Text("Scoring", "Bewertung"),
    "concentration": Text("Concentration", "Konzentration"),
    "economics": Text("Economics", "Wirtschaftlichkeit"),
    "service": Text("Service", "Service"),
}


class FunctionError(UsageError):
    """A function that the catalogue does not have, or that is declared wrongly."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no value: the error that the cell shows, and the reason in words.

    `incoming` marks an error that came in with the arguments and only passes through.
    """

    error: CellError
    why: Text
    incoming: bool = False

    def of(self, argument: str) -> Refusal:
        """Return the same refusal, saying which argument it is about."""
        why = Text(f"{argument}: {self.why.en}", f"{argument}: {self.why.de}")
        return Refusal(self.error, why, self.incoming)


class Refused(Exception):
    """Raised by readers and bodies, caught by the gate; it never leaves `calling`."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.why.en)
        self.refusal = refusal


def refuse(error: CellError, en: str, de: str) -> Refused:
    """Return the exception to raise for an error with its reason."""
    return Refused(Refusal(error, Text(en, de)))


class Required:
    """The type of REQUIRED: an argument that cannot be left out."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = Required()

Reader = Callable[[Grid], object]
Answer = CellValue | Refusal | Sequence[Sequence[CellValue | Refusal]]
Body = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: `reads` turns its cells into what the body expects, or raises Refused.

    An argument that is left out gives the body its `default` as it stands; so does a blank cell
    where `blank_is_default`.
    """

    name: str
    help: Text
    reads: Reader
    default: object = REQUIRED
    blank_is_default: bool = False

    @property
    def required(self) -> bool:
        """Whether it cannot be left out."""
        return self.default is REQUIRED


@dataclass(frozen=True, slots=True)
class Example:
    """A call whose result is known; `working` shows the arithmetic."""

    arguments: tuple[CellValue | Grid, ...]
    result: CellValue | Grid
    working: Text


@dataclass(frozen=True, slots=True)
class Function:
    """A function for cells. The body receives one value an argument, in their order."""

    name: str
    help: Text
    arguments: tuple[Argument, ...]
    body: Body
    example: Example
    category: Category

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise FunctionError(f"{self.name!r} is not a name such as KAM_SCORE")
        if self.category not in CATEGORIES:
            raise FunctionError(
                f"{self.name}: no category {self.category!r}; there are: {', '.join(CATEGORIES)}"
            )
        self._check_help(self.help, "the help")
        for argument in self.arguments:
            self._check_help(argument.help, f"the help of {argument.name}")
            if not _ARGUMENT.fullmatch(argument.name) or argument.name in _RESERVED:
                raise FunctionError(f"{self.name}: {argument.name!r} cannot name an argument")
        if len(self.arguments) > ARGUMENT_LIMIT:
            raise FunctionError(f"{self.name}: more than {ARGUMENT_LIMIT} arguments")
        required = [argument.required for argument in self.arguments]
        if required != sorted(required, reverse=True):
            raise FunctionError(f"{self.name}: a required argument follows an optional one")
        self._check_body()
        if not self.required_count <= len(self.example.arguments) <= len(self.arguments):
            raise FunctionError(f"{self.name}: the example has the wrong number of arguments")

    def _check_help(self, text: Text, what: str) -> None:
        for phrase in (text.en, text.de):
            if len(phrase) > HELP_LIMIT:
                raise FunctionError(
                    f"{self.name}: {what} has {len(phrase)} characters, more than {HELP_LIMIT}"
                )

    def _check_body(self) -> None:
        parameters = inspect.signature(self.body).parameters.values()
        names = [parameter.name for parameter in parameters]
        if names != [argument.name for argument in self.arguments]:
            raise FunctionError(f"{self.name}: the body takes {', '.join(names) or 'nothing'}")
        for parameter in parameters:
            plain = parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
            if not plain or parameter.default is not inspect.Parameter.empty:
                raise FunctionError(
                    f"{self.name}: {parameter.name} must be plain; defaults stand in the catalogue"
                )

    @property
    def required_count(self) -> int:
        """How many arguments cannot be left out."""
        return sum(argument.required for argument in self.arguments)

    @property
    def usage(self) -> str:
        """How a call is written, optional arguments in brackets: KAM_SHARE(amounts, [amount])."""
        return f"{self.name}({', '.join(map(_shown, self.arguments))})"


def _shown(argument: Argument) -> str:
    if argument.required:
        return argument.name
    default = argument.default
    if isinstance(default, (int, float)):
        return f"[{argument.name}={default:g}]"
    return f"[{argument.name}]"
