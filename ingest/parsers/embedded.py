"""What is embedded in a Word file: pieces of text that programs put in as files (altChunk), and documents shown as objects.

Each is read like a file of its own, under the limits of `inside`; what cannot be read becomes a note. Knows no WordprocessingML.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from ingest.documents import Section
from ingest.errors import UnreadableFile
from ingest.parsers.archive import read_member, read_xml
from ingest.parsers.html import blocks_of_markup
from ingest.parsers.inside import Inside, inside
from ingest.parsers.structure import Block
from ingest.parsers.text import decode

_MARKUP = (".html", ".htm", ".xhtml")
_PIECE, _OBJECTS = "aFChunk", ("package", "oleObject")


@dataclass(frozen=True, slots=True)
class Embedded:
    """Pieces of the text by the ids of their relations; the sections of objects, under their names; and what was not read."""

    pieces: Mapping[str, Sequence[Block]]
    sections: tuple[Section, ...]
    notes: tuple[UnreadableFile, ...]


def read_embedded(path: Path, names: frozenset[str], folder: PurePosixPath) -> Embedded:
    """What the document in a `folder` of the Word file at `path` embeds."""
    relations = f"{folder}/_rels/document.xml.rels"
    entries = read_xml(path, relations) if relations in names else ()
    pieces: dict[str, Sequence[Block]] = {}
    with inside(path.name) as found:
        for entry in entries:
            kind, name = (entry.get("Type") or "").rpartition("/")[2], _member(entry, folder)
            if name in names and kind == _PIECE:
                pieces[entry.get("Id") or ""] = _piece(read_member(path, name), name, found)
            elif name in names and kind in _OBJECTS:
                _read(read_member(path, name), name, found)
    return Embedded(pieces, tuple(found.sections), tuple(found.notes))


def _member(relation: etree._Element, folder: PurePosixPath) -> str:
    return posixpath.normpath(folder / (relation.get("Target") or "")).lstrip("/")


def _read(content: bytes, name: str, found: Inside) -> None:
    found.expect(len(content))
    found.read(content, PurePosixPath(name).name)


def _piece(content: bytes, name: str, found: Inside) -> Sequence[Block]:
    if name.lower().endswith(_MARKUP):
        return list(blocks_of_markup(decode(content, name)))
    before = len(found.sections)
    _read(content, name, found)
    sections = found.sections[before:]
    del found.sections[before:]
    return list(_blocks(sections))


def _blocks(sections: Sequence[Section]) -> Iterator[Block]:
    """What the sections were made of; their first heading is the file's name."""
    above: tuple[str, ...] = ()
    for section in sections:
        headings = section.headings[1:]
        for level, heading in enumerate(headings, 1):
            if above[:level] != headings[:level]:
                yield Block(heading, level)
        above = headings
        if section.text != (headings or ("",))[-1]:
            yield from map(Block, section.text.split("\n"))
