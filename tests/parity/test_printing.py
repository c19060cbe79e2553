"""How the workbook prints: a strategy sheet takes two pages of A4, and can be read."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from kamxl.actions.demo import demo
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.rules import shipped_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.schema import render
from tests.office.client import Office

pytestmark = pytest.mark.office

A4 = (595, 842)
# What is typed and computed has 9 points in the cells.
LETTERS, FEWEST = 9.0, 4.6


def said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_strategy_sheet_prints_on_two_pages_of_a4_in_letters_that_can_be_read(
    office: Office, tmp_path: Path, language: Language
) -> None:
    book = render(demo(read_table, language, load_profile).inputs, rulebook=shipped_rules())
    path, pdf = tmp_path / "book.xlsx", tmp_path / "book.pdf"
    build(book, path)
    office.convert_to_pdf(path, pdf)
    pages = said(["pdftotext", "-layout", str(pdf), "-"]).split("\f")
    names = [found[1] for page in pages if (found := re.search(r"– (.+?) {2,}\d+ / \d+", page))]
    count = Counter(names)
    plans = [sheet.name for sheet in book.sheets if sheet.key.startswith("plan ")]
    assert len(plans) == 7
    assert {name: count[name] for name in plans} == dict.fromkeys(plans, 2)
    # The checklist of seven accounts takes at most a page each, registers go on page after page.
    assert count[words.SHEETS["balance"](language)] == 1
    first = names.index(plans[0]) + 1
    size = said(["pdfinfo", "-f", str(first), "-l", str(first), str(pdf)])
    found = re.search(r"size: +([\d.]+) x ([\d.]+)", size)
    assert found is not None
    assert (round(float(found[1])), round(float(found[2]))) == A4
    xml = said(["pdftotext", "-bbox", "-f", str(first), "-l", str(first), str(pdf), "-"])
    # Boxes of words are a fifth higher than their letters.
    heights = sorted(
        float(bottom) - float(top)
        for top, bottom in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', xml)
    )
    usual = heights[len(heights) // 2] / 1.22
    assert FEWEST <= usual <= LETTERS
