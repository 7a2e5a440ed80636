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

_EXACT_UP_TO = 50_000
"""Vectors that are kept as they are; more are kept with eight bits a number (recall at ten .99 for the embedder that ships)."""
_ALL_UP_TO = 300_000
"""Vectors that are all compared with a question; more are kept in cells, of which the nearest are looked into."""
_CELLS = 1024
_LOOKED_INTO = 128
"""Cells that are looked into if all vectors are allowed; the fewer are, the more."""
_COMPACT_ABOVE = 0.2
"""Share of removed vectors above which the index is packed anew."""
_SAMPLE = 100_000
"""Vectors that a form of keeping them is fitted to, at most."""

faiss.omp_set_num_threads(1)


class VectorIndex:
    """Vectors of length 1 under their passages' ids; scores are cosines, higher is better.

    `groups` holds a number for each vector (its document's), so that a filter over documents becomes a mask over vectors.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._index: faiss.Index = faiss.IndexFlatIP(dimension)
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
        if _form(known + len(ids)) > _form_of(self._index):
            self._change_form(vectors)
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
        bits = np.packbits(mask, bitorder="little")
        parameters = self._parameters(bits, int(mask.sum()))
        scores, places = self._index.search(vector.reshape(1, -1), min(limit, self._index.ntotal), params=parameters)
        return [(int(self._ids[place]), float(score)) for place, score in zip(places[0], scores[0], strict=True) if place >= 0]

    def _parameters(self, bits: NDArray[np.uint8], count: int) -> "faiss.SearchParameters | None":
        """Which vectors may be found: `count` of them, marked in `bits`."""
        total = self._index.ntotal
        selector = faiss.IDSelectorBitmap(total, faiss.swig_ptr(bits)) if count < total else None
        if isinstance(self._index, faiss.IndexIVF):
            cells = math.ceil(_LOOKED_INTO * total / max(1, count))
            return faiss.SearchParametersIVF(sel=selector, nprobe=min(_CELLS, cells))  # type: ignore[call-arg]
        return faiss.SearchParameters(sel=selector) if selector else None  # type: ignore[call-arg]

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
        loaded._roomy_ids, loaded._roomy_groups = arrays["ids"], arrays["groups"]
        if loaded._index.d != dimension or loaded._index.ntotal != len(loaded._roomy_ids):
            raise ValueError("the vectors do not belong to this library")
        loaded._roomy_alive = np.ones(len(loaded._roomy_ids), np.bool_)
        return loaded

    def _change_form(self, more: Vectors) -> None:
        """Keep the vectors in the form that fits their number with `more`; they are fitted to a sample of both."""
        known = self._vectors()
        form = _form(len(known) + len(more))
        sample = np.concatenate([known, more])
        if len(sample) > _SAMPLE:
            sample = sample[np.random.default_rng(0).choice(len(sample), _SAMPLE, replace=False)]
        self._index = _empty_index(form, self._dimension)
        self._index.train(sample)
        self._index.add(known)

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


def _form(number: int) -> int:
    """How that many vectors are kept: 0 exactly, 1 with eight bits a number, 2 in cells too."""
    return (number > _EXACT_UP_TO) + (number > _ALL_UP_TO)


def _empty_index(form: int, dimension: int) -> faiss.Index:
    bits, metric = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    if form == 1:
        return faiss.IndexScalarQuantizer(dimension, bits, metric)
    centres = faiss.IndexFlatIP(dimension)
    return faiss.IndexIVFScalarQuantizer(centres, dimension, _CELLS, bits, metric, False)


def _form_of(index: faiss.Index) -> int:
    return 2 if isinstance(index, faiss.IndexIVF) else int(isinstance(index, faiss.IndexScalarQuantizer))


def _appended(array: NDArray[_Number], used: int, more: NDArray[_Number]) -> NDArray[_Number]:
    """`array` with `more` after its first `used` values; it grows by doubling, so that many small additions stay cheap."""
    if used + len(more) > len(array):
        array = np.resize(array, max(2 * len(array), used + len(more))) if len(array) else more.copy()
    array[used : used + len(more)] = more
    return array
