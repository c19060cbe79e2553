"""What people type, and nothing else: all that a workbook is rendered from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Finding
from kamxl.text import Language


@dataclass(frozen=True, slots=True)
class Inputs:
    """Accounts and policy as of a day, in the language of the workbook.

    `findings` are those of reading or importing; the assessment's own come on top. `source` says
    where the accounts came from, for the first sheet.
    """

    portfolio: Portfolio
    policy: Policy
    language: Language
    as_of: dt.date
    findings: tuple[Finding, ...] = ()
    source: str = ""
