"""What a value is, when two are the same, and which unit a number in German text has.

Years, halves and quarters of a year count as months, hours as minutes (sections 188 and 189 of the German Civil Code);
weeks are not days, and working days are not days. Knows no dates and no references as they are written.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Literal

from assistant.numerals import read_pairs
from assistant.wording import read_section

Kind = Literal["number", "amount", "share", "period", "measure", "date", "time", "paragraph", "code"]
Size = Fraction | str | tuple[int, int, int] | frozenset[tuple[str, str]]

THING, ORDINAL, CLOCK = "thing", "ordinal", "clock"
"""Units of a number before some noun, of a place in a row, and of a time of day."""
_BASES = {"jahr": ("monat", 12), "stunde": ("minute", 60)}


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it stands in its text.

    `size` is a number, a code, (year, month, day) with 0 for what is not said, or the steps of a reference. `vague` is
    the 1 of an article: "ein Jahr". `scale` is by what the number was multiplied: 12 months a year.
    """

    kind: Kind
    size: Size
    unit: str
    start: int
    end: int
    vague: bool = False
    scale: int = 1


def matches(said: Value, written: Value) -> bool:
    """Whether what was `said` is borne out by what is `written`, which may be more exact."""
    if "date" in (said.kind, written.kind):
        return _within(_as_date(said), _as_date(written))
    if isinstance(said.size, frozenset) and isinstance(written.size, frozenset):
        return said.size <= written.size
    if said.size != written.size:
        return False
    return said.unit == written.unit or "" in (said.unit, written.unit) or {said.unit, written.unit} == {ORDINAL, THING}


def nearly_matches(said: Value, written: Value) -> bool:
    """Whether both differ only in how exact their unit is: "30 Tage" and "30 Arbeitstage"."""
    short, long = sorted((said.unit, written.unit), key=len)
    return said.kind == written.kind == "period" and said.size == written.size and long.endswith(short)


def _as_date(value: Value) -> tuple[int, int, int] | None:
    """A date, or the year that a bare number may be."""
    if isinstance(value.size, Fraction) and value.kind == "number" and 1500 < value.size < 2200:
        return int(value.size), 0, 0
    return value.size if isinstance(value.size, tuple) else None


def _within(said: tuple[int, int, int] | None, written: tuple[int, int, int] | None) -> bool:
    return said is not None and written is not None and all(mine in (0, its) for mine, its in zip(said, written, strict=True))


def with_unit(text: str, number: Value) -> Value:
    """`number` with the unit that follows it in `text`, if one does."""
    match = _following().match(text, number.end)
    if match is None:
        return number
    times = match["times"]
    if times:
        number = replace(number, size=_scaled(number, _factor(times)), end=match.end("times"))
    unit = match.lastgroup if match.lastgroup != "times" else None
    if unit is None or unit == "noun":
        return replace(number, unit=number.unit or THING) if unit else number
    return _named(replace(number, end=match.end()), unit, match)


def _named(number: Value, unit: str, match: re.Match[str]) -> Value:
    if unit in ("euro", "cent"):
        return as_cents(number, 100 if unit == "euro" else 1)
    if unit == "clock":
        return as_time(number)
    if unit == "share":
        return replace(number, kind="share", unit="percent")
    if unit == "measure":
        return replace(number, kind="measure", unit=match["measure"].lower().rstrip("n"))
    if unit == "short":
        return as_period(number, "", read_pairs("short_units")[match["short"].lower().rstrip(".")])
    prefix, base = _time_parts(match["span"])
    return as_period(number, prefix, base)


def _time_parts(word: str) -> tuple[str, str]:
    parts = _time_unit().fullmatch(word.lower())
    return (parts[1], parts[2]) if parts else ("", word.lower())


def as_period(number: Value, prefix: str, base: str) -> Value:
    """A span of time in its base unit; "3. Tag" is a day of its own and no span of three."""
    if number.unit == ORDINAL:
        return replace(number, kind="period", unit=f"{prefix}{base} {ORDINAL}")
    unit, scale = (f"{prefix}{base}", 1) if prefix else _BASES.get(base, (base, 1))
    return replace(number, kind="period", size=_scaled(number, scale), unit=unit, scale=scale)


def as_time(number: Value) -> Value:
    """A time of day in minutes since midnight: of "8" or "8.30"; the decimals of "8.30" are minutes."""
    if not isinstance(number.size, Fraction):
        return number
    hours = int(number.size)
    return replace(number, kind="time", size=hours * 60 + (number.size - hours) * 100, unit=CLOCK)


def as_cents(number: Value, cents: int) -> Value:
    """An amount of money, where one unit of `number` is that many cents."""
    return replace(number, kind="amount", size=_scaled(number, cents), unit="cent", scale=cents)


def _scaled(number: Value, scale: int) -> Size:
    return number.size * scale if isinstance(number.size, Fraction) else number.size


def share_units(text: str, values: list[Value]) -> tuple[Value, ...]:
    """The values where a bare number has the unit of its neighbour: "zwei bis vier Wochen", "\u00a7\u00a7 5 und 6"."""
    shared = list(values)
    for at in range(len(shared) - 2, -1, -1):
        if _is_bare(shared[at]) and _linked(text, shared[at], shared[at + 1]):
            shared[at] = _like(shared[at], shared[at + 1])
    for at in range(1, len(shared)):
        before, bare = shared[at - 1], shared[at]
        if _is_bare(bare) and isinstance(before.size, frozenset) and _linked(text, before, bare):
            level = min(before.size)[0]
            shared[at] = replace(bare, kind="paragraph", size=frozenset({(level, str(bare.size))}))
    return tuple(shared)


def _is_bare(value: Value) -> bool:
    return value.kind == "number" and not value.unit and not value.vague


def _linked(text: str, first: Value, second: Value) -> bool:
    return _between().fullmatch(text, first.end, second.start) is not None


def _like(number: Value, neighbour: Value) -> Value:
    if neighbour.kind == "time":
        return as_time(number)
    if neighbour.kind not in ("amount", "share", "period", "measure"):
        return number
    return replace(number, kind=neighbour.kind, size=_scaled(number, neighbour.scale), unit=neighbour.unit, scale=neighbour.scale)


def _factor(times: str) -> int:
    word = times.lower()
    if word.startswith("hundert"):
        return 100
    if word.startswith(("tausend", "tsd")):
        return 1000
    return 10**9 if word.startswith(("mrd", "milliard")) else 10**6


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{read_section('values')['between']})\s*", re.I)


@cache
def _time_unit() -> re.Pattern[str]:
    return re.compile(read_section("values")["time_unit"])


@cache
def _following() -> re.Pattern[str]:
    """A unit after a number, with adjectives between; the last group says which kind of unit."""
    words = read_section("values")
    plain = re.sub(r"\((?!\?)", "(?:", words["time_unit"])
    short = "|".join(sorted(map(re.escape, read_pairs("short_units")), key=len, reverse=True))
    share = words["share"].replace(" ", "[ ]")
    return re.compile(
        rf"""(?xi) (?:er\b)? (?:,[-\u2013]+)? [\s-]* (?P<times>(?:{words["multiplied"]})(?!\w))? [\s-]*
        (?: (?-i:{words["adjective"]}\s+){{0,2}} (?:
            (?P<euro>(?:{words["euro"]})(?!\w)) | (?P<cent>(?:{words["cent"]})(?!\w)) | (?P<share>{share})
          | (?P<clock>uhr\b) | (?P<span>{plain}\b) | (?P<measure>(?:{words["measures"]})(?!\w)) | (?P<short>(?:{short})(?!\w))
          | (?P<noun>(?-i:[A-Z\u00c4\u00d6\u00dc][a-z\u00e4\u00f6\u00fc]))))?
        """
    )
