from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.text import LANGUAGES, Language
from kamxl.workbook.handing.typed import Key, account_behind, normal
from tests.workbook.handing import master


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_holds_what_the_master_remembers_of_it(tmp_path: Path, language: Language) -> None:
    path = master.master(tmp_path, language)
    made = master.handed_out(path, tmp_path / "parts")
    for part, file in zip(made.round.parts, master.files(tmp_path / "parts", made), strict=True):
        found = master.holding(file)
        assert set(found.ids) == set(part.accounts)
        for key, typed in found.cells.items():
            assert typed.value == made.round.base(part, key), key
        said = {key for key in made.round.values if key.account in part.accounts}
        hidden = {key for key in said if (key.account, key.field) in part.hidden}
        assert said - hidden <= set(found.cells)


def test_a_master_and_its_part_call_a_cell_the_same(tmp_path: Path) -> None:
    path = master.master(tmp_path)
    made = master.handed_out(path, tmp_path / "parts")
    whole = master.holding(path)
    for file in master.files(tmp_path / "parts", made):
        assert set(master.holding(file).cells) - set(whole.cells) <= {
            key for key in master.holding(file).cells if "+" in key.line
        }


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("revenue", 5, 5.0),
        ("revenue", " 5 ", "5"),
        ("leader", "ja", "yes"),
        ("leader", "Yes", "yes"),
        ("status", "Interessent", "prospect"),
        ("region", 12.0, "12"),
        ("contract_end", master.day("2026-01-31"), 46053.0),
        ("name", "a\r\nb ", "a\nb"),
        ("owner", "", None),
    ],
)
def test_values_are_compared_by_what_they_say(field: str, raw: object, value: object) -> None:
    assert normal(Key("1", "accounts", "", field), raw) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("uid", "line", "account"),
    [
        ("strategy 7", "goals+1", "7"),
        ("checklist", "candidates.00042", "00042"),
        ("checklist", "q00042.I1", "00042"),
        ("checklist", "candidates+1", None),
    ],
)
def test_every_line_of_a_form_is_about_an_account(uid: str, line: str, account: str | None) -> None:
    assert account_behind(uid, line) == account
