"""A follow-up is made to stand alone: by the model where there is one and it makes sense, else by rules."""

import pytest

from assistant.conversation import Exchange
from assistant.rewriting import focus, rewrite
from ingest.settings import Settings
from tests.assistant.scripted import ScriptedModel

HISTORY = (Exchange("Wie hoch ist das Tagegeld im Inland?", "Das Tagegeld beträgt 14 Euro."),)
BY_RULES = "Wie hoch ist das Tagegeld im Inland? Und im Ausland ab 3 Tagen?"


def test_the_model_s_words_are_used_where_they_make_sense(settings: Settings) -> None:
    model = ScriptedModel(["Wie hoch ist das Tagegeld ", "im Ausland ab 3 Tagen?"])
    assert rewrite("Und im Ausland ab 3 Tagen?", HISTORY, model, settings) == "Wie hoch ist das Tagegeld im Ausland ab 3 Tagen?"


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "Wie hoch ist das Tagegeld im Ausland?",
        "Wie hoch ist das Tagegeld im Ausland ab 3 Tagen?\nDie Antwort ist 28 Euro.",
        "Bananen aus Ecuador schmecken 3 Affen besonders süß und saftig.",
        "Tagegeld im Ausland ab 3 Tagen " * 30,
    ],
)
def test_what_loses_numbers_or_is_no_single_question_is_not_used(nonsense: str, settings: Settings) -> None:
    assert rewrite("Und im Ausland ab 3 Tagen?", HISTORY, ScriptedModel([nonsense]), settings) == BY_RULES


def test_a_model_that_fails_leaves_it_to_the_rules(settings: Settings) -> None:
    assert rewrite("Und im Ausland ab 3 Tagen?", HISTORY, ScriptedModel([], fails=True), settings) == BY_RULES


def test_a_first_question_is_not_rewritten_and_no_model_is_asked(settings: Settings) -> None:
    model = ScriptedModel(["Etwas anderes?"])
    assert rewrite("Wie hoch ist das Tagegeld?", (), model, settings) == "Wie hoch ist das Tagegeld?"
    assert model.tasks == []


def test_the_model_sees_only_the_last_exchanges_and_no_more_than_fits(settings: Settings) -> None:
    history = tuple(Exchange(f"Frage{number}?", f"Antwort{number} " * 500) for number in range(20))
    model = ScriptedModel(["Was?"])
    rewrite("Und dort?", history, model, settings)
    shown = model.tasks[0].messages[-1].text
    assert "Frage19" in shown
    assert "Frage10" not in shown
    assert len(shown) < 2500
    narrow = ScriptedModel(["Was?"])
    rewrite("Und dort?", history, narrow, settings.model_copy(update={"context_tokens": 700, "answer_tokens": 512}))
    assert sum(len(message.text.split()) for message in narrow.tasks[0].messages) <= 700 - 512


def test_a_new_topic_is_left_alone_by_the_rules(settings: Settings) -> None:
    question = "Wie beantrage ich Bildungsurlaub?"
    assert rewrite(question, HISTORY, ScriptedModel([], reads_messages=False), settings) == question


def test_passages_are_read_for_the_follow_up_if_it_says_itself_what_it_asks() -> None:
    whole = "Wie lange kann ich eine Dienstreise abrechnen? Und wie lange, wenn Quittungen verlangt werden?"
    assert focus("Und wie lange, wenn Quittungen verlangt werden?", whole) == "Und wie lange, wenn Quittungen verlangt werden?"
    assert focus("Und dort?", f"{HISTORY[0].question} Und dort?") == f"{HISTORY[0].question} Und dort?"
    assert focus("Und im Ausland?", "Wie hoch ist das Tagegeld im Ausland?") == "Wie hoch ist das Tagegeld im Ausland?"
