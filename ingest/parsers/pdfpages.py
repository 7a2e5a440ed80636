"""Running heads, running feet and page numbers: lines at a page's edge that recur from page to page.

Knows nothing of what the other lines mean.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.parsers.headings import is_paragraph_heading
from ingest.parsers.pdflines import Line, Page

_EDGE = 0.13
_PAGE_NUMBER = re.compile(
    r"^[-\u2013|\s]*(?:(?:seite|page|s\.|blatt|bl\.)\s*)?\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?[-\u2013|\s]*$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+|\b[ivxl]+\b")
_LEAST_SHARE = 0.3
_NEAR = 6.0
_STEP = 2
_Key = tuple[str, int]
_Numbers = tuple[int, ...]
_Keys = dict[int, dict[_Key, _Numbers]]


def without_recurring_lines(pages: Sequence[Page]) -> list[Page]:
    """The pages without what is printed on every one of them."""
    edges = [dict(_at_edge(page)) for page in pages]
    seen: dict[_Key, dict[int, _Numbers]] = {}
    for page, lines in zip(pages, edges, strict=True):
        for key, numbers in (each for keys in lines.values() for each in keys.items()):
            seen.setdefault(key, {})[page.number] = numbers
    least = max(2 if len(pages) < 5 else 3, len(pages) * _LEAST_SHARE)
    recurring = frozenset(key for key, found in seen.items() if len(found) >= least and _counts_pages(found))
    if len(pages) == 1:
        recurring = frozenset(_opposite_number(pages[0], edges[0]))
    return [replace(page, lines=tuple(_kept(page, keys, recurring))) for page, keys in zip(pages, edges, strict=True)]


def _counts_pages(found: Mapping[int, _Numbers]) -> bool:
    """Whether the numbers of a line, by its pages, stay the same or follow the pages mostly; those of a table's rows do not."""
    steps = list(pairwise(sorted(found.items())))
    return all(
        2 * sum(0 <= after[place] - before[place] <= _STEP * (page - last) for (last, before), (page, after) in steps) >= len(steps)
        for place in range(len(next(iter(found.values()))))
    )


def _kept(page: Page, keys: _Keys, recurring: frozenset[_Key]) -> Iterator[Line]:
    for index, line in enumerate(page.lines):
        recurs = not recurring.isdisjoint(keys.get(index, ())) and not is_paragraph_heading(line.text)  # "§ 5" would recur
        if index not in keys or not (recurs or _PAGE_NUMBER.match(line.text)):
            yield line


def _opposite_number(page: Page, keys: _Keys) -> Iterator[_Key]:
    """Lines of an only page as far from its edge as the page number is from the other one: programs set both alike."""
    numbers = [_from_edge(page.lines[index], page) for index in keys if _PAGE_NUMBER.match(page.lines[index].text)]
    for index, own in keys.items():
        is_top, distance = _from_edge(page.lines[index], page)
        if any(top != is_top and abs(place - distance) < _NEAR for top, place in numbers):
            yield from own


def _from_edge(line: Line, page: Page) -> tuple[bool, float]:
    """Whether a line is in the upper half, and how far from the nearer edge."""
    is_top = line.box.bottom > page.height / 2
    return is_top, page.height - line.box.top if is_top else line.box.bottom


def _at_edge(page: Page) -> Iterator[tuple[int, dict[_Key, _Numbers]]]:
    """The lines at the page's edges, by their index; those of a table that reaches into the page are none.

    A line may come in pieces, so that it recurs by itself or with what stands beside it.
    """
    foot, head = page.height * _EDGE, page.height * (1 - _EDGE)
    tables = [grid.box for grid in page.grids if grid.box.bottom < head and grid.box.top > foot]
    edge = [(index, line) for index, line in enumerate(page.lines) if line.box.bottom > head or line.box.top < foot]
    pieces: dict[int, list[str]] = {}
    for _, line in edge:
        pieces.setdefault(round(line.box.bottom), []).append(line.text)
    for index, line in edge:
        if not any(box.bottom < line.box.top and line.box.bottom < box.top for box in tables):
            whole = " ".join(pieces[round(line.box.bottom)])
            yield index, dict(_key(text, line, page) for text in {line.text, whole})


def _key(text: str, line: Line, page: Page) -> tuple[_Key, _Numbers]:
    """What a recurring line has in common, its words without numbers and its distance from the nearer edge; and its numbers."""
    height = line.box.bottom if line.box.top < page.height / 2 else page.height - line.box.bottom
    numbers = _DIGITS.findall(text.lower())
    plain = _DIGITS.sub("\0", text.lower())
    return (plain, round(height / 6)), tuple(int(number[:9]) if number.isdecimal() else 0 for number in numbers)
