"""Rows like rows before them: passed over without an event for each of their cells.

A column of a table repeats one cell ten thousand times, with other numbers. What a row holds
besides them is cut into its cells; a row of which each cell was found good before, in an order that
was good before, is good. Only its values are looked at, by expressions that know only good ones.
"""

from __future__ import annotations

import re

MOST, LONGEST = 20_000, 6_000
# Stands where the number of the row stood; no XML holds it.
HERE, END = "\x01", "</c>"
ROW = re.compile(r'<row r="([1-9]\d{0,6})"')
# 0 and 1 stay, so that truth values do; every other whole number becomes 2.
WHOLE = re.compile(r"<v>(?:[2-9]|[1-9]\d{1,8})</v>")
NUMBER = re.compile(r"<v>(?![012]<)-?\d{1,15}(?:\.\d{1,20})?(?:[eE][-+]?\d\d?)?</v>")
_ERROR = "#(?:N/A|DIV/0!|VALUE!|REF!|NAME\\?|NUM!|NULL!)"
TEXT = re.compile(
    rf"<v>(?!(?:[012]|\.5|{_ERROR})<)(?:[^<&_\x00-\x1f\ud800-\udfff\ufffe\uffff]|&(?:amp|lt|gt|quot);){{1,9999}}</v>"
)
STRING = re.compile(r't="s"><v>(\d{1,9})<')
COLUMN = re.compile(rf'<c r="([A-Z]{{1,3}}){HERE}"')
_LETTER = rf"[^<&\x00-\x08{HERE}]"
_FORMULA = rf"(?:<f>(?:{_LETTER}|&(?:amp|lt|gt|quot);)*</f>)?"
CELL = re.compile(
    rf'(?:<row r="{HERE}"(?: [A-Za-z0-9:]+="[^"<&{HERE}]*")*>)?'
    rf'(?:<c r="[A-Z]{{1,3}}{HERE}"(?: s="\d+")?/>)*'
    rf'(?:<c r="[A-Z]{{1,3}}{HERE}"(?: s="\d+")?'
    rf'(?:(?: t="(?:s|b|n)")?>{_FORMULA}<v>(?:[012]|\.5)?</v>'
    rf'| t="e">{_FORMULA}<v>{_ERROR}</v>'
    rf'| t="str">{_FORMULA}<v>(?:[012]|\.5|a)?</v>))?'
)
# The row of a reference like $B7; names, columns of tables and sheets may look like one.
REFERENCE = re.compile(r"(?<![\w.\[\]'\"# \\$])(\$?[A-Z]{1,3}\$?)([1-9]\d{0,5})(?![\w(!.'\[\]])")


def stripped(formula: str) -> str:
    """Return a formula without the rows of its references."""
    return REFERENCE.sub(r"\1", formula)


class Repeats:
    """Remembers what good rows of one sheet are made of."""

    def __init__(self) -> None:
        self._cells: set[str] = set()
        self._stripped: set[str] = set()  # the same without any row, for those that name others
        self._orders: set[tuple[str, ...]] = set()
        self._text, self._row = "", ""
        self.number = 0
        self.highest = -1

    def known(self, row: bytes) -> bool:
        """Return whether a row, without its end tag, is good because all in it was before.

        Its number and its highest shared string are in `number` and `highest` then.
        """
        self._text = ""
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return False
        start = ROW.match(text)
        if start is None or HERE in text:
            return False
        valued = TEXT.sub("<v>a</v>", NUMBER.sub("<v>.5</v>", WHOLE.sub("<v>2</v>", text)))
        self._text, self._row = valued, start[1]
        plain = valued.replace(start[1], HERE)
        if tuple(COLUMN.findall(plain)) not in self._orders:
            return False
        cells = plain.split(END)
        if not self._cells.issuperset(cells):
            for cell, other in zip(cells, self._addressed(), strict=True):
                if cell not in self._cells and stripped(other) not in self._stripped:
                    return False
        self.number = int(start[1])
        self.highest = max(map(int, STRING.findall(text)), default=-1)
        return True

    def learn(self) -> None:
        """Remember the row that was asked for last: it was read and is good."""
        if not self._text or max(len(self._stripped), len(self._orders)) > MOST:
            return
        plain = self._text.replace(self._row, HERE)
        self._orders.add(tuple(COLUMN.findall(plain)))
        for cell, other in zip(plain.split(END), self._addressed(), strict=True):
            if cell in self._cells or len(other) > LONGEST or not CELL.fullmatch(other):
                continue
            if (bare := stripped(other)) in self._stripped:
                continue
            self._stripped.add(bare)
            # Wherever the number of the row stood, a reference to this row has to have stood.
            if REFERENCE.sub(self._here, other) == cell:
                self._cells.add(cell)

    def _addressed(self) -> list[str]:
        """Return the cells of the row, of which only the addresses have lost their number."""
        return self._text.replace(f'{self._row}"', f'{HERE}"').split(END)

    def _here(self, found: re.Match[str]) -> str:
        return found[1] + (HERE if found[2] == self._row else found[2])
