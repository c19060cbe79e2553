from __future__ import annotations

import datetime as dt
import math

import pytest

from kamxl.pages.document import Column, Kind, Table, Value, clean, said


@pytest.mark.parametrize(
    ("value", "kind", "english", "german"),
    [
        (1234567.5, "money", "1,234,568", "1.234.568"),
        (-1200.0, "money", "−1,200", "−1.200"),
        (0.125, "percent", "12.5 %", "12,5 %"),
        (8.03, "score", "8.03", "8,03"),
        (0.1960069, "index", "0.1960", "0,1960"),
        (0.7, "change", "+0.70", "+0,70"),
        (-0.7, "change", "−0.70", "−0,70"),
        (12.0, "whole", "12", "12"),
        (math.inf, "decimal", "without end", "ohne Ende"),
        (dt.date(2026, 1, 31), "day", "2026-01-31", "31.01.2026"),
        (None, "score", "–", "–"),
        ("", "text", "–", "–"),
    ],
)
def test_values_are_written_as_in_the_language(
    value: Value, kind: Kind, english: str, german: str
) -> None:
    assert (said(value, kind, "en"), said(value, kind, "de")) == (english, german)


def test_what_no_reader_can_take_becomes_a_blank() -> None:
    assert clean("a\x00b\x1fc\ud800d\uffffe") == "a b c d e"


def test_a_row_may_have_a_kind_of_its_own() -> None:
    table = Table("", (Column("a", "text"), Column("b", "money")), [("x", 0.5)], kinds=["percent"])
    assert (table.kind(0, 0), table.kind(0, 1)) == ("text", "percent")
    assert table.tone(0) == ""
