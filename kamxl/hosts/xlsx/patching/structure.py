"""Rules, conditional formats, charts and print area of a sheet: ours replaced, a person's kept."""

from __future__ import annotations

from kamxl.hosts.xlsx.patching.aside import Aside
from kamxl.hosts.xlsx.patching.markup import Splices
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.hosts.xlsx.patching.styles import Styles
from kamxl.hosts.xlsx.patching.workbook import SheetEntry, Workbook
from kamxl.workbook.spec import Sheet


def restructure(
    package: Package, workbook: Workbook, styles: Styles, sheet: Scanned, splices: Splices,
    entry: SheetEntry, aside: Aside, structure: Sheet, aside_former: Aside | None,
    former: Sheet | None,
) -> None:  # fmt: skip
    """Bring in the rules and charts of a sheet that was built aside."""
    raise NotImplementedError
