"""What the command line says, in both languages; labels of the workbook come from its schema."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.text import Text

CRASHED = Text(
    "this is our mistake ({kind}); your files are as they were.",
    "das ist unser Fehler ({kind}); Ihre Dateien sind unverändert.",
)
REPORTED = Text(
    "What happened stands in {path}; please send it to us, after a look whether it names anything "
    "confidential.",
    "Was geschah, steht in {path}; bitte senden Sie es uns, nach einem Blick, ob Vertrauliches "
    "darin steht.",
)
DISK_FULL = Text(
    "nothing can be written ({reason}); make room, also in the temporary folder. Nothing was "
    "changed.",
    "es kann nichts geschrieben werden ({reason}); schaffen Sie Platz, auch im temporären Ordner. "
    "Nichts wurde geändert.",
)
INTERRUPTED = Text("interrupted.", "abgebrochen.")

READING = Text("Reading", "Lesen")
JUDGING = Text("Judging", "Beurteilen")
WRITING = Text("Writing", "Schreiben")

MAPPING = Text("{file}: {kind}", "{file}: {kind}")
KINDS: Mapping[str, Text] = {
    "accounts": Text("one row per account", "eine Zeile je Kunde"),
    "invoices": Text("one row per invoice line", "eine Zeile je Rechnungsposition"),
}
READ_AS = Text(
    "Read as {encoding}, columns separated by {delimiter}",
    "Gelesen als {encoding}, Spalten getrennt durch {delimiter}",
)
TAB = Text("tabs", "Tabulatoren")
HEADER = Text("Column of the file", "Spalte der Datei")
TAKEN_AS = Text("taken as", "gilt als")

TOP = Text("The top {count} of {total} accounts", "Die ersten {count} von {total} Kunden")
ALL = Text("All {total} accounts", "Alle {total} Kunden")
DATA_ALONE = Text(
    "a first ranking from data alone, nobody has rated yet",
    "eine erste Rangliste allein aus Daten, bewertet hat noch niemand",
)
NO_ACCOUNTS = Text("There are no accounts.", "Es gibt keine Kunden.")
COLUMNS: Mapping[str, Text] = {
    "rank": Text("Rank", "Rang"),
    "name": Text("Account", "Kunde"),
    "tier": Text("Tier", "Kl."),
    "score": Text("Score", "Punkte"),
    "quadrant": Text("Matrix", "Matrix"),
    "revenue_rank": Text("Rev. rank", "Ums. Rang"),
    "share": Text("Share", "Anteil"),
    "warnings": Text("Warning", "Warnung"),
}
# Short names of the quadrants, so that a row fits into 80 columns.
QUADRANTS: Mapping[str, Text] = {
    "key": Text("key", "Schlüssel"),
    "development": Text("development", "Entwicklung"),
    "maintenance": Text("maintenance", "Pflege"),
    "opportunistic": Text("opportunistic", "Gelegenheit"),
}
LEVELS: Mapping[str, Text] = {
    "none": Text("none", "keine"),
    "notice": Text("notice", "Hinweis"),
    "warning": Text("warning", "Warnung"),
    "high": Text("high", "hoch"),
    "critical": Text("critical", "kritisch"),
    "endangered": Text("endangered", "gefährdet"),
}
NO_CRITERIA = Text("There are no criteria.", "Es gibt keine Kriterien.")
CRITERIA: Mapping[str, Text] = {
    "key": Text("Key", "Schlüssel"),
    "name": Text("Criterion", "Kriterium"),
    "weight": Text("Weight", "Gew."),
    "direction": Text("+/–", "+/–"),
    "axis": Text("Axis", "Achse"),
    "source": Text("From", "Aus"),
    "gate": Text("Gate", "K.-o."),
}
# Short, so that the table fits into 80 columns.
AXES: Mapping[str, Text] = {
    "attractiveness": Text("attract.", "Attrakt."),
    "strength": Text("strength", "Stärke"),
    "none": Text.same("–"),
}
EXCLUDED = Text(
    "(…) excluded: does not count until it is activated.",
    "(…) ausgeschlossen: zählt erst, wenn es aktiviert wird.",
)
PROVISIONAL = Text(
    "(…) provisional: too little is rated for a rank and a tier.",
    "(…) vorläufig: zu wenig bewertet für Rang und Klasse.",
)
CONCENTRATION = Text(
    "Concentration: HHI {hhi}, as if {effective} equal customers; the largest has {cr1}, the top "
    "five {cr5}; {n50} bring more than half. Warning level: {level}.",
    "Konzentration: HHI {hhi}, wie {effective} gleich große Kunden; der größte hat {cr1}, die "
    "ersten fünf {cr5}; {n50} bringen mehr als die Hälfte. Warnstufe: {level}.",
)
NO_CONCENTRATION = Text(
    "Concentration: no account has a positive amount.",
    "Konzentration: kein Kunde hat einen positiven Betrag.",
)

MOVED = Text(
    "Since {since}: {moved} moved, {new} new, {gone} gone.",
    "Seit {since}: {moved} bewegt, {new} neu, {gone} entfallen.",
)

SEVERITIES: Mapping[str, Text] = {
    "error": Text("error", "Fehler"),
    "warning": Text("warning", "Warnung"),
    "info": Text("info", "Info"),
}
COUNTED: Mapping[str, Text] = {
    "error": Text("Errors: {count}", "Fehler: {count}"),
    "warning": Text("Warnings: {count}", "Warnungen: {count}"),
    "info": Text("Infos: {count}", "Infos: {count}"),
}
MORE = Text("… and {count} more", "… und {count} weitere")
VERBOSE = Text("(all of them: --verbose)", "(alle: --verbose)")
NO_FAULTS = Text("The file has no fault.", "Die Datei hat keinen Fehler.")
FAULTS = Text("Faults: {count}", "Fehler: {count}")
NO_FINDINGS = Text("There is nothing to remark.", "Es gibt nichts zu bemerken.")

DIFF_SAME = Text(
    "Nothing differs: neither inputs, policy, plans nor the judgement.",
    "Nichts unterscheidet sich: weder Eingaben, Regeln, Pläne noch das Urteil.",
)
DIFF_COUNTS = Text(
    "Accounts in both: {both}, new: {came}, gone: {gone}, moved: {moved}. Cells that differ: "
    "{inputs} of accounts, {policy} of the policy, {plans} of plans.",
    "Kunden in beiden: {both}, neu: {came}, entfallen: {gone}, bewegt: {moved}. Andere Zellen: "
    "{inputs} bei Kunden, {policy} bei den Regeln, {plans} in Plänen.",
)
DIFF_POLICY = Text("Weights and policy", "Gewichte und Regeln")
DIFF_UNMOVED = Text(
    "Neither score, rank, tier, matrix nor share moved.",
    "Weder Punktwert, Rang, Klasse, Matrix noch Anteil haben sich bewegt.",
)
DIFF_CAME = Text("New accounts", "Neue Kunden")
DIFF_GONE = Text("Gone accounts", "Entfallene Kunden")
DIFF_LINES: Mapping[str, Text] = {
    "new": Text("new line", "neue Zeile"),
    "gone": Text("line gone", "Zeile entfallen"),
}
DIFF_RENUMBERED = Text("probably {account} now", "vermutlich jetzt {account}")
DIFF_MERGED = Text("probably merged into {account}", "vermutlich aufgegangen in {account}")

UPDATED = Text("Updated: {path} ({what})", "Aktualisiert: {path} ({what})")
UNCHANGED = Text(
    "Up to date: {path}, nothing was written", "Aktuell: {path}, nichts wurde geschrieben"
)
LAYOUTS = Text("Layout {old} becomes {new}.", "Aus Aufbau {old} wird {new}.")
CAME = Text("New in {schema}: {what}", "Neu in {schema}: {what}")
LAYOUT_CURRENT = Text(
    "Up to date: {path} has layout {schema}", "Aktuell: {path} hat den Aufbau {schema}"
)
ROOMS: Mapping[str, Text] = {
    "sheet": Text("Sheet", "Blatt"),
    "columns": Text("New columns", "Neue Spalten"),
    "rows": Text("Rows moved down", "Zeilen nach unten gerückt"),
}
BACKUP = Text("The version before: {path}", "Die Fassung davor: {path}")
REMEMBERED = Text("what kamxl remembers", "was kamxl sich merkt")
COUNTED_CHANGES: Mapping[str, Text] = {
    "results": Text("{count} results recalculated", "{count} Ergebnisse neu berechnet"),
    "cells": Text("{count} cells written", "{count} Zellen geschrieben"),
    "sheets": Text("{count} sheets added", "{count} Blätter ergänzt"),
}
NO_CHANGES = Text("Nothing would change.", "Nichts würde sich ändern.")
CHANGED_ON = Text("{sheet}: {what}", "{sheet}: {what}")
SHEET_ADDED = Text("{sheet}: added", "{sheet}: ergänzt")
CHANGES: Mapping[str, Text] = {
    "cell": Text("Cell", "Zelle"),
    "old": Text("Old", "Alt"),
    "new": Text("New", "Neu"),
    "why": Text("Why", "Warum"),
}
WRITTEN = Text("Written: {path}", "Geschrieben: {path}")
SPLIT_WRITTEN = Text(
    "Written: {count} parts and their manifest in {path}",
    "Geschrieben: {count} Teile und ihr Verzeichnis in {path}",
)
PART_LINE = Text(
    "{owner}: {count} accounts, {shared} of them shared ({file})",
    "{owner}: {count} Kunden, davon {shared} geteilt ({file})",
)
COLLECTED = Text(
    "Returned {returned} of {parts}: {taken} changes taken, {rows} new lines, {conflicts} "
    "conflicts, {invalid} invalid cells",
    "Zurück {returned} von {parts}: {taken} Änderungen übernommen, {rows} neue Zeilen, {conflicts} "
    "Konflikte, {invalid} ungültige Zellen",
)
DECIDE = Text(
    "Choose on the sheet of conflicts, save, and collect again.",
    "Auf dem Blatt der Konflikte wählen, speichern und erneut einsammeln.",
)
COLLECTED_NOTHING = Text("Nothing to write: {path}", "Nichts zu schreiben: {path}")
COLLECTED_BACKUP = Text("The version before: {path}", "Die Fassung davor: {path}")
STATUS = Text(
    "Handed out on {day}, back by {due}: {back} of {parts} are back, {conflicts} conflicts open",
    "Ausgegeben am {day}, zurück bis {due}: {back} von {parts} sind zurück, {conflicts} Konflikte "
    "sind offen",
)
STATUS_BACK = Text("back since {day}", "zurück seit {day}")
STATUS_OUT = Text("still out", "noch unterwegs")
STATUS_LATE = Text("overdue", "überfällig")
PART_MORE = Text("… and {count} more", "… und {count} weitere")
PART_LEFT = Text(
    "{count} accounts say no “{by}” and stay with the master (first: {first})",
    "{count} Kunden ohne „{by}“ bleiben in der Hauptmappe (zuerst: {first})",
)
NEXT_NEW = Text(
    "Next: open it, rate the accounts on the sheet “{sheet}”, save, then: kamxl run {book}",
    "Weiter: öffnen, die Kunden auf dem Blatt „{sheet}“ bewerten, speichern, dann: "
    "kamxl run {book}",
)
VALUES_ONLY = Text(
    "Values only: {count} accounts are more than the {most} for which kamxl writes formulas "
    "(accounts under [limits] in a kamxl.toml). To change something, change the source and make "
    "it anew.",
    "Nur Werte: {count} Kunden sind mehr als die {most}, für die kamxl Formeln schreibt (accounts "
    "unter [limits] in einer kamxl.toml). Um etwas zu ändern, die Quelle ändern und neu anlegen.",
)
NEXT_DATA_ONLY = Text(
    "The rated criteria are inactive: set them to yes on the sheet “{criteria}” to rate.",
    "Die bewerteten Kriterien sind inaktiv: zum Bewerten auf dem Blatt „{criteria}“ auf ja setzen.",
)

NO_OTHER_SETTING = Text(
    "No setting of Excel or of the system was touched.",
    "Keine Einstellung von Excel oder vom System wurde berührt.",
)
START_EXCEL = Text(
    "Start Excel: the tab kamxl is on the ribbon. Checks: kamxl doctor",
    "Excel starten: Der Reiter kamxl ist im Menüband. Prüfungen: kamxl doctor",
)
LOAD_ADDIN = Text(
    "To load it: in Excel File, Options, Add-ins, Go, Browse: {path}",
    "Zum Laden: in Excel Datei, Optionen, Add-Ins, Los, Durchsuchen: {path}",
)
REMOVED = Text("Removed: {path}", "Entfernt: {path}")
KEPT_CHANGED = Text(
    "Kept, because somebody changed it: {path} (--force removes it)",
    "Behalten, weil jemand es geändert hat: {path} (--force entfernt es)",
)
NOT_INSTALLED = Text("Not installed; it would be {path}", "Nicht installiert; es wäre {path}")
INSTALLED = Text(
    "Installed: kamxl {version}, for xlwings {xlwings}",
    "Installiert: kamxl {version}, für xlwings {xlwings}",
)
MISMATCH = Text(
    "It does not fit kamxl {version} and xlwings {xlwings}; install anew: kamxl addin install",
    "Es passt nicht zu kamxl {version} und xlwings {xlwings}; neu: kamxl addin install",
)
FILE_STATES: Mapping[str, Text] = {
    "as placed": Text("As it was put there: {path}", "Wie hingelegt: {path}"),
    "changed": Text("Changed since: {path}", "Seitdem geändert: {path}"),
    "gone": Text("Gone: {path}", "Verschwunden: {path}"),
}
CHECKED: Mapping[str, Text] = {
    "excel": Text.same("Excel"),
    "libreoffice": Text.same("LibreOffice"),
    "python": Text.same("Python"),
    "xlwings": Text.same("xlwings"),
    "addin": Text("Add-in", "Add-in"),
    "settings": Text("Settings of the add-in", "Einstellungen des Add-ins"),
    "child_processes": Text("Programs started by Office", "Von Office gestartete Programme"),
    "macros": Text("Macros and add-ins", "Makros und Add-ins"),
    "cloud": Text("Place of the workbook", "Ort der Mappe"),
    "mark_of_the_web": Text("Mark of the web", "Kennzeichen „aus dem Internet“"),
}
STATUSES: Mapping[str, Text] = {
    "error": Text("wrong", "falsch"),
    "warning": Text("doubtful", "zweifelhaft"),
    "ok": Text("well", "gut"),
    "none": Text("not looked at", "nicht geprüft"),
}

LEDGER = Text(
    "{counted} of {lines} lines of {files} files are counted.",
    "{counted} von {lines} Zeilen aus {files} Dateien sind mitgezählt.",
)
LEFT_OUT: Mapping[str, Text] = {
    "broken": Text("cannot be taken apart", "nicht zerlegbar"),
    "repeated": Text("headers and totals", "Überschriften und Summen"),
    "id": Text("without a customer", "ohne Kunden"),
    "date": Text("without a date", "ohne Datum"),
    "amount": Text("without an amount", "ohne Betrag"),
    "rate": Text("without a rate", "ohne Kurs"),
    "internal": Text("within one's own group", "im eigenen Konzern"),
    "twice": Text("there already", "schon vorhanden"),
}
LEDGER_COLUMNS: Mapping[str, Text] = {
    "period": Text("Period", "Zeitraum"),
    "revenue": Text("Revenue", "Umsatz"),
    "margin": Text("Margin", "DB"),
    "customers": Text("Customers", "Kunden"),
    "groups": Text("Groups", "Gruppen"),
    "share": Text("Share", "Anteil"),
    "place": Text("Place", "Ort"),
    "date": Text("Date", "Datum"),
    "order": Text("Invoice", "Rechnung"),
    "amount": Text("Amount", "Betrag"),
    "rate": Text("Rate", "Kurs"),
    "counts": Text("Counts", "Zählt"),
    "left": Text("Not counted", "Nicht gezählt"),
    "lines": Text("Lines", "Zeilen"),
}
LARGEST = Text("The largest of {period}", "Die größten in {period}")
LINES_LISTED = Text(
    "{listed} of {lines} lines are listed; --limit lists more.",
    "{listed} von {lines} Zeilen sind aufgeführt; --limit zeigt mehr.",
)
