"""What the library is made of: documents, their sections and passages, and what a search finds.

Knows no file format, no database and no index.
"""

from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, as a parser returns it.

    `text` is what a reader sees: Unicode NFC, one paragraph, list item or table row a line. A table is a run of lines
    `| cell | cell |` whose first line is its header. `headings` go from the title down to the nearest heading.
    `anchor` names the place as a lawyer would: "§ 5 Abs. 2". `page` counts from 1 and is None where a format has none.
    """

    text: str
    headings: tuple[str, ...] = ()
    page: int | None = None
    anchor: str | None = None


DEFAULT_COLLECTION = "allgemein"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an editor says about a document. Dates are inclusive; None means without limit."""

    title: str = ""
    collection: str = DEFAULT_COLLECTION
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: str | None = None
    issuer: str | None = None
    reference: str | None = None

    def titled(self, title: str) -> "Metadata":
        """The same with `title`, if there is none yet."""
        return self if self.title else replace(self, title=title)

    def in_force(self, day: date) -> bool:
        """Whether the document is valid on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


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

    `text` is the document's text from `start` to `end` (characters, end exclusive), preceded by its table's header row
    where the piece begins inside a table.
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
    """A passage that was found. Higher scores are better; `scores` explains the share of each search."""

    passage: Passage
    score: float
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may return: collections and documents that may be read (None: all), in force on `day` (None: always)."""

    collections: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    day: date | None = None

    def contains(self, document: Document) -> bool:
        """Whether `document` may be returned."""
        return (
            (self.collections is None or document.metadata.collection in self.collections)
            and (self.documents is None or document.id in self.documents)
            and (self.day is None or document.metadata.in_force(self.day))
        )


EVERYTHING = Scope()
