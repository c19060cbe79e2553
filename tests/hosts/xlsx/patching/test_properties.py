"""Custom properties, and what kamxl remembers in a workbook."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.properties import read_state
from kamxl.workbook.changing import BookPatch
from tests.hosts.xlsx.patching import corpus
from tests.office.client import Office

BOOK = "xl/workbook.xml"


def state(content: bytes) -> bytes | None:
    package = Package(content, "book.xlsx")
    return read_state(package, package.related("", "officeDocument")[0])


def properties(content: bytes) -> dict[str, object]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {one.name: one.value for one in book.custom_doc_props.props}


def test_properties_are_set_beside_those_of_others() -> None:
    change = BookPatch(properties={"kamxl_version": "1 <&> 2"})
    after = carried(corpus.rich(), change, "book.xlsx")
    with pytest.warns(UserWarning, match="not supported"):
        assert properties(after) == {"Owner of this": "me", "kamxl_version": "1 <&> 2"}
    assert carried(after, change, "book.xlsx") is after
    change = BookPatch(properties={"KAMXL_version": "3"})
    with pytest.warns(UserWarning, match="not supported"):
        found = properties(carried(after, change, "book.xlsx"))
    assert found == {"Owner of this": "me", "kamxl_version": "3"}


def test_properties_come_to_a_workbook_that_had_none(tmp_path: Path) -> None:
    after = carried(corpus.simple(""), BookPatch(properties={"a": "1", "b": "2"}), "book.xlsx")
    assert properties(after) == {"a": "1", "b": "2"}
    assert corpus.faults(after, tmp_path) == set()


@pytest.mark.parametrize("kept", [b"", b"remembered", bytes(range(256)) * 40])
def test_what_is_remembered_is_read_back_and_replaced(kept: bytes) -> None:
    before = corpus.rich()
    assert state(before) is None
    after = carried(before, BookPatch(state=kept), "book.xlsx")
    assert state(after) == kept
    assert carried(after, BookPatch(state=kept), "book.xlsx") is after
    later = carried(after, BookPatch(state=b"other"), "book.xlsx")
    assert state(later) == b"other"
    assert corpus.parts(later).keys() == corpus.parts(after).keys()
    assert corpus.parts(later)["customXml/item1.xml"] == b'<mine xmlns="urn:of-mine">kept</mine>'


def test_what_is_remembered_outlives_libreoffice(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(carried(corpus.rich(), BookPatch(state=b"remembered"), "book.xlsx"))
    saved = office.resave(path, tmp_path / "saved.xlsx")
    assert state(saved.read_bytes()) == b"remembered"
    later = carried(saved.read_bytes(), BookPatch(state=b"later"), "book.xlsx")
    assert state(later) == b"later"
    assert len(corpus.parts(later)) == len(corpus.parts(saved.read_bytes()))


def test_a_damaged_memory_is_told() -> None:
    after = carried(corpus.rich(), BookPatch(state=b"remembered"), "book.xlsx")
    wrong = corpus.changed(after, "customXml/item2.xml", lambda text: text.replace("cmVt", "c§Vt"))
    with pytest.raises(InputError, match="remembers in the workbook is damaged"):
        state(wrong)
