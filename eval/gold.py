"""What a gold set is made of: documents, questions with what is known of their answers, and faults found in a file.

Knows no file layout, no assistant and no metric.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from assistant.conversation import Exchange

MARK = "~"
"""Stands between the name of a set or document and what was done to it."""


class FaultySet(ValueError):
    """A set is missing or cannot be read; the text says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a set: in which file, where in it, in which field, and what to do.

    A row with a `fatal` fault cannot be used; the others are for the editor to judge.
    """

    file: str
    where: str
    field: str
    what: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{', '.join(part for part in (self.file, self.where, self.field) if part)}: {self.what}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a set's corpus."""

    id: str
    title: str
    text: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Where an answer stands: `text` is the document's text from `start` to `end`."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the running library by its title or file name, and the page or the words that answer, if known."""

    name: str
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what is known of its answer.

    `relevant` are documents with their grades (empty: not judged), `irrelevant` those judged not to answer. `facts` are texts
    that a right answer must have (None: the set does not say), `extras` texts that it may have. Only what the set marks as
    impossible is not answerable. `where` is its place in the set's file.
    """

    id: str
    text: str
    standalone: str
    history: tuple[Exchange, ...]
    as_of: date | None
    category: str | None
    relevant: dict[str, int]
    spans: tuple[Span, ...]
    facts: tuple[str, ...] | None
    reference: str | None
    answerable: bool
    extras: tuple[str, ...] = ()
    irrelevant: tuple[str, ...] = ()
    difficulty: str | None = None
    sources: tuple[Source, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set; `titled` says whether the titles of its corpus are used.

    Without `entries` its questions are put to the running library, and `library` is the digest of what that holds.
    """

    name: str
    titled: bool
    entries: tuple[Entry, ...]
    questions: tuple[GoldQuestion, ...]
    library: str = ""

    @property
    def corpus_digest(self) -> str:
        """SHA-256 of the corpus as it is searched."""
        return self.library or hashlib.sha256(repr(self.entries).encode()).hexdigest()
