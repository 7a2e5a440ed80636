"""What a run leaves of each question: gold, what was found, what was answered, and what that is worth.

Knows no file and no way to ask.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from assistant.conversation import Sentence
from eval.sets import GoldQuestion, Span

Kind = Literal["retrieval", "answers"]

FailureClass = Literal[
    "right",
    "not_found",
    "not_read",
    "read_wrong",
    "cited_wrongly",
    "unchecked",
    "wrongly_refused",
    "wrongly_answered",
    "failed",
    "unjudged",
]
"""What became of a question, in the order of reports."""
CLASSES: tuple[FailureClass, ...] = get_args(FailureClass)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, best first; `place` is title and headings, `text` is kept of the first few."""

    document: str
    start: int
    end: int
    score: float
    scores: dict[str, float]
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the quoted words and where they stand; `passage` is the id of the passage shown beside the answer."""

    number: int
    document: str
    passage: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Given:
    """What the assistant answered. `trouble` is how the model failed; `outcome` "failed" means that nobody answered."""

    text: str
    outcome: str
    understood: str
    confidence: float
    model: str
    trouble: str | None
    sentences: tuple[Sentence, ...]
    citations: tuple[Cited, ...]

    @property
    def refused(self) -> bool:
        """Whether the assistant said that the documents do not answer."""
        return self.outcome not in ("answered", "failed")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a run. `values` has None for what the set or the answer cannot tell; `seconds` are times."""

    question: GoldQuestion
    found: tuple[Found, ...]
    given: Given | None = None
    values: dict[str, float | None] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def classify(asked: Asked) -> FailureClass:
    """What became of a question; of several causes the earliest on the way from search to answer.

    An answer states the right thing if it has all facts; where the set has none, if it says or quotes what the set marks;
    where it marks nothing, if it cites the right document. It is right if moreover its sentences were checked and none
    is unsupported by what it cites. For a bare search: if a right document is among the first ten.
    """
    if asked.given is None:
        return "right" if asked.values["recall@10"] else "not_found"
    if asked.given.outcome == "failed":
        return "failed"
    if not asked.question.answerable:
        return "right" if asked.given.refused else "wrongly_answered"
    if not (asked.question.relevant or asked.question.facts or asked.question.spans):
        return "unjudged"
    return _refused(asked) if asked.given.refused else _answered(asked, asked.given)


def count_classes(asked: Sequence[Asked]) -> dict[FailureClass, int]:
    """How many questions ended in each class, in the order of reports; classes without any are left out."""
    counted = Counter(map(classify, asked))
    return {name: counted[name] for name in CLASSES if counted[name]}


def _refused(asked: Asked) -> FailureClass:
    return "wrongly_refused" if _found(asked) else "not_found"


def _answered(asked: Asked, given: Given) -> FailureClass:
    verdicts = {sentence.verdict for sentence in given.sentences}
    if _states(asked, given):
        if "unchecked" in verdicts:
            return "unchecked"
        return "cited_wrongly" if "unsupported" in verdicts else "right"
    if {cited.document for cited in given.citations} & asked.question.relevant.keys():
        return "read_wrong"
    return "not_read" if _found(asked) else "not_found"


def _found(asked: Asked) -> bool:
    return bool({hit.document for hit in asked.found} & asked.question.relevant.keys())


def _states(asked: Asked, given: Given) -> bool:
    """Whether the answer says what it should, whatever it cites for it."""
    values = asked.values
    if values["all_facts"] is not None:
        return values["all_facts"] == 1.0
    if values["span_overlap"] is not None:
        return values["span_overlap"] == 1.0 or _says(given, asked.question.spans)
    return values["gold_cited"] == 1.0


def _says(given: Given, spans: Sequence[Span]) -> bool:
    """Whether a marked span stands in the answer, or a sentence of the answer in a span."""
    text, marked = _plain(given.text), [_plain(span.text) for span in spans]
    sentences = [_plain(sentence.text) for sentence in given.sentences]
    return any(span in text or any(sentence in span for sentence in sentences if sentence) for span in marked)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
