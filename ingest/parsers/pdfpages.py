"""Running heads, running feet and page numbers: lines at a page's edge that recur from page to page.

Knows nothing of what the other lines mean.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.parsers.lines import clean
from ingest.parsers.pdflines import Line, Page
from ingest.parsers.structure import is_paragraph_heading

_EDGE = 0.13
_PAGE_NUMBER = re.compile(
    r"^[-\u2013|\s]*(?:(?:seite|page|s\.|blatt|bl\.)\s*)?\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?[-\u2013|\s]*$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+|\b[ivxl]+\b")
_LEAST_SHARE = 0.3


def without_recurring_lines(pages: Sequence[Page]) -> list[Page]:
    """The pages without what is printed on every one of them."""
    seen = Counter(key for page in pages for key in {_key(line, page) for line in page.lines if _is_at_edge(line, page)})
    least = max(2 if len(pages) < 5 else 3, len(pages) * _LEAST_SHARE)
    recurring = frozenset(key for key, count in seen.items() if count >= least)
    return [replace(page, lines=tuple(_kept(page, recurring))) for page in pages]


def _kept(page: Page, recurring: frozenset[tuple[str, int]]) -> Iterator[Line]:
    for line in page.lines:
        at_edge = _is_at_edge(line, page)
        recurs = _key(line, page) in recurring and not is_paragraph_heading(clean(line.text))  # "§ 5" recurs as "§ #"
        if not (at_edge and (recurs or _PAGE_NUMBER.match(line.text))):
            yield line


def _is_at_edge(line: Line, page: Page) -> bool:
    return line.box.bottom > page.height * (1 - _EDGE) or line.box.top < page.height * _EDGE


def _key(line: Line, page: Page) -> tuple[str, int]:
    """What a recurring line has in common: its words without numbers, and its distance from the nearer edge."""
    height = line.box.bottom if line.box.top < page.height / 2 else page.height - line.box.bottom
    return _DIGITS.sub("#", line.text.lower()), round(height / 6)
