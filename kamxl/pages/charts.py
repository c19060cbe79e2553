"""Small charts as SVG: no script, no font of their own, readable in print and in grey."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from kamxl.pages.document import Picture, clean
from kamxl.text import Language, number, percent

INK, SOFT, LINE, BRAND, WARM, BAD = (
    "#1F2937", "#6B7280", "#D1D5DB", "#1F5A7A", "#C2410C", "#A3211B",
)  # fmt: skip
FONT = "Carlito, Calibri, 'Segoe UI', Arial, sans-serif"
WIDTH = 680.0
# Letters of a name beside a point or a bar.
LETTERS = 26
# So long a bar has room for its value.
ROOM = 52.0
# So tall a column has.
TALL = 20.0


class Point(NamedTuple):
    """A point of a scatter chart; `strong` ones are drawn in the brand's colour."""

    name: str
    x: float
    y: float
    strong: bool = True


class Bar(NamedTuple):
    """A bar with its share, and the line's value above it, or none."""

    name: str
    value: float
    line: float | None = None


def _svg(height: float, title: str, description: str) -> Element:
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH:g} {height:g}",
            "width": f"{WIDTH:g}",
            "height": f"{height:g}",
            "role": "img",
            "font-family": FONT,
        },
    )
    SubElement(svg, "title").text = clean(title)
    SubElement(svg, "desc").text = clean(description)
    return svg


def _at(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _line(
    svg: Element, x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = ""
) -> None:
    made = {"x1": _at(x1), "y1": _at(y1), "x2": _at(x2), "y2": _at(y2), "stroke": colour}
    SubElement(svg, "line", {**made, **({"stroke-dasharray": dash} if dash else {})})


def _text(
    svg: Element,
    x: float,
    y: float,
    text: str,
    anchor: str = "start",
    size: float = 11,
    colour: str = INK,
    turn: bool = False,
) -> None:
    made = {
        "x": _at(x), "y": _at(y), "text-anchor": anchor, "font-size": f"{size:g}", "fill": colour,
    }  # fmt: skip
    if turn:
        made["transform"] = f"rotate(-90 {_at(x)} {_at(y)})"
    SubElement(svg, "text", made).text = clean(text)


def short(name: str) -> str:
    """Return a name that has room beside a point."""
    tidy = " ".join(clean(name).split())
    return tidy if len(tidy) <= LETTERS else tidy[: LETTERS - 1].rstrip() + "…"


def scatter(
    points: Sequence[Point],
    title: str,
    description: str,
    titles: tuple[str, str],
    ends: tuple[tuple[float, float], tuple[float, float]],
    cuts: tuple[float | None, float | None],
    corners: tuple[str, str, str, str],
    language: Language,
) -> Picture:
    """Return points between two axes with their cuts; `corners` from top left, row by row.

    `titles`, `ends` and `cuts` are of the axis to the right, and of the one upwards.
    """
    height, left, top, right, bottom = 440.0, 52.0, 14.0, WIDTH - 20, 392.0
    svg = _svg(height, title, description)
    (low_x, high_x), (low_y, high_y) = ends

    def place_x(x: float) -> float:
        return left + (min(max(x, low_x), high_x) - low_x) / (high_x - low_x) * (right - left)

    def place_y(y: float) -> float:
        return bottom - (min(max(y, low_y), high_y) - low_y) / (high_y - low_y) * (bottom - top)

    frame = {"x": _at(left), "y": _at(top), "width": _at(right - left),
             "height": _at(bottom - top), "fill": "#FFFFFF", "stroke": LINE}  # fmt: skip
    SubElement(svg, "rect", frame)
    for n in range(4):
        share = n / 3
        x, y = low_x + share * (high_x - low_x), low_y + share * (high_y - low_y)
        digits = 0 if high_x > 5 else 1
        _text(svg, place_x(x), bottom + 16, number(x, digits, language), "middle", 10, SOFT)
        digits = 0 if high_y > 5 else 1
        _text(svg, left - 8, place_y(y) + 4, number(y, digits, language), "end", 10, SOFT)
    if cuts[0] is not None:
        _line(svg, place_x(cuts[0]), top, place_x(cuts[0]), bottom, SOFT, "5 4")
    if cuts[1] is not None:
        _line(svg, left, place_y(cuts[1]), right, place_y(cuts[1]), SOFT, "5 4")
    for corner, (x, y, anchor) in zip(
        corners,
        (
            (left + 8, top + 16, "start"),
            (right - 8, top + 16, "end"),
            (left + 8, bottom - 8, "start"),
            (right - 8, bottom - 8, "end"),
        ),
        strict=True,
    ):
        _text(svg, x, y, corner, anchor, 11, SOFT)
    taken: list[tuple[float, float, float]] = []
    for point in points:
        x, y = place_x(point.x), place_y(point.y)
        colour = BRAND if point.strong else WARM
        circle = {"cx": _at(x), "cy": _at(y), "r": "4.5", "fill": colour, "stroke": "#FFFFFF"}
        SubElement(SubElement(svg, "circle", circle), "title").text = clean(point.name)
        name = short(point.name)
        wide = 5.6 * len(name)
        end = x + 9 + wide > right
        start = x - 9 - wide if end else x + 9
        # A name that would lie on another moves down, or is left to the table.
        for down in (3.5, 14.5, -8.0):
            spot = y + down
            clash = any(
                abs(spot - other) < 10.5 and start < stop and begin < start + wide
                for begin, stop, other in taken
            )
            if not clash and top + 8 < spot < bottom:
                _text(svg, x - 9 if end else x + 9, spot, name, "end" if end else "start", 10)
                taken.append((start, start + wide, spot))
                break
    _text(svg, (left + right) / 2, height - 10, titles[0], "middle", 11, INK)
    _text(svg, 14, (top + bottom) / 2, titles[1], "middle", 11, INK, turn=True)
    return Picture(title, description, svg, WIDTH, height)


def pareto(
    bars: Sequence[Bar], title: str, description: str, language: Language, line: str = ""
) -> Picture:
    """Return lying bars of shares, each with its value; a line tells their running sum."""
    step, top, left, right = 21.0, 22.0, 190.0, WIDTH - 58
    height = top + step * len(bars) + 26
    svg = _svg(height, title, description)
    bottom = top + step * len(bars)
    for n in range(5):
        x = left + n / 4 * (right - left)
        _line(svg, x, top, x, bottom, LINE)
        _text(svg, x, bottom + 15, percent(n / 4, 0, language), "middle", 10, SOFT)
    track = []
    for place, bar in enumerate(bars):
        y = top + step * place
        width = max(min(bar.value, 1.0), 0.0) * (right - left)
        _text(svg, left - 8, y + 14, short(bar.name), "end", 11)
        rect = {"x": _at(left), "y": _at(y + 3), "width": _at(width), "height": _at(step - 6),
                "fill": BRAND}  # fmt: skip
        SubElement(svg, "rect", rect)
        if bar.line is not None:
            track.append((left + min(bar.line, 1.0) * (right - left), y + step / 2))
    if track:
        points = " ".join(f"{_at(x)},{_at(y)}" for x, y in track)
        SubElement(svg, "polyline", {"points": points, "fill": "none", "stroke": WARM,
                                     "stroke-width": "1.6"})  # fmt: skip
        for x, y in track:
            SubElement(svg, "circle", {"cx": _at(x), "cy": _at(y), "r": "2.6", "fill": WARM})
        _text(svg, right, 13, line, "end", 10, WARM)
    for place, bar in enumerate(bars):
        width = max(min(bar.value, 1.0), 0.0) * (right - left)
        y = top + step * place + 14
        # Inside where there is room: beside it runs the line.
        within = width > ROOM
        _text(
            svg,
            left + width + (-6 if within else 5),
            y,
            percent(bar.value, 1, language),
            "end" if within else "start",
            10,
            "#FFFFFF" if within else INK,
        )
    return Picture(title, description, svg, WIDTH, height)


def columns(
    names: Sequence[str],
    values: Sequence[float | None],
    title: str,
    description: str,
    language: Language,
    limit: float | None = None,
    limits: Sequence[float | None] = (),
) -> Picture:
    """Return standing columns of amounts, below zero downwards; `limits` are marks across each."""
    height, left, top, right, bottom = 206.0, 20.0, 22.0, WIDTH - 20, 168.0
    svg = _svg(height, title, description)
    known = [value for value in (*values, *limits, limit) if value is not None]
    known = [value for value in known if math.isfinite(value)]
    high, low = max([0.0, *known]), min([0.0, *known])
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return bottom - (value - low) / span * (bottom - top)

    step = (right - left) / max(len(names), 1)
    _line(svg, left, place(0), right, place(0), SOFT)
    for n, (name, value) in enumerate(zip(names, values, strict=True)):
        x, middle = left + step * (n + 0.22), left + step * (n + 0.5)
        _text(svg, middle, height - 12, short(name), "middle", 11)
        if value is None:
            _text(svg, middle, place(0) - 6, "–", "middle", 11, SOFT)
            continue
        start, end = sorted((place(value), place(0)))
        rect = {"x": _at(x), "y": _at(start), "width": _at(step * 0.56), "height": _at(end - start),
                "fill": BRAND if value >= 0 else BAD}  # fmt: skip
        SubElement(svg, "rect", rect)
        shown = number(value, 0, language).replace("-", "−")
        if end - start > TALL:
            # Inside, where no limit crosses it.
            y = start + 14 if value >= 0 else end - 6
            _text(svg, middle, y, shown, "middle", 11, "#FFFFFF")
        else:
            _text(svg, middle, start - 5 if value >= 0 else end + 13, shown, "middle", 11)
        mark = limits[n] if n < len(limits) else None
        if mark is not None:
            _line(svg, x - 8, place(mark), x + step * 0.56 + 8, place(mark), WARM, "6 3")
    return Picture(title, description, svg, WIDTH, height)
