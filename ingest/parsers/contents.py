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
    known = dotted.union(*(_below(lines, at) for at in titles))
    return frozenset(known | {at + 1 for at in known if at + 2 in dotted and _may_run_on(lines[at + 1])})


def _may_run_on(line: str) -> bool:
    """Whether a line between two entries may be the first half of the second."""
    return len(line) < _LONGEST_ENTRY and not line.endswith(".")


def _below(lines: Sequence[str], title: int) -> Iterator[int]:
    """The title, unless it is a short one with no entry, and the entries below it."""
    later = Counter(_plain(line) for line in lines[title + 1 :] if len(line) < _LONGEST_ENTRY)
    entries = 0
    for line in lines[title + 1 :]:
        plain = next((form for form in (_plain(line), _plain(_PAGE.sub("", line))) if form and _recurs(form, line, later)), "")
        if not plain:
            break
        later[_plain(line)] -= 1
        entries += 1
    if entries or _TITLE.match(lines[title]):
        yield from range(title, title + entries + 1)


def _recurs(form: str, line: str, later: Counter[str]) -> bool:
    """Whether another line than this one says `form`."""
    return later[form] > (1 if form == _plain(line) else 0)


def _plain(line: str) -> str:
    """A line as it is compared: without bullet, cells, spaces and case."""
    return "".join(_MARKER.sub("", line.replace("|", " ").strip()).split()).lower()
