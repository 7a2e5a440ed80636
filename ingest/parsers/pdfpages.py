"""Running heads, running feet and page numbers: lines at a page's edge that recur from page to page.

Knows nothing of what the other lines mean.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.parsers.headings import is_paragraph_heading
from ingest.parsers.pdflines import Line, Page

_EDGE = 0.13
_PAGE_NUMBER = re.compile(
    r"^[-\u2013|\s]*(?:(?:seite|page|s\.|blatt|bl\.)\s*)?\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?[-\u2013|\s]*$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+|\b[ivxl]+\b")
_LEAST_SHARE = 0.3
_NEAR = 6.0


def without_recurring_lines(pages: Sequence[Page]) -> list[Page]:
    """The pages without what is printed on every one of them."""
    edges = [dict(_at_edge(page)) for page in pages]
    seen = Counter(key for keys in edges for key in set(keys.values()))
    least = max(2 if len(pages) < 5 else 3, len(pages) * _LEAST_SHARE)
    recurring = frozenset(key for key, count in seen.items() if count >= least)
    if len(pages) == 1:
        recurring = frozenset(_opposite_number(pages[0], edges[0]))
    return [replace(page, lines=tuple(_kept(page, keys, recurring))) for page, keys in zip(pages, edges, strict=True)]


def _kept(page: Page, keys: dict[int, tuple[str, int]], recurring: frozenset[tuple[str, int]]) -> Iterator[Line]:
    for index, line in enumerate(page.lines):
        recurs = keys.get(index) in recurring and not is_paragraph_heading(line.text)  # "§ 5" recurs as "§ #"
        if index not in keys or not (recurs or _PAGE_NUMBER.match(line.text)):
            yield line


def _opposite_number(page: Page, keys: dict[int, tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Lines of an only page as far from its edge as the page number is from the other one: programs set both alike."""
    numbers = [_from_edge(page.lines[index], page) for index in keys if _PAGE_NUMBER.match(page.lines[index].text)]
    for index, key in keys.items():
        is_top, distance = _from_edge(page.lines[index], page)
        if any(top != is_top and abs(place - distance) < _NEAR for top, place in numbers):
            yield key


def _from_edge(line: Line, page: Page) -> tuple[bool, float]:
    """Whether a line is in the upper half, and how far from the nearer edge."""
    is_top = line.box.bottom > page.height / 2
    return is_top, page.height - line.box.top if is_top else line.box.bottom


def _at_edge(page: Page) -> Iterator[tuple[int, tuple[str, int]]]:
    """The lines at the page's edges, by their index."""
    foot, head = page.height * _EDGE, page.height * (1 - _EDGE)
    for index, line in enumerate(page.lines):
        if line.box.bottom > head or line.box.top < foot:
            yield index, _key(line, page)


def _key(line: Line, page: Page) -> tuple[str, int]:
    """What a recurring line has in common: its words without numbers, and its distance from the nearer edge."""
    height = line.box.bottom if line.box.top < page.height / 2 else page.height - line.box.bottom
    return _DIGITS.sub("#", line.text.lower()), round(height / 6)
