"""Everyday words to official words: the thesaurus widens a question before it is searched.

Entries come from `thesaurus/*.tsv` and from the authority's own `thesaurus.tsv` in the home folder, which is read again
when it changes. An entry's left side matches words, phrases, and parts of compounds: as they are spelt, else by their stems,
which different words may share. A stop word is no everyday word of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ingest.compounds import split_compound
from ingest.german import STOP_WORDS, find_stems, find_words

SHIPPED = Path(__file__).parent / "thesaurus"
_MOST_TERMS = 30
"""Official words that are added to a question at most."""
_LONGEST_PHRASE = 5

Key = tuple[str, ...]
"""Words as they are spelt, or their stems."""


PHRASE, WORD, PART = 1.5, 1.0, 0.5
"""How sure a match is: several words of the question, one word, a part of a compound."""


@dataclass(frozen=True, slots=True)
class Widening:
    """An everyday term of the question, the official terms it was widened to (best first), and how sure the match is."""

    everyday: str
    official: tuple[str, ...]
    certainty: float = WORD


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries by their spellings, and by the stems of these; entries with the same key are joined."""

    spelt: dict[Key, Widening]
    stemmed: dict[Key, Widening]

    def find(self, words: Key) -> Widening | None:
        """The entry for these words."""
        return self.spelt.get(words) or self.stemmed.get(_stems(words))


class Thesaurus:
    """The shipped entries and those of the authority in `own`, a file that need not exist."""

    def __init__(self, own: Path | None = None, shipped: Path = SHIPPED) -> None:
        self._own = own
        self._shipped = _index(line for path in sorted(shipped.glob("*.tsv")) for line in _lines(path))
        self._own_entries = Entries({}, {})
        self._own_read: float | None = None

    def widen(self, question: str) -> tuple[Widening, ...]:
        """What the question's words are called officially, longest phrases first."""
        own = self._read_own()
        found: dict[str, Widening] = {}
        for key, certainty in _keys(find_words(question)):
            entry = own.find(key) or self._shipped.find(key)
            if entry is not None:
                found.setdefault(entry.everyday, replace(entry, certainty=certainty))
        return _bounded(found.values())

    def state(self) -> float | None:
        """When the authority's own entries were last changed."""
        self._read_own()
        return self._own_read

    def _read_own(self) -> Entries:
        if self._own is None:
            return self._own_entries
        changed = self._own.stat().st_mtime if self._own.exists() else None
        if changed != self._own_read:
            self._own_entries = _index(_lines(self._own)) if changed is not None else Entries({}, {})
            self._own_read = changed
        return self._own_entries


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line and not line.startswith("#")]


def _index(lines: Iterable[str]) -> Entries:
    entries = Entries({}, {})
    for line in lines:
        everyday, _, official = line.partition("\t")
        terms = tuple(term.strip() for term in official.split("|") if term.strip())
        for spelling in everyday.split("|"):
            key = tuple(find_words(spelling))
            _join(entries.spelt, key, Widening(spelling.strip(), terms))
            _join(entries.stemmed, _stems(key), Widening(spelling.strip(), terms))
    return entries


def _join(entries: dict[Key, Widening], key: Key, entry: Widening) -> None:
    known = entries.get(key)
    entries[key] = replace(known, official=tuple(dict.fromkeys((*known.official, *entry.official)))) if known else entry


@lru_cache(maxsize=20_000)
def _stems(words: Key) -> Key:
    return tuple(stem for word in words for stem in find_stems(word)[:1])


def _keys(words: Sequence[str]) -> Iterable[tuple[Key, float]]:
    """Phrases of the question, longest first, then its words, then the parts of its compounds."""
    for length in range(_LONGEST_PHRASE, 1, -1):
        for start in range(len(words) - length + 1):
            yield tuple(words[start : start + length]), PHRASE
    telling = [word for word in words if word not in STOP_WORDS]
    yield from (((word,), WORD) for word in telling)
    yield from (((part,), PART) for word in telling for part in split_compound(word))


def _bounded(entries: Iterable[Widening]) -> tuple[Widening, ...]:
    """The entries until their terms are enough."""
    kept: list[Widening] = []
    room = _MOST_TERMS
    for entry in entries:
        if room <= 0:
            break
        kept.append(replace(entry, official=entry.official[:room]))
        room -= len(entry.official)
    return tuple(kept)
