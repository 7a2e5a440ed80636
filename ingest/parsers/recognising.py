"""What a file is, by its first bytes and, for zip files, by its members. Knows nothing of what the formats mean."""

import re
from pathlib import Path

from ingest.errors import EmptyFile, EncryptedFile, UnsupportedFile
from ingest.parsers.archive import member_names

_HEAD = 4096
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x1f\x8b", b"7z\xbc\xaf\x27", b"Rar!", b"{\\rtf",
    b"\x7fELF", b"OggS", b"%!PS", b"SQLite format 3", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_DRAWING_OR_DATA = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml", re.IGNORECASE)


def ending_by_content(path: Path) -> str | None:
    """The ending that the content calls for; None if it may be any kind of text.

    Raises:
        EmptyFile: no bytes but white space.
        EncryptedFile: an Office file with a password.
        UnsupportedFile: surely something that no parser reads.
        BrokenFile, FileTooLarge: a zip file that cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise EmptyFile(file=path.name)
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if head.startswith(_ZIP):
        return _ending_of_zip(path)
    if head.startswith(_COMPOUND_FILE):
        raise EncryptedFile(file=path.name) if _ENCRYPTED_PACKAGE in path.read_bytes() else _unsupported(path)
    if head.startswith(_OTHERS):
        raise _unsupported(path)
    if _MARKUP.match(head):
        return ".html"
    if _DRAWING_OR_DATA.match(head):
        raise _unsupported(path)
    return None


def _ending_of_zip(path: Path) -> str:
    names = member_names(path)
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(name.startswith("word/") for name in names)):
        return ".docx"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ".odt"
    raise _unsupported(path)


def _unsupported(path: Path) -> UnsupportedFile:
    return UnsupportedFile(file=path.name, formats="")
