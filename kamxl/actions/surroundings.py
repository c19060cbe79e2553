"""The machine as the add-in finds it: system, folders, registry, what is installed.

Everything is asked for through one value, so that a Windows or a Mac can be described in a test.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import kamxl

System = Literal["windows", "macos", "linux"]
Hive = Literal["HKCU", "HKLM"]
# Hive, key and name of a value ("" for a key's own) to the value, None where there is none.
Registry = Callable[[Hive, str, str], str | int | None]
DOORWAYS = ("kam_functions", "kam_macros")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A machine and the Python that runs kamxl there.

    `prefix` is where that Python was installed or its environment made: xlwings puts its libraries
    there. `doorways` is the folder of the doorways where they do not lie beside the packages.
    """

    system: System
    environment: Mapping[str, str]
    home: Path
    python: Path
    prefix: Path
    python_version: str
    bits: int
    packages: Callable[[str], str | None]
    registry: Registry
    which: Callable[[str], str | None]
    doorways: Path | None = None

    def folder(self, variable: str, *otherwise: str) -> Path:
        """Return the folder that an environment variable names, or one below the home folder."""
        named = self.environment.get(variable)
        return Path(named) if named else self.home.joinpath(*otherwise)


def here() -> Surroundings:
    """Return this machine."""
    systems: Mapping[str, System] = {"win32": "windows", "darwin": "macos"}
    return Surroundings(
        system=systems.get(sys.platform, "linux"),
        environment=os.environ,
        home=Path.home(),
        python=Path(sys.executable),
        prefix=Path(sys.prefix),
        python_version=platform.python_version(),
        bits=64 if sys.maxsize > 2**32 else 32,
        packages=installed,
        registry=registry,
        which=shutil.which,
        doorways=doorways(Path(kamxl.__file__).parents[1]),
    )


def installed(package: str) -> str | None:
    """Return the version of a package, None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def doorways(root: Path) -> Path | None:
    """Return the folder of the doorways of a clone; installed, they lie beside the package."""
    folder = root / "udfs"
    return folder if all((folder / f"{name}.py").is_file() for name in DOORWAYS) else None


def registry(hive: Hive, key: str, name: str) -> str | int | None:
    """Return a value of the registry, None where there is none, and everywhere but on Windows."""
    if sys.platform == "win32":
        import winreg

        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        try:
            with winreg.OpenKey(roots[hive], key) as opened:
                value = winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None
        return value if isinstance(value, (str, int)) else str(value)
    return None
