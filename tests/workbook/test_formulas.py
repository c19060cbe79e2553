"""A lint of every formula: what Excel 2016 and LibreOffice 7.4 compute, and nothing else."""

from __future__ import annotations

import re

import pytest

from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.formulas import compiler, quoted
from kamxl.workbook.spec import Book
from tests.workbook.books import (
    EVERY,
    KINDS,
    LITERAL,
    REFERENCE,
    bare,
    book,
    cell_formulas,
    formulas,
)

# HYPERLINK leads from a place of the ranking to the strategy sheet of whoever holds it.
ALLOWED = {
    "ABS", "AND", "AVERAGEIFS", "CHOOSE", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "DAY",
    "EDATE", "HYPERLINK",
    "EXACT", "EXP", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISNUMBER", "LARGE",
    "LEFT", "LEN", "LN", "LOOKUP", "LOWER", "MATCH", "MAX", "MEDIAN", "MID", "MIN", "MOD", "MONTH",
    "N", "NA", "NOT", "OR", "RANK", "RIGHT", "ROUND", "ROUNDUP", "ROW", "ROWS", "SEARCH",
    "SIGN", "SMALL",
    "SQRT", "SUBSTITUTE", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "SUMSQ", "TRIM", "UPPER", "YEAR",
    "_xlfn.ISFORMULA",
}  # fmt: skip
VOLATILE = {"TODAY", "NOW", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "CELL", "INFO"}
CALL = re.compile(r"([A-Za-z_][\w.]*)\(")

every = pytest.mark.parametrize(("kind", "language"), EVERY)


def depth(formula: str) -> int:
    """Return how deep its parentheses are nested; -1 when they are not balanced."""
    level = deepest = 0
    for sign in formula:
        level += (sign == "(") - (sign == ")")
        if level < 0:
            return -1
        deepest = max(deepest, level)
    return deepest if level == 0 else -1


@every
def test_formulas_use_only_functions_that_old_excel_and_libreoffice_have(
    kind: str, language: Language
) -> None:
    used = {name for _, text in formulas(book(kind, language)) for name in CALL.findall(bare(text))}
    assert used <= ALLOWED, used - ALLOWED
    assert not ALLOWED & VOLATILE
    assert "TEXT" not in ALLOWED


def test_the_list_of_allowed_functions_holds_nothing_that_no_formula_uses() -> None:
    used = {
        name
        for kind in KINDS
        for _, text in formulas(book(kind, "en"))
        for name in CALL.findall(bare(text))
    }
    assert used == ALLOWED


@every
def test_formulas_hold_no_path_and_no_other_workbook(kind: str, language: Language) -> None:
    wrong = [
        (place, text)
        for place, text in formulas(book(kind, language))
        if "[" in bare(text) or ":\\" in text or "//" in text or "#REF!" in text
    ]
    assert wrong == []


@every
def test_formulas_stay_within_the_limits_of_excel(kind: str, language: Language) -> None:
    for place, text in formulas(book(kind, language)):
        assert len(text) <= 8192, place
        assert text.startswith("="), place
        assert 0 <= depth(bare(text)) <= 64, place
        literals = LITERAL.findall(text)
        assert max(map(len, literals), default=0) <= 255 + 2, place
        assert text.count('"') == sum(literal.count('"') for literal in literals), place


@every
def test_conditions_and_rules_stay_within_the_limits_of_their_dialogs(
    kind: str, language: Language
) -> None:
    # Excel refuses structured references in conditional formats and in validations, and what is
    # longer than 255 characters in a validation.
    for one in book(kind, language).sheets:
        for conditional in one.conditionals:
            assert not REFERENCE.search(conditional.formula), conditional
            assert "!" not in LITERAL.sub("", conditional.formula), conditional
        for rule in one.validations:
            assert not REFERENCE.search(rule.source), rule
            assert len(rule.source) <= 255, rule


def keyed(text: str, language: Language) -> str:
    """Return a formula with labels of columns and names of sheets turned back into keys."""
    columns = {
        "accounts": {label(language): key for key, label in words.ACCOUNT_COLUMNS.items()},
        "ratings": {label(language): key for key, label in words.RATING_COLUMNS.items()},
        "strength": {label(language): key for key, label in words.STRENGTH_COLUMNS.items()},
    }

    def column(match: re.Match[str]) -> str:
        table, inner = match.groups()
        if not inner:
            return match.group()
        if not inner.startswith("["):
            return f"{table}<{columns[table][inner]}>"
        parts = re.findall(r"\[([^\]]*)\]([,:]?)", inner)
        keys = [
            (part if part == "#This Row" else columns[table][part]) + sign for part, sign in parts
        ]
        return f"{table}<{''.join(keys)}>"

    text = REFERENCE.sub(column, text)
    for key, name in words.SHEETS.items():
        text = re.sub(rf"(?<![\w']){re.escape(quoted(name(language)))}!", f"<{key}>", text)
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_hold_the_same_formulas_once_labels_are_keys(kind: str) -> None:
    english, german = (
        [(place, keyed(text, language)) for place, text in formulas(book(kind, language))]
        for language in LANGUAGES
    )
    # A list of findings marks its severities by their words, which stand in the same column.
    told_apart = [pair for pair in zip(english, german, strict=True) if pair[0] != pair[1]]
    assert [pair for pair in told_apart if not pair[0][0].startswith("findings")] == []


@every
def test_no_word_of_a_language_stands_in_a_formula(kind: str, language: Language) -> None:
    worded = {
        literal
        for _, text in cell_formulas(book(kind, language))
        for literal in LITERAL.findall(text)
        if re.search(r"[^\W\d_]{2}", literal)
    }
    assert worded == {'"ABCD"'}


def used_names(made: Book) -> set[str]:
    return {
        name
        for _, text in formulas(made)
        for name in re.findall(r"\bkam_\w+", LITERAL.sub("", text))
    }


@every
def test_every_name_that_a_formula_speaks_is_defined(kind: str, language: Language) -> None:
    made = book(kind, language)
    assert used_names(made) <= set(made.names)


def test_a_column_whose_label_has_special_characters_is_escaped() -> None:
    translate = compiler(
        {"accounts": {"a": "Won't [x] #1 @", "b": "B"}, "ratings": {"c": "C"}}, {"s": "My sheet"}
    )
    assert translate("=accounts[@a]") == "=accounts[[#This Row],[Won''t '[x'] '#1 '@]]"
    assert translate("=SUM(accounts[a:b])+ROWS(accounts[])") == (
        "=SUM(accounts[[Won''t '[x'] '#1 '@]:[B]])+ROWS(accounts[])"
    )
    assert translate("=<s>$A$1+ratings[c]") == "='My sheet'!$A$1+ratings[C]"
