from __future__ import annotations

import base64
from xml.etree.ElementTree import fromstring

from kamxl.pages.office import PAGE, SPACES, flat_text
from tests.pages.test_html import EVIL, document

TEXT = f"{{{SPACES['text']}}}"
TABLE = f"{{{SPACES['table']}}}"
STYLE = f"{{{SPACES['style']}}}"


def test_it_is_one_document_with_headings_tables_and_a_picture() -> None:
    root = fromstring(flat_text(document()))
    headings = [(h.text, h.get(f"{TEXT}outline-level")) for h in root.iter(f"{TEXT}h")]
    assert headings == [("Title A", "1"), ("One A", "2"), ("Two", "2")]
    cells = ["".join(one.itertext()) for one in root.iter(f"{TABLE}table-cell")]
    assert cells == ["1.234Summe", "", "", "Kunde", "A", "A", "12,5 %", "B", "–"]
    assert len(list(root.iter(f"{TABLE}table-header-rows"))) == 1
    (data,) = root.iter(f"{{{SPACES['office']}}}binary-data")
    assert fromstring(base64.b64decode(data.text or "")).tag.endswith("svg")
    assert len(list(root.iter(f"{TEXT}page-number"))) == 1


def test_what_people_typed_stays_text() -> None:
    root = fromstring(flat_text(document(EVIL)))
    said = " ".join(root.itertext())
    assert '<script>alert("x")</script>' in said


def test_columns_fill_the_width_of_the_page() -> None:
    root = fromstring(flat_text(document()))
    for table in root.iter(f"{TABLE}table"):
        names = [c.get(f"{TABLE}style-name") for c in table.iter(f"{TABLE}table-column")]
        widths = [
            float(form.get(f"{STYLE}column-width", "0mm").removesuffix("mm"))
            for style in root.iter(f"{STYLE}style")
            if style.get(f"{STYLE}name") in names
            for form in style.iter(f"{STYLE}table-column-properties")
        ]
        assert abs(sum(widths) - PAGE) < 0.1
