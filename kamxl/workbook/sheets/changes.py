"""Changes: every account beside what an earlier run remembers of it, live; and what this run found.

The earlier figures are stored; rows stand in the order of the movement when the file was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kamxl.cells import CellValue, column_letters
from kamxl.domain.contributions import UNITS
from kamxl.domain.movement import (
    ARROW,
    GONE,
    MOVED,
    NEW,
    NO_TIER,
    NONE,
    Movements,
    snapshot,
)
from kamxl.domain.policy import SLOTS, TIERS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import LIST_HEADER, ROW, Context
from kamxl.workbook.formulas import escaped
from kamxl.workbook.phrasing import signed_text
from kamxl.workbook.remembering import moved, packed_entries, packed_run
from kamxl.workbook.spec import Area, Conditional, Formula, Page, Sheet

TITLE = Text("What moved since the last run?", "Was hat sich seit dem letzten Lauf bewegt?")
NOTE = Text(
    "Left of each pair what the earlier run found, right of it what is now. kamxl run remembers "
    "every run; it compares with the latest one of an earlier day.",
    "Links jeweils, was der frühere Lauf fand, rechts daneben, was jetzt gilt. kamxl run merkt "
    "sich jeden Lauf und vergleicht mit dem jüngsten eines früheren Tages.",
)
SINCE = Text("Compared with the run of", "Verglichen mit dem Lauf vom")
NOTHING = Text(
    "No earlier run is remembered yet: kamxl run remembers one, and from the next day on this "
    "sheet compares with it.",
    "Noch ist kein früherer Lauf gemerkt: kamxl run merkt sich einen, und vom nächsten Tag an "
    "vergleicht dieses Blatt damit.",
)
BEFORE = Text("before", "vorher")
DROPPED = SLOTS + 1
COLUMNS: Mapping[str, tuple[Text, str, float]] = {
    "name": (words.RANKING_COLUMNS["name"], "listed", 28),
    "id": (words.RANKING_COLUMNS["id"], "listed.id", 12),
    "status": (Text("Status", "Status"), "listed_tier", 10),
    "score_then": (Text("Score before", "Punktwert vorher"), "listed.score", 10),
    "score": (words.RATING_COLUMNS["score"], "listed_strong.score", 10),
    "change": (Text("Change", "Änderung"), "listed_strong.change", 10),
    "rank_then": (Text("Rank before", "Rang vorher"), "listed.whole", 8),
    "rank": (words.RATING_COLUMNS["rank"], "listed_strong.whole", 8),
    "rank_change": (Text("Ranks up", "Ränge höher"), "listed.signed", 8),
    "tier_then": (Text("Tier before", "Klasse vorher"), "listed_tier", 8),
    "tier": (words.RATING_COLUMNS["tier"], "listed_tier", 8),
    "mover": (Text("Moved most by", "Am meisten bewegt durch"), "listed", 30),
    "amount": (Text("by", "um"), "listed.change", 9),
    "words": (Text("In words", "In Worten"), "listed", 70),
    "hint": (Text("Written row", "Geschriebene Zeile"), "plain_helper", 9),
    "position": (words.RANKING_COLUMNS["position"], "plain_helper", 9),
    "base": (Text("Weight", "Gewicht"), "plain_helper", 9),
    "most": (Text("Place", "Platz"), "plain_helper", 9),
    "said": (Text("Parts", "Teile"), "plain_helper", 9),
    **{f"d{n}": (Text(f"C{n} adds", f"K{n} bringt"), "plain_helper.score", 9)
       for n in range(1, DROPPED + 1)},
    **{f"t{n}": (Text(f"C{n} before", f"K{n} vorher"), "plain_helper.score", 9)
       for n in range(1, DROPPED + 1)},
    "key": (Text("Remembered no.", "Gemerkte Nummer"), "plain_helper", 9),
    "was": (Text("Compared run", "Verglichener Lauf"), "plain_helper", 9),
    "is": (Text("This run", "Dieser Lauf"), "plain_helper", 9),
}  # fmt: skip
STORED: Mapping[str, Text] = {key: COLUMNS[key][0] for key in ("key", "was", "is")}
PLACE = {key: column for column, key in enumerate(COLUMNS)}
FIRST = LIST_HEADER + 1
HELPERS = tuple(COLUMNS)[PLACE["hint"] :]


def _at(key: str) -> str:
    return f"${column_letters(PLACE[key])}{ROW}"


def _formulas() -> dict[str, str]:
    position, hint, id_ = _at("position"), _at("hint"), _at("id")
    change, score, before, base = _at("change"), _at("score"), _at("score_then"), _at("base")
    rank, rank_then, tier, tier_then = (
        _at("rank"), _at("rank_then"), _at("tier"), _at("tier_then")
    )  # fmt: skip
    most, mover, said = _at("most"), _at("mover"), _at("said")
    adds = f"{_at('d1')}:{_at(f'd{DROPPED}')}"
    match = f"MATCH({escaped(id_)},ratings[id],0)"
    here = f"INDEX(ratings[id],MIN(MAX({hint},1),ROWS(ratings[id])))"

    def of(key: str) -> str:
        return f"INDEX(ratings[{key}],MAX({position},1))"

    def shown(value: str) -> str:
        return f"INT(ROUND({value}*{UNITS},9)+0.5)"

    def tier_or_none(cell: str) -> str:
        return f'IF(LEN({cell})=0,"{NO_TIER}",{cell})'

    def adding(n: int) -> str:
        rating = of(f"e{n}")
        now = (
            f"INDEX(kam_weights,1,{n})*IF(ISNUMBER({rating}),{rating},kam_missing_fill)/{base}-"
            if n < DROPPED
            else "-"
        )
        return f"=IF(N({change})=0,0,ROUND({now}{_at(f't{n}')},9))"

    size = f"ABS(INDEX({adds},1,MAX({most},1)))"
    amount = _at("amount")
    known = f"OR({position}=0,LEN({_at('was')})=0)"
    return {
        # The row where it stood when the file was written, and only if it moved all of them.
        "position": f"=IF(IF({hint}=0,FALSE,EXACT({here},{id_})),{hint},"
        f"IFERROR(IF(EXACT(INDEX(ratings[id],{match}),{id_}),{match},0),0))",
        "score": f'=IF({position}=0,"",{of("score")})',
        "rank": f'=IF({position}=0,"",{of("rank")})',
        "tier": f'=IF({position}=0,"",{of("tier")}&"")',
        "change": f"=IF(AND(ISNUMBER({score}),ISNUMBER({before}),kam_scale=kam_changes_scale),"
        f'({shown(score)}-{shown(before)})/{UNITS},"")',
        "rank_change": f'=IF(AND(ISNUMBER({rank}),ISNUMBER({rank_then})),{rank_then}-{rank},"")',
        "base": f"=MAX(IF(kam_missing_fill>0,1,N({of('coverage')}))*kam_weight_total,0.000000001)",
        **{f"d{n}": adding(n) for n in range(1, DROPPED + 1)},
        "most": f"=IF(N({change})=0,0,IF({change}>0,"
        f"IF(MAX({adds})>0,MATCH(MAX({adds}),{adds},0),0),"
        f"IF(MIN({adds})<0,MATCH(MIN({adds}),{adds},0),0)))",
        "mover": f'=IF({most}=0,"",IF({most}={DROPPED},kam_word_moved_dropped,'
        f"INDEX(kam_criteria_names,MIN({most},{SLOTS}))))",
        "amount": f'=IF({most}=0,"",IF({change}>0,1,-1)*{shown(size)}/{UNITS})',
        "status": f"=IF({position}=0,kam_word_moved_gone,IF(LEN({_at('was')})=0,kam_word_moved_new,"
        f'IF(OR({tier}&""<>{tier_then}&"",IF(ISNUMBER({change}),'
        f'ROUND(ABS({change}),9)>=kam_moved_scaled,FALSE)),kam_word_moved_moved,"")))',
        "said": f'=IF({known},"",IF(N({change})=0,"","; "&'
        f'{signed_text(f"ROUND({change}*{UNITS},0)")}&" "&kam_word_moved_points)&'
        f'IF(ISNUMBER({_at("rank_change")}),IF({_at("rank_change")}=0,"","; "&'
        f'kam_word_moved_rank&" "&{rank_then}&"{ARROW}"&{rank}),"")&'
        f'IF({tier}&""={tier_then}&"","","; "&kam_word_moved_tier&" "&{tier_or_none(tier_then)}&'
        f'"{ARROW}"&{tier_or_none(tier)})&IF({most}=0,"","; "&kam_word_moved_by&" "&{mover}&" "&'
        f"{signed_text(f'ROUND({amount}*{UNITS},0)')}))",
        "words": f'=IF({position}=0,kam_word_moved_gone&".",IF(LEN({_at("was")})=0,'
        f'kam_word_moved_new&".",IF(LEN({said})=0,"",MID({said},3,LEN({said}))&".")))',
    }


@dataclass
class _Rows:
    """What the sheet shows: the movements, and the texts that are remembered."""

    context: Context

    @cached_property
    def found(self) -> Movements | None:
        """The movements, None where no earlier run is remembered."""
        return moved(self.context.result, self.context.inputs)

    @cached_property
    def was(self) -> dict[str, str]:
        """By id, what the earlier run remembers."""
        return {} if self.found is None else packed_entries(self.found.then)

    @cached_property
    def now(self) -> dict[str, str]:
        """By id, what this run remembers; nothing where nobody runs."""
        day = self.context.inputs.memory.day
        return {} if day is None else packed_entries(snapshot(self.context.result, day))

    def lines(self) -> list[dict[str, CellValue]]:
        """Return the cells of each row; without an earlier run only what is remembered."""
        context, found = self.context, self.found
        if found is None:
            ids = [context.portfolio.ids[account] for account in context.rated if self.now]
            return [self._stored(id_) for id_ in ids]
        lines = [self._account(account, found) for account in found.ranked()]
        return [*lines, *(self._gone(row, found) for row in found.gone)]

    def _stored(self, id_: str) -> dict[str, CellValue]:
        return {"key": id_, "was": self.was.get(id_), "is": self.now.get(id_)}

    def _before(self, row: int, found: Movements) -> dict[str, CellValue]:
        then, policy = found.then, self.context.policy
        parts = dict.fromkeys(range(1, DROPPED + 1), 0.0)
        for column, key in enumerate(then.keys):
            place = policy.position(key)
            parts[DROPPED if place is None else place + 1] += float(then.parts[row, column])
        score, rank, tier = float(then.score[row]), int(then.rank[row]), int(then.tier[row])
        return {
            "id": then.ids[row],
            "name": then.names[row],
            "score_then": None if np.isnan(score) else score,
            "rank_then": rank or None,
            "tier_then": TIERS[tier - 1] if tier else None,
            **{f"t{n}": part for n, part in parts.items()},
        }

    def _base(self, account: int | None) -> float:
        context = self.context
        if account is None:
            account = context.rated_at.get(1)
        coverage = (
            0.0 if account is None else float(np.nan_to_num(context.result.coverage[account]))
        )
        whole = context.policy.missing in ("neutral", "worst")
        return max((1.0 if whole else coverage) * context.policy.weight_total, 1e-9)

    def _gone(self, row: int, found: Movements) -> dict[str, CellValue]:
        gone = self.context.t(GONE)
        computed: dict[str, CellValue] = dict.fromkeys(_formulas(), "")
        computed |= {f"d{n}": 0 for n in range(1, DROPPED + 1)}
        computed |= {"position": 0, "most": 0, "hint": 0, "base": self._base(None)}
        computed |= {"status": gone, "words": f"{gone}."}
        return {**computed, **self._before(row, found), **self._stored(found.then.ids[row])}

    def _account(self, account: int, found: Movements) -> dict[str, CellValue]:
        context, result = self.context, self.context.result
        language, row = context.language, int(found.row[account])
        score, rank, tier = float(result.score[account]), int(result.rank[account]), int(
            result.tier[account])  # fmt: skip
        before = self._before(row, found) if row != NONE else dict.fromkeys(
            ("score_then", "rank_then", "tier_then", *(f"t{n}" for n in range(1, DROPPED + 1)))
        )  # fmt: skip
        by, most = found.by[account], int(found.most[account])
        adds = {f"d{n}": float(by[n - 1]) if n < len(by) else 0.0 for n in range(1, DROPPED)}
        adds[f"d{DROPPED}"] = float(by[-1])
        words_ = found.sentence(account, language)
        old_rank = int(found.then.rank[row]) if row != NONE else 0
        new = found.new(account)
        status = NEW if new else MOVED if found.notable[account] else None
        return {
            **before,
            **self._stored(context.portfolio.ids[account]),
            "id": context.portfolio.ids[account],
            "name": context.portfolio.names[account],
            "hint": context.positions[account],
            "position": context.positions[account],
            "score": "" if np.isnan(score) else score,
            "rank": rank or "",
            "tier": TIERS[tier - 1] if tier else "",
            "change": int(found.change[account]) / UNITS if found.comparable[account] else "",
            "rank_change": old_rank - rank if old_rank and rank else "",
            "base": self._base(account),
            "most": 0 if most == NONE else DROPPED if most == len(by) - 1 else most + 1,
            "mover": found.mover(account, language),
            "amount": "" if most == NONE else found.amount(account) / UNITS,
            "status": context.t(status) if status else "",
            "said": "" if new or not words_ else f"; {words_[:-1]}",
            "words": words_,
            **adds,
        }


def sheet(context: Context) -> Sheet:
    """Return the sheet with one row an account that is or was there."""
    made = Sheet(
        "changes",
        context.sheet_name("changes"),
        "#2E7D4F",
        freeze=(FIRST, PLACE["status"]),
        protected=True,
    )
    t, rows = context.t, _Rows(context)
    found, memory = rows.found, context.inputs.memory
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE), "subtitle")
    since = f"{t(SINCE)} {found.then.day.isoformat()}" if found else t(NOTHING)
    made.put(2, 0, since, "caption_line")
    high = found.then.high if found else context.policy.scale.high
    made.put(2, PLACE["hint"], high, "plain_helper")
    context.name_cell("kam_changes_scale", "changes", 2, PLACE["hint"])
    made.heights[LIST_HEADER] = 34
    for key, (label, _, width) in COLUMNS.items():
        made.put(LIST_HEADER, PLACE[key], t(label), "header")
        made.width(PLACE[key], width, 1 if key in HELPERS else 0)
    if found:
        made.put(LIST_HEADER - 1, PLACE["was"], packed_run(found.then), "plain_helper")
    if memory.day is not None:
        now = snapshot(context.result, memory.day)
        made.put(LIST_HEADER - 1, PLACE["is"], packed_run(now), "plain_helper")
    formulas = {key: context.compiled(formula) for key, formula in _formulas().items()}
    lines = rows.lines()
    for place, values in enumerate(lines):
        row = FIRST + place
        for key, (_, style, _) in COLUMNS.items():
            if found is None and key not in STORED:
                continue
            value = values.get(key)
            if key in formulas:
                content = Formula(formulas[key].replace(ROW, str(row + 1)), value)
                made.put(row, PLACE[key], content, style)
            elif value is not None:
                made.put(row, PLACE[key], value, style)
    last = FIRST + max(len(lines), 1) - 1
    made.page = Page(repeat=(LIST_HEADER, LIST_HEADER), area=Area(0, 0, last, PLACE["words"]))
    _mark(made, last)
    return made


def _mark(made: Sheet, last: int) -> None:
    def area(key: str) -> Area:
        return Area(FIRST, PLACE[key], last, PLACE[key])

    def cell(key: str) -> str:
        return f"${column_letters(PLACE[key])}{FIRST + 1}"

    made.conditionals += [
        Conditional(area("status"), "formula", f"={cell('status')}=kam_word_moved_gone", "quiet"),
        Conditional(area("status"), "formula", f"=LEN({cell('status')})>0", "warn"),
        Conditional(area("change"), "formula", f"=N({cell('change')})>0", "good"),
        Conditional(area("change"), "formula", f"=N({cell('change')})<0", "bad"),
        Conditional(
            Area(FIRST, 0, last, PLACE["words"]), "formula", f"=LEN({cell('id')})>0", "row"
        ),
    ]
