"""Whole histories of handing out and collecting, told at random at the level of files.

People type into their parts, files are lost, come twice, or saved by LibreOffice; the master is
edited meanwhile; conflicts are decided; the next quarter begins. After each collect no typed value
is lost, none stands at another account, and conflicts are those of the plain model.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from kamxl.actions.collecting import collect
from kamxl.actions.run import run
from kamxl.cells import CellValue
from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.tables.returned import returned_files
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.patching import carried
from kamxl.limits import DEFAULT
from kamxl.profiles import load_profile
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.forms.spec import FREE, section_of
from kamxl.workbook.handing import listed
from kamxl.workbook.handing.typed import Key
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.plans.strategy_sections import SECTIONS
from kamxl.workbook.schema import render
from tests.office.client import Office
from tests.workbook.handing import master
from tests.workbook.handing.returned import collected, typed
from tests.workbook.handing.test_merging import model

MANY = int(os.environ.get("KAMXL_HISTORIES", "1"))
State = dict[Key, CellValue]
NUMBERS = ("revenue", "margin", "potential", "service_hours")
TEXTS = ("region", "segment", "use_case", "answer", "note", "evidence", "entry", "process")


# By section: what kamxl proposes follows the figures, so a run may change it.
PROPOSED = {
    (section.key, one.key) for section in SECTIONS for one in section.fields if one.kind == "mixed"
}


def _proposal(key: Key) -> bool:
    return FREE in key.line or (section_of(key.line), key.field) in PROPOSED


class History:
    """One history: what people typed, what was decided, and what the master must hold."""

    def __init__(self, folder: Path, chance: random.Random, office: Office | None = None) -> None:
        self.chance, self.office, self.folder = chance, office, folder
        self.path = master.master(folder, chance.choice(["en", "de"]))
        self.start = dict(self.values())
        self.touched: set[Key] = set()
        # (cell, value): typed by somebody; decided against or written over since.
        self.said: set[tuple[Key, CellValue]] = set()
        self.past: set[tuple[Key, CellValue]] = set()
        self.lines: set[tuple[str, str]] = set()
        self.day = master.TODAY

    def values(self) -> State:
        return {key: one.value for key, one in master.holding(self.path).cells.items()}

    def value_for(self, key: Key) -> CellValue:
        if key.field.startswith("k:"):
            return self.chance.choice([1.0, 5.0, 9.0, None])
        if key.field in NUMBERS:
            return float(self.chance.randrange(1, 4))
        return self.chance.choice(["alpha", "beta", "=1+1", "Größe"])

    def some(self, keys: list[Key], most: int) -> State:
        usable = sorted(
            key
            for key in keys
            if FREE not in key.line
            and (key.field in (*NUMBERS, *TEXTS) or key.field.startswith("k:"))
        )
        chosen = self.chance.sample(usable, min(len(usable), self.chance.randrange(1, most)))
        return {key: self.value_for(key) for key in chosen}

    def quarter(self, number: int) -> None:
        out, back = self.folder / f"out{number}", self.folder / f"back{number}"
        made = master.handed_out(self.path, out)
        back.mkdir()
        base = self.values()
        returns: list[State] = []
        for n, file in enumerate(master.files(out, made)):
            if self.chance.random() < 0.2:
                continue  # lost
            there = list(master.holding(file).cells)
            changes = self.some(there, 8)
            # Shared accounts and the same few cells, so that people meet.
            changes |= {
                key: self.value_for(key)
                for key in there
                if key.field in ("region", "margin") and self.chance.random() < 0.5
            }
            self.touched |= set(changes)
            lines = [
                key
                for key in there
                if key.place == "strategy" and key.line == "goals+1" and key.field == "goal"
            ]
            text = f"goal {number} of {n}"
            fresh: State = {}
            if lines:
                line = self.chance.choice(lines)
                fresh[line] = text
                self.lines.add((line.account, text))
            name = back / f"{self.chance.random()}.xlsx"
            typed(file, {**changes, **fresh}, name)
            if self.office is not None:
                self.office.recalculate(name, [], save_as=name.with_name(f"lo{n}.xlsx"))
                name.unlink()
            elif self.chance.random() < 0.3:
                shutil.copy(name, back / f"copy {n}.xlsx")
            part = made.round.parts[n]
            known = {key: made.round.base(part, key) for key in changes}
            returns.append({k: v for k, v in changes.items() if v != known[k]})
            self.said |= {(k, v) for k, v in changes.items() if v != known[k]}
        if self.chance.random() < 0.7:
            edit = self.some([key for key in base if key.account], 5)
            typed(self.path, edit)
            self.touched |= set(edit)
            self.past |= {(key, base[key]) for key in edit}
        now = self.values()
        kept = {(one.key, one.theirs) for one in self.open()}
        found = collected(self.path, back, self.later())
        # What a later round takes instead is replaced, not lost.
        self.past |= {(one.key, one.old) for one in found.outcome.taken}
        taken, conflicts = model(base, now, returns)
        # Of cells that an earlier round still asks about, the plain model knows nothing.
        asked = {key for key, _ in kept}
        new = {one.key: one.new for one in found.outcome.taken if one.key not in asked}
        assert new == {key: value for key, value in taken.items() if key not in asked}
        waiting = {(one.key, one.theirs) for one in found.outcome.open}
        assert {pair for pair in waiting if pair[0] not in asked} == {
            pair for pair in conflicts if pair[0] not in asked
        }
        self.check()
        self.twice(back)
        self.decide()
        collected(self.path, back, self.later())
        self.check()
        self.twice(back)

    def later(self) -> str:
        self.day += dt.timedelta(days=3)
        return self.day.isoformat()

    def open(self) -> list[object]:
        from kamxl.workbook.handing.rounds import unpacked

        memory = master.judged(self.path).memory
        assert memory is not None
        return list(unpacked(memory.handed, "master.xlsx").known.open)

    def twice(self, back: Path) -> None:
        """The same files once more change no byte."""
        before = self.path.read_bytes()
        collected(self.path, back, self.later())
        assert self.path.read_bytes() == before

    def decide(self) -> None:
        """Choose for some conflicts, at random; a cell gets at most one value."""
        there = listed.read_listing(read_book(self.path), listed.CONFLICTS)
        if there is None:
            return
        now = self.values()
        edits, given = [], set[Key]()
        for one in self.open():
            choice = self.chance.choice(["", "master", "theirs"])
            if not choice or (choice == "theirs" and one.key in given):
                continue
            edits.append(
                Edit(there.rows[one.id], there.columns["choice"], choice, "input", "chosen")
            )
            if choice == "theirs":
                given.add(one.key)
                self.past.add((one.key, now[one.key]))
                self.past |= {(o.key, o.theirs) for o in self.open() if o.key == one.key}
            else:
                self.past.add((one.key, one.theirs))
        change = BookPatch([SheetPatch(there.name, edits)])
        self.path.write_bytes(carried(self.path.read_bytes(), change, self.path.name))

    def check(self) -> None:
        """No typed value is lost, and none stands where nobody typed it."""
        now = self.values()
        waiting = {(one.key, one.theirs) for one in self.open()}
        lost = self.said - set(now.items()) - waiting - self.past
        assert not lost
        for key, value in self.start.items():
            if key not in self.touched and key in now and not _proposal(key):
                assert now[key] == value, key
        lines = master.holding(self.path).lines
        for account, text in self.lines:
            goals = [v.get("goal") for v in lines[f"strategy {account}"].values()]
            assert goals.count(text) <= 1
        for uid, form in lines.items():
            for values in form.values():
                text = values.get("goal")
                if isinstance(text, str) and text.startswith("goal "):
                    assert (uid.removeprefix("strategy "), text) in self.lines


@pytest.mark.parametrize("seed", range(MANY))
def test_no_history_loses_or_misplaces_what_people_typed(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, random.Random(f"hand out {seed}"))
    for quarter in range(2):
        history.quarter(quarter)


def test_a_history_through_libreoffice_loses_nothing_either(office: Office, tmp_path: Path) -> None:
    History(tmp_path, random.Random("libreoffice"), office).quarter(0)


def test_northwind_with_nine_owners_of_whom_most_customers_have_several(tmp_path: Path) -> None:
    path = Path(__file__).parents[2].parent / "shared" / "data" / "northwind_orders.csv"
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing; see shared/data")
        pytest.skip(f"{path} is missing; see shared/data")
    owners: dict[str, dict[str, None]] = {}
    revenue: dict[str, float] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            owners.setdefault(row["customer_id"], {})[row["owner"]] = None
            revenue.setdefault(row["customer_id"], 0.0)
            revenue[row["customer_id"]] += float(row["revenue"])
    assert len(owners) == 89
    assert sum(len(names) > 1 for names in owners.values()) == 88
    ids = tuple(owners)
    portfolio = Portfolio(
        ids,
        ids,
        {"revenue": np.array([revenue[id_] for id_ in ids])},
        {"owner": tuple("; ".join(owners[id_]) for id_ in ids)},
    )
    book = tmp_path / "northwind.xlsx"
    build(render(Inputs(portfolio, load_profile("standard"), "en", master.TODAY)), book)
    made = master.handed_out(book, tmp_path / "parts")
    assert len(made.pieces) == 9
    chance, said = random.Random("northwind"), dict[str, set[float]]()
    (tmp_path / "back").mkdir()
    for part, file in zip(made.round.parts, master.files(tmp_path / "parts", made), strict=True):
        changes: State = {}
        for id_ in part.accounts:
            if chance.random() < 0.3:
                hours = float(chance.randrange(1, 4))
                changes[Key(id_, "accounts", "", "service_hours")] = hours
                said.setdefault(id_, set()).add(hours)
        typed(file, changes, tmp_path / "back" / file.name)
    today = master.day("2026-01-05")
    found = collect(
        run(read_book(book), today), returned_files([tmp_path / "back"], book, DEFAULT), today
    )
    # One value, whoever says it, is taken; of several each is asked about.
    assert found.counts["taken"] == sum(len(values) == 1 for values in said.values())
    assert found.counts["conflicts"] == sum(len(v) for v in said.values() if len(v) > 1)
    assert (found.counts["returned"], found.counts["invalid"]) == (9, 0)
