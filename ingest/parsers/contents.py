"""Which lines of a document are its table of contents: its title, below it lines that recur as headings later, dotted leaders.

Knows no file format.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.parsers.lines import is_contents_entry, is_row

_TITLE = re.compile(r"^(?:inhalt(?:sverzeichnis|s\u00fcbersicht)|inhalt\s+seite)(?:\s+seite)?:?$", re.IGNORECASE)
_SHORT_TITLE = re.compile(r"^(?:inhalt|\u00fcbersicht|gliederung):?$", re.IGNORECASE)
_MARKER = re.compile(r"^(?:[-\u2022*]\s+)+")
_PAGE = re.compile(r"[\s.\u2026_|]*\d{1,4}$")
_LONGEST_ENTRY = 300


def contents_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of the lines that are the table of contents."""
    titles = [at for at, line in enumerate(lines) if _TITLE.match(line) or _SHORT_TITLE.match(line)]
    dotted = {at for at, line in enumerate(lines) if is_contents_entry(line) and not is_row(line)}
    plain = [_plain(line) for line in lines] if titles else []
    known = dotted.union(*(_below(lines, plain, at) for at in titles))
    return frozenset(known | {at + 1 for at in known if at + 2 in dotted and _may_run_on(lines[at + 1])})


def _may_run_on(line: str) -> bool:
    """Whether a line between two entries may be the first half of the second."""
    return len(line) < _LONGEST_ENTRY and not line.endswith(".")


def _below(lines: Sequence[str], plain: Sequence[str], title: int) -> Iterator[int]:
    """The title, unless it is a short one with no entry, and the entries below it; `plain` are the lines as they are compared."""
    first = title + 1
    later = Counter(form for line, form in zip(lines[first:], plain[first:], strict=True) if len(line) < _LONGEST_ENTRY)
    entries = 0
    for line, own in zip(lines[first:], plain[first:], strict=True):
        without_page = _plain(_PAGE.sub("", line))
        if not (own and later[own] > 1 or without_page and later[without_page] > (without_page == own)):
            break
        later[own] -= 1
        entries += 1
    if entries or _TITLE.match(lines[title]):
        yield from range(title, title + entries + 1)


def _plain(line: str) -> str:
    """A line as it is compared: without bullet, cells, spaces and case."""
    return "".join(_MARKER.sub("", line.replace("|", " ").strip()).split()).lower()
