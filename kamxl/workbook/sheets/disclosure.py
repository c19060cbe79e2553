"""Disclosure: customers of 10 % or more, reconciled, drafted and signed (domain 3.5).

Formulas find them among the groups, and write the note in both languages; people sign.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamxl.cells import CellValue, address, to_serial
from kamxl.domain import disclosure as rule
from kamxl.domain.disclosure import LETTERS, LISTED, Disclosure, Major
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.spec import Area, Conditional, Content, Page, Sheet, Validation

TITLE = Text("Customers of 10 % or more", "Kunden mit 10 % oder mehr")
NOTE = Text(
    "As IFRS 8.34 and ASC 280-10-50-42 ask: every external customer, or group under common "
    "control, whose revenue amounts to 10 % or more of the entity’s revenues; exactly 10.0 % "
    "counts. Always by revenue, whatever the basis of the concentration. The name need not be "
    "disclosed.",
    "Wie IFRS 8.34 und ASC 280-10-50-42 es verlangen: jeder externe Kunde oder gemeinsam "
    "beherrschte Kreis, dessen Umsatz 10 % oder mehr der Umsatzerlöse beträgt; genau 10,0 % zählt. "
    "Immer nach Umsatz, unabhängig von der Basis der Konzentration. Der Name muss nicht genannt "
    "werden.",
)
COLUMNS: tuple[tuple[Text, str, float], ...] = (
    (Text("Label", "Bezeichnung"), "strong", 26),
    (words.ACCOUNT_COLUMNS["name"], "calc_wrap", 30),
    (words.ACCOUNT_COLUMNS["revenue"], "calc.money", 15),
    (words.RANKING_COLUMNS["revenue_y1"], "calc.money", 15),
    (Text("Share", "Anteil"), "calc.percent", 10),
    (Text("Share previous year", "Anteil Vorjahr"), "calc.percent", 10),
    (words.ACCOUNT_COLUMNS["segment"], "calc_wrap", 22),
    (Text("One customer, because", "Ein Kunde, weil"), "calc_wrap", 46),
)
AGREE = Text("Reconciliation to reported revenue", "Überleitung zum berichteten Umsatz")
AGREE_ROWS: Mapping[str, tuple[Text, str]] = {
    "accounts": (Text("Sum of external customers", "Summe der externen Kunden"), "calc.money"),
    "overhang": (Text("thereof negative (credit notes)", "davon Gutschriftüberhang"), "calc.money"),
    "revenue": (Text("Revenue of the entity", "Umsatz des Unternehmens"), "strong.money"),
    "before": (Text("Revenue, previous year", "Umsatz, Vorjahr"), "calc.money"),
    "difference": (Text("Not allocated to customers", "Nicht zugeordnet"), "calc.money"),
    "part": (Text("Part of reported revenue", "Anteil am berichteten Umsatz"), "calc.percent"),
    "status": (Text("Status", "Status"), "calc"),
}
DRAFT = Text("Draft of the note", "Entwurf der Anhangangabe")
DRAFTS: Mapping[Language, Text] = {
    "de": Text("German", "Deutsch"),
    "en": Text("English", "Englisch"),
}
SIGN = Text("Judgement and sign-off", "Ermessen und Freigabe")
SIGNED: Mapping[str, Text] = {
    "disclosure_judgement": Text("Judgement on common control", "Ermessen zur Beherrschung"),
    "disclosure_prepared_by": Text("Prepared by", "Erstellt von"),
    "disclosure_prepared_on": Text("Prepared on", "Erstellt am"),
    "disclosure_reviewed_by": Text("Reviewed by", "Geprüft von"),
    "disclosure_reviewed_on": Text("Reviewed on", "Geprüft am"),
}
BESIDE = Text(
    "Also think of: ASC 275-10-50-16 (a concentration may be disclosed below 10 % where its loss "
    "would hurt soon); governments: IFRS judges economic integration, ASC counts each government; "
    "DRS 28 asks for no major customers, but § 1 StaRUG for early warning: see the stress test.",
    "Auch zu bedenken: ASC 275-10-50-16 (Konzentrationen unter 10 %, deren Verlust bald schadet); "
    "öffentliche Hand: IFRS nach wirtschaftlicher Verflechtung, ASC jede Gebietskörperschaft "
    "einzeln; DRS 28 verlangt keine Großkunden, § 1 StaRUG aber Früherkennung: siehe Stresstest.",
)
DAY = Text("A date.", "Ein Datum.")
HEADER, FIRST = 4, 5
AGREE_ROW = FIRST + LISTED + 2
DRAFT_ROW = AGREE_ROW + len(AGREE_ROWS) + 2
SIGN_ROW = DRAFT_ROW + len(LANGUAGES) + 2
LAST = SIGN_ROW + len(SIGNED) + 2
HELPER = 9
SAID = {language: HELPER + 5 + place for place, language in enumerate(LANGUAGES)}
REVENUE, BEFORE = "kam_disclosed_revenue", "kam_disclosed_before"
THRESHOLD = f"{rule.THRESHOLD:g}"


def _reference(row: int, column: int) -> str:
    return address(row, column, absolute=True)


def _helper_formulas(place: int) -> tuple[str, ...]:
    """Return position, revenue, members, and the whole amounts that the note tells."""
    row = FIRST + place
    position, amount = address(row, HELPER), address(row, HELPER + 1)
    groups = "accounts[group_revenue]"
    found = f"MATCH({amount},{groups},0)"
    if place:
        was, was_amount = address(row - 1, HELPER), address(row - 1, HELPER + 1)
        below = f"INDEX({groups},MIN({was}+1,ROWS({groups}))):INDEX({groups},ROWS({groups}))"
        found = f"IF({amount}={was_amount},{was}+MATCH({amount},{below},0),{found})"
    largest = f"LARGE({groups},{place + 1})"
    enough = f"COUNT({groups})>={place + 1}"
    return (
        f"=IF(ISNUMBER({amount}),{found},0)",
        f"=IF({enough},IF({REVENUE}>0,IF(ROUND({largest}/{REVENUE},9)>={THRESHOLD},{largest},"
        f'""),""),"")',
        f"=IF({position}=0,0,COUNTIF(accounts[group],{position}))",
        _whole(_reference(row, 2)),
        _whole(_reference(row, 3)),
    )


def _whole(cell: str) -> str:
    return f'=IF(ISNUMBER({cell}),INT(ABS(ROUND({cell},9))+0.5),"")'


# The words of the notes, which both stand in every workbook, so not among those of its language.
WORDS: Mapping[str, Text] = {
    "customer": rule.CUSTOMER,
    "in_period": rule.IN_PERIOD,
    "in": rule.IN,
    "nobody": rule.NOBODY,
    "one": rule.ONE,
    "several": Text(*(text.split("{n}")[0] for text in (rule.SEVERAL.en, rule.SEVERAL.de))),
    "several_of": Text(*(text.split("{n}")[1] for text in (rule.SEVERAL.en, rule.SEVERAL.de))),
    "before": rule.BEFORE,
    "control": rule.CONTROL,
    "comma": Text(", ", " "),
    "thousands": Text(",", "."),
    "decimal": Text(".", ","),
}
WORD_ROW = AGREE_ROW + 1


def _word(key: str, language: Language) -> str:
    return _reference(WORD_ROW + [*WORDS].index(key), SAID[language])


def grouped_formula(whole: str, sign: str, language: Language) -> str:
    """Return the text of a whole amount, below 10^12, with its thousands set apart."""
    mark = _word("thousands", language)

    def three(power: int) -> str:
        return f'RIGHT("00"&MOD(INT({whole}/{10**power}),1000),3)'

    nested = f'{whole}&""'
    for power in (3, 6, 9):
        parts = "&".join(f"{mark}&{three(n)}" for n in range(power - 3, -1, -3))
        nested = f"IF({whole}>={10**power},INT({whole}/{10**power})&{parts},{nested})"
    # The largest power is asked first.
    return f'IF(AND({whole}>0,{sign}<0),"-","")&{nested}'


def percent_formula(share: str, language: Language) -> str:
    """Return the text of a positive share with one digit."""
    tenths = f"INT(ROUND({share},9)*1000+0.5+0.000000001)"
    return f'INT({tenths}/10)&{_word("decimal", language)}&MOD({tenths},10)&" %"'


def _said_formula(place: int, language: Language) -> str:
    row = FIRST + place
    revenue, before, share = (address(row, column) for column in (2, 3, 4))
    whole, whole_before = address(row, HELPER + 3), address(row, HELPER + 4)
    earlier = (
        f'IF(ISNUMBER({before}),"; "&{_word("before", language)}&" "&kam_currency&" "&'
        f'{grouped_formula(whole_before, before, language)},"")'
    )
    return (
        f'=IF({address(row, HELPER)}=0,"",{_word("customer", language)}&" {LETTERS[place]} "&'
        f'kam_currency&" "&{grouped_formula(whole, revenue, language)}&" ("&'
        f'{percent_formula(share, language)}&{earlier}&")")'
    )


def _sentence_formula(language: Language) -> str:
    column = SAID[language]
    cells = [_reference(FIRST + place, column) for place in range(LISTED)]
    places = f"{_reference(FIRST, HELPER)}:{_reference(FIRST + LISTED - 1, HELPER)}"
    count = f'COUNTIF({places},">0")'

    def word(key: str) -> str:
        return _word(key, language)

    opening = (
        f'IF(LEN(kam_period)=0,{word("in_period")},{word("in")}&" "&kam_period)&{word("comma")}'
    )
    told = (
        f"IF({count}=0,{word('nobody')},IF({count}=1,{word('one')},"
        f"{word('several')}&{count}&{word('several_of')}))"
    )
    whole = _reference(AGREE_ROW + 1 + [*AGREE_ROWS].index("revenue"), HELPER)
    total = grouped_formula(whole, REVENUE, language)
    named = cells[0] + "".join(f'&IF(LEN({cell})=0,"","; "&{cell})' for cell in cells[1:])
    return (
        f'=IF(N({REVENUE})>0,{opening}&{told}&" "&kam_currency&" "&{total}&IF({count}=0,".",": "&'
        f'{named}&". "&{word("control")}),"")'
    )


def _shown_formulas(place: int) -> tuple[str, ...]:
    row = FIRST + place
    position, amount, members = (address(row, HELPER + n) for n in range(3))
    root = f"INDEX(accounts[root],{position})"

    def of(key: str, at: str = position) -> str:
        return f"INDEX(accounts[{key}],{at})"

    control = f"TRIM({of('control_group', root)})"
    own = of("name", root)
    name = (
        f'IF(LEN({control})>0,{control},IF(LEFT({of("group_key")},2)="c:",'
        f"TRIM({of('parent', root)}),TRIM(IF(LEN({own})=0,{of('id', root)},{own}))))"
    )
    earlier = (
        f"(accounts[group]={position})*(TRIM(accounts[external])<>kam_no)*"
        "ISNUMBER(accounts[revenue_y1])"
    )
    before = f"ROUND(SUMPRODUCT({earlier},accounts[revenue_y1]),4)"
    previous = address(row, 3)
    segment = of("segment")
    others = f"(accounts[group]={position})*(TRIM(accounts[segment])<>TRIM({segment}))"
    reason = of("control_reason")
    because = (
        f'IF(LEN({control})>0,kam_word_by_control&IF(LEN({reason})=0,"",": "&{reason}),'
        f'IF({members}>1,kam_word_by_parent&": "&{members},kam_word_one_account))'
    )
    shown = (
        name,
        amount,
        f'IF(SUMPRODUCT({earlier})=0,"",{before})',
        f"{amount}/{REVENUE}",
        f'IF(ISNUMBER({previous}),IF(N({BEFORE})>0,{previous}/{BEFORE},""),"")',
        f'{segment}&IF(SUMPRODUCT({others})=0,""," "&kam_word_and_others)',
        because,
    )
    label = f'=IF({position}=0,"",kam_word_customer&" {LETTERS[place]}")'
    return (label, *(f'=IF({position}=0,"",{formula})' for formula in shown))


def _agree_formulas() -> dict[str, str]:
    sold = "accounts[net_revenue]"
    at = {key: _reference(AGREE_ROW + 1 + n, 1) for n, key in enumerate(AGREE_ROWS)}
    known = "ISNUMBER(kam_reported_revenue)"
    before = (
        "SUMPRODUCT((TRIM(accounts[external])<>kam_no)*ISNUMBER(accounts[revenue_y1]),"
        "accounts[revenue_y1])"
    )
    return {
        "accounts": f"=ROUND(SUM({sold}),4)",
        "overhang": f'=ROUND(SUMIF({sold},"<0"),4)',
        "revenue": f"=IF({known},kam_reported_revenue,{at['accounts']})",
        "before": f"=IF(ISNUMBER(kam_reported_before),kam_reported_before,ROUND({before},4))",
        "difference": f'=IF({known},ROUND(kam_reported_revenue-{at["accounts"]},4),"")',
        "part": f"=IF({known},IF(kam_reported_revenue>0,{at['difference']}/"
        'kam_reported_revenue,""),"")',
        "status": f"=IF(ISNUMBER({at['part']}),IF(ROUND(ABS({at['part']}),9)<={rule.TOLERANCE:g},"
        "kam_word_reconciled,kam_word_unreconciled),kam_word_unreported)",
    }


def _shown(context: Context, found: Disclosure, place: int, one: Major) -> list[CellValue]:
    t = context.t
    reasoning = one.reasoning
    because = {
        "control": t(words.PHRASES["by_control"]) + (f": {reasoning}" if reasoning else ""),
        "parent": f"{t(words.PHRASES['by_parent'])}: {len(one.members)}",
        "single": t(words.PHRASES["one_account"]),
    }[one.reason]
    others = f" {t(words.PHRASES['and_others'])}" if one.several_segments else ""
    return [
        found.label(place, context.language),
        one.name,
        one.revenue,
        "" if one.before is None else one.before,
        one.share,
        "" if one.share_before is None else one.share_before,
        one.segment + others,
        because,
    ]


def _whole_of(value: CellValue) -> CellValue:
    if not isinstance(value, float | int):
        return ""
    return int(rule.grouped(abs(value), "en").replace(",", ""))


def sheet(context: Context) -> Sheet:
    """Return the sheet: the list, the reconciliation, the drafts, and who signs."""
    made = Sheet("disclosure", context.sheet_name("disclosure"), "#8A5300", protected=True)
    t = context.t
    found = rule.disclosure(context.result)
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, len(COLUMNS) - 1), t(NOTE), "note"))
    made.heights[1] = 40
    _list(context, made, found)
    _agree(context, made, found)
    _drafts(context, made, found)
    _sign(context, made)
    made.merges.append((Area(LAST, 0, LAST, len(COLUMNS) - 1), t(BESIDE), "note"))
    made.heights[LAST] = 40
    made.page = Page(area=Area(0, 0, LAST, len(COLUMNS) - 1), one_page=True)
    return made


def _list(context: Context, made: Sheet, found: Disclosure) -> None:
    t, f = context.t, context.f
    made.heights[HEADER] = 30
    for column, (label, _, width) in enumerate(COLUMNS):
        made.put(HEADER, column, t(label), "header")
        made.width(column, width)
    made.width(len(COLUMNS), 2)
    for column in range(HELPER, HELPER + 5 + len(LANGUAGES)):
        made.width(column, 9, 1)
    for place in range(LISTED):
        row = FIRST + place
        one = found.majors[place] if place < len(found.majors) else None
        shown: list[CellValue] = [""] * len(COLUMNS)
        helpers: list[CellValue] = [0, "", 0, "", ""]
        said = dict.fromkeys(LANGUAGES, "")
        if one is not None:
            shown = _shown(context, found, place, one)
            helpers = [
                context.account_places[one.account], one.revenue, len(one.members),
                _whole_of(one.revenue), _whole_of(one.before),
            ]  # fmt: skip
            said = {language: found.said(place, language) for language in LANGUAGES}
        texts = _shown_formulas(place)
        for column, (formula, value) in enumerate(zip(texts, shown, strict=True)):
            made.put(row, column, f(formula, value), COLUMNS[column][1])
        for column, (formula, value) in enumerate(
            zip(_helper_formulas(place), helpers, strict=True), start=HELPER
        ):
            made.put(row, column, f(formula, value), "plain_helper")
        for language, column in SAID.items():
            made.put(row, column, f(_said_formula(place, language), said[language]), "plain_helper")


def _agree(context: Context, made: Sheet, found: Disclosure) -> None:
    t, f = context.t, context.f
    made.put(AGREE_ROW, 0, t(AGREE), "heading")
    made.put(AGREE_ROW, 1, None, "heading")
    status = {None: "unreported", True: "reconciled", False: "unreconciled"}[found.reconciled]
    reported, difference = found.reported, found.difference
    part = difference / reported if difference is not None and reported else None
    before = context.policy.reported_before
    values: dict[str, CellValue] = {
        "accounts": found.of_accounts,
        "overhang": found.overhang,
        "revenue": found.of_accounts if reported is None else reported,
        "before": found.before if before is None else before,
        "difference": "" if difference is None else difference,
        "part": "" if part is None else part,
        "status": t(words.PHRASES[status]),
    }
    formulas = _agree_formulas()
    names = {"revenue": REVENUE, "before": BEFORE}
    for place, (key, (label, style)) in enumerate(AGREE_ROWS.items()):
        row = AGREE_ROW + 1 + place
        made.put(row, 0, t(label), "label")
        made.put(row, 1, f(formulas[key], values[key]), style)
        context.name_cell(names.get(key, f"kam_disclosed_{key}"), "disclosure", row, 1)
        if key == "revenue":
            made.put(
                row, HELPER, f(_whole(_reference(row, 1)), _whole_of(values[key])), "plain_helper"
            )
        if key == "status":
            bad = f"={_reference(row, 1)}=kam_word_unreconciled"
            made.conditionals.append(Conditional(Area(row, 1, row, 1), "formula", bad, "bad"))


def _drafts(context: Context, made: Sheet, found: Disclosure) -> None:
    t, f = context.t, context.f
    made.put(DRAFT_ROW, 0, t(DRAFT), "heading")
    for line, text in enumerate(WORDS.values()):
        for language, column in SAID.items():
            made.put(WORD_ROW + line, column, text(language), "plain_helper")
    for place, (language, label) in enumerate(DRAFTS.items()):
        row = DRAFT_ROW + 1 + place
        made.put(row, 0, t(label), "label")
        said = f(_sentence_formula(language), found.sentence(language))
        made.merges.append((Area(row, 1, row, len(COLUMNS) - 1), said, "wrap"))
        made.heights[row] = 48


def _sign(context: Context, made: Sheet) -> None:
    t = context.t
    made.put(SIGN_ROW, 0, t(SIGN), "heading")
    for place, (key, label) in enumerate(SIGNED.items()):
        row = SIGN_ROW + 1 + place
        made.put(row, 0, t(label), "label")
        typed: Content = context.inputs.answers.get(key)
        if isinstance(typed, dt.date):
            typed = to_serial(typed)
        day = key.endswith("_on")
        style = "input.date" if day else "input_wrap" if place == 0 else "input"
        made.put(row, 1, typed, style)
        if day:
            made.validations.append(
                Validation(Area(row, 1, row, 1), "date", minimum=1, maximum=2958465,
                           title=t(label)[:32], message=t(DAY), error=t(DAY))
            )  # fmt: skip
    made.heights[SIGN_ROW + 1] = 40
