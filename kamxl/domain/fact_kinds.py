"""Every fact that rules may ask for: label, unit, and what to enter where it is missing."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.domain.facts import FactKind
from kamxl.domain.policy import TIERS
from kamxl.text import Text

QUADRANT_NAMES: Mapping[str, Text] = {
    "key": Text("key account", "Schlüsselkunde"),
    "development": Text("development account", "Entwicklungskunde"),
    "maintenance": Text("maintenance account", "Pflegekunde"),
    "opportunistic": Text("opportunistic account", "Gelegenheitskunde"),
}
STAGE_NAMES: Mapping[str, Text] = {
    "exploratory": Text("exploratory", "Anbahnung"),
    "basic": Text("basic", "Basis"),
    "cooperative": Text("cooperative", "Kooperativ"),
    "interdependent": Text("interdependent", "Verflochten"),
    "integrated": Text("integrated", "Integriert"),
    "dissolving": Text("dissolving", "Auflösung"),
}
VISION_NAMES: Mapping[str, Text] = {
    "aligned": Text("aligned", "übereinstimmend"),
    "neutral": Text("neutral", "neutral"),
    "contradictory": Text("contradictory", "widersprüchlich"),
}
LEVEL_NAMES: Mapping[str, Text] = {
    "none": Text("none", "keine"),
    "notice": Text("notice", "Hinweis"),
    "warning": Text("warning", "Warnung"),
    "high": Text("high", "hoch"),
    "critical": Text("critical", "kritisch"),
}
STATUS_NAMES: Mapping[str, Text] = {
    "customer": Text("customer", "Kunde"),
    "prospect": Text("prospect", "Interessent"),
}
LOGO_NAMES: Mapping[str, Text] = {
    "no": Text("no", "nein"),
    "asked": Text("asked", "angefragt"),
    "yes": Text("yes", "ja"),
}
FIT_NAMES: Mapping[str, Text] = {
    "yes": Text("yes", "ja"),
    "no": Text("no", "nein"),
}
IMPULSE_NAMES: Mapping[str, Text] = {
    "service": Text("service", "Service"),
    "technology": Text("technology", "Technologie"),
    "equipment": Text("equipment", "Ausrüstung"),
}
ROLE_NAMES: Mapping[str, Text] = {
    "kam": Text("key account manager", "Key Account Manager"),
    "account_manager": Text("account manager", "Kundenbetreuer"),
}
LETTERS: Mapping[str, Text] = {tier: Text.same(tier) for tier in TIERS}
XYZ_NAMES: Mapping[str, Text] = {letter: Text.same(letter) for letter in "XYZ"}
ABC_NAMES: Mapping[str, Text] = {letter: Text.same(letter) for letter in "ABCN"}

REVENUE = Text("revenue", "Umsatz")
MARGIN = Text("contribution margin", "Deckungsbeitrag")
EARLIER = Text("revenue of the previous year", "Umsatz des Vorjahres")
EARLIER_MARGIN = Text("contribution margin of the previous year", "Deckungsbeitrag des Vorjahres")
POTENTIAL = Text("potential", "Potenzial")
COST = Text("cost of service", "Betreuungskosten")
HOURS = Text("hours of service", "Betreuungsstunden")
CONTRACT = Text("end of the contract", "Vertragsende")
PLAN = Text("strategy sheet", "Strategieblatt")
CONTACTS = Text("contacts on the strategy sheet", "Ansprechpartner im Strategieblatt")
NEEDS = Text("needs on the strategy sheet", "Bedarf im Strategieblatt")
GOAL_DATES = Text(
    "day on which the goals were decided internally",
    "Tag, an dem die Ziele intern beschlossen wurden",
)
COMPETITOR = Text("ratings of the best competitor", "Bewertungen des besten Wettbewerbers")
RATINGS = Text("ratings", "Bewertungen")

FACT_KINDS: Mapping[str, FactKind] = {
    # ------------------------------------------------------------ figures of the account
    "revenue": FactKind(REVENUE, "money"),
    "revenue_before": FactKind(EARLIER, "money"),
    "revenue_y2": FactKind(Text("revenue two years ago", "Umsatz vor zwei Jahren"), "money"),
    "yearly_growth": FactKind(
        Text("growth on the previous year", "Wachstum zum Vorjahr"), "share", EARLIER
    ),
    "growth": FactKind(
        Text("growth a year over three years", "Wachstum je Jahr über drei Jahre"), "share", EARLIER
    ),
    "margin": FactKind(MARGIN, "money"),
    "margin_before": FactKind(EARLIER_MARGIN, "money"),
    "margin_trend": FactKind(
        Text("change of the contribution margin", "Veränderung des Deckungsbeitrags"),
        "share",
        EARLIER_MARGIN,
    ),
    "margin_ratio": FactKind(
        Text("margin ratio", "DB-Quote"), "share", Text("revenue and margin", "Umsatz und DB")
    ),
    "share": FactKind(Text("share of revenue", "Umsatzanteil"), "share", REVENUE),
    "margin_share": FactKind(
        Text("share of all contribution margin", "Anteil am gesamten Deckungsbeitrag"),
        "share",
        MARGIN,
    ),
    "revenue_rank": FactKind(Text("rank by revenue", "Rang nach Umsatz"), "rank", REVENUE),
    "margin_rank": FactKind(Text("rank by margin", "Rang nach DB"), "rank", MARGIN),
    "potential": FactKind(POTENTIAL, "money"),
    "gap": FactKind(Text("gap to the potential", "Lücke zum Potenzial"), "money", POTENTIAL),
    "gap_ratio": FactKind(
        Text("gap in relation to revenue", "Lücke im Verhältnis zum Umsatz"), "share", POTENTIAL
    ),
    "share_of_wallet": FactKind(Text("share of wallet", "Lieferanteil"), "share", POTENTIAL),
    "order_cv": FactKind(Text("variation of orders", "Schwankung der Aufträge"), "factor"),
    "xyz": FactKind(
        Text("stability of orders", "Stabilität der Aufträge"),
        "choice",
        Text("variation of orders", "Schwankung der Aufträge"),
        XYZ_NAMES,
    ),
    "abc": FactKind(Text("class by revenue", "ABC-Klasse"), "choice", REVENUE, ABC_NAMES),
    "orders": FactKind(Text("number of orders", "Zahl der Aufträge"), "count"),
    "average_order": FactKind(
        Text("average order", "durchschnittlicher Auftrag"),
        "money",
        Text("number of orders", "Zahl der Aufträge"),
    ),
    "days_since_order": FactKind(
        Text("days since the last order", "Tage seit dem letzten Auftrag"),
        "days",
        Text("last order", "letzter Auftrag"),
    ),
    "service_cost": FactKind(COST, "money"),
    "cost_ratio": FactKind(Text("cost to serve", "Betreuungskosten vom Umsatz"), "share", COST),
    "service_hours": FactKind(HOURS, "hours"),
    "hours_share": FactKind(Text("share of attention", "Anteil an der Betreuung"), "share", HOURS),
    "replacement_effort": FactKind(
        Text("median customers to replace it", "mittlere Kunden als Ersatz"), "factor", REVENUE
    ),
    "ebit_without": FactKind(
        Text("result without this customer", "Ergebnis ohne diesen Kunden"),
        "money",
        Text("fixed costs and all margins", "Fixkosten und alle Deckungsbeiträge"),
    ),
    # ------------------------------------------------------------ judged
    "score": FactKind(Text("score", "Punkte"), "points", RATINGS),
    "rank": FactKind(Text("rank", "Rang"), "rank", RATINGS),
    "coverage": FactKind(Text("weight that is rated", "bewertetes Gewicht"), "share", RATINGS),
    "tier": FactKind(Text("tier", "Klasse"), "choice", RATINGS, LETTERS),
    "previous_tier": FactKind(Text("previous tier", "Vorklasse"), "choice", None, LETTERS),
    "tier_change": FactKind(
        Text("steps up since the previous tier", "Stufen besser als die Vorklasse"),
        "count",
        Text("previous tier", "Vorklasse"),
    ),
    "tier_at_half_revenue": FactKind(
        Text("tier if revenue counted half", "Klasse bei halbem Umsatzgewicht"),
        "choice",
        RATINGS,
        LETTERS,
    ),
    "rank_at_half_revenue": FactKind(
        Text("rank if revenue counted half", "Rang bei halbem Umsatzgewicht"), "rank", RATINGS
    ),
    "quadrant": FactKind(
        Text("place on the matrix", "Platz in der Matrix"), "choice", RATINGS, QUADRANT_NAMES
    ),
    "attractiveness": FactKind(Text("attractiveness", "Attraktivität"), "points", RATINGS),
    "strength": FactKind(Text("relative strength", "relative Stärke"), "points", RATINGS),
    "borderline": FactKind(
        Text("close to a border of the matrix", "Grenzfall der Matrix"), "yes_no", RATINGS
    ),
    "level": FactKind(Text("level of warning", "Warnstufe"), "choice", REVENUE, LEVEL_NAMES),
    "endangered": FactKind(
        Text("endangered large account", "gefährdeter Großkunde"), "yes_no", REVENUE
    ),
    "gate_closed": FactKind(
        Text("a gate is closed", "ein K.-o.-Kriterium greift"), "yes_no", RATINGS
    ),
    "icp_match": FactKind(
        Text(
            "match with the ideal customer profile", "Übereinstimmung mit dem idealen Kundenprofil"
        ),
        "share",
        Text("ideal customer profile, segment, region", "ideales Kundenprofil, Branche, Region"),
    ),
    "competitor_lead": FactKind(
        Text("lead of the best competitor", "Vorsprung des besten Wettbewerbers"),
        "points",
        COMPETITOR,
    ),
    # Of the criterion for which a rule is asked just now (`each`).
    "criterion_rating": FactKind(Text("rating", "Bewertung"), "points"),
    "criterion_points": FactKind(Text("points", "Punkte"), "points"),
    # ------------------------------------------------------------ said of the account
    "status": FactKind(Text("status", "Status"), "choice", None, STATUS_NAMES),
    "stage": FactKind(Text("relationship stage", "Beziehungsstufe"), "choice", None, STAGE_NAMES),
    "vision": FactKind(Text("vision", "Vision"), "choice", None, VISION_NAMES),
    "reputation_fits": FactKind(
        Text("reputation suits us", "Ruf passt zu uns"), "choice", None, FIT_NAMES
    ),
    "leader": FactKind(Text("leader of its industry", "Branchenführer"), "yes_no"),
    "brand": FactKind(Text("known brand", "bekannte Marke"), "yes_no"),
    "credit_index": FactKind(Text("credit index", "Bonitätsindex"), "count"),
    "owner": FactKind(Text("owner", "Betreuer"), "text"),
    "owner_role": FactKind(
        Text("role of the owner", "Rolle des Betreuers"), "choice", None, ROLE_NAMES
    ),
    "owner_load": FactKind(
        Text("key accounts of the owner", "Schlüsselkunden des Betreuers"),
        "count",
        Text("owner", "Betreuer"),
    ),
    "contract_end": FactKind(CONTRACT, "date"),
    "contract_months": FactKind(
        Text("months to the end of the contract", "Monate bis zum Vertragsende"), "months", CONTRACT
    ),
    "expansion": FactKind(Text("plans to expand", "Expansionspläne"), "yes_no"),
    "expansion_date": FactKind(Text("date of the expansion", "Termin der Expansion"), "date"),
    "expansion_months": FactKind(
        Text("months to the expansion", "Monate bis zur Expansion"),
        "months",
        Text("date of the expansion", "Termin der Expansion"),
    ),
    "logo": FactKind(
        Text("permission to show the logo", "Logo-Freigabe"), "choice", None, LOGO_NAMES
    ),
    "referrals": FactKind(Text("recommendations given", "gegebene Empfehlungen"), "count"),
    "referral_customers": FactKind(
        Text("customers won by recommendation", "durch Empfehlung gewonnene Kunden"), "count"
    ),
    "referral_revenue": FactKind(
        Text("revenue by recommendation", "Umsatz durch Empfehlung"), "money"
    ),
    "years": FactKind(
        Text("years as a customer", "Jahre als Kunde"),
        "years",
        Text("customer since", "Kunde seit"),
    ),
    "retention": FactKind(Text("retention rate", "Bindungsrate"), "share"),
    "impulse": FactKind(
        Text("impulse for our development", "Entwicklungsimpuls"), "choice", None, IMPULSE_NAMES
    ),
    # ------------------------------------------------------------ settings and portfolio
    "notice_share": FactKind(Text("share that matters", "Schwelle wesentlicher Kunden"), "share"),
    "risk_share": FactKind(Text("share that is a risk", "Schwelle für Klumpenrisiko"), "share"),
    "contract_limit": FactKind(Text("months of notice", "Frist vor Vertragsende"), "months"),
    "mean_margin_ratio": FactKind(
        Text("margin ratio of all", "DB-Quote aller Kunden"), "share", MARGIN
    ),
    "high_cost_ratio": FactKind(
        Text("cost to serve of the upper quarter", "Betreuungskosten des oberen Viertels"),
        "share",
        COST,
    ),
    "owner_limit": FactKind(
        Text(
            "key accounts that one manager can hold", "Schlüsselkunden, die ein KAM betreuen kann"
        ),
        "count",
    ),
    "cadence_days": FactKind(
        Text("days between contacts", "Kontaktabstand in Tagen"), "days", RATINGS
    ),
    # ------------------------------------------------------------ people's plans
    "decided": FactKind(Text("decided internally on", "intern beschlossen am"), "date", GOAL_DATES),
    "informed": FactKind(
        Text("customer informed on", "Kunde informiert am"),
        "date",
        Text("day on which the customer was told", "Tag, an dem der Kunde informiert wurde"),
    ),
    "order_kept": FactKind(
        Text(
            "decided before the customer was told", "beschlossen, bevor der Kunde informiert wurde"
        ),
        "yes_no",
        GOAL_DATES,
    ),
    "team_named": FactKind(
        Text("named of sales, service, operations", "benannt von Vertrieb, Service, Betrieb"),
        "count",
        Text("team on the strategy sheet", "Team im Strategieblatt"),
    ),
    "services": FactKind(
        Text("services with a standard", "Leistungen mit Standard"),
        "count",
        Text("services on the strategy sheet", "Leistungen im Strategieblatt"),
    ),
    "services_known": FactKind(
        Text("services that the customer knows", "dem Kunden bekannte Leistungen"),
        "count",
        Text("services on the strategy sheet", "Leistungen im Strategieblatt"),
    ),
    "kpis_chosen": FactKind(
        Text("KPIs chosen", "gewählte Kennzahlen"),
        "count",
        Text("KPIs on the strategy sheet", "Kennzahlen im Strategieblatt"),
    ),
    "criteria_unmeasured": FactKind(
        Text("deciding criteria without a KPI", "maßgebliche Kriterien ohne Kennzahl"),
        "count",
        Text("KPIs on the strategy sheet", "Kennzahlen im Strategieblatt"),
    ),
    "contacts": FactKind(Text("contacts", "Ansprechpartner"), "count", CONTACTS),
    "our_contacts": FactKind(
        Text("people of ours in contact", "eigene Kontaktpersonen"), "count", CONTACTS
    ),
    "days_since_contact": FactKind(
        Text("days since the last contact", "Tage seit dem letzten Kontakt"),
        "days",
        Text("last contact on the strategy sheet", "letzter Kontakt im Strategieblatt"),
    ),
    "needs": FactKind(Text("future needs", "künftige Bedürfnisse"), "count", NEEDS),
    "needs_dated": FactKind(Text("needs with a date", "Bedürfnisse mit Termin"), "count", NEEDS),
    "profile_known": FactKind(
        Text("needs and challenges are known", "Bedürfnisse und Herausforderungen bekannt"),
        "yes_no",
        Text("customer profile on the strategy sheet", "Kundenprofil im Strategieblatt"),
    ),
    "benefit_seen": FactKind(
        Text("benefit of a long relationship is named", "Nutzen einer langen Beziehung benannt"),
        "yes_no",
        Text(
            "benefit of a long relationship on the strategy sheet",
            "Nutzen der langfristigen Beziehung im Strategieblatt",
        ),
    ),
    "actions_open": FactKind(Text("open actions", "offene Maßnahmen"), "count", PLAN),
    "actions_overdue": FactKind(Text("overdue actions", "überfällige Maßnahmen"), "count", PLAN),
    "offers": FactKind(
        Text("individual offers", "individuelle Angebote"),
        "count",
        Text("individual offer on the strategy sheet", "individuelles Angebot im Strategieblatt"),
    ),
    "benefits": FactKind(
        Text("loyalty benefits granted", "vergebene Loyalitätsvorteile"),
        "count",
        Text("loyalty on the strategy sheet", "Loyalität im Strategieblatt"),
    ),
    "promoter_score": FactKind(
        Text("net promoter score", "Weiterempfehlungswert (NPS)"), "count", PLAN
    ),
    "satisfaction": FactKind(Text("satisfaction", "Kundenzufriedenheit"), "share", PLAN),
    "adoption": FactKind(
        Text("product adoption", "Produktakzeptanz (Nutzungsgrad)"), "share", PLAN
    ),
}
