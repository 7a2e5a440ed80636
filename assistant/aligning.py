"""Which sentences of the cited passages does a sentence of an answer rest on, and how much of it do they say?

Compares content words: stems, parts of compounds, spellings that share most runs of four letters, and words that the
thesaurus connects. Knows no values and no verdict.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.numerals import parse_word
from assistant.values import find_values
from assistant.widening import Thesaurus
from assistant.wording import read_section
from ingest.german import analyse_word, complete_coupled, find_runs, find_sentences, find_stems, find_words

_ENOUGH = 0.7
"""Share of a sentence's words below which synonyms are looked up."""
_ALIKE = 0.7
_BESIDE, _ALIKE_AT_ALL = 0.5, 0.5
"""Weights of what a passage's sentence says beside, and of all words that both have, against one content word."""
_SAME, _UNKNOWN = 0.5, 0.5
_MOST_SENTENCES = 5
_WORTH_ADDING = 0.15
"""Share of the answer's words that one more sentence of a passage must add …"""
_LEAST_ADDED = 1.5
"""… and how many words at least."""

Word = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordset:
    """The content words of a text: each with its stem and the stems of its parts, all of these together, and every word."""

    words: tuple[Word, ...]
    terms: frozenset[str]
    every: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """The sentences that an answer's sentence rests on, best first, and the share of its words that they say."""

    sentences: tuple[str, ...]
    share: float


@lru_cache(maxsize=8192)
def content_of(text: str) -> Wordset:
    """The content words of `text`; numbers are values, not words."""
    completed = complete_coupled(text)
    written = [_written_out().get(word, word) for word in find_words(completed)]
    analysed = (analyse_word(word) for word in written if not _is_empty(word))
    words = tuple(terms for terms in analysed if terms)
    stems = [term for word in words for term in word]
    return Wordset(words, frozenset((*stems, *map(root_of, stems))), frozenset(written))


@lru_cache(maxsize=50_000)
def root_of(stem: str) -> str:
    """What forms of a verb have in common: "gestellt", "stellt" and "stellen"; "einzureichen" and "eingereicht"."""
    match = _verb_form().fullmatch(stem)
    plain = f"{match[1] or ''}{match[2]}" if match else stem
    return plain.removesuffix("et").rstrip("t")


def _is_empty(word: str) -> bool:
    """Whether values and claims say what the word says."""
    return len(word) < 2 or word[0].isdigit() or word in _empty_words() or parse_word(word) is not None


@lru_cache(maxsize=4096)
def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences and lines of a passage."""
    return tuple(text[start:end] for start, end in find_sentences(text))


def share_of(words: Sequence[Word], terms: frozenset[str]) -> float:
    """How many of `words` are among `terms`; a compound counts by its parts, too."""
    return sum(_covered(word, terms) for word in words)


def _covered(word: Word, terms: frozenset[str]) -> float:
    if word[0] in terms or root_of(word[0]) in terms:
        return 1.0
    parts = word[1:]
    return sum(part in terms for part in parts) / len(parts) if parts else 0.0


def align(sentence: str, passages: Sequence[str], about: str) -> Ground:
    """What `sentence` rests on: the most similar sentence, and others as long as they add words of it.

    `about` (titles, headings) counts for the share, too.
    """
    said = content_of(sentence)
    choices = list(dict.fromkeys(each for text in passages for each in sentences_of(text)))
    chosen = list(_choose(said, choices)) if said.words else _most_alike(said, choices)
    headers = _headers(passages) if any(each.startswith("|") for each in chosen) else ()
    return Ground(tuple(chosen), _share(sentence, said, (*chosen, about, *headers)))


def _headers(passages: Sequence[str]) -> Iterator[str]:
    """The first row of each passage's table."""
    for text in passages:
        yield from [each for each in sentences_of(text) if each.startswith("|")][:1]


def _choose(said: Wordset, choices: list[str]) -> Iterator[str]:
    missing = said.words
    for number in range(min(_MOST_SENTENCES, len(choices))):
        _, _, best = max((_worth(missing, said, each), -at, each) for at, each in enumerate(choices))
        terms = content_of(best).terms
        added = share_of(missing, terms)
        if not added or number and added < max(_LEAST_ADDED, _WORTH_ADDING * len(said.words)):
            return
        yield best
        choices.remove(best)
        missing = tuple(word for word in missing if _covered(word, terms) < 1.0)


def _most_alike(said: Wordset, choices: list[str]) -> list[str]:
    """What a sentence without content words rests on: one that is much the same, or anything."""
    best = max(choices, key=lambda each: _shared(said, content_of(each)), default="")
    return [best] if _shared(said, content_of(best)) >= _SAME else choices


def _worth(missing: Sequence[Word], said: Wordset, text: str) -> float:
    """What a passage's sentence adds; of two that add the same, the one that says less beside it and says it alike."""
    there = content_of(text)
    beside = len(there.terms - said.terms) / max(1, len(there.terms))
    return share_of(missing, there.terms) - _BESIDE * beside + _ALIKE_AT_ALL * _shared(said, there)


def _shared(said: Wordset, there: Wordset) -> float:
    """Share of all words, numbers and stop words included."""
    return len(said.every & there.every) / max(1, len(said.every))


def _share(sentence: str, said: Wordset, chosen: Sequence[str]) -> float:
    if not said.words:
        alike = bool(chosen) and _shared(said, content_of(chosen[0])) >= _SAME
        return 1.0 if alike or find_values(sentence) else _UNKNOWN
    text = "\n".join(chosen)
    terms = content_of(text).terms
    missing = [word for word in said.words if _covered(word, terms) < 1.0]
    found = len(said.words) - len(missing) + share_of(missing, terms)
    if found < _ENOUGH * len(said.words):
        unknown = [word[0] for word in missing if not _covered(word, terms)]
        related = _related(sentence, text)
        found += sum(stem in related or is_spelt_alike(stem, terms) for stem in unknown)
    return min(1.0, found / len(said.words))


@lru_cache(maxsize=20_000)
def _grams(stem: str) -> frozenset[str]:
    return frozenset(find_runs(stem))


def is_spelt_alike(stem: str, terms: frozenset[str]) -> bool:
    """Whether a term shares most runs of four letters with `stem`: other endings, prefixes, spellings."""
    mine = _grams(stem)
    return any(2 * len(mine & _grams(term)) >= _ALIKE * (len(mine) + len(_grams(term))) for term in terms)


def is_related(word: str, text: str) -> bool:
    """Whether the thesaurus knows `word` as another word for one of `text`."""
    return bool(set(find_stems(word)) & _related(word, text))


def _related(sentence: str, text: str) -> set[str]:
    """The stems of those words of `sentence` that the thesaurus connects with words of `text`."""
    return set(_connections(sentence, text)) | set(_connections(text, sentence, back=True))


def _connections(everyday: str, official: str, back: bool = False) -> Iterator[str]:
    there = set(find_stems(official))
    for entry in _thesaurus().widen(everyday):
        for term in entry.official:
            stems = find_stems(term)
            if there.issuperset(stems):
                yield from stems if back else find_stems(entry.everyday)


@cache
def _thesaurus() -> Thesaurus:
    return Thesaurus()


@cache
def _written_out() -> dict[str, str]:
    """Abbreviations with the words that they stand for."""
    return dict(pair.split("=") for pair in re.split(r"\s+", read_section("checking")["abbreviated"].strip()))


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(read_section("checking")["empty"].split())


@cache
def _verb_form() -> re.Pattern[str]:
    return re.compile(read_section("checking")["verb_form"])
