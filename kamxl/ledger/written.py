"""SQL that reads amounts and days as people write them.

What can be read in one way is clear; `1.234` and `03/04/2025` can be read in two, and the clear
ones of the same file decide (`intake.readings`). The grammar is that of `intake.numbers` and
`intake.dates`; a test compares.
"""

from __future__ import annotations

# Money as DECIMAL: sums are exact, and millionths keep what rates leave behind the cent.
MONEY = "DECIMAL(38, 6)"
LARGEST = "1000000000000000"
COMMA, POINT = 1, 2
DAY_FIRST, MONTH_FIRST = 1, 2

MONEY_SIGNS = "€|euros?|eur|s?fr[.]|chf|us[$]|usd|[$]|£|gbp"
_TIME = "((T|,? +)[0-9]{1,2}:[0-9]{2}.*)?"


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """Return a name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def bare(text: str) -> str:
    """Return SQL for what of a text may be a number: without currency, sign and odd blanks."""
    plain = f"translate(trim({text}), '\u00a0\u202f\u2009’ʼ´`−–—', '   ''''''''---')"
    before = f"regexp_replace({plain}, '(?i)^({MONEY_SIGNS}) *', '')"
    money = f"trim(regexp_replace({before}, '(?i) *({MONEY_SIGNS})$', ''))"
    return f"trim(regexp_replace({money}, '^[+-] *|^[(] *| *[)]$| *-$', '', 'g'))"


def negative(text: str) -> str:
    """Return SQL for whether a text is a negative number, if it is a number."""
    return f"regexp_matches({text}, '^[^0-9]*[-−–—(]|[-−–—] *$')"


def _grouped(group: str, mark: str) -> str:
    groups = "|".join(f"[1-9][0-9]{{0,2}}({by}[0-9]{{3}})+" for by in (group, " ", "''"))
    return f"^(([0-9]+|{groups})({mark}[0-9]+)?([eE][+-]?[0-9]{{1,3}})?|{mark}[0-9]+)$"


def amount_in(text: str, way: int) -> str:
    """Return SQL for a text as an amount with a decimal comma or point, NULL where it is none."""
    group, mark = ("[.]", ",") if way == COMMA else (",", "[.]")
    body = bare(text)
    drop = "." if way == COMMA else ","
    plain = f"replace(replace(replace({body}, {quoted(drop)}, ''), ' ', ''), '''', '')"
    if way == COMMA:
        plain = f"replace({plain}, ',', '.')"
    value = f"TRY_CAST({plain} AS {MONEY})"
    return (
        f"CASE WHEN regexp_matches({body}, '{_grouped(group, mark)}') "
        f"AND ({text} LIKE '%(%') = ({text} LIKE '%)%') "
        f"THEN CASE WHEN {negative(text)} THEN -{value} ELSE {value} END END"
    )


def plain_amount(text: str) -> str:
    """Return SQL for whether a text is a number as programs write it, which is quick to tell."""
    return (
        f"{text} IS NOT NULL AND right({text}, 4) NOT LIKE '.%' AND {text} NOT LIKE '%.' "
        f"AND NOT contains({text}, '_') "
        f"AND TRY_CAST({text} AS {MONEY}) IS NOT NULL"
    )


def day_in(text: str, way: int) -> str:
    """Return SQL for a text as a day, of a slashed one by the way it is written."""
    slashed = f"^([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]([0-9]{{4}}|[0-9]{{2}}){_TIME}$"
    dotted = f"^([0-9]{{1,2}})[.] ?([0-9]{{1,2}})[.] ?([0-9]{{4}}|[0-9]{{2}}){_TIME}$"
    first = f"^([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}$"
    compact = "^((19|20)[0-9]{2})([0-9]{2})([0-9]{2})$"
    serial = "^[2-7][0-9]{4}([.]0*)?$"
    t = f"trim({text})"

    def part(pattern: str, group: int) -> str:
        return f"regexp_extract({t}, '{pattern}', {group})"

    def made(pattern: str, year: int, month: int, day: int) -> str:
        y = part(pattern, year)
        whole = (
            f"CASE WHEN length({y}) = 4 THEN {y} WHEN {y} >= '70' THEN '19' || {y} "
            f"ELSE '20' || {y} END"
        )
        parts = [f"lpad({part(pattern, at)}, 2, '0')" for at in (month, day)]
        return f"TRY_CAST({whole} || '-' || {parts[0]} || '-' || {parts[1]} AS DATE)"

    day, month = (1, 2) if way == DAY_FIRST else (2, 1)
    return (
        f"CASE WHEN regexp_matches({t}, '{first}') THEN {made(first, 1, 2, 3)} "
        f"WHEN regexp_matches({t}, '{dotted}') THEN {made(dotted, 3, 2, 1)} "
        f"WHEN regexp_matches({t}, '{slashed}') THEN {made(slashed, 3, month, day)} "
        f"WHEN regexp_matches({t}, '{compact}') THEN {made(compact, 1, 3, 4)} "
        f"WHEN regexp_matches({t}, '{serial}') "
        f"THEN DATE '1899-12-30' + CAST(substr({t}, 1, 5) AS INTEGER) END"
    )


def plain_day(text: str) -> str:
    """Return SQL for whether a text is a day as programs write it, which is quick to tell."""
    return (
        f"length({text}) = 10 AND substr({text}, 5, 1) = '-' AND substr({text}, 8, 1) = '-' "
        f"AND TRY_CAST({text} AS DATE) IS NOT NULL"
    )
