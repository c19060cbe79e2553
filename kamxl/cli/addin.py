"""What the commands about Excel's add-in do: build it, or put its buttons into a workbook."""

from __future__ import annotations

from pathlib import Path

from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer
from kamxl.cli.work import refuse
from kamxl.errors import InputError
from kamxl.hosts.addin.building import ADDIN, addin, with_buttons
from kamxl.hosts.addin.literals import CODE_PAGE
from kamxl.hosts.addin.project import project, sources, xlwings_version
from kamxl.hosts.xlsx.replacing import replacing


def build(folder: Path, language: str | None, *, with_sources: bool, force: bool) -> int:
    """Write the add-in for the xlwings that is installed, and its sources where they are wanted."""
    printer = Printer(configured(language).language)
    xlwings = xlwings_version()
    made = {ADDIN: addin(project(xlwings=xlwings))}
    if with_sources:
        for name, text in sources(xlwings=xlwings).items():
            # VBA's editor imports its own code page with its own ends of lines.
            vba = name.endswith((".bas", ".cls"))
            made[name] = (
                text.replace("\n", "\r\n").encode(CODE_PAGE) if vba else text.encode("utf-8")
            )
    refuse(folder / ADDIN, force, [], "addin")
    for name, content in made.items():
        with replacing(folder / name) as temporary:
            temporary.write_bytes(content)
        printer.line(words.WRITTEN, path=str(folder / name))
    return 0


def buttons(book: Path, output: Path | None, language: str | None, *, force: bool) -> int:
    """Write a copy of a workbook with kamxl's tab and functions in it."""
    printer = Printer(configured(language).language)
    target = output or book.with_suffix(".xlsm")
    refuse(target, force, [book], "macros")
    try:
        held = book.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); name a .xlsx", str(book)) from None
    made = with_buttons(held, project(xlwings=xlwings_version(), book="_book"), book.name)
    with replacing(target) as temporary:
        temporary.write_bytes(made)
    printer.line(words.WRITTEN, path=str(target))
    return 0
