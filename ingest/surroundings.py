"""Passages with what stands before and after them in their section: small to find, large to read. Knows no question."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from ingest import records, tables
from ingest.documents import Passage
from ingest.splitting import SECTION_GAP


def enlarge(connection: Connection, passages: Sequence[Passage]) -> dict[int, Passage]:
    """Those of `passages` that have neighbours in their section, together with these, by id; none stands in two of them."""
    own = {passage.id for passage in passages}
    around = {identity + step for identity in own for step in (-1, 1)} - own
    known = records.read_passages(connection, sorted(around))
    larger: dict[int, Passage] = {}
    for passage in passages:
        before, after = known.pop(passage.id - 1, None), known.pop(passage.id + 1, None)
        first = before if before and _follows(before, passage) else passage
        last = after if after and _follows(passage, after) else passage
        if first is not last:
            larger[passage.id] = _joined(connection, passage, first, last)
    return larger


def _follows(one: Passage, other: Passage) -> bool:
    """Whether the second stands right behind the first in the same section; passages are numbered in their order."""
    places = ((each.document.id, each.headings, each.page, each.anchor) for each in (one, other))
    return next(places) == next(places) and one.start < other.start < one.end + len(SECTION_GAP)


def _joined(connection: Connection, passage: Passage, first: Passage, last: Passage) -> Passage:
    """`passage` from the start of `first`, with the header that is repeated there, to the end of `last`."""
    length = last.end - first.start
    text = func.substr(tables.documents.c.text, first.start + 1, length)
    whole = connection.scalar(select(text).where(tables.documents.c.id == passage.document.id)) or ""
    header = first.text[: len(first.text) - (first.end - first.start)]
    return replace(passage, text=header + whole, start=first.start, end=last.end)
