"""A file of a ledger as an engine reads it: where its columns are, and how text is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# Texts of a customer that lines may carry; the commonest one counts.
TEXTS: tuple[str, ...] = (
    "owner", "segment", "region", "parent", "control_group", "control_reason",
)  # fmt: skip
# What of a line an engine stages where the file has it.
KEYS: tuple[str, ...] = (
    "id", "name", "order_id", "date", "revenue", "margin", "currency", "external", *TEXTS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is read by an engine itself: delimited text in UTF-8, or parquet.

    `columns` maps KEYS to the place (text) or the name (parquet) of a column, `headers` to what
    stands above it, `types` to the type of a column of parquet. `skipped` lines stand before the
    first one that counts, `first` is the row it has in a spreadsheet, and `sheet` the name of the
    sheet. `width` is how many columns there are.
    """

    file: str
    sheet: str
    path: Path
    kind: Literal["text", "parquet"]
    columns: Mapping[str, int | str]
    headers: Mapping[str, str]
    types: Mapping[str, str]
    first: int
    skipped: int = 0
    width: int = 0
    delimiter: str = ","
    newline: str = "\n"


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that an engine cannot take apart: its number in the file, and what is wrong."""

    file: int
    row: int
    lines: int
    text: str
