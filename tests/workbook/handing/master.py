"""A master with owners, shared accounts and plans, and what is handed out of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from kamxl.actions.run import RunResult, run
from kamxl.actions.splitting import Division, Options, split
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.parts import build_parts
from kamxl.hosts.xlsx.patching import patch
from kamxl.rules import load_rules
from kamxl.text import Language
from kamxl.workbook.handing.typed import Holding, read_holding
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.plans.reading import read_plans
from kamxl.workbook.schema import render
from tests.domain import golden

TODAY = golden.TODAY
# Whose the twelve accounts are, in their order; one is nobody's.
OWNERS = (
    "Ada Nord", "Ada Nord; Ben Süd", "Ben Süd", "Ben Süd", "Cora West", "Cora West", "Ada Nord",
    "Ben Süd; Cora West", "Cora West", "Ada Nord", "", "Ben Süd",
)  # fmt: skip


def inputs(language: Language = "en", **policy: Any) -> Inputs:
    """Return the twelve accounts with their owners, regions and parents."""
    whole = golden.portfolio()
    texts = {
        **whole.texts,
        "owner": OWNERS,
        "region": ("North", "South", "South") * 4,
        # The second belongs to the ninth, which is somebody else's.
        "parent": ("", whole.ids[8], *[""] * 10),
    }
    return Inputs(
        dataclasses.replace(whole, texts=texts),
        dataclasses.replace(golden.policy(), **policy),
        language,
        TODAY,
        source="secret-crm-export.csv",
    )


@cache
def content(language: Language = "en", plans: bool = True) -> bytes:
    """Return the file of the master."""
    return built(render(inputs(language), None, load_rules(None) if plans else None))


def master(folder: Path, language: Language = "en", *, plans: bool = True) -> Path:
    """Write the master into a folder."""
    path = folder / "master.xlsx"
    path.write_bytes(content(language, plans))
    return path


def judged(path: Path) -> RunResult:
    """Return what a workbook says."""
    return run(read_book(path), TODAY)


def division(path: Path, **options: Any) -> Division:
    """Return how a master is divided, with marks that count: part-1, part-2."""
    marks = count(1)
    return split(judged(path), TODAY, Options(**options), lambda: f"mark-{next(marks)}", path.stem)


def handed_out(path: Path, folder: Path, **options: Any) -> Division:
    """Hand a master out into a folder, as the command does."""
    made = division(path, **options)
    folder.mkdir(exist_ok=True)
    digests = build_parts(made.master, made.terms, made.pieces, folder, lambda _: None)
    (folder / "manifest.json").write_text(json.dumps(made.manifest(digests)), encoding="utf-8")
    patch(path, made.remembered(digests))
    return made


def holding(path: Path, lines: Mapping[str, Any] | None = None) -> Holding:
    """Return what was typed in a workbook."""
    book: BookFile = read_book(path)
    found = run(book, TODAY)
    memory = found.memory.forms if found.memory else {}
    plans = read_plans(book, tuple(found.read.names.values()), memory)
    return read_holding(found.read, plans, book.texts)


def files(folder: Path, made: Division) -> Sequence[Path]:
    """Return the files of the parts, in the order of their owners."""
    return [folder / piece.file for piece in made.pieces]


def day(text: str) -> dt.date:
    """Return a day."""
    return dt.date.fromisoformat(text)
