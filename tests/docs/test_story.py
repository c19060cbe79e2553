"""The told year happens as docs/story.md says it, in both languages: each claim is a test here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from kamxl.cells import CellValue
from kamxl.hosts.tables.book import read_book
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.forms.merging import OUTDATED
from kamxl.workbook.plans.naming import uid
from kamxl.workbook.plans.reading import PlanSheet
from kamxl.workbook.plans.registers import CLOSED
from kamxl.workbook.plans.renewing import ARCHIVED, LIVE
from kamxl.workbook.sheets import ranking, registers
from tests.docs import story
from tests.docs.story import (
    CARTECH,
    HOTEL,
    LEADER,
    PROSPECT,
    RETAIL,
    TECHNOLOGY,
    Desk,
    Quarter,
)
from tests.hosts.xlsx.unpacking import MAIN, Unpacked
from tests.office.client import Office

pytestmark = pytest.mark.office

CLAIM = re.compile(r"<!-- proven: (\w+) -->")
ORDER = (CARTECH, TECHNOLOGY, "10012", HOTEL, PROSPECT, RETAIL, LEADER)


@dataclass(frozen=True)
class Year:
    """The told year in one language; by quarter the workbook as it then was."""

    language: Language
    quarters: Mapping[str, Quarter]
    desks: Mapping[str, Desk]

    def t(self, text: Text) -> str:
        return text(self.language)

    def sheet(self, quarter: str, account: str) -> PlanSheet:
        return self.desks[quarter].plans.sheets[uid(account)]

    def line(self, quarter: str, account: str, id_: str) -> Mapping[str, CellValue] | None:
        lines = self.sheet(quarter, account).filled.lines
        return next((line.values for line in lines if line.id == id_), None)

    def field(self, quarter: str, account: str, id_: str, key: str) -> CellValue:
        line = self.line(quarter, account, id_)
        assert line is not None, id_
        return line.get(key)

    def said(self, quarter: str) -> str:
        """Return what the run of a quarter said, in one line."""
        return " ".join(" ".join(text for _, _, text in self.quarters[quarter].said).split())

    def register(self, quarter: str, key: str) -> list[list[CellValue]]:
        rows = read_book(self.quarters[quarter].path).read(words.SHEETS[key](self.language))
        return [list(row) for row in rows[registers.FIRST :]]

    def colour(self, quarter: str, account: str) -> str:
        opened = Unpacked(self.quarters[quarter].path)
        part = opened.sheets[self.sheet(quarter, account).name]
        tab = opened.xml(part).find(f"{MAIN}sheetPr/{MAIN}tabColor")
        assert tab is not None
        return f"#{str(tab.get('rgb'))[-6:]}"


@pytest.fixture(scope="module", params=LANGUAGES)
def year(
    request: pytest.FixtureRequest, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Year:
    language: Language = request.param
    told = story.tell(language, tmp_path_factory.mktemp("story"), office)
    desks = {part: Desk(quarter.path, language, office) for part, quarter in told.items()}
    return Year(language, told, desks)


def test_both_pages_tell_the_same_year_and_every_claim_is_a_test() -> None:
    pages = [page.read_text(encoding="utf-8") for page in story.PAGES.values()]
    parts = [story.MARK.findall(page) for page in pages]
    assert parts[0] == parts[1] == list(story.DAYS)
    claims = [CLAIM.findall(page) for page in pages]
    assert claims[0] == claims[1]
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(claims[0]) == tests - {"both_pages_tell_the_same_year_and_every_claim_is_a_test"}


# ------------------------------------------------------------ January


def test_seven_accounts_get_a_strategy_sheet_in_the_order_of_the_ranking(year: Year) -> None:
    assert tuple(year.desks["january"].plans.accounts()) == ORDER
    rows = read_book(year.quarters["january"].path).read(words.SHEETS["ranking"](year.language))
    leading = [
        row[ranking.PLACE["id"]]
        for row in rows[ranking.FIRST :]
        if row[ranking.PLACE["plan"]] == ranking.ARROW
    ]
    assert tuple(leading) == ORDER


def test_kpis_follow_from_what_the_account_was_chosen_for(year: Year) -> None:
    lines = year.sheet("january", TECHNOLOGY).filled.lines
    kpis = [line for line in lines if line.id.startswith("kpis.")]
    assert [line.id for line in kpis[:3]] == [
        "kpis.KPI-SATISFACTION", "kpis.KPI-GROWTH", "kpis.KPI-ADOPTION",
    ]  # fmt: skip
    why = {line.id: str(line.values["why"]) for line in kpis}
    fit = {"en": "Product fit", "de": "Produktpassform"}[year.language]
    potential = {"en": "Revenue potential", "de": "Umsatzpotenzial"}[year.language]
    assert fit in why["kpis.KPI-ADOPTION"]
    assert potential in why["kpis.KPI-GROWTH"]
    assert potential in why["kpis.KPI-WALLET"]
    # Cartech was chosen for something else, and has no share of wallet among its KPIs.
    assert year.line("january", CARTECH, "kpis.KPI-WALLET") is None


# ------------------------------------------------------------ spring


def test_a_customer_who_was_told_before_the_decision_is_an_error(year: Year) -> None:
    (_, code, _) = year.quarters["spring"].said[-1]
    assert code == 1
    assert "P-S1-ORDER" in year.said("spring")
    assert "Einzelhandel Kaufmann eG" in year.said("spring").partition("P-S1-ORDER")[2]
    assert "P-S1-ORDER" not in year.said("summer")


def test_an_action_after_the_day_of_its_need_is_a_warning(year: Year) -> None:
    after = year.said("spring").partition("P-LATE-FOR-NEED")[2]
    assert "Hotel Seeblick Betriebs-GmbH" in after
    assert year.t(story.PRESENT) in after
    assert "P-LATE-FOR-NEED" not in year.said("summer")


def test_a_target_of_ones_own_stays_and_the_new_proposal_stands_beside_it(year: Year) -> None:
    own = {"en": "1,700,000 EUR", "de": "1.700.000 EUR"}[year.language]
    # The proposal is a tenth more than the revenue: 1.1 × 1,560,000 = 1,716,000.
    proposed = {"en": "1,716,000 EUR", "de": "1.716.000 EUR"}[year.language]
    for quarter in ("spring", "summer", "autumn", "winter"):
        assert year.field(quarter, CARTECH, "goals.GOAL-GROW", "target") == own
    assert proposed in str(year.field("spring", CARTECH, "goals.GOAL-GROW", "remark"))


def test_figures_are_renewed_and_baselines_stay(year: Year) -> None:
    first = {"en": "1,500,000 EUR", "de": "1.500.000 EUR"}[year.language]
    for quarter in ("spring", "summer", "autumn", "winter"):
        thousands = f"{story.REVENUE[quarter][CARTECH]:,.0f} EUR"
        if year.language == "de":
            thousands = thousands.replace(",", ".")
        assert year.field(quarter, CARTECH, "kpis.KPI-REVENUE", "actual") == thousands
        assert year.field(quarter, CARTECH, "kpis.KPI-REVENUE", "base") == first
        assert thousands in str(year.field(quarter, CARTECH, "goals.GOAL-GROW", "goal"))


# ------------------------------------------------------------ summer


def test_a_proposal_that_was_deleted_stays_deleted(year: Year) -> None:
    assert year.line("spring", CARTECH, "actions.ACT-SPONSOR") is not None
    for quarter in ("summer", "autumn", "winter"):
        assert year.line(quarter, CARTECH, "actions.ACT-SPONSOR") is None
    # Other accounts still have theirs, as far as the rule is for them.
    assert year.line("winter", CARTECH, "actions.ACT-REVIEW") is not None


def test_a_renamed_sheet_is_known_and_links_lead_to_it(year: Year) -> None:
    name = year.t(story.RENAMED)
    for quarter in ("summer", "autumn", "winter"):
        assert year.sheet(quarter, HOTEL).name == name
        leads = {row[-2]: row[-1] for row in year.register(quarter, "contacts")}
        assert leads[HOTEL] == f"#'{name}'!B1"


def test_a_comment_stays(year: Year) -> None:
    for quarter in ("summer", "autumn", "winter"):
        opened = Unpacked(year.quarters[quarter].path)
        comments = [opened.parts[name].decode() for name in opened.matching(r"xl/comments.*\.xml")]
        assert any(year.t(story.REMARK) in each for each in comments), quarter


def test_what_no_rule_says_any_more_is_marked_outdated_and_stays(year: Year) -> None:
    outdated = year.t(OUTDATED)
    said = {"en": "14.3 %", "de": "14,3 %"}[year.language]
    # 800,000 / 700,000 - 1 = 14.3 %; then 735,000 / 700,000 - 1 = 5.0 %, and the rule asks for 10.
    for quarter in ("summer", "autumn"):
        assert year.field(quarter, TECHNOLOGY, "swot.O-GROWTH", "remark") == outdated
        assert said in str(year.field(quarter, TECHNOLOGY, "swot.O-GROWTH", "entry"))
    # 790,000 / 700,000 - 1 = 12.9 %
    again = {"en": "12.9 %", "de": "12,9 %"}[year.language]
    assert year.field("winter", TECHNOLOGY, "swot.O-GROWTH", "remark") is None
    assert again in str(year.field("winter", TECHNOLOGY, "swot.O-GROWTH", "entry"))


def test_an_account_that_leaves_keeps_its_sheet_grey_and_at_the_end(year: Year) -> None:
    book = read_book(year.quarters["summer"].path)
    assert book.sheets()[-1] == year.sheet("summer", LEADER).name
    assert year.colour("summer", LEADER) == ARCHIVED
    needs = year.field("summer", LEADER, "profile.needs", "answer")
    assert needs == year.t(story.LEADER_NEEDS)
    assert LEADER not in {row[-2] for row in year.register("summer", "contacts")}


# ------------------------------------------------------------ autumn


def test_an_account_that_returns_goes_on_from_where_it_was(year: Year) -> None:
    assert year.colour("autumn", LEADER) == LIVE
    needs = year.field("autumn", LEADER, "profile.needs", "answer")
    assert needs == year.t(story.LEADER_NEEDS)
    assert LEADER in {row[-2] for row in year.register("autumn", "contacts")}


def test_what_is_overdue_is_red_in_the_register(year: Year) -> None:
    (row,) = [r for r in year.register("autumn", "actions") if r[1] == year.t(story.PRESENT)]
    # From 15 July to 30 September: 16 + 31 + 30 days.
    assert row[4] == 77 == (dt.date(2026, 9, 30) - dt.date(2026, 7, 15)).days
    assert "P-OVERDUE" in year.said("autumn")
    late = [row[4] for row in year.register("autumn", "actions")]
    days = [float(one) for one in late if isinstance(one, (int, float))]
    assert days == sorted(days, reverse=True)
    assert late[: len(days)] == days  # what is not overdue comes after


def test_the_run_says_what_moved_and_why(year: Year) -> None:
    # What the command prints is in the language of the command, not of the workbook.
    after = year.said("autumn").partition("Since 2026-07-06: 1 moved")[2]
    assert "Branchenführer Maschinenbau SE" in after
    assert "tier C → B; most by Relationship & engagement +0.40" in after


# ------------------------------------------------------------ winter


def test_what_is_done_leaves_the_register_and_stays_on_the_sheet(year: Year) -> None:
    listed = [row[1] for row in year.register("winter", "actions")]
    assert year.t(story.PRESENT) not in listed
    status = year.field("winter", HOTEL, "actions+1", "status")
    assert str(status) in CLOSED
    assert "P-OVERDUE" not in year.said("winter")


def test_all_that_was_typed_in_the_year_stands_there_at_its_end(year: Year) -> None:
    def winter(account: str, id_: str, *keys: str) -> list[CellValue]:
        return [year.field("winter", account, id_, key) for key in keys]

    t = year.t
    assert winter(CARTECH, "charter.field", "answer") == [t(story.INTENT)]
    for number, (name, function) in enumerate(story.PEOPLE_THERE, start=1):
        found = winter(CARTECH, f"contacts+{number}", "name", "function", "influence", "last")
        assert found == [name, t(function), 6 - number, dt.date(2026, 3, 9 + number)]
    days = winter(CARTECH, "goals.GOAL-GROW", "decided", "informed")
    assert days == [dt.date(2026, 2, 2), dt.date(2026, 2, 20)]
    adoption = {"en": "75 % of the lines", "de": "75 % der Linien"}[year.language]
    assert winter(TECHNOLOGY, "kpis.KPI-ADOPTION", "target") == [adoption]
    days = winter(RETAIL, "goals.GOAL-GROW", "decided", "informed")
    assert days == [dt.date(2026, 3, 2), dt.date(2026, 4, 15)]
    need = winter(HOTEL, "needs+1", "need", "trigger", "due", "value", "solution")
    assert need == [
        t(story.RENOVATION), t(story.TRIGGER), dt.date(2026, 9, 1), 85_000, t(story.SOLUTION),
    ]  # fmt: skip
    action = winter(HOTEL, "actions+1", "action", "owner", "due", "need")
    assert action == [t(story.PRESENT), "Miriam Vogt", dt.date(2026, 7, 15), t(story.RENOVATION)]
    assert winter(HOTEL, "reviews+1", "topic", "day") == [t(story.MEETING), dt.date(2026, 12, 11)]
    assert winter(LEADER, "profile.needs", "answer") == [t(story.LEADER_NEEDS)]


def test_the_workbook_remembers_its_runs_and_three_versions_before_are_kept(year: Year) -> None:
    memory = year.desks["winter"].found.memory
    assert memory is not None
    days = [story.DAYS[part].isoformat() for part in ("spring", "summer", "autumn", "winter")]
    assert [run.day for run in memory.runs] == days
    folder: Path = year.quarters["winter"].path.parent
    assert len(list(folder.glob("key-accounts.backup-*.xlsx"))) == 3
