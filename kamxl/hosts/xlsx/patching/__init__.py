"""Changes a workbook that people own in place, surgically: `patch(path, change)`.

Only what a change names is touched; everything else in the file keeps its bytes.
"""

from kamxl.hosts.xlsx.patching.carrying import bare_cells, carried
from kamxl.hosts.xlsx.patching.writing import Patched, patch

__all__ = ["Patched", "bare_cells", "carried", "patch"]
