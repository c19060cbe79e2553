"""How a workbook remembers runs: a text about a run, and one about each account in it (JSON)."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.movement import Movements, Snapshot, movement_findings, movements
from kamxl.findings import Finding
from kamxl.workbook.inputs import Inputs, Memory


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of one account; the score is NaN, rank and tier are 0 where none is."""

    name: str
    score: float
    rank: int
    tier: int
    parts: tuple[float, ...]


def packed_run(then: Snapshot) -> str:
    """Return day, scale and criteria of a run as a text."""
    return _text([then.day.isoformat(), then.high, list(then.keys)])


def packed_entries(then: Snapshot) -> dict[str, str]:
    """Return by id the text about each account of a run."""
    return {
        id_: _text(
            [
                then.names[n],
                None if math.isnan(then.score[n]) else float(then.score[n]),
                int(then.rank[n]),
                int(then.tier[n]),
                then.parts[n].tolist(),
            ]
        )
        for n, id_ in enumerate(then.ids)
    }


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def unpacked_run(text: object) -> tuple[dt.date, int, tuple[str, ...]] | None:
    """Return day, scale and criteria, None where the text is none about a run."""
    try:
        day, high, keys = json.loads(str(text))
        found = dt.date.fromisoformat(day), int(high), tuple(map(str, keys))
    except (ValueError, TypeError):
        return None
    return found if found[1] in (10, 100) else None


def unpacked_entry(text: object, criteria: int) -> Entry | None:
    """Return what is remembered of an account, None where the text is none about one."""
    try:
        name, score, rank, tier, parts = json.loads(str(text))
        found = Entry(
            str(name),
            math.nan if score is None else float(score),
            int(rank),
            int(tier),
            tuple(map(float, parts)),
        )
    except (ValueError, TypeError):
        return None
    sound = len(found.parts) == criteria and 0 <= found.tier <= 4 and found.rank >= 0
    return found if sound else None


def snapshot_of(
    run: tuple[dt.date, int, tuple[str, ...]], entries: Iterable[tuple[str, Entry]]
) -> Snapshot:
    """Return a run from what was unpacked, entries by id."""
    listed = list(entries)
    day, high, keys = run
    return Snapshot(
        day=day,
        high=high,
        keys=keys,
        ids=tuple(id_ for id_, _ in listed),
        names=tuple(entry.name for _, entry in listed),
        score=np.array([entry.score for _, entry in listed], dtype=float),
        rank=np.array([entry.rank for _, entry in listed], dtype=np.int64),
        tier=np.array([entry.tier for _, entry in listed], dtype=np.int64),
        parts=np.array([entry.parts for _, entry in listed], dtype=float).reshape(
            len(listed), len(keys)
        ),
    )


def rotated(memory: Memory, day: dt.date) -> Memory:
    """Return the memory of a run on a day: it compares with the latest run of an earlier day.

    A second run on one day compares with the same as the first.
    """
    earlier = memory.last is not None and memory.last.day < day
    return Memory(memory.last if earlier else memory.then, memory.last, day)


def moved(result: Assessment, inputs: Inputs) -> Movements | None:
    """Return what moved since the run that the inputs compare with, None where there is none."""
    return None if inputs.memory.then is None else movements(result, inputs.memory.then)


def moved_findings(result: Assessment, inputs: Inputs) -> list[Finding]:
    """Return what there is to remark about it."""
    found = moved(result, inputs)
    return [] if found is None else list(movement_findings(found))
