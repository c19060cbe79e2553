"""What runs the queries: DuckDB in this process, beyond memory on disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb

from kamxl.errors import InputError
from kamxl.ledger.source import Broken, Source
from kamxl.ledger.staging import STAGED, columns_of, staged
from kamxl.ledger.written import named, quoted

# Of lines that cannot be taken apart so many are kept, all are counted.
KEPT = 20


@dataclass(slots=True)
class Staged:
    """What was staged: `line` of a file's first row, how many rows it has, and broken lines.

    `broken` counts lines that could not be taken apart, by file; `samples` are the first of them.
    `refused` says of files why they could not be read at all.
    """

    columns: tuple[str, ...]
    starts: dict[int, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    broken: dict[int, int] = field(default_factory=dict)
    samples: list[Broken] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)

    def place(self, line: int) -> tuple[int, int]:
        """Return the file of a line, and how many rows of the file stand before it."""
        file = max((f for f, start in self.starts.items() if start <= line), default=0)
        return file, line - self.starts[file]


class Engine(Protocol):
    """Runs the SQL of `staging` and `queries`, in DuckDB's dialect, on files."""

    name: str

    def stage(self, sources: Sequence[Source]) -> Staged:
        """Read the files into the relation `staged`, with `line` and `file` (a number)."""

    def view(self, name: str, sql: str) -> None:
        """Give a query a name."""

    def put(self, name: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a small table."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query gives."""

    def close(self) -> None:
        """Let go of what it holds."""


class DuckEngine:
    """DuckDB with a limit of memory (MB); what does not fit lies in a temporary folder."""

    name = "duckdb"

    def __init__(self, memory: int | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kamxl-ledger-"))
        config: dict[str, Any] = {"temp_directory": str(self.folder)}
        if memory is not None:
            config["memory_limit"] = f"{memory}MiB"
        self.connection = duckdb.connect(config=config)

    def __enter__(self) -> DuckEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of memory and the temporary folder."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stage(self, sources: Sequence[Source]) -> Staged:
        """Read the files into the table `staged`; rows keep their order, so `rowid` is `line`."""
        columns = columns_of(sources)
        done = Staged(columns)
        kinds = ", ".join(f"{column} {STAGED[column]}" for column in columns)
        self.connection.execute(f"CREATE TABLE staged_rows (file INTEGER, {kinds})")
        rows = 0
        for file, source in enumerate(sources):
            done.starts[file] = rows
            try:
                self._insert(file, source, columns)
            except duckdb.OutOfMemoryException:
                raise InputError(
                    "the ledger does not fit into the memory that is allowed; raise --memory, or "
                    "“ledger” in [limits] of kamxl.toml",
                    source.file,
                ) from None
            except duckdb.Error as flaw:
                done.refused[file] = str(flaw).splitlines()[0]
            else:
                self._note_broken(file, source, done)
            count: Any = self.connection.execute("SELECT count(*) FROM staged_rows").fetchone()
            done.counts[file] = count[0] - rows
            rows = count[0]
        self.view("staged", "SELECT rowid AS line, * FROM staged_rows")
        return done

    def _insert(self, file: int, source: Source, columns: Sequence[str]) -> None:
        path = quoted(str(source.path))
        if source.kind == "parquet":
            raw = {key: named(str(column)) for key, column in source.columns.items()}
            table = f"read_parquet({path})"
        else:
            raw = {key: f"c{column}" for key, column in source.columns.items()}
            fields = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(source.width))
            newline = {"\n": "\\n", "\r\n": "\\r\\n", "\r": "\\r"}[source.newline]
            table = (
                f"read_csv({path}, header=false, auto_detect=false, all_varchar=true, "
                f"skip={source.skipped}, delim={quoted(source.delimiter)}, quote='\"', "
                f"escape='\"', columns={{{fields}}}, new_line='{newline}', ignore_errors=true, "
                "store_rejects=true)"
            )
        values = staged(source, raw, columns)
        self.connection.execute(f"INSERT INTO staged_rows SELECT {file}, {values} FROM {table}")

    def _note_broken(self, file: int, source: Source, done: Staged) -> None:
        if source.kind != "text":
            return
        lines = self.connection.execute(
            "SELECT line, any_value(csv_line), any_value(error_type) FROM reject_errors "
            "GROUP BY line ORDER BY line"
        ).fetchall()
        self.connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        for at, (line, text, kind) in enumerate(lines):
            inside = str(text or "").rstrip("\r\n")
            spanned = inside.count("\n") + 1 if "QUOTE" in kind else 1
            done.broken[file] = done.broken.get(file, 0) + spanned
            if at < KEPT:
                done.samples.append(Broken(file, line, spanned, inside))

    def view(self, name: str, sql: str) -> None:
        """Give a query a name."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def put(self, name: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make a small table."""
        kinds = ", ".join(f"{column} {type_}" for column, type_ in types.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} ({kinds})")
        if rows:
            places = ", ".join("?" for _ in types)
            self.connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query gives."""
        return self.connection.execute(sql).fetchall()
