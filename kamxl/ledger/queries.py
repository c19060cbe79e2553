"""What is asked of the lines that count, as SQL that other engines have too (decision 0042).

A month is a number, years times twelve plus months from 0, and `age` counts whole months back from
the month in which periods end.
"""

from __future__ import annotations

from collections.abc import Sequence

MONTH = "year(day) * 12 + month(day) - 1"

# Of all lines that count: the days between which they lie, and how many there are.
EXTENT = "SELECT min(day), max(day), count(*) FROM counted"

# How many lines are not counted, by file and reason.
FAULTS = """
    SELECT file, fault, count(*), sum(amount) FROM lines GROUP BY file, fault ORDER BY file, fault
"""


def accounts(end: int) -> str:
    """Return SQL of the sums of each customer, the largest first; `end` is the last month."""
    age = f"{end} - ({MONTH})"
    return f"""
        SELECT id,
            coalesce(sum(CASE WHEN age < 12 THEN amount END), 0) AS revenue,
            coalesce(sum(CASE WHEN age >= 12 AND age < 24 THEN amount END), 0) AS revenue_y1,
            coalesce(sum(CASE WHEN age >= 24 AND age < 36 THEN amount END), 0) AS revenue_y2,
            coalesce(sum(CASE WHEN age < 12 THEN margin END), 0) AS margin,
            coalesce(sum(CASE WHEN age >= 12 AND age < 24 THEN margin END), 0) AS margin_y1,
            count(CASE WHEN margin IS NULL AND age < 12 THEN 1 END) AS no_margin,
            count(CASE WHEN margin IS NULL AND age >= 12 AND age < 24 THEN 1 END) AS no_margin_y1,
            count(DISTINCT CASE WHEN amount > 0 AND age < 12
                THEN coalesce(nullif("order", ''), CAST(day AS VARCHAR)) END) AS orders,
            max(CASE WHEN amount > 0 THEN day END) AS last_order,
            min(line) AS first_line
        FROM (SELECT *, {age} AS age FROM counted) AS aged
        GROUP BY id ORDER BY revenue DESC, id
    """


def variation(end: int, quarters: int, most: int, fewest: int) -> str:
    """Return SQL of the variation of quarters, of customers with `fewest` and a positive mean.

    Every quarter counts, also one without orders, from the customer's first order on; `quarters`
    is how many the ledger has, `most` how many count.
    """
    age = f"{end} - ({MONTH})"
    rows = ", ".join(f"({quarter})" for quarter in range(most))
    return f"""
        WITH aged AS (SELECT id, amount, {age} AS age FROM counted),
        begun AS (
            SELECT id, least(max(CASE WHEN amount > 0 THEN age END) // 3, {quarters - 1}) AS oldest
            FROM aged GROUP BY id
        ),
        grid AS (
            SELECT b.id, q.quarter FROM begun AS b
            JOIN (VALUES {rows}) AS q(quarter) ON q.quarter <= b.oldest
        ),
        sums AS (
            SELECT id, age // 3 AS quarter, sum(amount) AS amount FROM aged GROUP BY id, age // 3
        ),
        series AS (
            SELECT g.id, CAST(coalesce(s.amount, 0) AS DOUBLE) AS amount
            FROM grid AS g LEFT JOIN sums AS s ON s.id = g.id AND s.quarter = g.quarter
        )
        SELECT id, stddev_pop(amount) / nullif(avg(amount), 0)
        FROM series GROUP BY id HAVING count(*) >= {fewest} AND avg(amount) > 0
    """


def commonest(column: str) -> str:
    """Return SQL for the most frequent value of a text column per id; of equals the latest."""
    return f"""
        WITH uses AS (
            SELECT id, {column} AS said, count(*) AS uses, max(day) AS latest, min(line) AS line
            FROM counted WHERE {column} <> '' GROUP BY id, {column}
        ),
        ranked AS (
            SELECT id, said, count(*) OVER (PARTITION BY id) AS variants,
                max(line) OVER (PARTITION BY id) AS line,
                row_number() OVER (
                    PARTITION BY id ORDER BY uses DESC, latest DESC, said
                ) AS place
            FROM uses
        )
        SELECT id, said, variants, line FROM ranked WHERE place = 1 ORDER BY line
    """


CREDIT = "SELECT count(*), sum(amount), min(line) FROM counted WHERE amount < 0"


def used(end: int, months: int) -> str:
    """Return SQL of how many lines are younger than `months`, and how many are not."""
    age = f"{end} - ({MONTH})"
    return f"""
        SELECT count(CASE WHEN {age} < {months} THEN 1 END),
            count(CASE WHEN {age} >= {months} THEN 1 END)
        FROM counted
    """


def first_line_of(day: str) -> str:
    """Return SQL of the first line of a day."""
    return f"SELECT min(line) FROM counted WHERE day = DATE '{day}'"


def by_period(first: int, months: int) -> str:
    """Return SQL of each customer's sums by period of `months`, counted from the month `first`."""
    period = f"({MONTH} - {first}) // {months}"
    return f"""
        SELECT id, {period} AS period, sum(amount), sum(margin),
            count(CASE WHEN margin IS NULL THEN 1 END)
        FROM counted WHERE {MONTH} >= {first} GROUP BY id, {period}
    """


def rolling(ends: Sequence[int]) -> str:
    """Return SQL of each customer's sums by the twelve months that end with each of some months."""
    rows = ", ".join(f"({place}, {end})" for place, end in enumerate(ends))
    return f"""
        WITH months AS (
            SELECT id, {MONTH} AS month, sum(amount) AS amount, sum(margin) AS margin,
                count(CASE WHEN margin IS NULL THEN 1 END) AS unknown
            FROM counted GROUP BY id, {MONTH}
        )
        SELECT m.id, e.place, sum(m.amount), sum(m.margin), sum(m.unknown)
        FROM months AS m JOIN (VALUES {rows}) AS e(place, ending)
            ON m.month > e.ending - 12 AND m.month <= e.ending
        GROUP BY m.id, e.place
    """


# Invoices of which every line is there more than once: a copy, as when two exports overlap. A line
# that only stands twice in an invoice is none, for two equal articles may have been sold.
TWICE = """
    SELECT id, "order", min(day) AS day, sum(times * own_amount) AS amount, min(times) AS copies,
        min(first) AS first, max(last) AS last, sum(times) AS rows
    FROM (
        SELECT id, "order", day, own_amount, currency, count(*) AS times, min(line) AS first,
            max(line) AS last
        FROM lines WHERE (fault IS NULL OR fault = 'twice') AND "order" <> ''
        GROUP BY id, "order", day, own_amount, currency
    ) AS t
    GROUP BY id, "order" HAVING min(times) > 1
"""


def twice(limit: int) -> str:
    """Return SQL of the first invoices that are there more than once, and how many there are."""
    return f"""
        SELECT id, "order", day, amount, copies, first, last, count(*) OVER () AS invoices
        FROM ({TWICE}) AS t ORDER BY first LIMIT {limit}
    """


def listed(fault: str, limit: int) -> str:
    """Return SQL of the first lines that are not counted for one reason."""
    return f"""
        SELECT line, file, id, name, day, day_text, own_amount, amount_text, currency
        FROM lines WHERE fault = '{fault}' ORDER BY line LIMIT {limit}
    """


def behind(customer: str, limit: int) -> str:
    """Return SQL of the lines of a customer, counted or not; `customer` is a literal."""
    return f"""
        SELECT line, file, day, "order", own_amount, currency, rate, amount, margin, fault,
            amount_text, day_text
        FROM lines WHERE id = {customer} ORDER BY day, line LIMIT {limit}
    """


def totals_behind(customer: str) -> str:
    """Return SQL of how many lines of a customer there are, by month and reason."""
    return f"""
        SELECT {MONTH} AS month, fault, count(*), sum(amount)
        FROM lines WHERE id = {customer} GROUP BY {MONTH}, fault ORDER BY month, fault
    """
