"""Cells as text: ids without a float's round trip, text that looks like a formula, yes and no."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from kamxl.cells import CellError, CellValue
from kamxl.domain.portfolio import CUSTOMER, PROSPECT
from kamxl.intake.numbers import is_number

# What a spreadsheet would take for a formula, with the full-width twins.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

# Words longer than this are not compared: no header and no key is.
COMPARED = 255

# Letters of European names beyond ASCII, by which an old encoding is known.
LETTERS = "äöüÄÖÜßàâæçéèêëîïñôœùûÿÀÂÇÉÈÊáíóúåøÅØ"

_YES = frozenset({"ja", "j", "yes", "y", "x", "true", "wahr", "1", "✓", "✔"})
_NO = frozenset({"nein", "n", "no", "false", "falsch", "0", "✗", "✘"})
_STAGES = {
    "exploratory": "exploratory anbahnung",
    "basic": "basic basis",
    "cooperative": "cooperative kooperativ",
    "interdependent": "interdependent verflochten",
    "integrated": "integrated integriert",
    "dissolving": "dissolving auflosung aufloesung",
}
_VISIONS = {
    "aligned": "aligned ubereinstimmend uebereinstimmend",
    "neutral": "neutral",
    "contradictory": "contradictory widerspruchlich widerspruechlich",
}
_IMPULSES = {
    "service": "service services servicestandard servicestandards standards",
    "technology": "technology technologies technologie technologien technik",
    "equipment": "equipment ausrustung ausruestung maschinen anlagen",
}
# As `fold` writes them.
_ROLES = {
    "kam": ("kam", "key account manager", "key account", "grosskundenbetreur"),
    "account_manager": ("kb", "account manager", "kundenbetreuer", "am"),
}
_ASKED = frozenset({"asked", "requested", "angefragt", "offen", "pending"})
_STATUS = {
    CUSTOMER: "kunde customer client bestandskunde stammkunde aktiv active existing k c",
    PROSPECT: "interessent prospect lead potenziell potentiell potential zielkunde target "
    "wunschkunde opportunity i p potenziellerkunde potentialcustomer potenzialkunde",
}
TOTALS = frozenset(
    {"summe", "gesamt", "gesamtsumme", "total", "grandtotal", "insgesamt", "zwischensumme"}
    | {"subtotal", "sum", "gesamtergebnis", "totals"}
)
# What may stand beside such a word, besides a year: "Umsatz gesamt 2025", "Total EUR".
_OF_TOTALS = frozenset(
    {"umsatz", "kunden", "alle", "netto", "brutto", "all", "customers", "accounts", "sales"}
    | {"revenu", "revenus", "net", "gross", "grand", "eur", "chf", "usd", "gbp", "euro"}
)
_ERROR_WORDS = {str(error): error for error in CellError} | {
    "#NV": CellError.NA, "#WERT!": CellError.VALUE, "#BEZUG!": CellError.REF,
    "#ZAHL!": CellError.NUM,
}  # fmt: skip


def fold(text: str) -> str:
    """Return words as they compare: lower case, no accents or umlauts, letters and digits only."""
    plain = unicodedata.normalize("NFKD", text[:COMPARED].replace("#", " no ").casefold())
    words = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)))
    # "Umsätze" is also written "Umsaetze": both sides lose the e, so "revenue" is "revenu" here.
    return re.sub(r"(?<=[aou])e", "", words).strip()


def as_text(value: CellValue) -> str:
    """Return a cell as text, trimmed: 123.0 is "123", a blank and an error value are ""."""
    if value is None or isinstance(value, CellError):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def shown(value: CellValue, limit: int = 40) -> str:
    """Return a cell as a sentence quotes it, cut where it is long."""
    text = str(value) if isinstance(value, CellError) else as_text(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def looks_like_formula(value: CellValue) -> bool:
    """Return whether a text would be taken for a formula; negative numbers are numbers."""
    return (
        isinstance(value, str)
        and value.startswith(FORMULA_MARKS)
        and len(value.strip()) > 1
        and not is_number(value)
    )


def is_yes(value: CellValue) -> bool:
    """Return whether a cell says yes: ja, yes, x, true, 1."""
    return value is True or as_text(value).casefold() in _YES


def answer(text: str) -> str:
    """Return yes or no for what says so in either language, any other text as it is."""
    if is_yes(text):
        return "yes"
    return "no" if text.strip().casefold() in _NO else text


def status(text: str) -> str | None:
    """Return "customer" or "prospect" for what people call them, None for anything else."""
    folded = fold(text).replace(" ", "")
    return next((key for key, words in _STATUS.items() if folded in words.split()), None)


def vision(text: str) -> str:
    """Return the key of how a vision agrees in either language, any other text as it is."""
    folded = fold(text)
    return next((key for key, words in _VISIONS.items() if folded in words.split()), text)


def impulse(text: str) -> str:
    """Return the key of what a customer develops in either language, any other text as it is."""
    folded = fold(text)
    return next((key for key, words in _IMPULSES.items() if folded in words.split()), text)


def logo(text: str) -> str:
    """Return yes, no or asked for what says so in either language, any other text as it is."""
    return "asked" if fold(text) in _ASKED else answer(text)


def role(text: str) -> str:
    """Return the key of an owner's role in either language, any other text as it is."""
    folded = fold(text)
    return next((key for key, words in _ROLES.items() if folded in words), text)


def stage(text: str) -> str:
    """Return the key of a relationship stage in either language, any other text as it is."""
    folded = fold(text)
    return next((key for key, words in _STAGES.items() if folded in words.split()), text)


def is_total(text: str) -> bool:
    """Return whether a text is the label of a line of totals."""
    folded = fold(text)
    if folded.replace(" ", "") in TOTALS:
        return True
    words = folded.split()
    rest = [word for word in words if word not in TOTALS]
    return len(rest) < len(words) and all(
        word in _OF_TOTALS or re.fullmatch("(?:19|20)[0-9]{2}", word) for word in rest
    )


def with_errors(value: CellValue) -> CellValue:
    """Return a cell; a text that is the word for an error value, in either language, as that."""
    if isinstance(value, str) and value.startswith("#"):
        return _ERROR_WORDS.get(value.strip(), value)
    return value
