"""What speaks for a unit being the answer: numbers that a learned ranker weighs.

Each feature is named and described in FEATURES; the trained model stores the names and refuses other ones.
"""

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.aboutness import weigh_question
from assistant.traits import KINDS, RememberedVectors, Traits, read_traits, terms_of
from assistant.units import Unit
from assistant.wording import read_wording
from ingest.documents import Hit
from ingest.german import find_runs, find_terms
from ingest.library import Library

_Column = NDArray[np.float32]

FEATURES = (
    "terms: share of the question's weight (rarity) whose words stand in the unit",
    "grams: the same for 4-grams",
    "official: share of the weight of the widened words that stand in the unit",
    "meaning: cosine of question and unit",
    "terms_with_context: share of the question's weight in unit, lead-in and headings",
    "heading: share in the headings alone",
    "passage: share in the whole passage",
    "before, after: share in the unit before and after it",
    "best_terms, best_meaning: terms and meaning as a part of the best unit's",
    "density: matched weight by word",
    "rank, score, lead: the passage's rank, score, and score as a part of the best passage's",
    "words, position: length and place in the passage",
    "item, row, number, cites, colon: form of the unit",
    *(f"has_{kind}: a value of that kind stands in the unit" for kind in KINDS),
    *(f"asked_{kind}: the question asks for it" for kind in KINDS),
    *(f"match_{kind}: both" for kind in KINDS),
)


COLUMNS = tuple(name.strip() for feature in FEATURES for name in feature.partition(":")[0].split(","))
"""The names alone, one a column."""

SHARED = (0, 2, 4)
"""Places of the features terms, official and terms_with_context: without any of them nothing is about the question."""


class Evidence:
    """Computes features; rarity and meaning are the library's."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._vectors = RememberedVectors()

    def features(self, question: str, official: str, units: Sequence[Unit], hits: Sequence[Hit]) -> NDArray[np.float32]:
        """Shape [units, features]."""
        traits = [read_traits(unit.core) for unit in units]
        ranks = np.array([unit.number for unit in units])
        asked = np.array([bool(read_wording().asked[kind].search(question)) for kind in KINDS], np.float32)
        has = np.array([each.has for each in traits], np.float32)
        columns = (
            *self._likeness(question, official, units, traits, hits),
            *_standing(ranks, hits),
            *_form(units, traits),
            *has.T,
            *np.broadcast_to(asked, has.shape).T,
            *(has * asked).T,
        )
        return np.stack(columns, axis=1).astype(np.float32)

    def whole(self, question: str, hits: Sequence[Hit]) -> NDArray[np.float32]:
        """Shape [WHOLE]: what speaks for the question as a whole."""
        return weigh_question(question, hits, self._library)

    def _likeness(
        self, question: str, official: str, units: Sequence[Unit], traits: Sequence[Traits], hits: Sequence[Hit]
    ) -> Iterable[_Column]:
        """What unit and question have in common."""
        terms, grams, widened = (self._wanted(*pair) for pair in self._fields(question, official))
        places = np.array([unit.number - 1 for unit in units])
        own = [terms.found(each.terms) for each in traits]
        around = [terms.found(terms_of(unit.context)) for unit in units]
        heads = [terms.found(terms_of(" ".join(hit.passage.headings))) for hit in hits]
        shares = _column(map(terms.share, own))
        meanings = self._meanings(f"{question} {official}".strip(), units)
        yield shares
        yield _column(grams.share(grams.found(each.grams)) for each in traits)
        yield _column(widened.share(widened.found(each.terms)) for each in traits)
        yield meanings
        yield _column(terms.share(own[at] | around[at] | heads[place]) for at, place in enumerate(places))
        yield _column(map(terms.share, heads))[places]
        yield _column(terms.share(terms.found(terms_of(hit.passage.text))) for hit in hits)[places]
        yield from _neighbours(shares, places)
        yield _as_part(shares)
        yield _as_part(meanings)
        yield shares / _column(math.sqrt(1 + len(each.terms)) for each in traits)

    def _fields(self, question: str, official: str) -> tuple[tuple[str, set[str]], ...]:
        own = set(find_terms(question))
        return ("words", own), ("grams", set(find_runs(question))), ("words", set(find_terms(official)) - own)

    def _wanted(self, field: str, terms: set[str]) -> "_Wanted":
        total = len(self._library)
        weights = {term: math.log(1 + total / (1 + self._library.frequency(field, term))) for term in terms}
        return _Wanted(frozenset(weights), weights, math.fsum(weights.values()))

    def _meanings(self, question: str, units: Sequence[Unit]) -> _Column:
        embedder = self._library.embedder
        return self._vectors.embed([unit.core for unit in units], embedder) @ embedder.embed_question(question)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Terms of the question with their weights."""

    terms: frozenset[str]
    weights: dict[str, float]
    total: float

    def found(self, terms: Sequence[str]) -> frozenset[str]:
        """Those that are among `terms`."""
        return self.terms.intersection(terms)

    def share(self, found: Set[str]) -> float:
        """Their share of the whole weight."""
        return math.fsum(map(self.weights.__getitem__, found)) / self.total if self.total else 0.0


def _column(numbers: Iterable[float]) -> _Column:
    return np.array(list(numbers), np.float32)


def _neighbours(shares: _Column, places: NDArray[np.int64]) -> tuple[_Column, _Column]:
    """The shares of the units before and after each, 0 where that is in another passage."""
    together = places[1:] == places[:-1]
    none = np.zeros(1, np.float32)
    return np.concatenate([none, shares[:-1] * together]), np.concatenate([shares[1:] * together, none])


def _as_part(column: _Column) -> _Column:
    """The column as a part of its greatest number; zeros if that is not positive."""
    best = column.max()
    return column / best if best > 0 else np.zeros_like(column)


def _standing(ranks: NDArray[np.int64], hits: Sequence[Hit]) -> Iterable[_Column]:
    """Rank and score of the passages."""
    scores = [hit.score for hit in hits]
    top = max(scores) or 1.0
    yield ranks.astype(np.float32)
    yield _column(scores)[ranks - 1]
    yield _column(score / top for score in scores)[ranks - 1]


def _form(units: Sequence[Unit], traits: Sequence[Traits]) -> Iterable[_Column]:
    """How long a unit is, where it stands, and what it looks like."""
    yield _column(math.log(1 + each.words) for each in traits)
    yield _column(unit.position for unit in units)
    yield _column(unit.kind == "item" for unit in units)
    yield _column(unit.kind == "row" for unit in units)
    yield from np.array([each.form for each in traits], np.float32).T
