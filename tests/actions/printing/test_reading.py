from __future__ import annotations

import json

import pytest

from kamxl.actions.printing.reading import read_report
from kamxl.actions.printing.whole import printed
from kamxl.actions.reporting import report
from kamxl.errors import InputError
from kamxl.pages.html import html
from tests.domain import golden


def content() -> bytes:
    result = golden.assessment()
    return json.dumps(report(result, result.findings, "de")).encode()


def test_a_report_from_json_is_the_one_from_the_workbook() -> None:
    result = golden.assessment()
    direct = html(printed(report(result, result.findings, "de"), "a"))
    assert html(printed(read_report(content(), "a.json"), "a")) == direct
    assert read_report(b"\xef\xbb\xbf" + content(), "a.json")["language"] == "de"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b"", "JSON"),
        (b"[1]", "JSON"),
        (b'{"schema": 2}', "schema"),
        (b"\xff\xfe", "JSON"),
        (content().replace(b'"score": 8.03', b'"score": "much"', 1), "accounts.0.score"),
        (content().replace(b'"settings"', b'"sitting"'), "settings"),
        (content().replace(b'"level": "high"', b'"level": "odd"'), "concentration.level"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(broken: bytes, said: str) -> None:
    with pytest.raises(InputError) as told:
        read_report(broken, "a.json")
    assert str(told.value).startswith("a.json: this is not what kamxl run --json prints")
    assert said in str(told.value)
    assert "\n" not in str(told.value)
