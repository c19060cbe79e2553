"""Looks: typed cells differ from computed ones, and everything can be read."""

from __future__ import annotations

import pytest

from kamxl.text import LANGUAGES
from kamxl.workbook.styles import BASES, FORMATS, INK, MARKS, style
from tests.workbook.books import EVERY, book


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance of #RRGGBB."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_wcag_says_of_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx((1 + 0.05) / (0 + 0.05))


@pytest.mark.parametrize("base", BASES)
def test_every_base_can_be_read(base: str) -> None:
    made = style(base, "en")
    background = str(made.get("bg_color", "#FFFFFF"))
    assert contrast(str(made["font_color"]), background) >= 4.5


# Excluded rows and unused columns may be pale; what is unseen stands under a chart.
PALE = ("dim", "quiet", "unseen")


@pytest.mark.parametrize("mark", [key for key in MARKS if key not in PALE])
def test_every_mark_can_be_read(mark: str) -> None:
    made = MARKS[mark]
    ink, paper = made.get("font_color", INK), made.get("bg_color", "#FFFFFF")
    assert contrast(str(ink), str(paper)) >= 4.5


def test_typed_cells_look_unlike_computed_ones_and_are_not_locked() -> None:
    typed = ("input", "input_wrap", "form_input")
    for base in typed:
        assert style(base, "en")["locked"] is False
        assert style(base, "en")["bg_color"] != style("calc", "en")["bg_color"]
    assert all("locked" not in made for base, made in BASES.items() if base not in typed)


def test_dates_are_written_as_the_language_writes_them() -> None:
    assert style("input.date", "en")["num_format"] == "yyyy-mm-dd"
    assert style("input.date", "de")["num_format"] == "dd.mm.yyyy"
    for language in LANGUAGES:
        assert style("input.money", language)["num_format"] == FORMATS["money"]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_style_of_a_book_is_known(kind: str, language: str) -> None:
    used = {
        key
        for one in book(kind, language).sheets  # type: ignore[arg-type]
        for key in (
            *(cell.style for cell in one.cells),
            *(key for _, _, key in one.merges),
            *(column.style for table in one.tables for column in table.columns),
        )
    }
    assert {key.partition(".")[0] for key in used} <= set(BASES)
    assert {key.partition(".")[2] for key in used} - {""} <= set(FORMATS)
    marks = {
        conditional.style
        for one in book(kind, language).sheets  # type: ignore[arg-type]
        for conditional in one.conditionals
        if conditional.kind == "formula"
    }
    assert marks <= set(MARKS)


def test_what_is_typed_is_yellow_and_what_is_computed_is_not() -> None:
    for one in book("golden", "en").sheets:
        for table in one.tables:
            for column in table.columns:
                assert (not column.formula) == column.style.startswith("input"), column.key
