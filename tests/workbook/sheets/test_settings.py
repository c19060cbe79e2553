from __future__ import annotations

from kamxl.domain.policy import METRICS
from kamxl.domain.suggestions import PROFILE
from kamxl.text import LANGUAGES
from kamxl.workbook import words
from kamxl.workbook.sheets.settings import FIXED, LIMITS, VALUE, row_of
from tests.workbook.books import book, sheet


def test_every_setting_has_a_row_a_name_and_a_rule_or_is_free_text() -> None:
    made = book("golden", "en")
    one = sheet(made, "settings")
    ruled = {rule.area.top for rule in one.validations if rule.area.left == VALUE}
    free = {"period", "currency", *(f"icp_{key}" for key in PROFILE), *FIXED}
    for key in words.SETTINGS:
        assert made.names[f"kam_{key}"].endswith(f"!$C${row_of(key) + 1}")
        assert key in free or row_of(key) in ruled, key
    assert set(LIMITS) <= set(words.SETTINGS)


def test_what_a_person_may_not_change_is_not_yellow() -> None:
    one = sheet(book("golden", "en"), "settings")
    styles = {cell.row: cell.style for cell in one.cells if cell.column == VALUE}
    for key in words.SETTINGS:
        assert styles[row_of(key)].startswith("calc" if key in FIXED else "input"), key


def test_the_sources_to_choose_from_are_rated_and_the_metrics() -> None:
    for language in LANGUAGES:
        made = book("golden", language)
        column = [c for c in sheet(made, "settings").cells if c.column == 6]
        rows = [cell.row for cell in column if cell.content == "kam_list_source"]
        beside = {c.row: c.content for c in sheet(made, "settings").cells if c.column == 7}
        assert [beside[row] for row in rows] == [
            words.RATED_SOURCE(language),
            *(words.ACCOUNT_COLUMNS[metric](language) for metric in METRICS),
        ]
