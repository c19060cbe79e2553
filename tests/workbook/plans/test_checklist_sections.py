from __future__ import annotations

from kamxl.workbook.forms.spec import REMARK, section_of
from kamxl.workbook.plans.checklist_sections import CANDIDATES, part


def test_parts_of_two_accounts_never_share_a_key() -> None:
    one, other = part("A.1", "Alpha"), part("A%2E1", "Alpha")
    assert one.key != other.key
    assert section_of(f"{one.key}.A1") == one.key


def test_a_part_is_headed_by_name_and_number() -> None:
    assert part("00001", "Cartech").title.de == "Cartech (00001)"
    assert part("00001", "").title.en == "00001"


def test_whatever_people_answer_is_theirs() -> None:
    section = part("1", "x")
    human = [one.key for one in section.fields if one.kind == "human"]
    assert human == ["answer", "evidence", "day", "owner", "follow", "due", "status"]
    assert CANDIDATES.field("decision").kind == "human"
    assert section.fields[-1].key == CANDIDATES.fields[-1].key == REMARK
