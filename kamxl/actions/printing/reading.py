"""Reads what `kamxl run --json` printed, so that a report can be made where no workbook is."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from kamxl.actions.reporting import REPORT_SCHEMA, Report
from kamxl.errors import InputError


def read_report(content: bytes, name: str) -> Report:
    """Return a report from JSON; InputError in one sentence where it is none."""
    try:
        return TypeAdapter(Report).validate_json(_plain(content))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise InputError(
            f"this is not what kamxl run --json prints (schema {REPORT_SCHEMA}): {where}: "
            f"{first['msg']}; make it anew with this kamxl",
            name,
        ) from None


def _plain(content: bytes) -> bytes:
    return content.removeprefix(b"\xef\xbb\xbf")
