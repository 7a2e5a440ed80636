"""Everyday words lead to official words, from the shipped thesaurus and from the authority's own."""

from pathlib import Path

import pytest

from assistant.widening import PART, PHRASE, WORD, Thesaurus

SHIPPED = Path(__file__).parents[2] / "assistant" / "thesaurus"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "thesaurus.tsv"


def official(thesaurus: Thesaurus, question: str) -> set[str]:
    return {term for widening in thesaurus.widen(question) for term in widening.official}


def test_an_everyday_word_is_widened_in_any_inflection() -> None:
    assert "wegstreckenentschädigung" in official(Thesaurus(), "Bekomme ich Kilometergelder?")


def test_what_is_not_in_the_thesaurus_is_not_widened() -> None:
    assert Thesaurus().widen("xylophon") == ()


def test_a_phrase_is_surer_than_a_word_and_a_word_than_a_part(own: Path) -> None:
    own.write_text("altes rad\tdienstrad\nblech\tmetall\n", encoding="utf-8")
    thesaurus = Thesaurus(own, shipped=own.parent / "none")
    certainties = {
        question: [widening.certainty for widening in thesaurus.widen(question)]
        for question in ("Mein altes Rad", "Das Blech", "Ein Blechschaden")
    }
    assert certainties == {"Mein altes Rad": [PHRASE], "Das Blech": [WORD], "Ein Blechschaden": [PART]}


def test_a_word_that_is_an_entry_itself_is_not_taken_for_another_of_the_same_stem(own: Path) -> None:
    own.write_text("zahlen\tentrichten\nzählen\terfassen\n", encoding="utf-8")
    thesaurus = Thesaurus(own, shipped=own.parent / "none")
    assert [official(thesaurus, question) for question in ("Wir zahlen", "Wir zählen")] == [{"entrichten"}, {"erfassen"}]


def test_a_stop_word_is_no_abbreviation_or_noun_of_the_same_stem() -> None:
    assert "gebäudeenergiegesetz" in official(Thesaurus(), "Was verlangt das GEG?")
    assert "gebäudeenergiegesetz" not in official(Thesaurus(), "Wer hilft gegen Ratten?")


def test_the_authority_s_own_words_count_as_soon_as_they_are_written(own: Path) -> None:
    thesaurus = Thesaurus(own)
    assert "schöpfwerksleitstelle" not in official(thesaurus, "Wer sitzt im Pumpenkeller?")
    own.write_text("pumpenkeller\tschöpfwerksleitstelle\n", encoding="utf-8")
    assert "schöpfwerksleitstelle" in official(thesaurus, "Wer sitzt im Pumpenkeller?")
    own.unlink()
    assert "schöpfwerksleitstelle" not in official(thesaurus, "Wer sitzt im Pumpenkeller?")


def test_a_long_question_is_widened_by_a_bounded_number_of_words() -> None:
    everyday = [line.split("\t")[0].split("|")[0] for line in (SHIPPED / "personnel.tsv").read_text().splitlines()[:300]]
    assert sum(len(widening.official) for widening in Thesaurus().widen(" ".join(everyday))) <= 30


def test_no_everyday_spelling_stands_twice_and_every_line_has_its_form() -> None:
    seen: dict[str, str] = {}
    for path in sorted(SHIPPED.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            everyday, terms = line.split("\t")
            assert 1 <= len(terms.split("|")) <= 6, line
            for spelling in everyday.split("|"):
                assert len(spelling.split()) <= 5, f"{spelling} is longer than any phrase that is looked up"
                assert spelling not in seen, f"{spelling} in {path.name} and {seen.get(spelling)}"
                seen[spelling] = path.name
    assert len(seen) > 12_000
