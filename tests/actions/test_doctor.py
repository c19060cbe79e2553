from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamxl import __version__
from kamxl.actions.doctor import CHILD_PROCESSES, Check, examine, on_desk, worst
from kamxl.actions.installing import install, places, settings
from kamxl.actions.surroundings import Surroundings, here
from kamxl.text import LANGUAGES, Language
from tests.actions.machines import EXCEL, VERSION, XLWINGS, Values, machine
from tests.actions.test_help import desk

ASR = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
LOCAL_ASR = r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
SECURITY = r"SOFTWARE\Policies\Microsoft\Office\16.0\Excel\Security"
OWN_SECURITY = r"SOFTWARE\Microsoft\Office\16.0\Excel\Security"
THERE: Values = {("HKLM", EXCEL, ""): "EXCEL.EXE"}


def put(at_machine: Surroundings, version: str = VERSION, xlwings: str = XLWINGS) -> Path:
    at = places(at_machine, version)
    contents = {at.addin: b"addin", at.settings: settings(at_machine, version)}
    install(contents, at, version, xlwings, lambda path, content: _write(path, content))
    return at.addin


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def found(at_machine: Surroundings, key: str, *books: Path) -> Check:
    (check,) = [c for c in examine(at_machine, VERSION, books) if c.key == key]
    return check


def test_where_all_is_well_nothing_is_to_be_done(tmp_path: Path) -> None:
    windows = machine("windows", tmp_path)
    put(windows)
    checks = examine(windows, VERSION)
    assert worst(checks) == "ok"
    assert [check.key for check in checks if check.status not in ("ok", "none")] == []
    assert [check.key for check in checks if check.remedy] == []


def test_on_a_mac_what_is_of_windows_does_not_apply(tmp_path: Path) -> None:
    (tmp_path / "Applications" / "Microsoft Excel.app").mkdir(parents=True)
    mac = machine("macos", tmp_path)
    put(mac)
    states = {check.key: check.status for check in examine(mac, VERSION)}
    assert states == {
        "excel": "ok",
        "libreoffice": "none",
        "python": "ok",
        "xlwings": "ok",
        "addin": "ok",
        "settings": "ok",
        "child_processes": "none",
        "macros": "none",
    }


def test_on_linux_libreoffice_and_python_are_looked_at(tmp_path: Path) -> None:
    with_it = machine("linux", tmp_path, programs={"soffice": "/usr/bin/soffice"})
    states = {check.key: check.status for check in examine(with_it, VERSION)}
    assert {key for key, status in states.items() if status == "ok"} == {"libreoffice", "python"}
    without = found(machine("linux", tmp_path), "libreoffice")
    assert without.status == "warning"
    assert without.remedy is not None
    elsewhere = machine("linux", tmp_path, environment={"KAMXL_SOFFICE": "/opt/soffice"})
    assert found(elsewhere, "libreoffice").said.en == "/opt/soffice"


def test_an_excel_that_is_not_there_is_said(tmp_path: Path) -> None:
    check = found(machine("windows", tmp_path, registry={}), "excel")
    assert check.status == "error"
    assert check.remedy is not None
    assert "desktop" in check.remedy.en


def test_a_python_that_is_gone_or_lacks_kamxl_is_said(tmp_path: Path) -> None:
    windows = machine("windows", tmp_path)
    gone = dataclasses.replace(windows, python=tmp_path / "gone.exe")
    assert found(gone, "python").status == "error"
    bare = machine("windows", tmp_path, packages={"xlwings": XLWINGS})
    assert "kamxl[excel]" in str(found(bare, "python").remedy)


def test_the_python_of_the_store_is_doubtful(tmp_path: Path) -> None:
    store = tmp_path / "WindowsApps"
    store.mkdir()
    (store / "python.exe").write_bytes(b"")
    windows = dataclasses.replace(machine("windows", tmp_path), python=store / "python.exe")
    assert found(windows, "python").status == "warning"


@pytest.mark.parametrize(
    ("packages", "said"),
    [
        ({"kamxl": VERSION}, "xlwings is missing"),
        ({"kamxl": VERSION, "xlwings": "0.30.0"}, "none that this version knows"),
        ({"kamxl": VERSION, "xlwings": XLWINGS}, "pywin32 is missing"),
    ],
)
def test_what_xlwings_lacks_is_said(tmp_path: Path, packages: dict[str, str], said: str) -> None:
    check = found(machine("windows", tmp_path, packages=packages), "xlwings")
    assert check.status == "error"
    assert said in check.said.en


def test_an_addin_that_is_missing_changed_or_of_another_version_is_said(tmp_path: Path) -> None:
    windows = machine("windows", tmp_path)
    assert "not installed" in found(windows, "addin").said.en
    addin = put(windows, "0.0.9")
    assert "is of kamxl 0.0.9" in found(windows, "addin").said.en
    put(windows)
    assert found(windows, "addin").status == "ok"
    addin.write_bytes(b"changed")
    assert found(windows, "addin").said.en == f"Changed or gone: {addin}"


def test_an_addin_for_another_xlwings_is_said(tmp_path: Path) -> None:
    windows = machine("windows", tmp_path)
    put(windows, xlwings="0.37.7")
    check = found(windows, "addin")
    assert check.status == "error"
    assert "xlwings 0.37.7" in check.said.de


def test_another_python_in_the_settings_is_doubtful_and_a_missing_one_wrong(
    tmp_path: Path,
) -> None:
    windows = machine("windows", tmp_path)
    put(windows)
    other = tmp_path / "other.exe"
    other.write_bytes(b"")
    assert found(dataclasses.replace(windows, python=other), "settings").status == "warning"
    windows.python.unlink()
    assert found(dataclasses.replace(windows, python=other), "settings").status == "error"


@pytest.mark.parametrize("key", [ASR, LOCAL_ASR])
@pytest.mark.parametrize(
    ("value", "status"), [("1", "error"), (1, "error"), ("2", "warning"), ("6", "warning"),
                          ("0", "ok")]
)  # fmt: skip
def test_defenders_rule_against_child_processes_is_found(
    tmp_path: Path, key: str, value: str | int, status: str
) -> None:
    windows = machine(
        "windows", tmp_path, registry={**THERE, ("HKLM", key, CHILD_PROCESSES): value}
    )
    check = found(windows, "child_processes")
    assert check.status == status
    if status == "error":
        assert check.remedy is not None
        assert "kamxl attach" in check.remedy.en
        assert CHILD_PROCESSES in check.remedy.de


@pytest.mark.parametrize(
    ("hive", "key", "name", "value"),
    [
        ("HKCU", SECURITY, "VBAWarnings", 4),
        ("HKCU", OWN_SECURITY, "VBAWarnings", 4),
        ("HKLM", SECURITY, "RequireAddinSig", 1),
        ("HKCU", SECURITY, "DisableAllAddins", 1),
    ],
)
def test_rules_against_macros_are_found(
    tmp_path: Path, hive: str, key: str, name: str, value: int
) -> None:
    registry = {**THERE, (hive, key, name): value}
    windows = machine("windows", tmp_path, registry=registry)  # type: ignore[arg-type]
    assert found(windows, "macros").status == "error"


def test_macros_with_a_question_are_no_obstacle(tmp_path: Path) -> None:
    registry: Values = {**THERE, ("HKCU", OWN_SECURITY, "VBAWarnings"): 2}
    assert found(machine("windows", tmp_path, registry=registry), "macros").status == "ok"


def test_a_workbook_in_the_cloud_is_said(tmp_path: Path) -> None:
    cloud = tmp_path / "OneDrive - Firma"
    cloud.mkdir()
    book = cloud / "accounts.xlsx"
    book.write_bytes(b"")
    windows = machine("windows", tmp_path, environment={"OneDriveCommercial": str(cloud)})
    check = found(windows, "cloud", book)
    assert check.status == "warning"
    assert check.remedy is not None
    other = tmp_path / "accounts.xlsx"
    other.write_bytes(b"")
    assert found(windows, "cloud", other).status == "ok"
    address = Path("https://firma.sharepoint.com/accounts.xlsx")
    assert found(windows, "cloud", address).status == "warning"


@pytest.mark.parametrize(
    ("name", "zone", "status"),
    [
        ("book.xlsx", 3, "warning"),
        ("book.xlsm", 3, "error"),
        ("book.xlsm", 4, "error"),
        ("book.xlsm", 1, "ok"),
    ],
)
def test_the_mark_of_the_web_is_found(tmp_path: Path, name: str, zone: int, status: str) -> None:
    book = tmp_path / name
    book.write_bytes(b"")
    # On Windows a stream of the file, elsewhere a file of that name.
    Path(f"{book}:Zone.Identifier").write_text(f"[ZoneTransfer]\nZoneId={zone}\n")
    assert found(machine("windows", tmp_path), "mark_of_the_web", book).status == status


def test_a_workbook_without_a_mark_is_well_and_one_that_is_not_there_is_said(
    tmp_path: Path,
) -> None:
    book = tmp_path / "book.xlsm"
    book.write_bytes(b"")
    windows = machine("windows", tmp_path)
    assert found(windows, "mark_of_the_web", book).status == "ok"
    assert found(windows, "cloud", tmp_path / "none.xlsx").status == "error"
    assert found(machine("macos", tmp_path), "mark_of_the_web", book).status == "none"


def test_the_worst_is_told(tmp_path: Path) -> None:
    checks = examine(machine("windows", tmp_path), VERSION)
    assert worst(checks) == "error"
    assert worst([check for check in checks if check.status != "error"]) == "ok"
    assert worst(()) == "none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_says_what_is_wrong_here_and_changes_nothing(language: Language) -> None:
    outcome = on_desk(desk(language))
    assert outcome.message
    assert not outcome.changed
    wrong = [c for c in examine(here(), __version__) if c.status in ("error", "warning")]
    assert all(check.said(language) in outcome.message for check in wrong)
