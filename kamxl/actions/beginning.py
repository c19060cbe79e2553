"""The button New: a customer list, or nothing, becomes a workbook that the program opens."""

from __future__ import annotations

from pathlib import Path

from kamxl.actions.live import JUDGING, READING, WRITING, Desk, counted
from kamxl.actions.new import new as new_inputs
from kamxl.actions.new import new_findings
from kamxl.actions.spec import Outcome
from kamxl.domain.assessment import assess
from kamxl.profiles import load_profile
from kamxl.text import Text
from kamxl.workbook.schema import render

# What `kamxl new` reads, and what it writes.
LISTS = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".xls", ".xlsb", ".ods", ".parquet")
ENDINGS = (".xlsx",)
WHICH_LIST = Text(
    "Choose a customer list – or cancel for an empty workbook",
    "Kundenliste wählen – oder abbrechen für eine leere Mappe",
)
WHERE_TO = Text("Save the new workbook as", "Neue Mappe speichern als")
CALLED = Text("key-accounts.xlsx", "schluesselkunden.xlsx")
FROM_LIST = Text(
    "{path} is new. Accounts from {source}: {count}. Go on with the sheets Accounts and Ratings.",
    "{path} ist neu. Kunden aus {source}: {count}. Weiter geht es auf den Blättern Kunden und "
    "Bewertung.",
)
EMPTY = Text(
    "{path} is new and empty: type or paste customers on the sheet Accounts.",
    "{path} ist neu und leer: Kunden auf dem Blatt Kunden eintragen oder einfügen.",
)
THERE = Text(
    "{path} is there already; choose another name. Nothing was changed.",
    "{path} gibt es schon; bitte einen anderen Namen wählen. Nichts wurde geändert.",
)
NOT_MADE = Text("No workbook was made.", "Es wurde keine Mappe angelegt.")


def new(desk: Desk) -> Outcome:
    """Ask for a customer list and a place, make the workbook there, and open it.

    In the language of this installation. Profile and columns are recognised as by `kamxl new`;
    without a list the workbook is empty, with the standard criteria.
    """
    port, language = desk.port, desk.language
    source = port.choose(WHICH_LIST(language), LISTS)
    chosen = port.choose(WHERE_TO(language), ENDINGS, _suggested(source, CALLED(language)))
    if not chosen:
        return Outcome(NOT_MADE(language))
    path = Path(chosen)
    if path.suffix.casefold() not in ENDINGS:
        path = path.with_name(f"{path.name}{ENDINGS[0]}")
    if path.exists():
        return Outcome(THERE(language).format(path=path))
    port.progress(READING(language))
    table = desk.files.table(Path(source)) if source else None
    made = new_inputs(
        table,
        language=language,
        profile=None,
        mapping=None,
        locale=None,
        today=desk.today,
        load_profile=load_profile,
    )
    port.progress(JUDGING(language))
    inputs = made.inputs
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    findings = new_findings(inputs, result, path.name)
    port.progress(WRITING(language))
    desk.files.write(path, render(inputs, result, desk.rules()))
    port.show(str(path))
    if table is None:
        return Outcome(EMPTY(language).format(path=path.name), findings, True)
    said = FROM_LIST(language).format(
        path=path.name, count=len(inputs.portfolio.ids), source=Path(source).name
    )
    return Outcome(f"{said}\n{counted(findings, language)}", findings, True)


def _suggested(source: str, name: str) -> str:
    """Return where the new workbook could go: beside the list, as a name that is free."""
    if not source:
        return name
    folder = Path(source).parent
    free = (folder / (f"{Path(name).stem}{end}.xlsx") for end in ("", *range(2, 1000)))
    return str(next((path for path in free if not path.exists()), folder / name))
