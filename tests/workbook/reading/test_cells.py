from __future__ import annotations

import pytest

from kamxl.errors import InputError
from kamxl.hosts.memory import MemoryBook
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.reading.cells import SheetCells, label_key, our_sheets, read_sheet

LABELS = {"id": Text("No.", "Nr."), "name": Text("Name", "Name"), "sum": Text("Sum", "Summe")}


def cells(*rows: list[str | None]) -> SheetCells:
    return SheetCells("b.xlsx", "S", rows)


def test_the_row_with_most_headings_is_the_header() -> None:
    found = cells(["Nr.", "Name", None], ["about"], ["nr.", "NAME ", "Sum"], ["1"]).under(LABELS)
    assert (found.header, found.columns) == (2, {"id": 0, "name": 1, "sum": 2})


def test_of_two_columns_with_one_heading_the_first_counts() -> None:
    found = cells(["Nr.", "Name", "Summe", "Sum"]).under(LABELS)
    assert found.columns["sum"] == 2
    assert found.heading(3) == "Sum"
    assert found.heading(9) == ""


def test_fewer_than_three_headings_are_no_header() -> None:
    with pytest.raises(InputError, match=r"^b\.xlsx!S: the row of headings is missing"):
        cells(["Nr.", "Name", "Saldo"]).under(LABELS)


def test_a_cell_outside_or_of_empty_text_is_blank() -> None:
    sheet = cells([""])
    assert (sheet.cell(0, 0), sheet.cell(0, 5), sheet.cell(7, 0)) == (None, None, None)
    assert sheet.place(2, 27) == "b.xlsx!S!AB3"


def test_labels_are_compared_without_case_and_blanks() -> None:
    assert label_key("  Key\n account ") == "key account"
    assert label_key(7) == label_key(None) == ""


@pytest.mark.parametrize(
    "labels",
    [words.SHEETS, words.ACCOUNT_COLUMNS, words.RATING_COLUMNS, words.CRITERIA_COLUMNS,
     *words.CHOICES.values()],
)  # fmt: skip
def test_no_label_means_two_things(labels: dict[str, Text]) -> None:
    seen: dict[str, str] = {}
    for key, label in labels.items():
        for said in {label_key(label.en), label_key(label.de)}:
            assert seen.setdefault(said, key) == key


def test_our_sheets_are_known_by_their_name_in_either_language() -> None:
    book = MemoryBook(
        {"kunden": [], "Ratings": [], "Notizen": [], "Kunden (2)": [], "Accounts": []}
    )
    assert our_sheets(book) == {"accounts": "kunden", "ratings": "Ratings"}


def test_a_sheet_that_is_not_there_is_named_in_both_languages() -> None:
    with pytest.raises(InputError, match=r"no sheet “Settings” \(German: “Einstellungen”\)"):
        read_sheet(MemoryBook({}), {}, "settings")
