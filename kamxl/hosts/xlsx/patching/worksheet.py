"""The parts of a sheet's XML besides its cells: their order, the tab's colour, links, merges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamxl.cells import address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.editing import Place
from kamxl.hosts.xlsx.patching.markup import Splices, escaped
from kamxl.hosts.xlsx.patching.places import spelled
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.workbook.spec import Area, Link

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def insert_section(sheet: Scanned, splices: Splices, tag: str, new: bytes) -> None:
    """Put a new element where the order of a sheet's elements wants it."""
    rank = ORDER.index(tag)
    before = [
        node for node in sheet.root.children if node.tag in ORDER and ORDER.index(node.tag) <= rank
    ]
    splices.insert(before[-1].end if before else sheet.root.opened, new, rank)


def colour_tab(sheet: Scanned, splices: Splices, colour: str) -> None:
    """Give the sheet's tab a colour such as #1F5A7A."""
    prefix = sheet.prefix
    rgb = "FF" + colour.removeprefix("#").upper()
    new = f'<{prefix}tabColor rgb="{rgb}"/>'.encode()
    properties = sheet.root.first("sheetPr")
    if properties is None:
        tag = f"{prefix}sheetPr".encode()
        insert_section(sheet, splices, "sheetPr", b"<" + tag + b">" + new + b"</" + tag + b">")
        return
    found = properties.first("tabColor")
    if found is not None:
        if found.get("rgb").upper() != rgb:
            splices.replace(found.start, found.end, new)
    elif properties.empty:
        splices.append(properties, new)
    else:
        splices.insert(properties.opened, new)


def link(
    sheet: Scanned,
    splices: Splices,
    links: Mapping[Place, Link],
    targets: Mapping[str, str],
    place: str,
) -> None:
    """Let cells lead to places in the workbook; one that leads elsewhere is refused.

    `targets` are where relations of the sheet lead, by their id.
    """
    listed = sheet.root.first("hyperlinks")
    prefix = sheet.prefix
    new = b""
    for at, content in sorted(links.items()):
        name = address(*at)
        found = next((one for one in listed.children if one.get("ref") == name), None) if listed \
            else None  # fmt: skip
        if found is None:
            new += (
                f'<{prefix}hyperlink ref="{name}" location="{escaped(content.target)}" '
                f'display="{escaped(content.text)}"/>'
            ).encode()
        elif targets.get(found.get("id"), "").startswith("#"):
            # LibreOffice relates to places within the workbook as to others.
            splices.attributes(found, {"r:id": None, "location": content.target})
        elif found.get("id"):
            raise InputError("the cell has a link of yours: remove it", f"{place}!{name}")
        elif found.get("location") != content.target:
            splices.attribute(found, "location", content.target)
    if not new:
        return
    if listed is not None:
        splices.append(listed, new)
    else:
        tag = f"{prefix}hyperlinks".encode()
        insert_section(sheet, splices, "hyperlinks", b"<" + tag + b">" + new + b"</" + tag + b">")


def join(sheet: Scanned, splices: Splices, areas: Sequence[Area]) -> None:
    """Merge ranges of cells, beside those that are merged already."""
    if not areas:
        return
    tag = f"{sheet.prefix}mergeCell"
    new = "".join(f'<{tag} ref="{spelled(area)}"/>' for area in areas).encode()
    listed = sheet.root.first("mergeCells")
    if listed is None:
        head = f'<{tag}s count="{len(areas)}">'.encode()
        insert_section(sheet, splices, "mergeCells", head + new + f"</{tag}s>".encode())
        return
    splices.append(listed, new)
    splices.attribute(listed, "count", str(len(listed.children) + len(areas)))
