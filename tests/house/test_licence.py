"""xlwings is BSD outside `pro`, `server` and `reports`; those are not free for a sales team."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_FREE = ("xlwings.pro", "xlwings.server", "xlwings.reports", "xlwings_server")
SWITCH = "XLWINGS_ON_" + "SERVER"
CODE = sorted(
    path
    for folder in ("kamxl", "udfs", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if path != Path(__file__)
)


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def not_free(source: str) -> list[str]:
    tree = ast.parse(source)
    return [
        name
        for name in imported(tree)
        if any(name == part or name.startswith(f"{part}.") for part in NOT_FREE)
    ] + [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SWITCH in node.value
    ]


def test_no_file_imports_what_is_not_free() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for path in CODE
        if (names := not_free(path.read_text(encoding="utf-8")))
    }
    assert found == {}
    assert len(CODE) > 50


@pytest.mark.parametrize(
    "source",
    [
        "import xlwings.pro",
        "from xlwings import server",
        "from xlwings.reports import create_report",
        "from xlwings.pro.reports import markdown",
        "import xlwings_server",
        f"import os; os.environ['{SWITCH}'] = 'true'",
    ],
)
def test_the_guard_sees(source: str) -> None:
    assert not_free(source) != []


def test_the_guard_lets_the_free_part_pass() -> None:
    assert not_free("import xlwings as xw\nfrom xlwings import base_classes, udfs") == []


WITHOUT = """
import importlib, pkgutil, sys

class Gone:
    def find_spec(self, name, path=None, target=None):
        if any(name == part or name.startswith(part + ".") for part in {blocked!r}):
            raise ImportError(name + " is not installed")

sys.meta_path.insert(0, Gone())
import kamxl
for module in pkgutil.walk_packages(kamxl.__path__, "kamxl."):
    if not module.name.endswith("__main__") and not module.name.startswith({left_out!r}):
        importlib.import_module(module.name)
"""


def run_without(blocked: tuple[str, ...], left_out: tuple[str, ...], then: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(blocked=blocked, left_out=left_out) + then],
        cwd=ROOT / "udfs",
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_everything_works_where_the_parts_that_are_not_free_are_gone() -> None:
    shown = run_without(
        NOT_FREE, (), "import kam_functions, kam_macros\nprint(kam_functions.KAM_HHI([[50, 50]]))"
    )
    assert shown == "0.5"


def test_all_but_the_excel_host_works_without_xlwings() -> None:
    shown = run_without(
        ("xlwings", "pyopenvba"),
        ("kamxl.hosts.excel", "kamxl.buttons.excel"),
        "from kamxl.functions.calling import call\nprint(call('KAM_HHI', [50, 50]))",
    )
    assert shown == "0.5"
