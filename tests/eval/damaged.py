"""Assistants with one thing broken, made of the real parts, to see whether measuring notices. Knows no test."""

import re
from collections.abc import Generator
from dataclasses import dataclass, replace

from assistant.answering import Assistant
from assistant.chat_models import ChatModel, Message, Task
from assistant.conversation import Answer, Event, Question
from assistant.quoting import QuotingReader
from assistant.retrieval import Retriever, Weights
from assistant.widening import Thesaurus
from ingest.library import Library
from ingest.settings import Settings

_MARK = re.compile(r"\[(\d+)\]")


def _assistant(settings: Settings, library: Library, model: ChatModel, weights: Weights = Weights()) -> Assistant:
    return Assistant(Retriever(library, Thesaurus(settings.home / "thesaurus.tsv"), weights), model, settings)


def without_word_search(settings: Settings, library: Library) -> Assistant:
    """Only the vectors search."""
    weights = Weights(words=0, pairs=0, grams=0, reference=0, widened_words=0, widened_grams=0)
    return _assistant(settings, library, QuotingReader(), weights)


def without_vectors(settings: Settings, library: Library) -> Assistant:
    """Only the words search."""
    return _assistant(settings, library, QuotingReader(), Weights(vector=0))


class Quoting:
    """What the quoting doubles have in common with the reader that ships."""

    reads_messages = False

    def __init__(self) -> None:
        self.name = type(self).__name__.lower()

    def count_tokens(self, text: str) -> int:
        return len(text.split())


class Naive(Quoting):
    """Does not read: quotes how the best passages begin."""

    def stream(self, task: Task) -> Generator[str]:
        for number, hit in enumerate(task.hits[:4], start=1):
            yield " ".join(hit.passage.text.split()[:25]) + f" [{number}]\n\n"


def with_a_naive_reader(settings: Settings, library: Library) -> Assistant:
    """Nobody looks for what answers."""
    return _assistant(settings, library, Naive())


class Wordy(Quoting):
    """Knows no limit of words: quotes what should stand beside the answer too."""

    def stream(self, task: Task) -> Generator[str]:
        units = (*task.reading.units, *task.reading.further)
        yield from QuotingReader().stream(replace(task, reading=replace(task.reading, units=units)))


def without_a_limit_of_words(settings: Settings, library: Library) -> Assistant:
    """Answers are three times as long."""
    return _assistant(settings, library, Wordy())


class Terse(Quoting):
    """Quotes the best unit alone, whatever else was worth it."""

    def stream(self, task: Task) -> Generator[str]:
        yield from QuotingReader().stream(replace(task, reading=replace(task.reading, units=task.reading.units[:1])))


def with_too_few_words(settings: Settings, library: Library) -> Assistant:
    """Answers are cut short."""
    return _assistant(settings, library, Terse())


class Shifting(Quoting):
    """Quotes rightly and names the passage after the right one."""

    def stream(self, task: Task) -> Generator[str]:
        text = "".join(QuotingReader().stream(task))
        yield _MARK.sub(lambda mark: f"[{int(mark[1]) % len(task.hits) + 1}]", text)


def with_shifted_citations(settings: Settings, library: Library) -> Assistant:
    """Every citation points to the next passage."""
    return _assistant(settings, library, Shifting())


@dataclass
class Obedient:
    """Does what its instructions say, as far as it understands: cites if they ask for it, refuses if they allow nothing else."""

    name: str = "obedient"
    reads_messages: bool = True

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(self, task: Task) -> Generator[str]:
        instructions = task.messages[0].text
        text = "".join(QuotingReader().stream(task))
        yield text if "eckigen Klammern" in instructions else _MARK.sub("", text)


@dataclass
class Misprompted:
    """A model that is given other instructions than the product's."""

    model: ChatModel
    instructions: str
    name: str = "misprompted"
    reads_messages: bool = True

    def count_tokens(self, text: str) -> int:
        return self.model.count_tokens(text)

    def stream(self, task: Task) -> Generator[str]:
        others = (Message("system", self.instructions), *task.messages[1:])
        yield from self.model.stream(replace(task, messages=others))


def with_a_model(settings: Settings, library: Library) -> Assistant:
    """Nothing is broken: the model that follows its instructions, with the right ones."""
    return _assistant(settings, library, Obedient())


def with_a_wrong_prompt(settings: Settings, library: Library) -> Assistant:
    """The instructions do not ask for citations."""
    return _assistant(settings, library, Misprompted(Obedient(), "Beantworten Sie die Frage freundlich."))


class Unchecked(Assistant):
    """Does not check its sentences."""

    def answer(self, question: Question) -> Generator[Event]:
        for event in super().answer(question):
            if isinstance(event, Answer):
                sentences = tuple(replace(sentence, verdict="unchecked", reason="") for sentence in event.sentences)
                event = replace(event, sentences=sentences)  # noqa: PLW2901
            yield event


def without_checker(settings: Settings, library: Library) -> Assistant:
    """Nobody checks the sentences."""
    retriever = Retriever(library, Thesaurus(settings.home / "thesaurus.tsv"))
    return Unchecked(retriever, QuotingReader(), settings)


class Sure(Assistant):
    """Never doubts that the documents answer."""

    def answer(self, question: Question) -> Generator[Event]:
        for event in super().answer(question):
            yield replace(event, confidence=1.0) if isinstance(event, Answer) else event


def without_refusals(settings: Settings, library: Library) -> Assistant:
    """Whatever is found is taken for an answer."""
    retriever = Retriever(library, Thesaurus(settings.home / "thesaurus.tsv"))
    return Sure(retriever, QuotingReader(), settings.model_copy(update={"floor": 0.0}))
