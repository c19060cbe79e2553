import pytest

from kamxl.errors import InputError
from kamxl.intake.mapping import Column, Mapping

FOUND = Mapping("invoices", 3, (Column("id", "Kunden-Nr.", 0), Column("revenue", "Erlöse", 4)))


def test_a_mapping_comes_back_from_its_json() -> None:
    assert Mapping.from_json(FOUND.to_json()) == FOUND


def test_a_mapping_says_its_headers_as_they_are_given_on_the_command_line() -> None:
    assert FOUND.headers == {"id": "Kunden-Nr.", "revenue": "Erlöse"}
    assert FOUND.column("name") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "x", "columns": {}, "header_row": 0}'])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a mapping"):
        Mapping.from_json(text)
