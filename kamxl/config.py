"""How this installation is set: flag, then environment, then kamxl.toml, then the system."""

from __future__ import annotations

import difflib
import locale as system
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kamxl.errors import UsageError
from kamxl.intake.readings import Locale
from kamxl.limits import DEFAULT, Limits
from kamxl.text import Language

FILE = "kamxl.toml"
PREFIX = "KAMXL_"
# What an environment variable can set; limits stand in a file.
FROM_ENVIRONMENT = ("language", "locale", "rules")


class LimitSettings(BaseModel):
    """What the table [limits] of a kamxl.toml may hold; see `Limits`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file: int = Field(DEFAULT.file, gt=0)
    part: int = Field(DEFAULT.part, gt=0)
    unpacked: int = Field(DEFAULT.unpacked, gt=0)
    entries: int = Field(DEFAULT.entries, gt=0)
    cells: int = Field(DEFAULT.cells, gt=0)
    memory: int = Field(DEFAULT.memory, gt=0)
    seconds: int = Field(DEFAULT.seconds, gt=0)
    ledger: int = Field(DEFAULT.ledger, gt=0)
    accounts: int = Field(DEFAULT.accounts, gt=0)


class Settings(BaseModel):
    """What a kamxl.toml may hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    language: Language | None = None
    locale: Locale | None = None
    rules: str | None = None
    limits: LimitSettings | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The language of output and new workbooks, and how ambiguous numbers are read (None: ask).

    `rules` is a file of rules of one's own for checklists and strategy sheets, `limits` what a file
    may hold that is read.
    """

    language: Language
    locale: Locale | None
    rules: Path | None = None
    limits: Limits = DEFAULT


def load_config(
    *,
    language: str | None = None,
    locale: str | None = None,
    rules: str | None = None,
    environment: Mapping[str, str],
    folders: Sequence[Path],
) -> Config:
    """Return the configuration; `language`, `locale` and `rules` are flags, None where not
    given.

    A kamxl.toml of an earlier folder goes before one of a later. Raises UsageError, naming the
    file and the key, for what cannot be understood.
    """
    flags = {"language": language, "locale": locale, "rules": rules}
    named = {key: environment.get(PREFIX + key.upper()) or None for key in FROM_ENVIRONMENT}
    sources = [
        _checked({key: value for key, value in flags.items() if value}, "--"),
        *(_checked({key: value}, PREFIX, key) for key, value in named.items() if value),
        *(_from_file(folder / FILE) for folder in folders),
    ]
    return Config(
        language=next((s.language for s in sources if s.language), system_language(environment)),
        locale=next((s.locale for s in sources if s.locale), None),
        rules=next((Path(s.rules) for s in sources if s.rules), None),
        limits=next((Limits(**s.limits.model_dump()) for s in sources if s.limits), DEFAULT),
    )


def config_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where a kamxl.toml is looked for: the current folder, then the user's."""
    if sys.platform == "win32":
        user = environment.get("APPDATA", "")
    elif sys.platform == "darwin":
        user = str(Path(environment.get("HOME", "")) / "Library" / "Application Support")
    else:
        user = environment.get("XDG_CONFIG_HOME") or str(
            Path(environment.get("HOME", "")) / ".config"
        )
    return (Path(), *([Path(user) / "kamxl"] if user else []))


def system_language(environment: Mapping[str, str]) -> Language:
    """Return German where the system speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "de" if environment[name].casefold().startswith("de") else "en"
    spoken = system.getlocale()[0] or ""
    # Windows calls it German_Germany.
    return "de" if spoken.casefold().startswith(("de_", "german")) else "en"


def _from_file(path: Path) -> Settings:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as flaw:
        raise UsageError(f"{path}: cannot be read ({flaw.strerror}); is it yours?") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as flaw:
        raise UsageError(f"{path}: this is not TOML ({flaw}); correct or delete it") from None
    found = _checked(content, f"{path}: ")
    # A file of rules lies where the settings that name it lie.
    return found.model_copy(update={"rules": str(path.parent / found.rules)} if found.rules else {})


def _checked(values: Mapping[str, object], source: str, name: str = "") -> Settings:
    """Return settings; `source` stands before the key in the sentence that says what is wrong."""
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as flaw:
        error = flaw.errors()[0]
        place = [str(part) for part in error["loc"]]
        key = place[-1] if place else name
        called = source + (key.upper() if source == PREFIX else ".".join(place) or key)
        if error["type"] == "extra_forbidden":
            settings = LimitSettings if len(place) > 1 else Settings
            near = difflib.get_close_matches(key, settings.model_fields, 1)
            *most, last = settings.model_fields
            known = f"there are {', '.join(most)} and {last}"
            advice = f"did you mean {near[0]!r}?" if near else known
            raise UsageError(f"{source}there is no setting {key!r}; {advice}") from None
        if error["type"] in {"int_type", "greater_than"}:
            raise UsageError(f"{called} has to be a whole number above 0") from None
        choices = error.get("ctx", {}).get("expected", "a text")
        raise UsageError(f"{called} cannot be {values[key]!r}; choose {choices}") from None
