"""What a run leaves of each question: gold, what was found, what was answered, and what that is worth.

Knows no file and no way to ask.
"""

from dataclasses import dataclass, field
from typing import Literal

from assistant.conversation import Sentence
from eval.sets import GoldQuestion

Kind = Literal["retrieval", "answers"]

FailureClass = Literal["right", "not_found", "not_read", "wrongly_refused", "wrongly_answered", "failed"]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, best first."""

    document: str
    start: int
    end: int
    score: float
    scores: dict[str, float]


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
    """What became of a question; of several causes the earliest.

    An answer is right if it has all facts; where the set has none, if it quotes what the set marks; where it marks
    nothing, if it cites the right document. For a bare search: if a right document is among the first ten.
    """
    if asked.given is None:
        return "right" if asked.values["recall@10"] else "not_found"
    if asked.given.outcome == "failed":
        return "failed"
    if not asked.question.answerable:
        return "right" if asked.given.refused else "wrongly_answered"
    known = (asked.values[name] for name in ("all_facts", "span_overlap", "gold_cited"))
    if next((value for value in known if value is not None), 0.0) == 1.0:
        return "right"
    if not {hit.document for hit in asked.found} & asked.question.relevant.keys():
        return "not_found"
    return "wrongly_refused" if asked.given.refused else "not_read"
