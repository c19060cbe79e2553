from __future__ import annotations

import pytest

from kamxl.cli.attaching import attach
from kamxl.errors import UsageError


def test_where_no_workbook_is_open_that_is_said() -> None:
    with pytest.raises(UsageError, match="no workbook is open in Excel; open it there first"):
        attach("refresh", "", "en")
