"""What a German sentence claims beside its values: negations, modal verbs, bounds, conditions, offices and names.

Each claim has a group (what is compared) and a class within it. The words stand in `german.toml`. Knows no passage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from assistant.wording import read_section
from ingest.german import find_stems

Group = Literal["negation", "modal", "quantity", "time", "condition", "name"]

_MEANING: dict[str, tuple[tuple[Group, str], ...]] = {
    "neutral": (),
    "at_least": (("quantity", "at_least"),),
    "at_least_number": (("quantity", "at_least"),),
    "at_most_number": (("quantity", "at_most"),),
    "at_most": (("quantity", "at_most"),),
    "above": (("quantity", "above"),),
    "below": (("quantity", "below"),),
    "above_number": (("quantity", "above"),),
    "below_number": (("quantity", "below"),),
    "earliest": (("time", "earliest"),),
    "latest": (("time", "latest"),),
    "before": (("time", "before"),),
    "after": (("time", "after"),),
    "forbidden": (("negation", "not"), ("modal", "may")),
    "negation": (("negation", "not"),),
    "must": (("modal", "must"),),
    "should": (("modal", "should"),),
    "may": (("modal", "may"),),
    "even_if": (("condition", "even"),),
    "unless": (("condition", "unless"),),
    "only": (("condition", "only"),),
    "if": (("condition", "if"),),
}
_BREAK = re.compile(r"[,;:()|\u2013]|\s(?:und|oder|sondern|aber|jedoch)\s|$", re.I)
_CAPITALISED = re.compile(r"(?<!\w)(?=[^\W\d_a-z])\w[\w-]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a sentence claims, and where the word stands that does it."""

    group: Group
    name: str
    at: int


@lru_cache(maxsize=4096)
def find_claims(text: str) -> tuple[Claim, ...]:
    """The claims of `text`."""
    return (*_worded(text), *_to_be_done(text), *_names(text))


def _worded(text: str) -> Iterator[Claim]:
    for match in _claim_words().finditer(text):
        for group, name in _MEANING[match.lastgroup or ""]:
            yield Claim(group, name, match.start())


def _to_be_done(text: str) -> Iterator[Claim]:
    """ "ist einzureichen", "hat zu zahlen": what must be done."""
    for pattern in _duties():
        yield from (Claim("modal", "must", match.end() - 1) for match in pattern.finditer(text))


def _names(text: str) -> Iterator[Claim]:
    for match in _CAPITALISED.finditer(text):
        if name := _name(match[0]):
            yield Claim("name", name, match.start())
    for match in _written("titled").finditer(text):
        yield Claim("name", match[1].split()[-1].lower(), match.start(1))


@lru_cache(maxsize=20_000)
def _name(word: str) -> str | None:
    """What an office or an abbreviation is compared by; None for another noun."""
    if _pattern("office").fullmatch(word) and not _pattern("no_office").fullmatch(word):
        return find_stems(word)[-1]
    return word.lower() if _written("acronym").fullmatch(word) else None


def find_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the clauses of `text`: what lies between commas and conjunctions."""
    start = 0
    for mark in _BREAK.finditer(text):
        if text[start : mark.start()].strip():
            yield start, mark.end()
        start = mark.end()


def find_opposites(said: str, written: str) -> set[str]:
    """Words of `said` that begin with a negating syllable, where `written` has the word without it: "unbefristet"."""
    negated = [word for word in _negated_words().findall(said) if not _claim_words().fullmatch(word)]
    if not negated:
        return set()
    its = _stems(written)
    found = {stem for word in negated for stem in _stems(word)} - its
    return {
        stem for stem in found if its.intersection(stem.removeprefix(prefix) for prefix in _syllables() if stem.startswith(prefix))
    }


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(find_stems(text))


def _syllables() -> list[str]:
    return read_section("checking")["opposite"].split("|")


@cache
def _negated_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{read_section('checking')['opposite']})[^\W\d_]{{3,}}", re.I)


@cache
def _claim_words() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{words})" for name, words in read_section("claims").items())
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.I)


@cache
def _duties() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = read_section("checking")
    return re.compile(words["to_be_done"], re.I), re.compile(words["to_be_done_late"], re.I)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_section("checking")[name], re.I)


@cache
def _written(name: str) -> re.Pattern[str]:
    """A pattern for which capitals matter."""
    return re.compile(read_section("checking")[name])
