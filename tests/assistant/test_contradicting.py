"""Two documents that name different values for the same thing are shown with that remark; all else is left alone."""

import pytest

from assistant.citing import resolve
from assistant.contradicting import find_contradictions
from assistant.conversation import Answer
from tests.assistant.making import make_hit

TAGEGELD = "Das Tagegeld beträgt bei eintägigen Dienstreisen 14 Euro."
ANTRAG = "Der Antrag auf Reisekostenvergütung ist innerhalb von sechs Monaten schriftlich zu stellen."
KERNZEIT = "Die Kernzeit beginnt an allen Arbeitstagen um 9:00 Uhr."


def remarks(mine: str, other: str) -> list[str]:
    hits = (make_hit(mine, "Dienstanweisung"), make_hit(other, "Merkblatt"))
    text = f"{mine} [1]"
    _, citations = resolve(text, hits)
    return list(find_contradictions(Answer(text, "answered", mine, citations=citations, hits=hits)))


@pytest.mark.parametrize(
    ("mine", "other", "values"),
    [
        (TAGEGELD, "Bei eintägigen Dienstreisen beträgt das Tagegeld 20 Euro.", ("14 Euro", "20 Euro")),
        (ANTRAG, ANTRAG.replace("sechs", "drei"), ("sechs Monaten", "drei Monaten")),
        (KERNZEIT, KERNZEIT.replace("9:00", "8:30"), ("9:00", "8:30")),
    ],
)
def test_different_values_for_the_same_thing_are_named(mine: str, other: str, values: tuple[str, str]) -> None:
    (remark,) = remarks(mine, other)
    assert all(value in remark for value in (*values, "Dienstanweisung", "Merkblatt", "Fassung 1"))


@pytest.mark.parametrize(
    "other",
    [
        TAGEGELD,
        "Das Tagegeld beträgt bei mehrtägigen Dienstreisen im Ausland 28 Euro.",
        "Das Tagegeld beträgt bei eintägigen Dienstreisen höchstens 20 Euro.",
        "Das Übernachtungsgeld beträgt bei eintägigen Dienstreisen 20 Euro.",
        "Das Tagegeld beträgt bei eintägigen Dienstreisen nicht 20 Euro.",
        "Bei eintägigen Dienstreisen beträgt das Tagegeld 1.400 Cent.",
        "Das Tagegeld beträgt bei eintägigen Dienstreisen 50 Prozent.",
    ],
)
def test_what_speaks_of_something_else_is_no_contradiction(other: str) -> None:
    assert remarks(TAGEGELD, other) == []


def test_a_document_does_not_contradict_itself() -> None:
    hits = (make_hit(TAGEGELD), make_hit(TAGEGELD.replace("14", "20")))
    _, citations = resolve(f"{TAGEGELD} [1]", hits)
    assert list(find_contradictions(Answer(TAGEGELD, "answered", TAGEGELD, citations=citations, hits=hits))) == []


def test_two_rules_about_other_things_than_asked_are_left_alone() -> None:
    fine = "Die Ordnungswidrigkeit kann mit einer Geldbuße bis zu zweitausend Euro geahndet werden."
    hits = (make_hit(fine, "Wohngeld"), make_hit(fine.replace("zwei", "fünfzig"), "Datenschutz"))
    _, citations = resolve(f"{fine} [1]", hits)
    question = "Wie hoch ist die Strafe, wenn ich beim Wohngeld falsche Angaben mache?"
    assert list(find_contradictions(Answer(fine, "answered", question, citations=citations, hits=hits))) == []
