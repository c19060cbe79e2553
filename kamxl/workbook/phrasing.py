"""Numbers in sentences that formulas put together: two decimals as the language writes them."""

from __future__ import annotations

from kamxl.domain.contributions import UNITS
from kamxl.domain.explanation import MINUS


def two_decimals(value: str) -> str:
    """Return the formula of points of 0 or more as a text, halves up."""
    return hundredths_text(f"INT(ROUND({value}*{UNITS},9)+0.5)")


def hundredths_text(value: str) -> str:
    """Return the formula of whole hundredths of a point, 0 or more, as a text in points."""
    return f'INT({value}/{UNITS})&kam_word_decimal&RIGHT("0"&MOD({value},{UNITS}),2)'


def signed_text(value: str) -> str:
    """Return the formula of a difference in whole hundredths as a text with its sign."""
    sign = f'IF({value}>0,"+",IF({value}<0,"{MINUS}",""))'
    return f"{sign}&{hundredths_text(f'ABS({value})')}"
