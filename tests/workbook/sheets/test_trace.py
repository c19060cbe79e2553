"""The sheet of the trace: every rule with its value and threshold, followed in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.sheets.trace import COUNT, FIRST
from kamxl.workbook.spec import Link
from tests.office.client import Office
from tests.parity.editing import named, sheet_of, typed
from tests.workbook.books import book


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_threshold_typed_in_the_settings_decides_whether_its_rule_is_reached(
    office: Office, tmp_path: Path, language: Language
) -> None:
    made = book("golden", language)
    build(made, tmp_path / "book.xlsx")
    sheet, row, column = named(made, "kam_ladder_threshold")
    # The largest has 35 %: high from 35 % on is reached, from 36 % on it is not.
    after = office.recalculate(
        tmp_path / "book.xlsx", [typed(sheet, row + 2, column, 0.36)], formulas=False
    )
    shown = after[sheet_of(made, "trace").name]
    assert shown.value(FIRST + 2, 2) == pytest.approx(0.35)
    assert shown.value(FIRST + 2, 4) == 0.36
    yes, no = ("yes", "no") if language == "en" else ("ja", "nein")
    reached = [shown.value(FIRST + n, 5) for n in range(4)]
    # 35 % is a notice and a warning, no longer high, and not more than 50 %.
    assert reached == [yes, yes, no, no]


def test_every_rule_and_figure_leads_to_cells_that_are_there() -> None:
    made = book("golden", "de")
    names = {one.name for one in made.sheets}
    links = [c.content for c in sheet_of(made, "trace").cells if isinstance(c.content, Link)]
    assert len(links) > 2 * COUNT
    assert {link.target.rpartition("!")[0].strip("'") for link in links} <= names
