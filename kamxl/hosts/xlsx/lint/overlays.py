"""What lies over the cells of a sheet: merges, validations, conditional formats, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kamxl.hosts.xlsx.lint.areas import Area, area, areas, overlapping
from kamxl.hosts.xlsx.lint.formulas import Formulas, utf16
from kamxl.hosts.xlsx.lint.parsing import Node, Report
from kamxl.hosts.xlsx.lint.styles import within
from kamxl.hosts.xlsx.lint.tables import Table

MOST_VALIDATIONS, LONGEST_LIST = 65_534, 255
MOST_LINKS, LONGEST_LINK, LONGEST_TIP = 65_530, 2_083, 255
KINDS = frozenset({"none", "whole", "decimal", "list", "date", "time", "textLength", "custom"})
OPERATORS = frozenset(
    {
        "between", "notBetween", "equal", "notEqual", "lessThan", "lessThanOrEqual", "greaterThan",
        "greaterThanOrEqual",
    }
)  # fmt: skip
ALERTS = frozenset({"stop", "warning", "information"})
TEXTS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
CONDITIONS = frozenset(
    {
        "expression", "cellIs", "colorScale", "dataBar", "iconSet", "top10", "uniqueValues",
        "duplicateValues", "containsText", "notContainsText", "beginsWith", "endsWith",
        "containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors", "timePeriod",
        "aboveAverage",
    }
)  # fmt: skip
LITERAL_LIST = re.compile(r'"(?:[^"]|"")*"')


def _text(area_: Area) -> str:
    return f"{area_.top},{area_.left}"


def check_merges(node: Node, tables: Sequence[Table], report: Report) -> None:
    """Tell what is wrong with merged cells."""
    for holder in node.all("mergeCells"):
        merges = holder.all("mergeCell")
        if not merges or holder.get("count", str(len(merges))) != str(len(merges)):
            report("MERGE-COUNT", "mergeCells", holder.get("count", "0"))
        named: dict[Area, str] = {}
        listed: list[Area] = []
        for merge in merges:
            ref = merge.get("ref")
            covered = area(ref)
            if covered is None or (covered.top, covered.left) == (covered.bottom, covered.right):
                report("MERGE-AREA", ref, ref or "''")
            else:
                named[covered] = ref
                listed.append(covered)
        for one, other in overlapping(listed):
            report("MERGE-OVERLAP", named[one], named[other])
        for table in tables:
            for covered, ref in named.items():
                if covered.meets(table.area):
                    report("TABLE-MERGE", ref, table.name)


def check_filter(node: Node, tables: Sequence[Table], report: Report) -> None:
    """Tell where a sheet has a filter on a table, which has its own."""
    for each in node.all("autoFilter"):
        covered = area(each.get("ref"))
        for table in tables:
            if covered and covered.meets(table.area):
                report("TABLE-FILTER", "autoFilter", each.get("ref"))


def check_validations(node: Node, formulas: Formulas, sheet: int, report: Report) -> None:
    """Tell what is wrong with data validations."""
    for holder in node.all("dataValidations"):
        rules = holder.all("dataValidation")
        told = holder.get("count", str(len(rules)))
        if told != str(len(rules)) or len(rules) > MOST_VALIDATIONS or not rules:
            report("VALIDATION-COUNT", "dataValidations", told)
        for rule in rules:
            place = rule.get("sqref")
            if areas(place) is None:
                report("VALIDATION-AREA", place, place or "''")
            check_validation(rule, rule.one("formula1").text, place, report)
            for each in (*rule.all("formula1"), *rule.all("formula2")):
                if LITERAL_LIST.fullmatch(each.text.strip()):
                    length = utf16(each.text.strip()[1:-1].replace('""', '"'))
                    if length > LONGEST_LIST:
                        report("VALIDATION-LIST", place, length)
                    continue
                for code, what in formulas.check(each.text, sheet):
                    report(code, place, what)


def check_validation(rule: Node, formula: str, place: str, report: Report) -> None:
    """Tell what is wrong with the kind of a validation, with its formula and its messages."""
    kind = rule.get("type", "none")
    if kind not in KINDS:
        report("VALIDATION-KIND", place, kind)
    if rule.get("operator", "between") not in OPERATORS:
        report("VALIDATION-KIND", place, rule.get("operator"))
    if rule.get("errorStyle", "stop") not in ALERTS:
        report("VALIDATION-KIND", place, rule.get("errorStyle"))
    needed = {"none": 0, "list": 1, "custom": 1}.get(kind, 1)
    if needed and not formula.strip():
        report("VALIDATION-KIND", place, f"{kind} formula1")
    for key, most in TEXTS.items():
        if (length := utf16(rule.get(key))) > most:
            report("VALIDATION-TEXT", place, length)


def check_conditionals(
    node: Node, formulas: Formulas, sheet: int, differences: int, report: Report
) -> None:
    """Tell what is wrong with conditional formats."""
    for holder in node.all("conditionalFormatting"):
        place = holder.get("sqref")
        if areas(place) is None:
            # Excel 2010's own may stand alone in the extension; then it has no area here.
            report("CONDITIONAL-AREA", place, place or "''")
        for rule in holder.all("cfRule"):
            kind = rule.get("type")
            priority = rule.get("priority")
            told = [each.text for each in rule.all("formula")]
            lacking = kind in ("expression", "cellIs") and not any(told)
            lacking |= kind in ("colorScale", "dataBar", "iconSet") and not rule.all(kind)
            if kind not in CONDITIONS or lacking or not within(priority, 2**31) or priority == "0":
                report("CONDITIONAL-RULE", place, f"{kind}, {priority}")
            style = rule.attributes.get("dxfId")
            if style is not None and not within(style, differences):
                report("CONDITIONAL-STYLE", place, style)
            for text in told:
                for code, what in formulas.check(text, sheet):
                    report(code, place, what)


def check_links(node: Node, formulas: Formulas, sheet: int, report: Report) -> None:
    """Tell what is wrong with links."""
    links = node.one("hyperlinks").all("hyperlink")
    if len(links) > MOST_LINKS:
        report("LINK-COUNT", "hyperlinks", f"{len(links):,}")
    for link in links:
        ref, location = link.get("ref"), link.get("location")
        if area(ref) is None:
            report("LINK-AREA", ref, ref or "''")
        for text, most in ((location, LONGEST_LINK), (link.get("tooltip"), LONGEST_TIP)):
            if utf16(text) > most:
                report("LINK-LENGTH", ref, utf16(text))
        if location and not link.relation:
            facts = formulas.check(location, sheet)
            if any(code.startswith("FORMULA-") for code, _ in facts):
                report("LINK-PLACE", ref, location)
