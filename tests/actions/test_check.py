from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from kamxl.actions.check import check, failed_checks
from kamxl.cells import address
from kamxl.hosts.tables.book import read_book
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.sheets import start
from tests.office.client import Edit, Office
from tests.workbook.reading import made
from tests.workbook.reading.made import CRITERION, FIRST, RATING, TODAY, built, codes, example


def stored(path: Path, check_key: str, value: str, kind: str = "b") -> Path:
    """Return the file with another stored result of one of its checks."""
    row = start.CHECK_ROW + list(words.CHECKS).index(check_key)
    out = path.with_name("edited.xlsx")
    cell = address(row, 2)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                content, hits = re.subn(
                    rf'(<c r="{cell}"[^>]*?) t="b">(<f>.*?</f>)<v>\d</v>'.encode(),
                    rf'\1 t="{kind}">\2<v>{value}</v>'.encode(),
                    content,
                )
                assert hits == 1
            new.writestr(entry, content)
    return out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", words.CHECKS)
def test_a_check_that_is_stored_as_false_is_a_finding_at_its_line(
    tmp_path: Path, key: str, language: Language
) -> None:
    path = stored(built(example(language), tmp_path / "b.xlsx"), key, "0")
    (failed,) = failed_checks(made.judged(path))
    row = start.CHECK_ROW + list(words.CHECKS).index(key)
    assert (failed.code, failed.place) == ("X-CHECK", f"edited.xlsx!Start!B{row + 1}")
    for said in LANGUAGES:
        assert words.CHECKS[key][0](said) in failed.text(said)


def test_a_check_that_is_an_error_has_failed(tmp_path: Path) -> None:
    path = stored(built(example(), tmp_path / "b.xlsx"), "shares", "#REF!", "e")
    assert codes(failed_checks(made.judged(path))) == ["X-CHECK"]


def test_all_findings_and_failed_checks_come_gravest_first(tmp_path: Path) -> None:
    path = stored(built(example(), tmp_path / "b.xlsx"), "slots", "0")
    found = check(read_book(path), TODAY)
    assert found[0].code == "X-CHECK"
    assert sorted(codes(found)) == sorted(["X-CHECK", *codes(made.judged(path).findings)])
    order = ["error", "warning", "info"]
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=order.index)


def test_a_sound_workbook_has_no_failed_check(tmp_path: Path) -> None:
    assert failed_checks(made.judged(built(example(), tmp_path / "b.xlsx"))) == []


def test_a_file_whose_results_were_dropped_has_no_failed_check(tmp_path: Path) -> None:
    path = made.edited(built(example(), tmp_path / "b.xlsx"), lambda book: None)
    assert failed_checks(made.judged(path)) == []


def test_checks_fail_in_libreoffice_where_their_reason_is(tmp_path: Path, office: Office) -> None:
    path = built(example(), tmp_path / "b.xlsx")
    saved = tmp_path / "saved.xlsx"
    edits = [
        Edit.number("Kriterien", FIRST, CRITERION["weight"], 90),
        Edit.number("Bewertung", FIRST, RATING["k1"], 12),
        Edit.text("Kunden", FIRST + 12, 0, "Neu"),
        Edit.number("Kunden", FIRST, made.ACCOUNT["share"], 0.9),
        Edit.number("Einstellungen", *made.setting("border_b"), 9),
    ]
    office.recalculate(path, edits, save_as=saved)
    found = made.judged(saved)
    failed = {key for key, holds in found.checks.items() if holds is False}
    assert failed == {"weights", "ratings", "rows", "formulas", "shares", "settings"}
    assert codes(failed_checks(found)) == ["X-CHECK"] * 6
    assert {"W-SUM", "R-RANGE", "X-BELOW", "X-FORMULA", "X-SETTING", "A-NO-RATINGS"} <= set(
        codes(found.findings)
    )


def test_checking_writes_nothing(tmp_path: Path) -> None:
    path = built(example(), tmp_path / "b.xlsx")
    before = path.read_bytes()
    check(read_book(path), TODAY)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
