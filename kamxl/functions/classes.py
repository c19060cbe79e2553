"""Functions that class customers by size, steadiness, dependence and group (domain 3.2 to 3.4)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.concentration import (
    ABC,
    XYZ,
    abc_numbers,
    cumulative_before,
    size_order,
    xyz_numbers,
)
from kamxl.domain.groups import group_sums, ultimate_parents
from kamxl.domain.ladder import LEVEL_NAMES, level_numbers
from kamxl.domain.policy import LEVELS, Policy
from kamxl.domain.rounding import Floats
from kamxl.functions.coercion import Block, block, number, numbers, sound_block, texts
from kamxl.functions.concentration import AMOUNTS, no_amount, shares_of
from kamxl.functions.phrases import LANGUAGE, language_of
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, refuse
from kamxl.text import Text

_POLICY = Policy(criteria=())
# Fewer periods say nothing about steadiness (domain 3.2).
FEWEST_PERIODS = 6


def _borders(first: float, second: float, names: tuple[str, str]) -> tuple[float, float]:
    if not 0 < first < second:
        raise refuse(
            CellError.NUM,
            f"{names[0]} is above 0 and below {names[1]}",
            f"{names[0]} liegt über 0 und unter {names[1]}",
        )
    return first, second


def _kam_abc(amounts: Block, border_a: float, border_b: float) -> Answer:
    borders = _borders(border_a, border_b, ("border_a", "border_b"))
    values = amounts.values.ravel()
    before = cumulative_before(shares_of(values), size_order(values))
    classes = abc_numbers(before, values, borders).tolist()
    return amounts.shaped([ABC[n - 1] if n else no_amount() for n in classes])


def _kam_xyz(amounts: Block, border_x: float, border_y: float) -> Answer:
    borders = _borders(border_x, border_y, ("border_x", "border_y"))
    rows, periods = amounts.shape
    if periods == 1 and rows > 1:
        amounts = amounts.transposed()
        rows, periods = amounts.shape
    answers: list[str | Refusal] = []
    for row in range(rows):
        refused = [why for (at, _), why in amounts.refused.items() if at == row]
        known = amounts.values[row][~np.isnan(amounts.values[row])]
        mean = math.fsum(known) / len(known) if len(known) else 0.0
        if refused:
            answers.append(refused[0].of("amounts"))
        elif len(known) < FEWEST_PERIODS:
            answers.append(_too_few(len(known)))
        elif mean <= 0:
            answers.append(_no_mean())
        else:
            variation = np.array([float(np.std(known)) / mean])
            answers.append(XYZ[int(xyz_numbers(variation, borders)[0]) - 1])
    return answers[0] if rows == 1 else [[answer] for answer in answers]


def _too_few(count: int) -> Refusal:
    least = FEWEST_PERIODS
    return Refusal(
        CellError.NA,
        Text(
            f"{count} periods are known; a variation needs {least}",
            f"{count} Perioden sind bekannt; eine Schwankung braucht {least}",
        ),
    )


def _no_mean() -> Refusal:
    return Refusal(
        CellError.DIV0,
        Text("the mean is not positive", "der Mittelwert ist nicht positiv"),
    )


def _kam_conc_level(shares: Block, language: str) -> Answer:
    tongue = language_of(language)
    levels = level_numbers(shares.values.ravel(), _POLICY.ladder).tolist()
    cells: list[str | Refusal] = []
    for position, level in enumerate(levels):
        place = divmod(position, shares.shape[1])
        if place in shares.refused:
            cells.append(shares.refused[place].of("shares"))
        elif math.isnan(shares.values[place]):
            cells.append(no_amount())
        else:
            cells.append(LEVEL_NAMES[LEVELS[level]](tongue) if level else "")
    return cells[0] if len(cells) == 1 else shares.shaped(cells)


def _kam_group(ids: tuple[str, ...], parents: tuple[str, ...], amounts: Floats | None) -> Answer:
    if len(parents) != len(ids) or (amounts is not None and len(amounts) != len(ids)):
        raise refuse(
            CellError.VALUE,
            f"{len(ids)} ids, {len(parents)} parents and the amounts do not fit each other",
            f"{len(ids)} Nummern, {len(parents)} Mütter und die Beträge passen nicht zueinander",
        )
    groups = ultimate_parents(ids, parents)
    if amounts is None:
        return [[name] for name in groups.ultimate]
    sums, _ = group_sums(groups.ultimate, amounts)
    return [["" if math.isnan(total) else total] for total in sums.tolist()]


def _border(name: str, en: str, de: str, default: float) -> Argument:
    return Argument(name, Text(en, de), number, default=default, blank_is_default=True)


KAM_ABC = Function(
    "KAM_ABC",
    Text(
        "Class A, B or C of each customer by the share of all larger ones; N without a positive "
        "amount. A customer with 85 % of all is A.",
        "Klasse A, B oder C jedes Kunden nach dem Anteil aller größeren; N ohne positiven Betrag. "
        "Ein Kunde mit 85 % ist A.",
    ),
    (
        Argument("amounts", AMOUNTS, sound_block),
        _border(
            "border_a",
            "Cumulative share before a customer from which on it is B.",
            "Kumulierter Anteil vor einem Kunden, ab dem er B ist.",
            _POLICY.abc[0],
        ),
        _border(
            "border_b",
            "Cumulative share before a customer from which on it is C.",
            "Kumulierter Anteil vor einem Kunden, ab dem er C ist.",
            _POLICY.abc[1],
        ),
    ),
    _kam_abc,
    Example(
        (((85.0,), (11.0,), (4.0,), (0.0,)),),
        (("A",), ("B",), ("C",), ("N",)),
        Text(
            "0 % are larger; 85 % are, of 80 to 95 %; 96 % are; no amount",
            "0 % sind größer; 85 %, also von 80 bis 95 %; 96 %; kein Betrag",
        ),
    ),
    category="concentration",
)

KAM_XYZ = Function(
    "KAM_XYZ",
    Text(
        "Class X, Y or Z by how much amounts vary from period to period (standard deviation over "
        "mean); a row of periods for each customer.",
        "Klasse X, Y oder Z danach, wie stark Beträge von Periode zu Periode schwanken "
        "(Standardabweichung durch Mittelwert); je Kunde eine Zeile von Perioden.",
    ),
    (
        Argument(
            "amounts",
            Text(
                "One customer's amounts by period, or a block with a row a customer; blank is "
                "left out.",
                "Beträge eines Kunden je Periode, oder ein Block mit einer Zeile je Kunde; leer "
                "zählt nicht.",
            ),
            block,
        ),
        _border(
            "border_x",
            "Variation from which on a customer is Y; 0.25 suits quarters, 0.5 months.",
            "Schwankung, ab der ein Kunde Y ist; 0,25 passt zu Quartalen, 0,5 zu Monaten.",
            0.25,
        ),
        _border(
            "border_y",
            "Variation from which on a customer is Z; 0.5 suits quarters, 1 months.",
            "Schwankung, ab der ein Kunde Z ist; 0,5 passt zu Quartalen, 1 zu Monaten.",
            0.5,
        ),
    ),
    _kam_xyz,
    Example(
        (((8, 12, 8, 12, 8, 12), (2, 18, 2, 18, 2, 18)),),
        (("X",), ("Z",)),
        Text("2/10 < 0.25; 8/10 ≥ 0.5", "2/10 < 0,25; 8/10 ≥ 0,5"),
    ),
    category="concentration",
)

KAM_CONC_LEVEL = Function(
    "KAM_CONC_LEVEL",
    Text(
        "Level of dependence of a share: notice from 10 %, warning from 20 %, high from 35 %, "
        "critical above 50 % (a mono-customer); blank below.",
        "Stufe der Abhängigkeit eines Anteils: Hinweis ab 10 %, Warnung ab 20 %, hoch ab 35 %, "
        "kritisch über 50 % (ein Mono-Kunde); darunter leer.",
    ),
    (
        Argument(
            "shares",
            Text("A share as a fraction, or a range.", "Ein Anteil als Bruchteil, oder mehrere."),
            block,
        ),
        LANGUAGE,
    ),
    _kam_conc_level,
    Example(
        (((0.5, 0.501, 0.1, 0.05),),),
        (("High", "Critical", "Notice", ""),),
        Text(
            "50 % is not more than 50 %; 10 % reaches 10 %",
            "50 % ist nicht mehr als 50 %; 10 % erreicht 10 %",
        ),
    ),
    category="concentration",
)

KAM_GROUP = Function(
    "KAM_GROUP",
    Text(
        "Rolls amounts up to ultimate parents: each group's sum stands at its first account, the "
        "others are blank. Without amounts: the ultimate parent of each.",
        "Fasst Beträge zu obersten Müttern zusammen: die Summe steht beim ersten Kunden des "
        "Konzerns, die übrigen sind leer. Ohne Beträge: die oberste Mutter jedes Kunden.",
    ),
    (
        Argument("ids", Text("The accounts' numbers.", "Die Kundennummern."), texts),
        Argument(
            "parents",
            Text(
                "The parent of each, blank for none; one that is no account is a group too.",
                "Die Mutter jedes Kunden, leer für keine; auch eine, die kein Kunde ist, ist ein "
                "Konzern.",
            ),
            texts,
        ),
        Argument(
            "amounts",
            Text("Amounts to add up.", "Beträge, die addiert werden."),
            numbers,
            default=None,
        ),
    ),
    _kam_group,
    Example(
        (
            (("a",), ("b",), ("c",)),
            (("b",), ("T",), ("",)),
            ((800,), (400,), (100,)),
        ),
        ((1200.0,), ("",), (100.0,)),
        Text("a belongs to b, b to T: 800 + 400", "a gehört zu b, b zu T: 800 + 400"),
    ),
    category="concentration",
)

CLASSES = (KAM_ABC, KAM_XYZ, KAM_CONC_LEVEL, KAM_GROUP)
