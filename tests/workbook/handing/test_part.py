from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from kamxl.hosts.tables.book import read_book
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.handing.part import LEFT_OUT, MARK, Otherwise, part_book
from kamxl.workbook.spec import Book, Formula, Sheet, shown
from tests.office.client import Office
from tests.parity.recalculated import stale_cells
from tests.workbook.handing import master


def part(path: Path, number: int = 0, **options: object) -> Book:
    made = master.division(path, **options)
    piece = made.pieces[number]
    return part_book(made.master, piece.group, piece.mark, made.terms, piece.about)


def sheet(book: Book, key: str) -> Sheet:
    return next(one for one in book.sheets if one.key == key)


def column(book: Book, key: str, name: str) -> list[object]:
    table = sheet(book, key).tables[0]
    return list(table.columns[table.at(name) - table.column].values)


def test_scores_are_the_masters_to_the_last_digit(tmp_path: Path) -> None:
    path = master.master(tmp_path)
    result = master.judged(path).result
    for number, piece in enumerate(master.division(path).pieces):
        found = column(part(path, number), "ratings", "score")
        assert found == result.score[list(piece.group.accounts)].tolist()


@pytest.mark.parametrize("mode", ["quota", "pareto"])
def test_ranks_tiers_and_shares_are_the_masters_as_values(tmp_path: Path, mode: str) -> None:
    from kamxl.hosts.xlsx.build import build
    from kamxl.workbook.schema import render

    path = tmp_path / "master.xlsx"
    build(render(master.inputs(tier_mode=mode)), path)
    result = master.judged(path).result
    accounts = list(master.division(path).pieces[0].group.accounts)
    book = part(path)
    assert column(book, "ratings", "rank") == result.rank[accounts].tolist()
    assert column(book, "ratings", "computed_tier") == [
        "ABCD"[n - 1] for n in result.computed_tier[accounts]
    ]
    assert column(book, "accounts", "disclosure_share") == (
        result.disclosure_share[accounts].tolist()
    )
    for key, name in (("ratings", "rank"), ("ratings", "computed_tier"), ("accounts", "share")):
        table = sheet(book, key).tables[0]
        assert table.columns[table.at(name)].stamped
        said = {(c.row, c.column): c.content for c in sheet(book, key).cells}
        assert said[table.row - 1, table.at(name)] == "as of the master, 2026-01-01"


def test_shares_stay_away_where_they_are_not_wanted(tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    book = part(path, shares=False)
    for name in ("share", "disclosure_share", "cumulative", "cumulative_after", "share_before"):
        assert set(column(book, "accounts", name)) == {""}


def test_what_speaks_of_the_whole_is_not_there_and_nothing_leads_to_it(tmp_path: Path) -> None:
    book = part(master.master(tmp_path))
    assert not {one.key for one in book.sheets} & set(LEFT_OUT)
    gone = [words.SHEETS[key].en for key in LEFT_OUT]
    for one in book.sheets:
        for cell in one.cells:
            said = cell.content
            text = said.text if isinstance(said, Formula) else getattr(said, "target", "")
            assert not any(f"{name}!" in text for name in gone)


def test_settings_are_locked_and_inputs_are_not(tmp_path: Path) -> None:
    book = part(master.master(tmp_path))
    assert all(one.protected for one in book.sheets)
    for key in ("criteria", "settings"):
        assert not [c for c in sheet(book, key).cells if c.style.startswith("input")]
    styles = {c.key: c.style for c in sheet(book, "accounts").tables[0].columns}
    assert styles["revenue"] == "input.money"
    assert styles["id"] == "calc.id"


def test_every_check_of_a_part_holds(tmp_path: Path) -> None:
    start = sheet(part(master.master(tmp_path)), "start")
    from kamxl.workbook.sheets.start import CHECK_ROW

    rows = range(CHECK_ROW, CHECK_ROW + len(words.CHECKS))
    found = {c.row: shown(c.content) for c in start.cells if c.column == 2 and c.row in rows}
    assert set(found.values()) == {True}


def test_the_plans_are_the_masters_as_they_stand(tmp_path: Path) -> None:
    path = master.master(tmp_path)
    made = master.division(path)
    ids = [made.master.inputs.portfolio.ids[a] for a in made.pieces[0].group.accounts]
    there = {uid for uid in made.master.lines if uid.removeprefix("strategy ") in ids}
    book = part(path)
    plans = [one for one in book.sheets if one.key.startswith("plan ")]
    assert {f"strategy {one.key.removeprefix('plan ')}" for one in plans} == there
    for one in plans:
        uid = f"strategy {one.key.removeprefix('plan ')}"
        texts = {c.content for c in one.cells} | {said for _, said, _ in one.merges}
        for values in made.master.lines[uid].values():
            assert {v for v in values.values() if isinstance(v, str)} <= texts


def test_without_persons_there_is_no_relationship_map(tmp_path: Path) -> None:
    from kamxl.workbook.handing.typed import PERSONS

    book = part(master.master(tmp_path), without=("persons",))
    marks = [str(c.content) for one in book.sheets for c in one.cells if c.column == 0]
    assert not [mark for mark in marks if mark.partition(".")[2].split("+")[0] in PERSONS]
    whole = part(master.master(tmp_path))
    marks = [str(c.content) for one in whole.sheets for c in one.cells if c.column == 0]
    assert "title.contacts" in marks


def test_a_part_that_would_judge_otherwise_is_not_made(tmp_path: Path) -> None:
    made = master.division(master.master(tmp_path, plans=False))
    piece = made.pieces[0]
    score = made.master.result.score.copy()
    score[piece.group.accounts[0]] = np.nextafter(score[piece.group.accounts[0]], 11)
    other = dataclasses.replace(
        made.master, result=dataclasses.replace(made.master.result, score=score)
    )
    with pytest.raises(Otherwise, match="score"):
        part_book(other, piece.group, piece.mark, made.terms, piece.about)


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_computes_a_part_as_it_was_made(
    office: Office, tmp_path: Path, language: Language
) -> None:
    path = master.master(tmp_path, language)
    made = master.handed_out(path, tmp_path / "parts")
    found = master.files(tmp_path / "parts", made)[1]
    assert stale_cells(office, found) == []
    assert read_book(found).properties()[MARK] == "mark-2"
