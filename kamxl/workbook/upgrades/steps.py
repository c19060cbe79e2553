"""The layouts that workbooks had, and which of them a workbook has.

A schema is a layout that was handed out: its sheets, columns, settings and names. Workbooks of
schemas 1 to 3 all say that they are 1; what they hold tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from kamxl.errors import InputError
from kamxl.text import Text
from kamxl.workbook.schema import SCHEMA_VERSION, names_of_sheets

# What each schema had that the one before had not.
SCHEMAS: Mapping[int, Text] = {
    1: Text(
        "accounts, criteria, ratings, ranking, matrix, concentration",
        "Kunden, Kriterien, Bewertungen, Rangliste, Matrix, Konzentration",
    ),
    2: Text(
        "weights, stability, tiers by several ways, decisions, forecasts",
        "Gewichte, Stabilität, Klassen auf mehreren Wegen, Entscheidungen, Prognosen",
    ),
    3: Text(
        "strength against competitors, explanation, changes, checklist and plans, registers",
        "Stärke gegen Wettbewerber, Erklärung, Veränderungen, Checkliste und Pläne, Register",
    ),
    4: Text("workbooks say which layout they have", "Mappen sagen, welchen Aufbau sie haben"),
    5: Text(
        "what the loss of customers means, disclosure, periods, hand-out and return",
        "was der Verlust von Kunden bedeutet, Offenlegung, Perioden, Verteilen und Einsammeln",
    ),
}
# Names that a schema has and the one before had not.
MARKS = ((3, "kam_explained_own"), (2, "kam_tier_mode"))
# Until then every workbook said that it was of schema 1.
FIRST_THAT_TELLS = 4


class Telling(Protocol):
    """A workbook file that says what it is."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's own defined names stand for."""
        ...

    def properties(self) -> Mapping[str, str]:
        """Return the workbook's custom properties."""
        ...


def schema_of(book: Telling) -> int:
    """Return the schema of a workbook; InputError where it is a newer kamxl's."""
    said = book.properties().get("kamxl_schema", "").strip()
    schema = int(said) if said.isdecimal() else 0
    if schema > SCHEMA_VERSION:
        raise InputError(
            "a newer kamxl wrote this workbook; update kamxl, nothing was changed", book.name
        )
    if schema >= FIRST_THAT_TELLS:
        return schema
    there = book.names()
    if not said and names_of_sheets().keys() <= there.keys():
        # A program dropped the properties.
        return SCHEMA_VERSION
    return next((schema for schema, name in MARKS if name in there), 1)


def refuse_older(book: Telling) -> None:
    """Raise InputError where a workbook has an older layout: it is to be upgraded first."""
    if schema_of(book) < SCHEMA_VERSION:
        raise InputError(
            "an older kamxl made this workbook: bring it up to date by kamxl upgrade, which keeps "
            "all that was typed",
            book.name,
        )
