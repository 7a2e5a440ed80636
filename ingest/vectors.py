"""The vector index (FAISS): the nearest passages of a question's vector among those that may be returned.

A derived copy in memory. Knows no database, no file and no text.
"""

import math
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
_LARGE = 50_000
"""Vectors from which on a question is compared roughly with all of them, and exactly with the best of these."""
_CANDIDATES_EACH, _LEAST_CANDIDATES = 4, 1_000
"""Vectors that are compared exactly for each that is wanted, and how many at least."""
_LEAST_SHARE, _ROOM = 0.2, 1.5
"""Share of vectors that may be returned from which on the others are dropped from what was found: the rough comparison knows no
filter. It then looks for so many times as many as should leave enough."""
_AT_ONCE = 50_000


class VectorIndex:
    """Vectors of length 1 under their passages' ids; scores are cosines, higher is better.

    They are kept with 16 bits a number, as the database has them, and all compared with a question, which finds exactly the
    nearest. From `_LARGE` on that is left to filters that bar most vectors; else all are compared by 2 bits a number first
    (product quantization, André et al. 2017, "Accelerated Nearest Neighbor Search with Quick ADC"). Cells (IVF) that are as
    good look into a quarter of the vectors, because a mean of word vectors hardly forms clusters.
    `groups` holds a number for each vector (its document's), so that a filter over documents becomes a mask over vectors.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._exact: faiss.Index = _empty_index(dimension)
        self._sketch: faiss.Index | None = None
        self._roomy_ids: Ids = np.empty(0, np.int64)
        self._roomy_groups: NDArray[np.int32] = np.empty(0, np.int32)
        self._roomy_alive: Mask = np.empty(0, np.bool_)

    @property
    def groups(self) -> NDArray[np.int32]:
        """The group of each vector."""
        return self._roomy_groups[: self._exact.ntotal]

    @property
    def _ids(self) -> Ids:
        return self._roomy_ids[: self._exact.ntotal]

    @property
    def _alive(self) -> Mask:
        return self._roomy_alive[: self._exact.ntotal]

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive))

    def add(self, ids: Ids, vectors: Vectors, group: int) -> None:
        """Add vectors [n, dimension] of one group."""
        self.extend(ids, vectors, np.full(len(ids), group, np.int32))

    def extend(self, ids: Ids, vectors: Vectors, groups: NDArray[np.int32]) -> None:
        """Add vectors [n, dimension] of many groups."""
        if len(ids) == 0:
            return
        known = self._exact.ntotal
        self._roomy_ids = _appended(self._roomy_ids, known, ids)
        self._roomy_groups = _appended(self._roomy_groups, known, groups)
        self._roomy_alive = _appended(self._roomy_alive, known, np.ones(len(ids), np.bool_))
        self._exact.add(np.ascontiguousarray(vectors, np.float32))
        if self._sketch is None and _is_large(self._exact):
            self._sketch = _trained_sketch(self._exact)
        if self._sketch is not None:
            _complete(self._sketch, self._exact)

    def remove_groups(self, groups: Sequence[int]) -> None:
        """Forget all vectors of these groups."""
        if not groups:
            return
        self._alive[np.isin(self.groups, groups)] = False
        if len(self._alive) and self._alive.mean() < 1 - _COMPACT_ABOVE:
            self._compact()

    def search(self, vector: Vectors, limit: int, allowed: Mask | None) -> list[tuple[int, float]]:
        """Ids and cosines of the nearest vectors for which `allowed` [len(groups)] holds."""
        mask = self._alive if allowed is None else self._alive & allowed
        count = int(np.count_nonzero(mask))
        if count == 0:
            return []
        faiss.omp_set_num_threads(1)  # holds for this thread only; for a single question further ones wait in a busy loop
        question = vector.reshape(1, -1)
        if self._sketch is not None and count >= _LEAST_SHARE * len(mask):
            more = limit if count == len(mask) else math.ceil(_ROOM * limit * len(mask) / count)
            scores, places = _search_roughly(self._sketch, self._exact, question, more)
            kept = mask[places]
            if np.count_nonzero(kept) >= min(limit, count):
                return self._hits(scores[kept][:limit], places[kept][:limit])
        return self._hits(*_search_exactly(self._exact, question, min(limit, count), mask))

    def _hits(self, scores: Vectors, places: Ids) -> list[tuple[int, float]]:
        return list(zip(self._ids[places].tolist(), scores.tolist(), strict=True))

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
        sketch = np.empty(0, np.uint8) if self._sketch is None else faiss.serialize_index(self._sketch)
        return {"ids": self._ids, "groups": self.groups, "index": faiss.serialize_index(self._exact), "sketch": sketch}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], dimension: int) -> "VectorIndex":
        """The index that `as_arrays` returned. Raises ValueError if it is not sound."""
        loaded = cls(dimension)
        try:
            loaded._exact = faiss.deserialize_index(arrays["index"])
            loaded._sketch = faiss.deserialize_index(arrays["sketch"]) if len(arrays["sketch"]) else None
        except RuntimeError as error:
            raise ValueError("the vectors are damaged") from error
        loaded._roomy_ids, loaded._roomy_groups = arrays["ids"], arrays["groups"]
        fitting = isinstance(loaded._exact, faiss.IndexScalarQuantizer) and loaded._exact.d == dimension
        if not fitting or loaded._exact.ntotal != len(loaded._roomy_ids):
            raise ValueError("the vectors do not belong to this library")
        loaded._roomy_alive = np.ones(len(loaded._roomy_ids), np.bool_)
        return loaded

    def _compact(self) -> None:
        alive = self._alive
        if alive.all():
            return
        self._exact.remove_ids(_selector(~alive))
        if self._sketch is not None:
            self._sketch.reset()
            _complete(self._sketch, self._exact)
        self._roomy_ids, self._roomy_groups = self._roomy_ids[: len(alive)][alive], self._roomy_groups[: len(alive)][alive]
        self._roomy_alive = np.ones(len(self._roomy_ids), np.bool_)


def _empty_index(dimension: int) -> faiss.Index:
    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _is_large(index: faiss.Index) -> bool:
    return index.ntotal >= _LARGE and index.d % 2 == 0


def _trained_sketch(exact: faiss.Index) -> faiss.Index:
    """An empty index of 4 bits for each two numbers, that knows how the vectors of `exact` are distributed."""
    sketch = faiss.IndexPQFastScan(exact.d, exact.d // 2, 4, faiss.METRIC_INNER_PRODUCT)
    sketch.train(exact.reconstruct_n(0, min(_LARGE, exact.ntotal)))
    return sketch


def _complete(sketch: faiss.Index, exact: faiss.Index) -> None:
    """Add to `sketch` the vectors of `exact` that it has not."""
    for start in range(sketch.ntotal, exact.ntotal, _AT_ONCE):
        sketch.add(exact.reconstruct_n(start, min(_AT_ONCE, exact.ntotal - start)))


def _search_roughly(sketch: faiss.Index, exact: faiss.Index, question: Vectors, limit: int) -> tuple[Vectors, Ids]:
    wanted = min(limit, exact.ntotal)
    each = max(_CANDIDATES_EACH, math.ceil(_LEAST_CANDIDATES / wanted))
    parameters = faiss.IndexRefineSearchParameters(k_factor=each)  # type: ignore[call-arg]
    scores, places = faiss.IndexRefine(sketch, exact).search(question, wanted, params=parameters)
    return scores[0], places[0]


def _search_exactly(index: faiss.Index, question: Vectors, limit: int, mask: Mask) -> tuple[Vectors, Ids]:
    parameters = None if mask.all() else faiss.SearchParameters(sel=_selector(mask))  # type: ignore[call-arg]
    scores, places = index.search(question, limit, params=parameters)
    return scores[0], places[0]


def _selector(mask: Mask) -> faiss.IDSelector:
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # type: ignore[call-arg,arg-type]


def _appended(array: NDArray[_Number], used: int, more: NDArray[_Number]) -> NDArray[_Number]:
    """`array` with `more` after its first `used` values; it grows by doubling, so that many small additions stay cheap."""
    if used + len(more) > len(array):
        array = np.resize(array, max(2 * len(array), used + len(more))) if len(array) else more.copy()
    array[used : used + len(more)] = more
    return array
