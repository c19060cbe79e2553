"""Charts of a workbook description, made with XlsxWriter."""

from __future__ import annotations

from typing import Any

from kamxl.workbook.spec import Area, Chart, Series
from kamxl.workbook.styles import BRAND, BRAND_DARK, LINE, SOFT

LINE_OF_NAMES = {"size": 9, "color": BRAND_DARK}
# Bars by what they show: dark for what is best or more, pale for what is least.
BARS = {
    "solid": BRAND,
    "soft": "#B9CFDD",
    "tier_a": BRAND_DARK,
    "tier_b": "#3F86AD",
    "tier_c": "#A9C9DB",
    "tier_d": "#E5E7EB",
    "total": BRAND_DARK,
    "up": "#3F86AD",
    "down": "#D98A5B",
}


def _place(place: tuple[str, Area]) -> list[Any]:
    name, area = place
    return [name, *area]


def _look(series: Series) -> dict[str, Any]:
    if series.look.startswith("band"):
        size = 4 + 4 * int(series.look.removeprefix("band"))
        return {
            "marker": {
                "type": "circle",
                "size": size,
                "fill": {"color": BRAND, "transparency": 35},
                "border": {"color": BRAND_DARK},
            },
            "line": {"none": True},
        }
    match series.look:
        case "label":
            # Named where it is; the second point, if any, is where it is expected.
            labels = {
                "series_name": True,
                "value": False,
                "position": "right",
                "font": {"size": 8, "color": "#1F2937"},
                "custom": [None, {"delete": True}],
            }
            line = {"color": BRAND, "width": 1, "transparency": 40}
            return {"marker": {"type": "none"}, "line": line, "data_labels": labels}
        case "forecast":
            marker = {
                "type": "diamond",
                "size": 9,
                "fill": {"none": True},
                "border": {"color": BRAND_DARK, "width": 1.25},
            }
            return {"marker": marker, "line": {"none": True}}
        case "quadrant":
            labels = {
                "series_name": True,
                "value": False,
                "position": "center",
                "font": {"size": 11, "bold": True, "color": SOFT},
            }
            return {"marker": {"type": "none"}, "line": {"none": True}, "data_labels": labels}
        case "line":
            return {
                "marker": {"type": "none"},
                "line": {"color": SOFT, "width": 1.25, "dash_type": "dash"},
            }
        case "curve":
            return {"marker": {"type": "none"}, "line": {"color": BRAND, "width": 2.25}}
        case _:
            raise ValueError(f"no look {series.look!r}")


def _axis(
    title: str, bounds: tuple[float, float] | None, number_format: str, grid: bool
) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_format": number_format,
        "num_font": {"size": 9, "color": SOFT},
        "line": {"color": LINE},
        "major_gridlines": {"visible": grid, "line": {"color": LINE, "width": 0.5}},
    }
    if title:
        axis |= {"name": title, "name_font": {"size": 10, "bold": False, "color": BRAND_DARK}}
    if bounds:
        axis |= {"min": bounds[0], "max": bounds[1]}
    return axis


def _bars(workbook: Any, chart: Chart) -> Any:
    stacked = chart.kind == "stacked"
    made = workbook.add_chart({"type": "bar", **({"subtype": "stacked"} if stacked else {})})
    for series in chart.series:
        options = {
            "name": series.name,
            "categories": _place(series.categories),
            "values": _place(series.values),
            "fill": {"color": BARS[series.look]},
            "border": {"color": "#FFFFFF" if stacked else BRAND_DARK, "width": 0.5},
            "gap": 35,
        }
        made.add_series({**options, "overlap": 100})
    return made


def _waterfall(workbook: Any, chart: Chart) -> Any:
    """Return columns that stand on one that is not seen, the series of the look `base`."""
    kind = "bar" if chart.kind == "steps" else "column"
    made = workbook.add_chart({"type": kind, "subtype": "stacked"})
    for series in chart.series:
        unseen = series.look == "base"
        fill = {"none": True} if unseen else {"color": BARS[series.look]}
        made.add_series(
            {
                "name": series.name,
                "categories": _place(series.categories),
                "values": _place(series.values),
                "fill": fill,
                "border": {"none": True},
                "gap": 30,
                "overlap": 100,
            }
        )
    return made


def make_chart(workbook: Any, chart: Chart) -> Any:
    """Return an XlsxWriter chart."""
    if chart.kind == "scatter":
        made = workbook.add_chart({"type": "scatter", "subtype": "straight"})
        for series in chart.series:
            made.add_series(
                {
                    "name": series.name,
                    "categories": _place(series.categories),
                    "values": _place(series.values),
                    **_look(series),
                }
            )
    elif chart.kind in ("bar", "stacked"):
        made = _bars(workbook, chart)
    elif chart.kind in ("waterfall", "steps"):
        made = _waterfall(workbook, chart)
    else:
        made = workbook.add_chart({"type": "column"})
        line = workbook.add_chart({"type": "line"})
        for series in chart.series:
            target = made if series.look == "column" else line
            common = {
                "name": series.name,
                "categories": _place(series.categories),
                "values": _place(series.values),
            }
            if series.look == "column":
                target.add_series({**common, "fill": {"color": BRAND}, "gap": 40})
            else:
                target.add_series({**common, "line": {"color": "#C2410C", "width": 2}})
        made.combine(line)
    lies = chart.kind == "steps"
    made.set_title(
        {"none": True}
        if lies
        else {"name": chart.title, "name_font": {"size": 12, "color": BRAND_DARK}}
    )
    grid = chart.kind != "scatter" or chart.x_format == "0%"
    x_axis = _axis(chart.x_title, chart.x_range, chart.x_format, chart.kind == "scatter" and grid)
    if chart.kind not in ("scatter", "bar", "stacked", "steps"):
        x_axis["num_font"] = {"size": 8, "rotation": -45, "color": SOFT}
    if chart.kind in ("waterfall", "column"):
        # Names stay below columns that hang below zero.
        x_axis["label_position"] = "low"
    y_axis = _axis(chart.y_title, chart.y_range, chart.y_format, grid)
    if chart.kind in ("bar", "stacked", "steps"):
        # They lie: categories run along y, the first on top, their names left of bars both ways.
        x_axis["major_gridlines"] = {"visible": False}
        x_axis |= {"reverse": True, "crossing": "max", "label_position": "low"}
        if lies:
            x_axis["label_position"] = "none"
            y_axis["visible"] = False
        x_axis, y_axis = y_axis, x_axis
    made.set_x_axis(x_axis)
    made.set_y_axis(y_axis)
    silent = [place for place in range(len(chart.series)) if place not in chart.legend]
    if chart.legend:
        made.set_legend({"position": "bottom", "delete_series": silent, "font": {"size": 9}})
    else:
        made.set_legend({"none": True})
    made.show_hidden_data()
    if lies:
        made.set_plotarea({"layout": {"x": 0.02, "y": 0.0, "width": 0.96, "height": 1.0}})
    if chart.right_margin:
        made.set_plotarea(
            {"layout": {"x": 0.07, "y": 0.1, "width": 0.92 - chart.right_margin, "height": 0.6}}
        )
    made.set_size({"width": chart.width, "height": chart.height})
    made.set_chartarea({"border": {"color": LINE}})
    return made
