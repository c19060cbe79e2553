"""Custom properties of a workbook, and what kamxl remembers in it of its last run."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping
from pathlib import PurePosixPath

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import OFFICE, Splices, escaped
from kamxl.hosts.xlsx.patching.package import Package

CUSTOM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUE_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
ITEM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
ITEM_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
STATE_SPACE = "urn:kamxl:state:1"
# One and the same in every workbook, so that a second part is never made.
STATE_ID = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, STATE_SPACE)).upper() + "}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="{}"?>\n'


def set_properties(package: Package, properties: Mapping[str, str]) -> None:
    """Give custom properties their values; others stay."""
    for name, value in properties.items():
        found = package.related("", "custom-properties")
        if not found:
            part = package.fresh("docProps/custom.xml" if not package.has("docProps/custom.xml")
                                 else "docProps/custom{}.xml")  # fmt: skip
            package.put(
                part,
                f'{_HEAD.format("yes")}<Properties xmlns="{CUSTOM_SPACE}" '
                f'xmlns:vt="{VALUE_SPACE}"/>'.encode(),
            )
            package.declare(part, CUSTOM_TYPE)
            package.relate("", f"{OFFICE}/custom-properties", part)
            found = [part]
        _set(package, found[0], name, value)


def _set(package: Package, part: str, name: str, value: str) -> None:
    root, data = package.tree(part), package.read(part)
    splices = Splices(data)
    text = f'<vt:lpwstr xmlns:vt="{VALUE_SPACE}">{escaped(value)}</vt:lpwstr>'.encode()
    numbers = [1]
    for node in root.all("property"):
        numbers.append(int(node.get("pid", "1")))
        if node.get("name").casefold() == name.casefold():
            child = node.children[0] if node.children else None
            if child is not None and child.tag == "lpwstr" and child.text == value:
                return
            if node.empty:
                splices.append(node, text)
            else:
                splices.replace(node.opened, node.closed, text)
            package.put(part, splices.done())
            return
    tag = f"{root.prefix}property"
    head = f'<{tag} fmtid="{FORMAT}" pid="{max(numbers) + 1}" name="{escaped(name)}">'
    splices.append(root, head.encode() + text + f"</{tag}>".encode())
    package.put(part, splices.done())


def read_state(package: Package, workbook: str) -> bytes | None:
    """Return what kamxl remembered in a workbook, None where it has never been."""
    part = state_part(package, workbook)
    if part is None:
        return None
    try:
        return base64.b64decode("".join(package.tree(part).text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise InputError(
            "what kamxl remembers in the workbook is damaged", f"{package.file} ({part})"
        ) from None


def set_state(package: Package, workbook: str, state: bytes) -> None:
    """Let a workbook remember a state, in the place of the one before."""
    body = (
        _HEAD.format("yes")
        + f'<state xmlns="{STATE_SPACE}">{base64.b64encode(state).decode()}</state>'
    ).encode()
    part = state_part(package, workbook)
    if part is not None:
        if read_state(package, workbook) != state:
            package.put(part, body)
        if part not in package.related(workbook, "customXml"):
            package.relate(workbook, f"{OFFICE}/customXml", part)
        return
    part = package.fresh("customXml/item{}.xml")
    number = PurePosixPath(part).stem.removeprefix("item")
    props = f"customXml/itemProps{number}.xml"
    if package.has(props):
        props = package.fresh("customXml/itemProps{}.xml")
    package.put(part, body)
    package.put(
        props,
        (
            _HEAD.format("no")
            + f'<ds:datastoreItem ds:itemID="{STATE_ID}" xmlns:ds="{ITEM_SPACE}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{STATE_SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode(),
    )
    package.declare(part)
    package.declare(props, ITEM_TYPE)
    package.relate(part, f"{OFFICE}/customXmlProps", props)
    package.relate(workbook, f"{OFFICE}/customXml", part)


def state_part(package: Package, workbook: str) -> str | None:
    """Return the part in which kamxl remembers, None where there is none yet."""
    # Excel lets the workbook refer to it, LibreOffice the package.
    for part in (*package.related(workbook, "customXml"), *package.related("", "customXml")):
        if STATE_SPACE.encode() in package.read(part)[:4096]:
            root = package.tree(part)
            if root.space == STATE_SPACE:
                return part
    return None
