from __future__ import annotations

from kamxl.domain.rulebook import TABLES
from kamxl.findings import CATALOGUE
from kamxl.hosts.xlsx.lint.rules import RULES
from kamxl.rules import shipped_rules
from tests.docs.generate import (
    LINT_PAGE,
    PAGE,
    RULES_PAGE,
    findings_page,
    lint_page,
    rules_page,
)


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


def test_the_page_of_rules_is_fresh() -> None:
    # If not: .venv/bin/python -m tests.docs.generate
    assert RULES_PAGE.read_text(encoding="utf-8") == rules_page()


def test_every_rule_stands_on_the_page_once() -> None:
    page, rules = rules_page(), shipped_rules()
    ids = [rule.id for table in TABLES for rule in getattr(rules, table)]
    assert [id_ for id_ in ids if page.count(f"| `{id_}` |") != 1] == []
