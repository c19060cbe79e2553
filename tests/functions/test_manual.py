from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.kinds import kind_of
from kamxl.functions.manual import PAGES, formula, manual, page, usage
from kamxl.functions.spec import CATEGORIES
from kamxl.text import LANGUAGES, Language

DOCS = Path(__file__).parents[2] / "docs"
each = pytest.mark.parametrize("language", LANGUAGES)


@each
def test_the_manual_in_the_docs_is_fresh(language: Language) -> None:
    # If not: .venv/bin/python -m kamxl.functions [de] > docs/functions[.de].md
    assert (DOCS / PAGES[language]).read_text(encoding="utf-8") == manual(language)


@each
def test_every_function_stands_in_the_manual_once_under_its_category(language: Language) -> None:
    written = manual(language)
    for function in CATALOGUE:
        before, _, section = written.partition(f"### {function.name}\n")
        assert section
        assert f"### {function.name}\n" not in section
        headings = [line for line in before.splitlines() if line.startswith("## ")]
        assert headings[-1] == f"## {CATEGORIES[function.category](language)}"


@each
def test_a_page_names_each_argument_with_its_cells(language: Language) -> None:
    for function in CATALOGUE:
        section = page(function, language)
        for argument in function.arguments:
            assert f"| `{argument.name}` | {kind_of(argument).name(language)} |" in section


def test_each_language_is_written_by_its_own_command(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments, title in ((["en"], "# Functions in cells"), (["de"], "# Funktionen in Zellen")):
        subprocess.run([sys.executable, "-m", "kamxl.functions", *arguments], check=True)
        assert title in capfd.readouterr().out
    refused = subprocess.run([sys.executable, "-m", "kamxl.functions", "fr"], check=False)
    assert refused.returncode == 1
    assert "there are: en, de" in capfd.readouterr().err


def test_a_call_is_written_as_each_excel_wants_it() -> None:
    (share,) = (function for function in CATALOGUE if function.name == "KAM_TOP_SHARE")
    arguments = (((1.5, 2), (3, None)), 2)
    assert formula(share, arguments, "en") == '=KAM_TOP_SHARE({1.5,2;3,""}, 2)'
    assert formula(share, arguments, "de") == '=KAM_TOP_SHARE({1,5.2;3.""}; 2)'
    assert usage(share, "de") == "KAM_TOP_SHARE(amounts; k)"
