"""Amounts of other currencies, at average rates that someone gave; never at 1 for lack of one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kamxl.errors import UsageError

SIGNS: Mapping[str, str] = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "FR.": "CHF",
    "SFR": "CHF", "SFR.": "CHF",
}  # fmt: skip
_RATE = re.compile(r"([^=@\s]+)(?:@(\d{4}))?=([0-9.]+)")


def code_of(text: str) -> str:
    """Return a currency's code: EUR for €, other texts in capitals, "" for none."""
    tidy = text.strip().upper()
    return SIGNS.get(tidy, tidy)


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of a currency is in the reporting one: of a year, or of any (year None)."""

    reporting: str = "EUR"
    table: Mapping[tuple[str, int | None], float] = field(default_factory=dict)

    def factor(self, text: str, year: int | None = None) -> float | None:
        """Return by what an amount is multiplied; None where no rate is known.

        A cell without a currency is in the reporting one. The rate of the year goes before the one
        without a year.
        """
        code = code_of(text)
        if code in ("", self.reporting):
            return 1.0
        return self.table.get((code, year), self.table.get((code, None)))


def rates_of(reporting: str, said: Sequence[str]) -> Rates:
    """Return rates written as USD=0.92 or, for one year, USD@2024=0.90.

    UsageError for anything else, for a rate that is not positive, and for one said twice.
    """
    table: dict[tuple[str, int | None], float] = {}
    for text in said:
        match = _RATE.fullmatch(text.strip())
        try:
            rate = float(match[3]) if match else math.nan
        except ValueError:
            rate = math.nan
        if match is None or not (math.isfinite(rate) and rate > 0):
            raise UsageError(f"--rate is written USD=0.92 or USD@2024=0.90, not {text!r}")
        key = code_of(match[1]), int(match[2]) if match[2] else None
        if key in table:
            raise UsageError(f"--rate says {text.partition('=')[0]} twice")
        table[key] = rate
    return Rates(code_of(reporting), table)
