"""What a strategy sheet said when it was read last: it need not be read again while it is the same.

It is the same while the bytes are from which it is read, and what kamxl remembers of it. Then what
people planned there is known, and what registers list of it. While the form that would be generated
is the same too, it need not be merged: that would change nothing once more.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kamxl.cells import CellError, CellValue
from kamxl.domain.plan_facts import PlanFacts
from kamxl.text import Language
from kamxl.workbook.forms.memory import FormMemory, told
from kamxl.workbook.forms.merging import Merged, Overwritten
from kamxl.workbook.forms.reading import FilledForm, read_form
from kamxl.workbook.forms.spec import Form
from kamxl.workbook.plans.naming import account_of
from kamxl.workbook.plans.reading import PlanSheet, Readable
from kamxl.workbook.plans.registers import Standing
from kamxl.workbook.plans.strategy_sections import SECTIONS

# The sections that registers list.
LISTED = ("actions", "unknown", "needs", "loyalty")
FACTS: TypeAdapter[PlanFacts] = TypeAdapter(PlanFacts)
Lines = Mapping[str, list[tuple[int, Mapping[str, CellValue]]]]


class KnownSheet(PlanSheet):
    """A strategy sheet that is as it was when it was read last; it is read if somebody asks."""

    merged: Merged
    lines: Lines
    generated: str

    def __init__(
        self, name: str, form: Form, memory: FormMemory, read: Callable[[], FilledForm]
    ) -> None:
        said = memory.said
        given: dict[str, Any] = {
            "name": name,
            "form": form,
            "remembered": memory.lines,
            "generated": str(said["form"]),
            "merged": Merged(
                overwritten=[Overwritten(r, c, _value(v)) for r, c, v in said["overwritten"]],
                copied=[int(row) for row in said["copied"]],
            ),
            "lines": _lines(said["lines"]),
            "_planned": FACTS.validate_python(said["facts"]),
            "_read": read,
        }
        for key, value in given.items():
            object.__setattr__(self, key, value)

    @cached_property
    def filled(self) -> FilledForm:
        """The rows of the form."""
        read: Callable[[], FilledForm] = self.__dict__["_read"]
        return read()

    def facts(self, decisions: Mapping[str, str]) -> PlanFacts:
        """Return what people planned there; `decisions` are their answers on the checklist."""
        planned: PlanFacts = self.__dict__["_planned"]
        return replace(planned, decisions=decisions)


def known_sheets(
    source: Readable, memory: Mapping[str, FormMemory], digest: Callable[[str], str]
) -> Callable[[str], PlanSheet | None]:
    """Return what gives by its name a sheet that is as it was when it was read last."""
    by_digest = {
        one.seen: uid for uid, one in memory.items() if one.seen and account_of(uid) is not None
    }

    def known(name: str) -> PlanSheet | None:
        uid = by_digest.get(digest(name)) if by_digest else None
        if uid is None:
            return None
        old, form = memory[uid], Form(uid, SECTIONS, ())

        def read() -> FilledForm:
            filled = read_form(source.read(name), form, old.lines, source.texts(name).keys())
            assert filled is not None
            return filled

        try:
            # Who changed what is remembered may not have known what came of it.
            if base_digest(old) == old.said["base"]:
                return KnownSheet(name, form, old, read)
        except (KeyError, TypeError, ValueError, ValidationError):
            pass
        return None

    return known


def form_digest(form: Form, language: Language) -> str:
    """Return what tells the form that would be generated from others."""
    return _digest(
        repr((
            language, form.uid, [section.key for section in form.sections],
            [(line.id, line.section, dict(line.values), dict(line.links)) for line in form.lines],
        ))
    )  # fmt: skip


def same_base(one: FormMemory, other: FormMemory) -> bool:
    """Return whether what is remembered of a form is the same, but for its last reading."""
    plain, old = told(one), told(other)
    return bool(plain["lines"] == old["lines"] and plain["deleted"] == old["deleted"])


def base_digest(memory: FormMemory) -> str:
    """Return what tells what is remembered of a form from what else might be."""
    plain = told(memory)
    return _digest(json.dumps([plain["lines"], plain["deleted"]], ensure_ascii=False))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def said_of(
    generated: str, memory: FormMemory, facts: PlanFacts, standing: Standing, merged: Merged
) -> Mapping[str, Any]:
    """Return what is remembered of a sheet that was read, and whose merge changed nothing.

    Nothing where it would not come back as it was.
    """
    facts = replace(facts, decisions={})
    lines = {key: lines for key, lines in standing.lines.items() if key in LISTED}
    try:
        said: Mapping[str, Any] = json.loads(
            json.dumps({
                "form": generated,
                "base": base_digest(memory),
                "facts": FACTS.dump_python(facts, mode="json"),
                "lines": {
                    key: [
                        [row, {one: _plain(value) for one, value in values.items()}]
                        for row, values in listed
                    ]
                    for key, listed in sorted(lines.items())
                },
                "overwritten": [[o.row, o.column, _plain(o.text)] for o in merged.overwritten],
                "copied": merged.copied,
            }, allow_nan=False)
        )  # fmt: skip
        again = FACTS.validate_python(said["facts"]), _lines(said["lines"])
    except (TypeError, ValueError):
        return {}
    return said if repr(again) == repr((facts, dict(sorted(lines.items())))) else {}


def _lines(plain: Mapping[str, Any]) -> Lines:
    return {
        key: [(int(row), {one: _value(v) for one, v in values.items()}) for row, values in listed]
        for key, listed in plain.items()
    }


def _plain(value: CellValue) -> object:
    if isinstance(value, dt.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"on": value.isoformat()}
    if isinstance(value, CellError):
        return {"error": str(value)}
    return value


def _value(plain: Any) -> CellValue:
    if isinstance(plain, dict):
        if "at" in plain:
            return dt.datetime.fromisoformat(plain["at"])
        if "on" in plain:
            return dt.date.fromisoformat(plain["on"])
        return CellError(plain["error"])
    value: CellValue = plain
    return value
