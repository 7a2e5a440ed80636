"""What the searches take for a word, a sentence, or the same word written otherwise."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.compounds import split_compound
from ingest.german import find_grams, find_sentences, find_terms, find_words, fold


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Das regelt § 5 Abs. 2 Nr. 3 der Satzung.",
        "Fahrten mit dem eigenen Pkw, z. B. zum Bahnhof, sind abzurechnen.",
        "Anträge sind bis zum 3. Mai 2026 zu stellen.",
        "Am 01.04.2026 tritt die Regelung in Kraft.",
        "Die 2. Änderung gilt seit dem 1. Januar.",
        "Zuständig ist Dr. Müller bzw. Frau Prof. Schmidt.",
        "Der Betrag von 1.000,50 Euro ist ggf. zu erstatten.",
        "Nach Art. 6 Abs. 1 Buchst. e DSGVO ist das erlaubt.",
        "Das gilt u. a. für Reisen i. S. d. Gesetzes.",
        "Vgl. hierzu Ziff. 4.2 der Dienstanweisung.",
    ],
)
def test_an_abbreviation_an_ordinal_or_a_date_ends_no_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Danach folgt ein Satz.") == [sentence, "Danach folgt ein Satz."]


@pytest.mark.parametrize("mark", [".", "!", "?"])
def test_a_mark_before_a_capital_letter_ends_a_sentence(mark: str) -> None:
    assert sentences(f"Das ist eins{mark} Das ist zwei.") == [f"Das ist eins{mark}", "Das ist zwei."]


def test_a_quotation_mark_belongs_to_the_sentence_that_it_closes() -> None:
    assert sentences("Er sagt: „Das geht.“ Danach geht er.") == ["Er sagt: „Das geht.“", "Danach geht er."]


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("- erster Punkt\n- zweiter Punkt") == ["- erster Punkt", "- zweiter Punkt"]


def test_a_year_ends_a_sentence() -> None:
    assert sentences("Das gilt seit 2024. Vorher galt anderes.") == ["Das gilt seit 2024.", "Vorher galt anderes."]


@given(st.text())
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = list(find_sentences(text))
    rest = list(text)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        rest[start:end] = " " * (end - start)
    assert not "".join(rest).strip()
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("dienstreisegenehmigung", "reise"),
        ("wegstreckenentschädigung", "entschädigung"),
        ("erholungsurlaub", "urlaub"),
        ("arbeitszeit", "zeit"),
        ("datenschutzbeauftragte", "schutz"),
    ],
)
def test_a_compound_is_found_by_its_parts(word: str, part: str) -> None:
    assert part in "".join(split_compound(word))
    assert set(find_terms(part)) & set(find_terms(word))


@pytest.mark.parametrize("word", ["urlaub", "antrag", "kosten", "reise", "amt", "xyzzyq", "12345678901"])
def test_a_simple_word_is_no_compound(word: str) -> None:
    assert split_compound(word) == ()


def test_both_halves_of_coupled_compounds_are_found() -> None:
    assert set(find_terms("Reisekosten")) <= set(find_terms("Reise- und Umzugskosten"))


@pytest.mark.parametrize(
    ("first", "second"), [("Genehmigung", "Genehmigungen"), ("Antrag", "Antrags"), ("Dienstreise", "Dienstreisen")]
)
def test_forms_of_a_word_share_a_term(first: str, second: str) -> None:
    assert set(find_terms(first)) & set(find_terms(second))


def test_words_without_a_subject_are_not_searched() -> None:
    assert find_terms("wie und wann ist das") == find_terms("wann")
    assert find_grams("und das") == []


@pytest.mark.parametrize(
    ("first", "second"), [("Behörde", "Behoerde"), ("Behörde", "Behorde"), ("STRASSE", "Straße"), ("Ärzte", "aerzte")]
)
def test_umlauts_may_be_written_otherwise(first: str, second: str) -> None:
    assert fold(first) == fold(second)
    assert find_grams(first) == find_grams(second)


def test_a_misspelt_word_shares_most_of_its_grams() -> None:
    right, wrong = set(find_grams("Wegstreckenentschädigung")), set(find_grams("Wegstreckenentschedigung"))
    assert len(right & wrong) > len(right) / 2


def test_words_that_begin_alike_share_more_than_one_that_has_the_same_letters_within() -> None:
    diary, allowance, assembly = (set(find_grams(word)) for word in ("Tagebuch", "Tagegeld", "Montage"))
    assert diary & allowance > diary & assembly


def test_numbers_keep_their_separators() -> None:
    assert find_words("Az. 12-345/26, 1.000 Euro am 3.5.2026.") == ["az", "12-345/26", "1.000", "euro", "am", "3.5.2026"]


def test_letters_in_two_parts_are_one_letter() -> None:
    assert find_words("Behörde") == find_words("Beho\u0308rde")


@pytest.mark.parametrize("repeated", [".", "!", "Art. ", "1. Januar ", " .", ".»", ". ("])
def test_a_text_without_an_end_of_a_sentence_is_read_in_one_go(repeated: str) -> None:
    began = time.process_time()
    assert list(find_sentences(repeated * (200_000 // len(repeated))))
    assert time.process_time() - began < 10
