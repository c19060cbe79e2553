"""What the commands about rules do: list, show and write the tables behind checklists and plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from kamxl.cli import words
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer
from kamxl.cli.work import print_json, refuse
from kamxl.domain.conditions import Operand
from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.domain.rulebook import TABLES, Rule, Rulebook
from kamxl.domain.wording import parameter
from kamxl.errors import UsageError
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.rules import load_rules, shipped_file
from kamxl.text import Language, Text

# Raised whenever a field changes its meaning or goes.
RULES_SCHEMA = 1
# The phrase by which a rule is listed; the first that it has.
HEADINGS = (
    "question", "sentence", "name", "action", "goal", "risk", "need", "service", "benefit",
)  # fmt: skip
CURRENCY = "EUR"


def list_rules(
    table: str | None, facts: bool, file: Path | None, language: str | None, *, as_json: bool
) -> int:
    """List the rules of all tables or one, or the facts that they may ask for."""
    config = configured(language)
    if facts:
        return _list_facts(config.language, as_json=as_json)
    if table is not None and table not in TABLES:
        raise UsageError(f"no table {table!r}; there are: {', '.join(TABLES)}")
    rulebook = load_rules(file)
    found = [(name, rule) for name, rule in _rules(rulebook) if table in (None, name)]
    if as_json:
        listed = [
            {"table": name, "id": rule.id, "text": heading(rule)(config.language)}
            for name, rule in found
        ]
        print_json({"schema": RULES_SCHEMA, "language": config.language, "rules": listed})
        return 0
    printer = Printer(config.language)
    shown = ""
    for name, rule in found:
        if name != shown:
            if shown:
                printer.gap()
            printer.say(name, "bold")
        shown = name
        printer.say(f"{rule.id}: {heading(rule)(config.language)}")
    return 0


def _list_facts(language: Language, *, as_json: bool) -> int:
    if as_json:
        listed = [
            {
                "key": key,
                "label": kind.label(language),
                "unit": kind.unit,
                "choices": list(kind.choices),
            }
            for key, kind in FACT_KINDS.items()
        ]
        print_json({"schema": RULES_SCHEMA, "language": language, "facts": listed})
        return 0
    printer = Printer(language)
    for key, kind in FACT_KINDS.items():
        choices = f" ({', '.join(kind.choices)})" if kind.choices else f" [{kind.unit}]"
        printer.say(f"{key}: {kind.label(language)}{choices}")
    return 0


def show(name: str, file: Path | None, language: str | None, *, as_json: bool) -> int:
    """Show one rule: when it fires, its parameters, what it says."""
    config = configured(language)
    found = next((pair for pair in _rules(load_rules(file)) if pair[1].id == name), None)
    if found is None:
        raise UsageError(f"no rule {name!r}; `kamxl rules list` names them all")
    table, rule = found
    plain = _plain(rule, config.language)
    if as_json:
        head = {"schema": RULES_SCHEMA, "language": config.language, "table": table}
        print_json({**head, **plain})
        return 0
    printer = Printer(config.language)
    printer.say(f"{table}: {rule.id}", "bold")
    for key, value in plain.items():
        if key != "id" and value not in ("", [], {}, None):
            printer.say(f"{key}: {_said(value)}")
    return 0


def export(output: Path, language: str | None, *, force: bool) -> int:
    """Write the rules that come with kamxl as one file to change."""
    config = configured(language)
    refuse(output, force, [], "rules")
    with replacing(output) as temporary:
        temporary.write_text(shipped_file(), encoding="utf-8", newline="")
    Printer(config.language).line(words.WRITTEN, path=str(output))
    return 0


def heading(rule: Rule) -> Text:
    """Return the phrase by which a rule is known."""
    found: Text = next(getattr(rule, name) for name in HEADINGS if hasattr(rule, name))
    return found


def _rules(rulebook: Rulebook) -> Iterator[tuple[str, Rule]]:
    for table in TABLES:
        for rule in getattr(rulebook, table):
            yield table, rule


def _plain(rule: Rule, language: Language) -> dict[str, object]:
    """Return a rule's fields as plain values in one language."""
    values: dict[str, object] = {
        "id": rule.id,
        "when": [condition.source for condition in rule.when],
        "parameters": {key: parameter(rule, key, CURRENCY)(language) for key in rule.parameters},
        "rows": list(rule.rows),
    }
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in (*values, "units"):
            continue
        if isinstance(value, Text):
            values[field.name] = value(language)
        elif isinstance(value, Operand):
            values[field.name] = value.source
        else:
            values[field.name] = list(value) if isinstance(value, tuple) else value
    return values


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} = {each}" for key, each in value.items())
    return str(value)
