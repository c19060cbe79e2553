"""Writes docs/findings.md from the catalogue: `.venv/bin/python -m tests.docs.generate`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kamxl.findings import CATALOGUE, SEVERITIES

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"

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


def _cell(phrase: str) -> str:
    return phrase.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(findings_page(), encoding="utf-8")
