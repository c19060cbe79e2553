"""A workbook that remembers: XlsxWriter's, with a part that holds what kamxl needs next time."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from kamxl.workbook.state import STATE_SPACE

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
ITEM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
# One and the same in every workbook, as in those that are changed in place.
STATE_ID = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, STATE_SPACE)).upper() + "}"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class RememberingWorkbook(Workbook):  # type: ignore[misc]
    """XlsxWriter's workbook; what is in `state` becomes a part of the file."""

    state: bytes | None = None

    def _get_packager(self) -> Packager:
        return Packager() if self.state is None else _RememberingPackager(self.state)


class _RememberingPackager(Packager):  # type: ignore[misc]
    def __init__(self, state: bytes) -> None:
        super().__init__()
        self._state = state

    def _create_package(self) -> list[tuple[Any, str, bool]]:
        files: list[tuple[Any, str, bool]] = super()._create_package()
        by_name = {name: place for place, name, _ in files}
        _change(
            by_name["[Content_Types].xml"],
            "</Types>",
            f'<Override PartName="/customXml/itemProps1.xml" ContentType="{PROPERTIES_TYPE}"/>',
        )
        _change(
            by_name["xl/_rels/workbook.xml.rels"],
            "</Relationships>",
            f'<Relationship Id="rIdKamxl" Type="{OFFICE}/customXml" '
            'Target="../customXml/item1.xml"/>',
        )
        told = base64.b64encode(self._state).decode()
        self._add("customXml/item1.xml", f'<state xmlns="{STATE_SPACE}">{told}</state>')
        self._add(
            "customXml/itemProps1.xml",
            f'<ds:datastoreItem ds:itemID="{STATE_ID}" xmlns:ds="{ITEM_SPACE}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{STATE_SPACE}"/></ds:schemaRefs></ds:datastoreItem>',
        )
        self._add(
            "customXml/_rels/item1.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/customXmlProps" Target="itemProps1.xml"/></Relationships>',
        )
        return files

    def _add(self, name: str, text: str) -> None:
        _rewrite(self._filename(name), lambda _: HEAD + text)


def _change(place: Any, before: str, new: str) -> None:
    _rewrite(place, lambda text: text.replace(before, new + before))


def _rewrite(place: Any, change: Callable[[str], str]) -> None:
    """Change a part that XlsxWriter keeps in memory or on disk."""
    if isinstance(place, StringIO):
        text = change(place.getvalue())
        place.seek(0)
        place.truncate()
        place.write(text)
        return
    path = Path(place)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(change(text), encoding="utf-8")
