from __future__ import annotations

import dataclasses
import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from kamxl.actions.run import RunResult, known_criteria, refuse_loss, renewed, run
from kamxl.cells import CellValue, address, column_letters
from kamxl.domain.portfolio import Ratings
from kamxl.errors import WouldLose
from kamxl.findings import Finding
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import criteria
from kamxl.workbook.sheets.accounts import COMPUTED, INPUTS
from kamxl.workbook.sheets.settings import row_of
from tests.office.client import Edit, Office
from tests.workbook.reading import made
from tests.workbook.reading.made import (
    ACCOUNT,
    CRITERION,
    FIRST,
    RATING,
    TODAY,
    built,
    codes,
    edited,
    example,
    judged,
    name,
    setting,
)

# The first columns beside the table of accounts, and the cell of a setting.
BESIDE, BEYOND = (column_letters(len((*INPUTS, *COMPUTED)) + n) for n in (0, 1))
COVERAGE = f"C{row_of('minimum_coverage') + 1}"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the twelve accounts, in German; tests edit copies."""
    return built(example(), tmp_path_factory.mktemp("run") / "kunden.xlsx")


Typed = dict[tuple[str, int, int], CellValue]


def typed(path: Path, cells: Typed, out: Path) -> Path:
    """Return a workbook in which cells were typed over, rows and columns from 0."""

    def type_in(book: Any) -> None:
        for (sheet, row, column), value in cells.items():
            book[sheet].cell(row + 1, column + 1).value = value

    return edited(path, type_in, out)


def account(place: int, key: str) -> tuple[str, int, int]:
    return name("accounts"), FIRST + place, ACCOUNT[key]


def rating(place: int, key: str) -> tuple[str, int, int]:
    return name("ratings"), FIRST + place, RATING[key]


def lost(found: RunResult) -> str:
    """Return why a fresh workbook is refused."""
    with pytest.raises(WouldLose) as refusal:
        refuse_loss(found)
    return str(refusal.value)


def by_code(found: RunResult, code: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.code == code]


# ------------------------------------------------------------ what is read


def test_a_fresh_workbook_has_the_findings_of_its_assessment_and_nothing_to_lose(
    fresh: Path,
) -> None:
    found = judged(fresh)
    assert codes(found.findings) == codes(found.result.findings)
    assert found.foreign == ()
    assert found.checks == dict.fromkeys(found.checks, True)
    assert renewed(found).source == "kunden.xlsx"


def test_the_template_that_nobody_filled_has_nothing_to_lose(tmp_path: Path) -> None:
    inputs = dataclasses.replace(
        example(), portfolio=made.Portfolio((), ()), policy=example().policy
    )
    found = judged(built(inputs, tmp_path / "b.xlsx"))
    assert len(found.inputs.portfolio) == 0
    assert found.foreign == ()
    assert set(codes(found.findings)).isdisjoint({"X-STALE", "X-FORMULA", "X-BELOW"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [10, 100])
def test_a_workbook_is_renewed_as_the_same(tmp_path: Path, language: Language, scale: int) -> None:
    inputs = example(language)
    inputs = dataclasses.replace(inputs, policy=inputs.policy.on_scale(scale))
    first = judged(built(inputs, tmp_path / "a.xlsx"))
    second = judged(built(renewed(first), tmp_path / "b.xlsx"))
    for key in ("score", "rank", "tier", "share", "quadrant"):
        np.testing.assert_array_equal(getattr(second.result, key), getattr(first.result, key))
    assert second.foreign == ()


def test_the_file_that_is_read_never_changes(fresh: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(fresh.read_bytes()).hexdigest()
    build(render(renewed(judged(fresh))), tmp_path / "new.xlsx")
    assert hashlib.sha256(fresh.read_bytes()).hexdigest() == before


# ------------------------------------------------------------ what is wrong survives

WRONG: dict[str, tuple[Typed, str]] = {
    "a text where a number belongs": ({account(0, "revenue"): "ca. 1500"}, "A-NUMBER"),
    "a truth where a number belongs": ({account(1, "margin"): True}, "A-NUMBER"),
    "a text where a date belongs": ({account(2, "contract_end"): "Sommer"}, "A-DATE"),
    "a leader who is an x": ({account(3, "leader"): "x"}, "A-CHOICE"),
    "a leader who is a no": ({account(3, "leader"): "nein"}, ""),
    "a status of one's own": ({account(4, "status"): "ruhend"}, ""),
    "a text where a rating belongs": ({rating(0, "k2"): "gut"}, "R-TEXT"),
    "a number as text where a rating belongs": ({rating(0, "k2"): "7"}, "R-TEXT"),
    "a rating above the scale": ({rating(1, "k3"): 11}, "R-RANGE"),
    "a rating below the scale": ({rating(1, "k3"): 0.5}, "R-RANGE"),
    "a known unknown": ({rating(2, "k4"): "?"}, "R-UNKNOWN"),
    "a text that looks like a formula": ({account(5, "segment"): "'=1+1"}, ""),
    "a name of a number": ({account(5, "name"): "00123"}, ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_survives_a_fresh_workbook_cell_by_cell(
    fresh: Path, tmp_path: Path, case: str
) -> None:
    cells, code = WRONG[case]
    path = typed(fresh, cells, tmp_path / "typed.xlsx")
    found = judged(path)
    build(render(renewed(found)), tmp_path / "renewed.xlsx")
    again = judged(tmp_path / "renewed.xlsx")
    file = read_book(tmp_path / "renewed.xlsx")
    for (sheet, row, column), value in cells.items():
        assert file.read(sheet)[row][column] == value
        if code:
            place = f"{sheet}!{address(row, column)}"
            assert [finding.place for finding in by_code(found, code)] == [f"typed.xlsx!{place}"]
            assert [finding.place for finding in by_code(again, code)] == [f"renewed.xlsx!{place}"]
    assert again.inputs.kept == found.inputs.kept
    made.assert_same_accounts(again.inputs.portfolio, found.inputs.portfolio, found.inputs.policy)


def test_a_typed_no_is_translated_with_its_workbook(fresh: Path, tmp_path: Path) -> None:
    found = judged(typed(fresh, {account(3, "leader"): "Nein"}, tmp_path / "b.xlsx"))
    assert renewed(found, "en").kept == {("leader", 3): "no"}
    assert renewed(found).kept == {("leader", 3): "nein"}


def test_what_is_wrong_in_every_cell_survives_with_moved_columns(tmp_path: Path) -> None:
    inputs = example()
    keys = [criterion.key for criterion in inputs.policy.criteria]
    wrong = {(f"rating:{key}", place): f"{key} {place}" for key in keys for place in range(12)}
    wrong |= {("revenue", place): f"ca. {place}" for place in range(12)}
    portfolio = dataclasses.replace(
        inputs.portfolio, numbers={}, ratings={key: Ratings.of(["x"] * 12) for key in keys}
    )
    inputs = dataclasses.replace(inputs, portfolio=portfolio, kept=wrong)
    path = built(inputs, tmp_path / "b.xlsx")

    def insert(book: Any) -> None:
        for key in ("accounts", "ratings"):
            sheet = book[name(key)]
            # Columns change places: openpyxl moves cells, but no table.
            for row in sheet.iter_rows(min_row=FIRST, max_col=7):
                row[0].value, row[6].value = row[6].value, row[0].value

    found = judged(edited(path, insert))
    assert found.inputs.kept == wrong
    places = {finding.place for finding in found.findings if finding.code == "R-TEXT"}
    # The first criterion moved from G to A.
    assert {f"b.xlsx!Bewertung!A{FIRST + 1 + n}" for n in range(12)} <= places
    assert {f"b.xlsx!Bewertung!Q{FIRST + 1 + n}" for n in range(12)} <= places
    assert len(places) == 12 * len(keys)


# ------------------------------------------------------------ what would be lost


def add_chart(sheet: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "A60")


def put(sheet: str, cell: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell].value = value

    return change


# The two columns right of the table of accounts, and some of those within.
EXTRA, BARE = column_letters(len(ACCOUNT)), column_letters(len(ACCOUNT) + 1)
REVENUE, SHARE = column_letters(ACCOUNT["revenue"]), column_letters(ACCOUNT["share"])
K15 = column_letters(RATING["k15"])
COVERAGE = address(*setting("minimum_coverage"))


def notes(book: Any) -> None:
    for cell, value in ((f"{EXTRA}5", "Notiz"), (f"{EXTRA}6", "anrufen"), (f"{BARE}9", "?")):
        book["Kunden"][cell].value = value


def move_range(sheet: str, area: str, rows: int = 0, columns: int = 0) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet].move_range(area, rows, columns)

    return change


LOST: dict[str, tuple[Callable[[Any], object], str]] = {
    "a sheet": (lambda book: book.create_sheet("Notizen"), "sheet “Notizen”"),
    "a copy of a sheet": (
        lambda book: book.create_sheet("Kunden (2)"), "sheet “Kunden (2)”"),
    "a sheet for a chart": (lambda book: book.create_chartsheet("Diagramm"), "sheet “Diagramm”"),
    "a renamed sheet": (
        lambda book: setattr(book["Matrix"], "title", "Portfolio"), "sheet “Portfolio”"),
    "a comment": (
        lambda book: setattr(book["Kunden"]["A6"], "comment", Comment("?", "Ich")),
        "comments on “Kunden”"),
    "a chart on a sheet without any": (lambda book: add_chart(book["Kunden"]),
                                       "1 chart on “Kunden”"),
    "a link to elsewhere": (
        lambda book: setattr(book["Kunden"]["B6"], "hyperlink", "https://example.org"),
        "links to other places on “Kunden”"),
    "a name": (
        lambda book: book.defined_names.add(DefinedName("Ziel", attr_text="Kunden!$M$6")),
        "the name “Ziel”"),
    "a name that looks like ours": (
        lambda book: book.defined_names.add(DefinedName("kam_mine", attr_text="Kunden!$M$6")),
        "the name “kam_mine”"),
    "an extra column": (notes, f"column “Notiz” on “Kunden” ({EXTRA}5)"),
    "an extra column without a heading": (
        notes, f"a column without a heading on “Kunden” ({BARE}9)"),
    "a cell above a table": (put("Kunden", "C3", "Stand: Mai"), "Kunden!C3"),
    "a cell above the ratings": (put("Bewertung", "D3", "Stand: Mai"), "Bewertung!D3"),
    "a formula above a table": (
        put("Kunden", f"{REVENUE}4", f"=SUM({REVENUE}6:{REVENUE}17)"), f"Kunden!{REVENUE}4"),
    "a cell below a computed column": (put("Kunden", f"{SHARE}30", "geprüft"), f"Kunden!{SHARE}30"),
    "a cell on the first sheet": (put("Start", "B60", "erledigt"), "Start!B60"),
    "a cell on the overview": (put("Übersicht", "A90", "Notiz"), "Übersicht!A90"),
    "a cell below the ranking": (put("Rangliste", "C200", "Notiz"), "Rangliste!C200"),
    "a cell right of the ranking": (put("Rangliste", "CA7", "Notiz"), "Rangliste!CA7"),
    "a cell beside the matrix": (put("Matrix", "Z3", "Notiz"), "Matrix!Z3"),
    "a cell on the concentration": (put("Konzentration", "B90", "Notiz"), "Konzentration!B90"),
    "a cell below the criteria": (put("Kriterien", "C23", "Notiz"), "Kriterien!C23"),
    "a cell beside a setting": (put("Einstellungen", "D7", "alt: 10"), "Einstellungen!D7"),
    "a cell beside the findings": (put("Hinweise", "G6", "erledigt"), "Hinweise!G6"),
    "a cell below the findings": (put("Hinweise", "D40", "erledigt"), "Hinweise!D40"),
    "a formula for a revenue": (
        put("Kunden", f"{REVENUE}6", "=1000+500"),
        f"the formula in column “Umsatz” on “Kunden” ({REVENUE}6)"),
    "a formula for a rating": (
        put("Bewertung", "G7", "=G6"), "the formula in column “K1” on “Bewertung” (G7)"),
    "a formula for a setting": (
        put("Einstellungen", "C7", "=TODAY()"), "the formula in Einstellungen!C7"),
    "a formula for a weight": (put("Kriterien", "F7", "=F6"), "the formula in Kriterien!F7"),
    "a row of ratings that nobody has": (put("Bewertung", "A20", "Niemand"), "Bewertung!A20"),
    "ratings in a place without a criterion": (put("Bewertung", f"{K15}9", 7), f"Bewertung!{K15}9"),
    "a place with a weight and no name": (put("Kriterien", "F18", 5), "Kriterien!F18"),
    "a cap without a limit": (put("Kriterien", "K6", "B"), "Kriterien!K6"),
    "a wrong setting": (
        put("Einstellungen", COVERAGE, "viel"),
        f"Einstellungen!{COVERAGE} (The setting “Minimum rated weight” holds “viel”, which is not "
        "allowed; 0.7 is used)"),
    "a wrong weight": (put("Kriterien", "F6", "viel"), "Kriterien!F6 (Criterion “revenue_volume”"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST)
def test_a_fresh_workbook_is_refused_where_it_would_drop(
    fresh: Path, tmp_path: Path, case: str
) -> None:
    change, wanted = LOST[case]
    found = judged(edited(fresh, change, tmp_path / "b.xlsx"))
    said = lost(found)
    assert wanted in said
    assert said.startswith("b.xlsx: a fresh workbook would drop ")
    with pytest.raises(WouldLose):
        renewed(found)


def test_nothing_but_what_is_lost_is_named(fresh: Path, tmp_path: Path) -> None:
    found = judged(edited(fresh, notes, tmp_path / "b.xlsx"))
    assert found.foreign == (
        f"column “Notiz” on “Kunden” ({EXTRA}5)",
        f"a column without a heading on “Kunden” ({BARE}9)",
    )


def test_a_chart_besides_ours_is_counted(fresh: Path, tmp_path: Path) -> None:

    def charts(book: Any) -> None:
        for _ in range(2):
            add_chart(book["Matrix"])

    assert "2 charts on “Matrix”" in lost(judged(edited(fresh, charts, tmp_path / "b.xlsx")))


def test_a_file_that_openpyxl_saved_loses_no_more_than_it_did(fresh: Path, tmp_path: Path) -> None:
    found = judged(edited(fresh, lambda book: None, tmp_path / "b.xlsx"))
    assert found.foreign == ()
    assert found.checks == dict.fromkeys(found.checks)


def test_many_losses_are_counted(fresh: Path, tmp_path: Path) -> None:
    def sheets(book: Any) -> None:
        for n in range(30):
            book.create_sheet(f"S{n}")

    said = lost(judged(edited(fresh, sheets, tmp_path / "b.xlsx")))
    assert f"sheet “S11” and {30 - 12} more. Move these" in said


@pytest.mark.parametrize(
    ("drawn", "word"),
    [("<xdr:pic/>", "a picture"), ("<xdr:sp/>", "a shape or text box"), ("<xdr:cxnSp/>", "a line")],
)
def test_what_was_drawn_is_named(fresh: Path, tmp_path: Path, drawn: str, word: str) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(fresh) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/drawings/drawing1.xml":
                content = content.replace(b"</xdr:wsDr>", f"{drawn}</xdr:wsDr>".encode())
            new.writestr(entry, content)
    assert f"would drop {word} on “" in lost(judged(path))


def with_parts(path: Path, out: Path, **parts: bytes) -> BookFile:
    """Return a workbook with parts added to its package."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry))
        for entry, content in parts.items():
            new.writestr(entry.replace("__", "/").replace("_dot_", "."), content)
    return read_book(out)


@pytest.mark.parametrize(
    ("part", "word"),
    [("xl__vbaProject_dot_bin", "macros"),
     ("xl__externalLinks__externalLink1_dot_xml", "links to other workbooks"),
     ("xl__connections_dot_xml", "data connections"),
     ("xl__slicerCaches__slicerCache1_dot_xml", "slicers"),
     ("customXml__item1_dot_xml", "custom XML")],
)  # fmt: skip
def test_a_part_that_a_fresh_workbook_would_not_have_is_named(
    fresh: Path, tmp_path: Path, part: str, word: str
) -> None:
    book = with_parts(fresh, tmp_path / "b.xlsx", **{part: b"<a/>"})
    assert word in lost(run(book, TODAY))


def test_what_sharepoint_adds_to_every_file_is_no_loss(fresh: Path, tmp_path: Path) -> None:
    book = with_parts(
        fresh,
        tmp_path / "b.xlsx",
        customXml__item1_dot_xml=b'<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/'
        b'metadata/properties"/>',
        customXml__itemProps1_dot_xml=b"<a/>",
        customXml___rels__item1_dot_xml_dot_rels=b"<a/>",
    )
    assert run(book, TODAY).foreign == ()


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria", "settings"])
def test_cells_that_moved_are_no_loss_but_what_was_written_beside_them_is(
    fresh: Path, tmp_path: Path, key: str
) -> None:
    sheet = name(key)

    def shift(book: Any) -> None:
        book[sheet]["BI3"].value = "Notiz"
        book[sheet].insert_rows(1, 2)

    found = judged(edited(fresh, shift, tmp_path / "b.xlsx"))
    assert found.foreign == (f"{sheet}!BI{3 + 2}",)


@pytest.mark.parametrize("key", ["accounts", "ratings"])
def test_rows_inserted_between_the_title_and_the_table_are_no_loss(
    fresh: Path, tmp_path: Path, key: str
) -> None:
    sheet = name(key)

    def shift(book: Any) -> None:
        book[sheet].insert_rows(3, 1)
        book[sheet]["A3"].value = "Notiz"

    assert judged(edited(fresh, shift, tmp_path / "b.xlsx")).foreign == (f"{sheet}!A3",)


def test_a_list_with_more_rows_than_a_fresh_one_is_no_loss(tmp_path: Path) -> None:
    """Five accounts went, and the lists of the fresh workbook are five rows shorter."""
    path = built(example(), tmp_path / "b.xlsx")

    def delete(book: Any) -> None:
        for key in ("accounts", "ratings"):
            for row in book[name(key)].iter_rows(min_row=FIRST + 8, max_row=FIRST + 12):
                for cell in row:
                    cell.value = None

    found = judged(edited(path, delete))
    assert len(found.inputs.portfolio) == 12 - 5
    assert found.foreign == ()


def test_ranks_that_were_stored_as_values_are_no_loss(tmp_path: Path) -> None:
    path = built(example(formula_limit=3), tmp_path / "b.xlsx")
    assert judged(path).foreign == ()
    row, column = setting("formula_limit")
    raised = judged(typed(path, {("Einstellungen", row, column): 5000}, tmp_path / "c.xlsx"))
    assert raised.foreign == ()


# ------------------------------------------------------------ what the file itself says


def test_overwritten_formulas_are_counted_and_the_first_is_named(
    fresh: Path, tmp_path: Path
) -> None:
    cells: Typed = {account(3, "share"): 0.5, account(5, "share"): 0.5, rating(7, "score"): 9}
    found = by_code(judged(typed(fresh, cells, tmp_path / "b.xlsx")), "X-FORMULA")
    column = address(0, ACCOUNT["share"])[:-1]
    assert [(finding.place, finding.values["count"]) for finding in found] == [
        (f"b.xlsx!Kunden!{column}9", 2),
        ("b.xlsx!Bewertung!E13", 1),
    ]


def test_rows_below_a_table_have_no_formulas_and_are_counted(fresh: Path, tmp_path: Path) -> None:
    cells: Typed = {account(12, "id"): "n1", account(13, "id"): "n2", rating(12, "id"): "n1"}
    found = by_code(judged(typed(fresh, cells, tmp_path / "b.xlsx")), "X-BELOW")
    assert [(finding.place, finding.values["count"]) for finding in found] == [
        ("b.xlsx!Kunden!A18", 2),
        ("b.xlsx!Bewertung!A18", 1),
    ]


def test_stored_figures_that_no_longer_fit_are_said_in_both_languages(
    fresh: Path, tmp_path: Path
) -> None:
    """The parts of the package are edited, so that all results stay as they were stored."""
    path = tmp_path / "b.xlsx"
    column = address(FIRST, ACCOUNT["revenue"])
    with zipfile.ZipFile(fresh) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/worksheets/sheet3.xml":
                content, hits = re.subn(
                    rf'(<c r="{column}"[^>]*><v>)1500(</v>)'.encode(), rb"\g<1>3000\2", content
                )
                assert hits == 1
            new.writestr(entry, content)
    (share,) = by_code(judged(path), "X-STALE")
    assert share.place == f"b.xlsx!Kunden!{address(FIRST, ACCOUNT['share'])}"
    # 1500 of 12000 before, 3000 of 13500 now.
    assert f"Share {1500 / 12000:.6g} / {3000 / 13500:.6g}" in share.text("en")
    assert "Anteil 0,125 / 0,222222" in share.text("de")


def test_a_formula_that_nobody_computed_yet_is_said(fresh: Path, tmp_path: Path) -> None:
    cells: Typed = {account(1, "revenue"): "=400*2", rating(2, "k1"): "=5+1"}
    found = by_code(judged(typed(fresh, cells, tmp_path / "b.xlsx")), "I-NO-VALUE")
    assert [finding.place for finding in found] == [
        f"b.xlsx!{sheet}!{address(row, column)}" for sheet, row, column in cells
    ]


def test_a_scale_switched_after_rating_is_doubted(fresh: Path, tmp_path: Path) -> None:
    row, column = setting("scale")
    found = judged(typed(fresh, {("Einstellungen", row, column): 100}, tmp_path / "b.xlsx"))
    (doubt,) = by_code(found, "S-SCALE")
    assert doubt.place == f"b.xlsx!Einstellungen!C{row + 1}"
    # Twelve accounts, eleven criteria, and two cells of the Potenzialkunde blank.
    count = 12 * 11 - 2
    assert f"none of the {count} ratings is above 10" in doubt.text("en")
    assert by_code(judged(fresh), "S-SCALE") == []


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [([1, 5, 10], True), ([1, 5], False), ([1, 5, 11], False), (["?", "?", "?"], False),
     ([1, None, 2, "?", 3], True), ([], False)],
)  # fmt: skip
def test_three_ratings_up_to_ten_make_a_scale_of_a_hundred_doubtful(
    tmp_path: Path, cells: list[object], doubted: bool
) -> None:
    inputs = example()
    ratings = {"product_fit": Ratings.of([*cells, *[None] * (12 - len(cells))])}
    portfolio = dataclasses.replace(inputs.portfolio, ratings=ratings)
    made_of = Inputs(portfolio, inputs.policy.on_scale(100), "de", TODAY)
    found = judged(built(made_of, tmp_path / "b.xlsx"))
    assert bool(by_code(found, "S-SCALE")) == doubted


def test_checks_are_read_as_libreoffice_stores_them(
    fresh: Path, tmp_path: Path, office: Office
) -> None:
    saved = tmp_path / "saved.xlsx"
    office.recalculate(
        fresh, [Edit.number("Kriterien", FIRST, CRITERION["weight"], 90)], save_as=saved
    )
    found = judged(saved)
    assert found.checks == {key: key != "weights" for key in found.checks}


def test_every_place_of_a_finding_is_the_cell_that_it_speaks_of(
    fresh: Path, tmp_path: Path
) -> None:
    cells: Typed = {
        rating(8, "k11"): 99,
        rating(0, "k3"): "gut",
        account(6, "revenue"): None,
        ("Kriterien", FIRST, CRITERION["weight"]): 100,
    }
    found = {finding.code: finding for finding in judged(
        typed(fresh, cells, tmp_path / "b.xlsx")).findings}  # fmt: skip
    file = read_book(tmp_path / "b.xlsx")
    for code, value in (("R-RANGE", 99), ("R-TEXT", "gut"), ("A-REVENUE", None), ("W-REV", 100)):
        _, sheet, cell = found[code].place.split("!")
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        column = made.column_of(letters)
        assert file.read(sheet)[int(number) - 1][column] == value
    assert found["W-SUM"].place == (
        f"b.xlsx!Kriterien!{address(criteria.TOTAL_ROW, CRITERION['used_weight'])}"
    )


def test_the_criteria_of_all_profiles_are_known_those_of_the_standard_first() -> None:
    known = known_criteria()
    assert {criterion.key for criterion in example().policy.criteria} <= set(known)
    assert known["revenue_volume"] == example().policy.criteria[0]
