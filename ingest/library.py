"""The library of passages: add, replace, remove, search.

The database is the truth; the indexes follow it. What a search returns is read from the database and checked against the
asker's scope once more, so that a copy that lags behind can never show what is gone or forbidden.
"""

import fcntl
import math
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine

from ingest import records
from ingest.documents import Document, Metadata, Passage, Scope, Section
from ingest.embedding import Embedder, embed_widened, load_embedder
from ingest.errors import EmbedderMismatch, UnknownDocument
from ingest.glancing import glance
from ingest.indexes import Indexes
from ingest.preparing import Prepared, prepare_all
from ingest.settings import Settings
from ingest.surroundings import enlarge
from ingest.tables import open_database, transaction
from ingest.versions import forget_versions

_STEPS, _STEPS_OF_LARGE = 50, 5
"""Sizes that are told apart while a library becomes 2.7 times as large."""
_LARGE = 10_000
_REMEMBERED = 1000
"""Questions whose vectors are at hand."""


class Library:
    """All documents of a home folder, searchable.

    `load` returns the embedder of a stored name, or the configured one for None. Raises EmbedderMismatch if the library was
    built by another embedder than the configured one.
    """

    def __init__(self, engine: Engine, home: Path, load: Callable[[str | None], Embedder], passage_words: int) -> None:
        self.engine = engine
        self.home = home
        self.passage_words = passage_words
        self._load = load
        self._following = threading.Lock()
        self._embedded = lru_cache(_REMEMBERED)(embed_widened)
        embedder = load(None)
        self._current = (embedder, self._open_indexes(_claim(engine, embedder.name), embedder))

    @property
    def embedder(self) -> Embedder:
        """The embedder of the current generation of passages."""
        return self._current[0]

    @property
    def indexes(self) -> Indexes:
        """The derived copies of the current generation of passages."""
        return self._current[1]

    # writing

    def prepare(self, document: Document, sections: Sequence[Section]) -> Prepared:
        """Split and embed a document; nothing is stored."""
        return self.prepare_all([(document, sections)])[0]

    def prepare_all(self, parsed: Sequence[tuple[Document, Sequence[Section]]]) -> list[Prepared]:
        """The same for many documents at once, which is faster."""
        return prepare_all(parsed, self.embedder, self.passage_words)

    def store(self, *prepared: Prepared) -> None:
        """Store documents in place of their former versions, in one transaction."""
        while not self._stored(prepared):
            self._switch_generation()
            prepared = tuple(self.prepare_all([(each.document, each.sections) for each in prepared]))

    def _stored(self, prepared: Sequence[Prepared]) -> bool:
        """Whether the documents are stored; not, if the library was embedded anew since they were prepared."""
        with transaction(self.engine) as connection:
            if _generation(connection) != self.indexes.generation:
                return False
            for each in prepared:
                records.record_change(connection, each.document.id)
                records.write_document(connection, each.document, each.sections)
                records.write_passages(connection, each.document.id, self.indexes.generation, each.pieces, each.vectors)
            records.settle_succession(connection, [each.document.id for each in prepared])
        return True

    def describe(self, document_id: str, metadata: Metadata) -> Document:
        """Change what an editor says about a document. Raises UnknownDocument."""
        with transaction(self.engine) as connection:
            records.record_change(connection, document_id)
            records.write_metadata(connection, document_id, metadata)
            return records.read_document(connection, document_id)

    def remove(self, document_id: str) -> None:
        """Remove a document, its versions, its passages and its vectors. Raises UnknownDocument."""
        with transaction(self.engine) as connection:
            records.record_change(connection, document_id)
            if not records.delete_document(connection, document_id):
                raise UnknownDocument(document=document_id)
            forget_versions(connection, document_id)

    # reading

    def document(self, document_id: str) -> Document:
        """Raises UnknownDocument."""
        with self.engine.connect() as connection:
            return records.read_document(connection, document_id)

    def passages(self, identities: Sequence[int], scope: Scope) -> dict[int, Passage]:
        """Those of the passages that exist and lie in `scope`, by id."""
        with self.engine.connect().execution_options(single=True) as connection:
            found = records.read_passages(connection, identities)
        return {identity: passage for identity, passage in found.items() if scope.contains(passage.document)}

    def enlarged(self, passages: Sequence[Passage]) -> dict[int, Passage]:
        """Those of `passages` that have neighbours in their section, together with these, by id."""
        with self.engine.connect() as connection:
            return enlarge(connection, passages)

    def search_words(self, field: str, terms: Mapping[str, float], scope: Scope, limit: int) -> list[tuple[int, float]]:
        """Passages' ids and BM25 scores for weighted terms of `field`: "words", "pairs", "grams" or "references"."""
        return self.indexes.search_words(field, terms, scope, limit)

    def search_vectors(self, question: str, scope: Scope, limit: int, official: str = "") -> list[tuple[int, float]]:
        """Ids of the passages nearest in meaning to `question` and the `official` words for it, and their cosines."""
        embedder, indexes = self._current
        return indexes.search_vectors(self._embedded(embedder, question, official), scope, limit)

    def reach(self, question: str, fields: Mapping[str, Mapping[str, float]], scope: Scope, official: str) -> tuple[float, float]:
        """The highest cosine of a passage in `scope` with `question` and the `official` words for it, and the highest score for
        weighted terms of several fields together."""
        embedder, indexes = self._current
        return indexes.reach(self._embedded(embedder, question, official), fields, scope)

    def frequency(self, field: str, term: str) -> int:
        """Number of passages that have `term`."""
        return self.indexes.words.frequency(field, term)

    def state(self) -> tuple[int, ...]:
        """The last change of a document, and what the indexes hold: where they are equal, equal questions find the same."""
        return int(glance(self.engine, records.read_fact, "change") or 0), *self.indexes.state

    def changed_since(self, applied: int, most: int) -> frozenset[str] | None:
        """The ids of the documents that changed after change `applied`; None if there are more than `most`."""
        latest = glance(self.engine, records.latest_changes, most + 1)
        changed = frozenset(document for document, number in latest if number > applied)
        return changed if len(changed) <= most else None

    def __len__(self) -> int:
        """Number of passages that can be searched."""
        return len(self.indexes.words)

    def about_size(self, question: str) -> int:
        """A number that stays the same until the library has grown or shrunk by a fiftieth, a large one by a fifth; since a size
        that depends on `question`, so that a library that grows does not concern all questions at once."""
        size = len(self)
        steps = _STEPS if size < _LARGE else _STEPS_OF_LARGE
        return round(steps * math.log1p(size) + zlib.crc32(question.encode()) / 2**32)

    # derived copies

    def catch_up(self) -> None:
        """Bring the indexes up to date; the word index only if no other process writes it."""
        with self._following:
            self._switch_generation()
            with self.writing(wait=False) as alone:
                if alone:
                    self.write_words()
            self.indexes.follow(self.engine)

    def write_words(self) -> None:
        """Bring the word index up to date, for a process that holds the writer's lock."""
        self._switch_generation()
        self.indexes.write_words(self.engine)

    @contextmanager
    def writing(self, wait: bool = True) -> Iterator[bool]:
        """Hold the writer's lock of this home; yields whether it was free. The system frees it when the process dies."""
        with (self.home / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            try:
                yield True
            finally:
                self.indexes.words.release()

    def _open_indexes(self, generation: int, embedder: Embedder) -> Indexes:
        return Indexes(self.home / "derived", generation, embedder.dimension, self.engine)

    def _switch_generation(self) -> None:
        """Take over what a re-embedding has made; questions use the former copies until the new ones are ready."""
        with self.engine.connect() as connection:
            generation = _generation(connection)
            name = records.read_fact(connection, "embedder")
        if generation != self.indexes.generation:
            embedder = self.embedder if name == self.embedder.name else self._load(name)
            indexes = self._open_indexes(generation, embedder)
            indexes.follow(self.engine)
            self._current = (embedder, indexes)


def open_library(settings: Settings) -> Library:
    """The library of the configured home folder; what is new in the database is taken in."""

    def load(name: str | None) -> Embedder:
        if name is None:
            return load_embedder(settings)
        return load_embedder(settings.model_copy(update={"embedder": "static" if name.startswith("static-") else name}))

    library = Library(open_database(settings.database), settings.home, load, settings.passage_words)
    library.catch_up()
    return library


def _claim(engine: Engine, embedder: str) -> int:
    """The current generation; in a new library this embedder's first one."""
    with transaction(engine) as connection:
        stored = records.read_fact(connection, "embedder")
        if stored is None:
            records.write_fact(connection, "embedder", embedder)
            records.write_fact(connection, "generation", 1)
        elif stored != embedder:
            raise EmbedderMismatch(stored=stored, configured=embedder)
        return _generation(connection)


def _generation(connection: Connection) -> int:
    return int(records.read_fact(connection, "generation") or 1)
