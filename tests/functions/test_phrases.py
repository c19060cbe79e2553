from __future__ import annotations

import pytest

from kamxl.functions.phrases import language_of
from kamxl.functions.spec import Refused


def test_a_language_is_named_in_any_case() -> None:
    assert language_of(" DE ") == "de"


def test_another_language_is_refused() -> None:
    with pytest.raises(Refused, match="en"):
        language_of("fr")
