"""The commands and their options. What they do is imported when they run: --help must be quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kamxl import __version__
from kamxl.cli.language import speak
from kamxl.text import Language

app = typer.Typer(
    name="kamxl",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LanguageOption = Annotated[
    Language | None,
    typer.Option("--language", help="Language of the output; by default the configured one."),
]
BookLanguage = Annotated[
    Language | None,
    typer.Option("--language", help="Language of the workbook and the output."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON to stdout, everything else to stderr.")
]
OwnRulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE.toml",
        help="Rules of your own for checklists and strategy sheets; see kamxl rules.",
    ),
]
ByOption = Annotated[
    Literal["month", "quarter", "year"],
    typer.Option(help="How long the periods of invoice lines are."),
]
RollingOption = Annotated[
    bool, typer.Option("--rolling", help="Periods are the twelve months to each month.")
]
YearOption = Annotated[
    int, typer.Option(metavar="MONTH", help="The month in which the business year begins.")
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="List all accounts and all findings.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace the file that is to be written, if there is one.")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kamxl {__version__}")
        raise typer.Exit()


profile_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    profile_app,
    name="profile",
    short_help="List, show and export sets of criteria.",
    help="List, show and export sets of criteria to start from.",
)


rules_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    rules_app,
    name="rules",
    short_help="List, show and export the rules of checklists and plans.",
    help="List, show and export the rules by which checklists and plans are written.",
)
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="FILE", help="A .toml that changes or extends the rules."),
]

FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar="FOLDER", help="A folder of your own, not where Excel starts add-ins."
    ),
]
addin_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    addin_app,
    name="addin",
    short_help="Functions in cells and buttons: the add-in.",
    help="The add-in: functions in cells and buttons on the ribbon.",
)


@app.callback()
def _all(
    context: typer.Context,
    language: LanguageOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """Rank, classify and watch key accounts in Excel workbooks that compute by themselves.

    \b
    Start from an export of your customers or invoices:
      kamxl new key-accounts.xlsx --from customers.csv
    Rate the accounts in Excel, save, and read the result anywhere:
      kamxl run key-accounts.xlsx
    Or look at an example first:
      kamxl demo

    \b
    Exit codes: 0 clean, 1 findings of severity error, 2 wrong use, 3 our mistake.
    Settings: --language, then KAMXL_LANGUAGE, then kamxl.toml (here or the user's), then the
    system's language.
    """  # noqa: D301
    speak(language)
    context.obj = language


@app.command(short_help="Make a workbook from customers, invoices, or both.")
def new(
    context: typer.Context,
    book: Annotated[
        Path, typer.Argument(help="The workbook to write (.xlsx), or its results (.parquet).")
    ],
    sources: Annotated[
        list[Path],
        typer.Option(
            "--from",
            metavar="FILE",
            help="A table (.csv, .tsv, .xlsx, .xls, .xlsb, .ods, .parquet) with one row per "
            "account or per invoice line; twice for one of each, joined by id.",
        ),
    ],
    language: BookLanguage = None,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="KEY|FILE.toml",
            help="Criteria to start from, as `kamxl profile list` names them, or a file of your "
            "own; by default standard, or data-only where nothing is rated.",
        ),
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar='KEY="HEADER"', help="Say which column is what; may be repeated."
        ),
    ] = None,
    sheets: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="The sheet to read; with two workbooks once for both or once for each.",
        ),
    ] = None,
    locale: Annotated[
        Literal["de", "en", "ch"] | None,
        typer.Option(help="How numbers and dates are written, where the file leaves it open."),
    ] = None,
    reference: Annotated[
        Literal["deciles", "percentile", "min-max"],
        typer.Option(
            help="How figures become ratings: steps at the deciles; rising between them; or rising "
            "from the lowest to the highest. Stored as numbers in the workbook.",
        ),
    ] = "deciles",
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="The currency of the workbook; EUR.")
    ] = None,
    rates: Annotated[
        list[str] | None,
        typer.Option(
            "--rate",
            metavar="CODE[@YEAR]=RATE",
            help="What one unit of another currency is in it, on average; may be repeated. "
            "Amounts without a rate are left out and said.",
        ),
    ] = None,
    by: ByOption = "year",
    rolling: RollingOption = False,
    year_start: YearOption = 1,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="OWN.xlsx",
            help="A workbook of your company: a copy of it gets kamxl's sheets, all else stays.",
        ),
    ] = None,
    rules: OwnRulesOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Make a key-account workbook from a customer list, invoices, or both.

    \b
    Examples:
      kamxl new key-accounts.xlsx --from customers.csv
      kamxl new key-accounts.xlsx --from crm.xlsx --sheet Kunden --language de
      kamxl new key-accounts.xlsx --from customers.csv --from invoices.csv
      kamxl new key-accounts.xlsx --from export.csv --map id="Debtor" --map revenue="Net 2025"
      kamxl new key-accounts.xlsx --from customers.csv --profile finance
      kamxl new key-accounts.xlsx --from customers.csv --template company.xlsx
      kamxl new results.parquet --from customers.csv

    The columns found are printed and saved beside the workbook (BOOK.mapping.json). Without
    ratings in the export the first ranking follows from the data alone, and says so. An existing
    file is not replaced without --force; if anything fails, nothing is written.
    """  # noqa: D301
    from kamxl.cli import work

    code = work.new(
        book, sources, language or context.obj, profile, maps or [], sheets or [], locale,
        reference, currency, rates or [], "rolling" if rolling else by, year_start,
        template=template, rules=rules, force=force,
        as_json=as_json, verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Sum invoice lines of many files to customers by period.")
def ledger(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Files, folders or patterns ('2025/*.csv'): text, parquet, workbooks.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="Accounts to write (.parquet, customers by period beside it), or a workbook "
            "(.xlsx).",
        ),
    ] = None,
    by: ByOption = "year",
    rolling: RollingOption = False,
    year_start: YearOption = 1,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar='KEY="HEADER"', help="Say which column is what; may be repeated."
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="The sheet to read of workbooks.")
    ] = None,
    locale: Annotated[
        Literal["de", "en", "ch"] | None,
        typer.Option(help="How numbers and dates are written, where a file leaves it open."),
    ] = None,
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="The currency that is reported in.")
    ] = "EUR",
    rates: Annotated[
        list[str] | None,
        typer.Option(
            "--rate",
            metavar="CODE[@YEAR]=RATE",
            help="What one unit of another currency is in it, on average; may be repeated.",
        ),
    ] = None,
    rate_table: Annotated[
        Path | None,
        typer.Option(
            "--rates", metavar="FILE", help="A table of rates: currency, period, average rate."
        ),
    ] = None,
    reported: Annotated[
        str | None,
        typer.Option(
            metavar="[PERIOD=]AMOUNT", help="Revenue of the income statement to compare with."
        ),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="KEY|FILE.toml", help="Criteria of the workbook.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CUSTOMER", help="List the lines behind a customer's figures."),
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many lines are listed at most.")
    ] = 200,
    once: Annotated[
        bool, typer.Option("--once", help="Count an invoice once that is there several times.")
    ] = False,
    memory: Annotated[
        int | None,
        typer.Option(metavar="MB", min=64, help="What DuckDB may take; the rest is on disk."),
    ] = None,
    language: LanguageOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Sum invoice lines of many files to customers by month, quarter or year.

    \b
    Examples:
      kamxl ledger invoices.csv
      kamxl ledger '2024/*.csv' '2025/*.csv' --by quarter -o accounts.parquet
      kamxl ledger invoices.parquet --rolling --rates rates.csv -o key-accounts.xlsx
      kamxl ledger invoices.csv --year-start 7 --reported 2024/25=12000000
      kamxl ledger invoices.csv --explain 10023

    Every line counts or is said not to, with its file and row. What does not fit into memory lies
    on disk. The exit code is 1 where lines or files with errors are not counted.
    """  # noqa: D301
    from kamxl.cli import ledger as work

    code = work.ledger(
        files, output, language or context.obj, "rolling" if rolling else by, year_start,
        maps or [], sheet, locale, currency, rates or [], rate_table, reported, profile, explain,
        limit, memory, once=once, force=force, as_json=as_json, verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Bring a workbook of an older kamxl up to the layout of this one.")
def upgrade(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(help="A workbook made by an older kamxl.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Leave the workbook, and upgrade a copy."
        ),
    ] = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what would change.")
    ] = False,
    language: LanguageOption = None,
    rules: OwnRulesOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Bring a workbook of an older kamxl up to the layout of this one.

    \b
    Examples:
      kamxl upgrade key-accounts.xlsx --dry-run
      kamxl upgrade key-accounts.xlsx
      kamxl upgrade key-accounts.xlsx -o key-accounts-new.xlsx

    New columns, settings and sheets come in; what people typed, formatted or added stays and moves
    along with its neighbours, and formulas follow, as when people insert columns themselves. The
    version before is kept beside the file. One of this layout is left as it is.
    """  # noqa: D301
    from kamxl.cli import upgrading

    code = upgrading.upgrade(
        book, output, language or context.obj, rules=rules, dry=dry, force=force, as_json=as_json,
        verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Judge a filled workbook, report, and bring it up to date.")
def run(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(help="A workbook made by kamxl.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Leave the workbook, and update a copy."
        ),
    ] = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what would change.")
    ] = False,
    weights: Annotated[
        Literal["importance", "pairwise", "preference", "swing"] | None,
        typer.Option(help="Take over what the sheet of weights proposes by this way."),
    ] = None,
    language: LanguageOption = None,
    rules: OwnRulesOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read a filled workbook, judge the accounts, report, and bring the workbook up to date.

    \b
    Examples:
      kamxl run key-accounts.xlsx
      kamxl run key-accounts.xlsx --dry-run
      kamxl run key-accounts.xlsx --json > report.json
      kamxl run key-accounts.xlsx -o copy.xlsx
      kamxl run key-accounts.xlsx --weights pairwise

    Only what kamxl computes changes; what people typed, formatted or added stays, and so does
    what they wrote over kamxl's cells, which is reported. The version before is kept beside the
    workbook. To report only, without changing anything: kamxl check, or --dry-run.
    """  # noqa: D301
    from kamxl.cli import work

    code = work.run(
        book, output, language or context.obj, weights,
        rules=rules, dry=dry, force=force, as_json=as_json, verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Hand a workbook out: one part a person, with their accounts alone.")
def split(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="MASTER", help="The workbook with all accounts.")],
    folder: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the parts are put.")
    ],
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="COLUMN", help="Whose: owner, region, tier, or any column of texts."
        ),
    ] = "owner",
    shared: Annotated[
        Literal["all", "first"],
        typer.Option("--shared", help="Who gets an account of several owners (A; B)."),
    ] = "all",
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="Back by this day: 2026-01-31.")
    ] = None,
    without_share: Annotated[
        bool, typer.Option("--without-share", help="Leave out shares: they tell the total.")
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="WHAT", help="persons: no relationship maps, minutes."),
    ] = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list who would get what.")
    ] = False,
    language: LanguageOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Hand a workbook out: one part a person, with their accounts alone.

    \b
    Examples:
      kamxl split key-accounts.xlsx -o parts --dry-run
      kamxl split key-accounts.xlsx -o parts --due 2026-01-31
      kamxl split key-accounts.xlsx -o parts --by region --without persons

    Each part is a workbook of its own: accounts, ratings, checklist and strategy sheets of one
    person, the same settings, locked. Scores are those of the master; ranks, shares and what else
    only the whole gives are values as of today. The master remembers what went out.
    """  # noqa: D301
    from kamxl.cli import handing

    code = handing.split(
        book, folder, language or context.obj, by=by, first_only=shared == "first", due=due,
        shares=not without_share, without=without or [], dry=dry, force=force, as_json=as_json,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Take in the parts that came back, merged three ways.")
def collect(
    context: typer.Context,
    places: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders or files that came back.")
    ],
    master: Annotated[
        Path, typer.Option("--into", metavar="MASTER", help="The workbook that was handed out.")
    ],
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; say what would be taken.")
    ] = False,
    language: LanguageOption = None,
    rules: OwnRulesOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Take in the parts that came back, merged three ways against what was handed out.

    \b
    Examples:
      kamxl collect returned --into key-accounts.xlsx --dry-run
      kamxl collect returned --into key-accounts.xlsx

    What one person changed is taken; where several did, the sheet Conflicts asks, and the next
    collect applies what was chosen there. The same files twice change nothing. The version before
    is kept beside the master.
    """  # noqa: D301
    from kamxl.cli import handing

    code = handing.collect(
        places, master, language or context.obj, rules=rules, dry=dry, as_json=as_json,
        verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Say which parts are out, back or overdue.")
def status(
    context: typer.Context,
    master: Annotated[Path, typer.Argument(help="The workbook that was handed out.")],
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which parts are out, back or overdue, and how many conflicts are open.

    \b
    Example:
      kamxl status key-accounts.xlsx
    """  # noqa: D301
    from kamxl.cli import handing

    raise typer.Exit(handing.status(master, language or context.obj, as_json=as_json))


@app.command(short_help="List all findings and failed checks of a workbook.")
def check(
    context: typer.Context,
    book: Annotated[Path | None, typer.Argument(help="A workbook made by kamxl.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Instead of BOOK, any .xlsx or .xlsm: would Excel repair or refuse it?",
        ),
    ] = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """List everything a workbook should be told: findings, failed checks, lost formulas.

    \b
    Examples:
      kamxl check key-accounts.xlsx
      kamxl check key-accounts.xlsx --json
      kamxl check --file anything.xlsx

    Writes nothing. The exit code is 1 when a finding is an error, so scripts can rely on it; with
    --file, when the file has any fault.
    """  # noqa: D301
    from kamxl.cli import work

    if file is not None:
        raise typer.Exit(work.check_file(file, book, language or context.obj, as_json=as_json))
    raise typer.Exit(work.check(book, language or context.obj, as_json=as_json))


@app.command(short_help="Say what differs between two workbooks, and why accounts moved.")
def diff(
    context: typer.Context,
    before: Annotated[
        Path, typer.Argument(metavar="BEFORE", help="The earlier workbook made by kamxl.")
    ],
    after: Annotated[
        Path, typer.Argument(metavar="AFTER", help="The later one, of any layout and language.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="Write it as a workbook (.xlsx), too."),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ID", help="Only this account.")
    ] = None,
    language: LanguageOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Say what differs between two workbooks, account by account, and why accounts moved.

    \b
    Examples:
      kamxl diff key-accounts-q1.xlsx key-accounts-q2.xlsx
      kamxl diff q1.xlsx q2.xlsx --account 4711
      kamxl diff q1.xlsx q2.xlsx -o changes.xlsx
      kamxl diff q1.xlsx q2.xlsx --json

    Typed cells, policy, plans (by the ids of their lines), scores, ranks, tiers, matrix, shares.
    The change of a score is taken apart exactly: what ratings and figures, and what weights and
    policy did, criterion by criterion. Neither workbook is changed.
    """  # noqa: D301
    from kamxl.cli import differing

    code = differing.diff(
        before, after, output, account, language or context.obj, force=force, as_json=as_json,
        verbose=verbose,
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(short_help="Write a report for the board and the auditor.")
def report(
    context: typer.Context,
    source: Annotated[
        Path,
        typer.Argument(metavar="BOOK", help="A workbook, or what kamxl run --json printed."),
    ],
    as_pdf: Annotated[
        bool, typer.Option("--pdf/--html", help="PDF (by LibreOffice), or HTML, which is usual.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="By default beside BOOK."),
    ] = None,
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write a report for the board and the auditor: from the overview to the findings.

    \b
    Examples:
      kamxl report key-accounts.xlsx
      kamxl report key-accounts.xlsx --pdf
      kamxl report key-accounts.xlsx --language de -o bericht.html
      kamxl report report.json --pdf

    Overview, concentration, disclosure, stress test and findings: one HTML file, without scripts
    and without anything to load, that prints well on A4; or a PDF.
    Every figure is the workbook's, and every chart stands beside its table. BOOK stays as it is.
    """  # noqa: D301
    from kamxl.cli import reporting

    code = reporting.write_report(
        source, output, language or context.obj, as_pdf=as_pdf, force=force
    )
    raise typer.Exit(code)


@app.command(short_help="Write scores and tiers as a CSV for a CRM.")
def export(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(help="A workbook made by kamxl.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The .csv to write.")
    ],
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write scores, tiers and warnings as a CSV, to be written back into a CRM by id.

    \b
    Examples:
      kamxl export key-accounts.xlsx -o crm.csv
      kamxl export key-accounts.xlsx -o crm.csv --language de

    UTF-8; in English with commas and decimal points, in German with semicolons and decimal commas.
    Texts that a spreadsheet would take for formulas begin with an apostrophe. The exit code is 1
    when a finding is an error; the file is written all the same.
    """  # noqa: D301
    from kamxl.cli import work

    raise typer.Exit(work.export(book, output, language or context.obj, force=force))


@app.command(short_help="Do the main job on the shipped example.")
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to make the folder kamxl-demo.")] = Path(),
    language: BookLanguage = None,
) -> None:
    """Do the main job on the shipped example: twelve accounts, three years of invoices.

    \b
    Examples:
      kamxl demo
      kamxl demo ~/Desktop --language de

    Writes kamxl-demo/key-accounts.en.xlsx (or .de.xlsx) and shows the ranking.
    """  # noqa: D301
    from kamxl.cli import work

    raise typer.Exit(work.demo(folder, language or context.obj))


@app.command("call", short_help="Evaluate a cell function on JSON.")
def evaluate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FUNCTION", help="Such as KAM_HHI.")],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="JSON...",
            help="One an argument: a value, a row [..] or rows [[..]]; @FILE or - (stdin) where "
            "it is long; null leaves an optional one out.",
        ),
    ] = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Evaluate any of the cell functions, as a cell would.

    \b
    Examples:
      kamxl call KAM_HHI '[[50, 30, 20]]'
      kamxl call KAM_SCORE '[8, 6, 5]' '[50, 30, 20]' --json
      kamxl call KAM_GINI @amounts.json

    Cells of a row are printed with tabs between them. Where a cell shows an error, the reason is
    said on stderr and the exit code is 1.
    """  # noqa: D301
    from kamxl.cli import functions

    code = functions.evaluate(name, arguments or [], language or context.obj, as_json=as_json)
    raise typer.Exit(code)


@app.command("functions", short_help="List the cell functions.")
def list_functions(
    context: typer.Context, language: LanguageOption = None, as_json: JsonOption = False
) -> None:
    """List the functions that cells can call, with their help.

    \b
    Examples:
      kamxl functions
      kamxl functions --language de
    """  # noqa: D301
    from kamxl.cli import functions

    raise typer.Exit(functions.list_functions(language or context.obj, as_json=as_json))


@app.command(short_help="Say why a cell shows an error.")
def why(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook, .xlsx or .xlsm.")],
    cell: Annotated[
        str, typer.Argument(metavar="CELL", help="Such as Ratings!B7, or a defined name.")
    ],
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say in words why a cell shows an error, nothing, ? or !, and what to do about it.

    \b
    Examples:
      kamxl why key-accounts.xlsx 'Ranking!F9'
      kamxl why key-accounts.xlsx kam_hhi --language de
      kamxl why any.xlsx Sheet1!B7

    The formula is followed to the first cell that causes it, in any workbook; of kamxl's own
    functions the wrong argument is named. Read as it was saved, nothing is computed or written.
    The exit code is 1 where something is the matter.
    """  # noqa: D301
    from kamxl.cli import asking

    raise typer.Exit(asking.why(book, cell, language or context.obj, as_json=as_json))


@app.command(hidden=True)
def templates(
    folder: Annotated[Path, typer.Argument(help="Where to write them.")],
) -> None:
    """Write the two empty workbooks, key_accounts.en.xlsx and key_accounts.de.xlsx.

    \b
    Example:
      kamxl templates workbook_templates
    """  # noqa: D301
    from kamxl.cli import work

    raise typer.Exit(work.templates(folder))


@profile_app.command("list", short_help="List the profiles that come with kamxl.")
def list_profiles(
    context: typer.Context, language: LanguageOption = None, as_json: JsonOption = False
) -> None:
    """List the profiles that come with kamxl.

    \b
    Example:
      kamxl profile list
    """  # noqa: D301
    from kamxl.cli import profiles

    raise typer.Exit(profiles.list_profiles(language or context.obj, as_json=as_json))


@profile_app.command("show", short_help="Show the criteria of a profile.")
def show_profile(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="KEY|FILE", help="A profile, a .toml, or a workbook.")
    ],
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the criteria of a profile: weights, directions, sources, gates.

    \b
    Examples:
      kamxl profile show five-criteria
      kamxl profile show key-accounts.xlsx --json
    """  # noqa: D301
    from kamxl.cli import profiles

    raise typer.Exit(profiles.show(name, language or context.obj, as_json=as_json))


@profile_app.command("export", short_help="Write a profile as a file of your own.")
def export_profile(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="KEY|FILE", help="A profile, a .toml, or a workbook.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The .toml to write.")
    ],
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write a profile, or the criteria of a workbook, as a file to change and to start from.

    \b
    Examples:
      kamxl profile export standard -o ours.toml
      kamxl profile export key-accounts.xlsx -o ours.toml
      kamxl new key-accounts-2027.xlsx --from customers.csv --profile ours.toml
    """  # noqa: D301
    from kamxl.cli import profiles

    raise typer.Exit(profiles.export(name, output, language or context.obj, force=force))


@rules_app.command("list", short_help="List the rules of checklists and plans.")
def list_rules(
    context: typer.Context,
    table: Annotated[
        str | None, typer.Option("--table", metavar="TABLE", help="Only one table, such as swot.")
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="List the facts that rules may ask for instead.")
    ] = False,
    rules: RulesOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the rules: questions, SWOT, KPIs, actions, goals, risks, needs, benefits, sentences.

    \b
    Examples:
      kamxl rules list --table swot
      kamxl rules list --facts
      kamxl rules list --rules ours.toml --json
    """  # noqa: D301
    from kamxl.cli import rules as commands

    raise typer.Exit(
        commands.list_rules(table, facts, rules, language or context.obj, as_json=as_json)
    )


@rules_app.command("show", short_help="Show one rule.")
def show_rule(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A rule, as `kamxl rules list` says.")],
    rules: RulesOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one rule: when it fires, its parameters, what it says.

    \b
    Examples:
      kamxl rules show T-SHARE
      kamxl rules show A7 --language de
    """  # noqa: D301
    from kamxl.cli import rules as commands

    raise typer.Exit(commands.show(name, rules, language or context.obj, as_json=as_json))


@rules_app.command("export", short_help="Write the rules as a file of your own.")
def export_rules(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The .toml to write.")
    ],
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write the rules that come with kamxl as one file; keep what you change, delete the rest.

    \b
    Examples:
      kamxl rules export -o ours.toml
      kamxl rules list --rules ours.toml
    """  # noqa: D301
    from kamxl.cli import rules as commands

    raise typer.Exit(commands.export(output, language or context.obj, force=force))


@app.command(short_help="Do what a button does, on a workbook open in Excel.")
def attach(
    context: typer.Context,
    action: Annotated[str, typer.Argument(help="refresh, check, go_to_finding, plan or archive.")],
    book: Annotated[
        str, typer.Argument(help="The name of the open workbook; the one in front if left out.")
    ] = "",
    language: LanguageOption = None,
) -> None:
    """Do what a button does, from outside and without VBA, on a workbook open in Excel (Windows).

    \b
    Examples:
      kamxl attach refresh
      kamxl attach plan key-accounts.xlsx

    A failure leaves the workbook as it was; save it in Excel to keep the result.
    """  # noqa: D301
    from kamxl.cli import attaching

    raise typer.Exit(attaching.attach(action, book, language or context.obj))


@addin_app.command("build", short_help="Make the add-in from its sources.")
def build_addin(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to write kamxl.xlam.")] = Path(),
    with_sources: Annotated[
        bool, typer.Option("--sources", help="Write the .bas, .cls and ribbon files beside it.")
    ] = False,
    libreoffice: Annotated[
        bool, typer.Option("--libreoffice", help="Make kamxl.oxt for LibreOffice instead.")
    ] = False,
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Make kamxl.xlam: every cell function and every button, for the xlwings installed here.

    \b
    Examples:
      kamxl addin build
      kamxl addin build dist --sources
      kamxl addin build --libreoffice

    The same versions give the same bytes. To use it, kamxl addin install does everything. The
    extension for LibreOffice names the Python that runs now; open kamxl.oxt to install it.
    """  # noqa: D301
    from kamxl.cli import addin

    if libreoffice:
        raise typer.Exit(addin.build_office(folder, language or context.obj, force=force))
    code = addin.build(folder, language or context.obj, with_sources=with_sources, force=force)
    raise typer.Exit(code)


@addin_app.command("buttons", short_help="Put the buttons into a workbook.")
def put_buttons(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(help="A workbook of kamxl (.xlsx); it stays as it is.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="The .xlsm to write."),
    ] = None,
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write a copy of a workbook that brings kamxl's tab and functions along, as .xlsm.

    \b
    Examples:
      kamxl addin buttons key-accounts.xlsx
      kamxl addin buttons key-accounts.xlsx -o with-buttons.xlsm

    All else in the copy stays as it was. The buttons need what kamxl addin install writes.
    """  # noqa: D301
    from kamxl.cli import addin

    raise typer.Exit(addin.buttons(book, output, language or context.obj, force=force))


@addin_app.command("install", short_help="Put the add-in where Excel starts it.")
def install_addin(
    context: typer.Context,
    folder: FolderOption = None,
    language: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Build the add-in for this Python and put it into your start-up folder of Excel.

    \b
    Examples:
      kamxl addin install
      kamxl addin install --folder tools

    Every file that is written is listed, and remembered, so that kamxl addin uninstall removes
    exactly these. No setting is changed. An add-in of a newer kamxl, or a file that is not ours,
    is not replaced without --force. Windows and macOS; elsewhere only into a folder of your own.
    """  # noqa: D301
    from kamxl.cli import addin

    raise typer.Exit(addin.install(folder, language or context.obj, force=force))


@addin_app.command("uninstall", short_help="Remove exactly what was installed.")
def uninstall_addin(
    context: typer.Context,
    folder: FolderOption = None,
    language: LanguageOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Remove files that somebody changed, too.")
    ] = False,
) -> None:
    """Remove the files that kamxl addin install wrote, and the folders that it made.

    \b
    Examples:
      kamxl addin uninstall
      kamxl addin uninstall --folder tools

    The exit code is 1 where a file was left because somebody changed it.
    """  # noqa: D301
    from kamxl.cli import addin

    raise typer.Exit(addin.uninstall(folder, language or context.obj, force=force))


@addin_app.command("status", short_help="Say what is installed and whether it fits.")
def addin_status(
    context: typer.Context,
    folder: FolderOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which add-in is installed, whether it fits this kamxl, and whether its files are whole.

    \b
    Examples:
      kamxl addin status
      kamxl addin status --folder tools --json

    The exit code is 1 where it is not installed, of another version, or changed.
    """  # noqa: D301
    from kamxl.cli import addin

    raise typer.Exit(addin.status(folder, language or context.obj, as_json=as_json))


@app.command(short_help="Find out why functions or buttons do not work.")
def doctor(
    context: typer.Context,
    books: Annotated[
        list[Path] | None, typer.Argument(metavar="BOOK...", help="Workbooks to look at, too.")
    ] = None,
    folder: FolderOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at everything between Excel and Python, and say the remedy where something is wrong.

    \b
    Examples:
      kamxl doctor
      kamxl doctor key-accounts.xlsx --language de
      kamxl doctor --json

    Excel, LibreOffice, Python, xlwings and its library, the add-in and its settings, rules against
    programs started by Office, rules against macros; of a workbook its place (OneDrive) and the
    mark of the web. Changes nothing. The exit code is 1 where something is wrong.
    """  # noqa: D301
    from kamxl.cli import addin

    code = addin.doctor(books or [], folder, language or context.obj, as_json=as_json)
    raise typer.Exit(code)
