"""Formulas as files of Excel write them, as LibreOffice's interface takes them, and back."""

from __future__ import annotations

import re

# Texts, sheets, brackets of tables, lists in braces, and what parts arguments.
_TOKENS = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')*'|(?<![\w.$])[^\W\d][\w.]*)!)
    | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    | (?P<list>\{[^{}]*\})
    | (?P<truth>(?<![\w.$])(?:TRUE|FALSE)(?![\w.(!]))
    | (?P<comma>,)
    """,
    re.VERBOSE,
)
_IN_LIST = re.compile(r'"(?:[^"]|"")*"|[,;]')
_PLACE = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_REFERENCE = re.compile(
    rf"\$?(?P<sheet>'(?:[^']|'')*'|[^\W\d][\w]*)\.(?P<first>{_PLACE})"
    rf"(?::(?:\$?(?:'(?:[^']|'')*'|[^\W\d][\w]*)\.)?(?P<last>{_PLACE}))?"
)
# What LibreOffice had and no pattern here knows: it is given back as it was.
AS_IT_WAS = "calc:"


def to_calc(formula: str) -> str:
    """Return a formula (or what a name stands for) in LibreOffice's own grammar."""
    if formula.startswith(AS_IT_WAS):
        return formula.removeprefix(AS_IT_WAS)
    made: list[str] = []
    end = 0
    for match in _TOKENS.finditer(formula):
        made.append(formula[end : match.start()])
        end = match.end()
        text = match.group()
        kind = match.lastgroup
        if kind == "comma":
            text = ";"
        elif kind == "sheet":
            text = f"${text[:-1]}."
        elif kind == "truth":
            text += "()"  # alone it would be a number
        elif kind == "bracket":
            text = text.replace("],[", "];[")
        elif kind == "list":
            text = _IN_LIST.sub(lambda one: {",": ";", ";": "|"}.get(one[0], one[0]), text)
        made.append(text)
    made.append(formula[end:])
    return "".join(made)


def from_calc(content: str) -> str:
    """Return what a name of LibreOffice stands for as files write it, or marked as it was."""
    found = _REFERENCE.fullmatch(content)
    if not content or found is None:
        return f"{AS_IT_WAS}{content}" if content else ""
    last = f":{found['last']}" if found["last"] else ""
    return f"{found['sheet']}!{found['first']}{last}"
