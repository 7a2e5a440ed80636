"""What a document says about itself: title, date, issuer, file reference, validity, what it replaces.

Proposals for an editor to confirm; nothing is applied. Each says from where it was read. The German patterns stand in
`proposals.toml`. Knows no database.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ingest.documents import Section
from ingest.german import fold
from ingest.splitting import section_starts

_PATTERNS = Path(__file__).parent / "proposals.toml"
_MISREAD = str.maketrans("IlO", "110")
_SPACE = r"[^\S\n]+"
_BEGINNING = 2000
_LONGEST_TITLE = 200
_MOST = 5
"""Documents that one replaces, at most."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field, and the words it was read from.

    `field` is "title", "date", "issuer", "reference", "valid_from", "valid_to" or "supersedes"; days are written as
    2025-01-31. `start` and `end` are offsets in the document's text, None where the words stand in a heading.
    """

    field: str
    value: str
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """Words, where they begin in the document's text (None: in a heading), and whether they are its beginning."""

    words: str
    start: int | None
    first: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    anywhere: dict[str, list[re.Pattern[str]]]
    beginning: dict[str, list[re.Pattern[str]]]
    genitive: re.Pattern[str]
    months: list[str]


def propose_metadata(sections: Sequence[Section]) -> list[Proposal]:
    """What the text of a document proposes, at most one value a field but for the documents that it replaces."""
    patterns = _read_patterns()
    sources = list(_sources(sections))
    found = list(_titles(sections))
    for fields, heard in ((patterns.beginning, [each for each in sources if each.first]), (patterns.anywhere, sources)):
        for field, ways in fields.items():
            found += list(_proposed(field, ways, heard))[: _MOST if field == "supersedes" else 1]
    replaced = [each for each in found if each.field == "supersedes"]
    return [each for each in found if each.field != "valid_to" or not any(_overlap(each, other) for other in replaced)]


@cache
def _read_patterns() -> _Patterns:
    with _PATTERNS.open("rb") as file:
        stored = tomllib.load(file)
    parts = {f"{{{name}}}": stored[name] for name in ("day", "kind", "authority", "within")}
    anywhere, beginning = (
        {field: [_compiled(pattern, parts) for pattern in patterns] for field, patterns in stored[group].items()}
        for group in ("fields", "beginning")
    )
    return _Patterns(anywhere, beginning, re.compile(stored["genitive"]), stored["months"])


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    for name, part in parts.items():
        pattern = pattern.replace(name, part.replace("\n", ""))
    return re.compile(pattern.replace(" ", _SPACE), re.IGNORECASE | re.MULTILINE)


def _sources(sections: Sequence[Section]) -> Iterator[_Source]:
    """All headings, each once, and texts, in their order."""
    said: set[tuple[str, ...]] = set()
    for start, section in section_starts(sections):
        for depth in range(1, len(section.headings) + 1):
            if (path := section.headings[:depth]) not in said:
                said.add(path)
                yield _Source(path[-1], None, first=start < _BEGINNING and depth == 1)
        yield _Source(section.text[:_BEGINNING], start, first=start < _BEGINNING)
        if len(section.text) > _BEGINNING:
            yield _Source(section.text, start, first=False)


def _titles(sections: Sequence[Section]) -> Iterator[Proposal]:
    """The heading above all others, else the first line if it is short."""
    if not sections:
        return
    first = sections[0]
    line = first.text.split("\n", 1)[0]
    if first.headings:
        yield Proposal("title", first.headings[0], first.headings[0])
    elif len(line) <= _LONGEST_TITLE:
        yield Proposal("title", line, line, 0, len(line))


def _proposed(field: str, ways: Sequence[re.Pattern[str]], sources: Sequence[_Source]) -> Iterator[Proposal]:
    """What the most trusted pattern proposes first, each place once."""
    seen: set[str] = set()
    for way in ways:
        for source in sources:
            for match in way.finditer(source.words):
                value = _value(match)
                if value and not any(value in known or known in value for known in seen):
                    seen.add(value)
                    yield _as_proposal(field, value, source, match)


def _as_proposal(field: str, value: str, source: _Source, match: re.Match[str]) -> Proposal:
    quote = match[0].strip()
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    if source.start is None:
        return Proposal(field, value, quote)
    return Proposal(field, value, quote, source.start + start, source.start + start + len(quote))


def _value(match: re.Match[str]) -> str:
    """What a match proposes; nothing if its day is none of the calendar."""
    if "value" not in match.re.groupindex:
        day = read_day(match["day"])
        return day.isoformat() if day else ""
    return _read_patterns().genitive.sub(r"\1", " ".join(match["value"].split()).strip(" .,:;|\u2013-"))


def read_day(text: str) -> date | None:
    """The day that "1. Januar 2025" or "01.01.2025" means, also where a machine has read l for 1 or O for 0."""
    first, *middle, last = text.replace(".", " ").split()
    try:
        day, year = int(first.translate(_MISREAD)), int(last.translate(_MISREAD))
        return date(year, _month("".join(middle)), day)
    except ValueError:
        return None


def _month(text: str) -> int:
    """Its number. Raises ValueError."""
    if text[:3].translate(_MISREAD).isdigit():
        return int(text.translate(_MISREAD))
    return _read_patterns().months.index(fold(text)[:3]) + 1


def _overlap(one: Proposal, other: Proposal) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end
