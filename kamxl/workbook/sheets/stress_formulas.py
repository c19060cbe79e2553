"""The formulas of the stress test, and where its parts stand."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.cells import address
from kamxl.domain.stresstest import SINGLY
from kamxl.workbook.choosing import row_formula
from kamxl.workbook.sheets.lookups import first_row

HEADER = 5
KEYS = (
    "names", "lost_revenue", "lost_share", "lost_margin", "revenue", "margin", "ratio",
    "fixed_costs", "ebit", "break_even", "gap", "safety", "months_covered", "runway",
)  # fmt: skip
FIGURES: Mapping[str, int] = {key: HEADER + 1 + place for place, key in enumerate(KEYS)}
# The column of the chosen ones, after the year and three of the largest.
CHOSEN = 5
FIRM = HEADER + len(KEYS) + 2
SINGLE = FIRM + 6
PICK, PICKS = HEADER + 1, 10
HELPER = 11
# So many halvings find one of two million customers.
STEPS = 21
HALVING, CHART = HELPER + 6, HELPER + 10
HELPERS = CHART + 4

NA = "kam_word_na"
KNOWN_MARGIN = "COUNT(accounts[net_margin])>0"
KNOWN_COSTS = "ISNUMBER(kam_fixed_costs)"


def _singles(column: int, count: int = SINGLY) -> str:
    first, last = (address(SINGLE + n, column, absolute=True) for n in (1, count))
    return f"{first}:{last}"


def _picks(column: int) -> str:
    first, last = (address(PICK + n, column, absolute=True) for n in (0, PICKS - 1))
    return f"{first}:{last}"


def scenario(place: int) -> dict[str, str]:
    """Return the formulas of a column: 0 the year, 1 to 3 the largest, 4 the chosen."""

    def at(key: str, column: int = 1 + place) -> str:
        return address(FIGURES[key], column)

    year_revenue = address(FIGURES["revenue"], 1, absolute=True)
    if place == 0:
        names, revenue, margin, saved = '""', "0", "0", "0"
    elif place < CHOSEN - 1:
        first = [address(SINGLE + n, 0, absolute=True) for n in range(1, place + 1)]
        names = f'{first[0]}&""' + "".join(
            f'&IF(LEN({address(SINGLE + n, 1, absolute=True)})=0,"","; "&{first[n - 1]})'
            for n in range(2, place + 1)
        )
        revenue, margin = (f"SUM({_singles(column, place)})" for column in (1, 2))
        saved = f"SUM({_singles(HELPER + 1, place)})"
    else:
        parts = "&".join(address(PICK + n, HELPER + 5, absolute=True) for n in range(PICKS))
        names = f"MID({parts},3,1000)"
        revenue, margin, saved = (f"SUM({_picks(HELPER + n)})" for n in (2, 3, 4))
    of_both = f"ISNUMBER({at('margin')}),IF(ISNUMBER({at('fixed_costs')})"
    made = {
        "names": names,
        "lost_revenue": revenue,
        "lost_share": f"IF({year_revenue}>0,{at('lost_revenue')}/{year_revenue},{NA})",
        "lost_margin": f"IF({KNOWN_MARGIN},{margin},{NA})",
        "revenue": f"ROUND(SUM(accounts[net_revenue])-{at('lost_revenue')},4)",
        "margin": f"IF({KNOWN_MARGIN},ROUND(SUM(accounts[net_margin])-{at('lost_margin')},4),{NA})",
        "ratio": f"IF(ISNUMBER({at('margin')}),IF({at('revenue')}>0,"
        f"{at('margin')}/{at('revenue')},{NA}),{NA})",
        "fixed_costs": f"IF({KNOWN_COSTS},ROUND(kam_fixed_costs-{saved},4),{NA})",
        "ebit": f"IF({of_both},ROUND({at('margin')}-{at('fixed_costs')},4),{NA}),{NA})",
        "break_even": _even(at("ratio"), at("fixed_costs")),
        "gap": f"IF(ISNUMBER({at('break_even')}),{at('break_even')}-{at('revenue')},{NA})",
        "safety": f"IF(ISNUMBER({at('break_even')}),IF({at('revenue')}>0,"
        f"({at('revenue')}-{at('break_even')})/{at('revenue')},{NA}),{NA})",
        "months_covered": f"IF(ISNUMBER(kam_cash),IF(ISNUMBER({at('fixed_costs')}),"
        f"IF({at('fixed_costs')}>0,kam_cash/({at('fixed_costs')}/12),{NA}),{NA}),{NA})",
        "runway": f"IF(ISNUMBER(kam_cash),IF(ISNUMBER({at('ebit')}),IF({at('ebit')}<0,"
        f"kam_cash/(-{at('ebit')}/12),kam_word_no_loss),{NA}),{NA})",
    }
    if place < CHOSEN - 1:
        return {key: f"={formula}" for key, formula in made.items()}
    return {key: f'=IF(SUM({_picks(HELPER + 1)})=0,"",{formula})' for key, formula in made.items()}


def _even(ratio: str, costs: str) -> str:
    return (
        f"IF(ISNUMBER({ratio}),IF(ISNUMBER({costs}),IF(MIN({ratio},{costs})>0,"
        f"{costs}/{ratio},{NA}),{NA}),{NA})"
    )


def reasons() -> str:
    """Return the formula that says what is missing, "" where nothing is."""
    tests = (
        ('COUNTIF(accounts[net_revenue],">0")=0', "amount"),
        ("COUNT(accounts[net_margin])=0", "margin"),
        (f"NOT({KNOWN_COSTS})", "fixed_costs"),
        ("NOT(ISNUMBER(kam_cash))", "cash"),
    )
    said = "&".join(f'IF({test},kam_word_stress_{key}&" ","")' for test, key in tests)
    bare = (
        f'IF(AND(kam_stress_without_margin>0,{KNOWN_MARGIN}),kam_word_stress_without_margin&" "&'
        'kam_stress_without_margin&".","")'
    )
    return f"=TRIM({said}&{bare})"


def firm() -> dict[str, str]:
    """Return the formulas of what says how firmly the year stands."""
    found = address(HEADER + STEPS, HALVING, absolute=True)
    stays, revenue = "accounts[retention]", "accounts[net_revenue]"
    valid = f"ISNUMBER({stays})*({stays}>=0)*({stays}<=1)"
    return {
        "until": f"=IF(AND({KNOWN_MARGIN},{KNOWN_COSTS}),"
        f'IF({found}>COUNTIF(accounts[net_margin],">0"),kam_word_no_loss,{found}),{NA})',
        "at_risk": f"=ROUND((1-kam_substitution)*((1-kam_retention)*SUM({revenue})+kam_retention*"
        f"SUMPRODUCT({valid},{revenue})-SUMPRODUCT({valid},{revenue},{stays})),4)",
        "without_margin": "=SUMPRODUCT(ISNUMBER(accounts[net_revenue])*(accounts[net_revenue]>0)*"
        "(1-ISNUMBER(accounts[net_margin])))",
    }


def single(row: int) -> tuple[str, ...]:
    """Return what is shown of one of the ten largest."""
    position, _, revenue, margin, costs = (address(row, HELPER + n) for n in range(5))
    own_margin, ratio = address(row, 2), f"({margin}/{revenue})"

    def of(key: str) -> str:
        return f"INDEX(accounts[{key}],{position})"

    known = f"ISNUMBER({margin}),IF(ISNUMBER({costs})"
    even = f"{costs}/{ratio}-{revenue}"
    shown = (
        f'{of("name")}&""',
        of("net_revenue"),
        f"IF(ISNUMBER({of('net_margin')}),{of('net_margin')},{NA})",
        f"IF(ISNUMBER({own_margin}),IF(N(kam_fixed_costs)>0,{own_margin}/kam_fixed_costs,"
        f"{NA}),{NA})",
        f"IF({known},ROUND({margin}-{costs},4),{NA}),{NA})",
        f"IF({known},IF(MIN({revenue},{margin},{costs})>0,{even},{NA}),{NA}),{NA})",
    )
    return tuple(f'=IF({position}=0,"",{formula})' for formula in shown)


def single_helpers(place: int, row: int) -> tuple[str, ...]:
    """Return position, avoidable costs, and what is left of revenue, margin and fixed costs."""
    position, saved = address(row, HELPER), address(row, HELPER + 1)

    def of(key: str) -> str:
        return f"N(INDEX(accounts[{key}],{position}))"

    return (
        f"=IFERROR({first_row(str(place + 1), 'accounts[size_order]')},0)",
        f"=IF({position}=0,0,{of('avoidable_costs')})",
        f'=IF({position}=0,"",ROUND(SUM(accounts[net_revenue])-{of("net_revenue")},4))',
        f'=IF({position}=0,"",IF({KNOWN_MARGIN},'
        f"ROUND(SUM(accounts[net_margin])-{of('net_margin')},4),{NA}))",
        f'=IF({position}=0,"",IF({KNOWN_COSTS},ROUND(kam_fixed_costs-{saved},4),{NA}))',
    )


def pick_status(row: int) -> str:
    """Return a question mark where what was typed chooses nobody."""
    return f'=IF(AND(LEN({address(row, 8)})>0,{address(row, HELPER)}=0),"?","")'


def pick_helpers(row: int) -> tuple[str, ...]:
    """Return row, whether it counts, revenue, margin, avoidable costs, and its name in a list."""
    typed, position, counts = address(row, 8), address(row, HELPER), address(row, HELPER + 1)
    above = f"{address(PICK - 1, HELPER, absolute=True)}:{address(row - 1, HELPER)}"
    own = f"TRIM(INDEX(accounts[external],{position}))=kam_no"

    def of(key: str) -> str:
        return f"=IF({counts}=0,0,N(INDEX(accounts[{key}],{position})))"

    return (
        f"=IF(LEN({typed})=0,0,{row_formula(typed, 'accounts', 'ISNUMBER(accounts[nr])')})",
        f"=IF({position}=0,0,IF({own},0,--(COUNTIF({above},{position})=0)))",
        of("net_revenue"),
        of("net_margin"),
        of("avoidable_costs"),
        f'=IF({counts}=0,"","; "&INDEX(accounts[name],{position}))',
    )


def halving(step: int) -> tuple[str, ...]:
    """Return lowest, highest, middle, and whether the loss of so many is a loss of the year."""
    low, high, middle = (address(HEADER + 1 + step, HALVING + n) for n in range(3))
    margins = "accounts[net_margin]"
    of = f"LARGE({margins},{middle})"
    gone = (
        f"IF({middle}=0,0,SUMPRODUCT(--({margins}>{of}),{margins})+"
        f"({middle}-RANK({of},{margins})+1)*{of})"
    )
    if step == 0:
        first = f'=IF(AND({KNOWN_MARGIN},{KNOWN_COSTS}),COUNTIF({margins},">0")+1,0)'
        limits = ("=0", first)
    else:
        was_low, was_high, was, lost = (address(HEADER + step, HALVING + n) for n in range(4))
        limits = (
            f"=IF({was_low}<{was_high},IF({lost}=1,{was_low},{was}+1),{was_low})",
            f"=IF({was_low}<{was_high},IF({lost}=1,{was},{was_high}),{was_high})",
        )
    return (
        *limits,
        f"=INT(({low}+{high})/2)",
        f"=IF({low}<{high},--(ROUND(SUM({margins})-{gone},4)<ROUND(kam_fixed_costs,4)),0)",
    )


def charted(place: int) -> tuple[str, ...]:
    """Return what the charts draw of a scenario: its revenue, break-even, EBIT."""
    column = 1 + place

    def known(key: str) -> str:
        cell = address(FIGURES[key], column)
        return f"=IF(ISNUMBER({cell}),{cell},NA())"

    return known("revenue"), known("break_even"), known("ebit")
