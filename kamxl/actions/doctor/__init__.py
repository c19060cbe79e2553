"""Looks at all that goes wrong between Excel and Python in companies, and says the remedy."""

from kamxl.actions.doctor.examining import examine, on_desk, worst
from kamxl.actions.doctor.rules import CHILD_PROCESSES
from kamxl.actions.doctor.spec import Check, Status

__all__ = ["CHILD_PROCESSES", "Check", "Status", "examine", "on_desk", "worst"]
