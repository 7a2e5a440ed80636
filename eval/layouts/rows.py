"""The rows of a table that a person keeps, as CSV in any encoding and with any separator, or as a workbook (XLSX).

Knows no meaning of a column but its name.
"""

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gold import Fault, FaultySet
from ingest.errors import AktenlotseError
from ingest.german import fold
from ingest.parsers.csvtext import find_separator
from ingest.parsers.text import read_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NAMES = Path(__file__).with_name("columns.toml")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y")
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets."""
_LONGEST_FIELD = 1_000_000
_HEAD_WITHIN = 10
"""Rows above the header that a title may take."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the names of its columns; `where` it stands in the table: the first row is 1."""

    where: str
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell's text; empty where there is none."""
        return self.cells.get(column, "")

    def items(self, column: str) -> list[str]:
        """The texts of a cell, separated by ";" or lines."""
        return [item.strip() for item in self.get(column).replace("\n", ";").split(";") if item.strip()]


def read_rows(path: Path, complain: Callable[[Fault], None]) -> list[Row]:
    """The filled rows below the header. Raises FaultySet if the file cannot be read or no column has questions."""
    sheets = _workbook_sheets(path) if path.suffix.lower() in (".xlsx", ".xlsm") else {"": list(_csv_lines(path))}
    found = next(((sheet, lines, at) for sheet, lines in sheets.items() if (at := _find_head(lines)) is not None), None)
    if found is None:
        names = ", ".join(_words()["columns"]["question"])
        raise FaultySet(f"{path.name} has no column of questions: name one in its header ({names}).")
    sheet, lines, at = found
    row = f"sheet {sheet}, row" if len(sheets) > 1 else "row"
    columns = [_column(name) for name in lines[at]]
    for name, column in zip(lines[at], columns, strict=True):
        if name and column is None:
            complain(Fault(path.name, f"{row} {at + 1}", name, "is no known column and is not read", fatal=False))
    below = enumerate(lines[at + 1 :], start=at + 2)
    return [_row(f"{row} {number}", columns, line) for number, line in below if any(line)]


def _find_head(lines: Sequence[Sequence[str]]) -> int | None:
    """The line that names a column of questions."""
    return next((number for number, line in enumerate(lines[:_HEAD_WITHIN]) if "question" in map(_column, line)), None)


def _row(where: str, columns: Sequence[str | None], line: Sequence[str]) -> Row:
    """Of two columns of one meaning the first that is filled counts."""
    cells: dict[str, str] = {}
    for column, cell in zip(columns, line, strict=False):
        if column and cell:
            cells.setdefault(column, cell)
    return Row(where, cells)


def read_day(text: str) -> date | None:
    """A day as Germans or machines write it; None if it is none."""
    for form in _DAYS:
        try:
            return datetime.strptime(text.partition(" 00:00")[0], form).date()
        except ValueError:
            continue
    return None


def read_serial(text: str) -> date | None:
    """The day that a spreadsheet shows as a bare number where the column is not formatted as one."""
    return _FIRST_DAY + timedelta(int(text)) if re.fullmatch("[2-7][0-9]{4}", text) else None


def means(group: str, word: str, text: str) -> bool:
    """Whether `text` is one of the ways to say `word`, e.g. `means("answers", "yes", "Ja")`."""
    return _plain(text) in {_plain(known) for known in _words()[group][word]}


def _csv_lines(path: Path) -> Iterator[list[str]]:
    try:
        text = read_text(path).removeprefix("\ufeff").replace("\0", "")
    except (AktenlotseError, OSError) as error:
        raise FaultySet(f"{path} cannot be read: {error}.") from error
    csv.field_size_limit(_LONGEST_FIELD)
    named = text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n")
    separator = text[4] if named else find_separator(text)
    lines = csv.reader(io.StringIO(text.split("\n", 1)[1] if named else text, newline=""), delimiter=separator)
    if named:
        yield []
    try:
        yield from ([_unguarded(cell.strip()) for cell in line] for line in lines)
    except csv.Error as error:
        raise FaultySet(f"{path.name}, line {lines.line_num}: {error}.") from error


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps office programs from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _workbook_sheets(path: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet that has any."""
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise FaultySet(f"{path.name} is no readable workbook: {error}.") from error
    sheets = {sheet.title: _sheet_lines(sheet) for sheet in book.worksheets}
    return {title: lines for title, lines in sheets.items() if any(any(line) for line in lines)}


def _sheet_lines(sheet: "Worksheet") -> list[list[str]]:
    """The rows; a cell that was merged with those below it stands in each of their rows."""
    lines = [[_shown(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        for number in range(merged.min_row, merged.max_row):
            lines[number][merged.min_col - 1] = lines[merged.min_row - 1][merged.min_col - 1]
    return lines


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _column(name: str) -> str | None:
    plain = _plain(name)
    return next((column for column, names in _words()["columns"].items() if plain in map(_plain, names)), None)


@cache
def _plain(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_NAMES.read_text(encoding="utf-8"))
