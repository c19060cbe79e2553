from __future__ import annotations

from kamxl.text import LANGUAGES
from kamxl.workbook.forms.spec import FRAME, REMARK
from kamxl.workbook.plans.strategy_sections import PLACES, QUESTIONS, SECTIONS


def test_every_part_fills_the_places_up_to_the_remark() -> None:
    for section in SECTIONS:
        assert section.key == "reasons" or section.fields[-1].key == REMARK
        assert section.places[REMARK] == PLACES


def test_the_four_steps_stand_in_their_order() -> None:
    titles = [section.title.en for section in SECTIONS]
    steps = [title.partition(" ")[2] for title in titles if "Step" in title]
    assert steps == [
        "Step 1: set goals",
        "Step 2: deliver",
        "Step 3: measure",
        "Step 4: anticipate needs",
    ]


def test_keys_are_unique_and_need_no_quoting() -> None:
    keys = [section.key for section in SECTIONS]
    assert len(set(keys)) == len(keys)
    assert all(key.isidentifier() for key in keys)
    for section in SECTIONS:
        assert len({one.key for one in section.fields}) == len(section.fields)


def test_every_part_with_questions_has_a_place_for_them() -> None:
    by_key = {section.key: section for section in SECTIONS}
    for section in QUESTIONS:
        assert by_key[section].field("question").kind == "computed"


def test_lists_in_drop_downs_fit_into_a_rule() -> None:
    for section in SECTIONS:
        for one in section.fields:
            for language in LANGUAGES:
                assert len(",".join(choice(language) for choice in one.choices)) <= 255
                assert not any("," in choice(language) for choice in one.choices)


def test_no_part_is_called_as_what_frames_the_parts() -> None:
    assert not {section.key for section in SECTIONS} & {mark.rstrip(".") for mark in FRAME}
