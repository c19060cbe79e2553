from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from kamxl.actions.run import RunResult, run
from kamxl.actions.updating import update
from kamxl.actions.upgrading import Plan, plan_upgrade, upgrade
from kamxl.cells import CellValue, address
from kamxl.errors import InputError
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.patching import patch
from kamxl.hosts.xlsx.patching.reshaping.moving import reshaped
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.changing import Added, BookPatch, Edit, SheetPatch
from kamxl.workbook.merging.references import column_number
from kamxl.workbook.reading.cells import label_key
from kamxl.workbook.schema import SCHEMA_VERSION
from kamxl.workbook.sheets import accounts, criteria_places, rating_columns
from kamxl.workbook.spec import Content, Formula, Sheet
from tests.office.client import Edit as Doing
from tests.office.client import Office
from tests.parity.recalculated import stale_cells
from tests.workbook.reading.made import TODAY

OLD = Path(__file__).parents[1] / "data" / "old"
SCHEMAS = (1, 2, 3, 4)
KEPT = [(schema, language) for schema in SCHEMAS for language in LANGUAGES]
Typed = Mapping[tuple[str, ...], CellValue]


def old_book(schema: int, language: Language, folder: Path) -> Path:
    """Return a copy of a workbook that was filled by the kamxl of a schema."""
    path = folder / f"schema{schema}.{language}.xlsx"
    path.write_bytes((OLD / path.name).read_bytes())
    return path


def upgraded(path: Path) -> Plan:
    """Upgrade a workbook in place, and see that it is done then: nothing changes any more."""
    book = read_book(path)
    plan = plan_upgrade(book, TODAY)
    assert plan is not None
    roomy = BookFile(reshaped(path.read_bytes(), plan.shape, path.name), path.name)
    found = upgrade(roomy, plan, TODAY, load_rules(None))
    patch(path, found.patch, shape=plan.shape)
    after = read_book(path)
    assert plan_upgrade(after, TODAY) is None
    again = update(run(after, TODAY), TODAY, None, load_rules(None))
    assert (again.cells[:3], again.results[:3], again.added) == ((), (), ())
    assert again.patch.empty
    return plan


@cache
def upgraded_bytes(schema: int, language: Language) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = old_book(schema, language, Path(folder))
        upgraded(path)
        return path.read_bytes()


def upgraded_book(schema: int, language: Language, folder: Path) -> Path:
    """Return a copy of a kept workbook after its upgrade."""
    path = folder / f"upgraded{schema}.{language}.xlsx"
    path.write_bytes(upgraded_bytes(schema, language))
    return path


def typed_cells(found: RunResult, language: Language) -> Typed:
    """Return all that people typed, by what says what it is: sheet, row's id, heading."""
    read, made = found.read, {}
    labels = {
        "accounts": [words.ACCOUNT_COLUMNS[key] for key in accounts.INPUTS],
        "ratings": [words.RATING_COLUMNS[key] for key in (*rating_columns.TYPED, "id")],
        "criteria": [words.CRITERIA_COLUMNS[key] for key in criteria_places.TYPED],
    }
    for key, cells, name in (
        ("accounts", read.accounts, "id"),
        ("ratings", read.ratings, "id"),
        ("criteria", read.criteria.cells, "slot"),
    ):
        known = {label_key(text(language)) for text in labels[key]}
        for row in range(cells.header + 1, len(cells.rows)):
            if key == "criteria" and row not in read.criteria.slot_rows.values():
                continue
            for column, value in enumerate(cells.rows[row]):
                heading = cells.heading(column)
                if value not in (None, "") and label_key(heading) in known:
                    made[key, str(cells.at(row, name)), heading] = value
    for key, row in read.settings.rows.items():
        for place in (read.settings.value_column, read.settings.beside_column):
            value = read.settings.cells.cell(row, place)
            if value is not None and not (place != read.settings.value_column and "_" not in key):
                made["settings", key, str(place - read.settings.value_column)] = value
    return made


# What formulas beside settings compute is no typing.
COMPUTED_BESIDE = re.compile(r"(?!ladder_|rule_)")


@pytest.mark.parametrize(("schema", "language"), KEPT)
def test_all_that_was_typed_is_where_it_belongs(
    tmp_path: Path, schema: int, language: Language
) -> None:
    path = old_book(schema, language, tmp_path)
    before = typed_cells(run(read_book(path), TODAY), language)
    found = run(read_book(upgraded_book(schema, language, tmp_path)), TODAY)
    after = typed_cells(found, language)
    wrong = {
        place: (value, after.get(place))
        for place, value in before.items()
        if after.get(place) != value
        and not (place[0] == "settings" and place[2] == "1" and COMPUTED_BESIDE.match(place[1]))
    }
    assert len(before) > 200
    assert wrong == {}
    assert [f.place for f in found.findings if f.code.startswith("X-")] == []


# What was typed into the plans of the kept workbooks of schema 4, by its row's id and its place.
PLANNED: Mapping[Language, Mapping[tuple[str, int], str]] = {
    "en": {
        ("q10007.A1", 8): "yes",
        ("q10007.A1", 9): "Contract of 2025, see mail",
        ("candidates.10015", 10): "Erika Muster",
        ("charter.field", 5): "Visit in spring",
        ("contacts+1", 1): "Erika Muster",
        ("contacts+1", 3): "Purchasing",
        ("goals+1", 1): "Win the second plant",
        ("goals.GOAL-KEEP", 1): "Win the second plant (2)",
        ("team.sales", 4): "Erika Muster",
    },
    "de": {
        ("q10007.A1", 8): "ja",
        ("q10007.A1", 9): "Vertrag von 2025, siehe Mail",
        ("candidates.10015", 10): "Erika Muster",
        ("charter.field", 5): "Besuch im Frühjahr",
        ("contacts+1", 1): "Erika Muster",
        ("contacts+1", 3): "Einkauf",
        ("goals+1", 1): "Zweites Werk gewinnen",
        ("goals.GOAL-KEEP", 1): "Zweites Werk gewinnen (2)",
        ("team.sales", 4): "Erika Muster",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_into_plans_stays_in_its_row(tmp_path: Path, language: Language) -> None:
    book = read_book(upgraded_book(4, language, tmp_path))
    sheets = [s for s in book.sheets() if "Cartech" in s or s in ("Checklist", "Checkliste")]
    rows = {str(row[0]): row for sheet in sheets for row in book.read(sheet)}
    assert {at: rows[at[0]][at[1]] for at in PLANNED[language]} == PLANNED[language]


@pytest.mark.parametrize(("schema", "language"), KEPT)
def test_an_upgraded_workbook_says_its_schema_and_has_no_fault(
    tmp_path: Path, schema: int, language: Language
) -> None:
    path = upgraded_book(schema, language, tmp_path)
    assert read_book(path).properties()["kamxl_schema"] == str(SCHEMA_VERSION)
    assert lint(path) == []
    judged = OpenXmlValidator(FileFormat.OFFICE_2019).validate(str(path))
    assert [str(error) for error in judged.errors] == []


@pytest.mark.parametrize(("schema", "language"), [(1, "de"), (2, "en"), (3, "de"), (4, "en")])
def test_an_upgraded_workbook_computes_what_it_shows(
    tmp_path: Path, office: Office, schema: int, language: Language
) -> None:
    path = upgraded_book(schema, language, tmp_path)
    assert stale_cells(office, path) == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_run_asks_for_an_upgrade_first(tmp_path: Path, schema: int) -> None:
    found = run(read_book(old_book(schema, "en", tmp_path)), TODAY)
    with pytest.raises(InputError, match="bring it up to date by kamxl upgrade"):
        update(found, TODAY)


# ------------------------------------------------------------ what people did


def name(key: str, language: Language) -> str:
    return words.SHEETS[key](language)


def watched(path: Path, language: Language) -> dict[str, tuple[int, int]]:
    """Return cells of ours to which a sheet of people's own leads, by their sheet."""
    found = run(read_book(path), TODAY).read
    columns = found.accounts.columns
    return {
        name("accounts", language): (found.places.account_rows[3], columns["revenue"]),
        name("ratings", language): (found.ratings.header + 2, found.ratings.columns["score"]),
        name("settings", language): (
            found.settings.rows["border_b"],
            found.settings.value_column,
        ),
        name("criteria", language): (
            found.criteria.slot_rows[2],
            found.criteria.cells.columns["anchor_10"],
        ),
        name("ranking", language): (7, 1),
        name("concentration", language): (11, 1),
    }


def own_sheet(path: Path, language: Language) -> dict[str, CellValue]:
    """Give a workbook an own sheet that looks at ours; return what its formulas see."""
    book = read_book(path)
    sheet = Sheet("own", "Mein Blatt", "#FF0000")
    seen: dict[str, CellValue] = {}
    for row, (of, (at_row, at_column)) in enumerate(watched(path, language).items()):
        seen[of] = value = book.read(of)[at_row][at_column]
        sheet.put(row, 0, Formula(f"={of}!{address(at_row, at_column)}", value))
    sheet.put(20, 3, "note of mine")
    patch(path, BookPatch(added=[Added(sheet, "")]))
    return seen


REFERENCE = re.compile(r"=(?:'([^']+)'|(\w+))!\$?([A-Z]+)\$?(\d+)")


def sees(path: Path) -> dict[str, CellValue]:
    """Return what stands in the cells to which the own sheet leads."""
    book = read_book(path)
    made = {}
    for text in book.texts("Mein Blatt").values():
        found = REFERENCE.fullmatch(text)
        assert found, text
        of = found[1] or found[2]
        made[of] = book.read(of)[int(found[4]) - 1][column_number(found[3])]
    return made


@pytest.mark.parametrize(("schema", "language"), [(1, "en"), (2, "de"), (3, "en"), (4, "de")])
def test_formulas_of_people_lead_to_the_cells_to_which_they_led(
    tmp_path: Path, schema: int, language: Language
) -> None:
    path = old_book(schema, language, tmp_path)
    seen = own_sheet(path, language)
    upgraded(path)
    assert sees(path) == seen
    assert read_book(path).read("Mein Blatt")[20][3] == "note of mine"


@pytest.mark.parametrize(("schema", "language"), [(1, "de"), (2, "en")])
def test_own_columns_and_notes_stay_beside_what_they_are_about(
    tmp_path: Path, schema: int, language: Language
) -> None:
    path = old_book(schema, language, tmp_path)
    book = read_book(path)
    sheet = name("accounts", language)
    area = book.tables(sheet)["accounts"]
    wide = max(len(line) for line in book.read(name("ranking", language)))
    own: dict[str, dict[tuple[int, int], Content]] = {
        # A column beside the table, one further off, and one in the table's own first free row.
        sheet: {
            (area.top, area.right + 1): "mine",
            (area.top + 2, area.right + 1): "of the second",
            (area.top + 3, area.right + 4): "far off",
        },
        name("criteria", language): {(60, 2): "below the criteria"},
        # What looks like kamxl's, right beside its columns: a heading, a tier, a number of a list.
        name("ranking", language): {
            (6, 70): "beside the second",
            (4, wide): "Score",
            (6, wide): "A",
            (7, wide): 2.0,
        },
        name("settings", language): {(6, 5): "why so"},
    }
    setting = book.read(name("settings", language))[6][0]
    patch(
        path,
        BookPatch(
            [
                SheetPatch(of, [Edit(*at, content, "text", "") for at, content in cells.items()])
                for of, cells in own.items()
            ]
        ),
    )
    upgraded(path)
    after = read_book(path)
    rows = after.read(sheet)
    new = after.tables(sheet)["accounts"]
    assert rows[new.top][new.right + 1] == "mine"
    assert rows[new.top + 2][new.right + 1] == "of the second"
    assert rows[new.top + 3][new.right + 4] == "far off"
    settings = after.read(name("settings", language))
    assert [line[0] for line in settings if "why so" in line] == [setting]
    ranking = after.read(name("ranking", language))
    mine = [column for column, value in enumerate(ranking[4]) if value == "Score"][-1]
    assert (ranking[6][mine], ranking[7][mine]) == ("A", 2.0)
    everything = {
        value for of in after.sheets() for line in after.read(of) for value in line if value
    }
    assert {text for cells in own.values() for text in cells.values()} <= everything


def test_what_was_written_over_a_formula_stays_and_is_reported(tmp_path: Path) -> None:
    path = old_book(1, "en", tmp_path)
    column = run(read_book(path), TODAY).read.accounts.columns["share"]
    patch(path, BookPatch([SheetPatch("Accounts", [Edit(6, column, "by hand", "text", "")])]))
    upgraded(path)
    found = run(read_book(path), TODAY)
    now = found.read.accounts.columns["share"]
    assert found.read.accounts.rows[6][now] == "by hand"
    assert "X-FORMULA" in {finding.code for finding in found.findings}


@pytest.mark.parametrize(("schema", "language"), [(1, "de"), (2, "en")])
def test_what_people_did_in_a_program_survives(
    tmp_path: Path, office: Office, schema: int, language: Language
) -> None:
    path = old_book(schema, language, tmp_path)
    seen = own_sheet(path, language)
    settings, table = name("settings", language), name("accounts", language)
    column = run(read_book(path), TODAY).read.accounts.columns["margin"]
    saved = tmp_path / "saved.xlsx"
    doing = [
        Doing.layout("insert_rows", settings, 9, 0, 1),
        Doing.text(settings, 9, 1, "a row of mine"),
        Doing.layout("insert_columns", table, 0, column, 1),
        Doing.text(table, 4, column, "inserted"),
        Doing.text(table, 6, column, "of the second"),
        Doing.layout("insert_rows", name("criteria", language), 2, 0, 1),
        Doing.layout("comment", name("criteria", language), 8, 5, "why this weight"),
        Doing.layout("colour", table, 7, 2, 0xFF00FF),
        Doing.layout("rename", name("ranking", language), 0, 0, "Liste"),
        Doing.text(name("matrix", language), 100, 1, "below the matrix"),
    ]
    office.recalculate(path, doing, save_as=saved, formulas=False)
    before = typed_cells(run(read_book(saved), TODAY), language)
    weight = read_book(saved).read(name("criteria", language))[8][5]
    upgraded(saved)
    found = run(read_book(saved), TODAY)
    after = typed_cells(found, language)
    assert {k: v for k, v in before.items() if k[0] != "settings" and after.get(k) != v} == {}
    rows = read_book(saved).read(table)
    place = rows[4].index("inserted")
    assert rows[6][place] == "of the second"
    assert rows[4][place + 1] == words.ACCOUNT_COLUMNS["margin"](language)
    # LibreOffice saves 15 digits of a number.
    assert sorted(rounded(sees(saved).values())) == sorted(rounded(seen.values()))
    assert "Liste" in read_book(saved).sheets()
    everything = {
        v for of in read_book(saved).sheets() for line in read_book(saved).read(of) for v in line
    }
    assert {"a row of mine", "below the matrix"} <= everything
    assert weight == found.read.criteria.cells.rows[8][5]
    assert b"why this weight" in b"".join(comments(saved))
    assert stale_cells(office, saved) == []


def rounded(values: Iterable[CellValue]) -> list[str]:
    return [f"{v:.12g}" if isinstance(v, float) else str(v) for v in values]


def comments(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(n) for n in archive.namelist() if "comment" in n.casefold()]
