"""Lines, words and ruling lines of a PDF page, from pdfium's raw interface.

pdfium gives the text of a page in one call; only the first and last letter of each line are then asked for their place
and font, since a call for every letter would make reading many times slower. Knows nothing of what the lines mean.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from ingest.parsers.pdfgrids import Box, Grid, find_grids, meet

_FORCE_BOLD = 1 << 18
_BOLD_NAMES = ("bold", "black", "heavy", "fett", "semibold", "demi")
_MOST_OBJECTS = 20_000
_THICKEST_RULE = 3.0
_SHORTEST_RULE = 8.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: `size` is its font's in points; `cells` are its parts where wide gaps separate them.

    `legible` is false where the font does not say which letters its shapes are, so that the text is gibberish.
    """

    text: str
    box: Box
    size: float
    bold: bool
    words: tuple[Word, ...] = ()
    cells: tuple[Word, ...] = ()
    legible: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in the order of its content, and the grids drawn on it."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...] = ()


def read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page's text and grids."""
    text_page = page.get_textpage()
    try:
        width, height = page.get_width(), page.get_height()
        grids = tuple(find_grids(tuple(_rules(page)), width, height))
        return Page(number, width, height, tuple(_Letters(text_page, grids).lines()), grids)
    finally:
        text_page.close()


class _Letters:
    """A page's letters and the buffers that pdfium fills."""

    def __init__(self, text_page: pypdfium2.PdfTextPage, grids: tuple[Grid, ...]) -> None:
        self._grids = grids
        self._page = text_page.raw
        self._box = [ctypes.c_double() for _ in range(4)]
        self._place_of_letter = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def text(self) -> str:
        """All text; every code unit of UTF-16 is one character, so that offsets are pdfium's."""
        count = raw.FPDFText_CountChars(self._page)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count * 2 + 2))()
        written = raw.FPDFText_GetText(self._page, 0, count, buffer)
        return bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", errors="replace")

    def lines(self) -> Iterator[Line]:
        """The lines as pdfium orders them."""
        start = 0
        for raw_line in self.text().translate({ord("\x02"): "\x02\n", 0xFFFE: "\ufffe\n"}).split("\n"):
            bare = raw_line.rstrip("\r\n\x02\ufffe ")
            length = len(raw_line.encode("utf-16-le")) // 2
            if bare.strip():
                yield self._line(raw_line, start)
            start += length + (0 if raw_line.endswith(("\x02", "\ufffe")) else 1)

    def _line(self, raw_line: str, start: int) -> Line:
        hyphenated = raw_line.endswith(("\x02", "\ufffe"))
        stripped = raw_line.rstrip()
        first = self._index(start + len(raw_line) - len(raw_line.lstrip()))
        last = self._index(start + len(stripped.encode("utf-16-le")) // 2 - 1)
        text = stripped.rstrip("\x02\ufffe").strip() + ("-" if hyphenated else "")
        left, right = self._place(first), self._place(last)
        box = Box(left.left, min(left.bottom, right.bottom), max(right.right, left.right), max(left.top, right.top))
        size = max(round(raw.FPDFText_GetFontSize(self._page, first), 1), 0.1)
        if size < 2:
            size = round(left.top - left.bottom, 1)
        bold = self._is_bold(first) and self._is_bold(last)
        words: tuple[Word, ...] = ()
        if any(meet(box, grid.box) for grid in self._grids) or self._has_gap(first, last, size):
            words = tuple(self._words(raw_line, start))
        return Line(text, box, size, bold, words, tuple(cells_of(words, size)), self._is_legible(first) or self._is_legible(last))

    def _index(self, offset: int) -> int:
        return max(int(raw.FPDFText_GetCharIndexFromTextIndex(self._page, offset)), 0)

    def _place(self, index: int) -> Box:
        """Where a letter stands with the height of its font, so that letters of one line have the same top and bottom."""
        place = self._place_of_letter
        raw.FPDFText_GetLooseCharBox(self._page, index, place)
        return Box(place.left, place.bottom, place.right, place.top)

    def _is_bold(self, index: int) -> bool:
        raw.FPDFText_GetFontInfo(self._page, index, self._name, 256, self._flags)
        name = self._name.value.lower()
        return bool(self._flags.value & _FORCE_BOLD) or any(mark.encode() in name for mark in _BOLD_NAMES)

    def _is_legible(self, index: int) -> bool:
        return int(raw.FPDFText_HasUnicodeMapError(self._page, index)) != 1

    def _has_gap(self, first: int, last: int, size: float) -> bool:
        """Whether a space wider than words need lies within the line."""
        count = raw.FPDFText_CountRects(self._page, first, last - first + 1)
        if count < 2:
            return False
        left, right, bottom, top = self._box
        edge = None
        for index in range(count):
            raw.FPDFText_GetRect(self._page, index, left, top, right, bottom)
            if edge is not None and left.value - edge > size:
                return True
            edge = right.value
        return False

    def _words(self, raw_line: str, start: int) -> Iterator[Word]:
        offset = start
        for part in raw_line.replace("\t", " ").split(" "):
            word = part.strip("\r\n")
            length = len(word.encode("utf-16-le")) // 2
            if word:
                left, right = self._place(self._index(offset)), self._place(self._index(offset + length - 1))
                box = Box(left.left, min(left.bottom, right.bottom), right.right, max(left.top, right.top))
                yield Word(word.replace("\x02", "-").replace("\ufffe", "-"), box)
            offset += len(part.encode("utf-16-le")) // 2 + 1


def cells_of(words: tuple[Word, ...], size: float) -> Iterator[Word]:
    """Words grouped by gaps wider than one and a half letters are high."""
    group: list[Word] = []
    for word in words:
        if group and word.box.left - group[-1].box.right > size * 1.5:
            yield _joined(group)
            group = []
        group.append(word)
    if group:
        yield _joined(group)


def _joined(words: list[Word]) -> Word:
    boxes = [word.box for word in words]
    box = Box(boxes[0].left, min(box.bottom for box in boxes), boxes[-1].right, max(box.top for box in boxes))
    return Word(" ".join(word.text for word in words), box)


def _rules(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Boxes of drawn paths: thin ones are rules, others may be cells."""
    sides = [ctypes.c_float() for _ in range(4)]
    count = raw.FPDFPage_CountObjects(page.raw)
    for index in range(count if count <= _MOST_OBJECTS else 0):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(thing, *sides):
            box = Box(*(side.value for side in sides))
            if max(box.right - box.left, box.top - box.bottom) >= _SHORTEST_RULE:
                yield box
