"""The columns of the ratings that are about tiers: the one before, the computed one, a decision."""

from __future__ import annotations

from kamxl.cells import CellValue, to_serial
from kamxl.domain.gates import FLAGS
from kamxl.domain.portfolio import TIER_DATES, TIER_NUMBERS, TIER_TEXTS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.context import typed as typed_numbers
from kamxl.workbook.spec import Area, Table, Validation

TYPED = (*TIER_TEXTS, *TIER_DATES, *TIER_NUMBERS)
# How many periods can count at most, in either direction.
MOST = 99


def _letter_no(key: str) -> str:
    """Return 1 to 4 for a typed A to D, 0 for anything else."""
    typed = f"TRIM(ratings[@{key}])"
    return f'IFERROR(IF(LEN({typed})=1,FIND(UPPER({typed}),"ABCD"),0),0)'


def _held() -> str:
    """Return the tier by border, moved by the hysteresis where a previous tier is known."""
    previous = "ratings[@previous_no]"
    below = "+".join(
        f"(ratings[@key]<ROUND(kam_border_{tier}_scaled+kam_hysteresis_scaled*"
        f"({previous}>0)*(2*({previous}>{place})-1),9))"
        for place, tier in enumerate("abc", start=1)
    )
    return f"1+{below}"


HELD, BEYOND, PREVIOUS, BEFORE = (
    f"ratings[@{key}]" for key in ("held_no", "beyond_no", "previous_no", "before_no")
)
# Beyond its borders, but not yet for long enough: the tier of the last period stays.
WAITING = f"AND({PREVIOUS}>0,ABS({BEYOND})<kam_hysteresis_periods)"
QUOTA = "1+" + "+".join(f"(ratings[@rank]>kam_quota_{tier}_limit)" for tier in "abc")
QUADRANT = "IF(ratings[@quadrant]=0,4,ratings[@quadrant])"
# An N, without revenue, is not found: D.
ABC = 'IFERROR(MATCH(INDEX(accounts[abc],ratings[@account_row]),{"A","B","C"},0),4)'

FORMULAS = {
    "tier": '=IF(ratings[@override_no]>0,MID("ABCD",ratings[@override_no],1),'
    "ratings[@computed_tier])",
    "computed_tier": '=IF(N(ratings[@key])>0,MID("ABCD",MAX('
    f"CHOOSE(kam_tier_mode_no,IF({WAITING},{PREVIOUS},{HELD}),{QUOTA},{QUADRANT},{ABC}),"
    f'ratings[@severity]-{FLAGS}),1),"")',
    "held_no": f"=IF(N(ratings[@key])>0,{_held()},0)",
    "before_no": "=IF(ratings[@account_row]=0,0,IF(ISNUMBER(ratings[@periods_before]),"
    f"MAX(-{MOST},MIN({MOST},SIGN(ratings[@periods_before])*INT(ABS(ratings[@periods_before])))),0))",
    "beyond_no": f"=IF(OR({PREVIOUS}=0,{HELD}=0,{HELD}={PREVIOUS}),0,"
    f"IF({HELD}<{PREVIOUS},MAX({BEFORE},0)+1,MIN({BEFORE},0)-1))",
    "periods_beyond": f'=IF(AND(kam_tier_mode_no=1,{BEYOND}<>0,{WAITING}),{BEYOND},"")',
    "previous_no": f"=IF(ratings[@account_row]=0,0,{_letter_no('previous_tier')})",
    "override_no": "=IF(ratings[@account_row]=0,0,"
    "IF(IFERROR(IF(N(ratings[@override_until])>=1,INT(ratings[@override_until])>=kam_as_of,TRUE),"
    f"TRUE),{_letter_no('override_tier')},0))",
}


def typed(context: Context, key: str) -> list[CellValue]:
    """Return what people typed about tiers, cells that could not be used as they were."""
    portfolio = context.portfolio
    values: list[CellValue] = (
        [value or None for value in portfolio.text(key)]
        if key in TIER_TEXTS
        else typed_numbers(portfolio.number(key))
        if key in TIER_NUMBERS
        else [None if day is None else to_serial(day) for day in portfolio.date(key)]
    )
    return [context.inputs.kept.get((key, a), values[a]) for a in context.rated]


BY_HAND = Text(
    "Tier of the last period, and a tier that people decide; who, when, why, until when.",
    "Klasse der Vorperiode und Klasse nach Entscheidung; wer, wann, warum, bis wann.",
)
TIER_ERROR = Text("A, B, C or D, or blank.", "A, B, C oder D oder leer.")
PERIODS_ERROR = Text("A whole number, negative for down.", "Eine ganze Zahl, abwärts negativ.")
DATE_ERROR = Text("Please enter a date.", "Bitte ein Datum eingeben.")
TIER_MESSAGES = {
    "previous_tier": Text(
        "The tier before: a border must be passed by the margin of the settings to leave it.",
        "Die Klasse davor: sie ändert sich erst um das Maß der Einstellungen jenseits der Grenze.",
    ),
    "periods_before": Text(
        "Copied from the last period: in how many periods in a row the score was beyond, + up, − "
        "down.",
        "Aus der Vorperiode: in wie vielen Perioden nacheinander der Punktwert jenseits lag, "
        "+ nach oben, − nach unten.",
    ),
    "override_tier": Text(
        "Goes before the computed tier and before gates. Say who decided and why.",
        "Geht der errechneten Klasse und dem Deckel vor. Angeben, wer warum entschieden hat.",
    ),
    "override_by": Text("Who decided.", "Wer entschieden hat."),
    "override_date": Text("When it was decided.", "Wann entschieden wurde."),
    "override_reason": Text("Why, in a sentence.", "Warum, in einem Satz."),
    "override_until": Text(
        "The last day on which it holds; blank: until it is cleared.",
        "Der letzte Tag, an dem sie gilt; leer: bis sie gelöscht wird.",
    ),
}


def rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    """Return what may be typed into these columns."""
    made = []
    for key, message in TIER_MESSAGES.items():
        area = Area(top, table.at(key), bottom, table.at(key))
        title, said = context.t(words.RATING_COLUMNS[key])[:32], context.t(message)
        if key in ("previous_tier", "override_tier"):
            error = context.t(TIER_ERROR)
            rule = Validation(area, "list", "A,B,C,D", title=title, message=said, error=error)
        elif key in TIER_NUMBERS:
            error = context.t(PERIODS_ERROR)
            rule = Validation(area, "whole", minimum=-MOST, maximum=MOST, title=title, message=said,
                              error=error)  # fmt: skip
        elif key in TIER_DATES:
            error = context.t(DATE_ERROR)
            rule = Validation(area, "date", minimum=1, maximum=2958465, title=title, message=said,
                              error=error)  # fmt: skip
        else:
            rule = Validation(area, "any", title=title, message=said)
        made.append(rule)
    return made
