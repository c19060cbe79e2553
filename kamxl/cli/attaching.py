"""What `kamxl attach` does: an action on a workbook that lies open in Excel, without VBA."""

from __future__ import annotations

import typer

from kamxl.cli.language import configured
from kamxl.errors import UsageError


def attach(action: str, book: str, language: str | None) -> int:
    """Run an action on an open workbook and print what it says there, too."""
    config = configured(language)
    try:
        from kamxl.buttons.excel import attached
    except ImportError:
        raise UsageError("this needs xlwings: pip install 'kamxl[excel]'") from None
    outcome = attached(book, action, language or config.language)
    if outcome.message:
        typer.echo(outcome.message)
    return int(any(finding.severity == "error" for finding in outcome.findings))
