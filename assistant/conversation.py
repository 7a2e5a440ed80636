"""What is said: questions with their history, answers with their citations. Knows no search and no model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ingest.documents import Hit, Passage, Readable

Outcome = Literal["answered", "touched", "nothing", "smalltalk"]
Verdict = Literal["supported", "partly", "unsupported", "unchecked"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of the same conversation with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks. `as_of` is the day whose rules count; `collections` and `documents` limit the search (None: all),
    `readable` is what the person may read (None: everything), `model_may_see` whether the model may see documents with these
    ids (None: it may see all)."""

    text: str
    history: tuple[Exchange, ...] = ()
    collections: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    as_of: date | None = None
    readable: Readable | None = None
    model_may_see: Callable[[frozenset[str]], bool] | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """[number] in an answer: the passage and the quoted span, which stands in the document's text from `start` to `end`."""

    number: int
    passage: Passage
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, the numbers of its citations, and whether they bear it out; `reason` is a code that says why.

    `ground` are the sentences of the passages that it rests on, best first (none: it stands there word for word, or nothing
    does), `share` is how much of its words they say.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Verdict = "unchecked"
    reason: str = ""
    ground: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer, with all that explains it.

    `question` is the question as it was understood, `as_of` the day whose rules were asked for (None: today), `new_topic` whether
    it shares no word with what was said before. `remarks` are German sentences for whoever reads the answer; `further` are the
    next best places, which the answer does not rest on. Counted are passages that did not fit (`left_out`) or give orders
    (`mistrusted`), and sentences that were not shown (`dropped`). `timings` are seconds, `conversation` is the id of the one that
    keeps the answer.
    """

    text: str
    outcome: Outcome
    question: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    further: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    model: str = ""
    prompt: str = ""
    left_out: int = 0
    mistrusted: int = 0
    dropped: int = 0
    new_topic: bool = False
    as_of: date | None = None
    remarks: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    conversation: str | None = None

    @property
    def refused(self) -> bool:
        """Whether the documents did not answer."""
        return self.outcome != "answered"


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """First event: the question as understood and what was found."""

    question: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of the answer's text. Values, citations and addresses come with their whole sentence, once that is checked."""

    text: str


@dataclass(frozen=True, slots=True)
class SentenceChecked:
    """What was found of the sentence that was shown last."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class StillWriting:
    """The model wrote on, and there is nothing to be shown yet; whoever listens may stop it here."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The model failed; an answer by the quoting reader may follow. `message` is a German sentence."""

    error: str
    message: str


Event = PassagesFound | TextPiece | SentenceChecked | StillWriting | Trouble | Answer
