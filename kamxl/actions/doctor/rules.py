"""Rules of a company, in Windows' registry, that stop Python or macros."""

from __future__ import annotations

from collections.abc import Iterator

from kamxl.actions.doctor.spec import HIVES, NOT_HERE, Check
from kamxl.actions.surroundings import Surroundings
from kamxl.text import Text

OFFICE = "16.0"
# "Block all Office applications from creating child processes", a rule of Defender's.
CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_RULES = (
    r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)


def children(machine: Surroundings) -> Check:
    """Return whether a rule stops Office from starting Python."""
    if machine.system != "windows":
        return Check("child_processes", "none", NOT_HERE)
    found = [machine.registry("HKLM", key, CHILD_PROCESSES) for key in _RULES]
    if any(str(value) == "1" for value in found):
        return Check(
            "child_processes",
            "error",
            Text(
                "A rule of Defender stops Office from starting other programs, so Python too.",
                "Eine Regel von Defender hindert Office daran, Programme zu starten, auch Python.",
            ),
            Text(
                "Use kamxl in a terminal: what a button does is a command as well, "
                f"kamxl attach works on the open workbook. Or ask IT for an exception to the rule "
                f"{CHILD_PROCESSES}.",
                "kamxl im Terminal benutzen: Was ein Knopf tut, ist auch ein Befehl, kamxl attach "
                "arbeitet an der offenen Mappe. Oder die IT um eine Ausnahme bitten von der Regel "
                f"{CHILD_PROCESSES}.",
            ),
        )
    if any(str(value) in {"2", "6"} for value in found):
        return Check(
            "child_processes",
            "warning",
            Text(
                "A rule of Defender watches what Office starts, and may ask or block later.",
                "Eine Regel von Defender beobachtet, was Office startet, und kann später sperren.",
            ),
            Text(
                f"If nothing happens on a click, ask IT about the rule {CHILD_PROCESSES}.",
                f"Wenn auf einen Klick nichts geschieht, die IT nach der Regel {CHILD_PROCESSES} "
                "fragen.",
            ),
        )
    return Check("child_processes", "ok", Text("No rule is known.", "Keine Regel bekannt."))


def macros(machine: Surroundings) -> Iterator[Check]:
    """Yield the first rule that forbids macros or our add-in."""
    if machine.system != "windows":
        yield Check("macros", "none", NOT_HERE)
        return
    policies = rf"SOFTWARE\Policies\Microsoft\Office\{OFFICE}\Excel\Security"
    own = rf"SOFTWARE\Microsoft\Office\{OFFICE}\Excel\Security"
    ask_it = Text(
        "Only IT can allow it; kamxl in a terminal does the same without macros.",
        "Nur die IT kann das erlauben; kamxl im Terminal tut dasselbe ohne Makros.",
    )
    for key, name, refused, said in (
        (policies, "VBAWarnings", 4, Text("Macros are switched off.", "Makros sind abgeschaltet.")),
        (own, "VBAWarnings", 4, Text("Macros are switched off.", "Makros sind abgeschaltet.")),
        (
            policies,
            "RequireAddinSig",
            1,
            Text("Only signed add-ins may load.", "Nur signierte Add-ins dürfen geladen werden."),
        ),
        (
            policies,
            "DisableAllAddins",
            1,
            Text("All add-ins are switched off.", "Alle Add-ins sind abgeschaltet."),
        ),
    ):
        if any(machine.registry(hive, key, name) == refused for hive in HIVES):
            yield Check("macros", "error", said, ask_it)
            return
    yield Check("macros", "ok", Text("No rule forbids them.", "Keine Regel verbietet sie."))
