"""What the commands about Excel's add-in do: build, install, remove, look after it."""

from __future__ import annotations

import sys
from pathlib import Path

from kamxl import __version__
from kamxl.actions import installing
from kamxl.actions.doctor import Check, examine, worst
from kamxl.actions.surroundings import here
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer
from kamxl.cli.work import print_json, refuse
from kamxl.errors import InputError
from kamxl.hosts.addin.applescript import applescript
from kamxl.hosts.addin.building import ADDIN, addin, with_buttons
from kamxl.hosts.addin.literals import CODE_PAGE
from kamxl.hosts.addin.project import project, sources, xlwings_version
from kamxl.hosts.office.extension import EXTENSION, extension
from kamxl.hosts.xlsx.lint import refuse_faulty
from kamxl.hosts.xlsx.replacing import replacing

# Raised whenever a field changes its meaning or goes.
DOCTOR_SCHEMA = 1
STATUS_SCHEMA = 1
STYLES = {"error": "bold red", "warning": "yellow", "ok": "green", "none": "dim"}


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
            if name == ADDIN:
                refuse_faulty(temporary)
        printer.line(words.WRITTEN, path=str(folder / name))
    return 0


def build_office(folder: Path, language: str | None, *, force: bool) -> int:
    """Write the extension for LibreOffice, which asks the Python that runs now."""
    printer = Printer(configured(language).language)
    refuse(folder / EXTENSION, force, [], "extension")
    with replacing(folder / EXTENSION) as temporary:
        temporary.write_bytes(extension(sys.executable))
    printer.line(words.WRITTEN, path=str(folder / EXTENSION))
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
        refuse_faulty(temporary, held)
    printer.line(words.WRITTEN, path=str(target))
    return 0


def install(folder: Path | None, language: str | None, *, force: bool) -> int:
    """Build the add-in for what is installed here, put it in place, and list every file."""
    printer = Printer(configured(language).language)
    machine = here()
    at = installing.places(machine, __version__, _whole(folder))
    xlwings = installing.fits(machine)
    contents = {
        at.addin: addin(project(xlwings=xlwings)),
        at.settings: installing.settings(machine, __version__),
    }
    if at.script is not None:
        contents[at.script] = applescript(__version__).encode("utf-8")
    receipt = installing.install(contents, at, __version__, xlwings, _write, force=force)
    for placed in receipt.files:
        printer.line(words.WRITTEN, path=placed.path)
    printer.line(words.WRITTEN, path=str(at.receipt))
    printer.line(words.NO_OTHER_SETTING)
    printer.line(words.START_EXCEL if folder is None else words.LOAD_ADDIN, path=str(at.addin))
    return 0


def uninstall(folder: Path | None, language: str | None, *, force: bool) -> int:
    """Take the add-in away; the exit code is 1 where something was left because it was changed."""
    printer = Printer(configured(language).language)
    removed = installing.uninstall(
        installing.places(here(), __version__, _whole(folder)), force=force
    )
    for path in removed.gone:
        printer.line(words.REMOVED, path=path)
    for path in removed.kept:
        printer.line(words.KEPT_CHANGED, path=path)
    return int(bool(removed.kept))


def status(folder: Path | None, language: str | None, *, as_json: bool) -> int:
    """Say what is installed and whether it fits; the exit code is 1 where it does not."""
    tongue = configured(language).language
    machine = here()
    at = installing.places(machine, __version__, _whole(folder))
    receipt = installing.read_receipt(at.receipt)
    files = [(placed.path, installing.state(placed)) for placed in receipt.files] if receipt else []
    mine = (__version__, machine.packages("xlwings"))
    fits = receipt is not None and (receipt.version, receipt.xlwings) == mine
    well = fits and all(state == "as placed" for _, state in files)
    if as_json:
        print_json(
            {
                "schema": STATUS_SCHEMA,
                "installed": receipt is not None,
                "version": receipt.version if receipt else None,
                "xlwings": receipt.xlwings if receipt else None,
                "fits": fits,
                "files": [{"path": path, "state": state} for path, state in files],
            }
        )
        return int(not well)
    printer = Printer(tongue)
    if receipt is None:
        printer.line(words.NOT_INSTALLED, path=str(at.addin))
        return 1
    printer.line(words.INSTALLED, version=receipt.version, xlwings=receipt.xlwings)
    if not fits:
        printer.line(words.MISMATCH, version=__version__, xlwings=str(mine[1]))
    for path, state in files:
        printer.line(words.FILE_STATES[state], path=path)
    return int(not well)


def doctor(books: list[Path], folder: Path | None, language: str | None, *, as_json: bool) -> int:
    """Print every check with its remedy; the exit code is 1 where one is an error."""
    tongue = configured(language).language
    checks = examine(here(), __version__, books, _whole(folder))
    if as_json:
        print_json(
            {
                "schema": DOCTOR_SCHEMA,
                "language": tongue,
                "worst": worst(checks),
                "checks": [
                    {
                        "key": check.key,
                        "status": check.status,
                        "said": check.said(tongue),
                        "remedy": check.remedy(tongue) if check.remedy else None,
                    }
                    for check in checks
                ],
            }
        )
    else:
        printer = Printer(tongue)
        for check in checks:
            _tell(printer, check)
    return int(worst(checks) == "error")


def _tell(printer: Printer, check: Check) -> None:
    name = words.CHECKED[check.key](printer.language)
    status = words.STATUSES[check.status](printer.language)
    printer.say(f"{name}: {status}. {check.said(printer.language)}", STYLES[check.status])
    if check.remedy is not None:
        printer.say(f"  {check.remedy(printer.language)}")


def _whole(folder: Path | None) -> Path | None:
    return None if folder is None else folder.absolute()


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as temporary:
        temporary.write_bytes(content)
        if path.suffix == ".xlam":
            refuse_faulty(temporary)
