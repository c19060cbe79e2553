from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from kamxl.actions.run import known_criteria
from kamxl.cells import CellError, CellValue, address
from kamxl.domain.stages import STAGE_STRENGTH
from kamxl.hosts.memory import MemoryBook
from kamxl.hosts.tables.book import read_book as open_file
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.accounts import as_date, as_text, choice, first_of
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.schema import render
from tests.domain import golden
from tests.workbook.reading import made
from tests.workbook.reading.made import ACCOUNT, FIRST, RATING, TODAY, codes, example, name


def at(place: int, key: str) -> str:
    """Return where an account's cell is found."""
    return f"book.xlsx!Kunden!{address(FIRST + place, ACCOUNT[key])}"


class Filled:
    """The twelve accounts in memory, to be typed over."""

    def __init__(self, language: Language = "de") -> None:
        self.sheets = made.cells_of(made.render(example(language)))
        self.language = language

    def account(self, place: int, key: str, value: CellValue) -> Filled:
        self.sheets[name("accounts", self.language)][FIRST + place][ACCOUNT[key]] = value
        return self

    def rating(self, place: int, key: str, value: CellValue) -> Filled:
        self.sheets[name("ratings", self.language)][FIRST + place][RATING[key]] = value
        return self

    def read(self) -> ReadBook:
        return read_book(MemoryBook(self.sheets), known_criteria(), TODAY)


def found(filled: Filled) -> list[tuple[str, str]]:
    """Return codes and places of what reading says."""
    return [(finding.code, finding.place) for finding in filled.read().inputs.findings]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("viel", "viel"), (True, "True"), (CellError.NA, "#N/A"), ("1.234,5 €", "1.234,5 €")],
)
def test_what_is_no_number_is_said_and_kept(value: CellValue, shown: str) -> None:
    filled = Filled().account(2, "revenue", value)
    assert found(filled) == [("A-NUMBER", at(2, "revenue"))]
    inputs = filled.read().inputs
    assert np.isnan(inputs.portfolio.number("revenue")[2])
    assert inputs.kept == {("revenue", 2): value}
    assert f"Fertigung: „Umsatz“ enthält „{shown}“" in inputs.findings[0].text("de")


def test_an_account_without_a_name_is_called_by_its_id() -> None:
    filled = Filled().account(2, "name", None).account(2, "revenue", "viel")
    assert filled.read().inputs.findings[0].text("en").startswith("Fertigung: ")


def test_a_day_in_a_column_of_numbers_is_kept_as_it_reads() -> None:
    filled = Filled().account(0, "margin", dt.datetime(2024, 5, 1))
    assert filled.read().inputs.kept == {("margin", 0): "2024-05-01"}


@pytest.mark.parametrize("value", ["bald", "31.12.2026", -3, 3_000_000, True])
def test_what_is_no_date_is_said_and_kept(value: CellValue) -> None:
    filled = Filled().account(11, "contract_end", value)
    assert found(filled) == [("A-DATE", at(11, "contract_end"))]
    assert filled.read().inputs.kept == {("contract_end", 11): value}


def test_a_status_that_is_not_in_the_list_stays_as_it_is() -> None:
    inputs = Filled().account(0, "status", "ruhend").read().inputs
    assert inputs.portfolio.text("status")[0] == "ruhend"


def test_a_status_may_be_of_the_other_language() -> None:
    for typed in ("Prospect", "interessent", " PROSPECT "):
        assert Filled().account(0, "status", typed).read().inputs.portfolio.text("status")[0] == (
            "prospect"
        )


def test_whether_an_account_leads_may_be_wrong_and_is_then_kept() -> None:
    filled = Filled().account(3, "leader", "x")
    assert found(filled) == [("A-CHOICE", at(3, "leader"))]
    inputs = filled.read().inputs
    assert (inputs.portfolio.leader[3], inputs.kept) == (False, {("leader", 3): "x"})


def test_a_typed_no_is_no_blank() -> None:
    inputs = Filled().account(3, "leader", "nein").read().inputs
    assert (inputs.portfolio.leader[3], inputs.findings) == (False, ())
    assert inputs.kept == {("leader", 3): "nein"}


def test_an_id_that_stands_twice_is_said_where_it_stands_again() -> None:
    filled = Filled().account(4, "id", "Cartech")
    assert found(filled) == [
        ("A-DUPLICATE", "book.xlsx!Kunden!A10"),
        ("R-ORPHAN", "book.xlsx!Bewertung!A10"),
    ]
    read = filled.read()
    assert list(read.inputs.portfolio.scored) == [place != 4 for place in range(12)]
    assert read.lost == ("Bewertung!A10",)


def test_an_account_without_an_id_is_said_and_has_no_ratings() -> None:
    filled = Filled().account(4, "id", None)
    assert found(filled)[0] == ("A-ID", "book.xlsx!Kunden!A10")
    assert filled.read().inputs.portfolio.ids[4] == ""


def test_blanks_around_an_id_are_removed_and_said() -> None:
    filled = Filled().account(4, "id", "  Potenzialkunde ")
    assert found(filled) == [("I-TRIMMED", "book.xlsx!Kunden!A10")]
    assert filled.read().inputs.portfolio.scored[4]


def test_a_number_as_id_means_the_same_as_its_text() -> None:
    filled = Filled().account(0, "id", 1001.0).rating(0, "id", "1001")
    assert found(filled) == []
    assert filled.read().inputs.portfolio.ids[0] == "1001"


def test_an_id_of_ratings_is_found_exactly_else_without_regard_to_case() -> None:
    filled = Filled().account(0, "id", "k1").account(1, "id", "K1")
    filled.rating(0, "id", "K1").rating(1, "id", "k1")
    assert filled.read().places.rating_rows | {0: FIRST + 1, 1: FIRST} == (
        filled.read().places.rating_rows
    )
    alone = Filled().account(0, "id", "k1").rating(0, "id", "K1")
    assert (found(alone), alone.read().places.rating_rows[0]) == ([], FIRST)


def test_an_account_without_a_row_of_ratings_is_said_at_its_id() -> None:
    filled = Filled()
    del filled.sheets["Bewertung"][FIRST + 1]
    assert found(filled) == [("A-NO-RATINGS", "book.xlsx!Kunden!A7")]
    assert list(filled.read().inputs.portfolio.scored) == [place != 1 for place in range(12)]


def test_a_row_of_ratings_that_no_account_has_is_said_and_would_be_lost() -> None:
    filled = Filled()
    filled.sheets["Bewertung"].append(["Niemand"])
    assert found(filled) == [("R-ORPHAN", "book.xlsx!Bewertung!A18")]
    assert filled.read().lost == ("Bewertung!A18",)


def test_a_second_row_of_ratings_is_lost_where_it_holds_any() -> None:
    for rating, lost in ((None, ()), (5.0, ("Bewertung!A18",))):
        filled = Filled()
        filled.sheets["Bewertung"].append(["Vicom", *[None] * (RATING["k1"] - 1), rating])
        assert found(filled) == [("R-DUPLICATE", "book.xlsx!Bewertung!A18")]
        assert filled.read().lost == lost
        assert filled.read().inputs.portfolio.rated("revenue_volume").values[8] == 9


def test_ratings_in_a_place_without_a_criterion_would_be_lost() -> None:
    assert Filled().rating(2, "k15", 7).read().lost == ("Bewertung!U8",)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("gut", "gut"), (True, True), ("7", "7"), (CellError.DIV0, CellError.DIV0),
     (dt.datetime(2026, 3, 1), "2026-03-01")],
)  # fmt: skip
def test_what_is_no_rating_is_kept(value: CellValue, kept: CellValue) -> None:
    inputs = Filled().rating(0, "k2", value).read().inputs
    assert inputs.portfolio.rated("revenue_potential").wrong[0]
    assert inputs.kept == {("rating:revenue_potential", 0): kept}


def test_a_rating_outside_the_scale_and_a_question_mark_stay() -> None:
    inputs = Filled().rating(0, "k2", 11).rating(1, "k2", " ? ").read().inputs
    assert inputs.portfolio.rated("revenue_potential").values[0] == 11
    assert inputs.portfolio.rated("revenue_potential").unknown[1]
    assert inputs.kept == {}


@pytest.mark.parametrize("key", ["id", "revenue", "leader"])
def test_a_missing_column_of_accounts_is_said(key: str) -> None:
    filled = Filled()
    for row in filled.sheets["Kunden"]:
        del row[ACCOUNT[key]]
    said = filled.read().inputs.findings[0]
    assert (said.code, said.place) == ("X-COLUMN", "book.xlsx!Kunden")
    assert f"“{made.label(key, 'en')}”" in said.text("en")


@pytest.mark.parametrize(("key", "label"), [("id", "Kundennummer"), ("k3", "K3")])
def test_a_missing_column_of_ratings_is_said(key: str, label: str) -> None:
    filled = Filled()
    for row in filled.sheets["Bewertung"]:
        del row[RATING[key]]
    said = filled.read().inputs.findings[0]
    assert (said.code, said.place) == ("X-COLUMN", "book.xlsx!Bewertung")
    assert f"„{label}“" in said.text("de")


def test_a_row_of_totals_is_no_account() -> None:
    filled = Filled()
    filled.sheets["Kunden"].append(["Ergebnis", *[None] * (ACCOUNT["revenue"] - 1), 12_000.0])
    assert found(filled) == [("I-TOTAL", "book.xlsx!Kunden!A18")]
    assert len(filled.read().inputs.portfolio) == 12
    assert filled.read().lost == ("the row of totals Kunden!A18",)


def test_an_account_may_be_called_total() -> None:
    filled = Filled().account(0, "id", "Total").account(0, "name", "Total Energies")
    assert filled.read().inputs.portfolio.ids[0] == "Total"


def test_a_sheet_of_ratings_without_rows_leaves_every_account_unscored() -> None:
    filled = Filled()
    del filled.sheets["Bewertung"][FIRST:]
    assert codes(filled.read().inputs.findings) == ["A-NO-RATINGS"] * 12
    assert not filled.read().inputs.portfolio.scored.any()


def test_a_hundred_thousand_ids_alone_are_read() -> None:
    filled = Filled()
    del filled.sheets["Kunden"][FIRST:]
    filled.sheets["Kunden"] += [[f"{n:06d}"] for n in range(100_000)]
    inputs = filled.read().inputs
    assert len(inputs.portfolio) == 100_000
    assert codes(inputs.findings).count("A-NO-RATINGS") == 100_000


def test_a_cell_as_text_loses_no_zeros_and_gains_no_point() -> None:
    cases = {"00017": "00017", 17.0: "17", 0.5: "0.5", None: "", CellError.NA: "#N/A"}
    assert [as_text(cell) for cell in cases] == list(cases.values())
    assert as_text(dt.datetime(2026, 1, 31)) == "2026-01-31"
    assert as_text(dt.datetime(2026, 1, 31, 8, 30)) == "2026-01-31 08:30:00"


def test_a_date_may_be_a_day_a_moment_or_a_serial_number() -> None:
    day = dt.date(2026, 1, 31)
    assert [as_date(x) for x in (day, dt.datetime(2026, 1, 31, 9), 46053, 46053.4)] == [day] * 4
    assert [as_date(x) for x in (None, "2026-01-31", 0, -1, True, 2_958_466)] == [None] * 6


@pytest.mark.parametrize("kind", words.CHOICES)
def test_a_choice_is_understood_in_both_languages(kind: str) -> None:
    for key, label in words.CHOICES[kind].items():
        assert choice(kind, label.en) == choice(kind, label.de.upper()) == key
    assert (choice(kind, ""), choice(kind, "nonsense")) == ("", "nonsense")


def test_an_id_means_the_first_that_has_it() -> None:
    assert first_of(["a", "", "b", "a"]) == {"a": 0, "b": 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_stages_survive_a_round_trip_and_an_unknown_one_is_named(
    language: Language, tmp_path: Path
) -> None:
    portfolio = golden.portfolio()
    stages = (*STAGE_STRENGTH, "", "engaged", *[""] * 4)
    changed = dataclasses.replace(portfolio, texts={**portfolio.texts, "stage": stages})
    policy = dataclasses.replace(load_profile("standard"), strength_mode="stage")
    build(render(Inputs(changed, policy, language, TODAY)), tmp_path / "book.xlsx")
    read = read_book(open_file(tmp_path / "book.xlsx"), {}, TODAY).inputs
    assert read.portfolio.text("stage") == stages
    assert read.policy.strength_mode == "stage"
    assert [f.subject.account for f in read.findings if f.code == "A-STAGE"] == [7]
