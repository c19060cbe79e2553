from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

import pytest

from kamxl.actions.catalogue import CATALOGUE
from kamxl.hosts.addin.literals import SourceError
from kamxl.hosts.addin.modules import on_action
from kamxl.hosts.addin.ribbon import NAMESPACE, callbacks, check, ribbon

MADE = ribbon(CATALOGUE)
CALLED = callbacks(MADE)


def test_every_action_has_its_button_once_in_the_order_of_the_catalogue() -> None:
    buttons = ElementTree.fromstring(MADE).findall(f".//{{{NAMESPACE}}}button")
    assert [button.attrib["onAction"] for button in buttons] == [
        on_action(action) for action in CATALOGUE
    ]
    assert [button.attrib["imageMso"] for button in buttons] == [a.icon for a in CATALOGUE]


def test_a_group_without_actions_is_not_there() -> None:
    assert "<group" not in ribbon([])


def test_the_name_of_a_callback_is_made_of_the_keys_words() -> None:
    action = dataclasses.replace(CATALOGUE[0], key="go_to_finding")
    assert on_action(action) == "KamGoToFinding"


def test_a_part_whose_procedures_are_all_there_passes() -> None:
    check(MADE, CALLED)
    check(MADE, [name.upper() for name in CALLED])


def test_a_button_without_its_procedure_is_refused() -> None:
    with pytest.raises(SourceError, match="no procedure KamRefresh"):
        check(MADE, CALLED - {"KamRefresh"})


def part(tab: str) -> str:
    return f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs>{tab}</tabs></ribbon></customUI>'


@pytest.mark.parametrize(
    ("tab", "reason"),
    [
        ('<tab id="t"/><tab id="t"/>', "the id t twice"),
        ("<tab/>", "no id"),
        ('<tab id="1"/>', "no id that could be one"),
        ('<tab id="t" label="a" getLabel="KamGetLabel"/>', "both label and getLabel"),
        ('<tab id="t" lable="a"/>', "no attribute lable"),
        ('<tab id="t"><button id="b" onAction="KamRefresh"/></tab>', "cannot stand in <tab>"),
        ('<tab id="t"><group id="g"><button id="b"/></group></tab>', "does nothing"),
        (
            '<tab id="t"><group id="g"><button id="b" size="huge" onAction="KamRefresh"/>'
            "</group></tab>",
            "cannot be huge",
        ),
    ],
)
def test_what_office_would_not_show_is_refused(tab: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        check(part(tab), CALLED)


def test_a_part_of_another_version_is_refused() -> None:
    with pytest.raises(SourceError, match="where <customUI> is expected"):
        check(MADE.replace("2009/07", "2006/01"), CALLED)
