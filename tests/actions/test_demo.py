from __future__ import annotations

import numpy as np
import pytest

from kamxl.actions.demo import TODAY, demo
from kamxl.domain.assessment import assess
from kamxl.hosts.tables import read_table
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from tests.domain import golden


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_comes_out_as_the_golden_table(language: Language) -> None:
    made = demo(read_table, language, load_profile)
    inputs = made.inputs
    assert len(inputs.portfolio) == 12
    assert inputs.policy.profile == "standard"
    assert inputs.language == language
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    by_name = {name.split()[0]: n for n, name in enumerate(inputs.portfolio.names)}
    cartech, vicom = by_name["Cartech"], by_name["Vicom"]
    assert result.score[cartech] == pytest.approx(8.03, abs=1e-12)
    assert (result.rank[cartech], result.tier[cartech]) == (1, 1)
    assert result.score[vicom] == pytest.approx(4.92, abs=1e-12)
    assert (result.rank[vicom], result.tier[vicom]) == (9, 3)
    assert result.concentration.hhi == pytest.approx(0.1960069444, abs=1e-10)
    assert result.concentration.n50 == 2
    expected = golden.assessment().score
    np.testing.assert_allclose(sorted(result.score), sorted(expected), atol=1e-12)


def test_the_example_has_no_errors_and_every_invoice_finds_its_account() -> None:
    findings = demo(read_table, "en", load_profile).inputs.findings
    codes = [finding.code for finding in findings]
    assert not [finding for finding in findings if finding.severity == "error"]
    assert "I-JOIN-NEW" not in codes
    assert codes.count("I-JOIN-NONE") == 1  # the prospect


def test_the_example_never_grows_old() -> None:
    made = demo(read_table, "en", load_profile)
    assert made.inputs.as_of.isoformat() == "2025-12-31"
    assert made.inputs.as_of < TODAY
