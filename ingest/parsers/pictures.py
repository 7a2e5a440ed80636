"""Pictures of text (PNG, JPEG, TIFF): read by Tesseract, then like the pages of a scanned PDF.

Knows no drawing and no photograph: a picture without words is refused.
"""

from pathlib import Path

from ingest.errors import NeedsOcr, NoTextFound, UncertainPages
from ingest.parsers.ocr import can_read, read_picture
from ingest.parsers.pdfpages import without_recurring_lines
from ingest.parsers.pdfreading import blocks
from ingest.parsers.scans import UNSURE
from ingest.parsers.structure import ParsedDocument, parsed

_LEAST_LETTERS = 8


def parse(path: Path) -> ParsedDocument:
    """The sections of a picture; a TIFF file may have several pages.

    Raises:
        NeedsOcr: Tesseract is not installed.
        NoTextFound, FileTooLarge.
    """
    if not can_read():
        raise NeedsOcr(file=path.name)
    readings = read_picture(path, 1, path.name)
    pages = [reading.page for reading in readings]
    if sum(len(line.text) for page in pages for line in page.lines) < _LEAST_LETTERS:
        raise NoTextFound(file=path.name)
    unsure = [str(reading.page.number) for reading in readings if reading.page.lines and reading.confidence < UNSURE]
    read = parsed(blocks(without_recurring_lines(pages), frozenset()))
    notes = (UncertainPages(file=path.name, pages=", ".join(unsure)),) if unsure else ()
    return ParsedDocument(read.title, read.sections, notes)
