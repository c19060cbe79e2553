"""Notes what this kamxl writes into workbooks, and which layout they have.

    python -m tests.workbook.upgrades.noting            the layout, for the house test
    python -m tests.workbook.upgrades.noting --known    what is written, for upgrades from here

The second is done once for a layout that is handed out, before the first change to it.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kamxl.actions.demo import demo
from kamxl.domain.assessment import assess
from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.tables.reading import read_table
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.merging.references import masked
from kamxl.workbook.schema import SCHEMA_VERSION, render
from kamxl.workbook.spec import Book, Formula, Link
from kamxl.workbook.state import BONES, Bones, contents

LAYOUTS = Path(__file__).parents[2] / "data" / "layouts"
KNOWN = Path(__file__).parents[3] / "kamxl" / "workbook" / "upgrades" / "known"


def empty(language: Language) -> Book:
    return render(
        Inputs(Portfolio((), ()), load_profile("standard"), language, dt.date(2026, 1, 1))
    )


def filled(language: Language) -> Book:
    inputs = demo(read_table, language, load_profile).inputs
    return render(inputs, assess(inputs.portfolio, inputs.policy, inputs.as_of))


def layout() -> list[str]:
    """Return what makes up the layout of workbooks, line by line, in English."""
    return sorted(_layout(empty("en")))


def _layout(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        yield f"sheet {sheet.key}"
        for table in sheet.tables:
            for place, column in enumerate(table.columns, start=1):
                yield f"sheet {sheet.key} column {place:03} {column.key}"
    for place, key in enumerate(words.SETTINGS, start=1):
        yield f"setting {place:03} {key}"
    for place, key in enumerate(words.CRITERIA_COLUMNS, start=1):
        yield f"criteria column {place:03} {key}"
    for name in book.names:
        yield f"name {name}"


def known(language: Language) -> dict[str, Any]:
    """Return what is written into each sheet."""
    sheets: dict[str, dict[str, Any]] = {}
    for book in (empty(language), filled(language)):
        for sheet in book.sheets:
            if sheet.key == "findings":
                continue
            found = sheets.setdefault(
                sheet.key, {"formulas": set(), "texts": set(), "numbers": set()}
            )
            found["columns"] = 1 + max(column for _, column in contents(sheet))
            found["bones"] = BONES.dump_python(Bones.of(sheet), mode="json")
            for content, _, typed in contents(sheet).values():
                shown = content.text if isinstance(content, Link) else content
                if isinstance(content, Formula):
                    found["formulas"].add(masked(content.text))
                elif typed or isinstance(shown, bool):
                    continue
                elif isinstance(shown, str) and shown:
                    found["texts"].add(shown)
                elif isinstance(shown, (int, float)):
                    found["numbers"].add(float(shown))
    return {
        "sheets": {
            key: {name: sorted(one) if isinstance(one, set) else one for name, one in sheet.items()}
            for key, sheet in sheets.items()
        }
    }


def main() -> None:
    if "--known" in sys.argv:
        for language in LANGUAGES:
            path = KNOWN / f"{SCHEMA_VERSION}.{language}.json"
            path.write_text(
                json.dumps(known(language), ensure_ascii=False, indent=0, sort_keys=True),
                encoding="utf-8",
            )
        return
    path = LAYOUTS / f"{SCHEMA_VERSION}.txt"
    path.write_text("\n".join(layout()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
