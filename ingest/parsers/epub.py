"""Electronic books (EPUB): the pages of the book in the order of its spine, each read as a web page.

Follows EPUB 3.3 (5 and 6) and EPUB 2.0.1. Knows no script, no style and nothing that lies outside the file.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from ingest.errors import BrokenFile, EncryptedFile
from ingest.parsers.archive import member_names, read_member, read_xml
from ingest.parsers.html import blocks_of_markup
from ingest.parsers.structure import Block, ParsedDocument, parsed
from ingest.parsers.text import decode

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_FONT_DISGUISE = "/font"
_PAGES = ("application/xhtml+xml", "text/html")


def parse(path: Path) -> ParsedDocument:
    """The sections of a book; the title in its metadata counts where the text has none.

    Raises:
        BrokenFile, FileTooLarge.
        EncryptedFile: more than fonts is encrypted.
    """
    names = member_names(path)
    if _ENCRYPTION in names and _hides_text(read_xml(path, _ENCRYPTION)):
        raise EncryptedFile(file=path.name)
    root = read_xml(path, _CONTAINER).find(".//{*}rootfile")
    package = "" if root is None else root.get("full-path", "")
    if package not in names:
        raise BrokenFile(file=path.name, reason="kein Inhalt im Buch")
    book = read_xml(path, package)
    title = book.findtext(".//{http://purl.org/dc/elements/1.1/}title")
    return parsed(_blocks(path, names, book, posixpath.dirname(package)), title)


def _hides_text(encryption: etree._Element) -> bool:
    methods = [method.get("Algorithm", "") for method in encryption.iter("{*}EncryptionMethod")]
    references = [reference.get("URI", "") for reference in encryption.iter("{*}CipherReference")]
    pages = any(reference.lower().endswith(("html", "htm", "xml")) for reference in references)
    return pages and not all(_FONT_DISGUISE in method for method in methods)


def _blocks(path: Path, names: frozenset[str], book: etree._Element, folder: str) -> Iterator[Block]:
    items = {item.get("id"): item for item in book.iterfind("{*}manifest/{*}item")}
    for reference in book.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        if name in names:
            yield from blocks_of_markup(decode(read_member(path, name), name))
