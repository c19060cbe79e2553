"""Why a cell shows what it shows: its formula read, its precedents followed, the cause in words."""
