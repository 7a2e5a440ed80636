"""Comma-separated values: finds the encoding and the separator; the lines are rows of a table.

Knows no types: what stands between two separators is text.
"""

import csv
import io
from pathlib import Path

from ingest.errors import BrokenFile, FileTooLarge
from ingest.parsers import sheets
from ingest.parsers.structure import ParsedDocument, parsed
from ingest.parsers.text import read_text

_SEPARATORS = ";,\t|"
_LINES_TO_LOOK_AT, _LETTERS_TO_LOOK_AT = 50, 10_000
_MOST_COLUMNS = 16_384
"""As many as a spreadsheet program can show."""
_LONGEST_FIELD = 1_000_000


def parse(path: Path) -> ParsedDocument:
    """The rows of a CSV file.

    Raises:
        BrokenFile, FileTooLarge, UnsupportedFile.
    """
    text = read_text(path).replace("\0", "")
    named = text[:6].lower() == "sep=" + text[4:5] + "\n" and text[4:5] in _SEPARATORS
    separator = text[4] if named else find_separator(text)
    if any(line.count(separator) >= _MOST_COLUMNS for line in text.splitlines()):
        raise FileTooLarge(file=path.name, limit=f"{_MOST_COLUMNS} Spalten")
    csv.field_size_limit(_LONGEST_FIELD)
    lines = csv.reader(io.StringIO(text[6:] if named else text, newline=""), delimiter=separator)
    try:
        cells = sheets.checked(
            (((line, column), field) for line, fields in enumerate(lines) for column, field in enumerate(fields)), path.name
        )
    except csv.Error as error:
        raise BrokenFile(file=path.name, reason="keine lesbare Tabelle") from error
    return parsed(sheets.blocks(cells))


def find_separator(text: str) -> str:
    """The separator that gives most of the first lines the same number of columns, at least two."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _LINES_TO_LOOK_AT)[:_LINES_TO_LOOK_AT]
    head = "\n".join(line[:_LETTERS_TO_LOOK_AT] for line in lines)
    return max(_SEPARATORS, key=lambda separator: _evenness(head, separator))


def _evenness(head: str, separator: str) -> tuple[int, int]:
    try:
        widths = [len(line) for line in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if line]
    except csv.Error:
        return 0, 0
    usual = max(set(widths), key=widths.count, default=0)
    return (widths.count(usual), usual) if usual > 1 else (0, 0)
