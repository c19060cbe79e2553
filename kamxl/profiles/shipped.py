"""The profiles that come with kamxl."""

from __future__ import annotations

from functools import cache
from importlib import resources

from kamxl.domain.policy import Policy
from kamxl.errors import PolicyError
from kamxl.profiles.reading import Profile, profile_from_toml

PROFILES: tuple[str, ...] = ("standard", "data-only")


@cache
def shipped_profile(key: str) -> Profile:
    """Return a shipped profile by its key; PolicyError when there is none of that name."""
    if key not in PROFILES:
        raise PolicyError(f"no profile {key!r}; there are: {', '.join(PROFILES)}")
    file = resources.files("kamxl.profiles") / f"{key}.toml"
    return profile_from_toml(file.read_text(encoding="utf-8"), key, f"{key}.toml")


def load_profile(key: str) -> Policy:
    """Return the policy of a shipped profile: "standard" or "data-only"."""
    return shipped_profile(key).policy
