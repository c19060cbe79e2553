import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.policy import BAND_COUNT, Criterion, Gate, Policy
from kamxl.profiles import PROFILES, Profile, profile_from_toml, profile_toml, shipped_profile
from kamxl.text import Text
from tests.parity import made


def reread(profile: Profile) -> Profile:
    return profile_from_toml(profile_toml(profile), profile.key, "own.toml")


def own(*criteria: Criterion, tie_break: tuple[str, str] = ("", "")) -> Profile:
    policy = Policy(criteria, profile="own", tie_break=tie_break)
    return Profile("own", Text("Own", "Eigen"), Text.same("…"), policy)


@pytest.mark.parametrize("key", PROFILES)
def test_a_shipped_profile_written_and_read_is_the_same(key: str):
    assert reread(shipped_profile(key)) == shipped_profile(key)


def test_every_option_of_a_criterion_is_written():
    criterion = Criterion(
        key="Größe ?",
        name=Text('"Own" \\ ', "Eigen\t\n\x7f\u2028"),
        weight=33.3,
        direction=-1,
        axis="none",
        source="growth",
        bands=(0.1, None, 1e300, -2.0, None, None, None, None, None),
        active=False,
        gate=Gate(2.5, "D", "exclude"),
        anchors=(None, Text.same("Half."), None),
        shape="linear",
        floor=-0.05,
    )
    assert reread(own(criterion)) == own(criterion)


def test_a_tie_break_without_its_criterion_is_left_open():
    criterion = Criterion("fit", Text.same("Fit"), 100.0, bands=(None,) * BAND_COUNT)
    written = tomllib.loads(profile_toml(own(criterion, tie_break=("nobody", "fit"))))
    assert written["tie_break"] == ["", "fit"]


@given(made.criteria(), st.text().filter(lambda text: text.strip() and text.isprintable()))
def test_any_criteria_written_and_read_are_the_same(judged: tuple[Criterion, ...], name: str):
    whole = [replace(c, bands=c.bands or (None,) * BAND_COUNT) for c in judged]
    whole[0] = replace(whole[0], name=Text.same(name), description=Text.same(name))
    assert reread(own(*whole)) == own(*whole)
