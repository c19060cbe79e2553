"""The function that says where a score comes from (domain 4.10): contributions that add up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kamxl.cells import CellError, CellValue
from kamxl.domain.contributions import UNITS, hundredths, shown_parts
from kamxl.domain.explanation import comparison, reason
from kamxl.domain.rounding import Floats, Integers
from kamxl.domain.scoring import contributions
from kamxl.functions.coercion import Block, block, texts
from kamxl.functions.phrases import LANGUAGE, language_of
from kamxl.functions.scoring import (
    DIRECTIONS,
    MINIMUM_COVERAGE,
    RATINGS,
    SCALE_HIGH,
    WEIGHTS,
    Judged,
    judged,
)
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, Refused, refuse
from kamxl.text import Language, Text

# Excel shows #VALUE! for an array that holds a longer text.
LONGEST = 255

_THIS = Text("This account", "Dieser Kunde")
_OTHER = Text("the other", "der andere")
_CRITERION = Text("criterion", "Kriterium")


def _kam_explain(
    ratings: Block,
    weights: Floats,
    directions: Floats | None,
    scale_high: float,
    minimum_coverage: float,
    names: tuple[str, ...] | None,
    against: Block | None,
    language: str,
) -> Answer:
    tongue = language_of(language)
    found = judged(ratings, weights, directions, scale_high, minimum_coverage)
    other = None
    if against is not None:
        other = judged(against, weights, directions, scale_high, minimum_coverage)
        if len(other.refused) != 1:
            raise refuse(
                CellError.VALUE,
                "against: the ratings of one account",
                "against: die Bewertungen eines Kunden",
            )
        if other.refused[0]:
            raise Refused(other.refused[0].of("against"))
    if names is None:
        return _points(found, other)
    if len(names) != len(weights):
        raise refuse(
            CellError.VALUE,
            f"names: {len(names)} names do not fit {len(weights)} weights",
            f"names: {len(names)} Namen passen nicht zu {len(weights)} Gewichten",
        )
    named = [name or f"{_CRITERION(tongue)} {place}" for place, name in enumerate(names, start=1)]
    cells = [
        why or _shortened(sentence)
        for why, sentence in zip(
            found.refused, _sentences(found, other, named, tongue), strict=True
        )
    ]
    return cells[0] if len(cells) == 1 else [[cell] for cell in cells]


def _parts(of: Judged) -> tuple[Floats, Integers]:
    """Return contributions in points, and in hundredths that add up to the shown score."""
    parts = contributions(of.effective, of.weights, of.scale.low, of.scale.high)
    return parts, shown_parts(parts, of.scores.score)


def _points(found: Judged, other: Judged | None) -> Answer:
    shown = _parts(found)[1]
    missing = np.isnan(found.effective)
    if other is not None:
        shown = shown - _parts(other)[1][0]
        missing &= np.isnan(other.effective[0])
    rows: list[list[CellValue | Refusal]] = []
    for row, why in enumerate(found.refused):
        rows.append(
            [
                why or ("" if blank else points / UNITS)
                for points, blank in zip(shown[row].tolist(), missing[row].tolist(), strict=True)
            ]
        )
    return rows


def _sentences(
    found: Judged, other: Judged | None, names: list[str], language: Language
) -> Iterator[str]:
    parts, shown = _parts(found)
    if other is None:
        high = found.scale.high
        for row, coverage in enumerate(found.scores.coverage.tolist()):
            weights = found.weights
            yield reason(parts[row], shown[row], names, weights, high, "", coverage, language)
        return
    differences = shown - _parts(other)[1][0]
    theirs = int(hundredths(other.scores.score)[0])
    who = (_THIS(language), _OTHER(language))
    for row, total in enumerate(hundredths(found.scores.score).tolist()):
        yield comparison(who, (total, theirs), differences[row], names, language)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


KAM_EXPLAIN = Function(
    "KAM_EXPLAIN",
    Text(
        "Where a score comes from: the points that each criterion adds, in hundredths that sum to "
        "the shown score; a row an account. With names: the same as a sentence. Against another "
        "account: the differences.",
        "Woher ein Punktwert kommt: die Punkte jedes Kriteriums, in Hundertsteln, die den "
        "gezeigten Punktwert ergeben; eine Zeile je Kunde. Mit names: als Satz. Gegen einen "
        "anderen Kunden: die Unterschiede.",
    ),
    (
        RATINGS,
        WEIGHTS,
        DIRECTIONS,
        SCALE_HIGH,
        MINIMUM_COVERAGE,
        Argument(
            "names",
            Text(
                "The criteria's names, as many as weights; then the answer is a sentence.",
                "Die Namen der Kriterien, so viele wie Gewichte; dann ist die Antwort ein Satz.",
            ),
            texts,
            default=None,
            blank_is_default=True,
        ),
        Argument(
            "against",
            Text(
                "Ratings of one other account to compare with.",
                "Bewertungen eines anderen Kunden zum Vergleich.",
            ),
            block,
            default=None,
            blank_is_default=True,
        ),
        LANGUAGE,
    ),
    _kam_explain,
    Example(
        (((8, 6, 5),), ((50, 30, 20),)),
        ((8 * 50 / 100, 6 * 30 / 100, 5 * 20 / 100),),
        Text(
            "8 × 50 / 100 and so on; 4 + 1.8 + 1 = 6.8",
            "8 × 50 / 100 und so fort; 4 + 1,8 + 1 = 6,8",
        ),
    ),
    category="scoring",
)

EXPLAINING = (KAM_EXPLAIN,)
