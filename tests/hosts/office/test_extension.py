from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from kamxl.actions import catalogue as actions
from kamxl.functions.catalogue import CATALOGUE
from kamxl.hosts.office.extension import SHIM, extension, projections

MADE = Path(__file__).parents[3] / "udfs" / "office"


def test_the_committed_projections_are_what_the_catalogues_say() -> None:
    made = projections()
    assert {path.name for path in MADE.iterdir()} == set(made)
    for name, text in made.items():
        assert (MADE / name).read_text(encoding="utf-8") == text, name


def test_every_function_and_every_action_is_there() -> None:
    made = projections()
    assert all(f" {one.name}(" in made["XKamxl.idl"] for one in CATALOGUE)
    assert all(f'oor:name="{one.name}"' in made["CalcAddIns.xcu"] for one in CATALOGUE)
    assert all(made["Addons.xcu"].count(f"?{one.key}<") == 2 for one in actions.CATALOGUE)


def test_the_same_version_gives_the_same_bytes_and_names_no_machine() -> None:
    assert extension() == extension()
    assert extension("/usr/bin/python3") != extension()


def test_every_part_that_the_manifest_names_is_there_and_all_xml_is_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(extension())) as archive:
        names = archive.namelist()
        manifest = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        paths = [value for node in manifest for key, value in node.items() if "full-path" in key]
        assert set(paths) <= set(names)
        for name in names:
            if name.endswith((".xml", ".xcu", ".components")):
                ElementTree.fromstring(archive.read(name))


def test_what_runs_inside_libreoffice_asks_for_nothing_but_uno_and_the_standard_library() -> None:
    for path in SHIM.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import kamxl." not in text
        assert "from kamxl " not in text
        compile(text, str(path), "exec")
