from __future__ import annotations

import datetime as dt

import lxml.html

from kamxl.pages.charts import Bar, pareto
from kamxl.pages.document import Column, Document, Figure, Figures, Paragraph, Part, Table
from kamxl.pages.html import html

EVIL = '<script>alert("x")</script> & "quotes" \x00 </style> </svg>'


def document(name: str = "A") -> Document:
    return Document(
        title=f"Title {name}",
        language="de",
        facts=[Figure("Stichtag", dt.date(2026, 1, 31), "day"), Figure("Aus", name, "text")],
        parts=[
            Part(
                "one",
                f"One {name}",
                (
                    Paragraph(f"Text {name}"),
                    Figures([Figure("Summe", 1234.5, "money", "bad")]),
                    Table(
                        f"Table {name}",
                        (Column("Kunde", "text"), Column(name, "percent")),
                        [(name, 0.125), ("B", None)],
                        ["warn", ""],
                    ),
                    pareto([Bar(name, 0.5)], name, name, "de"),
                ),
            ),
            Part("two", "Two", (Paragraph("…", note=True),)),
        ],
        foot=name,
        contents="Inhalt",
    )


def test_numbers_stand_in_words_and_unrounded() -> None:
    page = lxml.html.fromstring(html(document()))
    assert page.get("lang") == "de"
    data = [(one.get("value"), one.text) for one in page.iter("data")]
    assert data == [("1234.5", "1.234"), ("0.125", "12,5 %")]
    (day,) = page.iter("time")
    assert (day.get("datetime"), day.text) == ("2026-01-31", "31.01.2026")


def test_everything_that_people_typed_is_escaped() -> None:
    content = html(document(EVIL))
    assert "<script" not in content
    assert "\x00" not in content
    page = lxml.html.fromstring(content)
    assert len(list(page.iter("style"))) == 1
    assert page.xpath("//td|//th[@scope='row']")[0].text_content() == EVIL.replace("\x00", " ")
    assert [one.tag for one in page.iter() if one.tag == "script"] == []


def test_nothing_is_loaded_and_every_link_stays_on_the_page() -> None:
    page = lxml.html.fromstring(html(document()))
    assert page.xpath("//@src | //link") == []
    ids = page.xpath("//h2/@id")
    assert page.xpath("//@href") == [f"#{one}" for one in ids]
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_tables_and_charts_can_be_read_out() -> None:
    page = lxml.html.fromstring(html(document()))
    assert page.xpath("//table/caption/text()") == ["Table A"]
    assert len(page.xpath("//thead//th[@scope='col']")) == 2
    assert len(page.xpath("//tbody//th[@scope='row']")) == 2
    (svg,) = page.xpath("//*[local-name()='svg']")
    assert svg.get("role") == "img"
    assert [one.tag.rpartition("}")[2] for one in svg][:2] == ["title", "desc"]
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//section/h2/@id") == page.xpath("//section/@aria-labelledby")


def test_it_is_made_for_paper() -> None:
    content = html(document())
    for rule in ("@page { size: A4", "break-inside: avoid", "table-header-group"):
        assert rule in content
