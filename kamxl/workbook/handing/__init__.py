"""Parts of a workbook that are handed out, and what comes back of them."""
