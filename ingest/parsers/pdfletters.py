"""Lines, words and ruling lines of a PDF page, from pdfium's raw interface.

pdfium gives the text of a page in one call; only the first and last letter of each line, and of each word of a line with
gaps, are asked for their place and font. Knows nothing of what the lines mean.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from ingest.parsers import pdfcalls
from ingest.parsers.lines import clean
from ingest.parsers.pdfgrids import Box, Grid, find_grids, meet
from ingest.parsers.pdflines import Line, Page, Word, cells_of

_FORCE_BOLD = 1 << 18
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"fett", b"semibold", b"demi")
_MOST_OBJECTS = 20_000
_SHORTEST_RULE = 8.0
_SMALLEST_FONT = 2.0
_GAP = 0.4
_HYPHENS = "\x02\ufffe"
"""What pdfium writes for a hyphen at the end of a line, without a line break after it."""
_LINE = re.compile(r"[^\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile(r"[^ \t\r\n\x02\ufffe]+[\x02\ufffe]?")
_RAISED = 0.8
_MARK = re.compile(
    r"(?=\d)(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:!?)\]\u201c\u201d\"])|(?<=,\d\d)|(?<=[\u20ac%]))\d{1,2}(?=$|[\s.,;:)\]\u201c\u201d\"])"
)
"""A number that may be the mark of a footnote."""
_MEASURE = re.compile(r"(?:^|[\s\d(/])[cdkm]?m$")
_POWERS = {"2": "\u00b2", "3": "\u00b3"}
_NO_TEXT = "\x02\ufffe \t\r\n\v\f\u00a0"


def read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page's text and grids."""
    text_page = page.get_textpage()
    try:
        width, height = page.get_width(), page.get_height()
        grids = tuple(find_grids(_rules(page), width, height))
        return Page(number, width, height, tuple(_Letters(text_page.raw, grids).lines()), grids)
    finally:
        text_page.close()


def _rules(page: pypdfium2.PdfPage) -> list[pdfcalls.Sides]:
    """Boxes of drawn paths: thin ones are rules, others may be cells."""
    count = raw.FPDFPage_CountObjects(page.raw)
    boxes = pdfcalls.boxes_of_paths(pdfcalls.address(page.raw), count if count <= _MOST_OBJECTS else 0)
    return [box for box in boxes if box[2] - box[0] >= _SHORTEST_RULE or box[3] - box[1] >= _SHORTEST_RULE]


class _Run(NamedTuple):
    """Letters in a row: where they begin in the page's text, and pdfium's numbers of the first and last visible one."""

    text: str
    start: int
    first: int
    last: int


class _Letters:
    """A page's letters, and the number that pdfium gives each."""

    def __init__(self, text_page: raw.FPDF_TEXTPAGE, grids: tuple[Grid, ...]) -> None:
        self._raw = text_page
        self._page = pdfcalls.address(text_page)
        self._grids = [(grid.box, grid) for grid in grids]
        text, self._numbers = self._read_text()
        self._text, self._notes = self._without_marks(text)

    def _read_text(self) -> tuple[str, Sequence[int]]:
        """All text, and for each of its characters the number of pdfium's letter."""
        count = raw.FPDFText_CountChars(self._raw)
        if count <= 0:
            return "", ()
        buffer = (ctypes.c_ushort * (count * 2 + 2))()
        units = max(raw.FPDFText_GetText(self._raw, 0, count, buffer) - 1, 0)
        text = bytes(buffer)[: units * 2].decode("utf-16-le", errors="replace")
        if len(text) == units == count:
            return text, range(count)
        offsets = accumulate((2 if letter > "\uffff" else 1 for letter in text), initial=0)
        return text, [max(raw.FPDFText_GetCharIndexFromTextIndex(self._raw, offset), 0) for offset in offsets]

    def _without_marks(self, text: str) -> tuple[str, dict[int, str]]:
        """The text with spaces for the marks of footnotes, and where these stood; a raised number may also say square or cubic."""
        notes = {}
        for mark in list(_MARK.finditer(text)):
            start, end = mark.span()
            if not self._is_raised(start):
                continue
            is_power = mark[0] in _POWERS and _MEASURE.search(text[max(start - 4, 0) : start])
            text = text[:start] + (_POWERS[mark[0]] if is_power else " " * len(mark[0])) + text[end:]
            if not is_power:
                notes[start] = mark[0]
        return text, notes

    def _is_raised(self, offset: int) -> bool:
        """Whether a letter is much smaller than the one before."""
        before, own = pdfcalls.sizes_of_letters(self._page, (self._numbers[offset - 1], self._numbers[offset]))
        return 0 < own < before * _RAISED

    def lines(self) -> Iterator[Line]:
        """The lines as pdfium orders them."""
        runs = [run for found in _LINE.finditer(self._text) if (run := self._run(found[0], found.start()))]
        firsts, lasts = [run.first for run in runs], [run.last for run in runs]
        begins, ends = (list(pdfcalls.boxes_of_letters(self._page, letters)) for letters in (firsts, lasts))
        boxes = [
            Box(left, min(bottom, last_bottom), max(right, last_right), max(top, last_top))
            for (left, top, right, bottom), (_, last_top, last_right, last_bottom) in zip(begins, ends, strict=True)
        ]
        sizes = [
            round(size, 1) if size >= _SMALLEST_FONT else _height(size, top - bottom)
            for size, (_, top, _, bottom) in zip(pdfcalls.sizes_of_letters(self._page, firsts), begins, strict=True)
        ]
        places = self._places(runs, boxes, sizes)
        bold, legible = self._are_bold(firsts, lasts), self._are_legible(firsts, lasts)
        for run, box, size, (words, is_gridded), *looks in zip(runs, boxes, sizes, places, bold, legible, strict=True):
            text, has_letters = _readable(run.text)
            cells = tuple(cells_of(words, size)) if words else ()
            parts = words or ((Word(text, box),) if is_gridded else ())
            yield Line(
                text, box, size, looks[0], parts, cells, has_letters and looks[1], None, self._notes_in(run) if self._notes else ()
            )

    def _run(self, text: str, start: int) -> _Run | None:
        visible = text.strip()
        if not visible.strip(_NO_TEXT):
            return None
        first = start + text.index(visible[0])
        return _Run(text, start, self._numbers[first], self._numbers[first + len(visible) - 1])

    def _notes_in(self, run: _Run) -> tuple[str, ...]:
        end = run.start + len(run.text)
        return tuple(number for start, number in self._notes.items() if run.start <= start < end)

    def _are_bold(self, firsts: Sequence[int], lasts: Sequence[int]) -> list[bool]:
        fonts = [list(pdfcalls.fonts_of_letters(self._page, letters)) for letters in (firsts, lasts)]
        letter_of = dict(zip(fonts[1] + fonts[0], [*lasts, *firsts], strict=True))
        bold = {font: self._is_bold(letter) for font, letter in letter_of.items()}
        return [bold[one] and bold[other] for one, other in zip(*fonts, strict=True)]

    def _is_bold(self, letter: int) -> bool:
        name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._raw, letter, name, 256, flags)
        return bool(flags.value & _FORCE_BOLD) or any(mark in name.value.lower() for mark in _BOLD_NAMES)

    def _are_legible(self, firsts: Sequence[int], lasts: Sequence[int]) -> list[bool]:
        legible = [not unmapped for unmapped in pdfcalls.are_unmapped(self._page, firsts)]
        if all(legible):
            return legible
        return [first or not last for first, last in zip(legible, pdfcalls.are_unmapped(self._page, lasts), strict=True)]

    def _places(
        self, runs: Sequence[_Run], boxes: Sequence[Box], sizes: Sequence[float]
    ) -> Iterator[tuple[tuple[Word, ...], bool]]:
        """For each run its words, if wide gaps or the edges of columns part them, and whether it lies in a grid."""
        grids = [[grid for frame, grid in self._grids if meet(box, frame)] for box in boxes] if self._grids else [[]] * len(runs)
        parted = [
            any(grid.divides(box) for grid in around) or (len(areas) > 1 and _have_gap(areas, size))
            for box, size, around, areas in zip(boxes, sizes, grids, self._areas(runs), strict=True)
        ]
        words = self._words([run for run, is_parted in zip(runs, parted, strict=True) if is_parted])
        return ((next(words) if is_parted else (), bool(around)) for is_parted, around in zip(parted, grids, strict=True))

    def _areas(self, runs: Sequence[_Run]) -> Iterator[Sequence[pdfcalls.Sides]]:
        """The rectangles that cover each run: those of the whole page, unless one covers letters of two runs."""
        lengths = [run.last - run.first + 1 for run in runs]
        counts = list(pdfcalls.count_areas(self._page, [run.first for run in runs], lengths))
        areas = pdfcalls.areas(self._page, 0, -1)
        if len(areas) == sum(counts):
            ends = accumulate(counts)
            return (areas[end - count : end] for end, count in zip(ends, counts, strict=True))
        return (pdfcalls.areas(self._page, run.first, length) for run, length in zip(runs, lengths, strict=True))

    def _words(self, runs: Sequence[_Run]) -> Iterator[tuple[Word, ...]]:
        """The words of each run."""
        found = [list(_WORD.finditer(run.text)) for run in runs]
        spans = [
            (run.start + word.start(), run.start + word.end() - 1) for run, words in zip(runs, found, strict=True) for word in words
        ]
        begins, ends = self._sides([first for first, _ in spans]), self._sides([last for _, last in spans])
        boxes = (
            Box(left, min(bottom, last_bottom), last_right, max(top, last_top))
            for (left, top, _, bottom), (_, last_top, last_right, last_bottom) in zip(begins, ends, strict=True)
        )
        return (tuple(map(Word, _texts(words), boxes)) for words in found)

    def _sides(self, offsets: Sequence[int]) -> Iterator[pdfcalls.Sides]:
        """The places of the letters at these offsets in the text."""
        return pdfcalls.boxes_of_letters(self._page, [self._numbers[offset] for offset in offsets])


def _texts(words: Sequence[re.Match[str]]) -> list[str]:
    """What the words of a line say; only the last may be hyphenated."""
    texts = [word[0] for word in words]
    if texts and texts[-1][-1] in _HYPHENS:
        texts[-1] = texts[-1][:-1] + "-"
    return texts


def _have_gap(areas: Sequence[pdfcalls.Sides], size: float) -> bool:
    """Whether a space that may part columns lies between two of the areas."""
    return any(after[0] - before[2] > _GAP * size for before, after in pairwise(areas))


def _height(size: float, height: float) -> float:
    """The size of a line whose font is smaller than any that is read: fonts of one point are enlarged."""
    return _SMALLEST_FONT if round(size, 1) >= _SMALLEST_FONT else round(height, 1)


def _readable(line: str) -> tuple[str, bool]:
    """What a line says, and whether at least half of it are letters that people can read."""
    said = line.rstrip().rstrip(_HYPHENS).strip()
    text = clean(said).replace("\n", " ")
    has_letters = len(text) * 2 >= len(said) or len(text) * 2 >= len(" ".join(said.split()))
    return (text or said) + ("-" if line[-1] in _HYPHENS else ""), has_letters
