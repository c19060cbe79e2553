"""What the commands about profiles do: list, show and write sets of criteria."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamxl.actions.profiles import book_profile
from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer
from kamxl.cli.work import print_json, refuse
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.tables.reading import XLSX_SUFFIXES
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.profiles import PROFILES, Profile, named_profile, profile_toml, shipped_profile
from kamxl.text import Language

# Raised whenever a field changes its meaning or goes.
PROFILE_SCHEMA = 1


def list_profiles(language: str | None, *, as_json: bool) -> int:
    """List the shipped profiles."""
    config = configured(language)
    found = [shipped_profile(key) for key in PROFILES]
    if as_json:
        listed = [
            {
                "key": profile.key,
                "name": profile.name(config.language),
                "description": profile.description(config.language),
                "criteria": len(profile.policy.criteria),
            }
            for profile in found
        ]
        print_json({"schema": PROFILE_SCHEMA, "language": config.language, "profiles": listed})
        return 0
    printer = Printer(config.language)
    for profile in found:
        _head(printer, profile, config.language)
    return 0


def show(name: str, language: str | None, *, as_json: bool) -> int:
    """Show the criteria of a profile: shipped, in a file, or in a workbook."""
    config = configured(language)
    profile = _named(name, Path(name).stem)
    if as_json:
        print_json(_plain(profile, config.language))
        return 0
    printer = Printer(config.language)
    _head(printer, profile, config.language)
    printer.criteria(profile.policy.criteria)
    return 0


def export(name: str, output: Path, language: str | None, *, force: bool) -> int:
    """Write a profile, or the criteria of a workbook, as a file to change and to start from."""
    config = configured(language)
    refuse(output, force, [Path(name)], "profile")
    text = profile_toml(_named(name, output.stem))
    with replacing(output) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")
    Printer(config.language).line(words.WRITTEN, path=str(output))
    return 0


def _named(name: str, key: str) -> Profile:
    if Path(name).suffix.casefold() in XLSX_SUFFIXES:
        return book_profile(read_book(Path(name)), key, dt.date.today())
    return named_profile(name)


def _head(printer: Printer, profile: Profile, language: Language) -> None:
    printer.say(f"{profile.key}: {profile.name(language)}", "bold")
    printer.say(profile.description(language))
    printer.gap()


def _plain(profile: Profile, language: Language) -> dict[str, object]:
    return {
        "schema": PROFILE_SCHEMA,
        "language": language,
        "key": profile.key,
        "name": profile.name(language),
        "description": profile.description(language),
        "tie_break": list(profile.policy.tie_break),
        "criteria": [
            {
                "key": criterion.key,
                "name": criterion.name(language),
                "description": criterion.description(language) if criterion.description else None,
                "weight": criterion.weight,
                "direction": criterion.direction,
                "axis": criterion.axis,
                "source": criterion.source,
                "active": criterion.active,
                "gate": None
                if criterion.gate is None
                else {
                    "limit": criterion.gate.limit,
                    "cap": criterion.gate.cap,
                    "effect": criterion.gate.effect,
                },
                "anchors": {
                    rating: anchor(language) if anchor else None
                    for rating, anchor in zip(("1", "5", "10"), criterion.anchors, strict=True)
                },
            }
            for criterion in profile.policy.criteria
        ],
    }
