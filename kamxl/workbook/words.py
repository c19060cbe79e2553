"""Every label of the workbook, in both languages. No label is spelled anywhere else."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.domain.buying import FACTORS
from kamxl.domain.explanation import (
    AHEAD,
    AS_MUCH_AS,
    BEHIND,
    CAP,
    COSTLY,
    COVERAGE,
    EXCLUDED,
    FLAGGED,
    LESS_THAN,
    MORE_THAN,
    OF_WEIGHT,
    STRONG,
    THE_MEAN,
)
from kamxl.domain.gates import UNFIT
from kamxl.domain.ladder import LEVEL_NAMES
from kamxl.domain.matrix import QUADRANT_NAMES
from kamxl.domain.movement import WORDS as MOVEMENT
from kamxl.domain.policy import BAND_COUNT, SLOTS
from kamxl.domain.subratings import NAMES as SUBRATING_NAMES
from kamxl.domain.suggestions import NAMES as SUGGESTION_NAMES
from kamxl.domain.tiers import LETTERS
from kamxl.text import Text

SHEETS: Mapping[str, Text] = {
    "start": Text("Start", "Start"),
    "overview": Text("Overview", "Übersicht"),
    "accounts": Text("Accounts", "Kunden"),
    "criteria": Text("Criteria", "Kriterien"),
    "weights": Text("Weights", "Gewichte"),
    "ratings": Text("Ratings", "Bewertung"),
    "strength": Text("Strength", "Stärke"),
    "ranking": Text("Ranking", "Rangliste"),
    "explanation": Text("Explanation", "Erklärung"),
    "changes": Text("Changes", "Veränderungen"),
    "matrix": Text("Matrix", "Matrix"),
    "stability": Text("Stability", "Stabilität"),
    "concentration": Text("Concentration", "Konzentration"),
    "periods": Text("Periods", "Perioden"),
    "trend": Text("Trend", "Verlauf"),
    "disclosure": Text("Disclosure", "Offenlegung"),
    "stress": Text("Stress test", "Stresstest"),
    "trace": Text("Trace", "Nachweis"),
    "actions": Text("Actions", "Maßnahmen"),
    "needs": Text("Needs", "Bedarf"),
    "contacts": Text("Contacts", "Kontakte"),
    "loyalty": Text("Loyalty", "Loyalität"),
    "balance": Text("Balance", "Balance"),
    "settings": Text("Settings", "Einstellungen"),
    "findings": Text("Findings", "Hinweise"),
}

ACCOUNT_COLUMNS: Mapping[str, Text] = {
    "id": Text("Account no.", "Kundennummer"),
    "name": Text("Account", "Kunde"),
    "parent": Text("Group", "Konzern"),
    "status": Text("Status", "Status"),
    "owner": Text("Account manager", "Betreuer"),
    "segment": Text("Segment", "Segment"),
    "region": Text("Region", "Region"),
    "leader": Text("Industry leader", "Branchenführer"),
    "stage": Text("Relationship stage", "Beziehungsstufe"),
    "reputation_fits": Text("Reputation suits", "Ruf passt"),
    "brand": Text("Known brand", "Bekannte Marke"),
    "vision": Text("Vision", "Vision"),
    "external": Text("External customer", "Externer Kunde"),
    "contract_end": Text("Contract end", "Vertragsende"),
    "last_order": Text("Last order", "Letzte Bestellung"),
    "revenue_y2": Text("Revenue 2 years before", "Umsatz Vorvorjahr"),
    "revenue_y1": Text("Revenue previous year", "Umsatz Vorjahr"),
    "revenue": Text("Revenue", "Umsatz"),
    "margin_y1": Text("Margin previous year", "DB Vorjahr"),
    "margin": Text("Contribution margin", "Deckungsbeitrag"),
    "potential": Text("Potential", "Umsatzpotenzial"),
    "order_cv": Text("Order variation", "Auftragsschwankung"),
    "orders": Text("Orders", "Aufträge"),
    "service_hours": Text("Service hours", "Betreuungszeit h"),
    "service_cost": Text("Service cost", "Betreuungskosten"),
    "credit_index": Text("Credit index", "Bonitätsindex"),
    "company_size": Text("Company size", "Unternehmensgröße"),
    "use_case": Text("Use case", "Anwendungsfall"),
    "customer_since": Text("Customer since", "Kunde seit"),
    "first_order": Text("First order", "Erste Bestellung"),
    "retention": Text("Retention", "Kundenbindungsrate"),
    "sustainability": Text("Sustainability", "Nachhaltigkeit"),
    "expansion": Text("Expansion plans", "Expansionspläne"),
    "expansion_date": Text("Expansion by", "Expansion bis"),
    "impulse": Text("Development impulse", "Entwicklungsimpuls"),
    "impulse_cost": Text("Investment for it", "Investition dafür"),
    "logo": Text("Logo permission", "Logo-Freigabe"),
    "logo_date": Text("Logo: date", "Logo: Datum"),
    "referrals": Text("Recommendations given", "Empfehlungen gegeben"),
    "referral_customers": Text("New customers from them", "Neukunden daraus"),
    "referral_revenue": Text("Revenue from them", "Empfehlungsumsatz"),
    "control_group": Text("Control group", "Kontrollgruppe"),
    "control_reason": Text("Control: reason", "Kontrolle: Begründung"),
    "end_customer": Text("End customer", "Endkunde"),
    "owner_role": Text("Role of the manager", "Rolle des Betreuers"),
    "pinned": Text("Strategy sheet wanted", "Strategieblatt gewünscht"),
    "vat_id": Text("VAT id", "USt-IdNr."),
    "avoidable_costs": Text("Avoidable fixed costs", "Vermeidbare Fixkosten"),
    "receivables": Text("Receivables", "Forderungen"),
    # computed
    "nr": Text("Row", "Zeile"),
    "amount": Text("Base amount", "Basisbetrag"),
    "share": Text("Share", "Anteil"),
    "disclosure_share": Text("Disclosure share", "Anteil am Gesamtumsatz"),
    "level": Text("Level", "Stufe"),
    "warning": Text("Warning", "Warnung"),
    "revenue_rank": Text("Revenue rank", "Rang Umsatz"),
    "margin_rank": Text("Margin rank", "Rang DB"),
    "shortlist": Text("Shortlist", "Vorauswahl"),
    "size_order": Text("Order by size", "Folge nach Größe"),
    "cumulative": Text("Cumulative before", "Kumuliert davor"),
    "cumulative_after": Text("Cumulative", "Kumuliert"),
    "abc": Text("ABC", "ABC"),
    "xyz": Text("XYZ", "XYZ"),
    "amount_before": Text("Base amount previous year", "Basisbetrag Vorjahr"),
    "margin_amount": Text("Margin of external customers", "DB externer Kunden"),
    "share_log": Text("Share times its log", "Anteil mal Logarithmus"),
    "share_before": Text("Share previous year", "Anteil Vorjahr"),
    "margin_share": Text("Margin share", "Anteil DB"),
    "growth": Text("Growth p.a.", "Wachstum p. a."),
    "margin_ratio": Text("Margin ratio", "DB-Quote"),
    "margin_trend": Text("Margin trend", "DB-Trend"),
    "cost_ratio": Text("Cost to serve", "Betreuungskostenquote"),
    "gap": Text("Gap to potential", "Lücke zum Potenzial"),
    "recency": Text("Days since order", "Tage seit Bestellung"),
    "available": Text("Potential over the horizon", "Potenzial im Horizont"),
    "lifetime": Text("Lifetime value", "Kundenwert (CLV)"),
    "customer_years": Text("Years a customer", "Jahre Kunde"),
    "annual_factor": Text("Annualised by", "Hochgerechnet mal"),
    "group_share": Text("Share of the group", "Anteil Konzern"),
    "group_warning": Text("Warning of the group", "Warnung Konzern"),
    "net_amount": Text("Base amount of the period", "Basisbetrag im Zeitraum"),
    "up_1": Text("Parent, 1 step", "Mutter, 1 Stufe"),
    "up_2": Text("Parent, 2 steps", "Mutter, 2 Stufen"),
    "up_4": Text("Parent, 4 steps", "Mutter, 4 Stufen"),
    "root": Text("Ultimate parent", "Oberste Mutter"),
    "group_key": Text("Group in words", "Konzern in Worten"),
    "group": Text("Group: first row", "Konzern: erste Zeile"),
    "group_net": Text("Group: net amount", "Konzern: Nettobetrag"),
    "group_amount": Text("Group: base amount", "Konzern: Basisbetrag"),
    "group_part": Text("Group: part", "Konzern: Teil"),
    "group_level": Text("Group: level", "Konzern: Stufe"),
    "net_revenue": Text("Revenue of external customers", "Umsatz externer Kunden"),
    "net_margin": Text("Margin, not annualised", "DB, nicht hochgerechnet"),
    "amount_y2": Text("Base amount 2 years before", "Basisbetrag Vorvorjahr"),
    "hhi_part": Text("Adds to the change of HHI", "Bringt zur Änderung HHI"),
    "came": Text("New 1, returned 2, lost 3", "Neu 1, wieder 2, verloren 3"),
    "group_revenue": Text("Group: revenue", "Konzern: Umsatz"),
    "group_receivables": Text("Group: receivables", "Konzern: Forderungen"),
    **{f"f{n}": Text(f"C{n} by figure", f"K{n} aus Zahl") for n in range(1, SLOTS + 1)},
}

RATING_COLUMNS: Mapping[str, Text] = {
    "id": Text("Account no.", "Kundennummer"),
    "name": Text("Account", "Kunde"),
    "rank": Text("Rank", "Rang"),
    "tier": Text("Tier", "Klasse"),
    "score": Text("Score", "Punktwert"),
    "coverage": Text("Rated", "Bewertet"),
    **{f"k{n}": Text(f"C{n}", f"K{n}") for n in range(1, SLOTS + 1)},
    **SUBRATING_NAMES,
    **SUGGESTION_NAMES,
    "previous_tier": LETTERS["previous_tier"],
    "computed_tier": Text("Computed tier", "Errechnete Klasse"),
    "override_tier": LETTERS["override_tier"],
    "override_by": Text("Decided by", "Entschieden von"),
    "override_date": Text("Decided on", "Entschieden am"),
    "override_reason": Text("Reason", "Begründung"),
    "override_until": Text("Valid until", "Gültig bis"),
    "forecast_attractiveness": Text("Expected attractiveness", "Erwartete Attraktivität"),
    "forecast_strength": Text("Expected strength", "Erwartete Stärke"),
    "periods_before": Text("Periods beyond before", "Perioden jenseits zuvor"),
    "periods_beyond": Text("Periods beyond", "Perioden jenseits"),
    "reference": Text("Reference", "Referenz"),
    "account_row": Text("Row of account", "Zeile des Kunden"),
    **{f"e{n}": Text(f"C{n} counts", f"K{n} zählt") for n in range(1, SLOTS + 1)},
    "lowest": Text("Lowest score", "Punktwert mindestens"),
    "highest": Text("Highest score", "Punktwert höchstens"),
    "key": Text("Sort key", "Sortierwert"),
    "tie1": Text("Tie-break 1", "Gleichstand 1"),
    "tie2": Text("Tie-break 2", "Gleichstand 2"),
    "tie3": Text("Tie-break 3", "Gleichstand 3"),
    "tie4": Text("Tie-break 4", "Gleichstand 4"),
    "order": Text("Order", "Reihenfolge"),
    "strategic_mean": Text("Strategic questions", "Strategische Fragen"),
    "severity": Text("Gate severity", "Schwere des Deckels"),
    "gate": Text("Gate closed", "Deckel greift"),
    "previous_no": Text("Previous tier no.", "Vorklasse Nr."),
    "override_no": Text("Tier by hand no.", "Klasse von Hand Nr."),
    "before_no": Text("Periods before no.", "Perioden zuvor Nr."),
    "held_no": Text("Tier beyond no.", "Klasse jenseits Nr."),
    "beyond_no": Text("Periods beyond no.", "Perioden jenseits Nr."),
    "attractiveness": Text("Attractiveness", "Attraktivität"),
    "strength": Text("Relative strength", "Relative Stärke"),
    "on_attractiveness": Text("Attractiveness if ranked", "Attraktivität im Rang"),
    "on_strength": Text("Strength if ranked", "Stärke im Rang"),
    "stage_strength": Text("Strength by stage", "Stärke nach Stufe"),
    "quadrant": Text("Quadrant no.", "Feld-Nr."),
    "cell": Text("Cell of nine", "Feld von neun"),
    "borderline": Text("Borderline", "Grenzfall"),
    "endangered": Text("Endangered", "Gefährdet"),
    "mark_large": Text("Large share", "Umsatzstark"),
    "mark_solvent": Text("Solvent prospect", "Zahlungsfähiger Interessent"),
    "mark_leader": Text("Leader", "Führend"),
    "strength_row": Text("Row in strength", "Zeile der Stärke"),
    "strength_source": Text("Strength from", "Stärke aus"),
    "unit": Text("Points per weight", "Punkte je Gewicht"),
    "mark_reference": Text("Reference candidate", "Referenzkandidat"),
    "ask_logo": Text("Ask for the logo", "Logo anfragen"),
}

# Letters stand for the three competitors, F1 to F6 for the factors named above the table.
_RIVALS = {"a": "A", "b": "B", "c": "C"}
_BLOCKS = {"us": Text("Us", "Wir"), "w": Text("Weight", "Gewicht")} | {
    rival: Text.same(letter) for rival, letter in _RIVALS.items()
}


def _by_factor(block: str, text: Text) -> dict[str, Text]:
    """Return one label for each factor."""
    return {
        f"{block}_{n}": Text(f"{text.en} F{n}", f"{text.de} F{n}") for n in range(1, FACTORS + 1)
    }


def _rival(letter: str, text: Text) -> Text:
    return Text(f"{text.en} {letter}", f"{text.de} {letter}")


STRENGTH_COLUMNS: Mapping[str, Text] = {
    "id": ACCOUNT_COLUMNS["id"],
    "name": ACCOUNT_COLUMNS["name"],
    "ratio": Text("R", "R"),
    "applies": Text("What applies", "Was gilt"),
    "best": Text("Best competitor", "Bester Wettbewerber"),
    "gap": Text("Largest gap", "Größter Rückstand"),
    "us": Text("Our points", "Unsere Punkte"),
    "rival": Text("Points of best", "Punkte des Besten"),
    "difference": Text("Difference", "Differenz"),
    "coverage": Text("Coverage", "Abdeckung"),
    **_by_factor("us", _BLOCKS["us"]),
    **_by_factor("w", _BLOCKS["w"]),
    **{
        key: label
        for rival, letter in _RIVALS.items()
        for key, label in {
            f"competitor_{rival}": _rival(letter, Text("Competitor", "Wettbewerber")),
            **_by_factor(rival, _BLOCKS[rival]),
        }.items()
    },
    "account_row": RATING_COLUMNS["account_row"],
    **_by_factor("u", Text("Used weight", "Gewicht zählt")),
    **{
        f"{key}_{rival}": _rival(letter, label)
        for rival, letter in _RIVALS.items()
        for key, label in (
            ("covered", Text("Rated for both", "Für beide bewertet")),
            ("own", Text("Us against", "Wir gegen")),
            ("theirs", Text("Points of", "Punkte von")),
            ("ratio", Text("R against", "R gegen")),
        )
    },
    "best_no": Text("Best no.", "Bester Nr."),
    "reason_no": Text("Reason no.", "Grund Nr."),
    **_by_factor("g", Text("Gap", "Rückstand")),
    "gap_no": Text("Gap no.", "Rückstand Nr."),
}
FACTOR_COLUMNS: Mapping[str, Text] = {
    "slot": Text("Place", "Platz"),
    "name": Text("Factor", "Faktor"),
    "weight": Text("Weight", "Gewicht"),
    "anchor_1": Text("1 means", "1 heißt"),
    "anchor_5": Text("5 means", "5 heißt"),
    "anchor_10": Text("10 means", "10 heißt"),
}

CRITERIA_COLUMNS: Mapping[str, Text] = {
    "slot": Text("Place", "Platz"),
    "key": Text("Key", "Schlüssel"),
    "name": Text("Criterion", "Kriterium"),
    "description": Text("Description", "Beschreibung"),
    "active": Text("Active", "Aktiv"),
    "weight": Text("Weight", "Gewicht"),
    "direction": Text("Direction", "Richtung"),
    "axis": Text("Axis", "Achse"),
    "source": Text("Source", "Quelle"),
    "gate_limit": Text("Gate: rating up to", "Deckel: Bewertung bis"),
    "gate_cap": Text("Gate: tier at best", "Deckel: Klasse höchstens"),
    "gate_effect": Text("Gate: effect", "Deckel: Wirkung"),
    "anchor_1": Text("What is a 1", "Was ist eine 1"),
    "anchor_5": Text("What is a 5", "Was ist eine 5"),
    "anchor_10": Text("What is a 10", "Was ist eine 10"),
    "shape": Text("Between thresholds", "Zwischen Schwellen"),
    "band_1": Text("1 at", "1 bei"),
    **{f"band_{n + 2}": Text(f"{n + 2} from", f"{n + 2} ab") for n in range(BAND_COUNT)},
    # computed
    "used_weight": Text("Weight that counts", "Zählendes Gewicht"),
    "weight_share": Text("Share of weight", "Gewichtsanteil"),
    "gate_text": Text("Gate in words", "Deckel in Worten"),
    "column": Text("Column", "Spalte"),
    "sign": Text("Sign", "Vorzeichen"),
    **{f"knot_{n}": Text(f"Knot {n}", f"Knoten {n}") for n in range(BAND_COUNT + 2)},
    **{f"slope_{n}": Text(f"Slope {n}", f"Steigung {n}") for n in range(BAND_COUNT + 2)},
    **{f"base_{n}": Text(f"Base {n}", f"Basis {n}") for n in range(BAND_COUNT + 2)},
    "limit": Text("Limit on scale", "Grenze auf Skala"),
    "cap": Text("Tier no.", "Klassen-Nr."),
}

# Ways to weights that one can defend: by the key of what `kamxl run --weights` takes over.
WEIGHT_METHODS: Mapping[str, Text] = {
    "importance": Text("From importance", "Aus Wichtigkeit"),
    "pairwise": Text("From pairs (AHP)", "Aus Paaren (AHP)"),
    "preference": Text("From pairs (points)", "Aus Paaren (Punkte)"),
    "swing": Text("From swing", "Aus Swing"),
}
WEIGHT_COLUMNS: Mapping[str, Text] = {
    "slot": Text("Place", "Platz"),
    "name": Text("Criterion", "Kriterium"),
    "active": Text("Active", "Aktiv"),
    "importance": Text("Importance", "Wichtigkeit"),
    "swing": Text("Swing points", "Swing-Punkte"),
    "current": Text("Weight in use", "Gewicht bisher"),
    **{f"by_{method}": label for method, label in WEIGHT_METHODS.items()},
    "change_importance": Text("± importance", "± Wichtigkeit"),
    "change_pairwise": Text("± AHP", "± AHP"),
    "change_preference": Text("± points", "± Punkte"),
    "change_swing": Text("± swing", "± Swing"),
}
PAIR_COLUMNS: Mapping[str, Text] = {
    "slot": WEIGHT_COLUMNS["slot"],
    "name": Text("Row against column", "Zeile gegen Spalte"),
    **{f"k{n}": RATING_COLUMNS[f"k{n}"] for n in range(1, SLOTS + 1)},
}

YES, NO = Text("yes", "ja"), Text("no", "nein")
CHOICES: Mapping[str, Mapping[str, Text]] = {
    "yes_no": {"yes": YES, "no": NO},
    "direction": {
        "high": Text("high is good", "hoch ist gut"),
        "low": Text("low is good", "niedrig ist gut"),
    },
    "axis": {
        "attractiveness": Text("Attractiveness", "Attraktivität"),
        "strength": Text("Relative strength", "Relative Stärke"),
        "none": Text("none", "keine"),
    },
    "status": {
        "customer": Text("Customer", "Kunde"),
        "prospect": Text("Prospect", "Interessent"),
    },
    "stage": {
        "exploratory": Text("Exploratory", "Anbahnung"),
        "basic": Text("Basic", "Basis"),
        "cooperative": Text("Cooperative", "Kooperativ"),
        "interdependent": Text("Interdependent", "Verflochten"),
        "integrated": Text("Integrated", "Integriert"),
        "dissolving": Text("Dissolving", "Auflösung"),
    },
    "brand": {"yes": YES, "no": NO},
    "vision": {
        "aligned": Text("aligned", "übereinstimmend"),
        "neutral": Text("neutral", "neutral"),
        "contradictory": Text("contradictory", "widersprüchlich"),
    },
    "external": {"yes": YES, "no": NO},
    "expansion": {"yes": YES, "no": NO},
    "impulse": {
        "service": Text("Service", "Service"),
        "technology": Text("Technology", "Technologie"),
        "equipment": Text("Equipment", "Ausrüstung"),
    },
    "owner_role": {
        "kam": Text("key account manager", "Key Account Manager"),
        "account_manager": Text("account manager", "Kundenbetreuer"),
    },
    "pinned": {"yes": YES, "no": NO},
    "logo": {"no": NO, "asked": Text("asked", "angefragt"), "yes": YES},
    "reputation_fits": {"yes": YES, "no": NO, "unclear": Text("unclear", "unklar")},
    "basis": {
        "revenue": ACCOUNT_COLUMNS["revenue"],
        "margin": ACCOUNT_COLUMNS["margin"],
    },
    "annualise": {"no": NO, "yes": YES},
    "level": LEVEL_NAMES,
    "level_meaning": {
        "notice": Text("Major customer", "Wesentlicher Kunde"),
        "warning": Text("Dependency", "Abhängigkeit"),
        "high": Text("High dependency", "Hohe Abhängigkeit"),
        "critical": Text("Mono-customer", "Mono-Kunde"),
    },
    "quadrant": QUADRANT_NAMES,
    "strategy": {
        "key": Text("Invest: build the partnership", "Investieren: Partnerschaft ausbauen"),
        "development": Text("Invest selectively, or step out", "Gezielt ausbauen oder aussteigen"),
        "maintenance": Text("Maintain efficiently", "Halten, effizient betreuen"),
        "opportunistic": Text("Manage for cash, standardise", "Standardisieren, auf Ertrag führen"),
    },
    "cell_group": {
        "invest": Text("Invest", "Investieren"),
        "selective": Text("Selective", "Selektiv"),
        "harvest": Text("Harvest", "Abschöpfen"),
    },
    "missing": {
        "reweight": Text("reweight", "umgewichten"),
        "neutral": Text("neutral", "neutral"),
        "worst": Text("worst", "schlechtester Wert"),
        "error": Text("no score", "kein Punktwert"),
    },
    "tier_mode": {
        "threshold": Text("by border", "nach Grenze"),
        "quota": Text("by quota", "nach Quote"),
        "matrix": Text("by matrix", "nach Matrix"),
        "pareto": Text("by revenue share (ABC)", "nach Umsatzanteil (ABC)"),
    },
    "cut_mode": {
        "midpoint": Text("midpoint", "Skalenmitte"),
        "median": Text("median", "Median"),
        "custom": Text("own values", "eigene Werte"),
    },
    "strength_mode": {
        "criteria": Text("criteria", "Kriterien"),
        "stage": Text("relationship stage", "Beziehungsstufe"),
        "relative": Text("best competitor", "bester Wettbewerber"),
    },
    "plan_tiers": {
        "none": Text("none", "keine"),
        "a": Text("A", "A"),
        "b": Text("A and B", "A und B"),
        "c": Text("A to C", "A bis C"),
    },
    "plan_matrix": {
        "none": Text("none", "keines"),
        "key": Text("key accounts", "Schlüsselkunden"),
        "development": Text("key and development accounts", "Schlüssel- und Entwicklungskunden"),
    },
    "balance_mode": {
        "even": Text("evenly", "gleichmäßig"),
        "proportional": Text("by revenue", "nach Umsatz"),
    },
    "strength_source": {
        "comparison": Text("comparison", "Vergleich"),
        "criteria": Text("criteria", "Kriterien"),
        "stage": Text("stage", "Stufe"),
    },
    "gate_effect": {
        "cap": Text("caps the tier", "deckelt die Klasse"),
        "exclude": Text("excludes", "schließt aus"),
        "flag": Text("is said only", "wird nur gemeldet"),
    },
    "shape": {
        "step": Text("steps", "Stufen"),
        "linear": Text("linear", "linear"),
    },
    "importance": {
        "important": Text("important", "wichtig"),
        "less": Text("less important", "weniger wichtig"),
        "excluded": Text("excluded", "ausgeschlossen"),
    },
    "shortlist": {
        "revenue": ACCOUNT_COLUMNS["revenue"],
        "margin": Text("Margin", "DB"),
        "both": Text("Revenue and margin", "Umsatz und DB"),
    },
}
RATED_SOURCE = Text("rated", "bewertet")

# Words from which formulas put sentences together; each is a named cell of the settings.
PHRASES: Mapping[str, Text] = {
    "strong": STRONG,
    "costly": COSTLY,
    "covered": COVERAGE,
    "of_weight": OF_WEIGHT,
    "cap": CAP,
    "excluded": EXCLUDED,
    "flagged": FLAGGED,
    "unfit": UNFIT,
    "decimal": Text(".", ","),
    "endangered": Text("Endangered large account", "Gefährdeter Großkunde"),
    "borderline": Text("borderline", "Grenzfall"),
    "no_amount": Text(
        "Not available: no customer has a positive amount.",
        "Nicht verfügbar: Kein Kunde hat einen positiven Betrag.",
    ),
    "no_total": Text(
        "No disclosure shares: the total is not positive.",
        "Keine Anteile am Gesamtumsatz: Die Summe ist nicht positiv.",
    ),
    "reference": Text("Reference candidate", "Referenzkandidat"),
    "ask_logo": Text("Ask for the logo", "Logo anfragen"),
    "forecast": Text("Expected", "Erwartet"),
    "nine_cells": Text(
        "Nine cells (GE, DPM): thirds of the scale, counted from the right",
        "Neun Felder (GE, DPM): Drittel der Skala, gezählt von rechts",
    ),
    "strength": Text("Relative strength", "Relative Stärke"),
    "attractiveness": Text("Attractiveness", "Attraktivität"),
    "high": Text("high", "hoch"),
    "medium": Text("medium", "mittel"),
    "low": Text("low", "niedrig"),
    "ok": Text("OK", "OK"),
    "todo": Text("to do", "offen"),
    "check": Text("check", "prüfen"),
    "outdated": Text("OUTDATED", "VERALTET"),
    "current": Text("current", "aktuell"),
    "large": ACCOUNT_COLUMNS["share"],
    "none": Text("none", "keine"),
    "more": Text("more", "weitere"),
    "provisional": Text("provisional", "vorläufig"),
    "of": Text("of", "von"),
    "active": Text("active criteria", "aktive Kriterien"),
    "sum": Text("sum of weights", "Summe der Gewichte"),
    "consistent": Text("consistent enough", "ausreichend konsistent"),
    "inconsistent": Text(
        "contradicts itself: judge the three pairs below again",
        "widersprüchlich: die drei Paare unten neu bewerten",
    ),
    "incomplete": Text("pairs are missing", "es fehlen Paare"),
    "assessable": Text("accounts assessable", "Kunden beurteilbar"),
    **{f"moved_{key}": text for key, text in MOVEMENT.items()},
    "more_than": MORE_THAN,
    "less_than": LESS_THAN,
    "as_much_as": AS_MUCH_AS,
    "the_mean": THE_MEAN,
    "ahead": AHEAD,
    "behind": BEHIND,
    "apart": Text("Difference", "Abstand"),
    "others": Text("Others", "Übrige"),
    "na": Text("n/a", "n. v."),
    "customer": Text("Customer", "Kunde"),
    "by_control": Text("common control", "gemeinsame Beherrschung"),
    "by_parent": Text("one group by its parent, accounts", "ein Konzern nach Mutter, Kunden"),
    "one_account": Text("one account", "ein Kunde"),
    "and_others": Text("and others", "u. a."),
    "reconciled": Text("agrees within 0.5 %", "stimmt auf 0,5 % überein"),
    "unreconciled": Text("differs by more than 0.5 %: explain", "weicht mehr als 0,5 % ab: klären"),
    "unreported": Text(
        "nothing reported is known: sum of the accounts", "Bericht fehlt: Summe der Kunden"
    ),
    "no_loss": Text("no loss", "kein Verlust"),
    "stress_amount": Text(
        "No customer has a positive revenue.", "Kein Kunde hat einen positiven Umsatz."
    ),
    "stress_margin": Text(
        "No margin is known: enter it on the sheet of accounts.",
        "Kein Deckungsbeitrag bekannt: auf dem Blatt Kunden eintragen.",
    ),
    "stress_fixed_costs": Text(
        "The fixed costs are not known: enter them in the settings.",
        "Die Fixkosten fehlen: in den Einstellungen eintragen.",
    ),
    "stress_cash": Text(
        "The cash is not known: enter it in the settings.",
        "Die liquiden Mittel fehlen: in den Einstellungen eintragen.",
    ),
    "stress_without_margin": Text(
        "Customers with revenue, but without a known margin (they carry nothing here):",
        "Kunden mit Umsatz, aber ohne bekannten DB (sie tragen hier nichts):",
    ),
    "no_score": Text(
        "There is no such account, or it has no score.",
        "Diesen Kunden gibt es nicht, oder er hat keinen Punktwert.",
    ),
}

SETTINGS: Mapping[str, tuple[Text, Text]] = {
    "language": (
        Text("Language", "Sprache"),
        Text("Of this file.", "Dieser Datei."),
    ),
    "profile": (
        Text("Profile", "Profil"),
        Text("The set of criteria this file began with.", "Kriteriensatz, mit dem begonnen wurde."),
    ),
    "as_of": (
        Text("As of", "Stichtag"),
        Text(
            "The day for contracts and recency; change it by hand, it never moves by itself.",
            "Tag für Verträge und Aktualität; von Hand ändern, er läuft nicht mit.",
        ),
    ),
    "period": (
        Text("Period", "Zeitraum"),
        Text("What the revenue column covers.", "Was die Spalte Umsatz umfasst."),
    ),
    "currency": (
        Text("Currency", "Währung"),
        Text("Of all amounts.", "Aller Beträge."),
    ),
    "scale": (
        Text("Scale 1 to", "Skala 1 bis"),
        Text(
            "10 or 100. Choose before rating: ratings already typed are not converted.",
            "10 oder 100. Vor dem Bewerten wählen: Getipptes wird nicht umgerechnet.",
        ),
    ),
    "missing": (
        Text("Missing ratings", "Fehlende Bewertungen"),
        Text(
            "reweight: leave out; neutral: middle; worst: lowest; no score: as it says.",
            "umgewichten: weglassen; neutral: Mitte; schlechtester; kein Punktwert.",
        ),
    ),
    "minimum_coverage": (
        Text("Minimum rated weight", "Mindestabdeckung"),
        Text(
            "Below it a score is provisional, without rank and tier.",
            "Darunter ist der Punktwert vorläufig, ohne Rang und Klasse.",
        ),
    ),
    "tier_mode": (
        Text("Tiers", "Klassen"),
        Text(
            "By border on the score, by quota of the ranking, by quadrant, or by revenue share.",
            "Nach Grenze des Punktwerts, Quote der Rangliste, Matrixfeld oder Umsatzanteil.",
        ),
    ),
    "border_a": (
        Text("Tier A from", "Klasse A ab"),
        Text(
            "On the scale 1 to 10; converted beside.",
            "Auf der Skala 1 bis 10; daneben umgerechnet.",
        ),
    ),
    "border_b": (
        Text("Tier B from", "Klasse B ab"),
        Text("On the scale 1 to 10.", "Auf der Skala 1 bis 10."),
    ),
    "border_c": (
        Text("Tier C from", "Klasse C ab"),
        Text("On the scale 1 to 10; below it D.", "Auf der Skala 1 bis 10; darunter D."),
    ),
    "hysteresis": (
        Text("Tier changes only beyond", "Klassenwechsel erst ab"),
        Text(
            "Points past the border (1 to 10), where a previous tier is known.",
            "Punkten jenseits der Grenze (1 bis 10), wenn eine Vorklasse bekannt ist.",
        ),
    ),
    "hysteresis_periods": (
        Text("Tier changes after periods", "Klassenwechsel nach Perioden"),
        Text(
            "In how many periods in a row the score must be beyond; 1: at once.",
            "In so vielen Perioden nacheinander muss der Punktwert jenseits liegen; 1: sofort.",
        ),
    ),
    "quota_a": (
        Text("Quota: A up to", "Quote: A bis"),
        Text(
            "Below 1 a share of the ranked accounts, else a number; cumulative, ties included.",
            "Unter 1 Anteil der Rangliste, sonst Anzahl; kumuliert, Gleichstände eingeschlossen.",
        ),
    ),
    "quota_b": (
        Text("Quota: B up to", "Quote: B bis"),
        Text("Cumulative.", "Kumuliert."),
    ),
    "quota_c": (
        Text("Quota: C up to", "Quote: C bis"),
        Text("Cumulative; beyond it D.", "Kumuliert; darüber D."),
    ),
    "tie_break_1": (
        Text("Tie-break 1", "Gleichstand 1"),
        Text(
            "Key of the criterion that orders equal scores; never revenue.",
            "Schlüssel des Kriteriums, das Gleiche ordnet; nie der Umsatz.",
        ),
    ),
    "tie_break_2": (
        Text("Tie-break 2", "Gleichstand 2"),
        Text(
            "Then rated weight, then revenue, then the order in the list.",
            "Danach Abdeckung, dann Umsatz, dann die Folge in der Liste.",
        ),
    ),
    "cut_mode": (
        Text("Cuts of the matrix", "Schnitte der Matrix"),
        Text(
            "Midpoint 5.5; median of the ranked accounts (moves with them); or own values.",
            "Skalenmitte 5,5; Median der Rangliste (wandert mit); oder eigene Werte.",
        ),
    ),
    "grid": (
        Text("Cells of the matrix: 2 or 3 a side", "Matrixfelder: 2 oder 3 je Seite"),
        Text(
            "With 3 the chart shows nine cells, cut at thirds: 4 and 7 (of R: 0.73, 1.27).",
            "Bei 3 zeigt das Diagramm neun Felder, Schnitte 4 und 7 (R: 0,73 und 1,27).",
        ),
    ),
    "strength_mode": (
        Text("Relative strength from", "Relative Stärke aus"),
        Text(
            "Criteria of that axis, stage of the relationship, or us against the best competitor.",
            "Kriterien der Achse, Beziehungsstufe oder wir gegen den besten Wettbewerber.",
        ),
    ),
    "cut_attractiveness": (
        Text("Cut: attractiveness", "Schnitt Attraktivität"),
        Text(
            "With own values only; scale 1 to 10. A value on the cut is high. Beside it: in use.",
            "Nur bei eigenen Werten; Skala 1 bis 10. Genau darauf ist hoch. Daneben: wirksam.",
        ),
    ),
    "cut_strength": (
        Text("Cut: relative strength", "Schnitt relative Stärke"),
        Text(
            "With own values only; on the scale 1 to 10.",
            "Nur bei eigenen Werten; Skala 1 bis 10.",
        ),
    ),
    "cut_relative": (
        Text("Cut: against the best competitor", "Schnitt gegen besten Wettbewerber"),
        Text(
            "With own values only; the ratio R. At 1.0 we are as good as the best competitor.",
            "Nur bei eigenen Werten; das Verhältnis R. Bei 1,0 gleich gut wie der beste.",
        ),
    ),
    "borderline": (
        Text("Borderline nearer than", "Grenzfall näher als"),
        Text(
            "Distance to the nearer cut, scale 1 to 10.", "Abstand zum näheren Schnitt, 1 bis 10."
        ),
    ),
    "moved": (
        Text("Moved: by points from", "Bewegt: ab Punkten"),
        Text(
            "Change of the score since the earlier run, scale 1 to 10; a change of tier always.",
            "Änderung des Punktwerts seit dem früheren Lauf, 1 bis 10; Klassenwechsel immer.",
        ),
    ),
    "horizon": (
        Text("Horizon: years ahead", "Horizont: Jahre voraus"),
        Text(
            "Of forecasts in the matrix, and of the potential over it; McDonald takes three.",
            "Der Prognosen in der Matrix und des Potenzials darüber; McDonald: drei.",
        ),
    ),
    "lifetime_years": (
        Text("Lifetime value: years", "Kundenwert: Jahre"),
        Text(
            "0: without end; blank: the horizon above.",
            "0: ohne Ende; leer: der Horizont darüber.",
        ),
    ),
    "retention": (
        Text("Lifetime value: retention", "Kundenwert: Kundenbindungsrate"),
        Text(
            "Part that stays from year to year, where an account says nothing else.",
            "Anteil, der von Jahr zu Jahr bleibt, wenn beim Kunden nichts anderes steht.",
        ),
    ),
    "discount": (
        Text("Lifetime value: discount a year", "Kundenwert: Zinssatz"),
        Text("What later money is worth less.", "Um wie viel späteres Geld weniger wert ist."),
    ),
    "basis": (
        Text("Basis of concentration", "Basis der Konzentration"),
        Text(
            "Revenue or contribution margin; the other is always shown beside it.",
            "Umsatz oder Deckungsbeitrag; das andere steht stets daneben.",
        ),
    ),
    "reported_revenue": (
        Text("Reported revenue", "Berichteter Umsatz"),
        Text(
            "Of the income statement; blank: the sum of the accounts.",
            "Laut Gewinn-und-Verlust-Rechnung; leer: Summe der Kunden.",
        ),
    ),
    "reported_before": (
        Text("Reported revenue, previous year", "Berichteter Umsatz, Vorjahr"),
        Text(
            "For the disclosure; blank: the sum of the accounts.",
            "Für die Offenlegung; leer: Summe der Kunden.",
        ),
    ),
    "receivables_limit": (
        Text("Receivables: limit of a group", "Forderungen: Grenze je Konzern"),
        Text(
            "Part of all receivables that a lender takes at most; what is above is excess.",
            "Anteil an allen Forderungen, den ein Kreditgeber höchstens nimmt; darüber Überhang.",
        ),
    ),
    "fixed_costs": (
        Text("Fixed costs of a year", "Fixkosten im Jahr"),
        Text(
            "For the stress test; what goes with a customer stands on the sheet of accounts.",
            "Für den Stresstest; was mit einem Kunden wegfällt, steht auf dem Blatt Kunden.",
        ),
    ),
    "cash": (
        Text("Cash", "Liquide Mittel"),
        Text(
            "At hand and undrawn lines; for months covered and runway.",
            "Kasse und freie Linien; für gedeckte Monate und Reichweite.",
        ),
    ),
    "substitution": (
        Text("Lost revenue that is replaced", "Ersetzter Umsatzausfall"),
        Text(
            "Part that others take up within the year; for the revenue at risk.",
            "Anteil, den andere im Jahr auffangen; für den gefährdeten Umsatz.",
        ),
    ),
    "annualise": (
        Text("Annualise part years", "Teiljahre hochrechnen"),
        Text(
            "Of a first order in the period, from 3 months on; HHI, ABC and kin only, marked.",
            "Bei erster Bestellung im Zeitraum, ab 3 Monaten; nur HHI, ABC u. a., markiert.",
        ),
    ),
    "period_end": (
        Text("Period: last day", "Zeitraum: letzter Tag"),
        Text("Of the twelve months; blank: as of.", "Der zwölf Monate; leer: der Stichtag."),
    ),
    "abc_a": (
        Text("ABC: A up to", "ABC: A bis"),
        Text("Cumulative share before the account.", "Kumulierter Anteil vor dem Kunden."),
    ),
    "abc_b": (
        Text("ABC: B up to", "ABC: B bis"),
        Text("Above it C; N without revenue.", "Darüber C; N ohne Umsatz."),
    ),
    "xyz_x": (
        Text("XYZ: X below", "XYZ: X unter"),
        Text(
            "Variation of the quarters' revenue; of months twice as much is usual.",
            "Schwankung der Quartalsumsätze; bei Monaten ist das Doppelte üblich.",
        ),
    ),
    "xyz_y": (
        Text("XYZ: Y below", "XYZ: Y unter"),
        Text("From it on Z.", "Ab hier Z."),
    ),
    "risk_share": (
        Text("Endangered: share from", "Gefährdet: Anteil ab"),
        Text("With tier C or D.", "Bei Klasse C oder D."),
    ),
    "risk_share_near": (
        Text("Endangered: or share from", "Gefährdet: oder Anteil ab"),
        Text(
            "With a closed gate, or a contract about to end.",
            "Bei Deckel oder auslaufendem Vertrag.",
        ),
    ),
    "contract_months": (
        Text("Contract about to end within", "Vertrag läuft aus binnen"),
        Text("Months.", "Monaten."),
    ),
    "mark_share": (
        Text("Mark: large share from", "Merkmal umsatzstark ab"),
        Text("Disclosure share.", "Anteil am Gesamtumsatz."),
    ),
    "mark_solvency": (
        Text("Mark: solvent prospect from", "Merkmal zahlungsfähig ab"),
        Text("Rating on the scale 1 to 10.", "Bewertung auf der Skala 1 bis 10."),
    ),
    "solvency_key": (
        Text("Criterion for solvency", "Kriterium für Zahlungsfähigkeit"),
        Text("Key of the criterion.", "Schlüssel des Kriteriums."),
    ),
    "icp_segment": (
        Text("Ideal customer: segments", "Idealkunde: Segmente"),
        Text(
            "Separated by commas; suggests a rating of the product fit. Blank: any.",
            "Durch Kommas getrennt; schlägt die Produktpassung vor. Leer: alle.",
        ),
    ),
    "icp_segment_weight": (
        Text("Ideal customer: weight of the segment", "Idealkunde: Gewicht Segment"),
        Text("Against those of the others.", "Gegen die der anderen."),
    ),
    "icp_region": (
        Text("Ideal customer: regions", "Idealkunde: Regionen"),
        Text("Separated by commas. Blank: any.", "Durch Kommas getrennt. Leer: alle."),
    ),
    "icp_region_weight": (
        Text("Ideal customer: weight of the region", "Idealkunde: Gewicht Region"),
        Text("Against those of the others.", "Gegen die der anderen."),
    ),
    "icp_company_size": (
        Text("Ideal customer: company sizes", "Idealkunde: Unternehmensgrößen"),
        Text("Separated by commas. Blank: any.", "Durch Kommas getrennt. Leer: alle."),
    ),
    "icp_company_size_weight": (
        Text("Ideal customer: weight of the size", "Idealkunde: Gewicht Größe"),
        Text("Against those of the others.", "Gegen die der anderen."),
    ),
    "icp_use_case": (
        Text("Ideal customer: use cases", "Idealkunde: Anwendungsfälle"),
        Text("Separated by commas. Blank: any.", "Durch Kommas getrennt. Leer: alle."),
    ),
    "icp_use_case_weight": (
        Text("Ideal customer: weight of the use case", "Idealkunde: Gewicht Anwendungsfall"),
        Text("Against those of the others.", "Gegen die der anderen."),
    ),
    "reference_years": (
        Text("Reference: customer for years", "Referenz: Kunde seit Jahren"),
        Text("From so many whole years on.", "Ab so vielen vollen Jahren."),
    ),
    "reference_rating": (
        Text("Reference: rating from", "Referenz: Bewertung ab"),
        Text("On the scale 1 to 10.", "Auf der Skala 1 bis 10."),
    ),
    "reference_key": (
        Text("Criterion for references", "Kriterium für Referenzen"),
        Text("Key of the criterion.", "Schlüssel des Kriteriums."),
    ),
    "shortlist": (
        Text("Shortlist: the top", "Vorauswahl: die ersten"),
        Text("By revenue and by margin.", "Nach Umsatz und nach Deckungsbeitrag."),
    ),
    "key_account_limit": (
        Text("Key accounts at most", "Schlüsselkunden höchstens"),
        Text("More in tier A is a finding.", "Mehr in Klasse A ist ein Hinweis."),
    ),
    "plan_tiers": (
        Text("Strategy sheets for tiers", "Strategieblätter für Klassen"),
        Text(
            "An account may also be pinned on the sheet of accounts. Takes effect with kamxl run.",
            "Auf dem Blatt der Kunden lässt sich ein Kunde auch von Hand festlegen. Wirkt mit "
            "kamxl run.",
        ),
    ),
    "plan_matrix": (
        Text("Strategy sheets for quadrants", "Strategieblätter für Felder der Matrix"),
        Text("Besides those of the tiers.", "Zusätzlich zu denen der Klassen."),
    ),
    "plan_limit": (
        Text("Strategy sheets at most", "Strategieblätter höchstens"),
        Text(
            "The best by rank; pinned accounts come on top.",
            "Die ersten der Rangliste; von Hand festgelegte kommen hinzu.",
        ),
    ),
    "manager_limit": (
        Text("Key accounts per manager at most", "Schlüsselkunden je Betreuer höchstens"),
        Text("More is a finding.", "Mehr ist ein Hinweis."),
    ),
    "balance_mode": (
        Text("Attention is balanced", "Betreuung ist ausgewogen"),
        Text(
            "Half of the hours for key accounts, or their share of revenue.",
            "Die Hälfte der Stunden für Schlüsselkunden, oder ihr Anteil am Umsatz.",
        ),
    ),
    "balance_spread": (
        Text("Attention may differ by", "Betreuung darf abweichen um"),
        Text("Points of percent to both sides.", "Prozentpunkte nach beiden Seiten."),
    ),
    "labels": (
        Text("Names in the matrix", "Namen in der Matrix"),
        Text("Takes effect with kamxl run.", "Wirkt mit kamxl run."),
    ),
    "stability_accounts": (
        Text("Accounts on the sheet of stability", "Kunden auf dem Blatt Stabilität"),
        Text(
            "The best by rank. Takes effect with kamxl run.",
            "Die ersten der Rangliste. Wirkt mit kamxl run.",
        ),
    ),
    "draws": (
        Text("Weightings drawn for stability", "Gezogene Gewichtungen (Stabilität)"),
        Text(
            "More are slower and finer: 2000 are good for about ± 2 points. With kamxl run.",
            "Mehr ist langsamer und feiner: 2000 reichen auf etwa ± 2 Punkte. Mit kamxl run.",
        ),
    ),
    "reserve": (
        Text("Spare rows in lists", "Reservezeilen in Listen"),
        Text("Takes effect with kamxl run.", "Wirkt mit kamxl run."),
    ),
    "formula_limit": (
        Text("Ranks as formulas up to", "Ränge als Formeln bis"),
        Text(
            "Accounts; above it ranks are stored values. Takes effect with kamxl run.",
            "Kunden; darüber gespeicherte Werte. Wirkt mit kamxl run.",
        ),
    ),
}

CHECKS: Mapping[str, tuple[Text, Text]] = {
    "weights": (
        Text("The weights sum to 100", "Die Gewichte ergeben 100"),
        Text(
            "Change weights on the sheet of criteria.", "Gewichte auf dem Blatt Kriterien ändern."
        ),
    ),
    "ratings": (
        Text("Every rating is on the scale", "Jede Bewertung liegt auf der Skala"),
        Text("Mend the cells marked ! in the ratings.", "Mit ! markierte Bewertungen berichtigen."),
    ),
    "matched": (
        Text("Every account has one row of ratings", "Jeder Kunde hat genau eine Bewertungszeile"),
        Text(
            "Enter the account's number in a new row of the ratings.",
            "Kundennummer in einer neuen Zeile der Bewertung eintragen.",
        ),
    ),
    "rows": (
        Text("Every row has its formulas", "Jede Zeile hat ihre Formeln"),
        Text(
            "Rows below a table: drag the table's corner down, or kamxl run.",
            "Zeilen unter einer Tabelle: Tabellenecke herunterziehen oder kamxl run.",
        ),
    ),
    "formulas": (
        Text("No formula was overwritten", "Keine Formel wurde überschrieben"),
        Text(
            "Copy the formula from a neighbouring row, or kamxl run.",
            "Formel aus einer Nachbarzeile kopieren oder kamxl run.",
        ),
    ),
    "slots": (
        Text("The lists show every account", "Die Listen zeigen jeden Kunden"),
        Text("kamxl run gives more rows.", "kamxl run gibt mehr Zeilen."),
    ),
    "shares": (
        Text("The shares sum to 100 %", "Die Anteile ergeben 100 %"),
        Text("See the revenue column.", "Spalte Umsatz prüfen."),
    ),
    "settings": (
        Text("The settings make sense", "Die Einstellungen sind schlüssig"),
        Text(
            "Scale 10 or 100; borders falling from A to C; quotas and ABC rising.",
            "Skala 10 oder 100; Grenzen fallend von A bis C; Quoten und ABC steigend.",
        ),
    ),
    "fresh": (
        Text("Stored ranks fit the inputs", "Gespeicherte Ränge passen zu den Eingaben"),
        Text("kamxl run ranks anew.", "kamxl run rechnet neu."),
    ),
}

RANKING_COLUMNS: Mapping[str, Text] = {
    "slot": Text("No.", "Nr."),
    "rank": Text("Rank", "Rang"),
    "name": Text("Account", "Kunde"),
    "plan": Text("Strategy", "Strategie"),
    "tier": Text("Tier", "Klasse"),
    "computed_tier": Text("Computed, if other", "Errechnet, falls anders"),
    "score": Text("Score", "Punktwert"),
    "coverage": Text("Rated", "Bewertet"),
    "quadrant": Text("Matrix", "Matrix"),
    "cell": Text("Cell of nine", "Feld von neun"),
    "gate": Text("Gate", "Deckel"),
    "revenue": Text("Revenue", "Umsatz"),
    "revenue_rank": Text("Revenue rank", "Rang Umsatz"),
    "difference": Text("Difference of ranks", "Rang-differenz"),
    "trend": Text("Trend 3 years", "Trend 3 Jahre"),
    "share": Text("Share", "Anteil"),
    "warning": Text("Warning", "Warnung"),
    "reason": Text("Why", "Begründung"),
    "id": Text("Account no.", "Kundennummer"),
    "owner": Text("Account manager", "Betreuer"),
    "lowest": Text("At least", "Mindestens"),
    "highest": Text("At most", "Höchstens"),
    "growth": Text("Growth p.a.", "Wachstum p. a."),
    "disclosure_share": Text("Disclosure share", "Anteil am Gesamtumsatz"),
    "abc": Text("ABC", "ABC"),
    "mark_large": Text("Large share", "Umsatz-stark"),
    "mark_solvent": Text("Solvent prospect", "Zahlungsfähiger Interessent"),
    "mark_leader": Text("Industry leader", "Branchen-führer"),
    "shortlist": Text("Shortlist", "Vorauswahl"),
    "position": Text("Row in ratings", "Zeile der Bewertung"),
    "account_row": Text("Row in accounts", "Zeile der Kunden"),
    "revenue_y2": Text("Revenue 2 years before", "Umsatz Vorvorjahr"),
    "revenue_y1": Text("Revenue previous year", "Umsatz Vorjahr"),
    "revenue_y0": Text("Revenue", "Umsatz"),
    **{f"c{n}": Text(f"C{n} points", f"K{n} Punkte") for n in range(1, SLOTS + 1)},
    **{f"p{n}": Text(f"Strength {n}", f"Stärke {n}") for n in (1, 2, 3)},
    **{f"q{n}": Text(f"Cost {n}", f"Kosten {n}") for n in (1, 2)},
    **{f"l{n}": Text(f"Lost {n}", f"Verlust {n}") for n in (1, 2)},
    **{f"h{n}": Text(f"Shown {n}", f"Gezeigt {n}") for n in (1, 2, 3)},
    "entry": Text("Entry of lists", "Listeneintrag"),
}
