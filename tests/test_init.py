import subprocess
import sys
from importlib import metadata

import pytest

import kamxl
from kamxl import errors


def test_every_public_name_exists_and_is_listed():
    assert sorted(kamxl.__all__) == dir(kamxl)
    for name in kamxl.__all__:
        assert getattr(kamxl, name) is not None


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'asses'"):
        _ = kamxl.asses


def test_the_version_is_the_installed_one():
    assert kamxl.__version__ == metadata.version("kamxl")


def test_importing_kamxl_waits_for_nothing_heavy():
    heavy = "{'numpy', 'pandas', 'pydantic', 'duckdb', 'xlsxwriter', 'rich', 'typer'}"
    code = f"import sys, kamxl; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_the_tree_of_exceptions_is_the_one_drawn_at_its_top():
    assert all(issubclass(getattr(errors, name), errors.KamxlError) for name in errors.__all__)
    assert issubclass(errors.InputError, errors.UsageError)
    assert not issubclass(errors.PolicyError, errors.UsageError)
    drawn = [name for name in errors.__all__ if name in (errors.__doc__ or "")]
    assert drawn == errors.__all__


def test_an_input_error_begins_with_its_place():
    error = errors.InputError("not a number", "book.xlsx!Accounts!F3")
    assert str(error) == "book.xlsx!Accounts!F3: not a number"
    assert str(errors.InputError("empty")) == "empty"
