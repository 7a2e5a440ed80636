"""Splitting German compounds by a dictionary of word frequencies.

The dictionary ships with the product (`ingest/words.de.txt.gz`, one "word<TAB>documents" a line, made by
`training/compounds.py` from the federal laws). Of all ways to cut a word into known parts with linking elements between,
the one with the highest geometric mean of the parts' frequencies wins (Koehn & Knight 2003, "Empirical Methods for
Compound Splitting").
"""

import gzip
import math
from functools import cache, lru_cache
from pathlib import Path

_DICTIONARY = Path(__file__).parent / "words.de.txt.gz"
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST = 4
_LONGEST_WORD = 60


@cache
def _logarithms() -> dict[str, float]:
    """Word → logarithm of the number of documents that have it."""
    with gzip.open(_DICTIONARY, "rt", encoding="utf-8") as lines:
        return {word: math.log(int(count)) for word, count in (line.rstrip("\n").split("\t") for line in lines)}


def is_known(word: str) -> bool:
    """Whether the dictionary has this lower-case word."""
    return word in _logarithms()


@lru_cache(maxsize=100_000)
def split_compound(word: str) -> tuple[str, ...]:
    """The parts of a lower-case compound without their linking elements; nothing if it is no compound.

    >>> split_compound("dienstreisegenehmigung")
    ('dienst', 'reise', 'genehmigung')
    """
    if not 2 * _SHORTEST <= len(word) <= _LONGEST_WORD or not word.isalpha():
        return ()
    parts = _best_cuts(word, _logarithms())
    return parts if len(parts) > 1 else ()


def _best_cuts(word: str, logarithms: dict[str, float]) -> tuple[str, ...]:
    """The best way to cut all of `word`: for each end, the best (sum of logarithms, parts) by number of parts."""
    best: list[dict[int, tuple[float, tuple[str, ...]]]] = [{} for _ in range(len(word) + 1)]
    best[0][0] = (0.0, ())
    for start in range(len(word) - _SHORTEST + 1):
        if best[start]:
            _extend(word, start, best, logarithms)
    complete = [(total / count, parts) for count, (total, parts) in best[len(word)].items() if count > 1]
    return max(complete)[1] if complete else ()


def _extend(word: str, start: int, best: list[dict[int, tuple[float, tuple[str, ...]]]], logarithms: dict[str, float]) -> None:
    for end in range(start + _SHORTEST, len(word) + 1):
        if start == 0 and end == len(word):
            continue
        known = logarithms.get(word[start:end])
        if known is None:
            continue
        for link in _LINKS:
            stop = end + len(link)
            if word.startswith(link, end) and (not link or stop < len(word)):
                for count, (total, parts) in best[start].items():
                    candidate = (total + known, (*parts, word[start:end]))
                    if candidate[0] > best[stop].get(count + 1, (-1.0, ()))[0]:
                        best[stop][count + 1] = candidate
