"""Questions that ask for the same, as groups that tell nothing about one person.

A group has at least five questions, and of its wording only words are shown that stand in five of them: what fewer people
wrote is not seen. Knows no database.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder
from ingest.german import find_stems, find_terms, find_words

LEAST = 5
"""Questions of the smallest group that is shown."""
_SIMILAR = 0.5
"""Cosine from which two questions ask for the same."""
_MOST = 4000
"""Questions that are compared with each other at most; it bounds memory."""
_ELISION = "\u2026"


@dataclass(frozen=True, slots=True)
class Group:
    """What its questions have in common as `wording`; `members` are their places in the list that was grouped."""

    wording: str
    members: tuple[int, ...]


def group_questions(texts: Sequence[str], embedder: Embedder) -> list[Group]:
    """The groups among `texts`, largest first."""
    texts = texts[:_MOST]
    if len(texts) < LEAST:
        return []
    vectors = np.array([embedder.embed_question(_core(text)) for text in texts], np.float32)
    terms = np.unique([" ".join(sorted(find_terms(text))) for text in texts], return_inverse=True)[1]
    same = terms[:, None] == terms[None, :]  # an embedder may not know the words
    gathered = _gather((vectors @ vectors.T > _SIMILAR) | same)
    groups = [Group(_common_wording([texts[member] for member in members]), members) for members in gathered]
    return [group for group in groups if group.wording]


def _core(text: str) -> str:
    """The question's own words: "wie viele" and "wo ist" make no two questions the same."""
    return " ".join(word for word in re.findall(r"\w+", text) if find_terms(word)) or text


def _gather(similar: NDArray[np.bool_]) -> Iterator[tuple[int, ...]]:
    """Each time the question with the most others beside it, and these; a question belongs to one group."""
    free = np.ones(len(similar), np.bool_)
    counts = similar.sum(axis=1)
    while counts.max() >= LEAST:
        middle = int(counts.argmax())
        members = np.flatnonzero(similar[middle] & free)
        yield (middle, *(int(member) for member in members if member != middle))
        free[members] = False
        counts = counts - similar[:, members].sum(axis=1)
        counts[members] = 0


def _common_wording(texts: Sequence[str]) -> str:
    """The question with the most words that enough of the others have, as far as they have them; empty if there are none."""
    counts = Counter(stem for text in texts for stem in set(find_stems(text)))
    common = {stem for stem, count in counts.items() if count >= LEAST}
    telling = {stem for text in texts for word in find_words(text) if find_terms(word) for stem in find_stems(word)} & common
    fullest = max(texts, key=lambda text: (len(telling & set(find_stems(text))), len(common & set(find_stems(text)))))
    words = [word if (stems := set(find_stems(word))) and stems <= common else _ELISION for word in fullest.split()]
    kept = (word for before, word in zip(["", *words], words, strict=False) if (before, word) != (_ELISION, _ELISION))
    return " ".join(kept) if telling else ""


def missing_words(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Words, as they were written, that stand in at least five of `texts`, most frequent first; stop words left out."""
    written: dict[str, Counter[str]] = {}
    for text in texts:
        for word in {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)}:
            for term in find_terms(word)[:1]:
                written.setdefault(term, Counter())[word] += 1
    counts = [(forms.most_common(1)[0][0], forms.total()) for forms in written.values() if forms.total() >= LEAST]
    return sorted(counts, key=lambda counted: (-counted[1], counted[0]))
