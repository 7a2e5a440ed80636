"""Words that are used alike lead to each other, with less weight than a question's own."""

import pytest

from assistant.kindred import find_kindred
from assistant.retrieval import Retriever, Weights
from assistant.widening import Thesaurus
from ingest.documents import EVERYTHING
from ingest.german import find_terms
from tests.shelf import Shelf

WORDS_ALONE = Weights(pairs=0, grams=0, vector=0, widened_words=0, widened_grams=0)


@pytest.mark.parametrize(("asked", "written"), [("Auto", "Fahrzeug"), ("Firma", "Unternehmen"), ("Chef", "Vorgesetzter")])
def test_an_everyday_word_is_kindred_to_an_official_one(asked: str, written: str) -> None:
    assert set(find_terms(written)) & find_kindred(f"Was gilt für mein {asked}?").keys()


def test_kindred_words_are_alike_in_part_and_never_the_same() -> None:
    kindred = find_kindred("Darf ich mit dem Auto zur Arbeit fahren?")
    assert kindred and all(0 < alike < 1 for alike in kindred.values())
    assert "auto" not in kindred


def test_stop_words_and_unknown_words_have_no_kindred() -> None:
    assert find_kindred("Was ist denn das? Xylophonquark!") == {}


def test_a_passage_in_kindred_words_is_found_behind_one_in_the_question_s_own(shelf: Shelf) -> None:
    others = "\n\n".join(f"## Raum {number}\n\nHier steht Regal {number}." for number in range(20))
    shelf.add_all({"a.md": "Das Fahrzeug steht im Hof.", "b.md": "Das Auto steht im Hof.", "c.md": others})
    hits = Retriever(shelf.library, Thesaurus(), WORDS_ALONE).find_passages("Auto", EVERYTHING, 5)
    assert [hit.passage.text.split()[1] for hit in hits] == ["Auto", "Fahrzeug"]
