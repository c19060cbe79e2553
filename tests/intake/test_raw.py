from kamxl.intake.raw import RawTable


def test_a_place_names_file_sheet_and_cell() -> None:
    table = RawTable("crm.xlsx", "Kunden", [["a", "b"], [1.0]])
    assert table.place(1, 27) == "crm.xlsx!Kunden!AB2"
    assert table.whole == "crm.xlsx!Kunden"


def test_a_cell_beyond_its_row_and_a_cell_of_blanks_are_nothing() -> None:
    table = RawTable("crm.xlsx", "Kunden", [["a", "  "], [0.0]])
    assert table.cell(0, 1) is None
    assert table.cell(1, 1) is None
    assert table.cell(1, 0) == 0
