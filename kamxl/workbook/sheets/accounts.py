"""Accounts: all customers and prospects, what is known of them, and their shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kamxl.cells import CellValue, column_letters, to_serial
from kamxl.domain import control, metrics, trend
from kamxl.domain.assessment import Assessment, derived_ratings
from kamxl.domain.concentration import ABC, XYZ, structural_shares, surprisal
from kamxl.domain.lifetime import customer_years
from kamxl.domain.partyear import FEWEST_MONTHS, MONTHS
from kamxl.domain.policy import LEVELS, SLOTS
from kamxl.domain.portfolio import DATE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS
from kamxl.domain.rounding import Floats, Integers, at_nine_digits
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import ACCOUNTS_HEADER, Context, plain, typed
from kamxl.workbook.formulas import escaped
from kamxl.workbook.sheets.criteria_places import helper, knot_cells
from kamxl.workbook.spec import Area, Column, Conditional, Page, Sheet, Table, Validation

TITLE = Text("Accounts", "Kunden")
NOTE = Text(
    "Yellow columns are typed or pasted, white ones compute; [+] above shows more of both. New "
    "accounts go directly below the last row; enter their number in the ratings too. Blank is not "
    "zero.",
    "Gelbe Spalten werden getippt oder eingefügt, weiße rechnen; [+] darüber zeigt weitere. Neue "
    "Kunden direkt unter die letzte Zeile; Nummer auch in der Bewertung eintragen. Leer ist nicht "
    "null.",
)
INPUTS: tuple[str, ...] = (
    "id", "name", "parent", "status", "owner", "segment", "region", "leader", "contract_end",
    "last_order", "revenue_y2", "revenue_y1", "revenue", "margin_y1", "margin", "potential",
    "order_cv", "orders", "service_hours", "service_cost", "stage", "reputation_fits", "brand",
    "vision", "external", "credit_index",
    "company_size", "use_case", "customer_since", "first_order", "retention", "sustainability",
    "expansion", "expansion_date", "impulse", "impulse_cost", "logo", "logo_date", "referrals",
    "referral_customers", "referral_revenue", "control_group", "control_reason", "end_customer",
    "owner_role", "pinned", "vat_id", "avoidable_costs", "receivables",
)  # fmt: skip
# Folded away as long as nothing stands in them.
SELDOM = INPUTS[INPUTS.index("company_size") :]
# In the order of the sheet; all computed.
COMPUTED: tuple[str, ...] = (
    "share", "disclosure_share", "warning", "abc", "xyz", "revenue_rank", "margin_rank",
    "shortlist", "margin_share", "growth", "margin_ratio", "margin_trend", "cost_ratio", "gap",
    "recency", "available", "lifetime", "customer_years", "annual_factor", "group_share",
    "group_warning", "nr", "amount", "level", "size_order", "cumulative", "cumulative_after",
    "share_before", "share_log", "amount_before", "margin_amount", "net_amount", "up_1", "up_2",
    "up_4", "root", "group_key", "group", "group_net", "group_amount", "group_part", "group_level",
    "net_revenue", "net_margin", "group_revenue", "group_receivables",
    "amount_y2", "hhi_part", "came",
    *(f"f{n}" for n in range(1, SLOTS + 1)),
)  # fmt: skip
HELPERS = COMPUTED[COMPUTED.index("nr") :]
FIGURE_RATINGS = COMPUTED[-SLOTS:]
# What costs every row a look at all others.
QUADRATIC = (
    "revenue_rank", "margin_rank", "size_order", "cumulative", "up_1", "group", "group_net",
    "group_amount", "group_revenue", "group_receivables",
)  # fmt: skip
# What a row without an account shows, where it is neither nothing nor its own number.
ZERO = (
    "level", "share_log", "group_net", "group_amount", "group_part", "group_level", "group_revenue",
    "group_receivables", "hhi_part", "came",
)  # fmt: skip
OWN_NUMBER = ("up_1", "up_2", "up_4", "root", "group")

# Texts chosen from the list of their name.
LISTS = (
    "status", "stage", "reputation_fits", "brand", "vision", "external", "expansion", "impulse",
    "logo", "owner_role", "pinned",
)  # fmt: skip

WIDTHS = {
    "id": 13, "name": 30, "parent": 14, "status": 12, "owner": 16, "segment": 16, "region": 13,
    "leader": 15, "stage": 16, "margin": 15, "potential": 16,
    "order_cv": 19, "service_hours": 15, "service_cost": 17, "cost_ratio": 22, "recency": 18,
    "company_size": 15, "use_case": 16, "referrals": 15, "control_group": 15, "control_reason": 30,
    "end_customer": 18, "vat_id": 18, "available": 15, "group_warning": 18, "impulse": 14,
    "impulse_cost": 14,
    "contract_end": 12, "last_order": 12, "warning": 18, "shortlist": 18, "abc": 6, "xyz": 6,
}  # fmt: skip
STYLES = {
    "id": "id", "vat_id": "id", "contract_end": "date", "last_order": "date", "revenue_y2": "money",
    "revenue_y1": "money", "revenue": "money", "margin_y1": "money", "margin": "money",
    "potential": "money", "order_cv": "score", "orders": "whole", "service_hours": "whole",
    "service_cost": "money", "credit_index": "whole", "share": "percent",
    "customer_since": "date", "first_order": "date", "expansion_date": "date", "logo_date": "date",
    "retention": "percent0", "sustainability": "percent0", "impulse_cost": "money",
    "referrals": "whole", "referral_customers": "whole", "referral_revenue": "money",
    "disclosure_share": "percent",
    "margin_share": "percent", "growth": "percent", "margin_ratio": "percent",
    "margin_trend": "percent", "cost_ratio": "percent", "gap": "money", "recency": "whole",
    "revenue_rank": "whole", "margin_rank": "whole", "amount": "money", "cumulative": "percent",
    "cumulative_after": "percent", "share_before": "percent", "share_log": "index",
    "amount_before": "money", "margin_amount": "money", "available": "money", "lifetime": "money",
    "customer_years": "whole", "annual_factor": "score", "group_share": "percent",
    "net_amount": "money", "group_net": "money", "group_amount": "money", "group_part": "percent",
    "avoidable_costs": "money", "receivables": "money", "net_revenue": "money",
    "net_margin": "money", "group_revenue": "money", "group_receivables": "money",
    "amount_y2": "money", "hhi_part": "index",
}  # fmt: skip

INTERNAL = "TRIM(accounts[@external])=kam_no"


OWN = "ROW()-ROW(kam_accounts_head)"
ANNUAL = "IF(ISNUMBER(accounts[@annual_factor]),accounts[@annual_factor],1)"
MONTHS_ACTIVE = (
    "12*(YEAR(kam_period_last)-YEAR(accounts[@first_order]))+MONTH(kam_period_last)-"
    "MONTH(accounts[@first_order])+1"
)


def _external(margin: str, revenue: str) -> str:
    """Return the formula for the amount that counts of an external customer."""
    cells = (f"accounts[@{key}]" for key in (margin, revenue))
    of_margin, of_revenue = (f'IF(ISNUMBER({cell}),{cell},"")' for cell in cells)
    return f'=IF({INTERNAL},"",IF(kam_basis_margin=1,{of_margin},{of_revenue}))'


def _of_group(amount: str) -> str:
    """Return the formula for a group's sum, at its first account."""
    return f'=IF(accounts[@group]={OWN},SUMIF(accounts[group],{OWN},accounts[{amount}]),"")'


def _money_of_group(amount: str) -> str:
    """Return the formula for a group's amounts in currency, at its first account."""
    total = f"SUMIF(accounts[group],{OWN},accounts[{amount}])"
    return f'=IF(accounts[@group]={OWN},ROUND({total},4),"")'


def _level_of(share: str) -> str:
    """Return the formula for the highest rung of the ladder that a share reaches."""
    return (
        f"=IF(ISNUMBER({share}),SUMPRODUCT(MAX(kam_ladder_index*("
        f'(kam_ladder_operator=">=")*(ROUND({share},9)>=kam_ladder_threshold)+'
        f'(kam_ladder_operator=">")*(ROUND({share},9)>kam_ladder_threshold)))),0)'
    )


def _lifetime() -> str:
    """Return the formula for the lifetime value: a geometric sum, or m times the years at q = 1."""
    stays = "IF(ISNUMBER(accounts[@retention]),accounts[@retention],kam_retention)"
    believed = "IF(ISNUMBER(accounts[@sustainability]),accounts[@sustainability],1)"
    q = f"({stays}/(1+kam_discount))"
    endless = f'IF(ROUND(1-{q},9)<=0,"",{q}/(1-{q}))'
    summed = f"IF(ROUND(1-{q},9)<=0,kam_lifetime_no,{q}*(1-{q}^MAX(kam_lifetime_no,1))/(1-{q}))"
    valid = f"{stays}>=0,{stays}<=1,{believed}>=0,{believed}<=1"
    return (
        f"=IFERROR(IF(AND(ISNUMBER(accounts[@margin]),{valid}),{believed}*accounts[@margin]*"
        f'IF(kam_lifetime_no=0,{endless},{summed}),""),"")'
    )


# All figures stand before the ratings that follow from them.
FIGURES = f"accounts[@{INPUTS[0]}:group_level]"


def _by_figure(slot: int) -> str:
    """Return the formula for the rating that a criterion's figure gives, as it counts."""
    column, sign, least, step = (helper(key, slot) for key in ("column", "sign", "least", "step"))
    # The median of one cell is its number, and an error where it has none.
    signed = f"ROUND({sign}*MEDIAN(INDEX({FIGURES},{column})),9)"
    base, slope = (
        f"LOOKUP({signed},{knot_cells('knot', slot)},{knot_cells(kind, slot)})"
        for kind in ("base", "slope")
    )
    return f'=IF({column}=0,"",IFERROR({least}+{step}*({base}+{signed}*{slope}),""))'


# The label of a group: what controls its root, or the root's parent where that is no account.
ROOT_CONTROL = "TRIM(INDEX(accounts[control_group],accounts[@root]))"
ROOT_PARENT = "TRIM(INDEX(accounts[parent],accounts[@root]))"
GROUP_NET = "INDEX(accounts[group_net],accounts[@group])"


FORMULAS = {
    "nr": '=IF(LEN(accounts[@id])=0,"",ROW()-ROW(kam_accounts_head))',
    "net_amount": _external("margin", "revenue"),
    "amount": "=IF(ISNUMBER(accounts[@net_amount]),accounts[@net_amount]*" + ANNUAL + ',"")',
    "annual_factor": "=IF(AND(kam_annualise_no=2,ISNUMBER(accounts[@first_order])),"
    f"IF(AND({MONTHS_ACTIVE}>={FEWEST_MONTHS},{MONTHS_ACTIVE}<{MONTHS}),{MONTHS}/"
    f'({MONTHS_ACTIVE}),""),"")',
    "available": '=IF(ISNUMBER(accounts[@potential]),accounts[@potential]*kam_horizon,"")',
    "lifetime": _lifetime(),
    "customer_years": "=IF(ISNUMBER(accounts[@customer_since]),"
    'IF(accounts[@customer_since]>kam_as_of,"",YEAR(kam_as_of)-YEAR(accounts[@customer_since])-'
    "(DATE(YEAR(kam_as_of),MONTH(accounts[@customer_since]),DAY(accounts[@customer_since]))>"
    'kam_as_of)),"")',
    "up_1": f"=IF(LEN(TRIM(accounts[@control_group]))>0,{OWN},IF(LEN(TRIM(accounts[@parent]))=0,"
    f"{OWN},IFERROR(MATCH({escaped('TRIM(accounts[@parent])')},accounts[id],0),{OWN})))",
    "up_2": "=INDEX(accounts[up_1],accounts[@up_1])",
    "up_4": "=INDEX(accounts[up_2],accounts[@up_2])",
    "root": "=IF(INDEX(accounts[up_1],INDEX(accounts[up_4],accounts[@up_4]))="
    f"INDEX(accounts[up_4],accounts[@up_4]),INDEX(accounts[up_4],accounts[@up_4]),{OWN})",
    "group_key": f'=IF(LEN({ROOT_CONTROL})>0,"c:"&LOWER({ROOT_CONTROL}),'
    f"IF(OR(LEN({ROOT_PARENT})=0,INDEX(accounts[up_1],accounts[@root])<>accounts[@root],"
    f"{ROOT_PARENT}=INDEX(accounts[id],accounts[@root])),"
    f'"#"&accounts[@root],"c:"&LOWER({ROOT_PARENT})))',
    "group": f"=IFERROR(MATCH({escaped('accounts[@group_key]')},accounts[group_key],0),{OWN})",
    "group_net": _of_group("net_amount"),
    "group_amount": _of_group("amount"),
    "group_part": "=IF(ISNUMBER(accounts[@group_amount]),IF(kam_group_positive>0,"
    'MAX(accounts[@group_amount],0)/kam_group_positive,0),"")',
    "amount_y2": f'=IF({INTERNAL},"",IF(kam_basis_margin=1,"",IF(ISNUMBER(accounts[@revenue_y2]),'
    'accounts[@revenue_y2],"")))',
    "hhi_part": "=IF(kam_total_before>0,ROUND(N(accounts[@share])*N(accounts[@share])-"
    "N(accounts[@share_before])*N(accounts[@share_before]),9),0)",
    "came": "=IF(ISNUMBER(accounts[@net_revenue]),IF(accounts[@net_revenue]>0,"
    "IF(N(accounts[@revenue_y1])>0,0,IF(N(accounts[@revenue_y2])>0,2,--(kam_years_known>0))),"
    "IF(N(accounts[@revenue_y1])>0,3,0)),0)",
    "group_revenue": _money_of_group("net_revenue"),
    "group_receivables": _money_of_group("receivables"),
    # Only where the group is more, or less, than the account.
    "group_share": f"=IF(kam_denominator>0,IF({GROUP_NET}=N(accounts[@net_amount]),"
    f'"",{GROUP_NET}/kam_denominator),"")',
    "group_level": _level_of("accounts[@group_share]"),
    "group_warning": "=IF(accounts[@group_level]>accounts[@level],"
    'INDEX(kam_level_meanings,accounts[@group_level]),"")',
    "net_revenue": f'=IF({INTERNAL},"",IF(ISNUMBER(accounts[@revenue]),accounts[@revenue],""))',
    "net_margin": f'=IF({INTERNAL},"",IF(ISNUMBER(accounts[@margin]),accounts[@margin],""))',
    "amount_before": _external("margin_y1", "revenue_y1"),
    "margin_amount": f'=IF({INTERNAL},"",IF(ISNUMBER(accounts[@margin]),accounts[@margin]*'
    f'{ANNUAL},""))',
    "share": "=IF(AND(ISNUMBER(accounts[@amount]),kam_total_positive>0),"
    'MAX(accounts[@amount],0)/kam_total_positive,"")',
    "disclosure_share": "=IF(AND(ISNUMBER(accounts[@net_amount]),kam_denominator>0),"
    'accounts[@net_amount]/kam_denominator,"")',
    "level": _level_of("accounts[@disclosure_share]"),
    "warning": '=IF(accounts[@level]=0,"",INDEX(kam_level_meanings,accounts[@level]))',
    "abc": '=IF(ISNUMBER(accounts[@amount]),IF(accounts[@amount]<=0,"N",'
    'IF(ROUND(accounts[@cumulative],9)<kam_abc_a,"A",'
    'IF(ROUND(accounts[@cumulative],9)<kam_abc_b,"B","C"))),"")',
    "xyz": "=IF(ISNUMBER(accounts[@order_cv]),"
    'IF(ROUND(accounts[@order_cv],9)<ROUND(kam_xyz_x,9),"X",'
    'IF(ROUND(accounts[@order_cv],9)<ROUND(kam_xyz_y,9),"Y","Z")),"")',
    "share_log": "=IF(N(accounts[@share])>0,accounts[@share]*LN(accounts[@share]),0)",
    "revenue_rank": "=IF(ISNUMBER(accounts[@revenue]),"
    'RANK(accounts[@revenue],accounts[revenue]),"")',
    "margin_rank": '=IF(ISNUMBER(accounts[@margin]),RANK(accounts[@margin],accounts[margin]),"")',
    "shortlist": "=INDEX(kam_shortlist_words,1+"
    "IF(ISNUMBER(accounts[@revenue_rank]),"
    "IF(accounts[@revenue]>0,--(accounts[@revenue_rank]<=kam_shortlist),0),0)+"
    "2*IF(ISNUMBER(accounts[@margin_rank]),"
    "IF(accounts[@margin]>0,--(accounts[@margin_rank]<=kam_shortlist),0),0))",
    "size_order": "=IF(ISNUMBER(accounts[@amount]),IF(accounts[@amount]>0,"
    "RANK(accounts[@amount],accounts[amount])+IF(COUNTIF(accounts[amount],accounts[@amount])>1,"
    "SUMPRODUCT((accounts[amount]=accounts[@amount])*(ROW(accounts[amount])<ROW())),0),"
    '""),"")',
    "cumulative": "=IF(ISNUMBER(accounts[@size_order]),"
    'SUMIF(accounts[size_order],"<"&accounts[@size_order],accounts[share]),"")',
    "cumulative_after": "=IF(ISNUMBER(accounts[@cumulative]),"
    'ROUND(accounts[@cumulative]+accounts[@share],9),"")',
    "share_before": "=IF(AND(ISNUMBER(accounts[@amount_before]),kam_total_before>0),"
    'MAX(accounts[@amount_before],0)/kam_total_before,"")',
    "margin_share": "=IF(AND(ISNUMBER(accounts[@margin_amount]),kam_margin_positive>0),"
    'MAX(accounts[@margin_amount],0)/kam_margin_positive,"")',
    # IFERROR: a quotient may be beyond what a number can hold.
    "growth": "=IFERROR(IF(ISNUMBER(accounts[@revenue]),IF(accounts[@revenue]>=0,"
    "IF(N(accounts[@revenue_y2])>0,(accounts[@revenue]/accounts[@revenue_y2])^0.5-1,"
    'IF(N(accounts[@revenue_y1])>0,accounts[@revenue]/accounts[@revenue_y1]-1,"")),""),""),"")',
    "margin_ratio": "=IFERROR(IF(AND(ISNUMBER(accounts[@margin]),N(accounts[@revenue])>0),"
    'accounts[@margin]/accounts[@revenue],""),"")',
    "margin_trend": "=IFERROR(IF(AND(ISNUMBER(accounts[@margin]),N(accounts[@margin_y1])>0),"
    'accounts[@margin]/accounts[@margin_y1]-1,""),"")',
    "cost_ratio": "=IFERROR(IF(AND(ISNUMBER(accounts[@service_cost]),N(accounts[@revenue])>0),"
    '(accounts[@service_cost]+N(accounts[@impulse_cost]))/accounts[@revenue],""),"")',
    "gap": "=IF(AND(ISNUMBER(accounts[@potential]),ISNUMBER(accounts[@revenue])),"
    'accounts[@potential]-accounts[@revenue],"")',
    "recency": '=IF(ISNUMBER(accounts[@last_order]),kam_as_of-accounts[@last_order],"")',
    **{f"f{slot + 1}": _by_figure(slot) for slot in range(SLOTS)},
}


def input_values(context: Context, key: str) -> Sequence[CellValue]:
    """Return what people typed in a column."""
    portfolio = context.portfolio
    match key:
        case "id":
            return portfolio.ids
        case "name":
            return portfolio.names
        case "leader":
            return [context.yes_no(True) if leader else None for leader in portfolio.leader]
        case _ if key in LISTS:
            known = words.CHOICES[key]
            return [
                context.t(known[chosen]) if chosen in known else chosen or None
                for chosen in portfolio.text(key)
            ]
        case _ if key in NUMBER_COLUMNS:
            return typed(portfolio.number(key))
        case _ if key in DATE_COLUMNS:
            return [None if day is None else to_serial(day) for day in portfolio.date(key)]
        case _ if key in TEXT_COLUMNS:
            return [value or None for value in portfolio.text(key)]
    raise KeyError(key)


def kept(context: Context, key: str) -> list[CellValue]:
    """Return what people typed in a column, cells that could not be used as they were."""
    values = list(input_values(context, key))
    for (column, account), value in context.inputs.kept.items():
        if column == key:
            values[account] = value
    return values


def _before(context: Context) -> Floats:
    """Return last year's amounts, as they count in the concentration."""
    by_margin = context.policy.basis == "margin"
    return context.portfolio.external_number("margin_y1" if by_margin else "revenue_y1")


def computed_values(context: Context, key: str) -> Sequence[CellValue]:
    """Return what a column's formula results in."""
    result, portfolio = context.result, context.portfolio
    match key:
        case "nr":
            numbered = zip(context.account_places, portfolio.ids, strict=True)
            return [place if id_ else "" for place, id_ in numbered]
        case (
            "amount"
            | "net_amount"
            | "cumulative"
            | "margin_share"
            | "share"
            | "disclosure_share"
            | "group_share"
            | "group_net"
            | "group_amount"
            | "group_part"
        ):
            return plain(getattr(result, key))
        case "level" | "group_level":
            return [int(level) for level in getattr(result, key)]
        case "warning":
            return [_meaning(context, level) for level in result.level]
        case "group_warning":
            higher = result.group_level > result.level
            return [_meaning(context, level) for level in np.where(higher, result.group_level, 0)]
        case "up_1" | "up_2" | "up_4" | "root" | "group":
            return [context.account_places[int(place)] for place in _steps(result)[key]]
        case "group_key":
            # `#` and the row of the ultimate parent, which may stand elsewhere than in the list.
            places = context.account_places
            return [
                f"#{places[int(tag[1:]) - 1]}" if tag.startswith("#") else tag
                for tag in control.group_keys(portfolio)
            ]
        case "annual_factor":
            found = result.annual_factor
            return plain(np.where(found == 1, np.nan, found))
        case "available":
            return plain(metrics.available(portfolio, context.policy))
        case "customer_years":
            return plain(customer_years(portfolio.date("customer_since"), context.inputs.as_of))
        case "abc":
            return [ABC[number - 1] if number else "" for number in result.abc]
        case "xyz":
            return [XYZ[number - 1] if number else "" for number in result.xyz]
        case "share_log":
            return plain(surprisal(result.share))
        case "revenue_rank" | "margin_rank" | "size_order":
            return [int(rank) or "" for rank in getattr(result, key)]
        case "shortlist":
            texts = ["", *(context.choice("shortlist", k) for k in ("revenue", "margin", "both"))]
            numbers = result.shortlist_revenue.astype(int) + 2 * result.shortlist_margin
            return [texts[number] for number in numbers]
        case "cumulative_after":
            return plain(at_nine_digits(result.cumulative + result.share))
        case "share_before":
            return plain(structural_shares(_before(context)))
        case "amount_before":
            return plain(_before(context))
        case "margin_amount":
            return plain(result.margin_amount)
        case "amount_y2":
            return plain(trend.two_years_before(result))
        case "hhi_part":
            return [float(part) for part in context.trend.part]
        case "came":
            return [int(kind) for kind in context.trend.came]
        case "group_revenue" | "group_receivables":
            owed = portfolio.number("receivables")
            sold = portfolio.external_number("revenue")
            amounts = sold if key == "group_revenue" else owed
            return plain(control.money_sums(result.group, amounts))
        case "net_revenue" | "net_margin":
            return plain(portfolio.external_number(key.removeprefix("net_")))
        case "gap":
            return plain(metrics.gap(portfolio))
        case "margin_trend":
            return plain(metrics.margin_trend(portfolio))
        case _ if key in FIGURE_RATINGS:
            place = FIGURE_RATINGS.index(key)
            if place >= len(context.policy.criteria):
                return [""] * len(portfolio)
            return plain(derived_ratings(portfolio, context.policy, place, context.inputs.as_of))
        case _:
            return plain(metrics.metric(portfolio, key, context.inputs.as_of, context.policy))


def _meaning(context: Context, level: int) -> str:
    return context.choice("level_meaning", LEVELS[level]) if level else ""


def _steps(result: Assessment) -> dict[str, Integers]:
    """Return the doubled steps towards the ultimate parent, as the helper columns take them."""
    direct = control.parents(result.portfolio)
    twice = direct[direct]
    return {
        "up_1": direct,
        "up_2": twice,
        "up_4": twice[twice],
        "root": control.roots(direct)[0],
        "group": result.group,
    }


def columns(context: Context) -> list[Column]:
    """Return all columns of the table."""
    made = []
    for key in (*INPUTS, *COMPUTED):
        computed = key in COMPUTED
        number = STYLES.get(key, "")
        base = "helper" if key in HELPERS else "calc" if computed else "input"
        values: Sequence[CellValue] = ()
        if context.count:
            values = computed_values(context, key) if computed else kept(context, key)
        values = _spread(context, key, values)
        made.append(
            Column(
                key,
                context.t(words.ACCOUNT_COLUMNS[key]),
                values,
                f"{base}.{number}" if number else base,
                WIDTHS.get(key, 12),
                context.compiled(FORMULAS[key]) if computed else "",
                stamped=context.stamped and key in QUADRATIC,
                level=1 if key in HELPERS or _unused(key, values) else 0,
            )
        )
    return made


def _spread(context: Context, key: str, values: Sequence[CellValue]) -> list[CellValue]:
    """Return a column from the values of accounts; rows without one show what they would."""
    made = _empty(key, context.account_rows)
    for row, value in zip(context.account_places, values, strict=False):
        made[row - 1] = value
    return made


def _empty(key: str, rows: int) -> list[CellValue]:
    """Return a column of rows in which there is no account yet."""
    if key in OWN_NUMBER:
        return [row + 1 for row in range(rows)]
    if key == "group_key":
        return [f"#{row + 1}" for row in range(rows)]
    empty: CellValue = 0 if key in ZERO else "" if key in COMPUTED else None
    return [empty] * rows


def _unused(key: str, values: Sequence[CellValue]) -> bool:
    return key in SELDOM and all(value is None for value in values)


def sheet(context: Context) -> Sheet:
    """Return the sheet with its table, rules for typing, and totals as defined names."""
    made = Sheet(
        "accounts", context.sheet_name("accounts"), "#1F5A7A", freeze=(ACCOUNTS_HEADER + 1, 2)
    )
    made.put(0, 0, context.t(TITLE), "title")
    made.put(1, 0, context.t(NOTE), "subtitle")
    table = Table("accounts", ACCOUNTS_HEADER, 0, columns(context), context.account_rows)
    made.tables.append(table)
    made.heights[ACCOUNTS_HEADER] = 42
    top, bottom = ACCOUNTS_HEADER + 1, ACCOUNTS_HEADER + context.account_rows
    last = len(table.columns) - 1
    made.page = Page(
        repeat=(ACCOUNTS_HEADER, ACCOUNTS_HEADER),
        wide=2,
        repeat_columns=(0, 1),
        area=Area(0, 0, bottom, table.at("group_warning")),
    )
    context.name_cell("kam_accounts_head", "accounts", ACCOUNTS_HEADER, 0)
    context.name_area(
        "kam_accounts_header", "accounts", Area(ACCOUNTS_HEADER, 0, ACCOUNTS_HEADER, last)
    )
    context.name_area("kam_accounts_ids", "accounts", Area(top, 0, 1048575, 0))
    made.validations.extend(_validations(context, table, top, bottom))
    for key in ("warning", "share"):
        made.conditionals.extend(_levels(table, key, top, bottom))
    return made


def _levels(table: Table, key: str, top: int, bottom: int) -> list[Conditional]:
    level = f"${column_letters(table.at('level'))}{top + 1}"
    area = Area(top, table.at(key), bottom, table.at(key))
    return [
        Conditional(area, "formula", f"={level}>=3", "bad", stop=True),
        Conditional(area, "formula", f"={level}=2", "warn", stop=True),
    ]


FRACTIONS = {"retention": (0, 1), "sustainability": (0, 1)}
NUMBER_MESSAGE = Text(
    "A number; blank if not known, 0 if it is zero.",
    "Eine Zahl; leer, wenn unbekannt; 0, wenn null.",
)
ID_MESSAGE = Text(
    "The account's number or code, each once. It stays text: 00001 keeps its zeros.",
    "Nummer oder Kürzel, je einmal. Bleibt Text: 00001 behält seine Nullen.",
)
DATE_MESSAGE = Text("A date.", "Ein Datum.")
NUMBER_ERROR = Text("Please enter a number.", "Bitte eine Zahl eingeben.")
DATE_ERROR = Text("Please enter a date.", "Bitte ein Datum eingeben.")
LIST_ERROR = Text("Please choose from the list.", "Bitte aus der Liste wählen.")


def _validations(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    t = context.t

    def area(key: str) -> Area:
        return Area(top, table.at(key), bottom, table.at(key))

    title = {key: t(words.ACCOUNT_COLUMNS[key])[:32] for key in INPUTS}
    made = [Validation(area("id"), "any", title=title["id"], message=t(ID_MESSAGE))]
    for key, source in (
        ("leader", "=kam_list_yes_no"),
        *((key, f"=kam_list_{key}") for key in LISTS),
    ):
        made.append(Validation(area(key), "list", source, title=title[key], error=t(LIST_ERROR)))
    for key in NUMBER_COLUMNS:
        made.append(
            Validation(
                area(key),
                "decimal",
                minimum=FRACTIONS.get(key, (-1e15, 1e15))[0],
                maximum=FRACTIONS.get(key, (-1e15, 1e15))[1],
                title=title[key],
                message=t(NUMBER_MESSAGE),
                error=t(NUMBER_ERROR),
            )
        )
    for key in DATE_COLUMNS:
        made.append(
            Validation(
                area(key),
                "date",
                minimum=1,
                maximum=2958465,
                title=title[key],
                message=t(DATE_MESSAGE),
                error=t(DATE_ERROR),
            )
        )
    return made


def totals(context: Context) -> dict[str, tuple[str, float]]:
    """Return the sums that all rows share, by name: formula and value."""
    result = context.result

    def positive(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float(np.sum(values[values > 0]))

    net = float(np.nansum(result.net_amount))
    reported = context.policy.reported_revenue if context.policy.basis == "revenue" else None
    return {
        "kam_total_positive": ('=SUMIF(accounts[amount],">0")', positive(result.amount)),
        "kam_total_net": ("=SUM(accounts[net_amount])", net),
        "kam_group_positive": (
            '=SUMIF(accounts[group_amount],">0")',
            positive(result.group_amount),
        ),
        "kam_denominator": (
            "=IF(AND(kam_basis_margin=0,ISNUMBER(kam_reported_revenue)),"
            "kam_reported_revenue,kam_total_net)",
            net if reported is None else reported,
        ),
        "kam_total_before": (
            '=SUMIF(accounts[amount_before],">0")',
            positive(_before(context)),
        ),
        "kam_years_known": (
            "=COUNT(accounts[revenue_y1])",
            int(np.sum(~np.isnan(context.portfolio.number("revenue_y1")))),
        ),
        "kam_margin_positive": (
            '=SUMIF(accounts[margin_amount],">0")',
            positive(result.margin_amount),
        ),
    }
