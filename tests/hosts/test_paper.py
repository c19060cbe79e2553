from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from kamxl.errors import UsageError
from kamxl.hosts.paper import BROWSERS, find, pdf
from kamxl.pages.html import html
from kamxl.pages.office import flat_text
from tests.conftest import REQUIRED
from tests.pages.test_html import document


def program(folder: Path, name: str, script: str) -> str:
    """Return a program of two lines that stands for another."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_without_any_program_one_sentence_says_what_to_install() -> None:
    with pytest.raises(UsageError, match="needs LibreOffice with Writer, Chrome, Chromium or Edge"):
        pdf(b"", b"", {}, lambda name: None)


def test_the_first_program_that_is_there_is_taken() -> None:
    assert find(("a", "b"), {"b": "/bin/b"}.get) == "/bin/b"
    assert find(("a",), {}.get) is None


def test_libreoffice_is_asked_first_and_then_the_browser(tmp_path: Path) -> None:
    made = 'for last; do :; done; printf "%%PDF-office" > "${last%.fodt}.pdf"'
    office = program(tmp_path, "soffice", made)
    browser = program(
        tmp_path, "chromium",
        'for one; do case $one in --print-to-pdf=*) '
        'printf "%%PDF-browser" > "${one#--print-to-pdf=}";; esac; done',
    )  # fmt: skip
    bare = program(tmp_path, "bare", "echo no Writer >&2; exit 1")
    both = {"soffice": office, "chromium": browser}
    assert pdf(b"text", b"page", {}, both.get) == b"%PDF-office"
    assert pdf(b"text", b"page", {}, {**both, "soffice": bare}.get) == b"%PDF-browser"
    assert pdf(b"text", b"page", {"KAMXL_SOFFICE": office}, {office: office}.get) == b"%PDF-office"
    silent = program(tmp_path, "quiet", "exit 0")
    with pytest.raises(UsageError, match=r"has it Writer\?\): no Writer; quiet: it ended with"):
        pdf(b"text", b"page", {}, {"soffice": bare, "chromium": silent}.get)


def test_a_program_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    (tmp_path / "soffice").write_bytes(b"\x00")
    there = str(tmp_path / "soffice")
    with pytest.raises(UsageError, match="cannot be started"):
        pdf(b"text", b"page", {}, {"soffice": there}.get)


def wanted(program: str | None, what: str) -> str:
    """Return a program; where it is required, its lack is a failure."""
    if program is None:
        if REQUIRED:
            pytest.fail(f"{what} is required here")
        pytest.skip(f"no {what} is there")
    return program


def test_a_browser_makes_a_pdf_with_pages() -> None:
    only = {"chromium": wanted(find(BROWSERS), "a browser")}
    made = pdf(flat_text(document()), html(document()).encode("utf-8"), {}, only.get)
    assert made.startswith(b"%PDF")
    assert len(made) > 5000


def test_writer_makes_a_pdf_that_can_be_read_out() -> None:
    wanted(shutil.which("lowriter"), "LibreOffice's Writer")
    only = {"soffice": shutil.which("soffice")}
    made = pdf(flat_text(document()), b"", {}, only.get)
    assert b"/StructTreeRoot" in made
