"""The real data beside the repository; not ours, so never committed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def real(name: str) -> Path:
    """Return a file of real data; missing, the test fails in CI and is skipped aloud elsewhere."""
    path = DATA / name
    if path.exists():
        return path
    if os.environ.get("CI"):
        pytest.fail(f"real data is required here: {path}")
    pytest.skip(f"NOT TESTED: no real data at {path}")
