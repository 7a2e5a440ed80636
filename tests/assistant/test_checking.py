"""The checker bears out what the cited passages say, in other words too, and finds what was changed."""

import time

import pytest

from assistant.checking import check
from assistant.conversation import Citation, Sentence
from tests.assistant.making import make_hit

RULES = (
    "(1) Für die Benutzung eines privaten Kraftfahrzeugs werden 30 Cent je Kilometer, höchstens 130 Euro erstattet. "
    "Der Antrag ist innerhalb von sechs Monaten beim Referat 12 zu stellen. "
    "Dienstreisen bedürfen gemäß § 5 Abs. 2 der vorherigen Genehmigung durch das Landesamt. "
    "Sonderurlaub kann gewährt werden, wenn dienstliche Gründe nicht entgegenstehen. "
    "Die Unterlagen sollen spätestens am 1. März 2024 vorliegen. "
    "Die Abtretung des Anspruchs ist unzulässig. "
    "Beschäftigte dürfen ihr Fahrrad im Innenhof abstellen. "
    "Ein Antrag ist nur bei mehr als drei Tagen Abwesenheit nötig."
)
LIST = "Anspruch auf Zuschuss haben Beschäftigte, die\n1. ein Kind unter zwölf Jahren betreuen,\n2. Angehörige pflegen."


def checked(text: str, passage: str = RULES, citations: tuple[int, ...] = (1,)) -> Sentence:
    hit = make_hit(passage, "Reisekostenordnung", ("§ 9 Erstattung",))
    citation = Citation(1, hit.passage, passage, 0, len(passage))
    return check((Sentence(text, citations),), (citation,))[0]


@pytest.mark.parametrize(
    "text",
    [
        "Der Antrag ist innerhalb von sechs Monaten beim Referat 12 zu stellen.",
        "Für das private Kraftfahrzeug werden 0,30 € je Kilometer erstattet, maximal 130 Euro.",
        "Innerhalb von 6 Monaten muss der Antrag beim Referat 12 gestellt werden.",
        "Der Antrag muss binnen eines halben Jahres beim Referat 12 gestellt werden.",
        "Nach Paragraf 5 Absatz 2 bedürfen Dienstreisen der vorherigen Genehmigung durch das Landesamt.",
        "Sofern dienstliche Gründe nicht entgegenstehen, kann Sonderurlaub gewährt werden.",
        "Die Unterlagen sollen bis zum 01.03.2024 vorliegen.",
        "Die Abtretung des Anspruchs ist nicht zulässig.",
        "Nein, die Abtretung des Anspruchs ist verboten.",
        "Ja, im Innenhof dürfen Beschäftigte ihr Fahrrad abstellen.",
        "Nach § 9 der Reisekostenordnung werden je Kilometer 30 Cent erstattet.",
    ],
)
def test_the_same_in_other_words_is_borne_out(text: str) -> None:
    assert checked(text).verdict == "supported", checked(text).reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Der Antrag ist innerhalb von drei Monaten beim Referat 12 zu stellen.", "period"),
        ("Der Antrag ist innerhalb von sechs Wochen beim Referat 12 zu stellen.", "period"),
        ("Der Antrag ist innerhalb von sechs Monaten beim Referat 13 zu stellen.", "number"),
        ("Für das private Kraftfahrzeug werden 30 Euro je Kilometer erstattet.", "amount"),
        ("Dienstreisen bedürfen gemäß § 5 Abs. 3 der vorherigen Genehmigung durch das Landesamt.", "paragraph"),
        ("Die Unterlagen sollen spätestens am 1. April 2024 vorliegen.", "date"),
        ("Dienstreisen bedürfen nicht der vorherigen Genehmigung durch das Landesamt.", "negation"),
        ("Die Abtretung des Anspruchs ist zulässig.", "negation"),
        ("Der Antrag kann innerhalb von sechs Monaten beim Referat 12 gestellt werden.", "modal"),
        ("Sonderurlaub muss gewährt werden, wenn dienstliche Gründe nicht entgegenstehen.", "modal"),
        ("Die Unterlagen müssen spätestens am 1. März 2024 vorliegen.", "modal"),
        ("Für das private Kraftfahrzeug werden mindestens 130 Euro erstattet.", "comparison"),
        ("Die Unterlagen sollen frühestens am 1. März 2024 vorliegen.", "comparison"),
        ("Bananen schmecken im Sommer besonders süß.", "coverage"),
    ],
)
def test_what_was_changed_is_not_borne_out(text: str, reason: str) -> None:
    found = checked(text)
    assert (found.verdict, found.reason) == ("unsupported", reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sonderurlaub kann gewährt werden.", "condition"),
        ("Ein Antrag ist bei mehr als drei Tagen Abwesenheit nötig.", "condition"),
        ("Dienstreisen bedürfen der vorherigen Genehmigung durch das Gesundheitsamt.", "name"),
        ("Sonderurlaub wird gewährt, wenn dienstliche Gründe nicht entgegenstehen.", "modal"),
    ],
)
def test_what_was_left_out_or_exchanged_is_partly_borne_out(text: str, reason: str) -> None:
    found = checked(text)
    assert (found.verdict, found.reason) == ("partly", reason)


def test_a_whole_sentence_of_the_passage_is_borne_out_but_half_of_one_is_read_closely() -> None:
    passage = "Es besteht kein Anspruch auf Erstattung der Kosten."
    assert checked(passage, passage).reason == "verbatim"
    half = checked("Anspruch auf Erstattung der Kosten.", passage)
    assert (half.verdict, half.reason) == ("unsupported", "negation")


def test_a_number_inside_another_number_is_not_verbatim() -> None:
    assert checked("Erstattet werden 30 Euro.", "Erstattet werden 130 Euro.").verdict == "unsupported"


def test_a_number_of_another_sentence_does_not_replace_that_of_its_own() -> None:
    found = checked("Der Antrag ist innerhalb von drei Tagen beim Referat 12 zu stellen.")
    assert (found.verdict, found.reason) == ("partly", "period_elsewhere")


def test_a_sentence_may_join_two_sentences_of_its_passage() -> None:
    text = (
        "Je Kilometer werden für das Kraftfahrzeug 30 Cent erstattet, der Antrag ist binnen 6 Monaten beim Referat 12 zu stellen."
    )
    assert checked(text).verdict == "supported"


def test_a_list_item_is_borne_out_with_its_lead_in() -> None:
    assert checked("Anspruch auf Zuschuss haben Beschäftigte, die Angehörige pflegen.", LIST).verdict == "supported"


def test_a_table_row_is_read_by_its_own_values() -> None:
    table = "| Land | Tagegeld |\n| Belgien | 59 € |\n| Dänemark | 75 € |"
    assert checked("Dänemark: Tagegeld 75 Euro", table).verdict == "supported"
    assert checked("Dänemark: Tagegeld 59 Euro", table).verdict == "partly"


@pytest.mark.parametrize("citations", [(), (7,)])
def test_without_a_citation_that_points_somewhere_nothing_is_borne_out(citations: tuple[int, ...]) -> None:
    found = checked("Beschäftigte dürfen ihr Fahrrad im Innenhof abstellen.", citations=citations)
    assert (found.verdict, found.reason) == ("unsupported", "no_citation")


def test_an_answer_of_five_sentences_is_checked_quickly() -> None:
    texts = [f"Demnach gilt: {text}." for text in RULES.split(". ")[:5]]
    for text in texts:
        checked(text)
    started = time.perf_counter()
    for text in texts:
        checked(text)
    assert time.perf_counter() - started < 0.1
