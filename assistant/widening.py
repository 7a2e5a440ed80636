"""Everyday words to official words: the thesaurus widens a question before it is searched.

Entries come from `thesaurus/*.tsv` and from the authority's own `thesaurus.tsv` in the home folder, which is read again
when it changes. An entry's left side matches words by their stems, phrases, and parts of compounds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.german import analyse_word, find_stems, find_words

SHIPPED = Path(__file__).parent / "thesaurus"
_MOST_TERMS = 30
"""Official words that are added to a question at most."""
_LONGEST_PHRASE = 5

Key = tuple[str, ...]


PHRASE, WORD, PART = 1.5, 1.0, 0.5
"""How sure a match is: several words of the question, one word, a part of a compound."""


@dataclass(frozen=True, slots=True)
class Widening:
    """An everyday term of the question, the official terms it was widened to (best first), and how sure the match is."""

    everyday: str
    official: tuple[str, ...]
    certainty: float = WORD


class Thesaurus:
    """The shipped entries and those of the authority in `own`, a file that need not exist."""

    def __init__(self, own: Path | None = None, shipped: Path = SHIPPED) -> None:
        self._own = own
        self._shipped = _index(line for path in sorted(shipped.glob("*.tsv")) for line in _lines(path))
        self._own_entries: dict[Key, Widening] = {}
        self._own_read: float | None = None

    def widen(self, question: str) -> tuple[Widening, ...]:
        """What the question's words are called officially, longest phrases first."""
        own = self._read_own()
        words = find_words(question)
        found: dict[str, Widening] = {}
        for key, certainty in _keys(words):
            entry = own.get(key) or self._shipped.get(key)
            if entry is not None:
                found.setdefault(entry.everyday, replace(entry, certainty=certainty))
        return _bounded(found.values())

    def _read_own(self) -> dict[Key, Widening]:
        if self._own is None:
            return {}
        changed = self._own.stat().st_mtime if self._own.exists() else None
        if changed != self._own_read:
            self._own_entries = _index(_lines(self._own)) if changed is not None else {}
            self._own_read = changed
        return self._own_entries


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line and not line.startswith("#")]


def _index(lines: Iterable[str]) -> dict[Key, Widening]:
    """Entries by the stems of each spelling; entries with the same key are joined."""
    entries: dict[Key, Widening] = {}
    for line in lines:
        everyday, _, official = line.partition("\t")
        terms = tuple(term.strip() for term in official.split("|") if term.strip())
        for spelling in everyday.split("|"):
            key = tuple(find_stems(spelling))
            known = entries.get(key)
            entries[key] = Widening(spelling.strip(), tuple(dict.fromkeys((*(known.official if known else ()), *terms))))
    return entries


def _keys(words: Sequence[str]) -> Iterable[tuple[Key, float]]:
    """Phrases of the question, longest first, then its words, then the parts of its compounds; all as stems."""
    stems = [stem for word in words for stem in find_stems(word)[:1]]
    for length in range(_LONGEST_PHRASE, 0, -1):
        for start in range(len(stems) - length + 1):
            yield tuple(stems[start : start + length]), PHRASE if length > 1 else WORD
    for word in words:
        yield from (((part,), PART) for part in analyse_word(word)[1:])


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
