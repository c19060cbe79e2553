"""The command line: `kamxl new`, `run`, `check`, `demo`. Only Typer is imported at first."""

from kamxl.cli.failing import main

__all__ = ["main"]
