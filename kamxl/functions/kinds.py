"""What kind of cells an argument takes, for whoever projects the catalogue into another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamxl.functions.coercion import block, line, number, numbers, sound_block, texts, word
from kamxl.functions.spec import Argument, FunctionError, Reader
from kamxl.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A shape of cells and what stands in them.

    `single` is one cell, otherwise a range (one cell will do); `numeric` are numbers, otherwise
    texts.
    """

    key: str
    name: Text
    single: bool
    numeric: bool


NUMBER = Kind("number", Text("one number", "eine Zahl"), single=True, numeric=True)
TEXT = Kind("text", Text("one text", "ein Text"), single=True, numeric=False)
LINE = Kind("line", Text("a row or a column", "Zeile oder Spalte"), single=False, numeric=True)
NUMBERS = Kind("numbers", Text("a range", "ein Bereich"), single=False, numeric=True)
BLOCK = Kind("block", Text("a value or a range", "Wert oder Bereich"), single=False, numeric=True)
TEXTS = Kind(
    "texts", Text("texts in a row or a column", "Texte in Zeile oder Spalte"), False, numeric=False
)

KINDS: tuple[Kind, ...] = (NUMBER, TEXT, LINE, NUMBERS, BLOCK, TEXTS)

_BY_READER: Mapping[Reader, Kind] = {
    number: NUMBER,
    word: TEXT,
    line: LINE,
    numbers: NUMBERS,
    block: BLOCK,
    sound_block: BLOCK,
    texts: TEXTS,
}


def kind_of(argument: Argument) -> Kind:
    """Return the kind of cells that an argument takes; FunctionError where its reader has none."""
    try:
        return _BY_READER[argument.reads]
    except KeyError:
        raise FunctionError(f"{argument.name}: no kind of cells belongs to its reader") from None
