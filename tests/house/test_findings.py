from __future__ import annotations

import re
import string

import pytest

from kamxl.findings import CATALOGUE, SEVERITIES, Finding
from kamxl.text import LANGUAGES, Text


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_has_the_same_places_for_values_in_both_languages(code: str) -> None:
    kind = CATALOGUE[code]
    for phrase in (kind.text, kind.remedy):
        assert placeholders(phrase.en) == placeholders(phrase.de)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_can_be_said_in_both_languages(code: str) -> None:
    kind = CATALOGUE[code]
    names = placeholders(kind.text.en) | placeholders(kind.remedy.en)
    finding = Finding(code, {name: Text(f"<{name}>", f"<{name}>") for name in names})
    for language in LANGUAGES:
        said = finding.text(language) + finding.remedy(language)
        assert all(f"<{name}>" in said for name in names)
        assert "{" not in said


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_has_a_severity_and_a_code_of_capitals(code: str) -> None:
    assert CATALOGUE[code].severity in SEVERITIES
    assert re.fullmatch(r"[A-Z]+(-[A-Z0-9]+)+", code)
