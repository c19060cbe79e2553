from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kamxl.cli import main

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kamxl(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    """Return a function that runs the command line here, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "KAMXL_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert isinstance(end.value.code, int)
        return end.value.code, out, err

    return run


@pytest.mark.parametrize("name", ["build", "buttons", "install", "uninstall", "status"])
def test_each_command_has_help_with_examples(kamxl: Run, name: str) -> None:
    code, out, _ = kamxl("addin", name, "--help")
    assert code == 0
    assert f"\n    kamxl addin {name}" in out


def test_the_addin_is_built_with_its_sources(kamxl: Run, tmp_path: Path) -> None:
    code, out, _ = kamxl("addin", "build", ".", "--sources")
    assert code == 0
    assert "kamxl.xlam" in out
    assert zipfile.is_zipfile(tmp_path / "kamxl.xlam")
    functions = (tmp_path / "KamFunctions.bas").read_bytes()
    assert b"Public Function KAM_HHI(" in functions
    assert functions.count(b"\r\n") == functions.count(b"\n")
    german = (tmp_path / "KamWizard.bas").read_bytes().decode("cp1252")
    assert "Gewichte" in german


def test_an_addin_that_is_there_is_replaced_only_when_that_is_asked_for(
    kamxl: Run, tmp_path: Path
) -> None:
    (tmp_path / "kamxl.xlam").write_bytes(b"mine")
    code, _, err = kamxl("addin", "build")
    assert code == 2
    assert "--force" in err
    assert (tmp_path / "kamxl.xlam").read_bytes() == b"mine"
    assert kamxl("addin", "build", "--force")[0] == 0
    assert zipfile.is_zipfile(tmp_path / "kamxl.xlam")


def test_a_workbook_gets_the_buttons_in_a_copy(kamxl: Run, tmp_path: Path) -> None:
    template = TEMPLATES / "key_accounts.de.xlsx"
    shutil.copy(template, tmp_path / "ours.xlsx")
    code, out, _ = kamxl("addin", "buttons", "ours.xlsx")
    assert code == 0
    assert "ours.xlsm" in out
    assert (tmp_path / "ours.xlsx").read_bytes() == template.read_bytes()
    assert "xl/vbaProject.bin" in zipfile.ZipFile(tmp_path / "ours.xlsm").namelist()


def test_a_workbook_with_buttons_is_checked_and_brought_up_to_date_as_any(
    kamxl: Run, tmp_path: Path
) -> None:
    shutil.copy(TEMPLATES / "key_accounts.en.xlsx", tmp_path / "ours.xlsx")
    kamxl("addin", "buttons", "ours.xlsx")
    before = zipfile.ZipFile(tmp_path / "ours.xlsm").read("xl/vbaProject.bin")
    code, out, err = kamxl("run", "ours.xlsm")
    assert code == 0, out + err
    assert zipfile.ZipFile(tmp_path / "ours.xlsm").read("xl/vbaProject.bin") == before


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("buttons", "none.xlsx"), "cannot be read"),
        (("buttons", "no.xlsx"), "not a workbook"),
        (("buttons", "no.xlsx", "-o", "out.xlsx"), "ends in .xlsm"),
        (("build", "no folder"), "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    kamxl: Run, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    code, _, err = kamxl("addin", *arguments)
    assert code == 2
    assert reason in err
    assert [path.name for path in tmp_path.iterdir()] == ["no.xlsx"]


def test_the_addin_is_put_into_a_folder_of_ones_own_and_taken_away_again(
    kamxl: Run, tmp_path: Path
) -> None:
    code, out, _ = kamxl("addin", "install", "--folder", "tools")
    assert code == 0
    held = {path.name for path in (tmp_path / "tools").iterdir()}
    assert held == {"kamxl.xlam", "addin.conf", "addin-receipt.json"}
    for name in held:
        assert f"Written: {tmp_path / 'tools' / name}" in out
    assert "No setting" in out
    code, out, _ = kamxl("addin", "status", "--folder", "tools", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["installed"]
    assert told["fits"]
    assert {file["state"] for file in told["files"]} == {"as placed"}
    code, out, _ = kamxl("addin", "uninstall", "--folder", "tools")
    assert code == 0
    assert not (tmp_path / "tools").exists()


def test_a_changed_file_is_told_and_stays(kamxl: Run, tmp_path: Path) -> None:
    kamxl("addin", "install", "--folder", "tools")
    (tmp_path / "tools" / "addin.conf").write_text("mine")
    code, out, _ = kamxl("addin", "status", "--folder", "tools")
    assert code == 1
    assert "Changed since" in out
    code, out, _ = kamxl("addin", "uninstall", "--folder", "tools", "--language", "de")
    assert code == 1
    assert "Behalten" in out
    assert (tmp_path / "tools" / "addin.conf").read_text() == "mine"


def test_what_is_not_installed_is_told(kamxl: Run) -> None:
    code, out, _ = kamxl("addin", "status", "--folder", "tools")
    assert code == 1
    assert "Not installed" in out
    assert kamxl("addin", "uninstall", "--folder", "tools")[0] == 2


def test_a_newer_addin_is_not_replaced(kamxl: Run, tmp_path: Path) -> None:
    kamxl("addin", "install", "--folder", "tools")
    receipt = tmp_path / "tools" / "addin-receipt.json"
    held = json.loads(receipt.read_text())
    receipt.write_text(json.dumps({**held, "version": "99.0.0"}))
    code, out, _ = kamxl("addin", "status", "--folder", "tools")
    assert code == 1
    assert "does not fit" in out
    code, _, err = kamxl("addin", "install", "--folder", "tools")
    assert code == 2
    assert "99.0.0" in err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there may be an Excel")
def test_where_there_is_no_excel_it_is_said_where_the_addin_would_go(kamxl: Run) -> None:
    code, _, err = kamxl("addin", "install")
    assert code == 2
    assert "XLSTART" in err
    assert "--folder" in err


def test_the_doctor_says_each_check_in_words_and_as_json(kamxl: Run, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"")
    _, out, _ = kamxl("doctor", "book.xlsx")
    assert "Python: well." in out
    assert "Place of the workbook: well." in out
    _, out, _ = kamxl("doctor", "--json", "--language", "de")
    told = json.loads(out)
    assert told["schema"] == 1
    keys = [check["key"] for check in told["checks"]]
    assert {"excel", "libreoffice", "python", "xlwings", "addin", "child_processes"} <= set(keys)
    assert all(check["said"] for check in told["checks"])


def test_the_doctor_fails_where_something_is_wrong(kamxl: Run) -> None:
    code, out, _ = kamxl("doctor", "none.xlsx")
    assert code == 1
    assert "Place of the workbook: wrong." in out
