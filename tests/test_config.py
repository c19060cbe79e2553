from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from kamxl.config import Config, config_folders, load_config, system_language
from kamxl.errors import UsageError
from kamxl.limits import DEFAULT


def folder(path: Path, content: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / "kamxl.toml").write_text(content, encoding="utf-8")
    return path


def test_without_anything_the_system_decides_the_language() -> None:
    english, german = {"LANG": "en_GB.UTF-8"}, {"LANG": "de_AT.UTF-8"}
    assert load_config(environment=english, folders=()) == Config("en", None)
    assert load_config(environment=german, folders=()) == Config("de", None)


def test_a_flag_goes_before_the_environment_before_the_file_before_the_system(
    tmp_path: Path,
) -> None:
    here = folder(tmp_path, 'language = "de"')
    speaks = {"LANG": "en_US.UTF-8"}
    both = {**speaks, "KAMXL_LANGUAGE": "en"}
    assert load_config(environment=speaks, folders=(here,)).language == "de"
    assert load_config(environment=both, folders=(here,)).language == "en"
    assert load_config(language="de", environment=both, folders=(here,)).language == "de"


def test_the_current_folder_goes_before_the_users_key_by_key(tmp_path: Path) -> None:
    here = folder(tmp_path / "here", 'language = "de"')
    user = folder(tmp_path / "user", 'language = "en"\nlocale = "ch"')
    found = load_config(environment={}, folders=(here, user))
    assert found == Config("de", "ch")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            'langauge = "de"',
            r"kamxl\.toml: there is no setting 'langauge'; did you mean 'language'",
        ),
        (
            "zzz = 1",
            r"kamxl\.toml: there is no setting 'zzz'; there are language, locale, rules and limits",
        ),
        ('language = "fr"', r"kamxl\.toml: language cannot be 'fr'; choose 'en' or 'de'"),
        ("locale = 3", r"kamxl\.toml: locale cannot be 3; choose 'de', 'en' or 'ch'"),
        ("[limits]\nfile = 0", r"kamxl\.toml: limits\.file has to be a whole number above 0"),
        ("[limits]\nfiles = 9", r"there is no setting 'files'; did you mean 'file'"),
        ("language = ", r"kamxl\.toml: this is not TOML"),
    ],
)
def test_what_a_file_cannot_say_is_refused_with_file_and_key(
    tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        load_config(environment={}, folders=(folder(tmp_path, content),))


def test_limits_stand_in_the_file_and_the_rest_of_them_stay(tmp_path: Path) -> None:
    here = folder(tmp_path, "[limits]\nfile = 500\nseconds = 10")
    found = load_config(environment={}, folders=(here,)).limits
    assert found == dataclasses.replace(DEFAULT, file=500, seconds=10)


def test_a_wrong_variable_or_flag_is_named_as_it_was_given() -> None:
    with pytest.raises(UsageError, match="KAMXL_LANGUAGE cannot be 'fr'"):
        load_config(environment={"KAMXL_LANGUAGE": "fr"}, folders=())
    with pytest.raises(UsageError, match="--locale cannot be 'fr'"):
        load_config(locale="fr", environment={}, folders=())


def test_a_blank_variable_says_nothing() -> None:
    environment = {"KAMXL_LANGUAGE": "", "LANG": "de_DE"}
    assert load_config(environment=environment, folders=()).language == "de"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folders of Linux")
def test_the_users_folder_is_the_one_of_the_system() -> None:
    assert config_folders({"HOME": "/home/x"}) == (Path(), Path("/home/x/.config/kamxl"))
    assert config_folders({"XDG_CONFIG_HOME": "/c"}) == (Path(), Path("/c/kamxl"))


def test_another_language_than_german_is_answered_in_english() -> None:
    assert system_language({"LC_ALL": "fr_FR", "LANG": "de_DE"}) == "en"
