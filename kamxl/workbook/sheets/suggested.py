"""The columns of the ratings with what facts suggest, beside what people rate; never counted."""

from __future__ import annotations

from kamxl.domain.rounding import Floats
from kamxl.domain.suggestions import CREDIT, KNOWN, PROFILE, WORST_CREDIT, suggestions
from kamxl.text import Text
from kamxl.workbook.context import Context

FIRST = "suggested_fit"
ABOUT = Text(
    "What facts suggest: for people to take over, or not. It is never counted.",
    "Was Tatsachen nahelegen: zum Übernehmen oder nicht. Es zählt nie mit.",
)


def _of(key: str) -> str:
    return f"INDEX(accounts[{key}],ratings[@account_row])"


def _scaled(rating: str) -> str:
    return f"kam_scale_low+kam_scale_step*({rating}-1)"


def _known(key: str) -> str:
    """Return the weight of an attribute that the profile names and the account has."""
    return f"kam_icp_{key}_counts*(LEN(TRIM({_of(key)}))>0)"


def _fits(key: str) -> str:
    attribute = f'","&LOWER(TRIM({_of(key)}))&","'
    return f"{_known(key)}*ISNUMBER(FIND({attribute},kam_icp_{key}_list))"


def _row(found: str) -> str:
    return f'=IF(ratings[@account_row]=0,"",{found})'


MATCH = f"({'+'.join(map(_fits, PROFILE))})/({'+'.join(map(_known, PROFILE))})"
VISION = f"SUMPRODUCT(MAX((kam_list_vision=TRIM({_of('vision')}))*kam_vision_ratings))"
STARTS, RATINGS = (
    "{" + ",".join(f"{value:g}" for value in column) + "}" for column in zip(*CREDIT, strict=True)
)
INDEX_OF = _of("credit_index")
RATING_OF = f"LOOKUP({INDEX_OF},{STARTS},{RATINGS})"

FORMULAS = {
    "suggested_fit": _row(f'IFERROR({_scaled(f"1+9*{MATCH}")},"")'),
    "suggested_reputation": _row(
        f'IF(OR({_of("leader")}=kam_yes,TRIM({_of("brand")})=kam_yes),{_scaled(f"{KNOWN:g}")},"")'
    ),
    "suggested_strategic": _row(f'IF({VISION}>0,{_scaled(VISION)},"")'),
    # Below the least that there is LOOKUP finds nothing.
    "suggested_solvency": _row(
        f"IF(ISNUMBER({INDEX_OF}),IF({INDEX_OF}<={WORST_CREDIT},"
        f'IFERROR({_scaled(RATING_OF)},""),""),"")'
    ),
}


def column(context: Context, key: str) -> Floats:
    """Return a column's suggestions, NaN where there is none."""
    return suggestions(context.portfolio, context.policy)[key]
