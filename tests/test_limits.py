from __future__ import annotations

from kamxl.limits import DEFAULT


def test_a_part_fits_into_the_whole() -> None:
    assert DEFAULT.file < DEFAULT.part < DEFAULT.unpacked
