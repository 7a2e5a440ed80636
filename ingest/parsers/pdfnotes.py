"""Footnotes of a PDF page without the numbers that they begin with, as their marks have been left out of the text too.

Knows no pdfium.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from ingest.parsers.pdflines import Line, Page

_NUMBER = re.compile(r"^(\d{1,2})\)?\s+(?=\S)")
_FOOT = 0.33


def with_plain_notes(page: Page) -> Page:
    """The page with its footnotes as their readers would say them."""
    marked = {number: line for line in page.lines for number in line.notes}
    foot = page.height * _FOOT
    return replace(page, lines=tuple(_plain(line, marked, foot) for line in page.lines)) if marked else page


def _plain(line: Line, marked: Mapping[str, Line], foot: float) -> Line:
    """The line without its number, if it begins a footnote: below the line that has its mark, in smaller letters or at the foot."""
    number = _NUMBER.match(line.text)
    of = marked.get(number[1]) if number else None
    if number is None or of is None or line.bold or line.box.top > of.box.bottom:
        return line
    is_note = line.size < of.size or line.box.top < foot
    return line._replace(text=line.text[number.end() :]) if is_note else line
