from __future__ import annotations

from kamxl.findings import CATALOGUE
from kamxl.hosts.xlsx.lint.rules import RULES
from tests.docs.generate import LINT_PAGE, PAGE, findings_page, lint_page


def test_the_page_of_findings_is_fresh() -> None:
    # If not: .venv/bin/python -m tests.docs.generate
    assert PAGE.read_text(encoding="utf-8") == findings_page()


def test_every_finding_stands_on_the_page_once() -> None:
    page = findings_page()
    assert [code for code in CATALOGUE if page.count(f"| `{code}` |") != 1] == []


def test_the_page_of_the_lint_is_fresh_and_has_every_rule_once() -> None:
    page = lint_page()
    assert LINT_PAGE.read_text(encoding="utf-8") == page
    assert [code for code in RULES if page.count(f"| `{code}` |") != 1] == []
