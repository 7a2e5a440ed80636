"""The vector index (FAISS): the nearest passages of a question's vector among those that may be returned.

A derived copy in memory. Knows no database, no file and no text.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
_Number = TypeVar("_Number", bound=np.generic)

_COMPACT_ABOVE = 0.2
"""Share of removed vectors above which the index is packed anew."""


class VectorIndex:
    """Vectors of length 1 under their passages' ids; scores are cosines, higher is better.

    They are kept with 16 bits a number, as the database has them, and all compared with a question: a million of 256 numbers
    take 0.5 GB and about 30 ms, find exactly the nearest, and a filter leaves full lists. Cells (IVF) that are as good
    (recall at ten .98) still look into a quarter of the vectors, because a mean of word vectors hardly forms clusters.
    `groups` holds a number for each vector (its document's), so that a filter over documents becomes a mask over vectors.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._index: faiss.Index = _empty_index(dimension)
        self._roomy_ids: Ids = np.empty(0, np.int64)
        self._roomy_groups: NDArray[np.int32] = np.empty(0, np.int32)
        self._roomy_alive: Mask = np.empty(0, np.bool_)

    @property
    def groups(self) -> NDArray[np.int32]:
        """The group of each vector."""
        return self._roomy_groups[: self._index.ntotal]

    @property
    def _ids(self) -> Ids:
        return self._roomy_ids[: self._index.ntotal]

    @property
    def _alive(self) -> Mask:
        return self._roomy_alive[: self._index.ntotal]

    def __len__(self) -> int:
        return int(self._alive.sum())

    def add(self, ids: Ids, vectors: Vectors, group: int) -> None:
        """Add vectors [n, dimension] of one group."""
        self.extend(ids, vectors, np.full(len(ids), group, np.int32))

    def extend(self, ids: Ids, vectors: Vectors, groups: NDArray[np.int32]) -> None:
        """Add vectors [n, dimension] of many groups."""
        if len(ids) == 0:
            return
        known = self._index.ntotal
        self._roomy_ids = _appended(self._roomy_ids, known, ids)
        self._roomy_groups = _appended(self._roomy_groups, known, groups)
        self._roomy_alive = _appended(self._roomy_alive, known, np.ones(len(ids), np.bool_))
        self._index.add(np.ascontiguousarray(vectors, np.float32))

    def remove_groups(self, groups: Sequence[int]) -> None:
        """Forget all vectors of these groups."""
        if not groups:
            return
        self._alive[np.isin(self.groups, groups)] = False
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
        faiss.omp_set_num_threads(1)  # holds for this thread only; for a single question further ones wait in a busy loop
        scores, places = self._index.search(vector.reshape(1, -1), min(limit, self._index.ntotal), params=parameters)
        found = places[0] >= 0
        return list(zip(self._ids[places[0][found]].tolist(), scores[0][found].tolist(), strict=True))

    def all_ids(self) -> list[int]:
        """The ids of all vectors."""
        ids: list[int] = self._ids[self._alive].tolist()
        return ids

    def ids_but(self, allowed: Mask) -> Ids:
        """The ids of the vectors for which `allowed` [len(groups)] does not hold."""
        return self._ids[self._alive & ~allowed]

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
        loaded._roomy_ids, loaded._roomy_groups = arrays["ids"], arrays["groups"]
        fitting = isinstance(loaded._index, faiss.IndexScalarQuantizer) and loaded._index.d == dimension
        if not fitting or loaded._index.ntotal != len(loaded._roomy_ids):
            raise ValueError("the vectors do not belong to this library")
        loaded._roomy_alive = np.ones(len(loaded._roomy_ids), np.bool_)
        return loaded

    def _vectors(self) -> Vectors:
        if self._index.ntotal == 0:
            return np.empty((0, self._dimension), np.float32)
        vectors: Vectors = self._index.reconstruct_n(0, self._index.ntotal)
        return vectors

    def _compact(self) -> None:
        alive = self._alive
        if alive.all():
            return
        kept, ids, groups = self._vectors()[alive], self._ids[alive], self.groups[alive]
        self._index.reset()
        self._index.add(kept)
        self._roomy_ids, self._roomy_groups, self._roomy_alive = ids, groups, np.ones(len(ids), np.bool_)


def _empty_index(dimension: int) -> faiss.Index:
    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _appended(array: NDArray[_Number], used: int, more: NDArray[_Number]) -> NDArray[_Number]:
    """`array` with `more` after its first `used` values; it grows by doubling, so that many small additions stay cheap."""
    if used + len(more) > len(array):
        array = np.resize(array, max(2 * len(array), used + len(more))) if len(array) else more.copy()
    array[used : used + len(more)] = more
    return array
