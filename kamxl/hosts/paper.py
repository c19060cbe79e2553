"""Makes a PDF with a program that is there: LibreOffice with Writer, or a browser, both unseen."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kamxl.errors import UsageError

# Seconds; the first start of LibreOffice makes its profile.
PATIENCE = 120
OFFICES = (
    "soffice",
    "libreoffice",
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "msedge",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
# With headings and alternative texts for those who have a page read to them.
FILTER = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
MISSING = (
    "a PDF needs LibreOffice with Writer, Chrome, Chromium or Edge, and none was found; install "
    "one, name LibreOffice in KAMXL_SOFFICE, or write --html and print that from a browser"
)
Which = Callable[[str], str | None]


def find(names: Sequence[str], which: Which = shutil.which) -> str | None:
    """Return the first program that is there, by its name on the path or by its place."""
    for name in names:
        found = which(name)
        if found:
            return found
    return None


def pdf(
    text: bytes,
    page: bytes,
    environment: Mapping[str, str] = os.environ,
    which: Which = shutil.which,
) -> bytes:
    """Return a document as PDF; `text` is flat OpenDocument, `page` the same as HTML.

    LibreOffice is asked first, or the program that KAMXL_SOFFICE names, then a browser. UsageError
    in one sentence where none is there, or where none makes it.
    """
    named = environment.get("KAMXL_SOFFICE", "")
    office = find((named,) if named else OFFICES, which)
    browser = find(BROWSERS, which)
    if office is None and browser is None:
        raise UsageError(MISSING)
    said = []
    with tempfile.TemporaryDirectory(prefix="kamxl-pdf-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        if office is not None:
            made, why = _run(_by_office(office, room, text), room / "report.pdf")
            if made:
                return made
            said.append(f"LibreOffice (has it Writer?): {why}")
        if browser is not None:
            made, why = _run(_by_browser(browser, room, page), room / "page.pdf")
            if made:
                return made
            said.append(f"{Path(browser).stem}: {why}")
    raise UsageError(f"no PDF was made ({'; '.join(said)}); write --html instead")


def _by_office(program: str, room: Path, text: bytes) -> list[str]:
    source = room / "report.fodt"
    source.write_bytes(text)
    return [
        program, f"-env:UserInstallation={(room / 'office').as_uri()}", "--headless",
        "--norestore", "--convert-to", FILTER, "--outdir", str(room), str(source),
    ]  # fmt: skip


def _by_browser(program: str, room: Path, page: bytes) -> list[str]:
    source = room / "page.html"
    source.write_bytes(page)
    # The administrator's browser has no sandbox; the page has no script and loads nothing.
    unsafe = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    return [
        program, "--headless", *unsafe, "--disable-gpu", "--no-first-run",
        f"--user-data-dir={room / 'browser'}", "--no-pdf-header-footer",
        f"--print-to-pdf={room / 'page.pdf'}", source.as_uri(),
    ]  # fmt: skip


def _run(command: Sequence[str], target: Path) -> tuple[bytes, str]:
    """Run a program; return the PDF that it made, or b"" and why there is none."""
    try:
        ran = subprocess.run(
            command, capture_output=True, timeout=PATIENCE, check=False, text=True,
            errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return b"", f"no answer within {PATIENCE} seconds"
    except OSError as error:
        return b"", f"cannot be started, {error.strerror}"
    made = target.read_bytes() if target.is_file() else b""
    if made.startswith(b"%PDF"):
        return made, ""
    said = " ".join((ran.stderr or ran.stdout).split())
    return b"", said[-160:] or f"it ended with code {ran.returncode}"
