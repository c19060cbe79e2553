"""Findings: what the owner of the data should know, coded, placed, with a remedy, in two languages.

Every sentence that kamxl says about someone's data stands in CATALOGUE. A finding is collected,
never raised; severity `error` means that figures cannot be trusted before it is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kamxl.text import Language, Text

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: how grave, what it says and what to do, with {places} for values."""

    severity: Severity
    text: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, before anybody knows its cell.

    `account` is a position in the portfolio, `field` a column's or setting's key, `criterion` a
    criterion's key.
    """

    account: int | None = None
    criterion: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know, with the place `file!sheet!cell` once it is known."""

    code: str
    values: Mapping[str, str | int | Text] = field(default_factory=dict)
    subject: Subject = Subject()
    place: str = ""

    def __post_init__(self) -> None:
        if self.code not in CATALOGUE:
            raise KeyError(f"no finding {self.code!r}")

    @property
    def severity(self) -> Severity:
        """Return how grave it is."""
        return CATALOGUE[self.code].severity

    def _filled(self, phrase: Text, language: Language) -> str:
        values = {
            key: value(language) if isinstance(value, Text) else value
            for key, value in self.values.items()
        }
        return phrase(language).format_map(values)

    def text(self, language: Language) -> str:
        """Return what it says."""
        return self._filled(CATALOGUE[self.code].text, language)

    def remedy(self, language: Language) -> str:
        """Return what to do about it."""
        return self._filled(CATALOGUE[self.code].remedy, language)

    def at(self, place: str) -> Finding:
        """Return the same finding with its place."""
        return replace(self, place=place)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, otherwise in their order."""
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _kind(severity: Severity, en: str, de: str, do_en: str, do_de: str) -> Kind:
    return Kind(severity, Text(en, de), Text(do_en, do_de))


CATALOGUE: Mapping[str, Kind] = {
    # ------------------------------------------------------------ weights and criteria
    "W-ZERO": _kind(
        "error",
        "No criterion has any weight, so no account has a score.",
        "Kein Kriterium hat ein Gewicht, daher hat kein Kunde einen Punktwert.",
        "Give the active criteria weights that sum to 100.",
        "Geben Sie den aktiven Kriterien Gewichte mit der Summe 100.",
    ),
    "W-SUM": _kind(
        "warning",
        "The weights sum to {total}, not 100; scores use them in proportion.",
        "Die Gewichte ergeben {total} statt 100; gerechnet wird im Verhältnis.",
        "Change the weights until the sum is 100.",
        "Ändern Sie die Gewichte, bis die Summe 100 ist.",
    ),
    "W-REV": _kind(
        "warning",
        "Revenue alone carries {share} of all weight.",
        "Der Umsatz allein trägt {share} des Gewichts.",
        "Do not choose key accounts by revenue alone: keep its weight at 50 % or less.",
        "Schlüsselkunden nicht allein nach Umsatz wählen: höchstens 50 % Gewicht.",
    ),
    "W-REV-ONLY": _kind(
        "error",
        "Revenue is the only criterion with weight: this is a revenue list, not a ranking.",
        "Nur der Umsatz hat Gewicht: das ist eine Umsatzliste, keine Rangliste.",
        "Give weight to at least two more criteria.",
        "Geben Sie mindestens zwei weiteren Kriterien Gewicht.",
    ),
    "W-SUST": _kind(
        "warning",
        "Revenue potential ({potential}) weighs more than lifetime value ({lifetime}).",
        "Umsatzpotenzial ({potential}) wiegt mehr als Lebenszeitwert ({lifetime}).",
        "Sustainability counts more than growth: raise the weight of lifetime value.",
        "Nachhaltigkeit geht vor Wachstum: Gewicht des Lebenszeitwerts erhöhen.",
    ),
    "W-MANY": _kind(
        "warning",
        "{count} criteria have weight; more than 10 blur the picture.",
        "{count} Kriterien haben Gewicht; mehr als 10 verwischen das Bild.",
        "Exclude the less relevant ones (active = no).",
        "Schließen Sie weniger relevante aus (aktiv = nein).",
    ),
    "W-MAX": _kind(
        "warning",
        "“{criterion}” alone carries {share} of all weight.",
        "„{criterion}“ allein trägt {share} des Gewichts.",
        "Spread the weight: one criterion of more than 40 % decides almost alone.",
        "Gewicht verteilen: Ein Kriterium mit mehr als 40 % entscheidet fast allein.",
    ),
    "W-UNUSED": _kind(
        "warning",
        "“{criterion}” has weight, but not one rating; every account is judged without it.",
        "„{criterion}“ hat Gewicht, aber keine einzige Bewertung; alle Kunden werden ohne es "
        "beurteilt.",
        "Rate it, or exclude it (active = no).",
        "Bewerten oder ausschließen (aktiv = nein).",
    ),
    "W-CONST": _kind(
        "warning",
        "“{criterion}”: all {count} accounts have the same rating, {rating}; nobody stands out.",
        "„{criterion}“: Alle {count} Kunden haben dieselbe Bewertung, {rating}; es unterscheidet "
        "niemanden.",
        "Use the whole scale, or exclude it (active = no).",
        "Die ganze Skala nutzen oder ausschließen (aktiv = nein).",
    ),
    "W-CORR": _kind(
        "info",
        "Criteria that rate nearly alike, pairs: {count}; most of all (with their correlation) "
        "{pairs}. What they share counts twice.",
        "Kriterien, die fast gleich bewerten, Paare: {count}; am meisten (mit Korrelation) "
        "{pairs}. Was sie gemeinsam haben, zählt doppelt.",
        "Exclude one of a pair, or give both together the weight of one.",
        "Eines eines Paares ausschließen oder beiden zusammen das Gewicht von einem geben.",
    ),
    "W-CORR-REVENUE": _kind(
        "warning",
        "“{criterion}” follows the revenue (correlation {rho}): revenue counts twice.",
        "„{criterion}“ folgt dem Umsatz (Korrelation {rho}): Der Umsatz zählt doppelt.",
        "Rate what the customer brings beyond revenue: knowledge, markets, references.",
        "Bewerten, was der Kunde über Umsatz hinaus bringt: Wissen, Märkte, Referenzen.",
    ),
    "W-CR": _kind(
        "warning",
        "The pairwise comparison contradicts itself: consistency ratio {ratio} (usable below 0.10; "
        "random index {random} after Saaty 1980). Most of all “{first}”, “{second}” and “{third}”: "
        "the first to the third is judged {direct}, by way of the second it is {implied}.",
        "Der Paarvergleich widerspricht sich: Konsistenzverhältnis {ratio} (brauchbar unter 0,10; "
        "Zufallsindex {random} nach Saaty 1980). Am meisten „{first}“, „{second}“ und „{third}“: "
        "das erste zum dritten ist mit {direct} bewertet, über das zweite ergibt sich {implied}.",
        "Judge these three pairs again on the sheet of weights, or do not take its proposal.",
        "Diese drei Paare auf dem Blatt Gewichte neu bewerten oder den Vorschlag nicht übernehmen.",
    ),
    "W-PAIRS": _kind(
        "info",
        "{method}: {judged} of {wanted} are judged, so this proposes no weights yet.",
        "{method}: {judged} von {wanted} sind bewertet, daher noch kein Vorschlag für Gewichte.",
        "Fill in the rest on the sheet of weights, or clear what is there.",
        "Auf dem Blatt Gewichte den Rest ausfüllen oder das Vorhandene leeren.",
    ),
    "W-TAKEN": _kind(
        "info",
        "The weights of {count} criteria were taken from the sheet of weights: {method}.",
        "Die Gewichte von {count} Kriterien stammen vom Blatt Gewichte: {method}.",
        "Nothing to do; the workbook that was read still has the ones before.",
        "Nichts zu tun; die gelesene Mappe hat noch die bisherigen.",
    ),
    "W-FEW": _kind(
        "warning",
        "Only {count} criteria have weight; fewer than 3 judge one-sidedly.",
        "Nur {count} Kriterien haben Gewicht; weniger als 3 urteilen einseitig.",
        "Activate further criteria and give them weight.",
        "Aktivieren Sie weitere Kriterien und geben Sie ihnen Gewicht.",
    ),
    # ------------------------------------------------------------ ratings
    "R-RANGE": _kind(
        "error",
        "{account}: the rating {value} for “{criterion}” is outside the scale {low} to {high}; "
        "the cell does not count.",
        "{account}: Die Bewertung {value} für „{criterion}“ liegt außerhalb der Skala {low} bis "
        "{high}; die Zelle zählt nicht.",
        "Enter a number from {low} to {high}, ? for unknown, or leave it blank.",
        "Zahl von {low} bis {high} eintragen, ? für unbekannt, oder leer lassen.",
    ),
    "R-TEXT": _kind(
        "error",
        "{account}: the rating for “{criterion}” is neither a number nor ?; "
        "the cell does not count.",
        "{account}: Die Bewertung für „{criterion}“ ist weder Zahl noch ?; die Zelle zählt nicht.",
        "Enter a number from {low} to {high}, ? for unknown, or leave it blank.",
        "Zahl von {low} bis {high} eintragen, ? für unbekannt, oder leer lassen.",
    ),
    "R-UNKNOWN": _kind(
        "info",
        "{account}: “{criterion}” is marked ? (known to be unknown).",
        "{account}: „{criterion}“ ist mit ? markiert (bekannt unbekannt).",
        "Find out, and enter a rating.",
        "Klären und eine Bewertung eintragen.",
    ),
    "R-ORPHAN": _kind(
        "warning",
        "A row of ratings has the id “{id}”, which no account has.",
        "Eine Bewertungszeile hat die Nummer „{id}“, die kein Kunde hat.",
        "Correct the id, or add the account.",
        "Nummer berichtigen oder den Kunden ergänzen.",
    ),
    "R-DUPLICATE": _kind(
        "error",
        "The id “{id}” has more than one row of ratings; the first counts.",
        "Die Nummer „{id}“ hat mehr als eine Bewertungszeile; die erste zählt.",
        "Delete the surplus row.",
        "Überzählige Zeile löschen.",
    ),
    "A-PERIODS": _kind(
        "warning",
        "A row of the periods has no account number, or one that has a row already: {id}.",
        "Eine Zeile der Perioden hat keine Kundennummer oder eine, die schon eine Zeile hat: {id}.",
        "Enter the account's number, or put its amounts into one row.",
        "Kundennummer eintragen oder die Beträge in eine Zeile zusammenführen.",
    ),
    "S-CHOICE": _kind(
        "info",
        "“{value}” on the sheet of the stress test is no account; nobody leaves by it.",
        "„{value}“ auf dem Blatt Stresstest ist kein Kunde; dadurch geht niemand.",
        "Choose from the list, or clear the cell.",
        "Aus der Liste wählen oder die Zelle leeren.",
    ),
    "S-SCALE": _kind(
        "warning",
        "The scale is 1 to 100, but none of the {count} ratings is above 10: was it switched after "
        "they were typed?",
        "Die Skala ist 1 bis 100, aber keine der {count} Bewertungen liegt über 10: wurde sie nach "
        "dem Bewerten umgestellt?",
        "Set the scale to 10, or rate anew on 1 to 100; ratings typed before are not converted.",
        "Skala auf 10 stellen oder neu auf 1 bis 100 bewerten; Getipptes wird nicht umgerechnet.",
    ),
    "S-COVERAGE": _kind(
        "warning",
        "{account}: only {coverage} of the weight is rated; the score is provisional "
        "(between {lowest} and {highest}), without rank and tier.",
        "{account}: Nur {coverage} des Gewichts sind bewertet; der Punktwert ist vorläufig "
        "(zwischen {lowest} und {highest}), ohne Rang und Klasse.",
        "Rate at least {minimum} of the weight.",
        "Mindestens {minimum} des Gewichts bewerten.",
    ),
    "S-MISSING": _kind(
        "warning",
        "{account}: only {coverage} of the weight is rated, and the settings give no score "
        "where a rating is missing.",
        "{account}: Nur {coverage} des Gewichts sind bewertet, und die Einstellungen geben keinen "
        "Punktwert, wo eine Bewertung fehlt.",
        "Rate all criteria that have weight, or choose otherwise for missing ratings.",
        "Alle Kriterien mit Gewicht bewerten oder für fehlende Bewertungen anders wählen.",
    ),
    "S-NONE": _kind(
        "info",
        "{account}: nothing is rated yet, so there is no score.",
        "{account}: noch nichts bewertet, daher kein Punktwert.",
        "Enter ratings.",
        "Bewertungen eintragen.",
    ),
    "S-DATA": _kind(
        "info",
        "This is a first ranking from data alone: nobody has rated the accounts yet.",
        "Dies ist eine erste Rangliste allein aus Daten: bewertet hat noch niemand.",
        "Rate fit, relationship and strategic value before you choose key accounts.",
        "Bewerten Sie Passung, Beziehung und strategischen Wert, ehe Sie auswählen.",
    ),
    "G-CAP": _kind(
        "info",
        "{account}: {gate}; the tier is at best {cap}, whatever the score.",
        "{account}: {gate}; die Klasse ist höchstens {cap}, gleich welcher Punktwert.",
        "See whether the rating behind the gate is right.",
        "Prüfen, ob die Bewertung hinter dem K.-o.-Kriterium stimmt.",
    ),
    "G-EXCLUDE": _kind(
        "info",
        "{account}: {gate}; there is a score, but neither rank nor tier.",
        "{account}: {gate}; es gibt einen Punktwert, aber weder Rang noch Klasse.",
        "See whether the rating behind the gate is right.",
        "Prüfen, ob die Bewertung hinter dem K.-o.-Kriterium stimmt.",
    ),
    "G-FLAG": _kind(
        "info",
        "{account}: {gate}; rank and tier stay as they are.",
        "{account}: {gate}; Rang und Klasse bleiben, wie sie sind.",
        "See whether the rating behind the gate is right.",
        "Prüfen, ob die Bewertung hinter dem K.-o.-Kriterium stimmt.",
    ),
    "A-CONTRACT": _kind(
        "warning",
        "{account}: the contract ended on {end}.",
        "{account}: Der Vertrag endete am {end}.",
        "Renew the contract, or correct its end.",
        "Den Vertrag erneuern oder sein Ende berichtigen.",
    ),
    "T-LIMIT": _kind(
        "warning",
        "{count} accounts are in tier A; more than {limit} key accounts cannot be served as such.",
        "{count} Kunden sind in Klasse A; mehr als {limit} lassen sich nicht als Schlüsselkunden "
        "betreuen.",
        "Raise the border of tier A, or judge more strictly.",
        "Grenze der Klasse A anheben oder strenger urteilen.",
    ),
    "T-DEMOTED": _kind(
        "warning",
        "{account} falls from tier {previous} to {tier}.",
        "{account} fällt von Klasse {previous} auf {tier}.",
        "See the reason in the ranking; then enter the new tier as the previous one.",
        "Begründung in der Rangliste ansehen; danach die neue Klasse als Vorklasse eintragen.",
    ),
    "T-PROMOTED": _kind(
        "info",
        "{account} rises from tier {previous} to {tier}.",
        "{account} steigt von Klasse {previous} auf {tier}.",
        "Plan the care of the new tier; then enter it as the previous one.",
        "Betreuung der neuen Klasse planen; danach sie als Vorklasse eintragen.",
    ),
    "T-OVERRIDE": _kind(
        "info",
        "{account} is in tier {tier} by decision of {by} ({date}{until}): {reason}; computed: "
        "{computed}{gate}.",
        "{account} ist in Klasse {tier} nach Entscheidung von {by} ({date}{until}): {reason}; "
        "errechnet: {computed}{gate}.",
        "Nothing to do; clear the tier by hand to use the computed one.",
        "Nichts zu tun; ohne die Klasse von Hand gilt die errechnete.",
    ),
    "T-OVERRIDE-BARE": _kind(
        "warning",
        "{account} is in tier {tier} by hand, without name or reason (by: {by}, {date}{until}, "
        "reason: {reason}); computed: {computed}{gate}.",
        "{account} ist von Hand in Klasse {tier}, ohne Namen oder Begründung (von: {by}, "
        "{date}{until}, Begründung: {reason}); errechnet: {computed}{gate}.",
        "Enter who decided and why, or clear the tier by hand.",
        "Eintragen, wer warum entschieden hat, oder die Klasse von Hand löschen.",
    ),
    "T-OVERRIDE-EXPIRED": _kind(
        "warning",
        "{account}: the decision for tier {override} held until {until}; now it is {tier}.",
        "{account}: Die Entscheidung für Klasse {override} galt bis {until}; jetzt gilt: {tier}.",
        "Decide anew with a later date, or clear the tier by hand.",
        "Neu entscheiden mit späterem Datum oder die Klasse von Hand löschen.",
    ),
    "T-LETTER": _kind(
        "warning",
        "{account}: “{column}” holds “{value}”, not A, B, C or D; it counts as blank.",
        "{account}: „{column}“ enthält „{value}“ statt A, B, C oder D; gilt als leer.",
        "Choose from the list, or leave it blank.",
        "Aus der Liste wählen oder leer lassen.",
    ),
    # ------------------------------------------------------------ plans
    "P-S1-ORDER": _kind(
        "error",
        "{account}: the customer was told of “{goal}” on {informed}, before it was decided "
        "internally ({decided}).",
        "{account}: Der Kunde wurde am {informed} über „{goal}“ informiert, bevor es intern "
        "beschlossen war ({decided}).",
        "Decide goals internally first; correct the dates, or settle the goal with the customer.",
        "Ziele zuerst intern beschließen; Daten berichtigen oder das Ziel mit dem Kunden klären.",
    ),
    "P-ONE-SIDED": _kind(
        "warning",
        "{account}: the goal “{goal}” names a benefit for one side only.",
        "{account}: Das Ziel „{goal}“ nennt nur für eine Seite einen Nutzen.",
        "Say what both sides gain, or drop the goal.",
        "Den Nutzen beider Seiten nennen oder das Ziel fallen lassen.",
    ),
    "P-GOAL-IDLE": _kind(
        "warning",
        "{account}: no action serves the goal “{goal}”.",
        "{account}: Zum Ziel „{goal}“ gibt es keine Maßnahme.",
        "Link an action to the goal.",
        "Dem Ziel eine Maßnahme zuordnen.",
    ),
    "P-LATE-FOR-NEED": _kind(
        "warning",
        "{account}: “{action}” is due on {due}, not before “{need}” on {trigger}.",
        "{account}: „{action}“ ist am {due} fällig, nicht vor „{need}“ am {trigger}.",
        "Bring the action forward.",
        "Die Maßnahme vorziehen.",
    ),
    "P-OVERDUE": _kind(
        "warning",
        "{account}: “{action}” was due on {due}.",
        "{account}: „{action}“ war am {due} fällig.",
        "Do it, set a new day, or drop it.",
        "Erledigen, neu terminieren oder verwerfen.",
    ),
    "P-CAPACITY": _kind(
        "warning",
        "{owner} looks after {count} key accounts; {limit} are meant to be the most.",
        "{owner} betreut {count} Schlüsselkunden; höchstens {limit} sind vorgesehen.",
        "Share the accounts out, or raise the limit.",
        "Kunden umverteilen oder die Grenze erhöhen.",
    ),
    "P-SKILL": _kind(
        "warning",
        "{name}: “{value}” is no own rating of {skill}, which runs from 1 to 10; it is not used.",
        "{name}: „{value}“ ist keine Selbsteinschätzung zu {skill} von 1 bis 10; sie zählt nicht.",
        "Enter a number from 1 to 10, or clear the cell.",
        "Eine Zahl von 1 bis 10 eintragen oder die Zelle leeren.",
    ),
    "P-MANAGER-TWICE": _kind(
        "warning",
        "{name} has more than one row of own ratings; the first counts.",
        "{name} hat mehr als eine Zeile mit Selbsteinschätzung; die erste zählt.",
        "Clear the surplus row.",
        "Die überzählige Zeile leeren.",
    ),
    "P-MANAGER-NAME": _kind(
        "warning",
        "Own ratings stand in a row without a name; they are shown nowhere.",
        "Eine Selbsteinschätzung hat keinen Namen; sie erscheint nirgends.",
        "Enter the account manager as on the sheet of accounts.",
        "Den Betreuer eintragen wie auf dem Blatt Kunden.",
    ),
    "P-NO-OWNER": _kind(
        "warning",
        "{account} has tier {tier}, and nobody looks after it.",
        "{account} hat Klasse {tier} und keinen Betreuer.",
        "Name a key account manager.",
        "Einen Key Account Manager benennen.",
    ),
    "P-NO-OWNERS": _kind(
        "warning",
        "{count} accounts of tier A and B, {account} first, have nobody who looks after them.",
        "{count} Kunden der Klassen A und B, zuerst {account}, haben keinen Betreuer.",
        "Name their key account managers, or map the column that names them when importing.",
        "Ihre Key Account Manager benennen oder beim Import die Spalte zuordnen, die sie nennt.",
    ),
    "P-OWNER-ROLE": _kind(
        "warning",
        "{account} has tier {tier}; {owner} is an account manager, not a key account manager.",
        "{account} hat Klasse {tier}; {owner} ist Kundenbetreuer, nicht Key Account Manager.",
        "Give the account to a key account manager.",
        "Den Kunden einem Key Account Manager übergeben.",
    ),
    # ------------------------------------------------------------ explanation
    "E-CHOICE": _kind(
        "info",
        "“{value}” on the sheet of explanation is no account with ratings; nothing is explained.",
        "„{value}“ auf dem Blatt Erklärung ist kein bewerteter Kunde; es wird nichts erklärt.",
        "Choose from the list, or clear the cell.",
        "Aus der Liste wählen oder die Zelle leeren.",
    ),
    "E-MOVED": _kind(
        "info",
        "{account}, since {since}: {words}",
        "{account}, seit {since}: {words}",
        "See the sheet of changes, and whether the new rating is right.",
        "Blatt Veränderungen ansehen und prüfen, ob die neue Bewertung stimmt.",
    ),
    "E-NEW": _kind(
        "info",
        "{count} accounts are new since {since}: {names}.",
        "{count} Kunden sind neu seit {since}: {names}.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "E-GONE": _kind(
        "info",
        "{count} accounts are gone since {since}: {names}.",
        "{count} Kunden sind entfallen seit {since}: {names}.",
        "See whether they were left out on purpose.",
        "Prüfen, ob sie mit Absicht fehlen.",
    ),
    # ------------------------------------------------------------ accounts
    "M-FORECAST": _kind(
        "warning",
        "{account}: the forecast for the matrix is not drawn.",
        "{account}: Die Prognose für die Matrix wird nicht gezeichnet.",
        "Give both expected values, each on the scale of the ratings.",
        "Beide erwarteten Werte angeben, jeden auf der Skala der Bewertung.",
    ),
    "M-ORPHAN": _kind(
        "warning",
        "A row of strength has the id “{id}”, which no account has.",
        "Eine Zeile der Stärke hat die Nummer „{id}“, die kein Kunde hat.",
        "Correct the id, or add the account.",
        "Nummer berichtigen oder den Kunden ergänzen.",
    ),
    "M-DUPLICATE": _kind(
        "error",
        "The id “{id}” has more than one row of strength; the first counts.",
        "Die Nummer „{id}“ hat mehr als eine Zeile der Stärke; die erste zählt.",
        "Delete the surplus row.",
        "Überzählige Zeile löschen.",
    ),
    "M-WEIGHT": _kind(
        "error",
        "{account}: its own weight {value} for “{criterion}” is not from 0 to 100; the usual "
        "weight of the factor counts.",
        "{account}: Das eigene Gewicht {value} für „{criterion}“ liegt nicht zwischen 0 und 100; "
        "das übliche Gewicht des Faktors zählt.",
        "Enter 0 to 100, or leave it blank for the usual weight.",
        "0 bis 100 eintragen oder für das übliche Gewicht leer lassen.",
    ),
    "M-COMPARISON": _kind(
        "warning",
        "{account}: no comparison with a competitor: {why}. Its strength follows from criteria.",
        "{account}: Kein Vergleich mit einem Wettbewerber: {why}. Die Stärke folgt aus Kriterien.",
        "Rate us and at least one competitor on the same factors, on the sheet Strength.",
        "Auf dem Blatt Stärke uns und mindestens einen Wettbewerber nach denselben Faktoren "
        "bewerten.",
    ),
    "M-FALLBACK": _kind(
        "info",
        "For {count} accounts without a comparison the strength is that of criteria divided by the "
        "middle of the scale.",
        "Bei {count} Kunden ohne Vergleich ist die Stärke die der Kriterien, geteilt durch die "
        "Skalenmitte.",
        "Fill in the sheet Strength for the accounts that matter; it says what applies.",
        "Das Blatt Stärke für die wichtigen Kunden ausfüllen; dort steht, was gilt.",
    ),
    "M-UNUSED": _kind(
        "info",
        "The sheet Strength has entries for {count} accounts, but strength comes from elsewhere.",
        "Das Blatt Stärke hat Einträge zu {count} Kunden, aber die Stärke kommt woandersher.",
        "Set “Relative strength from” to “best competitor” to use them.",
        "Zum Nutzen „Relative Stärke aus“ auf „bester Wettbewerber“ stellen.",
    ),
    "A-ID": _kind(
        "error",
        "An account has no id; it counts in the concentration, but has no score.",
        "Ein Kunde hat keine Nummer; er zählt in der Konzentration, hat aber keinen Punktwert.",
        "Give it an id.",
        "Kundennummer eintragen.",
    ),
    "A-DUPLICATE": _kind(
        "error",
        "The id “{id}” stands twice; the second row counts in the concentration only.",
        "Die Nummer „{id}“ steht doppelt; die zweite Zeile zählt nur in der Konzentration.",
        "Merge the two rows, or correct the id.",
        "Beide Zeilen zusammenführen oder Nummer berichtigen.",
    ),
    "A-NUMBER": _kind(
        "error",
        "{account}: “{column}” holds “{value}”, which is not a number; it counts as unknown.",
        "{account}: „{column}“ enthält „{value}“, keine Zahl; gilt als unbekannt.",
        "Enter a number, or leave it blank.",
        "Zahl eintragen oder leer lassen.",
    ),
    "A-DATE": _kind(
        "error",
        "{account}: “{column}” holds “{value}”, which is not a date; it counts as unknown.",
        "{account}: „{column}“ enthält „{value}“, kein Datum; gilt als unbekannt.",
        "Enter a date, or leave it blank.",
        "Datum eintragen oder leer lassen.",
    ),
    "A-CHOICE": _kind(
        "warning",
        "{account}: “{column}” holds “{value}”, which is not in the list; it counts as no.",
        "{account}: „{column}“ enthält „{value}“, das nicht in der Liste steht; gilt als nein.",
        "Choose from the list.",
        "Aus der Liste wählen.",
    ),
    "A-STAGE": _kind(
        "warning",
        "{account}: the relationship stage “{value}” is not in the list; it is not used.",
        "{account}: Die Beziehungsstufe „{value}“ steht nicht in der Liste; sie zählt nicht.",
        "Choose from the list.",
        "Aus der Liste wählen.",
    ),
    "A-FRACTION": _kind(
        "warning",
        "{account}: {value} is not between 0 and 100 %; there is no lifetime value.",
        "{account}: {value} liegt nicht zwischen 0 und 100 %; es gibt keinen Kundenwert.",
        "Enter a share such as 90 %, or clear the cell.",
        "Einen Anteil wie 90 % eintragen oder die Zelle leeren.",
    ),
    "A-PARENT": _kind(
        "warning",
        "{account}: no account has the number “{parent}”, and nobody else is of that group.",
        "{account}: Kein Kunde hat die Nummer „{parent}“, und niemand sonst gehört zu dieser "
        "Gruppe.",
        "Enter the parent’s number, the same name for all of the group, or nothing.",
        "Nummer der Mutter, denselben Namen für die ganze Gruppe oder nichts eintragen.",
    ),
    "A-PARENT-CIRCLE": _kind(
        "error",
        "The parents of {count} accounts run in a circle: {names}; each counts as a group of its "
        "own.",
        "Die Mütter von {count} Kunden laufen im Kreis: {names}; jeder gilt als eigene Gruppe.",
        "Break the circle of parents.",
        "Den Kreis der Mütter auflösen.",
    ),
    "A-PARENT-CHAIN": _kind(
        "warning",
        "{count} accounts have their ultimate parent more than eight steps away: {names}; sheets "
        "and results follow eight, so each counts as a group of its own.",
        "{count} Kunden haben ihre oberste Mutter mehr als acht Stufen entfernt: {names}; Blätter "
        "und Ergebnisse folgen acht, jeder gilt also als eigene Gruppe.",
        "Enter the ultimate parent, {parent}, as their parent, or one control group for all.",
        "Als Mutter die oberste, {parent}, eintragen oder für alle dieselbe Kontrollgruppe.",
    ),
    "A-CONTROL": _kind(
        "warning",
        "The control group “{group}” has no reason.",
        "Die Kontrollgruppe „{group}“ hat keine Begründung.",
        "Say why these are one customer: who controls them, or how they depend on each other.",
        "Begründen, warum es ein Kunde ist: wer beherrscht, oder welche Verflechtung besteht.",
    ),
    "A-LOGO": _kind(
        "info",
        "{count} known brands in tier A or B have not been asked for their logo: {names}.",
        "{count} bekannte Marken der Klasse A oder B sind noch nicht nach ihrem Logo gefragt: "
        "{names}.",
        "Ask for the logo or a reference, and enter asked, yes, or no with its date.",
        "Logo oder Referenz anfragen; angefragt, ja, oder nein mit Datum eintragen.",
    ),
    "A-REFERENCE": _kind(
        "info",
        "{count} customers could vouch for us, by years and rating: {names}.",
        "{count} Kunden kommen als Referenz infrage, nach Jahren und Bewertung: {names}.",
        "Ask them for a reference.",
        "Um eine Referenz bitten.",
    ),
    "A-REVENUE": _kind(
        "warning",
        "{count} customers have no revenue entered ({names}); they are left out of the "
        "concentration. A zero would count as zero.",
        "{count} Kunden ohne Umsatzangabe ({names}); sie fehlen in der Konzentration. "
        "Eine Null würde als null zählen.",
        "Enter the revenue, or 0.",
        "Umsatz eintragen oder 0.",
    ),
    "A-NO-RATINGS": _kind(
        "error",
        "{account} has no row in the ratings, so it has no score.",
        "{account} hat keine Zeile in den Bewertungen, also keinen Punktwert.",
        "Add a row with this id to the ratings.",
        "Eine Zeile mit dieser Nummer in den Bewertungen ergänzen.",
    ),
    # ------------------------------------------------------------ concentration
    "C-NONE": _kind(
        "warning",
        "No account has a positive amount: there are no shares and no concentration.",
        "Kein Kunde hat einen positiven Betrag: keine Anteile, keine Konzentration.",
        "Enter revenues.",
        "Umsätze eintragen.",
    ),
    "C-NOTICE": _kind(
        "info",
        "{account} brings {share} of the total: major customer (disclosure from {threshold}).",
        "{account} bringt {share} vom Ganzen: wesentlicher Kunde (Angabe ab {threshold}).",
        "IFRS 8.34 and ASC 280 ask for disclosure; see that the amount is right.",
        "IFRS 8.34 und ASC 280 verlangen Angaben; Betrag prüfen.",
    ),
    "C-WARNING": _kind(
        "warning",
        "{account} brings {share} of the total: dependency.",
        "{account} bringt {share} vom Ganzen: Abhängigkeit.",
        "Plan what replaces this customer.",
        "Planen, was diesen Kunden ersetzt.",
    ),
    "C-HIGH": _kind(
        "warning",
        "{account} brings {share} of the total: high dependency.",
        "{account} bringt {share} vom Ganzen: hohe Abhängigkeit.",
        "Secure the contract and build up other customers.",
        "Vertrag sichern und andere Kunden aufbauen.",
    ),
    "C-CRITICAL": _kind(
        "warning",
        "{account} brings {share} of the total, more than half: mono-customer.",
        "{account} bringt {share} vom Ganzen, mehr als die Hälfte: Mono-Kunde.",
        "Losing it endangers the firm: tell the management, plan for the loss.",
        "Der Verlust gefährdet den Bestand: Leitung informieren, Ausfall planen.",
    ),
    "C-ENDANGERED": _kind(
        "warning",
        "{account} brings {share} and is {why}: endangered large account.",
        "{account} bringt {share} und ist {why}: Gefährdeter Großkunde.",
        "Decide on a retention plan and on replacement before anything else.",
        "Zuerst über Bindung und Ersatz entscheiden.",
    ),
    "C-CR5": _kind(
        "warning",
        "The five largest customers bring {value} of the revenue.",
        "Die fünf größten Kunden bringen {value} des Umsatzes.",
        "Widen the base, or know why it is narrow.",
        "Basis verbreitern oder wissen, warum sie schmal ist.",
    ),
    "C-HHI": _kind(
        "info",
        "HHI is {value} (as if there were {effective} equal customers).",
        "HHI beträgt {value} (als gäbe es {effective} gleich große Kunden).",
        "The thresholds are a convention borrowed from antitrust.",
        "Die Schwellen sind eine Konvention aus dem Kartellrecht.",
    ),
    "C-HHI-CHANGE": _kind(
        "info",
        "Concentration rises: HHI from {before} to {value}.",
        "Die Konzentration steigt: HHI von {before} auf {value}.",
        "See which customers drive it.",
        "Ansehen, welche Kunden dahinterstehen.",
    ),
    "C-GROUP": _kind(
        "warning",
        "Together, {names} ({group}) have {share}: a higher level than any of them alone.",
        "Zusammen haben {names} ({group}) {share}: eine höhere Stufe als jeder für sich.",
        "Treat them as one customer, and disclose them as one.",
        "Als einen Kunden behandeln und als einen angeben.",
    ),
    "C-ANNUALISED": _kind(
        "info",
        "The amounts of {count} customers are annualised in HHI, ABC and their kin: {names}.",
        "Die Beträge von {count} Kunden sind in HHI, ABC usw. auf ein Jahr hochgerechnet: {names}.",
        "Disclosure shares and warnings stay as they are; switch it off in the settings.",
        "Anteile für Angaben und Warnungen bleiben, wie sie sind; abschaltbar in den "
        "Einstellungen.",
    ),
    "C-AZ": _kind(
        "info",
        "Large customers with erratic orders (A and Z), {count} in all: {names}.",
        "Große Kunden mit sehr unregelmäßigen Aufträgen (A und Z), insgesamt {count}: {names}.",
        "Talk about framework contracts or call-off plans: much revenue is hard to plan here.",
        "Über Rahmenverträge oder Abrufpläne sprechen: Hier ist viel Umsatz schwer planbar.",
    ),
    "A-INTERNAL": _kind(
        "info",
        "Not external, {count} in all: {names}; left out of shares, ladder and concentration.",
        "Nicht extern, insgesamt {count}: {names}; zählt nicht in Anteilen, Warnleiter und "
        "Konzentration.",
        "Nothing to do, if these are companies of your own group.",
        "Nichts zu tun, wenn dies Gesellschaften Ihrer eigenen Gruppe sind.",
    ),
    "A-SAME-NAME": _kind(
        "warning",
        "“{name}” stands {count} times, under different numbers: {into}, {others}.",
        "„{name}“ steht {count}-mal da, unter verschiedenen Nummern: {into}, {others}.",
        "If they are one customer, add the figures of {others} to {into} and delete those rows; "
        "shares and concentration are too low until then.",
        "Falls es ein Kunde ist: Zahlen von {others} zu {into} zählen und diese Zeilen löschen; "
        "bis dahin sind Anteile und Konzentration zu niedrig.",
    ),
    "A-SAME-VAT": _kind(
        "warning",
        "The VAT id {vat} stands {count} times, under different numbers: {into} ({name}), "
        "{others}.",
        "Die USt-IdNr. {vat} steht {count}-mal da, unter verschiedenen Nummern: {into} ({name}), "
        "{others}.",
        "If they are one customer, add the figures of {others} to {into} and delete those rows; if "
        "companies of one group share it, enter one control group for them. Shares and "
        "concentration are too low until then.",
        "Falls es ein Kunde ist: Zahlen von {others} zu {into} zählen und diese Zeilen löschen; "
        "teilen sich Gesellschaften einer Gruppe die Nummer, für sie dieselbe Kontrollgruppe "
        "eintragen. Bis dahin sind Anteile und Konzentration zu niedrig.",
    ),
    "C-CREDIT": _kind(
        "info",
        "{count} accounts are negative ({amount} in all): structural share 0.",
        "{count} Kunden sind negativ (zusammen {amount}): struktureller Anteil 0.",
        "See whether credit notes belong to invoices outside the period.",
        "Prüfen, ob Gutschriften zu Rechnungen außerhalb des Zeitraums gehören.",
    ),
    "C-RECONCILE": _kind(
        "warning",
        "The accounts sum to {sum}, the reported revenue is {reported}: {difference} unallocated.",
        "Die Kunden ergeben {sum}, berichtet sind {reported}: {difference} nicht zugeordnet.",
        "Reconcile the list with the income statement.",
        "Liste mit der Gewinn-und-Verlust-Rechnung abstimmen.",
    ),
    # ------------------------------------------------------------ the workbook
    "X-FORMULA": _kind(
        "error",
        "{count} computed cells of “{column}” were overwritten or have no formula (first: {cell}).",
        "{count} berechnete Zellen in „{column}“ wurden überschrieben oder sind ohne Formel "
        "(zuerst: {cell}).",
        "Clear them and run `kamxl run BOOK`, or copy the formula from a cell above or below.",
        "Leeren und `kamxl run MAPPE` ausführen oder die Formel aus einer Nachbarzelle kopieren.",
    ),
    "X-BELOW": _kind(
        "error",
        "{count} rows stand below the table “{table}” without its formulas (first: {cell}).",
        "{count} Zeilen stehen unter der Tabelle „{table}“ ohne deren Formeln (zuerst: {cell}).",
        "Extend the table by dragging its corner, or run `kamxl run BOOK`.",
        "Tabelle an der Ecke aufziehen oder `kamxl run MAPPE` ausführen.",
    ),
    "X-KEPT": _kind(
        "warning",
        "{count} cells of “{sheet}” hold something else than kamxl computes (first: {cell}); they "
        "stay as they are.",
        "{count} Zellen in „{sheet}“ enthalten anderes, als kamxl berechnet (zuerst: {cell}); sie "
        "bleiben, wie sie sind.",
        "Clear them and run kamxl again, if they should be computed.",
        "Leeren und kamxl erneut ausführen, falls sie berechnet werden sollen.",
    ),
    "X-COPY": _kind(
        "info",
        "“{copy}” is a copy of “{sheet}”; kamxl leaves it alone and renews the other.",
        "„{copy}“ ist eine Kopie von „{sheet}“; kamxl lässt sie in Ruhe und erneuert das andere "
        "Blatt.",
        "Nothing, if the copy is meant for yourself; what is typed in it counts nowhere.",
        "Nichts, wenn die Kopie für Sie selbst ist; was darin steht, zählt nirgends mit.",
    ),
    "X-ROW": _kind(
        "info",
        "{count} rows of “{sheet}” were copies (first: {cell}); they are your own now, and kamxl "
        "renews the others.",
        "{count} Zeilen in „{sheet}“ waren Kopien (zuerst: {cell}); sie sind jetzt Ihre eigenen, "
        "und kamxl erneuert die anderen.",
        "Nothing, if the copies are meant; delete those that are not.",
        "Nichts, wenn die Kopien gewollt sind; sonst löschen.",
    ),
    "X-LAYOUT": _kind(
        "warning",
        "The sheet “{sheet}” was rearranged so that kamxl does not find its cells; it stays as "
        "it is.",
        "Das Blatt „{sheet}“ wurde so umgebaut, dass kamxl seine Zellen nicht findet; es bleibt, "
        "wie es ist.",
        "Undo the rearrangement, or delete the sheet if nothing is typed in it: kamxl adds it "
        "anew.",
        "Umbau rückgängig machen oder das Blatt löschen, falls nichts darin getippt ist: kamxl "
        "legt es neu an.",
    ),
    "X-STALE": _kind(
        "warning",
        "A figure stored in the file differs from what its inputs give now: {check}.",
        "Eine gespeicherte Zahl weicht von dem ab, was die Eingaben jetzt ergeben: {check}.",
        "Open the workbook in a spreadsheet program and save it, or run `kamxl run BOOK`.",
        "Mappe im Tabellenprogramm öffnen und speichern oder `kamxl run MAPPE`.",
    ),
    "X-CHECK": _kind(
        "error",
        "The workbook's own check “{check}” fails.",
        "Die Prüfung „{check}“ der Mappe schlägt fehl.",
        "See the line of this check on the first sheet.",
        "Siehe die Zeile dieser Prüfung auf dem ersten Blatt.",
    ),
    "X-COLUMN": _kind(
        "warning",
        "The column “{column}” is missing; it counts as unknown throughout.",
        "Die Spalte „{column}“ fehlt; sie gilt überall als unbekannt.",
        "Give the column its heading back.",
        "Der Spalte ihre Überschrift zurückgeben.",
    ),
    "X-SETTING": _kind(
        "error",
        "The setting “{setting}” holds “{value}”, which is not allowed; {default} is used.",
        "Die Einstellung „{setting}“ enthält „{value}“; nicht erlaubt, es gilt {default}.",
        "Choose {allowed}.",
        "Wählen Sie {allowed}.",
    ),
    "X-CRITERION": _kind(
        "error",
        "Criterion “{criterion}”: {column} holds “{value}”, which is not allowed; "
        "{default} is used.",
        "Kriterium „{criterion}“: {column} enthält „{value}“; nicht erlaubt, es gilt {default}.",
        "Choose {allowed}.",
        "Wählen Sie {allowed}.",
    ),
    # ------------------------------------------------------------ what came in
    "I-NEAR": _kind(
        "warning",
        "The column “{header}” was not recognised; did you mean “{suggestion}”?",
        "Die Spalte „{header}“ wurde nicht erkannt; war „{suggestion}“ gemeint?",
        'Name it with --map {key}="{header}".',
        'Mit --map {key}="{header}" zuordnen.',
    ),
    "I-UNUSED": _kind(
        "info",
        "The column “{header}” is not used.",
        "Die Spalte „{header}“ wird nicht verwendet.",
        'If it should be, name it with --map key="{header}".',
        'Falls doch, mit --map Schlüssel="{header}" zuordnen.',
    ),
    "I-TRIMMED": _kind(
        "info",
        "{count} ids had blanks around them, which were removed (first: “{id}”).",
        "{count} Nummern hatten Leerzeichen am Rand, die entfernt wurden (zuerst: „{id}“).",
        "Nothing to do, unless two accounts now share an id.",
        "Nichts zu tun, außer zwei Kunden teilen sich nun eine Nummer.",
    ),
    "I-FORMULA": _kind(
        "info",
        "{count} texts look like formulas (first: “{value}”); they are stored as text.",
        "{count} Texte sehen wie Formeln aus (zuerst: „{value}“); sie bleiben Text.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "I-NOTE": _kind(
        "warning",
        "“{text}” stands below the table, alone in its row, and is left out.",
        "„{text}“ steht allein in einer Zeile unter der Tabelle und bleibt unberücksichtigt.",
        "If it is an account, fill in another column of its row.",
        "Falls es ein Kunde ist, eine weitere Spalte der Zeile füllen.",
    ),
    "I-BESIDE": _kind(
        "info",
        "{count} cells stand beside the table, under no header (first: “{value}”); they are not "
        "read.",
        "{count} Zellen stehen neben der Tabelle ohne Überschrift (zuerst: „{value}“); sie werden "
        "nicht gelesen.",
        "If they are data, give their column a header.",
        "Falls es Daten sind, der Spalte eine Überschrift geben.",
    ),
    "I-BLANK": _kind(
        "info",
        "{count} blank rows stand among the data (first: row {row}); they are passed over.",
        "{count} leere Zeilen stehen in den Daten (zuerst: Zeile {row}); sie werden übergangen.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "I-HIDDEN": _kind(
        "warning",
        "{count} rows are hidden, by a filter or by hand (first: row {row}); they are read like "
        "the others.",
        "{count} Zeilen sind ausgeblendet, durch Filter oder von Hand (zuerst: Zeile {row}); sie "
        "werden wie die anderen gelesen.",
        "If they should not count, copy the visible rows into a file of their own.",
        "Falls sie nicht zählen sollen, die sichtbaren Zeilen in eine eigene Datei kopieren.",
    ),
    "I-HEADERS": _kind(
        "info",
        "The headers stand in {count} rows, one above the other; they were joined, such as "
        "“{header}”.",
        "Die Überschriften stehen in {count} Zeilen übereinander; sie wurden verbunden, etwa "
        "„{header}“.",
        "Nothing to do, if the columns were taken rightly.",
        "Nichts zu tun, wenn die Spalten richtig zugeordnet sind.",
    ),
    "I-LONG": _kind(
        "warning",
        "“{column}” holds a text of {count} characters; 8000 are taken over, the rest is cut off.",
        "„{column}“ enthält einen Text von {count} Zeichen; 8000 werden übernommen, der Rest "
        "fehlt.",
        "Shorten it in the source; is a quotation mark missing there?",
        "In der Quelle kürzen; fehlt dort ein Anführungszeichen?",
    ),
    "I-MERGED": _kind(
        "warning",
        "The id “{id}” has several names; “{name}” is used.",
        "Die Nummer „{id}“ hat mehrere Namen; „{name}“ gilt.",
        "Make the names equal in the source.",
        "Namen in der Quelle vereinheitlichen.",
    ),
    "I-CREDIT": _kind(
        "info",
        "{count} lines are negative (credit notes, {amount} in all) and were netted.",
        "{count} Zeilen sind negativ (Gutschriften, zusammen {amount}) und wurden verrechnet.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "I-PERIODS": _kind(
        "info",
        "Revenue was summed over 12 months each, to {end}: {from_} lines used, {outside} older.",
        "Umsatz über je 12 Monate summiert, bis {end}: {from_} Zeilen genutzt, {outside} ältere.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "I-ERROR": _kind(
        "error",
        "{account}: “{column}” holds the error value {value}; it counts as unknown.",
        "{account}: „{column}“ enthält den Fehlerwert {value}; gilt als unbekannt.",
        "Mend the formula in the source, or enter the value.",
        "Formel in der Quelle berichtigen oder den Wert eintragen.",
    ),
    "I-NO-VALUE": _kind(
        "error",
        "{count} formulas have no stored result (first: {cell}); they count as unknown.",
        "{count} Formeln haben kein gespeichertes Ergebnis (zuerst: {cell}); gelten als unbekannt.",
        "Open the file in a spreadsheet program, save it, and import it again.",
        "Datei im Tabellenprogramm öffnen, speichern und erneut einlesen.",
    ),
    "I-NO-ID": _kind(
        "info",
        "No column holds ids; “{header}” serves as id.",
        "Keine Spalte enthält Kundennummern; „{header}“ dient als Nummer.",
        'If there is one, name it with --map id="…".',
        'Falls es eine gibt, mit --map id="…" zuordnen.',
    ),
    "I-TOTAL": _kind(
        "warning",
        "The row “{label}” looks like a total and is left out.",
        "Die Zeile „{label}“ sieht wie eine Summe aus und bleibt unberücksichtigt.",
        "If it is an account, give it another name.",
        "Falls es ein Kunde ist, anders benennen.",
    ),
    "I-CURRENCY": _kind(
        "error",
        "{account}: there is no rate from {currency} to {reporting}; these amounts are left out.",
        "{account}: Für {currency} gibt es keinen Kurs in {reporting}; diese Beträge fehlen.",
        "Say --rate {currency}=0.92 with the average rate of the period, or --currency {currency}.",
        "Mit --rate {currency}=0.92 den Durchschnittskurs des Zeitraums angeben, oder "
        "--currency {currency}.",
    ),
    "I-STATUS": _kind(
        "warning",
        "{account}: the status “{value}” is neither customer nor prospect; taken as {status}.",
        "{account}: Der Status „{value}“ ist weder Kunde noch Interessent; gilt als {status}.",
        "Enter customer or prospect.",
        "Kunde oder Interessent eintragen.",
    ),
    "I-LINE-ID": _kind(
        "error",
        "A line over {amount} has no customer id; it is left out.",
        "Eine Zeile über {amount} hat keine Kundennummer; sie bleibt unberücksichtigt.",
        "Enter the id.",
        "Kundennummer eintragen.",
    ),
    "I-LINE-DATE": _kind(
        "error",
        "{account}: a line over {amount} has no date; it is left out.",
        "{account}: Eine Zeile über {amount} hat kein Datum; sie bleibt unberücksichtigt.",
        "Enter the date.",
        "Datum eintragen.",
    ),
    "I-LINE-AMOUNT": _kind(
        "error",
        "{account}: a line has no amount; it is left out.",
        "{account}: Eine Zeile hat keinen Betrag; sie bleibt unberücksichtigt.",
        "Enter the amount.",
        "Betrag eintragen.",
    ),
    "I-LINE-MARGIN": _kind(
        "warning",
        "{account}: {count} lines of a period have no margin, so its margin is unknown.",
        "{account}: {count} Zeilen eines Zeitraums ohne Deckungsbeitrag; er gilt als unbekannt.",
        "Complete the margins.",
        "Deckungsbeiträge ergänzen.",
    ),
    "I-PARTIAL": _kind(
        "info",
        "The data begin on {start}, within the 12 months from {from_}: their revenue is unknown.",
        "Die Daten beginnen am {start}, innerhalb der 12 Monate ab {from_}: deren Umsatz ist "
        "unbekannt.",
        "For growth over three years export three full years.",
        "Für das Wachstum über drei Jahre drei volle Jahre exportieren.",
    ),
    "I-FUTURE": _kind(
        "error",
        "{count} lines are dated after today ({today}), the last on {last}; the periods end there.",
        "{count} Zeilen liegen nach heute ({today}), die letzte am {last}; die Zeiträume enden "
        "dort.",
        "Correct these dates, or leave the lines out.",
        "Diese Daten berichtigen oder die Zeilen weglassen.",
    ),
    "I-MORE": _kind(
        "warning",
        "{count} more findings {code} are not listed.",
        "{count} weitere Hinweise {code} sind nicht aufgeführt.",
        "Mend the listed ones first, then import again.",
        "Zuerst die aufgeführten beheben, dann erneut einlesen.",
    ),
    "I-BANDS": _kind(
        "info",
        "Thresholds for “{criterion}” were proposed from the data and stand in the criteria.",
        "Schwellen für „{criterion}“ wurden aus den Daten vorgeschlagen und stehen bei den "
        "Kriterien.",
        "Change them to what the figures mean for you; from now on they stay as they are.",
        "Passen Sie sie an; ab jetzt bleiben sie, wie sie sind.",
    ),
    "I-INACTIVE": _kind(
        "info",
        "“{criterion}” is excluded: the data say nothing about it.",
        "„{criterion}“ ist ausgeschlossen: die Daten sagen darüber nichts.",
        "Activate it once you have figures or ratings.",
        "Aktivieren, sobald Zahlen oder Bewertungen vorliegen.",
    ),
    "I-JOIN-NEW": _kind(
        "warning",
        "{count} ids of the invoices are not in {accounts} (first: “{id}”); they were appended.",
        "{count} Nummern der Rechnungen fehlen in {accounts} (zuerst: „{id}“); sie wurden "
        "angefügt.",
        "Add these accounts to the list, or correct their ids.",
        "Diese Kunden in der Liste ergänzen oder ihre Nummern berichtigen.",
    ),
    "I-JOIN-ZEROS": _kind(
        "error",
        "{count} ids differ only by leading zeros (first: “{id}” in the invoices, “{other}” in "
        "{accounts}); they count as different accounts.",
        "{count} Nummern unterscheiden sich nur durch führende Nullen (zuerst: „{id}“ in den "
        "Rechnungen, „{other}“ in {accounts}); sie gelten als verschiedene Kunden.",
        "Export both lists with ids as text.",
        "Beide Listen mit Nummern als Text ausgeben.",
    ),
    "I-JOIN-NONE": _kind(
        "info",
        "{count} accounts have no line in {invoices} (first: {account}); their revenue is 0.",
        "{count} Kunden haben keine Zeile in {invoices} (zuerst: {account}); ihr Umsatz ist 0.",
        "Nothing to do, if the invoices are complete.",
        "Nichts zu tun, wenn die Rechnungen vollständig sind.",
    ),
    "I-JOIN-UNUSED": _kind(
        "info",
        "The column “{header}” is not used: {invoices} says it.",
        "Die Spalte „{header}“ wird nicht verwendet: {invoices} sagt es.",
        "Nothing to do; leave out the invoices to use it.",
        "Nichts zu tun; ohne die Rechnungen wird sie verwendet.",
    ),
    # ------------------------------------------------------------ what came back
    "H-UNREADABLE": _kind(
        "error",
        "{file} could not be read, and nothing of it was taken: {why}",
        "{file} war nicht lesbar, daraus wurde nichts übernommen: {why}",
        "Ask for the file again, saved as .xlsx and without a password; the others were collected.",
        "Die Datei erneut erbitten, als .xlsx und ohne Kennwort; die anderen sind eingesammelt.",
    ),
    "H-UNKNOWN": _kind(
        "error",
        "{file} is no part that this workbook handed out; nothing of it was taken.",
        "{file} ist kein Teil, den diese Mappe ausgegeben hat; daraus wurde nichts übernommen.",
        "Collect it into the master it came from, or ask for the file that was handed out.",
        "In die Hauptmappe einsammeln, aus der sie stammt, oder die ausgegebene Datei erbitten.",
    ),
    "H-FOREIGN": _kind(
        "error",
        "{file} speaks of the account {account}, which was not handed out in it; that was not "
        "taken.",
        "{file} spricht vom Kunden {account}, der darin nicht ausgegeben war; das wurde nicht "
        "übernommen.",
        "Enter it in the master if it is right, and ask how it got there.",
        "In der Hauptmappe eintragen, wenn es stimmt, und fragen, wie es dorthin kam.",
    ),
    "H-NEW": _kind(
        "warning",
        "{file} has an account {account} that the master does not know; it was not taken.",
        "{file} hat einen Kunden {account}, den die Hauptmappe nicht kennt; er wurde nicht "
        "übernommen.",
        "If it is a new customer, add it to the master.",
        "Wenn es ein neuer Kunde ist, in der Hauptmappe anlegen.",
    ),
    "H-INVALID": _kind(
        "error",
        "{account}: “{value}” cannot be used ({why}); the master keeps what it has.",
        "{account}: „{value}“ ist nicht verwendbar ({why}); die Hauptmappe behält ihren Wert.",
        "Ask what is meant, or correct the cell and collect the file again.",
        "Fragen, was gemeint ist, oder die Zelle berichtigen und die Datei erneut einsammeln.",
    ),
    "H-FORMULA": _kind(
        "warning",
        "{account}: a formula stands in a cell for typing; its result was taken as a value.",
        "{account}: In einer Eingabezelle steht eine Formel; ihr Ergebnis gilt als Wert.",
        "Nothing, if the result is right.",
        "Nichts, wenn das Ergebnis stimmt.",
    ),
    "H-MACRO": _kind(
        "warning",
        "{file} holds macros; parts are handed out without. Only its cells were read.",
        "{file} enthält Makros; Teile werden ohne ausgegeben. Gelesen wurden nur die Zellen.",
        "Do not open it; ask where the macros come from.",
        "Nicht öffnen; fragen, woher die Makros kommen.",
    ),
    "H-LINK": _kind(
        "warning",
        "{file} links to other files; no link was followed or taken.",
        "{file} verweist auf andere Dateien; kein Verweis wurde verfolgt oder übernommen.",
        "Look at the values that came from it.",
        "Die Werte daraus ansehen.",
    ),
    "H-SETTINGS": _kind(
        "warning",
        "In {file} criteria differ from those of the master; settings are never taken from a part.",
        "In {file} weichen Kriterien von der Hauptmappe ab; Einstellungen werden nie übernommen.",
        "Look whether the ratings were meant under other criteria.",
        "Prüfen, ob die Bewertungen unter anderen Kriterien gemeint waren.",
    ),
    "H-POLICY": _kind(
        "info",
        "The master’s settings have changed since {file} was handed out on {day}.",
        "Die Hauptmappe hat seit der Ausgabe von {file} am {day} andere Einstellungen.",
        "Nothing, if what people rated still means the same.",
        "Nichts, wenn die Bewertungen noch dasselbe bedeuten.",
    ),
    "H-MISSING": _kind(
        "info",
        "{count} accounts are no longer in {file} (first: {first}); the master keeps them.",
        "{count} Kunden stehen nicht mehr in {file} (zuerst: {first}); die Hauptmappe behält sie.",
        "Ask whether they were deleted on purpose.",
        "Fragen, ob sie mit Absicht gelöscht wurden.",
    ),
    "H-SHEET": _kind(
        "info",
        "The strategy sheet of {account} is no longer in {file}; the master keeps it.",
        "Das Strategieblatt von {account} steht nicht mehr in {file}; die Hauptmappe behält es.",
        "Ask whether it was deleted on purpose.",
        "Fragen, ob es mit Absicht gelöscht wurde.",
    ),
    "H-TWICE": _kind(
        "warning",
        "{count} rows of {file} repeat an account (first: {account}); the first row counts.",
        "{count} Zeilen von {file} wiederholen einen Kunden (zuerst: {account}); die erste zählt.",
        "Look whether the other row says something else.",
        "Prüfen, ob die andere Zeile etwas anderes sagt.",
    ),
    "H-COLUMNS": _kind(
        "warning",
        "{file} has {count} columns of its own beside the accounts; no new one was taken.",
        "{file} hat {count} eigene Spalten neben den Kunden; keine der neuen wurde übernommen.",
        "Ask for the file with the few that are meant.",
        "Die Datei mit den wenigen gemeinten erbitten.",
    ),
    "H-PLACE": _kind(
        "warning",
        "{account}: “{value}” of {file} has no place in the master any more; it was not taken.",
        "{account}: „{value}“ aus {file} hat in der Hauptmappe keinen Platz; nicht übernommen.",
        "Run kamxl run on the master and collect again, or enter it by hand.",
        "kamxl run auf die Hauptmappe, erneut einsammeln, oder von Hand eintragen.",
    ),
    "H-CHOICE": _kind(
        "warning",
        "“{value}” is no choice; the conflict stays open.",
        "„{value}“ ist keine Auswahl; der Konflikt bleibt offen.",
        "Choose master or theirs.",
        "Hauptmappe oder Rückgabe wählen.",
    ),
    # ------------------------------------------------------------ ledgers
    "L-FILE": _kind(
        "error",
        "This file is not counted: {reason}",
        "Diese Datei ist nicht mitgezählt: {reason}",
        "Mend or remove the file, or name its columns with --map.",
        "Datei berichtigen oder weglassen, oder die Spalten mit --map zuordnen.",
    ),
    "L-BROKEN": _kind(
        "error",
        "{count} lines cannot be taken apart and are not counted, the first is “{value}”.",
        "{count} Zeilen lassen sich nicht zerlegen und zählen nicht mit, die erste: „{value}“.",
        "Look for missing columns or quotation marks, or export the file again.",
        "Nach fehlenden Spalten oder Anführungszeichen suchen oder die Datei neu exportieren.",
    ),
    "L-DATE": _kind(
        "error",
        "{account}: “{value}” is no date, or can be read in two ways; the line is not counted.",
        "{account}: „{value}“ ist kein Datum oder zweideutig; die Zeile ist nicht mitgezählt.",
        "Write 2025-12-31, or say --locale de or en.",
        "2025-12-31 schreiben oder --locale de bzw. en angeben.",
    ),
    "L-AMOUNT": _kind(
        "error",
        "{account}: “{value}” is no amount, is beyond 1e15, or can be read in two ways; the line "
        "is not counted.",
        "{account}: „{value}“ ist kein Betrag, größer als 1e15 oder zweideutig; die Zeile ist "
        "nicht mitgezählt.",
        "Write 1234.56, or say --locale de or en.",
        "1234,56 schreiben oder --locale de bzw. en angeben.",
    ),
    "L-INTERNAL": _kind(
        "info",
        "{count} lines over {amount} are with companies of one's own group and are not counted.",
        "{count} Zeilen über {amount} betreffen den eigenen Konzern und sind nicht mitgezählt.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "L-REPEATED": _kind(
        "info",
        "{count} lines are repeated headers or totals and are left out.",
        "{count} Zeilen sind wiederholte Überschriften oder Summen und bleiben weg.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "L-TWICE": _kind(
        "warning",
        "{account}: the invoice {order} of {day} over {amount} is there {count} times.",
        "{account}: Die Rechnung {order} vom {day} über {amount} ist {count}-mal da.",
        "If it is the same invoice, count it once: --once.",
        "Falls es dieselbe Rechnung ist, nur einmal zählen: --once.",
    ),
    "L-ONCE": _kind(
        "info",
        "{count} lines over {amount} repeat another one and are not counted.",
        "{count} Zeilen über {amount} wiederholen eine andere und sind nicht mitgezählt.",
        "Nothing to do; leave out --once to count them.",
        "Nichts zu tun; ohne --once zählen sie mit.",
    ),
    "L-COUNTED": _kind(
        "info",
        "{counted} of {lines} lines are counted, {left} are not.",
        "{counted} von {lines} Zeilen sind mitgezählt, {left} nicht.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "L-PARTIAL": _kind(
        "info",
        "The lines do not cover {periods} whole; their sums are what is known so far.",
        "Die Zeilen decken {periods} nicht ganz ab; deren Summen sind das bisher Bekannte.",
        "Nothing to do, or add what is missing.",
        "Nichts zu tun, oder das Fehlende ergänzen.",
    ),
    "L-RECONCILED": _kind(
        "info",
        "{period}: the lines sum to {sum}, {difference} ({share}) from the reported {reported}.",
        "{period}: Die Zeilen ergeben {sum}, {difference} ({share}) neben gemeldeten {reported}.",
        "Nothing to do.",
        "Nichts zu tun.",
    ),
    "L-REPORTED": _kind(
        "warning",
        "{period}: the lines sum to {sum}, {difference} ({share}) from the reported {reported}.",
        "{period}: Die Zeilen ergeben {sum}, {difference} ({share}) neben gemeldeten {reported}.",
        "Find what is missing or counted twice; shares of the reported revenue rest on it.",
        "Fehlendes oder doppelt Gezähltes suchen; Anteile am gemeldeten Umsatz hängen daran.",
    ),
}
