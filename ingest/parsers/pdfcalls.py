"""pdfium's functions, called for many letters or things of a page at once.

pdfium has no function that answers for all letters of a page, and a call from Python costs more than its answer. Here `map`
calls pdfium without a step through Python in between, and with as little conversion as `ctypes` knows: where pdfium reads or
writes is prepared once and used again. Not for two threads at a time, like pdfium itself. Knows nothing of what the answers mean.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

T = TypeVar("T")
Places = NDArray[np.float64]
"""A row for each letter or thing: its four sides."""
_Number = type[ctypes.c_float] | type[ctypes.c_double]
_AT_ONCE = 2048


class _Thing(ctypes.c_void_p):
    """What pdfium answers with a pointer to; not a plain number, as that would be converted back in the next call."""


def _plain(function: object, answer: "type[ctypes._SimpleCData[T]]") -> Callable[..., T]:
    """The same function of pdfium, with no conversion of what it takes: small numbers, handles, or places to write to."""
    place = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return cast(Callable[..., T], ctypes.PYFUNCTYPE(answer)(place or 0))


def handle(pointer: object) -> object:
    """A page of pdfium as the functions below take it; valid while the page is open."""
    return ctypes.byref(pointer.contents)  # type: ignore[attr-defined]


_thing_at = _plain(raw.FPDFPage_GetObject, _Thing)
_kind = _plain(raw.FPDFPageObj_GetType, ctypes.c_int)
_bounds = _plain(raw.FPDFPageObj_GetBounds, ctypes.c_int)
_loose_box = _plain(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_font_size = _plain(raw.FPDFText_GetFontSize, ctypes.c_double)
_text_thing = _plain(raw.FPDFText_GetTextObject, _Thing)
_font = _plain(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
_is_unmapped = _plain(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_count_areas = _plain(raw.FPDFText_CountRects, ctypes.c_int)
_area = _plain(raw.FPDFText_GetRect, ctypes.c_int)


@cache
def _room(kind: _Number) -> tuple[NDArray[np.floating[Any]], list[list[object]]]:
    """Room for the four sides of `_AT_ONCE` things, and the places of the first, second, third and fourth sides."""
    written = (kind * (4 * _AT_ONCE))()
    size = ctypes.sizeof(kind)
    places: list[list[object]] = [[ctypes.byref(written, size * at) for at in range(n, 4 * _AT_ONCE, 4)] for n in range(4)]
    return np.ctypeslib.as_array(written).reshape(-1, 4), places


def boxes_of_paths(page: object, count: int) -> Places:
    """Left, bottom, right and top of what is drawn among the first `count` things on a page."""
    things = list(map(_thing_at, repeat(page), range(count)))
    paths = [thing for thing, kind in zip(things, map(_kind, things), strict=True) if kind == raw.FPDF_PAGEOBJ_PATH]
    written, places = _room(ctypes.c_float)
    found = [np.zeros((0, 4))]
    for start in range(0, len(paths), _AT_ONCE):
        known = list(map(_bounds, paths[start : start + _AT_ONCE], *places))
        found.append(written[: len(known)][np.array(known, np.bool_)].astype(float))
    return np.concatenate(found)


def boxes_of_letters(text_page: object, letters: Sequence[int]) -> Places:
    """Left, top, right, bottom of each letter with the height of its font, so that all of a line have the same."""
    written, places = _room(ctypes.c_float)
    found = np.empty((len(letters), 4))
    for start in range(0, len(letters), _AT_ONCE):
        part = letters[start : start + _AT_ONCE]
        written[: len(part)] = 0
        deque(map(_loose_box, repeat(text_page), part, places[0]), maxlen=0)
        found[start : start + len(part)] = written[: len(part)]
    return found


def areas(text_page: object, first: int, count: int) -> Places:
    """Left, top, right, bottom of the rectangles that cover a run of letters; all of them, if `count` is -1."""
    number = _count_areas(text_page, first, count)
    written, places = _room(ctypes.c_double)
    found = np.empty((number, 4))
    for start in range(0, number, _AT_ONCE):
        part = range(start, min(start + _AT_ONCE, number))
        deque(map(_area, repeat(text_page), part, *places), maxlen=0)
        found[part.start : part.stop] = written[: len(part)]
    return found


def count_areas(text_page: object, firsts: Iterable[int], counts: Iterable[int]) -> Iterator[int]:
    """How many rectangles cover each run of letters: more than one where a gap may be in it."""
    return map(_count_areas, repeat(text_page), firsts, counts)


def sizes_of_letters(text_page: object, letters: Iterable[int]) -> Iterator[float]:
    """The size of each letter's font in points."""
    return map(_font_size, repeat(text_page), letters)


def fonts_of_letters(text_page: object, letters: Iterable[int]) -> Iterator[int | None]:
    """What tells each letter's font from the others of its page."""
    return map(_font, map(_text_thing, repeat(text_page), letters))


def are_unmapped(text_page: object, letters: Iterable[int]) -> Iterator[bool]:
    """Whether each letter's font does not say which letter its shape is."""
    return (answer == 1 for answer in map(_is_unmapped, repeat(text_page), letters))
