"""From [n] in an answer to sentences and quotes that stand in the passages."""

from dataclasses import replace

import pytest

from assistant.citing import resolve
from tests.assistant.making import REISEKOSTEN, URLAUB, make_hit

HITS = (make_hit(REISEKOSTEN, "Reisekosten"), make_hit(URLAUB, "Urlaub"))
KILOMETER = "Für die Benutzung eines privaten Kraftfahrzeugs werden 30 Cent je Kilometer erstattet."


@pytest.mark.parametrize(
    "text",
    ["Sie bekommen 30 Cent je Kilometer [1].", "Sie bekommen 30 Cent je Kilometer. [1]", "Sie bekommen 30 Cent je Kilometer.[1]"],
)
def test_a_mark_belongs_to_its_sentence_before_and_after_the_full_stop(text: str) -> None:
    sentences, citations = resolve(f"{text} Das Jahr hat 30 Tage Urlaub [2].", HITS)
    assert [(sentence.text, sentence.citations) for sentence in sentences] == [
        ("Sie bekommen 30 Cent je Kilometer.", (1,)),
        ("Das Jahr hat 30 Tage Urlaub.", (2,)),
    ]
    assert [citation.number for citation in citations] == [1, 2]


def test_a_number_in_brackets_is_no_ordinal() -> None:
    sentences, _ = resolve("Es sind 30 Cent [1]. Kuchen gibt es auch [2]. Dazu Kaffee.", HITS)
    assert [(sentence.text, sentence.citations) for sentence in sentences] == [
        ("Es sind 30 Cent.", (1,)),
        ("Kuchen gibt es auch.", (2,)),
        ("Dazu Kaffee.", ()),
    ]


def test_a_mark_before_a_sentence_belongs_to_it() -> None:
    sentences, _ = resolve("[2] Urlaub sind 30 Tage.\n[1] Je Kilometer 30 Cent.", HITS)
    assert [sentence.citations for sentence in sentences] == [(2,), (1,)]


@pytest.mark.parametrize("marks", ["[1, 2]", "[1][2]", "[1] [2]", "[1,2]"])
def test_a_sentence_may_rest_on_several_passages(marks: str) -> None:
    sentences, citations = resolve(f"Beides steht in den Regeln {marks}.", HITS)
    assert sentences[0].citations == (1, 2)
    assert [citation.passage.document.metadata.title for citation in citations] == ["Reisekosten", "Urlaub"]


@pytest.mark.parametrize("mark", ["[0]", "[3]", "[99]"])
def test_a_number_that_points_nowhere_is_no_citation(mark: str) -> None:
    sentences, citations = resolve(f"Das steht dort {mark}.", HITS)
    assert [(sentence.text, sentence.citations) for sentence in sentences] == [("Das steht dort.", ())]
    assert citations == ()


def test_an_answer_without_marks_has_sentences_but_no_citations() -> None:
    sentences, citations = resolve("Erstens dies. Und zweitens das.", HITS)
    assert [sentence.text for sentence in sentences] == ["Erstens dies.", "Und zweitens das."]
    assert citations == ()


def test_german_abbreviations_and_paragraphs_do_not_end_a_sentence() -> None:
    text = "Dienstreisen bedürfen gem. § 5 Abs. 2 Nr. 1 z. B. der vorherigen Genehmigung [1]. Am 1. Mai gilt dies ggf. nicht [1]."
    sentences, _ = resolve(text, HITS)
    assert [sentence.text for sentence in sentences] == [
        "Dienstreisen bedürfen gem. § 5 Abs. 2 Nr. 1 z. B. der vorherigen Genehmigung.",
        "Am 1. Mai gilt dies ggf. nicht.",
    ]


def test_the_quote_is_the_sentence_of_the_passage_that_the_answer_took_up() -> None:
    _, (citation,) = resolve("Für das private Kraftfahrzeug werden 30 Cent je Kilometer erstattet [1].", HITS)
    assert citation.quote == KILOMETER
    assert REISEKOSTEN[citation.start : citation.end] == citation.quote


def test_a_verbatim_sentence_is_quoted_as_it_stands() -> None:
    _, (citation,) = resolve("Der Antrag ist innerhalb von sechs Monaten zu stellen. [1]", HITS)
    assert citation.quote == "Der Antrag ist innerhalb von sechs Monaten zu stellen."


def test_two_sentences_from_one_passage_make_one_citation_from_the_first_to_the_last_word() -> None:
    text = (
        "Der Antrag ist innerhalb von sechs Monaten zu stellen [1]. Für Kraftfahrzeuge werden 30 Cent je Kilometer erstattet [1]."
    )
    _, (citation,) = resolve(text, HITS)
    assert citation.quote.startswith("Für die Benutzung")
    assert citation.quote.endswith("zu stellen.")


def test_a_sentence_that_has_nothing_of_its_passage_shows_the_whole_passage() -> None:
    _, (citation,) = resolve("Bananen schmecken süß [2].", HITS)
    assert citation.quote == URLAUB


def test_table_rows_are_quoted_from_the_document_even_where_the_header_was_put_before_them() -> None:
    header, row = "| Wertgrenze | Verfahren |", "| bis 1.000 Euro | Direktauftrag |"
    document = f"Vorbemerkung.\n{header}\n| Zeile | eins |\n{row}"
    start = document.index(row)
    hit = make_hit(f"{header}\n{row}", "Beschaffung")
    hit = replace(hit, passage=replace(hit.passage, start=start, end=len(document)))
    sentences, (citation,) = resolve(f"{header} [1]\n{row} [1]", (hit,))
    assert [sentence.text for sentence in sentences] == [header, row]
    assert citation.quote == document[citation.start : citation.end] == row


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    sentences, _ = resolve("Es gilt:\n- 30 Cent je Kilometer [1]\n- 30 Arbeitstage [2]", HITS)
    assert [(sentence.text, sentence.citations) for sentence in sentences] == [
        ("Es gilt:", ()),
        ("- 30 Cent je Kilometer", (1,)),
        ("- 30 Arbeitstage", (2,)),
    ]
