"""A document as flat OpenDocument text: what LibreOffice makes a PDF from, with page numbers.

It reads HTML without most of its looks; its own format it prints as it is meant.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from kamxl.pages.document import (
    Block,
    Document,
    Figures,
    Paragraph,
    Picture,
    Table,
    clean,
    said,
)

# Millimetres: the text between the margins of an A4 page.
PAGE = 184.0
TILES = 3
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
INK, SOFT, LINE, BRAND, DARK = "#1F2937", "#5B6472", "#D1D5DB", "#1F5A7A", "#163F56"
TONES = {"": "#FFFFFF", "good": "#EDF7EF", "warn": "#FFF6E3", "bad": "#FCE9E8"}
# By name: what a paragraph looks like (paragraph properties, text properties).
PARAGRAPHS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "title": ({"fo:margin-bottom": "2mm"}, {"fo:font-size": "22pt", "fo:font-weight": "bold",
                                            "fo:color": DARK}),
    "part": ({"fo:margin-bottom": "3mm", "fo:keep-with-next": "always",
              "fo:border-bottom": f"1.5pt solid {BRAND}", "fo:padding-bottom": "1mm"},
             {"fo:font-size": "15pt", "fo:font-weight": "bold", "fo:color": DARK}),
    "next": ({"fo:break-before": "page"}, {}),
    "plain": ({"fo:margin-bottom": "2.5mm"}, {}),
    "note": ({"fo:margin-bottom": "2.5mm"}, {"fo:font-size": "8.5pt", "fo:color": SOFT}),
    "caption": ({"fo:margin-top": "2mm", "fo:margin-bottom": "1.2mm",
                 "fo:keep-with-next": "always"}, {"fo:font-weight": "bold", "fo:color": DARK}),
    "picture": ({"fo:margin-bottom": "3mm"}, {}),
    "gap": ({"fo:margin-bottom": "0mm"}, {"fo:font-size": "6pt"}),
    "cell": ({}, {"fo:font-size": "8.5pt"}),
    "figure": ({"fo:text-align": "end"}, {"fo:font-size": "8.5pt"}),
    "head": ({}, {"fo:font-size": "8.5pt", "fo:font-weight": "bold", "fo:color": "#FFFFFF"}),
    "headfigure": ({"fo:text-align": "end"},
                   {"fo:font-size": "8.5pt", "fo:font-weight": "bold", "fo:color": "#FFFFFF"}),
    "large": ({}, {"fo:font-size": "14pt", "fo:font-weight": "bold", "fo:color": DARK}),
    "largebad": ({}, {"fo:font-size": "14pt", "fo:font-weight": "bold", "fo:color": "#A3211B"}),
    "small": ({}, {"fo:font-size": "8.5pt", "fo:color": SOFT}),
    "foot": ({"fo:text-align": "end"}, {"fo:font-size": "8pt", "fo:color": SOFT}),
}  # fmt: skip


def flat_text(document: Document) -> bytes:
    """Return the document as the bytes of a .fodt file."""
    return _Writer(document).content()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document, self.language = document, document.language
        spaces = {f"xmlns:{prefix}": uri for prefix, uri in SPACES.items()}
        self.root = Element(
            "office:document",
            {**spaces, "office:version": "1.3",
             "office:mimetype": "application/vnd.oasis.opendocument.text"},
        )  # fmt: skip
        meta = SubElement(self.root, "office:meta")
        SubElement(meta, "dc:title").text = clean(document.title)
        SubElement(meta, "meta:generator").text = "kamxl"
        SubElement(meta, "dc:language").text = self.language
        self.fonts = SubElement(self.root, "office:font-face-decls")
        self.styles = SubElement(self.root, "office:styles")
        self.own = SubElement(self.root, "office:automatic-styles")
        self.pages = SubElement(self.root, "office:master-styles")
        body = SubElement(self.root, "office:body")
        self.text = SubElement(body, "office:text")
        self.tables = 0
        self._looks()

    def content(self) -> bytes:
        document = self.document
        self._heading(document.title, "title", 1)
        facts = [f"{one.label}: {said(one.value, one.kind, self.language)}"
                 for one in document.facts]  # fmt: skip
        self._paragraph(self.text, "   ·   ".join(facts), "note")
        for place, part in enumerate(document.parts):
            self._heading(part.title, "partnext" if place else "part", 2)
            for block in part.blocks:
                self._block(block)
        if document.foot:
            self._paragraph(self.text, document.foot, "note")
        return bytes(tostring(self.root, encoding="utf-8", xml_declaration=True))

    def _heading(self, text: str, style: str, level: int) -> None:
        made = {"text:style-name": style, "text:outline-level": str(level)}
        SubElement(self.text, "text:h", made).text = clean(text)

    def _paragraph(self, parent: Element, text: str, style: str) -> Element:
        made = SubElement(parent, "text:p", {"text:style-name": style})
        made.text = " ".join(clean(text).split())
        return made

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(self.text, block.text, "note" if block.note else "plain")
        elif isinstance(block, Figures):
            self._figures(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._picture(block)

    def _figures(self, block: Figures) -> None:
        rows = [block.figures[n : n + TILES] for n in range(0, len(block.figures), TILES)]
        made = self._new_table([1.0] * TILES, repeat=False)
        for row in rows:
            line = SubElement(made, "table:table-row", {"table:style-name": "row"})
            for place in range(TILES):
                cell = SubElement(line, "table:table-cell", {"table:style-name": "tile"})
                if place < len(row):
                    one = row[place]
                    style = "largebad" if one.tone == "bad" else "large"
                    self._paragraph(cell, said(one.value, one.kind, self.language), style)
                    self._paragraph(cell, one.label, "small")
        self._paragraph(self.text, "", "gap")

    def _table(self, table: Table) -> None:
        self._paragraph(self.text, table.caption, "caption")
        made = self._new_table([column.width for column in table.columns])
        head = SubElement(made, "table:table-header-rows")
        line = SubElement(head, "table:table-row", {"table:style-name": "row"})
        for column in table.columns:
            cell = SubElement(line, "table:table-cell", {"table:style-name": "headcell"})
            left = column.kind in ("text", "day")
            self._paragraph(cell, column.label, "head" if left else "headfigure")
        for place, row in enumerate(table.rows):
            line = SubElement(made, "table:table-row", {"table:style-name": "row"})
            look = {"table:style-name": f"cell{table.tone(place)}"}
            for at, value in enumerate(row):
                kind = table.kind(place, at)
                left = kind in ("text", "day") or isinstance(value, str)
                cell = SubElement(line, "table:table-cell", look)
                shown = said(value, kind, self.language)
                self._paragraph(cell, shown, "cell" if left else "figure")
        self._paragraph(self.text, "", "gap")

    def _new_table(self, widths: Sequence[float], *, repeat: bool = True) -> Element:
        self.tables += 1
        name = f"t{self.tables}"
        style = SubElement(self.own, "style:style", {"style:name": name, "style:family": "table"})
        SubElement(style, "style:table-properties", {
            "style:width": f"{PAGE:g}mm", "table:align": "margins",
            "style:may-break-between-rows": "true" if repeat else "false",
        })  # fmt: skip
        made = SubElement(self.text, "table:table", {"table:name": name, "table:style-name": name})
        total = sum(widths)
        for place, width in enumerate(widths):
            own = {"style:name": f"{name}.{place}", "style:family": "table-column"}
            column = SubElement(self.own, "style:style", own)
            size = {"style:column-width": f"{width / total * PAGE:.2f}mm"}
            SubElement(column, "style:table-column-properties", size)
            SubElement(made, "table:table-column", {"table:style-name": f"{name}.{place}"})
        return made

    def _picture(self, picture: Picture) -> None:
        self._paragraph(self.text, picture.title, "caption")
        holder = SubElement(self.text, "text:p", {"text:style-name": "picture"})
        width = min(PAGE, picture.width * 0.2646)
        size = {
            "svg:width": f"{width:.2f}mm",
            "svg:height": f"{width * picture.height / picture.width:.2f}mm",
        }
        frame = SubElement(
            holder, "draw:frame",
            {"draw:style-name": "frame", "text:anchor-type": "as-char", **size},
        )  # fmt: skip
        image = SubElement(frame, "draw:image", {"draw:mime-type": "image/svg+xml"})
        drawn = tostring(picture.svg, encoding="utf-8")
        SubElement(image, "office:binary-data").text = base64.b64encode(drawn).decode("ascii")
        SubElement(frame, "svg:title").text = clean(picture.title)
        SubElement(frame, "svg:desc").text = clean(picture.description)

    def _looks(self) -> None:
        SubElement(self.fonts, "style:font-face", {"style:name": "Carlito",
                                                   "svg:font-family": "Carlito"})  # fmt: skip
        usual = SubElement(self.styles, "style:default-style", {"style:family": "paragraph"})
        country = "DE" if self.language == "de" else "GB"
        SubElement(usual, "style:text-properties", {
            "style:font-name": "Carlito", "fo:font-size": "10pt", "fo:color": INK,
            "fo:language": self.language, "fo:country": country,
        })  # fmt: skip
        for name, (form, letters) in PARAGRAPHS.items():
            self._style(name, form, letters)
        form, letters = PARAGRAPHS["part"]
        self._style("partnext", {**form, **PARAGRAPHS["next"][0]}, letters)
        cells = {"tile": ("#FFFFFF", "1.5mm"), "headcell": (BRAND, "0.8mm")}
        for name, (colour, pad) in {
            **cells, **{f"cell{tone}": (colour, "0.6mm") for tone, colour in TONES.items()},
        }.items():  # fmt: skip
            own = {"style:name": name, "style:family": "table-cell"}
            style = SubElement(self.own, "style:style", own)
            form = {"fo:background-color": colour, "fo:padding": pad,
                    "fo:border": f"0.5pt solid {LINE}"}  # fmt: skip
            if name == "tile":
                form["fo:border-left"] = f"3pt solid {BRAND}"
            SubElement(style, "style:table-cell-properties", form)
        row = {"style:name": "row", "style:family": "table-row"}
        together = {"fo:keep-together": "always"}
        SubElement(SubElement(self.own, "style:style", row), "style:table-row-properties", together)
        graphic = {"style:name": "frame", "style:family": "graphic"}
        SubElement(SubElement(self.own, "style:style", graphic), "style:graphic-properties", {
            "style:vertical-pos": "top", "style:vertical-rel": "baseline",
        })  # fmt: skip
        self._page()

    def _style(self, name: str, form: dict[str, str], letters: dict[str, str]) -> None:
        style = SubElement(
            self.styles, "style:style", {"style:name": name, "style:family": "paragraph"}
        )
        SubElement(style, "style:paragraph-properties", form)
        SubElement(style, "style:text-properties", letters)

    def _page(self) -> None:
        layout = SubElement(self.own, "style:page-layout", {"style:name": "a4"})
        SubElement(layout, "style:page-layout-properties", {
            "fo:page-width": "210mm", "fo:page-height": "297mm", "fo:margin-top": "14mm",
            "fo:margin-bottom": "10mm", "fo:margin-left": "13mm", "fo:margin-right": "13mm",
        })  # fmt: skip
        footer = SubElement(layout, "style:footer-style")
        SubElement(footer, "style:header-footer-properties", {"fo:min-height": "7mm",
                                                              "fo:margin-top": "2mm"})  # fmt: skip
        page = SubElement(
            self.pages, "style:master-page",
            {"style:name": "Standard", "style:page-layout-name": "a4"},
        )  # fmt: skip
        line = SubElement(SubElement(page, "style:footer"), "text:p", {"text:style-name": "foot"})
        line.text = f"{clean(self.document.title)} – "
        number = SubElement(line, "text:page-number")
        number.tail = " / "
        SubElement(line, "text:page-count")
