"""Reading the passages: which units answer the question, and do they answer it at all?

A learned ranker gives each unit the probability that it answers; a second one, from the best units' evidence, the
probability that the passages answer the question. Both were trained by `training/reader.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import FEATURES, SHARED, Evidence
from assistant.trees import Trees
from assistant.units import Unit, find_units
from ingest.documents import Hit

_MODEL = Path(__file__).parent / "reader.npz"
_MOST_WORDS = 100
_MOST_UNITS = 8
_WORTH = 0.02
"""A further unit is quoted if its probability is at least this share of the best one's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the units that answer, best first, and the probability that the question is answered."""

    units: tuple[Unit, ...]
    confidence: float


NOTHING_READ = Reading((), 0.0)


@dataclass(frozen=True, slots=True)
class Ranker:
    """The trained trees: for single units, and for the question as a whole."""

    units: Trees
    answered: Trees


@cache
def load_ranker() -> Ranker:
    """The shipped ranker. Raises ValueError if it was trained on other features."""
    with np.load(_MODEL, allow_pickle=False) as arrays:
        if tuple(arrays["features"].tolist()) != FEATURES:
            raise ValueError(f"{_MODEL.name} was trained on other features; run training/reader.py")
        return Ranker(Trees.from_arrays(arrays, "units"), Trees.from_arrays(arrays, "answered"))


def read(question: str, official: str, hits: Sequence[Hit], evidence: Evidence) -> Reading:
    """Read `hits` for `question`, which was widened by the words of `official`."""
    units = find_units(hits)
    if not units:
        return NOTHING_READ
    features = evidence.features(question, official, units, hits)
    if not features[:, list(SHARED)].any():
        return NOTHING_READ
    ranker = load_ranker()
    probabilities = ranker.units.probabilities(features)
    confidence = ranker.answered.probabilities(summarise(features, probabilities))
    return Reading(tuple(_choose(units, probabilities)), float(confidence[0]))


def summarise(features: NDArray[np.float32], probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """The evidence of a whole question [1, summary]: the best probabilities, the best unit's features, the best of each."""
    order = np.argsort(-probabilities)
    best = np.zeros(3, np.float32)
    best[: min(3, len(order))] = probabilities[order[:3]]
    return np.concatenate([best, [probabilities.sum()], features[order[0]], features.max(axis=0)])[None].astype(np.float32)


def _choose(units: Sequence[Unit], probabilities: NDArray[np.float32]) -> list[Unit]:
    """The best units within the limits of words and number; what is already quoted is not quoted again."""
    order = np.argsort(-probabilities, kind="stable")
    chosen: list[Unit] = []
    room = _MOST_WORDS
    for at in order:
        unit = units[at]
        worth = probabilities[at] >= _WORTH * probabilities[order[0]]
        if chosen and (not worth or len(chosen) == _MOST_UNITS):
            break
        quoted = {line for known in chosen for line in known.lines}
        if unit.core not in quoted and (not chosen or unit.words <= room):
            chosen.append(unit)
            room -= unit.words
    return chosen
