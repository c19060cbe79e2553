"""The functions that Excel finds here: one line a name, no logic."""

from kamxl.hosts.excel.udf import doorway

KAM_SCORE = doorway("KAM_SCORE")
KAM_TIER = doorway("KAM_TIER")
KAM_RANK = doorway("KAM_RANK")
KAM_SHARE = doorway("KAM_SHARE")
KAM_HHI = doorway("KAM_HHI")
KAM_TOP_SHARE = doorway("KAM_TOP_SHARE")
