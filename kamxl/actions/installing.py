"""Puts the add-in where Excel starts it, remembers every file, and takes exactly those away again.

No setting of Excel or the system is touched: what lies in the start-up folder is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from kamxl.actions.surroundings import Surroundings
from kamxl.errors import InputError, UsageError

RECEIPT_SCHEMA = 1
ADDIN = "kamxl.xlam"
SETTINGS = "addin.conf"
RECEIPT = "addin-receipt.json"
SCRIPT = "kamxl-{version}.applescript"
# The versions of xlwings whose server the bridge knows.
XLWINGS = ((0, 37), (1,))

Write = Callable[[Path, bytes], None]
State = Literal["as placed", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Places:
    """Where each file goes; `script` only on a Mac."""

    addin: Path
    settings: Path
    receipt: Path
    script: Path | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A file that was put in place, and its SHA-256 then."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an installation put in place; `folders` are those that it had to make."""

    version: str
    xlwings: str
    files: tuple[Placed, ...]
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """What an uninstallation took away, and what it left because somebody had changed it."""

    gone: tuple[str, ...]
    kept: tuple[str, ...]


def places(machine: Surroundings, version: str, folder: Path | None = None) -> Places:
    """Return where the add-in goes: the user's start-up folder of Excel, or a folder of one's own.

    UsageError on a system without Excel where no folder is named.
    """
    if machine.system == "windows":
        settings = machine.folder("APPDATA", "AppData", "Roaming")
        start = settings / "Microsoft" / "Excel" / "XLSTART"
        ours = settings / "kamxl"
        if folder is not None:
            return Places(folder / ADDIN, folder / SETTINGS, folder / RECEIPT)
        return Places(start / ADDIN, ours / SETTINGS, ours / RECEIPT)
    if machine.system == "macos":
        library = machine.home / "Library"
        start = library.joinpath(
            "Group Containers", "UBF8T346G9.Office", "User Content.localized",
            "Startup.localized", "Excel",
        )  # fmt: skip
        ours = library / "Application Support" / "kamxl"
        script = library / "Application Scripts" / "com.microsoft.Excel"
        # The script looks for the settings in one place, wherever the add-in lies.
        return Places(
            (folder or start) / ADDIN,
            ours / SETTINGS,
            (folder or ours) / RECEIPT,
            script / SCRIPT.format(version=version),
        )
    if folder is not None:
        return Places(folder / ADDIN, folder / SETTINGS, folder / RECEIPT)
    raise UsageError(
        "there is no Excel on this system; on Windows the add-in goes to Excel's XLSTART folder, "
        "on a Mac to its Startup folder. For a folder of your own say --folder; for LibreOffice "
        "the functions and buttons are an extension of their own"
    )


def settings(machine: Surroundings, version: str) -> bytes:
    """Return the file that says where Python is; UTF-16 on Windows, where VBA reads it."""
    lines = {
        "version": version,
        "python": str(machine.python),
        "libraries": str(machine.prefix),
        "doorways": str(machine.doorways or ""),
    }
    text = "".join(f"{key}={value}\n" for key, value in lines.items())
    return text.encode("utf-16-le" if machine.system == "windows" else "utf-8")


def library(machine: Surroundings, xlwings: str) -> Path:
    """Return xlwings' library of this Python's kind."""
    return machine.prefix / f"xlwings{machine.bits}-{xlwings}.dll"


def fits(machine: Surroundings) -> str:
    """Return the version of xlwings; UsageError where it is missing or another than we know."""
    found = machine.packages("xlwings")
    advice = f'{machine.python} -m pip install "kamxl[excel]"'
    if found is None:
        raise UsageError(f"xlwings is missing: {advice}")
    low, high = XLWINGS
    if not low <= _numbers(found) < high:
        raise UsageError(f"xlwings {found} is none that this version knows: {advice}")
    if machine.system == "windows" and not library(machine, found).is_file():
        raise UsageError(f"{library(machine, found)} is missing: {advice} --force-reinstall")
    return found


def install(
    contents: Mapping[Path, bytes],
    at: Places,
    version: str,
    xlwings: str,
    write: Write,
    *,
    force: bool = False,
) -> Receipt:
    """Put files in place and remember them; files of an older installation go.

    UsageError for an installation by a newer kamxl, for files that are not ours and for ours that
    somebody changed, unless `force`. If a file cannot be written, those before it are taken back.
    """
    before = read_receipt(at.receipt)
    if before and _numbers(before.version) > _numbers(version) and not force:
        raise UsageError(
            f"the add-in is of kamxl {before.version}, this is {version}; update this one "
            "(pip install --upgrade kamxl), or replace the add-in by --force"
        )
    known = {placed.path: placed for placed in before.files} if before else {}
    for path, content in contents.items():
        placed = known.get(str(path))
        ours = placed and state(placed) != "changed"
        if path.exists() and not ours and path.read_bytes() != content and not force:
            whose = "was changed since it was put there" if placed else "is not from kamxl"
            raise UsageError(f"{path} {whose}; move it away, or replace it by --force")
    folders = list(before.folders) if before else []
    for path in (*contents, at.receipt):
        folders += [str(made) for made in _make(path.parent) if str(made) not in folders]
    receipt = Receipt(
        version,
        xlwings,
        tuple(Placed(str(path), _hash(content)) for path, content in contents.items()),
        tuple(folders),
    )
    undo: dict[Path, bytes | None] = {}
    try:
        for path, content in (*contents.items(), (at.receipt, _written(receipt))):
            undo[path] = path.read_bytes() if path.exists() else None
            write(path, content)
    except BaseException:
        for path, old in undo.items():
            _restore(path, old)
        raise
    for placed in known.values():
        if Path(placed.path) not in contents and state(placed) == "as placed":
            with contextlib.suppress(OSError):
                Path(placed.path).unlink()
    return receipt


def uninstall(at: Places, *, force: bool = False) -> Removed:
    """Take away what was put in place, and the folders made for it where they are empty.

    What somebody changed since stays, and its receipt with it, unless `force`. UsageError where
    nothing is installed or a file is in use.
    """
    receipt = read_receipt(at.receipt)
    if receipt is None:
        raise UsageError(f"the add-in is not installed: there is no {at.receipt}")
    gone, kept = list[str](), list[Placed]()
    for placed in receipt.files:
        found = state(placed)
        if found == "changed" and not force:
            kept.append(placed)
        elif found != "gone":
            try:
                Path(placed.path).unlink()
            except OSError as error:
                raise UsageError(
                    f"{placed.path}: cannot be removed ({error.strerror}); close Excel"
                ) from None
            gone.append(placed.path)
    if not kept:
        at.receipt.unlink()
        gone.append(str(at.receipt))
        for folder in sorted(receipt.folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                Path(folder).rmdir()
    return Removed(tuple(gone), tuple(placed.path for placed in kept))


def read_receipt(path: Path) -> Receipt | None:
    """Return what was installed, None for nothing; InputError for a file that is no receipt."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot be read ({error}); remove the add-in by hand", str(path)
        ) from None
    if not isinstance(held, dict) or held.get("schema") != RECEIPT_SCHEMA:
        raise InputError("is of another version of kamxl; uninstall with that one", str(path))
    return Receipt(
        held["version"],
        held["xlwings"],
        tuple(Placed(placed["path"], placed["sha256"]) for placed in held["files"]),
        tuple(held["folders"]),
    )


def state(placed: Placed) -> State:
    """Return whether a file is as it was put in place."""
    try:
        content = Path(placed.path).read_bytes()
    except OSError:
        return "gone"
    return "as placed" if _hash(content) == placed.sha256 else "changed"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdigit())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _written(receipt: Receipt) -> bytes:
    held = {"schema": RECEIPT_SCHEMA, **asdict(receipt)}
    return (json.dumps(held, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _make(folder: Path) -> Sequence[Path]:
    """Make a folder with those above it; return the ones that were not there."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made ({error.strerror})") from None
    return missing


def _restore(path: Path, old: bytes | None) -> None:
    with contextlib.suppress(OSError):
        if old is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(old)
