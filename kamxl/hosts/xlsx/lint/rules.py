"""The rules: a code and a sentence in two languages for every fault that the lint can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kamxl.hosts.xlsx.lint import outer_rules
from kamxl.text import Language, Text

# Of one rule in one part; a broken column would otherwise be told ten thousand times.
MOST = 50
SHOWN = 80

FAMILIES: Mapping[str, Text] = {
    "ZIP": Text("The file", "Die Datei"),
    "XML": Text("XML of every part", "XML jedes Teils"),
    "PART": Text("Parts, content types, relations", "Teile, Inhaltstypen, Beziehungen"),
    "SHEET": Text("Sheets of the workbook", "Blätter der Mappe"),
    "NAME": Text("Defined names", "Definierte Namen"),
    "ROW": Text("Rows", "Zeilen"),
    "CELL": Text("Cells and texts", "Zellen und Texte"),
    "STYLE": Text("Styles", "Formate"),
    "FORMULA": Text("Formulas", "Formeln"),
    "TABLE": Text("Tables", "Tabellen"),
    "VALIDATION": Text("Data validations", "Datenüberprüfungen"),
    "CONDITIONAL": Text("Conditional formats", "Bedingte Formate"),
    "MERGE": Text("Merged cells", "Verbundene Zellen"),
    "LINK": Text("Hyperlinks", "Links"),
    "AREA": Text("Other areas", "Andere Bereiche"),
    "NOTE": Text("Comments", "Kommentare"),
    "CHAIN": Text("Order of calculation", "Reihenfolge der Berechnung"),
    **outer_rules.FAMILIES,
}

RULES: Mapping[str, Text] = {
    # ------------------------------------------------------------ the file
    "ZIP-NONE": Text(
        "This is no workbook of Excel 2007 or later (no zip file).",
        "Das ist keine Arbeitsmappe von Excel 2007 oder neuer (keine Zip-Datei).",
    ),
    "ZIP-DAMAGED": Text(
        "The zip file is damaged: {what}.", "Die Zip-Datei ist beschädigt: {what}."
    ),
    "ZIP-ENCRYPTED": Text(
        "The file is encrypted: remove the password first.",
        "Die Datei ist verschlüsselt: zuerst das Kennwort entfernen.",
    ),
    "ZIP-TWICE": Text(
        "Two entries of the zip have the same name.",
        "Zwei Einträge der Zip-Datei haben denselben Namen.",
    ),
    "ZIP-OUTSIDE": Text(
        "An entry of the zip lies outside the package.",
        "Ein Eintrag der Zip-Datei liegt außerhalb des Pakets.",
    ),
    "ZIP-LIMIT": Text(
        "The file holds more than is looked at ({what}).",
        "Die Datei enthält mehr, als angesehen wird ({what}).",
    ),
    # ------------------------------------------------------------ xml
    "XML-FORM": Text(
        "The XML is not well formed: {what}.", "Das XML ist nicht wohlgeformt: {what}."
    ),
    "XML-DOCTYPE": Text(
        "The part holds a DOCTYPE, which no workbook needs.",
        "Der Teil enthält einen DOCTYPE, den keine Mappe braucht.",
    ),
    "XML-IGNORABLE": Text(
        "The prefix {what} of mc:Ignorable or mc:Requires is not declared.",
        "Das Präfix {what} von mc:Ignorable oder mc:Requires ist nicht deklariert.",
    ),
    "XML-ROOT": Text(
        "The part begins with the wrong element ({what}).",
        "Der Teil beginnt mit dem falschen Element ({what}).",
    ),
    "XML-ORDER": Text(
        "The element {what} stands in the wrong place, or has no business there.",
        "Das Element {what} steht an falscher Stelle oder gehört nicht dorthin.",
    ),
    # ------------------------------------------------------------ parts
    "PART-MISSING": Text("The part {what} is missing.", "Der Teil {what} fehlt."),
    "PART-TYPE": Text(
        "The content type is missing or wrong ({what}).",
        "Der Inhaltstyp fehlt oder ist falsch ({what}).",
    ),
    "PART-OVERRIDE": Text(
        "The list of content types names a part that is not there ({what}).",
        "Die Liste der Inhaltstypen nennt einen Teil, den es nicht gibt ({what}).",
    ),
    "PART-RELATION": Text(
        "A relation leads nowhere ({what}).", "Eine Beziehung führt ins Leere ({what})."
    ),
    "PART-RELATION-ID": Text(
        "Two relations have the id {what}.", "Zwei Beziehungen haben die Kennung {what}."
    ),
    "PART-REFERENCE": Text(
        "There is no relation {what}, though the XML refers to it.",
        "Es gibt keine Beziehung {what}, obwohl das XML sich darauf bezieht.",
    ),
    "PART-MACROS": Text(
        "The ending of the file and its kind do not go together ({what}).",
        "Endung und Art der Datei passen nicht zusammen ({what}).",
    ),
    # ------------------------------------------------------------ sheets
    "SHEET-NONE": Text("The workbook has no sheet.", "Die Mappe hat kein Blatt."),
    "SHEET-NAME": Text(
        "{what} cannot be the name of a sheet: 1 to 31 characters, none of : \\ / ? * [ ], no "
        "apostrophe at either end, and not History.",
        "{what} kann kein Blattname sein: 1 bis 31 Zeichen, keines von : \\ / ? * [ ], kein "
        "Apostroph am Rand, und nicht History.",
    ),
    "SHEET-TWICE": Text("Two sheets are called {what}.", "Zwei Blätter heißen {what}."),
    "SHEET-ID": Text(
        "The sheet's id {what} is missing, out of range or used twice.",
        "Die Kennung {what} des Blatts fehlt, ist außerhalb des Erlaubten oder doppelt.",
    ),
    "SHEET-VISIBLE": Text("No sheet is visible.", "Kein Blatt ist sichtbar."),
    "SHEET-ACTIVE": Text(
        "The active sheet ({what}) does not exist or is hidden.",
        "Das aktive Blatt ({what}) gibt es nicht, oder es ist ausgeblendet.",
    ),
    # ------------------------------------------------------------ names
    "NAME-FORM": Text("{what} cannot be a name.", "{what} kann kein Name sein."),
    "NAME-TWICE": Text(
        "The name {what} is defined twice in one scope.",
        "Der Name {what} ist in einem Geltungsbereich doppelt definiert.",
    ),
    "NAME-SCOPE": Text(
        "The name belongs to a sheet that is not there ({what}).",
        "Der Name gehört zu einem Blatt, das es nicht gibt ({what}).",
    ),
    # ------------------------------------------------------------ rows and cells
    "ROW-ORDER": Text(
        "Rows are doubled, unordered or out of range ({what}).",
        "Zeilen sind doppelt, ungeordnet oder außerhalb des Blatts ({what}).",
    ),
    "CELL-ORDER": Text(
        "Cells of a row are doubled or unordered.",
        "Zellen einer Zeile sind doppelt oder ungeordnet.",
    ),
    "CELL-ADDRESS": Text(
        "{what} is no address of this row.", "{what} ist keine Adresse dieser Zeile."
    ),
    "CELL-TYPE": Text("There is no cell type {what}.", "Es gibt keinen Zelltyp {what}."),
    "CELL-STRING": Text(
        "There is no shared string {what}.", "Es gibt keinen gemeinsamen Text {what}."
    ),
    "CELL-STYLE": Text("There is no cell format {what}.", "Es gibt kein Zellformat {what}."),
    "CELL-NUMBER": Text("{what} is no finite number.", "{what} ist keine endliche Zahl."),
    "CELL-BOOLEAN": Text(
        "A truth value is 0 or 1, not {what}.", "Ein Wahrheitswert ist 0 oder 1, nicht {what}."
    ),
    "CELL-ERROR": Text("{what} is no error value.", "{what} ist kein Fehlerwert."),
    "CELL-DATE": Text("{what} is no date.", "{what} ist kein Datum."),
    "CELL-LENGTH": Text(
        "A text has {what} characters; a cell takes 32,767.",
        "Ein Text hat {what} Zeichen; in eine Zelle passen 32.767.",
    ),
    "CELL-CHARACTER": Text(
        "A text holds a character that XML cannot hold ({what}).",
        "Ein Text enthält ein Zeichen, das XML nicht fassen kann ({what}).",
    ),
    # ------------------------------------------------------------ styles
    "STYLE-INDEX": Text(
        "{what} points to a part of a format that is not there.",
        "{what} zeigt auf einen Formatteil, den es nicht gibt.",
    ),
    "STYLE-NUMBER": Text(
        "The number format {what} is too long, empty or defined twice.",
        "Das Zahlenformat {what} ist zu lang, leer oder doppelt definiert.",
    ),
    "STYLE-COUNT": Text(
        "There are {what} cell formats; Excel takes 65,490.",
        "Es gibt {what} Zellformate; Excel nimmt 65.490.",
    ),
    # ------------------------------------------------------------ formulas
    "FORMULA-SYNTAX": Text(
        "The formula cannot be read: {what}.", "Die Formel ist nicht lesbar: {what}."
    ),
    "FORMULA-LENGTH": Text(
        "The formula has {what} characters; 8,192 are allowed.",
        "Die Formel hat {what} Zeichen; erlaubt sind 8.192.",
    ),
    "FORMULA-ARGUMENTS": Text(
        "A function has {what} arguments; 255 are allowed.",
        "Eine Funktion hat {what} Argumente; erlaubt sind 255.",
    ),
    "FORMULA-NESTING": Text(
        "Functions stand in each other more than 64 levels deep.",
        "Funktionen sind mehr als 64 Ebenen tief verschachtelt.",
    ),
    "FORMULA-TEXT": Text(
        "A text in a formula has {what} characters; 255 are allowed.",
        "Ein Text in einer Formel hat {what} Zeichen; erlaubt sind 255.",
    ),
    "FORMULA-PREFIX": Text(
        "The function {what} needs the prefix _xlfn. in a file.",
        "Die Funktion {what} braucht in einer Datei das Präfix _xlfn.",
    ),
    "FORMULA-LANGUAGE": Text(
        "Functions have English names in a file, not {what}.",
        "Funktionen heißen in einer Datei englisch, nicht {what}.",
    ),
    "FORMULA-SHEET": Text("There is no sheet {what}.", "Es gibt kein Blatt {what}."),
    "FORMULA-NAME": Text("There is no name {what}.", "Es gibt keinen Namen {what}."),
    "FORMULA-TABLE": Text("There is no table {what}.", "Es gibt keine Tabelle {what}."),
    "FORMULA-COLUMN": Text(
        "The table has no column {what}.", "Die Tabelle hat keine Spalte {what}."
    ),
    "FORMULA-PATH": Text(
        "The formula refers to another file ({what}) that the workbook does not list.",
        "Die Formel bezieht sich auf eine andere Datei ({what}), die die Mappe nicht nennt.",
    ),
    "FORMULA-SHARED": Text(
        "There is no shared formula {what}, or it has no area.",
        "Es gibt keine gemeinsame Formel {what}, oder sie hat keinen Bereich.",
    ),
    "FORMULA-ARRAY": Text(
        "The area of the array formula is missing or wrong ({what}).",
        "Der Bereich der Matrixformel fehlt oder ist falsch ({what}).",
    ),
    # ------------------------------------------------------------ tables
    "TABLE-NAME": Text(
        "{what} cannot be the name of a table.", "{what} kann kein Tabellenname sein."
    ),
    "TABLE-TWICE": Text(
        "The name or id {what} of the table is taken, by a table or a defined name.",
        "Name oder Kennung {what} der Tabelle ist vergeben, an eine Tabelle oder einen Namen.",
    ),
    "TABLE-AREA": Text(
        "The table's area {what} does not cover its header, at least one row, and its columns.",
        "Der Bereich {what} der Tabelle umfasst nicht Kopf, eine Zeile und ihre Spalten.",
    ),
    "TABLE-COLUMN": Text(
        "The column {what} has no name, or a name or id that another one has.",
        "Die Spalte {what} hat keinen Namen oder Namen oder Kennung einer anderen.",
    ),
    "TABLE-HEADER": Text(
        "The header cell is no text, or not the name of its column ({what}).",
        "Die Kopfzelle ist kein Text oder nicht der Name ihrer Spalte ({what}).",
    ),
    "TABLE-OVERLAP": Text(
        "The table overlaps another ({what}).", "Die Tabelle überschneidet eine andere ({what})."
    ),
    "TABLE-MERGE": Text(
        "Cells are merged inside a table ({what}).",
        "In einer Tabelle sind Zellen verbunden ({what}).",
    ),
    "TABLE-FILTER": Text(
        "The filter {what} does not fit the table, or the sheet has one there too.",
        "Der Filter {what} passt nicht zur Tabelle, oder das Blatt hat dort auch einen.",
    ),
    # ------------------------------------------------------------ validations
    "VALIDATION-LIST": Text(
        "The choices written out have {what} characters; 255 are allowed.",
        "Die ausgeschriebene Auswahl hat {what} Zeichen; erlaubt sind 255.",
    ),
    "VALIDATION-TEXT": Text(
        "A title takes 32 characters, a message 255 (error: 225); this has {what}.",
        "Ein Titel fasst 32 Zeichen, eine Meldung 255 (Fehler: 225); hier sind es {what}.",
    ),
    "VALIDATION-COUNT": Text(
        "The number of validations is not {what} as said, or over 65,534.",
        "Die Zahl der Überprüfungen ist nicht wie angegeben {what} oder über 65.534.",
    ),
    "VALIDATION-AREA": Text(
        "The validation has no valid area ({what}).",
        "Die Überprüfung hat keinen gültigen Bereich ({what}).",
    ),
    "VALIDATION-KIND": Text(
        "There is no such validation, or its formula is missing ({what}).",
        "Eine solche Überprüfung gibt es nicht, oder ihre Formel fehlt ({what}).",
    ),
    # ------------------------------------------------------------ conditional formats
    "CONDITIONAL-AREA": Text(
        "The conditional format has no valid area ({what}).",
        "Das bedingte Format hat keinen gültigen Bereich ({what}).",
    ),
    "CONDITIONAL-STYLE": Text(
        "There is no differential format {what}.", "Es gibt kein Differenzformat {what}."
    ),
    "CONDITIONAL-RULE": Text(
        "The rule lacks its kind, its formula or a priority from 1 ({what}).",
        "Der Regel fehlt ihre Art, ihre Formel oder ein Rang ab 1 ({what}).",
    ),
    # ------------------------------------------------------------ merges, links, areas
    "MERGE-AREA": Text(
        "{what} is no area of several cells.", "{what} ist kein Bereich aus mehreren Zellen."
    ),
    "MERGE-OVERLAP": Text(
        "The merged area overlaps another ({what}).",
        "Der verbundene Bereich überschneidet einen anderen ({what}).",
    ),
    "MERGE-COUNT": Text(
        "The list of merged cells is empty, or not {what} long as said.",
        "Die Liste verbundener Zellen ist leer oder nicht wie angegeben {what} lang.",
    ),
    "LINK-AREA": Text("{what} is no area for a link.", "{what} ist kein Bereich für einen Link."),
    "LINK-PLACE": Text(
        "The link leads to a place that is not there ({what}).",
        "Der Link führt an einen Ort, den es nicht gibt ({what}).",
    ),
    "LINK-LENGTH": Text(
        "The link or its tip is too long ({what} characters).",
        "Der Link oder sein Hinweis ist zu lang ({what} Zeichen).",
    ),
    "LINK-COUNT": Text(
        "The sheet has {what} links; Excel takes 65,530.",
        "Das Blatt hat {what} Links; Excel nimmt 65.530.",
    ),
    "AREA-WRONG": Text("{what} is no area of a sheet.", "{what} ist kein Bereich eines Blatts."),
    "AREA-COLUMNS": Text(
        "Descriptions of columns overlap or are out of range ({what}).",
        "Beschreibungen von Spalten überschneiden sich oder liegen außerhalb ({what}).",
    ),
    # ------------------------------------------------------------ comments, calcChain
    "NOTE-CELL": Text(
        "The comment has no valid cell, or one that has another comment.",
        "Der Kommentar hat keine gültige Zelle oder eine, die schon einen hat.",
    ),
    "NOTE-AUTHOR": Text("There is no author {what}.", "Es gibt keinen Verfasser {what}."),
    "NOTE-DRAWING": Text(
        "The comment has no box in the sheet's VML drawing.",
        "Der Kommentar hat kein Feld in der VML-Zeichnung des Blatts.",
    ),
    "CHAIN-CELL": Text(
        "The order of calculation names a cell without a formula.",
        "Die Reihenfolge der Berechnung nennt eine Zelle ohne Formel.",
    ),
    "CHAIN-SHEET": Text(
        "The order of calculation names a sheet that is not there ({what}).",
        "Die Reihenfolge der Berechnung nennt ein Blatt, das es nicht gibt ({what}).",
    ),
    **outer_rules.RULES,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the rule's code, the part of the package, the cell or element, and what it is."""

    code: str
    part: str
    place: str = ""
    what: str = ""

    @property
    def sentence(self) -> Text:
        """Return what is wrong, in both languages."""
        rule = RULES[self.code]
        return Text(rule.en.replace("{what}", self.what), rule.de.replace("{what}", self.what))

    def line(self, language: Language) -> str:
        """Return part, place and sentence as one line."""
        where = f"{self.part} {self.place}".strip()
        return f"{where}: {self.sentence(language)}" if where else self.sentence(language)


class Faults:
    """Collects faults, at most MOST of one rule in one part."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, part: str, place: str = "", what: object = "") -> None:
        """Add a fault; long texts of the file are cut."""
        if code not in RULES:
            raise KeyError(f"no rule {code!r}")
        self._counts[code, part] += 1
        if self._counts[code, part] <= MOST:
            self.found.append(Fault(code, part, _short(place), _short(str(what))))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
