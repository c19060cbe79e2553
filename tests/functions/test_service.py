from __future__ import annotations

from kamxl import __version__
from kamxl.functions.calling import call


def test_the_version_is_the_packages() -> None:
    assert call("KAM_VERSION") == __version__
