from __future__ import annotations

import pytest

from kamxl.actions.asking.cells import Cells, Place, Span, area_of
from kamxl.actions.asking.formula import Name, Reference, Structured, parse
from kamxl.errors import InputError
from kamxl.workbook.spec import Area
from tests.actions.asking.book import ACCOUNTS, Book

HERE = Place("Accounts", 2, 3)


@pytest.fixture
def cells() -> Cells:
    return Cells(ACCOUNTS)


def led(cells: Cells, formula: str) -> Span | None:
    node = parse(formula)
    assert isinstance(node, (Reference, Name, Structured))
    return cells.span(node, HERE)


def test_a_cell_is_named_by_sheet_and_address_or_by_a_defined_name(cells: Cells) -> None:
    assert cells.place("Accounts!D2") == Place("Accounts", 1, 3)
    assert cells.place(" accounts!$d$2 ") == Place("Accounts", 1, 3)
    assert cells.place("'Set tings'!B1") == cells.place("least") == Place("Set tings", 0, 1)
    assert Cells(Book({"Only": [[1]]})).place("A1") == Place("Only", 0, 0)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Account!A1", "no sheet “Account”; there are: Accounts, Set tings"),
        ("Accounts!A0", "“A0” is no address of a cell; write one such as Accounts!B7"),
        ("Accounts!A1:B2", "“A1:B2” is no address"),
        ("Accounts!XFE1", "“XFE1” is no address"),
        ("Accounts!", "“” is no address"),
        ("B7", "“B7” names no sheet; write Accounts!B7, or a defined name"),
        ("leest", "“leest” names no sheet"),
    ],
)
def test_what_is_no_cell_is_refused_in_one_sentence(cells: Cells, written: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        cells.place(written)
    assert said in str(refused.value)
    assert str(refused.value).startswith("book.xlsx: ")


def test_values_are_none_outside_of_what_is_used(cells: Cells) -> None:
    assert cells.value(Place("Accounts", 1, 1)) == 200
    assert cells.value(Place("Accounts", 99, 1)) is None
    assert cells.value(Place("Accounts", 1, 99)) is None


def test_a_formula_that_comes_to_nothing_is_an_empty_text_and_no_blank(cells: Cells) -> None:
    assert cells.value(Place("Accounts", 2, 3)) == ""
    assert cells.value(Place("Accounts", 2, 1)) is None


def test_references_lead_to_their_cells(cells: Cells) -> None:
    assert led(cells, "=B2:C3") == Span("Accounts", Area(1, 1, 2, 2))
    assert led(cells, "='Set tings'!B1") == led(cells, "=LEAST")
    assert led(cells, "=revenues") == Span("Accounts", Area(1, 1, 2, 1))
    assert led(cells, "=accounts[Revenue]") == Span("Accounts", Area(1, 1, 2, 1))
    assert led(cells, "=accounts[[#This Row],[revenue]:[Margin]]") == Span(
        "Accounts", Area(2, 1, 2, 2)
    )
    assert led(cells, "=[@Margin]") == Span("Accounts", Area(2, 2, 2, 2))
    assert led(cells, "=accounts[[#Headers],[Margin]]") == Span("Accounts", Area(0, 2, 0, 2))
    assert led(cells, "=accounts[[#All],[Margin]]") == Span("Accounts", Area(0, 2, 2, 2))
    assert led(cells, "=accounts[]") == Span("Accounts", Area(1, 0, 2, 3))


@pytest.mark.parametrize(
    "formula", ["=accounts[Gone]", "=other[Margin]", "=two", "=gone", "=Gone!A1"]
)
def test_what_leads_nowhere_leads_to_none(cells: Cells, formula: str) -> None:
    assert led(cells, formula) is None


def test_a_block_is_cut_to_what_is_used(cells: Cells) -> None:
    whole = Span("Accounts", Area(1, 1, 1_048_575, 1))
    assert cells.block(whole) == [[200], [None]]
    assert list(cells.places(whole)) == [Place("Accounts", 1, 1), Place("Accounts", 2, 1)]


def test_a_formula_is_read_once_and_none_where_it_cannot_be() -> None:
    cells = Cells(Book({"S": [[("=1+", 1.0), ("=A1", 1.0)]]}))
    assert cells.tree(Place("S", 0, 0)) is None
    assert cells.tree(Place("S", 0, 1)) is cells.tree(Place("S", 0, 1)) is not None
    assert cells.tree(Place("S", 5, 5)) is None


def test_the_cell_of_an_array_knows_where_its_formula_stands() -> None:
    cells = Cells(Book({"S": [[("=B1:B2", 1.0)], [2.0]]}, arrays={(0, 0): Area(0, 0, 1, 0)}))
    assert cells.array_at(Place("S", 1, 0)) == Place("S", 0, 0)
    assert cells.array_at(Place("S", 2, 0)) is None


def test_areas_are_read_in_any_form() -> None:
    assert area_of("B7") == Area(6, 1, 6, 1)
    assert area_of("$C$9:B7") == Area(6, 1, 8, 2)
    assert area_of("A:B") == Area(0, 0, 1_048_575, 1)
    assert area_of("3:3") == Area(2, 0, 2, 16_383)
    for wrong in ("", "A", "7", "A1:B", "A0", "XFE1", "A1048577", "hello", "A1:B2:C3"):
        assert area_of(wrong) is None


def test_places_and_spans_have_addresses() -> None:
    assert Place("S", 6, 1).address == "S!B7"
    assert Span("S", Area(6, 1, 6, 1)).address == "S!B7"
    assert Span("S", Area(6, 1, 8, 2)).address == "S!B7:C9"


def test_names_are_known_whatever_their_case(cells: Cells) -> None:
    assert cells.has_name("LEAST")
    assert cells.has_name("Accounts")
    assert not cells.has_name("most")
    assert list(cells.names_at(Place("Set tings", 0, 1))) == ["least"]


def test_a_row_is_counted_by_typed_texts_and_others(cells: Cells) -> None:
    assert cells.contents("Accounts", 0) == (4, 0)
    assert cells.contents("Accounts", 1) == (1, 3)
    assert cells.contents("Accounts", 9) == (0, 0)
