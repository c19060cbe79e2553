"""Which column of a table is what: found once, printed, and kept for the next export."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from kamxl.errors import InputError

TableKind = Literal["accounts", "invoices"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is used: its key, its header as it stands in the file, its place from 0."""

    key: str
    header: str
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a table by key, the row of the headers from 0, and what a row is."""

    kind: TableKind
    header_row: int
    columns: tuple[Column, ...]

    @property
    def headers(self) -> dict[str, str]:
        """Key to header, as `--map` takes them: apply it to the next export."""
        return {column.key: column.header for column in self.columns}

    def column(self, key: str) -> Column | None:
        """Return the column of a key, or None."""
        return next((column for column in self.columns if column.key == key), None)

    def to_json(self) -> str:
        """Return the mapping as JSON text."""
        columns = {c.key: {"header": c.header, "column": c.column} for c in self.columns}
        content = {"kind": self.kind, "header_row": self.header_row, "columns": columns}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Return the mapping that `to_json` wrote; InputError for anything else."""
        try:
            content = json.loads(text)
            columns = tuple(
                Column(str(key), str(entry["header"]), int(entry["column"]))
                for key, entry in content["columns"].items()
            )
            kind: TableKind = {"accounts": "accounts", "invoices": "invoices"}[content["kind"]]  # type: ignore[assignment]
            return cls(kind, int(content["header_row"]), columns)
        except (ValueError, KeyError, TypeError, AttributeError) as flaw:
            raise InputError("this is not a mapping that kamxl saved; run it without") from flaw
