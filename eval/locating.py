"""Finds the sources of a set in the running library: which documents they are, and where in them the answer stands.

A source is named by title, file name or id. Knows no file layout and no metric.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sqlalchemy import select

from eval.gold import Fault, FaultySet, GoldQuestion, GoldSet, Source, Span
from ingest.library import Library
from ingest.tables import documents, sections


@dataclass(frozen=True, slots=True)
class _Place:
    """A document of the library, and where its pages begin and end."""

    id: str
    text: str
    pages: dict[int, tuple[int, int]]


def locate(gold: GoldSet, library: Library) -> GoldSet:
    """The set with its sources as documents of `library`; a set with a corpus is what it was. Raises FaultySet."""
    located, every = try_to_locate(gold, library)
    faults = [fault for fault in every if fault.fatal]
    if faults:
        more = f" {len(faults) - 1} more: see `python -m eval validate`." if len(faults) > 1 else ""
        raise FaultySet(f"{faults[0]}.{more}")
    return located


def try_to_locate(gold: GoldSet, library: Library) -> tuple[GoldSet, list[Fault]]:
    """The same, with all sources that the library does not have as it should."""
    if gold.entries:
        return gold, []
    places, digest = _places(library)
    faults: list[Fault] = []
    questions = tuple(_located(question, places, gold.name, faults) for question in gold.questions)
    return replace(gold, questions=questions, library=digest), faults


def _places(library: Library) -> tuple[dict[str, list[_Place]], str]:
    """The documents by each of their names, and the digest of them all."""
    places: dict[str, list[_Place]] = defaultdict(list)
    digest = hashlib.sha256()
    pages: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    with library.engine.connect() as connection:
        for row in connection.execute(select(sections).where(sections.c.page.is_not(None)).order_by(sections.c.ordinal)):
            start, end = pages[row.document_id].get(row.page, (row.start, row.end))
            pages[row.document_id][row.page] = (min(start, row.start), max(end, row.end))
        for row in connection.execute(select(documents).order_by(documents.c.id)):
            digest.update(f"{row.id} {row.digest} {row.valid_from} {row.valid_to}\n".encode())
            place = _Place(row.id, row.text, pages[row.id])
            base = row.file_name.rpartition("/")[2]
            for name in {_plain(each) for each in (row.id, row.title, row.file_name, base, base.rpartition(".")[0]) if each}:
                places[name].append(place)
    return places, digest.hexdigest()


def _located(question: GoldQuestion, places: dict[str, list[_Place]], file: str, faults: list[Fault]) -> GoldQuestion:
    named = [(source, places.get(_plain(source.name), [])) for source in question.sources]
    every = {place.id: place for _, found in named for place in found}
    spans = dict.fromkeys(span for source, found in named for span in _spans(source, found))
    faults += (Fault(file, question.where, *fault) for source, found in named for fault in _missing(source, found, places))
    faults += (
        Fault(file, question.where, "facts", f'"{fact}" does not stand in the sources letter for letter', fatal=False)
        for fact in question.facts or ()
        if every and not any(_find(fact, place.text) for place in every.values())
    )
    return replace(question, relevant=dict.fromkeys(every, 1), spans=tuple(spans))


def _missing(source: Source, found: Sequence[_Place], places: Iterable[str]) -> Iterator[tuple[str, str]]:
    if not found:
        alike = "".join(f" ({name!r} is the nearest)" for name in get_close_matches(_plain(source.name), places, 1))
        yield "source", f"the library has no document {source.name!r}{alike}: use its title or file name, or add it first"
    elif source.page and all(place.pages and source.page not in place.pages for place in found):
        yield "page", f"{source.name} has no page {source.page}"
    elif source.quote and not any(_find(source.quote, place.text) for place in found):
        yield "quote", f"does not stand in {source.name}: copy the words as they stand there, or leave it empty"


def _spans(source: Source, found: Sequence[_Place]) -> Iterator[Span]:
    """The quoted words; without them the page, whose text is not repeated."""
    for place in found:
        at = _find(source.quote, place.text) if source.quote else None
        if at:
            yield Span(place.id, at.start(), at.end(), at[0])
        elif source.page in place.pages and not source.quote:
            yield Span(place.id, *place.pages[source.page], "")


def _find(quote: str, text: str) -> re.Match[str] | None:
    """`quote` in `text`, however its words are spaced."""
    words = quote.strip(" \"'\u201e\u201c\u201d\u00bb\u00ab").split()
    return re.search(r"\s+".join(map(re.escape, words)), text) if words else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
