"""Files of a ledger: patterns become files, and of each file is found out how an engine reads it.

Only the beginning of a text or parquet file is read here; what no engine reads (workbooks, old
encodings) is laid beside as a file that it does read.
"""

from __future__ import annotations

import codecs
import glob
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kamxl.cells import CellError, CellValue
from kamxl.errors import InputError, UsageError
from kamxl.findings import Finding
from kamxl.hosts.tables.csv import ENCODINGS, OLD_ENCODINGS, decoded, read_csv
from kamxl.hosts.tables.reading import BOOK_SUFFIXES, CSV_SUFFIXES, PARQUET, read_table
from kamxl.intake.headers import recognise
from kamxl.intake.mapping import Mapping as ColumnMapping
from kamxl.intake.raw import RawTable
from kamxl.intake.texts import as_text
from kamxl.ledger.source import KEYS, Source
from kamxl.ledger.written import named, quoted
from kamxl.limits import DEFAULT, Limits

HEAD = 2**20
NEEDED = ("date", "revenue")
SUFFIXES = (*CSV_SUFFIXES, *BOOK_SUFFIXES, PARQUET)


@dataclass(frozen=True, slots=True)
class Found:
    """Files that an engine can read with their mappings, and what is wrong with the others."""

    sources: tuple[Source, ...]
    mappings: tuple[tuple[RawTable, ColumnMapping], ...]
    findings: tuple[Finding, ...]


def expand(patterns: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that are named, each once; patterns are expanded here, for any shell.

    A folder stands for the files in it that can be read. UsageError where a pattern finds nothing.
    """
    paths: dict[Path, None] = {}
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES)
        elif path.exists() or not glob.has_magic(pattern):
            found = [path]
        else:
            # pathlib has no pattern that begins with a drive or a share.
            names = glob.glob(pattern, recursive=True)  # noqa: PTH207
            found = sorted(p for name in names if (p := Path(name)).is_file())
        if not found:
            raise UsageError(f"{pattern}: there are no such files; check the path")
        paths |= dict.fromkeys(found)
    return tuple(paths)


def find_sources(
    paths: Sequence[Path],
    folder: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    limits: Limits = DEFAULT,
) -> Found:
    """Return how each file is read. One that is none of a ledger is a finding, not a failure.

    `folder` takes what has to be laid beside. InputError where no file can be used.
    """
    for key in mapping or {}:
        if key not in KEYS:
            raise UsageError(f"--map knows no key {key!r} of a line; there are {', '.join(KEYS)}")
    sources, mappings, findings = [], [], []
    for number, path in enumerate(paths):
        try:
            source, table, columns = _source(path, folder / str(number), mapping, sheet, limits)
        except InputError as flaw:
            reason = str(flaw).removeprefix(f"{flaw.place}: ")
            findings.append(Finding("L-FILE", {"reason": reason}, place=flaw.place or path.name))
        else:
            sources.append(source)
            mappings.append((table, columns))
    if not sources:
        first = findings[0]
        raise InputError(str(first.values["reason"]), first.place)
    for key, header in (mapping or {}).items():
        if not any(columns.headers.get(key) == header for _, columns in mappings):
            raise InputError(f"--map {key}={header!r}: no file has such a header")
    return Found(tuple(sources), tuple(mappings), tuple(findings))


def _source(
    path: Path,
    beside: Path,
    mapping: Mapping[str, str] | None,
    sheet: str | None,
    limits: Limits,
) -> tuple[Source, RawTable, ColumnMapping]:
    suffix = path.suffix.casefold()
    if suffix == PARQUET:
        return _of_parquet(path, mapping)
    if suffix in CSV_SUFFIXES and path.is_file():
        return _of_text(path, beside, mapping, limits)
    table = read_table(path, sheet, limits)
    columns = _columns(table, mapping)
    kept = beside.with_suffix(PARQUET)
    _lay(table, columns, kept)
    keys = {c.key: c.key for c in columns.columns if c.key in KEYS}
    return (
        Source(
            file=table.file,
            sheet=table.sheet,
            path=kept,
            kind="parquet",
            columns=keys,
            headers=columns.headers,
            types={},
            first=columns.header_row + 2,
        ),
        table,
        columns,
    )


def _columns(table: RawTable, mapping: Mapping[str, str] | None) -> ColumnMapping:
    there = {as_text(cell).casefold() for row in table.rows[:50] for cell in row}
    # With several files a header that is said must be in some of them only.
    wanted = {key: h for key, h in (mapping or {}).items() if h.strip().casefold() in there}
    columns = recognise(table, (), wanted, "invoices").mapping
    lacking = [key for key in NEEDED if columns.column(key) is None]
    if lacking:
        called = {"date": "date", "revenue": "amount"}
        raise InputError(
            f"no column with the {' and the '.join(called[key] for key in lacking)} of a line was "
            "recognised",
            table.whole,
        )
    return columns


def _of_text(
    path: Path, beside: Path, mapping: Mapping[str, str] | None, limits: Limits
) -> tuple[Source, RawTable, ColumnMapping]:
    name = path.name
    try:
        with path.open("rb") as content:
            head = content.read(HEAD)
        whole = len(head) == path.stat().st_size
    except OSError as flaw:
        raise InputError(
            f"the file cannot be opened ({flaw.strerror}); is it yours?", name
        ) from None
    if not head:
        raise InputError("the file is empty; export it again", name)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError("inside, this is a workbook or archive; give it the name it has", name)
    if not whole:
        head = head[: head.rfind(b"\n") + 1] or head
    encoding = _encoding(path, head, name)
    newline = "\r\n" if b"\r\n" in head else "\n" if b"\n" in head else "\r"
    if encoding != "utf-8" or newline == "\r":
        path = _transcoded(path, beside.with_suffix(".csv"), encoding, name)
        newline = "\n"
        with path.open("rb") as content:
            head = content.read(HEAD)
    table = _head_table(head, name, limits)
    columns = _columns(table, mapping)
    declared = int(head.removeprefix(codecs.BOM_UTF8).lstrip(b'"').lower().startswith(b"sep="))
    width = len(table.rows[columns.header_row])
    keys = {c.key: c.column for c in columns.columns if c.key in KEYS}
    source = Source(
        file=name,
        sheet=Path(name).stem,
        path=path,
        kind="text",
        columns=keys,
        headers=columns.headers,
        types={},
        first=columns.header_row + 2,
        skipped=columns.header_row + 1 + declared,
        width=width,
        delimiter=table.delimiter,
        newline=newline,
    )
    return source, table, columns


def _head_table(head: bytes, name: str, limits: Limits) -> RawTable:
    """Return the table at the beginning of a file, up to where it can be read.

    A quotation that is cut off, or never closed, spoils only what follows: an engine says which.
    """
    while True:
        try:
            return read_csv(head, name, Path(name).stem, limits)
        except InputError:
            shorter = head[: len(head) // 2]
            head, before = shorter[: shorter.rfind(b"\n") + 1], head
            if not head or len(head) == len(before):
                raise


def _encoding(path: Path, head: bytes, name: str) -> str:
    """Return the encoding of a whole file, a key of ENCODINGS, a block at a time."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = head
    with path.open("rb") as content:
        try:
            while block := content.read(2**22):
                if b"\0" in block:
                    raise InputError("this is not text; save the table as .csv or .xlsx", name)
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            encoding = decoded(block or head, name)[1]
            return encoding if encoding in OLD_ENCODINGS else "cp1252"
    return "utf-8"


def _transcoded(path: Path, target: Path, encoding: str, name: str) -> Path:
    assert encoding in ENCODINGS
    try:
        with (
            path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding) as content,
            target.open("w", encoding="utf-8", newline="\n") as copy,
        ):
            while block := content.read(2**20):
                copy.write(block)
    except UnicodeDecodeError:
        raise InputError(f"it is not text in {ENCODINGS[encoding]} throughout", name) from None
    return target


def _of_parquet(
    path: Path, mapping: Mapping[str, str] | None
) -> tuple[Source, RawTable, ColumnMapping]:
    name = path.name
    pattern = quoted(glob.escape(str(path)))
    try:
        with duckdb.connect() as engine:
            found = engine.execute(f"DESCRIBE SELECT * FROM read_parquet({pattern})").fetchall()
    except duckdb.IOException as flaw:
        if not path.exists():
            raise InputError("there is no such file; check the path", str(path)) from None
        raise InputError(
            "this is no parquet file, or it is damaged; export it again", name
        ) from flaw
    except duckdb.Error:
        raise InputError(
            "this is no parquet file, or it is damaged; export it again", name
        ) from None
    header: list[CellValue] = [row[0] for row in found]
    table = RawTable(name, path.stem, [header], sheets=(path.stem,))
    columns = _columns(table, mapping)
    names = {c.column: found[c.column] for c in columns.columns}
    keys = {c.key: names[c.column][0] for c in columns.columns if c.key in KEYS}
    types = {c.key: names[c.column][1] for c in columns.columns if c.key in KEYS}
    source = Source(
        file=name,
        sheet=path.stem,
        path=path,
        kind="parquet",
        columns=keys,
        headers=columns.headers,
        types=types,
        first=2,
    )
    return source, table, columns


def _lay(table: RawTable, columns: ColumnMapping, path: Path) -> None:
    """Write the cells of the mapped columns as texts, one row a row of the sheet."""
    rows = range(columns.header_row + 1, len(table.rows))
    data = {
        c.key: [_cell(table.cell(row, c.column)) for row in rows]
        for c in columns.columns
        if c.key in KEYS
    }
    fields = ", ".join(f"{named(key)} VARCHAR" for key in data)
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE laid ({fields})")
        if len(rows):
            listed = ", ".join(f"unnest(${n + 1}::VARCHAR[])" for n in range(len(data)))
            engine.execute(f"INSERT INTO laid SELECT {listed}", list(data.values()))
        engine.execute(f"COPY laid TO {quoted(str(path))} (FORMAT parquet)")


def _cell(cell: CellValue) -> str | None:
    if isinstance(cell, CellError):
        return str(cell)
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.15g}" if abs(cell) >= 1e-4 else repr(cell)
    return as_text(cell) or None
