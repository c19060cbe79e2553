"""Rank, classify and watch key accounts in Excel workbooks that compute by themselves.

`assess(portfolio, policy, today)` judges; `Portfolio` and `Policy` say who and how;
`sensitivity(assessment)` says how firm that is; `explain(assessment, id)` says what made a score;
`stress(assessment, fixed_costs)` says what the loss of customers would do;
`portfolio_from_frame`, `portfolio_to_frame` and `assessment_to_frame` exchange pandas tables.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamxl.domain.assessment import Assessment, assess
    from kamxl.domain.comparison import Explanation, explain
    from kamxl.domain.policy import Criterion, Gate, Policy, Scale, Step
    from kamxl.domain.portfolio import Portfolio, Ratings
    from kamxl.domain.sensitivity import Sensitivity, sensitivity
    from kamxl.domain.stress import Loss, Stress, stress
    from kamxl.errors import InputError, KamxlError, PolicyError, UsageError
    from kamxl.findings import Finding
    from kamxl.frames import (
        assessment_to_frame,
        portfolio_from_frame,
        portfolio_to_frame,
        stress_to_frame,
    )
    from kamxl.profiles import load_profile
    from kamxl.text import Text

__version__ = "0.1.0"

# Names are found when first asked for: `kamxl --help` must not wait for pandas and NumPy.
_HOMES = {
    "Assessment": "kamxl.domain.assessment",
    "Criterion": "kamxl.domain.policy",
    "Explanation": "kamxl.domain.comparison",
    "Finding": "kamxl.findings",
    "Gate": "kamxl.domain.policy",
    "InputError": "kamxl.errors",
    "KamxlError": "kamxl.errors",
    "Loss": "kamxl.domain.stress",
    "Policy": "kamxl.domain.policy",
    "PolicyError": "kamxl.errors",
    "Portfolio": "kamxl.domain.portfolio",
    "Ratings": "kamxl.domain.portfolio",
    "Scale": "kamxl.domain.policy",
    "Sensitivity": "kamxl.domain.sensitivity",
    "Step": "kamxl.domain.policy",
    "Stress": "kamxl.domain.stress",
    "Text": "kamxl.text",
    "UsageError": "kamxl.errors",
    "assess": "kamxl.domain.assessment",
    "assessment_to_frame": "kamxl.frames",
    "explain": "kamxl.domain.comparison",
    "load_profile": "kamxl.profiles",
    "portfolio_from_frame": "kamxl.frames",
    "portfolio_to_frame": "kamxl.frames",
    "sensitivity": "kamxl.domain.sensitivity",
    "stress": "kamxl.domain.stress",
    "stress_to_frame": "kamxl.frames",
}

__all__ = [
    "Assessment",
    "Criterion",
    "Explanation",
    "Finding",
    "Gate",
    "InputError",
    "KamxlError",
    "Loss",
    "Policy",
    "PolicyError",
    "Portfolio",
    "Ratings",
    "Scale",
    "Sensitivity",
    "Step",
    "Stress",
    "Text",
    "UsageError",
    "__version__",
    "assess",
    "assessment_to_frame",
    "explain",
    "load_profile",
    "portfolio_from_frame",
    "portfolio_to_frame",
    "sensitivity",
    "stress",
    "stress_to_frame",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
