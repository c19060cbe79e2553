"""Makes docs/pictures anew from the demo's workbooks: `.venv/bin/python -m tests.docs.pictures`.

LibreOffice prints them, Poppler draws the pages; the white around is cut off. Look at them after.
"""

from __future__ import annotations

import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kamxl.actions.demo import demo
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.docs.pages import ROOT
from tests.office.client import find_installation

FOLDER = ROOT / "docs" / "pictures"
WANTED = {
    "en": ("overview", "ratings", "ranking", "matrix", "concentration"),
    "de": ("overview", "ranking"),
}
DOTS = 110
WHITE = 250
MARGIN = 12
# Where the footer stands, from the bottom.
FOOTER = 0.055
RESTART = 81

Picture = npt.NDArray[np.uint8]


def page(pdf: Path, number: int) -> Picture:
    """Return a page, rows by columns by red, green and blue."""
    command = ["pdftoppm", "-r", str(DOTS), "-f", str(number), "-l", str(number), str(pdf)]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, dots = raw.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(dots[: width * height * 3], np.uint8).reshape(height, width, 3)


def first_pages(pdf: Path, book: Book) -> dict[str, int]:
    """Return where each sheet begins, by its key: its title opens the page."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout
    opening = [one.lstrip().partition("\n")[0] for one in text.decode().split("\f")]
    found, begin = {}, 0
    for sheet in book.sheets:
        title = next(cell.content for cell in sheet.cells if cell[:2] == (0, 0))
        begin = opening.index(str(title), begin) + 1
        found[sheet.key] = begin
    return found


def trimmed(picture: Picture) -> Picture:
    """Return a page without its footer and the white around."""
    above = picture[: int(len(picture) * (1 - FOOTER))]
    ink = (above < WHITE).any(axis=2)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    cut = above[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(cut, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), constant_values=255)


def png(picture: Picture) -> bytes:
    """Return a PNG with a palette: the commonest colours, each other one as its nearest."""
    height, width = picture.shape[:2]
    dots = picture.reshape(-1, 3).astype(np.int64)
    codes = dots[:, 0] << 16 | dots[:, 1] << 8 | dots[:, 2]
    colours, where, counts = np.unique(codes, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1)
    palette = parts[np.argsort(-counts, kind="stable")[:256]]
    nearest = np.array([int(((palette - c) ** 2).sum(axis=1).argmin()) for c in parts])
    rows = nearest[where].reshape(height, width).astype(np.uint8)
    lines = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1).tobytes()
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def printed(book: Book, folder: Path) -> Path:
    """Return a workbook as LibreOffice prints it."""
    path = folder / "book.xlsx"
    build(book, path)
    profile = (folder / "profile").as_uri()
    command = [str(find_installation().binary), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    ended = subprocess.run(command, capture_output=True)
    if ended.returncode == RESTART:  # it has made its profile
        ended = subprocess.run(command, capture_output=True)
    ended.check_returncode()
    return path.with_suffix(".pdf")


def main() -> None:
    """Write all pictures: the first page of each sheet that is wanted."""
    for language in LANGUAGES:
        book = render(demo(read_table, language, load_profile).inputs)
        with tempfile.TemporaryDirectory() as folder:
            pdf = printed(book, Path(folder))
            begins = first_pages(pdf, book)
            for key in WANTED[language]:
                content = png(trimmed(page(pdf, begins[key])))
                (FOLDER / f"{key}.{language}.png").write_bytes(content)


if __name__ == "__main__":
    main()
