"""The life of a question, over a real library and with models that say what a test wrote down."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.chat_models import ChatModel
from assistant.conversation import (
    Answer,
    Event,
    Exchange,
    PassagesFound,
    Question,
    SentenceChecked,
    StillWriting,
    TextPiece,
    Trouble,
)
from ingest import tables
from ingest.documents import Metadata
from ingest.library import Library
from ingest.settings import Settings
from tests.assistant.running import free_port
from tests.assistant.scripted import ScriptedModel
from tests.shelf import Shelf

REISE = """# Dienstanweisung Reisekosten

## § 4 Wegstreckenentschädigung

Für die Benutzung eines privaten Kraftwagens werden 30 Cent je Kilometer erstattet. Höchstens sind es 150 Euro je Dienstreise.

## § 7 Antragsfrist

Der Antrag auf Reisekostenvergütung ist innerhalb einer Ausschlussfrist von sechs Monaten schriftlich zu stellen.
"""
URLAUB = """# Dienstanweisung Urlaub

## § 2 Dauer

Der Erholungsurlaub beträgt 30 Arbeitstage im Kalenderjahr. Er ist bis zum 30. September des Folgejahres zu nehmen.
"""
KILOMETER = Question("Wie viel Cent bekomme ich je Kilometer mit dem privaten Kraftwagen?")


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.add("reisekosten.md", REISE, Metadata(title="Reisekosten", collection="personal"))
    shelf.add("urlaub.md", URLAUB, Metadata(title="Urlaub", collection="personal"))
    return shelf


def assistant_with(model: ChatModel, shelf: Shelf, settings: Settings, **more: object) -> Assistant:
    settings = settings.model_copy(update={"floor": 0.0} | more)  # any passage will do for a scripted model
    return Assistant(build_assistant(settings, shelf.library).retriever, model, settings)


def ask(assistant: Assistant, question: Question) -> tuple[list[Event], Answer]:
    events = list(assistant.answer(question))
    assert isinstance(events[-1], Answer)
    return events, events[-1]


def written(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextPiece))


def document_text(library: Library, document_id: str) -> str:
    with library.engine.connect() as connection:
        return str(connection.scalar(select(tables.documents.c.text).where(tables.documents.c.id == document_id)))


def assert_literal(library: Library, answer: Answer) -> None:
    assert answer.citations
    for citation in answer.citations:
        assert document_text(library, citation.passage.document.id)[citation.start : citation.end] == citation.quote != ""


def test_a_question_is_answered_by_what_was_found_then_text_then_the_answer(filled: Shelf, settings: Settings) -> None:
    events, answer = ask(build_assistant(settings, filled.library), KILOMETER)
    assert isinstance(events[0], PassagesFound)
    assert "30 Cent je Kilometer" in events[0].hits[0].passage.text
    assert [event.sentence for event in events if isinstance(event, SentenceChecked)] == list(answer.sentences)
    assert written(events).strip() == answer.text
    assert "30 Cent je Kilometer" in answer.text
    assert (answer.outcome, answer.model, answer.refused) == ("answered", "quoting", False)
    assert {"retrieval", "writing", "whole"} <= answer.timings.keys()


def test_every_quote_stands_literally_in_its_document(filled: Shelf, settings: Settings) -> None:
    for text in (KILOMETER.text, "Bis wann muss ich die Reisekostenvergütung beantragen?", "Wie viele Tage Urlaub habe ich?"):
        _, answer = ask(build_assistant(settings, filled.library), Question(text))
        assert_literal(filled.library, answer)
        assert all(sentence.citations for sentence in answer.sentences)


def test_a_model_s_sentences_are_cited_and_judged(filled: Shelf, settings: Settings) -> None:
    model = ScriptedModel(["Sie bekommen 30 Cent ", "je Kilometer [1]. ", "Dazu gibt es 99 Euro [1]. Und Kuchen."])
    _, answer = ask(assistant_with(model, filled, settings), KILOMETER)
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (1,), ()]
    assert answer.sentences[1].verdict == answer.sentences[2].verdict == "unsupported"
    assert answer.model == "scripted"
    assert_literal(filled.library, answer)


def test_a_question_beside_the_documents_is_refused_and_no_model_is_asked(filled: Shelf, settings: Settings) -> None:
    model = ScriptedModel(["Zweimal [1]."])
    events, answer = ask(assistant_with(model, filled, settings, floor=0.99), Question("Wie oft wird der Rasen gemäht?"))
    assert answer.refused
    assert not answer.citations
    assert written(events) == answer.text
    assert model.tasks == []


def test_an_empty_library_has_nothing_to_say(library: Library, settings: Settings) -> None:
    _, answer = ask(build_assistant(settings, library), KILOMETER)
    assert (answer.outcome, answer.hits) == ("nothing", ())
    assert "nichts in den Dokumenten" in answer.text


@pytest.mark.parametrize("said", ["NICHT BEANTWORTET", "NICHT BEANTWORTET.", " \n"])
def test_a_model_that_finds_no_answer_refuses_and_names_the_nearest_places(filled: Shelf, settings: Settings, said: str) -> None:
    events, answer = ask(assistant_with(ScriptedModel(list(said)), filled, settings), KILOMETER)
    assert (answer.outcome, answer.citations) == ("touched", ())
    assert "Reisekosten" in answer.text
    assert written(events) == answer.text


def test_the_quoting_reader_steps_in_for_a_server_that_nobody_runs(filled: Shelf, settings: Settings) -> None:
    server = {"chat_model": "openai", "base_url": f"http://127.0.0.1:{free_port()}/v1", "model": "m", "model_retries": 0}
    events, answer = ask(build_assistant(settings.model_copy(update=server), filled.library), KILOMETER)
    assert [type(event) for event in events[:2]] == [PassagesFound, Trouble]
    assert isinstance(events[1], Trouble)
    assert events[1].error == "model_unavailable"
    assert events[1].message.startswith("Das Sprachmodell „m“ antwortet nicht")
    assert answer.model == "quoting"
    assert_literal(filled.library, answer)


def test_the_quoting_reader_does_not_step_in_where_it_may_not(filled: Shelf, settings: Settings) -> None:
    assistant = assistant_with(ScriptedModel([], fails=True), filled, settings, quote_when_unavailable=False)
    events = list(assistant.answer(KILOMETER))
    assert [type(event) for event in events] == [PassagesFound, Trouble]


def test_an_answer_after_a_broken_one_has_only_the_second_text(filled: Shelf, settings: Settings) -> None:
    broken = ScriptedModel(["Sie bekommen zwei. Und ", "dann"], fails=True)
    events, answer = ask(assistant_with(broken, filled, settings), KILOMETER)
    assert "Sie bekommen zwei." in written(events)
    trouble = next(at for at, event in enumerate(events) if isinstance(event, Trouble))
    assert written(events[trouble:]).strip() == answer.text
    assert "Sie bekommen zwei" not in answer.text


def test_closing_the_answer_stops_the_model(filled: Shelf, settings: Settings) -> None:
    model = ScriptedModel(["Wort "] * 100)
    events = assistant_with(model, filled, settings).answer(KILOMETER)
    next(event for event in events if isinstance(event, TextPiece))
    events.close()
    assert (model.said, model.closed) == (1, True)


def test_values_are_shown_when_their_sentence_is_whole_and_checked(filled: Shelf, settings: Settings) -> None:
    model = ScriptedModel(["Sie bekommen ", "stolze 99 Cent ", "je Kilometer [1]. ", "Sonst ", "nichts."])
    events = [event for event in assistant_with(model, filled, settings).answer(KILOMETER) if not isinstance(event, StillWriting)]
    pieces = [event.text if isinstance(event, TextPiece) else type(event) for event in events[1:]]
    assert pieces[:4] == ["Sie bekommen", " stolze", " 99 Cent je Kilometer [1].", SentenceChecked]
    assert isinstance(events[4], SentenceChecked)
    assert events[4].sentence.verdict == "unsupported"


def test_sentences_that_are_not_borne_out_are_dropped_where_that_is_set(filled: Shelf, settings: Settings) -> None:
    model = ScriptedModel(["Es werden 30 Cent je Kilometer erstattet [1]. Es gibt 99 Euro [1]."])
    events, answer = ask(assistant_with(model, filled, settings, unsupported="drop"), KILOMETER)
    assert answer.text == written(events) == "Es werden 30 Cent je Kilometer erstattet [1]."
    assert answer.dropped == 1
    assert "Ein Satz des Sprachmodells wird nicht gezeigt" in answer.remarks[0]


def test_passages_that_do_not_fit_are_left_out_and_counted(filled: Shelf, settings: Settings) -> None:
    question = Question("Wie viel Cent je Kilometer, bis wann der Antrag, wie viele Arbeitstage Urlaub?")
    roomy, narrow = ScriptedModel(["Ja [1]."]), ScriptedModel(["Ja [1]."])
    _, whole = ask(assistant_with(roomy, filled, settings), question)
    rules = sum(len(message.text.split()) for message in roomy.tasks[0].messages)
    _, cut = ask(assistant_with(narrow, filled, settings, context_tokens=rules + 480, answer_tokens=500), question)
    assert (whole.left_out, len(whole.hits)) == (0, len(cut.hits))
    assert cut.left_out == len(cut.hits) - len(narrow.tasks[0].hits) > 0
    assert sum(len(message.text.split()) for message in narrow.tasks[0].messages) <= rules - 20
    assert narrow.tasks[0].hits[0] == roomy.tasks[0].hits[0]


def test_the_model_gets_passages_with_numbers_and_places(filled: Shelf, settings: Settings) -> None:
    model = ScriptedModel(["Ja [1]."])
    ask(assistant_with(model, filled, settings), KILOMETER)
    said = model.tasks[0].messages[-1].text
    assert '<passage nummer="1" stelle="Reisekosten' in re.sub(r"passage-[0-9a-f]{8}", "passage", said)
    assert said.endswith(f"Frage: {KILOMETER.text}")


def test_the_model_reads_the_best_passages_with_their_neighbours(shelf: Shelf, settings: Settings) -> None:
    rest = " ".join(f"Bei Fall {number} gilt dasselbe für die übrigen Aufwendungen entsprechend." for number in range(40))
    shelf.add("reise.md", REISE.replace("## § 7", f"{rest} Zuständig ist das Dezernat 14.\n\n## § 7"))
    model = ScriptedModel(["Zuständig ist das Dezernat 14 [1]."])
    question = Question("Wie viel Cent gibt es je Kilometer mit dem privaten Kraftwagen?")
    _, answer = ask(assistant_with(model, shelf, settings, passages=1), question)
    (best,) = (hit.passage for hit in model.tasks[0].hits)
    assert "30 Cent" in best.text
    assert len(best.text) > len(answer.hits[0].passage.text)
    assert document_text(shelf.library, best.document.id)[best.start : best.end] == best.text
    assert_literal(shelf.library, answer)


def test_only_what_is_in_force_is_cited(shelf: Shelf, settings: Settings) -> None:
    for year, cents, end in ((2020, 20, date(2023, 12, 31)), (2024, 30, None)):
        text = REISE.replace("30 Cent", f"{cents} Cent")
        shelf.add(f"reise-{year}.md", text, Metadata(title=f"Reisekosten {year}", valid_from=date(year, 1, 1), valid_to=end))
    assistant = build_assistant(settings, shelf.library)
    today = ask(assistant, KILOMETER)[1]
    then = ask(assistant, replace(KILOMETER, as_of=date(2022, 5, 1)))[1]
    before = ask(assistant, replace(KILOMETER, as_of=date(2019, 5, 1)))[1]
    assert {hit.passage.document.metadata.title for hit in today.hits} == {"Reisekosten 2024"}
    assert "30 Cent" in today.text
    assert {hit.passage.document.metadata.title for hit in then.hits} == {"Reisekosten 2020"}
    assert "20 Cent" in then.text
    assert before.outcome == "nothing"


def test_a_question_is_answered_from_the_collections_and_documents_it_names(filled: Shelf, settings: Settings) -> None:
    job = filled.add("bauhof.md", REISE.replace("30 Cent", "55 Cent"), Metadata(title="Bauhof", collection="bauhof"))
    assistant = build_assistant(settings, filled.library)
    assert "55 Cent" in ask(assistant, replace(KILOMETER, collections=frozenset({"bauhof"})))[1].text
    assert "55 Cent" in ask(assistant, replace(KILOMETER, documents=frozenset({job.document_id})))[1].text
    assert "55 Cent" not in ask(assistant, replace(KILOMETER, collections=frozenset({"personal"})))[1].text
    assert ask(assistant, replace(KILOMETER, collections=frozenset()))[1].outcome == "nothing"


def test_a_follow_up_is_understood_by_the_question_before_it(filled: Shelf, settings: Settings) -> None:
    history = (Exchange("Wie viele Tage Urlaub habe ich?", "30 Arbeitstage."),)
    _, answer = ask(build_assistant(settings, filled.library), Question("Und bis wann?", history))
    assert "Urlaub" in answer.question
    assert "Urlaub" in {citation.passage.document.metadata.title for citation in answer.citations}
