"""What a file is, by its first bytes and, for zip files, by its members. Knows nothing of what the formats mean."""

import re
import struct
from pathlib import Path

import olefile

from ingest.errors import BrokenFile, EmptyFile, EncryptedFile, UnsupportedFile
from ingest.parsers.archive import member_names, read_member

_HEAD = 4096
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FILE_PASS = b"\x2f\x00\x36\x00"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BY_FIRST_BYTES = {
    b"{\\rtf": ".rtf",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"II*\x00": ".tif",
    b"MM\x00*": ".tif",
}
_OTHERS = (
    b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf\x27", b"Rar!", b"\x7fELF", b"OggS", b"%!PS", b"SQLite format 3",
    b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_OFFICE_FOLDERS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_OPEN_DOCUMENTS = {"spreadsheet": ".ods", "presentation": ".odp", "text": ".odt"}
_OLD_OFFICE = {"worddocument": ".doc", "workbook": ".xls", "book": ".xls", "powerpoint document": ".ppt"}
_CATALOGUE = re.compile(rb"xmlns(?::[\w.-]+)?\s*=\s*[\"'][^\"']*xzufi", re.IGNORECASE)
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FLAT = re.compile(rb"<office:document\s[^>]*office:mimetype=\"[\w/.]+\.opendocument\.(text|spreadsheet|presentation)\"")
_FLAT_ENDINGS = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
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
    if head.startswith(_ZIP):
        return _ending_of_zip(path)
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if head.startswith(_COMPOUND_FILE):
        return _ending_of_compound_file(path)
    if head.startswith(_OTHERS):
        raise _unsupported(path)
    for mark, ending in _BY_FIRST_BYTES.items():
        if head.startswith(mark):
            return ending
    return _ending_of_markup(head, path)


def _ending_of_markup(head: bytes, path: Path) -> str | None:
    if _MARKUP.match(head):
        return ".html"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _CATALOGUE.search(head):
        return ".xml"
    if flat := _FLAT.search(head):
        return f".f{_FLAT_ENDINGS[flat[1]]}"
    if _DRAWING_OR_DATA.match(head):
        raise _unsupported(path)
    return None


def _ending_of_zip(path: Path) -> str:
    names = member_names(path)
    if "[Content_Types].xml" in names or "word/document.xml" in names:
        found = (ending for folder, ending in _OFFICE_FOLDERS.items() if any(name.startswith(folder) for name in names))
        ending = next(found, None)
        if ending is None or "xl/workbook.bin" in names:
            raise _unsupported(path)
        return ending
    kind = read_member(path, "mimetype").decode("ascii", errors="replace").strip() if "mimetype" in names else ""
    if kind == "application/epub+zip" or "META-INF/container.xml" in names and "content.xml" not in names:
        return ".epub"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return next((ending for name, ending in _OPEN_DOCUMENTS.items() if name in kind.rpartition(".")[2]), ".odt")
    return ".zip"


def _ending_of_compound_file(path: Path) -> str:
    try:
        with olefile.OleFileIO(path) as file:
            names = {"/".join(parts).lower() for parts in file.listdir()}
            locked = _is_locked(file, names)
    except (OSError, ValueError, IndexError, struct.error) as error:
        if _ENCRYPTED_PACKAGE in path.read_bytes():
            raise EncryptedFile(file=path.name) from error
        raise BrokenFile(file=path.name, reason="kein lesbares Office-Dokument") from error
    if locked:
        raise EncryptedFile(file=path.name)
    if "__properties_version1.0" in names:
        return ".msg"
    ending = next((ending for name, ending in _OLD_OFFICE.items() if name in names), None)
    if ending is None:
        raise _unsupported(path)
    return ending


def _is_locked(file: olefile.OleFileIO, names: set[str]) -> bool:
    """Whether a password protects the content ([MS-DOC] 2.5.2, [MS-XLS] 2.4.117, [MS-PPT] 2.3.7)."""
    if "worddocument" in names:
        flags = file.openstream("WordDocument").read(12)[10:12]
        return len(flags) == 2 and bool(flags[1] & 1)
    book = next((name for name in ("workbook", "book") if name in names), None)
    if book:
        return _FILE_PASS in file.openstream(book).read(600)
    return not names.isdisjoint({"encryptedpackage", "encryptedsummary"})


def _unsupported(path: Path) -> UnsupportedFile:
    return UnsupportedFile(file=path.name, formats="")
