from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from kamxl.errors import UsageError
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.parts import build_parts
from kamxl.text import LANGUAGES, Language, percent
from tests.workbook.handing import master


def said(path: Path) -> dict[str, str]:
    """Return the text of every part of a package, as it lies there."""
    with zipfile.ZipFile(path) as archive:
        assert archive.comment == b""
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_byte_of_a_part_speaks_of_other_peoples_accounts(
    tmp_path: Path, language: Language
) -> None:
    path = master.master(tmp_path, language)
    made = master.handed_out(path, tmp_path / "parts", shares=True)
    whole = made.master.inputs.portfolio
    # An account may be called like a heading.
    empty = Path(__file__).parents[3] / "workbook_templates" / f"key_accounts.{language}.xlsx"
    usual = "".join(said(empty).values())
    for part, file in zip(made.round.parts, master.files(tmp_path / "parts", made), strict=True):
        inside = [a for a, id_ in enumerate(whole.ids) if id_ in part.accounts]
        colleagues = {name for a in inside for name in whole.text("owner")[a].split("; ")}
        secrets = ["secret-crm-export", str(tmp_path)]
        secrets += [name for name in ("Ada Nord", "Ben Süd", "Cora West") if name not in colleagues]
        for account in set(range(len(whole))) - set(inside):
            secrets += [whole.ids[account], whole.names[account]]
        secrets = [secret for secret in secrets if secret not in usual]
        for name, text in said(file).items():
            assert "vba" not in name.casefold()
            assert "externalLink" not in name
            for secret in secrets:
                assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text), (name, secret)
        assert lint(file) == []


def test_a_part_without_shares_tells_none(tmp_path: Path) -> None:
    path = master.master(tmp_path)
    found = {True: 0, False: 0}
    for shares in (True, False):
        made = master.handed_out(path, tmp_path / f"parts-{shares}", shares=shares)
        share = made.master.result.disclosure_share
        for piece, file in zip(
            made.pieces, master.files(tmp_path / f"parts-{shares}", made), strict=True
        ):
            texts = "".join(said(file).values())
            for account in piece.group.accounts:
                # Others are numbers like any: 0.05 is a setting too.
                if len(repr(float(share[account]))) > 8:
                    found[shares] += f">{percent(float(share[account]), 1, 'en')}" in texts
                    found[shares] += f"<v>{float(share[account])!r}</v>" in texts
    assert found[True] > 5
    assert found[False] == 0


def test_many_processes_make_the_same_files_as_one(tmp_path: Path) -> None:
    made = master.division(master.master(tmp_path, plans=False))
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    counts: list[int] = []
    alone = build_parts(made.master, made.terms, made.pieces, one, counts.append)
    many = build_parts(made.master, made.terms, made.pieces, two, lambda _: None, jobs=2)
    assert alone == many
    assert counts == [1, 2, 3]
    for piece in made.pieces:
        file = (two / piece.file).read_bytes()
        assert hashlib.sha256(file).hexdigest() == alone[piece.mark]


def test_a_policy_that_a_part_cannot_keep_is_refused_with_the_reason(tmp_path: Path) -> None:
    import dataclasses

    made = master.division(master.master(tmp_path, plans=False))
    effective = made.master.result.effective + 0.5
    result = dataclasses.replace(made.master.result, effective=effective)
    other = dataclasses.replace(made.master, result=result)
    with pytest.raises(UsageError, match="depends on who else is there"):
        build_parts(other, made.terms, made.pieces, tmp_path, lambda _: None)
