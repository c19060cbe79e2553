"""Links between the ranking and strategy sheets lead where they say, in LibreOffice too."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.patching import patch
from kamxl.rules import shipped_rules
from kamxl.workbook import words
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import ranking
from kamxl.workbook.spec import Book, Link
from tests.domain import golden
from tests.hosts.xlsx.unpacking import MAIN, Unpacked
from tests.office.client import Edit, Office, Sheets
from tests.parity.comparing import differences
from tests.parity.editing import type_in_table
from tests.workbook.reading.made import example

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def book() -> Book:
    return render(example(), rulebook=shipped_rules())


@pytest.fixture(scope="module")
def file(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("links") / "kunden.xlsx"
    build(book, path)
    return path


def arrows(sheets: Sheets) -> dict[str, bool]:
    """Return by account number whether the ranking leads to a strategy sheet."""
    rows = sheets[words.SHEETS["ranking"].de].data[ranking.FIRST :]
    return {
        str(row[ranking.PLACE["id"]]): row[ranking.PLACE["plan"]] == ranking.ARROW
        for row in rows
        if row[ranking.PLACE["id"]]
    }


def places(sheets: Sheets) -> dict[str, str]:
    """Return by account number where its strategy sheet begins, as the sheet of contacts says."""
    rows = sheets[words.SHEETS["contacts"].de].data[4:]
    return {str(row[-2]): str(row[-1]) for row in rows}


def links(path: Path) -> list[str]:
    """Return where the links of a file lead within it."""
    opened = Unpacked(path)
    return [
        link.get("location")
        for part in opened.sheets.values()
        for link in opened.xml(part).iter(f"{MAIN}hyperlink")
        if link.get("location")
    ]


def test_every_place_of_the_ranking_leads_to_the_sheet_of_whoever_holds_it(
    office: Office, book: Book, file: Path
) -> None:
    sheets = office.recalculate(file)
    assert differences(book, sheets) == []
    found = places(sheets)
    assert {id_ for id_, arrow in arrows(sheets).items() if arrow} == set(found)
    assert len(found) == 7
    assert len(arrows(sheets)) == 12
    names = {one.key: one.name for one in book.sheets}
    assert office.follow(file, [target.removeprefix("#") for target in found.values()]) == [
        (names[f"plan {id_}"], "B1") for id_ in found
    ]


def test_the_arrow_follows_its_account_when_places_change(
    office: Office, book: Book, file: Path
) -> None:
    before = arrows(office.recalculate(file))
    vicom = golden.NAMES.index("Vicom")
    # Nobody runs kamxl: Vicom comes to the first place and has no sheet yet.
    edits = [type_in_table(book, "ratings", f"k{n}", vicom, 10) for n in range(1, 11) if n != 5]
    after = arrows(office.recalculate(file, edits))
    assert next(iter(before)) != "Vicom"
    assert next(iter(after)) == "Vicom"
    assert after == before


def test_a_strategy_sheet_leads_back_to_the_ranking_whatever_it_is_called(
    office: Office, book: Book, file: Path, tmp_path: Path
) -> None:
    back = [
        cell.content.target
        for one in book.sheets
        if one.key.startswith("plan ") or one.key == "checklist"
        for cell in one.cells
        if isinstance(cell.content, Link) and cell.row == 1
    ]
    assert back == ["kam_ranking"] * 8
    renamed = tmp_path / "renamed.xlsx"
    office.recalculate(file, [Edit.layout("rename", "Rangliste", 0, 0, "Wer zählt")], renamed)
    assert office.follow(renamed, back[:1]) == [("Wer zählt", "A1")]


def test_after_sheets_were_renamed_a_run_leads_all_links_there(
    office: Office, book: Book, file: Path, tmp_path: Path
) -> None:
    old = next(one.name for one in book.sheets if one.key == "plan Cartech")
    renamed = tmp_path / "renamed.xlsx"
    edits = [
        Edit.layout("rename", old, 0, 0, "Carl's & Co. Süd"),
        Edit.layout("rename", "Kriterien", 0, 0, "Maßstab"),
    ]
    office.recalculate(file, edits, renamed)
    read = run(read_book(renamed), golden.TODAY)
    made = update(read, golden.TODAY, rulebook=shipped_rules())
    patch(renamed, made.patch)
    sheets = office.recalculate(renamed)
    wanted = "'Carl''s & Co. Süd'!B1"
    assert places(sheets)["Cartech"] == f"#{wanted}"
    assert arrows(sheets)["Cartech"]
    assert office.follow(renamed, [wanted]) == [("Carl's & Co. Süd", "B1")]
    led = links(renamed)
    assert not [target for target in led if old in target or target.startswith("Kriterien!")]
    assert led.count(wanted) == 2  # on the checklist and among the contacts
    assert "Maßstab!A1" in led
    again = update(run(read_book(renamed), golden.TODAY), golden.TODAY, rulebook=shipped_rules())
    assert again.patch.empty
