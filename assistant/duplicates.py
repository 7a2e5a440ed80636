"""Passages that say the same almost word for word: only the best of them is worth showing.

Compares runs of words ("shingles", Broder 1997, "On the resemblance and containment of documents"). Knows no search.
"""

from collections.abc import Iterable

from ingest.documents import Passage
from ingest.german import find_words

_RUN = 4
"""Words of a shingle."""
_SAME = 0.9
"""Share of common shingles (Jaccard) from which on two passages count as the same."""


def drop_near_duplicates(passages: Iterable[Passage]) -> set[int]:
    """The ids of the passages, best first, that are no near copy of an earlier one."""
    kept: dict[int, frozenset[int]] = {}
    for passage in passages:
        runs = _runs(passage.text)
        if not any(_resemblance(runs, other) >= _SAME for other in kept.values()):
            kept[passage.id] = runs
    return set(kept)


def _runs(text: str) -> frozenset[int]:
    words = find_words(text)
    return frozenset(hash(tuple(words[at : at + _RUN])) for at in range(max(1, len(words) - _RUN + 1)))


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Common shingles among all of both; 0 at once where the lengths differ too much."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _SAME * longer:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)
