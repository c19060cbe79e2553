from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from kamxl.hosts.xlsx.naming import beside, cut, flaw_of, spellings


def test_a_name_that_fits_is_kept() -> None:
    assert beside(Path("a/Mappe für uns.xlsx"), ".~", "#") == Path("a/.~Mappe für uns.xlsx#")
    assert cut("x" * 250, 5) == "x" * 250


def test_a_name_that_does_not_fit_is_cut_and_told_from_others() -> None:
    one, other = cut("x" * 250 + "1", 6), cut("x" * 250 + "2", 6)
    assert len(one) == len(other) == 255 - 6
    assert one != other
    # 125 letters of two bytes each; no letter is cut in half.
    umlauts = cut("ü" * 125, 20)
    assert len(umlauts.encode()) <= 255 - 20
    assert set(umlauts.partition("~")[0]) == {"ü"}


def test_umlauts_are_spelled_as_each_system_does() -> None:
    apart = unicodedata.normalize("NFD", "Käufer.xlsx")
    assert spellings("Käufer.xlsx") == ("Käufer.xlsx", apart)
    assert spellings(apart) == (apart, "Käufer.xlsx")
    assert spellings("book.xlsx") == ("book.xlsx",)


@pytest.mark.parametrize("name", ["CON.xlsx", "nul.xlsx", "aux .xlsx", "com1.de.xlsx", "LPT9.csv"])
def test_devices_of_windows_are_no_names_anywhere(name: str) -> None:
    assert "Windows keeps this name to itself" in flaw_of(name, windows=False)


@pytest.mark.parametrize("name", ["console.xlsx", "com.xlsx", "nullserie.xlsx", "com12.xlsx"])
def test_names_that_only_begin_like_devices_are_fine(name: str) -> None:
    assert flaw_of(name, windows=True) == ""


def test_marks_that_windows_forbids_are_told_there() -> None:
    assert flaw_of("a:b.xlsx", windows=False) == ""
    assert "takes no ':'" in flaw_of("a:b.xlsx", windows=True)
    assert "blank or point at the end" in flaw_of("a.xlsx.", windows=True)
    assert flaw_of("Käufer & Söhne (2025).xlsx", windows=True) == ""
    assert "longer" in flaw_of("ü" * 130, windows=False)
