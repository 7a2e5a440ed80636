"""Whether passages are about a question as a whole: how many of its words stand together in one of them.

A question about anything else shares a word with some passage too, but few of its words. Knows no unit and no model.
"""

import math
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.traits import terms_of
from ingest.documents import Hit
from ingest.german import analyse_word, find_stems, find_words
from ingest.library import Library

WHOLE = (
    "found: words of the question, by weight, that stand in one passage, its headings and title, themselves or by an official name",
    "missing: those that do not",
)


def weigh_question(question: str, hits: Sequence[Hit], library: Library) -> NDArray[np.float32]:
    """Shape [WHOLE]; `question` is not widened, what its words are called officially is in the hits."""
    words = {word: terms for word in find_words(question) if (terms := analyse_word(word))}
    if not words or not hits:
        return np.zeros(len(WHOLE), np.float32)
    stems = {terms[0] for terms in words.values()}
    weights = {stem: math.log(1 + (1 + len(library)) / (1 + library.frequency("words", stem))) for stem in stems}
    best = max(sum(weights[stem] for stem in _found(words.values(), hit)) for hit in hits) / sum(weights.values())
    return np.array([len(stems) * best, len(stems) * (1 - best)], np.float32)


def _found(words: Collection[tuple[str, ...]], hit: Hit) -> set[str]:
    """The stems of those words that stand in a passage."""
    passage = hit.passage
    there = {*terms_of(passage.text), *terms_of(" ".join((passage.document.metadata.title, *passage.headings)))}
    named = {stem for everyday, _ in hit.widened for stem in find_stems(everyday)}
    return {terms[0] for terms in words if terms[0] in there or not named.isdisjoint(terms)}
