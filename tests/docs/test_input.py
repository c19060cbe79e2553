"""Every line of docs/input.md: a file with that in it, what becomes of it, and how it is told."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.actions.new import NewResult, new
from kamxl.domain.assessment import assess
from kamxl.errors import InputError
from kamxl.hosts.tables import read_table
from kamxl.profiles import load_profile

PAGES = [Path(__file__).parents[2] / "docs" / name for name in ("input.md", "input.de.md")]
TODAY = dt.date(2026, 1, 15)
HEAD = "Nr;Kunde;Umsatz\n"
ROWS = "00001;Alpha;1000\n00002;Beta;600\n00003;Gamma;400\n"
DATED = "Nr;Kunde;Umsatz;Letzte Bestellung\n"
LINES = "Kundennummer;Kunde;Rechnungsdatum;Umsatz;Rechnung\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A file, the end of the place of what is told, and what holds of the accounts."""

    content: str | bytes
    place: str = ""
    holds: Callable[[NewResult], bool] = lambda _: True
    refused: str = ""
    locale: str | None = None


def revenue(*amounts: float | None) -> Callable[[NewResult], bool]:
    """Return a check of the revenue of all accounts, None where it is unknown."""
    return lambda made: (
        [
            None if value != value else round(value, 2)
            for value in made.inputs.portfolio.numbers["revenue"].tolist()
        ]
        == list(amounts)
    )


def names(*expected: str) -> Callable[[NewResult], bool]:
    return lambda made: list(made.inputs.portfolio.names) == list(expected)


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        fill(made)
    return stream.getvalue()


def _rows(sheet: object, rows: list[list[object]], first: int = 0) -> None:
    for row, cells in enumerate(rows, first):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)  # type: ignore[attr-defined]


PLAIN: list[list[object]] = [["Nr", "Kunde", "Umsatz"], ["1", "Alpha", 1000], ["2", "Beta", 600]]


def _errors(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet("Kunden")
    _rows(sheet, PLAIN)
    sheet.write_formula("C3", "=NA()", None, "#N/A")


def _unvalued(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet("Kunden")
    _rows(sheet, PLAIN)
    sheet.write_formula("C3", "=300+300", None, "")


def _hidden(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet("Kunden")
    _rows(sheet, PLAIN)
    sheet.set_row(2, None, None, {"hidden": True})


def _merged(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet("Kunden")
    sheet.merge_range("A1:A2", "Nr")
    sheet.merge_range("B1:B2", "Kunde")
    sheet.merge_range("C1:D1", "Umsatz")
    _rows(sheet, [[None, None, 2024, 2025], ["1", "Alpha", 900, 1000], ["2", "Beta", 500, 600]], 1)


def _sheets(made: xlsxwriter.Workbook) -> None:
    hidden = made.add_worksheet("Alt")
    _rows(hidden, [["Nr", "Kunde"], ["9", "Old"]])
    shown = made.add_worksheet("Kunden")
    _rows(shown, PLAIN)
    shown.activate()
    shown.set_first_sheet()
    hidden.hide()


# By the line of the table, as it begins.
CASES: dict[str, Line] = {
    "numbers as text": Line(HEAD + "1;Alpha;1.234,50\n2;Beta;1.000\n", holds=revenue(1234.5, 1000)),
    "only such as `1.234`": Line(
        HEAD + "1;Alpha;1.234\n2;Beta;2.000\n", "!C2", refused="“Umsatz” holds “1.234”, which can mean 1234 or 1.234.*--locale de, en or ch",
    ),
    "dates as": Line(
        DATED + "1;Alpha;5;31/01/2025\n2;Beta;6;03/04/2025\n",
        holds=lambda made: made.inputs.portfolio.dates["last_order"][1] == dt.date(2025, 4, 3),
    ),
    "only such as `03/04/2025`": Line(
        DATED + "1;Alpha;5;03/04/2025\n", "!D2", refused="can mean 2025-04-03 or 2025-03-04.*--locale de, en or ch",
    ),
    "a cell that is no number": Line(HEAD + ROWS + "4;Delta;viel\n", "!C5", revenue(1000, 600, 400, None)),
    "a cell that is no date": Line(DATED + "1;Alpha;5;2025-01-31\n2;Beta;6;bald\n3;Gamma;6;2025-01-30\n", "!D3"),
    "most cells of a column": Line(HEAD + "1;Alpha;viel\n2;Beta;wenig\n", "!C2", refused="most cells of “Umsatz” are not a number"),
    "another currency in a column": Line(
        "Nr;Kunde;Umsatz;Währung\n1;Alpha;5;EUR\n2;Beta;6;USD\n", "!D3", revenue(5, None)
    ),
    "another currency beside": Line(HEAD + "1;Alpha;5\n2;Beta;100 $\n3;Gamma;7 €\n", "!C3", revenue(5, None, 7)),
    "another currency in a header": Line(
        "Nr;Kunde;Umsatz USD\n1;Alpha;5\n", "!C1", refused="is in USD.*--currency USD.*--rate USD=0.92"
    ),
    "an error cell": Line(book(_errors), "!C3", revenue(1000, None)),
    "a formula without": Line(book(_unvalued), "!C3", revenue(1000, None)),
    "an id twice": Line(HEAD + ROWS + "00001;Alpha;5\n", "!A5"),
    "a row without an id": Line(HEAD + ROWS + ";Delta;5\n", "!A5"),
    "credit notes": Line(
        LINES + "1;Alpha;2025-12-01;500;a\n1;Alpha;2025-12-02;-100;b\n", "!A3", revenue(400)
    ),
    "an account below zero": Line(HEAD + ROWS + "00004;Delta;-50\n", "", revenue(1000, 600, 400, -50)),
    "lines dated after today": Line(LINES + "1;Alpha;2025-12-01;500;a\n1;Alpha;2026-02-02;100;b\n", "!A3"),
    "blank rows": Line(HEAD + "1;Alpha;5\n;;\n2;Beta;6\n", "!A3", names("Alpha", "Beta")),
    "headers repeated": Line(HEAD + "1;Alpha;5\n" + HEAD + "2;Beta;6\n", holds=names("Alpha", "Beta")),
    "a row of totals": Line(HEAD + ROWS + ";Umsatz gesamt 2025;2000\n", "!B5", names("Alpha", "Beta", "Gamma")),
    "a last row without id": Line(HEAD + ROWS + ";;2000\n", "!C5", names("Alpha", "Beta", "Gamma")),
    "a remark below": Line(HEAD + ROWS + ";;\nStand: 31.12.2025;;\n", "!A6", names("Alpha", "Beta", "Gamma")),
    "rows hidden": Line(book(_hidden), "!A3", names("Alpha", "Beta")),
    "a title above": Line("Kundenliste 2025\n\n" + HEAD + ROWS, holds=names("Alpha", "Beta", "Gamma")),
    "headers in several rows": Line(book(_merged), "!C2", revenue(1000, 600)),
    "two columns of one header": Line("Nr;Kunde;Umsatz;Umsatz\n1;Alpha;5;6\n", "!C1", refused="same header.*C1.*D1"),
    "a column that is not known": Line("Nr;Kunde;Umsatz;Farbe\n1;Alpha;5;rot\n", "!D1"),
    "one that is nearly known": Line("Nr;Kunde;Umsaz;Umsatz Vorjahr\n1;Alpha;5;6\n", "!C1"),
    "no column of ids": Line("Kunde;Umsatz\nAlpha;5\n", "!A1"),
    "cells beside the table": Line(HEAD + "1;Alpha;5;prüfen\n2;Beta;6\n", "!D2"),
    "hidden sheets": Line(book(_sheets), holds=names("Alpha", "Beta")),
    "a text that looks like a formula": Line(HEAD + ROWS + "00004;=1+1;5\n", "!B5"),
    "blanks around an id": Line(HEAD + " 00001 ;Alpha;5\n", "!A2", lambda made: made.inputs.portfolio.ids == ("00001",)),
    "a text of more than": Line(HEAD + ROWS + f"00004;{'x' * 32_768};5\n", "!B5"),
    "any encoding": Line((HEAD + "1;Müller;5\n").encode("utf-16"), holds=names("Müller")),
}  # fmt: skip


def lines(page: Path) -> list[tuple[str, str]]:
    """Return the first and the last cell of every line of the tables of a page."""
    rows = re.findall(r"^\| (.*) \| .* \| (.*) \|$", page.read_text("utf-8"), re.MULTILINE)
    return [row for row in rows if row[1] not in ("told as", "gesagt als")]


@pytest.mark.parametrize(("said", "told"), lines(PAGES[0]), ids=lambda text: text[:40])
def test_every_line_holds(tmp_path: Path, said: str, told: str) -> None:
    (key,) = [key for key in CASES if said.startswith(key)]
    line = CASES[key]
    binary = isinstance(line.content, bytes) and line.content.startswith(b"PK")
    path = tmp_path / ("crm.xlsx" if binary else "crm.csv")
    content = line.content.encode() if isinstance(line.content, str) else line.content
    path.write_bytes(content)

    def made() -> NewResult:
        return new(
            read_table(path), language="en", profile=None, mapping=None, locale=line.locale,
            today=TODAY, load_profile=load_profile,
        )  # fmt: skip

    if told == "exit code 2":
        with pytest.raises(InputError, match=line.refused) as error:
            made()
        assert error.value.place.endswith(line.place)
        return
    result = made()
    inputs = result.inputs
    judged = assess(inputs.portfolio, inputs.policy, inputs.as_of).findings
    found = [finding for finding in (*inputs.findings, *judged) if finding.code == told]
    assert line.holds(result)
    if told != "–":
        assert found, [finding.code for finding in inputs.findings]
        assert found[0].place.endswith(line.place)


def test_every_line_has_a_case_and_both_pages_tell_the_same() -> None:
    english, german = (lines(page) for page in PAGES)
    assert len(english) == len(CASES)
    assert [told.replace("Exit-Code", "exit code") for _, told in german] == [
        told for _, told in english
    ]
