"""The stage of a relationship, and the strength of our position that it stands for.

Stages are those of McDonald and Woodburn (after Millman and Wilson; domain 2.4), whose step 7 takes
the stage for the strength where nobody has asked the customer. Which number a stage gets is our
convention: even steps from no business yet (1) to interlinked systems (10), so that an account for
which we are one of many suppliers lies below the middle of 5.5 and one with several levels of
contact above it; a relationship in dissolution lies below a transactional one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kamxl.domain.policy import Scale
from kamxl.domain.rounding import Floats

# On the scale 1 to 10.
STAGE_STRENGTH: Mapping[str, float] = {
    "exploratory": 1.0,
    "basic": 3.0,
    "cooperative": 5.0,
    "interdependent": 7.5,
    "integrated": 10.0,
    "dissolving": 2.0,
}


def stage_strengths(stages: Sequence[str], scale: Scale) -> Floats:
    """Return the strength of each stage on the scale, NaN where there is none or none we know."""
    known = {stage: scale.from_ten(strength) for stage, strength in STAGE_STRENGTH.items()}
    return np.array([known.get(stage, np.nan) for stage in stages], dtype=float)
