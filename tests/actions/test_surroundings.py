from __future__ import annotations

import sys
from pathlib import Path

from kamxl.actions.surroundings import DOORWAYS, doorways, here, installed, registry

ROOT = Path(__file__).parents[2]


def test_this_machine_is_described() -> None:
    machine = here()
    assert machine.python == Path(sys.executable)
    assert machine.system in ("windows", "macos", "linux")
    assert machine.bits == 64
    assert machine.home.is_dir()


def test_the_doorways_of_a_clone_are_found_and_elsewhere_none(tmp_path: Path) -> None:
    assert doorways(ROOT) == ROOT / "udfs"
    assert doorways(tmp_path) is None
    (tmp_path / "udfs").mkdir()
    (tmp_path / "udfs" / f"{DOORWAYS[0]}.py").write_text("")
    assert doorways(tmp_path) is None


def test_a_package_that_is_not_there_has_no_version() -> None:
    assert installed("numpy") is not None
    assert installed("no-such-package-of-ours") is None


def test_without_a_registry_there_is_no_value() -> None:
    if sys.platform != "win32":
        assert registry("HKCU", "SOFTWARE", "") is None


def test_a_folder_is_named_by_a_variable_or_lies_below_the_home_folder(tmp_path: Path) -> None:
    machine = here()
    assert machine.folder("NO_SUCH_VARIABLE", "a", "b") == machine.home / "a" / "b"
    assert machine.folder("PATH") != machine.home
