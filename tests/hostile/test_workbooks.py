"""Workbooks that mean harm, or only look like it: contained, told in one sentence, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import built
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden
from tests.hostile.confined import Attempt, attempts
from tests.hostile.packages import READ, REFUSED, SPOILED, Case, noise
from tests.hosts.tables.packing import workbook

TABLE = workbook(
    {
        "Kunden": [
            ["Kundennummer", "Kunde", "Umsatz"],
            ["00001", "Alpha", 1000],
            ["00002", "Beta", 600],
            ["00003", "Gamma", 400],
        ]
    }
)
FIRST, SECOND = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
# Of a workbook of kamxl these do not reach a part that a run reads, or are no harm there.
ODD = 0, 1, 2


def own() -> bytes:
    """Return a workbook of kamxl."""
    return built(render(Inputs(golden.portfolio(), golden.policy(), "en", golden.TODAY)))


def laid(folder: Path, content: bytes, sheet: str, cases: dict[str, Case]) -> list[Path]:
    """Write each spoiled workbook into a folder of its own; return their paths."""
    paths = []
    for number, case in enumerate(cases.values()):
        path = folder / str(number) / "in.xlsx"
        path.parent.mkdir()
        path.write_bytes(case.make(content, sheet))
        paths.append(path)
    return paths


def refused(attempt: Attempt, path: Path, name: str, word: str = "") -> None:
    """Assert that a file was refused in one sentence that names it, and nothing was written."""
    assert attempt.code == 2, (name, attempt)
    assert attempt.out == "", name
    assert attempt.said.startswith("kamxl: "), (name, attempt)
    assert path.name in attempt.said, (name, attempt)
    assert word in attempt.said, (name, attempt)
    assert attempt.said.isprintable(), name
    assert [other.name for other in path.parent.iterdir()] == [path.name], name


def judged(attempt: Attempt, path: Path, name: str, case: Case) -> None:
    """Assert that a file met its fate, and no other harm was done."""
    assert attempt.code in (0, 1, 2), (name, attempt)
    assert "Traceback" not in attempt.err, (name, attempt)
    if attempt.code == 2:
        assert case.fate != READ, (name, attempt)
        refused(attempt, path, name, case.word)
    else:
        assert case.fate != REFUSED, (name, attempt)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hostile_list_of_customers_is_contained(tmp_path: Path) -> None:
    cases = dict(SPOILED)
    paths = laid(tmp_path, TABLE, FIRST, cases)
    commands = [["new", str(p.with_name("out.xlsx")), "--from", str(p)] for p in paths]
    for name, path, attempt in zip(cases, paths, attempts(commands, tmp_path), strict=True):
        judged(attempt, path, name, cases[name])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hostile_workbook_of_ours_is_contained(tmp_path: Path) -> None:
    cases = dict(SPOILED)
    paths = laid(tmp_path, own(), SECOND, cases)
    commands = [["run", str(path)] for path in paths]
    before = [path.read_bytes() for path in paths]
    done = attempts(commands, tmp_path)
    for name, path, content, attempt in zip(cases, paths, before, done, strict=True):
        assert attempt.code in ODD, (name, attempt)
        assert "Traceback" not in attempt.err, (name, attempt)
        if attempt.code == 2:
            assert path.read_bytes() == content, name
            refused(attempt, path, name)


# Every kind once, and what the commands read that a run does not.
FEW = (
    "bomb in the sheet", "overlapping entries", "duplicate entry", "parent folders",
    "terminal codes in a name", "wrong sum", "cut at 50%", "no book", "no content types",
    "laughs in the sheet", "laughs in styles", "deep book", "deep shared strings", "deep sheet",
    "bytes that are no UTF-8", "NULs in the sheet", "far cell", "cell beyond the last column",
    "row that is a word", "17,000 columns", "string beyond the list", "deep formula",
    "formula over the whole sheet", "shared formula without a master", "ids twice",
    "relation to itself", "names to everywhere", "two sheets of one name",
    "shared strings said to be billions",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "command", [("check",), ("check", "--file"), ("why",), ("upgrade",), ("export",)], ids=" ".join
)
def test_every_command_that_reads_a_workbook_contains_it(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    # The file as such is looked at by --file; the others read it by the same way as a run.
    cases = {name: SPOILED[name] for name in (FEW if "--file" in command else FEW[::3])}
    paths = laid(tmp_path, own(), SECOND, cases)
    rest = {"why": ["Overview!B7"], "export": ["-o", "out.csv", "--force"]}.get(command[0], [])
    before = [path.read_bytes() for path in paths]
    done = attempts([[*command, str(path), *rest] for path in paths], tmp_path)
    for name, path, content, attempt in zip(cases, paths, before, done, strict=True):
        assert attempt.code in ODD, (name, attempt)
        assert "Traceback" not in attempt.err, (name, attempt)
        assert path.read_bytes() == content, name
        if attempt.code == 2:
            refused(attempt, path, name)


def test_bytes_changed_by_chance_never_end_in_a_traceback(tmp_path: Path) -> None:
    parts = ("", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    cases = {
        f"{part or 'sheet'} {seed}": Case(noise(seed, part)) for part in parts for seed in range(6)
    }
    paths = laid(tmp_path, TABLE, FIRST, cases)
    commands = [["new", str(p.with_name("out.xlsx")), "--from", str(p)] for p in paths]
    for name, path, attempt in zip(cases, paths, attempts(commands, tmp_path), strict=True):
        assert attempt.code in ODD, (name, attempt)
        if attempt.code == 2:
            refused(attempt, path, name)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_bytes_of_our_workbook_changed_by_chance_never_end_in_a_traceback(tmp_path: Path) -> None:
    places = (
        "", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet5.xml",
        "xl/worksheets/sheet4.xml", "xl/tables/table1.xml", "docProps/custom.xml",
        "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "customXml/item1.xml",
    )  # fmt: skip
    cases = {
        f"{place or 'sheet'} {seed}": Case(noise(seed, place))
        for place in places
        for seed in range(2)
    }
    paths = laid(tmp_path, own(), SECOND, cases)
    before = [path.read_bytes() for path in paths]
    done = attempts([["run", str(path)] for path in paths], tmp_path)
    for name, path, content, attempt in zip(cases, paths, before, done, strict=True):
        assert attempt.code in ODD, (name, attempt)
        if attempt.code == 2:
            assert path.read_bytes() == content, name
            refused(attempt, path, name)
