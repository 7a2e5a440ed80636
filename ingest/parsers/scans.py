"""Pages of a PDF without a usable text layer: finds them, has their picture read, and says which stay unread.

A page needs that if a picture covers it and hardly any text stands on it, or if its text is gibberish. Knows no line's meaning.
"""

import tempfile
from collections.abc import Iterator, Sequence
from ctypes import c_float
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from ingest.errors import FileTooLarge, UncertainPages, UnreadableFile, UnreadPages
from ingest.parsers.lines import clean
from ingest.parsers.ocr import Reading, can_read, read_picture
from ingest.parsers.patience import note_progress
from ingest.parsers.pdflines import Page

MOST_SCANNED_PAGES = 1000
_RESOLUTION = 300
_MOST_PIXELS = 40_000_000
_LITTLE_TEXT, _ENOUGH_TEXT = 20, 200
_COVERED, _HARDLY_COVERED, _FEW_THINGS = 0.4, 0.02, 8
UNSURE = 70
_VOWELS = frozenset("aeiouyAEIOUY\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc")
_LEAST_VOWELS, _MOST_VOWELS = 0.2, 0.6
_MOST_OBJECTS = 2000


@dataclass(frozen=True, slots=True)
class Scans:
    """All pages, `count` of which were scanned; and notes on those of them that are unread or uncertain."""

    pages: tuple[Page, ...]
    count: int = 0
    notes: tuple[UnreadableFile, ...] = ()
    all_unread: bool = False


def read_scans(document: pypdfium2.PdfDocument, pages: Sequence[Page], file: str) -> Scans:
    """The pages, those without usable text as their picture says them."""
    scanned = [page.number for page in pages if _is_scan(document, page)]
    if not scanned:
        return Scans(tuple(pages))
    read = dict(_readings(document, scanned, file)) if can_read() else {}
    whole = tuple(_fuller(page, read.get(page.number)) for page in pages)
    unread = [number for number in scanned if number not in read]
    unsure = [number for number, reading in read.items() if reading.page.lines and reading.confidence < UNSURE]
    notes: list[UnreadableFile] = [UnreadPages(file=file, pages=_listed(unread))] if unread else []
    notes += [UncertainPages(file=file, pages=_listed(unsure))] if unsure else []
    return Scans(whole, len(scanned), tuple(notes), len(unread) == len(pages))


def is_gibberish(page: Page) -> bool:
    """Whether the page's text is no text: its font does not say which letters its shapes are, or says it wrongly."""
    total = sum(len(clean(line.text)) for line in page.lines)
    if sum(len(clean(line.text)) for line in page.lines if line.legible) * 2 < total or page.lines and not total:
        return True
    letters = [letter for line in page.lines for letter in clean(line.text) if letter.isalpha()]
    signs = sum(1 for line in page.lines for letter in line.text if not letter.isspace())
    if signs < _ENOUGH_TEXT:
        return False
    share = sum(letter in _VOWELS for letter in letters) / max(len(letters), 1)
    is_latin = sum(letter < "\u0250" for letter in letters) * 2 > len(letters)
    return is_latin and len(letters) * 4 > signs and not _LEAST_VOWELS < share < _MOST_VOWELS


def _is_scan(document: pypdfium2.PdfDocument, page: Page) -> bool:
    legible = _letters(page)
    if is_gibberish(page):
        return True
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


def _readings(document: pypdfium2.PdfDocument, numbers: Sequence[int], file: str) -> Iterator[tuple[int, Reading]]:
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.pgm"
        for number in numbers[:MOST_SCANNED_PAGES]:
            note_progress()
            try:
                resolution = _draw(document, number, picture)
                yield from ((number, reading) for reading in read_picture(picture, number, file, resolution))
            except (FileTooLarge, pypdfium2.PdfiumError):
                continue  # One page that takes too long must not hide the others.
    note_progress()


def _draw(document: pypdfium2.PdfDocument, number: int, picture: Path) -> int:
    """Draw a page in grey as Portable Graymap; the resolution that it has.

    Grey is the darkest of a pixel's three colours, so that yellow letters on white paper are black.
    """
    page = document[number - 1]
    try:
        width, height = float(page.get_width()), float(page.get_height())
        scale = min(_RESOLUTION / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale)
        pixels = bitmap.to_numpy()[:, :, :3].min(axis=2)
        rows, columns = pixels.shape
        picture.write_bytes(b"P5\n%d %d\n255\n" % (columns, rows) + pixels.tobytes())
        bitmap.close()
    finally:
        page.close()
    return max(int(scale * 72 + 0.5), 1)


def _listed(numbers: Sequence[int]) -> str:
    """ "1, 3-5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
