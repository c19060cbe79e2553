from __future__ import annotations

from kamxl.findings import CATALOGUE
from tests.docs.generate import PAGE, findings_page


def test_the_page_of_findings_is_fresh() -> None:
    # If not: .venv/bin/python -m tests.docs.generate
    assert PAGE.read_text(encoding="utf-8") == findings_page()


def test_every_finding_stands_on_the_page_once() -> None:
    page = findings_page()
    assert [code for code in CATALOGUE if page.count(f"| `{code}` |") != 1] == []
