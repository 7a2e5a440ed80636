"""What links within a page are for: marks of footnotes, the way back from them, a table of contents.

Knows nothing of the text around them.
"""

import re

from lxml import etree

_MARK = re.compile(r"^[\s\[\](){}*\u2020\u2021\u2191\u21a9\u21b5\ufe0e^\d]*$")
_NOTE_NAME = re.compile(r"^(?:doc-)?(?:foot|end|rear)?notes?[-_:\d]*$|^fn[-_:]?\d|^sdfootnote\d", re.IGNORECASE)


def is_note_mark(element: etree._Element) -> bool:
    """Whether `element` is the mark of a footnote or the way back to it: a link within the page without words."""
    link = element if element.tag == "a" else element.find("a") if element.tag == "sup" else None
    if link is None or not _MARK.match("".join(element.itertext())):
        return False
    return _is_inner(link) or (link.get("epub:type") or link.get("role") or "") in ("noteref", "doc-noteref")


def is_note(element: etree._Element) -> bool:
    """Whether `element` holds a footnote: its kind or name says so."""
    said = (element.get("epub:type"), element.get("role"), element.get("id"), *(element.get("class") or "").split())
    return any(_NOTE_NAME.match(name) for name in said if name)


def is_contents(items: etree._Element) -> bool:
    """Whether a list is a table of contents: each item is nothing but a link within the page."""
    entries = list(items.iter("li"))
    return len(entries) > 1 and all(_is_entry(item) for item in entries)


def _is_entry(item: etree._Element) -> bool:
    links = [link for link in item.iter("a") if _is_inner(link)]
    said = "".join(item.itertext()).split()
    return bool(links) and "".join(said) == "".join("".join("".join(link.itertext()).split()) for link in links)


def _is_inner(link: etree._Element) -> bool:
    return (link.get("href") or "").startswith("#")
