"""The workbook as a whole: names, tables, rules for typing, protection, printing, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import walk_packages

import pytest

import kamxl.workbook
from kamxl import __version__
from kamxl.domain import explanation
from kamxl.domain.buying import DEFAULT_FACTORS
from kamxl.domain.portfolio import TEXT_COLUMNS
from kamxl.findings import Finding
from kamxl.profiles import load_profile
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.schema import SCHEMA_VERSION
from kamxl.workbook.sheets import disclosure
from kamxl.workbook.spec import Link
from tests.workbook.books import EVERY, book, sheet

every = pytest.mark.parametrize(("kind", "language"), EVERY)
TYPED_SHEETS = {"accounts", "criteria", "weights", "ratings", "strength", "settings", "periods"}
# Protected, but for the cells in which people choose what is shown.
CHOOSING_SHEETS = {"explanation", "disclosure", "stress"}
PLACE = re.compile(r"('(?:[^']|'')+'|[^\W\d]\w*)!\$([A-Z]{1,3})\$(\d+)(?::\$([A-Z]{1,3})\$(\d+))?")


@every
def test_the_sheets_stand_in_the_order_of_the_process(kind: str, language: Language) -> None:
    made = book(kind, language)
    assert [one.key for one in made.sheets] == list(words.SHEETS)
    assert [one.name for one in made.sheets] == [name(language) for name in words.SHEETS.values()]


@every
def test_sheet_names_are_legal(kind: str, language: Language) -> None:
    names = [one.name for one in book(kind, language).sheets]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[:\\/?*\[\]]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


@every
def test_every_defined_name_is_legal_and_points_into_the_book(
    kind: str, language: Language
) -> None:
    made = book(kind, language)
    sheets = {one.name for one in made.sheets}
    tables = {table.name for one in made.sheets for table in one.tables}
    assert len({name.casefold() for name in made.names}) == len(made.names)
    for name, reference in made.names.items():
        assert re.fullmatch(r"kam_[a-z0-9_]+", name), name
        assert len(name) <= 255
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name), name
        assert name not in tables
        where = PLACE.fullmatch(reference)
        assert where is not None, reference
        assert where[1].strip("'").replace("''", "'") in sheets
        assert 1 <= int(where[3]) <= 1_048_576
        if where[5]:
            assert int(where[3]) <= int(where[5]) <= 1_048_576, reference


def test_names_do_not_follow_the_language() -> None:
    assert set(book("golden", "en").names) == set(book("golden", "de").names)


def test_every_check_and_every_setting_has_a_name() -> None:
    names = book("golden", "en").names
    assert {f"kam_check_{key}" for key in words.CHECKS} | {"kam_check_all"} <= set(names)
    assert {f"kam_{key}" for key in words.SETTINGS} <= set(names)


@every
def test_headers_of_tables_are_unique_texts_on_one_line(kind: str, language: Language) -> None:
    for one in book(kind, language).sheets:
        for table in one.tables:
            labels = [column.label for column in table.columns]
            assert len({label.casefold() for label in labels}) == len(labels), table.name
            for label in labels:
                assert isinstance(label, str)
                assert 0 < len(label) <= 255
                assert label == label.strip()
                assert not re.search(r"[\n\t]|^[=+@-]", label)


@every
def test_tables_have_as_many_values_as_rows_and_nothing_else_stands_in_them(
    kind: str, language: Language
) -> None:
    for one in book(kind, language).sheets:
        for table in one.tables:
            assert table.rows >= 1
            assert {len(column.values) for column in table.columns} == {table.rows}
            inside = [
                cell
                for cell in one.cells
                if table.row <= cell.row <= table.row + table.rows
                and table.column <= cell.column < table.column + len(table.columns)
            ]
            assert inside == []
            # Nothing stands below, or the table could not grow.
            assert max((cell.row for cell in one.cells), default=0) < table.row + table.rows


@every
def test_no_cell_is_written_twice(kind: str, language: Language) -> None:
    for one in book(kind, language).sheets:
        places = [(cell.row, cell.column) for cell in one.cells]
        assert len(set(places)) == len(places), one.key


@every
def test_rules_for_typing_fit_into_excels_boxes(kind: str, language: Language) -> None:
    for one in book(kind, language).sheets:
        for rule in one.validations:
            assert len(rule.title) <= 32, rule
            assert len(rule.message) <= 255, rule
            assert len(rule.error) <= 255, rule
            if rule.kind == "list" and not rule.source.startswith("="):
                assert len(rule.source) <= 255, rule
            assert one.key in TYPED_SHEETS | CHOOSING_SHEETS


@every
def test_every_cell_that_people_type_into_may_be_unlocked_and_has_a_rule_or_is_a_text(
    kind: str, language: Language
) -> None:
    del kind
    made = book("golden", language)
    for key in ("accounts", "ratings", "strength"):
        one = sheet(made, key)
        ruled = {
            column
            for rule in one.validations
            for column in range(rule.area.left, rule.area.right + 1)
        }
        free = {"name", *TEXT_COLUMNS} - set(words.CHOICES)
        for place, column in enumerate(one.tables[0].columns):
            if not column.formula and column.key not in free:
                assert place in ruled, column.key


@every
def test_charts_are_described_for_those_who_do_not_see_them(kind: str, language: Language) -> None:
    charts = [chart for one in book(kind, language).sheets for chart in one.charts]
    assert len(charts) >= 4
    assert all(len(chart.description) > 40 and chart.title for chart in charts)


@every
def test_sheets_that_only_show_results_are_protected_and_those_for_typing_are_not(
    kind: str, language: Language
) -> None:
    made = book(kind, language)
    assert {one.key for one in made.sheets if not one.protected} == TYPED_SHEETS
    for one in made.sheets:
        typed = [cell for cell in one.cells if cell.style.startswith("input")]
        expected = one.key in ("criteria", "weights", "strength", "settings", *CHOOSING_SHEETS)
        assert bool(typed) == expected, one.key


@every
def test_every_sheet_has_an_area_to_print_and_long_ones_repeat_their_header(
    kind: str, language: Language
) -> None:
    for one in book(kind, language).sheets:
        assert one.page.area is not None, one.key
        long = not one.page.one_page and one.key != "settings"
        assert (one.page.repeat is not None) == long, one.key
        if one.page.repeat is not None and one.freeze is not None and one.freeze[0]:
            assert one.page.repeat[1] == one.freeze[0] - 1, one.key


@every
def test_the_properties_tell_product_schema_and_language(kind: str, language: Language) -> None:
    assert book(kind, language).properties == {
        "kamxl_version": __version__,
        "kamxl_schema": str(SCHEMA_VERSION),
        "kamxl_language": language,
    }


# ---------------------------------------------------------------- every label is a Text


def _texts(thing: object, depth: int = 6) -> Iterator[Text]:
    if isinstance(thing, Text):
        yield thing
    elif depth and isinstance(thing, Mapping):
        for value in thing.values():
            yield from _texts(value, depth - 1)
    elif depth and isinstance(thing, Sequence) and not isinstance(thing, str):
        for value in thing:
            yield from _texts(value, depth - 1)


def labels(language: Language) -> set[str]:
    """Return every phrase that the modules of the workbook and the profile know."""
    modules = [
        import_module(found.name)
        for found in walk_packages(kamxl.workbook.__path__, "kamxl.workbook.")
    ]
    found = {
        text(language)
        for module in (*modules, explanation)
        for name, thing in vars(module).items()
        if name.isupper()
        for text in _texts(thing)
    }
    for criterion in load_profile("standard").criteria:
        phrases = (criterion.name, criterion.description, *criterion.anchors)
        found |= {text(language) for text in phrases if text}
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_label_of_the_empty_book_is_a_phrase_in_both_languages(language: Language) -> None:
    made, known = book("empty", language), labels(language)
    keys = {*words.SETTINGS, *made.names, "standard", "en", "de", "EUR", ">=", ">", *"ABCDNXYZ"}
    for criterion in load_profile("standard").criteria:
        keys.add(criterion.key)
    for place, factor in enumerate(DEFAULT_FACTORS, start=1):
        keys |= {f"F{place}", factor.name(language)}
        keys |= {anchor(language) for anchor in factor.anchors if anchor}
    # The notes are drafted in both languages, whatever the workbook's.
    keys |= {text for phrase in disclosure.WORDS.values() for text in (phrase.en, phrase.de)}
    found = Finding("W-SUM", {"total": Text.same("0")})
    known |= {found.text(language)}

    def is_known(text: str) -> bool:
        composed = any(text.startswith((f"{phrase} ", f"{phrase}:")) for phrase in known)
        rule = re.fullmatch(r"(ladder|rule|manager)_[a-z0-9_]+", text)
        return text in known or text in keys or composed or rule is not None

    strangers = []
    for one in made.sheets:
        if one.key == "findings":
            continue  # its sentences have a test of their own
        contents = [cell.content for cell in one.cells]
        contents += [content for _, content, _ in one.merges]
        contents += [column.label for table in one.tables for column in table.columns]
        contents += [chart.title for chart in one.charts]
        contents += [chart.description for chart in one.charts]
        contents += [chart.x_title for chart in one.charts]
        contents += [
            series.name
            for chart in one.charts
            for series in chart.series
            if chart.legend and not series.name.startswith(("=", "line_"))
        ]
        for rule in one.validations:
            contents += [rule.error]
        for content in contents:
            text = content.text if isinstance(content, Link) else content
            if isinstance(text, str) and re.search(r"[^\W\d_]", text) and not is_known(text):
                strangers.append((one.key, text))
    assert strangers == []
