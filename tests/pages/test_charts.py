from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring, tostring

from kamxl.pages.charts import LETTERS, WIDTH, Bar, Point, columns, pareto, scatter, short

SPACE = "{http://www.w3.org/2000/svg}"


def drawn(svg: Element) -> Element:
    """Return a chart as a reader of SVG sees it."""
    return fromstring(tostring(svg))


def test_bars_are_as_long_as_their_shares() -> None:
    bars = [Bar("A", 0.5, 0.5), Bar("B <b>", 0.25, 0.75), Bar("C", 0.0, 0.75)]
    svg = drawn(pareto(bars, "Title", "Says", "de", "Summe").svg)
    widths = [float(one.get("width", "")) for one in svg.iter(f"{SPACE}rect")]
    # Between 190 and 622 lie 432: a half is 216, a quarter 108.
    assert widths == [216.0, 108.0, 0.0]
    texts = [one.text for one in svg.iter(f"{SPACE}text")]
    assert "50,0 %" in texts
    assert "B <b>" in texts
    assert svg.find(f"{SPACE}title").text == "Title"  # type: ignore[union-attr]
    assert svg.find(f"{SPACE}desc").text == "Says"  # type: ignore[union-attr]


def test_points_stand_where_their_values_say_and_the_cuts_too() -> None:
    points = [Point("low", 1, 1), Point("high", 10, 10), Point("far", 99, -5, strong=False)]
    chart = scatter(
        points, "T", "S", ("x", "y"), ((1, 10), (1, 10)), (5.5, None), ("a", "b", "c", "d"), "en"
    )
    svg = drawn(chart.svg)
    circles = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in svg.iter(f"{SPACE}circle")]
    # What lies beyond an axis stands at its end.
    assert circles == [(52, 392), (WIDTH - 20, 14), (WIDTH - 20, 392)]
    dashed = [line for line in svg.iter(f"{SPACE}line") if line.get("stroke-dasharray")]
    assert [float(line.get("x1", "")) for line in dashed] == [(52 + WIDTH - 20) / 2]


def test_columns_go_down_below_zero_and_what_does_not_exist_is_a_dash() -> None:
    chart = columns(["year", "without", "unknown"], [100.0, -50.0, None], "T", "S", "de")
    svg = drawn(chart.svg)
    rects = [(float(r.get("y", "")), float(r.get("height", ""))) for r in svg.iter(f"{SPACE}rect")]
    # 146 points for 150: 100 are 97.33, 50 are 48.67.
    assert [round(height, 1) for _, height in rects] == [97.3, 48.7]
    texts = [one.text for one in svg.iter(f"{SPACE}text")]
    assert "−50" in texts
    assert "–" in texts
    assert columns(["a"], [None], "T", "S", "en").svg is not None


def test_long_names_are_cut_and_tidied() -> None:
    assert short("  A\n B ") == "A B"
    assert len(short("x" * 99)) == LETTERS
