"""SQL that takes from each file of a ledger what counts, and the lines that all queries ask.

A file is read once. What can be read in one way is stored as it is; a text that can be read in two
is kept until all clear ones of its file are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kamxl.intake.currencies import SIGNS
from kamxl.intake.texts import TOTALS
from kamxl.ledger.source import TEXTS, Source
from kamxl.ledger.written import (
    COMMA,
    DAY_FIRST,
    LARGEST,
    MONEY,
    MONEY_SIGNS,
    MONTH_FIRST,
    POINT,
    amount_in,
    day_in,
    plain_amount,
    plain_day,
    quoted,
)

# The columns of `staged` and their types, beside those of texts.
STAGED: Mapping[str, str] = {
    "id": "VARCHAR",
    "name": "VARCHAR",
    "order_id": "VARCHAR",
    "day": "DATE",
    "day_text": "VARCHAR",
    "day_way": "INTEGER",
    "amount": MONEY,
    "amount_text": "VARCHAR",
    "amount_way": "INTEGER",
    "margin": MONEY,
    "currency": "VARCHAR",
    "external": "VARCHAR",
    "repeated": "BOOLEAN",
    **dict.fromkeys(TEXTS, "VARCHAR"),
}
# Which columns of `staged` come of which column of a file.
_OF: Mapping[str, tuple[str, ...]] = {
    "date": ("day", "day_text", "day_way"),
    "revenue": ("amount", "amount_text", "amount_way"),
    "id": ("id", "repeated"),
    "name": ("id", "name", "repeated"),
}
_FLOATS = ("DOUBLE", "FLOAT", "REAL")
_NO = ("nein", "n", "no", "false", "falsch", "0", "✗", "✘")


def columns_of(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return which columns of STAGED any of the files has."""
    used = {c for source in sources for key in source.columns for c in _OF.get(key, (key,))}
    return tuple(column for column in STAGED if column in used)


def staged(source: Source, raw: Mapping[str, str], columns: Sequence[str]) -> str:
    """Return the SQL expressions of `columns` of a file, whose raw cells are named by key."""
    values: dict[str, str] = {}
    texts = {key: _text(cell, source.types.get(key, "VARCHAR")) for key, cell in raw.items()}
    who = "id" if "id" in raw else "name"
    values["id"] = f"nullif({texts[who]}, '')"
    repeated = [
        f"lower({texts[who]}) IN ({', '.join(quoted(word) for word in TOTALS)})",
        f"({texts[who]} = {quoted(source.headers[who])}"
        f" AND {texts['date']} = {quoted(source.headers['date'])})",
    ]
    values["repeated"] = f"coalesce({' OR '.join(repeated)}, FALSE)"
    values |= _day(raw["date"], texts["date"], source.types.get("date", "VARCHAR"))
    values |= _amount(raw["revenue"], texts["revenue"], source.types.get("revenue", "VARCHAR"))
    if "margin" in raw:
        margin = _amount(raw["margin"], texts["margin"], source.types.get("margin", "VARCHAR"))
        ways = [amount_in(texts["margin"], way) for way in (POINT, COMMA)]
        plain = source.types.get("margin", "VARCHAR") != "VARCHAR"
        values["margin"] = margin["amount"] if plain else f"coalesce({margin['amount']}, {ways[0]})"
    if "currency" in raw:
        values["currency"] = _code(f"upper({texts['currency']})")
    for key in ("name", "order_id", "external", *TEXTS):
        if key in raw:
            values[key] = f"nullif({texts[key]}, '')"
    return ", ".join(
        f"{values.get(column, f'CAST(NULL AS {STAGED[column]})')} AS {column}" for column in columns
    )


def _code(text: str) -> str:
    """Return SQL for the code of a currency, NULL for none."""
    signs = " ".join(f"WHEN {quoted(s)} THEN {quoted(c)}" for s, c in SIGNS.items())
    return f"nullif(CASE {text} {signs} ELSE {text} END, '')"


def _text(cell: str, type_: str) -> str:
    if type_ == "VARCHAR":
        return f"trim({cell})"
    if type_ in _FLOATS:
        # An id that a table stored as a number has no decimals.
        return (
            f"CASE WHEN {cell} = floor({cell}) THEN CAST(CAST({cell} AS BIGINT) AS VARCHAR) "
            f"ELSE CAST({cell} AS VARCHAR) END"
        )
    return f"CAST({cell} AS VARCHAR)"


def _amount(cell: str, text: str, type_: str) -> dict[str, str]:
    if type_ != "VARCHAR":
        value = f"TRY_CAST({cell} AS {MONEY})"
        return {
            "amount": f"CASE WHEN abs({value}) <= {LARGEST} THEN {value} END",
            "amount_text": f"CASE WHEN {value} IS NULL OR abs({value}) > {LARGEST} THEN {text} END",
            "amount_way": "0",
        }
    comma, point = amount_in(text, COMMA), amount_in(text, POINT)
    plain = f"({plain_amount(text)})"
    clear = (
        f"CASE WHEN {plain} THEN TRY_CAST({text} AS {MONEY}) "
        f"WHEN {comma} IS NULL THEN {point} WHEN {point} IS NULL THEN {comma} "
        f"WHEN {comma} = {point} THEN {comma} END"
    )
    return {
        "amount": f"CASE WHEN abs({clear}) <= {LARGEST} THEN {clear} END",
        "amount_text": f"CASE WHEN {plain} THEN CASE WHEN abs(TRY_CAST({text} AS {MONEY})) > "
        f"{LARGEST} THEN {text} END ELSE {text} END",
        "amount_way": f"CASE WHEN {plain} THEN CASE WHEN contains({text}, '.') THEN {POINT} "
        f"ELSE 0 END WHEN {comma} IS NOT NULL AND {point} IS NULL THEN {COMMA} "
        f"WHEN {point} IS NOT NULL AND {comma} IS NULL THEN {POINT} ELSE 0 END",
    }


def _day(cell: str, text: str, type_: str) -> dict[str, str]:
    if type_ != "VARCHAR":
        value = (
            f"CAST({cell} AS DATE)" if type_.startswith(("DATE", "TIME")) else "CAST(NULL AS DATE)"
        )
        return {
            "day": value,
            "day_text": f"CASE WHEN {value} IS NULL THEN {text} END",
            "day_way": "0",
        }
    first, second = day_in(text, DAY_FIRST), day_in(text, MONTH_FIRST)
    plain = f"({plain_day(text)})"
    return {
        "day": f"CASE WHEN {plain} THEN TRY_CAST({text} AS DATE) "
        f"WHEN {first} IS NULL THEN {second} "
        f"WHEN {second} IS NULL OR {first} = {second} THEN {first} END",
        "day_text": f"CASE WHEN {plain} THEN CAST(NULL AS VARCHAR) ELSE {text} END",
        "day_way": f"CASE WHEN {plain} THEN 0 WHEN {first} IS NOT NULL AND {second} IS NULL "
        f"THEN {DAY_FIRST} WHEN {second} IS NOT NULL AND {first} IS NULL THEN {MONTH_FIRST} "
        "ELSE 0 END",
    }


# The currency that stands beside an amount in its cell; plain numbers keep no text.
SIGN = f"upper(regexp_extract(amount_text, '(?i)({MONEY_SIGNS})', 1))"

# The columns of `lines`, beside those of texts and `fault`.
LINE: tuple[str, ...] = (
    "line", "file", "id", "name", '"order"', "day", "day_text", "own_amount", "amount_text",
    "currency", "rate", "amount", "margin",
)  # fmt: skip

# How each file writes what can be read in two ways.
WAYS = f"""
    SELECT file,
        max(CASE WHEN amount_way = 1 THEN 1 ELSE 0 END),
        max(CASE WHEN amount_way = 2 THEN 1 ELSE 0 END),
        max(CASE WHEN day_way = 1 THEN 1 ELSE 0 END),
        max(CASE WHEN day_way = 2 THEN 1 ELSE 0 END),
        max(CASE WHEN amount IS NULL AND amount_text IS NOT NULL THEN 1 ELSE 0 END),
        max(CASE WHEN day IS NULL AND day_text IS NOT NULL THEN 1 ELSE 0 END),
        max(CASE WHEN amount_text IS NOT NULL AND {SIGN} <> '' THEN 1 ELSE 0 END)
    FROM staged GROUP BY file
"""


def lines(
    columns: Sequence[str],
    amount_ways: Mapping[int, int],
    day_ways: Mapping[int, int],
    *,
    reporting: str,
    once: bool,
    headed: Mapping[int, str] | None = None,
    signed: bool = False,
) -> str:
    """Return SQL of all lines: customer, day, amount in the reporting currency, and `fault`.

    `fault` is why a line is not counted: repeated (a header or a total), id, date, amount, rate,
    internal, twice; NULL where it is counted. The ways say of a file how it writes what can be
    read in two ways; `once` leaves out lines that repeat another one. `headed` are the currencies
    that headers name, by file; `signed` is whether cells of amounts name any: they go first.
    """
    there = set(columns)
    codes = [f"CASE WHEN s.amount_text IS NOT NULL THEN {_code(SIGN)} END"] if signed else []
    if headed:
        cases = " ".join(f"WHEN {file} THEN {quoted(code)}" for file, code in headed.items())
        codes.append(f"CASE s.file {cases} END")
    if "currency" in there:
        codes.append("s.currency")
    code = f"coalesce({', '.join(codes)})" if codes else "CAST(NULL AS VARCHAR)"

    def column(key: str) -> str:
        return f"s.{key}" if key in there else f"CAST(NULL AS {STAGED[key]})"

    day = _chosen("s.day", "s.day_text", day_ways, day_in)
    amount = _chosen("s.amount", "s.amount_text", amount_ways, amount_in)
    inner = f"""
        SELECT s.line, s.file, s.id, {day} AS day, {column("day_text")} AS day_text,
            {amount} AS own_amount, {column("amount_text")} AS amount_text,
            {column("margin")} AS own_margin, {code} AS currency,
            {column("order_id")} AS "order", {column("name")} AS name,
            {column("repeated")} AS repeated, {column("external")} AS external,
            {", ".join(f"{column(key)} AS {key}" for key in TEXTS)}
        FROM staged AS s
    """
    if codes:
        home = f"(l.currency IS NULL OR l.currency IN ('', {quoted(reporting)}))"
        join = (
            "LEFT JOIN rates AS r ON r.currency = l.currency "
            "AND r.month = year(l.day) * 12 + month(l.day) - 1"
        )
        rate, unrated = "r.rate", f"NOT {home} AND r.rate IS NULL"

        def converted(own: str) -> str:
            return f"CASE WHEN {home} THEN {own} ELSE CAST({own} * r.rate AS {MONEY}) END"
    else:
        join, rate, unrated = "", "CAST(NULL AS DECIMAL(18, 8))", "FALSE"

        def converted(own: str) -> str:
            return own

    internal = (
        f"lower(l.external) IN ({', '.join(quoted(no) for no in _NO)})"
        if "external" in there
        else "FALSE"
    )
    fault = f"""CASE WHEN l.repeated AND l.day IS NULL THEN 'repeated' WHEN l.id IS NULL THEN 'id'
        WHEN l.day IS NULL THEN 'date' WHEN l.own_amount IS NULL THEN 'amount'
        WHEN {unrated} THEN 'rate' WHEN {internal} THEN 'internal' END"""
    judged = f"""
        SELECT l.line, l.file, l.id, l.name, l."order", {", ".join(f"l.{key}" for key in TEXTS)},
            l.day, l.day_text, l.own_amount, l.amount_text, l.currency, {rate} AS rate,
            {converted("l.own_amount")} AS amount, {converted("l.own_margin")} AS margin,
            {fault} AS fault
        FROM ({inner}) AS l {join}
    """
    if not once:
        return judged
    kept = ", ".join((*LINE, *TEXTS))
    same = 'id, "order", day, own_amount, currency, fault'
    return f"""
        SELECT {kept}, CASE WHEN fault IS NULL AND "order" <> '' AND copies > 1
            AND nth > times // copies THEN 'twice' ELSE fault END AS fault
        FROM (
            SELECT *, min(times) OVER (PARTITION BY id, "order", fault) AS copies
            FROM (
                SELECT *, count(*) OVER (PARTITION BY {same}) AS times,
                    row_number() OVER (PARTITION BY {same} ORDER BY line) AS nth
                FROM ({judged}) AS j
            ) AS c
        ) AS n
    """


def _chosen(value: str, text: str, ways: Mapping[int, int], reading: object) -> str:
    """Return SQL for a value, of a text that can be read in two ways by the way of its file."""
    by_way: dict[int, list[int]] = {}
    for file, way in ways.items():
        if way:
            by_way.setdefault(way, []).append(file)
    if not by_way:
        return value
    cases = " ".join(
        f"WHEN s.file IN ({', '.join(map(str, sorted(files)))}) THEN {reading(text, way)}"  # type: ignore[operator]
        for way, files in sorted(by_way.items())
    )
    limited = f"CASE {cases} END"
    if reading is amount_in:
        limited = f"CASE WHEN abs({limited}) <= {LARGEST} THEN {limited} END"
    return f"coalesce({value}, CASE WHEN {text} IS NOT NULL THEN {limited} END)"
