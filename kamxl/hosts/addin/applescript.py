"""The script by which a Mac's Excel runs a button: its sandbox lets it start nothing else."""

from __future__ import annotations

from importlib import resources


def applescript(version: str) -> str:
    """Return the script that stands in the folder of Excel's scripts, named with its version."""
    folder = resources.files("kamxl.hosts.addin") / "vba"
    return (folder / "kamxl.applescript").read_text("utf-8").replace("{version}", version)
