from __future__ import annotations

from pathlib import Path

from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.manual import formula, manual, usage

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"


def test_the_manual_in_the_docs_is_fresh() -> None:
    # If not: .venv/bin/python -m kamxl.functions > docs/functions.md
    assert PAGE.read_text(encoding="utf-8") == manual()


def test_every_function_stands_in_both_parts_of_the_manual() -> None:
    english, german = manual().split("## Funktionen in Zellen")
    for function in CATALOGUE:
        assert english.count(f"### {function.name}\n") == 1
        assert german.count(f"### {function.name}\n") == 1


def test_a_call_is_written_as_each_excel_wants_it() -> None:
    (share,) = (function for function in CATALOGUE if function.name == "KAM_TOP_SHARE")
    arguments = (((1.5, 2), (3, None)), 2)
    assert formula(share, arguments, "en") == '=KAM_TOP_SHARE({1.5,2;3,""}, 2)'
    assert formula(share, arguments, "de") == '=KAM_TOP_SHARE({1,5.2;3.""}; 2)'
    assert usage(share, "de") == "KAM_TOP_SHARE(amounts; k)"
