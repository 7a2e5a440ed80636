"""Archives (ZIP): each file in it is read like any other and stands under its path in the archive.

Nothing is unpacked to the path that a member names; links and what operating systems leave behind are passed over.
"""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from ingest.errors import FileTooLarge
from ingest.parsers.archive import MIB, member_names, read_member
from ingest.parsers.inside import Inside, inside
from ingest.parsers.structure import ParsedDocument

_LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_GREATEST_RATIO = 500
_SMALL = MIB


def parse(path: Path) -> ParsedDocument:
    """The sections of all files in an archive that can be read; the others are noted.

    Raises:
        BrokenFile, EncryptedFile.
        FileTooLarge: too many files, too much content, packed too tightly, or too many archives in each other.
        UnreadableFile: none of the files can be read; this is why the first one cannot.
    """
    member_names(path)
    with zipfile.ZipFile(path) as archive:
        members = sorted((member for member in archive.infolist() if _is_document(member)), key=lambda member: member.filename)
    with inside(path.name) as found:
        for member in members:
            _read(path, member, found)
    if not found.sections and found.notes:
        raise found.notes[0]
    return ParsedDocument(None, tuple(found.sections), tuple(found.notes))


def _is_document(member: zipfile.ZipInfo) -> bool:
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    parts = _parts(member.filename)
    is_litter = not parts or parts[-1].startswith(".") or not _LITTER.isdisjoint(parts)
    return not member.is_dir() and not is_link and not is_litter and member.file_size > 0


def _read(path: Path, member: zipfile.ZipInfo, found: Inside) -> None:
    if member.file_size > _SMALL and member.file_size > _GREATEST_RATIO * max(member.compress_size, 1):
        raise FileTooLarge(file=path.name, limit=f"{_GREATEST_RATIO}:1 beim Packen")
    found.expect(member.file_size)
    found.read(read_member(path, member.filename), "/".join(_parts(member.filename)))


def _parts(name: str) -> list[str]:
    """The parts of a member's path without what would lead out of the archive."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return [part for part in parts if part not in ("/", "..", ".") and not part.endswith(":")]
