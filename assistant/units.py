"""A passage's quotable units: sentences, list items with their lead-in, table rows with their header.

Offsets are those of the document's text, so that the same sentence in two overlapping passages is one unit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording import read_wording
from ingest.documents import Hit
from ingest.german import find_sentences

_ITEM = re.compile(r"^(?:[-\u2022\u2013*]|\(?\d{1,2}[.)]|\(?[a-z]{1,2}\)|\d+\.)\s")
_REMEMBERED = 2048
"""Passages whose units are at hand: those that answer one question answer the next."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that can be quoted: `core` and, before it, what it cannot be understood without.

    `number` is that of its hit, from 1; `start` and `end` are the core's offsets in the document's text.
    """

    number: int
    core: str
    context: str
    start: int
    end: int
    position: int
    kind: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What is quoted."""
        return (self.context, self.core) if self.context else (self.core,)

    @property
    def words(self) -> int:
        """Length with context."""
        return len(self.core.split()) + len(self.context.split())


def find_units(hits: Sequence[Hit]) -> list[Unit]:
    """The units of all passages, each place of a document once."""
    seen: set[tuple[str, int]] = set()
    units: list[Unit] = []
    for number, hit in enumerate(hits, start=1):
        for unit in _units_of(number, hit.passage.text, hit.passage.start, hit.passage.end):
            place = (hit.passage.document.id, unit.start)
            if place not in seen:
                seen.add(place)
                units.append(unit)
    return units


@lru_cache(maxsize=_REMEMBERED)
def _units_of(number: int, text: str, begin: int, stop: int) -> tuple[Unit, ...]:
    """The units of a passage that stands in its document from `begin` to `stop`."""
    return tuple(_read_units(number, text, begin, stop - len(text)))


def _read_units(number: int, text: str, begin: int, shift: int) -> Iterator[Unit]:
    header = lead_in = before = ""
    leaning = read_wording().leaning
    for position, (start, end) in enumerate(find_sentences(text)):
        line = text[start:end]
        context, kind = "", "sentence"
        if line.startswith("| "):
            if not header:
                header = line
                continue
            context, kind = header, "row"
        else:
            header = ""
            if _ITEM.match(line):
                context, kind = lead_in, "item"
            elif line.endswith(":"):
                lead_in = line
            else:
                lead_in = "" if line.endswith((".", "!", "?")) else line
                context = before if leaning.match(line) else ""
        if start + shift >= begin:  # a repeated lead-in stands elsewhere
            yield Unit(number, line, context, start + shift, end + shift, position, kind)
        before = line if kind == "sentence" else ""
