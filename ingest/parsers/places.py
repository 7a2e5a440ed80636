"""Where in the original a text stands: a page as a picture, and the rectangles on it that hold the text.

Only letters and digits are compared, so that hyphens at a line's end, white space and the signs of list items and table rows
make no difference. Works on PDF files and pictures; hostile ones belong into a sandbox. Knows no library.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

from ingest.errors import BrokenFile
from ingest.parsers.placing import Rectangle, as_lines, rectangles_of_letters, rectangles_of_words
from ingest.parsers.recognising import ending_by_content
from ingest.parsers.scanreading import Picture, read_pages
from ingest.parsers.scans import draw_page

_PICTURES = (".png", ".jpg", ".tif")
_TALLEST = 4000
_ENOUGH, _SHORTEST, _SHORT, _NEAR = 20, 12, 3, 80
_CELLS = re.compile(r"\s*\|\s*")


def render_page(path: Path, number: int, width: int) -> bytes | None:
    """Page `number` (from 1) as PNG, `width` pixels wide; None if there is no such page.

    Raises:
        BrokenFile: it cannot be drawn.
    """
    try:
        image = _pdf_page(path, number, width) if _is_pdf(path) else _picture(path, number)
    except (pypdfium2.PdfiumError, OSError, SyntaxError, ValueError) as error:
        raise BrokenFile(file=path.name, reason="eine Seite ist nicht lesbar") from error
    if image is None:
        return None
    image.thumbnail((width, _TALLEST))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def find_rectangles(path: Path, number: int, text: str) -> tuple[Rectangle, ...]:
    """The places of `text` on page `number`, a rectangle a line; as much of it as is found, nothing if that is none.

    Raises:
        BrokenFile: the page cannot be read.
    """
    try:
        return _in_pdf(path, number, text) if _is_pdf(path) else _in_picture(path, number, text)
    except (pypdfium2.PdfiumError, OSError, SyntaxError, ValueError) as error:
        raise BrokenFile(file=path.name, reason="eine Seite ist nicht lesbar") from error


def _is_pdf(path: Path) -> bool:
    return ending_by_content(path) == ".pdf"


def _pdf_page(path: Path, number: int, width: int) -> Image.Image | None:
    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        wide, high = page.get_size()
        image: Image.Image = page.render(scale=min(width / wide, _TALLEST / high)).to_pil()
        return image


def _picture(path: Path, number: int) -> Image.Image | None:
    if ending_by_content(path) not in _PICTURES:
        return None
    with Image.open(path) as image:
        if not 1 <= number <= getattr(image, "n_frames", 1):
            return None
        image.seek(number - 1)
        return ImageOps.exif_transpose(image).convert("RGB")


def _in_pdf(path: Path, number: int, text: str) -> tuple[Rectangle, ...]:
    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= number <= len(document):
            return ()
        page = document[number - 1]
        text_page = page.get_textpage()
        count = raw.FPDFText_CountChars(text_page.raw)
        letters = _Letters.of([chr(raw.FPDFText_GetUnicode(text_page.raw, index)) for index in range(max(count, 0))])
        spans = letters.spans(text)
        found = as_lines(part for first, last in spans for part in rectangles_of_letters(page, text_page, first, last))
        if found or len(letters.bare) >= _ENOUGH:
            return found
        return _read(path, number, draw_page(document, number), text)


def _in_picture(path: Path, number: int, text: str) -> tuple[Rectangle, ...]:
    image = _picture(path, number)
    return _read(path, number, Picture.of(image), text) if image else ()


def _read(path: Path, number: int, picture: Picture | None, text: str) -> tuple[Rectangle, ...]:
    """The places on a page that has to be read by Tesseract; none if that turns the page."""
    for reading in read_pages(path, [number], lambda _: picture):
        words = [word for line in reading.page.lines for word in line.words]
        spans = _Letters.of([word.text for word in words]).spans(text)
        if picture and (reading.page.width > reading.page.height) == (picture.pixels.shape[1] > picture.pixels.shape[0]):
            return as_lines(part for first, last in spans for part in rectangles_of_words(reading.page, words[first : last + 1]))
    return ()


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of a page, and for each which of its parts it comes from."""

    bare: str
    parts: Sequence[int]

    @classmethod
    def of(cls, parts: Sequence[str]) -> "_Letters":
        """The letters of these parts: single letters, or words."""
        bare = [(letter, index) for index, part in enumerate(parts) for letter in _bare(part)]
        return cls("".join(letter for letter, _ in bare), [index for _, index in bare])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """First and last parts of what is found: the whole, else its lines, else their cells or as much as matches."""
        pieces = [text] if _bare(text) in self.bare else text.split("\n")
        end = 0
        for piece in pieces:
            cells = [piece] if _bare(piece) in self.bare else _CELLS.split(piece)
            for cell in cells:
                start, length = self._find(_bare(cell), end, len(cells) > 1)
                if length:
                    end = start + length
                    yield self.parts[start], self.parts[end - 1]

    def _find(self, wanted: str, after: int, is_cell: bool) -> tuple[int, int]:
        """Where `wanted`, or as much of its beginning as matches, stands and how long that is; short cells stand near."""
        start = self.bare.find(wanted, after) if wanted else -1
        if start < 0 and len(wanted) > _SHORT:
            start = self.bare.find(wanted)
        if start >= 0 and not (is_cell and len(wanted) <= _SHORT and start > after + _NEAR):
            return start, len(wanted)
        length = len(wanted)
        while length >= _SHORTEST:
            length = length * 3 // 4
            if length >= _SHORTEST and (start := self.bare.find(wanted[:length])) >= 0:
                return start, length
        return 0, 0


def _bare(text: str) -> str:
    """Its letters and digits, as they compare."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
