"""Profiles: sets of criteria to start from, as readable data files beside this module."""

from __future__ import annotations

from kamxl.profiles.reading import Profile, profile_from_toml, read_profile
from kamxl.profiles.shipped import PROFILES, load_profile, named_profile, shipped_profile
from kamxl.profiles.writing import profile_toml

__all__ = [
    "PROFILES",
    "Profile",
    "load_profile",
    "named_profile",
    "profile_from_toml",
    "profile_toml",
    "read_profile",
    "shipped_profile",
]
