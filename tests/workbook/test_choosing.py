from kamxl.workbook.choosing import chosen, entry

IDS = ["K-1", "K-10", "", "k-1", "K-1 – B", "K-1"]


def test_an_account_is_chosen_by_its_id_or_by_an_entry_that_begins_with_it() -> None:
    assert chosen("K-1", IDS) == 0
    assert chosen(entry("K-10", "Cartech"), IDS) == 1
    assert chosen("K-10 – its name of before", IDS) == 1


def test_the_case_of_ids_matters_and_of_equal_ones_the_first_counts() -> None:
    assert chosen("k-1", IDS) == 3
    assert chosen("K-1", list(reversed(IDS))) == 0


def test_the_longest_id_goes_before_one_that_only_begins_like_it() -> None:
    assert chosen("K-1 – B – Vicom", IDS) == 4
    assert chosen("K-1 – B", IDS) == 4
    assert chosen("K-1 – Bahn", IDS) == 0


def test_what_is_no_account_chooses_none() -> None:
    assert [chosen(text, IDS) for text in ("", "K", "K-1 –", " – x", "Cartech")] == [None] * 5
