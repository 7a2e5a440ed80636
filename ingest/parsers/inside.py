"""Documents inside of others: what is attached to a mail, what lies in an archive.

Each is read like a file of its own and stands under its name; what cannot be read becomes a note. All that lies inside of
one file, however deep, shares one allowance of files and bytes. Knows no format.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.documents import Section
from ingest.errors import EmptyFile, FileTooLarge, UnreadableFile
from ingest.parsers import parse
from ingest.parsers.archive import MIB
from ingest.parsers.lines import clean

DEEPEST = 4
MOST_FILES = 1000
MOST_BYTES = 256 * MIB


@dataclass(slots=True)
class _Allowance:
    files: int = MOST_FILES
    size: int = MOST_BYTES


@dataclass(slots=True)
class Inside:
    """What was read inside of `file` so far."""

    file: str
    depth: int
    allowance: _Allowance
    sections: list[Section] = field(default_factory=list)
    notes: list[UnreadableFile] = field(default_factory=list)

    def expect(self, size: int) -> None:
        """Make sure that another file of `size` bytes may be read. Raises FileTooLarge."""
        self.allowance.files -= 1
        self.allowance.size -= size
        if self.allowance.files < 0:
            raise FileTooLarge(file=self.file, limit=f"{MOST_FILES} enthaltenen Dateien")
        if self.allowance.size < 0:
            raise FileTooLarge(file=self.file, limit=f"{MOST_BYTES // MIB} MiB entpackt")

    def read(self, content: bytes, name: str) -> None:
        """Read a file that lies inside and is known there as `name`. Call `expect` before."""
        heading = clean(name).replace("\n", " ") or "?"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "inside"
            path.write_bytes(content)
            try:
                document = parse(path, heading)
            except EmptyFile:
                return
            except UnreadableFile as error:
                self.notes.append(error)
                return
        self.sections += [replace(section, headings=(heading, *section.headings)) for section in document.sections]
        self.notes += document.notes


_reading: ContextVar[Inside | None] = ContextVar("reading", default=None)


@contextmanager
def inside(file: str) -> Iterator[Inside]:
    """A place for what is read inside of `file`. Raises FileTooLarge if that lies too deep inside of others."""
    outer = _reading.get()
    depth = outer.depth + 1 if outer else 1
    if depth > DEEPEST:
        raise FileTooLarge(file=file, limit=f"{DEEPEST} Ebenen")
    own = Inside(file, depth, outer.allowance if outer else _Allowance())
    token = _reading.set(own)
    try:
        yield own
    finally:
        _reading.reset(token)
