"""Checklist and strategy sheets of key accounts: half of them computed, half of them people's."""
