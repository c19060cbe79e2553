"""Every action, in the order of its buttons. A new one is a declaration here and a doorway."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from kamxl.actions.spec import Action, ActionError
from kamxl.text import Text

CATALOGUE: tuple[Action, ...] = (
    Action(
        key="new",
        label=Text("New", "Neu"),
        tip=Text(
            "Makes a workbook from a customer list, or an empty one, and opens it. The open one "
            "stays as it is.",
            "Macht aus einer Kundenliste eine Mappe, oder eine leere, und öffnet sie. Die offene "
            "bleibt, wie sie ist.",
        ),
        keytip=Text("N", "N"),
        icon="FileNew",
        group="workbook",
        entry="kamxl.actions.beginning:new",
    ),
    Action(
        key="refresh",
        label=Text("Refresh", "Aktualisieren"),
        tip=Text(
            "Brings the open workbook up to date, as kamxl run "
            "does: findings, formulas, checklists, strategy sheets. What people typed stays.",
            "Bringt die offene Mappe auf den neuesten Stand wie kamxl run: Hinweise, Formeln, "
            "Checklisten, Strategieblätter. Eingetragenes bleibt.",
        ),
        keytip=Text("R", "A"),
        icon="RefreshAll",
        group="workbook",
        entry="kamxl.actions.live:refresh",
    ),
    Action(
        key="check",
        label=Text("Check", "Prüfen"),
        tip=Text(
            "Tells what is wrong or doubtful in the open workbook. Changes nothing.",
            "Sagt, was in der offenen Mappe falsch oder zweifelhaft ist. Ändert nichts.",
        ),
        keytip=Text("C", "P"),
        icon="ReviewShowAllComments",
        group="workbook",
        entry="kamxl.actions.live:check",
    ),
    Action(
        key="go_to_finding",
        label=Text("Go to finding", "Zum Hinweis"),
        tip=Text(
            "Shows the cell of which the finding in the active row speaks.",
            "Zeigt die Zelle, von der der Hinweis in der aktiven Zeile spricht.",
        ),
        keytip=Text("G", "Z"),
        icon="GoTo",
        group="workbook",
        entry="kamxl.actions.live:go_to_finding",
    ),
    Action(
        key="plan",
        label=Text("Plan for this account", "Strategieblatt"),
        tip=Text(
            "Makes or renews the strategy sheet of the account in the active row, and shows it.",
            "Legt das Strategieblatt des Kunden in der aktiven "
            "Zeile an oder erneuert es, und zeigt es.",
        ),
        keytip=Text("P", "S"),
        icon="CreateReport",
        group="account",
        entry="kamxl.actions.live:plan",
    ),
    Action(
        key="archive",
        label=Text("Archive plan", "Archivieren"),
        tip=Text(
            "Releases the account in the active row: its strategy "
            "sheet is kept at the end of the workbook.",
            "Gibt den Kunden in der aktiven Zeile "
            "frei: Sein Strategieblatt bleibt, am Ende der Mappe.",
        ),
        keytip=Text("V", "V"),
        icon="ArchiveDatabase",
        group="account",
        entry="kamxl.actions.live:archive",
    ),
    Action(
        key="why",
        label=Text("Why?", "Warum?"),
        tip=Text(
            "Says in words why the active cell shows an error, nothing, ? or !. Changes nothing.",
            "Sagt in Worten, warum die aktive Zelle einen Fehler, nichts, ? oder ! zeigt. "
            "Ändert nichts.",
        ),
        keytip=Text("W", "W"),
        icon="TracePrecedents",
        group="help",
        entry="kamxl.actions.why:on_desk",
    ),
    Action(
        key="help",
        label=Text("Help", "Hilfe"),
        tip=Text("Says what each button does.", "Sagt, was jeder Knopf tut."),
        keytip=Text("H", "H"),
        icon="Help",
        group="help",
        entry="kamxl.actions.help:on_desk",
    ),
    Action(
        key="doctor",
        label=Text("Doctor", "Doktor"),
        tip=Text(
            "Looks at add-in, Python and company rules, and says what to do. Changes nothing.",
            "Prüft Add-in, Python und Regeln der Firma und sagt, was zu tun ist. Ändert nichts.",
        ),
        keytip=Text("D", "D"),
        icon="AddInManager",
        group="help",
        entry="kamxl.actions.doctor:on_desk",
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
