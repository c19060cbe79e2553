from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.actions.asking.formula import (
    Call,
    Literal,
    Name,
    Node,
    Operation,
    Reference,
    Rows,
    Structured,
    Unreadable,
    children,
    everything,
    parse,
)
from kamxl.cells import CellError
from kamxl.hosts.tables.book import read_book

TEMPLATES = sorted((Path(__file__).parents[3] / "workbook_templates").glob("*.xlsx"))
A, B, C = (Reference("", letter + "1") for letter in "ABC")


@pytest.mark.parametrize(
    ("formula", "tree"),
    [
        ("=A1", A),
        ("=$A$1:B2", Reference("", "$A$1:B2")),
        ("=C:C", Reference("", "C:C")),
        ("='It''s mine'!A1", Reference("It's mine", "A1")),
        ("=Sheet1!rate", Name("rate")),
        ("=12.5%", Operation("%", (Literal(12.5),))),
        ('="say ""hi"""', Literal('say "hi"')),
        ("=#N/A", Literal(CellError.NA)),
        ("=Sheet1!#REF!", Literal(CellError.REF)),
        ("=TRUE", Literal(True)),
        ('={1,-2;"a",FALSE}', Rows(((1.0, -2.0), ("a", False)))),
        ("=A1+B1*C1", Operation("+", (A, Operation("*", (B, C))))),
        ("=A1-B1-C1", Operation("-", (Operation("-", (A, B)), C))),
        ("=-A1^B1", Operation("^", (Operation("-", (A,)), B))),
        ("=(A1+B1)*C1", Operation("*", (Operation("+", (A, B)), C))),
        ("=A1&B1<>C1", Operation("<>", (Operation("&", (A, B)), C))),
        ("=IF(A1,,B1)", Call("IF", (A, None, B))),
        ("=_xlfn.IFNA(A1,B1)", Call("IFNA", (A, B))),
        ("=PI()", Call("PI", ())),
        ("=t[Revenue]", Structured("t", ("Revenue", "Revenue"), False, "")),
        ("=t[[#This Row],[A]:[B]]", Structured("t", ("A", "B"), True, "")),
        ("=t[@Revenue]", Structured("t", ("Revenue", "Revenue"), True, "")),
        ("=t[@[A b]]", Structured("t", ("A b", "A b"), True, "")),
        ("=t[[#Headers],[A]]", Structured("t", ("A", "A"), False, "#headers")),
        ("=t[]", Structured("t", ("", ""), False, "")),
        ("=t[It''s '[x']]", Structured("t", ("It's [x]", "It's [x]"), False, "")),
    ],
)
def test_a_formula_becomes_its_tree(formula: str, tree: Node) -> None:
    assert parse(formula) == tree


@pytest.mark.parametrize(
    "formula",
    ["=", "=A1+", "=IF(A1", "=(A1", "=A1 B1", "={1,", "=t[[A],[B],[C]]", "=Sheet1!+", "=IF(A1;B1)",
     "={A1}", "=§", "=" + "(" * 5000],
)  # fmt: skip
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(Unreadable):
        parse(formula)


@given(st.text(alphabet="=ABC19$:!'\"(){},;+-*/^&<>%#[]@ .", max_size=25))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert list(everything(parse(text)))


def test_a_tree_is_walked_in_reading_order() -> None:
    tree = parse("=IF(A1>B1,C1,)")
    assert [node for node in everything(tree) if isinstance(node, Reference)] == [A, B, C]
    assert children(tree) == (parse("=A1>B1"), C)
    assert children(A) == ()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_formula_of_our_workbooks_can_be_read(path: Path) -> None:
    book = read_book(path)
    texts = {text for sheet in book.sheets() for text in book.texts(sheet).values()}
    assert len(texts) > 1000
    for text in texts:
        parse(text)
