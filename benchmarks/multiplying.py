"""A library multiplied to any size: copies of its documents with other words and moved vectors.

A copy keeps the length, the headings and most words of a passage; every third word is replaced by one drawn from the
library, so that frequent words stay frequent. Knows no time and no figure.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Row, select

from ingest import records, tables
from ingest.documents import Document, Metadata, Section
from ingest.identities import new_identity
from ingest.library import Library
from ingest.preparing import Prepared
from ingest.splitting import SECTION_GAP, Piece

_REPLACED = 0.33
_MOVED = 0.03
"""Standard deviation of the noise in each number of a copied vector of length 1."""
_SAMPLE = 300_000
_TOGETHER = 8_000
"""Passages that are stored in one transaction."""


def fill(library: Library, source: Library, passages: int) -> None:
    """Store copies of the documents of `source` until `library` has at least so many `passages`."""
    random.seed(len(library))
    words = _words(source)
    waiting: list[Prepared] = []
    total, count = len(library), 0
    for copy in _copies(source, words):
        if total + count >= passages:
            break
        waiting.append(copy)
        count += len(copy.pieces)
        if count >= _TOGETHER:
            library.store(*waiting)
            library.catch_up()
            total, count, waiting = total + count, 0, []
    if waiting:
        library.store(*waiting)
    library.catch_up()
    library.indexes.save_vectors()


def _copies(source: Library, words: Sequence[str]) -> Iterator[Prepared]:
    table = tables.documents
    with source.engine.connect() as connection:
        identities = list(connection.scalars(select(table.c.id)))
    while True:
        random.shuffle(identities)
        for identity in identities:
            with source.engine.connect() as connection:
                document = records.read_document(connection, identity)
                rows = list(records.passages_of(connection, [identity], source.indexes.generation))
                vectors = [row.vector for row in records.vectors_of(connection, [identity], source.indexes.generation)]
            yield _copy(document.metadata.title, rows, vectors, words)


def _copy(title: str, rows: Sequence[Row[Any]], stored: Sequence[bytes], words: Sequence[str]) -> Prepared:
    identity = new_identity()
    sections = [Section(_changed(row.text, words), tuple(row.headings), row.page, row.anchor) for row in rows]
    pieces, start = [], 0
    for section in sections:
        pieces.append(Piece(section.text, section, start, start + len(section.text)))
        start += len(section.text) + len(SECTION_GAP)
    vectors = np.stack([np.frombuffer(vector, np.float16) for vector in stored]).astype(np.float32)
    vectors += np.random.default_rng(random.getrandbits(32)).normal(0, _MOVED, vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Prepared(Document(identity, f"{identity}.md", "0" * 64, 1, Metadata(title=title)), sections, pieces, vectors)


def _changed(text: str, words: Sequence[str]) -> str:
    return " ".join(random.choice(words) if random.random() < _REPLACED else word for word in text.split(" "))


def _words(source: Library) -> list[str]:
    """A sample of the words of `source`, each as often as it occurs."""
    table = tables.passages
    with source.engine.connect() as connection:
        texts = connection.scalars(select(table.c.text).where(table.c.id % 7 == 0).limit(_SAMPLE // 50))
        words = [word for text in texts for word in text.split()]
    return random.sample(words, min(_SAMPLE, len(words)))
