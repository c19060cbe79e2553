from pathlib import Path

import pytest

from kamxl.domain.policy import Gate
from kamxl.errors import PolicyError
from kamxl.profiles import profile_from_toml, read_profile
from kamxl.text import Text

GOOD = """
tie_break = ["fit", "fit"]
name = { en = "Own", de = "Eigen" }
description = { en = "Ours.", de = "Unseres." }

[[criteria]]
key = "fit"
name = { en = "Fit", de = "Passform" }
description = { en = "How well it fits.", de = "Wie gut es passt." }
weight = 100
direction = 1
axis = "strength"
gate = { limit = 2.5, cap = "D" }
source = "growth"
bands = [0.1, nan, 0.3]

[criteria.anchors]
1 = { en = "Not at all.", de = "Gar nicht." }
5 = { en = "Half.", de = "Halb." }
10 = { en = "Fully.", de = "Ganz." }
"""


def test_a_file_becomes_a_frozen_profile():
    profile = profile_from_toml(GOOD, "own", "own.toml")
    assert (profile.key, profile.name) == ("own", Text("Own", "Eigen"))
    assert profile.policy.profile == "own"
    assert profile.policy.tie_break == ("fit", "fit")
    (fit,) = profile.policy.criteria
    assert (fit.weight, fit.direction, fit.axis, fit.source) == (100, 1, "strength", "growth")
    assert fit.gate == Gate(2.5, "D")
    assert fit.anchors[1] == Text("Half.", "Halb.")
    assert fit.active


def test_only_name_weight_direction_and_axis_must_be_given():
    bare = """
    tie_break = ["", "fit"]
    name = { en = "Own", de = "Eigen" }
    description = { en = "Ours.", de = "Unseres." }
    [[criteria]]
    key = "fit"
    name = { en = "Fit", de = "Passform" }
    weight = 100
    direction = 1
    axis = "strength"
    """
    policy = profile_from_toml(bare, "own", "own.toml").policy
    (fit,) = policy.criteria
    assert policy.tie_break == ("", "fit")
    assert (fit.anchors, fit.description, fit.gate, fit.floor) == ((None,) * 3, None, None, None)
    assert (fit.shape, fit.source, fit.active) == ("step", "rated", True)


def test_nan_in_bands_is_a_rating_that_is_not_given():
    (fit,) = profile_from_toml(GOOD, "own", "own.toml").policy.criteria
    assert fit.bands == (0.1, None, 0.3)


@pytest.mark.parametrize(
    ("good", "bad", "field"),
    [
        ("weight = 100", "weight = -1", "criteria.fit.weight"),
        ("weight = 100", "", "criteria.fit.weight"),
        ("weight = 100", "weight = inf", "criteria.fit.weight"),
        ("direction = 1", "direction = 0", "criteria.fit.direction"),
        ('axis = "strength"', 'axis = "x"', "criteria.fit.axis"),
        ('cap = "D"', 'cap = "E"', "criteria.fit.gate.cap"),
        ("limit = 2.5", "limit = 11", "criteria.fit.gate.limit"),
        ('key = "fit"', 'key = " fit"', "criteria. fit.key"),
        ('key = "fit"', "", "criteria.1.key"),
        ('de = "Halb."', 'de = " "', "criteria.fit.anchors.5.de"),
        ('"Not at all."', f'"{"x" * 32_768}"', "criteria.fit.anchors.1.en"),
        ('de = "Eigen"', 'fr = "Propre"', "name.fr"),
        ("[0.1, nan, 0.3]", "[1,2,3,4,5,6,7,8,9,10]", "criteria.fit.bands"),
        ('source = "growth"', 'source = "turnover"', "unknown source 'turnover'"),
        ('["fit", "fit"]', '["fit", "need"]', "tie_break: no criterion 'need'"),
        ('["fit", "fit"]', '["fit"]', "tie_break"),
        ("tie_break", "= tie_break", "not a TOML file"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_field(good: str, bad: str, field: str):
    assert good in GOOD
    with pytest.raises(PolicyError) as refused:
        profile_from_toml(GOOD.replace(good, bad, 1), "own", "own.toml")
    assert str(refused.value).startswith("own.toml: ")
    assert field in str(refused.value)


def test_all_errors_of_a_file_are_told_at_once():
    twice = GOOD.replace("weight = 100", "weight = -1").replace("direction = 1", "direction = 7")
    with pytest.raises(PolicyError, match=r"weight: .*direction: "):
        profile_from_toml(twice, "own", "own.toml")


def test_criteria_of_the_wrong_shape_are_refused_too():
    with pytest.raises(PolicyError, match="criteria"):
        profile_from_toml("criteria = 5", "own", "own.toml")
    with pytest.raises(PolicyError, match=r"criteria\.1"):
        profile_from_toml("criteria = [5]", "own", "own.toml")


def test_a_profile_is_read_from_a_file_of_its_name(tmp_path: Path):
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_profile(path) == profile_from_toml(GOOD, "own", str(path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(PolicyError, match=r"none\.toml: cannot be read"):
        read_profile(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("name = 'Größe'".encode("latin-1"))
    with pytest.raises(PolicyError, match=r"latin\.toml: cannot be read"):
        read_profile(latin)
