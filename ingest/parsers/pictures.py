"""Pictures of text (PNG, JPEG, TIFF): read by Tesseract, then like the pages of a scanned PDF.

Knows no drawing and no photograph: a picture without words is refused.
"""

from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ingest.errors import BrokenFile, FileTooLarge, NeedsOcr, NoTextFound
from ingest.parsers.ocr import can_read
from ingest.parsers.pdfpages import without_recurring_lines
from ingest.parsers.pdfreading import blocks
from ingest.parsers.scanreading import Picture, notes_on, read_pages
from ingest.parsers.structure import ParsedDocument, parsed

_LEAST_LETTERS = 8
_MOST_PIXELS = 100_000_000


def parse(path: Path) -> ParsedDocument:
    """The sections of a picture; a TIFF file may have several pages.

    Raises:
        NeedsOcr: Tesseract is not installed.
        BrokenFile, FileTooLarge, NoTextFound.
    """
    if not can_read():
        raise NeedsOcr(file=path.name)
    try:
        with Image.open(path) as image:
            numbers = range(1, getattr(image, "n_frames", 1) + 1)
            read = list(read_pages(path, numbers, lambda number: _drawn(image, number)))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BrokenFile(file=path.name, reason="kein lesbares Bild") from error
    except Image.DecompressionBombError as error:
        raise FileTooLarge(file=path.name, limit=f"{_MOST_PIXELS // 1_000_000} Megapixel") from error
    pages = [reading.page for reading in read]
    if sum(len(line.text) for page in pages for line in page.lines) < _LEAST_LETTERS:
        raise NoTextFound(file=path.name)
    document = parsed(blocks(without_recurring_lines(pages), frozenset()))
    return ParsedDocument(document.title, document.sections, notes_on(read, numbers, path.name))


def _drawn(image: Image.Image, number: int) -> Picture:
    """A page of the image."""
    image.seek(number - 1)
    if image.width * image.height > _MOST_PIXELS:
        raise Image.DecompressionBombError
    return Picture.of(image)
