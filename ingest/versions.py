"""What documents said before: the texts of former versions, and what changed between two of them.

Originals of former versions are not kept. Knows no file format.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, literal, select

from ingest.errors import UnknownVersion
from ingest.tables import documents
from ingest.usage_tables import versions

_AROUND = 2
"""Unchanged lines that are shown before and after a change."""
_LONGEST_COMPARED = 400
"""Words of a line up to which its changed words are told from the others."""

Kind = Literal["same", "added", "removed", "gap"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, without its text; the current one was not `replaced`."""

    number: int
    digest: str
    file_name: str
    added: datetime
    replaced: datetime | None
    characters: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, and whether it differs from the line's other version."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one version or of both; a gap stands for `skipped` lines that both have."""

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def keep_version(connection: Connection, document_id: str) -> None:
    """Keep the text of a document that is about to be replaced, if there is one."""
    now = datetime.now(UTC).replace(tzinfo=None)
    columns = ("document_id", "version", "file_name", "digest", "text", "added", "replaced")
    table = documents.c
    former = select(table.id, table.version, table.file_name, table.digest, table.text, table.added, literal(now))
    current = former.where(table.id == document_id)
    known = select(versions.c.version).where(versions.c.document_id == table.id, versions.c.version == table.version)
    connection.execute(insert(versions).from_select(columns, current.where(~known.exists())))


def forget_versions(connection: Connection, document_id: str) -> None:
    """Remove the former versions of a document."""
    connection.execute(delete(versions).where(versions.c.document_id == document_id))


def read_versions(connection: Connection, document_id: str) -> list[Version]:
    """All versions of a document, the current one first."""
    now, then = documents.c, versions.c
    current = select(now.version, now.digest, now.file_name, now.added, literal(None), func.length(now.text))
    former = select(then.version, then.digest, then.file_name, then.added, then.replaced, func.length(then.text))
    rows = [
        *connection.execute(current.where(now.id == document_id)),
        *connection.execute(former.where(then.document_id == document_id).order_by(then.version.desc())),
    ]
    return [Version(*row) for row in rows]


def read_text(connection: Connection, document_id: str, version: int) -> str:
    """What was read from a version. Raises UnknownVersion."""
    now, then = documents.c, versions.c
    current = select(now.text).where(now.id == document_id, now.version == version)
    former = select(then.text).where(then.document_id == document_id, then.version == version)
    text = connection.scalar(current.union_all(former))
    if text is None:
        raise UnknownVersion(version=version)
    return str(text)


def differences(before: str, after: str) -> list[Line]:
    """The lines of `after` and those that `before` had in their place; what is far from any change is a gap."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    blocks = matcher.get_opcodes()
    lines: list[Line] = []
    for index, (kind, from_old, to_old, from_new, to_new) in enumerate(blocks):
        if kind == "equal":
            lines += _unchanged(new[from_new:to_new], index == 0, index == len(blocks) - 1)
        else:
            lines += _changed(old[from_old:to_old], new[from_new:to_new])
    return lines


def _unchanged(lines: Sequence[str], first: bool, last: bool) -> Iterator[Line]:
    """The lines nearest to changes; `first` and `last` say where the text begins or ends instead."""
    head, tail = 0 if first else _AROUND, 0 if last else _AROUND
    skipped = len(lines) - head - tail
    if skipped <= 1:
        yield from (Line("same", (Piece(line, False),)) for line in lines)
        return
    yield from (Line("same", (Piece(line, False),)) for line in lines[:head])
    yield Line("gap", skipped=skipped)
    yield from (Line("same", (Piece(line, False),)) for line in lines[len(lines) - tail :])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines that came in place of others, each beside the one it replaces; then what was only removed or added."""
    for before, after in zip(old, new, strict=False):
        removed, added = _compared(before, after)
        yield Line("removed", removed)
        yield Line("added", added)
    yield from (Line("removed", (Piece(line, False),)) for line in old[len(new) :])
    yield from (Line("added", (Piece(line, False),)) for line in new[len(old) :])


def _compared(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines in pieces, with the words that differ marked, unless the lines have little in common."""
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > _LONGEST_COMPARED or matcher.ratio() < 0.4:
        return (Piece(before, False),), (Piece(after, False),)
    blocks = matcher.get_opcodes()
    removed = (Piece("".join(old[start:end]), kind != "equal") for kind, start, end, _, _ in blocks if end > start)
    added = (Piece("".join(new[start:end]), kind != "equal") for kind, _, _, start, end in blocks if end > start)
    return tuple(removed), tuple(added)
