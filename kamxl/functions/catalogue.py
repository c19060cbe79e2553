"""Every function a cell can call, in the order in which they are listed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from kamxl.functions.classes import CLASSES
from kamxl.functions.concentration import CONCENTRATION
from kamxl.functions.economics import ECONOMICS
from kamxl.functions.explaining import EXPLAINING
from kamxl.functions.firmness import FIRMNESS
from kamxl.functions.fitting import FITTING
from kamxl.functions.inequality import INEQUALITY
from kamxl.functions.judging import JUDGING
from kamxl.functions.scoring import SCORING
from kamxl.functions.service import SERVICE
from kamxl.functions.spec import Function, FunctionError
from kamxl.functions.stressing import STRESSING
from kamxl.functions.weighing import WEIGHING

CATALOGUE: tuple[Function, ...] = (
    *SCORING,
    *JUDGING,
    *FITTING,
    *EXPLAINING,
    *FIRMNESS,
    *WEIGHING,
    *CONCENTRATION,
    *INEQUALITY,
    *CLASSES,
    *ECONOMICS,
    *STRESSING,
    *SERVICE,
)

_BY_NAME: Mapping[str, Function] = {function.name: function for function in CATALOGUE}


def function(name: str) -> Function:
    """Return the function of that name, in any case; FunctionError names its nearest neighbours."""
    found = _BY_NAME.get(name) or _BY_NAME.get(name.upper())
    if found is None:
        near = difflib.get_close_matches(name.upper(), _BY_NAME, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(_BY_NAME)}"
        raise FunctionError(f"no function {name!r}; {hint}")
    return found
