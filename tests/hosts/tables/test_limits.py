from kamxl.hosts.tables import limits


def test_a_part_fits_into_the_whole() -> None:
    assert limits.FILE_BYTES < limits.PART_BYTES < limits.TOTAL_BYTES
