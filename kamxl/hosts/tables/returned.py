"""The files that came back, found in folders, each opened only when it is asked for."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from kamxl.actions.collecting import Returned
from kamxl.errors import InputError, UsageError
from kamxl.hosts.tables.book import XLSX, BookFile
from kamxl.hosts.tables.reading import book_kind, file_content
from kamxl.limits import Limits

# Left by programs beside what people made.
ASIDE = ("~$", ".")
OURS = frozenset({"manifest.json"})
ODD = {"vbaproject": "H-MACRO", "/externallinks/": "H-LINK"}


def returned_files(places: Sequence[Path], master: Path, limits: Limits) -> list[Returned]:
    """Return the files of folders, and files that are named; the master itself is none."""
    made = []
    for path, name in _found(places):
        if path.resolve() != master.resolve():
            made.append(_returned(path, name, limits))
    return made


def _found(places: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for place in places:
        if place.is_dir():
            for path in sorted(place.rglob("*")):
                name = path.relative_to(place)
                hidden = any(part.startswith(ASIDE) for part in name.parts)
                if path.is_file() and not hidden and path.name not in OURS:
                    yield path, name.as_posix()
        elif place.exists():
            yield place, place.name
        else:
            raise UsageError(f"{place}: there is no such file or folder; check the path")


def _returned(path: Path, name: str, limits: Limits) -> Returned:
    try:
        content = file_content(path, XLSX, limits)
    except InputError as error:
        flaw = error
        try:
            digest = _digest_of(path)
        except OSError:
            digest = hashlib.sha256(name.encode()).hexdigest()

        def refuse() -> BookFile:
            raise flaw

        return Returned(name, digest, refuse)

    def book() -> BookFile:
        kind = book_kind(content, name)
        if kind != "xlsx":
            raise InputError(f"inside, this is a .{kind} workbook; save it as .xlsx", name)
        return BookFile(content, name, limits)

    return Returned(name, hashlib.sha256(content).hexdigest(), book, _odd(content))


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def _odd(content: bytes) -> tuple[str, ...]:
    """Return the codes of what is odd about a package, whatever its parts are called."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [f"/{name.casefold()}" for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ()
    return tuple(code for part, code in ODD.items() if any(part in name for name in names))
