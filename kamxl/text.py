"""A phrase in both languages, or it cannot be built."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """A phrase in English and German; neither may be empty."""

    en: str
    de: str

    def __post_init__(self) -> None:
        if not self.en or not self.de:
            raise ValueError(f"a phrase lacks a language: en={self.en!r}, de={self.de!r}")

    def __call__(self, language: Language) -> str:
        """Return the phrase in one language."""
        return self.de if language == "de" else self.en

    @classmethod
    def same(cls, phrase: str) -> Text:
        """Return a phrase that reads the same in both languages, such as a name someone typed."""
        return cls(phrase, phrase)


def number(value: float, decimals: int, language: Language) -> str:
    """Return a number as people of that language write it: 1,234.50 or 1.234,50."""
    plain = f"{value:,.{decimals}f}"
    return plain.translate(str.maketrans(",.", ".,")) if language == "de" else plain


def percent(fraction: float, decimals: int, language: Language) -> str:
    """Return a fraction as a percentage: 12.5 % or 12,5 %."""
    return f"{number(fraction * 100, decimals, language)} %"


def day_text(day: dt.date, language: Language) -> str:
    """Return a day as people of that language write it: 2026-01-31 or 31.01.2026."""
    return day.strftime("%d.%m.%Y") if language == "de" else day.isoformat()


def number_text(value: float, decimals: int) -> Text:
    """Return a number as a phrase in both languages."""
    return Text(number(value, decimals, "en"), number(value, decimals, "de"))


def percent_text(fraction: float, decimals: int = 1) -> Text:
    """Return a fraction as a percentage in both languages."""
    return Text(percent(fraction, decimals, "en"), percent(fraction, decimals, "de"))
