from __future__ import annotations

import dataclasses
import math
from typing import Any

import lxml.html
import numpy as np
import pytest

from kamxl.actions.printing.whole import printed
from kamxl.actions.reporting import report
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.disclosure import disclosure
from kamxl.domain.movement import movements, snapshot
from kamxl.domain.policy import TIERS
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.stresstest import stress_test
from kamxl.pages.document import Document, Figures, Table
from kamxl.pages.html import html
from kamxl.pages.office import flat_text
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.sheets.concentration import FIGURES
from kamxl.workbook.sheets.stress import LABELS
from tests.domain import golden
from tests.domain.compared import compared


def made(result: Assessment, language: Language = "en", **options: Any) -> Document:
    return printed(report(result, result.findings, language, **options), "book.xlsx")


def tables(document: Document) -> dict[str, Table]:
    return {
        f"{part.key}: {block.columns[0].label} {block.columns[1].label}": block
        for part in document.parts
        for block in part.blocks
        if isinstance(block, Table)
    }


def column(page: Any, caption: str, place: int) -> list[float | None]:
    """Return the numbers of a column as they stand unrounded in the HTML."""
    (table,) = [t for t in page.iter("table") if t.find("caption").text.startswith(caption)]
    cells = [row[place] for row in table.find("tbody")]
    return [float(c[0].get("value")) if len(c) else None for c in cells]


def known(values: Any) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]


def test_the_ranking_of_the_page_is_the_assessments() -> None:
    result = golden.assessment()
    page = lxml.html.fromstring(html(made(result)))
    order = np.argsort(result.order)
    for place, values in (
        (0, result.rank),
        (3, result.score),
        (5, result.attractiveness),
        (6, result.strength),
        (7, result.revenue_rank),
        (8, result.disclosure_share),
    ):
        wanted = known(np.asarray(values, dtype=float)[order])
        if place == 7:
            wanted = [value or None for value in wanted]
        assert column(page, "All 12 accounts", place) == wanted


def test_the_largest_customers_and_their_running_sum_are_the_assessments() -> None:
    result = golden.assessment()
    page = lxml.html.fromstring(html(made(result)))
    by_size = [n for n in np.argsort(result.size_order) if result.size_order[n]]
    assert column(page, "All 11 customers", 2) == known(result.amount[by_size])
    assert column(page, "All 11 customers", 3) == known(result.share[by_size])
    running = column(page, "All 11 customers", 4)
    assert running == pytest.approx((result.cumulative + result.share)[by_size])


def test_every_figure_of_concentration_is_the_assessments() -> None:
    result = golden.assessment()
    page = lxml.html.fromstring(html(made(result)))
    (table,) = [
        t for t in page.iter("table") if t.find("caption").text == "Figures of concentration"
    ]
    shown = {row[0].text: row[1] for row in table.find("tbody")}
    figures = result.concentration
    for key in ("n", "total", "cr1", "cr3", "cr5", "cr10", "hhi", "hhi_normalised", "effective",
                "n50", "gini", "gini_corrected", "shannon", "theil", "overhang"):  # fmt: skip
        cell = shown[FIGURES[key][0]("en")]
        assert float(cell[0].get("value")) == getattr(figures, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_that_is_shown_is_its_value_rounded(language: Language) -> None:
    page = lxml.html.fromstring(html(made(golden.assessment(), language)))
    found = 0
    for one in page.iter("data"):
        plain = one.text.replace("−", "-").replace("+", "")
        percent = plain.endswith(" %")
        plain = plain.removesuffix(" %")
        if language == "de":
            plain = plain.translate(str.maketrans(".,", ",."))
        digits = len(plain.partition(".")[2])
        value = float(plain.replace(",", "")) / (100 if percent else 1)
        step = 10.0**-digits / (100 if percent else 1)
        assert abs(value - float(one.get("value"))) <= step / 2 * 1.000001
        found += 1
    assert found > 100


def test_counts_of_tiers_are_those_of_the_assessment() -> None:
    result = golden.assessment()
    (table,) = [t for name, t in tables(made(result)).items() if "Tier or field" in name]
    counts = [row[1] for row in table.rows]
    assert counts[:4] == [float(np.sum(result.tier == n)) for n in range(1, len(TIERS) + 1)]
    assert counts[5:] == [float(np.sum(result.quadrant == n)) for n in range(1, 5)]


def test_what_people_named_themselves_is_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    accounts = dataclasses.replace(golden.portfolio(), names=(evil, *golden.NAMES[1:]))
    content = html(made(assess(accounts, golden.policy(), golden.TODAY)))
    assert evil not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_what_moved_is_told_where_a_run_is_remembered() -> None:
    before = snapshot(golden.assessment(), golden.TODAY)
    accounts = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    result = assess(accounts, golden.policy(), golden.TODAY)
    document = made(result, moved=movements(result, before))
    (table,) = [t for t in tables(document).values() if t.caption.startswith("What moved")]
    assert table.rows[0][:2] == ("Vicom", 0.7)


def test_nobody_and_nothing_give_a_page_that_says_so() -> None:
    result = assess(Portfolio((), ()), golden.policy(), golden.TODAY)
    for language in LANGUAGES:
        document = made(result, language)
        assert html(document)
        assert flat_text(document)
    zero = assess(golden.of_revenues(0, 0), golden.policy(), golden.TODAY)
    content = html(made(zero))
    assert "No account has a positive amount" in content


def test_many_accounts_are_cut_and_said_to_be() -> None:
    result = assess(golden.of_revenues(*range(1, 26)), golden.policy(), golden.TODAY)
    document = made(result)
    captions = [table.caption for table in tables(document).values()]
    assert "The first 20 of 25 accounts" in captions
    assert "The 20 largest customers" in captions


def test_strength_against_the_best_competitor_has_its_own_axis() -> None:
    policy = dataclasses.replace(golden.policy(), strength_mode="relative")
    result = assess(compared(golden.portfolio()), policy, golden.TODAY)
    assert "as good as the best competitor" in html(made(result))


def test_figures_on_top_are_those_of_the_overview() -> None:
    result = golden.assessment()
    (tiles,) = [b for b in made(result).parts[0].blocks if isinstance(b, Figures)]
    assert [one.value for one in tiles.figures] == [
        12, result.concentration.total, int(np.sum(result.tier == 1)), result.concentration.cr1,
        result.concentration.effective, "High",
    ]  # fmt: skip


def test_the_stress_test_of_the_page_is_the_domains() -> None:
    policy = dataclasses.replace(golden.policy(), fixed_costs=2200.0, cash=600.0)
    result = assess(golden.portfolio(), policy, golden.TODAY)
    found = stress_test(result)
    page = lxml.html.fromstring(html(made(result)))
    (table,) = [
        t for t in page.iter("table") if t.find("caption").text.startswith("What if the largest")
    ]
    shown = {row[0].text: list(row)[1:] for row in table.find("tbody")}
    for key, label in LABELS.items():
        if key in ("names", "lost_share"):
            continue
        for cell, one in zip(shown[label("en")], (found.year, *found.largest), strict=True):
            value = getattr(one, key)
            if value is None:
                assert cell.text == "–"
            elif math.isinf(value):
                assert cell.text == "without end"
            else:
                assert float(cell[0].get("value")) == value
    assert column(page, "The ten largest, one by one", 4) == [one.ebit for one in found.singly]
    assert column(page, "The ten largest, one by one", 3) == list(found.carried)


def test_the_disclosure_of_the_page_is_the_domains() -> None:
    result = golden.assessment()
    found = disclosure(result)
    for language in LANGUAGES:
        content = html(made(result, language))
        assert found.sentence(language) in lxml.html.fromstring(content).text_content()
    page = lxml.html.fromstring(html(made(result)))
    assert column(page, "Customers of 10 %", 2) == [one.revenue for one in found.majors]
    assert column(page, "Customers of 10 %", 4) == [one.share for one in found.majors]
    assert column(page, "Reconciliation", 1)[:4] == [
        found.of_accounts, found.overhang, found.of_accounts, found.before,
    ]  # fmt: skip


def test_without_fixed_costs_the_reason_is_said() -> None:
    assert "fixed costs" in html(made(golden.assessment())).casefold()
