"""No label is spelled outside the words: a test reads the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kamxl.domain.duplicates import LEGAL_FORMS
from kamxl.domain.explanation import CAP
from kamxl.domain.policy import LEVELS, METRICS
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words

PACKAGE = Path(words.__file__).parents[1]
# Where German is data rather than a label (how people head their columns), and where both
# languages are arguments of a function of its own, which tests/test_findings.py looks at.
ELSEWHERE = ("intake", "findings.py")
GERMAN = re.compile(r"[äöüÄÖÜß]")


def _docstrings(tree: ast.Module) -> set[int]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def _phrases(tree: ast.Module) -> set[int]:
    """Return the strings that stand in both languages: Text(en, de), refuse(error, en, de)."""
    return {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", ""), len(node.args)) in (("Text", 2), ("refuse", 3))
        for argument in node.args
        for part in ast.walk(argument)
    }


def strings(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the strings of a module, and whether each is part of a phrase in both languages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped, phrases = _docstrings(tree), _phrases(tree)
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in skipped:
            yield text, id(node) in phrases


def test_german_stands_only_in_phrases_of_both_languages() -> None:
    strangers = [
        (str(path.relative_to(PACKAGE)), text)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ELSEWHERE
        for text, in_phrase in strings(path)
        # Forms of companies are data as well: they are cut off names, and shown to nobody.
        if GERMAN.search(text) and not in_phrase and text not in LEGAL_FORMS
    ]
    assert strangers == []


def test_no_sheet_puts_a_word_of_its_own_into_a_cell() -> None:
    worded = []
    for path in sorted((PACKAGE / "workbook").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "put":
                # *place is a row and a column, so what follows it is the content, not the style.
                given = [
                    part
                    for argument in node.args
                    for part in [argument] * (2 if isinstance(argument, ast.Starred) else 1)
                ]
                content = given[2] if len(given) > 2 else None
                if isinstance(content, ast.Constant) and isinstance(content.value, str):
                    worded.append((path.name, content.value))
                if isinstance(content, ast.JoinedStr):
                    worded += [
                        (path.name, part.value)
                        for part in content.values
                        if isinstance(part, ast.Constant)
                        and re.search(r"[^\W\d_]{2}", str(part.value))
                        and not re.fullmatch(r"ladder_|rule_", str(part.value))
                    ]
    assert worded == []


def test_nothing_is_spelled_in_one_language_by_its_host() -> None:
    # A host renders; the only words of its own are Excel's.
    labels = {
        text(language)
        for table in (words.SHEETS, words.ACCOUNT_COLUMNS, words.RATING_COLUMNS)
        for text in table.values()
        for language in LANGUAGES
    } - {"Status", "Segment", "Region", "ABC"}
    for path in sorted((PACKAGE / "hosts" / "xlsx").rglob("*.py")):
        assert {text for text, _ in strings(path)} & labels == set(), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_unique_where_they_are_looked_up(language: Language) -> None:
    for table in (
        words.SHEETS,
        words.ACCOUNT_COLUMNS,
        words.RATING_COLUMNS,
        words.CRITERIA_COLUMNS,
        *words.CHOICES.values(),
    ):
        labels = [text(language).casefold() for text in table.values()]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_is_found_in_the_headers_of_the_accounts_and_rated_is_not(
    language: Language,
) -> None:
    headers = {text(language).casefold() for text in words.ACCOUNT_COLUMNS.values()}
    assert {words.ACCOUNT_COLUMNS[metric](language).casefold() for metric in METRICS} <= headers
    assert words.RATED_SOURCE(language).casefold() not in headers


def test_labels_hold_nothing_that_a_formula_of_excel_would_trip_over() -> None:
    for table in (words.ACCOUNT_COLUMNS, words.RATING_COLUMNS):
        for text in table.values():
            for language in LANGUAGES:
                assert not re.search(r"[\[\]#'@\"\n]", text(language)), text


def test_every_level_has_a_name_and_a_meaning() -> None:
    assert set(words.CHOICES["level"]) == set(words.CHOICES["level_meaning"]) == set(LEVELS[1:])


def test_words_of_formulas_are_those_of_the_explanation() -> None:
    assert words.PHRASES["cap"] is CAP
    assert words.PHRASES["decimal"] == Text(".", ",")


def test_keys_are_english_and_legal_as_parts_of_names() -> None:
    for table in (
        words.SETTINGS,
        words.CHECKS,
        words.PHRASES,
        words.SHEETS,
        words.ACCOUNT_COLUMNS,
        words.RATING_COLUMNS,
        words.CRITERIA_COLUMNS,
        words.RANKING_COLUMNS,
    ):
        for key in table:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", key), key
