"""The vector index (FAISS): the nearest passages of a question's vector among those that may be returned.

A derived copy in memory. Knows no database, no file and no text.
"""

from collections.abc import Mapping
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]

_EXACT_UP_TO = 50_000
"""Vectors that are kept as they are; more are kept with eight bits a number (recall at ten .99 for the embedder that ships)."""
_COMPACT_ABOVE = 0.2
"""Share of removed vectors above which the index is packed anew."""

faiss.omp_set_num_threads(1)


class VectorIndex:
    """Vectors of length 1 under their passages' ids; scores are cosines, higher is better.

    `groups` holds a number for each vector (its document's), so that a filter over documents becomes a mask over vectors.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._index: faiss.Index = faiss.IndexFlatIP(dimension)
        self._ids: Ids = np.empty(0, np.int64)
        self.groups: NDArray[np.int32] = np.empty(0, np.int32)
        self._alive: Mask = np.empty(0, np.bool_)

    def __len__(self) -> int:
        return int(self._alive.sum())

    def add(self, ids: Ids, vectors: Vectors, group: int) -> None:
        """Add vectors [n, dimension] of one group."""
        self.extend(ids, vectors, np.full(len(ids), group, np.int32))

    def extend(self, ids: Ids, vectors: Vectors, groups: NDArray[np.int32]) -> None:
        """Add vectors [n, dimension] of many groups."""
        if len(ids) == 0:
            return
        if self._index.ntotal + len(ids) > _EXACT_UP_TO and isinstance(self._index, faiss.IndexFlatIP):
            self._quantise(vectors)
        self._index.add(np.ascontiguousarray(vectors, np.float32))
        self._ids = np.concatenate([self._ids, ids])
        self.groups = np.concatenate([self.groups, groups])
        self._alive = np.concatenate([self._alive, np.ones(len(ids), np.bool_)])

    def remove_group(self, group: int) -> None:
        """Forget all vectors of a group."""
        self._alive &= self.groups != group
        if len(self._alive) and self._alive.mean() < 1 - _COMPACT_ABOVE:
            self._compact()

    def search(self, vector: Vectors, limit: int, allowed: Mask | None) -> list[tuple[int, float]]:
        """Ids and cosines of the nearest vectors for which `allowed` [len(groups)] holds."""
        if self._index.ntotal == 0:
            return []
        mask = self._alive if allowed is None else self._alive & allowed
        parameters = None
        if not mask.all():
            bits = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(mask), faiss.swig_ptr(bits))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, places = self._index.search(vector.reshape(1, -1), min(limit, self._index.ntotal), params=parameters)
        return [(int(self._ids[place]), float(score)) for place, score in zip(places[0], scores[0], strict=True) if place >= 0]

    def all_ids(self) -> list[int]:
        """The ids of all vectors."""
        ids: list[int] = self._ids[self._alive].tolist()
        return ids

    def as_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything in arrays, to be stored."""
        self._compact()
        return {"ids": self._ids, "groups": self.groups, "index": faiss.serialize_index(self._index)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], dimension: int) -> "VectorIndex":
        """The index that `as_arrays` returned. Raises ValueError if it is not sound."""
        loaded = cls(dimension)
        try:
            loaded._index = faiss.deserialize_index(arrays["index"])
        except RuntimeError as error:
            raise ValueError("the vectors are damaged") from error
        loaded._ids, loaded.groups = arrays["ids"], arrays["groups"]
        if loaded._index.d != dimension or loaded._index.ntotal != len(loaded._ids):
            raise ValueError("the vectors do not belong to this library")
        loaded._alive = np.ones(len(loaded._ids), np.bool_)
        return loaded

    def _quantise(self, more: Vectors) -> None:
        known = self._vectors()
        sample = np.concatenate([known, more])
        self._index = faiss.IndexScalarQuantizer(self._dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        self._index.train(sample)
        self._index.add(known)

    def _vectors(self) -> Vectors:
        if self._index.ntotal == 0:
            return np.empty((0, self._dimension), np.float32)
        vectors: Vectors = self._index.reconstruct_n(0, self._index.ntotal)
        return vectors

    def _compact(self) -> None:
        if self._alive.all():
            return
        kept = self._vectors()[self._alive]
        self._index.reset()
        self._index.add(kept)
        self._ids, self.groups = self._ids[self._alive], self.groups[self._alive]
        self._alive = np.ones(len(self._ids), np.bool_)
