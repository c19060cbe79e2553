from __future__ import annotations

import pytest

from kamxl.text import LANGUAGES, Language
from kamxl.workbook.spec import Formula
from kamxl.workbook.state import Remembered
from kamxl.workbook.upgrades.known import known_sheets


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("schema", [1, 2, 3])
def test_every_schema_knows_what_it_wrote(schema: int, language: Language) -> None:
    sheets = known_sheets(schema, language)
    assert {"accounts", "criteria", "ratings", "ranking", "settings"} <= set(sheets)
    assert all(len(sheets[key].written.formulas) > 15 for key in ("accounts", "ratings", "ranking"))


def test_a_formula_is_known_wherever_it_stands() -> None:
    ranking = known_sheets(1, "en")["ranking"]
    known = next(iter(sorted(f for f in ranking.written.formulas if "#" in f)))
    assert ranking.formula("=" + known.replace("#", "$C$77"))
    assert not ranking.formula("=SUM(A1:A3)*1.19")


def test_texts_are_known_and_what_people_write_is_not() -> None:
    criteria = known_sheets(1, "de")["criteria"]
    assert criteria.constant("K1")
    assert not criteria.constant("bitte prüfen")
    assert not criteria.constant(True)


def test_what_a_workbook_remembers_is_known_too() -> None:
    old = known_sheets(3, "en")["ranking"]
    now = old.knowing(Remembered("Ranking", {(0, 0): "Our ranks", (1, 0): Formula("=A1+B7", None)}))
    assert now.constant("our ranks")
    assert now.formula("=C9+D2")
    assert old.knowing(None) is old
