"""A parsed document, split and embedded: everything that is computed before the database is touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Document, Section
from ingest.embedding import Embedder
from ingest.splitting import Limits, Piece, embedded_headings, embedded_text, split_sections

_OVERLAP = 40
"""Words that a passage repeats of the one before it, at most."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be stored; `vectors` [pieces, dimension]."""

    document: Document
    sections: Sequence[Section]
    pieces: Sequence[Piece]
    vectors: NDArray[np.float32]


def prepare(document: Document, sections: Sequence[Section], embedder: Embedder, passage_words: int) -> Prepared:
    """Split `sections` into passages that `embedder` reads whole, and embed them with their headings."""
    return prepare_all([(document, sections)], embedder, passage_words)[0]


def prepare_all(parsed: Sequence[tuple[Document, Sequence[Section]]], embedder: Embedder, passage_words: int) -> list[Prepared]:
    """The same for many documents, whose passages are embedded together: models are faster so."""
    limits = limits_of(embedder, passage_words)
    pieces = [split_sections(sections, limits) for _, sections in parsed]
    headings = cache(lambda all_headings: embedded_headings(all_headings, limits))
    texts = [embedded_text(headings(piece.section.headings), piece.text) for each in pieces for piece in each]
    vectors = embedder.embed_passages(texts)
    ends = list(accumulate(map(len, pieces)))
    return [
        Prepared(document, sections, each, vectors[end - len(each) : end])
        for (document, sections), each, end in zip(parsed, pieces, ends, strict=True)
    ]


def limits_of(embedder: Embedder, passage_words: int) -> Limits:
    """How long a passage may be: `passage_words`, and no more than `embedder` reads."""
    longest = embedder.longest
    fits = None if longest is None else lambda text: embedder.count_tokens(text) <= longest
    return Limits(passage_words, min(_OVERLAP, passage_words // 4), fits)
