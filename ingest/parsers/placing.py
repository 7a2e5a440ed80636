"""Rectangles on a page, as shares of its width and height, so that they fit its picture at any size. Knows no text search."""

from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_double, c_int
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from ingest.parsers.pdflines import Page, Word

_FINE = 100_000


class Rectangle(NamedTuple):
    """A place on a page: shares of its width and height (0 to 1), from its upper left corner as it is shown."""

    left: float
    top: float
    width: float
    height: float


def rectangles_of_letters(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, first: int, last: int) -> Iterator[Rectangle]:
    """Where the letters of pdfium's numbers `first` to `last` stand; turned pages and cut margins are taken into account."""
    left, top, right, bottom = (c_double() for _ in range(4))
    for index in range(raw.FPDFText_CountRects(text_page.raw, first, last - first + 1)):
        raw.FPDFText_GetRect(text_page.raw, index, left, top, right, bottom)
        one, other = _shown(page, left.value, top.value), _shown(page, right.value, bottom.value)
        yield _between(*one, *other)


def rectangles_of_words(page: Page, words: Sequence[Word]) -> Iterator[Rectangle]:
    """Where words stand on a page that was read from its picture."""
    for word in words:
        left, bottom, right, top = word.box
        yield _between(left / page.width, 1 - top / page.height, right / page.width, 1 - bottom / page.height)


def as_lines(parts: Iterable[Rectangle]) -> tuple[Rectangle, ...]:
    """The parts, those that follow each other on a line as one."""
    lines: list[Rectangle] = []
    for part in parts:
        if lines and _continues(lines[-1], part):
            last = lines[-1]
            edges = last.left, last.top, part.left + part.width, part.top + part.height
            lines[-1] = _between(edges[0], min(edges[1], part.top), edges[2], max(last.top + last.height, edges[3]))
        elif part.width and part.height:
            lines.append(part)
    return tuple(lines)


def _continues(last: Rectangle, part: Rectangle) -> bool:
    middle, gap = part.top + part.height / 2, part.left - last.left - last.width
    return last.top <= middle <= last.top + last.height and -last.height < gap < 2 * last.height


def _shown(page: pypdfium2.PdfPage, across: float, up: float) -> tuple[float, float]:
    """A point of the page's own coordinates as shares from the upper left."""
    x, y = c_int(), c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, across, up, x, y)
    return x.value / _FINE, y.value / _FINE


def _between(one_x: float, one_y: float, other_x: float, other_y: float) -> Rectangle:
    left, right = sorted(min(max(x, 0.0), 1.0) for x in (one_x, other_x))
    top, bottom = sorted(min(max(y, 0.0), 1.0) for y in (one_y, other_y))
    return Rectangle(round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5))
