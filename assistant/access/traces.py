"""What a removed document may have left behind: where its words are quoted in tables, and whether they lie in any file.

Every column of text of every table is looked through, so that a table that comes later is not forgotten. Knows no certificate.
"""

import hashlib
import mmap
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, String, Table, and_, cast, func, or_, select, update

from ingest.tables import metadata

_RUN = 8
"""Words in a row that tell a quotation from chance."""
_WINDOWS = 5
_WINDOW_WORDS = 10
_LIBRARY = {"documents", "sections", "passages", "versions"}
_OWN = {"turns", "erasures", "audit"}
"""Answers of conversations are known by the documents they rest on; the other two hold no text of documents."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What a document is recognised by when it is gone: pieces of its text that no similar document has, its file,
    and the numbers of its passages."""

    windows: tuple[str, ...]
    digest: str
    size: int
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A value of a row, and what it becomes without the quotation."""

    column: Column[Any]
    key: tuple[Any, ...]
    cleaned: Any

    def clean(self, connection: Connection) -> None:
        """Put the cleaned value in its place."""
        table = self.column.table
        connection.execute(update(table).where(_is_row(table, self.key)).values({self.column.name: self.cleaned}))


def runs_of(text: str) -> set[str]:
    """All runs of eight words in `text`, whatever stands between the words."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def windows_of(text: str, own: set[str]) -> tuple[str, ...]:
    """Some pieces of `text`, spread over it, all of whose words belong to runs that are this document's own."""
    found: list[str] = []
    for line in text.splitlines():
        words = line.split()
        for start in range(0, len(words) - _WINDOW_WORDS + 1, _WINDOW_WORDS):
            window = " ".join(words[start : start + _WINDOW_WORDS])
            if window in line and (runs := runs_of(window)) and runs <= own:
                found.append(window)
    step = max(1, len(found) // _WINDOWS)
    return tuple(found[::step][:_WINDOWS])


def find_quotations(connection: Connection, own: set[str], note: str) -> Iterator[Quotation]:
    """Values beside the library that quote one of the runs in `own`."""
    for table, columns in _text_columns():
        if table.name in _LIBRARY | _OWN:
            continue
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(*keys, *(column.label(f"of_{column.name}") for column in columns))):
            for column, value in zip(columns, row[len(keys) :], strict=True):
                cleaned = _cleaned(value, own, note)
                if cleaned != value:
                    yield Quotation(column, tuple(row[: len(keys)]), cleaned)


def find_in_tables(connection: Connection, windows: Sequence[str]) -> list[str]:
    """The tables that have one of the windows in a column of text."""
    found = []
    for table, columns in _text_columns():
        if table.name == "erasures" or not windows:
            continue
        texts = [cast(column, String) for column in columns]
        hits = or_(*(text.contains(form, autoescape=True) for text in texts for window in windows for form in _forms(window)))
        if connection.scalar(select(func.count()).select_from(table).where(hits)):
            found.append(table.name)
    return found


def find_in_files(home: Path, traces: Traces) -> tuple[int, list[str]]:
    """How many files of a home were looked through, and those that have one of the windows or are the original."""
    looked, found = 0, []
    needles = [form.encode() for window in traces.windows for form in _forms(window)]
    for path in sorted(home.rglob("*")):
        if path.is_file():
            looked += 1
            if _has(path, needles, traces):
                found.append(str(path.relative_to(home)))
    return looked, found


def _has(path: Path, needles: Sequence[bytes], traces: Traces) -> bool:
    try:
        size = path.stat().st_size
        if size == 0:
            return False
        with path.open("rb") as file:
            if size == traces.size and hashlib.file_digest(file, "sha256").hexdigest() == traces.digest:
                return True
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return any(content.find(needle) >= 0 for needle in needles)
    except FileNotFoundError:  # went while we looked
        return False


def _forms(window: str) -> set[str]:
    """A window as it stands in texts and in JSON."""
    return {window, window.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")}


def _text_columns() -> Iterator[tuple[Table, list[Column[Any]]]]:
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String | JSON)]
        if columns:
            yield table, columns


def _cleaned(value: Any, own: set[str], note: str) -> Any:
    """`value` with `note` in place of each text in it that quotes."""
    match value:
        case str():
            return note if own & runs_of(value) else value
        case Mapping():
            return {name: _cleaned(each, own, note) for name, each in value.items()}
        case list():
            return [_cleaned(each, own, note) for each in value]
        case _:
            return value


def _is_row(table: Any, key: Sequence[Any]) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))
