from __future__ import annotations

import inspect

import pytest

from kamxl.actions.catalogue import CATALOGUE, action
from kamxl.actions.spec import GROUPS, ActionError
from kamxl.text import LANGUAGES, Language


def test_every_key_is_there_once() -> None:
    keys = [one.key for one in CATALOGUE]
    assert len(keys) == len(set(keys))
    assert [action(key).key for key in keys] == keys


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.key)
def test_what_runs_can_be_imported_and_takes_a_host(one: object) -> None:
    entry = one.load()  # type: ignore[attr-defined]
    assert len(inspect.signature(entry).parameters) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_have_the_same_label_or_keys(language: Language) -> None:
    for words in (
        [one.label(language) for one in CATALOGUE],
        [one.keytip(language) for one in CATALOGUE],
    ):
        assert len(words) == len(set(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_keys_begin_with_all_of_anothers(language: Language) -> None:
    # With R and RX the second could never be reached.
    keys = [one.keytip(language) for one in CATALOGUE]
    assert [(a, b) for a in keys for b in keys if a != b and b.startswith(a)] == []


def test_buttons_of_a_group_stand_together_in_the_order_of_the_groups() -> None:
    order = list(GROUPS)
    places = [order.index(one.group) for one in CATALOGUE]
    assert places == sorted(places)


def test_an_action_that_is_not_there_is_named_with_its_neighbours() -> None:
    with pytest.raises(ActionError, match=r"'refreh'; did you mean refresh\?"):
        action("refreh")
    with pytest.raises(ActionError, match="there are new, refresh"):
        action("zzz")
