"""Lines and words of a page, and their places: what all that is drawn or was scanned becomes first. Knows no pdfium."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ingest.parsers.pdfgrids import Box, Grid


class Word(NamedTuple):
    """A word and its place."""

    text: str
    box: Box


class Line(NamedTuple):
    """A line of text, clean: `size` is its font's in points; `words` are there where it may be a row of a table.

    `legible` is false where the font does not say which letters its shapes are, so that the text is gibberish. `confidence`
    (0 to 1) is how sure a machine was that read the line from a picture.
    """

    text: str
    box: Box
    size: float
    bold: bool
    words: tuple[Word, ...] = ()
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
