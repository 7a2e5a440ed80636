"""A follow-up is made to stand alone: by the model where there is one and it makes sense, else by rules."""

import pytest

from assistant.conversation import Exchange
from assistant.replying import replies
from assistant.rewriting import understand
from ingest.settings import Settings
from tests.assistant.scripted import ScriptedModel

HISTORY = (Exchange("Wie hoch ist das Tagegeld im Inland?", "Das Tagegeld beträgt 14 Euro."),)
BY_RULES = "Wie hoch ist das Tagegeld im Inland? Und im Ausland ab 3 Tagen?"


def test_the_model_s_words_are_used_where_they_make_sense(settings: Settings) -> None:
    model = ScriptedModel(["Wie hoch ist das Tagegeld ", "im Ausland ab 3 Tagen?"])
    assert (
        understand("Und im Ausland ab 3 Tagen?", HISTORY, model, settings).text
        == "Wie hoch ist das Tagegeld im Ausland ab 3 Tagen?"
    )


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
    assert understand("Und im Ausland ab 3 Tagen?", HISTORY, ScriptedModel([nonsense]), settings).text == BY_RULES


def test_a_model_that_fails_leaves_it_to_the_rules(settings: Settings) -> None:
    assert understand("Und im Ausland ab 3 Tagen?", HISTORY, ScriptedModel([], fails=True), settings).text == BY_RULES


def test_a_first_question_is_not_rewritten_and_no_model_is_asked(settings: Settings) -> None:
    model = ScriptedModel(["Etwas anderes?"])
    assert understand("Wie hoch ist das Tagegeld?", (), model, settings).text == "Wie hoch ist das Tagegeld?"
    assert model.tasks == []


def test_the_model_sees_only_the_last_exchanges_and_no_more_than_fits(settings: Settings) -> None:
    history = tuple(Exchange(f"Frage{number}?", f"Antwort{number} " * 500) for number in range(20))
    model = ScriptedModel(["Was?"])
    understand("Und dort?", history, model, settings)
    shown = model.tasks[0].messages[-1].text
    assert "Frage19" in shown
    assert "Frage10" not in shown
    assert len(shown) < 2500
    narrow = ScriptedModel(["Was?"])
    understand("Und dort?", history, narrow, settings.model_copy(update={"context_tokens": 700, "answer_tokens": 512}))
    assert sum(len(message.text.split()) for message in narrow.tasks[0].messages) <= 700 - 512


QUOTING = ScriptedModel([], reads_messages=False)


def test_a_new_topic_is_left_alone_by_the_rules_and_noticed(settings: Settings) -> None:
    question = "Wie beantrage ich Bildungsurlaub?"
    understood = understand(question, HISTORY, QUOTING, settings)
    assert understood.text == understood.searched == question
    assert understood.new_topic
    assert not understand("Wie hoch ist das Tagegeld in Polen?", HISTORY, QUOTING, settings).new_topic


@pytest.mark.parametrize(
    "question",
    [
        "Und im Ausland ab 3 Tagen?",
        "Gilt das auch für Teilzeit?",
        "Dürfen die Länder davon abweichen?",
        "Wie viel kann er dann höchstens bekommen, wenn er die Stelle ohnehin nicht erhalten hätte?",
        "Kostet das den Beschäftigten etwas?",
        "Wer genehmigt das?",
        "Bis wann muss ich so einen Antrag stellen?",
        "Danke! Und wie lange?",
        "Wie hoch ist sie bei Pensionären?",
    ],
)
def test_a_question_that_points_back_leans_on_the_one_before(question: str, settings: Settings) -> None:
    understood = understand(question, HISTORY, QUOTING, settings)
    assert understood.text.startswith(HISTORY[0].question)
    assert HISTORY[0].answer in understood.searched


@pytest.mark.parametrize(
    "question",
    [
        "Welche Aufgaben haben Personalräte und wer wählt sie?",
        "Bis wann muss ich abrechnen, damit der Anspruch nicht verfällt?",
        "Mein Vater ist gestorben. Wie viele Tage bekomme ich dafür frei?",
        "Können Sie mir sagen, wie lange die Probezeit dauert?",
        "Was ist das Trennungsgeld?",
        "Ab wann gilt ein Bescheid als zugegangen, wenn wir ihn per Post schicken?",
    ],
)
def test_a_question_that_names_what_it_points_to_stands_alone(question: str, settings: Settings) -> None:
    assert understand(question, HISTORY, QUOTING, settings).text == question


def test_passages_are_read_for_the_follow_up_if_it_says_itself_what_it_asks(settings: Settings) -> None:
    question = "Und wie lange, wenn Quittungen verlangt werden?"
    assert understand(question, HISTORY, QUOTING, settings).asked == question
    assert understand("Und dort?", HISTORY, QUOTING, settings).asked == f"{HISTORY[0].question} Und dort?"


def test_a_refusal_says_nothing_about_the_next_question(settings: Settings) -> None:
    history = (Exchange(HISTORY[0].question, replies()["nothing"]),)
    assert understand("Und dort?", history, QUOTING, settings).searched.split() == f"{HISTORY[0].question} Und dort?".split()
