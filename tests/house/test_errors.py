from __future__ import annotations

import inspect

from kamxl import errors


def test_all_errors_are_listed_by_name() -> None:
    defined = [
        name
        for name, thing in vars(errors).items()
        if inspect.isclass(thing) and thing.__module__ == errors.__name__
    ]
    assert sorted(defined) == errors.__all__


def test_all_errors_grow_from_one_root() -> None:
    assert all(issubclass(getattr(errors, name), errors.KamxlError) for name in errors.__all__)


def test_the_tree_at_the_top_of_the_file_names_each_error() -> None:
    assert errors.__doc__ is not None
    assert [name for name in errors.__all__ if name not in errors.__doc__] == []


def test_an_input_error_says_where() -> None:
    error = errors.InputError("not a number", "book.xlsx!Accounts!B7")
    assert str(error) == "book.xlsx!Accounts!B7: not a number"
    assert error.place == "book.xlsx!Accounts!B7"
