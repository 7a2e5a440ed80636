"""What a language model can do with answers and documents besides answering: there is none of it without a model.

A task is a prompt of `prompts/` over passages. Its sentences are checked as those of answers are; texts made of an answer
are compared with it as well.
"""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from assistant.chat_models import ChatModel
from assistant.conversation import Answer, Event, Trouble
from assistant.fidelity import find_changes
from assistant.mistrusting import is_mistrusted
from assistant.prompting import Order, fit_order, read_prompt
from assistant.replying import refuse, remark
from assistant.writing import write_within
from ingest.documents import Hit, Passage
from ingest.errors import ContextOverflow, ModelUnavailable, NeedsModel, UnknownTask
from ingest.settings import Settings

OF_DOCUMENTS = ("summary",)
OF_ANSWERS = ("memo", "letter", "plain", "translation")
_COMPARED = ("plain", "translation")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be made of a document's passages, or of the answer to a question over the passages that it cites.

    The passages' order is that of their numbers in the answer; `language` is what to translate into.
    """

    task: str
    passages: Sequence[Passage]
    question: str = ""
    answer: str = ""
    language: str = ""


def available_tasks(model: ChatModel) -> tuple[str, ...]:
    """The tasks that can be done with `model`."""
    return (*OF_DOCUMENTS, *OF_ANSWERS) if model.reads_messages else ()


def perform(assignment: Assignment, model: ChatModel, settings: Settings) -> Generator[Event]:
    """The same events as those of a question. Raises UnknownTask and NeedsModel before the first."""
    if assignment.task not in (*OF_DOCUMENTS, *OF_ANSWERS):
        raise UnknownTask(task=assignment.task)
    if assignment.task not in available_tasks(model):
        raise NeedsModel
    return _perform(assignment, model, settings)


def _perform(assignment: Assignment, model: ChatModel, settings: Settings) -> Generator[Event]:
    started = time.perf_counter()
    prompt = read_prompt(assignment.task)
    trusted = [_unless_mistrusted(passage) for passage in assignment.passages]
    mistrusted = sum(each.text == "" for each in trusted)
    hits = tuple(Hit(passage, 0.0) for passage in trusted)
    values = {"name": settings.name, "question": assignment.question, "answer": assignment.answer, "language": assignment.language}
    order = Order(prompt, values, assignment.question, hits, translated=assignment.task == "translation")
    try:
        _check_numbers(order, model, settings)
        draft = yield from write_within(model, order, settings)
    except ModelUnavailable as error:
        yield Trouble(error.code, str(error))
        return
    base = Answer("", "answered", assignment.question, hits=hits, model=model.name, prompt=prompt.digest, mistrusted=mistrusted)
    base = replace(base, left_out=len(hits) - len(draft.hits), dropped=draft.dropped)
    made = replace(base, text=draft.text.strip(), sentences=tuple(draft.sentences), citations=draft.citations)
    if assignment.task in _COMPARED:
        changes = find_changes(assignment.answer, made.text, assignment.task == "translation")
        made = replace(made, remarks=tuple(changes))
    made = made if made.text and not draft.declined else refuse(base, about=1.0)
    yield remark(replace(made, timings={"whole": time.perf_counter() - started}))


def _check_numbers(order: Order, model: ChatModel, settings: Settings) -> None:
    """Raises ContextOverflow if a passage does not fit and others behind it would change their numbers."""
    fitting = list(fit_order(order, model, settings))
    if fitting != list(order.hits[: len(fitting)]):
        raise ContextOverflow(model=model.name)


def _unless_mistrusted(passage: Passage) -> Passage:
    """The passage; without its text if it gives orders, so that the others keep their numbers."""
    return replace(passage, text="", start=passage.end) if is_mistrusted(passage) else passage
