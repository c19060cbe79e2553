"""The two weeks happen as docs/team.md says it, in both languages: each claim is a test here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kamxl.actions.run import run
from kamxl.cells import CellValue
from kamxl.hosts.tables.book import read_book
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.handing.listed import CONFLICTS, FIRST, HEADER, LOG
from tests.docs import story, team
from tests.docs.story import CARTECH, RELATIONSHIP, RETAIL, Desk, Quarter
from tests.docs.team import ANNA, BULK, JONAS, MIRIAM, VICOM
from tests.docs.test_story import CLAIM
from tests.office.client import Office

pytestmark = pytest.mark.office
DAY = dt.date(2026, 12, 11)


@dataclass(frozen=True)
class Weeks:
    """The told weeks in one language; by part of the page the master as it then was."""

    language: Language
    folder: Path
    quarters: Mapping[str, Quarter]
    desks: Mapping[str, Desk]

    def said(self, part: str, command: int) -> str:
        return " ".join(self.quarters[part].said[command][2].split())

    def rating(self, part: str, account: str) -> float:
        inputs = self.desks[part].found.inputs
        criterion = inputs.policy.criteria[RELATIONSHIP - 1].key
        place = inputs.portfolio.ids.index(account)
        return float(inputs.portfolio.ratings[criterion].values[place])

    def rows(self, part: str, sheet: str) -> list[list[CellValue]]:
        grid = read_book(self.quarters[part].path).read(sheet)
        return [list(row) for row in grid[HEADER:]]


@pytest.fixture(scope="module", params=LANGUAGES)
def weeks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, office: Office
) -> Weeks:
    folder = tmp_path_factory.mktemp("team")
    told = story.tell(request.param, folder, office, team.TALE)
    desks = {part: Desk(one.path, request.param, office) for part, one in told.items()}
    return Weeks(request.param, folder, told, desks)


def test_both_pages_tell_the_same_and_every_claim_is_a_test() -> None:
    claims = []
    for language in LANGUAGES:
        text = team.PAGES[language].read_text(encoding="utf-8")
        claims.append(CLAIM.findall(text))
        assert story.MARK.findall(text) == list(team.DAYS)
    assert claims[0] == claims[1]
    assert [f"test_{claim}" for claim in claims[0] if f"test_{claim}" not in globals()] == []


def test_each_part_has_the_accounts_of_its_owner_and_no_other(weeks: Weeks) -> None:
    portfolio = weeks.desks["handout"].found.inputs.portfolio
    owners = dict(zip(portfolio.ids, portfolio.text("owner"), strict=True))
    for owner in (ANNA, JONAS, MIRIAM):
        (path,) = (weeks.folder / team.PARTS).glob(f"*{owner}.xlsx")
        ids = run(read_book(path), DAY).inputs.portfolio.ids
        assert sorted(ids) == sorted(key for key, name in owners.items() if name == owner)


def test_scores_and_ranks_in_parts_are_those_of_the_master(weeks: Weeks) -> None:
    def shown(path: Path) -> dict[CellValue, tuple[CellValue, CellValue]]:
        rows = read_book(path).read(words.SHEETS["ratings"](weeks.language))
        (header,) = (row for row in rows if words.RATING_COLUMNS["score"](weeks.language) in row)
        score = header.index(words.RATING_COLUMNS["score"](weeks.language))
        rank = header.index(words.RATING_COLUMNS["rank"](weeks.language))
        below = rows[rows.index(header) + 1 :]
        return {row[0]: (row[score], row[rank]) for row in below if row[0]}

    master = shown(weeks.quarters["handout"].path)
    untouched = weeks.folder / team.PARTS / f"key-accounts - {MIRIAM}.xlsx"
    part = shown(untouched)
    assert len(part) == 5
    assert part == {key: master[key] for key in part}


def test_who_is_overdue_is_named(weeks: Weeks) -> None:
    said = weeks.said("returns", 1)
    (overdue,) = re.findall(r"([A-Z]\w+ [A-Z]\w+): (?:overdue|überfällig)", said)
    assert overdue == MIRIAM


def test_what_was_typed_into_a_part_stands_at_its_account(weeks: Weeks) -> None:
    assert weeks.rating("handout", CARTECH) == 10
    assert weeks.rating("returns", CARTECH) == 9
    desk = weeks.desks["returns"]
    lines = {line.id: line.values for line in desk.sheet(CARTECH).filled.lines}
    assert lines["charter.field"]["answer"] == team.INTENT(weeks.language)


def test_a_rating_off_the_scale_is_refused_with_its_cell(weeks: Weeks) -> None:
    sheet = words.SHEETS["ratings"](weeks.language)
    said = weeks.said("returns", 0)
    assert f"H-INVALID final v2.xlsx!{sheet}!O7 {BULK}: " in said
    assert re.search("[“„]11[”“]", said)
    assert weeks.rating("returns", BULK) == weeks.rating("handout", BULK) == 6


def test_what_two_people_changed_is_asked_about_and_stays(weeks: Weeks) -> None:
    assert weeks.rating("returns", VICOM) == 3
    header, row, *more = weeks.rows("returns", CONFLICTS.name(weeks.language))
    assert [one for one in more if one[0]] == []
    columns = {
        key: header.index(label(weeks.language)) for key, (label, *_) in CONFLICTS.columns.items()
    }
    told = [row[columns[key]] for key in ("account", "base", "master", "theirs", "who")]
    assert [str(value).removesuffix(".0") for value in told] == [VICOM, "2", "3", "5", JONAS]


def test_what_was_chosen_is_taken(weeks: Weeks) -> None:
    assert weeks.rating("choice", VICOM) == 5
    assert re.search(r"\b0 (conflicts|Konflikte)", weeks.said("choice", 0))


def test_a_new_line_of_a_part_is_in_the_plan_and_in_the_register(weeks: Weeks) -> None:
    deal = team.DEAL(weeks.language)
    lines = weeks.desks["choice"].sheet(RETAIL).filled.lines
    assert deal in [line.values.get("action") for line in lines]
    book = read_book(weeks.quarters["choice"].path)
    register = book.read(words.SHEETS["actions"](weeks.language))
    assert any(deal in row for row in register)


def test_collecting_again_changes_nothing(weeks: Weeks) -> None:
    said = weeks.said("choice", 1)
    assert re.search(r"(?:Nothing to write|Nichts zu schreiben): key-accounts.xlsx", said), said


def test_the_log_names_every_file_that_came(weeks: Weeks) -> None:
    rows = weeks.rows("choice", LOG.name(weeks.language))[FIRST - HEADER :]
    came = {value for row in rows for value in row if str(value).endswith(".xlsx")}
    assert came == {
        f"key-accounts - {ANNA}.xlsx", "final v2.xlsx", f"key-accounts - {MIRIAM}.xlsx",
    }  # fmt: skip
