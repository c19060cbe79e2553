from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.actions.splitting import Options, policy_digest
from kamxl.errors import InputError, UsageError
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.patching import patch
from kamxl.workbook import words
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.handing.rounds import unpacked
from kamxl.workbook.sheets import criteria
from kamxl.workbook.spec import Formula
from tests.workbook.handing import master


def owners(path: Path, **options: object) -> dict[str, int]:
    made = master.division(path, **options)
    return {part.owner: len(part.accounts) for part in made.round.parts}


def test_each_owner_gets_their_accounts_and_those_that_they_share(tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    # Ada 1, 2, 7, 10; Ben 2, 3, 4, 8, 12; Cora 5, 6, 8, 9; the eleventh is nobody's.
    assert owners(path) == {"Ada Nord": 4, "Ben Süd": 5, "Cora West": 4}
    assert owners(path, first_only=True) == {"Ada Nord": 4, "Ben Süd": 4, "Cora West": 3}
    made = master.division(path)
    assert made.left == (made.master.inputs.portfolio.ids[10],)


@pytest.mark.parametrize("by", ["region", "Region", " REGION "])
def test_any_column_divides_by_key_or_heading(tmp_path: Path, by: str) -> None:
    path = master.master(tmp_path, plans=False)
    assert owners(path, by=by) == {"North": 4, "South": 8}


def test_a_tier_divides_too(tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    found = owners(path, by="tier")
    assert set(found) <= set("ABCD")
    assert sum(found.values()) == 12


def test_a_column_of_ones_own_divides_and_comes_along(tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)

    width = len(read_book(path).read(words.SHEETS["accounts"].en)[4])
    team = [Edit(4, width + 1, "Team", "text", "")]
    team += [Edit(row, width + 1, "blue" if row % 2 else "red", "text", "") for row in range(5, 17)]
    patch(path, BookPatch([SheetPatch(words.SHEETS["accounts"].en, team)]))
    assert owners(path, by="team") == {"blue": 6, "red": 6}


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such column"):
        owners(master.master(tmp_path, plans=False), by="shoe size")


def test_nobody_to_hand_out_to_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody to hand out to"):
        owners(master.master(tmp_path, plans=False), by="segment")


@pytest.mark.parametrize("formula", ["=MIN(M6:M17)", "=PERCENTILE(M6:M17,0.9)"])
def test_thresholds_that_follow_the_data_are_refused_with_their_cell(
    tmp_path: Path, formula: str
) -> None:
    path = master.master(tmp_path, plans=False)
    row, column = criteria.FIRST, criteria.PLACE["band_2"]

    typed = [Edit(row, column, Formula(formula, 1.0), "text", "")]
    patch(path, BookPatch([SheetPatch(words.SHEETS["criteria"].en, typed)]))
    with pytest.raises(InputError, match="a part would score its accounts otherwise") as refused:
        master.division(path)
    assert "!Criteria!" in refused.value.place


def test_a_part_is_not_divided_again(tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    made = master.handed_out(path, tmp_path / "parts")
    with pytest.raises(UsageError, match="divide the master"):
        master.division(master.files(tmp_path / "parts", made)[0])


def test_the_master_remembers_what_went_out_and_a_run_keeps_that(tmp_path: Path) -> None:
    from kamxl.actions.run import run
    from kamxl.actions.updating import update
    from kamxl.hosts.tables.book import read_book
    from kamxl.hosts.xlsx.patching import patch
    from kamxl.rules import load_rules

    path = master.master(tmp_path)
    made = master.handed_out(path, tmp_path / "parts", due=master.day("2026-01-31"))
    patch(path, update(run(read_book(path), master.TODAY), master.TODAY, None, load_rules()).patch)
    memory = master.judged(path).memory
    assert memory is not None
    (one,) = unpacked(memory.handed, "master.xlsx").rounds
    assert (one.day, one.due, one.by) == ("2026-01-01", "2026-01-31", "owner")
    assert one.policy == policy_digest(made.master.inputs.policy)
    assert one.values == made.round.values
    assert one.lines == made.round.lines
    assert [p.accounts for p in one.parts] == [p.accounts for p in made.round.parts]
    assert all(len(p.digest) == 64 for p in one.parts)


def test_the_manifest_says_who_got_what_and_no_mark(tmp_path: Path) -> None:
    made = master.division(master.master(tmp_path, plans=False), due=master.day("2026-01-31"))
    told = made.manifest({"mark-1": "00ff"})
    assert (told["day"], told["due"], told["by"]) == ("2026-01-01", "2026-01-31", "owner")
    assert [part["owner"] for part in told["parts"]] == ["Ada Nord", "Ben Süd", "Cora West"]
    assert told["parts"][0]["file"] == "master - Ada Nord.xlsx"
    assert told["parts"][0]["sha256"] == "00ff"
    assert "mark-" not in str(told)


def test_nothing_is_divided_by_default_but_owners() -> None:
    assert Options().by == "owner"
