"""A table of the judgement for a CRM: one line an account, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
import re

from kamxl.actions.reporting import ranking
from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import tier_name
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.policy import LEVELS
from kamxl.text import Language
from kamxl.workbook import words

# The header; keys and never labels, so that an import is set up once for both languages.
COLUMNS = (
    "id", "name", "score", "coverage", "rank", "tier", "quadrant", "level", "warnings", "reason",
    "as_of", "strength", "strength_source",
)  # fmt: skip
# What makes a spreadsheet take a text for a formula, now or once it is saved and opened again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def crm_csv(result: Assessment, language: Language) -> str:
    """Return all accounts in the order of the ranking as CSV, unscored ones last.

    For de `;` and a decimal comma, for en `,` and a point; days are 2026-01-31. Score on the
    workbook's scale with 2 decimals, as strength, which is a ratio with 3 in the mode `relative`;
    coverage as a fraction with 4; what does not exist is blank.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "de" else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for account in ranking(result):
        writer.writerow(_line(result, account, language))
    return text.getvalue()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; negative numbers stay as they are."""
    if text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def _line(result: Assessment, account: int, language: Language) -> list[str]:
    portfolio, level = result.portfolio, LEVELS[result.level[account]]
    quadrant, source = int(result.quadrant[account]), result.strength_from(account)
    places = 3 if result.policy.strength_mode == "relative" else 2
    warnings = [
        *([words.CHOICES["level_meaning"][level](language)] if level != "none" else []),
        *([words.PHRASES["endangered"](language)] if result.endangered[account] else []),
    ]
    return [
        harmless(portfolio.ids[account]),
        harmless(portfolio.names[account]),
        _number(result.score[account], 2, language),
        _number(result.coverage[account], 4, language),
        str(result.rank[account] or ""),
        tier_name(int(result.tier[account])) or "",
        words.CHOICES["quadrant"][QUADRANTS[quadrant - 1]](language) if quadrant else "",
        words.CHOICES["level"][level](language) if level != "none" else "",
        ", ".join(warnings),
        harmless(result.reason(account, language)),
        result.today.isoformat(),
        _number(result.strength[account], places, language),
        words.CHOICES["strength_source"][source](language) if source else "",
    ]


def _number(value: float, decimals: int, language: Language) -> str:
    if math.isnan(value):
        return ""
    plain = f"{value:.{decimals}f}"
    return plain.replace(".", ",") if language == "de" else plain
