"""The file itself: valid, reproducible, with results beside formulas, and texts that stay texts."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from kamxl.cells import CellError, CellValue, address
from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.xlsx.build import build
from kamxl.text import Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book, Formula
from tests.domain import golden
from tests.hosts.xlsx.unpacking import MAIN, Unpacked, XmlCell
from tests.office.client import Office
from tests.parity.comparing import computed_cells, differences
from tests.workbook.books import bare, book, sheet

CASES = [("golden", "en"), ("golden", "de"), ("empty", "en"), ("empty", "de"), ("stamped", "de")]
cases = pytest.mark.parametrize(("kind", "language"), CASES)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("books")
    made = {}
    for kind, language in CASES:
        made[kind, language] = folder / f"{kind}.{language}.xlsx"
        build(book(kind, language), made[kind, language])  # type: ignore[arg-type]
    return made


Files = dict[tuple[str, str], Path]


def faults(path: Path) -> list[str]:
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2016).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in found.errors]


@cases
def test_the_validator_accepts_every_book(files: Files, kind: str, language: Language) -> None:
    assert faults(files[kind, language]) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_validator_accepts_a_book_of_two_hundred_accounts(
    tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "large.xlsx"
    build(book("large", language), path)
    assert faults(path) == []


@cases
def test_the_same_book_gives_the_same_bytes(
    files: Files, tmp_path: Path, kind: str, language: Language
) -> None:
    again = tmp_path / "again.xlsx"
    build(book(kind, language), again)
    # Not the bytes themselves: pytest would take minutes to show how they differ.
    same = again.read_bytes() == files[kind, language].read_bytes()
    assert same


@pytest.mark.parametrize("kind", ["golden", "empty"])
def test_libreoffice_opens_a_book_and_what_it_saves_computes_the_same(
    office: Office, files: Files, tmp_path: Path, kind: str
) -> None:
    saved = office.resave(files[kind, "de"], tmp_path / "saved.xlsx")
    sheets = office.recalculate(saved)
    assert list(sheets) == [one.name for one in book(kind, "de").sheets]
    assert differences(book(kind, "de"), sheets) == []


# ---------------------------------------------------------------- results beside formulas


def holds(cell: XmlCell, value: CellValue) -> bool:
    """Return whether the cached result in the file is what the book says."""
    if isinstance(value, bool):
        return (cell.type, cell.value) == ("b", str(int(value)))
    if isinstance(value, CellError):
        return (cell.type, cell.value) == ("e", value.value)
    if isinstance(value, (int, float)):
        return cell.type == "n" and math.isclose(
            float(cell.value or "nan"), value, rel_tol=1e-14, abs_tol=1e-300
        )
    if not value:  # XlsxWriter writes an empty result without a type: computed on loading
        return cell.type in ("n", "str") and cell.value == ""
    return cell.type == "str" and cell.value == value


@cases
def test_every_formula_stands_in_the_file_beside_its_result(
    files: Files, kind: str, language: Language
) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    cells = {one.name: file.cells(one.name) for one in made.sheets}
    wrong = []
    count = 0
    for name, row, column, formula, value in computed_cells(made):
        count += 1
        cell = cells[name][address(row, column)]
        if f"={cell.formula}" != formula or not holds(cell, value):
            wrong.append((name, address(row, column), cell, value))
    assert wrong[:5] == []
    # And there is no other formula.
    assert count == sum(cell.formula is not None for of in cells.values() for cell in of.values())


@cases
def test_no_formula_in_the_file_has_a_path(files: Files, kind: str, language: Language) -> None:
    file = Unpacked(files[kind, language])
    assert file.matching(r"xl/externalLinks/.*") == []
    for part in file.matching(r"xl/(worksheets/sheet\d+|workbook|charts/chart\d+)\.xml"):
        for element in file.xml(part).iter():
            name = str(element.tag).rpartition("}")[2]
            if name in ("f", "formula", "formula1", "formula2", "definedName"):
                text = element.text or ""
                assert ":\\" not in text
                assert "[" not in bare(text), text


# ---------------------------------------------------------------- texts stay texts

HOSTILE = (
    "=1+1", "+x", "-5 € Rabatt", "@x", "\tTab", "＝1+1", "＋x", "＠x", "=HYPERLINK(\"http://x\")",
    "_x0041_", "00001", "1e5", "  ", "https://example.org", "mailto:a@b.c", "A & <B>",
)  # fmt: skip


def hostile() -> Book:
    accounts = Portfolio(
        HOSTILE,
        HOSTILE,
        {"revenue": np.arange(len(HOSTILE)) - 3.0},
        texts={"owner": HOSTILE, "status": ("customer",) * len(HOSTILE)},
    )
    return render(Inputs(accounts, golden.policy(), "en", golden.TODAY))


def test_texts_that_look_like_formulas_numbers_or_links_stay_texts(tmp_path: Path) -> None:
    made, path = hostile(), tmp_path / "hostile.xlsx"
    build(made, path)
    file = Unpacked(path)
    for key in ("accounts", "ratings"):
        table = sheet(made, key).tables[0]
        cells = file.cells(sheet(made, key).name)
        for place, column in enumerate(table.columns):
            if column.key not in ("id", "owner") and not (
                column.key == "name" and key == "accounts"
            ):
                continue
            for row, text in enumerate(HOSTILE, start=table.row + 1):
                cell = cells[address(row, place)]
                assert (cell.type, cell.formula) == ("s", None), text
                assert cell.value in (text, text.replace("_x0041_", "_x005F_x0041_")), text
    numbers = next(c for c in sheet(made, "accounts").tables[0].columns if c.key == "revenue")
    assert numbers.values[0] == -3.0
    assert b"hyperlink" not in file.parts[file.sheets["Accounts"]]
    assert faults(path) == []


def test_hostile_texts_reach_libreoffice_as_they_are(office: Office, tmp_path: Path) -> None:
    made, path = hostile(), tmp_path / "hostile.xlsx"
    build(made, path)
    sheets = office.recalculate(path)
    table = sheet(made, "accounts").tables[0]
    for column in (table.at("id"), table.at("name")):
        shown = [sheets["Accounts"].value(table.row + 1 + row, column) for row in range(table.rows)]
        assert shown == [*HOSTILE]
    assert differences(made, sheets) == []


# ---------------------------------------------------------------- what else a file must have


@cases
def test_tables_are_consistent(files: Files, kind: str, language: Language) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    parts = [file.xml(part) for part in file.matching(r"xl/tables/table\d+\.xml")]
    tables = {table.name: (one, table) for one in made.sheets for table in one.tables}
    assert {part.get("name") for part in parts} == set(tables)
    assert len({part.get("id") for part in parts}) == len(parts)
    for part in parts:
        one, table = tables[str(part.get("name"))]
        last = address(table.row + table.rows, table.column + len(table.columns) - 1)
        reference = f"{address(table.row, table.column)}:{last}"
        assert part.get("ref") == reference
        assert part.find(f"{MAIN}autoFilter").get("ref") == reference  # type: ignore[union-attr]
        header = file.cells(one.name)
        columns = part.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
        assert len(columns) == len(table.columns)
        for place, (column, spec) in enumerate(zip(columns, table.columns, strict=True)):
            cell = header[address(table.row, table.column + place)]
            assert (cell.type, cell.value) == ("s", column.get("name"))
            assert column.get("name") == spec.label
            formula = column.find(f"{MAIN}calculatedColumnFormula")
            calculated = spec.formula and not spec.stamped
            assert (formula is not None) == bool(calculated), spec.key
            if formula is not None:
                assert f"={formula.text}" == spec.formula


@cases
def test_names_print_areas_and_titles_stand_in_the_file(
    files: Files, kind: str, language: Language
) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    found: dict[str, list[str]] = {}
    for name in file.xml("xl/workbook.xml").iter(f"{MAIN}definedName"):
        found.setdefault(str(name.get("name")), []).append(str(name.text))
    ours = {name: texts for name, texts in found.items() if not name.startswith("_xlnm.")}
    assert ours == {name: [text] for name, text in made.names.items()}
    assert len(found["_xlnm.Print_Area"]) == len(made.sheets)
    repeated = sum(one.page.repeat is not None for one in made.sheets)
    assert len(found["_xlnm.Print_Titles"]) == repeated


@cases
def test_protection_needs_no_password_and_leaves_sheets_for_typing_alone(
    files: Files, kind: str, language: Language
) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    for one in made.sheets:
        protection = file.xml(file.sheets[one.name]).find(f"{MAIN}sheetProtection")
        assert (protection is not None) == one.protected
        if protection is not None:
            assert protection.get("sheet") == "1"
            assert not {"password", "hashValue", "saltValue"} & set(protection.keys())
    assert file.xml("xl/workbook.xml").find(f"{MAIN}workbookProtection") is None


@cases
def test_rules_for_typing_stand_in_the_file_within_excels_limits(
    files: Files, kind: str, language: Language
) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    for one in made.sheets:
        rules = [*file.xml(file.sheets[one.name]).iter(f"{MAIN}dataValidation")]
        assert len(rules) == len(one.validations)
        for rule in rules:
            for name, most in (
                ("promptTitle", 32),
                ("errorTitle", 32),
                ("prompt", 255),
                ("error", 255),
            ):
                assert len(str(rule.get(name, ""))) <= most
            for formula in rule:
                assert len(formula.text or "") <= 255 + 2


@cases
def test_every_chart_has_a_text_for_those_who_do_not_see_it(
    files: Files, kind: str, language: Language
) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    described = [
        element.get("descr")
        for part in file.matching(r"xl/drawings/drawing\d+\.xml")
        for element in file.xml(part).iter()
        if str(element.tag).endswith("}cNvPr")
    ]
    charts = [chart for one in made.sheets for chart in one.charts]
    assert sorted(map(str, described)) == sorted(chart.description for chart in charts)
    assert len(file.matching(r"xl/charts/chart\d+\.xml")) == len(charts)


@cases
def test_the_properties_tell_product_schema_and_language(
    files: Files, kind: str, language: Language
) -> None:
    made, file = book(kind, language), Unpacked(files[kind, language])
    found = {
        str(entry.get("name")): "".join(entry.itertext())
        for entry in file.xml("docProps/custom.xml")
    }
    assert found == dict(made.properties)
    assert found["kamxl_language"] == language
    core = "".join(file.xml("docProps/core.xml").itertext())
    assert made.title in core


def test_there_is_no_macro_and_nothing_from_elsewhere_in_a_book(files: Files) -> None:
    for path in files.values():
        file = Unpacked(path)
        assert [name for name in file.names if "vba" in name or name.endswith(".bin")] == []
        assert b'TargetMode="External"' not in b"".join(
            content for name, content in file.parts.items() if name.endswith(".rels")
        )
        assert len(set(file.names)) == len(file.names)


# ---------------------------------------------------------------- whole or not at all


def broken(made: Book) -> Book:
    """Return a book whose last sheet has a result that no cell can hold."""
    last = made.sheets[-1]
    wrong = dataclasses.replace(last, cells=[*last.cells])
    wrong.put(90, 0, Formula("=1", math.inf))
    return dataclasses.replace(made, sheets=[*made.sheets[:-1], wrong])


def test_a_crash_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"what was there")
    with pytest.raises(ValueError, match="cannot hold inf"):
        build(broken(book("golden", "en")), path)
    assert path.read_bytes() == b"what was there"
    assert [*tmp_path.iterdir()] == [path]


def test_a_crash_on_the_first_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot hold inf"):
        build(broken(book("golden", "en")), tmp_path / "book.xlsx")
    assert [*tmp_path.iterdir()] == []


def test_an_older_file_is_replaced(tmp_path: Path, files: Files) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"what was there")
    build(book("golden", "en"), path)
    same = path.read_bytes() == files["golden", "en"].read_bytes()
    assert same
    assert [*tmp_path.iterdir()] == [path]
