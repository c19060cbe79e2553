"""Writes findings.md, lint.md and rules.md: `.venv/bin/python -m tests.docs.generate`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kamxl.cli.rules import heading
from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.domain.rulebook import TABLES, Rule, SwotRule
from kamxl.domain.wording import parameter
from kamxl.findings import CATALOGUE, SEVERITIES
from kamxl.hosts.xlsx.lint.rules import FAMILIES as PLACES
from kamxl.hosts.xlsx.lint.rules import RULES
from kamxl.rules import shipped_rules

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
LINT_PAGE = PAGE.with_name("lint.md")
RULES_PAGE = PAGE.with_name("rules.md")
TITLES = {
    "questions": "Questions of the checklist",
    "swot": "SWOT",
    "kpis": "KPIs",
    "actions": "Actions",
    "goals": "Goals",
    "risks": "Risks",
    "needs": "Needs to expect",
    "services": "Services",
    "benefits": "Loyalty",
    "sentences": "Sentences of the summary",
    "plan_types": "What a plan is for",
    "recommendations": "What the checklist proposes",
}
RULES_HEAD = """\
<!-- Made by `.venv/bin/python -m tests.docs.generate`; a test keeps it fresh. -->

# Rules of checklists and plans

What checklists and strategy sheets say is data, not code: tables in `kamxl/rules/*.toml`, in
English and German. Every generated sentence carries the id of its rule and the figures in it. A
rule whose figures are not known never fires: it is listed as silent, with what is missing.

## Your own rules

```console
$ kamxl rules export -o ours.toml
$ kamxl rules list --table swot
$ kamxl rules show T-SHARE
$ kamxl rules list --rules ours.toml --table kpis
```

A file of your own changes and extends these tables: a rule with an id of a shipped one takes its
place, others are appended. Keep in it only what you change. `off = ["T-VISION"]` at its top
switches rules off, `replace = ["swot"]` leaves out a whole shipped table. `[cadence]` sets the
days between contacts by tier, `[roles]` names who does something. A mistake is refused with
file, table, rule and field: `ours.toml: swot.T-LATE.when.1: there is no fact 'shaer'`.

```toml
off = ["T-VISION"]

[cadence]
A = 14

[[swot]]
id = "T-LATE-ORDERS"
part = "threat"
when = ["days_since_order > limit", "tier = A or tier = B"]
parameters = { limit = 90 }
sentence.en = "{name} has not ordered for {days_since_order} days (limit {limit})."
sentence.de = "{name} hat seit {days_since_order} Tagen nicht bestellt (Grenze {limit})."
measure.en = "Call {name} and ask why."
measure.de = "{name} anrufen und nach dem Grund fragen."
```

**Conditions.** All lines of `when` must hold. A line compares a fact with a number (`10 %` is
0.1), a word, a parameter of the rule, or another fact, which may be multiplied or added to:
`margin_rank <= revenue_rank + tolerance`. Operators are `>= <= > < = !=`; alternatives are
joined by `or`. Values are compared at nine digits. What is not known makes a line unclear: one
line that fails still makes *no*, otherwise one unclear line makes *unclear*. `rating.KEY` and
`points.KEY` are the rating (1 to 10, after direction) of any criterion and its points in the
score.

**Sentences.** `{fact}`, `{parameter}`, and `{name}`, `{strongest}`, `{costliest}`, `{gate}`;
with `each` (`strength`, `attractiveness`, `criteria`) a rule is asked for every criterion,
`{criterion}`, with `criterion_rating`. Both languages must name the same figures.

**Days.** `days` counts from when something was first proposed, so that running again puts
nothing off; with `before`, an action is due so many days ahead of that day.
"""

FAMILIES = {
    "W": "Weights and criteria",
    "R": "Ratings",
    "S": "Scores",
    "G": "Gates",
    "T": "Tiers",
    "E": "Explanation and changes",
    "M": "Matrix",
    "A": "Accounts",
    "C": "Concentration",
    "P": "Plans",
    "X": "The workbook",
    "H": "What came back of parts",
    "I": "What came in",
    "L": "Ledgers",
}
HEAD = """\
<!-- Made by `.venv/bin/python -m tests.docs.generate`; a test keeps it fresh. -->

# Findings

Everything that kamxl says about your data: each with a code that stays the same over languages and
versions, a severity, a place (`file!sheet!cell`) and a remedy. They are collected, never only the
first; `kamxl check` lists them all, the sheet *Findings* those of the last writing.

- **error**: figures cannot be trusted before it is mended; `kamxl run` and `kamxl check` end with 1
- **warning**: right, but somebody should act; however grave, it does not change the exit code
- **info**: good to know

`{…}` stands for what is filled in.
"""


def findings_page() -> str:
    """Return the page: one table a family, in the order of the catalogue."""
    return HEAD + "".join(_family(letter, title) for letter, title in FAMILIES.items())


def _family(letter: str, title: str) -> str:
    lines = "".join(_rows(letter))
    return (
        f"\n## {title}\n\n| code | severity | it says | what to do | auf Deutsch |\n"
        f"|---|---|---|---|---|\n{lines}"
    )


def _rows(letter: str) -> Iterator[str]:
    for code, kind in CATALOGUE.items():
        if code.partition("-")[0] == letter:
            assert kind.severity in SEVERITIES
            german = f"{kind.text.de} *{kind.remedy.de}*"
            yield (
                f"| `{code}` | {kind.severity} | {_cell(kind.text.en)} | {_cell(kind.remedy.en)} | "
                f"{_cell(german)} |\n"
            )


LINT_HEAD = """\
<!-- Made by `.venv/bin/python -m tests.docs.generate`; a test keeps it fresh. -->

# Faults of a file

What `kamxl check --file FILE` tells about any `.xlsx` or `.xlsm`: everything known for which Excel
repairs a workbook or refuses it. In the same way kamxl looks at each file that it writes before it
puts it in place; of a workbook that it changes it tells what is new. Each has a code, a part of the
package and a place in it (a cell if there is one); of one rule at most 50 are told in one part.
`{what}` stands for what is put in.
"""


def lint_page() -> str:
    """Return the page of the lint: one table a family of rules."""
    return LINT_HEAD + "".join(
        f"\n## {title.en}\n\n| code | it says | auf Deutsch |\n|---|---|---|\n"
        + "".join(
            f"| `{code}` | {_cell(rule.en)} | {_cell(rule.de)} |\n"
            for code, rule in RULES.items()
            if code.partition("-")[0] == family
        )
        for family, title in PLACES.items()
    )


def _cell(phrase: str) -> str:
    return phrase.replace("|", "\\|")


def rules_page() -> str:
    """Return the page about rules: one table each, and the facts that they may ask for."""
    rules = shipped_rules()
    tables = "".join(_rule_table(name, getattr(rules, name)) for name in TABLES)
    facts = "".join(
        f"| `{key}` | {kind.label.en} | {kind.label.de} | "
        f"{', '.join(f'`{choice}`' for choice in kind.choices) or kind.unit} |\n"
        for key, kind in FACT_KINDS.items()
    )
    return (
        f"{RULES_HEAD}{tables}\n## Facts\n\n| fact | what it is | auf Deutsch | unit or words |\n"
        f"|---|---|---|---|\n{facts}"
    )


def _rule_table(name: str, rules: tuple[Rule, ...]) -> str:
    lines = "".join(
        f"| `{rule.id}` | {_cell(_when(rule))} | {_cell(heading(rule).en)} | "
        f"{_cell(heading(rule).de)} |\n"
        for rule in rules
    )
    return (
        f"\n## {TITLES[name]}\n\n| id | when | it says | auf Deutsch |\n|---|---|---|---|\n{lines}"
    )


def _when(rule: Rule) -> str:
    parts = [f"`{condition.source}`" for condition in rule.when]
    parts += [f"{key} = {parameter(rule, key, 'EUR').en}" for key in rule.parameters]
    if isinstance(rule, SwotRule) and rule.each:
        parts.append(f"for each criterion of {rule.each}")
    entries: tuple[str, ...] = getattr(rule, "swot", ())
    parts += [f"entry {entry}" for entry in entries]
    parts += [f"for {criterion}" for criterion in getattr(rule, "criteria", ())]
    return "; ".join(parts) or "always"


if __name__ == "__main__":
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
    PAGE.write_text(findings_page(), encoding="utf-8")
    LINT_PAGE.write_text(lint_page(), encoding="utf-8")
