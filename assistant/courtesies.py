"""A question without the courtesies around it: greetings, thanks, signatures, "ich wollte mal fragen, ob".

They would count as words of the question. A clause is a courtesy if it has only words of `courtesies.toml` and stop words;
only those before, behind and between what is asked are left out, never a part of it. Knows no documents.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from ingest.german import STOP_WORDS, find_words, fold

_WORDS = Path(__file__).parent / "courtesies.toml"
_END = re.compile(r"[.!?:;,\n]+\s*|\s[-\u2013\u2014]\s")
_STOPS = frozenset(".!?:\n")
_LOOSE = " \t\n,;:-\u2013\u2014"
_REMEMBERED = 1000
"""Questions; each is looked at several times."""
_MOST_SIGNED = 12
"""Words of a signature."""


@lru_cache(_REMEMBERED)
def strip_courtesies(text: str) -> str:
    """What `text` asks, in its own words; `text` as it is where nothing else is left."""
    body = _without_thanks(_without_signature(text))
    clauses = _without_frame(_clauses(_without_greeting(body)))
    kept = "".join(clause for at, clause in enumerate(clauses) if not _stands_apart(clauses, at)).strip(_LOOSE)
    return _as_question(kept) if kept else text


def is_courtesy(text: str) -> bool:
    """Whether nothing is asked or told beside courtesies."""
    clauses = _clauses(_without_greeting(_without_signature(text)))
    return all(not find_words(clause) or _is_courtesy(clause) for clause in clauses)


def _without_greeting(text: str) -> str:
    rest = _pattern("greeting").sub("", text)
    return rest if find_words(rest) else text


def _without_signature(text: str) -> str:
    for found in _pattern("closing").finditer(text):
        if find_words(text[: found.start()]) and _is_signature(text[found.end() :]):
            return text[: found.start()] + found[0][: len(found[0]) - len(found[0].lstrip(".!?"))]
    return text


def _is_signature(text: str) -> bool:
    """Nothing, or few words that are written as names are."""
    words = re.findall(r"[^\W\d_]+", text)
    named = all(word[0].isupper() or word in _section("signing") for word in words)
    return "?" not in text and len(words) <= _MOST_SIGNED and named


def _without_thanks(text: str) -> str:
    rest = _pattern("thanks").sub("", text)
    return rest if not _vocabulary().issuperset(_folded(rest)) else text


def _clauses(text: str) -> list[str]:
    """The clauses of `text`, each with the sign that ends it."""
    ends = [0, *(mark.end() for mark in _END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if end > start]


def _without_frame(clauses: list[str]) -> list[str]:
    """Without the courtesies before and behind; one that no comma ends is cut off the clause that it opens."""
    while clauses and _is_courtesy(clauses[0]):
        clauses = clauses[1:]
    while clauses and _is_courtesy(clauses[-1]):
        clauses = clauses[:-1]
    if not clauses:
        return clauses
    begins = _pattern("begins").search(clauses[0])
    if begins and _is_courtesy(clauses[0][: begins.start()]):
        return [clauses[0][begins.start() :], *clauses[1:]]
    return clauses


def _stands_apart(clauses: list[str], at: int) -> bool:
    """Whether a clause is a whole sentence, or opens one, and a courtesy."""
    return (not at or clauses[at - 1].rstrip(" ")[-1:] in _STOPS) and _is_courtesy(clauses[at])


def _is_courtesy(clause: str) -> bool:
    words = _folded(clause)
    first = next((word for word in words if word not in _section("joining")), "")
    if not first or not _vocabulary().issuperset(words) or first in _section("opening"):
        return False
    speaks = _has(words, "speaker")
    addressed = _has(words, "addressed") or speaks and _has(words, "anybody")
    if first in _section("verbs") and not addressed:
        return False
    if speaks and (_has(words, "own") or _has(words, "wishing") and _has(words, "wished")):
        return True
    return _has(words, "plain") or addressed and _has(words, "told")


def _has(words: Sequence[str], name: str) -> bool:
    return not _section(name).isdisjoint(words)


def _as_question(text: str) -> str:
    """What begins with "ob" with its verb in front."""
    return _pattern("whether").sub(lambda found: f"{found['verb'].capitalize()} {found['rest']}{found['end']}", text)


def _folded(text: str) -> list[str]:
    return [fold(word) for word in find_words(text)]


@cache
def _vocabulary() -> frozenset[str]:
    names = ("plain", "own", "speaker", "told", "anybody", "addressed", "wished", "wishing", "beside", "verbs", "joining")
    return frozenset(map(fold, STOP_WORDS)).union(*map(_section, names))


@cache
def _section(name: str) -> frozenset[str]:
    return frozenset(map(fold, _read()[name].split()))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_read()[name])


@cache
def _read() -> dict[str, str]:
    with _WORDS.open("rb") as file:
        stored: dict[str, str] = tomllib.load(file)
    return stored
