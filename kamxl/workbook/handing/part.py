"""A part of a workbook as it is handed out: rendered afresh, locked, labelled."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.policy import TIERS
from kamxl.findings import Finding, gravest_first
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.formulas import quoted
from kamxl.workbook.handing.dividing import Group, carried, differing, frozen, restricted
from kamxl.workbook.handing.forms import form_sheets
from kamxl.workbook.handing.rounds import LineBase
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.places import rendered
from kamxl.workbook.plans.naming import sheet_name
from kamxl.workbook.plans.reading import Plans
from kamxl.workbook.schema import lay_out
from kamxl.workbook.sheets.registers import HEADER_HEIGHT
from kamxl.workbook.spec import (
    Book,
    Cell,
    Column,
    Content,
    Formula,
    Link,
    Page,
    Sheet,
    Table,
    shown,
)

# What speaks of the whole portfolio, and would speak of a part as if it were the whole.
LEFT_OUT = (
    "overview", "weights", "changes", "stability", "concentration", "trend", "disclosure", "stress",
    "trace", "periods", "actions", "needs", "contacts", "loyalty", "balance",
)  # fmt: skip
# Sheets whose typed cells are settings: the same for all, so nobody changes them in a part.
LOCKED = ("criteria", "settings", "strength")
# Computed columns that a part holds as values, by the key of their sheet.
STAMPED: Mapping[str, tuple[str, ...]] = {
    "accounts": (
        "share", "disclosure_share", "margin_share", "share_before", "cumulative",
        "cumulative_after", "abc", "revenue_rank", "margin_rank", "group_share",
    ),
    "ratings": ("rank",),
}  # fmt: skip
# Their tiers depend on who else is there.
RELATIVE_MODES = ("quota", "pareto")
# Checks that say nothing of a part.
WAIVED = ("shares", "formulas", "slots")
# Findings about one account, whoever else is there.
OF_ACCOUNTS = re.compile(r"(R|A|G|T)-")
# The property, and the hidden cell, that tell which part a file is.
MARK = "kamxl_part"
MARKED = "kamxl part "

SHEET = Text("Handed out", "Ausgabe")
TITLE = Text("Handed out to {owner}", "Ausgegeben an {owner}")
HOW = Text(
    "Fill in the yellow cells on the sheets of accounts, ratings, checklist and strategies; save, "
    "and send the file back. The white cells compute, or come from the master.",
    "Gelbe Zellen auf den Blättern Kunden, Bewertung, Checkliste und Strategien ausfüllen, "
    "speichern und zurückschicken. Weiße Zellen rechnen oder kommen aus der Hauptmappe.",
)
FROM = Text("Handed out on", "Ausgegeben am")
DUE = Text("Back by", "Zurück bis")
ACCOUNTS = Text("Accounts", "Kunden")
AS_OF = Text("as of the master, {day}", "Stand der Hauptmappe, {day}")
SHARED = Text("Also with others", "Auch bei anderen")
PLAN = Text("Strategy sheet", "Strategieblatt")
NEW = Text(
    "A new customer, or one of somebody else's: tell whoever sent you this; rows for them are not "
    "taken from here.",
    "Neue Kunden oder Kunden anderer bitte dem Absender melden; Zeilen für sie werden von hier "
    "nicht übernommen.",
)
HEADER, FIRST = 8, 9


@dataclass(frozen=True, slots=True)
class Master:
    """What parts are made from: inputs as they are rendered, their assessment, the forms' lines.

    `own` are people's own columns beside the accounts, by heading, with a value for each account.
    """

    inputs: Inputs
    result: Assessment
    plans: Plans
    lines: LineBase
    own: Mapping[str, Sequence[CellValue]]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How parts are handed out: the day, until when, and what stays away."""

    day: str
    due: str = ""
    shares: bool = True
    without: tuple[str, ...] = ()


class Otherwise(Exception):
    """A part would judge by the criterion of this key, or score, otherwise than the master."""


def part_book(master: Master, group: Group, mark: str, terms: Terms, about: Mapping[str, str]) -> (
    Book
):  # fmt: skip
    """Return the workbook of a part; `about` are further properties of it.

    Otherwise where it would judge an account otherwise than the master.
    """
    accounts = group.accounts
    policy = frozen(master.inputs.policy, master.result)
    inputs = restricted(master.inputs, accounts, policy)
    result = assess(inputs.portfolio, policy, inputs.as_of)
    wrong = differing(result, master.result, accounts)
    if wrong is not None:
        raise Otherwise(wrong)
    result = carried(result, master.result, accounts, shares=terms.shares)
    context = Context(inputs, result, ())
    context.findings = _findings(context)
    book = lay_out(context)
    ids = {inputs.portfolio.ids[n]: inputs.portfolio.names[n] for n in range(len(accounts))}
    forms = list(form_sheets(master.plans, master.lines, ids, terms.without, inputs.language))
    before = _share_before(master, accounts) if terms.shares else ()
    sheets = _parted(book, context, terms, before)
    _own_columns(sheets, master, accounts)
    plans = {id_: sheet.name for id_ in ids for sheet in forms if sheet.key == f"plan {id_}"}
    front = _front(context, group, mark, terms, plans, [sheet.name for sheet in (*sheets, *forms)])
    gone = [quoted(sheet.name) for sheet in book.sheets if sheet.key in LEFT_OUT]
    names = {n: r for n, r in book.names.items() if r.rpartition("!")[0] not in gone}
    _unnamed(sheets, set(book.names) - set(names), gone, inputs.language)
    for sheet in (*sheets, *forms, front):
        sheet.protected = True
    return replace(
        book,
        sheets=[front, *sheets, *forms],
        names=names,
        properties={**book.properties, MARK: mark, **about},
        source="",
        state=None,
    )


def _findings(context: Context) -> tuple[Finding, ...]:
    """Return what there is to say of single accounts: of the whole the master speaks."""
    found = [f for f in context.result.findings if OF_ACCOUNTS.match(f.code)]
    return gravest_first(rendered(context).placed(found))


def _share_before(master: Master, accounts: Sequence[int]) -> Sequence[CellValue]:
    from kamxl.workbook.sheets.accounts import computed_values

    whole = computed_values(Context(master.inputs, master.result, ()), "share_before")
    return [whole[account] for account in accounts]


def stamped_columns(policy_mode: str, key: str) -> tuple[str, ...]:
    """Return the columns of a sheet that a part holds as values."""
    if key == "ratings" and policy_mode in RELATIVE_MODES:
        return (*STAMPED[key], "computed_tier")
    return STAMPED.get(key, ())


def _parted(book: Book, context: Context, terms: Terms, before: Sequence[CellValue]) -> list[Sheet]:
    kept = []
    for sheet in book.sheets:
        if sheet.key in LEFT_OUT:
            continue
        stamped = stamped_columns(context.policy.tier_mode, sheet.key)
        label = context.t(AS_OF).format(day=terms.day)
        taken = {(cell.row, cell.column) for cell in sheet.cells}
        tables = []
        for table in sheet.tables:
            columns = [
                _stamp(column, terms, before) if column.key in stamped else _fixed(column)
                for column in table.columns
            ]
            for n, column in enumerate(columns):
                at = (table.row - 1, table.column + n)
                if column.key in stamped and at not in taken:
                    sheet.put(*at, label, "caption")
            tables.append(replace(table, columns=columns))
        sheet.tables[:] = tables
        if sheet.key in LOCKED:
            sheet.cells[:] = [cell._replace(style=_locked(cell.style)) for cell in sheet.cells]
            sheet.merges[:] = [(area, said, _locked(style)) for area, said, style in sheet.merges]
        kept.append(sheet)
    return kept


def _stamp(column: Column, terms: Terms, before: Sequence[CellValue]) -> Column:
    values = column.values
    if column.key == "share_before":
        values = [*before, *values[len(before) :]] if terms.shares else [""] * len(values)
    if column.key == "cumulative_after" and not terms.shares:
        values = [""] * len(values)
    return replace(column, stamped=True, values=values)


def _fixed(column: Column) -> Column:
    """Return a column whose ids nobody changes by accident."""
    return replace(column, style=_locked(column.style)) if column.key == "id" else column


def _locked(style: str) -> str:
    base, dot, number_format = style.partition(".")
    return {"input": "calc", "input_wrap": "calc_wrap"}.get(base, base) + dot + number_format


def _own_columns(sheets: Iterable[Sheet], master: Master, accounts: Sequence[int]) -> None:
    """Put people's own columns beside the accounts, with an empty one in between."""
    sheet = next(one for one in sheets if one.key == "accounts")
    table: Table = sheet.tables[0]
    column = table.column + len(table.columns) + 1
    for heading, values in master.own.items():
        sheet.put(table.row, column, heading, "header_input")
        for n, account in enumerate(accounts):
            sheet.put(table.row + 1 + n, column, values[account], "input")
        sheet.width(column, 16)
        column += 1


def _unnamed(
    sheets: Iterable[Sheet], lost: Collection[str], gone: Sequence[str], language: Language
) -> None:
    """Take away what leads to sheets that are not there, and checks that say nothing here."""
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(lost))) + r")\b")

    def kept(sheet: Sheet, cell: Cell) -> Cell | None:
        said: Content = cell.content
        if isinstance(said, Link) and said.target.startswith(tuple(f"{one}!" for one in gone)):
            return None
        if isinstance(said, Formula) and pattern.search(said.text):
            return cell._replace(content=Formula("=TRUE", True) if sheet.key == "start" else None)
        return cell

    for sheet in sheets:
        rows = {
            cell.row for cell in sheet.cells if sheet.key == "start" and kept(sheet, cell) is None
        }
        sheet.cells[:] = [
            there
            for cell in sheet.cells
            if cell.row not in rows and (there := kept(sheet, cell)) is not None
        ]
        if sheet.key == "start":
            _waive(sheet, language)


def _waive(sheet: Sheet, language: Language) -> None:
    from kamxl.workbook.sheets.start import CHECK_ROW

    checks = list(words.CHECKS)
    rows = {CHECK_ROW + checks.index(key) for key in WAIVED}
    last = CHECK_ROW + len(checks)
    holds = {
        cell.row: cell.row in rows or shown(cell.content) is True
        for cell in sheet.cells
        if cell.column == 2 and CHECK_ROW <= cell.row < last
    }
    holds[last] = all(holds.values())

    def waived(cell: Cell) -> Cell:
        said = cell.content
        if cell.row not in holds or not isinstance(said, Formula):
            return cell
        if cell.column == 1:
            word = words.PHRASES["ok" if holds[cell.row] else "check"](language)
            return cell._replace(content=Formula(said.text, word))
        text = "=TRUE" if cell.row in rows else said.text
        return cell._replace(content=Formula(text, holds[cell.row]))

    sheet.cells[:] = [waived(cell) for cell in sheet.cells]


def _front(
    context: Context,
    group: Group,
    mark: str,
    terms: Terms,
    plans: Mapping[str, str],
    taken: Iterable[str],
) -> Sheet:
    """Return the first sheet: whose part it is, until when, and what the master says of it."""
    t, result, portfolio = context.t, context.result, context.portfolio
    made = Sheet("handed", sheet_name(t(SHEET), taken), "#163F56", freeze=(FIRST, 0))
    made.hidden_columns.add(0)
    made.put(0, 0, MARKED + mark, "helper")
    made.put(0, 1, t(TITLE).format(owner=group.owner or "–"), "title")
    made.put(1, 1, t(HOW), "subtitle")
    made.put(2, 1, t(NEW), "subtitle")
    made.put(3, 1, t(FROM), "label")
    made.put(3, 2, terms.day, "strong")
    made.put(4, 1, t(DUE), "label")
    made.put(4, 2, terms.due or "–", "strong")
    made.put(5, 1, t(ACCOUNTS), "label")
    made.put(5, 2, len(group.accounts), "strong.whole")
    made.put(HEADER - 1, 4, t(AS_OF).format(day=terms.day), "caption_line")
    columns: list[tuple[str, float, str]] = [
        (t(words.ACCOUNT_COLUMNS["id"]), 16, "calc.id"),
        (t(words.ACCOUNT_COLUMNS["name"]), 34, "calc"),
        (t(SHARED), 14, "status"),
        (t(words.RATING_COLUMNS["score"]), 10, "calc.score"),
        (t(words.RATING_COLUMNS["rank"]), 8, "calc.whole"),
        (t(words.RATING_COLUMNS["tier"]), 8, "tier"),
        (t(words.RANKING_COLUMNS["quadrant"]), 20, "calc"),
        (t(words.ACCOUNT_COLUMNS["abc"]), 8, "tier"),
        (t(words.ACCOUNT_COLUMNS["disclosure_share"]), 12, "calc.percent"),
        (t(PLAN), 30, "link"),
    ]
    for n, (label, width, _) in enumerate(columns, start=1):
        made.put(HEADER, n, label, "header")
        made.width(n, width)
    made.heights[HEADER] = HEADER_HEIGHT
    shared = set(group.shared)
    for n, account in enumerate(group.accounts):
        id_ = portfolio.ids[n]
        share, score = float(result.disclosure_share[n]), float(result.score[n])
        quadrant, abc = int(result.quadrant[n]), int(result.abc[n])
        values: list[Content] = [
            id_,
            portfolio.names[n],
            context.yes_no(True) if account in shared else None,
            None if np.isnan(score) else score,
            int(result.rank[n]) or None,
            TIERS[result.tier[n] - 1] if result.tier[n] else None,
            context.choice("quadrant", QUADRANTS[quadrant - 1]) if quadrant else None,
            "ABCN"[abc - 1] if abc else None,
            None if np.isnan(share) else share,
            Link(plans[id_], f"{quoted(plans[id_])}!B1") if id_ in plans else None,
        ]
        for at, (value, (_, _, style)) in enumerate(zip(values, columns, strict=True), start=1):
            made.put(FIRST + n, at, value, style)
    made.page = Page(one_page=len(group.accounts) < 40, repeat=(HEADER, HEADER))
    return made
