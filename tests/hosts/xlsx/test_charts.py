import re
import zipfile
from pathlib import Path

from kamxl.hosts.xlsx.build import build
from tests.workbook.books import book


def chart_of(path: Path, title: str) -> str:
    with zipfile.ZipFile(path) as file:
        parts = [file.read(n).decode() for n in file.namelist() if re.search(r"/chart\d+\.xml", n)]
    (found,) = [part for part in parts if title in part]
    return found


def test_a_waterfall_is_stacked_columns_on_one_that_is_not_seen(tmp_path: Path) -> None:
    build(book("golden", "en"), tmp_path / "book.xlsx")
    chart = chart_of(tmp_path / "book.xlsx", "Why the scores differ")
    assert '<c:barDir val="col"/><c:grouping val="stacked"/>' in chart
    base, *seen = re.findall(r"<c:ser>.*?</c:ser>", chart)
    assert "<c:spPr><a:noFill/>" in base
    assert len(seen) == 5
    assert all("<a:solidFill>" in series for series in seen)
    # Names stay below columns under zero, and folded helper columns are drawn.
    assert '<c:tickLblPos val="low"/>' in chart
    assert '<c:plotVisOnly val="1"/>' not in chart
