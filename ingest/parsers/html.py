"""HTML pages: the main text with its headings, lists and tables, without navigation, footers and what is hidden.

Knows no network: nothing that a page refers to is loaded, no script runs.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.errors import EmptyFile
from ingest.parsers.cells import Cell, table_lines
from ingest.parsers.htmllinks import is_contents, is_note, is_note_mark
from ingest.parsers.htmllooks import mark_headings
from ingest.parsers.ooxml import number
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.text import decode

_DROPPED = frozenset(
    "script style noscript template nav footer button select textarea input svg canvas iframe object video audio "
    "dialog menu head map picture img".split()
)
_DROPPED_ROLES = frozenset("navigation banner contentinfo search complementary dialog menu menubar toolbar alert".split())
_DROPPED_WORDS = frozenset(
    "nav navbar navigation breadcrumb breadcrumbs footer sidebar cookie cookies cookiebanner skiplink skip-link pagination "
    "share sharing toc visually-hidden sr-only noprint".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset({"b", "strong"})
_HEADING = re.compile(r"^h[1-6]$")
_MEANT_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RUNNING = ("header", "footer")
"""How office programs mark what stands on each page."""
_LEAST_MAIN_SHARE = 0.3
_TO_THE_END = 10_000


def parse(path: Path) -> ParsedDocument:
    """The sections of a page; its <title> counts where the text has no heading of its own above all others.

    Raises:
        EmptyFile: no markup.
    """
    raw = path.read_bytes()
    charset = _MEANT_CHARSET.search(raw, 0, 4096)
    root = _root(decode(raw, path.name, charset[1].decode("ascii") if charset else None))
    if root is None:
        raise EmptyFile(file=path.name)
    mark_headings([root], "".join(style.text or "" for style in root.iter("style")))
    return parsed(_Reading().blocks(_main(root)), root.findtext(".//title"))


def blocks_of_markup(*pages: str, styles: str = "") -> Iterator[Block]:
    """The blocks of pieces of HTML that belong together, and to which style sheets apply."""
    roots = [root for page in pages if (root := _root(page)) is not None]
    mark_headings(roots, styles)
    return (block for root in roots for block in _Reading().blocks(root))


def _root(markup: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        return None


def _main(root: etree._Element) -> etree._Element:
    """The element that holds most of the text: <main>, the only <article>, or the whole."""
    length = _length(root)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and _length(found[0]) >= length * _LEAST_MAIN_SHARE:
            return found[0]
    return root


def _length(element: etree._Element) -> int:
    return sum(len(text) for text in element.itertext("*"))


def _is_dropped(element: etree._Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED or element.get("role") in _DROPPED_ROLES or element.get("title") in _RUNNING:
        return True
    if tag == "aside" and not is_note(element) and not element.xpath("boolean(ancestor::main or ancestor::article)"):
        return True
    if tag == "header" and not element.xpath("boolean(ancestor::main or ancestor::article or descendant::h1)"):
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return tag not in ("body", "html", "main") and not _DROPPED_WORDS.isdisjoint(names)


class _Reading:
    """A walk over elements that collects inline text until a block ends."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._bold = True
        self._marker = ""

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """The blocks of `element`, which is itself a block."""
        yield from self._inside(element, bold=False)
        yield from self._end()

    def _end(self) -> Iterator[Block]:
        text = "".join(self._words)
        if text.strip():
            yield Block(self._marker + text.strip(), bold=self._bold and not self._marker)
            self._marker = ""
        self._words, self._bold = [], True

    def _say(self, text: str | None, *, bold: bool) -> None:
        if text:
            self._words.append(re.sub(r"[ \t\r\n\f]+", " ", text))
            self._bold = self._bold and (bold or not text.strip())

    def _inside(self, element: etree._Element, *, bold: bool) -> Iterator[Block]:
        self._say(element.text, bold=bold)
        for child in element:
            if not _is_dropped(child):
                yield from self._element(child, bold=bold or child.tag in _BOLD)
            self._say(child.tail, bold=bold)

    def _element(self, element: etree._Element, *, bold: bool) -> Iterator[Block]:
        tag = str(element.tag)
        if tag == "br":
            self._words.append("\n")
        elif is_note_mark(element):
            return
        elif tag in _INLINE:
            yield from self._inside(element, bold=bold)
        elif _HEADING.match(tag):
            yield from self._end()
            yield Block(words_of(element), level=int(tag[1]))
        elif tag == "table":
            yield from self._end()
            yield from self._table(element)
        elif tag in ("ol", "ul"):
            yield from self._end()
            if is_contents(element):
                return
            yield from self._items(element)
        else:
            yield from self._end()
            yield from self._inside(element, bold=bold)
            yield from self._end()

    def _items(self, items: etree._Element) -> Iterator[Block]:
        number = int(start) if (start := items.get("start") or "1").lstrip("-").isdecimal() else 1
        for item in items:
            if _is_dropped(item):
                continue
            if item.tag == "li":
                self._marker = "" if is_note(item) else _marker(number, items.get("type")) if items.tag == "ol" else "- "
                number += 1
            yield from self._element(item, bold=False)
            self._marker = ""

    def _table(self, table: etree._Element) -> Iterator[Block]:
        if table.find(".//table") is not None or table.find(".//h2") is not None:
            for cell in table.iterfind(".//td"):
                if cell.find(".//table") is None:
                    yield from _Reading().blocks(cell)
            return
        caption = table.find("caption")
        if caption is not None:
            yield Block(words_of(caption))
        lines = ([_cell(cell) for cell in line if cell.tag in ("td", "th")] for line in table.iter("tr"))
        yield from map(Block, table_lines(lines))


def words_of(element: etree._Element) -> str:
    """All of an element's text on one line."""
    return " ".join(block.text.replace("\n", " ") for block in _Reading().blocks(element))


def _cell(cell: etree._Element) -> Cell:
    across, down = (cell.get(name) or "" for name in ("colspan", "rowspan"))
    return Cell(words_of(cell), _span(across), _TO_THE_END if down == "0" else _span(down))


def _span(said: str) -> int:
    return min(max(number(said) or 1, 1), _TO_THE_END)


def _marker(number: int, kind: str | None) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}) "
    return f"{number}. "
