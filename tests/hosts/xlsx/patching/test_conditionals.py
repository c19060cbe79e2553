"""Conditional formats and rules of kamxl's own sheets are known again, whoever saved them last."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.conditionals import formats_of
from kamxl.hosts.xlsx.patching.drawings import charts_of
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.rules import rules_of
from kamxl.hosts.xlsx.patching.workbook import Workbook
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.changing import BookPatch, SheetPatch
from kamxl.workbook.spec import Book
from tests.hosts.xlsx.patching import corpus
from tests.office.client import Office
from tests.workbook.books import book


def same(made: Book) -> BookPatch:
    """Return a change in which every sheet gets the rules and charts that it has."""
    patches = [SheetPatch(one.name, structure=one, former=one) for one in made.sheets]
    return BookPatch(patches, language=made.language)


def counts(content: bytes) -> dict[str, tuple[int, int, int]]:
    """Return how many rules, conditional formats and charts each sheet has."""
    package = Package(content, "book.xlsx")
    found = {}
    for entry in Workbook(package).sheets:
        root = corpus.sheet(content, entry.name).root
        charts = len(charts_of(package, entry.part))
        found[entry.name] = (len(rules_of(root)), len(formats_of(root)), charts)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_that_get_what_they_have_keep_their_bytes(language: Language) -> None:
    made = book("golden", language)
    before = built(made)
    assert carried(before, same(made), "book.xlsx") is before


def test_after_libreoffice_saved_nothing_comes_twice(office: Office, tmp_path: Path) -> None:
    made = book("golden", "en")
    path = tmp_path / "book.xlsx"
    path.write_bytes(built(made))
    saved = office.resave(path, tmp_path / "saved.xlsx").read_bytes()
    after = carried(saved, same(made), "book.xlsx")
    assert counts(after) == counts(saved)
    assert carried(after, same(made), "book.xlsx") == after
