from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
# Rooms of tests that are about more than one module.
OWN_ROOMS = ("hostile", "office", "house", "parity", "data", "docs", "templates")


def test_every_test_file_mirrors_a_module_of_the_package() -> None:
    strangers = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        place = path.relative_to(ROOT / "tests")
        name = place.stem.removeprefix("test_")
        module = ROOT / "kamxl" / place.parent / ("__init__" if name == "init" else name)
        mirrored = module.with_suffix(".py").exists() or (module / "__init__.py").exists()
        if place.parts[0] not in OWN_ROOMS and not mirrored:
            strangers.append(str(place))
    assert strangers == []


def test_no_module_bears_a_name_that_says_nothing() -> None:
    nameless = {"utils", "helpers", "common", "core", "manager", "base"}
    assert [path for path in (ROOT / "kamxl").rglob("*.py") if path.stem in nameless] == []
