from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from kamxl import __version__
from kamxl.actions.run import run as run_book
from kamxl.cli import main
from kamxl.cli.words import COLUMNS
from kamxl.domain.movement import snapshot
from kamxl.domain.portfolio import Ratings
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.workbook.inputs import Inputs, Memory
from kamxl.workbook.schema import SCHEMA_VERSION, render
from tests.actions.test_reporting import SCHEMA, flaws
from tests.domain import golden

EXAMPLE = Path(__file__).parents[1] / "kamxl" / "actions" / "example"
CUSTOMERS = (
    "Kundennummer;Kunde;Umsatz;Umsatz Vorjahr;Letzte Bestellung;Deckungsbeitrag\n"
    "00001;Müller;1000;900;2025-12-01;400\n00002;Weiß;600;700;2025-11-01;100\n"
    "00003;Öl;400;100;2025-06-01;120\n"
)
RATED = (
    "Kundennummer;Kunde;Umsatz;Umsatzvolumen;Umsatzpotenzial;Lebenszeitwert (Nachhaltigkeit);"
    "Stabilität der Aufträge;Kosten der Kundenbetreuung;Bedarf an dem Produkt;Produktpassform\n"
    "00001;Müller;1000;8;8;8;8;2;8;8\n00002;Weiß;600;5;5;5;5;5;5;5\n00003;Öl;400;x;5;5;5;5;5;5\n"
)


class Ran:
    """What came out of one run of the command line."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def kamxl(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """Return a function that runs the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no config"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "KAMXL_LANGUAGE", "KAMXL_LOCALE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        code = end.value.code
        return Ran(code if isinstance(code, int) else 0 if code is None else 1, out, err)

    return run


def command(*arguments: str, code: str = "", cwd: Path | None = None) -> Any:
    """Run the command line as people do, in a process of its own."""
    start = [sys.executable, "-m", "kamxl"] if not code else [sys.executable, "-c", code]
    return subprocess.run(
        [*start, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False
    )


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def export(folder: Path, content: str = CUSTOMERS, name: str = "crm.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


# ---------------------------------------------------------------- help and speed


def test_help_imports_nothing_that_takes_time() -> None:
    code = (
        "import sys\nfrom kamxl.cli import main\ntry:\n main(['--help'])\n"
        "except SystemExit as end:\n"
        " heavy = {'numpy', 'pandas', 'xlsxwriter', 'duckdb', 'rich', 'pydantic'}\n"
        " print(sorted(heavy & set(sys.modules)), end.code, file=sys.stderr)\n"
    )
    ran = command(code=code)
    assert ran.stderr.strip() == "[] 0"
    assert "kamxl new key-accounts.xlsx --from customers.csv" in ran.stdout


def test_help_takes_under_200_milliseconds() -> None:
    def seconds() -> float:
        # Processor time of the child: how long it takes where nothing else is running.
        before = os.times()
        command("--help")
        after = os.times()
        return (after.children_user + after.children_system) - (
            before.children_user + before.children_system
        )

    assert min(seconds() for _ in range(5)) < 0.2


@pytest.mark.parametrize(
    "name", ["new", "run", "check", "diff", "report", "export", "demo", "templates"]
)
def test_every_command_helps_with_an_example(kamxl: Any, name: str) -> None:
    helped = kamxl(name, "--help")
    assert helped.code == 0
    assert f"\n    kamxl {name}" in helped.out


def test_the_version_is_said(kamxl: Any) -> None:
    assert kamxl("--version").out == f"kamxl {__version__}\n"


# ---------------------------------------------------------------- new


def test_a_customer_list_becomes_a_ranking_and_a_workbook(kamxl: Any, tmp_path: Path) -> None:
    made = kamxl("new", "book.xlsx", "--from", export(tmp_path))
    assert made.code == 0
    assert written(tmp_path) == ["book.mapping.json", "book.xlsx", "crm.csv"]
    assert re.search(r"Kundennummer +id\b", made.out)
    assert "(a first ranking from data alone" in " ".join(made.out.split())
    assert re.search(r"1 Müller .* 50\.0 % high", made.out)
    # (1000² + 600² + 400²) / 2000² = 0.38
    assert "HHI 0.380" in made.out
    assert "Written: book.xlsx" in made.out
    assert "then: kamxl run book.xlsx" in made.out
    assert "The rated criteria are inactive" in made.out
    assert made.err == ""


def test_the_mapping_is_kept_beside_the_workbook(kamxl: Any, tmp_path: Path) -> None:
    kamxl("new", "book.xlsx", "--from", export(tmp_path))
    (source,) = json.loads((tmp_path / "book.mapping.json").read_text("utf-8"))["sources"]
    assert (source["file"], source["kind"], source["header_row"]) == ("crm.csv", "accounts", 0)
    assert source["columns"]["revenue"] == {"header": "Umsatz", "column": 2}


def test_a_ranking_with_ratings_is_not_called_one_from_data_alone(
    kamxl: Any, tmp_path: Path
) -> None:
    made = kamxl("new", "book.xlsx", "--from", export(tmp_path, RATED))
    assert "from data alone" not in made.out
    # The rating x is a finding of severity error.
    assert made.code == 1
    assert "error  R-TEXT  book.xlsx!Ratings!" in made.out


def test_json_is_alone_on_stdout_and_keeps_its_schema(kamxl: Any, tmp_path: Path) -> None:
    made = kamxl("new", "book.xlsx", "--from", export(tmp_path), "--json", "--language", "de")
    assert flaws(made.json, SCHEMA) == []
    accounts = made.json["accounts"]
    assert {account["id"] for account in accounts} == {"00001", "00002", "00003"}
    assert [account["rank"] for account in accounts] == [1, 2, 3]
    assert made.json["language"] == "de"
    assert "Geschrieben: book.xlsx" in made.err


def test_more_accounts_than_the_limit_are_written_as_values_and_said(
    kamxl: Any, tmp_path: Path
) -> None:
    (tmp_path / "kamxl.toml").write_text("[limits]\naccounts = 1\n", encoding="utf-8")
    made = kamxl("new", "book.xlsx", "--from", export(tmp_path))
    assert "are more than the 1 for which kamxl writes formulas" in made.err + made.out
    assert "Next: open it" not in made.err + made.out
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book["Accounts"]["A1"].value == "Account no."
    refused = kamxl("run", "book.xlsx")
    assert (refused.code, "holds values only" in refused.err) == (2, True)


def test_results_are_written_as_parquet_where_the_name_says_so(kamxl: Any, tmp_path: Path) -> None:
    kamxl("new", "results.parquet", "--from", export(tmp_path))
    found = duckdb.sql(f"SELECT count(*), max(rank) FROM '{tmp_path / 'results.parquet'}'")
    lines = len(CUSTOMERS.strip().splitlines()) - 1
    assert found.fetchall()[0][0] == lines
    assert (tmp_path / "results.mapping.json").exists()


def test_more_accounts_than_a_sheet_has_rows_are_refused_with_a_way_out(
    kamxl: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kamxl.toml").write_text("[limits]\naccounts = 1\n", encoding="utf-8")
    monkeypatch.setattr("kamxl.cli.work.MOST_ACCOUNTS", 1)
    refused = kamxl("new", "book.xlsx", "--from", export(tmp_path))
    assert refused.code == 2
    assert "write the results as parquet by naming the file .parquet" in refused.err
    assert not (tmp_path / "book.xlsx").exists()


def test_values_take_no_template(kamxl: Any, tmp_path: Path) -> None:
    kamxl("new", "own.xlsx", "--from", export(tmp_path))
    refused = kamxl("new", "r.parquet", "--from", export(tmp_path), "--template", "own.xlsx")
    assert (refused.code, "take no template" in refused.err) == (2, True)


def test_two_files_are_joined(kamxl: Any) -> None:
    made = kamxl(
        "new", "book.xlsx", "--from", EXAMPLE / "accounts.csv", "--from", EXAMPLE / "invoices.csv",
        "--json",
    )  # fmt: skip
    assert made.code == 0
    assert made.json["accounts"][0]["name"] == "Cartech GmbH"
    sources = json.loads(Path("book.mapping.json").read_text("utf-8"))["sources"]
    assert [source["kind"] for source in sources] == ["accounts", "invoices"]


def test_an_existing_workbook_is_replaced_only_by_force(kamxl: Any, tmp_path: Path) -> None:
    source = export(tmp_path)
    (tmp_path / "book.xlsx").write_text("mine")
    refused = kamxl("new", "book.xlsx", "--from", source)
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "book.xlsx").read_text() == "mine"
    assert kamxl("new", "book.xlsx", "--from", source, "--force").code == 0
    assert (tmp_path / "book.xlsx").read_bytes().startswith(b"PK")


def test_the_input_is_never_the_output(kamxl: Any, tmp_path: Path) -> None:
    made = kamxl("new", "a.xlsx", "--from", export(tmp_path))
    assert made.code == 0
    before = (tmp_path / "a.xlsx").read_bytes()
    for arguments in (
        ("new", "a.xlsx", "--from", "./a.xlsx", "--force"),
        ("run", "a.xlsx", "-o", tmp_path / "a.xlsx", "--force"),
    ):
        refused = kamxl(*arguments)
        assert (refused.code, "never changed" in refused.err) == (2, True)
    assert (tmp_path / "a.xlsx").read_bytes() == before


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.csv", None, "there is no such file"),
        ("empty.csv", b"", "the file is empty"),
        ("old.xls", OLE, "damaged"),
        ("old.xlsx", OLE, "damaged"),
        ("locked.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("text.xlsx", b"a;b\n1;2\n", "inside, this is not a workbook"),
        ("broken.xlsx", b"PK\x03\x04 and no more", ""),
        ("strange.csv", b"foo;bar\n1;2\n", "none of the first 50 rows holds two headers"),
        ("photo.png", b"\x89PNG", "only .csv and .xlsx"),
    ],
)
def test_a_bad_file_gives_one_sentence_with_its_name_and_nothing_is_written(
    kamxl: Any, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    if content is not None:
        (folder / name).write_bytes(content)
    refused = kamxl("new", "book.xlsx", "--from", folder / name)
    assert (refused.code, refused.out) == (2, "")
    assert message in refused.err
    assert name in refused.err
    assert len(refused.err.strip().splitlines()) == 1
    assert written(tmp_path) == ["in"]


def test_a_folder_is_not_a_file(kamxl: Any, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()
    assert "this is a folder" in kamxl("new", "b.xlsx", "--from", tmp_path).err
    assert "this is a folder" in kamxl("run", "x.xlsx").err
    refused = kamxl("new", "x.xlsx", "--from", export(tmp_path), "--force")
    assert (refused.code, "this is a folder" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--map", "idd=Kunde"), "--map knows no key 'idd'; did you mean 'id'?"),
        (("--map", "id=Nirgends"), "no such header"),
        (("--map", "id"), 'say --map KEY="HEADER"'),
        (("--map", "id=Kunde", "--map", "id=Umsatz"), "twice"),
        (("--sheet", "Kunden"), "only workbooks have sheets"),
        (("--profile", "none"), "no profile 'none'; there are: standard, data-only"),
        (("--locale", "fr"), "'fr'"),
        (("--language", "fr"), "'fr'"),
        (("--from", "crm.csv"), "only one list of accounts and one list of invoices"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_is_written(
    kamxl: Any, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    refused = kamxl("new", "book.xlsx", "--from", export(tmp_path), *options)
    assert refused.code == 2
    assert message in refused.err
    assert written(tmp_path) == ["crm.csv"]


@pytest.mark.parametrize("name", ["book", "book.xls", "book.csv"])
def test_a_workbook_is_named_as_one(kamxl: Any, tmp_path: Path, name: str) -> None:
    assert "ends in .xlsx" in kamxl("new", name, "--from", export(tmp_path)).err


def test_a_folder_that_cannot_be_written_is_named(kamxl: Any, tmp_path: Path) -> None:
    source = export(tmp_path)
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    # Root writes everywhere, except where the system itself forbids it.
    folder = locked if not os.access(locked, os.W_OK) else Path("/proc")
    if folder.exists():
        refused = kamxl("new", folder / "b.xlsx", "--from", source)
        assert (refused.code, "cannot write here" in refused.err) == (2, True)
    absent = kamxl("new", "absent/b.xlsx", "--from", source)
    assert (absent.code, "does not exist" in absent.err) == (2, True)
    assert written(tmp_path) == ["crm.csv", "locked"]


def test_blanks_and_umlauts_in_paths_are_no_trouble(kamxl: Any, tmp_path: Path) -> None:
    folder = tmp_path / "Schlüssel kunden"
    folder.mkdir()
    source = export(folder, name="Käufer 2025.csv")
    made = kamxl("new", folder / "Mappe für uns.xlsx", "--from", source)
    assert made.code == 0
    assert f"kamxl run '{folder}/Mappe für uns.xlsx'" in made.out
    assert kamxl("run", folder / "Mappe für uns.xlsx").code == 0


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_names_like_formulas_and_markup_stay_text(kamxl: Any, tmp_path: Path) -> None:
    source = export(
        tmp_path,
        CUSTOMERS.replace("Müller", "=1+1")
        .replace("Weiß", "[red]x[/red]")
        .replace("Öl", ":smile:"),
    )
    made = kamxl("new", "book.xlsx", "--from", source)
    assert made.code == 0
    for shown in ("=1+1", "[red]x[/red]", ":smile:"):
        assert shown in made.out
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "book.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "=1+1"
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_what_a_terminal_would_obey_is_not_shown(kamxl: Any, tmp_path: Path) -> None:
    names = CUSTOMERS.replace("Öl", "\x1b[31mred\x07")
    made = kamxl("new", "book.xlsx", "--from", export(tmp_path, names))
    assert "[31mred" in made.out
    assert not {"\x1b", "\x07"} & set(made.out)


# ---------------------------------------------------------------- run and check


@pytest.fixture
def book(kamxl: Any) -> Path:
    """Return the workbook of the shipped example, in German."""
    assert kamxl("demo", "--language", "de").code == 0
    return Path("kamxl-demo/key-accounts.de.xlsx")


def test_a_filled_workbook_is_reported_in_the_language_asked_for(kamxl: Any, book: Path) -> None:
    german, english = kamxl("run", book, "--language", "de"), kamxl("--language", "en", "run", book)
    assert (german.code, english.code) == (0, 0)
    assert "Alle 12" not in german.out
    assert "Die ersten 10 von 12 Kunden" in german.out
    assert re.search(r"1 Cartech GmbH +A +8,03 Schlüssel +3 +12,5 % Hinweis", german.out)
    assert re.search(r"1 Cartech GmbH +A +8\.03 key +3 +12\.5 % notice", english.out)
    assert "All 12 accounts" in kamxl("run", book, "--verbose").out


def test_run_and_new_report_the_same_json(kamxl: Any, tmp_path: Path) -> None:
    made = kamxl("new", "book.xlsx", "--from", EXAMPLE / "invoices.csv", "--json")
    read = kamxl("run", "book.xlsx", "--json")
    assert flaws(read.json, SCHEMA) == []
    assert read.json["accounts"] == made.json["accounts"]
    assert read.json["concentration"] == made.json["concentration"]
    assert read.err.startswith("\nUpdated: book.xlsx (")


def test_what_moved_since_the_last_run_is_told_with_its_reason(kamxl: Any, book: Path) -> None:
    day = dt.date(2025, 12, 1)
    before = run_book(read_book(book), day)
    portfolio = before.inputs.portfolio
    vicom = portfolio.names.index("Vicom AG")
    cells: list[object] = [float(x) for x in portfolio.ratings["relationship"].values]
    cells[vicom] = 9.0
    ratings = {**portfolio.ratings, "relationship": Ratings.of(cells)}
    after = dataclasses.replace(
        before.inputs,
        findings=(),
        portfolio=dataclasses.replace(portfolio, ratings=ratings),
        memory=Memory(then=snapshot(before.result, day)),
    )
    build(render(after), Path("moved.xlsx"))
    said = kamxl("run", "moved.xlsx", "--language", "en")
    assert "Since 2025-12-01: 1 moved, 0 new, 0 gone." in said.out
    assert "Vicom AG: +0.70 points" in said.out
    assert "Seit 2025-12-01: 1 bewegt" in kamxl("run", "moved.xlsx", "--language", "de").out
    content = kamxl("run", "moved.xlsx", "--json").json
    assert flaws(content, SCHEMA) == []
    (moved,) = content["changes"]["accounts"]
    assert (moved["name"], moved["criterion"]) == ("Vicom AG", "relationship")


def test_run_updates_a_copy_and_leaves_the_workbook(kamxl: Any, book: Path) -> None:
    before = book.read_bytes()
    first = kamxl("run", book, "-o", "copy.xlsx", "--json")
    assert (first.code, "copy.xlsx" in first.err) == (0, True)
    assert kamxl("run", "copy.xlsx", "--json").json["accounts"] == first.json["accounts"]
    assert book.read_bytes() == before
    refused = kamxl("run", book, "-o", "copy.xlsx")
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert kamxl("run", book, "-o", "copy.xlsx", "--force").code == 0


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_run_updates_the_workbook_in_place_and_keeps_what_is_not_its_own(
    kamxl: Any, book: Path
) -> None:
    opened = openpyxl.load_workbook(book)
    opened.create_sheet("Meine Notizen")["A1"] = "wichtig"
    opened["Kunden"].cell(6, 13).value = 9_000_000
    opened.save("own.xlsx")
    opened_before = Path("own.xlsx").read_bytes()
    told = kamxl("run", "own.xlsx", "--dry-run")
    assert "Kunden: " in told.out
    assert Path("own.xlsx").read_bytes() == opened_before
    listed = kamxl("run", "own.xlsx", "--dry-run", "--json").json["update"]
    assert listed["written"] is None
    assert len(listed["results"]) > 1000
    run = kamxl("run", "own.xlsx")
    assert "Updated: own.xlsx (" in run.out
    assert "The version before: own.backup-" in run.out
    after = openpyxl.load_workbook("own.xlsx")
    assert after["Meine Notizen"]["A1"].value == "wichtig"
    assert after["Kunden"].cell(6, 13).value == 9_000_000
    content = Path("own.xlsx").read_bytes()
    assert "nothing was written" in kamxl("run", "own.xlsx").out
    assert Path("own.xlsx").read_bytes() == content
    assert "Nothing would change" in kamxl("run", "own.xlsx", "--dry-run").out


def test_check_lists_everything_and_writes_nothing(kamxl: Any, book: Path, tmp_path: Path) -> None:
    before = written(tmp_path)
    checked = kamxl("check", book)
    assert checked.code == 0
    assert "warning  C-HIGH  key-accounts.de.xlsx!Kunden!" in checked.out
    assert "info  C-HHI" in checked.out
    listed = kamxl("check", book, "--json").json
    assert list(listed) == ["schema", "language", "findings"]
    assert flaws(listed["findings"], SCHEMA["properties"]["findings"]) == []
    assert written(tmp_path) == before


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_two_workbooks_are_compared_and_the_difference_is_written(kamxl: Any, book: Path) -> None:
    kamxl("demo", "--language", "en")
    english = book.with_name("key-accounts.en.xlsx")
    same = kamxl("diff", book, english)
    assert same.code == 0
    assert "Nothing differs" in same.out
    opened = openpyxl.load_workbook(english)
    sheet = opened["Criteria"]
    head = {c.value: c.column for c in sheet[5]}
    row = next(c.row for c in sheet["B"] if c.value == "reputation")
    sheet.cell(row, head["Weight"]).value = 15
    opened.save("later.xlsx")
    told = kamxl("diff", book, "later.xlsx", "--language", "de", "-o", "diff.xlsx")
    assert told.code == 0
    assert "Ruf des Partners auf dem Markt: Gewicht: 5 → 15" in told.out
    assert "Geschrieben: diff.xlsx" in told.out
    assert openpyxl.load_workbook("diff.xlsx").sheetnames[0] == "Unterschied"
    one = kamxl("diff", book, "later.xlsx", "--account", "10007", "--json")
    (account,) = one.json["accounts"]
    # Cartech has 6 there and 8.03 in all: (803 + 10 · 6) / 110 = 7.8455.
    assert account["score"]["after"] == pytest.approx((803 + 60) / 110)
    assert sum(part["points"] for part in account["contributions"]) == pytest.approx(-0.18)
    assert kamxl("diff", book, "later.xlsx", "--account", "x").code == 2
    assert kamxl("diff", book, "later.xlsx", "-o", book, "--force").code == 2


def test_a_report_is_written_from_a_workbook_and_from_its_json(kamxl: Any, book: Path) -> None:
    written = kamxl("report", book)
    target = book.with_suffix(".html")
    assert (written.code, written.out) == (0, f"Written: {target}\n")
    content = target.read_text(encoding="utf-8")
    assert '<html lang="en">' in content
    assert '<data value="0.35">35.0 %</data>' in content
    told = kamxl("run", book, "--dry-run", "--json", "--language", "de")
    Path("told.json").write_text(told.out, encoding="utf-8")
    assert kamxl("report", "told.json", "-o", "told.html").code == 0
    again = Path("told.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in again
    assert '<data value="0.35">35,0 %</data>' in again
    assert kamxl("report", book).code == 2  # there is one already
    assert kamxl("report", book, "-o", "x.pdf").code == 2
    Path("bad.json").write_text("{}", encoding="utf-8")
    refused = kamxl("report", "bad.json")
    assert refused.code == 2
    assert "this is not what kamxl run --json prints" in refused.err


def test_a_pdf_that_no_program_can_make_is_said_in_one_sentence(
    kamxl: Any, book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("KAMXL_SOFFICE", str(tmp_path / "nothing"))
    refused = kamxl("report", book, "--pdf")
    assert refused.code == 2
    assert "a PDF needs LibreOffice with Writer" in refused.err
    assert not book.with_suffix(".pdf").exists()


def test_a_workbook_that_is_not_ours_is_refused(kamxl: Any, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    for name in ("run", "check"):
        refused = kamxl(name, "other.xlsx")
        assert (refused.code, "other.xlsx" in refused.err) == (2, True)


# ---------------------------------------------------------------- demo and templates


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_demo_shows_the_example_and_where_it_is(
    kamxl: Any, tmp_path: Path, language: str
) -> None:
    shown = kamxl("demo", "--language", language)
    path = tmp_path / "kamxl-demo" / f"key-accounts.{language}.xlsx"
    assert shown.code == 0
    assert path.exists()
    assert str(path) in shown.out
    assert COLUMNS["score"]("de" if language == "de" else "en") in shown.out
    point = "," if language == "de" else "."
    assert re.search(rf"\b1 Cartech GmbH +A +8\{point}03 ", shown.out)
    assert re.search(rf"\b9 Vicom AG +C +4\{point}92 ", shown.out)


def test_the_demo_can_be_shown_again_and_refuses_a_missing_folder(
    kamxl: Any, tmp_path: Path
) -> None:
    assert [kamxl("demo", tmp_path).code for _ in range(2)] == [0, 0]
    refused = kamxl("demo", tmp_path / "absent")
    assert (refused.code, "no such folder" in refused.err) == (2, True)


def test_nothing_that_is_shown_is_wider_than_80_columns(kamxl: Any) -> None:
    shown = kamxl("demo").out
    assert max(len(line) for line in shown.splitlines() if "Written" not in line) <= 80


def test_templates_are_the_same_bytes_whenever_they_are_written(kamxl: Any, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert kamxl("templates", folder).code == 0
    names = written(tmp_path / "one")
    assert names == ["key_accounts.de.xlsx", "key_accounts.en.xlsx"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


# ---------------------------------------------------------------- language and settings


def test_the_language_is_that_of_flag_environment_file_or_system(
    kamxl: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*options: str) -> str:
        return str(kamxl("demo", *options).out)

    assert "All 12 accounts" in said()
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert "Alle 12 Kunden" in said()
    (tmp_path / "kamxl.toml").write_text('language = "en"\n')
    assert "All 12 accounts" in said()
    monkeypatch.setenv("KAMXL_LANGUAGE", "de")
    assert "Alle 12 Kunden" in said()
    assert "All 12 accounts" in said("--language", "en")


def test_a_wrong_setting_is_wrong_use(kamxl: Any, tmp_path: Path) -> None:
    (tmp_path / "kamxl.toml").write_text("sprache = 1\n")
    refused = kamxl("demo")
    assert refused.code == 2
    assert "kamxl.toml: there is no setting 'sprache'" in refused.err


# ---------------------------------------------------------------- as people run it


def test_wrong_use_ends_with_2_in_a_process_too(tmp_path: Path) -> None:
    for arguments in (("nope",), ("new", "b.xlsx"), ("run", "gone.xlsx")):
        ran = command(*arguments, cwd=tmp_path)
        assert ran.returncode == 2
        assert ran.stdout == ""
        assert "Traceback" not in ran.stderr


def test_findings_of_severity_error_end_with_1_and_the_workbook_stands(tmp_path: Path) -> None:
    export(tmp_path, RATED)
    ran = command("new", "b.xlsx", "--from", "crm.csv", "--language", "en", cwd=tmp_path)
    assert ran.returncode == 1
    assert (tmp_path / "b.xlsx").exists()
    assert command("run", "b.xlsx", cwd=tmp_path).returncode == 1
    assert command("check", "b.xlsx", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("thrown", "code", "sentence"),
    [
        ("ZeroDivisionError('secret')", 3, "this is our mistake (ZeroDivisionError)"),
        ("KeyboardInterrupt()", 130, "interrupted."),
    ],
)
def test_our_mistakes_give_a_sentence_and_a_report_and_leave_nothing_behind(
    tmp_path: Path, thrown: str, code: int, sentence: str
) -> None:
    export(tmp_path)
    (tmp_path / "temporary").mkdir()
    # The mistake happens at the last moment, while the workbook is being written.
    broken = (
        "import os, sys, tempfile; tempfile.tempdir = 'temporary'\n"
        "from kamxl.hosts.xlsx.build import _Builder\n"
        f"def boom(self, path): raise {thrown}\n"
        "_Builder.write = boom\nfrom kamxl.cli import main\n"
        "main(['new', 'b.xlsx', '--from', 'crm.csv', '--language', 'en'])\n"
    )
    ran = command(code=broken, cwd=tmp_path)
    assert ran.returncode == code
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
    reports = list((tmp_path / "temporary").iterdir())
    assert written(tmp_path) == ["crm.csv", "temporary"]
    if code == 3:
        (report,) = reports
        assert report.name in ran.stderr
        text = report.read_text("utf-8")
        assert "ZeroDivisionError: secret" in text
        assert f"kamxl {__version__}" in text
    else:
        assert reports == []
        assert len(ran.stderr.strip().splitlines()) == 1


# ---------------------------------------------------------------- export


def test_a_crm_gets_what_was_judged(kamxl: Any, tmp_path: Path) -> None:
    kamxl("new", "book.xlsx", "--from", export(tmp_path))
    done = kamxl("export", "book.xlsx", "-o", "back.csv", "--language", "de")
    assert (done.code, done.out) == (0, "Geschrieben: back.csv\n")
    content = (tmp_path / "back.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid;name;score;")
    first, rest = content.decode("utf-8-sig").split("\r\n", 2)[1:]
    assert first.startswith("00001;Müller;")
    assert "\n" not in rest.replace("\r\n", "")


def test_an_export_with_errors_says_so_and_is_written(kamxl: Any, tmp_path: Path) -> None:
    kamxl("new", "book.xlsx", "--from", export(tmp_path), "--profile", "blank")
    done = kamxl("export", "book.xlsx", "-o", "back.csv")
    assert done.code == 1
    assert "W-ZERO" in done.out
    assert (tmp_path / "back.csv").is_file()


def test_an_export_replaces_nothing_unasked(kamxl: Any, tmp_path: Path) -> None:
    kamxl("new", "book.xlsx", "--from", export(tmp_path))
    refused = kamxl("export", "book.xlsx", "-o", "crm.csv")
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert "ends in .csv" in kamxl("export", "book.xlsx", "-o", "crm.xlsx").err
    assert (tmp_path / "crm.csv").read_text(encoding="utf-8") == CUSTOMERS
    assert kamxl("export", "book.xlsx", "-o", "crm.csv", "--force").code == 0


# ---------------------------------------------------------------- functions


def test_a_function_is_called_as_a_cell_would(kamxl: Any) -> None:
    called = kamxl("call", "KAM_HHI", "[[50, 30, 20]]")
    assert (called.code, called.out) == (0, "0.38\n")  # 0.5² + 0.3² + 0.2²
    content = kamxl("call", "kam_share", "[50, 30, 20]", "--json").json
    assert content["function"] == "KAM_SHARE"
    assert content["result"] == [[0.5, 0.3, 0.2]]
    assert content["why"] is None


def test_an_error_of_a_call_is_said_in_words(kamxl: Any) -> None:
    called = kamxl("call", "KAM_HHI", "[0, 0]", "--language", "de")
    assert called.code == 1
    assert called.out == "#DIV/0!\n"
    assert "keiner ist positiv" in called.err
    content = kamxl("call", "KAM_HHI", '[["#REF!", 1]]', "--json").json
    assert content["result"] == {"error": "#REF!"}


def test_a_long_argument_comes_from_a_file_or_from_stdin(kamxl: Any, tmp_path: Path) -> None:
    (tmp_path / "amounts.json").write_text("[50, 50]")
    assert kamxl("call", "KAM_EFFECTIVE", "@amounts.json").out == "2\n"
    piped = subprocess.run(
        [sys.executable, "-m", "kamxl", "call", "KAM_N50", "-"],
        input="[40, 30, 30]", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert piped.stdout == "2\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("KAM_HHI", "50,30"), "argument 1: this is not JSON"),
        (("KAM_HHI", "NaN"), "NaN is no cell value"),
        (("KAM_HHI", "@nowhere.json"), "nowhere.json"),
        (("KAM_NONE", "1"), "no function 'KAM_NONE'"),
    ],
)
def test_a_call_that_cannot_be_read_is_wrong_use(
    kamxl: Any, arguments: tuple[str, ...], said: str
) -> None:
    called = kamxl("call", *arguments)
    assert called.code == 2
    assert said in called.err


def test_functions_are_listed_in_both_languages(kamxl: Any) -> None:
    assert "KAM_SCORE(ratings; weights;" in kamxl("functions", "--language", "de").out
    listed = kamxl("functions", "--json").json["functions"]
    assert listed[0]["name"] == "KAM_SCORE"
    assert all(one["help"] and one["example"].startswith("=KAM_") for one in listed)


# ---------------------------------------------------------------- profiles


def test_profiles_are_listed_and_shown(kamxl: Any) -> None:
    listed = kamxl("profile", "list", "--json").json
    assert [one["key"] for one in listed["profiles"]] == [
        "standard", "data-only", "five-criteria", "points-ranking", "finance", "blank",
    ]  # fmt: skip
    assert "five-criteria: Fünf Kriterien" in kamxl("profile", "list", "--language", "de").out
    shown = kamxl("profile", "show", "data-only").out
    assert re.search(r"strategic_value .* \(8\)", shown)
    axes = kamxl("profile", "show", "standard").out
    assert re.search(r"product_fit .* strength ", axes)
    assert re.search(r"revenue_potential .* attract\. ", axes)
    assert "There are no criteria." in kamxl("profile", "show", "blank").out
    content = kamxl("profile", "show", "five-criteria", "--json").json
    assert [one["weight"] for one in content["criteria"]] == [20, 20, 25, 15, 20, 0]
    assert content["criteria"][-1]["gate"] == {"limit": 3, "cap": "C", "effect": "cap"}


def test_a_profile_of_ones_own_goes_from_a_book_to_the_next(kamxl: Any, tmp_path: Path) -> None:
    source = export(tmp_path)
    kamxl("new", "book.xlsx", "--from", source, "--profile", "finance")
    assert kamxl("profile", "export", "book.xlsx", "-o", "ours.toml").code == 0
    made = kamxl("new", "next.xlsx", "--from", source, "--profile", "ours.toml")
    assert made.code == 0
    first, second = (
        kamxl("profile", "show", name, "--json").json for name in ("book.xlsx", "next.xlsx")
    )
    assert first["criteria"] == second["criteria"]
    assert "I-BANDS" not in kamxl("new", "third.xlsx", "--from", source, "--profile", "ours.toml",
                                  "--json").out  # fmt: skip


def test_a_profile_file_is_not_replaced_unasked(kamxl: Any, tmp_path: Path) -> None:
    kamxl("profile", "export", "standard", "-o", "ours.toml")
    refused = kamxl("profile", "export", "finance", "-o", "ours.toml")
    assert (refused.code, "--force" in refused.err) == (2, True)
    assert "ends in .toml" in kamxl("profile", "export", "finance", "-o", "ours.txt").err
    assert "none.toml: cannot be read" in kamxl("profile", "show", "none.toml").err
    assert "no profile 'none'" in kamxl("profile", "show", "none").err


@pytest.mark.parametrize("name", ["list", "show", "export"])
def test_every_command_about_profiles_helps_with_an_example(kamxl: Any, name: str) -> None:
    assert f"\n    kamxl profile {name}" in kamxl("profile", name, "--help").out


def in_a_terminal(folder: Path, code: str, **environment: str) -> str:
    """Return what a terminal shows of a program."""
    import pty

    main_end, child_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=child_end,
        stderr=child_end,
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
    )
    os.close(child_end)
    shown = b""
    try:
        while chunk := os.read(main_end, 4096):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(main_end)
    assert process.wait() == 0
    return shown.decode()


SLOW = (
    "import time, kamxl.cli.printing as p, kamxl.cli.work as w\np.PATIENCE = 0.1\n"
    "build = w.build\n"
    "def slow(*a): time.sleep(0.6); build(*a)\n"
    "w.build = slow\nfrom kamxl.cli import main\nmain(['demo', '--language', 'en'])\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_terminal_has_colours_and_a_bar_where_work_takes_long(tmp_path: Path) -> None:
    shown = in_a_terminal(tmp_path, SLOW)
    assert "Writing" in shown
    assert "\x1b[33m" in shown
    swift = in_a_terminal(tmp_path, SLOW.replace("0.1", "60"))
    assert "Writing" not in swift


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_no_color_is_obeyed(tmp_path: Path) -> None:
    shown = in_a_terminal(tmp_path, SLOW.replace("0.1", "60"), NO_COLOR="1")
    assert "\x1b[33m" not in shown
    assert "C-HIGH" in shown


@pytest.mark.skipif(shutil.which("head") is None, reason="needs head")
def test_a_reader_that_stops_early_is_no_mistake_of_ours(tmp_path: Path) -> None:
    start = f"'{sys.executable}' -m kamxl"
    ran = subprocess.run(
        f"{start} demo >/dev/null; {start} run kamxl-demo/*.xlsx --json | head -n 1",
        shell=True, capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ran.stdout == "{\n"
    assert "our mistake" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_check_file_tells_faults_of_any_workbook_file_and_never_a_traceback(
    kamxl: Any, tmp_path: Path
) -> None:
    book = tmp_path / "good.xlsx"
    openpyxl.Workbook().save(book)
    assert kamxl("check", "--file", book).code == 0
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(book.read_bytes()[:-100])
    ran = kamxl("check", "--file", broken)
    assert (ran.code, "ZIP-DAMAGED" in ran.out) == (1, True)
    ran = kamxl("check", "--file", EXAMPLE / "accounts.csv", "--json")
    assert (ran.code, [fault["code"] for fault in ran.json["faults"]]) == (1, ["ZIP-NONE"])
    assert kamxl("check", "--file", tmp_path / "none.xlsx").code == 2
    assert kamxl("check", "--file", book, book).code == 2
    assert kamxl("check").code == 2


# ---------------------------------------------------------------- rules


def test_rules_are_listed_and_shown(kamxl: Any) -> None:
    listed = kamxl("rules", "list", "--table", "swot", "--json").json
    assert "T-SHARE" in [one["id"] for one in listed["rules"]]
    assert {one["table"] for one in listed["rules"]} == {"swot"}
    assert "A7: Ist er zahlungsfähig?" in kamxl("rules", "list", "--language", "de").out
    shown = kamxl("rules", "show", "T-SOLVENCY", "--json").json
    assert shown["when"] == ["rating.solvency <= most"]
    assert shown["parameters"] == {"most": "3"}
    assert "most = 3" in kamxl("rules", "show", "T-SOLVENCY").out
    assert kamxl("rules", "show", "KPI-WALLET", "--json").json["target"] == "share_of_wallet + 0.1"


def test_facts_that_rules_may_ask_for_are_listed(kamxl: Any) -> None:
    assert "share: share of revenue [share]" in kamxl("rules", "list", "--facts").out
    facts = kamxl("rules", "list", "--facts", "--json").json["facts"]
    assert {"aligned", "contradictory"} <= set(
        next(fact["choices"] for fact in facts if fact["key"] == "vision")
    )


def test_rules_of_ones_own_start_from_an_export(kamxl: Any, tmp_path: Path) -> None:
    assert kamxl("rules", "export", "-o", "ours.toml").code == 0
    assert kamxl("rules", "export", "-o", "ours.toml").code == 2
    assert kamxl("rules", "list", "--rules", "ours.toml").out == kamxl("rules", "list").out
    (tmp_path / "ours.toml").write_text('off = ["T-SHARE"]', encoding="utf-8")
    assert "T-SHARE" not in kamxl("rules", "list", "--rules", "ours.toml").out


def test_mistakes_about_rules_are_explained(kamxl: Any, tmp_path: Path) -> None:
    assert "no rule 'T-NONE'" in kamxl("rules", "show", "T-NONE").err
    assert "no table 'sowt'" in kamxl("rules", "list", "--table", "sowt").err
    (tmp_path / "ours.toml").write_text('off = ["T-NONE"]', encoding="utf-8")
    refused = kamxl("rules", "list", "--rules", "ours.toml")
    assert refused.code == 2
    assert "ours.toml: off: there is no rule 'T-NONE'" in refused.err


@pytest.mark.parametrize("name", ["list", "show", "export"])
def test_every_command_about_rules_helps_with_an_example(kamxl: Any, name: str) -> None:
    assert f"\n    kamxl rules {name}" in kamxl("rules", name, "--help").out


@pytest.mark.filterwarnings("ignore:.* extension is not supported")
def test_kamxls_sheets_go_into_a_workbook_of_the_companys_own(kamxl: Any, tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "company.xlsx")) as own:
        cover = own.add_worksheet("Cover")
        cover.write("A1", "ACME", own.add_format({"bold": True, "font_color": "#AA0000"}))
        cover.write_formula("B1", "=1+1", None, 2)
    source = export(tmp_path)
    made = kamxl("new", "book.xlsx", "--from", source, "--template", "company.xlsx")
    assert made.code == 0, made.err
    opened = openpyxl.load_workbook("book.xlsx")
    assert opened.sheetnames[:2] == ["Cover", "Start"]
    assert opened["Cover"]["A1"].value == "ACME"
    assert opened["Cover"]["A1"].font.color.rgb == "FFAA0000"
    assert kamxl("check", "--file", "book.xlsx").code == 0
    run = kamxl("run", "book.xlsx")
    assert run.code == 0, run.err
    assert openpyxl.load_workbook("book.xlsx")["Cover"]["B1"].value == "=1+1"
    again = kamxl("new", "other.xlsx", "--from", source, "--template", "book.xlsx")
    assert again.code == 2
    assert "'Start' already" in again.err


def test_a_workbook_of_a_newer_kamxl_is_refused_and_stays_as_it_is(
    kamxl: Any, tmp_path: Path
) -> None:
    content = render(Inputs(golden.portfolio(), golden.policy(), "en", golden.TODAY))
    build(dataclasses.replace(content, state=zlib.compress(b'{"schema":99}')), tmp_path / "b.xlsx")
    before = (tmp_path / "b.xlsx").read_bytes()
    for command_ in ("run", "check"):
        refused = kamxl(command_, "b.xlsx")
        assert refused.code == 2
        assert "b.xlsx: a newer kamxl wrote this workbook" in refused.err
    assert (tmp_path / "b.xlsx").read_bytes() == before


def test_a_cell_says_why_it_shows_an_error(kamxl: Any, book: Path) -> None:
    purpose = kamxl("why", book, "Matrix!AA11", "--language", "de")
    assert (purpose.code, purpose.err) == (0, "")
    assert "zeigt #NV mit Absicht" in purpose.out
    level = kamxl("why", book, "Kunden!BU7", "--json")
    told = json.loads(level.out)
    assert (told["cell"], told["shown"], told["fault"]) == ("Kunden!BU7", 3, False)
    assert [finding["code"] for finding in told["findings"]] == ["C-HIGH"]
    told = kamxl("why", book, "Kunden!BU7", "--language", "en")
    assert "What kamxl finds there:\n- C-HIGH: " in told.out


def test_a_cell_that_is_not_there_is_refused_in_one_sentence(kamxl: Any, book: Path) -> None:
    refused = kamxl("why", book, "Accounts!A1")
    assert refused.code == 2
    assert refused.err.startswith("kamxl: key-accounts.de.xlsx: there is no sheet “Accounts”")
    assert kamxl("why", "gone.xlsx", "A!A1").code == 2


# ---------------------------------------------------------------- older layouts

OLD = Path(__file__).parent / "data" / "old"


def test_an_older_workbook_is_upgraded_once_and_then_run(kamxl: Any, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes((OLD / "schema2.en.xlsx").read_bytes())
    refused = kamxl("run", "book.xlsx")
    assert refused.code == 2
    assert "by kamxl upgrade, which keeps all that was typed" in refused.err
    listed = kamxl("upgrade", "book.xlsx", "--dry-run")
    assert listed.code == 0
    assert f"Layout 2 becomes {SCHEMA_VERSION}." in listed.out
    assert book.read_bytes() == (OLD / "schema2.en.xlsx").read_bytes()
    assert kamxl("upgrade", "book.xlsx", "-o", "copy.xlsx").code == 0
    made = kamxl("upgrade", "book.xlsx", "--json")
    assert made.code == 0, made.err
    assert list(made.json) == ["schema", "language", "from", "to", "moved", "update", "findings"]
    assert (made.json["from"], made.json["to"]) == (2, SCHEMA_VERSION)
    moved = {one["sheet"]: one for one in made.json["moved"]}
    # Company size, use case, lifetime … came in since: 37 columns and later ones.
    assert moved["Accounts"]["columns"] >= 37
    assert moved["Accounts"]["rows_moved"] == 0
    upgraded = book.read_bytes()
    assert upgraded == (tmp_path / "copy.xlsx").read_bytes()
    assert len(list(tmp_path.glob("book.backup-*.xlsx"))) == 1
    again = kamxl("upgrade", "book.xlsx")
    assert f"Up to date: book.xlsx has layout {SCHEMA_VERSION}" in again.out
    assert kamxl("run", "book.xlsx").code == 0
    assert book.read_bytes() == upgraded


def test_a_workbook_of_a_newer_layout_is_refused_by_every_command(
    kamxl: Any, tmp_path: Path
) -> None:
    content = render(Inputs(golden.portfolio(), golden.policy(), "en", golden.TODAY))
    properties = {**content.properties, "kamxl_schema": "99"}
    build(dataclasses.replace(content, properties=properties), tmp_path / "b.xlsx")
    for command_ in ("run", "check", "upgrade"):
        refused = kamxl(command_, "b.xlsx")
        assert refused.code == 2
        assert "b.xlsx: a newer kamxl wrote this workbook" in refused.err
