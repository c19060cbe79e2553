from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyvbaanalysis import ModuleInput, ModuleSymbolKind, analyze_project
from vbalidator import precheck

from kamxl.errors import UsageError
from kamxl.hosts.addin import project as projecting
from kamxl.hosts.addin.literals import SourceError
from kamxl.hosts.addin.project import (
    SHOWN,
    Project,
    project,
    public_names,
    sources,
    xlwings_version,
)
from kamxl.hosts.addin.ribbon import ribbon

COMMITTED = Path(__file__).parents[3] / "udfs" / "vba"
MADE = project(xlwings=SHOWN)


def test_the_committed_sources_are_fresh() -> None:
    # If not: .venv/bin/python -m kamxl.hosts.addin udfs/vba
    made = sources(xlwings=SHOWN)
    assert {path.name for path in COMMITTED.iterdir()} == set(made)
    for name, text in made.items():
        assert (COMMITTED / name).read_text(encoding="utf-8") == text, name


def test_no_source_names_a_path_or_what_is_not_free() -> None:
    for text in sources(xlwings=SHOWN).values():
        assert not re.search(r"[A-Z]:\\|/home/|/Users/|xlwings\.(pro|server|reports)", text)


def test_every_module_declares_its_variables() -> None:
    assert [n for n, text in MADE.modules.items() if not text.startswith("Option Explicit\n")] == []


def with_module(name: str, text: str) -> Mapping[str, str]:
    return {**MADE.modules, name: text}


def test_a_public_name_in_two_modules_is_refused() -> None:
    with pytest.raises(SourceError, match="in more than one module: kam_hhi"):
        Project(with_module("More", "Function KAM_HHI()\nEnd Function\n"), MADE.ribbon)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("A" * 32, "", "cannot name a module"),
        ("Über", "", "cannot name a module"),
        ("More", "' ≥\n", "not in cp1252"),
        ("More", 'Const HERE = "C:\\python"\n', "belongs to one machine"),
        ("More", 'Const HERE = "/Users/kim/"\n', "belongs to one machine"),
    ],
)
def test_what_excel_would_stumble_over_is_refused(name: str, text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        Project(with_module(name, text), MADE.ribbon)


def test_a_button_without_a_procedure_is_refused() -> None:
    modules = {name: text for name, text in MADE.modules.items() if name != "KamRibbon"}
    with pytest.raises(SourceError, match="no procedure KamGetKeys"):
        Project(modules, MADE.ribbon)


def test_what_is_private_is_not_offered() -> None:
    text = (
        "Private Sub A()\nEnd Sub\nPublic Function B()\nEnd Function\nSub C()\nEnd Sub\n"
        "Private Const D = 1\nPublic Const E = 2\n"
        'Private Declare PtrSafe Function F Lib "f" () As Long\n'
    )
    assert public_names(text) == ["B", "C", "E"]


def test_the_linter_of_one_house_finds_nothing() -> None:
    kinds = {"ThisWorkbook": ModuleSymbolKind.DOCUMENT}
    modules = [
        ModuleInput(name, kinds.get(name, ModuleSymbolKind.STANDARD), text)
        for name, text in MADE.modules.items()
    ]
    found = analyze_project(modules)
    assert {name: list(faults) for name, faults in found.items() if faults} == {}


def test_the_linter_of_another_house_finds_what_is_none(tmp_path: Path) -> None:
    for name, text in MADE.modules.items():
        suffix = "cls" if name == "ThisWorkbook" else "bas"
        (tmp_path / f"{name}.{suffix}").write_text(text, encoding="cp1252")
    faults = precheck(tmp_path, host="excel").issues
    # It does not know `Open … For Binary Access Read`.
    words = {re.findall(r"'(\w+)'", fault["message"])[0] for fault in faults}
    assert words <= {"Access", "Read"}


def test_a_workbooks_own_tab_has_another_id() -> None:
    assert 'id="kam_tab"' in ribbon([])
    assert 'id="kam_tab_book"' in project(xlwings=SHOWN, book="_book").ribbon


def test_the_installed_xlwings_is_what_is_loaded() -> None:
    text = project(xlwings=xlwings_version()).modules["KamBridge"]
    assert f"xlwings64-{xlwings_version()}.dll" in text


def test_without_xlwings_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> str:
        raise projecting.metadata.PackageNotFoundError

    monkeypatch.setattr(projecting.metadata, "version", gone)
    with pytest.raises(UsageError, match="pip install"):
        xlwings_version()
