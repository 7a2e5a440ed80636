"""Passages that say the same almost word for word: only the best of them is worth showing.

Compares runs of words ("shingles", Broder 1997, "On the resemblance and containment of documents"). Knows no search.
"""

from collections.abc import Iterable

from ingest.documents import Passage

_RUN = 4
"""Words of a shingle."""
_SAME = 0.9
"""Share of common shingles (Jaccard) from which on two passages count as the same."""


def find_distinct(passages: Iterable[Passage], limit: int) -> list[Passage]:
    """The first `limit` of the passages, best first, that are no near copy of an earlier one."""
    distinct: list[Passage] = []
    known: list[frozenset[int]] = []
    for passage in passages:
        runs = _runs(passage.text)
        if not any(_resemblance(runs, other) >= _SAME for other in known):
            distinct.append(passage)
            known.append(runs)
        if len(distinct) == limit:
            break
    return distinct


def _runs(text: str) -> frozenset[int]:
    words = text.lower().split()
    return frozenset(map(hash, zip(*(words[at:] for at in range(_RUN)), strict=False))) or frozenset((hash(text),))


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Common shingles among all of both; 0 at once where the lengths differ too much."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _SAME * longer:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)
