"""Where kamxl runs: files and programs, each in its own room; none knows another."""
