"""The profiles that come with kamxl."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from kamxl.domain.policy import Policy
from kamxl.errors import PolicyError
from kamxl.profiles.reading import Profile, profile_from_toml, read_profile

PROFILES: tuple[str, ...] = (
    "standard",
    "data-only",
    "five-criteria",
    "points-ranking",
    "finance",
    "blank",
)
SUFFIX = ".toml"


@cache
def shipped_profile(key: str) -> Profile:
    """Return a shipped profile by its key; PolicyError when there is none of that name."""
    if key not in PROFILES:
        raise PolicyError(
            f"no profile {key!r}; there are: {', '.join(PROFILES)}, or name a file (FILE.toml)"
        )
    file = resources.files("kamxl.profiles") / f"{key}.toml"
    return profile_from_toml(file.read_text(encoding="utf-8"), key, f"{key}.toml")


def named_profile(name: str) -> Profile:
    """Return a shipped profile by its key, or the one in a file whose name ends in .toml."""
    if name.casefold().endswith(SUFFIX):
        return read_profile(Path(name))
    return shipped_profile(name)


def load_profile(name: str) -> Policy:
    """Return the policy of a shipped profile by its key, or of one in a file (FILE.toml)."""
    return named_profile(name).policy
