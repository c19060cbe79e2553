"""Raw tables from files: .csv and .xlsx become a RawTable, or one sentence says why not."""

from kamxl.hosts.tables.reading import read_table

__all__ = ["read_table"]
