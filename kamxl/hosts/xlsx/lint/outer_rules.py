"""Rules about what lies over, beside and behind the cells: pages, objects, macros, properties."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.text import Text

FAMILIES: Mapping[str, Text] = {
    "VIEW": Text("Views", "Ansichten"),
    "PAGE": Text("Printing", "Druck"),
    "PROTECT": Text("Protection", "Schutz"),
    "SPARKLINE": Text("Sparklines", "Sparklines"),
    "DRAWING": Text("Drawings", "Zeichnungen"),
    "CHART": Text("Charts", "Diagramme"),
    "THREAD": Text("Threaded comments", "Kommentarverläufe"),
    "SLICER": Text("Slicers", "Datenschnitte"),
    "PIVOT": Text("Pivot tables", "Pivot-Tabellen"),
    "PROPERTY": Text("Properties of the document", "Eigenschaften des Dokuments"),
    "STORE": Text("XML that others keep", "XML, das andere ablegen"),
    "MACRO": Text("Macros", "Makros"),
    "RIBBON": Text("Tab on the ribbon", "Registerkarte im Menüband"),
}

RULES: Mapping[str, Text] = {
    "NAME-PRINT": Text(
        "What a sheet prints ({what}) is a name of that sheet, not of the whole workbook.",
        "Was ein Blatt druckt ({what}), ist ein Name dieses Blatts, nicht der ganzen Mappe.",
    ),
    "CELL-METADATA": Text(
        "There is no such metadata of a cell ({what}).",
        "Solche Metadaten einer Zelle gibt es nicht ({what}).",
    ),
    "STYLE-COLOUR": Text(
        "{what} is no colour: it takes eight digits of base sixteen.",
        "{what} ist keine Farbe: acht Ziffern zur Basis sechzehn.",
    ),
    "STYLE-NAME": Text(
        "A cell style has no name, or one that another has ({what}).",
        "Eine Zellformatvorlage hat keinen Namen oder den einer anderen ({what}).",
    ),
    "CONDITIONAL-PAIR": Text(
        "The two halves of a conditional format (2007 and 2010) do not find each other ({what}).",
        "Die beiden Hälften eines bedingten Formats (2007 und 2010) finden sich nicht ({what}).",
    ),
    "LINK-TARGET": Text(
        "The link leads nowhere, or its target is too long ({what} characters).",
        "Der Link führt nirgendwohin, oder sein Ziel ist zu lang ({what} Zeichen).",
    ),
    "AREA-SIZE": Text(
        "A row or column is too large, or grouped too deeply ({what}).",
        "Eine Zeile oder Spalte ist zu groß oder zu tief gruppiert ({what}).",
    ),
    "SHEET-CODE": Text(
        "The name for macros is no name, or another sheet has it ({what}).",
        "Der Name für Makros ist keiner, oder ein anderes Blatt trägt ihn ({what}).",
    ),
    "VIEW-WRONG": Text(
        "The view of the sheet is not possible ({what}).",
        "Die Ansicht des Blatts ist nicht möglich ({what}).",
    ),
    "PAGE-HEADER": Text(
        "Header or footer has {what} characters; 255 are allowed.",
        "Kopf- oder Fußzeile hat {what} Zeichen; erlaubt sind 255.",
    ),
    "PAGE-SETUP": Text(
        "The page cannot be set up so ({what}).",
        "So lässt sich die Seite nicht einrichten ({what}).",
    ),
    "PAGE-BREAK": Text(
        "A page break is doubled, miscounted or outside the sheet ({what}).",
        "Ein Seitenumbruch ist doppelt, falsch gezählt oder außerhalb des Blatts ({what}).",
    ),
    "PROTECT-RANGE": Text(
        "A range that may be changed has no name, or another's ({what}).",
        "Ein änderbarer Bereich hat keinen Namen oder den eines anderen ({what}).",
    ),
    "SPARKLINE-GROUP": Text(
        "The group of sparklines is empty or of no known kind ({what}).",
        "Die Gruppe der Sparklines ist leer oder von unbekannter Art ({what}).",
    ),
    "SPARKLINE-CELL": Text(
        "The sparkline has no cell of its own ({what}).",
        "Die Sparkline hat keine eigene Zelle ({what}).",
    ),
    "SPARKLINE-SOURCE": Text(
        "The sparkline's data is neither one row nor one column ({what}).",
        "Die Daten der Sparkline sind weder eine Zeile noch eine Spalte ({what}).",
    ),
    "DRAWING-ANCHOR": Text(
        "An object lies outside the sheet, or its corners are wrong ({what}).",
        "Ein Objekt liegt außerhalb des Blatts, oder seine Ecken stimmen nicht ({what}).",
    ),
    "DRAWING-EMPTY": Text(
        "An anchor holds no object ({what}).",
        "Ein Anker hält kein Objekt ({what}).",
    ),
    "DRAWING-ID": Text(
        "An object of a drawing has no id, or another's ({what}).",
        "Ein Objekt einer Zeichnung hat keine Kennung oder die eines anderen ({what}).",
    ),
    "CHART-EMPTY": Text(
        "The chart has nothing to draw.",
        "Das Diagramm hat nichts zu zeichnen.",
    ),
    "CHART-AXIS": Text(
        "There is no axis {what}, or there are two.",
        "Eine Achse {what} gibt es nicht oder zweimal.",
    ),
    "CHART-SERIES": Text(
        "A series of the chart has no number, or another's ({what}).",
        "Eine Reihe des Diagramms hat keine Nummer oder die einer anderen ({what}).",
    ),
    "CHART-CACHE": Text(
        "The chart's stored values are miscounted or doubled ({what}).",
        "Die gespeicherten Werte des Diagramms sind falsch gezählt oder doppelt ({what}).",
    ),
    "THREAD-PERSON": Text(
        "There is no such person who comments ({what}).",
        "Eine solche Person, die kommentiert, gibt es nicht ({what}).",
    ),
    "THREAD-CELL": Text(
        "The thread has no cell, or its cell has no comment for older programs ({what}).",
        "Der Verlauf hat keine Zelle, oder ihr fehlt der Kommentar für ältere Programme ({what}).",
    ),
    "THREAD-ID": Text(
        "The entry of a thread has no id of its own, or answers nothing ({what}).",
        "Der Eintrag eines Verlaufs hat keine eigene Kennung oder antwortet auf nichts ({what}).",
    ),
    "SLICER-NAME": Text(
        "A slicer has no name, or another's ({what}).",
        "Ein Datenschnitt hat keinen Namen oder den eines anderen ({what}).",
    ),
    "SLICER-CACHE": Text(
        "There is no cache {what} for a slicer, or there are two.",
        "Einen Speicher {what} für einen Datenschnitt gibt es nicht oder zweimal.",
    ),
    "SLICER-SOURCE": Text(
        "The slicer's table or column is not there ({what}).",
        "Tabelle oder Spalte des Datenschnitts gibt es nicht ({what}).",
    ),
    "PIVOT-CACHE": Text(
        "There is no cache {what} for a pivot table, or there are two.",
        "Einen Speicher {what} für eine Pivot-Tabelle gibt es nicht oder zweimal.",
    ),
    "PIVOT-AREA": Text(
        "The pivot table has no valid area ({what}).",
        "Die Pivot-Tabelle hat keinen gültigen Bereich ({what}).",
    ),
    "PROPERTY-NAME": Text(
        "A property has no name, or another's ({what}).",
        "Eine Eigenschaft hat keinen Namen oder den einer anderen ({what}).",
    ),
    "PROPERTY-ID": Text(
        "The id of a property is missing, below 2 or doubled ({what}).",
        "Die Kennung einer Eigenschaft fehlt, ist unter 2 oder doppelt ({what}).",
    ),
    "PROPERTY-VALUE": Text(
        "The value of a property is missing or not of its kind ({what}).",
        "Der Wert einer Eigenschaft fehlt oder ist nicht von seiner Art ({what}).",
    ),
    "PROPERTY-CORE": Text(
        "A property of the document is doubled, or its date is none ({what}).",
        "Eine Eigenschaft des Dokuments ist doppelt, oder ihr Datum ist keines ({what}).",
    ),
    "STORE-ID": Text(
        "The id of XML kept in the workbook is missing or doubled ({what}).",
        "Die Kennung von XML, das in der Mappe liegt, fehlt oder ist doppelt ({what}).",
    ),
    "MACRO-FORM": Text(
        "The macros are not stored as macros are.",
        "Die Makros sind nicht so gespeichert wie Makros.",
    ),
    "RIBBON-FORM": Text(
        "The tab on the ribbon begins with the wrong element ({what}).",
        "Die Registerkarte im Menüband beginnt mit dem falschen Element ({what}).",
    ),
    "RIBBON-ID": Text(
        "A part of the tab on the ribbon has no id, several, or another's ({what}).",
        "Ein Teil der Registerkarte hat keine Kennung, mehrere oder eine doppelte ({what}).",
    ),
    "RIBBON-MACRO": Text(
        "The tab on the ribbon calls {what}, but the workbook has no macros.",
        "Die Registerkarte im Menüband ruft {what}, aber die Mappe hat keine Makros.",
    ),
}
