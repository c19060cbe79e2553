"""The looks of cells: typed cells are yellow, computed ones plain, so that one sees what is whose.

A style is a base with a number format: "input.money". Colours keep a contrast of 4.5 to 1 and
nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping

INK, SOFT, LINE = "#1F2937", "#6B7280", "#D1D5DB"
BRAND, BRAND_DARK = "#1F5A7A", "#163F56"
INPUT, COMPUTED, ZEBRA = "#FFF8E1", "#FFFFFF", "#F3F6F9"
GOOD, WARN, BAD = "#E3F4E6", "#FFF0D0", "#FBE0DF"
GOOD_INK, WARN_INK, BAD_INK = "#1E6B34", "#8A5300", "#A3211B"

FONT = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
BORDER = {"border": 1, "border_color": LINE}

BASES: Mapping[str, Mapping[str, object]] = {
    "text": {},
    "title": {"font_size": 20, "bold": True, "font_color": BRAND_DARK},
    "subtitle": {"font_size": 11, "font_color": SOFT},
    "heading": {
        "font_size": 13,
        "bold": True,
        "font_color": BRAND_DARK,
        "bottom": 2,
        "bottom_color": BRAND,
    },
    "form_heading": {
        "font_size": 11,
        "bold": True,
        "font_color": BRAND_DARK,
        "bottom": 2,
        "bottom_color": BRAND,
    },
    "note": {"font_size": 9, "font_color": SOFT, "text_wrap": True, "valign": "top"},
    # In lists whose rows may be empty; a condition draws the line below those that are not.
    "listed": {"font_size": 9, "text_wrap": True},
    "listed_strong": {"bold": True},
    "listed_tier": {"bold": True, "align": "center"},
    "listed_link": {"font_color": "#0B5CAD", "align": "center"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BRAND,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        **BORDER,
    },
    "header_input": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BRAND_DARK,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        **BORDER,
    },
    "turned": {
        "rotation": 60,
        "font_size": 9,
        "bold": True,
        "font_color": BRAND_DARK,
        "align": "left",
        "valign": "bottom",
    },
    "input": {"bg_color": INPUT, "locked": False, **BORDER},
    "input_wrap": {
        "bg_color": INPUT,
        "locked": False,
        "text_wrap": True,
        "valign": "top",
        "font_size": 9,
        **BORDER,
    },
    "form_input": {
        "bg_color": INPUT,
        "locked": False,
        "text_wrap": True,
        "font_size": 9,
        **BORDER,
    },
    "calc": {"bg_color": COMPUTED, **BORDER},
    "calc_wrap": {"bg_color": COMPUTED, "text_wrap": True, "font_size": 9, **BORDER},
    "strong": {"bold": True, **BORDER},
    # Numbers in whose place a word may stand: it ends where they end.
    "amount": {"bg_color": COMPUTED, "align": "right", **BORDER},
    "amount_strong": {"bold": True, "align": "right", **BORDER},
    "helper": {"font_color": SOFT, "font_size": 8, **BORDER},
    "plain_helper": {"font_color": SOFT, "font_size": 8},
    "label": {**BORDER},
    "figure": {"font_size": 18, "bold": True, "font_color": BRAND_DARK, "align": "left"},
    "caption": {
        "font_size": 9,
        "font_color": SOFT,
        "align": "left",
        "text_wrap": True,
        "valign": "top",
    },
    # Runs on over the empty cells beside it.
    "caption_line": {"font_size": 9, "font_color": SOFT, "align": "left"},
    "tier": {"bold": True, "align": "center", **BORDER},
    "link": {"font_color": "#0B5CAD", "underline": 1},
    "status": {"bold": True, "align": "center", **BORDER},
}

# Text beside numbers that end at the line between them needs air.
INDENTED = ("calc", "calc_wrap", "label", "listed", "input", "input_wrap", "form_input", "strong")

FORMATS: Mapping[str, str] = {
    "id": "@",
    "money": "#,##0",
    "score": "0.00",
    "whole": "0",
    "signed": "+0;-0;0",
    "change": "+0.00;-0.00;0.00",
    "percent": "0.0%",
    "percent0": "0%",
    "index": "0.0000",
    "decimal": "0.0#",
    "rating": "0.##",
    "fraction": "# ?/?",
    "date": "yyyy-mm-dd",
    "general": "General",
}

# Formats that a condition puts on top.
MARKS: Mapping[str, Mapping[str, object]] = {
    "good": {"bg_color": GOOD, "font_color": GOOD_INK},
    "warn": {"bg_color": WARN, "font_color": WARN_INK},
    "bad": {"bg_color": BAD, "font_color": BAD_INK, "bold": True},
    "dim": {"font_color": "#9CA3AF", "bg_color": "#F3F4F6"},
    "quiet": {"font_color": "#9CA3AF"},
    "row": {"bottom": 1, "bottom_color": LINE},
    "unseen": {"font_color": "#FFFFFF"},
}


def style(key: str, language: str) -> dict[str, object]:
    """Return the properties of a style such as `input.money`, dates as the language writes them."""
    base, _, number_format = key.partition(".")
    made = {**FONT, **BASES[base]}
    if number_format:
        made["num_format"] = FORMATS[number_format]
    elif base in INDENTED:
        made["indent"] = 1
    if number_format == "date" and language == "de":
        made["num_format"] = "dd.mm.yyyy"
    return made


def is_typed(key: str) -> bool:
    """Return whether people type into cells of a style: what stands there is theirs."""
    return key.partition(".")[0] in ("input", "input_wrap")
