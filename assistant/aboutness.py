"""Whether passages are about a question as a whole: how many of its words stand together in one of them.

A question about anything else shares a word with some passage too, but few of its words. Knows no unit and no model.
"""

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.traits import terms_of
from ingest.documents import Hit
from ingest.german import analyse_word, find_stems, find_words
from ingest.library import Library

WHOLE = (
    "found: words of the question, by weight, that stand in one passage, its headings and title, themselves or by an official name",
    "missing: those that do not",
    "unknown: share of the weight of words that stand nowhere in the library",
    "rarest: weight of the rarest word, as a part of what an unknown one would have",
)


def weigh_question(question: str, hits: Sequence[Hit], library: Library) -> NDArray[np.float32]:
    """Shape [WHOLE]; `question` is not widened, what its words are called officially is in the hits."""
    words = {word: terms for word in find_words(question) if (terms := analyse_word(word))}
    if not words or not hits:
        return np.zeros(len(WHOLE), np.float32)
    counts = {terms[0]: library.frequency("words", terms[0]) for terms in words.values()}
    size = 1 + len(library)
    weights = {stem: math.log(1 + size / (1 + count)) for stem, count in counts.items()}
    found = [_found(words.values(), hit) for hit in hits]
    best = max(_share(stems, weights) for stems in found)
    unknown = _share({stem for stem, count in counts.items() if not count}.difference(*found), weights)
    rarest = max(weights.values()) / math.log(1 + size)
    return np.array([len(weights) * best, len(weights) * (1 - best), unknown, rarest], np.float32)


def _found(words: Collection[tuple[str, ...]], hit: Hit) -> set[str]:
    """The stems of those words that stand in a passage."""
    passage = hit.passage
    there = {*terms_of(passage.text), *terms_of(" ".join((passage.document.metadata.title, *passage.headings)))}
    named = {stem for everyday, _ in hit.widened for stem in find_stems(everyday)}
    return {terms[0] for terms in words if terms[0] in there or not named.isdisjoint(terms)}


def _share(stems: Collection[str], weights: Mapping[str, float]) -> float:
    return sum(map(weights.__getitem__, stems)) / sum(weights.values())
