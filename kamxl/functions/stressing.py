"""The function that says what the loss of customers would do to the result (domain 3.7)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError, CellValue
from kamxl.domain.concentration import size_order
from kamxl.domain.rounding import Bools, Floats
from kamxl.domain.stress import Loss, customers_until_loss, without
from kamxl.functions.coercion import Block, number, numbers, sound_block
from kamxl.functions.economics import known
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, refuse
from kamxl.text import Text


def _kam_stress(
    revenues: Floats,
    margins: Floats,
    fixed_costs: float,
    lost: Block | None,
    cash: float | None,
) -> Answer:
    if len(revenues) != len(margins):
        raise refuse(
            CellError.VALUE,
            f"{len(revenues)} revenues and {len(margins)} margins do not fit each other",
            f"{len(revenues)} Umsätze und {len(margins)} Deckungsbeiträge passen nicht zueinander",
        )
    if known("fixed_costs", fixed_costs) < 0:
        raise refuse(
            CellError.NUM, "fixed_costs: an amount of 0 or more", "fixed_costs: ein Betrag ab 0"
        )
    if not (revenues > 0).any():
        raise refuse(
            CellError.DIV0,
            "revenues: none is positive, so there is nothing to lose",
            "revenues: keiner ist positiv, also gibt es nichts zu verlieren",
        )
    gone = _marked(revenues, lost)
    known_cash = None if cash is None or math.isnan(cash) else cash
    left = without(revenues, margins, gone, fixed_costs, known_cash)
    return [_row(left, margins[~gone], fixed_costs)]


def _marked(revenues: Floats, lost: Block | None) -> Bools:
    """Return who is lost: so many of the largest, or those that are marked."""
    given = np.array([1.0]) if lost is None else lost.values.ravel()
    if len(given) == 1:
        count = float(given[0])
        if not (count >= 0 and count == int(count)):
            raise refuse(
                CellError.NUM,
                "lost: how many of the largest, a whole number, or a mark for each customer",
                "lost: wie viele der größten, eine ganze Zahl, oder ein Zeichen für jeden Kunden",
            )
        order = size_order(revenues)
        found: Bools = (order > 0) & (order <= count)
        return found
    if len(given) != len(revenues):
        raise refuse(
            CellError.VALUE,
            f"lost: {len(given)} marks do not fit {len(revenues)} customers",
            f"lost: {len(given)} Zeichen passen nicht zu {len(revenues)} Kunden",
        )
    marks = np.where(np.isnan(given), 0.0, given)
    if not np.isin(marks, (0.0, 1.0)).all():
        raise refuse(
            CellError.NUM,
            "lost: 1 for a customer that is lost, 0 or blank for one that stays",
            "lost: 1 für einen verlorenen Kunden, 0 oder leer für einen, der bleibt",
        )
    lost_ones: Bools = marks == 1
    return lost_ones


def _row(left: Loss, margins: Floats, fixed_costs: float) -> list[CellValue | Refusal]:
    until = customers_until_loss(margins, fixed_costs)
    no_border = _none(Text("there is no break-even", "es gibt keine Gewinnschwelle"))
    without_cash = _none(Text("cash is not given", "cash fehlt"))
    no_loss = _none(Text("there is no loss, cash is not used up", "ohne Verlust reicht das Geld"))
    lasts: float | Refusal = without_cash
    if left.runway is not None:
        lasts = no_loss if math.isinf(left.runway) else left.runway
    return [
        left.revenue,
        left.margin,
        left.ebit,
        _or(left.ratio, _none(Text("no revenue is left", "es bleibt kein Umsatz"))),
        _or(left.break_even, no_border),
        _or(left.gap, no_border),
        _or(left.safety, no_border),
        lasts,
        _or(until, _none(Text("no number would do", "keine Zahl würde dazu führen"))),
    ]


def _or(figure: float | None, why: Refusal) -> float | Refusal:
    return why if figure is None else figure


def _none(why: Text) -> Refusal:
    return Refusal(CellError.NA, why)


KAM_STRESS = Function(
    "KAM_STRESS",
    Text(
        "The year after the loss of customers, in nine cells: revenue, margin, EBIT, margin ratio, "
        "break-even, revenue missing to it, margin of safety, months of cash, and how many more "
        "customers until there is a loss.",
        "Das Jahr nach dem Verlust von Kunden, neun Zellen: Umsatz, Deckungsbeitrag (DB), EBIT, "
        "DB-Quote, Gewinnschwelle, dazu fehlender Umsatz, Sicherheitsabstand, Monate Reichweite, "
        "weitere Kunden bis zum Verlust.",
    ),
    (
        Argument(
            "revenues",
            Text("Revenue of every customer.", "Umsatz jedes Kunden."),
            numbers,
        ),
        Argument(
            "margins",
            Text(
                "Contribution margin of every customer; blank carries nothing.",
                "Deckungsbeitrag jedes Kunden; leer trägt nichts bei.",
            ),
            numbers,
        ),
        Argument(
            "fixed_costs",
            Text("Fixed costs of the year.", "Fixkosten des Jahres."),
            number,
        ),
        Argument(
            "lost",
            Text(
                "How many of the largest are lost (0: none), or a mark for each customer: 1 is "
                "lost, 0 or blank stays; left out: the largest.",
                "Wie viele der größten verloren gehen (0: keiner), oder ein Zeichen je Kunde: 1 "
                "geht, 0 oder leer bleibt; ohne Angabe: der größte.",
            ),
            sound_block,
            default=None,
            blank_is_default=True,
        ),
        Argument(
            "cash",
            Text("Cash at hand, for the months it lasts.", "Verfügbares Geld, für die Reichweite."),
            number,
            default=None,
            blank_is_default=True,
        ),
    ),
    _kam_stress,
    Example(
        (((60,), (25,), (15,)), ((20,), (10,), (10,)), 30, 1, 60),
        (
            (
                25 + 15.0,
                10 + 10.0,
                10 + 10 - 30.0,
                (10 + 10) / (25 + 15),
                30 / (20 / 40),
                60 - 40.0,
                (40 - 60) / 40,
                60 / (10 / 12),
                0,
            ),
        ),
        Text(
            "25 + 15; 10 + 10; 20 − 30; 20/40; 30/0.5; 60 − 40; (40 − 60)/40; 60/(10/12)",
            "25 + 15; 10 + 10; 20 − 30; 20/40; 30/0,5; 60 − 40; (40 − 60)/40; 60/(10/12)",
        ),
    ),
    category="economics",
)

STRESSING = (KAM_STRESS,)
