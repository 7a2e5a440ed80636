"""German words for numbers: "drei", "dreihundert", "anderthalb", "dritte", "Drittel", "dreifach". Knows no unit and no text.

The words stand in the section `values` of `german.toml`.
"""

import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

from assistant.wording import read_section

Form = Literal["number", "ordinal", "part", "multiple", "article"]
_ENDING = re.compile(r"e[nmrs]?$")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"[. \u00a0\u202f](?=\d{3}(?!\d))")


def read_pairs(name: str) -> dict[str, str]:
    """An entry of the section `values` that lists words in turn with what they mean."""
    words = read_section("values")[name].split()
    return dict(zip(words[::2], words[1::2], strict=True))


def parse_digits(text: str) -> Fraction | None:
    """The number written in digits: "1.000,50" is 2001/2; None for "1.2.3".

    >>> parse_digits("1.000")
    Fraction(1000, 1)
    """
    plain = _GROUPED.sub("", text).replace(",", ".")
    return Fraction(plain) if plain.count(".") < 2 and plain.replace(".", "").isdigit() else None


@lru_cache(maxsize=20_000)
def parse_word(word: str) -> tuple[Form, Fraction] | None:
    """What number a lower-case word is, and in which form; None if it is none."""
    known = _fixed_words().get(word) or _count(word)
    if known is not None:
        return known
    multiple = _multiple().fullmatch(word)
    if multiple:
        counted = _counted(multiple[1])
        return ("multiple", counted) if counted is not None else None
    return _ordinal(word)


def _count(word: str) -> tuple[Form, Fraction] | None:
    number = cardinal(word)
    return None if number is None else ("number", Fraction(number))


def _counted(text: str) -> Fraction | None:
    """The number at the head of a word: "drei" of "dreifach", "ein" of "einmal", "3" of "3-fach"."""
    if _DIGITS.fullmatch(text):
        return parse_digits(text)
    number = 1 if text == "ein" else cardinal(text)
    return None if number is None else Fraction(number)


def count_before(text: str) -> Fraction | None:
    """The number at the head of a compound such as "dreimonatig"; None if it has none."""
    fixed = _fixed_words().get(text)
    return fixed[1] if fixed and fixed[0] in ("number", "article") else _counted(text)


def cardinal(word: str) -> int | None:
    """The whole number below a million that `word` says."""
    thousands, found, rest = word.partition("tausend")
    if not found:
        return _below_thousand().get(word)
    more = _below_thousand().get(rest.removeprefix("und")) if rest else 0
    count = _below_thousand().get(thousands) if thousands else 1
    return None if count is None or more is None else count * 1000 + more


def _ordinal(word: str) -> tuple[Form, Fraction] | None:
    stem = _ENDING.sub("", word)
    if stem == word:
        return None
    odd = read_pairs_of_ordinals().get(stem)
    if odd is not None:
        return "ordinal", Fraction(odd)
    for ending, least in (("st", 20), ("t", 2)):
        number = cardinal(stem.removesuffix(ending)) if stem.endswith(ending) else None
        if number is not None and number >= least:
            return "ordinal", Fraction(number)
    return None


@cache
def read_pairs_of_ordinals() -> dict[str, str]:
    """Ordinals that are not made from their number: "erst" is 1."""
    return read_pairs("odd_ordinals")


@cache
def _multiple() -> re.Pattern[str]:
    return re.compile(read_section("values")["multiple"])


@cache
def _fixed_words() -> dict[str, tuple[Form, Fraction]]:
    forms: tuple[tuple[str, Form], ...] = (
        ("odd_numbers", "number"),
        ("halves", "number"),
        ("parts", "part"),
        ("odd_multiples", "multiple"),
    )
    words = {word: (form, Fraction(size)) for name, form in forms for word, size in read_pairs(name).items()}
    articles: dict[str, tuple[Form, Fraction]] = dict.fromkeys(read_section("values")["articles"].split(), ("article", Fraction(1)))
    return words | articles


@cache
def _below_thousand() -> dict[str, int]:
    words = _below_hundred()
    counts = {"": 1, **{word: number for word, number in words.items() if number < 10}}
    known = {word: number for word, number in words.items() if word != "ein"}
    for head, count in counts.items():
        for tail, number in {"": 0, **words}.items():
            known[f"{head}hundert{tail}"] = count * 100 + number
    return known


@cache
def _below_hundred() -> dict[str, int]:
    section = read_section("values")
    words = {word: number for number, word in enumerate(section["small"].split())}
    ones = [(word, number) for word, number in words.items() if 0 < number < 10]
    for number, ten in enumerate(section["tens"].split(), start=2):
        words[ten] = number * 10
        words.update({f"{word}und{ten}": number * 10 + one for word, one in ones})
    return words
