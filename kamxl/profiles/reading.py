"""Read a profile's data file; pydantic is the customs officer, frozen dataclasses come out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kamxl.domain.policy import (
    BAND_COUNT,
    RATED,
    SLOTS,
    Axis,
    Criterion,
    Gate,
    GateEffect,
    Policy,
    Shape,
    Tier,
)
from kamxl.errors import PolicyError
from kamxl.text import Text

# As much as a cell of Excel holds.
LONGEST = 32_767

Phrase = Annotated[str, StringConstraints(pattern=r"\S", max_length=LONGEST)]
Key = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=LONGEST)]


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of criteria to start from: what it is called, what it is for, and its policy."""

    key: str
    name: Text
    description: Text
    policy: Policy


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Name(_Table):
    en: Phrase
    de: Phrase

    def text(self) -> Text:
        return Text(self.en, self.de)


class _Anchors(_Table):
    one: Annotated[_Name | None, Field(alias="1")] = None
    five: Annotated[_Name | None, Field(alias="5")] = None
    ten: Annotated[_Name | None, Field(alias="10")] = None


class _Gate(_Table):
    limit: Annotated[float, Field(ge=1, le=10)]
    cap: Tier
    effect: GateEffect = "cap"


class _Criterion(_Table):
    key: Key
    name: _Name
    description: _Name | None = None
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    direction: Literal[1, -1]
    axis: Axis
    source: str = RATED
    active: bool = True
    gate: _Gate | None = None
    # NaN stands for a rating that is not given: TOML knows no null.
    bands: Annotated[list[float], Field(max_length=BAND_COUNT)] = []
    shape: Shape = "step"
    floor: Annotated[float, Field(allow_inf_nan=False)] | None = None
    anchors: _Anchors = _Anchors()

    def criterion(self) -> Criterion:
        bands = tuple(None if band != band else band for band in self.bands)
        return Criterion(
            key=self.key,
            name=self.name.text(),
            weight=self.weight,
            direction=self.direction,
            axis=self.axis,
            source=self.source,
            bands=bands or (None,) * BAND_COUNT,
            active=self.active,
            gate=Gate(self.gate.limit, self.gate.cap, self.gate.effect) if self.gate else None,
            anchors=(
                _text(self.anchors.one),
                _text(self.anchors.five),
                _text(self.anchors.ten),
            ),
            description=_text(self.description),
            shape=self.shape,
            floor=self.floor,
        )


def _text(given: _Name | None) -> Text | None:
    return given.text() if given else None


class _File(_Table):
    name: _Name
    description: _Name
    # "" where nothing breaks a tie.
    tie_break: tuple[Key | Literal[""], Key | Literal[""]]
    criteria: Annotated[list[_Criterion], Field(max_length=SLOTS)]


def profile_from_toml(text: str, key: str, file: str) -> Profile:
    """Return the profile that a TOML text describes; PolicyError names `file` and the field."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyError(f"{file}: not a TOML file: {wrong}") from wrong
    try:
        given = _File.model_validate(data)
    except ValidationError as wrong:
        complaints = "; ".join(
            f"{_field(error['loc'], data)}: {error['msg']}" for error in wrong.errors()
        )
        raise PolicyError(f"{file}: {complaints}") from wrong
    known = {criterion.key for criterion in given.criteria}
    strangers = [name for name in given.tie_break if name and name not in known]
    if strangers:
        raise PolicyError(f"{file}: tie_break: no criterion {', '.join(map(repr, strangers))}")
    try:
        policy = Policy(
            criteria=tuple(criterion.criterion() for criterion in given.criteria),
            profile=key,
            tie_break=given.tie_break,
        )
    except PolicyError as wrong:
        raise PolicyError(f"{file}: criteria: {wrong}") from wrong
    return Profile(key, given.name.text(), given.description.text(), policy)


def read_profile(path: Path) -> Profile:
    """Return the profile in a file; its key is the file's name without the ending."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise PolicyError(f"{path}: cannot be read: {wrong}") from wrong
    return profile_from_toml(text, path.stem, str(path))


def _field(place: tuple[int | str, ...], data: dict[str, object]) -> str:
    """Return where an error is in words people find again: criteria.solvency.gate.limit."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in place]
    criteria = data.get("criteria")
    if len(place) > 1 and place[0] == "criteria" and isinstance(criteria, list):
        entry = criteria[int(place[1])]
        if isinstance(entry, dict) and "key" in entry:
            parts[1] = str(entry["key"])
    return ".".join(parts)
