import pytest

from kamxl.text import LANGUAGES, Text, number, number_text, percent, percent_text


@pytest.mark.parametrize(("en", "de"), [("", "Passform"), ("Fit", ""), ("", "")])
def test_a_phrase_needs_both_languages(en: str, de: str):
    with pytest.raises(ValueError, match="lacks a language"):
        Text(en, de)


def test_a_phrase_is_called_with_a_language():
    assert [Text("Fit", "Passform")(language) for language in LANGUAGES] == ["Fit", "Passform"]


def test_a_name_someone_typed_reads_the_same():
    assert Text.same("Vicom AG") == Text("Vicom AG", "Vicom AG")


@pytest.mark.parametrize(
    ("value", "decimals", "en", "de"),
    [
        (1234.5, 2, "1,234.50", "1.234,50"),
        (-1_000_000, 0, "-1,000,000", "-1.000.000"),
        (0.196, 4, "0.1960", "0,1960"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers_are_written_as_people_of_the_language_do(
    value: float, decimals: int, en: str, de: str
):
    assert number(value, decimals, "en") == en
    assert number(value, decimals, "de") == de
    assert number_text(value, decimals) == Text(en, de)


def test_fractions_are_written_as_percentages():
    assert percent(0.125, 1, "en") == "12.5 %"
    assert percent(0.125, 1, "de") == "12,5 %"
    assert percent_text(0.70, 0) == Text("70 %", "70 %")
