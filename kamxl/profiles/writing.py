"""A profile as the text of its data file: what `profile_from_toml` reads back the same."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kamxl.domain.policy import Criterion
from kamxl.profiles.reading import Profile
from kamxl.text import LANGUAGES, Text

ANCHORED = (1, 5, 10)


def profile_toml(profile: Profile) -> str:
    """Return the profile as TOML; ties broken by a criterion that it lacks are left open."""
    known = {criterion.key for criterion in profile.policy.criteria}
    ties = (key if key in known else "" for key in profile.policy.tie_break)
    lines = [
        f"tie_break = [{', '.join(_string(key) for key in ties)}]",
        *([] if known else ["criteria = []"]),
        "",
        *_phrase("name", profile.name),
        *_phrase("description", profile.description),
    ]
    for criterion in profile.policy.criteria:
        lines += ["", "[[criteria]]", *_criterion(criterion)]
    return "\n".join(lines) + "\n"


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield f"key = {_string(criterion.key)}"
    yield f"weight = {_number(criterion.weight)}"
    yield f"direction = {criterion.direction}"
    yield f"axis = {_string(criterion.axis)}"
    yield f"source = {_string(criterion.source)}"
    if not criterion.active:
        yield "active = false"
    if criterion.gate:
        gate = criterion.gate
        yield (
            f"gate = {{ limit = {_number(gate.limit)}, cap = {_string(gate.cap)}, "
            f"effect = {_string(gate.effect)} }}"
        )
    if any(band is not None for band in criterion.bands):
        bands = ("nan" if band is None else _number(band) for band in criterion.bands)
        yield f"bands = [{', '.join(bands)}]"
    if criterion.shape != "step":
        yield f"shape = {_string(criterion.shape)}"
    if criterion.floor is not None:
        yield f"floor = {_number(criterion.floor)}"
    yield from _phrase("name", criterion.name)
    if criterion.description:
        yield from _phrase("description", criterion.description)
    for rating, anchor in zip(ANCHORED, criterion.anchors, strict=True):
        if anchor:
            yield from _phrase(f"anchors.{rating}", anchor)


def _phrase(key: str, text: Text) -> Iterator[str]:
    for language in LANGUAGES:
        yield f"{key}.{language} = {_string(text(language))}"


def _string(text: str) -> str:
    # JSON's strings are TOML's, but for this one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _number(value: float) -> str:
    return (
        str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    )
