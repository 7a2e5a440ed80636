"""Excel workbooks from before 2007 (XLS): each visible sheet is a section of table rows under the sheet's name.

xlrd reads the file; formulas count with the value that was last computed for them. Knows no macro, no drawing and no
external source; comments and hidden sheets are left out.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import xlrd

from ingest.errors import BrokenFile
from ingest.parsers import sheets
from ingest.parsers.numberformats import shown
from ingest.parsers.sheets import Span
from ingest.parsers.structure import Block, ParsedDocument, parsed

_FAULTS = (xlrd.XLRDError, xlrd.compdoc.CompDocError, AssertionError, LookupError, ValueError, TypeError, struct.error)


def parse(path: Path) -> ParsedDocument:
    """The sheets of an old workbook.

    Raises:
        BrokenFile, FileTooLarge.
    """
    try:
        book = xlrd.open_workbook(path, logfile=io.StringIO(), formatting_info=True, ragged_rows=True)
        blocks = [block for sheet in book.sheets() if sheet.visibility == 0 for block in _sheet(book, sheet, path.name)]
    except _FAULTS as error:
        raise BrokenFile(file=path.name, reason="keine lesbare Arbeitsmappe") from error
    return replace(parsed(blocks), title=None)


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, file: str) -> Iterator[Block]:
    places = ((line, column) for line in range(sheet.nrows) for column in range(sheet.row_len(line)))
    cells = sheets.checked(((place, _shown(book, sheet.cell(*place))) for place in places), file)
    if cells:
        yield from sheets.heading(sheet.name)
        spans = [Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        yield from sheets.blocks(cells, spans)


def _shown(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "WAHR" if cell.value else "FALSCH"
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    form = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return shown(repr(cell.value), form.format_str if form else "", since_1904=book.datemode == 1)
