from __future__ import annotations

import pytest

from kamxl.actions.into import into
from kamxl.errors import UsageError
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden

BOOK = render(Inputs(golden.portfolio(), golden.policy(), "en", golden.TODAY))


def test_all_sheets_come_behind_those_of_the_company() -> None:
    change = into(BOOK, "own.xlsx", ("Cover", "Prices"))
    assert [added.sheet.name for added in change.added] == [sheet.name for sheet in BOOK.sheets]
    assert {added.after for added in change.added} == {""}
    assert change.names == BOOK.names
    assert change.state == BOOK.state


def test_a_sheet_of_the_same_name_is_refused() -> None:
    with pytest.raises(UsageError, match=r"own\.xlsx: it has a sheet called 'Ranking' already"):
        into(BOOK, "own.xlsx", ("Cover", "ranking"))
