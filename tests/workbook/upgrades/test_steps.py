from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from kamxl.errors import InputError
from kamxl.workbook.schema import SCHEMA_VERSION, names_of_sheets
from kamxl.workbook.upgrades.steps import SCHEMAS, refuse_older, schema_of


@dataclass
class Told:
    """A workbook that tells what it is."""

    said: str | None
    there: Mapping[str, str] = field(default_factory=dict)
    name: str = "book.xlsx"

    def names(self) -> Mapping[str, str]:
        return self.there

    def properties(self) -> Mapping[str, str]:
        return {} if self.said is None else {"kamxl_schema": self.said}


def test_the_first_three_schemas_are_told_apart_by_their_names() -> None:
    assert schema_of(Told("1", {"kam_scale": "Settings!$C$10"})) == 1
    assert schema_of(Told("1", {"kam_tier_mode": "Settings!$C$14"})) == 2
    assert schema_of(Told("1", {"kam_tier_mode": "", "kam_explained_own": ""})) == 3


def test_later_ones_tell_themselves() -> None:
    assert schema_of(Told(str(SCHEMA_VERSION))) == SCHEMA_VERSION


def test_one_whose_properties_a_program_dropped_is_known_by_its_names() -> None:
    assert schema_of(Told(None, dict.fromkeys(names_of_sheets(), ""))) == SCHEMA_VERSION


def test_a_newer_one_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="a newer kamxl wrote this workbook"):
        schema_of(Told(str(SCHEMA_VERSION + 1)))


def test_an_older_one_is_sent_to_the_upgrade() -> None:
    with pytest.raises(InputError, match="kamxl upgrade"):
        refuse_older(Told("1"))
    refuse_older(Told(str(SCHEMA_VERSION)))


def test_every_schema_has_its_sentence() -> None:
    assert list(SCHEMAS) == list(range(1, SCHEMA_VERSION + 1))
