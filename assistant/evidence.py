"""What speaks for a unit being the answer: numbers that a learned ranker weighs.

Each feature is named and described in FEATURES; the trained model stores the names and refuses other ones.
"""

import math
import re
from collections.abc import Sequence, Set
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.units import Unit
from assistant.wording import read_wording
from ingest.documents import Hit
from ingest.german import find_grams, find_terms
from ingest.library import Library

_KINDS = ("amount", "time", "who", "whether", "what", "how")
_NUMBER = re.compile(r"\d")
_CITES = re.compile(r"\u00a7|\bAbs\b|\bAbsatz\b|\bArtikel\b", re.IGNORECASE)

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
    *(f"has_{kind}: a value of that kind stands in the unit" for kind in _KINDS),
    *(f"asked_{kind}: the question asks for it" for kind in _KINDS),
    *(f"match_{kind}: both" for kind in _KINDS),
)


SHARED = (0, 2, 4)
"""Places of the features terms, official and terms_with_context: without any of them nothing is about the question."""


class Evidence:
    """Computes features; rarity and meaning are the library's."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def features(self, question: str, official: str, units: Sequence[Unit], hits: Sequence[Hit]) -> NDArray[np.float32]:
        """Shape [units, features]."""
        terms, grams, widened = (self._weights(*pair) for pair in self._fields(question, official))
        cores = [_terms_of(unit.core) for unit in units]
        contexts = [_terms_of(unit.context) for unit in units]
        headings = [_terms_of(" ".join(hit.passage.headings)) for hit in hits]
        passages = [_terms_of(hit.passage.text) for hit in hits]
        shares = np.array([_share(core, terms) for core in cores], np.float32)
        meanings = self._meanings(f"{question} {official}".strip(), units)
        best_share, best_meaning = max(shares, default=0.0), max(meanings, default=0.0)
        top = max((hit.score for hit in hits), default=1.0) or 1.0
        wording = read_wording()
        asked = [float(bool(wording.asked[kind].search(question))) for kind in _KINDS]
        rows = []
        for at, unit in enumerate(units):
            hit, heading = hits[unit.number - 1], headings[unit.number - 1]
            has = [float(bool(wording.has[kind].search(unit.core))) for kind in _KINDS]
            rows.append(
                [
                    shares[at],
                    _share(set(find_grams(unit.core)), grams),
                    _share(cores[at], widened),
                    meanings[at],
                    _share(cores[at] | contexts[at] | heading, terms),
                    _share(heading, terms),
                    _share(passages[unit.number - 1], terms),
                    _neighbour(shares, units, at, -1),
                    _neighbour(shares, units, at, 1),
                    shares[at] / best_share if best_share else 0.0,
                    meanings[at] / best_meaning if best_meaning > 0 else 0.0,
                    shares[at] / math.sqrt(1 + len(cores[at])),
                    unit.number,
                    hit.score,
                    hit.score / top,
                    math.log(1 + len(unit.core.split())),
                    unit.position,
                    float(unit.kind == "item"),
                    float(unit.kind == "row"),
                    float(bool(_NUMBER.search(unit.core))),
                    float(bool(_CITES.search(unit.core))),
                    float(unit.core.endswith(":")),
                    *has,
                    *asked,
                    *(one * other for one, other in zip(asked, has, strict=True)),
                ]
            )
        return np.array(rows, np.float32).reshape(len(units), -1)

    def _fields(self, question: str, official: str) -> tuple[tuple[str, set[str]], ...]:
        own = set(find_terms(question))
        return ("words", own), ("grams", set(find_grams(question))), ("words", set(find_terms(official)) - own)

    def _weights(self, field: str, terms: set[str]) -> dict[str, float]:
        total = len(self._library)
        return {term: math.log(1 + total / (1 + self._library.frequency(field, term))) for term in terms}

    def _meanings(self, question: str, units: Sequence[Unit]) -> NDArray[np.float32]:
        embedder = self._library.embedder
        return embedder.embed_passages([unit.core for unit in units]) @ embedder.embed_question(question)


@lru_cache(maxsize=8192)
def _terms_of(text: str) -> frozenset[str]:
    """Passages that answer many questions are taken apart once."""
    return frozenset(find_terms(text))


def _share(found: Set[str], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in found) / total if total else 0.0


def _neighbour(shares: NDArray[np.float32], units: Sequence[Unit], at: int, step: int) -> float:
    there = at + step
    return float(shares[there]) if 0 <= there < len(units) and units[there].number == units[at].number else 0.0
