"""Sheets that kamxl proposes and people fill, and how they are kept when they are renewed."""
