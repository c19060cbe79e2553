"""The rule tables that come with kamxl, and what a file of one's own makes of them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from kamxl.domain.rulebook import Rulebook
from kamxl.rules.building import build
from kamxl.rules.reading import RuleFile, read_rules, rules_from_toml

FILES: tuple[str, ...] = (
    "checklist",
    "swot",
    "kpis",
    "actions",
    "goals",
    "risks",
    "needs",
    "services",
    "loyalty",
    "sentences",
)


def shipped_text(name: str) -> str:
    """Return one of the files that come with kamxl as text."""
    return (resources.files("kamxl.rules") / f"{name}.toml").read_text(encoding="utf-8")


@cache
def _shipped() -> tuple[tuple[str, RuleFile], ...]:
    files = ((f"{name}.toml", shipped_text(name)) for name in FILES)
    return tuple((file, rules_from_toml(text, file)) for file, text in files)


@cache
def shipped_rules() -> Rulebook:
    """Return the rules that come with kamxl."""
    return build(_shipped())


def load_rules(path: Path | None = None) -> Rulebook:
    """Return the shipped rules, changed and extended by a file of one's own where one is named."""
    if path is None:
        return shipped_rules()
    return build((*_shipped(), (str(path), read_rules(path))))


def shipped_file() -> str:
    """Return all tables that come with kamxl as the text of one file."""
    return "\n".join(shipped_text(name) for name in FILES)
