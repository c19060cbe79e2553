from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Link, anchors, links, pages, tracked

LINKS = [link for page in pages() for link in links(page)]
RELATIVE = [link for link in LINKS if not re.match(r"[a-z]+:", link.target)]
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*"))
MOST_BYTES = 250_000
# Put together here, or this file would find itself.
MACHINES = re.compile(
    "|".join(["/work" + "/", "/root" + "/", r"/home/(?!x/)\w+/", r"C:\\Us" + "ers"])
)
REGISTRIES = re.compile(
    "|".join(
        ["pypi" + r"\.org", "python" + "hosted", "npm" + "js", "index" + "-url", "--index" + "="]
    )
)


def _name(link: Link) -> str:
    return f"{link.page.relative_to(ROOT)}: {link.target}"


def test_there_are_pages_with_links_and_pictures() -> None:
    assert len(RELATIVE) > 20
    assert any(link.picture for link in LINKS)


@pytest.mark.parametrize("link", RELATIVE, ids=_name)
def test_every_link_leads_to_something_in_the_repository(link: Link) -> None:
    file, _, anchor = link.target.partition("#")
    target = (link.page.parent / file).resolve() if file else link.page
    assert target.is_relative_to(ROOT.resolve())
    assert target.exists()
    if anchor and target.suffix == ".md":
        assert anchor in anchors(target)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_is_a_png_and_is_shown_somewhere(picture: Path) -> None:
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) < MOST_BYTES
    assert picture.resolve() in {
        (link.page.parent / link.target).resolve() for link in RELATIVE if ".png" in link.target
    }


def test_every_page_of_the_docs_can_be_reached_from_the_readme() -> None:
    reached, open_ = set[Path](), [ROOT / "README.md"]
    while open_:
        page = open_.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        for link in links(page):
            target = (page.parent / link.target.partition("#")[0]).resolve()
            if target.exists() and target.is_file():
                open_.append(target)
    docs = {page.resolve() for page in pages() if page.is_relative_to(ROOT / "docs")}
    assert sorted(str(page.relative_to(ROOT)) for page in docs - reached) == []


def test_no_file_tells_where_it_was_written_or_from_where_packages_came() -> None:
    told = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a workbook or a picture
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINES.search(line) or REGISTRIES.search(line):
                told.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert told == []
