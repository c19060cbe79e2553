from __future__ import annotations

import dataclasses

import pytest

from kamxl.actions.catalogue import action
from kamxl.actions.spec import ActionError
from kamxl.text import Text

REFRESH = action("refresh")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "Refresh"),
        ("icon", "refresh all"),
        ("group", "elsewhere"),
        ("entry", "os:remove"),
        ("entry", "kamxl.actions.refresh"),
        ("label", Text("Refresh", "A" * 33)),
        ("tip", Text("R" * 1025, "Aktualisieren")),
        ("keytip", Text("R", "ä")),
        ("keytip", Text("FOUR", "A")),
    ],
)
def test_what_office_would_refuse_or_cut_cannot_be_declared(field: str, value: object) -> None:
    with pytest.raises(ActionError):
        dataclasses.replace(REFRESH, **{field: value})
