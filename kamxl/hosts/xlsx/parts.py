"""Builds the files of parts, on all cores where there are many."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kamxl.actions.splitting import Piece
from kamxl.errors import UsageError
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES
from kamxl.workbook.handing.part import Master, Otherwise, Terms, part_book

# So few are built sooner than other processes have started.
FEW = 12
_HELD: list[tuple[Master, Terms, Path]] = []


def build_parts(
    master: Master,
    terms: Terms,
    pieces: Sequence[Piece],
    folder: Path,
    done: Callable[[int], None],
    jobs: int | None = None,
) -> dict[str, str]:
    """Write the file of each piece into a folder; return their digests by mark.

    `done` is told how many are made. UsageError where a part would judge otherwise than the master.
    """
    workers = jobs or (min(os.cpu_count() or 1, len(pieces)) if len(pieces) > FEW else 1)
    digests: dict[str, str] = {}
    if workers == 1:
        for count, piece in enumerate(pieces, start=1):
            digests[piece.mark] = _build(master, terms, piece, folder)
            done(count)
        return digests
    pool = ProcessPoolExecutor(
        workers,
        multiprocessing.get_context("spawn"),
        initializer=_hold,
        initargs=(master, terms, folder),
    )
    with pool:
        made = pool.map(_build_held, pieces, chunksize=max(1, min(8, len(pieces) // workers // 4)))
        try:
            for count, (piece, digest) in enumerate(zip(pieces, made, strict=True), start=1):
                digests[piece.mark] = digest
                done(count)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return digests


def _hold(master: Master, terms: Terms, folder: Path) -> None:
    _HELD[:] = [(master, terms, folder)]


def _build_held(piece: Piece) -> str:
    master, terms, folder = _HELD[0]
    return _build(master, terms, piece, folder)


def _build(master: Master, terms: Terms, piece: Piece, folder: Path) -> str:
    try:
        book = part_book(master, piece.group, piece.mark, terms, piece.about)
    except Otherwise as wrong:
        raise UsageError(_refused(master, piece, str(wrong))) from None
    path = folder / piece.file
    build(book, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _refused(master: Master, piece: Piece, key: str) -> str:
    names = {c.key: c.name(LANGUAGES[0]) for c in master.inputs.policy.criteria}
    what = f"the criterion “{names[key]}” is" if key in names else "the score is"
    return (
        f"{what} another one in the part of {piece.group.owner} than in the master, since it "
        "depends on who else is there; freeze its reference values, then divide again"
    )
