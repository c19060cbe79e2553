from kamxl.findings import Finding
from kamxl.intake.notes import LISTED, Notes


def test_of_one_kind_a_page_is_listed_and_the_rest_counted() -> None:
    notes = Notes()
    for row in range(LISTED + 5):
        notes.add(Finding("A-ID", place=f"f!s!A{row + 2}"))
    notes.add(Finding("A-DUPLICATE", {"id": "1"}))
    findings = notes.findings()
    assert [f.code for f in findings] == ["A-ID"] * LISTED + ["A-DUPLICATE", "I-MORE"]
    assert findings[-1].values == {"count": 5, "code": "A-ID"}
    assert findings[-1].place == "f!s!A2"
