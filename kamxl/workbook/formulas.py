"""Formulas speak keys; this turns them into what a file holds in one language.

ratings[@score]         this row's cell     ratings[[#This Row],[Punktwert]]
ratings[@e1:e15]        this row's cells    ratings[[#This Row],[K1 zählt]:[K15 zählt]]
ratings[score]          the whole column    ratings[Punktwert]
ratings[e1:e15]         whole columns       ratings[[K1 zählt]:[K15 zählt]]
ratings[]               the whole body
<criteria>$A$1          a cell of a sheet   Kriterien!$A$1
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

COLUMN = re.compile(r"\b(accounts|ratings|strength)\[(@?)(\w*)(?::(\w+))?\]")
SHEET = re.compile(r"<(\w+)>")
PLAIN_NAME = re.compile(r"[^\W\d]\w*")

# Excel wants these characters escaped inside a structured reference.
SPECIAL = re.compile(r"(['\[\]#@])")
# With one of these a column alone is put into brackets of its own: not every reader looks for the
# end of the bracket before it takes them for marks between columns.
WIDE = re.compile(r"[,:]")


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas need it."""
    return sheet if PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"


def escaped(text: str) -> str:
    """Return a formula's text with the marks escaped that MATCH takes for wildcards."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"~","~~"),"*","~*"),"?","~?")'


def compiler(
    labels: Mapping[str, Mapping[str, str]], sheets: Mapping[str, str]
) -> Callable[[str], str]:
    """Return what translates formulas, given column labels by table and key, and sheet names."""

    def label(table: str, key: str) -> str:
        return SPECIAL.sub(r"'\1", labels[table][key])

    def column(match: re.Match[str]) -> str:
        table, here, first, last = match.groups()
        if not first:
            return match.group()
        columns = f"[{label(table, first)}]" + (f":[{label(table, last)}]" if last else "")
        if here:
            return f"{table}[[#This Row],{columns}]"
        return f"{table}[{columns}]" if last or WIDE.search(columns) else f"{table}{columns}"

    def translate(formula: str) -> str:
        return SHEET.sub(lambda match: quoted(sheets[match[1]]) + "!", COLUMN.sub(column, formula))

    return translate
