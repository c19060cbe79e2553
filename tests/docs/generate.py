"""Writes docs/findings.md and docs/lint.md: `.venv/bin/python -m tests.docs.generate`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kamxl.findings import CATALOGUE, SEVERITIES
from kamxl.hosts.xlsx.lint.rules import FAMILIES as PLACES
from kamxl.hosts.xlsx.lint.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
LINT_PAGE = PAGE.with_name("lint.md")

FAMILIES = {
    "W": "Weights and criteria",
    "R": "Ratings",
    "S": "Scores",
    "G": "Gates",
    "T": "Tiers",
    "E": "Explanation and changes",
    "M": "Matrix",
    "A": "Accounts",
    "C": "Concentration",
    "P": "Plans",
    "X": "The workbook",
    "I": "What came in",
}
HEAD = """\
<!-- Made by `.venv/bin/python -m tests.docs.generate`; a test keeps it fresh. -->

# Findings

Everything that kamxl says about your data: each with a code that stays the same over languages and
versions, a severity, a place (`file!sheet!cell`) and a remedy. They are collected, never only the
first; `kamxl check` lists them all, the sheet *Findings* those of the last writing.

- **error**: figures cannot be trusted before it is mended; `kamxl run` and `kamxl check` end with 1
- **warning**: right, but somebody should act; however grave, it does not change the exit code
- **info**: good to know

`{…}` stands for what is filled in.
"""


def findings_page() -> str:
    """Return the page: one table a family, in the order of the catalogue."""
    return HEAD + "".join(_family(letter, title) for letter, title in FAMILIES.items())


def _family(letter: str, title: str) -> str:
    lines = "".join(_rows(letter))
    return (
        f"\n## {title}\n\n| code | severity | it says | what to do | auf Deutsch |\n"
        f"|---|---|---|---|---|\n{lines}"
    )


def _rows(letter: str) -> Iterator[str]:
    for code, kind in CATALOGUE.items():
        if code.partition("-")[0] == letter:
            assert kind.severity in SEVERITIES
            german = f"{kind.text.de} *{kind.remedy.de}*"
            yield (
                f"| `{code}` | {kind.severity} | {_cell(kind.text.en)} | {_cell(kind.remedy.en)} | "
                f"{_cell(german)} |\n"
            )


LINT_HEAD = """\
<!-- Made by `.venv/bin/python -m tests.docs.generate`; a test keeps it fresh. -->

# Faults of a file

What `kamxl check --file FILE` tells about any `.xlsx` or `.xlsm`: everything known for which Excel
repairs a workbook or refuses it. Each has a code, a part of the package and a place in it (a cell
if there is one); of one rule at most 50 are told in one part. `{what}` stands for what is put in.
"""


def lint_page() -> str:
    """Return the page of the lint: one table a family of rules."""
    return LINT_HEAD + "".join(
        f"\n## {title.en}\n\n| code | it says | auf Deutsch |\n|---|---|---|\n"
        + "".join(
            f"| `{code}` | {_cell(rule.en)} | {_cell(rule.de)} |\n"
            for code, rule in RULES.items()
            if code.partition("-")[0] == family
        )
        for family, title in PLACES.items()
    )


def _cell(phrase: str) -> str:
    return phrase.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(findings_page(), encoding="utf-8")
    LINT_PAGE.write_text(lint_page(), encoding="utf-8")
