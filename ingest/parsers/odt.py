"""OpenDocument texts (ODT): headings by outline level or style, lists with their numbers, tables, footnotes.

Reads content.xml and styles.xml itself (ISO/IEC 26300). Knows no page: pages exist only once the text is laid out.
Deleted text of tracked changes, the table of contents, headers and footers are left out.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.errors import EncryptedFile, FileTooLarge, UnsupportedFile
from ingest.parsers.archive import LARGEST_MEMBER, MIB, member_names, read_xml, safe_xml
from ingest.parsers.cells import Cell, table_lines
from ingest.parsers.lines import clean
from ingest.parsers.odtlists import Lists
from ingest.parsers.ooxml import attribute, local_name, number
from ingest.parsers.structure import Block, ParsedDocument, parsed

_SKIPPED = frozenset(
    "tracked-changes table-of-content alphabetical-index illustration-index table-index annotation annotation-end forms "
    "sequence-decls variable-decls user-field-decls note ruby-text bookmark image object".split()
)


def parse(path: Path) -> ParsedDocument:
    """The sections of an OpenDocument text; the title in its properties counts where the text has none.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge, UnsupportedFile.
    """
    content, title = opened(path)
    text = content.find("{*}body/{*}text")
    if text is None:
        raise UnsupportedFile(file=path.name, formats="")
    return parsed(Reading(style_sheets(path, content)).blocks(text), title)


def opened(path: Path) -> tuple[etree._Element, str | None]:
    """The content of any OpenDocument file, and the title in its properties.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge.
    """
    if not zipfile.is_zipfile(path):
        return _opened_flat(path)
    names = member_names(path)
    if "META-INF/manifest.xml" in names and _is_encrypted(read_xml(path, "META-INF/manifest.xml")):
        raise EncryptedFile(file=path.name)
    meta = read_xml(path, "meta.xml") if "meta.xml" in names else None
    title = None if meta is None else meta.findtext(".//{http://purl.org/dc/elements/1.1/}title")
    return read_xml(path, "content.xml"), title


def _opened_flat(path: Path) -> tuple[etree._Element, str | None]:
    """The same of a file that is one piece of XML (FODT, FODS, FODP)."""
    if path.stat().st_size > LARGEST_MEMBER:
        raise FileTooLarge(file=path.name, limit=f"{LARGEST_MEMBER // MIB} MiB")
    root = safe_xml(path.read_bytes(), path.name)
    return root, root.findtext(".//{http://purl.org/dc/elements/1.1/}title")


def style_sheets(path: Path, content: etree._Element) -> list[etree._Element]:
    """What holds the styles of a file, the nearest to the text first."""
    if not zipfile.is_zipfile(path):
        return [content]
    return [content, *(read_xml(path, name) for name in ("styles.xml",) if name in member_names(path))]


def _is_encrypted(manifest: etree._Element) -> bool:
    return manifest.find(".//{*}encryption-data") is not None


class Reading:
    """A walk over the text with the styles of the file at hand."""

    def __init__(self, sheets: list[etree._Element]) -> None:
        styles = [style for sheet in sheets for style in sheet.iter("{*}style")]
        self._styles = {attribute(style, "name") or "": style for style in reversed(styles)}
        self._lists = Lists(sheets)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks of the body, a section, a cell or a frame."""
        for child in parent:
            name = local_name(child)
            if name == "h":
                yield self._heading(child)
            elif name == "p":
                yield from self._paragraph(child, "")
            elif name == "list":
                yield from self._list(child, attribute(child, "style-name"), 1)
            elif name == "table":
                yield from self._table(child)
            elif name not in _SKIPPED:
                yield from self.blocks(child)

    def _heading(self, heading: etree._Element) -> Block:
        return Block(self._lists.heading_number(heading) + words_of(heading), _level(heading))

    def _paragraph(self, paragraph: etree._Element, marker: str) -> Iterator[Block]:
        names = [attribute(style, "name") or "" for style in self._chain(paragraph)]
        text = clean(words_of(paragraph))
        if text and not any(name.startswith("Contents") for name in names):
            level = 1 if "Title" in names else 0
            yield Block(marker + text, level, bold=not marker and self._is_bold(paragraph))
        for box in paragraph.iter("{*}text-box"):
            yield from self.blocks(box)
        for note in paragraph.iter("{*}note-body"):
            yield Block(" ".join(map(words_of, note)))

    def _chain(self, element: etree._Element) -> list[etree._Element]:
        chain: list[etree._Element] = []
        key = attribute(element, "style-name")
        while key in self._styles and len(chain) < 20:
            chain.append(self._styles[key])
            key = attribute(chain[-1], "parent-style-name")
        return chain

    def _weight(self, element: etree._Element) -> bool | None:
        for style in self._chain(element):
            weight = attribute(style.find("{*}text-properties"), "font-weight")
            if weight is not None:
                return weight == "bold" or weight.isdecimal() and int(weight) >= 600
        return None

    def _is_bold(self, element: etree._Element, *, bold: bool = False) -> bool:
        weight = self._weight(element)
        own = bold if weight is None else weight
        if (element.text or "").strip() and not own:
            return False
        return all(
            self._is_bold(child, bold=own) and (own or not (child.tail or "").strip())
            for child in element
            if local_name(child) not in _SKIPPED
        ) and bool(words_of(element).strip() or not len(element))

    def _list(self, items: etree._Element, style: str | None, depth: int) -> Iterator[Block]:
        for item in items:
            has_words = local_name(item) == "list-item" and local_name(next(iter(item), item)) != "list"  # else it only goes on
            marker = self._lists.marker(items, style, depth, item) if has_words else ""
            for child in item:
                name = local_name(child)
                if name == "p":
                    yield from self._paragraph(child, marker)
                elif name == "h":
                    yield Block(marker.removeprefix("- ") + words_of(child), _level(child))
                elif name == "list":
                    yield from self._list(child, attribute(child, "style-name") or style, depth + 1)
                marker = "" if name in ("p", "h") else marker

    def _table(self, table: etree._Element) -> Iterator[Block]:
        lines = [
            [cell for cell in line if local_name(cell) == "table-cell"]
            for line in table.iter("{*}table-row")
            if next(line.iterancestors("{*}table")) is table
        ]
        if max(map(len, lines), default=0) < 2:
            for cell in (cell for line in lines for cell in line):
                yield from self.blocks(cell)
            return
        yield from map(Block, table_lines([[self._cell(cell) for cell in line] for line in lines]))

    def _cell(self, cell: etree._Element) -> Cell:
        across, down = (number(attribute(cell, f"number-{what}-spanned")) or 1 for what in ("columns", "rows"))
        return Cell(" ".join(block.text for block in self.blocks(cell)), max(across, 1), max(down, 1))


def _level(heading: etree._Element) -> int:
    return (number(attribute(heading, "outline-level")) or 1) + 1


def words_of(element: etree._Element) -> str:
    """The text of a paragraph, without its notes and frames."""
    words = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name in ("line-break", "tab", "s"):
            words.append("\n" if name == "line-break" else " ")
        elif name not in _SKIPPED and name != "frame":
            words.append(words_of(child))
        words.append(child.tail or "")
    return "".join(words)
