from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.errors import InputError
from kamxl.hosts.tables.csv import decoded, read_csv, vote
from kamxl.limits import FIELD_CHARACTERS

ROWS = [["Kunde", "Umsätze"], ["Müller", "1.234,56"]]


def rows(content: bytes) -> list[list[object]]:
    return [list(row) for row in read_csv(content, "crm.csv", "crm").rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_common_encoding_is_read(encoding: str) -> None:
    assert rows("Kunde;Umsätze\nMüller;1.234,56\n".encode(encoding)) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_every_delimiter_and_line_end_is_read(delimiter: str, end: str) -> None:
    text = f"Kunde{delimiter}Umsätze{end}Müller{delimiter}1.234,56{end}"
    assert rows(text.encode()) == ROWS


def test_decimal_commas_do_not_outvote_semicolons() -> None:
    assert vote("1,5;2,5;3,5\n4,5;5,5;6,5\n") == ";"
    assert vote("a,b\n1;2,3\n") == ","


def test_a_declared_separator_counts_and_its_line_is_no_row() -> None:
    table = read_csv(b"sep=|\r\na;b|c\r\n1;2|3\r\n", "crm.csv", "crm")
    assert [list(row) for row in table.rows] == [["a;b", "c"], ["1;2", "3"]]
    assert table.place(0, 0) == "crm.csv!crm!A1"


def test_quoted_fields_hold_delimiters_and_line_ends() -> None:
    assert rows(b'a;"b;\nc"\n1;"say ""x"""\n') == [["a", "b;\nc"], ["1", 'say "x"']]


def test_empty_fields_and_lines_keep_their_place() -> None:
    assert rows(b"a;;c\n\n;2;\n") == [["a", None, "c"], [], [None, "2", None]]


def test_a_long_text_is_read_and_a_longer_one_refused() -> None:
    before = csv.field_size_limit()
    long = "x" * 500_000
    assert rows(f"a;b\n{long};1\n".encode())[1] == [long, "1"]
    with pytest.raises(InputError, match=r"crm.csv: line 2 cannot be read"):
        rows(f"a;b\n{'x' * (FIELD_CHARACTERS + 1)};1\n".encode())
    assert csv.field_size_limit() == before


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line() -> None:
    with pytest.raises(InputError, match="opened in line 3 is never closed"):
        rows(b'a;b\n1;2\n3;"4\n5;6\n7;8\n')


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InputError, match="not text"):
        rows(b"a;b\n\x00\x01;2\n")
    with pytest.raises(InputError, match="line 2 is neither UTF-8 nor Windows"):
        rows(b"a;b\n\x81;2\n")


GERMAN = "ID;Firma\n1;Müller & Söhne\n2;Größe Äpfel Übung\n3;Café Zürich\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("cp1252", "Windows (cp1252)"),
        ("cp850", "DOS (cp850)"),
        ("mac_roman", "Macintosh (Mac Roman)"),
    ],
)
def test_the_encoding_is_found_and_said(encoding: str, said: str) -> None:
    table = read_csv(GERMAN.encode(encoding), "crm.csv", "crm")
    assert (table.encoding, table.delimiter) == (said, ";")
    assert table.rows[2] == ["2", "Größe Äpfel Übung"]


@given(st.text("abcdefgh äöüßÄÖÜé,;", min_size=1, max_size=60))
def test_windows_text_is_never_taken_for_another_encoding(text: str) -> None:
    content = f"id;name\n1;Müller {text.replace(';', '')}\n".encode("cp1252")
    assert decoded(content, "crm.csv")[1] == "cp1252"


CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_a_program_quotes_comes_back(cells: list[tuple[str, str]]) -> None:
    quoted = [";".join('"' + c.replace('"', '""') + '"' for c in row) for row in cells]
    text = "sep=;\n" + "\n".join(quoted) + "\n"
    assert rows(text.encode("utf-8-sig")) == [list(row) for row in cells]
