from __future__ import annotations

import pytest

from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.coercion import number
from kamxl.functions.kinds import KINDS, kind_of
from kamxl.functions.spec import Argument, FunctionError
from kamxl.text import Text

WORDS = Text("words", "Worte")


def test_every_argument_of_the_catalogue_says_what_cells_it_takes() -> None:
    assert {kind_of(a) for function in CATALOGUE for a in function.arguments} == set(KINDS)


def test_a_reader_of_its_own_has_no_kind() -> None:
    with pytest.raises(FunctionError, match="x: no kind of cells"):
        kind_of(Argument("x", WORDS, lambda cells: cells))


def test_a_number_is_one_cell() -> None:
    kind = kind_of(Argument("x", WORDS, number))
    assert (kind.key, kind.single, kind.numeric) == ("number", True, True)


def test_kinds_are_named_in_both_languages_and_once() -> None:
    assert len({kind.key for kind in KINDS}) == len({kind.name.de for kind in KINDS}) == len(KINDS)
