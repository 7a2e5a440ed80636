"""Near copies of a passage are shown once; passages that merely resemble each other are both shown."""

from assistant.duplicates import find_distinct
from ingest.documents import Passage
from tests.assistant.making import make_hit

RULE = (
    "Dienstreisen sind vor ihrem Antritt schriftlich oder elektronisch zu beantragen. Der Antrag ist spätestens zwei Wochen vor "
    "Beginn der Reise bei der zuständigen Stelle einzureichen. Über Ausnahmen entscheidet die Referatsleitung im Einzelfall."
)


def passage(text: str) -> Passage:
    return make_hit(text).passage


def test_a_near_copy_is_left_out_and_the_better_one_stays() -> None:
    first, copy, other = passage(RULE), passage(RULE + " Hinweis."), passage("Der Urlaub ist rechtzeitig zu beantragen.")
    assert find_distinct([first, copy, other], 8) == [first, other]


def test_a_rule_with_another_amount_is_no_copy() -> None:
    first, other = passage("Der Satz beträgt 30 Cent je Kilometer."), passage("Der Satz beträgt 35 Cent je Kilometer.")
    assert find_distinct([first, other], 8) == [first, other]


def test_what_takes_the_place_of_a_copy_is_the_next_best() -> None:
    texts = [RULE, RULE, "Die Kantine öffnet um elf Uhr.", "Schlüssel gibt die Pforte aus."]
    assert [each.text for each in find_distinct(map(passage, texts), 3)] == [texts[0], *texts[2:]]


def test_empty_and_short_passages_are_compared_as_a_whole() -> None:
    assert [each.text for each in find_distinct(map(passage, ["Ja.", "Ja.", "Nein."]), 8)] == ["Ja.", "Nein."]
