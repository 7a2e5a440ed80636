"""Whether passages are about a question: what of it they have, and what nobody has."""

from dataclasses import replace

import pytest

from assistant.aboutness import WHOLE, weigh_question
from ingest.documents import Hit
from ingest.library import Library
from tests.assistant.making import make_hit

TEXT = "Für Fahrten mit dem privaten Kraftfahrzeug werden 30 Cent je Kilometer gezahlt."


@pytest.fixture
def hit() -> Hit:
    return make_hit(TEXT)


def weigh(question: str, hits: list[Hit], library: Library) -> dict[str, float]:
    names = [name.partition(":")[0] for name in WHOLE]
    return dict(zip(names, weigh_question(question, hits, library).tolist(), strict=True))


def test_words_that_stand_in_the_passage_are_found(library: Library, hit: Hit) -> None:
    weighed = weigh("Cent werden je Kilometer gezahlt?", [hit], library)
    assert [weighed["found"], weighed["missing"]] == pytest.approx([4, 0])


def test_words_of_other_matters_are_missing(library: Library, hit: Hit) -> None:
    weighed = weigh("Wie koche ich Spaghetti?", [hit], library)
    assert [weighed["found"], weighed["missing"]] == pytest.approx([0, 2])


def test_a_word_that_the_passage_calls_by_its_official_name_is_found(library: Library, hit: Hit) -> None:
    question = "Bekomme ich für mein Auto etwas gezahlt?"
    named = replace(hit, widened=(("Auto", "Kraftfahrzeug"),))
    plain, widened = (weigh(question, [each], library) for each in (hit, named))
    assert widened["found"] == plain["found"] + 1


def test_words_count_where_they_stand_together(library: Library) -> None:
    apart = [make_hit("Der Urlaub beträgt 30 Tage."), make_hit("Der Antrag ist schriftlich zu stellen.")]
    together = [make_hit("Der Antrag auf Urlaub ist schriftlich zu stellen.")]
    question = "Urlaub schriftlich Antrag"
    assert weigh(question, together, library)["found"] > weigh(question, apart, library)["found"]


def test_a_question_without_a_word_that_says_something_has_no_weight(library: Library, hit: Hit) -> None:
    assert not weigh_question("Wie ist das denn?", [hit], library).any()
