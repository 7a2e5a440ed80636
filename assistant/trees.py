"""Boosted decision trees, evaluated with numpy: what `training/reader.py` has learned, stored as plain arrays.

No pickle and no learning library at run time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """All nodes of all trees in arrays [nodes]; a leaf's `left` and `right` point to itself.

    A row goes left where its feature is at most the threshold. The score is the sum of the leaves' values and `base`.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    base: float
    depth: int

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The probability [rows] that each row of features [rows, features] is of the positive class."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        numbers, starts = rows.ravel(), (np.arange(len(rows)) * rows.shape[1])[:, None]
        for _ in range(self.depth):
            goes_left = numbers.take(starts + self.feature.take(at)) <= self.threshold.take(at)
            at = np.where(goes_left, self.left.take(at), self.right.take(at))
        scores = self.value[at].sum(axis=1) + self.base
        return np.asarray(1 / (1 + np.exp(-scores)), np.float32)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Trees":
        """The trees stored under `name`."""
        fields = ("feature", "threshold", "left", "right", "value", "roots")
        feature, threshold, left, right, value, roots = (arrays[f"{name}_{field}"] for field in fields)
        base, depth = arrays[f"{name}_shape"].tolist()
        return cls(feature, threshold, left, right, value, roots, float(base), int(depth))
