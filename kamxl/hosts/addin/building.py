"""Makes the files: the add-in, and a workbook of kamxl with the buttons in it. Reproducible."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kamxl import __version__
from kamxl.errors import InputError, UsageError
from kamxl.hosts.addin import ribbon
from kamxl.hosts.addin.literals import SourceError, source
from kamxl.hosts.addin.modules import BOOK
from kamxl.hosts.addin.project import Project

ADDIN = "kamxl.xlam"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>kamxl</dc:title>'
    "<dc:creator>kamxl</dc:creator><dc:description>kamxl {version}</dc:description>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified>'
    "</cp:coreProperties>"
)


def addin(made: Project, version: str = __version__) -> bytes:
    """Return the bytes of the add-in; UsageError where pyOpenVBA is missing."""
    excel = _pyopenvba()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ADDIN
        with excel.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            _fill(project, made)
            book.save()
        parts = _parts(path.read_bytes())
    parts["docProps/core.xml"] = _CORE.format(version=version).encode()
    return _packed(_with_ribbon(parts, made.ribbon))


def with_buttons(book: bytes, made: Project, name: str) -> bytes:
    """Return a workbook with macros and the tab: every other part of it stays as it is.

    `name` is the file's, for messages. InputError where it cannot be, or has macros already.
    """
    excel = _pyopenvba()
    try:
        parts = _parts(book)
    except zipfile.BadZipFile:
        raise InputError("this is not a workbook (.xlsx)", name) from None
    types = parts.get(_TYPES, b"").decode("utf-8", "replace")
    if _PLAIN not in types:
        raise InputError("this is no .xlsx, or it has macros already", name)
    parts[_TYPES] = types.replace(_PLAIN, _MACROS).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsm"
        path.write_bytes(_packed(parts))
        with excel(path) as opened:
            project = opened.add_vba_project()
            _fill(project, made)
            opened.save()
        parts = _parts(path.read_bytes())
    return _packed(_with_ribbon(parts, made.ribbon))


def _fill(project: Any, made: Project) -> None:
    names: list[str] = project.module_names()
    for name, text in made.modules.items():
        if name == BOOK:
            if BOOK not in names:
                raise SourceError(f"the workbook's own module is not called {BOOK}")
            project.get_module(name).body = source(text)
        else:
            project.add_module(name, source(text))


def _with_ribbon(parts: Mapping[str, bytes], part: str) -> dict[str, bytes]:
    if ribbon.PART in parts:
        raise UsageError("the workbook has a tab of its own already")
    root = parts[_ROOT].decode("utf-8")
    used = {int(number) for number in re.findall(r'\bId="rId(\d+)"', root)}
    number = max(used, default=0) + 1
    relationship = (
        f'<Relationship Id="rId{number}" Type="{ribbon.RELATIONSHIP}" Target="{ribbon.PART}"/>'
    )
    root = root.replace("</Relationships>", f"{relationship}</Relationships>")
    return {**parts, _ROOT: root.encode(), ribbon.PART: part.encode()}


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        return {name: held.read(name) for name in held.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            package.writestr(info, content)
    return written.getvalue()


def _pyopenvba() -> Any:
    try:
        from pyopenvba import ExcelFile
    except ImportError:
        raise UsageError('pyOpenVBA is missing: pip install "kamxl[excel]"') from None
    return ExcelFile
