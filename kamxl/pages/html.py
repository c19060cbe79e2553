"""A document as one HTML file: no script, nothing loaded, everything escaped, made for A4."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from kamxl.pages.document import (
    Block,
    Document,
    Figure,
    Figures,
    Kind,
    Paragraph,
    Picture,
    Table,
    Value,
    clean,
    said,
)
from kamxl.text import Language

STYLE = """
:root { --ink: #1F2937; --soft: #5B6472; --line: #D1D5DB; --brand: #1F5A7A; --dark: #163F56; }
* { box-sizing: border-box; }
html { color: var(--ink); background: #fff; }
body { font: 15px/1.45 Carlito, Calibri, "Segoe UI", Arial, sans-serif; margin: 0 auto;
  padding: 2rem 1.25rem 3rem; max-width: 64rem; }
h1 { font-size: 2rem; line-height: 1.15; color: var(--dark); margin: 0 0 .5rem; }
h2 { font-size: 1.4rem; color: var(--dark); border-bottom: 2px solid var(--brand);
  margin: 2.4rem 0 1rem; padding-bottom: .2rem; }
p { margin: 0 0 .8rem; max-width: 52rem; overflow-wrap: anywhere; }
p.note, footer { color: var(--soft); font-size: .85rem; }
dl.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: 0 0 1rem;
  color: var(--soft); }
dl.facts div { display: flex; gap: .4rem; }
dl.facts dt::after { content: ":"; }
dl.facts dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0;
  margin: 0; }
nav a { color: #0B5CAD; }
dl.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
  gap: .8rem; margin: 0 0 1.4rem; }
dl.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end;
  border: 1px solid var(--line); border-left: 4px solid var(--brand); padding: .5rem .7rem; }
dl.figures dt { color: var(--soft); font-size: .85rem; }
dl.figures dd { margin: 0; font-size: 1.45rem; font-weight: 700; color: var(--dark);
  overflow-wrap: anywhere; line-height: 1.2; }
dl.figures .bad { border-left-color: #A3211B; } dl.figures .bad dd { color: #A3211B; }
dl.figures .warn { border-left-color: #8A5300; }
.wide { overflow-x: auto; margin: 0 0 1.4rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 700; padding: 0 0 .35rem; color: var(--dark); }
th, td { border: 1px solid var(--line); padding: .28rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: break-word; }
thead th { background: var(--brand); color: #fff; vertical-align: middle; hyphens: auto; }
tbody th { font-weight: 400; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.n { white-space: normal; }
tr.warn td, tr.warn th { background: #FFF6E3; } tr.bad td, tr.bad th { background: #FCE9E8; }
tr.good td, tr.good th { background: #EDF7EF; }
figure { margin: 0 0 1.4rem; }
figcaption { font-weight: 700; color: var(--dark); padding-bottom: .3rem; }
svg { display: block; width: 100%; height: auto; max-width: 46rem; }
@page { size: A4; margin: 15mm 13mm 17mm;
  @bottom-right { content: counter(page) " / " counter(pages);
    font: 9pt Carlito, Calibri, sans-serif; color: #5B6472; } }
@media print {
  html { font-size: 12px; } body { font-size: 10pt; padding: 0; max-width: none; }
  h2 { break-after: avoid; } section + section { break-before: page; }
  thead { display: table-header-group; } tr, figure, dl.figures, p { break-inside: avoid; }
  caption { break-after: avoid; } .wide { overflow: visible; } nav { display: none; }
  thead th, tr, dl.figures div, svg { -webkit-print-color-adjust: exact;
    print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(document: Document) -> str:
    """Return the document as HTML; every number also stands unrounded in a `data` element."""
    root = Element("html", {"lang": document.language})
    head = SubElement(root, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "meta", {"name": "generator", "content": "kamxl"})
    SubElement(head, "title").text = clean(document.title)
    SubElement(head, "style").text = STYLE
    body = SubElement(root, "body")
    top = SubElement(body, "header")
    SubElement(top, "h1").text = clean(document.title)
    _figures(top, document.facts, "facts", document.language)
    if len(document.parts) > 1:
        listed = SubElement(SubElement(top, "nav", {"aria-label": document.contents}), "ul")
        for part in document.parts:
            link = SubElement(SubElement(listed, "li"), "a", {"href": f"#{part.key}"})
            link.text = clean(part.title)
    main = SubElement(body, "main")
    for part in document.parts:
        section = SubElement(main, "section", {"aria-labelledby": part.key})
        SubElement(section, "h2", {"id": part.key}).text = clean(part.title)
        for place, block in enumerate(part.blocks):
            _block(section, block, f"{part.key}-{place}", document.language)
    if document.foot:
        SubElement(SubElement(body, "footer"), "p").text = clean(document.foot)
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def _block(parent: Element, block: Block, name: str, language: Language) -> None:
    if isinstance(block, Paragraph):
        made = SubElement(parent, "p", {"class": "note"} if block.note else {})
        made.text = clean(block.text)
    elif isinstance(block, Figures):
        _figures(parent, block.figures, "figures", language)
    elif isinstance(block, Table):
        _table(parent, block, name, language)
    else:
        _picture(parent, block)


def _figures(parent: Element, figures: Sequence[Figure], kind: str, language: Language) -> None:
    listed = SubElement(parent, "dl", {"class": kind})
    for figure in figures:
        box = SubElement(listed, "div", {"class": figure.tone} if figure.tone else {})
        SubElement(box, "dt").text = clean(figure.label)
        _value(SubElement(box, "dd"), figure.value, figure.kind, language)


def _table(parent: Element, table: Table, name: str, language: Language) -> None:
    frame = SubElement(
        parent,
        "div",
        {"class": "wide", "tabindex": "0", "role": "region", "aria-labelledby": name},
    )
    made = SubElement(frame, "table")
    SubElement(made, "caption", {"id": name}).text = clean(table.caption)
    head = SubElement(SubElement(made, "thead"), "tr")
    for column in table.columns:
        look = {} if column.kind in ("text", "day") else {"class": "n"}
        SubElement(head, "th", {"scope": "col", **look}).text = clean(column.label)
    body = SubElement(made, "tbody")
    named = next((n for n, c in enumerate(table.columns) if c.kind == "text"), None)
    for place, row in enumerate(table.rows):
        tone = table.tone(place)
        line = SubElement(body, "tr", {"class": tone} if tone else {})
        for at, value in enumerate(row):
            kind = table.kind(place, at)
            look = {} if kind in ("text", "day") or isinstance(value, str) else {"class": "n"}
            if at == named:
                cell = SubElement(line, "th", {"scope": "row", **look})
            else:
                cell = SubElement(line, "td", look)
            _value(cell, value, kind, language)


def _value(parent: Element, value: Value, kind: Kind, language: Language) -> None:
    text = said(value, kind, language)
    if isinstance(value, (int, float)) and math.isfinite(value):
        SubElement(parent, "data", {"value": repr(float(value))}).text = text
    elif value is not None and not isinstance(value, (str, float)):
        SubElement(parent, "time", {"datetime": value.isoformat()}).text = text
    else:
        parent.text = text


def _picture(parent: Element, picture: Picture) -> None:
    figure = SubElement(parent, "figure")
    SubElement(figure, "figcaption").text = clean(picture.title)
    figure.append(picture.svg)
