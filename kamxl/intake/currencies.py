"""Amounts of other currencies, at average rates that someone gave; never at 1 for lack of one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kamxl.errors import UsageError
from kamxl.intake.numbers import LONGEST

SIGNS: Mapping[str, str] = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "FR.": "CHF",
    "SFR": "CHF", "SFR.": "CHF",
}  # fmt: skip
_RATE = re.compile(r"([^=@\s]+)(?:@(\d{4}))?=([0-9.]+)")


_SIGN = re.compile(
    r"^[-+(\s]*(€|eur(?:os?)?|s?fr\.|chf|us\$|usd|\$|£|gbp)(?![a-z])|"
    r"(?<![a-z])(€|eur(?:os?)?|s?fr\.|chf|us\$|usd|\$|£|gbp)[-)\s]*$",
    re.IGNORECASE,
)
_IN_HEADER = re.compile(r"(?<![A-Za-z$])(EUROS?|EUR|CHF|USD|GBP|US\$|€|\$|£)(?![A-Za-z])", re.I)


def code_in(amount: str) -> str:
    """Return the code of the currency that stands beside an amount, "" where none does."""
    found = _SIGN.search(amount) if len(amount) <= LONGEST else None
    return code_of(found[1] or found[2]) if found else ""


def code_of_header(header: str) -> str:
    """Return the code of the currency that a header names, "" where it names none or several."""
    codes = {code_of(word) for word in _IN_HEADER.findall(header)}
    return codes.pop() if len(codes) == 1 else ""


def code_of(text: str) -> str:
    """Return a currency's code: EUR for €, other texts in capitals, "" for none."""
    tidy = text.strip().upper()
    return SIGNS.get(tidy, tidy)


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of a currency is in the reporting one: of a year, or of any (year None)."""

    reporting: str = "EUR"
    table: Mapping[tuple[str, int | None], float] = field(default_factory=dict)

    def known(self, text: str) -> bool:
        """Return whether a currency is the reporting one, or has a rate of any year."""
        code = code_of(text)
        return code in ("", self.reporting) or any(key[0] == code for key in self.table)

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
