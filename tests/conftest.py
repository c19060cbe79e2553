"""What all tests share: LibreOffice, and how Hypothesis runs."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.office.client import Office, OfficeMissing, find_installation

REQUIRED = bool(os.environ.get("CI")) or os.environ.get("KAMXL_REQUIRE_LO") == "1"

# Two slow cores make Hypothesis' deadlines flaky; in CI a failure must repeat itself.
settings.register_profile("kamxl", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", parent=settings.get_profile("kamxl"), derandomize=True, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") else "kamxl")


@functools.cache
def _why_missing() -> str | None:
    try:
        find_installation()
    except OfficeMissing as missing:
        return str(missing)
    return None


def pytest_report_header() -> str:
    why = _why_missing()
    if why is None:
        return f"LibreOffice: {find_installation().binary}"
    fate = "FAIL" if REQUIRED else "are SKIPPED"
    return f"LibreOffice: MISSING, {why}; tests that need it {fate}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    why = _why_missing()
    if why is not None and not REQUIRED:
        terminalreporter.write_line(
            f"NOT TESTED: whatever needs LibreOffice ({why})", yellow=True, bold=True
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.office)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return a running LibreOffice, one per test process."""
    why = _why_missing()
    if why is not None:
        if REQUIRED:
            pytest.fail(f"LibreOffice is required here: {why}")
        pytest.skip(f"no LibreOffice: {why}")
    with Office(tmp_path_factory.mktemp("office")) as running:
        yield running
