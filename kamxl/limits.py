"""How much a file may hold before it is refused: whatever kamxl writes stays below."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold, in megabytes (2**20 bytes), cells, entries of its zip and seconds.

    `unpacked` is the whole of a workbook, `part` one entry of it; `cells` the rectangle that the
    cells of a sheet span; `memory` and `seconds` what a child process gets that reads a workbook of
    another format. `ledger` is the memory that sums of a ledger may take; the rest is on disk.
    another format. A new workbook of more than `accounts` accounts has values only.
    """

    file: int = 384
    part: int = 3_072
    unpacked: int = 8_192
    entries: int = 10_000
    cells: int = 50_000_000
    memory: int = 3_072
    seconds: int = 120
    ledger: int = 2_048
    accounts: int = 100_000


DEFAULT = Limits()
MEGABYTE = 2**20
# A part beyond RATIO_FROM bytes that is packed tighter than this is a bomb.
RATIO = 250
RATIO_FROM = 2**20
FIELD_CHARACTERS = 2**20
# The most columns and rows of a sheet, and the longest text of a cell, in Excel.
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
# What of a text is taken over: formulas join several, and a cell holds 32,767 characters.
TEXT_CHARACTERS = 8_000
