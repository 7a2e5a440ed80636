"""What is remembered of a question is good until something changes: documents, rights, words, the day."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.conversation import Answer, Question
from assistant.lately import Lately
from assistant.retrieval import Lists, Retriever, Sought
from assistant.rewriting import Understood
from ingest.documents import Metadata, Readable, Scope
from ingest.settings import Settings
from tests.shelf import Shelf

RULE = "# Parkplätze\n\n## § 2 Stellplätze\n\nDie Gebühr für einen Stellplatz beträgt {euros} Euro im Monat.\n"
QUESTION = Question("Wie hoch ist die Gebühr für einen Stellplatz?")


class Counting(Retriever):
    """A retriever that counts how often it is asked."""

    asked = 0

    def search(self, sought: Sought, scope: Scope) -> Lists:
        self.asked += 1
        return super().search(sought, scope)


@pytest.fixture
def assistant(shelf: Shelf, settings: Settings) -> Assistant:
    shelf.add("park.md", RULE.format(euros=40), Metadata(title="Parkplätze"))
    built = build_assistant(settings, shelf.library)
    return Assistant(Counting(shelf.library, built.retriever.thesaurus), built.model, settings)


def ask(assistant: Assistant, question: Question = QUESTION) -> Answer:
    *_, answer = assistant.answer(question)
    assert isinstance(answer, Answer)
    return answer


def searches(assistant: Assistant) -> int:
    assert isinstance(assistant.retriever, Counting)
    return assistant.retriever.asked


def test_a_question_that_is_asked_again_is_not_searched_for_again(assistant: Assistant) -> None:
    first = ask(assistant)
    assert "40 Euro" in first.text
    assert replace(ask(assistant), timings={}) == replace(first, timings={})
    assert searches(assistant) == 1


def test_what_is_due_is_found_before_it_is_asked_again(assistant: Assistant, shelf: Shelf) -> None:
    """The library has become so much larger that everything is searched again."""
    ask(assistant)
    assistant.look_ahead()
    assert searches(assistant) == 1
    grow(shelf)
    assistant.look_ahead()
    assert searches(assistant) == 2
    assert "40 Euro" in ask(assistant).text
    assistant.look_ahead()
    assert searches(assistant) == 2


def test_what_was_not_asked_lately_is_not_due(shelf: Shelf) -> None:
    asked = Understood(QUESTION.text, QUESTION.text, QUESTION.text), Scope()
    lately, long_ago = Lately(shelf.library), Lately(shelf.library, seconds=0.0)
    for each in (lately, long_ago):
        each.note(*asked, (QUESTION.text,))
    grow(shelf)
    assert (list(lately.due()), list(long_ago.due())) == ([asked], [])
    assert list(lately.due()) == []


def grow(shelf: Shelf) -> None:
    """Let the library have grown by much."""
    shelf.add("tor.md", "# Tore\n\nDas Tor der Stellplätze schließt um 20 Uhr.\n", Metadata(title="Tore"))
    shelf.library.about_size = lambda question: -1  # type: ignore[method-assign]


def test_a_new_version_is_read_anew(assistant: Assistant, shelf: Shelf) -> None:
    ask(assistant)
    shelf.add("park.md", RULE.format(euros=55), Metadata(title="Parkplätze"))
    assert "55 Euro" in ask(assistant).text


def test_a_document_that_comes_is_read_with_the_others(assistant: Assistant, shelf: Shelf) -> None:
    ask(assistant)
    shelf.add("rad.md", "# R\u00e4der\n\nDer Stellplatz f\u00fcr ein Lastenrad kostet eine Geb\u00fchr von 7 Euro.\n")
    told = ask(assistant).text
    assert "40 Euro" in told
    assert "7 Euro" in told


def test_what_is_removed_is_not_remembered(assistant: Assistant, shelf: Shelf) -> None:
    document = ask(assistant).citations[0].passage.document.id
    shelf.library.remove(document)  # the indexes have not heard of it yet
    assert ask(assistant).outcome == "nothing"


def test_a_document_that_goes_out_of_force_is_not_remembered(assistant: Assistant, shelf: Shelf) -> None:
    document = ask(assistant).citations[0].passage.document
    shelf.library.describe(document.id, replace(document.metadata, valid_to=date(2020, 1, 1)))
    assert ask(assistant).outcome == "nothing"
    assert "40 Euro" in ask(assistant, replace(QUESTION, as_of=date(2019, 1, 1))).text


def test_nobody_is_answered_with_what_somebody_else_may_read(assistant: Assistant) -> None:
    assert "40 Euro" in ask(assistant, replace(QUESTION, readable=Readable(frozenset({"allgemein"})))).text
    assert ask(assistant, replace(QUESTION, readable=Readable())).outcome == "nothing"
    assert ask(assistant, replace(QUESTION, collections=frozenset({"andere"}))).outcome == "nothing"


def test_a_new_word_of_the_authority_is_heard_at_once(assistant: Assistant, settings: Settings) -> None:
    ask(assistant)
    (settings.home / "thesaurus.tsv").write_text("Stellplatz\tAbstellfläche\n", encoding="utf-8")
    ask(assistant)
    assert searches(assistant) == 2
