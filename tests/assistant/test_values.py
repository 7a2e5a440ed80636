"""Values are the same however they are written, and different where they mean something else."""

import pytest

from assistant.numerals import parse_word
from assistant.quantities import matches
from assistant.values import find_values


def same(said: str, written: str) -> bool:
    """Whether every value of the one text is borne out by one of the other."""
    values, others = find_values(said), find_values(written)
    assert values
    assert others
    return all(any(matches(value, other) for other in others) for value in values)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("3 Monate", "drei Monaten"),
        ("ein Jahr", "eines Jahres"),
        ("12 Monate", "ein Jahr"),
        ("sechs Monate", "ein halbes Jahr"),
        ("18 Monate", "anderthalb Jahre"),
        ("eine dreimonatige Frist", "3 Monate"),
        ("90 Minuten", "eineinhalb Stunden"),
        ("binnen Jahresfrist", "innerhalb eines Jahres"),
        ("2 bis 4 Wochen", "zwei bis vier Wochen"),
        ("1.000 Euro", "1000 €"),
        ("1\u00a0320 EUR", "1.320,00 Euro"),
        ("50 Cent", "0,50 Euro"),
        ("1,5 Mio. Euro", "1.500.000 Euro"),
        ("30 oder 40 Euro", "30 Euro oder 40 Euro"),
        ("20 %", "20 Prozent"),
        ("50 v. H.", "die Hälfte"),
        ("am 1. März 2024", "01.03.2024"),
        ("1.3.2024", "2024-03-01"),
        ("im März 2024", "am 1. März 2024"),
        ("seit 2024", "ab 1. Januar 2024"),
        ("8 Uhr", "8:00 Uhr"),
        ("08.00 Uhr", "acht Uhr"),
        ("von 8 bis 12 Uhr", "8:00 Uhr bis 12:00 Uhr"),
        ("§ 5", "§ 5 Abs. 2 Satz 1 Nr. 3"),
        ("Paragraf 5 Absatz 2", "§ 5 Abs. 2"),
        ("Artikel 6 DSGVO", "Art. 6 Abs. 1 DSGVO"),
        ("§ 5 und § 6", "§§ 5 und 6"),
        ("Telefon 0341/1234-567", "0341 1234567"),
        ("der dritte Tag", "am 3. Tag"),
        ("dreihundertfünfzig Fälle", "350 Fälle"),
        ("zweimal", "2-mal"),
    ],
)
def test_the_same_value_is_recognised_in_another_form(said: str, written: str) -> None:
    assert same(said, written)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("20 Euro", "20 Cent"),
        ("20 Tage", "20 Euro"),
        ("20 Prozent", "20 Euro"),
        ("1 Jahr", "1 Monat"),
        ("14 Tage", "zwei Wochen"),
        ("30 Arbeitstage", "30 Kalendertage"),
        ("1.000 Euro", "1.001 Euro"),
        ("2. März 2024", "1. März 2024"),
        ("1. März 2025", "1. März 2024"),
        ("1. März 2024", "März 2024"),
        ("9 Uhr", "8 Uhr"),
        ("§ 5 Abs. 3", "§ 5 Abs. 2"),
        ("§ 6 Abs. 2", "§ 5 Abs. 2"),
        ("§ 5 BRKG", "§ 5 BUKG"),
        ("Art. 5", "§ 5"),
        ("3 Tage", "am 3. Tag"),
        ("Besoldungsgruppe A13", "Besoldungsgruppe A14"),
        ("20 Personen", "20 Euro"),
        ("zwei Drittel", "ein Drittel"),
    ],
)
def test_another_value_or_another_unit_is_told_apart(said: str, written: str) -> None:
    assert not same(said, written)


@pytest.mark.parametrize(
    "text", ["Einrichtung und Achtung", "Dritte haben keinen Zutritt.", "1. Der Antrag", "(2) Er gilt.", "eine Stelle"]
)
def test_words_and_list_marks_are_no_values(text: str) -> None:
    assert find_values(text) == ()


@pytest.mark.parametrize(
    ("word", "number"),
    [("einundzwanzig", 21), ("zweitausenddreihundert", 2300), ("hundertfünf", 105), ("zwanzigste", 20), ("siebten", 7)],
)
def test_numbers_in_words_are_read(word: str, number: int) -> None:
    parsed = parse_word(word)
    assert parsed is not None
    assert parsed[1] == number


def test_a_value_says_where_it_stands() -> None:
    text = "Es werden 20 Cent je Kilometer gezahlt."
    (value,) = find_values(text)
    assert text[value.start : value.end] == "20 Cent"
