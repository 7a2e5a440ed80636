"""What does not fit into a model's context is left out and said, or the model is not asked; nothing is cut in silence."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

import pytest

from assistant.assembly import build_assistant
from assistant.chat_models import Task, load_chat_model
from assistant.conversation import Answer, Question, Trouble
from assistant.prompting import Order, fit_order, read_prompt
from ingest.errors import ContextOverflow
from ingest.settings import Settings
from tests.assistant.making import REISEKOSTEN, URLAUB, make_hit
from tests.assistant.model_server import ScriptedServer, scripted_server
from tests.shelf import Shelf

HITS = tuple(make_hit(text, f"Anweisung {number}") for number, text in enumerate((REISEKOSTEN, URLAUB, REISEKOSTEN, URLAUB)))
QUESTION = Question("Wie viele Arbeitstage Erholungsurlaub gibt es im Kalenderjahr?")


@dataclass
class NarrowModel:
    """Reads up to `passages` passages, whatever is said of its context."""

    passages: int
    name: str = "narrow"
    reads_messages: bool = True
    asked: list[int] = field(default_factory=list)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, task: Task) -> Generator[str]:
        self.asked.append(len(task.hits))
        if len(task.hits) > self.passages:
            raise ContextOverflow(model=self.name)
        yield "Es sind 30 Arbeitstage [1]."


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.add_all({f"urlaub-{number}.txt": f"{URLAUB} Das ist Fassung {number}." for number in range(8)})
    return shelf


@pytest.mark.parametrize("context", [512, 520, 560, 600, 700, 1000])
def test_prompt_and_answer_never_exceed_the_context(context: int, settings: Settings) -> None:
    model = NarrowModel(9)
    order = Order(read_prompt("answer"), {"name": "A", "question": "Wie viel?"}, "Wie viel?", HITS)
    narrow = settings.model_copy(update={"context_tokens": context, "answer_tokens": 300})
    try:
        fitting = fit_order(order, model, narrow)
    except ContextOverflow:
        assert context < 600
        return
    words = sum(model.count_tokens(message.text) for message in order.task(fitting, model).messages)
    assert words + 300 <= context


def test_a_model_that_can_read_less_than_set_gets_the_better_half(stocked: Shelf, settings: Settings) -> None:
    model = NarrowModel(2)
    assistant = build_assistant(settings.model_copy(update={"floor": 0.0}), stocked.library)
    assistant.model = model
    answer = list(assistant.answer(QUESTION))[-1]
    assert isinstance(answer, Answer)
    assert model.asked == [8, 4, 2]
    assert (answer.model, answer.left_out) == ("narrow", 6)
    assert "6 gefundene Textstellen passten nicht" in answer.remarks[-1]


def test_where_not_one_passage_fits_the_quoting_reader_answers(stocked: Shelf, settings: Settings) -> None:
    assistant = build_assistant(settings.model_copy(update={"floor": 0.0}), stocked.library)
    assistant.model = NarrowModel(0)
    events = list(assistant.answer(QUESTION))
    assert [event.error for event in events if isinstance(event, Trouble)] == ["context_overflow"]
    assert isinstance(events[-1], Answer)
    assert events[-1].model == "quoting"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def test_a_server_s_own_limit_is_heeded(stocked: Shelf, settings: Settings, server: ScriptedServer) -> None:
    chosen = {"chat_model": "openai", "base_url": server.base_url, "model": "narrow", "model_retries": 0, "floor": 0.0}
    assistant = build_assistant(settings.model_copy(update=chosen), stocked.library)
    assert load_chat_model(settings.model_copy(update=chosen)).name == "narrow"
    answer = list(assistant.answer(QUESTION))[-1]
    assert isinstance(answer, Answer)
    assert answer.model == "narrow"
    assert answer.left_out > 0
