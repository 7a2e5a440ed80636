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

from assistant.aboutness import WHOLE
from assistant.evidence import COLUMNS, FEATURES, SHARED, Evidence
from assistant.logistic import Logistic
from assistant.trees import Trees
from assistant.units import Unit, find_units
from ingest.documents import Hit

_MODEL = Path(__file__).parent / "reader.npz"
_MOST_WORDS = 100
_MOST_UNITS = 8
_WORTH = 0.02
"""A further unit is quoted if its probability is at least this share of the best one's."""
_OF_ALL = [at for at, name in enumerate(COLUMNS) if name != "rank" and not name.startswith("has_")]
"""Features whose best value says something about a question; the others' tells how many units there are to choose from."""
_BEFORE = 0.4
"""How much the question before a follow-up counts when units are chosen."""
_FURTHER_WORDS = 200
_MOST_FURTHER = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the units that answer, best first, the next best ones, and the probabilities that the question is
    answered and that the passages are about it at all."""

    units: tuple[Unit, ...]
    confidence: float
    further: tuple[Unit, ...] = ()
    about: float = 0.0


NOTHING_READ = Reading((), 0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the official words that widen it."""

    text: str
    official: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """The probability of each unit [units] that it answers, of all that they do, and that they are about the question."""

    probabilities: NDArray[np.float32]
    confidence: float
    about: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """What was trained: trees for single units, and for the question as a whole whether the passages are about it and answer it."""

    units: Trees
    about: Logistic
    answered: Logistic

    def judge(self, summary: NDArray[np.float32]) -> tuple[float, float]:
        """The probability that the question is answered, and that the passages are about it at all, which it contains."""
        about = float(self.about.probabilities(summary)[0])
        return about * float(self.answered.probabilities(summary)[0]), about


@cache
def load_ranker() -> Ranker:
    """The shipped ranker. Raises ValueError if it was trained on other features."""
    with np.load(_MODEL, allow_pickle=False) as arrays:
        if tuple(arrays["features"].tolist()) != FEATURES + WHOLE:
            raise ValueError(f"{_MODEL.name} was trained on other features; run training/reader.py")
        return Ranker(Trees.from_arrays(arrays, "units"), *(Logistic.from_arrays(arrays, name) for name in ("about", "answered")))


def read(question: str, official: str, hits: Sequence[Hit], evidence: Evidence) -> Reading:
    """Read `hits` for `question`, which was widened by the words of `official`."""
    units = find_units(hits)
    return _reading(units, _weigh(Asked(question, official), units, hits, evidence))


def read_follow_up(own: Asked, whole: Asked, hits: Sequence[Hit], evidence: Evidence) -> Reading:
    """Read `hits` for a follow-up: a unit must answer it as it was put and, for less, together with the question before it."""
    units = find_units(hits)
    first, second = (_weigh(asked, units, hits, evidence) for asked in (own, whole))
    if first is None or second is None:
        return _reading(units, first or second)
    odds = (1 - _BEFORE) * _log_odds(first.probabilities) + _BEFORE * _log_odds(second.probabilities)
    probabilities = np.asarray(1 / (1 + np.exp(-odds)), np.float32)
    return _reading(units, Weighed(probabilities, max(first.confidence, second.confidence), max(first.about, second.about)))


def _reading(units: Sequence[Unit], weighed: Weighed | None) -> Reading:
    if weighed is None:
        return NOTHING_READ
    chosen, further = _choose(units, weighed.probabilities)
    return Reading(tuple(chosen), weighed.confidence, tuple(further), weighed.about)


def _weigh(asked: Asked, units: Sequence[Unit], hits: Sequence[Hit], evidence: Evidence) -> Weighed | None:
    if not units:
        return None
    features = evidence.features(asked.text, asked.official, units, hits)
    if not features[:, list(SHARED)].any():
        return None
    ranker = load_ranker()
    probabilities = ranker.units.probabilities(features)
    return Weighed(probabilities, *ranker.judge(summarise(features, probabilities, evidence.whole(asked.text, hits))))


def _log_odds(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.log(probabilities / (1 - probabilities)), np.float32)


def summarise(features: NDArray[np.float32], probabilities: NDArray[np.float32], whole: NDArray[np.float32]) -> NDArray[np.float32]:
    """The evidence of a question [1, summary]: the best probabilities, the best unit's features, the best of each, `whole`."""
    order = np.argsort(-probabilities)
    best = np.zeros(3, np.float32)
    best[: min(3, len(order))] = probabilities[order[:3]]
    parts = (best, [probabilities.sum()], features[order[0]], features[:, _OF_ALL].max(axis=0), whole)
    return np.concatenate(parts)[None].astype(np.float32)


def _choose(units: Sequence[Unit], probabilities: NDArray[np.float32]) -> tuple[list[Unit], list[Unit]]:
    """The best units within the limits of words and number, and of the others those that come next."""
    order = np.argsort(-probabilities, kind="stable")
    ranked = [units[at] for at in order]
    worth = probabilities[order] >= _WORTH * probabilities[order[0]]
    good = [unit for unit, is_worth in zip(ranked, worth, strict=True) if is_worth]
    chosen = [ranked[0], *_fitting(good, ranked[:1], _MOST_WORDS - ranked[0].words, _MOST_UNITS - 1)]
    return _in_order(chosen), _fitting(ranked, chosen, _FURTHER_WORDS, _MOST_FURTHER)


def _in_order(chosen: Sequence[Unit]) -> list[Unit]:
    """Items of a list and rows of a table stand together and in their own order, where the best of them would stand."""
    together: dict[tuple[object, ...], list[Unit]] = {}
    for unit in chosen:
        own = () if unit.kind != "sentence" else (unit.start,)
        together.setdefault((unit.number, unit.kind, unit.context, *own), []).append(unit)
    return [unit for units in together.values() for unit in sorted(units, key=lambda each: each.start)]


def _fitting(ranked: Sequence[Unit], known: Sequence[Unit], room: int, most: int) -> list[Unit]:
    """The first units that fit into `room` words, `most` of them; what is already quoted is not quoted again."""
    fitting: list[Unit] = []
    for unit in ranked:
        if len(fitting) == most:
            break
        quoted = {line for earlier in (*known, *fitting) for line in earlier.lines}
        if unit.core not in quoted and unit.words <= room:
            fitting.append(unit)
            room -= unit.words
    return fitting
