"""What the library is made of: documents, their sections and passages, and what a search finds.

Knows no file format, no database and no index.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, as a parser returns it.

    `text` is what a reader sees: Unicode NFC, one paragraph, list item or table row a line. A table is a run of lines
    `| cell | cell |` whose first line is its header. `headings` go from the title down to the nearest heading.
    `anchor` names the place as a lawyer would: "§ 5 Abs. 2". `page` counts from 1 and is None where a format has none.
    `confidence` (0 to 1) is how sure a machine was that read it from a picture; None if the file says its text itself.
    """

    text: str
    headings: tuple[str, ...] = ()
    page: int | None = None
    anchor: str | None = None
    confidence: float | None = None


DEFAULT_COLLECTION = "allgemein"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an editor says about a document. Dates are inclusive; None means without limit.

    `superseded_on` is the first day of the document that replaces it; the library works it out.
    """

    title: str = ""
    collection: str = DEFAULT_COLLECTION
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: str | None = None
    issuer: str | None = None
    reference: str | None = None
    superseded_on: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day on which the document is valid."""
        replaced = self.superseded_on - timedelta(days=1) if self.superseded_on else None
        return min((day for day in (self.valid_to, replaced) if day), default=None)

    def titled(self, title: str) -> "Metadata":
        """The same with `title`, if there is none yet."""
        return self if self.title else replace(self, title=title)

    def in_force(self, day: date) -> bool:
        """Whether the document is valid on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the library: `id` is its identity, `digest` (SHA-256 of the file) its version's content."""

    id: str
    file_name: str
    digest: str
    version: int
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is found, read and cited as one.

    `text` is the document's text from `start` to `end` (characters, end exclusive), preceded by its table's header row or its
    list's lead-in where the piece begins inside a table or a list.
    """

    id: int
    document: Document
    text: str
    headings: tuple[str, ...]
    page: int | None
    anchor: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. Higher scores are better; `scores` explains the share of each search, `widened` which everyday
    words of the question stand in it under which official name."""

    passage: Passage
    score: float
    scores: dict[str, float] = field(default_factory=dict)
    widened: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Readable:
    """What a person may read: documents of `collections` but those `barred`, and documents `opened` in other collections."""

    collections: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()

    def contains(self, document: Document) -> bool:
        """Whether `document` may be read."""
        return document.id in self.opened or (document.metadata.collection in self.collections and document.id not in self.barred)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may return: of the chosen collections and documents (None: all) those in force on `day` (None: always),
    and of these what is `readable` (None: everything, for the operator's own commands)."""

    collections: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    day: date | None = None
    readable: Readable | None = None

    def contains(self, document: Document) -> bool:
        """Whether `document` may be returned."""
        return (
            (self.collections is None or document.metadata.collection in self.collections)
            and (self.documents is None or document.id in self.documents)
            and (self.day is None or document.metadata.in_force(self.day))
            and (self.readable is None or self.readable.contains(document))
        )


EVERYTHING = Scope()
