from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.periods import Grain
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.hosts.tables.ledgers import expand, find_sources
from kamxl.intake.ratetable import RateRow
from kamxl.intake.readings import Locale
from kamxl.ledger.aggregate import Ledger
from kamxl.ledger.engines import DuckEngine
from kamxl.ledger.periods import Span
from kamxl.ledger.summing import Tally, read, reconciled, summed

DATA = Path(__file__).parents[2].parent / "shared" / "data"
HEAD = "Kundennummer;Datum;Betrag;Rechnung"


def ledger_of(
    files: Sequence[Path],
    grain: Grain = "year",
    *,
    year_start: int = 1,
    rates: Sequence[RateRow] = (),
    locale: Locale | None = None,
    once: bool = False,
    memory: int | None = None,
) -> tuple[Ledger, tuple[Tally, ...], tuple[Finding, ...]]:
    with tempfile.TemporaryDirectory() as folder, DuckEngine(memory) as engine:
        found = find_sources(files, Path(folder))
        came = read(engine, found.sources, rates=rates, locale=locale, once=once)
        result, counts = summed(engine, came, Span(grain, year_start))
    return result, counts, (*found.findings, *result.findings)


def written(folder: Path, *lines: str, name: str = "a.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def by_period(ledger: Ledger, customer: str) -> dict[str, float]:
    periods = ledger.periods
    assert periods is not None
    row = periods.revenue[periods.ids.index(customer)]
    return dict(zip(periods.labels, row.tolist(), strict=True))


def said(findings: Sequence[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def test_lines_of_several_files_sum_to_months_quarters_and_years(tmp_path: Path) -> None:
    files = [
        written(tmp_path, "1;2024-01-31;1,5;a", "1;2024-04-01;2;b", "2;2024-04-30;4;c"),
        written(tmp_path, "e,8,2025-02-03,1", name="b.csv", head="invoice,amount,date,customer id"),
    ]
    assert by_period(ledger_of(files)[0], "1") == {"2024": 1.5 + 2, "2025": 8}
    quarters = by_period(ledger_of(files, "quarter")[0], "1")
    assert quarters == {"2024-Q1": 1.5, "2024-Q2": 2, "2024-Q3": 0, "2024-Q4": 0, "2025-Q1": 8}
    months = by_period(ledger_of(files, "month")[0], "1")
    assert {label: sum_ for label, sum_ in months.items() if sum_} == {
        "2024-01": 1.5, "2024-04": 2, "2025-02": 8,
    }  # fmt: skip
    assert len(months) == 12 + 2


def test_a_business_year_begins_where_it_is_said_to(tmp_path: Path) -> None:
    file = written(tmp_path, "1;2024-06-30;1;a", "1;2024-07-01;2;b", "1;2025-06-30;4;c")
    years = ledger_of([file], year_start=7)[0]
    assert by_period(years, "1") == {"2023/24": 1, "2024/25": 2 + 4}
    assert years.periods is not None
    assert years.periods.ends == (dt.date(2024, 6, 30), dt.date(2025, 6, 30))
    assert years.periods.partial == ("2023/24",)
    assert by_period(ledger_of([file], "quarter", year_start=7)[0], "1")["2024/25-Q1"] == 2


def test_twelve_months_roll_with_every_month(tmp_path: Path) -> None:
    file = written(tmp_path, "1;2024-01-15;1;a", "1;2024-12-15;2;b", "1;2025-02-15;4;c")
    assert by_period(ledger_of([file], "rolling")[0], "1") == {
        "R2024-12": 1 + 2, "R2025-01": 2, "R2025-02": 2 + 4,
    }  # fmt: skip


def test_sums_are_exact_where_floats_are_not(tmp_path: Path) -> None:
    file = written(tmp_path, *("1;2024-01-15;0,1;a" for _ in range(10)), "1;2024-01-15;1e14;b")
    assert by_period(ledger_of([file])[0], "1") == {"2024": 1e14 + 1.0}
    assert sum([0.1] * 10) != 1.0


def test_amounts_convert_at_the_rate_of_their_month_and_never_at_one(tmp_path: Path) -> None:
    file = written(
        tmp_path, "1;2024-01-15;100;a;USD", "1;2024-02-15;100;b;USD", "1;2024-02-20;7;c;",
        "1;2024-02-21;50;d;XXX", head=HEAD + ";Währung",
    )  # fmt: skip
    month = 2024 * 12
    rates = [("USD", month, month, Decimal("0.9")), ("USD", month, month + 11, Decimal("0.8"))]
    ledger, counts, findings = ledger_of([file], rates=rates)
    assert by_period(ledger, "1") == {"2024": 100 * 0.9 + 100 * 0.8 + 7}
    assert counts[0].left == {"rate": 1}
    (finding,) = said(findings, "I-CURRENCY")
    assert (finding.place, finding.values["currency"]) == ("a.csv!a!A5", "XXX")


def test_a_currency_beside_the_amount_or_in_the_header_is_never_taken_as_one(
    tmp_path: Path,
) -> None:
    beside = written(tmp_path, "1;2024-01-15;100,00 USD;a", "1;2024-01-16;$ 10,50;b")
    headed = written(
        tmp_path, "1;2024-01-17;7;c", name="b.csv", head="Kundennummer;Datum;Betrag (USD);Beleg"
    )
    home = written(tmp_path, "1;2024-01-18;5,00 €;d", name="c.csv")
    ledger, counts, findings = ledger_of([beside, headed, home])
    assert by_period(ledger, "1") == {"2024": 5}
    assert [tally.left for tally in counts] == [{"rate": 2}, {"rate": 1}, {}]
    assert {f.values["currency"] for f in said(findings, "I-CURRENCY")} == {"USD"}
    rates = [("USD", 2024 * 12, 2024 * 12 + 11, Decimal("0.5"))]
    rated = ledger_of([beside, headed, home], rates=rates)[0]
    assert by_period(rated, "1") == {"2024": (100 + 10.5 + 7) / 2 + 5}


def test_one_s_own_group_is_no_customer(tmp_path: Path) -> None:
    file = written(
        tmp_path, "1;2024-01-15;100;a;nein", "2;2024-02-15;30;b;ja", head=HEAD + ";Extern"
    )
    ledger, counts, findings = ledger_of([file])
    assert ledger.portfolio.ids == ("2",)
    assert counts[0].left == {"internal": 1}
    assert said(findings, "L-INTERNAL")[0].values["count"] == 1


def test_an_invoice_of_two_exports_is_said_and_counts_once_if_wanted(tmp_path: Path) -> None:
    lines = ["1;2024-01-15;100;R1", "1;2024-01-15;20;R1", "1;2024-02-15;5;R2", "1;2024-02-15;5;R2"]
    files = [
        written(tmp_path, *lines, "1;2024-02-15;6;R2"),
        written(tmp_path, *lines[:2], name="b.csv"),
    ]
    ledger, _, findings = ledger_of(files)
    (twice,) = said(findings, "L-TWICE")
    assert (twice.values["order"], twice.values["count"]) == ("R1", 2)
    assert twice.place == "b.csv!b!A3"
    assert by_period(ledger, "1") == {"2024": 2 * 120 + 5 + 5 + 6}
    once, counts, _ = ledger_of(files, once=True)
    assert by_period(once, "1") == {"2024": 120 + 5 + 5 + 6}
    assert [tally.left for tally in counts] == [{}, {"twice": 2}]


def test_reported_revenue_is_compared_with_the_last_whole_year(tmp_path: Path) -> None:
    file = written(tmp_path, "1;2024-01-15;900;a", "1;2024-12-15;96;b", "1;2025-01-15;5;c")
    periods = ledger_of([file])[0].periods
    assert periods is not None
    near, far = reconciled(periods, 1000.0), reconciled(periods, 1100.0)
    # 900 + 96 are 4 less than 1,000, which is 0.4 %.
    assert (near.code, near.values["period"], str(near.text("en"))) == (
        "L-RECONCILED",
        "2024",
        "2024: the lines sum to 996.00, -4.00 (-0.40 %) from the reported 1,000.00.",
    )
    assert far.code == "L-REPORTED"
    assert reconciled(periods, 5.0, "2025").code == "L-RECONCILED"
    with pytest.raises(InputError, match="2023"):
        reconciled(periods, 5.0, "2023")


BAD = (
    "1;2024-01-15;100,00;a",
    "1;04.03.2024;1.234,50;b",
    "2;03/25/2024;7,5;c",
    "2;13/25/2024;7,5;d",
    ";2024-01-15;8;e",
    "2;;8;f",
    "2;2024-01-15;;g",
    "2;2024-01-15;viel;h",
    "2;2024-01-15;9000000000000000;i",
    "2;2024-01-15;4",
    "2;2024-01-15;4;j;k",
    "Kundennummer;Datum;Betrag;Rechnung",
    "Summe;;500;",
    "3;2024-01-1",
)


def test_of_a_bad_ledger_good_lines_count_and_bad_ones_are_said_with_file_and_row(
    tmp_path: Path,
) -> None:
    ledger, counts, findings = ledger_of([written(tmp_path, *BAD)])
    assert by_period(ledger, "1") == {"2024": 100 + 1234.5}
    assert by_period(ledger, "2") == {"2024": 7.5}
    (tally,) = counts
    assert tally.counted == 3
    assert tally.left == {"broken": 3, "repeated": 2, "id": 1, "date": 2, "amount": 3}
    assert tally.lines == len(BAD) == tally.counted + sum(tally.left.values())
    places = {(f.code, f.place) for f in findings if f.place}
    assert places >= {
        ("L-DATE", "a.csv!a!A5"), ("I-LINE-ID", "a.csv!a!A6"), ("I-LINE-DATE", "a.csv!a!A7"),
        ("I-LINE-AMOUNT", "a.csv!a!A8"), ("L-AMOUNT", "a.csv!a!A9"),
        ("L-AMOUNT", "a.csv!a!A10"), ("L-BROKEN", "a.csv!a!A11"),
    }  # fmt: skip


def test_what_can_be_read_in_two_ways_follows_what_is_clear_in_its_own_file(
    tmp_path: Path,
) -> None:
    german = written(tmp_path, "1;03/04/2024;1.234;a", "1;13/04/2024;1,5;b")
    english = written(tmp_path, "2;03/04/2024;1.234;a", "2;04/13/2024;1.5;b", name="b.csv")
    ledger = ledger_of([german, english], "month")[0]
    assert by_period(ledger, "1") == {"2024-03": 0, "2024-04": 1234 + 1.5}
    assert by_period(ledger, "2") == {"2024-03": 1.234, "2024-04": 1.5}


def test_mixed_marks_leave_out_only_what_they_leave_open(tmp_path: Path) -> None:
    file = written(tmp_path, "1;2024-01-01;1,5;a", "1;2024-01-01;2.5;b", "1;2024-01-01;1.234;c")
    ledger, counts, findings = ledger_of([file])
    assert by_period(ledger, "1") == {"2024": 1.5 + 2.5}
    assert counts[0].left == {"amount": 1}
    assert said(findings, "L-AMOUNT")[0].values["value"] == "1.234"
    assert by_period(ledger_of([file], locale="de")[0], "1") == {"2024": 1.5 + 2.5 + 1234}


def test_a_quotation_that_is_never_closed_spoils_what_follows_and_that_is_counted(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, "1;2024-01-01;1;a", '1;2024-01-01;2;"b', "1;2024-01-02;3;c")
    _, counts, findings = ledger_of([file])
    assert (counts[0].counted, counts[0].left) == (1, {"broken": 2})
    assert said(findings, "L-BROKEN")[0].place == "a.csv!a!A3"


def test_blank_lines_and_cells_over_two_lines_do_not_shift_places(tmp_path: Path) -> None:
    file = written(tmp_path, "1;2024-01-01;1;a", "", '1;2024-01-01;2;"b\nc"', "1;2024-01-02;x;d")
    _, counts, findings = ledger_of([file])
    assert counts[0].lines == 3
    # Row 1 is the header, row 3 is blank, row 4 is written over two lines.
    assert said(findings, "L-AMOUNT")[0].place == "a.csv!a!A5"


def test_a_foreign_file_among_others_is_said_and_the_others_count(tmp_path: Path) -> None:
    written(tmp_path, "1;2024-01-01;1;a")
    (tmp_path / "notes.csv").write_text("Hotel;Stars\nAdler;4\n", encoding="utf-8")
    (tmp_path / "half.parquet").write_bytes(b"PAR1half")
    ledger, counts, findings = ledger_of(expand([str(tmp_path / "*")]))
    assert by_period(ledger, "1") == {"2024": 1}
    assert [tally.file for tally in counts] == ["a.csv"]
    assert [f.place.partition("!")[0] for f in said(findings, "L-FILE")] == [
        "half.parquet", "notes.csv",
    ]  # fmt: skip


def test_two_columns_of_one_header_refuse_their_file(tmp_path: Path) -> None:
    files = [
        written(tmp_path, "1;2024-01-01;1;2", head="Kundennummer;Datum;Betrag;Betrag"),
        written(tmp_path, "1;2024-01-01;1;a", name="b.csv"),
    ]
    _, _, findings = ledger_of(files)
    (flaw,) = said(findings, "L-FILE")
    assert "two columns have the same header" in str(flaw.values["reason"])


def test_a_ledger_of_which_no_line_counts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no line has"):
        ledger_of([written(tmp_path, "1;never;1;a")])


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "", "Summe"]),
            st.sampled_from(["2024-01-01", "1.2.24", "03/04/2024", "13/4/2024", "x", ""]),
            st.sampled_from(["1,5", "1.5", "1.234", "x", "", "-2", "2e15", '"7"', "3;4"]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_good_and_bad_lines_are_all_lines(rows: list[tuple[str, str, str]]) -> None:
    lines = ["1;2024-01-01;1;a", *(f"{';'.join(row)};a" for row in rows)]
    with tempfile.TemporaryDirectory() as folder:
        _, counts, _ = ledger_of([written(Path(folder), *lines)])
    assert counts[0].lines == len(lines)
    assert counts[0].counted + sum(counts[0].left.values()) == len(lines)


def test_a_ledger_larger_than_its_memory_is_summed(tmp_path: Path) -> None:
    file = tmp_path / "large.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT 'customer number ' || (i % 5000) AS customer_id, "
            "DATE '2024-01-01' + CAST(i % 366 AS INTEGER) AS date, "
            "CAST(i % 1000 AS DECIMAL(18, 2)) / 4 AS amount, "
            "'invoice with a long number ' || i AS invoice "
            f"FROM range(2000000) AS t(i)) TO '{file}' (FORMAT parquet)"
        )
        found = engine.execute(
            "SELECT sum(CAST(i % 1000 AS DECIMAL(18, 2)) / 4) FROM range(2000000) AS t(i)"
        ).fetchone()
    assert found is not None
    # 2,000,000 lines with texts of some 30 characters are more than 100 MB in memory.
    ledger, counts, _ = ledger_of([file], memory=100)
    assert counts[0].counted == 2_000_000
    assert ledger.periods is not None
    assert ledger.periods.revenue.sum() == float(found[0])


REAL = ("superstore_lines.csv", "northwind_orders.csv", "uci_online_retail_sample_lines.csv")
MONTHS_TO_ITS_END = {"month": 0, "quarter": 2, "year": 11}


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
def test_real_lines_sum_as_sql_of_another_hand_does(name: str, grain: Grain) -> None:
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is missing; see shared/data")
    periods = ledger_of([DATA / name], grain)[0].periods
    assert periods is not None
    with duckdb.connect() as engine:
        rows = engine.execute(
            f"""SELECT customer_id, CAST(last_day(date_trunc('{grain}', CAST("date" AS DATE))
                    + INTERVAL {MONTHS_TO_ITS_END[grain]} MONTH) AS DATE),
                sum(CAST(revenue AS DECIMAL(18, 6)))
            FROM read_csv('{DATA / name}', all_varchar=true)
            WHERE customer_id IS NOT NULL GROUP BY 1, 2"""
        ).fetchall()
    wanted = {(id_, end): float(sum_) for id_, end, sum_ in rows if sum_}
    found = {
        (id_, end): value
        for row, id_ in enumerate(periods.ids)
        for column, end in enumerate(periods.ends)
        if (value := float(periods.revenue[row, column]))
    }
    assert len(found) > 100
    assert found == wanted
