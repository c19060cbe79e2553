"""Findings as they are collected: each with its place, and no more than a page of one kind."""

from __future__ import annotations

from collections import Counter

from kamxl.findings import Finding

LISTED = 20


class Notes:
    """A pad for findings; of one kind LISTED are kept, the others only counted."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def add(self, finding: Finding) -> None:
        """Note a finding."""
        self._counts[finding.code] += 1
        if self._counts[finding.code] <= LISTED:
            self._kept.append(finding)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was noted, and for each kind how many more there are."""
        first = {finding.code: finding for finding in reversed(self._kept)}
        more = [
            Finding("I-MORE", {"count": count - LISTED, "code": code}, place=first[code].place)
            for code, count in self._counts.items()
            if count > LISTED
        ]
        return (*self._kept, *more)
