"""What goes on around a question: earlier exchanges, changes of topic, courtesies."""

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.assembly import build_assistant
from assistant.conversation import Answer, Exchange, Question
from ingest.documents import Metadata
from ingest.settings import Settings
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


def test_nothing_of_one_conversation_reaches_another(filled: Shelf, settings: Settings) -> None:
    assistant = build_assistant(settings)
    alone = [_said(assistant, Question("Und wie lange gilt das?"))]
    holiday = (Exchange("Wie viele Tage Erholungsurlaub habe ich?", "Der Erholungsurlaub beträgt 30 Arbeitstage."),)
    travel = (Exchange(KILOMETER.text, "Erstattet werden 30 Cent je Kilometer."),)
    first = _said(assistant, Question("Und wie lange gilt das?", holiday))
    second = _said(assistant, Question("Und wie lange gilt das?", travel))
    alone.append(_said(assistant, Question("Und wie lange gilt das?")))
    assert "Erholungsurlaub" in first.question
    assert "Erholungsurlaub" not in second.question
    assert replace(alone[0], timings={}) == replace(alone[1], timings={})
    assert replace(_said(build_assistant(settings), Question("Und wie lange gilt das?", travel)), timings={}) == replace(
        second, timings={}
    )


def test_courtesies_change_neither_what_is_found_nor_what_is_answered(filled: Shelf, settings: Settings) -> None:
    assistant = build_assistant(settings)
    polite = f"Guten Tag zusammen, ich hätte da mal eine Frage: {KILOMETER.text} Vielen Dank im Voraus und viele Grüße, Kim Muster"
    plain, courteous = _said(assistant, KILOMETER), _said(assistant, Question(polite))
    assert courteous.question == polite
    assert courteous.text == plain.text
    assert courteous.confidence == pytest.approx(plain.confidence)


def test_a_change_of_topic_is_said(filled: Shelf, settings: Settings) -> None:
    history = (Exchange("Wie viele Tage Erholungsurlaub habe ich?", "Es sind 30 Arbeitstage."),)
    answer = _said(build_assistant(settings), replace(KILOMETER, history=history))
    assert answer.new_topic
    assert any("neues Thema" in remark for remark in answer.remarks)


def _said(assistant: Assistant, question: Question) -> Answer:
    return [event for event in assistant.answer(question) if isinstance(event, Answer)][-1]
