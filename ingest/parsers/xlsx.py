"""Excel workbooks (XLSX, XLSM, XLTX): each visible sheet is a section of table rows under the sheet's name.

Reads the XML itself (ISO/IEC 29500-1, 18: SpreadsheetML). Formulas count with the value that was last computed for them.
Knows no macro and no external source; text boxes follow after the sheets; comments and hidden
sheets are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ingest.errors import BrokenFile
from ingest.parsers import sheets
from ingest.parsers.archive import member_names, read_xml, stream_xml
from ingest.parsers.drawings import paragraphs
from ingest.parsers.lines import clean
from ingest.parsers.numberformats import shown
from ingest.parsers.ooxml import attribute, local_name, number
from ingest.parsers.sheets import Cells, Span
from ingest.parsers.structure import Block, ParsedDocument, parsed

_DRAWING = re.compile(r"^xl/(?:drawings/drawing|diagrams/data)\d+\.xml$")
_SHARED, _STYLES, _WORKBOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


def parse(path: Path) -> ParsedDocument:
    """The sheets of a workbook.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge.
    """
    names = member_names(path)
    if _WORKBOOK not in names:
        raise BrokenFile(file=path.name, reason="keine Arbeitsmappe")
    core = read_xml(path, "docProps/core.xml") if "docProps/core.xml" in names else None
    title = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return replace(parsed(_Workbook(path, names).blocks()), title=clean(title or "") or None)


class _Workbook:
    """A workbook's strings and number formats, and a walk over its sheets."""

    def __init__(self, path: Path, names: frozenset[str]) -> None:
        self._path = path
        self._names = names
        self._book = read_xml(path, _WORKBOOK)
        self._since_1904 = attribute(self._book.find("{*}workbookPr"), "date1904") in ("1", "true")
        self._strings = [_words(entry) for entry in self._elements(_SHARED, "{*}si")]
        self._formats = _formats(read_xml(path, _STYLES)) if _STYLES in names else []

    def blocks(self) -> Iterator[Block]:
        """Each sheet's name and rows."""
        for name, member in self._sheets():
            cells, spans = self._read(member)
            if cells:
                yield from sheets.heading(name)
                yield from sheets.blocks(cells, spans)
        for member in sorted(self._names):
            if _DRAWING.match(member):
                yield from paragraphs(read_xml(self._path, member))

    def _elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        return stream_xml(self._path, name, *tags) if name in self._names else iter(())

    def _sheets(self) -> Iterator[tuple[str, str]]:
        relations = "xl/_rels/workbook.xml.rels"
        targets = {entry.get("Id"): entry.get("Target") or "" for entry in self._elements_of(relations)}
        for sheet in self._book.iterfind("{*}sheets/{*}sheet"):
            target = targets.get(attribute(sheet, "id"), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in self._names and sheet.get("state", "visible") == "visible":
                yield sheet.get("name") or "", member

    def _elements_of(self, name: str) -> list[etree._Element]:
        return list(read_xml(self._path, name)) if name in self._names else []

    def _read(self, member: str) -> tuple[Cells, list[Span]]:
        spans: list[Span] = []
        return sheets.checked(self._cells(member, spans), self._path.name), spans

    def _cells(self, member: str, spans: list[Span]) -> Iterator[tuple[tuple[int, int], str]]:
        line = -1
        for element in self._elements(member, "{*}row", "{*}mergeCell"):
            if local_name(element) == "mergeCell":
                spans.extend(_span(element.get("ref") or ""))
                continue
            line = (number(element.get("r")) or line + 2) - 1
            column = -1
            for cell in element.iterfind("{*}c"):
                place = _place(cell.get("r") or "")
                column = place[1] if place else column + 1
                yield (line, column), self._shown(cell)

    def _shown(self, cell: etree._Element) -> str:
        value = cell.findtext("{*}v") or ""
        kind = cell.get("t", "n")
        if kind == "s":
            index = number(value)
            return self._strings[index] if index is not None and 0 <= index < len(self._strings) else ""
        if kind == "inlineStr":
            return _words(cell.find("{*}is"))
        if kind == "b":
            return "WAHR" if value == "1" else "FALSCH" if value else ""
        if kind in ("e", "str"):
            return "" if kind == "e" else value
        style = number(cell.get("s")) or 0
        return shown(value, self._formats[style] if 0 <= style < len(self._formats) else "", since_1904=self._since_1904)


def _words(entry: etree._Element | None) -> str:
    """A string's text without the reading aids of Asian scripts."""
    if entry is None:
        return ""
    return "".join(text.text or "" for text in entry.iterfind("{*}t")) + "".join(
        text.text or "" for text in entry.iterfind("{*}r/{*}t")
    )


def _formats(styles: etree._Element) -> list[str]:
    """The number format of each cell style: its code, or "#14" for one of those that are built in."""
    own = {entry.get("numFmtId"): entry.get("formatCode") or "" for entry in styles.iterfind("{*}numFmts/{*}numFmt")}
    found = styles.iterfind("{*}cellXfs/{*}xf")
    return [own.get(entry.get("numFmtId"), f"#{entry.get('numFmtId') or 0}") for entry in found]


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of "B7", from 0."""
    letters = reference.rstrip("0123456789")
    digits = number(reference[len(letters) :])
    if not digits or not letters.isalpha() or not letters.isascii() or len(letters) > 3:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return digits - 1, column - 1


def _span(reference: str) -> Iterator[Span]:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last)
    if start and end:
        yield Span(*start, *end)
