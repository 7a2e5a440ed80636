"""Lines, words and ruling lines of a PDF page, from pdfium's raw interface.

pdfium gives the text of a page in one call; only the first and last letter of each line, and of each word of a line with
gaps, are asked for their place and font. Knows nothing of what the lines mean.
"""

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np
import pypdfium2
from pypdfium2 import raw

from ingest.parsers import pdfcalls
from ingest.parsers.lines import clean, is_clean
from ingest.parsers.pdfgrids import NEAR, Box, Grid, Sides, find_grids
from ingest.parsers.pdflines import Line, Page, Word

_FORCE_BOLD = 1 << 18
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"fett", b"semibold", b"demi")
_MOST_OBJECTS = 20_000
_SHORTEST_RULE = 8.0
_SMALLEST_FONT = 2.0
_GAP = 0.4
_HYPHENS = "\x02\ufffe"
"""What pdfium writes for a hyphen at the end of a line, without a line break after it."""
_LINE = re.compile(r"[^\s\x02\ufffe](?:[^\n\x02\ufffe]*[^\s\x02\ufffe])?(?:[^\S\n]*[\x02\ufffe])?")
_WORD = re.compile(r"[^ \t\r\n\x02\ufffe]+[\x02\ufffe]?")
_RAISED, _HIGHER = 0.8, 0.6
"""How small the letters of a mark are at most, and how much higher their feet stand at least for each point they are smaller."""
_MARK = re.compile(
    r"\d(?:(?<=[^\W\d_].)|(?<=[^\W\d_] .)|(?<=[^\W\d_][.,;:!?)\]\u201c\u201d\"].)|(?<=[^\W\d_][.,;:!?)\]\u201c\u201d\"] .)"
    r"|(?<=,\d\d.)|(?<=[\u20ac%].))\d?(?=$|[\s.,;:)\]\u201c\u201d\"])"
)
"""A number that may be the mark of a footnote."""
_MEASURE = re.compile(r"(?:^|[\s\d(/])[cdkm]?m$")
_POWERS = {"2": "\u00b2", "3": "\u00b3"}


def read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """The page's text and grids."""
    text_page = page.get_textpage()
    try:
        width, height = page.get_width(), page.get_height()
        grids = tuple(find_grids(_rules(page), width, height))
        return Page(number, width, height, tuple(_Letters(text_page.raw, grids).lines()), grids)
    finally:
        text_page.close()


def _rules(page: pypdfium2.PdfPage) -> Sides:
    """Boxes of drawn paths: thin ones are rules, others may be cells."""
    count = raw.FPDFPage_CountObjects(page.raw)
    boxes = pdfcalls.boxes_of_paths(pdfcalls.handle(page.raw), count if count <= _MOST_OBJECTS else 0)
    return boxes[(boxes[:, 2:] - boxes[:, :2] >= _SHORTEST_RULE).any(axis=1)]


class _Run(NamedTuple):
    """Letters in a row: what they say, where in the page's text, and pdfium's numbers of the first and last one."""

    text: str
    start: int
    end: int
    first: int
    last: int


class _Letters:
    """A page's letters, and the number that pdfium gives each."""

    def __init__(self, text_page: raw.FPDF_TEXTPAGE, grids: tuple[Grid, ...]) -> None:
        self._raw = text_page
        self._page = pdfcalls.handle(text_page)
        self._frames = [(*grid.box, grid) for grid in grids]
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
            if not self._is_raised(start, start - 2 if text[start - 1] == " " else start - 1):
                continue
            is_power = mark[0] in _POWERS and _MEASURE.search(text[max(start - 4, 0) : start].rstrip())
            text = text[:start] + (_POWERS[mark[0]] if is_power else " " * len(mark[0])) + text[end:]
            if not is_power:
                notes[start] = mark[0]
        return text, notes

    def _is_raised(self, offset: int, before: int) -> bool:
        """Whether a letter is much smaller than another one, and stands higher."""
        letters = self._numbers[before], self._numbers[offset]
        size, own = pdfcalls.sizes_of_letters(self._page, letters)
        if not 0 < own < size * _RAISED:
            return False
        bottom, own_bottom = pdfcalls.boxes_of_letters(self._page, letters)[:, 3]
        return bool(own_bottom - bottom > (size - own) * _HIGHER)

    def lines(self) -> Iterator[Line]:
        """The lines as pdfium orders them."""
        runs = self._runs()
        firsts, lasts = [run.first for run in runs], [run.last for run in runs]
        boxes, sizes = self._boxes(firsts, lasts), self._sizes(firsts)
        gridded, words = self._words(runs, boxes, sizes)
        bold, legible = self._are_bold(firsts, lasts), self._are_legible(firsts, lasts)
        notes = self._notes_by_run(runs)
        is_plain = is_clean("".join(run.text.rstrip(_HYPHENS) for run in runs))
        for run, box, size, is_gridded, is_bold, is_legible in zip(runs, boxes, sizes, gridded, bold, legible, strict=True):
            text, has_letters = _readable(run.text, is_plain)
            parts = words.get(run.start) or ((Word(text, box),) if is_gridded else ())
            yield Line(text, box, size, is_bold, parts, has_letters and is_legible, None, notes.get(run.start, ()))

    def _runs(self) -> list[_Run]:
        numbers = self._numbers
        spans = ((match[0], *match.span()) for match in _LINE.finditer(self._text))
        return [_Run(text, start, end, numbers[start], numbers[end - 1]) for text, start, end in spans]

    def _boxes(self, firsts: Sequence[int], lasts: Sequence[int]) -> list[Box]:
        """What reaches from one letter to another, for each pair of both."""
        sides = pdfcalls.boxes_of_letters(self._page, [*firsts, *lasts])
        begins, ends = sides[: len(firsts)], sides[len(firsts) :]
        low, high = np.minimum(begins, ends), np.maximum(begins, ends)
        begins[:, 1], begins[:, 2], begins[:, 3] = low[:, 3], high[:, 2], high[:, 1]
        return list(map(partial(tuple.__new__, Box), begins.tolist()))

    def _sizes(self, letters: Sequence[int]) -> list[float]:
        """The sizes of their fonts; those smaller than any that is read are enlarged when drawn, and their heights count."""
        sizes = [round(size, 1) for size in pdfcalls.sizes_of_letters(self._page, letters)]
        if min(sizes, default=_SMALLEST_FONT) < _SMALLEST_FONT:
            heights = -np.diff(pdfcalls.boxes_of_letters(self._page, letters)[:, 1::2]).ravel()
            both = zip(sizes, heights.tolist(), strict=True)
            return [round(height, 1) if size < _SMALLEST_FONT else size for size, height in both]
        return sizes

    def _notes_by_run(self, runs: Sequence[_Run]) -> dict[int, tuple[str, ...]]:
        """The numbers of the footnotes whose marks stood in each run, by its start."""
        starts, notes = [run.start for run in runs], dict[int, tuple[str, ...]]()
        for place, number in self._notes.items():
            start = starts[bisect_right(starts, place) - 1]
            notes[start] = (*notes.get(start, ()), number)
        return notes

    def _are_bold(self, firsts: Sequence[int], lasts: Sequence[int]) -> list[bool]:
        bold = self._have_bold_fonts(firsts)
        ends = iter(self._have_bold_fonts([last for last, is_bold in zip(lasts, bold, strict=True) if is_bold]))
        return [is_bold and next(ends) for is_bold in bold]

    def _have_bold_fonts(self, letters: Sequence[int]) -> list[bool]:
        fonts = list(pdfcalls.fonts_of_letters(self._page, letters))
        bold = {font: self._is_bold(letter) for font, letter in dict(zip(fonts, letters, strict=True)).items()}
        return [bold[font] for font in fonts]

    def _is_bold(self, letter: int) -> bool:
        name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._raw, letter, name, 256, flags)
        return bool(flags.value & _FORCE_BOLD) or any(mark in name.value.lower() for mark in _BOLD_NAMES)

    def _are_legible(self, firsts: Sequence[int], lasts: Sequence[int]) -> list[bool]:
        legible = [not unmapped for unmapped in pdfcalls.are_unmapped(self._page, firsts)]
        if all(legible):
            return legible
        return [first or not last for first, last in zip(legible, pdfcalls.are_unmapped(self._page, lasts), strict=True)]

    def _words(
        self, runs: Sequence[_Run], boxes: Sequence[Box], sizes: Sequence[float]
    ) -> tuple[list[bool], dict[int, tuple[Word, ...]]]:
        """Whether each run lies in a grid; and by their starts the words of those that wide gaps or edges of columns part."""
        around = [self._around(box) for box in boxes]
        parted = [any(grid.divides(box) for grid in grids) for box, grids in zip(boxes, around, strict=True)]
        wide = frozenset[int]() if all(parted) else self._with_wide_gaps(runs, sizes)
        whole = [run for index, run in enumerate(runs) if parted[index] or index in wide]
        found = [list(_WORD.finditer(self._text, run.start, run.end)) for run in whole]
        firsts = [self._numbers[word.start()] for words in found for word in words]
        lasts = [self._numbers[word.end() - 1] for words in found for word in words]
        words = map(partial(tuple.__new__, Word), zip(_texts(found), self._boxes(firsts, lasts), strict=True))
        parts = {run.start: tuple(islice(words, len(those))) for run, those in zip(whole, found, strict=True)}
        return list(map(bool, around)), parts

    def _around(self, box: Box) -> list[Grid]:
        """The grids that a line lies in."""
        low, bottom, high, top = box[0] - NEAR, box[1] - NEAR, box[2] + NEAR, box[3] + NEAR
        return [
            grid
            for left, under, right, over, grid in self._frames
            if low <= right and left <= high and bottom <= over and under <= top
        ]

    def _with_wide_gaps(self, runs: Sequence[_Run], sizes: Sequence[float]) -> frozenset[int]:
        """The indexes of the runs that a gap parts which may be one between columns."""
        lengths = [run.last - run.first + 1 for run in runs]
        counts = list(pdfcalls.count_areas(self._page, [run.first for run in runs], lengths))
        areas = pdfcalls.areas(self._page, 0, -1)
        if len(areas) != sum(counts):  # one covers letters of two runs
            each = (pdfcalls.areas(self._page, run.first, length) for run, length in zip(runs, lengths, strict=True))
            areas = np.concatenate(list(each))
        of = np.repeat(np.arange(len(runs)), counts)
        are_wide = areas[1:, 0] - areas[:-1, 2] > _GAP * np.array(sizes)[of[1:]]
        return frozenset(of[1:][are_wide & (of[1:] == of[:-1])].tolist())


def _texts(lines: Iterable[Sequence[re.Match[str]]]) -> Iterator[str]:
    """What the words of lines say; only the last of each may be hyphenated."""
    for words in lines:
        *texts, last = (word[0] for word in words)
        yield from texts
        yield last[:-1] + "-" if last[-1] in _HYPHENS else last


def _readable(line: str, is_plain: bool) -> tuple[str, bool]:
    """What a line says, and whether at least half of it are letters that people can read."""
    is_hyphenated = line[-1] in _HYPHENS
    said = line.rstrip(_HYPHENS).strip() if is_hyphenated else line
    text = said if is_plain and "  " not in said else clean(said).replace("\n", " ")
    has_letters = is_plain or len(text) * 2 >= len(said) or len(text) * 2 >= len(" ".join(said.split()))
    return (text or said) + ("-" if is_hyphenated else ""), has_letters
