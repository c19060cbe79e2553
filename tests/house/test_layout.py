from __future__ import annotations

import json
from pathlib import Path

from kamxl.text import LANGUAGES
from kamxl.workbook.schema import SCHEMA_VERSION
from kamxl.workbook.upgrades.steps import SCHEMAS
from tests.workbook.upgrades.noting import KNOWN, LAYOUTS, layout

OLD = Path(__file__).parents[1] / "data" / "old"


def test_a_workbooks_layout_changes_only_with_its_schema() -> None:
    noted = (LAYOUTS / f"{SCHEMA_VERSION}.txt").read_text(encoding="utf-8").split("\n")[:-1]
    now = layout()
    gone, new = sorted(set(noted) - set(now)), sorted(set(now) - set(noted))
    assert (gone, new) == ([], []), (
        f"The layout of workbooks differs from the one noted for schema {SCHEMA_VERSION}. Was that "
        "schema handed out (CHANGELOG)? Then raise SCHEMA_VERSION, add a line to SCHEMAS in "
        "kamxl/workbook/upgrades/steps.py, and keep an old file (CONTRIBUTING, “A new layout”). "
        "If not, note it anew: python -m tests.workbook.upgrades.noting"
    )


def test_every_earlier_schema_has_its_kept_workbook_and_what_it_wrote() -> None:
    for schema in SCHEMAS:
        if schema == SCHEMA_VERSION:
            continue
        for language in LANGUAGES:
            assert (OLD / f"schema{schema}.{language}.xlsx").exists()
            told = json.loads((KNOWN / f"{schema}.{language}.json").read_text(encoding="utf-8"))
            assert told["sheets"]
