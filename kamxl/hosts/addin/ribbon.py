"""The tab on Excel's ribbon (customUI14), and the rules that such a part must keep.

One part serves both languages: labels, tips and keys are asked for by callbacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import fromstring

from kamxl.actions.spec import GROUPS, Action
from kamxl.hosts.addin.literals import SourceError
from kamxl.hosts.addin.modules import button_id, group_id, on_action
from kamxl.hosts.addin.words import TAB, TAB_KEYS

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
PART = "customUI/customUI14.xml"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
# What [MS-CUSTOMUI2] has and we use: children and attributes of an element. Attributes with a
# bar exclude each other.
_RULES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "customUI": (("ribbon",), ("onLoad",)),
    "ribbon": (("tabs",), ("startFromScratch",)),
    "tabs": (("tab",), ()),
    "tab": (("group",), ("id", "label|getLabel", "keytip|getKeytip", "insertAfterMso")),
    "group": (("button", "separator"), ("id", "label|getLabel")),
    "separator": ((), ("id",)),
    "button": (
        (),
        (
            "id", "onAction", "size", "imageMso", "label|getLabel", "screentip|getScreentip",
            "supertip|getSupertip", "keytip|getKeytip",
        ),
    ),
}  # fmt: skip
_CALLBACKS = ("onAction", "onLoad", "getLabel", "getScreentip", "getSupertip", "getKeytip")
_NCNAME = re.compile(r"[A-Za-z_][\w.-]{0,1023}")
_SIZES = ("normal", "large")


def ribbon(actions: Sequence[Action], book: str = "") -> str:
    """Return the part. `book` sets the ids of a workbook's own tab apart from the add-in's."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        f"      <tab {_attributes(id=f'kam_tab{book}', label=TAB.en, keytip=TAB_KEYS.en)}>",
    ]
    for group in GROUPS:
        members = [action for action in actions if action.group == group]
        if not members:
            continue
        lines.append(f"        <group {_attributes(id=group_id(group), getLabel='KamGetLabel')}>")
        for action in members:
            made = _attributes(
                id=button_id(action),
                getLabel="KamGetLabel",
                imageMso=action.icon,
                size="large",
                onAction=on_action(action),
                getScreentip="KamGetLabel",
                getSupertip="KamGetTip",
                getKeytip="KamGetKeys",
            )
            lines.append(f"          <button {made}/>")
        lines.append("        </group>")
    lines += ["      </tab>", "    </tabs>", "  </ribbon>", "</customUI>"]
    return "\n".join(lines) + "\n"


def callbacks(part: str) -> frozenset[str]:
    """Return the names of the procedures that a part calls."""
    return frozenset(
        element.attrib[name]
        for element in fromstring(part).iter()
        for name in _CALLBACKS
        if name in element.attrib
    )


def check(part: str, procedures: Iterable[str]) -> None:
    """Raise SourceError, with everything that is wrong, for a part that Office would not show.

    `procedures` are the public procedures of the project.
    """
    there = {name.casefold() for name in procedures}
    root = fromstring(part)
    faults = list(_faults(root, "customUI"))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    faults += [f"the id {id_} twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    faults += [
        f"no procedure {name}" for name in sorted(callbacks(part)) if name.casefold() not in there
    ]
    if faults:
        raise SourceError(f"{PART}: {'; '.join(faults)}")


def _attributes(**values: str) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())


def _faults(element: Element, expected: str) -> Iterator[str]:
    tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    if element.tag != f"{{{NAMESPACE}}}{expected}":
        yield f"<{tag}> where <{expected}> is expected"
        return
    children, attributes = _RULES[tag]
    known = {name for one in attributes for name in one.split("|")}
    for name in element.attrib:
        if name not in known:
            yield f"<{tag}> has no attribute {name}"
    for one in attributes:
        both = [name for name in one.split("|") if name in element.attrib]
        if len(both) > 1:
            yield f"<{tag}> has both {' and '.join(both)}"
    if "id" in attributes and not _NCNAME.fullmatch(element.attrib.get("id", "")):
        yield f"<{tag}> has no id that could be one"
    if tag == "button" and "onAction" not in element.attrib:
        yield "<button> does nothing"
    if element.attrib.get("size", "large") not in _SIZES:
        yield f"<{tag}> cannot be {element.attrib['size']}"
    for child in element:
        name = str(child.tag).removeprefix(f"{{{NAMESPACE}}}")
        if name not in children:
            yield f"<{name}> cannot stand in <{tag}>"
        else:
            yield from _faults(child, name)
