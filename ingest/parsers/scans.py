"""Pages of a PDF without a usable text layer: finds them, draws them, and has their pictures read.

A page needs that if a picture covers it and hardly any text stands on it, or if its text is gibberish. Knows no line's meaning.
"""

from collections.abc import Sequence
from ctypes import c_float
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from ingest.errors import UnreadableFile
from ingest.parsers.ocr import Reading, can_read
from ingest.parsers.pdflines import Page
from ingest.parsers.scanreading import Picture, notes_on, read_pages

_RESOLUTION = 300
_MOST_PIXELS = 40_000_000
_LITTLE_TEXT, _ENOUGH_TEXT = 20, 200
_COVERED, _HARDLY_COVERED, _FEW_THINGS = 0.4, 0.02, 8
_VOWELS = frozenset("aeiouyAEIOUY\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc")
_LEAST_VOWELS, _MOST_VOWELS = 0.2, 0.6
_SAMPLE = 500
_MOST_OBJECTS = 2000


@dataclass(frozen=True, slots=True)
class Scans:
    """All pages, `count` of which were scanned; and notes on those of them that are unread or uncertain."""

    pages: tuple[Page, ...]
    count: int = 0
    notes: tuple[UnreadableFile, ...] = ()
    all_unread: bool = False


def read_scans(document: pypdfium2.PdfDocument, pages: Sequence[Page], path: Path) -> Scans:
    """The pages of the file at `path`, those without usable text as their picture says them."""
    scanned = [page.number for page in pages if is_scan(document, page)]
    if not scanned:
        return Scans(tuple(pages))
    read = list(read_pages(path, scanned, lambda number: draw_page(document, number))) if can_read() else []
    by_number = {reading.page.number: reading for reading in read}
    whole = tuple(_fuller(page, by_number.get(page.number)) for page in pages)
    return Scans(whole, len(scanned), notes_on(read, scanned, path.name), not read and len(scanned) == len(pages))


def is_gibberish(page: Page) -> bool:
    """Whether the page's text is no text: its font does not say which letters its shapes are, or says it wrongly."""
    length = sum(len(line.text) for line in page.lines)
    if _letters(page) * 2 < length:
        return True
    if length < _ENOUGH_TEXT:
        return False
    text = "".join(line.text for line in page.lines)
    sample = text[:: len(text) // _SAMPLE + 1].replace(" ", "")
    letters = "".join(filter(str.isalpha, sample))
    share = sum(map(letters.count, _VOWELS)) / max(len(letters), 1)
    is_latin = letters.isascii() or sum(letter < "\u0250" for letter in letters) * 2 > len(letters)
    return is_latin and len(letters) * 4 > len(sample) and not _LEAST_VOWELS < share < _MOST_VOWELS


def is_scan(document: pypdfium2.PdfDocument, page: Page) -> bool:
    """Whether the page has no usable text but something to read it from."""
    if is_gibberish(page):
        return True
    legible = _letters(page)
    if legible >= _ENOUGH_TEXT:
        return False
    opened = document[page.number - 1]
    try:
        things, covered = _pictures(opened)
        return (things > _FEW_THINGS or covered > _HARDLY_COVERED) if legible < _LITTLE_TEXT else covered >= _COVERED
    finally:
        opened.close()


def _pictures(page: pypdfium2.PdfPage) -> tuple[int, float]:
    """How many pictures and drawings are on the page, letters drawn as shapes among them, and the share of it that they cover."""
    sides = [c_float() for _ in range(4)]
    things, area = 0, 0.0
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_TEXT and raw.FPDFPageObj_GetBounds(thing, *sides):
            left, bottom, right, top = (side.value for side in sides)
            things += 1
            area += max(right - left, 0) * max(top - bottom, 0)
    return things, area / max(float(page.get_width() * page.get_height()), 1.0)


def _fuller(page: Page, reading: Reading | None) -> Page:
    """The page as its picture says it, if that is more than its own text."""
    if reading is None or not reading.page.lines:
        return page
    return reading.page if is_gibberish(page) or _letters(reading.page) > _letters(page) else page


def _letters(page: Page) -> int:
    return sum(len(line.text) for line in page.lines if line.legible)


def draw_page(document: pypdfium2.PdfDocument, number: int) -> Picture | None:
    """A page in grey, if pdfium can draw it.

    Grey is the darkest of a pixel's three colours, so that yellow letters on white paper are black.
    """
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = float(page.get_width()), float(page.get_height())
        scale = min(_RESOLUTION / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale)
        pixels = bitmap.to_numpy()[:, :, :3].min(axis=2)
        bitmap.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    return Picture(pixels, max(int(scale * 72 + 0.5), 1))
