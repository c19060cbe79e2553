"""Makes docs/pictures anew from the demo's workbooks: `.venv/bin/python -m tests.docs.pictures`.

Those of the told year and the told weeks (docs/story.md, docs/team.md) come from their workbooks.
LibreOffice prints them, Poppler draws the pages; the white around is cut off, or all but some
sections of a sheet. Look at them after.
"""

from __future__ import annotations

import html
import re
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kamxl.actions.demo import demo
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.rules import shipped_rules
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.handing.listed import CONFLICTS, LOG
from kamxl.workbook.plans.strategy_sections import GOALS, KPIS, NEEDS, RISKS, SERVICES, SWOT
from kamxl.workbook.schema import render
from tests.docs import story, team
from tests.docs.pages import ROOT
from tests.office.client import find_installation

FOLDER = ROOT / "docs" / "pictures"
WANTED = (
    "overview", "ratings", "strength", "ranking", "explanation", "changes", "matrix",
    "concentration", "checklist", "contacts",
)  # fmt: skip
# By picture: quarter, sheet (an account's or a register), and the sections from one to another, by
# their titles; without sections the whole first page.
TOLD: Mapping[str, tuple[str, str, tuple[Text, Text] | None]] = {
    "sheet": ("january", story.CARTECH, None),
    "kpis": ("january", story.TECHNOLOGY, (KPIS.title, NEEDS.title)),
    "goals": ("spring", story.CARTECH, (GOALS.title, SERVICES.title)),
    "outdated": ("summer", story.TECHNOLOGY, (SWOT.title, GOALS.title)),
    "actions": ("autumn", "actions", None),
    "hotel": ("winter", story.HOTEL, (NEEDS.title, RISKS.title)),
}
DOTS = 110
WHITE = 250
MARGIN = 12
# Where the footer stands, from the bottom.
FOOTER, LOW_FOOTER = 0.055, 0.037
RESTART = 81

Picture = npt.NDArray[np.uint8]


def page(pdf: Path, number: int) -> Picture:
    """Return a page, rows by columns by red, green and blue."""
    command = ["pdftoppm", "-r", str(DOTS), "-f", str(number), "-l", str(number), str(pdf)]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, dots = raw.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(dots[: width * height * 3], np.uint8).reshape(height, width, 3)


def trimmed(picture: Picture, footer: float = FOOTER) -> Picture:
    """Return a page without its footer and the white around."""
    above = picture[: int(len(picture) * (1 - footer))]
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


def printed(path: Path, folder: Path) -> Path:
    """Return a workbook as LibreOffice prints it."""
    profile = (folder / "profile").as_uri()
    command = [str(find_installation().binary), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    ended = subprocess.run(command, capture_output=True)
    if ended.returncode == RESTART:  # it has made its profile
        ended = subprocess.run(command, capture_output=True)
    ended.check_returncode()
    return folder / f"{path.stem}.pdf"


def pages_of(pdf: Path, sheet: str) -> list[int]:
    """Return the pages of a sheet: its name stands in their footers."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    pages = text.stdout.decode().split("\f")
    footer = re.compile(rf"– {re.escape(sheet)} {{2,}}\d+ / \d+")
    return [number for number, page in enumerate(pages, start=1) if footer.search(page)]


def height_at(pdf: Path, number: int, title: str) -> float | None:
    """Return where a title stands on a page, as a part of its height; None where it does not."""
    command = ["pdftotext", "-bbox-layout", "-f", str(number), "-l", str(number), str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    page = re.search(r'<page width="[\d.]+" height="([\d.]+)"', told)
    assert page is not None
    for line in re.findall(r"<line .*?</line>", told, re.DOTALL):
        words = re.findall(r'yMin="([\d.]+)"[^>]*>([^<]+)</word>', line)
        if html.unescape(" ".join(word for _, word in words)) == title:
            return float(words[0][0]) / float(page[1])
    return None


def between(pdf: Path, sheet: str, first: str, last: str) -> Picture:
    """Return the rows of a sheet from one title to another."""
    found: list[Picture] = []
    inside = False
    for number in pages_of(pdf, sheet):
        drawn = page(pdf, number)
        top, bottom = height_at(pdf, number, first), height_at(pdf, number, last)
        if top is None and not inside:
            continue
        inside = bottom is None
        begin = 0 if top is None else int(len(drawn) * top) - 1
        end = int(len(drawn) * (1 - LOW_FOOTER)) if bottom is None else int(len(drawn) * bottom) - 4
        part = drawn[begin:end]
        rows = np.flatnonzero((part < WHITE).any(axis=(1, 2)))
        found.append(part[rows[0] : rows[-1] + 1])
        if not inside:
            break
    assert found, (sheet, first)
    return trimmed(np.concatenate(found), footer=0)


def keep(name: str, picture: Picture) -> None:
    """Write a picture."""
    (FOLDER / f"{name}.png").write_bytes(png(picture))


def of_the_example(language: Language, folder: Path) -> None:
    """Write the first page of each sheet that is wanted."""
    book = render(demo(read_table, language, load_profile).inputs, rulebook=shipped_rules())
    path = folder / "book.xlsx"
    build(book, path)
    pdf = printed(path, folder)
    for key in WANTED:
        name = next(sheet.name for sheet in book.sheets if sheet.key == key)
        if key != "changes":  # it comes from the told year, where something has changed
            keep(f"{key}.{language}", trimmed(page(pdf, pages_of(pdf, name)[0])))


def of_the_story(language: Language, folder: Path) -> None:
    """Write what docs/story.md shows."""
    with story.Office(folder / "office") as office:
        quarters = story.tell(language, folder, office)
        pdfs = {part: printed(quarter.path, folder) for part, quarter in quarters.items()}
        for key, (part, sheet, sections) in TOLD.items():
            desk = story.Desk(quarters[part].path, language, office)
            if sheet in words.SHEETS:
                name = words.SHEETS[sheet](language)
            else:
                name = desk.sheet(sheet).name
            if sections is None:
                low = FOOTER if sheet in words.SHEETS else LOW_FOOTER
                drawn = trimmed(page(pdfs[part], pages_of(pdfs[part], name)[0]), low)
            else:
                first, last = (title(language) for title in sections)
                drawn = between(pdfs[part], name, first, last)
            keep(f"story-{key}.{language}", drawn)
        pdf = pdfs["autumn"]
        name = words.SHEETS["changes"](language)
        keep(f"changes.{language}", trimmed(page(pdf, pages_of(pdf, name)[0])))


def of_the_team(language: Language, folder: Path) -> None:
    """Write what docs/team.md shows."""
    with story.Office(folder / "office") as office:
        told = story.tell(language, folder, office, team.TALE)
    part = next((folder / team.PARTS).glob(f"*{team.ANNA}.xlsx"))
    shown = {
        "part": (part, read_book(part).sheets()[0]),
        "conflicts": (told["returns"].path, CONFLICTS.name(language)),
        "collected": (told["choice"].path, LOG.name(language)),
    }
    for key, (path, name) in shown.items():
        pdf = printed(path, folder)
        keep(f"team-{key}.{language}", trimmed(page(pdf, pages_of(pdf, name)[0])))


def main() -> None:
    """Write all pictures."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            of_the_example(language, Path(folder))
        with tempfile.TemporaryDirectory() as folder:
            of_the_story(language, Path(folder))
        with tempfile.TemporaryDirectory() as folder:
            of_the_team(language, Path(folder))


if __name__ == "__main__":
    main()
