"""Results remembered by what went in: a program that computes anew asks the same again and again.

Functions are pure, so the same cells give the same result. What went in is kept as a digest, which
tells 1 from TRUE and from "1"; the oldest results go first.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from threading import Lock

from kamxl.cells import CellValue

# A result of more cells is not kept, nor more than so many cells in all.
MOST_CELLS, MOST_RESULTS = 500_000, 4_096

Rows = Sequence[Sequence[CellValue]]
Key = tuple[Callable[..., object], bytes]


def digest(arguments: Sequence[object]) -> bytes | None:
    """Return what tells these arguments from others, None for what cannot be told."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    # Without its memory equal values are written equally, whichever objects they are.
    pickler.fast = True
    try:
        pickler.dump(tuple(arguments))
    except Exception:
        return None
    return blake2b(written.getbuffer(), digest_size=16).digest()


class Remembered:
    """Results by function and digest, at most so many cells of them."""

    def __init__(self, most_cells: int = MOST_CELLS, most_results: int = MOST_RESULTS) -> None:
        self._most_cells, self._most_results = most_cells, most_results
        self._rows: OrderedDict[Key, Rows] = OrderedDict()
        self._cells = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: Key) -> Rows | None:
        """Return a result, None where it is not remembered."""
        with self._lock:
            found = self._rows.get(key)
            if found is not None:
                self._rows.move_to_end(key)
            return found

    def put(self, key: Key, rows: Rows) -> None:
        """Remember a result, and forget the oldest where there is no room."""
        size = _size(rows)
        if size > self._most_cells:
            return
        with self._lock:
            if key in self._rows:
                self._cells -= _size(self._rows.pop(key))
            self._rows[key] = rows
            self._cells += size
            while self._cells > self._most_cells or len(self._rows) > self._most_results:
                self._cells -= _size(self._rows.popitem(last=False)[1])


def _size(rows: Rows) -> int:
    return len(rows) * len(rows[0]) if rows else 0
