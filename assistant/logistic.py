"""A logistic regression that was fitted elsewhere: plain arrays, no pickle. Knows no feature."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of the features as they come, without scaling, and what is added."""

    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.float32]], name: str) -> "Logistic":
        """The regression stored under `name`."""
        return cls(arrays[f"{name}_weights"], float(arrays[f"{name}_bias"]))

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape [rows], each from 0 to 1."""
        chances: NDArray[np.float32] = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return chances
