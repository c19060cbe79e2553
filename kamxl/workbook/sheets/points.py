"""The points of the matrix chart that belong to no account: lines, and names of its cells.

With four cells the lines are the cuts in use, with nine the thirds of the scale. One chart serves
both: what is not wanted is `#N/A`, which no program draws.
"""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.cells import CellError
from kamxl.domain.matrix import CELL_GROUPS, THIRDS, ruler_of
from kamxl.workbook.context import Context
from kamxl.workbook.spec import Area, Content, Formula, Sheet

LINES = ("line_x", "line_y", "line_x2", "line_y2")
CELL_NAMES = tuple(f"cell{number}" for number in CELL_GROUPS)
# How far names stand from the edge of their cell, in parts of an axis.
MARGIN = 0.03


def on_chart(value: str) -> str:
    """Return the formula of a value on the axes, which keep their scale when the setting moves."""
    return f"1+({value}-kam_scale_low)/(kam_scale-kam_scale_low)*(kam_matrix_scale-1)"


def across_chart(value: str) -> str:
    """Return the formula of a strength on its axis, which keeps its ends when settings move.

    What lies beyond the ends stands on them.
    """
    held = f"MAX(kam_strength_low,MIN(kam_strength_high,{value}))"
    return (
        f"kam_matrix_x_low+({held}-kam_strength_low)/(kam_strength_high-kam_strength_low)"
        "*(kam_matrix_x_high-kam_matrix_x_low)"
    )


def place_of(number: int) -> tuple[int, int]:
    """Return row from the top and column from the left of a cell: strength rises to the right.

    Cells are counted from high attractiveness and high strength, so 1 stands at the right.
    """
    return (number - 1) // 3, 2 - (number - 1) % 3


def points(context: Context, made: Sheet, row: int, column: int) -> Mapping[str, Area]:
    """Place x and y of every point from a cell on, a cell's name beside its point.

    Return where the x of each line or name stand; y is one column to the right, a name two.
    """
    policy, result, f = context.policy, context.result, context.f
    nine = policy.grid == 3
    low, high = 1.0, float(policy.scale.high)
    ruler = ruler_of(policy.scale, relative=policy.strength_mode == "relative")
    x_low, x_high = ruler.ends
    # Beyond the ends of the axis it stands on them.
    cut_strength = min(max(result.cut_strength, x_low), x_high)
    third, two_thirds = (policy.scale.from_ten(value) for value in THIRDS)

    def part(share: float) -> tuple[str, float]:
        """Return a share of the way along an axis."""
        share = round(share, 4)
        return f"1+(kam_matrix_scale-1)*{share:g}", low + (high - low) * share

    def masked(point: tuple[str, float], wanted: int) -> Formula:
        """Return a coordinate that exists with so many cells a side only."""
        shown = point[1] if wanted == policy.grid else CellError.NA
        return f(f"=IF(kam_grid={wanted},{point[0]},NA())", shown)

    def first_line() -> Formula:
        used = on_chart("IF(kam_grid=3,kam_third_low,kam_cut_attractiveness_scaled)")
        return f(f"={used}", third if nine else result.cut_attractiveness)

    def first_line_across() -> Formula:
        used = across_chart("IF(kam_grid=3,kam_strength_third_low,kam_cut_strength_scaled)")
        return f(f"={used}", ruler.thirds[0] if nine else cut_strength)

    def beside_cut(end: float, formula: str) -> Formula:
        """Return the middle between the cut of strength and an end of its axis."""
        cut = across_chart("kam_cut_strength_scaled")
        return f(f"=({cut}+{formula})/2", (cut_strength + end) / 2)

    across, up = first_line_across(), first_line()
    second = (on_chart("kam_third_high"), two_thirds)
    second_x = f(f"={across_chart('kam_strength_third_high')}", ruler.thirds[1])
    right = beside_cut(x_high, "kam_matrix_x_high")
    left = beside_cut(x_low, "kam_matrix_x_low")
    top, bottom = masked(part(0.98), 2), masked(part(0.02), 2)
    placed: dict[str, list[tuple[Content, Content]]] = {
        "line_x": [(across, low), (across, high)],
        "line_y": [(x_low, up), (x_high, up)],
        "line_x2": [
            (second_x, masked(("1", low), 3)),
            (second_x, masked(("kam_matrix_scale", high), 3)),
        ],
        "line_y2": [(x_low, masked(second, 3)), (x_high, masked(second, 3))],
        "key": [(right, top)],
        "development": [(left, top)],
        "maintenance": [(right, bottom)],
        "opportunistic": [(left, bottom)],
    }
    for number, name in zip(CELL_GROUPS, CELL_NAMES, strict=True):
        down, over = place_of(number)
        along = round((2 * over + 1) / 6, 4)
        x_formula = f"kam_matrix_x_low+(kam_matrix_x_high-kam_matrix_x_low)*{along:g}"
        x = x_low + (x_high - x_low) * along
        y = masked(part((3 - down) / 3 - MARGIN), 3)
        placed[name] = [(f(f"={x_formula}", x), y)]
    areas = {}
    for key, pairs in placed.items():
        areas[key] = Area(row, column, row + len(pairs) - 1, column)
        for x_content, y_content in pairs:
            made.put(row, column, x_content, "plain_helper")
            made.put(row, column + 1, y_content, "plain_helper")
            row += 1
    for number, name in zip(CELL_GROUPS, CELL_NAMES, strict=True):
        text = f"{number} {context.choice('cell_group', CELL_GROUPS[number])}"
        made.put(
            areas[name].top,
            column + 2,
            f(f'={number}&" "&INDEX(kam_cell_groups,{number})', text),
            "plain_helper",
        )
    return areas
