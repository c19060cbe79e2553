"""By what customers choose a supplier: the factors of the relative strength (domain 4.13)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kamxl.errors import PolicyError
from kamxl.text import Text

FACTORS = 6
Anchors = tuple[Text | None, Text | None, Text | None]


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing by which customers choose; `weight` holds where a customer gave none of its own.

    `anchors` say in words what the ratings 1, 5 and 10 mean.
    """

    key: str
    name: Text
    weight: float
    anchors: Anchors = (None, None, None)

    def __post_init__(self) -> None:
        if not math.isfinite(self.weight) or self.weight < 0:
            raise PolicyError(f"factor {self.key!r}: weight {self.weight!r} is not 0 or more")


DEFAULT_FACTORS: tuple[Factor, ...] = (
    Factor(
        "value",
        Text("Price and value", "Preis-Leistung"),
        20,
        (
            Text("Clearly dearer for what they get", "Deutlich zu teuer für die Leistung"),
            Text("Price fits what they get", "Preis passt zur Leistung"),
            Text("Best value they can buy", "Bestes Verhältnis am Markt"),
        ),
    ),
    Factor(
        "quality",
        Text("Quality", "Qualität"),
        20,
        (
            Text("Complaints again and again", "Immer wieder Reklamationen"),
            Text("As agreed, seldom a complaint", "Wie vereinbart, selten Reklamationen"),
            Text("They measure others by it", "Maßstab für alle anderen"),
        ),
    ),
    Factor(
        "service",
        Text("Service and speed of response", "Service & Reaktionszeit"),
        20,
        (
            Text("Answers come late or never", "Antworten kommen spät oder nie"),
            Text("Answers within the agreed time", "Antworten in vereinbarter Zeit"),
            Text("At once, and before they ask", "Sofort, oft bevor sie fragen"),
        ),
    ),
    Factor(
        "trust",
        Text("Relationship and trust", "Beziehung & Vertrauen"),
        20,
        (
            Text("One contact, little trust", "Ein Kontakt, wenig Vertrauen"),
            Text("Several contacts, open talks", "Mehrere Kontakte, offene Gespräche"),
            Text("Asked first, up to the board", "Werden zuerst gefragt, bis zur Leitung"),
        ),
    ),
    Factor(
        "innovation",
        Text("Innovation", "Innovation"),
        10,
        (
            Text("Nothing new for years", "Seit Jahren nichts Neues"),
            Text("Keeps up with the market", "Hält mit dem Markt Schritt"),
            Text("Moves the customer forward", "Bringt den Kunden voran"),
        ),
    ),
    Factor(
        "supply_share",
        Text("Share of supply", "Lieferanteil"),
        10,
        (
            Text("Hardly any of what they buy", "Kaum etwas vom Bedarf"),
            Text("About half of what they buy", "Etwa die Hälfte des Bedarfs"),
            Text("Nearly all of what they buy", "Fast der ganze Bedarf"),
        ),
    ),
)
