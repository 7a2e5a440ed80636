"""OpenDocument presentations (ODP): a slide is a page under its title, with its texts, tables and speaker's notes.

Reads content.xml itself (ISO/IEC 26300-3, 10). Footers, dates and slide numbers are left out. Knows no layout and no chart.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ingest.errors import UnsupportedFile
from ingest.parsers.lines import clean
from ingest.parsers.odt import Reading, opened, style_sheets, words_of
from ingest.parsers.ooxml import attribute, local_name
from ingest.parsers.structure import Block, ParsedDocument, parsed

_LEFT_OUT = frozenset({"footer", "date-time", "page-number", "header", "title"})


def parse(path: Path) -> ParsedDocument:
    """The slides of a presentation.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge, UnsupportedFile.
    """
    content, title = opened(path)
    show = content.find("{*}body/{*}presentation")
    if show is None:
        raise UnsupportedFile(file=path.name, formats="")
    reading = Reading(style_sheets(path, content))
    slides = enumerate(show.iterfind("{*}page"), 1)
    return parsed((replace(block, page=page) for page, slide in slides for block in _slide(slide, reading, page)), title)


def _slide(slide: etree._Element, reading: Reading, page: int) -> Iterator[Block]:
    frames = [frame for frame in slide if local_name(frame) != "notes"]
    titles = (clean(_words(frame)).replace("\n", " ") for frame in frames if attribute(frame, "class") == "title")
    texts = [block for frame in frames if attribute(frame, "class") not in _LEFT_OUT for block in reading.blocks(frame)]
    notes = [_words(frame) for frame in slide.iterfind("{*}notes/{*}frame") if attribute(frame, "class") == "notes"]
    if words := clean(" ".join(notes)).replace("\n", " "):
        texts.append(Block(f"Notizen: {words}"))
    title = next(filter(None, titles), f"Folie {page}" if texts else "")
    if title:
        yield Block(title, level=2)
    yield from texts


def _words(frame: etree._Element) -> str:
    return "\n".join(words_of(paragraph) for paragraph in frame.iter("{*}p"))
