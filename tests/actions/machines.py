"""Machines that are not here, described: a Windows, a Mac and a Linux in folders of a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kamxl.actions.surroundings import Hive, Surroundings, System

VERSION = "0.1.0"
XLWINGS = "0.37.8"
EXCEL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
Values = Mapping[tuple[Hive, str, str], str | int]


def machine(
    system: System,
    home: Path,
    *,
    packages: Mapping[str, str] | None = None,
    registry: Values | None = None,
    environment: Mapping[str, str] | None = None,
    programs: Mapping[str, str] | None = None,
    library: bool = True,
    doorways: Path | None = None,
) -> Surroundings:
    """A machine with everything that the add-in needs, unless told otherwise."""
    prefix = home / "Pythön"
    python = prefix / ("python.exe" if system == "windows" else "bin/python")
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_bytes(b"")
    held = {"kamxl": VERSION, "xlwings": XLWINGS, "pywin32": "311"}
    if packages is not None:
        held = dict(packages)
    if system == "windows" and library:
        (prefix / f"xlwings64-{held.get('xlwings')}.dll").write_bytes(b"")
    values: Values = {("HKLM", EXCEL, ""): "EXCEL.EXE"} if registry is None else registry
    variables = dict(environment or {})
    if system == "windows":
        variables.setdefault("APPDATA", str(home / "AppData" / "Roaming"))
    return Surroundings(
        system=system,
        environment=variables,
        home=home,
        python=python,
        prefix=prefix,
        python_version="3.13.1",
        bits=64,
        packages=held.get,
        registry=lambda hive, key, name: values.get((hive, key, name)),
        which=(programs or {}).get,
        doorways=doorways,
    )
