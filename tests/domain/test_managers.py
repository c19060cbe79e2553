from __future__ import annotations

import math

import pytest

from kamxl.domain.managers import SKILLS, Profile, by_owner, own_rating
from kamxl.text import LANGUAGES


def test_the_three_skills_are_those_of_the_source() -> None:
    assert [label.de for label in SKILLS.values()] == [
        "Kommunikation", "Verkauf", "Langfristige Beziehungen",
    ]  # fmt: skip
    assert all(label(language) for label in SKILLS.values() for language in LANGUAGES)


@pytest.mark.parametrize(
    ("cell", "rating"),
    [(1, 1.0), (10.0, 10.0), (5.5, 5.5), (0.9, None), (10.1, None), (True, None), ("7", None),
     (None, None), (math.nan, None)],
)  # fmt: skip
def test_an_own_rating_is_a_number_from_1_to_10(cell: object, rating: float | None) -> None:
    assert own_rating(cell) == rating


def test_the_first_row_of_a_name_counts_however_it_is_written() -> None:
    ann, again = Profile("Ann  Ott", (7, 5, None)), Profile(" ann ott ", (1, 1, 1))
    assert by_owner([ann, again, Profile("", (3, 3, 3))]) == {"ann ott": ann}


def test_who_rated_nothing_is_not_rated() -> None:
    assert not Profile("Ann", (None, None, None)).rated
    assert Profile("Ann", (None, None, 1.0)).rated
