"""The derived copies of one generation of passages: word index and vector index, and how they follow the database.

Killing the process at any point loses nothing: each copy knows the last change it has taken in and goes on from there.
"""

import fcntl
import math
import os
import shutil
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from ingest import records
from ingest.documents import EVERYTHING, Document, Scope
from ingest.vectors import VectorIndex
from ingest.words import IndexedPassage, WordIndex

_AT_ONCE = 400
"""Documents whose changes are taken in at once: bounds memory."""
_CACHED_SCOPES = 64
_LEAST_SHARE = 0.2
"""Share of passages in a scope from which on the others are dropped from what was found, instead of filtered while searching:
only without a filter can the word index pass over passages that have no chance."""
_ROOM = 1.5
"""How many times as many passages are then looked for as should leave enough."""
_TRIES = 50
_LINKED = Path("derived") / ".linked"
_SAVE_AFTER = 50_000
"""New vectors after which a snapshot is written: what a process that is killed would have to read again."""


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a scope allows of the vectors, in their order, and the passages it bars, by their ids."""

    vectors: NDArray[np.bool_]
    barred: NDArray[np.int64]


class Indexes:
    """Word and vector index of one generation, in a folder of their own."""

    def __init__(self, folder: Path, generation: int, dimension: int, engine: Engine) -> None:
        self.generation = generation
        self._folder = folder / f"generation-{generation}"
        self._dimension = dimension
        self.words = WordIndex(self._folder / "words")
        self._lock = threading.RLock()
        self._documents: dict[str, tuple[int, Document]] = {}
        self._groups = self._saved = 0
        self._scopes: dict[Scope, _Allowed] = {}
        self._vectors, self._vectors_applied = VectorIndex(dimension), 0
        self._load_snapshot(engine)

    @property
    def applied(self) -> int:
        """The number of the last change that all copies have taken in."""
        return min(self.words.applied, self._vectors_applied)

    @property
    def state(self) -> tuple[int, int, int]:
        """What the copies hold: the generation, and the last change that each has taken in."""
        return self.generation, self.words.applied, self._vectors_applied

    def write_words(self, engine: Engine, until: int | None = None) -> None:
        """Bring the word index up to date, or up to change `until`. Only the process that holds the writer's lock may do this."""
        self.words.reload()
        while True:
            with engine.connect() as connection:
                changed = records.changed_since(connection, self.words.applied, _AT_ONCE)
                changed = [each for each in changed if until is None or each[1] <= until]
                if not changed:
                    return
                identities = [document for document, _ in changed]
                metadata = {document.id: document.metadata for document in records.read_documents(connection, identities)}
                self.words.update(
                    identities,
                    (
                        IndexedPassage(row.id, row.document_id, metadata[row.document_id], tuple(row.headings), row.text)
                        for row in records.passages_of(connection, identities, self.generation)
                    ),
                    changed[-1][1],
                )

    def follow(self, engine: Engine) -> None:
        """Bring the vectors up to date and take in what the writer has added to the word index. One thread at a time."""
        self.words.reload()
        with engine.connect() as connection:
            while changed := records.changed_since(connection, self._vectors_applied, _AT_ONCE):
                self._take_in(connection, [document for document, _ in changed], changed[-1][1])
        if len(self._vectors) > self._saved + _SAVE_AFTER:
            self.save_vectors()

    def search_vectors(self, vector: NDArray[np.float32], scope: Scope, limit: int) -> list[tuple[int, float]]:
        """Ids and cosines of the nearest passages in `scope`."""
        with self._lock:
            allowed = self._allowed(scope).vectors if scope.documents is None else self._vectors_in(scope)
            return self._vectors.search(vector, limit, allowed)

    def search_words(self, field: str, terms: Mapping[str, float], scope: Scope, limit: int) -> list[tuple[int, float]]:
        """Ids and scores of the best passages in `scope` for weighted terms, see `WordIndex.search`."""
        if scope.documents is not None:  # mostly few: which of them may be returned is told sooner than searched
            with self._lock:
                chosen = frozenset(document.id for _, document in self._chosen(scope))
            return self.words.search(field, terms, Scope(documents=chosen), limit) if chosen else []
        with self._lock:
            barred = self._allowed(scope).barred
            share = 1 - len(barred) / max(1, len(self._vectors))
        if share >= _LEAST_SHARE:
            more = math.ceil(_ROOM * limit / share) if len(barred) else limit
            found = self.words.search(field, terms, EVERYTHING, more)
            outside = _among(np.array([passage for passage, _ in found], np.int64), barred)
            kept = [hit for hit, is_outside in zip(found, outside, strict=True) if not is_outside]
            if len(kept) >= limit or len(found) < more:
                return kept[:limit]
        return self.words.search(field, terms, scope, limit)

    def reach(self, vector: NDArray[np.float32], fields: Mapping[str, Mapping[str, float]], scope: Scope) -> tuple[float, float]:
        """The highest cosine of a passage in `scope`, and the highest score for weighted terms of several fields together; 0 if
        there is none."""
        with self._lock:
            chosen = list(self._chosen(scope))
            nearest = self._vectors.search(vector, 1, self._vectors_of(chosen))
        few = Scope(documents=frozenset(document.id for _, document in chosen))
        return max((cosine for _, cosine in nearest), default=0.0), self.words.highest(fields, few) if chosen else 0.0

    def vector_ids(self) -> list[int]:
        """The ids of all passages in the vector index."""
        with self._lock:
            return self._vectors.all_ids()

    def save_vectors(self) -> None:
        """Write a snapshot, so that the next process need not read all vectors from the database; all of it or nothing."""
        with self._lock:
            arrays = self._vectors.as_arrays()
            names = np.array([(identity, str(group)) for identity, (group, _) in self._documents.items()])
            applied = np.array([self._vectors_applied, self._groups])
            self._scopes.clear()
        partial = self._snapshot.with_suffix(f".{os.getpid()}")
        with partial.open("wb") as file:
            np.savez(file, allow_pickle=False, documents=names, applied=applied, **arrays)
        partial.replace(self._snapshot)
        self._saved = len(arrays["ids"])

    @property
    def _snapshot(self) -> Path:
        return self._folder / "vectors.npz"

    def _load_snapshot(self, engine: Engine) -> None:
        """Start from the snapshot if there is a sound one; the database has everything else."""
        try:
            with self._snapshot.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                vectors = VectorIndex.from_arrays(arrays, self._dimension)
                names: list[tuple[str, str]] = arrays["documents"].tolist()
                applied, groups = arrays["applied"].tolist()
        except (OSError, EOFError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile):
            return
        with engine.connect() as connection:
            known = {document.id: document for document in records.read_documents(connection, [name for name, _ in names])}
        vectors.remove_groups([int(group) for name, group in names if name not in known])
        self._documents = {name: (int(group), known[name]) for name, group in names if name in known}
        self._vectors, self._vectors_applied, self._groups, self._saved = vectors, applied, groups, len(vectors)

    def _take_in(self, connection: Connection, identities: Sequence[str], number: int) -> None:
        """Replace what is known of these documents; questions wait only while the copies change, not for the database."""
        documents = {document.id: document for document in records.read_documents(connection, identities)}
        rows = [row for row in records.vectors_of(connection, identities, self.generation) if row.document_id in documents]
        vectors = np.frombuffer(b"".join(row.vector for row in rows), np.float16).reshape(len(rows), self._dimension)
        with self._lock:
            self._vectors.remove_groups([self._documents.pop(known)[0] for known in identities if known in self._documents])
            for document in documents.values():
                self._groups += 1
                self._documents[document.id] = (self._groups, document)
            groups = np.array([self._documents[row.document_id][0] for row in rows], np.int32)
            self._vectors.extend(np.array([row.id for row in rows], np.int64), vectors.astype(np.float32), groups)
            self._vectors_applied = number
            self._scopes.clear()

    def _allowed(self, scope: Scope) -> _Allowed:
        if scope not in self._scopes:
            vectors = self._vectors_in(scope)
            if len(self._scopes) >= _CACHED_SCOPES:
                self._scopes.clear()
            self._scopes[scope] = _Allowed(vectors, np.sort(self._vectors.ids_but(vectors)))
        return self._scopes[scope]

    def _vectors_in(self, scope: Scope) -> NDArray[np.bool_]:
        return self._vectors_of(self._chosen(scope))

    def _vectors_of(self, chosen: Iterable[tuple[int, Document]]) -> NDArray[np.bool_]:
        groups = np.zeros(self._groups + 1, np.bool_)
        groups[[group for group, _ in chosen]] = True
        return groups[self._vectors.groups]

    def _chosen(self, scope: Scope) -> Iterator[tuple[int, Document]]:
        """The documents in `scope` with their groups."""
        names = self._documents if scope.documents is None else scope.documents & self._documents.keys()
        return (self._documents[name] for name in names if scope.contains(self._documents[name][1]))


def copy_indexes(home: Path, target: Path) -> None:
    """Copy the indexes of a home to another while they are in use. Of one that cannot be had whole nothing is copied: it is made
    anew from the database."""
    linked = home / _LINKED
    with _linking(home):
        try:
            for folder in sorted(home.glob("derived/generation-*")):
                for _ in range(_TRIES):
                    shutil.rmtree(linked, ignore_errors=True)
                    if _linked(folder, linked):
                        shutil.copytree(linked, target / folder.relative_to(home))
                        break
        finally:
            shutil.rmtree(linked, ignore_errors=True)


def remove_links(home: Path) -> None:
    """Take away what a copy that was killed has left; nothing while one is being made."""
    with suppress(BlockingIOError), _linking(home, fcntl.LOCK_NB):
        shutil.rmtree(home / _LINKED, ignore_errors=True)


@contextmanager
def _linking(home: Path, how: int = 0) -> Iterator[None]:
    """Be the only one that makes links. Raises BlockingIOError for `LOCK_NB`."""
    with (home / "linking.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | how)
        yield


def _linked(folder: Path, target: Path) -> bool:
    """Whether `target` has the indexes as they were at one moment: no file of theirs ever changes, only their list is replaced."""
    (target / "words").mkdir(parents=True)
    listed = folder / "words" / "meta.json"
    try:
        before = listed.read_bytes()
        for path in (*folder.glob("words/*"), *folder.glob("vectors.npz")):
            os.link(path, target / path.relative_to(folder))
        return listed.read_bytes() == before
    except OSError:
        return False


def _among(ids: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `ids` are among the ascending `known`."""
    if len(known) == 0:
        return np.zeros(len(ids), np.bool_)
    found: NDArray[np.bool_] = known.take(np.searchsorted(known, ids), mode="clip") == ids
    return found
