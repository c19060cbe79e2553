from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kamxl.workbook.forms.spec import FREE, section_of
from kamxl.workbook.plans.naming import (
    LONGEST,
    account_of,
    section_account,
    section_key,
    sheet_name,
    uid,
)

ids = st.text(min_size=1, max_size=40)


@given(ids)
def test_a_uid_says_whose_plan_it_is(account: str) -> None:
    assert account_of(uid(account)) == account


def test_the_checklist_is_no_accounts_plan() -> None:
    assert account_of("checklist") is None


@given(ids.filter(lambda text: not any(0xD800 <= ord(c) < 0xE000 for c in text)))
def test_a_sections_key_can_be_parted_from_what_follows_it(account: str) -> None:
    key = section_key("q", account)
    assert section_account("q", key) == account
    assert section_of(f"{key}.A1") == section_of(f"{key}{FREE}3") == section_of(f"title.{key}")
    assert section_of(f"{key}.A1") == key


@given(st.lists(st.text(max_size=60), max_size=8))
def test_names_of_sheets_are_legal_and_differ(wanted: list[str]) -> None:
    taken: list[str] = []
    for text in wanted:
        taken.append(sheet_name(text, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= LONGEST
        assert not set("\\/?*[]:") & set(name)
        assert name.strip("' ") == name
        assert name.casefold() != "history"


def test_two_accounts_whose_names_shorten_to_one_get_two_sheets() -> None:
    first = sheet_name("Plan Maschinenfabrik Hinterwald Nord GmbH", [])
    second = sheet_name("Plan Maschinenfabrik Hinterwald Nordost GmbH", [first])
    assert first == "Plan Maschinenfabrik Hinterwald"
    assert second == "Plan Maschinenfabrik Hinterwa 2"


def test_a_name_holds_nothing_that_reads_as_an_escaped_character() -> None:
    assert sheet_name("Plan _x0041_", []) == "Plan x0041_"


def test_a_name_is_never_cut_inside_a_character() -> None:
    assert sheet_name("x" * 30 + "😀", []) == "x" * 30
