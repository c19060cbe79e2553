from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyopenvba.interpreter import Interpreter

from kamxl.hosts.addin.literals import LINE_LIMIT, SourceError, literal, source

# What fits into 16 bits and is no half of a letter that does not.
LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])


@given(st.text(LETTERS, max_size=40))
def test_vba_reads_a_literal_as_the_text_it_was(text: str) -> None:
    vba = Interpreter()
    code = f"Function Told() As String\n    Told = {literal(text)}\nEnd Function\n"
    vba.add_module(code, name="Told")
    assert vba.run("Told") == text


def test_a_quote_is_doubled_and_a_letter_outside_the_code_page_has_its_number() -> None:
    assert literal('say "5 €"') == '"say ""5 €"""'
    assert literal("a ≥ b") == '"a " & ChrW(8805) & " b"'
    assert literal("") == '""'
    assert literal("two\nlines") == '"two" & ChrW(10) & "lines"'


def test_a_long_text_is_cut_into_pieces() -> None:
    assert literal("x" * 801) == f'"{"x" * 800}" & "x"'


def test_a_letter_beyond_16_bits_is_refused() -> None:
    with pytest.raises(SourceError, match="beyond"):
        literal("😀")


def test_a_module_has_crlf() -> None:
    assert source("Option Explicit\n\nSub A()\nEnd Sub") == (
        "Option Explicit\r\n\r\nSub A()\r\nEnd Sub\r\n"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("' " + "x" * LINE_LIMIT, "characters, more than 1023"),
        ("' ≥", "not in cp1252"),
        ("f(" + " _\n1," * 25 + "2)", "more than 25 lines"),
    ],
)
def test_what_vba_cannot_hold_is_refused(text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        source(text)
