"""Rules for typing (data validations): ours follow the new sheet, a person's own stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kamxl.hosts.xlsx.patching.markup import Node, Splices, escaped, standalone, with_attributes
from kamxl.hosts.xlsx.patching.places import areas_at, meets, spelled, without
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.hosts.xlsx.patching.worksheet import insert_section
from kamxl.workbook.spec import Area

Key = tuple[object, ...]
# What a rule is when it does not say so.
_DEFAULTS = {
    "type": "none", "errorStyle": "stop", "operator": "between", "imeMode": "noControl",
    "allowBlank": "0", "showDropDown": "0", "showInputMessage": "0", "showErrorMessage": "0",
}  # fmt: skip
_BOOLEANS = {"true": "1", "false": "0"}


@dataclass(slots=True)
class Rule:
    """A rule with its areas; `listed` is the element that holds these in newer spelling."""

    node: Node
    key: Key
    areas: list[Area]
    listed: Node | None = None
    ours: list[Area] = field(default_factory=list)
    theirs: list[Area] = field(default_factory=list)


def number_or_text(text: str) -> object:
    """Return what a formula says: numbers alike however they are spelled."""
    try:
        return float(text)
    except ValueError:
        return text.strip()


def rules_of(root: Node) -> list[Rule]:
    """Return the rules of a sheet, those of the newer spelling included."""
    found = []
    for node in _nodes(root):
        listed = node.first("sqref")
        references = listed.text if listed else node.get("sqref")
        attributes = {
            name: _BOOLEANS.get(value, value)
            for name, value in node.attributes.items()
            if " " not in name and name != "sqref"
        }
        # LibreOffice gives each rule a second formula, which means nothing where one is enough.
        second = attributes.get("operator", "between") in ("between", "notBetween")
        second = second and attributes.get("type") not in ("list", "custom")
        formulas = tuple(
            number_or_text("".join(part.text for part in child.walk()))
            for tag in ("formula1", "formula2")[: 1 + second]
            for child in node.all(tag)
        )
        said = {
            name: value
            for name, value in attributes.items()
            if value and _DEFAULTS.get(name) != value
        }
        key: Key = (tuple(sorted(said.items())), formulas)
        found.append(Rule(node, key, areas_at(references), listed))
    return found


def _nodes(root: Node) -> Iterable[Node]:
    for tag in ("dataValidations", "extLst"):
        for section in root.all(tag):
            yield from (node for node in section.walk() if node.tag == "dataValidation")


def less(areas: Iterable[Area], holes: Sequence[Area]) -> list[Area]:
    """Return areas without others."""
    left = list(areas)
    for hole in holes:
        left = [piece for area in left for piece in without(area, hole)]
    return left


def told(areas: Iterable[Area]) -> str:
    """Return areas as a list of references."""
    return " ".join(spelled(area) for area in areas)


def replace_rules(
    sheet: Scanned, splices: Splices, new_root: Node, new_data: bytes, former_root: Node | None
) -> None:
    """Let the rules that kamxl put on a sheet become those of a new one.

    Ours are those that say what a former or new one says and that lie where that lies; where a
    person's own lies, ours gives way.
    """
    wanted = rules_of(new_root)
    known = [*wanted, *(rules_of(former_root) if former_root else ())]
    standing = rules_of(sheet.root)
    for rule in standing:
        reach = [area for one in known if one.key == rule.key for area in one.areas]
        for area in rule.areas:
            mine = any(meets(area, other) for other in reach)
            (rule.ours if mine else rule.theirs).append(area)
    kept = [area for rule in standing for area in rule.theirs]
    left = {id(rule): rule.theirs for rule in standing}
    fresh: list[tuple[Rule, list[Area]]] = []
    seen: set[Key] = set()
    for rule in wanted:
        if rule.key in seen:
            continue
        seen.add(rule.key)
        areas = less((a for one in wanted if one.key == rule.key for a in one.areas), kept)
        homes = [one for one in standing if one.key == rule.key and one.ours]
        if homes:
            _share(homes, areas, left)
        elif areas:
            fresh.append((rule, areas))
    listed = sheet.root.first("dataValidations")
    gone = 0
    for rule in standing:
        areas = left[id(rule)]
        if set(areas) == set(rule.areas):
            continue
        if not areas and rule.listed is None:
            gone += 1
            splices.replace(rule.node.start, rule.node.end, b"")
        elif not areas:
            # One of the newer spelling lies in a list of its own, which must not become empty.
            continue
        elif rule.listed is not None:
            splices.replace(rule.listed.opened, rule.listed.closed, told(areas).encode())
        else:
            splices.attribute(rule.node, "sqref", told(areas))
    body = b"".join(
        standalone(
            with_attributes(
                rule.node.raw(new_data)[: rule.node.opened - rule.node.start],
                {"sqref": told(areas)},
            )
            + rule.node.raw(new_data)[rule.node.opened - rule.node.start :],
            sheet.prefix,
            {},
        )
        for rule, areas in fresh
    )
    _count(sheet, splices, listed, body, len(fresh) - gone)


def alike(areas: Sequence[Area], others: Sequence[Area]) -> bool:
    """Return whether two lists of areas are of the same cells."""
    return not less(areas, others) and not less(others, areas)


def _share(homes: list[Rule], areas: list[Area], left: dict[int, list[Area]]) -> None:
    """Give the areas of a rule to those that say it already: each keeps what it has."""
    if alike([area for home in homes for area in home.ours], areas):
        for home in homes:
            left[id(home)] = home.areas
        return
    for home in homes:
        left[id(home)] = [*home.theirs, *(area for area in home.ours if area in areas)]
    had = {area for home in homes for area in home.ours}
    for area in areas:
        if area not in had:
            nearest = next(
                (home for home in homes if any(meets(area, one) for one in home.ours)), homes[0]
            )
            left[id(nearest)].append(area)


def _count(sheet: Scanned, splices: Splices, listed: Node | None, body: bytes, more: int) -> None:
    if listed is None:
        if body:
            tag = f"{sheet.prefix}dataValidations"
            head = f'<{tag} count="{escaped(str(more))}">'.encode()
            insert_section(sheet, splices, "dataValidations", head + body + f"</{tag}>".encode())
        return
    count = len(listed.children) + more
    if not count:
        splices.clear(listed)
        return
    if body:
        splices.append(listed, body)
    if more:
        splices.attribute(listed, "count", str(count))
