from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from kamxl.actions.installing import (
    Places,
    Receipt,
    fits,
    install,
    places,
    read_receipt,
    settings,
    state,
    uninstall,
)
from kamxl.errors import InputError, UsageError
from tests.actions.machines import VERSION, XLWINGS, machine


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def put(
    at: Places, addin: bytes = b"addin", version: str = VERSION, *, force: bool = False
) -> Receipt:
    contents = {at.addin: addin, at.settings: b"settings"}
    if at.script is not None:
        contents[at.script] = b"script"
    return install(contents, at, version, XLWINGS, write, force=force)


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return places(machine("windows", tmp_path), VERSION)


def test_on_windows_the_addin_alone_lies_where_excel_opens_every_file(tmp_path: Path) -> None:
    at = places(machine("windows", tmp_path), VERSION)
    roaming = tmp_path / "AppData" / "Roaming"
    assert at == Places(
        roaming / "Microsoft" / "Excel" / "XLSTART" / "kamxl.xlam",
        roaming / "kamxl" / "addin.conf",
        roaming / "kamxl" / "addin-receipt.json",
    )


def test_on_a_mac_there_is_a_script_beside_it(tmp_path: Path) -> None:
    at = places(machine("macos", tmp_path), VERSION)
    library = tmp_path / "Library"
    start = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
    assert at == Places(
        start / "Startup.localized" / "Excel" / "kamxl.xlam",
        library / "Application Support" / "kamxl" / "addin.conf",
        library / "Application Support" / "kamxl" / "addin-receipt.json",
        library / "Application Scripts" / "com.microsoft.Excel" / "kamxl-0.1.0.applescript",
    )


def test_elsewhere_it_is_said_where_it_would_go(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"XLSTART.*--folder"):
        places(machine("linux", tmp_path), VERSION)


@pytest.mark.parametrize("system", ["windows", "linux"])
def test_in_a_folder_of_its_own_all_lies_together(tmp_path: Path, system: str) -> None:
    at = places(machine(system, tmp_path), VERSION, tmp_path / "tools")  # type: ignore[arg-type]
    assert {path.parent for path in (at.addin, at.settings, at.receipt)} == {tmp_path / "tools"}


def test_a_macs_settings_stay_where_the_script_looks_for_them(tmp_path: Path) -> None:
    at = places(machine("macos", tmp_path), VERSION, tmp_path / "tools")
    assert at.addin.parent == tmp_path / "tools"
    assert at.settings == places(machine("macos", tmp_path), VERSION).settings


def test_the_settings_say_where_python_is_in_the_letters_each_system_reads(tmp_path: Path) -> None:
    windows = machine("windows", tmp_path, doorways=tmp_path / "udfs")
    held = settings(windows, VERSION).decode("utf-16-le")
    assert f"python={windows.python}\n" in held
    assert f"libraries={tmp_path / 'Pythön'}\n" in held
    assert f"doorways={tmp_path / 'udfs'}\n" in held
    assert not held.startswith("\ufeff")
    mac = machine("macos", tmp_path)
    assert f"python={mac.python}\n" in settings(mac, VERSION).decode("utf-8")
    assert "doorways=\n" in settings(mac, VERSION).decode("utf-8")


def test_what_is_put_in_place_is_listed_and_taken_away_exactly(tmp_path: Path) -> None:
    (tmp_path / "AppData" / "Roaming" / "Microsoft").mkdir(parents=True)
    at = places(machine("windows", tmp_path), VERSION)
    before = files(tmp_path)
    receipt = put(at)
    assert {placed.path for placed in receipt.files} == {str(at.addin), str(at.settings)}
    assert read_receipt(at.receipt) == receipt
    removed = uninstall(at)
    assert set(removed.gone) == {str(at.addin), str(at.settings), str(at.receipt)}
    assert removed.kept == ()
    assert files(tmp_path) == before
    assert not at.addin.parent.exists()
    assert (tmp_path / "AppData" / "Roaming" / "Microsoft").is_dir()


def test_a_start_up_folder_with_other_add_ins_stays(at: Places) -> None:
    put(at)
    (at.addin.parent / "other.xlam").write_bytes(b"other")
    uninstall(at)
    assert files(at.addin.parent) == {"other.xlam": b"other"}


def test_installing_again_replaces_what_was_placed(at: Places) -> None:
    put(at)
    put(at, b"newer", "0.2.0")
    assert at.addin.read_bytes() == b"newer"
    receipt = read_receipt(at.receipt)
    assert receipt is not None
    assert receipt.version == "0.2.0"
    # The folders of the first time are still ours.
    uninstall(at)
    assert not at.addin.parent.exists()


def test_the_script_of_an_older_version_goes(tmp_path: Path) -> None:
    mac = machine("macos", tmp_path)
    put(places(mac, "0.1.0"))
    put(places(mac, "0.2.0"), version="0.2.0")
    folder = tmp_path / "Library" / "Application Scripts" / "com.microsoft.Excel"
    assert list(files(folder)) == ["kamxl-0.2.0.applescript"]


def test_an_addin_of_a_newer_version_is_not_replaced(at: Places) -> None:
    put(at, b"newer", "0.10.0")
    with pytest.raises(UsageError, match=r"of kamxl 0\.10\.0, this is 0\.9\.0"):
        put(at, b"older", "0.9.0")
    assert at.addin.read_bytes() == b"newer"
    put(at, b"older", "0.9.0", force=True)
    assert at.addin.read_bytes() == b"older"


def test_a_file_that_is_not_ours_is_not_replaced(at: Places) -> None:
    at.addin.parent.mkdir(parents=True)
    at.addin.write_bytes(b"somebody's")
    with pytest.raises(UsageError, match="is not from kamxl"):
        put(at)
    assert at.addin.read_bytes() == b"somebody's"
    assert not at.settings.exists()
    put(at, force=True)
    assert at.addin.read_bytes() == b"addin"


def test_a_file_that_somebody_changed_is_neither_replaced_nor_removed(at: Places) -> None:
    put(at)
    at.settings.write_bytes(b"changed")
    with pytest.raises(UsageError, match="was changed since"):
        put(at)
    removed = uninstall(at)
    assert removed.kept == (str(at.settings),)
    assert removed.gone == (str(at.addin),)
    # The receipt stays, so that it can still be removed.
    assert uninstall(at, force=True).gone == (str(at.settings), str(at.receipt))


def test_when_a_file_cannot_be_written_all_is_as_before(at: Places) -> None:
    put(at)
    before = files(at.addin.parents[3])

    def fail(path: Path, content: bytes) -> None:
        if path == at.settings:
            raise UsageError("the disk is full")
        path.write_bytes(content)

    with pytest.raises(UsageError, match="disk is full"):
        install({at.addin: b"new", at.settings: b"new"}, at, VERSION, XLWINGS, fail, force=True)
    assert files(at.addin.parents[3]) == before


def test_what_is_not_installed_cannot_be_removed(at: Places) -> None:
    with pytest.raises(UsageError, match="not installed"):
        uninstall(at)
    assert read_receipt(at.receipt) is None


def test_a_file_that_is_gone_already_is_no_obstacle(at: Places) -> None:
    receipt = put(at)
    at.addin.unlink()
    assert [state(placed) for placed in receipt.files] == ["gone", "as placed"]
    assert str(at.addin) not in uninstall(at).gone


@pytest.mark.parametrize("content", ["{", "[]", json.dumps({"schema": 99})])
def test_a_receipt_that_cannot_be_understood_is_said(at: Places, content: str) -> None:
    at.receipt.parent.mkdir(parents=True)
    at.receipt.write_text(content)
    with pytest.raises(InputError, match="receipt"):
        read_receipt(at.receipt)


def test_the_xlwings_that_fits_is_told(tmp_path: Path) -> None:
    assert fits(machine("windows", tmp_path)) == XLWINGS


@pytest.mark.parametrize(
    ("packages", "library", "reason"),
    [
        ({}, True, "xlwings is missing"),
        ({"xlwings": "0.36.1"}, True, "none that this version knows"),
        ({"xlwings": "1.0.0"}, True, "none that this version knows"),
        ({"xlwings": XLWINGS}, False, r"xlwings64-0\.37\.8\.dll is missing"),
    ],
)
def test_another_xlwings_is_refused(
    tmp_path: Path, packages: dict[str, str], library: bool, reason: str
) -> None:
    windows = machine("windows", tmp_path, packages=packages, library=library)
    with pytest.raises(UsageError, match=reason):
        fits(windows)


def test_a_mac_needs_no_library(tmp_path: Path) -> None:
    assert fits(machine("macos", tmp_path)) == XLWINGS


def test_a_python_of_32_bits_needs_the_library_of_32(tmp_path: Path) -> None:
    windows = dataclasses.replace(machine("windows", tmp_path), bits=32)
    with pytest.raises(UsageError, match="xlwings32"):
        fits(windows)
