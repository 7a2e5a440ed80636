"""Lines, words and ruling lines of a PDF page, from pdfium's raw interface.

pdfium gives the text of a page in one call; only the first and last letter of each line are then asked for their place
and font, since a call for every letter would make reading many times slower. Knows nothing of what the lines mean.
"""

import ctypes
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from ingest.parsers.lines import clean
from ingest.parsers.pdfgrids import Box, Grid, find_grids, meet

_FORCE_BOLD = 1 << 18
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"fett", b"semibold", b"demi")
_MOST_OBJECTS = 20_000
_THICKEST_RULE = 3.0
_SHORTEST_RULE = 8.0
_SMALLEST_FONT = 2.0
_HYPHENS = "\x02\ufffe"
"""What pdfium writes for a hyphen at the end of a line, without a line break after it."""
_LINE = re.compile(r"[^\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile(r"[^ \t\r\n\x02\ufffe]+[\x02\ufffe]?")
_SIDES = struct.Struct("4f").unpack
_RAISED = 0.8
_MARK = re.compile(
    r"(?=\d)(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:!?)\]\u201c\u201d\"])|(?<=,\d\d)|(?<=[\u20ac%]))\d{1,2}(?=$|[\s.,;:)\]\u201c\u201d\"])"
)
"""A number that may be the mark of a footnote."""
_MEASURE = re.compile(r"(?:^|[\s\d(/])[cdkm]?m$")
_NO_TEXT = "\x02\ufffe \t\r\n\v\f\u00a0"


class Word(NamedTuple):
    """A word and its place."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, clean: `size` is its font's in points; `cells` are its parts where wide gaps separate them.

    `legible` is false where the font does not say which letters its shapes are, so that the text is gibberish. `confidence`
    (0 to 1) is how sure a machine was that read the line from a picture.
    """

    text: str
    box: Box
    size: float
    bold: bool
    words: tuple[Word, ...] = ()
    cells: tuple[Word, ...] = ()
    legible: bool = True
    confidence: float | None = None
    notes: tuple[str, ...] = ()
    """The numbers of footnotes whose marks stood in the line; its text is without them."""


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
        return Page(number, width, height, tuple(_Letters(text_page.raw, grids).lines()), grids)
    finally:
        text_page.close()


class _Letters:
    """A page's letters, the number that pdfium gives each, and the buffers that it fills."""

    def __init__(self, text_page: raw.FPDF_TEXTPAGE, grids: tuple[Grid, ...]) -> None:
        self._page = text_page
        self._grids = [(grid.box, grid) for grid in grids]
        self._left, self._top, self._right, self._bottom = (ctypes.c_double() for _ in range(4))
        self._place = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self._is_bold_font: dict[tuple[bytes, int], bool] = {}
        self._text, self._numbers = self._read_text()

    def _read_text(self) -> tuple[str, Sequence[int]]:
        """All text, and for each of its characters the number of pdfium's letter."""
        count = raw.FPDFText_CountChars(self._page)
        if count <= 0:
            return "", ()
        buffer = (ctypes.c_ushort * (count * 2 + 2))()
        units = max(raw.FPDFText_GetText(self._page, 0, count, buffer) - 1, 0)
        text = bytes(buffer)[: units * 2].decode("utf-16-le", errors="replace")
        if len(text) == units == count:
            return text, range(count)
        offsets = accumulate((2 if letter > "\uffff" else 1 for letter in text), initial=0)
        return text, [max(raw.FPDFText_GetCharIndexFromTextIndex(self._page, offset), 0) for offset in offsets]

    def lines(self) -> Iterator[Line]:
        """The lines as pdfium orders them."""
        for found in _LINE.finditer(self._text):
            if found[0].strip(_NO_TEXT):
                text, notes = self._without_marks(found[0], found.start())
                line = self._line(text, found.start())
                yield replace(line, notes=notes) if notes else line

    def _without_marks(self, raw_line: str, start: int) -> tuple[str, tuple[str, ...]]:
        """The line with spaces for the marks of footnotes, and these; a raised number after a measure says square or cubic."""
        notes = []
        for mark in _MARK.finditer(raw_line):
            if not self._is_raised(start + mark.start()):
                continue
            power = mark[0] in "23" and _MEASURE.search(raw_line[: mark.start()])
            sign = {"2": "\u00b2", "3": "\u00b3"}[mark[0]] if power else " " * len(mark[0])
            raw_line = raw_line[: mark.start()] + sign + raw_line[mark.end() :]
            notes += [] if power else [mark[0]]
        return raw_line, tuple(notes)

    def _is_raised(self, offset: int) -> bool:
        """Whether a letter is much smaller than the one before."""
        before, own = (raw.FPDFText_GetFontSize(self._page, self._numbers[at]) for at in (offset - 1, offset))
        return bool(0 < own < before * _RAISED)

    def _line(self, raw_line: str, start: int) -> Line:
        stripped = raw_line.rstrip()
        first = self._numbers[start + len(raw_line) - len(raw_line.lstrip())]
        last = self._numbers[start + len(stripped) - 1]
        said = stripped.rstrip(_HYPHENS).strip()
        text = clean(said).replace("\n", " ")
        has_letters = len(text) * 2 >= len(said) or len(text) * 2 >= len(" ".join(said.split()))
        legible = has_letters and (self._is_legible(first) or self._is_legible(last))
        text = (text or said) + ("-" if raw_line[-1] in _HYPHENS else "")
        left, top, right, bottom = self._sides(first)
        _, last_top, last_right, last_bottom = self._sides(last)
        box = Box(left, min(bottom, last_bottom), max(right, last_right), max(top, last_top))
        size = max(round(raw.FPDFText_GetFontSize(self._page, first), 1), 0.1)
        if size < _SMALLEST_FONT:  # a font of one point, enlarged
            size = round(top - bottom, 1)
        bold = self._is_bold(first) and self._is_bold(last)
        grids = [grid for frame, grid in self._grids if meet(box, frame)]
        if self._has_gap(first, last, size) or any(grid.divides(box) for grid in grids):
            words = tuple(self._words(raw_line, start))
            return Line(text, box, size, bold, words, tuple(cells_of(words, size)), legible)
        return Line(text, box, size, bold, (Word(text, box),) if grids else (), (), legible)

    def _sides(self, letter: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a letter with the height of its font, so that all of a line have the same."""
        raw.FPDFText_GetLooseCharBox(self._page, letter, self._place)
        left, top, right, bottom = _SIDES(self._place)
        return left, top, right, bottom

    def _is_bold(self, letter: int) -> bool:
        raw.FPDFText_GetFontInfo(self._page, letter, self._name, 256, self._flags)
        font = self._name.value, self._flags.value
        if font not in self._is_bold_font:
            name = font[0].lower()
            self._is_bold_font[font] = bool(font[1] & _FORCE_BOLD) or any(mark in name for mark in _BOLD_NAMES)
        return self._is_bold_font[font]

    def _is_legible(self, letter: int) -> bool:
        return int(raw.FPDFText_HasUnicodeMapError(self._page, letter)) != 1

    def _has_gap(self, first: int, last: int, size: float) -> bool:
        """Whether a space wider than words need lies within the line."""
        count = raw.FPDFText_CountRects(self._page, first, last - first + 1)
        edge = None
        for index in range(count if count > 1 else 0):
            raw.FPDFText_GetRect(self._page, index, self._left, self._top, self._right, self._bottom)
            if edge is not None and self._left.value - edge > size:
                return True
            edge = self._right.value
        return False

    def _words(self, raw_line: str, start: int) -> Iterator[Word]:
        for found in _WORD.finditer(raw_line):
            word, first = found[0], start + found.start()
            left, top, right, bottom = self._sides(self._numbers[first])
            if len(word) > 1:
                _, last_top, right, last_bottom = self._sides(self._numbers[first + len(word) - 1])
                top, bottom = max(top, last_top), min(bottom, last_bottom)
            yield Word(word[:-1] + "-" if word[-1] in _HYPHENS else word, Box(left, bottom, right, top))


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
    left, bottom, right, top = sides = [ctypes.c_float() for _ in range(4)]
    whole, get_thing, type_of, path = page.raw, raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_PATH
    count = raw.FPDFPage_CountObjects(whole)
    for index in range(count if count <= _MOST_OBJECTS else 0):
        thing = get_thing(whole, index)
        if type_of(thing) == path and raw.FPDFPageObj_GetBounds(thing, *sides):
            box = Box(left.value, bottom.value, right.value, top.value)
            if box.right - box.left >= _SHORTEST_RULE or box.top - box.bottom >= _SHORTEST_RULE:
                yield box
