"""Rules, conditional formats, charts and print area of a sheet: ours replaced, a person's kept."""

from __future__ import annotations

from kamxl.hosts.xlsx.patching.aside import Aside
from kamxl.hosts.xlsx.patching.conditionals import formats_of, replace_conditionals
from kamxl.hosts.xlsx.patching.drawings import replace_charts
from kamxl.hosts.xlsx.patching.markup import Splices
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.rules import Key, replace_rules, rules_of
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.hosts.xlsx.patching.sheets import Copying
from kamxl.hosts.xlsx.patching.sparklines import replace_sparklines
from kamxl.hosts.xlsx.patching.styles import Styles
from kamxl.hosts.xlsx.patching.workbook import SheetEntry, Workbook
from kamxl.hosts.xlsx.patching.worksheet import insert_section
from kamxl.workbook.spec import Sheet

PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")


def restructure(
    package: Package,
    workbook: Workbook,
    styles: Styles,
    sheet: Scanned,
    splices: Splices,
    entry: SheetEntry,
    new: tuple[Sheet, Aside],
    former: tuple[Sheet, Aside] | None,
) -> frozenset[Key]:
    """Let what kamxl put on a sheet become what a new one has, both built aside.

    What is equal to neither is a person's own and stays. Returns the rules and conditional formats
    that are ours.
    """
    structure, aside = new
    part = aside.part(structure.name)
    data = aside.package.read(part)
    root = aside.package.tree(part)
    before = former[1].package.tree(former[1].part(former[0].name)) if former else None
    lines = replace_sparklines(sheet, splices, root, data, before)
    bodies = [lines] if lines else []
    replace_conditionals(sheet, splices, styles, aside, root, data, before, bodies)
    _extend(sheet, splices, b"".join(bodies))
    replace_rules(sheet, splices, root, data, before)
    copying = Copying(package, workbook, styles, aside, f"{package.file}!{entry.name}")
    replace_charts(
        package, copying, sheet, splices, entry.part, aside, structure,
        former[0] if former else None,
    )  # fmt: skip
    _print(workbook, entry, new, former)
    trees = [root, *([before] if before else [])]
    rules = {rule.key for tree in trees for rule in rules_of(tree)}
    return frozenset(rules | {one.key for tree in trees for one in formats_of(tree)})


def _extend(sheet: Scanned, splices: Splices, bodies: bytes) -> None:
    """Give a sheet extensions that it does not have yet."""
    listed = sheet.root.first("extLst")
    if bodies and listed is not None:
        splices.append(listed, bodies)
    elif bodies:
        tag = f"{sheet.prefix}extLst".encode()
        insert_section(sheet, splices, "extLst", b"<" + tag + b">" + bodies + b"</" + tag + b">")


def _print(
    workbook: Workbook,
    entry: SheetEntry,
    new: tuple[Sheet, Aside],
    former: tuple[Sheet, Aside] | None,
) -> None:
    place = [sheet.name for sheet in workbook.sheets].index(entry.name)
    for name in PRINTED:
        wanted, known = _named(new, name), _named(former, name)
        here = workbook.defined(name, place)
        if here is not None and _bare(here) not in (_bare(known), _bare(wanted)):
            continue
        if here is None and known is not None:
            continue  # taken away by a person
        if wanted is None:
            if here is not None:
                workbook.undefine(name, place)
        elif here is None or _bare(here) != _bare(wanted):
            own = "'" + entry.name.replace("'", "''") + "'"
            cells = ",".join(f"{own}!{one.rpartition('!')[2]}" for one in wanted.split(","))
            workbook.define(name, cells, place)


def _named(built: tuple[Sheet, Aside] | None, name: str) -> str | None:
    if built is None:
        return None
    sheet, aside = built
    names = [entry.name for entry in aside.workbook.sheets]
    return aside.workbook.defined(name, names.index(sheet.name))


def _bare(reference: str | None) -> str | None:
    """Return the cells of a reference, without the sheet and however they are spelled."""
    if reference is None:
        return None
    return ",".join(one.rpartition("!")[2].replace("$", "").strip() for one in reference.split(","))
