"""Rules, conditional formats, charts and print area: ours follow the new sheet, others stay."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import openpyxl
import pytest

from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.drawings import charts_of
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.sparklines import lines_of
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.spec import (
    Area,
    Book,
    Chart,
    Column,
    Conditional,
    Page,
    Series,
    Sheet,
    Sparkline,
    Table,
    Validation,
)
from tests.hosts.xlsx.patching import corpus
from tests.office.client import Office

MESSAGE = "Sums of money"


def sheet(
    last: int, *, bars: bool = True, chart: str = "a chart of ours", name: str = "Data"
) -> Sheet:
    """Return a sheet whose table, rules, formats, chart and print area reach to a row."""
    made = Sheet("data", name, "#1F5A7A", Page(area=Area(0, 0, last, 3)))
    values = [float(row) for row in range(1, last + 1)]
    names = [f"N{row}" for row in range(1, last + 1)]
    made.tables.append(
        Table(
            "deals", 0, 0,
            [Column("id", "Name", names, "input.id", 10),
             Column("value", "Value", values, "input.money", 10)], last,
        )
    )  # fmt: skip
    body = Area(1, 1, last, 1)
    made.validations += [
        Validation(body, "decimal", minimum=0, maximum=9, title="Value", message=MESSAGE),
        Validation(Area(1, 0, last, 0), "list", "a,b,c"),
    ]
    made.conditionals += [
        Conditional(body, "formula", "=$B2>2", "bad", stop=True),
        Conditional(body, "formula", "=$B2<1", "good"),
    ]
    if bars:
        made.conditionals.append(Conditional(body, "bar"))
    places = (name, Area(1, 0, last, 0)), (name, body)
    made.charts.append(
        Chart("bar", 4, 5, 300, 200, "Values", chart, "", "", [Series("v", *places, "solid")])
    )
    return made


def book(made: Sheet) -> bytes:
    return built(Book([made, Sheet("other", "Other", "#000000")], {}, "en", {}, "t"))


def patch(former: Sheet | None, new: Sheet) -> BookPatch:
    rows = new.tables[0].rows
    edits = [
        Edit(row, column, new.tables[0].columns[column].values[row - 1], "input.id", "new")
        for row in range((former or new).tables[0].rows + 1, rows + 1)
        for column in (0, 1)
    ]
    tables = {"deals": Area(0, 0, rows, 1)}
    one = SheetPatch("Data", edits, tables=tables, structure=new, former=former)
    return BookPatch([one])


def mine(content: bytes) -> bytes:
    """Return the workbook after a person gave the sheet rules, formats and looks of their own."""

    def change(xml: str) -> str:
        # Excel takes the cell out of the rule that was there before.
        xml = xml.replace('sqref="B2:B5"><formula1>0', 'sqref="B2 B4:B5"><formula1>0')
        xml = xml.replace(
            '<dataValidations count="2">',
            '<dataValidations count="3"><dataValidation type="whole" allowBlank="1" '
            'sqref="B3 H1:H9"><formula1>1</formula1><formula2>2</formula2></dataValidation>',
        )
        own = '<cfRule type="expression" dxfId="0" priority="77"><formula>$D1=1</formula></cfRule>'
        return xml.replace(
            "<dataValidations",
            f'<conditionalFormatting sqref="D1:D9">{own}</conditionalFormatting><dataValidations',
        ).replace('priority="1"', 'priority="41"')

    return corpus.changed(content, "xl/worksheets/sheet1.xml", change)


def xml(content: bytes) -> str:
    return corpus.parts(content)["xl/worksheets/sheet1.xml"].decode()


def read(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    with pytest.warns(UserWarning, match="not supported"):
        return openpyxl.load_workbook(io.BytesIO(content))["Data"]


def test_what_did_not_change_keeps_its_bytes() -> None:
    before = mine(book(sheet(4)))
    assert carried(before, patch(sheet(4), sheet(4)), "book.xlsx") is before


def test_what_kamxl_would_build_anew_stands_in_the_file(tmp_path: Path) -> None:
    before = book(sheet(4))
    after = carried(before, patch(sheet(4), sheet(7)), "book.xlsx")
    fresh = read(book(sheet(7)))
    changed = read(after)
    rules = {(rule.type, str(rule.sqref)) for rule in changed.data_validations.dataValidation}
    assert rules == {(rule.type, str(rule.sqref)) for rule in fresh.data_validations.dataValidation}
    formats = [str(one.sqref) for one in changed.conditional_formatting]
    assert formats == [str(one.sqref) for one in fresh.conditional_formatting] == ["B2:B8"]
    assert "<xm:sqref>B2:B8</xm:sqref>" in xml(after)
    assert changed.print_area == fresh.print_area == "'Data'!$A$1:$D$8"
    assert corpus.faults(after, tmp_path) == set()
    parts, wanted = corpus.parts(after), corpus.parts(book(sheet(7)))
    assert parts["xl/charts/chart1.xml"] == wanted["xl/charts/chart1.xml"]
    again = carried(after, patch(sheet(4), sheet(7)), "book.xlsx")
    assert again == after


def test_a_persons_rules_and_looks_stay(tmp_path: Path) -> None:
    before = mine(book(sheet(4)))
    after = carried(before, patch(sheet(4), sheet(7)), "book.xlsx")
    found = read(after)
    rules = {rule.type: str(rule.sqref) for rule in found.data_validations.dataValidation}
    # Where a person has a rule of their own, ours gives way.
    assert rules == {"whole": "B3 H1:H9", "decimal": "B2 B4:B8", "list": "A2:A8"}
    assert '<conditionalFormatting sqref="D1:D9"><cfRule type="expression" dxfId="0" ' in xml(after)
    assert 'priority="77"' in xml(after)
    assert 'priority="41"' in xml(after)
    assert corpus.faults(after, tmp_path) == set()


def test_rules_in_other_words_are_still_ours() -> None:
    # As other programs write them: defaults spelled out, truth values and numbers otherwise.
    before = corpus.changed(
        book(sheet(4)), "xl/worksheets/sheet1.xml",
        lambda text: text.replace(
            '<dataValidation type="decimal" allowBlank="1"',
            '<dataValidation operator="between" allowBlank="true" errorStyle="stop" type="decimal"',
        ).replace("<formula1>0</formula1>", "<formula1>0.0</formula1>"),
    )  # fmt: skip
    after = carried(before, patch(sheet(4), sheet(7)), "book.xlsx")
    rules = [(r.type, str(r.sqref)) for r in read(after).data_validations.dataValidation]
    assert sorted(rules) == [("decimal", "B2:B8"), ("list", "A2:A8")]


def test_a_rule_that_excel_spelled_the_newer_way_is_still_ours(tmp_path: Path) -> None:
    # So Excel stores a rule whose list lies on another sheet.
    newer = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list" allowBlank="1" showInputMessage="1" '
        'showErrorMessage="1"><x14:formula1><xm:f>"a,b,c"</xm:f></x14:formula1>'
        "<xm:sqref>A2:A5</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    before = corpus.changed(
        book(sheet(4, bars=False)), "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r'<dataValidation type="list".*?</dataValidation>', "", text)
        .replace('count="2"', 'count="1"')
        .replace("</worksheet>", newer + "</worksheet>"),
    )  # fmt: skip
    change = patch(sheet(4, bars=False), sheet(7, bars=False))
    after = carried(before, change, "book.xlsx")
    assert "<xm:sqref>A2:A8</xm:sqref>" in xml(after)
    assert xml(after).count("<dataValidation ") == 1
    assert corpus.faults(after, tmp_path) == set()
    assert carried(after, change, "book.xlsx") == after


def test_rules_that_are_not_wanted_any_more_go() -> None:
    bare = dataclasses.replace(sheet(4), validations=[], conditionals=[], charts=[])
    after = carried(book(sheet(4)), patch(sheet(4), bare), "book.xlsx")
    assert "dataValidation" not in xml(after)
    assert "conditionalFormatting" not in xml(after)
    assert "extLst" not in xml(after)
    package = Package(after, "book.xlsx")
    assert charts_of(package, "xl/worksheets/sheet1.xml") == []


def test_rules_formats_and_charts_come_to_a_sheet_that_had_none(
    tmp_path: Path, office: Office
) -> None:
    bare = dataclasses.replace(sheet(4), validations=[], conditionals=[], charts=[], page=Page())
    before = book(bare)
    after = carried(before, patch(bare, sheet(7)), "book.xlsx")
    found = read(after)
    rules = {(r.type, str(r.sqref)) for r in found.data_validations.dataValidation}
    assert rules == {("decimal", "B2:B8"), ("list", "A2:A8")}
    assert [str(one.sqref) for one in found.conditional_formatting] == ["B2:B8"]
    assert found.print_area == "'Data'!$A$1:$D$8"
    assert len(found._charts) == 1
    assert corpus.faults(after, tmp_path) == set()
    assert carried(after, patch(bare, sheet(7)), "book.xlsx") == after
    path = tmp_path / "book.xlsx"
    path.write_bytes(after)
    assert office.recalculate(path)["Data"].value(7, 1) == 7.0


def test_new_elements_stand_in_their_order_whatever_the_prefix(tmp_path: Path) -> None:
    new = dataclasses.replace(sheet(4, name="One"), tables=[], page=Page())
    for prefix in ("", "x:"):
        before = corpus.simple("", prefix=prefix)
        change = BookPatch([SheetPatch("One", structure=new, colour="#123456")])
        after = carried(before, change, "book.xlsx")
        tags = [child.tag for child in corpus.sheet(after, "One").root.children]
        assert tags == [
            "sheetPr", "sheetData", "conditionalFormatting", "dataValidations", "drawing", "extLst",
        ]  # fmt: skip
        assert corpus.faults(after, tmp_path) == set()
        assert carried(after, change, "book.xlsx") == after


def lined(last: int) -> Sheet:
    """Return a sheet with a small line in each row."""
    return dataclasses.replace(
        sheet(last, bars=last > 4),
        sparklines=[Sparkline(row, 2, Area(row, 0, row, 1)) for row in range(1, last + 1)],
    )


def test_small_lines_come_for_new_rows_and_those_deleted_stay_away(tmp_path: Path) -> None:
    before = corpus.changed(
        book(lined(4)), "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r"<x14:sparkline><xm:f>Data!A3:B3<.*?</x14:sparkline>", "", text),
    )  # fmt: skip
    assert list(lines_of(corpus.sheet(before, "Data").root)) == ["C2", "C4", "C5"]
    change = patch(lined(4), lined(6))
    after = carried(before, change, "book.xlsx")
    found = lines_of(corpus.sheet(after, "Data").root)
    assert {cell: line.shows.text for cell, line in found.items()} == {
        f"C{row}": f"Data!A{row}:B{row}" for row in (2, 4, 5, 6, 7)
    }
    assert corpus.faults(after, tmp_path) == set()
    assert carried(after, change, "book.xlsx") == after


@pytest.mark.parametrize("former", [4, 6])
def test_small_lines_come_to_a_sheet_that_had_none(tmp_path: Path, former: int) -> None:
    before = book(sheet(former, bars=former > 4))
    change = patch(sheet(former, bars=former > 4), lined(6))
    after = carried(before, change, "book.xlsx")
    assert list(lines_of(corpus.sheet(after, "Data").root)) == [f"C{row}" for row in range(2, 8)]
    assert xml(after).count("<extLst>") == 2  # of a bar, and of the sheet
    assert corpus.faults(after, tmp_path) == set()
    assert carried(after, change, "book.xlsx") == after


def test_a_chart_comes_beside_what_a_person_has_drawn(tmp_path: Path) -> None:
    before = corpus.rich()
    new = dataclasses.replace(sheet(4), tables=[], validations=[], conditionals=[], page=Page())
    change = BookPatch([SheetPatch("Data", structure=new)])
    after = carried(before, change, "book.xlsx")
    package = Package(after, "book.xlsx")
    words = [one.described.get("descr") for one in charts_of(package, "xl/worksheets/sheet1.xml")]
    assert words == ["a chart of mine", "a chart of ours"]
    old, made = corpus.parts(before), corpus.parts(after)
    assert made["xl/drawings/drawing1.xml"].startswith(
        old["xl/drawings/drawing1.xml"].removesuffix(b"</xdr:wsDr>")
    )
    assert made["xl/charts/chart1.xml"] == old["xl/charts/chart1.xml"]
    assert corpus.faults(after, tmp_path) == set()
    assert carried(after, change, "book.xlsx") == after


def test_a_chart_that_a_person_moved_stays_there_and_one_deleted_stays_away() -> None:
    moved = corpus.changed(
        book(sheet(4)), "xl/drawings/drawing1.xml",
        lambda text: text.replace("<xdr:row>4</xdr:row>", "<xdr:row>44</xdr:row>"),
    )  # fmt: skip
    after = carried(moved, patch(sheet(4), sheet(7)), "book.xlsx")
    assert b"<xdr:row>44</xdr:row>" in corpus.parts(after)["xl/drawings/drawing1.xml"]
    gone = corpus.changed(
        book(sheet(4)), "xl/drawings/drawing1.xml",
        lambda text: text[: text.index("<xdr:twoCellAnchor")] + "</xdr:wsDr>",
    )  # fmt: skip
    after = carried(gone, patch(sheet(4), sheet(7)), "book.xlsx")
    assert charts_of(Package(after, "x"), "xl/worksheets/sheet1.xml") == []


def test_a_chart_gets_its_new_description() -> None:
    after = carried(book(sheet(4)), patch(sheet(4), sheet(4, chart="other words")), "book.xlsx")
    [found] = charts_of(Package(after, "x"), "xl/worksheets/sheet1.xml")
    assert found.described.get("descr") == "other words"


def test_a_print_area_of_a_persons_own_stays() -> None:
    own = corpus.changed(
        book(sheet(4)), "xl/workbook.xml",
        lambda text: text.replace("Data!$A$1:$D$5", "Data!$A$1:$B$3"),
    )  # fmt: skip
    after = carried(own, patch(sheet(4), sheet(7)), "book.xlsx")
    assert read(after).print_area == "'Data'!$A$1:$B$3"


def test_a_chart_holds_the_values_after_the_change() -> None:
    after = carried(book(sheet(4)), patch(sheet(4), sheet(7)), "book.xlsx")
    chart = corpus.parts(after)["xl/charts/chart1.xml"].decode()
    assert '<c:ptCount val="7"/>' in chart
    assert "<c:v>N7</c:v>" in chart
