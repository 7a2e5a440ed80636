"""pdfium's functions, called for many letters or things of a page at once.

pdfium has no function that answers for all letters of a page, and a call from Python costs more than its answer. Here `map`
calls pdfium without a step through Python in between: pages and things are plain addresses, and what pdfium writes goes into
one array. Knows nothing of what the answers mean.
"""

import ctypes
import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import TypeVar, cast

from pypdfium2 import raw

T = TypeVar("T")
Sides = tuple[float, float, float, float]
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_FLOAT = ctypes.sizeof(ctypes.c_float)


def _plain(function: object, answer: "type[ctypes._SimpleCData[T]]", *takes: type) -> Callable[..., T]:
    """The same function of pdfium, with plain numbers for pointers."""
    kind = ctypes.PYFUNCTYPE(answer, *takes)
    return cast(Callable[..., T], kind(address(function)))


def address(pointer: object) -> int:
    """Where a page of pdfium is, as the functions below take it; valid while the page is open."""
    return ctypes.cast(pointer, _POINTER).value or 0  # type: ignore[arg-type]


_thing_at = _plain(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_kind = _plain(raw.FPDFPageObj_GetType, _INT, _POINTER)
_bounds = _plain(raw.FPDFPageObj_GetBounds, _INT, *[_POINTER] * 5)
_loose_box = _plain(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_font_size = _plain(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_text_thing = _plain(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_font = _plain(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
_is_unmapped = _plain(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
_count_areas = _plain(raw.FPDFText_CountRects, _INT, _POINTER, _INT, _INT)
_area = _plain(raw.FPDFText_GetRect, _INT, _POINTER, _INT, *[_POINTER] * 4)


def boxes_of_paths(page: int, count: int) -> Iterator[Sides]:
    """Left, bottom, right and top of what is drawn among the first `count` things on a page."""
    things = list(map(_thing_at, repeat(page), range(count)))
    paths = [thing for thing, kind in zip(things, map(_kind, things), strict=True) if kind == raw.FPDF_PAGEOBJ_PATH]
    sides = (ctypes.c_float * (4 * len(paths)))()
    start, step = ctypes.addressof(sides), 4 * _FLOAT
    places = (range(start + at * _FLOAT, start + at * _FLOAT + step * len(paths), step) for at in range(4))
    known = list(map(_bounds, paths, *places))
    return (box for box, is_known in zip(_fours("4f", sides), known, strict=True) if is_known)


def boxes_of_letters(text_page: int, letters: Sequence[int]) -> Iterator[Sides]:
    """Left, top, right, bottom of each letter with the height of its font, so that all of a line have the same."""
    sides = (ctypes.c_float * (4 * len(letters)))()
    start, step = ctypes.addressof(sides), 4 * _FLOAT
    deque(map(_loose_box, repeat(text_page), letters, range(start, start + step * len(letters), step)), maxlen=0)
    return _fours("4f", sides)


def areas(text_page: int, first: int, count: int) -> list[Sides]:
    """Left, top, right, bottom of the rectangles that cover a run of letters; all of them, if `count` is -1."""
    number = _count_areas(text_page, first, count)
    sides = (ctypes.c_double * (4 * number))()
    start, size = ctypes.addressof(sides), ctypes.sizeof(ctypes.c_double)
    places = (range(start + at * size, start + (at + 4 * number) * size, 4 * size) for at in range(4))
    deque(map(_area, repeat(text_page), range(number), *places), maxlen=0)
    return list(_fours("4d", sides))


def count_areas(text_page: int, firsts: Iterable[int], counts: Iterable[int]) -> Iterator[int]:
    """How many rectangles cover each run of letters: more than one where a gap may be in it."""
    return map(_count_areas, repeat(text_page), firsts, counts)


def sizes_of_letters(text_page: int, letters: Iterable[int]) -> Iterator[float]:
    """The size of each letter's font in points."""
    return map(_font_size, repeat(text_page), letters)


def fonts_of_letters(text_page: int, letters: Iterable[int]) -> Iterator[int | None]:
    """What tells each letter's font from the others of its page."""
    return map(_font, map(_text_thing, repeat(text_page), letters))


def are_unmapped(text_page: int, letters: Iterable[int]) -> Iterator[bool]:
    """Whether each letter's font does not say which letter its shape is."""
    return (answer == 1 for answer in map(_is_unmapped, repeat(text_page), letters))


def _fours(form: str, array: "ctypes.Array[ctypes.c_float] | ctypes.Array[ctypes.c_double]") -> Iterator[Sides]:
    return cast(Iterator[Sides], struct.iter_unpack(form, array))
