"""Rules: what checklists and plans say, as readable data files beside this module."""

from __future__ import annotations

from kamxl.rules.shipped import FILES, load_rules, shipped_file, shipped_rules, shipped_text

__all__ = ["FILES", "load_rules", "shipped_file", "shipped_rules", "shipped_text"]
