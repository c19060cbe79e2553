from __future__ import annotations

from typing import Any

import pytest

from kamxl.functions import catalogue
from kamxl.functions.calling import call
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.spec import Function

each = pytest.mark.parametrize("function", CATALOGUE, ids=lambda function: function.name)


def close(value: Any) -> Any:
    return value if isinstance(value, str) else pytest.approx(value, abs=1e-12)


@each
def test_every_example_gives_its_result(function: Function) -> None:
    result = call(function, *function.example.arguments)
    expected = function.example.result
    if isinstance(expected, tuple):
        assert result == [list(map(close, row)) for row in expected]
    else:
        assert result == close(expected)


@each
def test_every_function_is_found_by_its_name(function: Function) -> None:
    assert catalogue.function(function.name) is function
    assert catalogue.function(function.name.lower()) is function


def test_no_name_stands_twice() -> None:
    names = [function.name for function in CATALOGUE]
    assert len(names) == len(set(names))


@each
def test_help_is_whole_sentences_in_both_languages(function: Function) -> None:
    for text in (function.help, *(argument.help for argument in function.arguments)):
        assert text.en.endswith(".")
        assert text.de.endswith(".")
