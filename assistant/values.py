"""Values in German text, comparable however they are written: "drei Monate" and "3 Monate", "1.000 \u20ac" and "1000 Euro".

Finds numbers, amounts, shares, spans of time, dates, times of day, references and codes. Knows no passage and no verdict.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache

from assistant.numerals import count_before, parse_digits, parse_word, read_pairs
from assistant.quantities import CLOCK, ORDINAL, Value, as_cents, as_period, share_units, with_unit
from assistant.wording import read_section

_THOUSANDS = r"\d{1,3}(?:[.\u00a0\u202f\ ]\d{3})+(?!\d)(?:,\d+)?"
_ORDINAL_MARK = re.compile(r"\.(?=\s[^\W\d_])")
_NO_NUMBERS = frozenset({"Acht", "Dritte", "Dritten", "Dritter", "Achten", "achten"})


@lru_cache(maxsize=4096)
def find_values(text: str) -> tuple[Value, ...]:
    """The values of `text` in their order; the number of a list item or paragraph at its beginning is none."""
    leading = _leading().match(text)
    found = list(_scan(text, leading.end() if leading else 0))
    return share_units(text, found)


def _scan(text: str, at: int) -> Iterator[Value]:
    while match := _look().search(text, at):
        value = _value(text, match)
        if value is not None:
            yield value
        at = max(match.end(), value.end if value else 0)


@cache
def _look() -> re.Pattern[str]:
    """Everything that may begin a value; the name of the group says what it may be."""
    words = read_section("values")
    month, level, statute, heads = words["month"], words["level"], words["statute"], _numeral_heads()
    return re.compile(
        rf"""(?xi) (?<!\w) (?:
        (?P<address>https?://\S+ | www\.\S+\w)
        | (?P<iso>\d{{4}}-\d\d-\d\d\b)
        | (?P<dotted>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d\d)\b | (?<=\b(?:am|ab)\ )\d{{1,2}}\.\d{{1,2}}\.
            | (?<=\b(?:vom|bis|zum|den|dem|und)\ )\d{{1,2}}\.\d{{1,2}}\.)
        | (?P<worded>(?:\d{{1,2}}\.\s*)?(?:{month})\b(?:\s*\d{{4}}\b)?)
        | (?P<clock>\d{{1,2}}[:.]\d\d(?=\s*Uhr|\s*h\b) | \b\d{{1,2}}:\d\d\b)
        | (?P<paragraph>(?:{statute}|{level})\s*\d+[a-z]?\b
            (?:(?:\s*,)?\s*(?:{level})\s*\d+[a-z]?\b)*(?:\s(?:[A-Z]\w*(?-i:[A-Z])\w*))?)
        | (?P<code>\b\d[\d.]*(?:[/]\d[\d.]*|-\d[\d.]*/[\d.]*\d|-\d{{3,}})+
            | (?:\+\d\d|\b0\d{{2,}})[\d\ ()/-]{{4,}}\d | (?!\d{{1,3}}(?:\.\d{{3}})+(?![\d.]))\d+(?:\.\d+){{2,}}\b
            | (?-i:\b[A-Z][A-Za-z]{{0,4}}-?\d[A-Za-z\d]*\b))
        | (?P<money>(?:\u20ac|EUR|Euro)\s?(?:{_THOUSANDS}|\d+(?:,\d+)?))
        | (?P<digits>{_THOUSANDS} | \d+(?:[.,]\d+)*)
        | (?P<word>(?:{heads})[^\W\d_]*) )
        """
    )


def _numeral_heads() -> str:
    """The beginnings of words that may be numbers."""
    words = read_section("values")
    names = ("small", "tens", "odd_ordinals", "odd_numbers", "halves", "articles", "parts", "odd_multiples", "months_in")
    heads = {word for name in names for word in words[name].split() if word.isalpha()}
    return "|".join(sorted({*heads, "halb", "tausend", "hundert"}, key=len, reverse=True))


def _value(text: str, match: re.Match[str]) -> Value | None:
    kind, found = match.lastgroup or "", match[0]
    start, end = match.span()
    if kind in ("iso", "dotted", "worded"):
        return _date(found, start, end)
    if kind == "paragraph":
        return Value("paragraph", _steps(found), "", start, end)
    if kind == "clock":
        hours, minutes = re.split("[:.]", found)
        return Value("time", Fraction(int(hours) * 60 + int(minutes)), CLOCK, start, end)
    if kind in ("code", "address"):
        return Value("code", re.sub(r"[\s()/-]", "", found).lower(), "", start, end)
    return _word(text, match) if kind == "word" else _number(text, match)


def _date(found: str, start: int, end: int) -> Value | None:
    numbers = [int(number) for number in re.findall(r"\d+", found)]
    month = next((at for at, name in enumerate(read_section("values")["months"].split(), 1) if name in found.lower()), 0)
    if "-" in found:
        year, month, day = numbers
    elif month:
        day = numbers[0] if numbers and numbers[0] < 32 else 0
        year = numbers[-1] if numbers and numbers[-1] > 31 else 0
    else:
        day, month, year = (*numbers, 0)[:3]
        year += 2000 if 0 < year < 100 else 0
    valid = month <= 12 and day <= 31
    return Value("date", (year, month, day), "", start, end) if valid else None


def _steps(found: str) -> frozenset[tuple[str, str]]:
    """The steps of a reference: "§ 5 Abs. 2 BRKG" is section 5, paragraph 2, of that law."""
    names = read_pairs("level_names")
    steps = re.findall(r"([^\W\d]+|\u00a7)\.?\s*(\d+[a-z]?)", found.lower())
    law = re.search(r"[A-Z]\w*[A-Z]\w*$", found)
    named = {(names.get(level[:3], names.get(level[:2], names.get(level[:1], level))), number) for level, number in steps}
    return frozenset(named | ({("law", law[0].lower())} if law else set()))


def _number(text: str, match: re.Match[str]) -> Value:
    start, end = match.span()
    size = parse_digits(re.sub(r"^\D+", "", match[0]))
    if size is None:
        return Value("code", match[0], "", start, end)
    if match.lastgroup == "money":
        return as_cents(Value("amount", size, "", start, end), 100)
    adjective = _span_adjective().match(text, end)
    if adjective:
        return _adjective_period(Value("number", size, "", start, adjective.end()), adjective[1])
    mark = _ORDINAL_MARK.match(text, end)
    return with_unit(text, Value("number", size, ORDINAL if mark else "", start, mark.end() if mark else end))


def _word(text: str, match: re.Match[str]) -> Value | None:
    word, (start, end) = match[0].lower(), match.span()
    value = Value("number", Fraction(1, 2), "", start, end)
    if word in _months_in():
        return replace(value, kind="period", size=Fraction(_months_in()[word]), unit="monat", scale=12)
    if _half().fullmatch(word):
        halved = with_unit(text, value)
        return halved if halved.kind == "period" else None
    adjective = _span_adjective().search(word)
    if adjective:
        count = count_before(word[: adjective.start()])
        return _adjective_period(replace(value, size=count), adjective[1]) if count is not None else None
    return None if match[0] in _NO_NUMBERS else _numeral(text, value, word)


def _numeral(text: str, value: Value, word: str) -> Value | None:
    form, size = parse_word(word) or (None, Fraction())
    if form is None:
        return None
    if form == "part":
        return replace(value, kind="share", size=size * 100, unit="percent")
    if form == "multiple":
        return replace(value, size=size, unit="times")
    if form == "number" and (part := _part_after().match(text, value.end)):
        counted = parse_word(part[1].lower())
        if counted and counted[0] == "part":
            return replace(value, kind="share", size=size * counted[1] * 100, unit="percent", end=part.end())
    if form == "article" and _half().match(text, value.end + 1):
        return None
    found = with_unit(text, replace(value, size=size, unit=ORDINAL if form == "ordinal" else "", vague=form == "article"))
    return None if found.vague and found.kind not in ("period", "amount") else found


def _adjective_period(number: Value, stem: str) -> Value:
    return as_period(number, "", read_pairs("adjective_units")[stem.lower()])


@cache
def _leading() -> re.Pattern[str]:
    """The number of a list item, which "1. M\u00e4rz" and "3. Tag" do not begin with."""
    words = read_section("values")
    no_ordinal = rf"(?!\s*(?:{words['month']})|\s+(?-i:[a-z])|\s*{words['time_unit']}\b)"
    return re.compile(rf"\s*(?:\(\d+[a-z]?\)|\d+\.(?!\d){no_ordinal}|\d+\)|[a-z]{{1,2}}\)|[-\u2022\u2013*])\s+", re.I)


@cache
def _months_in() -> dict[str, str]:
    return read_pairs("months_in")


@cache
def _half() -> re.Pattern[str]:
    return re.compile(read_section("values")["half"] + r"\b")


@cache
def _span_adjective() -> re.Pattern[str]:
    return re.compile(read_section("values")["span_adjective"] + r"\b", re.I)


@cache
def _part_after() -> re.Pattern[str]:
    return re.compile(r"\s([A-Z]\w+)")
