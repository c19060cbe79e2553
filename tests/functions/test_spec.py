from __future__ import annotations

from typing import Any

import pytest

from kamxl.cells import CellError
from kamxl.functions.coercion import number
from kamxl.functions.spec import (
    HELP_LIMIT,
    REQUIRED,
    Argument,
    Body,
    Example,
    Function,
    FunctionError,
    Refusal,
)
from kamxl.text import Text

WORDS = Text("words", "Worte")
EXAMPLE = Example((2,), 4, Text.same("2 × 2"))


def double(x: Any) -> Any:
    return 2 * x


def argument(name: str, default: object = REQUIRED, help: Text = WORDS) -> Argument:
    return Argument(name, help, number, default)


def declared(
    name: str = "KAM_DOUBLE",
    help: Text = WORDS,
    arguments: tuple[Argument, ...] = (argument("x"),),
    body: Body = double,
    example: Example = EXAMPLE,
    category: Any = "scoring",
) -> Function:
    return Function(name, help, arguments, body, example, category)


def test_a_proper_declaration_is_accepted() -> None:
    assert declared().usage == "KAM_DOUBLE(x)"


@pytest.mark.parametrize(
    "name", ["KAM1", "KAM", "KAM_", "kam_score", "KAM.SCORE", "KAM_Score", "KAM_SCORE ", "SCORE"]
)
def test_a_name_that_excel_would_misread_is_refused(name: str) -> None:
    with pytest.raises(FunctionError, match="not a name"):
        declared(name)


@pytest.mark.parametrize(
    "help", [Text("x" * (HELP_LIMIT + 1), "kurz"), Text("short", "x" * (HELP_LIMIT + 1))]
)
def test_help_that_the_wizard_would_cut_is_refused_in_either_language(help: Text) -> None:
    with pytest.raises(FunctionError, match="256 characters, more than 255"):
        declared(help=help)
    with pytest.raises(FunctionError, match="the help of x has 256"):
        declared(arguments=(argument("x", help=help),))


def test_help_of_exactly_the_limit_is_accepted() -> None:
    longest = Text("x" * HELP_LIMIT, "y" * HELP_LIMIT)
    assert declared(help=longest).help is longest


def test_arguments_that_the_body_does_not_take_are_refused() -> None:
    with pytest.raises(FunctionError, match="the body takes x"):
        declared(arguments=(argument("y"),))
    with pytest.raises(FunctionError, match="the body takes x"):
        declared(arguments=())
    with pytest.raises(FunctionError, match="the body takes nothing"):
        declared(body=lambda: 1)


def test_arguments_in_another_order_than_the_body_takes_them_are_refused() -> None:
    with pytest.raises(FunctionError, match="the body takes a, b"):
        declared(arguments=(argument("b"), argument("a")), body=lambda a, b: a)


def test_a_default_in_the_body_is_refused_because_it_stands_in_the_catalogue() -> None:
    with pytest.raises(FunctionError, match="defaults stand in the catalogue"):
        declared(body=lambda x=1: x)


def test_arguments_that_excel_cannot_give_are_refused() -> None:
    def keyword(*, x: Any) -> Any:
        return x

    def several(*x: Any) -> Any:
        return x

    for body in (keyword, several):
        with pytest.raises(FunctionError, match="x must be plain"):
            declared(body=body)


def test_a_name_that_xlwings_fills_itself_is_refused() -> None:
    with pytest.raises(FunctionError, match="'caller' cannot name an argument"):
        declared(arguments=(argument("caller"),), body=lambda caller: caller)


def test_a_required_argument_after_an_optional_one_is_refused() -> None:
    with pytest.raises(FunctionError, match="follows an optional one"):
        declared(arguments=(argument("a", 1), argument("b")), body=lambda a, b: a)


def test_an_example_with_too_few_or_too_many_arguments_is_refused() -> None:
    for arguments in ((), (1, 2)):
        with pytest.raises(FunctionError, match="wrong number of arguments"):
            declared(example=Example(arguments, 4, WORDS))


def test_a_category_that_no_wizard_shows_is_refused() -> None:
    with pytest.raises(FunctionError, match="no category 'money'; there are: scoring"):
        declared(category="money")


def test_optional_arguments_are_shown_in_brackets_with_their_defaults() -> None:
    function = declared(
        arguments=(argument("a"), argument("b", 0.7), argument("c", None)),
        body=lambda a, b, c: a,
    )
    assert function.usage == "KAM_DOUBLE(a, [b=0.7], [c])"
    assert function.required_count == 1


def test_a_refusal_can_say_which_argument_it_is_about() -> None:
    refusal = Refusal(CellError.NUM, Text("too large", "zu groß"), incoming=True)
    assert refusal.of("k") == Refusal(CellError.NUM, Text("k: too large", "k: zu groß"), True)
