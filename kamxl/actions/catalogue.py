"""Every action, in the order of its buttons. A new one is a declaration here and a doorway."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from kamxl.actions.spec import Action, ActionError
from kamxl.text import Text

CATALOGUE: tuple[Action, ...] = (
    Action(
        key="refresh",
        label=Text("Refresh", "Aktualisieren"),
        tip=Text(
            "Judges the open workbook anew: findings, and ranks where they are stored as values. "
            "What people typed stays.",
            "Beurteilt die offene Mappe neu: Hinweise, und Ränge, wo sie als Werte stehen. "
            "Was Menschen eingetragen haben, bleibt.",
        ),
        keytip=Text("R", "A"),
        icon="RefreshAll",
        group="workbook",
        entry="kamxl.actions.refresh:on_host",
    ),
)

_BY_KEY: Mapping[str, Action] = {action.key: action for action in CATALOGUE}


def action(key: str) -> Action:
    """Return the action of that key; ActionError names its nearest neighbours."""
    found = _BY_KEY.get(key)
    if found is None:
        near = difflib.get_close_matches(key, _BY_KEY, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(_BY_KEY)}"
        raise ActionError(f"no action {key!r}; {hint}")
    return found
