"""The extension in a real LibreOffice: every function in cells, every action from the menu."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.cells import CellError, CellValue
from kamxl.functions.calling import call
from kamxl.functions.catalogue import CATALOGUE, function
from kamxl.hosts.tables.book import BookFile
from kamxl.rules import load_rules
from kamxl.workbook.plans.naming import uid
from kamxl.workbook.plans.reading import uid_of
from tests.buttons.test_excel import FILE, a_new_account, contents, updated
from tests.functions.cases import CASES, Case
from tests.office.client import Office
from tests.office.extended import Extended, extended
from tests.workbook.reading.made import ACCOUNT, FIRST, name

CODES = {
    CellError.NULL: 521, CellError.DIV0: 532, CellError.VALUE: 519, CellError.REF: 524,
    CellError.NAME: 525, CellError.NUM: 503, CellError.NA: 32767,
}  # fmt: skip
# LibreOffice lets no error into a function of an extension; it shows this instead.
REFUSED = 504


@pytest.fixture(scope="module")
def calc(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Extended]:
    """A LibreOffice with the extension, one for this file; `office` says whether there is one."""
    with extended(tmp_path_factory.mktemp("extended")) as running:
        yield running


def rows_of(value: Any) -> list[list[Any]]:
    return [list(row) for row in value] if isinstance(value, Sequence) and not isinstance(
        value, str
    ) else [[value]]  # fmt: skip


def asked(calc: Extended, calls: list[tuple[str, tuple[Any, ...]]]) -> list[list[list[Any]]]:
    """Return what cells show of calls whose arguments stand in cells."""
    told = []
    for key, arguments in calls:
        wanted = rows_of(call(key, *arguments))
        given = [
            None if one is None else [[plain(cell) for cell in row] for row in grid(one)]
            for one in arguments
        ]
        told.append([key, given, len(wanted), len(wanted[0])])
    calc.ask("blank")
    shown: list[list[list[Any]]] = calc.ask("calls", told)
    return shown


def grid(value: Any) -> list[list[CellValue]]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and isinstance(value[0], Sequence) and not isinstance(value[0], str):
            return [list(row) for row in value]
        return [list(value)]
    return [[value]]


def plain(cell: CellValue) -> Any:
    if isinstance(cell, CellError):
        return {"error": cell.value}
    return (cell - dt.date(1899, 12, 30)).days if isinstance(cell, dt.date) else cell


def same(shown: Any, wanted: CellValue) -> bool:
    if isinstance(wanted, CellError):
        return bool(isinstance(shown, dict) and shown["code"] == CODES[wanted])
    if wanted is None:
        return bool(shown == "")
    if isinstance(wanted, (bool, int, float)):
        return isinstance(shown, float) and math.isclose(
            shown, wanted, rel_tol=1e-12, abs_tol=1e-12
        )
    return bool(shown == wanted)


def told_to_functions(case: Case) -> bool:
    """Whether Calc tells an extension what stands in the cells.

    Truth values and days reach it as numbers, errors not at all, a blank cell alone as 0.
    """
    grids = [grid(one) for one in case.arguments if one is not None]
    cells = [cell for rows in grids for row in rows for cell in row]
    alone = any(rows == [[None]] for rows in grids)
    kinds = (bool, dt.date, CellError)
    return not case.jagged and not alone and not any(
        isinstance(cell, kinds) or cell == "" for cell in cells
    )  # fmt: skip


def test_calls_in_cells_show_what_they_show_on_every_host(calc: Extended) -> None:
    cases = [case for case in CASES if told_to_functions(case)]
    assert {case.function for case in cases} == {one.name for one in CATALOGUE}
    shown = asked(calc, [(case.function, case.arguments) for case in cases])
    wrong = [
        (case.id, found, case.rows)
        for case, found in zip(cases, shown, strict=True)
        if len(found) != len(case.rows)
        or not all(
            same(cell, value)
            for line, row in zip(found, case.rows, strict=True)
            for cell, value in zip(line, row, strict=True)
        )
    ]
    assert wrong == []


def test_errors_in_cells_are_real_and_arrays_fill_their_cells(calc: Extended) -> None:
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("KAM_HHI", (["x", 1],)),
        ("KAM_HHI", ([0, 0],)),
        ("KAM_TIER", (800,)),
        ("KAM_SHARE", ([[50], [30], [20]],)),
        ("KAM_SHARE", ([[50, 30, 20]],)),
        ("KAM_ABC", ([[80], [15], [5]],)),
    ]
    for (key, arguments), shown in zip(calls, asked(calc, calls), strict=True):
        wanted = rows_of(call(key, *arguments))
        assert all(
            same(cell, value)
            for line, row in zip(shown, wanted, strict=True)
            for cell, value in zip(line, row, strict=True)
        ), (key, shown, wanted)


def test_an_error_that_comes_in_stays_an_error(calc: Extended) -> None:
    (shown,) = asked(calc, [("KAM_HHI", ([50, CellError.NA],))])
    assert shown == [[{"code": REFUSED}]]


@pytest.mark.parametrize("key", ["KAM_HHI", "KAM_SHARE", "KAM_VERSION"])
def test_the_wizard_tells_what_the_catalogue_says(calc: Extended, key: str) -> None:
    known = function(key)
    assert calc.ask("wizard", key) == [
        known.help.en,
        [[argument.name, argument.help.en] for argument in known.arguments],
    ]


def opened(calc: Extended, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    calc.ask("open", str(path))


def test_the_menu_refreshes_the_open_workbook_as_a_run_does_its_file(
    calc: Extended, tmp_path: Path
) -> None:
    content = a_new_account()
    opened(calc, tmp_path, content)
    said = calc.press("refresh")
    assert said.startswith("Die Mappe ist auf dem neuesten Stand"), said
    now, wanted = BookFile(calc.saved(), FILE), BookFile(updated(content), FILE)
    assert now.sheets() == wanted.sheets()
    for key in ("accounts", "ratings"):
        sheet = name(key)
        assert now.tables(sheet) == wanted.tables(sheet)
        assert set(now.texts(sheet)) == set(wanted.texts(sheet))
    # What people typed is there, and what kamxl computes of it is computed by LibreOffice.
    accounts = contents(now, name("accounts"))
    assert accounts[FIRST + 12, ACCOUNT["id"]] == "00013"
    assert accounts[FIRST + 12, ACCOUNT["revenue"]] == 4000.0
    assert contents(now, name("findings"))[2, 12] == "my own note"
    today = dt.date.today()
    again = update(run(now, today), today, None, load_rules())
    assert {change.sheet for change in again.cells} <= {name("findings")}
    assert all(
        float(change.old) == float(change.new)  # type: ignore[arg-type]
        for change in again.results
        if isinstance(change.old, (bool, int, float))
    )
    assert not [change for change in again.results if isinstance(change.old, CellError)]
    # A second press finds nothing to do.
    assert "nichts wurde geändert" in calc.press("refresh")
    state = calc.ask("state")
    assert (state["automatic"], state["locked"], state["undo"]) == (True, False, False)


def test_the_menu_makes_a_strategy_sheet_checks_and_leads_to_findings(
    calc: Extended, tmp_path: Path
) -> None:
    opened(calc, tmp_path, a_new_account())
    file = BookFile(a_new_account(), FILE)
    marks = {uid_of(file.read(sheet)) for sheet in file.sheets()}
    ids = [str(file.read(name("accounts"))[FIRST + place][ACCOUNT["id"]]) for place in range(12)]
    place = next(place for place in range(12) if uid(ids[place]) not in marks)
    calc.ask("port", "select", [name("accounts"), FIRST + place, 3])
    assert calc.press("plan").startswith("Das Strategieblatt von")
    now = BookFile(calc.saved(), FILE)
    (made,) = [sheet for sheet in now.sheets() if sheet not in file.sheets()]
    assert uid_of(now.read(made)) == uid(ids[place])
    assert calc.ask("state")["active"][0] == made
    assert contents(now, name("accounts"))[FIRST + place, ACCOUNT["pinned"]] == "ja"
    assert calc.press("check").startswith("Hinweise: ")
    listed = now.read(name("findings"))
    row = next(n for n, line in enumerate(listed) if len(line) > 2 and "!" in str(line[2]))
    calc.ask("port", "select", [name("findings"), row, 0])
    assert calc.press("go_to_finding") == ""
    assert calc.ask("state")["active"][0] == str(listed[row][2]).partition("!")[0]


def test_the_menu_makes_a_new_workbook_from_a_list_and_opens_it(
    calc: Extended, tmp_path: Path
) -> None:
    opened(calc, tmp_path, a_new_account())
    source, target = tmp_path / "crm.csv", tmp_path / "ours.xlsx"
    source.write_text("Account no.;Account;Revenue\n1;Alpha AG;120000\n", encoding="utf-8")
    calc.will_choose(str(source), str(target))
    said = calc.press("new")
    assert said.startswith("ours.xlsx is new. Accounts from crm.csv: 1."), said
    ((url, sheets),) = calc.ask("others")
    assert url == target.as_uri()
    assert sheets == len(BookFile(target.read_bytes(), target.name).sheets())
    # Nothing is chosen: nothing is made.
    calc.will_choose("", "")
    assert calc.press("new") == "No workbook was made."
    assert calc.ask("others") == []


@pytest.mark.parametrize("broken", [2, 9])
def test_a_failure_in_the_middle_leaves_the_workbook_as_it_was(
    calc: Extended, tmp_path: Path, broken: int
) -> None:
    opened(calc, tmp_path, a_new_account())
    calc.ask("manual")
    before = BookFile(calc.saved(), FILE)
    calc.break_at(broken)
    said = calc.press("refresh")
    assert "LibreOffice is busy" in said
    now = BookFile(calc.saved(), FILE)
    assert now.sheets() == before.sheets()
    for sheet in before.sheets():
        assert contents(now, sheet) == contents(before, sheet), sheet
        assert now.tables(sheet) == before.tables(sheet)
    assert now.names() == before.names()
    assert now.state() == before.state()
    state = calc.ask("state")
    assert (state["automatic"], state["locked"], state["undo"]) == (False, False, False)
