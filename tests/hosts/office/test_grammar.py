from __future__ import annotations

import pytest

from kamxl.hosts.office.grammar import from_calc, to_calc


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=SUM(A1,B2)", "=SUM(A1;B2)"),
        ('=IF(A1>0,"a,b",{1,2;3,4})', '=IF(A1>0;"a,b";{1;2|3;4})'),
        ("=Ranking!$A$1+'My sheet, 2'!B2", "=$Ranking.$A$1+$'My sheet, 2'.B2"),
        ("=t[[#This Row],[a,b]]+SUM(t[x])", "=t[[#This Row];[a,b]]+SUM(t[x])"),
        ("=IFERROR(A1,FALSE)", "=IFERROR(A1;FALSE())"),
        ("=TRUE()", "=TRUE()"),
        ('="TRUE, he said"', '="TRUE, he said"'),
    ],
)
def test_a_formula_of_a_file_is_spelled_as_libreoffice_takes_it(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc


def test_what_a_name_stands_for_comes_back_as_it_went() -> None:
    for reference in ("S!$A$1", "'My sheet'!$A$1:$B$2"):
        assert from_calc(to_calc(reference)) == reference
    assert from_calc("") == ""
    odd = "OFFSET($S.$A$1;0;0)"
    assert to_calc(from_calc(odd)) == odd
