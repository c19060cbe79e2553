"""The first part: the portfolio at a glance, its ranking and matrix, and what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamxl.actions.reporting import AccountReport, Report
from kamxl.domain.matrix import QUADRANTS, ruler_of
from kamxl.domain.policy import LEVELS, TIERS, Scale
from kamxl.pages.charts import Point, scatter
from kamxl.pages.document import (
    Block,
    Column,
    Figure,
    Figures,
    Paragraph,
    Part,
    Picture,
    Table,
    Tone,
)
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.sheets import changes, overview
from kamxl.workbook.sheets.matrix import ATTRACTIVENESS, ON_SCALE, RIVALLED, STRENGTH

# So many accounts a report lists; the workbook has them all.
LISTED = 20
TITLE = Text("Overview", "Übersicht")
RANKING = Text("The first {count} of {total} accounts", "Die ersten {count} von {total} Kunden")
ALL = Text("All {total} accounts", "Alle {total} Kunden")
NOBODY = Text("There are no accounts.", "Es gibt keine Kunden.")
MATRIX = Text("Where accounts stand", "Wo die Kunden stehen")
MATRIX_SAYS = Text(
    "Each account of the table by its attractiveness, upwards, and our relative strength, to the "
    "right; dashed lines are the cuts. Orange: endangered large accounts.",
    "Jeder Kunde der Tabelle nach seiner Attraktivität, nach oben, und unserer relativen Stärke, "
    "nach rechts; gestrichelt sind die Schnitte. Orange: gefährdete Großkunden.",
)
COUNTS = Text("Tiers and matrix", "Klassen und Matrix")
GROUP = Text("Tier or field", "Klasse oder Feld")
COUNT = Text("Accounts", "Kunden")
MOVED = Text("What moved since {day}", "Was sich seit {day} bewegt hat")
ENDANGERED = "endangered"
SEVERE: tuple[Tone, ...] = ("", "", "warn", "bad", "bad")


def part(report: Report) -> Part:
    """Return the part."""
    return Part("overview", TITLE(report["language"]), tuple(_blocks(report)))


def account_name(account: AccountReport) -> str:
    """Return what an account is called, its id where it has no name."""
    return account["name"] or account["id"]


def warning(account: AccountReport, language: Language) -> str | None:
    """Return in words what warns of an account, None where nothing does."""
    said = [
        words.PHRASES["endangered"](language)
        if key == ENDANGERED
        else words.CHOICES["level_meaning"][key](language)
        for key in account["warnings"]
    ]
    return ", ".join(said) or None


def tone(account: AccountReport) -> Tone:
    """Return how grave what warns of an account is."""
    if ENDANGERED in account["warnings"]:
        return "bad"
    levels = [LEVELS.index(key) for key in account["warnings"] if key in LEVELS]
    return SEVERE[max(levels, default=0)]


def level_word(level: str, language: Language) -> str:
    """Return a level of warnings in words."""
    if level == "none":
        return words.PHRASES["none"](language)
    return words.CHOICES["level"][level](language)


def with_currency(label: Text, report: Report) -> str:
    """Return the label of amounts with their currency."""
    currency = report["settings"]["currency"]
    return f"{label(report['language'])} ({currency})" if currency else label(report["language"])


def listed_title(report: Report, listed: Sequence[object], first: Text, every: Text) -> str:
    """Return the caption of a list that may be cut."""
    total = len(report["accounts"])
    title = first if len(listed) < total else every
    return title(report["language"]).format(count=len(listed), total=total)


def _blocks(report: Report) -> Iterator[Block]:
    language, accounts = report["language"], report["accounts"]
    figures = report["concentration"]
    severity = SEVERE[LEVELS.index(figures["level"])]
    yield Figures(
        (
            Figure(overview.ACCOUNTS(language), len(accounts), "whole"),
            Figure(with_currency(overview.TOTAL, report), figures["total"], "money"),
            Figure(
                overview.TIER_A(language), sum(a["tier"] == "A" for a in accounts), "whole"
            ),
            Figure(overview.LARGEST(language), figures["cr1"], "percent"),
            Figure(overview.EFFECTIVE(language), figures["effective"], "decimal"),
            Figure(
                overview.GRAVEST(language), level_word(figures["level"], language), "text",
                severity,
            ),
        )
    )  # fmt: skip
    if not accounts:
        yield Paragraph(NOBODY(language))
        return
    listed = accounts[:LISTED]
    yield _ranking(report, listed)
    picture = _matrix(report, listed)
    if picture is not None:
        yield picture
    yield _counts(report)
    moved = report["changes"]
    if moved["since"] is not None and moved["accounts"]:
        yield _moved(report, moved["since"])


def _ranking(report: Report, listed: Sequence[AccountReport]) -> Table:
    language, labels = report["language"], words.RANKING_COLUMNS
    columns = (
        Column(labels["rank"](language), "whole", 0.55),
        Column(labels["name"](language), "text", 2.2),
        Column(labels["tier"](language), "text", 0.65),
        Column(labels["score"](language), "score", 1.0),
        Column(labels["quadrant"](language), "text", 1.75),
        Column(ATTRACTIVENESS(language), "score", 1.25),
        Column(STRENGTH(language), "score", 0.95),
        Column(labels["revenue_rank"](language), "whole", 0.8),
        Column(labels["share"](language), "percent", 0.8),
        Column(labels["warning"](language), "text", 1.6),
    )
    rows = [
        (
            one["rank"], account_name(one), one["tier"], one["score"],
            words.CHOICES["quadrant"][one["quadrant"]](language) if one["quadrant"] else None,
            one["attractiveness"], one["strength"], one["revenue_rank"],
            one["disclosure_share"], warning(one, language),
        )
        for one in listed
    ]  # fmt: skip
    caption = listed_title(report, listed, RANKING, ALL)
    return Table(caption, columns, rows, [tone(one) for one in listed])


def _matrix(report: Report, listed: Sequence[AccountReport]) -> Picture | None:
    language, settings = report["language"], report["settings"]
    points = [
        Point(account_name(one), one["strength"], one["attractiveness"],
              ENDANGERED not in one["warnings"])
        for one in listed
        if one["strength"] is not None and one["attractiveness"] is not None
    ]  # fmt: skip
    if not points:
        return None
    relative = report["strength_mode"] == "relative"
    scale = Scale(settings["scale"])
    on_scale = f"{ON_SCALE(language)} {settings['scale']}"
    about = RIVALLED(language) if relative else on_scale
    names = [words.CHOICES["quadrant"][key](language) for key in QUADRANTS]
    key, development, maintenance, opportunistic = names
    return scatter(
        points,
        MATRIX(language),
        MATRIX_SAYS(language),
        (f"{STRENGTH(language)} ({about})", f"{ATTRACTIVENESS(language)} ({on_scale})"),
        (ruler_of(scale, relative=relative).ends, (float(scale.low), float(scale.high))),
        (settings["cut_strength"], settings["cut_attractiveness"]),
        (development, key, opportunistic, maintenance),
        language,
    )


def _counts(report: Report) -> Table:
    language, accounts = report["language"], report["accounts"]
    rows = [
        (f"{words.RANKING_COLUMNS['tier'](language)} {tier}",
         float(sum(one["tier"] == tier for one in accounts)))
        for tier in TIERS
    ]  # fmt: skip
    rows.append(
        (overview.NOT_RANKED(language), float(sum(one["rank"] is None for one in accounts)))
    )
    rows += [
        (words.CHOICES["quadrant"][key](language),
         float(sum(one["quadrant"] == key for one in accounts)))
        for key in QUADRANTS
    ]  # fmt: skip
    columns = (Column(GROUP(language), "text", 3), Column(COUNT(language), "whole", 1))
    return Table(COUNTS(language), columns, rows)


def _moved(report: Report, since: str) -> Table:
    language = report["language"]
    columns = (
        Column(words.RANKING_COLUMNS["name"](language), "text", 2),
        Column(changes.COLUMNS["change"][0](language), "change", 0.8),
        Column(changes.COLUMNS["words"][0](language), "text", 4),
    )
    rows = [
        (one["name"] or one["id"], one["change"], one["text"])
        for one in report["changes"]["accounts"][:LISTED]
    ]
    return Table(MOVED(language).format(day=since), columns, rows)
