"""Members of a zip file that holds a document, read within limits and as XML that can neither fetch nor explode.

Knows none of the formats.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.errors import BrokenFile, EncryptedFile, FileTooLarge

MIB = 1024 * 1024
LARGEST_MEMBER = 64 * MIB
LARGEST_ARCHIVE = 1024 * MIB
MOST_MEMBERS = 20_000
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError)


def member_names(path: Path) -> frozenset[str]:
    """The names of all members.

    Raises:
        BrokenFile: not a whole zip file.
        EncryptedFile: a member is encrypted.
        FileTooLarge: unpacked it would exceed the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _FAULTS as error:
        raise BrokenFile(file=path.name, reason="kein lesbares ZIP-Archiv") from error
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedFile(file=path.name)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_ARCHIVE:
        raise FileTooLarge(file=path.name, limit=f"{LARGEST_ARCHIVE // MIB} MiB")
    return frozenset(member.filename for member in members)


def read_member(path: Path, name: str) -> bytes:
    """A member's bytes.

    zipfile never reads more of a member than its directory declares, so the declared size is a limit that holds.

    Raises:
        BrokenFile: missing or damaged.
        FileTooLarge: larger than `LARGEST_MEMBER`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > LARGEST_MEMBER:
                raise FileTooLarge(file=path.name, limit=f"{LARGEST_MEMBER // MIB} MiB")
            return archive.read(name)
    except KeyError as error:
        raise BrokenFile(file=path.name, reason=f"{name} fehlt") from error
    except _FAULTS as error:
        raise BrokenFile(file=path.name, reason=f"{name} ist nicht lesbar") from error


def read_xml(path: Path, name: str) -> etree._Element:
    """A member's root element, as `safe_xml` reads it. Raises BrokenFile, FileTooLarge."""
    return safe_xml(read_member(path, name), name)


def safe_xml(raw: bytes, name: str) -> etree._Element:
    """The root element of `raw`. Entities stay unresolved, nothing is fetched, and a document type is refused.

    Raises:
        BrokenFile: not XML, or with a document type, which no such document needs.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _fault(error, name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenFile(file=name, reason=f"{name} hat eine Dokumenttyp-Deklaration")
    return root


def stream_xml(path: Path, name: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of a member that are named `tags`, one after the other; each is gone when the next one comes.

    Reads a large member without holding all of it; otherwise as careful as `safe_xml`.

    Raises:
        BrokenFile, FileTooLarge.
    """
    source = io.BytesIO(read_member(path, name))
    try:
        for _, element in etree.iterparse(source, tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
            if element.getroottree().docinfo.internalDTD is not None:
                raise BrokenFile(file=path.name, reason=f"{name} hat eine Dokumenttyp-Deklaration")
            yield element
            element.clear()
            while (before := element.getprevious()) is not None and (above := element.getparent()) is not None:
                above.remove(before)
    except etree.XMLSyntaxError as error:
        raise _fault(error, name) from error


def _fault(error: etree.XMLSyntaxError | ValueError, name: str) -> BrokenFile:
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error
    return BrokenFile(file=name, reason=f"{name} ist kein lesbares XML")
