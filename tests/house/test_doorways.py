from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kamxl.actions.catalogue import CATALOGUE as ACTIONS
from kamxl.functions.catalogue import CATALOGUE

UDFS = Path(__file__).parents[2] / "udfs"


def assignments(module: str) -> dict[str, tuple[str, str]]:
    """Name, maker and argument of every line `NAME = maker("NAME")`; any other line is refused."""
    tree = ast.parse((UDFS / f"{module}.py").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(tree.body):
        match line:
            case ast.Expr(value=ast.Constant(value=str())) if number == 0:
                pass
            case ast.ImportFrom(module=str(source)) if source.startswith("kamxl."):
                pass
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Name(id=maker), args=[ast.Constant(value=str(key))], keywords=[]
                ),
            ):
                assert line.lineno == line.end_lineno
                assert name not in found
                found[name] = (maker, key)
            case _:
                pytest.fail(f"{module}.py:{line.lineno} is more than an import or a doorway")
    return found


def test_the_doorway_has_exactly_the_functions_of_the_catalogue_in_their_order() -> None:
    names = [function.name for function in CATALOGUE]
    assert list(assignments("kam_functions")) == names
    assert list(assignments("kam_functions").values()) == [("doorway", name) for name in names]


def test_the_macros_are_exactly_the_actions_of_the_catalogue_in_their_order() -> None:
    keys = [action.key for action in ACTIONS]
    assert list(assignments("kam_macros")) == keys
    assert list(assignments("kam_macros").values()) == [("macro", key) for key in keys]


def test_there_is_no_other_doorway() -> None:
    assert {path.stem for path in UDFS.glob("*.py")} == {"kam_functions", "kam_macros"}
