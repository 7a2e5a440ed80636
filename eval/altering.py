"""Sentences altered by rules, to measure the checker: true ones written otherwise, and ones of which one thing is wrong.

The rules stand in `altering.toml`. What is drawn depends on the sentence alone, so that each run alters alike. Knows no
checker and no set.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.widening import Thesaurus
from ingest.german import find_sentences

_RULES = Path(__file__).with_name("altering.toml")
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,4}(?![\w.,/-])")
_NO_SYNONYM = r"(?<!tag)(?<!tage)(?<!tagen)(?<!monat)(?<!jahr)(?<!ahme)(?<!setzung)"
"""Endings of nouns whose other word would change a value or a condition."""
_NOUN = re.compile(rf"(?<![\w-])(?<!\d )[A-Z\u00c4\u00d6\u00dc][^\W\d_]{{4,}}{_NO_SYNONYM}(?![\w-]| \d)")


@dataclass(frozen=True, slots=True)
class Variant:
    """A sentence as an answer might have it, and what was done to it."""

    kind: str
    text: str


def write_otherwise(sentence: str) -> Iterator[Variant]:
    """True variants of `sentence`: other words for the same facts."""
    draw = random.Random(sentence)
    for kind, pairs in _rules()["true"].items():
        yield from (Variant(kind, text) for text in _replaced(sentence, pairs, draw)[:1])
    yield from (Variant("digits", text) for text in _number_forms(sentence))
    yield from (Variant("date_form", text) for text in _date_forms(sentence))
    yield from (Variant("synonym", text) for text in _synonyms(sentence))


def alter(sentence: str, passage: str) -> Iterator[Variant]:
    """False variants of `sentence`, each with one thing changed; what the passage says in another place is none."""
    draw = random.Random(sentence)
    for variant in _altered(sentence, passage, draw):
        if variant.text.strip(" .") not in passage:
            yield variant


def _altered(sentence: str, passage: str, draw: random.Random) -> Iterator[Variant]:
    for kind, pattern in _rules()["numbers"].items():
        for match in re.finditer(pattern, sentence):
            yield Variant("date" if kind == "year" else kind, _put(sentence, match, _other_number(match["n"], kind, draw)))
            numbers = dict.fromkeys(_NUMBER.findall(passage))
            others = [number for number in numbers if number not in sentence and _fits(number, match["n"], kind)]
            if others and match["n"].isdigit():
                yield Variant("from_beside", _put(sentence, match, draw.choice(others)))
    for match in re.finditer(_rules()["months"]["after_day"], sentence):
        months = [name for name in _rules()["months"]["names"].split() if name != match["n"]]
        yield Variant("date", _put(sentence, match, draw.choice(months)))
    for kind, pairs in {**_rules()["units"], **_rules()["words"]}.items():
        yield from (Variant(kind, text) for text in _replaced(sentence, pairs, draw))


def _fits(number: str, old: str, kind: str) -> bool:
    return len(number) == len(old) and number[0] != "0" and (kind != "date" or int(number) < 32)


def _replaced(sentence: str, pairs: Sequence[str], draw: random.Random) -> list[str]:
    """`sentence` with the first place of each pattern replaced, one variant a pattern."""
    drawn = ((pattern, draw.choice(choices.split("|"))) for pattern, choices in zip(pairs[::2], pairs[1::2], strict=True))
    texts = (re.sub(pattern, replacement, sentence, count=1) for pattern, replacement in drawn)
    return [_begun(text) for text in dict.fromkeys(texts) if text != sentence]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _put(sentence: str, match: re.Match[str], text: str) -> str:
    return sentence[: match.start("n")] + text + sentence[match.end("n") :]


def _other_number(number: str, kind: str, draw: random.Random) -> str:
    """Another number of the same kind in the same form."""
    words = str(_rules()["digits"]["words"]).split()
    if not number[0].isdigit():
        return draw.choice([word for word in words[2:] if word != number])
    whole, comma, rest = number.partition(",")
    value = int(whole.replace(".", ""))
    most = {"date": 31, "clock": 24}.get(kind, 10**9)
    others = [other for other in (value + 1, value - 1, value * 2, value + 10, value * 10) if 0 < other <= most and other != value]
    return f"{draw.choice(others or [value + 1])}{comma}{rest}"


def _number_forms(sentence: str) -> Iterator[str]:
    words = _rules()["digits"]["words"].split()
    digit = re.search(_rules()["digits"]["digit"], sentence)
    if digit:
        yield _put(sentence, digit, words[int(digit["n"])])
    word = re.search(_rules()["digits"]["word"], sentence)
    if word:
        yield _put(sentence, word, str(words.index(word["n"])))


def _date_forms(sentence: str) -> Iterator[str]:
    match = re.search(_rules()["digits"]["date"], sentence)
    if match:
        month = _rules()["months"]["names"].split().index(match[2]) + 1
        day, year = int(match[1]), match[3]
        for form in (f"{day:02}.{month:02}.{year}", f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}"):
            yield sentence[: match.start()] + form + sentence[match.end() :]


def _synonyms(sentence: str) -> Iterator[str]:
    """The first noun that the thesaurus has another single word for."""
    for match in _NOUN.finditer(sentence):
        for entry in _thesaurus().widen(match[0]):
            official = [term for term in entry.official if " " not in term]
            if official and entry.everyday == match[0].lower():
                yield sentence[: match.start()] + _begun(official[0]) + sentence[match.end() :]
                return


def cut_window(text: str, start: int, end: int, beside: int) -> str:
    """Whole sentences of `text` around a place, `beside` characters to either side."""
    places = [place for place in find_sentences(text) if place[1] > start - beside and place[0] < end + beside]
    return text[places[0][0] : places[-1][1]] if places else ""


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


@cache
def _thesaurus() -> Thesaurus:
    return Thesaurus()
