"""What people call the columns: every name that is recognised, German and English, by key."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.domain.portfolio import DATE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS, TIER_NUMBERS
from kamxl.intake.texts import fold

RATING = "rating:"
ALWAYS: tuple[str, ...] = ("id", "name")
# What was said about tiers in the last period, where a file tells it.
BEFORE: tuple[str, ...] = ("previous_tier", *TIER_NUMBERS)
# Says in which currency a row's amounts are; they are converted, and it is not kept.
CURRENCY = "currency"
ACCOUNT_KEYS = frozenset(
    (*ALWAYS, CURRENCY, "leader", *NUMBER_COLUMNS, *TEXT_COLUMNS, *DATE_COLUMNS, *BEFORE)
)
INVOICE_KEYS = frozenset(
    (
        *ALWAYS,
        CURRENCY,
        "date",
        "order_id",
        "revenue",
        "margin",
        "owner",
        "segment",
        "region",
        "parent",
        "control_group",
        "control_reason",
        "external",
    )
)
KEYS: tuple[str, ...] = (
    *ALWAYS,
    CURRENCY,
    "date",
    "order_id",
    *NUMBER_COLUMNS,
    *TEXT_COLUMNS,
    *DATE_COLUMNS,
    "leader",
    *BEFORE,
)

# Columns that come once a year, and the keys of their years from the latest back.
YEARLY: Mapping[str, tuple[str, ...]] = {
    "revenue": ("revenue", "revenue_y1", "revenue_y2"),
    "margin": ("margin", "margin_y1"),
}
UNITS = frozenset({"eur", "euro", "euros", "chf", "usd", "gbp", "in", "netto", "net"})
YEAR_WORDS = frozenset({fold(word) for word in ("fy", "gj", "wj", "jahr", "year", "geschäftsjahr")})

_ALIASES: Mapping[str, str] = {
    "id": "ID, Nr., Nummer, No., Kundennummer, Kunden-Nr., Kunden-Nummer, Kdnr., KD-Nr, Kd.-Nr., "
    "Kunden-ID, KundenNo, Debitor, Debitoren-Nr., Debitorennummer, Debitorenkonto, Kontonummer, "
    "Konto-Nr., Customer ID, Customer No., Customer number, Customer code, Customer key, Cust ID, "
    "Cust No, Customer #, Account ID, Account No., Account number, Account #, Account code, "
    "Client ID, Client No., Client number, Debtor, Debtor No., Buyer ID, Sold-to, Sold-to party, "
    "Kundenschlüssel, Kundencode, Auftraggeber-Nr., Partner-ID, Geschäftspartner-Nr.",
    "name": "Name, Name 1, Kunde, Kundenname, Firma, Firmenname, Unternehmen, Organisation, "
    "Kundenbezeichnung, Geschäftspartner, Customer, Customer name, Company, Company name, Account, "
    "Account name, Client, Client name, Organization, Debtor name, Buyer, Buyer name, Debitorname, "
    "Debitorenname, Name des Kunden, Sold-to name",
    "currency": "Währung, Währungscode, Währungskennzeichen, Belegwährung, Hauswährung, Currency, "
    "Currency code, Document currency, Curr., ISO currency",
    "date": "Datum, Rechnungsdatum, Belegdatum, Buchungsdatum, Bestelldatum, Auftragsdatum, "
    "Lieferdatum, Date, Invoice date, Order date, Document date, Posting date, Transaction date, "
    "InvoiceDate, Day, Tag",
    "order_id": "Rechnung, Rechnungsnummer, Rechnungs-Nr., Rechnung Nr., Beleg, Belegnummer, "
    "Beleg-Nr., Bestellnummer, Bestell-Nr., Auftragsnummer, Auftrags-Nr., Auftrag, Bestellung, "
    "Order ID, Order, Order No., Order number, Order #, Invoice, Invoice ID, Invoice No., "
    "Invoice number, Invoice #, Document No., Document number, Document ID, Transaction ID, "
    "Sales order, Receipt, Receipt No.",
    "revenue": "Umsatz, Umsätze, Umsatzvolumen, Revenue volume, Nettoumsatz, Umsatz netto, "
    "Umsatzerlös, Umsatzerlöse, Erlös, "
    "Erlöse, Jahresumsatz, Gesamtumsatz, Umsatz laufendes Jahr, Umsatz aktuell, Betrag, "
    "Nettobetrag, Betrag netto, Rechnungsbetrag, Warenwert, Positionswert, Nettowert, Umsatz LTM, "
    "Revenue, Revenues, Net revenue, Annual revenue, Total revenue, Sales, Net sales, Total sales, "
    "Sales amount, Annual sales, Turnover, Net turnover, Amount, Net amount, Line amount, "
    "Line total, Revenue current year, Sales volume, Revenue LTM, Current revenue",
    "revenue_y1": "Umsatz Vorjahr, Vorjahresumsatz, Umsatz VJ, Umsatz J-1, Revenue previous year, "
    "Revenue prior year, Previous year revenue, Prior year revenue, Revenue last year, "
    "Last year revenue, Sales last year, Sales previous year, Sales prior year, Revenue PY, "
    "Revenue Y-1, revenue_y1",
    "revenue_y2": "Umsatz Vorvorjahr, Vorvorjahresumsatz, Umsatz VVJ, Umsatz J-2, "
    "Revenue two years ago, Revenue Y-2, Sales two years ago, Revenue PPY, revenue_y2",
    "margin": "Deckungsbeitrag, DB, DB I, DB 1, DB II, Deckungsbeitrag I, Deckungsbeitrag 1, "
    "Rohertrag, Rohgewinn, Gewinn, Ertrag, Margin, Contribution margin, Contribution, "
    "Gross margin, Gross profit, Profit, Marge, Rohmarge",
    "margin_y1": "Deckungsbeitrag Vorjahr, DB Vorjahr, DB VJ, Margin previous year, "
    "Margin prior year, Margin last year, Profit last year, Profit previous year, margin_y1, "
    "Contribution margin previous year",
    "potential": "Potenzial, Potential, Umsatzpotenzial, Umsatzpotential, Revenue potential, "
    "Sales potential, Kundenpotenzial, Bedarf, Jahresbedarf, Wallet, Potential revenue",
    "order_cv": "Variationskoeffizient, Auftragsschwankung, Umsatzschwankung, Order CV, "
    "Coefficient of variation, Variation of orders, CV",
    "orders": "Aufträge, Bestellungen, Anzahl Aufträge, Anzahl Bestellungen, Anzahl Rechnungen, "
    "Auftragsanzahl, Bestellanzahl, Orders, Number of orders, Order count, Number of invoices, "
    "Orders per year, Bestellungen pro Jahr, Aufträge pro Jahr",
    "service_hours": "Betreuungszeit, Betreuungsstunden, Betreuungsaufwand Stunden, Stunden, "
    "Service hours, Hours, Support hours, Time to serve",
    "service_cost": "Betreuungskosten, Betreuungsaufwand, Kosten der Betreuung, Servicekosten, "
    "Kosten der Kundenbetreuung, Service cost, Service costs, Cost to serve, Cost of serving, "
    "Support costs",
    "parent": "Konzern, Mutter, Muttergesellschaft, Konzernmutter, Konzernnummer, Gruppe, "
    "Unternehmensgruppe, Parent, Parent ID, Parent account, Parent company, Group, Group ID, "
    "Ultimate parent, Parent account ID",
    "status": "Status, Kundenstatus, Kundenart, Account status, Customer status, Account type, "
    "Customer type, Lifecycle, Kunde/Interessent",
    "owner": "Betreuer, Kundenbetreuer, KAM, Key Account Manager, Account Manager, Zuständig, "
    "Verantwortlich, Verantwortlicher, Verkäufer, Vertriebsmitarbeiter, Vertreter, Außendienst, "
    "Owner, Account owner, Sales rep, Sales representative, Salesperson, Sales person, "
    "Responsible, Vertriebler, Sachbearbeiter",
    "segment": "Segment, Kundensegment, Kundengruppe, Branche, Customer segment, Customer group, "
    "Industry, Sector, Market segment, Marktsegment",
    "region": "Region, Land, Gebiet, Vertriebsgebiet, Country, Territory, Sales region, "
    "Country/Region, Verkaufsgebiet, Ländercode, Country code",
    "stage": "Beziehungsstufe, Beziehungsphase, KAM-Stufe, Relationship stage, Relationship phase, "
    "KAM stage",
    "brand": "Bekannte Marke, Marke bekannt, Known brand, Well-known brand",
    "vision": "Vision, Vision passt, Langfristige Vision, Long-term vision, Vision fit",
    "credit_index": "Bonitätsindex, Bonität, Creditreform, Creditreform-Index, Credit index, "
    "Creditreform index, Credit score",
    "reputation_fits": "Ruf passt, Ruf passt zu uns, Reputation suits, Reputation fits",
    "external": "Extern, Externer Kunde, External, External customer",
    "last_order": "Letzte Bestellung, Letzter Auftrag, Letzte Rechnung, Letzter Kauf, "
    "Letzter Umsatz, Datum letzte Bestellung, Letztes Bestelldatum, Last order, Last order date, "
    "Last purchase, Last purchase date, Last invoice, Last invoice date, Date of last order",
    "contract_end": "Vertragsende, Vertrag bis, Vertragslaufzeit bis, Ende des Vertrags, "
    "Laufzeitende, Contract end, Contract end date, Contract until, Contract expiry, "
    "End of contract, Renewal date, Contract expires",
    "company_size": "Unternehmensgröße, Firmengröße, Größenklasse, Betriebsgröße, "
    "Mitarbeitergrößenklasse, Company size, Size class, Size of company, Employee range",
    "use_case": "Anwendungsfall, Anwendung, Einsatzzweck, Use case, Application",
    "customer_since": "Kunde seit, Kundenbeziehung seit, Erstkontakt, Customer since, "
    "Client since, Account since, Relationship since",
    "first_order": "Erste Bestellung, Erster Auftrag, Erste Rechnung, Erstbestellung, Erstauftrag, "
    "First order, First order date, First purchase, First invoice, Date of first order",
    "retention": "Kundenbindungsrate, Bindungsrate, Wiederkaufrate, Retention, Retention rate, "
    "Renewal rate",
    "sustainability": "Nachhaltigkeit, Nachhaltigkeitsfaktor, Sustainability, "
    "Sustainability factor",
    "expansion": "Expansionspläne, Expansion, Expansion geplant, Expansion plans, "
    "Expansion planned",
    "expansion_date": "Expansion bis, Expansion ab, Expansionstermin, Expansion by, Expansion date",
    "impulse": "Entwicklungsimpuls, Entwicklungsbeitrag, Development impulse",
    "impulse_cost": "Investition dafür, Investition Entwicklungsimpuls, Investment for it, "
    "Investment for the customer, Kundenspezifische Investition",
    "logo": "Logo-Freigabe, Logo, Logofreigabe, Logo permission, Logo release, Referenzfreigabe",
    "logo_date": "Logo: Datum, Datum Logo-Freigabe, Logo: date, Logo permission date",
    "referrals": "Empfehlungen gegeben, Empfehlungen, Weiterempfehlungen, Recommendations given, "
    "Recommendations, Referrals, Referrals given",
    "referral_customers": "Neukunden daraus, Empfehlungskunden, Neukunden aus Empfehlungen, "
    "New customers from them, New customers from referrals, Referral customers",
    "referral_revenue": "Empfehlungsumsatz, Umsatz aus Empfehlungen, Revenue from them, "
    "Referral revenue, Revenue from referrals",
    "avoidable_costs": "Vermeidbare Fixkosten, Abbaubare Fixkosten, Avoidable fixed costs, "
    "Avoidable costs",
    "receivables": "Forderungen, Offene Posten, Forderungsbestand, Receivables, "
    "Accounts receivable, Open items",
    "control_group": "Kontrollgruppe, Beherrschungsgruppe, Control group, Common control, "
    "Economic unit, Wirtschaftliche Einheit",
    "control_reason": "Kontrolle: Begründung, Begründung Kontrollgruppe, Control: reason, "
    "Reason for control group",
    "owner_role": "Rolle des Betreuers, Betreuerrolle, Rolle Betreuer, Role of the manager, "
    "Owner role, Manager role",
    "pinned": "Strategieblatt gewünscht, Strategieblatt, Plan gewünscht, Strategy sheet wanted, "
    "Strategy sheet, Plan wanted",
    "vat_id": "USt-IdNr., USt-Id, USt-ID-Nr., USt.-Id.-Nr., UStID, UID-Nummer, Umsatzsteuer-ID, "
    "Umsatzsteuer-Identifikationsnummer, Umsatzsteuernummer, MwSt-Nr., MWST-Nummer, Steuernummer, "
    "VAT id, VAT ID No., VAT No., VAT number, VAT registration number, Tax ID, Tax number, "
    "Tax registration number",
    "end_customer": "Endkunde, Endabnehmer, End customer, End user, Ship-to end customer",
    "previous_tier": "Vorklasse, Klasse Vorjahr, Klasse im Vorjahr, Klasse Vorperiode, "
    "Vorjahresklasse, Bisherige Klasse, Alte Klasse, Kundenklasse, Previous tier, Prior tier, "
    "Tier last year, Tier previous year, Last tier, Old tier, Previous class, Account tier, "
    "Customer tier, Customer class",
    "periods_before": "Perioden jenseits zuvor, Perioden jenseits, Periods beyond before, "
    "Periods beyond",
    "leader": "Branchenführer, Marktführer, Industry leader, Market leader, Leader, "
    "Leader of its industry",
}


def joined(text: str) -> str:
    """Return a header as it compares: folded, without blanks."""
    return fold(text).replace(" ", "")


# Folded name to key.
BY_NAME: Mapping[str, str] = {
    joined(name): key
    for key, names in _ALIASES.items()
    for name in (key, *(name.strip() for name in names.split(",")))
}
# Folded name to the name as it is written, for advice.
WRITTEN: Mapping[str, str] = {
    joined(name): name.strip() for names in _ALIASES.values() for name in names.split(",")
}
