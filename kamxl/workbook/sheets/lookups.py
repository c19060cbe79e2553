"""Formulas that find an account's row by its id, in few steps where rows stand as we laid them out.

MATCH takes ABC for abc, while some systems tell accounts apart by case alone: so whatever is found
is compared exactly, and only if that differs in case does a formula look at all rows.
"""

from __future__ import annotations

from kamxl.workbook.formulas import escaped


def account_row(table: str, head: str) -> str:
    """Return the formula for the row of the account that a row of a table is about, 0 for nobody.

    First the row with the same number, then a binary search, right where ids ascend; what these
    find counts if it is the very id, and the first of its kind. Only then are all rows searched.
    `head` is the cell above the table's first row, by which a row knows its number.
    """
    id_, ids = f"{table}[@id]", "accounts[id]"
    same, halved = f"(ROW()-ROW({head}))", f"MATCH({id_},{ids},1)"
    linear = f"MATCH({escaped(id_)},{ids},0)"
    exactly = (
        f"SUMPRODUCT(MAX(EXACT({ids},{id_})*(ROWS({ids})+1+ROW(kam_accounts_head)-ROW({ids}))))"
    )
    # Row 1 is compared with itself and so left to the search of all rows, which ends there.
    first = f"EXACT(INDEX({ids},{halved}),{id_})*(INDEX({ids},MAX({halved}-1,1))<>{id_})"
    return (
        f"=IF(LEN({id_})=0,0,IF(IFERROR(EXACT(INDEX({ids},{same}),{id_}),FALSE),{same},"
        f"IF(IFERROR({first},0)>0,{halved},"
        f"IFERROR(IF(EXACT(INDEX({ids},{linear}),{id_}),{linear},"
        f"IF({exactly}=0,{linear},ROWS({ids})+1-{exactly})),0))))"
    )


def first_row(number: str, column: str) -> str:
    """Return what finds a number's first row in a column that is computed; an error where nowhere.

    LibreOffice keeps what MATCH found in cells for as long as it thinks that they did not change,
    and in long chains it thinks so too long; in a product of arrays it looks anew. One cell alone
    is no array.
    """
    alone = f"IF(INDEX({column},1)={number},1,NA())"
    return f"IF(ROWS({column})=1,{alone},SUMPRODUCT(MATCH(1,--({column}={number}),0)))"


def ascending(column: str) -> str:
    """Return the formula for how many rows of a column of numbers ascend, counted from the top."""
    one, other = (f"INDEX({column},{n}):INDEX({column},{m})" for n, m in (
        (1, f"ROWS({column})-1"), (2, f"ROWS({column})")
    ))  # fmt: skip
    left = f"ROWS({column})+ROW(INDEX({column},1))-1-ROW({one})"
    return f"=IFERROR(ROWS({column})-SUMPRODUCT(MAX(({one}>={other})*({left}))),1)"


def ascend(numbers: list[int]) -> int:
    """Return how many numbers ascend, counted from the first; at least 1."""
    count = 1
    while count < len(numbers) and numbers[count - 1] < numbers[count]:
        count += 1
    return count


def row_in(number: str, column: str, in_order: str) -> str:
    """Return what finds a number's first row in a column, 0 if nowhere: halving, then one by one.

    `in_order` names the cell that has `ascending` of the column: only the rows below are searched
    one by one, usually those that people added since.
    """
    halved = f"MATCH({number},INDEX({column},1):INDEX({column},{in_order}),1)"
    below = f"INDEX({column},{in_order}+1):INDEX({column},ROWS({column}))"
    return (
        f"IF(IFERROR(INDEX({column},{halved})={number},FALSE),{halved},"
        f"IFERROR({in_order}+MATCH({number},{below},0),0))"
    )
