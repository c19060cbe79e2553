"""The files themselves: valid, reproducible, and read back by tools that did not make them."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from pyopenvba import ExcelFile
from pyvbaanalysis import analyze_office_file

from kamxl.errors import InputError, UsageError
from kamxl.hosts.addin.building import addin, with_buttons
from kamxl.hosts.addin.project import project
from kamxl.hosts.addin.ribbon import PART
from kamxl.hosts.xlsx.lint.linting import lint

# One is enough: all of them have the same kinds of parts.
TEMPLATES = sorted((Path(__file__).parents[3] / "workbook_templates").glob("*.xlsx"))[:1]
ADDIN = project(xlwings="0.37.8")
BOOK = project(xlwings="0.37.8", book="_book")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("addin")
    made = [folder / "kamxl.xlam"]
    made[0].write_bytes(addin(ADDIN))
    for template in TEMPLATES:
        made.append(folder / f"{template.stem}.xlsm")
        made[-1].write_bytes(with_buttons(template.read_bytes(), BOOK, template.name))
    return made


def extracted(path: Path) -> dict[str, str]:
    """The modules as olevba reads them."""
    with warnings.catch_warnings():
        # It calls pyparsing by names that are going.
        warnings.simplefilter("ignore", DeprecationWarning)
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
    read = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return read


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_the_validator_accepts_every_file(files: list[Path]) -> None:
    for path in files:
        found = OpenXmlValidator(file_format=FileFormat.OFFICE_2016).validate(path)
        assert [f"{e.part_uri} {e.path}: {e.description}" for e in found.errors] == []


def test_our_own_lint_finds_nothing_in_a_workbook_with_buttons(files: list[Path]) -> None:
    for path in files[1:]:
        assert list(lint(path)) == []


def test_a_build_is_the_same_every_time() -> None:
    assert addin(ADDIN) == addin(ADDIN)
    template = TEMPLATES[0].read_bytes()
    assert with_buttons(template, BOOK, "book") == with_buttons(template, BOOK, "book")


def test_every_module_is_read_back_as_it_was_written(files: list[Path]) -> None:
    for path in files:
        read = extracted(path)
        for name, text in ADDIN.modules.items():
            code = read[f"{name}.{'cls' if name == 'ThisWorkbook' else 'bas'}"]
            lines = [line for line in code.splitlines() if not line.startswith("Attribute ")]
            assert "\n".join(lines).strip() == text.strip()


def test_the_project_is_whole_and_the_linter_finds_nothing_in_it(files: list[Path]) -> None:
    for path in files:
        with ExcelFile(path) as book:
            assert book.validate() == []
        assert {n: f for n, f in analyze_office_file(str(path)).items() if f} == {}


def test_the_ribbon_is_reached_from_the_package(files: list[Path]) -> None:
    for path in files:
        held = parts(path.read_bytes())
        assert f'Target="{PART}"' in held["_rels/.rels"].decode()
        assert held[PART].decode() == (ADDIN if path.suffix == ".xlam" else BOOK).ribbon


def test_the_addin_names_nobody_and_no_time(files: list[Path]) -> None:
    core = parts(files[0].read_bytes())["docProps/core.xml"].decode()
    assert "<dc:creator>kamxl</dc:creator>" in core
    assert core.count("2026-01-01T00:00:00Z") == 2


def test_a_workbook_with_buttons_keeps_all_that_it_had(files: list[Path]) -> None:
    changed = {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"}
    for template, path in zip(TEMPLATES, files[1:], strict=True):
        before, after = parts(template.read_bytes()), parts(path.read_bytes())
        assert set(after) - set(before) == {PART, "xl/vbaProject.bin"}
        other = {name for name in before if after[name] != before[name]}
        sheets = {name for name in before if name.startswith("xl/worksheets/sheet")}
        assert other <= changed | sheets | {"xl/_rels/workbook.xml.rels"}
        for name in sheets:
            # Excel finds the module of a sheet by its code name.
            assert after[name].count(b"codeName=") == 1
            assert len(after[name]) - len(before[name]) < 60


def test_no_formula_of_a_workbook_with_buttons_carries_a_path(files: list[Path]) -> None:
    for path in files[1:]:
        for name, content in parts(path.read_bytes()).items():
            if name.startswith("xl/worksheets/sheet"):
                assert b":\\" not in content
                assert b"xlam" not in content


def test_what_is_no_workbook_or_has_macros_is_refused(files: list[Path]) -> None:
    with pytest.raises(InputError, match="not a workbook"):
        with_buttons(b"PK no", BOOK, "book.xlsx")
    with pytest.raises(InputError, match="has macros already"):
        with_buttons(files[1].read_bytes(), BOOK, "book.xlsm")


def test_a_workbook_with_a_tab_of_its_own_is_refused() -> None:
    held = parts(TEMPLATES[0].read_bytes())
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in {**held, PART: BOOK.ribbon.encode()}.items():
            package.writestr(name, content)
    with pytest.raises(UsageError, match="tab of its own"):
        with_buttons(written.getvalue(), BOOK, "book.xlsx")
