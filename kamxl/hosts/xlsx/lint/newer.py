"""What Excel 2010 added to sheets, in extensions: conditional formats, validations, sparklines."""

from __future__ import annotations

from kamxl.hosts.xlsx.lint.areas import area, areas
from kamxl.hosts.xlsx.lint.formulas import Formulas
from kamxl.hosts.xlsx.lint.overlays import CONDITIONS, MOST_VALIDATIONS, check_validation
from kamxl.hosts.xlsx.lint.parsing import Node, Report

SPARKLINES = frozenset({"line", "column", "stacked"})


def check_extensions(node: Node, formulas: Formulas, sheet: int, report: Report) -> None:
    """Tell what is wrong with the extensions of a sheet."""
    extension = node.one("extLst")
    for each in extension.within():
        if each.tag == "xm:f":
            for code, what in formulas.check(each.text, sheet):
                report(code, "extLst", what)
        elif each.tag == "xm:sqref" and areas(each.text) is None:
            report("AREA-WRONG", "extLst", each.text or "''")
    _conditionals(node, extension, report)
    cells: set[str] = set()
    for each in extension.within():
        if each.tag == "x14:dataValidations":
            _validations(each, report)
        elif each.tag == "x14:sparklineGroup":
            _sparklines(each, cells, report)


def _conditionals(node: Node, extension: Node, report: Report) -> None:
    """A rule of 2007 names its other half in the extension by an id."""
    ids: set[str] = set()
    for holder in extension.within():
        if holder.tag != "x14:conditionalFormatting":
            continue
        place = holder.one("xm:sqref").text
        if areas(place) is None:
            report("CONDITIONAL-AREA", "extLst", place or "''")
        for rule in holder.all("x14:cfRule"):
            key, kind = rule.get("id"), rule.get("type")
            if kind not in CONDITIONS:
                report("CONDITIONAL-RULE", place, kind)
            if not key or key in ids:
                report("CONDITIONAL-PAIR", place, key or "''")
            ids.add(key)
    for holder in node.all("conditionalFormatting"):
        for each in holder.within():
            if each.tag == "x14:id" and each.text not in ids:
                report("CONDITIONAL-PAIR", holder.get("sqref"), each.text or "''")


def _validations(holder: Node, report: Report) -> None:
    rules = holder.all("x14:dataValidation")
    told = holder.get("count", str(len(rules)))
    if told != str(len(rules)) or len(rules) > MOST_VALIDATIONS or not rules:
        report("VALIDATION-COUNT", "extLst", told)
    for rule in rules:
        place = rule.one("xm:sqref").text
        if areas(place) is None:
            report("VALIDATION-AREA", "extLst", place or "''")
        check_validation(rule, rule.one("x14:formula1").one("xm:f").text, place, report)


def _sparklines(group: Node, cells: set[str], report: Report) -> None:
    lines = group.one("x14:sparklines").all("x14:sparkline")
    kind = group.get("type", "line")
    if not lines or kind not in SPARKLINES:
        report("SPARKLINE-GROUP", "sparklineGroup", kind)
    for line in lines:
        place = line.one("xm:sqref").text
        covered = area(place)
        single = covered is not None and covered[:2] == covered[2:]
        if not single or place in cells:
            report("SPARKLINE-CELL", "sparkline", place or "''")
        cells.add(place)
        source = line.one("xm:f").text.rpartition("!")[2].replace("$", "")
        shape = area(source)
        if shape is not None and shape.top < shape.bottom and shape.left < shape.right:
            report("SPARKLINE-SOURCE", place, source)
