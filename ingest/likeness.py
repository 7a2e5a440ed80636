"""Documents that are there twice: the same file, the same title, or nearly the same text.

Texts are compared by runs of five words (Broder 1997), but only those whose passages point in the same direction: ten
thousand documents take seconds. Knows no web.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from ingest.german import find_words
from ingest.library import Library
from ingest.tables import documents, passages

_DIRECTION = 0.97
"""Cosine of the mean vectors from which two texts are compared."""
_SHARED = 0.7
"""Share of the longer text's runs from which two documents count as nearly the same."""
_RUN = 5
_MOST_PAIRS = 2000
_AT_ONCE = 1000

Reason = Literal["file", "title", "text"]


@dataclass(frozen=True, slots=True)
class Twins:
    """Documents that seem to be one, by their ids, and why; `shared` is the share of text that they have in common."""

    reason: Reason
    documents: tuple[str, ...]
    shared: float


def find_twins(library: Library) -> list[Twins]:
    """Those with the same file first, then with the same title, then with nearly the same text; each pair once."""
    with library.engine.connect() as connection:
        rows = connection.execute(select(documents.c.id, documents.c.digest, documents.c.title)).all()
        same_file = [Twins("file", group, 1.0) for group in _groups((row.digest, row.id) for row in rows)]
        known = {pair for twins in same_file for pair in combinations(twins.documents, 2)}
        near = [(pair, shared) for pair, shared in _near_pairs(connection, library) if pair not in known]
        known |= {pair for pair, _ in near}
        titles = _groups((" ".join(find_words(row.title)), row.id) for row in rows)
    same_title = [Twins("title", group, 0.0) for group in titles if not set(combinations(group, 2)) <= known]
    return [*same_file, *(Twins("text", pair, shared) for pair, shared in near), *same_title]


def _groups(named: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Those that share their name with another, in the order of their ids."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name, identity in named:
        groups[name].append(identity)
    return [tuple(sorted(group)) for group in groups.values() if len(group) > 1]


def _near_pairs(connection: Connection, library: Library) -> Iterator[tuple[tuple[str, str], float]]:
    """Pairs whose texts share most of their runs, and the share."""
    runs: dict[str, frozenset[int]] = {}
    for pair in _candidates(*_directions(connection, library)):
        for identity in pair:
            if identity not in runs:
                runs[identity] = _runs(connection.scalar(select(documents.c.text).where(documents.c.id == identity)) or "")
        first, second = (runs[identity] for identity in pair)
        shared = len(first & second) / max(1, len(first), len(second))
        if shared >= _SHARED:
            yield pair, shared


def _directions(connection: Connection, library: Library) -> tuple[list[str], NDArray[np.float32]]:
    """Ids of the documents, sorted, and the mean vectors of their passages [documents, dimension], of length 1."""
    current = passages.c.generation == library.indexes.generation
    rows = connection.execute(select(passages.c.document_id, passages.c.vector).where(current).order_by(passages.c.document_id))
    identities: list[str] = []
    sums: list[NDArray[np.float32]] = []
    for identity, vector in rows:
        numbers = np.frombuffer(vector, np.float16).astype(np.float32)
        if identities and identities[-1] == identity:
            sums[-1] += numbers
        else:
            identities.append(identity)
            sums.append(numbers)
    means = np.array(sums, np.float32).reshape(len(sums), library.embedder.dimension)
    return identities, means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)


def _candidates(identities: list[str], directions: NDArray[np.float32]) -> list[tuple[str, str]]:
    """The pairs that point in the same direction, nearest first."""
    found: list[tuple[float, str, str]] = []
    for start in range(0, len(identities), _AT_ONCE):
        cosines = directions[start : start + _AT_ONCE] @ directions[start:].T
        for row, column in np.argwhere(np.triu(cosines > _DIRECTION, 1)):
            found.append((float(cosines[row, column]), identities[start + row], identities[start + column]))
    return [(first, second) for _, first, second in sorted(found, reverse=True)[:_MOST_PAIRS]]


def _runs(text: str) -> frozenset[int]:
    """All runs of five words, as numbers."""
    words = find_words(text)
    return frozenset(hash(tuple(words[at : at + _RUN])) for at in range(max(1, len(words) - _RUN + 1)))
