"""OpenDocument spreadsheets (ODS): each visible sheet is a section of table rows under the sheet's name.

Reads content.xml itself (ISO/IEC 26300-3, 9); it holds each cell's text as it is shown. Knows no macro and no external
source; comments, drawings and hidden sheets are left out.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ingest.errors import FileTooLarge, UnsupportedFile
from ingest.parsers import sheets
from ingest.parsers.lines import clean
from ingest.parsers.odt import opened, words_of
from ingest.parsers.ooxml import attribute, local_name, number
from ingest.parsers.sheets import Span
from ingest.parsers.structure import Block, ParsedDocument, parsed


def parse(path: Path) -> ParsedDocument:
    """The sheets of a spreadsheet.

    Raises:
        BrokenFile, EncryptedFile, FileTooLarge, UnsupportedFile.
    """
    content, title = opened(path)
    book = content.find("{*}body/{*}spreadsheet")
    if book is None:
        raise UnsupportedFile(file=path.name, formats="")
    return replace(parsed(_blocks(content, book, path.name)), title=clean(title or "") or None)


def _blocks(content: etree._Element, book: etree._Element, file: str) -> Iterator[Block]:
    hidden = {
        attribute(style, "name")
        for style in content.iter("{*}style")
        if attribute(style.find("{*}table-properties"), "display") == "false"
    }
    for table in book.iterfind("{*}table"):
        if attribute(table, "style-name") in hidden:
            continue
        spans: list[Span] = []
        cells = sheets.checked(_cells(table, spans, file), file)
        if cells:
            yield from sheets.heading(attribute(table, "name") or "")
            yield from sheets.blocks(cells, spans)


def _cells(table: etree._Element, spans: list[Span], file: str) -> Iterator[tuple[tuple[int, int], str]]:
    top = 0
    for line in table.iter("{*}table-row"):
        often = _repeated(line, "rows")
        filled = list(_cells_of_row(line, spans, top))
        if often * len(filled) > sheets.MOST_CELLS:
            raise FileTooLarge(file=file, limit=f"{sheets.MOST_CELLS} Zellen")
        for repetition in range(often if filled else 0):
            yield from (((top + repetition, column), text) for column, text in filled)
        top += often


def _cells_of_row(line: etree._Element, spans: list[Span], top: int) -> Iterator[tuple[int, str]]:
    left = 0
    for cell in line:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        often = _repeated(cell, "columns")
        text = " ".join(words_of(paragraph) for paragraph in cell.iterfind("{*}p"))
        down, across = _spanned(cell, "rows"), _spanned(cell, "columns")
        if down > 1 or across > 1:
            spans.append(Span(top, left, top + down - 1, left + across - 1))
        if text.strip():
            yield from ((column, text) for column in range(left, left + min(often, sheets.MOST_CELLS)))
        left += often


def _repeated(element: etree._Element, what: str) -> int:
    return max(number(attribute(element, f"number-{what}-repeated")) or 1, 1)


def _spanned(element: etree._Element, what: str) -> int:
    return max(number(attribute(element, f"number-{what}-spanned")) or 1, 1)
